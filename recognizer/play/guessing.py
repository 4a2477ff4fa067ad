"""Guess first: a number is drawn point by point, and the reader says what it takes it for."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from recognizer.ink import NO_EXTENT, Ink
from recognizer.ink.modeldigits import strokes_of
from recognizer.play.round import Mode
from recognizer.play.tasks import GAP, Task, TaskSet
from recognizer.reading.result import Reading

Points = npt.NDArray[np.float64]
TEN_DRAWN = Mode("drawn", "10 drawings", tasks=10, shows_time=False)
MAX_GUESSED_DIGITS = 3
SURE = 0.9
"""The board knows a number when it reads it so and is that sure, in [0, 1]."""
SPACING_HEIGHTS = 0.015
"""From one point of a drawing to the next, in heights of a digit: all are drawn at one speed."""
FIRST_DIGIT_SECONDS = 5.0
"""A digit is drawn in so many seconds at first."""
MIN_DIGIT_SECONDS, MAX_DIGIT_SECONDS = 2.0, 9.0
_FASTER, _SLOWER = 0.88, 1.15
MAX_CURVES = 4
MIN_CURVE_CHANCE = 0.2
_GAP_HEIGHTS = 0.25  # between digits of one's own
_MAX_SLANT, _MAX_STRETCH = 0.15, 0.15


@dataclass(frozen=True)
class Drawn(Task):
    """A number that is drawn: (n, 2) points for each stroke, in heights of a digit, y down."""

    strokes: tuple[Points, ...] = field(default=(), compare=False, repr=False)

    @property
    def point_count(self) -> int:
        """How many points it has."""
        return sum(map(len, self.strokes))


@dataclass(frozen=True)
class DrawnSet(TaskSet):
    """Drawn numbers of so many `digits`."""

    digits: int = 1

    def of(self, inks: Mapping[str, Sequence[Ink]]) -> TaskSet:
        """Return the set with the player's own `inks` of digits, by their labels, among ours."""
        return drawing(self.digits, inks)


def drawing(digits: int, inks: Mapping[str, Sequence[Ink]] | None = None) -> DrawnSet:
    """Return the set of numbers of so many `digits` that are drawn, each time in another way."""

    def make(rng: random.Random) -> Task:
        low = 0 if digits == 1 else 10 ** (digits - 1)
        number = str(rng.randint(low, 10**digits - 1))
        strokes: list[Points] = []
        left = 0.0
        for digit in number:
            shape = _shape(digit, (inks or {}).get(digit, ()), rng)
            edge = min(float(each[:, 0].min()) for each in shape)
            strokes += [_even(each + np.array([left - edge, 0.0])) for each in shape]
            left = max(float(each[:, 0].max()) for each in strokes) + _GAP_HEIGHTS
        return Drawn(GAP, number, tuple(strokes))

    title = f"Guess first, {digits} digit{'s' * (digits > 1)}"
    return DrawnSet(f"guess-{digits}", title, make, digits)


def paced(digit_seconds: float, player_won: bool) -> float:
    """Return how many seconds the next digit takes: less if the player has won, else more."""
    wanted = digit_seconds * (_FASTER if player_won else _SLOWER)
    return min(max(wanted, MIN_DIGIT_SECONDS), MAX_DIGIT_SECONDS)


@dataclass(frozen=True)
class Opinion:
    """What the reader took a drawing for when a `share` of it was drawn, in (0, 1].

    `chances` are what it may be, with the probabilities, the surest first; `text` is what was read.
    """

    share: float
    text: str
    chances: tuple[tuple[str, float], ...] = ()

    @property
    def sureness(self) -> float:
        """How sure the reader is, whatever it takes it for, in [0, 1]."""
        return self.chances[0][1] if self.chances else 0.0

    def chance(self, text: str) -> float:
        """Return how sure the reader is that it is `text`, in [0, 1]."""
        return dict(self.chances).get(text, 0.0)

    def knows(self, answer: str) -> bool:
        """Tell whether the reader is sure that it is `answer`."""
        return self.text == answer and self.chance(answer) >= SURE


def opinion_of(reading: Reading, share: float) -> Opinion:
    """Return what `reading` says when a `share` of the drawing is drawn."""
    only = reading.only
    if only:
        likely = ((each.label, min(each.confidence, only.knownness)) for each in only.candidates)
        return Opinion(share, reading.text, tuple(likely))
    known = reading.symbols and not reading.has_unread
    chances = ((reading.text.replace(" ", ""), reading.confidence),) if known else ()
    return Opinion(share, reading.text, chances)


def curves(
    opinions: Sequence[Opinion], answer: str
) -> tuple[tuple[str, tuple[tuple[float, float], ...]], ...]:
    """Return how the chances grew: of the answer, then of what it was taken for most.

    Each is a text with pairs of the share that was drawn and the chance, both in [0, 1].
    """
    most: dict[str, float] = {}
    for opinion in opinions:
        for text, chance in opinion.chances:
            most[text] = max(chance, most.get(text, 0.0))
    others = sorted((each for each in most if each != answer), key=lambda each: -most[each])
    shown = [answer, *(each for each in others if most[each] >= MIN_CURVE_CHANCE)][:MAX_CURVES]
    return tuple(
        (text, tuple((each.share, each.chance(text)) for each in opinions)) for text in shown
    )


def _shape(digit: str, own: Sequence[Ink], rng: random.Random) -> list[Points]:
    """Return the strokes of a digit, one height tall: one's own, or ours slanted and stretched."""
    place = rng.randrange(len(own) + 1)
    if place < len(own) and own[place].bounding_box.longer_side > NO_EXTENT:
        box = own[place].bounding_box
        return [(s.points - (box.left, box.top)) / box.longer_side for s in own[place].strokes]
    slant = rng.uniform(-_MAX_SLANT, _MAX_SLANT)
    stretch = 1 + rng.uniform(-_MAX_STRETCH, _MAX_STRETCH)
    varied = np.array([[stretch, 0.0], [-slant, 1.0]])
    return [each @ varied for each in strokes_of(digit)]


def _even(stroke: Points) -> Points:
    """Return a stroke with points at one distance; of a dot, two at its place."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(stroke, axis=0).T))])
    wanted = np.linspace(0.0, along[-1], max(2, round(along[-1] / SPACING_HEIGHTS) + 1))
    return np.stack([np.interp(wanted, along, stroke[:, k]) for k in (0, 1)], axis=1)
