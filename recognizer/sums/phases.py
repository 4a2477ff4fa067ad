"""Which token may follow which: the grammar for a search that goes from left to right.

A line of a calculation is a regular language but for its parentheses, which are counted. So one
state tells all that must be known of what stands to the left, and Viterbi's search through these
states is exact (as in Chan & Yeung 2000, who parse the lines of a formula after its layout).
`grammar.understood` takes just what comes through here, but for a letter behind a number that
something is divided by.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple, TypeAlias

from recognizer.reading.regions.glyph import MINUS, PLUS
from recognizer.sums.expression import (
    COMPARISONS,
    DECIMAL_SIGNS,
    DIVISION_SIGNS,
    TIMES_SIGNS,
    Bar,
    Expression,
    Root,
)

MAX_DEPTH = 6
"""So many parentheses may be open at once."""
SIGN_AFTER_SIGN_NATS, LEADING_ZERO_NATS = -3.0, -3.0
"""As unlikely are 5--3 and 07, which can be written all the same."""
USUAL_DIGITS, MAX_COUNTED_DIGITS, LONG_NUMBER_NATS = 3, 6, -1.0
"""Each digit of a whole number beyond the usual ones is so unlikely, up to the last that counts: in
30/96 a slash looks like a 1."""
OPERATORS = PLUS + MINUS + TIMES_SIGNS + DIVISION_SIGNS
_DIGITS = "0123456789"


@dataclass(frozen=True)
class Raised:
    """What stands raised behind something."""

    exponent: Expression


Piece: TypeAlias = str | Bar | Root | Raised
"""What a line is made of: one character, or what has parts at other heights."""


class Phase(Enum):
    """What stands just to the left."""

    BEGIN = auto()
    """Nothing, an opened parenthesis, or a comparison that needs another side."""
    ASKED = auto()
    """An equals sign: here it may end."""
    SIGN = auto()
    """A sign between two things."""
    MINUS = auto()
    """A minus that belongs to what follows."""
    ZERO = auto()
    """A number that begins with 0."""
    WHOLE = auto()
    POINT = auto()
    DECIMALS = auto()
    CLOSED = auto()
    """A closed parenthesis, a letter, or a root."""
    ENDED = auto()
    """A fraction, or an exponent."""
    PERCENT = auto()


class State(NamedTuple):
    """The phase, how many parentheses are open, and how many digits of a whole number there are."""

    phase: Phase
    depth: int = 0
    digits: int = 0


class Step(NamedTuple):
    """A state that is reached, and what that costs: <= 0, a logarithm."""

    state: State
    nats: float = 0.0


_BEFORE_OPERAND = {Phase.BEGIN, Phase.ASKED, Phase.SIGN, Phase.MINUS}
_IN_NUMBER = {Phase.ZERO, Phase.WHOLE, Phase.DECIMALS}
_BASES = {*_IN_NUMBER, Phase.CLOSED}
_ENDS = {*_BASES, Phase.ENDED, Phase.PERCENT}


def may_end(state: State) -> bool:
    """Tell whether a line may end here."""
    return state.depth == 0 and (state.phase in _ENDS or state.phase is Phase.ASKED)


def step(state: State, piece: Piece, is_nested: bool = False) -> Step | None:
    """Return what `piece` leads to; None where it cannot stand.

    What `is_nested` in a fraction, a power or a root has no comparisons.
    """
    phase, depth, _ = state
    if not isinstance(piece, str):
        return _step_over(phase, depth, piece)
    if piece in _DIGITS:
        return _digit(state, piece)
    if piece in DECIMAL_SIGNS:
        is_in = phase in (Phase.ZERO, Phase.WHOLE)
        return Step(State(Phase.POINT, depth)) if is_in else None
    if piece.isalpha():
        may_stand = phase in _BEFORE_OPERAND or phase in _IN_NUMBER
        return Step(State(Phase.CLOSED, depth)) if may_stand else None
    if phase in _BEFORE_OPERAND:
        return _before_operand(phase, depth, piece)
    return _behind_operand(phase, depth, piece, is_nested) if phase in _ENDS else None


def _digit(state: State, digit: str) -> Step | None:
    phase, depth, digits = state
    if phase in _BEFORE_OPERAND:
        return Step(State(Phase.ZERO if digit == "0" else Phase.WHOLE, depth, 1))
    if phase is Phase.ZERO:
        return Step(State(Phase.WHOLE, depth, 2), LEADING_ZERO_NATS)
    if phase is Phase.WHOLE:
        is_long = USUAL_DIGITS <= digits < MAX_COUNTED_DIGITS
        nats = LONG_NUMBER_NATS if is_long else 0.0
        return Step(State(phase, depth, min(digits + 1, MAX_COUNTED_DIGITS)), nats)
    return Step(State(Phase.DECIMALS, depth)) if phase in (Phase.POINT, Phase.DECIMALS) else None


def _step_over(phase: Phase, depth: int, piece: Bar | Root | Raised) -> Step | None:
    if isinstance(piece, Raised):
        return Step(State(Phase.ENDED, depth)) if phase in _BASES else None
    if phase in _BEFORE_OPERAND:
        return Step(State(Phase.ENDED if isinstance(piece, Bar) else Phase.CLOSED, depth))
    is_mixed = phase in (Phase.ZERO, Phase.WHOLE) and isinstance(piece, Bar) and piece.is_plain
    return Step(State(Phase.ENDED, depth)) if is_mixed else None


def _before_operand(phase: Phase, depth: int, sign: str) -> Step | None:
    if sign == "(":
        return Step(State(Phase.BEGIN, depth + 1)) if depth < MAX_DEPTH else None
    if sign != MINUS or phase is Phase.MINUS:
        return None
    return Step(State(Phase.MINUS, depth), SIGN_AFTER_SIGN_NATS if phase is Phase.SIGN else 0.0)


def _behind_operand(phase: Phase, depth: int, sign: str, is_nested: bool) -> Step | None:
    if sign in OPERATORS:
        return Step(State(Phase.SIGN, depth))
    if sign == ")":
        return Step(State(Phase.CLOSED, depth - 1)) if depth else None
    if sign == "%":
        return None if phase is Phase.PERCENT else Step(State(Phase.PERCENT, depth))
    if sign in COMPARISONS and not depth and not is_nested:
        return Step(State(Phase.ASKED if sign == "=" else Phase.BEGIN, depth))
    return None
