"""Finds a straight stem on which two strokes hang: it makes one symbol with them.

The stem of a 5 of straight strokes looks like a 1. Its bar and its bowl, which hang together only
by the stem, look like a 5 by themselves. Two digits that touch do not fall apart in this way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from recognizer.pictures.blobs import Blobs

_MIN_STROKE_SHARE = 0.2  # of the ink beside a stem: the smaller of two strokes that hang on it
_MIN_STEM_SHARE = 0.7  # of the height of all

Pieces = tuple[int, ...]


def stems_of(blobs: Blobs, pieces: Sequence[int]) -> Iterator[tuple[Pieces, Pieces]]:
    """Yield what may be a stem, and what hangs on it, of `pieces` that make one connected blob.

    Nothing comes of pieces of several blobs, or of a part of one.
    """
    whole = _blob_of(blobs, pieces)
    for count in range(1, len(whole)) if len(whole) == len(pieces) else ():
        stem, rest = whole[:count], whole[count:]
        is_tall = _height(blobs, stem) >= _MIN_STEM_SHARE * _height(blobs, whole)
        if is_tall and _are_two_strokes(blobs, rest):
            yield stem, rest


def stem_beside(blobs: Blobs, pieces: Sequence[int]) -> Pieces:
    """Return what may be a stem on which `pieces` hang, the rest of its blob; none if nothing."""
    whole = _blob_of(blobs, pieces)
    if len(whole) <= len(pieces):
        return ()
    return next((stem for stem, rest in stems_of(blobs, whole) if {*rest} == {*pieces}), ())


def _blob_of(blobs: Blobs, pieces: Sequence[int]) -> Pieces:
    """Return all pieces of the blob of which `pieces` are, from left to right; none of several."""
    whole, *others = {int(blobs.wholes[k]) for k in pieces}
    if others:
        return ()
    own = np.flatnonzero(blobs.wholes == whole).tolist()
    return tuple(sorted(own, key=lambda k: float(blobs.boxes[k, 0] + blobs.boxes[k, 2])))


def _height(blobs: Blobs, pieces: Sequence[int]) -> float:
    boxes = blobs.boxes[list(pieces)]
    return float(boxes[:, 3].max() - boxes[:, 1].min())


def _are_two_strokes(blobs: Blobs, pieces: Pieces) -> bool:
    """Tell whether the ink of `pieces` falls into two parts, but for specks."""
    left, top = blobs.boxes[list(pieces), :2].min(axis=0).astype(int)
    right, bottom = blobs.boxes[list(pieces), 2:].max(axis=0).astype(int)
    own = np.isin(blobs.labels[top:bottom, left:right], np.add(pieces, 1)).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(own)
    areas = np.asarray(stats)[1:, cv2.CC_STAT_AREA]
    return int(np.count_nonzero(areas >= _MIN_STROKE_SHARE * areas.sum())) == 2
