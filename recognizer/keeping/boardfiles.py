"""Saves a board as a picture and ink, and opens ink and pictures on a board."""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.disk.atomicfile import numbered, write_new
from recognizer.disk.regularfile import read_regular
from recognizer.disk.sync import make_folder
from recognizer.document.corrections import Corrections, as_records, from_records, of_all
from recognizer.document.page import BoardPicture, Page
from recognizer.errors import FileError, InkError, PictureError, naming
from recognizer.ink import MAX_POINTS, Ink, Stroke, parse_json
from recognizer.ink.inkfile import SUFFIXES as INK_SUFFIXES
from recognizer.ink.inkfile import is_ink_file, read_ink_file
from recognizer.network.alphabet import DIGITS, NONE, Alphabet
from recognizer.pictures.decode import SUFFIXES as PICTURE_SUFFIXES
from recognizer.pictures.decode import (
    check_is_file,
    decode_picture,
    is_picture_file,
    load_picture,
    shrink,
)
from recognizer.pictures.pages import load_pages

MAX_SIDE_PIXELS = 2048
"""Of a picture on the board; larger pictures are reduced."""
MAX_BOARD_POINTS = 2_000_000
"""Most points of a saved board: four hours of pen down at 125 points a second."""
MAX_BOARD_BYTES = 192 * 2**20
"""Enough for `MAX_BOARD_POINTS` points, each number with all its digits."""
SAVED_NAME = re.compile(r"recognizer-\d{4}-\d\d-\d\d-\d{6}(-\d+)?\.(png|json)")
"""What `save_board` calls its files."""
_SAID_NONE = "no digit"  # under "said"; an empty label could also mean that nothing is known
_JPEG_QUALITY = 95

Bgr = npt.NDArray[np.uint8]


def save_board(page: Page, png: bytes, folder: Path, when: datetime, text: str) -> Path:
    """Save the board, all of it or nothing, and return the path of the picture.

    No file is ever overwritten: `when` names them, as ``recognizer-2026-11-21-142530.png``. The
    strokes go into an ink file of the same name with ``.json``, with what was read as ``text``; a
    page without strokes gets none. The user's corrections are its ``label`` if all strokes are one
    digit; otherwise ``corrections``, as in `journal`.

    Raises
    ------
    FileError
        If they cannot be written.
    """
    with naming(folder, FileError):
        make_folder(folder)
    ink = _ink_record(page, text) if page.strokes else b""
    for name in numbered(f"recognizer-{when:%Y-%m-%d-%H%M%S}"):
        if _write_pair(folder / f"{name}.png", png, folder / f"{name}.json", ink):
            return folder / f"{name}.png"
    raise FileError(f"{folder}: too many files saved in this second")


def load_board_file(path: Path, alphabet: Alphabet = DIGITS) -> Page:
    """Return the first ink, or the picture, in the file at `path`.

    Ink comes with its label or its corrections, as far as they are symbols of `alphabet`. A picture
    is laid on white if it is transparent, and reduced to `MAX_SIDE_PIXELS`.

    Raises
    ------
    InkError
        If the file holds no ink, or strokes that are not ink.
    PictureError
        If the picture cannot be read, or the file is of another kind.
    """
    check_is_file(path)
    if is_picture_file(path):
        picture = shrink(_on_white(load_picture(path)), MAX_SIDE_PIXELS)
        return Page(picture=_compressed(path, picture))
    if is_ink_file(path):
        return _ink_page(path, alphabet)
    known = " ".join((*INK_SUFFIXES, *PICTURE_SUFFIXES))
    raise PictureError(f"{path}: not a kind of file that can be read ({known})")


def picture_page(name: str, content: bytes) -> Page:
    """Return a page with the picture that is the `content` of a file, called `name` there.

    Raises
    ------
    PictureError
        If it cannot be read.
    """
    picture = decode_picture(content)
    return Page(picture=_compressed(Path(name), shrink(_on_white(picture), MAX_SIDE_PIXELS)))


def camera_page(frame: Bgr) -> Page:
    """Return a page with the picture that a camera took, (rows, cols, 3)."""
    return Page(picture=_compressed(Path("Camera.jpg"), shrink(frame, MAX_SIDE_PIXELS)))


def holds_more(path: Path) -> bool:
    """Tell whether the file at `path` holds another ink, or another page, after the first."""
    if is_picture_file(path):
        return bool(load_pages(path).places)
    if path.name.lower().endswith(".json") or not is_ink_file(path):
        return False
    try:
        return len(list(islice(read_ink_file(path), 2))) > 1
    except InkError:  # something follows, even if it is not ink
        return True


def _write_pair(picture: Path, png: bytes, ink: Path, record: bytes) -> bool:
    """Write both files unless one of the names is taken. Without a record, write the picture only.

    The ink is written first: after a kill between the two, the picture can be made from it.
    """
    if os.path.lexists(picture) or os.path.lexists(ink) or (record and not write_new(ink, record)):
        return False
    written = False
    try:
        written = write_new(picture, png)
    finally:
        if record and not written:
            _remove(ink)
    return written


def _remove(path: Path) -> None:
    with suppress(OSError):  # the error that led here is the one to report
        path.unlink()


def _ink_record(page: Page, text: str) -> bytes:
    record = {**_said_out(page), "text": text, **json.loads(page.ink.to_json())}
    return (json.dumps(record, separators=(",", ":")) + "\n").encode("ascii")


def _said_out(page: Page) -> dict[str, object]:
    if page.label is None:
        said = as_records(page.corrections, page.strokes)
        return {"corrections": said} if said else {}
    return {"label": page.label, **({} if page.label else {"said": _SAID_NONE})}


def _said_in(
    record: dict[str, Any], strokes: tuple[Stroke, ...], alphabet: Alphabet
) -> Corrections:
    """Return the corrections in a record. A file may hold anything: nonsense is ignored."""
    label = str(record.get("label"))
    if label in alphabet.symbols:
        return of_all(strokes, label)
    if record.get("said") == _SAID_NONE:
        return of_all(strokes, NONE)
    with suppress(ValueError):
        said = from_records(record.get("corrections"), strokes)
        labels = (NONE, *alphabet.symbols)
        return tuple(each for each in said if each.strokes and each.label in labels)
    return ()


def _ink_page(path: Path, alphabet: Alphabet) -> Page:
    if path.name.lower().endswith(".json"):
        return _board_page(path, alphabet)
    labeled = next(read_ink_file(path), None)
    if labeled is None or not labeled.ink:
        raise InkError(f"{path}: no strokes in it")
    strokes = labeled.ink.strokes
    return Page(strokes, corrections=_said_in({"label": labeled.label}, strokes, alphabet))


def _board_page(path: Path, alphabet: Alphabet) -> Page:
    """Return the page of a file of one ink, which may be as long as a board's."""
    with naming(path, InkError, InkError, OSError):
        record = _parse(read_regular(path, MAX_BOARD_BYTES))
        strokes = _ink_in(record).strokes
    if not strokes:
        raise InkError(f"{path}: no strokes in it")
    return Page(strokes, corrections=_said_in(record, strokes, alphabet))


def _parse(content: bytes) -> dict[str, Any]:
    """Parse a JSON object, in no more memory than `MAX_BOARD_POINTS` points take."""
    if not content.strip():
        raise InkError("an empty file")
    # Whatever takes memory has a comma. A point has at most four.
    if content.count(b",") > 5 * MAX_BOARD_POINTS:
        raise InkError(f"more than {MAX_BOARD_POINTS:,} points")
    record = parse_json(content)
    return record if isinstance(record, dict) else {}


def _ink_in(record: dict[str, Any]) -> Ink:
    """Return the ink of a record; stroke by stroke if it has too many points for `Ink`."""
    strokes, widths = record.get("strokes"), record.get("pen_widths")
    if not isinstance(strokes, list):
        return Ink.from_record(record)
    widths = [None] * len(strokes) if widths is None else widths
    count = sum(len(points) for points in strokes if isinstance(points, list))
    if count <= MAX_POINTS or not isinstance(widths, list) or len(widths) != len(strokes):
        return Ink.from_record(record)
    if count > MAX_BOARD_POINTS:
        raise InkError(f"ink of {count:,} points; at most {MAX_BOARD_POINTS:,} are read")
    pairs = zip(strokes, widths, strict=True)
    each = ({**record, "strokes": [points], "pen_widths": [width]} for points, width in pairs)
    return Ink(tuple(stroke for one in each for stroke in Ink.from_record(one).strokes))


def _compressed(path: Path, pixels: Bgr) -> BoardPicture:
    """Return the picture in few bytes: a photo, already lossy, as JPEG, everything else as PNG."""
    if not path.name.lower().endswith((".jpg", ".jpeg", ".jfif", ".jpe")):
        content = cv2.imencode(".png", pixels)[1].tobytes()
        return BoardPicture(path.name, pixels, content)
    _, coded = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    content = coded.tobytes()
    as_later = decode_picture(content, stretched=False)
    return BoardPicture(path.name, as_later, content)


def _on_white(picture: npt.NDArray[np.uint8]) -> Bgr:
    """Return a gray, BGR or BGRA picture as BGR. Works in uint8: the picture may be large."""
    if picture.ndim == 2:
        return np.asarray(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR), np.uint8)
    if picture.shape[2] == 3:
        return picture
    alpha = cv2.merge([picture[..., 3]] * 3)
    darkness = cv2.multiply(255 - picture[..., :3], alpha, scale=1 / 255)
    return np.asarray(255 - darkness, np.uint8)
