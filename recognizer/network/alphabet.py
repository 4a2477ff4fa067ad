"""Which symbols one may write, and how they are spoken of; a model card names its alphabets."""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

NONE = ""
"""The label of what is none of the symbols."""
SHOWN_NONE = "none"
"""What a list of labels shows for `NONE`."""
MAX_SYMBOLS, MAX_NAME_CHARACTERS = 200, 40
MAX_SAMPLE_CHARACTERS, MAX_SENTENCE_CHARACTERS = 4, 100
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
        a network does not have do not count. One may stand for several symbols, as "|" for "I" and
        for "L": it then tells that it is one of these, but not which.
    one, many : str
        What a symbol is called, and several: "digit", "digits".
    sample : str
        A few of them, to show on a button: "123". The first three if left out.
    holds : str
        All of them in words, as they stand after "I read": "digits and - . , / : + %". `many` if
        left out.
    call : str
        What an empty board asks for: "Draw a number". `many` are asked for if left out.
    """

    name: str
    symbols: tuple[str, ...]
    stand_ins: tuple[tuple[str, ...], ...]
    one: str
    many: str
    sample: str = ""
    holds: str = ""
    call: str = ""

    def __post_init__(self) -> None:
        usual = {
            "sample": "".join(self.symbols[:3]),
            "holds": self.many,
            "call": f"Draw {self.many}",
        }
        for key, value in usual.items():
            object.__setattr__(self, key, getattr(self, key) or value)

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
        more = {key: record[key] for key in _MAY_BE_LEFT_OUT if key in record}
        stand_ins = record.get("stand_ins", {})
        if not 1 < len(set(symbols)) == len(symbols) <= MAX_SYMBOLS:
            raise ValueError("an alphabet of so many symbols")
        if not all(_is_text(each, 1) and not each.isspace() for each in symbols):
            raise ValueError("an alphabet of other than single characters")
        if not all(_is_text(each, MAX_NAME_CHARACTERS) for each in names):
            raise ValueError("an alphabet without names")
        if not all(_is_text(each, _MAY_BE_LEFT_OUT[key]) for key, each in more.items()):
            raise ValueError("an alphabet that says nothing, or too much, of itself")
        if not set(stand_ins) <= set(symbols):
            raise ValueError("stand-ins for no symbol")
        if any(len({*symbols, *each}) < len(symbols) + len(each) for each in stand_ins.values()):
            raise ValueError("a stand-in that is a symbol, or named twice for one")
        name, one, many = names
        others = tuple(tuple(stand_ins.get(symbol, ())) for symbol in symbols)
        return cls(name, symbols, others, one, many, **more)

    def as_record(self) -> dict[str, Any]:
        """Return it as it stands in a model card."""
        pairs = zip(self.symbols, self.stand_ins, strict=True)
        return {
            "name": self.name,
            "symbols": list(self.symbols),
            "stand_ins": {symbol: list(others) for symbol, others in pairs if others},
            "one": self.one,
            "many": self.many,
            **{key: getattr(self, key) for key in _MAY_BE_LEFT_OUT},
        }

    @property
    def has_words(self) -> bool:
        """Whether words may be written; a few letters beside "=" only stand for numbers."""
        letters = sum(map(str.isalpha, self.symbols))
        return letters > 0 and ("=" not in self.symbols or letters >= len(string.ascii_lowercase))

    @property
    def none(self) -> str:
        """What it is called when it is none of the symbols: "not a digit"."""
        return f"not {self.any_one}"

    @property
    def any_one(self) -> str:
        """One of the symbols, whichever it is: "a digit"."""
        return f"{'an' if self.one[0] in 'aeiou' else 'a'} {self.one}"

    def named(self, label: str) -> str:
        """Return `label` as one speaks of it: "an 8", "no digit", a sign in quotation marks."""
        if label == NONE:
            return f"no {self.one}"
        if not label.isalnum():
            return f"“{label}”"
        return f"{'an' if label.upper() in _AN else 'a'} {label}"

    def typed(self, character: str) -> str | None:
        """Return the symbol that somebody names who types `character`; None if there is none.

        A small letter names a large one, and x a multiplication sign, which has no key.
        """
        large = character.upper()
        meant = (character, large, _TIMES if large == "X" else large)
        return next((each for each in meant if each in self.symbols), None)

    def places_in(self, labels: Sequence[str]) -> dict[str, tuple[int, ...]]:
        """Return which of the `labels` of a network stand for each symbol that it knows.

        These are the labels that stand for no other symbol. Its own is the first, if there is one.
        """
        shared = self._shared()
        known = {label: place for place, label in enumerate(labels) if label not in shared}
        found = (
            (symbol, tuple(known[each] for each in (symbol, *others) if each in known))
            for symbol, others in zip(self.symbols, self.stand_ins, strict=True)
        )
        return {symbol: places for symbol, places in found if places}

    def shared_in(self, labels: Sequence[str]) -> dict[int, tuple[str, ...]]:
        """Return the places of the `labels` that stand for several symbols, and for which ones.

        Only symbols in `places_in` count.
        """
        own, shared = self.places_in(labels), self._shared()
        found = (
            (place, tuple(each for each in shared.get(label, ()) if each in own))
            for place, label in enumerate(labels)
        )
        return {place: symbols for place, symbols in found if symbols}

    def _shared(self) -> dict[str, list[str]]:
        """Return the labels that stand for several symbols, and these."""
        stands_for: dict[str, list[str]] = {}
        for symbol, others in zip(self.symbols, self.stand_ins, strict=True):
            for each in others:
                stands_for.setdefault(each, []).append(symbol)
        return {label: symbols for label, symbols in stands_for.items() if len(symbols) > 1}


_MAY_BE_LEFT_OUT = {
    "sample": MAX_SAMPLE_CHARACTERS,
    "holds": MAX_SENTENCE_CHARACTERS,
    "call": MAX_SENTENCE_CHARACTERS,
}
"""Keys of a record, and how many characters each has at most."""


def _is_text(value: object, longest: int) -> bool:
    return isinstance(value, str) and 0 < len(value) <= longest and value.isprintable()


def _with(alphabet: Alphabet, stand_ins: dict[str, str]) -> Alphabet:
    others = tuple(tuple(stand_ins.get(symbol, "")) for symbol in alphabet.symbols)
    return replace(alphabet, stand_ins=others)


def _with_signs(name: str, signs: str, sample: str, call: str, letters: str = "") -> Alphabet:
    """Return an alphabet of digits and signs, perhaps with letters that stand for numbers."""
    also = f", and letters such as {letters[0]}" if letters else ""
    return _with(
        Alphabet(
            name,
            (*string.digits, *signs, *letters),
            (),
            "digit or sign",
            "digits and signs",
            sample,
            f"digits and {' '.join(signs)}{also}",
            call,
        ),
        _LIKE_DIGITS | _LIKE_SIGNS,
    )


_TIMES = "\N{MULTIPLICATION SIGN}"
_LIKE_DIGITS = {"0": "Oo", "1": "lI|"}
_LIKE_SIGNS = {"1": "lI", _TIMES: "xX", "+": "t", "-": "_"}
"""Where signs are written, a bar is a sign of its own: it parts numbers, as in 38|94."""
_LIKE_LETTERS = {
    **dict(zip(string.ascii_uppercase, string.ascii_lowercase, strict=True)),
    **{"O": "o0", "I": "i1|", "L": "l1|", "S": "s5", "X": f"x{_TIMES}", "Z": "z2"},
}
"""A bare bar is a large I as well as a small l."""
DIGITS = _with(
    Alphabet(
        "digits",
        tuple(string.digits),
        (),
        "digit",
        "digits",
        "123",
        "digits, 0 to 9",
        "Draw a number",
    ),
    _LIKE_DIGITS,
)
"""The alphabet of a model whose card names none."""
NUMBERS = _with_signs("numbers", "-.,/:+%", "1.5", "Draw a number")
VARIABLES = "adehkmnpuwy"
"""Letters that may stand for a number in a sum. They look like no digit and no sign: not c, which
looks like a parenthesis, nor b and q, which look like 6 and 9. An x is a times sign at first."""
SUMS = _with_signs("sums", f"+-{_TIMES}÷/:*=<>√().,%", "1+2", "Write a sum", VARIABLES)
LETTERS = _with(
    Alphabet(
        "letters",
        tuple(string.ascii_uppercase),
        (),
        "letter",
        "letters",
        sample="ABC",
        holds="letters, A to Z",
    ),
    _LIKE_LETTERS,
)
"""Small letters count as large ones."""


def alphabets_of(labels: Sequence[str]) -> tuple[Alphabet, ...]:
    """Return the alphabets for the card of a network with these `labels`, the usual one first.

    Each is one of which the network knows all symbols; the last, "text", holds all labels: digits,
    then letters, then signs.
    """
    some = (DIGITS, NUMBERS, SUMS, LETTERS)
    known = tuple(each for each in some if len(each.places_in(labels)) == len(each.symbols))
    if any(set(labels) <= set(each.symbols) for each in known):
        return known
    words = ("character", "characters", "A1?", "any character", "Write anything")
    every = sorted(labels, key=lambda each: (not each.isdigit(), not each.isalpha()))
    return (*known, Alphabet("text", tuple(every), ((),) * len(every), *words))
