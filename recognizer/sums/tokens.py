"""The characters of a typed calculation as tokens: numbers, letters and signs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import TypeAlias

from recognizer.errors import SumError
from recognizer.reading.regions.glyph import MINUS, PLUS, ROOT_SIGN
from recognizer.sums.expression import (
    COMPARISONS,
    DIVISION_SIGNS,
    TIMES_SIGNS,
    Expression,
    Number,
    Variable,
)
from recognizer.sums.printer import FRACTION_SLASH, RAISED

Token: TypeAlias = str | Expression
"""A sign, or what is a whole of its own already: a number, a fraction, a root."""
MAX_CHARACTERS = 400
"""More is not a calculation, and its tree would be too deep for Python."""
_TIMES = "\N{MULTIPLICATION SIGN}"
_SAME_AS = str.maketrans(
    {
        "X": "x",
        "\N{DOT OPERATOR}": "\N{MIDDLE DOT}",
        "\N{MINUS SIGN}": MINUS,
        "\N{EN DASH}": MINUS,
        "\N{RATIO}": ":",
        "\N{DIVISION SLASH}": "/",
    }
)
"""Signs that stand for others."""
_SIGNS = f"{PLUS}{MINUS}{TIMES_SIGNS}{DIVISION_SIGNS}{COMPARISONS}()%"
_BEGINNINGS, _ENDS = f"({ROOT_SIGN}", ")%"
_LIKE_TIMES = Variable("x")
_TOKEN = re.compile(
    rf"(?P<number>[0-9]+(?:[.,][0-9]+)?)"
    rf"|(?P<letter>[a-zA-Z])"
    rf"|(?P<sign>[{re.escape(_SIGNS + FRACTION_SLASH + RAISED + ROOT_SIGN)}])|\s+"
)


def tokens_of(text: str, names: Collection[str] = ()) -> list[Token]:
    """Return the tokens of `text`, in which the variables of these `names` have a value.

    An x between two things means times: 2x3. Before a minus it is a variable if it has a value.

    Raises
    ------
    SumError
        If there are other characters in it, or more than `MAX_CHARACTERS`.
    """
    if len(text) > MAX_CHARACTERS:
        raise SumError(f"a sum of {len(text)} characters: at most {MAX_CHARACTERS} are read")
    found = list(_tokens(text.translate(_SAME_AS), text))
    return [_TIMES if _is_times(found, k, names) else each for k, each in enumerate(found)]


def _tokens(text: str, typed: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            raise SumError(f"“{typed[at]}” is not part of a sum")
        at = found.end()
        if found["number"]:
            yield Number(found["number"])
        elif found["letter"]:
            yield Variable(found["letter"])
        elif found["sign"]:
            yield found["sign"]


def _is_times(tokens: Sequence[Token], k: int, names: Collection[str]) -> bool:
    """Tell whether a token is an x that means times."""
    if tokens[k] != _LIKE_TIMES or not 0 < k < len(tokens) - 1:
        return False
    before, behind = tokens[k - 1], tokens[k + 1]
    if isinstance(before, str) and before not in _ENDS:
        return False
    if behind == MINUS:
        return not (_LIKE_TIMES.name in names and isinstance(before, Number))
    return not isinstance(behind, str) or behind in _BEGINNINGS
