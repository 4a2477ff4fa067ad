"""What may stand beside what among digits: a slash parts two numbers, and brackets come in pairs.

Each symbol belongs to a class. A line is a path from class to class; each step that is odd makes it
less likely. What a symbol is then follows from its own look and from all ways to read the others
(the forward-backward algorithm of hidden Markov models; Rabiner 1989, "A Tutorial on Hidden Markov
Models").
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from recognizer.network.alphabet import Alphabet

FloatArray = npt.NDArray[np.float64]

ODD_NATS = 3.0
"""A step that is odd is less likely by so much: one in twenty, by judgment, not by a fit. Of sums
built of UNIPEN dev hands it mends seven of nine brackets misread; a sure sign stays what it is."""
UNCLOSED_NATS = 1.5
"""A bracket that is still open where the line ends: whoever writes has not come to its end. Of 80
sums that begin with one and do not close it, 76 are then read; 68 if it were odd."""
MAX_OPEN = 2
"""Brackets within brackets are counted up to so many."""
CLASSES = ("0123456789", "/:*\N{MULTIPLICATION SIGN}÷", "+-", "=<>", "(", ")", ".,", "%", "√")
"""Symbols with the same neighbors. Any other symbol, and what is none, may stand anywhere."""
_AFTER = {
    "": "0+=(.√",
    "0": "0/+=().%",
    "/": "0+(.√",
    "+": "0(.√",
    "=": "0+(.√",
    "(": "0+(.√",
    ")": "0/+=()%",
    ".": "0+=",
    "%": "/+=).",
    "√": "0(.",
}
"""What follows a symbol, each named by the first of its class; the first row is what may begin."""
_MAY_END = "0+=).%"


def is_of_numbers(alphabet: Alphabet) -> bool:
    """Tell whether `alphabet` is of digits and signs, which have a syntax; words have none."""
    used = {class_of(each) for each in alphabet.symbols if not each.isalpha()}
    return len(used) > 1 and len(CLASSES) not in used and not alphabet.has_words


def class_of(symbol: str) -> int:
    """Return the class of a symbol, by its place in `CLASSES`; one more for any other."""
    return next((k for k, symbols in enumerate(CLASSES) if symbol in symbols), len(CLASSES))


def in_context(chances: FloatArray) -> FloatArray:
    """Return what the others on a line tell of each of n symbols, as logarithms <= 0.

    `chances` are those of the classes by themselves, the last one for any other; the same shape,
    (n, len(CLASSES) + 1).
    """
    seen = np.repeat(np.maximum(chances, 1e-9), MAX_OPEN + 1, axis=1)
    before, after = [_FIRST], [_LAST]
    for row in seen[:-1]:
        step = (before[-1] * row) @ _STEPS
        before.append(step / step.max())
    for row in seen[:0:-1]:
        step = _STEPS @ (after[-1] * row)
        after.append(step / step.max())
    told = (np.array(before) * np.array(after[::-1])).reshape(len(seen), -1, MAX_OPEN + 1).sum(-1)
    return np.asarray(np.log(told / told.max(axis=1, keepdims=True)))


def _odd(count: int) -> float:
    return float(np.exp(-ODD_NATS * count))


def _step(before: str, was_open: int, symbol: str) -> tuple[int, float]:
    """Return how many brackets are open after `symbol`, and the factor of this step.

    Both symbols are the first of their class, "" for any other; the one `before` is "begin" where
    the line begins.
    """
    odd = (
        before != "" and symbol != "" and symbol not in _AFTER["" if before == "begin" else before]
    )
    now_open = was_open + {"(": 1, ")": -1}.get(symbol, 0)
    return min(max(now_open, 0), MAX_OPEN), _odd(odd + (now_open < 0))


def _tables() -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the factors of each state as the first, from each to each, and as the last.

    A state is a class, and how many brackets are open.
    """
    names, levels = (*(each[0] for each in CLASSES), ""), MAX_OPEN + 1
    first, last = np.zeros(len(names) * levels), np.zeros(len(names) * levels)
    steps = np.zeros((len(first), len(first)))
    for to, symbol in enumerate(names):
        now_open, factor = _step("begin", 0, symbol)
        first[to * levels + now_open] = factor
        for state in range(len(first)):
            now_open, factor = _step(names[state // levels], state % levels, symbol)
            steps[state, to * levels + now_open] = factor
        for is_open in range(levels):
            odd = symbol not in _MAY_END  # "" is in it
            unclosed = float(np.exp(-UNCLOSED_NATS * (is_open > 0)))
            last[to * levels + is_open] = _odd(odd) * unclosed
    return first, steps, last


_FIRST, _STEPS, _LAST = _tables()
