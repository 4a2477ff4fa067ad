"""Whether an answer is right, wrong, or to be asked about: nobody is punished for a misreading.

The game knows what is asked. So it does not only look at what was read: it weighs how well the ink
reads as the asked digits, against how well it reads as what was read.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from recognizer.reading.result import Reading, Symbol

RIGHT_SECONDS = 0.45
"""The pen has been up so long before an answer is right: 17 begins as 1, a 4 has late strokes."""
WRONG_SECONDS = 1.2
"""And so long before it is wrong, or in doubt."""
LIKELY_NATS = 1.0
"""An answer counts as the asked one if its logarithm of probability is behind that of what was read
by no more than this, 2.7 to 1: players are right far more often than that."""
POSSIBLE_NATS = 6.0
"""And is asked about if it is behind by no more than this, 400 to 1. With 4.6, twice as many right
answers of `dev` hands are called wrong (0.13 %), and 0.3 % of the wrong ones are asked about; with
6 it is 0.9 %, with 8 it is 4 %."""
MIN_KNOWNNESS = 0.1
"""What is a digit by less, in [0, 1], does not count without a question: a scrawl has a likeliest
digit, too."""
MIN_CONFIDENCE = 0.5
"""If there are more digits than asked, or fewer, each is one by this at least, or none was read: it
may be a slip of the pen."""
_LEAST_KNOWNNESS, _LEAST_CHANCE = 1e-3, 1e-4  # lower ones count as much


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
_RIGHT, _WRONG, _UNREAD = map(Judgment, (Verdict.RIGHT, Verdict.WRONG, Verdict.UNREAD))


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
    if not reading or not symbols:
        return WAIT
    if "".join(each.label for each in symbols) == answer:
        return _RIGHT if entered or up_seconds >= RIGHT_SECONDS else WAIT
    if not entered and up_seconds < WRONG_SECONDS:
        return WAIT
    as_asked = _as_asked(reading, answer)
    behind = _nats([_read(each) for each in symbols], symbols) - _nats(answer, as_asked)
    if behind <= LIKELY_NATS and all(each.knownness >= MIN_KNOWNNESS for each in as_asked):
        return _RIGHT
    if not entered and len(symbols) < len(answer):
        return WAIT
    if behind <= POSSIBLE_NATS:
        is_asked = asks and not any(map(_is_ruled_out, as_asked))
        return _asking(answer, as_asked) if is_asked else _UNREAD
    if len(symbols) != len(answer):
        is_read = all(each.confidence >= MIN_CONFIDENCE for each in symbols)
    else:
        is_read = not any(each.is_unread for each in symbols)
    return _WRONG if is_read else _UNREAD


def judge_typed(text: str, answer: str, up_seconds: float, entered: bool = False) -> Judgment:
    """Return what becomes of a typed `text`; its last key was struck `up_seconds` ago."""
    if not text:
        return WAIT
    if text == answer:
        return _RIGHT if entered or up_seconds >= RIGHT_SECONDS else WAIT
    is_all = entered or (len(text) >= len(answer) and up_seconds >= WRONG_SECONDS)
    return _WRONG if is_all else WAIT


def _is_ruled_out(symbol: Symbol) -> bool:
    """Tell whether it is no digit, such as the dot of a tap: a yes would teach that it is one."""
    return symbol.said is None and symbol.knownness == 0.0


def _as_asked(reading: Reading, answer: str) -> tuple[Symbol, ...]:
    """Return as many symbols as `answer` has digits; none if the ink cannot be parted so."""
    if reading.as_expected and len(reading.as_expected.symbols) == len(answer):
        return reading.as_expected.symbols
    return reading.symbols if len(reading.symbols) == len(answer) else ()


def _nats(labels: Sequence[str], symbols: Sequence[Symbol]) -> float:
    """Return the logarithm of how likely it is that `symbols` are `labels`."""
    if not symbols:
        return -math.inf
    return sum(_log(each, label) for each, label in zip(symbols, labels, strict=True))


def _read(symbol: Symbol) -> str:
    return symbol.best if symbol.said is None else symbol.said


def _log(symbol: Symbol, label: str) -> float:
    knownness = symbol.knownness if symbol.said is None else 1.0
    chance = max(symbol.chance_of(label), _LEAST_CHANCE)
    return math.log(max(knownness, _LEAST_KNOWNNESS)) + math.log(chance)


def _asking(answer: str, as_asked: Sequence[Symbol]) -> Judgment:
    """Ask about the digit that is least like the asked one."""
    symbol, asked = min(zip(as_asked, answer, strict=True), key=lambda pair: _log(*pair))
    return Judgment(Verdict.ASK, symbol, asked)
