"""The labels of ink under an alphabet: a letter may count as one, whether it is large or small."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from recognizer.network.alphabet import Alphabet
from recognizer.reading.result import UNREAD, Reading, Symbol
from recognizer.reading.scoring import digits_of
from recognizer.training.data.characters import SAME_AS
from recognizer.training.data.detexify import SYMBOLS

NamedAs = Callable[[Symbol], str]
_TEXT = re.compile(r"\S+(?:[ \n]+\S+)*")
"""A label that is used: symbols, with a space between numbers and a newline between lines."""
_NAMES = frozenset(label for label in SYMBOLS if len(label) > 1)
"""Labels that name one symbol with several characters; no network knows them."""
_NOT_READ = "\N{REPLACEMENT CHARACTER}"
"""Stands for what was not read, where a question mark may have been written."""


class Spelling:
    """How labels of ink are taken under an `alphabet`, and readings are compared with them.

    `labels` are those of the network. A label of another letter than a symbol is taken only if both
    are one letter, large and small: a 0 may be read as an O, but whoever has written it has written
    no letter.
    """

    def __init__(self, alphabet: Alphabet, labels: Sequence[str]) -> None:
        self._labels = tuple(labels)
        self._ways = {
            symbol: [symbol, *(each for each in others if each.upper() == symbol.upper())]
            for symbol, others in zip(alphabet.symbols, alphabet.stand_ins, strict=True)
        }
        self._symbols = {way: symbol for symbol, ways in self._ways.items() for way in ways}

    @property
    def folds(self) -> bool:
        """Whether large and small letters are taken as one, and the network tells them apart."""
        return any(len(self._known(symbol)) > 1 for symbol in self._ways)

    def written(self, label: str) -> str | None:
        """Return a label of ink in labels of the network; None if it is no text of the alphabet."""
        text = "".join(SAME_AS.get(each, each) for each in label)
        fits = all(each in self._symbols or each in " \n" for each in text)
        return text if fits and label not in _NAMES and _TEXT.fullmatch(text) else None

    def in_symbols(self, written: str) -> str:
        """Return what is `written` in symbols of the alphabet."""
        return "".join(self._symbols.get(each, each) for each in written)

    def exact(self, symbol: Symbol) -> str:
        """Return the symbol that was read, or is likeliest, as large or small as it was written."""
        places = self._known(symbol.best) if symbol.candidates else []
        if len(places) < 2:
            return symbol.best
        return self._labels[max(places, key=lambda place: symbol.evidence.logits[place])]

    def _known(self, symbol: str) -> list[int]:
        return [k for k, label in enumerate(self._labels) if label in self._ways[symbol]]


def text_of(reading: Reading, label: str, named: NamedAs = lambda symbol: symbol.best) -> str:
    """Return what was read, to be compared with `label`.

    That is the likeliest symbol, whatever the verdict, for a label of one symbol; else the whole
    text. If the label has no spaces, those of the text are left out as well.
    """
    if len(label) == 1:
        return named(reading.only) if reading.only else ""
    text = "\n".join(
        " ".join("".join(_known(each, named) for each in number.symbols) for number in line.numbers)
        for line in reading.lines
    )
    return digits_of(text) if label == digits_of(label) else text


def _known(symbol: Symbol, named: NamedAs) -> str:
    if symbol.is_known:
        return named(symbol)
    return _NOT_READ if UNREAD in symbol.alphabet.symbols else UNREAD
