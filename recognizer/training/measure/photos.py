"""Measures with pictures of which a file says, line by line, what is written on them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from recognizer.errors import DataError, naming
from recognizer.pictures.decode import load_picture
from recognizer.reading.reader import Reader
from recognizer.reading.result import Line, Reading
from recognizer.training.measure.evaluation import Sample, Tally

TRUTH_FILE = "truth.jsonl"
"""In each line an object with `file`, a name, `truth`, a list of the written lines from the top,
and `kind`, such as "scan"; `any_order` if the digits stand in no lines."""


def evaluate_photos(reader: Reader, folder: Path) -> Tally:
    """Read every picture that the `TRUTH_FILE` of `folder` names; each written line is a sample.

    A line is right if it was read anywhere on its picture. Pictures without digits, or with
    digits in no order, are left out. The source of a sample is the kind of its picture.

    Raises
    ------
    DataError
        If the file cannot be read, or a line of it is not as it should be.
    PictureError
        If a picture cannot be read.
    """
    samples: list[Sample] = []
    for name, truth, kind in entries(folder / TRUTH_FILE):
        reading = reader.read_image(load_picture(folder / name))
        pairs = zip(truth, _matched(truth, reading), strict=True)
        samples += [Sample(label, line, source=kind) for label, line in pairs]
    return Tally.of(samples)


def entries(path: Path) -> Iterator[tuple[str, list[str], str]]:
    """Yield the name, the lines and the kind of each picture with digits in lines."""
    with naming(path, DataError):
        lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        try:
            entry = json.loads(line)
            name, truth = str(entry["file"]), [str(each) for each in entry["truth"]]
        except (ValueError, TypeError, KeyError):
            raise DataError(f"{path}:{number}: no object with file and truth") from None
        if truth and not entry.get("any_order"):
            yield name, ["".join(each.split()) for each in truth], str(entry.get("kind", ""))


def _matched(truth: list[str], reading: Reading) -> list[Reading]:
    """Return what was read of each written line: the same, or else what is left, from the top."""
    left = list(reading.lines)
    found: dict[int, Line] = {}
    for place, label in enumerate(truth):
        same = next((each for each in left if "".join(each.text.split()) == label), None)
        if same is not None:
            found[place] = same
            left.remove(same)
    for place in range(len(truth)):
        if place not in found and left:
            found[place] = left.pop(0)
    return [Reading((found[k],)) if k in found else Reading() for k in range(len(truth))]
