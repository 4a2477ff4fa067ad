"""Finds slashes that are read as a 1 where no slash may be written: they part numbers.

A 1 of many hands leans like a slash, so the shape alone does not tell. A slash also reaches beyond
the digits beside it, leans more than the ones of the same number, and in a date there are two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, groupby

import numpy as np

from recognizer.network.alphabet import Alphabet
from recognizer.network.card import ModelCard
from recognizer.reading.lattice import Part
from recognizer.reading.layout import Box
from recognizer.reading.seen import Seen

_ONES = "1lI|!'"
_LOOKS, _LEAN, _ABOVE, _BELOW, _LEANS_MORE, _AT_FIRST = 0.43, 3.1, 2.9, 5.4, 6.0, -0.75
"""A logistic regression on 469 ones and 288 slashes between digits of UNIPEN and pendigits dev;
but `_LEANS_MORE`, which few of them show, was chosen."""
_MIN_LEANS_MORE = 0.15  # what leans less more is chance
_SURE, _SURE_OF_TWO = 3.0, 1.2
"""Scores. In 1,200 numbers without a slash no 1 passes for one; 41 of 100 slashes are found."""
_MAX_DAY_DIGITS = 2  # before the first and between the slashes of a date


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


def find_slashes(parts: Sequence[Upright]) -> list[bool]:
    """Tell which symbols of a number, from left to right, are slashes between two digits."""
    scores = {k: _score(parts, k) for k in range(1, len(parts) - 1) if parts[k].may_be}
    found = {k for k, score in scores.items() if score > _SURE}
    for one, other in combinations(sorted(scores), 2):
        is_date = one <= _MAX_DAY_DIGITS and 2 <= other - one <= _MAX_DAY_DIGITS + 1
        if is_date and min(scores[one], scores[other]) > _SURE_OF_TWO:
            found |= {one, other}
    return [k in found and not {k - 1, k + 1} & found for k in range(len(parts))]


def between(parts: Sequence[Part], slashes: Sequence[bool]) -> list[tuple[Part, ...]]:
    """Return the parts of a number as those before, between and behind its `slashes` and brackets.

    There is at least one in each of them.
    """
    pairs = zip(parts, slashes, strict=True)
    runs = groupby(pairs, lambda pair: pair[1] or pair[0].is_apart)
    return [tuple(part for part, _ in run) for is_apart, run in runs if not is_apart]


def _score(parts: Sequence[Upright], place: int) -> float:
    part, beside = parts[place], np.array([parts[place - 1].box, parts[place + 1].box])
    height = float(np.median(beside[:, 3] - beside[:, 1])) or 1.0
    above = float(beside[:, 1].min() - part.box[1]) / height
    below = float(part.box[3] - beside[:, 3].max()) / height
    others = [each.lean for k, each in enumerate(parts) if each.may_be and k != place]
    more = max(0.0, part.lean - min(others, default=part.lean) - _MIN_LEANS_MORE)
    looks = _LOOKS * part.odds + _LEAN * part.lean + _LEANS_MORE * more
    return _AT_FIRST + looks + _ABOVE * above + _BELOW * below
