"""Makes lessons of what is on the board."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from recognizer.ink import Ink
from recognizer.ink.raster import Pixels
from recognizer.lessons import Lesson
from recognizer.lessons.learning import taught
from recognizer.network.classifier import Classifier


class Teacher:
    """Has a model of its own: that of the reading thread is not for two.

    Parameters
    ----------
    model : Path, optional
        As for `Reader`; loaded for the first lesson, which takes 40 ms.
    """

    def __init__(self, model: Path | None = None) -> None:
        self._model = model

    def lesson(self, ink: Ink, label: str, piece: Pixels | None = None) -> Lesson:
        """Return what is taught by saying that `ink` is `label`; see `learning.taught`."""
        return taught(ink, label, self._classifier, piece)

    @cached_property
    def _classifier(self) -> Classifier:
        return Classifier(self._model)
