"""A sheet of two symbols that are taken for each other: what was misread, and what nearly was."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from recognizer.errors import DataError
from recognizer.network.alphabet import Alphabet
from recognizer.pictures.contactsheet import PAPER, Sheet, contact_sheet
from recognizer.training.draw.sheets import save_png
from recognizer.training.measure.evaluation import Sample, Tally

PER_LABEL = 40
"""So many of each of the two are shown at most."""
_COLUMNS = 10


def check_pair(one: str, other: str, alphabet: Alphabet) -> None:
    """Refuse two symbols that cannot be confused.

    Raises
    ------
    DataError
        If they are the same, or one is not of the alphabet.
    """
    unknown = [each for each in (one, other) if each not in alphabet.symbols]
    if unknown:
        raise DataError(f"--confusion: {unknown[0]!r} is not of the alphabet {alphabet.name}")
    if one == other:
        raise DataError(f"--confusion: {one!r} cannot be taken for itself")


def draw_confusion(tallies: Iterable[Tally], one: str, other: str, path: str) -> None:
    """Write the sheet of two symbols as a PNG file; see `confusion_sheet`."""
    save_png(Path(path), confusion_sheet(tallies, (one, other)))


def confusion_sheet(tallies: Iterable[Tally], pair: tuple[str, str]) -> Sheet:
    """Return a sheet of samples with a label of `pair`, those most likely the other one first.

    A caption such as ``7: 83 % 9`` says what was written, and how sure the reading is that it is
    the other symbol. Only samples that were read as one symbol are shown.
    """
    samples = [each for tally in tallies for each in tally.samples if each.reading.only]
    chosen, wrong, shown = [], 0, 0
    for label, other in (pair, pair[::-1]):
        ours = [each for each in samples if each.label == label]
        ours.sort(key=lambda each, other=other: -_chance(each, other))  # type: ignore[misc]
        wrong += sum(each.read_as == other for each in ours)
        shown += len(ours)
        row = [(_image(each), _caption(each, other)) for each in ours[:PER_LABEL]]
        blank = np.full((28, 28), PAPER, np.uint8), ""
        chosen += row + [blank] * (-len(row) % _COLUMNS)
    heading = f"{_ascii(pair[0])} and {_ascii(pair[1])}: {wrong:,} of {shown:,} taken for the other"
    images = np.array([image for image, _ in chosen], np.uint8).reshape(-1, 28, 28)
    return contact_sheet(images, [caption for _, caption in chosen], _COLUMNS, heading)


def _chance(sample: Sample, label: str) -> float:
    return next((c.confidence for c in sample.reading.candidates if c.label == label), 0.0)


def _caption(sample: Sample, other: str) -> str:
    return f"{_ascii(sample.label)}: {100 * _chance(sample, other):.0f} % {_ascii(other)}"


def _image(sample: Sample) -> Sheet:
    (only,) = sample.reading.symbols
    return np.asarray(PAPER - only.evidence.pixels, np.uint8)


def _ascii(label: str) -> str:
    """Return a label as OpenCV's fonts can write it."""
    return label.encode("ascii", "namereplace").decode()
