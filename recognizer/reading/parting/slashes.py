"""Finds slashes that are read as a 1 where no slash may be written: they part numbers.

A 1 of many hands leans like a slash, so the shape alone does not tell. A slash also reaches beyond
the digits beside it, leans more than the ones of the same number, and in a date there are two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
import numpy.typing as npt

from recognizer.network.alphabet import Alphabet
from recognizer.network.card import ModelCard
from recognizer.reading.parting.layout import Box
from recognizer.reading.seeing.seen import Seen

FloatArray = npt.NDArray[np.float64]

_ONES = "1lI|!'"
_LOOKS, _ABOVE, _BELOW, _LEANS_MORE = 0.45, 3.5, 6.1, 7.8
_AT_FIRST, _BESIDE_ONES = 1.3, -2.3
"""A logistic regression on 4,088 slashes and 5,470 ones between digits, in lines built of UNIPEN,
pendigits, iPad and UJI train hands; but `_LOOKS`, as the network has seen these before. How much
one leans does not tell by itself: some hands lean all their ones as far as others do slashes."""
_SURE, _SURE_OF_TWO = 2.75, 0.6
"""Scores. Of 3,759 dev numbers without a slash, half of whose digits are ones, 9 are parted; of
lines with one slash 48 of 100 are, of dates 68."""
_MAX_BEYOND_HEIGHTS = 0.5
_DATES = frozenset(
    digits
    for day, month, year in product((1, 2), (1, 2), (2, 4))
    for digits in ((day, month, year), (year, month, day))
)
"""How many digits stand before, between and behind the two slashes of a date."""


@dataclass(frozen=True)
class Upright:
    """A symbol of a number as far as it may be a slash.

    `odds` is the logarithm of how much more it looks like a slash than like a 1. `lean` is how far
    its head is to the right of its foot, in its height. Only a single piece that is read as 1
    `may_be` one.
    """

    box: Box
    odds: float
    lean: float
    may_be: bool


def may_hold_slashes(alphabet: Alphabet) -> bool:
    """Tell whether a slash is no symbol of `alphabet`, but may be taken for one, a 1."""
    return "1" in alphabet.symbols and "/" not in alphabet.symbols


def slash_odds(seen: Seen, card: ModelCard) -> float:
    """Return `Upright.odds` of something seen; a network that knows no slash says 0."""
    if "/" not in card.labels:
        return 0.0
    logits = seen.evidence.logits / card.temperature
    ones = [card.labels.index(each) for each in _ONES if each in card.labels]
    return float(logits[card.labels.index("/")] - np.logaddexp.reduce(logits[ones]))


def lean_of(across: FloatArray, down: FloatArray) -> float:
    """Return how far the head of a line is to the right of its foot, in its height, in [-1, 1].

    (n,) coordinates of places that lie evenly on it, y down. All count, not the ends alone: the
    flag or the foot of a 1 is no lean.
    """
    spread = float(np.var(down)) or 1.0
    covariance = float(np.mean(across * down) - across.mean() * down.mean())
    return float(np.clip(-covariance / spread, -1, 1))


def find_slashes(parts: Sequence[Upright]) -> list[bool]:
    """Tell which symbols of a number, from left to right, are slashes between two digits."""
    inner = [k for k in range(1, len(parts) - 1) if parts[k].may_be]
    scores: dict[tuple[int, ...], float] = {(k,): _score(parts, k, k) - _SURE for k in inner}
    scores |= {pair: 2 * (least - _SURE_OF_TWO) for pair, least in _date_scores(parts, inner)}
    best = max(scores, key=lambda each: scores[each], default=())
    return [k in best and scores[best] > 0 for k in range(len(parts))]


def date_slashes(parts: Sequence[Upright]) -> tuple[tuple[int, ...], float]:
    """Return which two symbols of a number are likeliest the slashes of a date, and how likely.

    That is the logarithm of how much likelier the less sure one is a slash than a 1; none if it is
    below 0. It is for alphabets with a slash, where a date is as likely as the same number with
    ones. Of 60 dates of UNIPEN hands 24 were read without it, and now 44; of the same with ones for
    slashes, 58 as before.
    """
    inner = [k for k in range(1, len(parts) - 1) if parts[k].may_be]
    best = max(_date_scores(parts, inner), key=lambda pair: pair[1], default=((), 0.0))
    return best if best[1] > 0 else ((), 0.0)


def _date_scores(
    parts: Sequence[Upright], inner: Sequence[int]
) -> Iterator[tuple[tuple[int, ...], float]]:
    for one, other in combinations(inner, 2):
        if (one, other - one - 1, len(parts) - other - 1) in _DATES:
            least = min(_score(parts, one, other), _score(parts, other, one))
            yield (one, other), least


def _score(parts: Sequence[Upright], place: int, other: int) -> float:
    """Return how much rather one symbol is a slash than a 1, if the `other` one is a slash, too."""
    part, beside = parts[place], np.array([parts[place - 1].box, parts[place + 1].box])
    height = float(np.median(beside[:, 3] - beside[:, 1])) or 1.0
    above = float(beside[:, 1].min() - part.box[1]) / height
    below = float(part.box[3] - beside[:, 3].max()) / height
    score = _AT_FIRST + _LOOKS * part.odds + _ABOVE * _limited(above) + _BELOW * _limited(below)
    ones = [each.lean for k, each in enumerate(parts) if each.may_be and k not in (place, other)]
    if ones:
        score += _BESIDE_ONES + _LEANS_MORE * (part.lean - float(np.mean(ones)))
    return score


def _limited(beyond: float) -> float:
    """Return so many heights beyond the digits; much farther says no more."""
    return min(max(beyond, -_MAX_BEYOND_HEIGHTS), _MAX_BEYOND_HEIGHTS)
