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
MIN_ALIKE = 3
"""What is shown says something else when so many glimpses in a row say it. With a UNIPEN digit,
read 60 times in a second, it changes 2.4 times, and 0.2 guesses last less than 50 ms; without this,
it changes 3.6 times, and 1.1 guesses do."""
MIN_BEGUN_SIZES = 0.5
"""A stroke by itself is shown when it is so long, in sizes of the other symbols: its beginning is
a number of its own, and most often becomes a part of the next one."""


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
        self._text, self._alike = "", 0  # of the last glimpses, whether they are shown or not
        self._revision = -1

    def at(self, revision: int) -> Glimpse | None:
        """Return what is shown of the page at `revision`."""
        return self._shown if revision == self._revision else None

    def take(self, question: Question, reading: Reading, page: Page, pen: OpenStroke) -> None:
        """Take the answer to a question that was asked while `pen` writes on `page`."""
        strokes = question.ink.strokes
        said = self._overruling.of(reading, strokes, page)
        growing = _growing(said, pen, len(strokes) - 1)
        if growing is None:
            return
        self._alike = self._alike + 1 if said.text == self._text else 1
        self._text, before = said.text, self.at(question.revision)
        if before is None or before.reading.text == said.text or self._alike >= MIN_ALIKE:
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
                is_begun = len(number.symbols) > 1 or _is_begun(symbol, reading)
                return Growing(number, symbol, pen) if is_begun else None
    return None


def _is_begun(symbol: Symbol, reading: Reading) -> bool:
    sizes = [each.box.longer_side for each in reading.symbols if each is not symbol]
    return not sizes or symbol.box.longer_side >= MIN_BEGUN_SIZES * median(sizes)
