"""Contact sheets: many small images side by side, as the network sees them, with captions."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

Sheet = npt.NDArray[np.uint8]

ZOOM = 4
"""Each pixel of an image becomes so many screen pixels, so that single pixels can be seen."""
PAPER = 255
_GAP = 10
_TEXT = 0
_FONT, _FONT_SCALE, _HEADING_SCALE = cv2.FONT_HERSHEY_SIMPLEX, 0.42, 0.6


def contact_sheet(
    images: Sheet, captions: Sequence[str], columns: int, heading: str = "", zoom: int = ZOOM
) -> Sheet:
    """Lay out (n, rows, cols) images on white paper, row after row, each with its caption below.

    Images are enlarged `zoom` times without smoothing and keep their values. The sheet has the same
    width even with fewer images than columns. Captions and heading must be ASCII, because OpenCV's
    fonts have nothing else.

    Raises
    ------
    ValueError
        If the numbers of captions and images differ, or there are no columns.
    """
    if len(captions) != len(images) or columns < 1:
        raise ValueError(f"{len(images)} images, {len(captions)} captions, {columns} columns")
    width = max([images.shape[2] * zoom, *map(_text_width, captions)]) + _GAP
    tiles = [_tile(*pair, width, zoom) for pair in zip(images, captions, strict=True)]
    if tiles:
        tiles += [np.full_like(tiles[0], PAPER)] * (-len(tiles) % columns)
    rows = [np.hstack(tiles[at : at + columns]) for at in range(0, len(tiles), columns)]
    return _framed(rows, max(width * columns, _text_width(heading, _HEADING_SCALE)), heading)


def misread_caption(label: object, read: object, sure: float) -> str:
    """Return a caption such as ``7 read as 1, 98 %``; `sure` is in [0, 1].

    Only a `sure` of 1 gives 100 %.
    """
    percent = f"{100 * sure:.0f}"
    if percent == "100" and sure < 1:
        percent = ">99"
    return f"{label} read as {read}, {percent} %"


def _tile(image: npt.NDArray[np.uint8], caption: str, width: int, zoom: int) -> Sheet:
    """Return `image` enlarged, `width` pixels wide with its caption below."""
    large = np.kron(image, np.ones((zoom, zoom), np.uint8))
    rows = large.shape[0]
    tile = np.full((rows + 28, width), PAPER, np.uint8)
    left = (width - large.shape[1]) // 2
    tile[:rows, left : left + large.shape[1]] = large
    _write(tile, caption, (width - _text_width(caption)) // 2, rows + 15, _FONT_SCALE)
    return tile


def _framed(rows: list[Sheet], width: int, heading: str) -> Sheet:
    """Return `rows` below each other under `heading`, with a margin."""
    top = np.full((38 if heading else 0, width), PAPER, np.uint8)
    if heading:  # OpenCV refuses a canvas without rows
        _write(top, heading, _GAP // 2, 22, _HEADING_SCALE)
    padded = [
        np.pad(row, ((0, 0), (0, width - row.shape[1])), constant_values=PAPER) for row in rows
    ]
    return np.pad(np.vstack([top, *padded]), _GAP, constant_values=PAPER)


def _write(canvas: Sheet, text: str, left: int, baseline: int, scale: float) -> None:
    cv2.putText(canvas, text, (left, baseline), _FONT, scale, _TEXT, 1, cv2.LINE_AA)


def _text_width(text: str, scale: float = _FONT_SCALE) -> int:
    return int(cv2.getTextSize(text, _FONT, scale, 1)[0][0])
