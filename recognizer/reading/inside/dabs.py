"""What would change its mind: a dab of ink or two after which it sees another symbol.

Found without gradients, so that it works for every model: a dab is tried at every place of the
field, and what helps most is drawn into the ink and looked at again as a pen would have it. Only
what holds then is told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.ink import MAX_COORDINATE, Ink, Stroke
from recognizer.ink.pixels import ink_box
from recognizer.ink.raster import PEN, RASTER_SIZE, Points, rasterize
from recognizer.network.classifier import Classifier, Prediction
from recognizer.network.preprocess import BOX_PIXELS, FIELD_PIXELS, Field, preprocess_ink
from recognizer.reading.seeing.seen import Seen, see_ink

DAB_PIXELS = 5.0
"""How long a dab is, a quarter of the height of a digit; shorter ones change little."""
MAX_DABS = 2
_STRIDE_PIXELS = 2
_MAX_INKED = 0.35  # a dab on more ink than that changes nothing
_LEAST_INK = 0.3  # of full ink; less is the blur of an edge
_MIN_REACH_PIXELS = 6.0  # from the middle of the field: beside a 1 there may be ink
_DRAWN = 12  # of the dabs tried on the field, so many are drawn into the ink
_FINE = 16  # a dab is drawn so many times as large, and reduced


@dataclass(frozen=True, eq=False)
class Dabs:
    """Dabs of ink, and what is seen with them.

    `strokes` are (2, 2) each: the ends of a dab in the unit of the ink, columns x and y. `marks`
    are the same in pixels of the field, from its upper left corner. `label` is what the picture
    then looks like; `is_read` tells whether the whole is read as that, the path of the pen too.
    """

    strokes: tuple[Points, ...]
    marks: tuple[Points, ...]
    label: str
    is_read: bool


NO_DABS = Dabs((), (), "", False)
"""Nothing so small would change its mind."""


@dataclass(frozen=True, eq=False)
class _Tried:
    """Ink with dabs, how it is seen, and how sure it is that it still is what it was."""

    ink: Ink
    marks: tuple[Points, ...]
    view: Prediction
    seen: Seen
    sure: float


def find_dabs(ink: Ink, classifier: Classifier, is_one: Callable[[Ink], bool]) -> Dabs:
    """Return the dabs that change what the picture of `ink` looks like; `NO_DABS` for none.

    `is_one` tells whether strokes are read as one symbol: the ink with its dabs must be. It takes a
    few tenths of a second; the classifier pauses before each place.
    """
    if not ink or ink.is_dot:
        return NO_DABS
    seen = see_ink(classifier, ink)
    view = _view(classifier, seen)
    if not view.is_known:
        return NO_DABS
    label, tried = view.best.label, _Tried(ink, (), view, seen, 1.0)
    for _ in range(MAX_DABS):
        drawn = _with_a_dab(classifier, tried, label)
        for each in drawn:
            if each.view.is_known and each.view.best.label != label and is_one(each.ink):
                return _told(each, len(ink.strokes))
        if not drawn:
            break
        tried = min(drawn, key=lambda each: each.sure)
    return NO_DABS


def _told(tried: _Tried, strokes: int) -> Dabs:
    label, read = tried.view.best.label, tried.seen
    is_read = read.is_known and read.prediction.best.label == label
    dabs = tuple(each.points for each in tried.ink.strokes[strokes:])
    return Dabs(dabs, tried.marks, label, is_read)


def _with_a_dab(classifier: Classifier, tried: _Tried, label: str) -> list[_Tried]:
    """Return `tried` with one more dab: those that help most, in the order of their odds."""
    field, (dabs, ends) = preprocess_ink(tried.ink), _dabs()
    inked = (dabs * field).sum(axis=(1, 2)) / dabs.sum(axis=(1, 2))
    free = np.flatnonzero((inked < _MAX_INKED) & _within(field, ends))
    if not len(free):  # all is ink, as of a filled square
        return []
    odds = _odds(classifier, np.maximum(field, dabs[free]), label)
    best = free[np.argsort(odds, kind="stable")[:_DRAWN]]
    places = ((ends[k], _on_ink(tried.ink, field, ends[k])) for k in best)
    return [
        _drawn(classifier, tried, mark, points, label)
        for mark, points in places
        if np.abs(points).max() <= MAX_COORDINATE
    ]


def _within(field: Field, ends: Points) -> npt.NDArray[np.bool_]:
    """Tell which dabs, (n, 2, 2), lie where the ink does: further off they are other symbols."""
    left, top, right, bottom = ink_box(field, _LEAST_INK)
    middle, half = (
        np.array([left + right, top + bottom]) / 2,
        np.array([right - left, bottom - top]) / 2,
    )
    reach = np.maximum(half, _MIN_REACH_PIXELS)
    return np.asarray((np.abs(ends - middle) <= reach).all(axis=(1, 2)))


def _odds(classifier: Classifier, fields: Field, label: str) -> npt.NDArray[np.float32]:
    """Return (n,) logarithms of the chance of `label` against the other symbols."""
    logits = np.concatenate([classifier.infer(each[None])[0] for each in fields])
    nats = logits / np.float32(classifier.card.temperature) + classifier.usual
    ours = classifier.places_of(label)
    others = [place for place in classifier.used if place not in ours]
    ahead = np.logaddexp.reduce(nats[:, ours], axis=1)
    return np.asarray(ahead - np.logaddexp.reduce(nats[:, others], axis=1))


def _drawn(
    classifier: Classifier, tried: _Tried, mark: Points, points: Points, label: str
) -> _Tried:
    ink = Ink((*tried.ink.strokes, Stroke(points)))
    classifier.pause()
    seen = see_ink(classifier, ink)
    view = _view(classifier, seen)
    (sure,) = (each.confidence for each in view.candidates if each.label == label)
    return _Tried(ink, (*tried.marks, mark), view, seen, sure)


def _view(classifier: Classifier, seen: Seen) -> Prediction:
    """Return what the picture alone looks like."""
    evidence = seen.evidence
    if evidence.by_path is None:
        return seen.prediction
    return classifier.apart(evidence.logits, evidence.by_path.astype(np.float32))[0]


def _on_ink(ink: Ink, field: Field, mark: Points) -> Points:
    """Return where on the ink (n, 2) places of its field lie: both have one center of mass."""
    drawn, box = rasterize(ink), ink.bounding_box
    width = round(PEN * RASTER_SIZE)
    on_raster = (mark - _center(field)) * max(drawn.shape) / BOX_PIXELS + _center(drawn)
    scale = (RASTER_SIZE - width) / box.longer_side
    places: Points = (on_raster - width / 2) / scale + (box.left, box.top)
    return places


def _center(pixels: npt.NDArray[np.float32] | npt.NDArray[np.uint8]) -> Points:
    moments = cv2.moments(pixels)
    middle = np.array([moments["m10"], moments["m01"]]) / moments["m00"]
    return np.asarray(middle + 0.5, np.float64)


@cache
def _dabs() -> tuple[npt.NDArray[np.float32], Points]:
    """Return all dabs that are tried: (n, 28, 28) fields in [0, 1], and (n, 2, 2) ends of them."""
    half, wide = DAB_PIXELS / 2, round(PEN * BOX_PIXELS * _FINE)
    margin = (FIELD_PIXELS - BOX_PIXELS) / 2 + 1
    middles = np.arange(margin, FIELD_PIXELS - margin + 1, _STRIDE_PIXELS)
    fields, ends = [], []
    for x in middles:
        for y in middles:
            for turn in np.radians((0, 45, 90, 135)):
                middle, way = np.array([x, y]), half * np.array([np.cos(turn), np.sin(turn)])
                ends.append(np.array((middle - way, middle + way)))
                fields.append(_dab_field(ends[-1], wide))
    return np.array(fields), np.array(ends)


def _dab_field(ends: Points, wide: int) -> Field:
    large = np.zeros((FIELD_PIXELS * _FINE,) * 2, np.uint8)
    begin, end = (tuple(map(int, each)) for each in (ends * _FINE).round())
    cv2.line(large, begin, end, 255, wide)
    small = cv2.resize(large, (FIELD_PIXELS, FIELD_PIXELS), interpolation=cv2.INTER_AREA)
    return np.divide(small, 255, dtype=np.float32)
