"""Whether an answer is right, wrong, or to be asked about: nobody is punished for a misreading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from recognizer.reading.result import Reading, Symbol

RIGHT_SECONDS = 0.45
"""The pen has been up so long before an answer is right: 17 begins as 1, a 4 has late strokes."""
WRONG_SECONDS = 1.2
"""And so long before it is wrong."""
SURE = 0.9
"""A symbol that was read less surely is asked about."""
MIN_ASKED_CHANCE = 0.05
"""So is one that may have been meant as the asked one."""


class Verdict(Enum):
    """What becomes of what was written so far."""

    WAIT = "wait"
    RIGHT = "right"
    WRONG = "wrong"
    ASK = "ask"
    """Ask the player whether the symbol in doubt is the asked one."""
    UNREAD = "unread"
    """Something of it was not read: that is marked, and costs nothing."""


@dataclass(frozen=True)
class Judgment:
    """A verdict; with `ASK`, whether `symbol` is the digit `asked`."""

    verdict: Verdict
    symbol: Symbol | None = None
    asked: str = ""


WAIT = Judgment(Verdict.WAIT)


def judge(
    reading: Reading | None,
    answer: str,
    up_seconds: float,
    entered: bool = False,
    asks: bool = True,
) -> Judgment:
    """Return what becomes of `reading`, where the digits of `answer` are asked.

    The pen has been up for `up_seconds`; `entered` tells that the player says that this is all. If
    a question is not allowed any more (`asks`), what is in doubt counts as unread.
    """
    symbols = reading.symbols if reading else ()
    if not symbols:
        return WAIT
    if "".join(each.label for each in symbols) == answer:
        return Judgment(Verdict.RIGHT) if entered or up_seconds >= RIGHT_SECONDS else WAIT
    if not entered and (len(symbols) < len(answer) or up_seconds < WRONG_SECONDS):
        return WAIT
    return _not_right(symbols, answer, asks)


def judge_typed(text: str, answer: str, up_seconds: float, entered: bool = False) -> Judgment:
    """Return what becomes of a typed `text`; its last key was struck `up_seconds` ago."""
    if not text:
        return WAIT
    if text == answer:
        return Judgment(Verdict.RIGHT) if entered or up_seconds >= RIGHT_SECONDS else WAIT
    is_all = entered or (len(text) >= len(answer) and up_seconds >= WRONG_SECONDS)
    return Judgment(Verdict.WRONG) if is_all else WAIT


def _not_right(symbols: Sequence[Symbol], answer: str, asks: bool) -> Judgment:
    if len(symbols) != len(answer):
        is_sure = all(each.confidence >= SURE for each in symbols)
        return Judgment(Verdict.WRONG if is_sure else Verdict.UNREAD)
    pairs = zip(symbols, answer, strict=True)
    differing = [(symbol, asked) for symbol, asked in pairs if symbol.label != asked]
    if not all(may_be(symbol, asked) for symbol, asked in differing):
        return Judgment(Verdict.WRONG)
    symbol, asked = differing[0]
    return Judgment(Verdict.ASK, symbol, asked) if asks else Judgment(Verdict.UNREAD)


def may_be(symbol: Symbol, asked: str) -> bool:
    """Tell whether `symbol` may have been meant as the digit `asked`, though it was not so read."""
    if symbol.said is not None:
        return False
    chance = next((each.confidence for each in symbol.candidates if each.label == asked), 0.0)
    return symbol.confidence < SURE or chance >= MIN_ASKED_CHANCE
