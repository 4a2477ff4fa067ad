"""What the network sees of an ink or a picture, step by step: what the looking glass shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from recognizer.ink import Ink
from recognizer.ink.raster import Pixels, rasterize
from recognizer.lessons import NO_DIGIT, Lessons
from recognizer.lessons.learning import adaptation_of
from recognizer.network.adaptation import Adaptation
from recognizer.network.classifier import Classifier
from recognizer.network.preprocess import Field, preprocess_ink
from recognizer.network.saliency import NONE, occlusion
from recognizer.network.strokewidth import preprocess_found
from recognizer.pictures.decode import find_ink
from recognizer.reading.geometry import cannot_be_digit
from recognizer.reading.reader import Reader
from recognizer.reading.result import Reading, Verdict

MOST_SWAYING = 3
SWAYS = 0.25
"""How close a lesson has to be, in [0, 1]: it adds a nat then, and less explains nothing."""
NOTICEABLE = 0.01
"""The confidence in its label that a lesson has to have led to: less has swayed nobody."""
_CROP_SIDE = 480  # pixels: its edges are hard, and on a large screen 160 would show steps


@dataclass(frozen=True, eq=False)
class Insight:
    """One look at an ink or a picture. Equal only to itself, so that it can key a cache.

    Parameters
    ----------
    crop : (rows, cols) uint8 array
        What was drawn, cut out: ink up to 255 on 0.
    field : (28, 28) float32 array in [0, 1]
        What the network got.
    bars : tuple of (label, confidence)
        Every label in order, with its calibrated confidence in [0, 1]; they sum to 1.
    none : float
        How sure it is that this is none of the labels, in [0, 1].
    verdict : Verdict
        Never `Verdict.NOTHING`.
    best : str
        The likeliest label, whatever the verdict.
    heat : (28, 28) float32 array in [0, 1] or None
        Where the network looked (see `saliency.occlusion`); None as long as nobody has asked.
    lessons : tuple of Lesson
        What the user has shown that swayed it, the closest first; `MOST_SWAYING` at most.
    """

    crop: Pixels
    field: Field
    bars: tuple[tuple[str, float], ...]
    none: float
    verdict: Verdict
    best: str
    heat: Field | None = None
    lessons: Lessons = ()


class Examiner:
    """Looks closer than a `Reader`, and says the same. For one thread, like the models it holds.

    Parameters
    ----------
    model : Path, optional
        As for `Classifier`; the shipped model if left out.

    Raises
    ------
    ModelError
        If the model cannot be used.
    """

    def __init__(self, model: Path | None = None) -> None:
        self._reader = Reader(model)
        self._classifier = Classifier(model)
        self._lessons: Lessons = ()
        self._adaptation: Adaptation | None = None

    def learn(self, lessons: Lessons) -> None:
        """Look as `lessons` show from now on; the same tuple again costs nothing."""
        if lessons is self._lessons:
            return
        self._reader.learn(lessons)
        self._lessons, self._adaptation = lessons, adaptation_of(lessons, self._classifier)

    def look_at(self, digit: Reading, ink: Ink) -> Insight | None:
        """Return what the network makes of one digit, and the verdict that it was read with.

        Parameters
        ----------
        digit : Reading
            Of a picture, with its piece; or of ink.
        ink : Ink
            The strokes of the digit; of a picture none.
        """
        if digit.piece is None:
            seen = self.look(ink)
        else:
            seen = self._look_through(digit.piece, preprocess_found(digit.piece), False)
        return seen and replace(seen, verdict=digit.verdict)

    def look(self, source: Ink | npt.NDArray[np.uint8]) -> Insight | None:
        """Return what the network makes of `source`, without the heat; in a few milliseconds.

        Parameters
        ----------
        source : Ink, or a picture as for `Reader.read_image`

        Returns
        -------
        Insight or None
            None if there is nothing to read.

        Raises
        ------
        PictureError
            If the picture has another shape or dtype.
        """
        if isinstance(source, Ink):
            drawn, field = rasterize(source, size=_CROP_SIDE), preprocess_ink(source)
            ruled_out = bool(source) and cannot_be_digit(source)
        else:
            drawn, ruled_out = find_ink(source), False
            field = preprocess_found(drawn)
        return self._look_through(drawn, field, ruled_out)

    def _look_through(self, drawn: Pixels, field: Field, ruled_out: bool) -> Insight | None:
        reading = self._reader.read_field(field, ruled_out=ruled_out)
        if reading.verdict is Verdict.NOTHING:
            return None
        return _insight(drawn, field, reading, self._swaying(field, reading))

    def look_closer(self, insight: Insight, pause: Callable[[], None] = lambda: None) -> Insight:
        """Return `insight` with the heat: about 50 ms, at most 120.

        The heat is of what the network decided for: its best label, or none of them.

        Parameters
        ----------
        insight : Insight
        pause : callable
            Called every few milliseconds; an exception raised there ends the work and is passed
            on.
        """
        thinks_none = insight.none > 0.5 and insight.verdict is not Verdict.DIGIT
        thinks_none = thinks_none and self._classifier.card.outlier_logit
        label = NONE if thinks_none else insight.best
        return replace(insight, heat=occlusion(self._classifier, insight.field, label, pause))

    def _swaying(self, field: Field, reading: Reading) -> Lessons:
        if self._adaptation is None:
            return ()
        _, embeddings = self._classifier.infer(field[None])
        closeness = self._adaptation.closeness(embeddings)[0]
        closest = np.argsort(-closeness, kind="stable")
        close = (self._lessons[k] for k in closest.tolist() if closeness[k] >= SWAYS)
        sure = {each.label: each.confidence for each in reading.candidates}
        sure[NO_DIGIT] = 1 - reading.digitness
        swaying = (each for each in close if sure.get(each.label, 0.0) >= NOTICEABLE)
        return tuple(islice(swaying, MOST_SWAYING))


def _insight(drawn: Pixels, field: Field, reading: Reading, lessons: Lessons) -> Insight:
    return Insight(
        crop=_cut_out(drawn),
        field=field,
        bars=tuple(sorted((c.label, c.confidence) for c in reading.candidates)),
        none=1 - reading.digitness,
        verdict=reading.verdict,
        best=reading.best,
        lessons=lessons,
    )


def _cut_out(pixels: Pixels) -> Pixels:
    """Return `pixels` without the empty rows and columns around the ink."""
    rows, cols = (np.flatnonzero(pixels.any(axis=axis)) for axis in (1, 0))
    return pixels[rows[0] : rows[-1] + 1, cols[0] : cols[-1] + 1]
