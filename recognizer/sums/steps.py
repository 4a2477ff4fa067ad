"""What is worked out first: the steps from a calculation to its answer, in words for a pupil."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from recognizer.errors import SumError
from recognizer.reading.glyph import MINUS, PLUS, ROOT_SIGN
from recognizer.sums.answers import ABOUT, decimal_sign, is_fraction_in, written
from recognizer.sums.expression import (
    DIVISION_SIGNS,
    TIMES_SIGNS,
    Bar,
    Chain,
    Expression,
    Group,
    Mixed,
    Negative,
    Number,
    Operation,
    Percent,
    Power,
    Root,
)
from recognizer.sums.printer import FRACTION_SLASH, RAISED, printed
from recognizer.sums.worth import NO_VALUES, Value, Values, worth

TIMES = TIMES_SIGNS[0]
_RAISED_WHOLE = re.compile(rf"\{RAISED}(\d+|\(-\d+\))(?![\d⁄]|[.,]\d)")
_RAISED_DIGITS = str.maketrans("0123456789-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻  ")


@dataclass(frozen=True)
class Step:
    """One thing that is worked out: `what` "6×2", `result` "12"; `what` is "" for the answer.

    `why` is the rule that it comes now, "times comes before plus"; "" where that needs no words. In
    a column, `place` is "Ones", and `then` what is written down, "write 3, carry 1".
    """

    what: str
    result: str
    why: str = ""
    place: str = ""
    then: str = ""


def steps(tree: Chain, values: Values = NO_VALUES, decimal: str = "") -> tuple[Step, ...]:
    """Return what is worked out of the sides of a line, in this order.

    It ends where something has no answer, or no value. For `values` and `decimal` see `found.Sum`.
    """
    working = _Working(values, decimal or decimal_sign(tree) or ".")
    try:
        for side in tree.sides:
            working.side(side)
    except SumError:
        pass
    return tuple(working.done)


def sentence(step: Step, start: str = "") -> str:
    """Return a step in words, such as "First 6×2 = 12, because times comes before plus".

    `start` is "First" or "Then"; in a column, the place stands there.
    """
    is_about = step.result.startswith(ABOUT)
    equal = f"{step.what} {ABOUT if is_about else '='} {step.result.removeprefix(ABOUT)}"
    why = f", because {step.why}" if step.why else ""
    if step.place:
        worked = f"{equal}{why}: " if step.what else ""
        return f"{step.place}: {worked}{step.then}."
    text = equal if step.what else f"the answer is {step.result}"
    return in_small(f"{start} {text}{why}.".strip())


def sentences(found: Sequence[Step]) -> tuple[str, ...]:
    """Return steps in words, one after the other."""
    starts = ["First", *["Then"] * len(found)] if len(found) > 1 else [""]
    return tuple(sentence(step, start) for step, start in zip(found, starts, strict=False))


def in_small(text: str) -> str:
    """Return `text` with raised digits for whole exponents: "2^10" becomes "2¹⁰"."""
    return _RAISED_WHOLE.sub(lambda hit: hit[1].strip("()").translate(_RAISED_DIGITS), text)


class _Working:
    """Works out sides of a calculation, and notes each step."""

    def __init__(self, values: Values, decimal: str) -> None:
        self._values = values
        self._decimal = decimal
        self._as_fraction = False
        self._told: set[str] = set()
        self.done: list[Step] = []

    def side(self, tree: Expression) -> None:
        """Note the steps to what a side is worth."""
        self._as_fraction = is_fraction_in(tree)
        before = len(self.done)
        result = self._written(self._worked(tree))
        if len(self.done) > before and self.done[-1].result != result:
            self.done.append(Step("", result))

    def _worked(self, tree: Expression, why: str = "") -> Value:
        """Return what `tree` is worth, after noting the steps to it; `why` is for its last one."""
        match tree:
            case Group(inner):
                self._worked(inner, "what is in parentheses comes first")
            case Operation("", left, right):
                means = f"{printed(tree)} means {printed(left)}{TIMES}{printed(right)}"
                self._note(tree, f"{self._part(left)}{TIMES}{self._part(right)}", means)
            case Operation(sign, left, right):
                one = self._part(left, _why_left(sign, left), is_first=True)
                self._note(tree, f"{one}{sign}{self._part(right, _why_right(sign, right))}", why)
            case Negative(inner):
                is_power = isinstance(inner, Power)
                self._worked(inner, "a power comes before the minus" if is_power else "")
            case _:
                self._work_apart(tree, why)
        return worth(tree, self._values)

    def _work_apart(self, tree: Expression, why: str) -> None:
        """Note the steps to what has parts at other heights, or a percent sign."""
        match tree:
            case Percent(inner):
                self._note(tree, f"{self._tight(inner)}%", "percent means hundredths")
            case Power(base, exponent):
                self._note(tree, f"{self._tight(base)}{RAISED}{self._tight(exponent)}", why)
            case Root(radicand):
                self._note(tree, ROOT_SIGN + self._tight(radicand), why)
            case Mixed(whole, part):
                what = f"{whole.text}{PLUS}{self._part(part)}"
                self._note(tree, what, "a fraction behind a whole number is added to it")
            case Bar(top, bottom):
                self._note(tree, f"{self._tight(top)}{FRACTION_SLASH}{self._tight(bottom)}", why)

    def _note(self, tree: Expression, what: str, why: str) -> None:
        """Note a step to what `tree` is worth, unless that says nothing; each reason once."""
        result = self._written(worth(tree, self._values))
        if result != what:
            self.done.append(Step(what, result, "" if why in self._told else why))
            self._told.add(why)

    def _part(self, tree: Expression, why: str = "", is_first: bool = False) -> str:
        """Work out `tree`, and return what stands for it in another step."""
        text = self._written(self._worked(tree, why)).removeprefix(ABOUT)
        if isinstance(tree, Number):
            return tree.text
        is_apart = TIMES in text or (text.startswith(MINUS) and not is_first)
        return f"({text})" if is_apart else text

    def _tight(self, tree: Expression) -> str:
        """Work out `tree`, and return what stands for it beside what binds tighter."""
        text = self._part(tree)
        return f"({text})" if FRACTION_SLASH in text and not text.startswith("(") else text

    def _written(self, found: Value) -> str:
        return written(found, self._as_fraction, self._decimal)


def _why_left(sign: str, left: Expression) -> str:
    """Return why the left side of an operation is worked out first, if that must be said."""
    if not isinstance(left, Operation) or not left.sign:
        return ""
    is_sum = sign in PLUS + MINUS
    if is_sum != (left.sign in PLUS + MINUS) or {sign, left.sign} <= {PLUS, *TIMES_SIGNS}:
        return ""
    return f"{'plus and minus' if is_sum else 'times and division'} go from the left"


def _why_right(sign: str, right: Expression) -> str:
    """Return why the right side of an operation is worked out first, if that must be said."""
    if isinstance(right, Power):
        return f"a power comes before {_name(sign)}"
    return f"{_name(right.sign)} comes before {_name(sign)}" if isinstance(right, Operation) else ""


def _name(sign: str) -> str:
    if sign in DIVISION_SIGNS:
        return "division"
    return {PLUS: "plus", MINUS: "minus"}.get(sign, "times")
