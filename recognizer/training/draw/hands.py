"""What each writer has written, symbol by symbol, and how a symbol stands in a line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from recognizer.ink import Ink
from recognizer.ink.inkfile import LabeledInk
from recognizer.network.alphabet import DIGITS
from recognizer.reading.seeing.place import OTHER_KINDS, SMALL_KINDS, TALL
from recognizer.training.draw.numbers import (
    BASELINE_VARIATION_HEIGHTS,
    SIZE_VARIATION_HEIGHTS,
)

MIN_GAP_HEIGHTS, MAX_GAP_HEIGHTS = 0.1, 0.45
"""Between two symbols."""
VARIATION_SPREADS = 1.25
"""Place and size of a sign vary uniformly by up to so many of the standard deviations that the
reader expects, in both directions; digits vary as in built numbers."""
FLAT_SIGNS = frozenset("-=")
FLAT_WIDTH_HEIGHTS, FLAT_SPREAD = 0.45, 0.4
"""The usual width of a flat sign, and the standard deviation of its logarithm."""
_KINDS = {symbol: kind for kind in (*SMALL_KINDS, *OTHER_KINDS) for symbol in kind.symbols}
Draw = np.random.Generator
Hand = Mapping[str, Sequence[Ink]]
"""The inks of each symbol."""


def hands_of(inks: Iterable[LabeledInk]) -> tuple[Hand, list[Hand]]:
    """Return the inks of everybody, and those of each writer of all digits, or else of any."""
    everybody: dict[str, list[Ink]] = defaultdict(list)
    by_writer: dict[str, dict[str, list[Ink]]] = defaultdict(lambda: defaultdict(list))
    for each in inks:
        if each.ink:
            everybody[each.label].append(each.ink)
            by_writer[each.writer][each.label].append(each.ink)
    hands: list[Hand] = [by_writer[writer] for writer in sorted(by_writer)]
    return everybody, [each for each in hands if {*DIGITS.symbols} <= {*each}] or hands


def scale_and_top(symbol: str, ink: Ink, rng: Draw) -> tuple[float, float]:
    """Return the size of a unit of `ink`, in heights of a digit, and where its top stands.

    The top of the digits is at 0, their foot at 1.
    """
    box, kind = ink.bounding_box, _KINDS.get(symbol, TALL)
    off, grown = rng.uniform(-1, 1, 2)
    if kind is TALL:
        scale = (1 + SIZE_VARIATION_HEIGHTS * grown) / max(box.longer_side, 1e-9)
        return scale, 1 + BASELINE_VARIATION_HEIGHTS * off - box.height * scale
    flat = symbol in FLAT_SIGNS
    length, spread = (
        (FLAT_WIDTH_HEIGHTS, FLAT_SPREAD) if flat else (kind.height, kind.height_spread)
    )
    scale = length * np.exp(VARIATION_SPREADS * spread * grown) / max(box.longer_side, 1e-9)
    middle = kind.middle + VARIATION_SPREADS * kind.middle_spread * off
    return float(scale), float(middle - box.height * scale / 2)
