"""Reads a page whose rows hang together by long stems: row by row, if that tells more."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from recognizer.pictures.page import PageInk
from recognizer.pictures.tightrows import find_rows
from recognizer.reading.pages.pagereader import PageReader
from recognizer.reading.pages.turned import sense
from recognizer.reading.result import Reading

_MIN_TALL_HEIGHTS = 1.5  # of a digit: what reaches into another row is about so high
_MIN_GAIN = 2.0
"""In symbols: a stem that joins two digits hides both. A digit that is cut in two is one more."""


def read_apart(pages: PageReader, page: PageInk, found: Reading) -> Reading:
    """Return `found`, what the ink of `page` reads as; or what its rows read as, cut apart.

    That must be surer, and more.
    """
    if len(page.cells) or not pages.has_only_numbers:
        return found
    blobs = pages.pieces_of(page)
    if not len(blobs):
        return found
    tall = blobs.boxes[:, 3] - blobs.boxes[:, 1]
    height = min(float(np.median(tall)), blobs.height)
    if tall.max() < _MIN_TALL_HEIGHTS * height:
        return found
    rows = find_rows(page.pixels, height)
    if rows is None:
        return found
    apart = replace(page, pixels=rows.pixels, slope=rows.slope)
    read = pages.read_pieces(apart, pages.pieces_of(apart), rows.names)
    is_better = sense(read) >= sense(found) and _told(read) >= _told(found) + _MIN_GAIN
    return read if is_better else found


def _told(reading: Reading) -> float:
    """Return how many more symbols were read than not, each as far as it is sure."""
    return sum(2 * each.confidence - 1 if each.label else -1 for each in reading.symbols)
