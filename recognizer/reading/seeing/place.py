"""What place and size say of a symbol: shape alone cannot tell a point from a comma or an o.

Every symbol is of a kind that stands in its own place between the top and the foot of the digits
beside it. The proportions are those of typography (cap height, x-height, descender; Bringhurst
2004, "The Elements of Typographic Style"). Hands keep to them loosely, so the spreads are wide, and
a place that fits no kind (`ODD_PLACE`) says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from recognizer.network.alphabet import Alphabet
from recognizer.reading.seeing.neighbors import Boxes

FloatArray = npt.NDArray[np.float32]

MIN_HEIGHT_HEIGHTS = 0.03
"""A lower symbol, as a level minus, counts as so high: its exact height is chance."""
ODD_PLACE = 0.05
"""Part of the symbols that stand anywhere, and are of any size."""
OTHER_SHARE = 0.2
"""So much rarer is a symbol where only some of its kind stand, as a digit that is an exponent."""
MIDDLES, HEIGHTS = (-0.5, 1.5), (MIN_HEIGHT_HEIGHTS, 2.0)
"""Where those stand: from half a height above the digits to half a height below them."""
MIN_TALL_SHARE = 0.5
"""Of the tallest piece of a number: so tall pieces show where its top and its foot are."""


@dataclass(frozen=True)
class Place:
    """Where a symbol stands, in heights of the digits beside it.

    `middle` is from their top (0) to their foot (1), `height` and `width` those of the symbol, >=
    0; the width is nan if nobody knows it.
    """

    middle: float
    height: float
    width: float = float("nan")

    @property
    def is_raised(self) -> bool:
        """Whether it stands in the upper half: an exponent, or a degree."""
        return self.middle + self.height / 2 < RAISED_FOOT

    @property
    def is_low(self) -> bool:
        """Whether it is small and at the foot of digits, as a comma is."""
        return self.middle > LOW_MIDDLE and self.height < LOW_HEIGHT


@dataclass(frozen=True)
class Kind:
    """Symbols that stand alike: the usual place, and its standard deviations.

    `height_spread` is one of the logarithm.
    """

    symbols: str
    middle: float
    height: float
    middle_spread: float = 0.12
    height_spread: float = 0.35
    other: Kind | None = None
    """Another place where they stand now and then."""

    def likelihood(self, place: Place) -> float:
        """Return the density of this place for these symbols, as that of any other place is 1."""
        if self.other:
            return max(self._density(place), OTHER_SHARE * self.other.likelihood(place))
        return self._density(place)

    def _density(self, place: Place) -> float:
        off = (place.middle - self.middle) / self.middle_spread
        size = np.log(max(place.height, MIN_HEIGHT_HEIGHTS) / self.height) / self.height_spread
        peak = _AREA / (2 * np.pi * self.middle_spread * self.height_spread)
        return float(ODD_PLACE + (1 - ODD_PLACE) * peak * np.exp(-(off**2 + size**2) / 2))


_AREA = (MIDDLES[1] - MIDDLES[0]) * float(np.log(HEIGHTS[1] / HEIGHTS[0]))

TALL = Kind("", 0.5, 1.0, 0.12, 0.25)
"""Digits, capitals, most letters and signs: all that no other kind names."""
ANYTHING = Kind("", 0.5, 1.0, 0.4, 0.6)
"""What is none of the symbols: as large as they are, more or less; a speck is not a drawing."""
SMALL_KINDS = (
    Kind(".", 0.95, 0.07, 0.1, 0.7),
    Kind(",;", 1.0, 0.25, 0.12, 0.5),
    Kind("_", 1.05, 0.04, 0.1, 0.8),
    Kind("-~", 0.5, 0.06, 0.15, 0.8),
    Kind("=≈", 0.5, 0.25, 0.12, 0.5),
    Kind("+×÷±<>≤≥≠*", 0.5, 0.5, 0.12, 0.35),
    Kind(":", 0.6, 0.5, 0.15, 0.35),
    Kind("'\"^`°", 0.1, 0.25, 0.12, 0.5),
)
"""Signs that are smaller than a digit."""
OTHER_KINDS = (
    Kind("acemnorsuvwxzπ", 0.7, 0.6),
    Kind("gjpqy", 0.85, 0.9),
    Kind("()[]{}/\\", 0.5, 1.2),
    Kind("|", 0.5, 1.5, 0.12, 0.25),
)
IN_SUMS = (
    Kind("0123456789", 0.5, 1.0, 0.12, 0.25, Kind("", 0.05, 0.6, 0.2, 0.3)),
    Kind(".", 0.95, 0.07, 0.1, 0.7, Kind("", 0.5, 0.07, 0.12, 0.7)),
)
"""Where sums are written, and no words, digits may be exponents, and a dot in the middle means
times."""
SMALL_SIGNS = frozenset("".join(kind.symbols for kind in SMALL_KINDS))


def has_small_signs(alphabet: Alphabet) -> bool:
    """Tell whether some symbols of `alphabet` can only be told by their place."""
    return not SMALL_SIGNS.isdisjoint(alphabet.symbols)


def has_one_for_bar(alphabet: Alphabet) -> bool:
    """Tell whether an upright bar is no symbol of `alphabet`, but may be taken for one, a 1."""
    return "1" in alphabet.symbols and "|" not in alphabet.symbols


SLASH_NATS = 1.0
"""Beside digits, a slash is less likely by so much: a 1 that leans looks like one, and in dates and
fractions there are a few slashes to many ones. Where sums are written it divides, and is as likely
as a 1. With 0 among numbers too, four times as many ones of UNIPEN dev would be read as slashes.
Where one slash stands, others do: beside a sure one it is as likely as a 1, as in 12/05/2026."""


LEANS_NATS, LEANS_LIKE_ONES_NATS, MAX_LEANS_NATS = 7.8, 2.3, 2.0
"""A slash is likelier by so many nats for each height that it leans more than the ones of its line,
less the second, as in `reading/parting/slashes`; by no more than the third, as the box of a 1 with
a flag leans, too. Of 368 slashes in lines of numbers of `dev` 258 are then read instead of 253, and
of 510 ones as many as before."""


LOW_NATS = 4.0
"""So much less likely is a digit that is small and at the foot of others, in a picture: without the
path of the pen, a comma has the shape of a 1."""


MAX_SPECK_HEIGHTS, MAX_SPECK_KIND, SPECK_NATS = 0.12, 0.4, 5.0
"""Where sums are written, what is so low is so much less likely to be of a kind that is usually
higher than this: whatever its shape, it is a dot, a comma or a minus."""


MISSHAPEN_NATS = 5.0
"""So much less likely is a sign whose size or place it cannot be, whatever the outline: that of a
speck is chance, and the loose bar of a 5 looks like a minus or a point."""
FLAT_SIGNS, MIN_FLAT_WIDTH_HEIGHTS = "-~_", 0.2
POINTS, MAX_POINT_WIDTH_HEIGHTS = ".:", 0.3
MIN_COLON_HEIGHTS = 0.2
MINUS_MIDDLES, MIN_POINT_MIDDLE = (0.0, 0.9), 0.6
"""Among numbers, a minus stands beside the digits, and a point at their foot. In sums a minus may
stand in an exponent, and a point in the middle means times."""


class PlacePrior:
    """What is known of a symbol beside others, for each logit of a network.

    The network has these `labels`, in order, and perhaps a logit after them for what is none of
    them. Those at `used` are of the alphabet. `without_path` they are read from a picture.
    """

    def __init__(
        self,
        labels: Sequence[str],
        logit_count: int,
        used: Sequence[int],
        without_path: bool = False,
    ) -> None:
        written = {labels[k] for k in used}
        in_sums = IN_SUMS if "=" in written and "Q" not in written else ()
        kinds = (*SMALL_KINDS, *OTHER_KINDS, *in_sums)
        named = {symbol: kind for kind in kinds for symbol in kind.symbols}
        none = [ANYTHING] * (logit_count - len(labels))
        every = [*(named.get(label, TALL) for label in labels), *none]
        self._kinds = tuple(dict.fromkeys(every))
        self._kind_of = [self._kinds.index(kind) for kind in every]
        self._slash = np.zeros(logit_count, np.float32)
        self._low, self._speck = np.zeros((2, len(self._kinds)), np.float32)
        self._at = {label: k for k, label in enumerate(labels)}
        self._is_weighed_later = bool(in_sums) and not without_path
        self._of_numbers = not in_sums and not any(map(str.isalpha, written))
        if in_sums:
            self._speck[[kind.height > MAX_SPECK_KIND for kind in self._kinds]] = -SPECK_NATS
        if without_path and "," in written:
            tall = (TALL, *(each for each in in_sums if each.height == TALL.height))
            self._low[[kind in tall for kind in self._kinds]] = -LOW_NATS
        if {"/", "1"} <= written and "=" not in written:
            self._slash[labels.index("/")] = -SLASH_NATS

    @property
    def has_rare_slash(self) -> bool:
        """Whether a slash is one of the symbols, and rarer than a 1."""
        return bool(self._slash.any())

    def shift(self, place: Place, has_slash: float = 0.0, leans_nats: float = 0.0) -> FloatArray:
        """Return the logarithms that are added to the probabilities: (logits,).

        `has_slash` is the probability that another symbol on the line is a slash. Where slashes are
        rarer than ones, one is likelier by `leans_nats`.
        """
        known = np.log([kind.likelihood(place) for kind in self._kinds]).astype(np.float32)
        if place.is_low:
            known += self._low
        if place.height <= MAX_SPECK_HEIGHTS:
            known += self._speck
        rarity = 1 - has_slash - leans_nats / SLASH_NATS
        shift = known[self._kind_of] + rarity * self._slash
        cannot_be = {*self._cannot_be(place)} & {*self._at}
        shift[[self._at[sign] for sign in cannot_be]] -= MISSHAPEN_NATS
        return np.asarray(shift)

    def _cannot_be(self, place: Place) -> str:
        """Return the signs that something of this size, or at this place, is not.

        None in the ink of sums: `sums/search` weighs how long a minus and a dot are. Here a part of
        a 4 or of a colon that may not be a minus would seem to be a surer digit, or a surer point.
        """
        if self._is_weighed_later:
            return ""
        signs = FLAT_SIGNS if place.width < MIN_FLAT_WIDTH_HEIGHTS else ""
        signs += POINTS if place.width > MAX_POINT_WIDTH_HEIGHTS else ""
        signs += ":" if place.height < MIN_COLON_HEIGHTS else ""
        if self._of_numbers:
            signs += ".," if place.middle < MIN_POINT_MIDDLE else ""
            signs += "" if MINUS_MIDDLES[0] <= place.middle <= MINUS_MIDDLES[1] else FLAT_SIGNS
        return signs


LOW_MIDDLE, LOW_HEIGHT = 0.85, 0.5
"""A sign whose middle is below this part of the height of digits, and that is lower than this part
of it, stands at their foot."""
RAISED_FOOT = 0.5
"""A digit whose foot is above this part of the height of those beside it is raised, as in 10^5."""


@dataclass(frozen=True)
class Frame:
    """The top and the foot of the digits of a number, y down."""

    top: float
    foot: float

    @classmethod
    def of(cls, boxes: Boxes) -> Frame:
        """Return the frame of a number whose n >= 1 pieces have these (n, 4) boxes."""
        heights = boxes[:, 3] - boxes[:, 1]
        tall = boxes[heights >= MIN_TALL_SHARE * heights.max()]
        top, foot = float(np.median(tall[:, 1])), float(np.median(tall[:, 3]))
        return cls(top, max(foot, top + 1e-9))

    def place(self, boxes: Boxes) -> Place:
        """Return where the symbol stands whose pieces have these boxes."""
        left, top = boxes[:, :2].min(axis=0).tolist()
        right, foot = boxes[:, 2:].max(axis=0).tolist()
        height = self.foot - self.top
        middle = ((top + foot) / 2 - self.top) / height
        return Place(middle, (foot - top) / height, (right - left) / height)
