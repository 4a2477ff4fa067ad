"""The characters of a typed calculation as tokens: numbers and signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from recognizer.errors import SumError
from recognizer.sums.expression import (
    COMPARISONS,
    DIVISION_SIGNS,
    MINUS,
    PLUS,
    TIMES_SIGNS,
    Expression,
    Number,
)
from recognizer.sums.printer import FRACTION_SLASH, RAISED, ROOT_SIGN

Token: TypeAlias = str | Expression
"""A sign, or what is a whole of its own already: a number, a fraction, a root."""
MAX_CHARACTERS = 400
"""More is not a calculation, and its tree would be too deep for Python."""
_TIMES = "\N{MULTIPLICATION SIGN}"
_SAME_AS = str.maketrans(
    {
        "x": _TIMES,
        "X": _TIMES,
        "\N{DOT OPERATOR}": "\N{MIDDLE DOT}",
        "\N{MINUS SIGN}": MINUS,
        "\N{EN DASH}": MINUS,
        "\N{RATIO}": ":",
        "\N{DIVISION SLASH}": "/",
    }
)
"""Signs that stand for others."""
_SIGNS = f"{PLUS}{MINUS}{TIMES_SIGNS}{DIVISION_SIGNS}{COMPARISONS}()%"
_TOKEN = re.compile(
    rf"(?P<number>[0-9]+(?:[.,][0-9]+)?)"
    rf"|(?P<sign>[{re.escape(_SIGNS + FRACTION_SLASH + RAISED + ROOT_SIGN)}])|\s+"
)


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of `text`.

    Raises
    ------
    SumError
        If there are other characters in it, or more than `MAX_CHARACTERS`.
    """
    if len(text) > MAX_CHARACTERS:
        raise SumError(f"a sum of {len(text)} characters: at most {MAX_CHARACTERS} are read")
    return list(_tokens(text.translate(_SAME_AS), text))


def _tokens(text: str, typed: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            raise SumError(f"“{typed[at]}” is not part of a sum")
        at = found.end()
        if found["number"]:
            yield Number(found["number"])
        elif found["sign"]:
            yield found["sign"]
