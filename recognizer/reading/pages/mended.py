"""Reads a page whose strokes are broken or dotted: the gaps are closed, if that makes sense of it.

A pen that skips, a threshold set too high and dots to trace leave gaps of a few widths of the pen.
Digits beside each other are farther apart, as a rule; so a page that can be read as it is stays so.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from recognizer.ink.pixels import inked, stroke_width
from recognizer.ink.raster import Pixels
from recognizer.pictures.blobs import INK_FROM
from recognizer.pictures.page import PageInk
from recognizer.reading.pages.pagereader import PageReader
from recognizer.reading.pages.turned import MIN_SENSE, sense
from recognizer.reading.result import Reading

_GAPS_PENS = 1.5, 2.5, 3.5  # that are closed, in widths of the pen
_MAX_PIECES = 500  # more is a texture
_MAX_PIECES_LEFT = 2 / 3  # where strokes are broken; else, two things were joined
_MIN_MENDED_SENSE, _MIN_GAIN = 0.85, 0.1  # with which a mended page is better


def read_mended(pages: PageReader, page: PageInk, found: Reading) -> Reading:
    """Return `found`, what the ink of `page` reads as; or what it reads as without its gaps.

    What was read as digits alone, however unsure, stays so: closing gaps may join two of them.
    """
    if sense(found) >= MIN_SENSE or not found.has_unread:
        return found
    before = _pieces(page.pixels)
    if not 1 < before <= _MAX_PIECES:
        return found
    pen = stroke_width(inked(page.pixels, INK_FROM))
    closed = [_closed(page.pixels, round(each * pen)) for each in _GAPS_PENS]
    fewer = [each for each in closed if _pieces(each) <= _MAX_PIECES_LEFT * before]
    mended = [pages.read(replace(page, pixels=each)) for each in fewer]
    best = max(mended, key=sense, default=found)
    is_better = sense(best) >= max(_MIN_MENDED_SENSE, sense(found) + _MIN_GAIN)
    return best if is_better else found


def _pieces(pixels: Pixels) -> int:
    return cv2.connectedComponents(inked(pixels, INK_FROM))[0] - 1


def _closed(pixels: Pixels, gap: int) -> Pixels:
    """Return ink without gaps of up to so many pixels, and as thick as before."""
    shape = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (gap + 1, gap + 1))
    wide = cv2.copyMakeBorder(pixels, gap, gap, gap, gap, cv2.BORDER_CONSTANT, value=0)
    closed = cv2.morphologyEx(wide, cv2.MORPH_CLOSE, shape)
    return np.asarray(closed[gap:-gap, gap:-gap], np.uint8) if gap else pixels
