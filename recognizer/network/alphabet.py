"""Which symbols one may write, and how they are spoken of; a model card names its alphabets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

NONE = ""
"""The label of what is none of the symbols."""
SHOWN_NONE = "none"
"""What a list of labels shows for `NONE`."""
MAX_SYMBOLS, MAX_NAME = 200, 40
_AN = frozenset("8AEFHILMNORSX")  # spoken with a vowel first: an 8


@dataclass(frozen=True)
class Alphabet:
    """The symbols that may be written.

    Parameters
    ----------
    name : str
        By which it is chosen: "digits".
    symbols : tuple of str
        As they stand in a text, one printable character each.
    stand_ins : tuple of tuple of str
        For each symbol, the other labels of a network that stand for it, as "O" for "0": those that
        a network does not have do not count.
    one, many : str
        What a symbol is called, and several: "digit", "digits".
    """

    name: str
    symbols: tuple[str, ...]
    stand_ins: tuple[tuple[str, ...], ...]
    one: str
    many: str

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Alphabet:
        """Take an alphabet out of a decoded model card.

        Raises
        ------
        ValueError, TypeError, KeyError
            If it makes no sense.
        """
        symbols = tuple(record["symbols"])
        names = tuple(str(record[key]) for key in ("name", "one", "many"))
        stand_ins = record.get("stand_ins", {})
        if not 1 < len(set(symbols)) == len(symbols) <= MAX_SYMBOLS:
            raise ValueError("an alphabet of so many symbols")
        if not all(_is_text(each, 1) and not each.isspace() for each in symbols):
            raise ValueError("an alphabet of other than single characters")
        if not all(_is_text(each, MAX_NAME) for each in names):
            raise ValueError("an alphabet without names")
        if not set(stand_ins) <= set(symbols):
            raise ValueError("stand-ins for no symbol")
        named = [*symbols, *(each for others in stand_ins.values() for each in others)]
        if len(set(named)) < len(named):
            raise ValueError("a label that stands for two symbols")
        name, one, many = names
        return cls(name, symbols, tuple(tuple(stand_ins.get(s, ())) for s in symbols), one, many)

    def as_record(self) -> dict[str, Any]:
        """Return it as it stands in a model card."""
        pairs = zip(self.symbols, self.stand_ins, strict=True)
        return {
            "name": self.name,
            "symbols": list(self.symbols),
            "stand_ins": {symbol: list(others) for symbol, others in pairs if others},
            "one": self.one,
            "many": self.many,
        }

    @property
    def none(self) -> str:
        """What it is called when it is none of the symbols: "not a digit"."""
        return f"not {self.any_one}"

    @property
    def any_one(self) -> str:
        """One of the symbols, whichever it is: "a digit"."""
        return f"{'an' if self.one[0] in 'aeiou' else 'a'} {self.one}"

    def named(self, label: str) -> str:
        """Return `label` as one speaks of it: "an 8", "no digit"."""
        if label == NONE:
            return f"no {self.one}"
        return f"{'an' if label.upper() in _AN else 'a'} {label}"

    def places_in(self, labels: Sequence[str]) -> dict[str, tuple[int, ...]]:
        """Return which of the `labels` of a network stand for each symbol that it knows."""
        found = (
            (symbol, tuple(k for k, label in enumerate(labels) if label in (symbol, *others)))
            for symbol, others in zip(self.symbols, self.stand_ins, strict=True)
        )
        return {symbol: places for symbol, places in found if places}


def _is_text(value: object, longest: int) -> bool:
    return isinstance(value, str) and 0 < len(value) <= longest and value.isprintable()


DIGITS = Alphabet(
    "digits",
    tuple("0123456789"),
    (("O", "o"), ("l", "I", "|"), (), (), (), (), (), (), (), ()),
    "digit",
    "digits",
)
"""The alphabet of a model whose card names none."""


def alphabets_of(labels: Sequence[str]) -> tuple[Alphabet, ...]:
    """Return the alphabets for the card of a network with these `labels`, the usual one first.

    Each is one of which the network knows all symbols.
    """
    return tuple(each for each in (DIGITS,) if len(each.places_in(labels)) == len(each.symbols))
