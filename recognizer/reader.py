"""Ink or a picture in, a reading out: what it says, where, how sure."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from recognizer.classifier import Candidate, Classifier
from recognizer.geometry import cannot_be_digit
from recognizer.ink import BoundingBox, Ink
from recognizer.picture import find_ink
from recognizer.preprocess import preprocess_ink, preprocess_pixels


class Verdict(enum.Enum):
    """What kind of thing has been read."""

    DIGIT = "digit"
    NOT_A_DIGIT = "not a digit"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Reading:
    """What an ink or a picture says.

    Parameters
    ----------
    verdict : Verdict
    candidates : tuple of Candidate
        Every label, the surest first; confidences in [0, 1] that sum to 1 and say which digit it is
        if it is one. Empty if there was nothing to read.
    box : BoundingBox, optional
        Where the ink lies, in the coordinates of the ink; none for a picture.
    digitness : float
        How sure it is that it is a digit at all, in [0, 1].
    """

    verdict: Verdict
    candidates: tuple[Candidate, ...] = ()
    box: BoundingBox | None = None
    digitness: float = 0.0

    @property
    def text(self) -> str:
        """The digit; "" if it is none."""
        return self.candidates[0].label if self.verdict is Verdict.DIGIT else ""

    @property
    def best(self) -> str:
        """The likeliest digit whatever the verdict; "" if there was nothing to read."""
        return self.candidates[0].label if self.candidates else ""

    @property
    def confidence(self) -> float:
        """How sure `best` is, in [0, 1]."""
        return self.candidates[0].confidence if self.candidates else 0.0


class Reader:
    """Reads inks and pictures of single digits with one model.

    Parameters
    ----------
    model : Path, optional
        As for `Classifier`; the shipped model if left out.

    Raises
    ------
    ModelError
        If the model cannot be used.

    Examples
    --------
    >>> from recognizer import Ink, Reader
    >>> Reader().read_ink(Ink.from_points([[(50, 0), (50, 90)]])).text
    '1'
    """

    def __init__(self, model: Path | None = None) -> None:
        self._classifier = Classifier(model)

    def read_ink(self, ink: Ink) -> Reading:
        """Read `ink` as one digit. A speck or an endless scribble is never one."""
        if not ink:
            return Reading(Verdict.NOTHING)
        return self.read_field(preprocess_ink(ink), ink.bounding_box, cannot_be_digit(ink))

    def read_image(self, image: npt.NDArray[np.uint8]) -> Reading:
        """Read a picture of one digit.

        Parameters
        ----------
        image : (rows, cols), (rows, cols, 3) BGR or (rows, cols, 4) BGRA uint8 array
            Dark on light or light on dark.

        Raises
        ------
        PictureError
            If the array has another shape or dtype.
        """
        return self.read_field(preprocess_pixels(find_ink(image)))

    def read_field(
        self,
        field: npt.NDArray[np.float32],
        box: BoundingBox | None = None,
        ruled_out: bool = False,
    ) -> Reading:
        """Read what the network is to see, as it is: an image of MNIST, say.

        Parameters
        ----------
        field : (28, 28) float32 array in [0, 1]
        box : BoundingBox, optional
            Passed on to the reading.
        ruled_out : bool
            Never call it a digit, whatever the network says.
        """
        if not field.any():
            return Reading(Verdict.NOTHING)
        prediction = self._classifier.predict(field[None])[0]
        digit = prediction.is_digit and not ruled_out
        verdict = Verdict.DIGIT if digit else Verdict.NOT_A_DIGIT
        sure = 0.0 if ruled_out else prediction.digitness
        return Reading(verdict, prediction.candidates, box, sure)
