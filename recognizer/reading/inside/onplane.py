"""The map of symbols, and what is on it: the ink that is looked at, and the lessons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from recognizer.lessons import Embedding
from recognizer.network.alphabet import SHOWN_NONE
from recognizer.network.classifier import Classifier
from recognizer.network.plane import Plane
from recognizer.reading.result import Symbol

MAX_FLAGS = 60
"""Of more lessons, the newest are on the map."""

Place = tuple[float, float]


class Taught(Protocol):
    """What a lesson has told."""

    @property
    def label(self) -> str:
        """What the ink is; "" for none of the symbols."""

    @property
    def embedding(self) -> Embedding:
        """The embedding of the ink, (size,)."""


@dataclass(frozen=True, eq=False)
class OnPlane:
    """A plane, the place of a symbol on it, and the label and place of each lesson.

    `spot` is None for a symbol of a picture, whose path was not seen. `plane` is None for a model
    that has none.
    """

    plane: Plane | None = None
    spot: Place | None = None
    flags: tuple[tuple[str, Place], ...] = ()


def on_plane(symbol: Symbol, lessons: Sequence[Taught], classifier: Classifier) -> OnPlane:
    """Return where `symbol` is on the plane of the model, among `lessons`.

    Raises
    ------
    ModelError
        If the plane of the model cannot be read.
    """
    plane = classifier.plane
    if plane is None:
        return OnPlane()
    places = ((each.label, plane.place_of(each.embedding)) for each in lessons[-MAX_FLAGS:])
    flags = tuple((label or SHOWN_NONE, place) for label, place in places if place)
    return OnPlane(plane, plane.place_of(symbol.evidence.embedding), flags)
