"""``recognizer read``: files in, one line for each ink or picture out."""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from recognizer.console import BAD_INPUT, NOTHING_READ, complain
from recognizer.errors import InkError, PictureError, reason
from recognizer.inkfile import SUFFIXES as INK_SUFFIXES
from recognizer.inkfile import is_ink_file, read_ink_file
from recognizer.picture import SUFFIXES as PICTURE_SUFFIXES
from recognizer.picture import is_picture_file, load_picture
from recognizer.reader import Reader, Reading, Verdict
from recognizer.wording import describe


def read_files(files: Sequence[Path], model: Path | None, as_json: bool) -> int:
    """Print what each file says and return the exit code; a bad file does not stop the rest.

    Parameters
    ----------
    files : sequence of Path
    model : Path, optional
        As for `Reader`.
    as_json : bool
        Print JSON lines (see `as_record`) and not phrases.

    Raises
    ------
    ModelError
        If the model cannot be used.
    """
    reader = Reader(model)
    read_any = bad = False
    for file in files:
        try:
            for where, reading in _readings(reader, file):
                read_any = read_any or reading.verdict is Verdict.DIGIT
                _print(where, reading, as_json)
        except (InkError, PictureError) as error:
            complain(str(error))
            bad = True
    if bad:
        return BAD_INPUT
    return 0 if read_any else NOTHING_READ


def as_record(where: str, reading: Reading) -> dict[str, Any]:
    """Return a reading as JSON knows it; confidences in [0, 1], box in ink coordinates."""
    box = reading.box
    return {
        "file": where,
        "text": reading.text,
        "verdict": reading.verdict.value,
        "digitness": round(reading.digitness, 6),
        "confidence": round(reading.confidence, 6),
        "candidates": [
            {"label": each.label, "confidence": round(each.confidence, 6)}
            for each in reading.candidates
        ],
        "box": [box.left, box.top, box.right, box.bottom] if box else None,
    }


def _readings(reader: Reader, file: Path) -> Iterator[tuple[str, Reading]]:
    _check_is_file(file)
    if is_picture_file(file):
        yield str(file), reader.read_image(load_picture(file))
    elif is_ink_file(file):
        yield from _ink_readings(reader, file)
    else:
        known = " ".join((*INK_SUFFIXES, *PICTURE_SUFFIXES))
        raise PictureError(f"{file}: not a kind of file that can be read ({known})")


def _ink_readings(reader: Reader, file: Path) -> Iterator[tuple[str, Reading]]:
    several = not file.name.lower().endswith(".json")
    found = False
    for labeled in read_ink_file(file):
        found = True
        where = f"{file}:{labeled.line}" if several else str(file)
        yield where, reader.read_ink(labeled.ink)
    if not found:
        complain(f"{file}: no ink in it")


def _check_is_file(file: Path) -> None:
    try:
        mode = file.stat().st_mode
    except FileNotFoundError:
        raise PictureError(f"{file}: no such file") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise PictureError(f"{file}: {reason(error)}") from None
    if stat.S_ISDIR(mode):
        raise PictureError(f"{file}: a folder; name the files in it")
    if not stat.S_ISREG(mode):
        raise PictureError(f"{file}: no regular file")


def _print(where: str, reading: Reading, as_json: bool) -> None:
    if as_json:
        line = json.dumps(as_record(where, reading), ensure_ascii=False)
    else:
        line = f"{where}: {describe(reading)}"
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
