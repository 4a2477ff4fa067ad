"""Builds lines of sums and numbers from single symbols, and measures reading them.

A sign alone cannot be told from others like it: its place and size in the line decide. Here every
symbol stands where it usually does (`reading.place` has the proportions of typography), but varied
by more than the reader expects: hands are not typesetters. Each line has a seed of its own, so the
same call gives the same lines.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from recognizer.errors import DataError
from recognizer.ink import Ink, Stroke
from recognizer.ink.inkfile import LabeledInk
from recognizer.network.alphabet import DIGITS, Alphabet
from recognizer.reading.reader import Reader
from recognizer.reading.scoring import aligned, wilson_interval
from recognizer.training.draw.hands import (
    MAX_GAP_HEIGHTS,
    MIN_GAP_HEIGHTS,
    Draw,
    Hand,
    hands_of,
    scale_and_top,
)
from recognizer.training.draw.numbers import DIGIT_HEIGHT
from recognizer.training.measure.spelling import text_of
from recognizer.training.measure.tables import Table

LINES_BUILT = 500
SHOWN_CONFUSIONS = 5

_OPERATORS = "+-\N{MULTIPLICATION SIGN}÷/:*"


@dataclass(frozen=True)
class LineRead:
    """A line that was built and read; `kind` is one of `FORMS`."""

    label: str
    text: str
    kind: str

    @property
    def is_right(self) -> bool:
        """Whether all of it was read right, without more."""
        return self.label == self.text


@dataclass(frozen=True)
class LinesRead:
    """All lines that were read."""

    lines: tuple[LineRead, ...]

    def record(self) -> dict[str, Any]:
        """Return the figures for JSON; parts in [0, 1].

        A symbol is right if it stands in its place among those that were read; of the ways to align
        them, one with the fewest errors. An added symbol is an error, too, but that of none.
        """
        kinds = dict.fromkeys(each.kind for each in self.lines)
        return {
            **_figures(self.lines),
            "kinds": {kind: _figures([n for n in self.lines if n.kind == kind]) for kind in kinds},
            "per_symbol": {
                symbol: {"n": sum(got.values()), "correct": got[symbol]}
                for symbol, got in self._read_as().items()
                if symbol
            },
            "confusions": [[*pair, n] for pair, n in self._confusions().most_common()],
        }

    def tables(self) -> list[Table]:
        """Return a row for each kind of line, and a row for each symbol."""
        record = self.record()
        parts = {**record["kinds"], "all": record}
        head = ("lines", "n", "whole line right", "95 % interval", "symbols", "right", "errors")
        rows = tuple((name, *_cells(figures)) for name, figures in parts.items())
        title = "Lines built of the symbols"
        return [Table(title, head, rows), self._symbol_table(record["per_symbol"])]

    def _symbol_table(self, symbols: Mapping[str, Mapping[str, int]]) -> Table:
        others = {symbol: Counter[str]() for symbol in symbols}
        for (symbol, got), n in self._confusions().items():
            if symbol:
                others[symbol][got or "nothing"] = n
        rows = tuple(
            (
                symbol,
                ", ".join(f"{got}: {n}" for got, n in others[symbol].most_common(SHOWN_CONFUSIONS)),
                f"{each['n']:,}",
                f"{each['correct'] / each['n']:.2%}",
            )
            for symbol, each in sorted(symbols.items())
        )
        head = ("symbol", "misread as, how often", "n", "right")
        return Table("Symbols in these lines", head, rows, names=2)

    def _read_as(self) -> dict[str, Counter[str]]:
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for line in self.lines:
            for symbol, got in aligned(line.label, line.text):
                counts[symbol][got] += 1
        return dict(counts)

    def _confusions(self) -> Counter[tuple[str, str]]:
        every = {
            (symbol, got): n
            for symbol, counts in self._read_as().items()
            for got, n in counts.items()
        }
        return Counter({pair: n for pair, n in every.items() if pair[0] != pair[1]})


def kinds_of(alphabet: Alphabet) -> list[str]:
    """Return which of `FORMS` can be written with `alphabet`.

    Raises
    ------
    DataError
        If there is none: it has no signs.
    """
    kinds = [name for name, form in FORMS.items() if {*form.symbols} <= {*alphabet.symbols}]
    if not kinds:
        raise DataError(f"no lines of signs can be built in the alphabet {alphabet.name}")
    return kinds


def measure_lines(
    reader: Reader, inks: Iterable[LabeledInk], count: int = LINES_BUILT, seed: int = 0
) -> LinesRead:
    """Build `count` lines of single symbols, and read them in the alphabet of `reader`.

    Raises
    ------
    DataError
        If no line can be written with the alphabet, or a symbol is not among `inks`.
    """
    return LinesRead(
        tuple(
            LineRead(text, text_of(reader.read_ink(ink), text), kind)
            for ink, text, kind in compose_lines(inks, kinds_of(reader.alphabet), count, seed)
        )
    )


def compose_lines(
    inks: Iterable[LabeledInk], kinds: Sequence[str], count: int, seed: int = 0
) -> Iterator[tuple[Ink, str, str]]:
    """Yield `count` lines of the `kinds` in turn: the ink, what it says and the kind.

    All that a writer has written is taken from that writer, the rest from anybody.

    Raises
    ------
    DataError
        If a symbol that a line may need is not among `inks`.
    """
    everybody, hands = hands_of(inks)
    needed = dict.fromkeys(symbol for kind in kinds for symbol in FORMS[kind].symbols)
    missing = [symbol for symbol in needed if symbol not in everybody]
    if missing:
        raise DataError(f"no ink to build lines of shows {' '.join(missing)}")
    for i in range(count):
        rng = np.random.default_rng([seed, i])
        kind = kinds[i % len(kinds)]
        text = FORMS[kind].text(rng)
        hand = hands[int(rng.integers(len(hands)))]
        yield _line(text, {**everybody, **hand}, rng), text, kind


def _line(text: str, hand: Hand, rng: Draw) -> Ink:
    strokes: list[Stroke] = []
    right = 0.0
    for symbol in text:
        ink = hand[symbol][int(rng.integers(len(hand[symbol])))]
        left = right + rng.uniform(MIN_GAP_HEIGHTS, MAX_GAP_HEIGHTS)
        scale, top = scale_and_top(symbol, ink, rng)
        box = ink.bounding_box
        corner = np.array([left - box.left * scale, top - box.top * scale])
        strokes += [Stroke((each.points * scale + corner) * DIGIT_HEIGHT) for each in ink.strokes]
        right = left + box.width * scale
    return Ink(tuple(strokes))


@dataclass(frozen=True)
class Form:
    """What a kind of line says, drawn at random, and the symbols that it may need."""

    text: Callable[[Draw], str]
    symbols: str


def _sum(rng: Draw) -> str:
    """Return "12+(3-1)=24", for instance; what it says need not be true."""

    def term() -> str:
        return _number(rng) if rng.random() < 0.8 else _decimal(rng)

    def operator() -> str:
        return _OPERATORS[int(rng.integers(len(_OPERATORS)))]

    text = f"{term()}{operator()}{term()}"
    if rng.random() < 0.3:
        text = f"{term()}{operator()}({text})"
    elif rng.random() < 0.5:
        text += f"{operator()}{term()}"
    return f"{text}={_number(rng, 3)}"


def _written_number(rng: Draw) -> str:
    """Return a number as it stands in a list or a letter: "-7", "12/05/2026", "1,50"."""
    day, month, hour, minute = (int(rng.integers(1, most)) for most in (29, 13, 24, 60))
    ways = (
        lambda: _number(rng, 4),
        lambda: f"{'+-'[int(rng.integers(2))]}{_number(rng, 3)}",
        lambda: _decimal(rng),
        lambda: f"{day:02d}/{month:02d}/2026",
        lambda: f"{hour}:{minute:02d}",
        lambda: f"{_number(rng)}%",
    )
    return ways[int(rng.integers(len(ways)))]()


def _number(rng: Draw, most: int = 2) -> str:
    """Return a number of 1 to `most` digits, all lengths alike."""
    return str(rng.integers(1, 10 ** int(rng.integers(1, most + 1))))


def _decimal(rng: Draw) -> str:
    return f"{_number(rng)}{'.,'[int(rng.integers(2))]}{int(rng.integers(100)):02d}"


FORMS = {
    "sums": Form(_sum, f"{''.join(DIGITS.symbols)}{_OPERATORS}=().,"),
    "numbers": Form(_written_number, f"{''.join(DIGITS.symbols)}+-.,/:%"),
}
"""The kinds of lines by their names."""


def _figures(lines: Sequence[LineRead]) -> dict[str, Any]:
    pairs = [pair for each in lines for pair in aligned(each.label, each.text)]
    symbols = sum(bool(symbol) for symbol, _ in pairs)
    count, right = len(lines), sum(each.is_right for each in lines)
    return {
        "n": count,
        "correct": right,
        "accuracy": right / count,
        "interval": list(wilson_interval(right, count)),
        "symbols": symbols,
        "symbols_right": sum(symbol == got for symbol, got in pairs) / symbols,
        "symbol_error_rate": sum(symbol != got for symbol, got in pairs) / symbols,
    }


def _cells(figures: Mapping[str, Any]) -> tuple[str, ...]:
    low, high = figures["interval"]
    return (
        f"{figures['n']:,}",
        f"{figures['accuracy']:.2%}",
        f"{low:.2%} to {high:.2%}",
        f"{figures['symbols']:,}",
        f"{figures['symbols_right']:.2%}",
        f"{figures['symbol_error_rate']:.2%}",
    )
