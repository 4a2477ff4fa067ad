"""Draws readings into pictures and inks: boxes, and above each number what was read."""

from __future__ import annotations

import hashlib
import os
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.commands.read.exercises import Page
from recognizer.commands.read.marks import Bgr, marks_of
from recognizer.commands.read.walk import NAMED, Source
from recognizer.disk.atomicfile import numbered, write_atomically, write_new
from recognizer.disk.sync import make_folder
from recognizer.errors import FileError, naming
from recognizer.ink import NO_EXTENT, Ink
from recognizer.ink.pixels import scaled
from recognizer.ink.raster import cover_paths
from recognizer.pictures.decode import as_layers
from recognizer.reading.result import Reading

MIN_SIDE_PIXELS = 480
"""Of the longer side; smaller pictures are enlarged, so that the text can be read."""
_MAX_SIDE_PIXELS = 2400  # of a drawn ink
_DIGIT_HEIGHT_PIXELS = 96  # in a drawn ink
_MARGIN_PIXELS = 48
_PEN_PIXELS = 6
_PNG_START = 8 + 25  # bytes of signature and header, after which other chunks may begin
_KEY = b"recognizer\0"  # the key of a tEXt chunk (PNG specification, 11.3.4.3)


@dataclass(frozen=True)
class Annotator:
    """Writes annotated pictures into a folder, as PNG.

    It writes ``DIR/photo.png`` for ``photo.jpg``, and ``DIR/inks-12.png`` for line 12 of
    ``inks.jsonl``, or page 12 of ``inks.tif``. Subfolders of a source folder become subfolders of
    `folder`. Each picture contains a mark of its source, and only a picture with the same mark is
    ever replaced. If another file has the name, even the source itself, it writes
    ``photo-2.png``, and so on. This also holds for several processes at the same time.
    """

    folder: Path

    def keep_picture(
        self, source: Source, picture: npt.NDArray[np.uint8], page: Page, number: int = 0
    ) -> None:
        """Write the annotated `picture`, as it was given to the reader; the page of that number.

        Raises
        ------
        FileError
            If it cannot be written.
        """
        self._keep(source, annotated(_as_bgr(picture), page), number)

    def keep_ink(self, source: Source, ink: Ink, page: Page, line: int = 0) -> None:
        """Write an annotated drawing of `ink`; `line` > 0 is its line in a file of many.

        Raises
        ------
        FileError
            If it cannot be written.
        """
        self._keep(source, annotated_ink(ink, page), line)

    def _keep(self, source: Source, picture: Bgr, line: int = 0) -> None:
        name = "stdin" if source.is_standard_input else _stem(source.path.name)
        folder = self.folder / source.under
        mark = _mark(f"{os.path.abspath(source.name)}:{line}")
        content = cv2.imencode(".png", picture)[1].tobytes()
        content = content[:_PNG_START] + mark + content[_PNG_START:]
        with naming(folder, FileError, OSError, ValueError):
            make_folder(folder)
            _write_own(folder, f"{name}-{line}" if line else name, mark, content)


def annotated(
    picture: Bgr, page: Page, scale: float = 1.0, origin: tuple[float, float] = (0.0, 0.0)
) -> Bgr:
    """Return a copy of (rows, cols, 3) `picture` with what was read of `page` drawn in.

    A point of the reading is at (point - origin) * scale in the picture, in pixels. The copy is
    enlarged to `MIN_SIDE_PIXELS` if it is smaller, and extended at the top if the uppermost label
    needs room, and at the right and below if what is said of a sum does.
    """
    larger = max(1.0, MIN_SIDE_PIXELS / max(picture.shape[:2]))
    drawn = scaled(picture, larger)
    rows, cols = drawn.shape[:2]
    unit = max(1, round(max(rows, cols) / 800))
    marks = [each.placed(scale * larger, origin) for each in marks_of(page)]
    above = max((each.label_height(unit) - each.top(unit) for each in marks), default=0)
    above = max(0, above)
    ends = [each.end(unit) for each in marks]
    beside = max(0, max((x - cols for x, _ in ends), default=0))
    below = max(0, max((y - rows for _, y in ends), default=0))
    paper = np.median(picture[:: 1 + rows // 64, :: 1 + cols // 64], axis=(0, 1)).tolist()
    grown = cv2.copyMakeBorder(drawn, above, below, 0, beside, cv2.BORDER_CONSTANT, value=paper)
    canvas = np.asarray(grown, np.uint8)
    for each in marks:
        each.placed(1.0, (0.0, -above)).draw(canvas, unit)
    return canvas


def annotated_ink(ink: Ink, page: Page) -> Bgr:
    """Return (rows, cols, 3) uint8: `ink` dark on white, with what was read drawn in.

    Its digits are about 96 pixels high; the longer side is 480 to 2400 pixels.
    """
    if not ink:
        return np.full((MIN_SIDE_PIXELS, MIN_SIDE_PIXELS, 3), 255, np.uint8)
    box = ink.bounding_box
    scale = _ink_scale(ink, page.reading)
    origin = (box.left - _MARGIN_PIXELS / scale, box.top - _MARGIN_PIXELS / scale)
    rows, cols = (int(side * scale) + 2 * _MARGIN_PIXELS + 1 for side in (box.height, box.width))
    coverage = np.zeros((rows, cols), np.uint8)
    lines = [((each.points - origin) * scale, _PEN_PIXELS) for each in ink.strokes]
    cover_paths(coverage, lines, (0, 0, cols, rows))
    paper = np.asarray(cv2.merge([255 - coverage] * 3), np.uint8)
    return annotated(paper, page, scale, origin)


def _ink_scale(ink: Ink, reading: Reading) -> float:
    if ink.is_dot:
        return 1.0
    sizes = [each.box.longer_side for each in reading.symbols]
    typical = max(float(np.median(sizes)) if sizes else 0.0, NO_EXTENT)
    longest = ink.bounding_box.longer_side
    least, most = (MIN_SIDE_PIXELS - 2 * _MARGIN_PIXELS) / longest, _MAX_SIDE_PIXELS / longest
    return float(np.clip(_DIGIT_HEIGHT_PIXELS / typical if sizes else least, least, most))


def _as_bgr(picture: npt.NDArray[np.uint8]) -> Bgr:
    layers = as_layers(picture)
    return layers if layers.shape[2] == 3 else np.asarray(cv2.merge([layers[..., 0]] * 3), np.uint8)


def _stem(name: str) -> str:
    """Return `name` without its suffix, or its two suffixes."""
    for suffix in NAMED:
        if name.lower().endswith(suffix) and len(name) > len(suffix):
            return name[: -len(suffix)]
    return name


def _mark(source: str) -> bytes:
    """Return a PNG chunk that identifies the source without revealing its path."""
    text = _KEY + hashlib.sha256(source.encode("utf-8", "surrogateescape")).hexdigest().encode()
    chunk = b"tEXt" + text
    return struct.pack(">I", len(text)) + chunk + struct.pack(">I", zlib.crc32(chunk))


def _write_own(folder: Path, stem: str, mark: bytes, content: bytes) -> None:
    """Replace the picture with this `mark` by `content`, or write to a free name."""
    for name in numbered(stem):
        path = folder / f"{name}.png"
        if _has_mark(path, mark):
            write_atomically(path, content)
            return
        if write_new(path, content):
            return
    raise OSError(f"too many files named {stem}")


def _has_mark(path: Path, mark: bytes) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(_PNG_START + len(mark))[_PNG_START:] == mark
