"""What the network saw of a symbol, step by step; the looking glass shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from recognizer.ink import Ink
from recognizer.ink.pixels import cut_out
from recognizer.ink.raster import Pixels, rasterize
from recognizer.lessons import Lessons
from recognizer.network.adaptation import closeness
from recognizer.network.alphabet import NONE
from recognizer.network.classifier import Classifier
from recognizer.network.preprocess import Field
from recognizer.network.saliency import occlusion
from recognizer.reading.inside.dabs import Dabs
from recognizer.reading.inside.onplane import OnPlane
from recognizer.reading.inside.strips import Strip
from recognizer.reading.result import Symbol, Verdict
from recognizer.reading.seeing.views import Views

MAX_BARS = 10
"""Of more symbols, only the likeliest are worth a bar."""
MAX_SWAYING = 3
MIN_SWAYING_CLOSENESS = 0.25
"""A lesson this close, in [0, 1], adds a nat; less does not explain a reading."""
MIN_SWAYED_CONFIDENCE = 0.01
"""A lesson is shown only if its label has at least this confidence."""
_CROP_PIXELS = 480  # its edges are hard; with 160, a large screen would show steps


@dataclass(frozen=True, eq=False)
class Insight:
    """One look at a symbol. Equal only to itself, so that it can key a cache.

    `crop` (rows, cols) is the ink cut out, up to 255 on a paper of 0. `field` (28, 28), in [0, 1],
    is what the network got. `bars` are all labels in order with their calibrated confidences, which
    sum to 1; of more than `MAX_BARS`, the likeliest ones, the surest first. `none`, in [0, 1], is
    the probability that it is none of them. `best` is the likeliest label, whatever the verdict,
    which is never `Verdict.NOTHING`. `heat` (28, 28), in [0, 1], says where the network looked (see
    `saliency.occlusion`); None until somebody has asked. `lessons` are at most `MAX_SWAYING`
    lessons that changed the reading, the closest first. `views` are None if only the picture was
    seen. `inside` are maps of the layers, `dabs` what would change its mind, and `on_plane` where
    it is on the map of symbols; all three are empty until somebody has asked.
    """

    crop: Pixels
    field: Field
    bars: tuple[tuple[str, float], ...]
    none: float
    verdict: Verdict
    best: str
    heat: Field | None = None
    lessons: Lessons = ()
    views: Views | None = None
    inside: tuple[Strip, ...] = ()
    dabs: Dabs | None = None
    on_plane: OnPlane | None = None

    @property
    def label(self) -> str:
        """The symbol that it was read as; `NONE` for none."""
        return self.best if self.verdict is Verdict.DIGIT else NONE


def at_a_glance(
    symbol: Symbol, ink: Ink, lessons: Lessons = (), views: Views | None = None
) -> Insight:
    """Return what the network made of `symbol`, without the heat; a millisecond or two.

    It is all in the symbol, which has its piece if it is of a picture: the network is not asked.
    `ink` and `views` are those of the symbol; `lessons` are those by which it was read.
    """
    drawn = rasterize(ink, size=_CROP_PIXELS) if symbol.piece is None else symbol.piece
    return Insight(
        crop=cut_out(drawn),
        field=symbol.evidence.field,
        bars=_bars(symbol),
        none=1 - symbol.knownness,
        verdict=symbol.verdict,
        best=symbol.best,
        lessons=_swaying(symbol, lessons),
        views=views,
    )


def look_closer(insight: Insight, classifier: Classifier) -> Insight:
    """Return `insight` with the heat: about 50 ms, at most 120, with many pauses.

    The heat is of what the network decided for: its best label, or none of them.
    """
    thinks_none = insight.none > 0.5 and insight.verdict is not Verdict.DIGIT
    thinks_none = thinks_none and classifier.card.outlier_logit
    label = NONE if thinks_none else insight.best
    return replace(insight, heat=occlusion(classifier, insight.field, label))


def _bars(symbol: Symbol) -> tuple[tuple[str, float], ...]:
    bars = [(each.label, each.confidence) for each in symbol.candidates]
    return tuple(bars[:MAX_BARS] if len(bars) > MAX_BARS else sorted(bars))


def _swaying(symbol: Symbol, lessons: Lessons) -> Lessons:
    size = symbol.evidence.embedding.shape
    known = [each for each in lessons if each.embedding.shape == size]
    if not known:
        return ()
    shown = np.array([each.embedding for each in known])
    (near,) = closeness(symbol.evidence.embedding[None], shown)
    closest = np.argsort(-near, kind="stable")
    close = (known[k] for k in closest.tolist() if near[k] >= MIN_SWAYING_CLOSENESS)
    sure = {each.label: each.confidence for each in symbol.candidates}
    sure[NONE] = 1 - symbol.knownness
    swaying = (each for each in close if sure.get(each.label, 0.0) >= MIN_SWAYED_CONFIDENCE)
    return tuple(islice(swaying, MAX_SWAYING))
