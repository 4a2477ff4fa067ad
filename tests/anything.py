"""What properties are tried with: any digit, place, size, window. The simplest that fails is shown.

How many are tried, and that they are the same each time, is said in `conftest`.
"""

from __future__ import annotations

from hypothesis import strategies as st
from strokes import DIGITS

from recognizer import Ink

DIGIT = st.sampled_from(sorted(DIGITS))
"""The label of a digit."""
DIGIT_INK = DIGIT.map(DIGITS.__getitem__)
"""One of our digits, about 100 wide and 140 tall."""
SEED = st.integers(0, 2**32 - 1)
"""For what a generator of numpy draws."""
WAY = st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
"""How far something is moved, across and down."""
WINDOW = st.tuples(st.integers(320, 3840), st.integers(240, 2160))
"""Width and height of a window, in pixels."""


def powers(least: float, most: float) -> st.SearchStrategy[float]:
    """Return factors from 10 ** `least` to 10 ** `most`, each power of ten as often."""
    return st.floats(least, most).map(lambda power: float(10.0**power))


def inks(*also: Ink) -> st.SearchStrategy[Ink]:
    """Return our digits, and some more."""
    return st.one_of(DIGIT_INK, st.sampled_from(also)) if also else DIGIT_INK
