"""The best ways to read a line: Viterbi's search with the few best ways kept in each state."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from recognizer.sums.expression import DECIMAL_SIGNS, Chain, Expression, Group, Number, Variable
from recognizer.sums.grammar import understood
from recognizer.sums.phases import Phase, Piece, Raised, State, may_end, step
from recognizer.sums.printer import RAISED
from recognizer.sums.tokens import Token

KEPT_WAYS = 4
"""In each state; so many readings of a line are found, or a few more."""
MAX_BEHIND_NATS = 12.0
"""A way so far behind the best one is given up."""

Taken = tuple[tuple[int, str], ...]
"""What each glyph was taken for, by its index: "" for dirt."""


@dataclass(frozen=True)
class Choice:
    """One of the things that a place in a line may be; no piece for dirt.

    `nats` is the logarithm of its probability.
    """

    piece: Piece | None
    nats: float
    taken: Taken


@dataclass(frozen=True)
class Row:
    """A way to read a line, or a column, with the logarithm of its probability."""

    tree: Chain
    nats: float
    taken: Taken
    is_column: bool = False

    @property
    def side(self) -> Expression:
        """What was read of a line that has one side."""
        (side,) = self.tree.sides
        return side


@dataclass(frozen=True)
class _Way:
    nats: float
    choice: Choice | None = None
    before: _Way | None = None

    def choices(self) -> tuple[Choice, ...]:
        found, way = [], self
        while way.choice and way.before:
            found.append(way.choice)
            way = way.before
        return tuple(reversed(found))


def best_rows(items: Iterable[Sequence[Choice]], is_nested: bool = False) -> list[Row]:
    """Return the best ways to read a line of `items`, from left to right; the best way first.

    There is none where nothing makes a calculation. For `is_nested` see `phases.step`.
    """
    states: dict[State, list[_Way]] = {State(Phase.BEGIN): [_Way(0.0)]}
    for item in items:
        states = _kept(_followed(states, item, is_nested))
    ended = [way for state, ways in states.items() if may_end(state) for way in ways]
    rows = (_row(way) for way in sorted(ended, key=attrgetter("nats"), reverse=True))
    return [row for row in rows if row]


def _followed(
    states: dict[State, list[_Way]], item: Sequence[Choice], is_nested: bool
) -> dict[State, list[_Way]]:
    found: dict[State, list[_Way]] = defaultdict(list)
    for state, ways in states.items():
        for choice in item:
            if choice.piece is None:
                reached, nats = state, choice.nats
            elif done := step(state, choice.piece, is_nested):
                reached, nats = done.state, choice.nats + done.nats
            else:
                continue
            found[reached] += [_Way(way.nats + nats, choice, way) for way in ways]
    return found


def _kept(states: dict[State, list[_Way]]) -> dict[State, list[_Way]]:
    every = [way.nats for ways in states.values() for way in ways]
    enough = max(every, default=0.0) - MAX_BEHIND_NATS
    kept = {
        state: heapq.nlargest(KEPT_WAYS, ways, key=attrgetter("nats"))
        for state, ways in states.items()
    }
    return {
        state: [way for way in ways if way.nats >= enough]
        for state, ways in kept.items()
        if ways[0].nats >= enough
    }


def _row(way: _Way) -> Row | None:
    choices = way.choices()
    tree = understood(list(_tokens(each.piece for each in choices if each.piece is not None)))
    taken = tuple(pair for each in choices for pair in each.taken)
    return Row(tree, way.nats, taken) if tree else None


def _is_of_number(piece: Piece) -> bool:
    return isinstance(piece, str) and (piece.isdigit() or piece in DECIMAL_SIGNS)


def _tokens(pieces: Iterable[Piece]) -> Iterator[Token]:
    """Yield the tokens of a line, in which digits beside each other make a number."""
    for is_of_number, run in groupby(pieces, _is_of_number):
        if is_of_number:
            yield Number("".join(map(str, run)))
            continue
        for piece in run:
            if isinstance(piece, Raised):
                yield from (RAISED, Group(piece.exponent))
            elif isinstance(piece, str) and piece.isalpha():
                yield Variable(piece)
            else:
                yield piece
