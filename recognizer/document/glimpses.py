"""What is read while the pen is still down. It is shown; nothing is judged or learned from it."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from recognizer.document.openstroke import OpenStroke
from recognizer.document.overruling import Overruling
from recognizer.document.page import Page
from recognizer.document.question import Question
from recognizer.reading.result import Number, Reading, Symbol

GUESSING = "\N{HORIZONTAL ELLIPSIS}"
"""Stands for what nothing can be made of yet."""
HELD_SECONDS = 0.03
"""What is shown says something else when all glimpses of so long say it: three in a row at 60 in a
second. With a UNIPEN digit it then changes 2.4 times, and 0.2 guesses last less than 50 ms; without
this, it changes 3.6 times, and 1.1 guesses do."""
SLOW_SECONDS = 0.08
"""A glimpse that comes so long after the last one cannot flicker: it is shown at once."""
MIN_BEGUN_SIZES = 0.5
"""A symbol is shown as it grows when it is so long, in sizes of the others. The beginning of the
next digit looks like a number of its own, or like something raised."""


@dataclass(frozen=True, eq=False)
class Growing:
    """The number at which the pen is writing, and the symbol in it that has its stroke."""

    number: Number
    symbol: Symbol
    pen: OpenStroke

    def text_of(self, symbols: tuple[Symbol, ...]) -> str:
        """Return what `symbols` say so far, in one line."""
        return "".join(GUESSING if self._is_open(each) else each.text for each in symbols)

    @property
    def text(self) -> str:
        """What the number says so far."""
        return self.text_of(self.number.symbols)

    @property
    def is_read(self) -> bool:
        """Whether anything was made of it yet."""
        return self.number.has_known

    def _is_open(self, symbol: Symbol) -> bool:
        return symbol is self.symbol and symbol.is_unread


@dataclass(frozen=True, eq=False)
class Glimpse:
    """A reading of all ink, with the stroke under the pen as far as it had come: where it is."""

    reading: Reading
    growing: Growing


class Glimpses:
    """The glimpses of one page, of which one is shown: it does not flicker between two guesses."""

    def __init__(self) -> None:
        self._overruling = Overruling()
        self._shown: Glimpse | None = None
        self._text = ""  # of the last glimpse, whether it is shown or not
        self._said_from = self._last = 0.0  # since when they say that; and when it came
        self._revision = -1

    def at(self, revision: int) -> Glimpse | None:
        """Return what is shown of the page at `revision`."""
        return self._shown if revision == self._revision else None

    def take(
        self, question: Question, reading: Reading, page: Page, pen: OpenStroke, now: float
    ) -> None:
        """Take the answer to a question that was asked while `pen` writes on `page`.

        It comes at `now`, in seconds of any clock.
        """
        strokes = question.ink.strokes
        said = self._overruling.of(reading, strokes, page)
        growing = _growing(said, pen, len(strokes) - 1)
        if growing is None:
            return
        is_slow = now - self._last >= SLOW_SECONDS
        self._said_from = self._said_from if said.text == self._text else now
        self._text, self._last, before = said.text, now, self.at(question.revision)
        holds = is_slow or now - self._said_from >= HELD_SECONDS
        if before is None or before.reading.text == said.text or holds:
            self._shown, self._revision = Glimpse(said, growing), question.revision

    def outlast(self, before: int, now: int) -> None:
        """Go on showing that of the page `before` a stroke was finished, until it is read `now`."""
        self._revision = now if self._revision == before else self._revision

    def forget(self) -> None:
        """Show none."""
        self._shown = None


def _growing(reading: Reading, pen: OpenStroke, stroke: int) -> Growing | None:
    """Return where the stroke with the index `stroke` is, unless that has hardly begun."""
    for number in reading.numbers:
        for symbol in number.symbols:
            if stroke in symbol.strokes:
                return Growing(number, symbol, pen) if _is_begun(symbol, number, reading) else None
    return None


def _is_begun(symbol: Symbol, number: Number, reading: Reading) -> bool:
    """Tell whether a symbol is more than a beginning beside others: short, or read as nothing."""
    sizes = [each.box.longer_side for each in reading.symbols if each is not symbol]
    if not sizes:
        return True
    is_nothing = symbol.is_unread and len(number.symbols) == 1
    return not is_nothing and symbol.box.longer_side >= MIN_BEGUN_SIZES * median(sizes)
