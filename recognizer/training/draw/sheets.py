"""Contact sheets: many small images side by side, as the network sees them, with captions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.training.data.datasets import DIGITS, Chances, Images, Labels

Sheet = npt.NDArray[np.uint8]

ZOOM = 4
"""Each pixel of an image becomes so many screen pixels, so that single pixels can be seen."""
MAX_MISREAD = 120
"""Most misread digits on one sheet."""
_GAP = 10
_PAPER, _TEXT = 255, 0
_FONT, _FONT_SCALE, _HEADING_SCALE = cv2.FONT_HERSHEY_SIMPLEX, 0.42, 0.6


def contact_sheet(
    images: Images, captions: Sequence[str], columns: int, heading: str = ""
) -> Sheet:
    """Lay out (n, rows, cols) images on white paper, row after row, each with its caption below.

    Images are enlarged without smoothing and keep their values: ink is light on black, as the
    network sees it. The sheet has the same width even with fewer images than columns. Captions and
    heading must be ASCII, because OpenCV's fonts have nothing else.

    Raises
    ------
    ValueError
        If the numbers of captions and images differ, or there are no columns.
    """
    if len(captions) != len(images) or columns < 1:
        raise ValueError(f"{len(images)} images, {len(captions)} captions, {columns} columns")
    width = max([images.shape[2] * ZOOM, *map(_text_width, captions)]) + _GAP
    tiles = [_tile(*pair, width) for pair in zip(images, captions, strict=True)]
    if tiles:
        tiles += [np.full_like(tiles[0], _PAPER)] * (-len(tiles) % columns)
    rows = [np.hstack(tiles[at : at + columns]) for at in range(0, len(tiles), columns)]
    return _framed(rows, max(width * columns, _text_width(heading, _HEADING_SCALE)), heading)


def sample_sheet(
    images: Images,
    labels: Labels,
    per_label: int = 12,
    heading: str = "",
    names: Sequence[str] = DIGITS,
) -> Sheet:
    """Return a sheet with a row for each label, of images evenly chosen from (n, rows, cols).

    `names` of all labels are ASCII.
    """
    blank = np.full(images.shape[1:], _PAPER, np.uint8)
    shown: list[npt.NDArray[np.uint8]] = []
    captions: list[str] = []
    for label in np.unique(labels):
        at = _spread(np.flatnonzero(labels == label), per_label)
        missing = per_label - len(at)
        shown += [*images[at], *[blank] * missing]
        captions += [names[label]] * len(at) + [""] * missing
    return contact_sheet(np.array(shown).reshape(-1, *blank.shape), captions, per_label, heading)


def misread_sheet(
    images: Images, labels: Labels, chances: Chances, columns: int = 10, title: str = ""
) -> Sheet:
    """Return a sheet of at most `MAX_MISREAD` misread digits, the surest first.

    `images` are (n, rows, cols), `chances` (n, 10) in [0, 1]; `title` is ASCII.
    """
    read, sure = chances.argmax(axis=1), chances.max(axis=1)
    wrong = np.flatnonzero(read != labels)
    surest = wrong[np.argsort(-sure[wrong], kind="stable")][:MAX_MISREAD]
    captions = [misread_caption(labels[at], read[at], sure[at]) for at in surest]
    heading = f"{title}: {len(wrong):,} of {len(labels):,} misread"
    if len(surest):
        heading += f", the {len(surest)} surest" if len(surest) < len(wrong) else ", surest first"
    return contact_sheet(images[surest], captions, columns, heading)


def misread_caption(label: int, read: int, sure: float) -> str:
    """Return a caption such as ``7 read as 1, 98 %``; `sure` is in [0, 1].

    Only a `sure` of 1 gives 100 %.
    """
    percent = f"{100 * sure:.0f}"
    if percent == "100" and sure < 1:
        percent = ">99"
    return f"{label} read as {read}, {percent} %"


def save_png(path: Path, pixels: Sheet) -> None:
    """Write (rows, cols) gray or (rows, cols, 3) RGB uint8 pixels as a PNG file."""
    ordered = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    _, encoded = cv2.imencode(".png", ordered)
    # Not cv2.imwrite: it fails silently, and on names that are not ASCII.
    path.write_bytes(encoded.tobytes())


def _tile(image: npt.NDArray[np.uint8], caption: str, width: int) -> Sheet:
    """Return `image` enlarged, `width` pixels wide with its caption below."""
    large = np.kron(image, np.ones((ZOOM, ZOOM), np.uint8))
    rows = large.shape[0]
    tile = np.full((rows + 28, width), _PAPER, np.uint8)
    left = (width - large.shape[1]) // 2
    tile[:rows, left : left + large.shape[1]] = large
    _write(tile, caption, (width - _text_width(caption)) // 2, rows + 15, _FONT_SCALE)
    return tile


def _framed(rows: list[Sheet], width: int, heading: str) -> Sheet:
    """Return `rows` below each other under `heading`, with a margin."""
    top = np.full((38 if heading else 0, width), _PAPER, np.uint8)
    if heading:  # OpenCV refuses a canvas without rows
        _write(top, heading, _GAP // 2, 22, _HEADING_SCALE)
    padded = [
        np.pad(row, ((0, 0), (0, width - row.shape[1])), constant_values=_PAPER) for row in rows
    ]
    return np.pad(np.vstack([top, *padded]), _GAP, constant_values=_PAPER)


def _write(canvas: Sheet, text: str, left: int, baseline: int, scale: float) -> None:
    cv2.putText(canvas, text, (left, baseline), _FONT, scale, _TEXT, 1, cv2.LINE_AA)


def _text_width(text: str, scale: float = _FONT_SCALE) -> int:
    return int(cv2.getTextSize(text, _FONT, scale, 1)[0][0])


def _spread(indices: npt.NDArray[np.intp], count: int) -> npt.NDArray[np.intp]:
    """Return at most `count` of `indices`, evenly spread."""
    if len(indices) <= count:
        return indices
    at = np.linspace(0, len(indices) - 1, count).astype(int)
    return np.asarray(indices[at])
