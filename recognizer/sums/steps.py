"""What is worked out first: the steps from a calculation to its answer, in words for a pupil."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from recognizer.errors import SumError
from recognizer.reading.regions.glyph import MINUS, PLUS, ROOT_SIGN
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

    That is what stands deepest in parentheses, above a bar, raised or under a roof, and there what
    binds tightest, from the left. A side that has no answer, or no value, has no steps. For
    `values` and `decimal` see `found.Sum`.
    """
    found: list[Step] = []
    for side in tree.sides:
        with suppress(SumError):
            found += _Working(side, values, decimal or decimal_sign(tree) or ".").steps()
    reasons: set[str] = set()
    return tuple(_with_new_reason(each, reasons) for each in found)


def _with_new_reason(step: Step, told: set[str]) -> Step:
    """Return a step whose reason has not been `told`, which it is from now on."""
    if step.why in told:
        return replace(step, why="")
    told.add(step.why)
    return step


def sentences(found: Sequence[Step], tells: bool = True) -> tuple[str, ...]:
    """Return steps in words, such as "First 6×2 = 12, because times comes before plus".

    What comes out is in it if it `tells` that.
    """
    told = [each for each in found if tells or each.what]
    starts = ["First", *["Then"] * len(told)] if len(told) > 1 else [""]
    return tuple(_sentence(*pair, tells) for pair in zip(told, starts, strict=False))


def _sentence(step: Step, start: str, tells: bool) -> str:
    is_about = step.result.startswith(ABOUT)
    result = f" {ABOUT if is_about else '='} {step.result.removeprefix(ABOUT)}" if tells else ""
    why = f", because {step.why}" if step.why else ""
    if step.place:
        worked = f"{step.what}{result}{why}" if step.what else ""
        return ": ".join(filter(None, (step.place, worked, step.then if tells else ""))) + "."
    text = f"{step.what}{result}" if step.what else f"the answer is {step.result}"
    return in_small(f"{start} {text}{why}.".strip())


def in_small(text: str) -> str:
    """Return `text` with raised digits for whole exponents: "2^10" becomes "2¹⁰"."""
    return _RAISED_WHOLE.sub(lambda hit: hit[1].strip("()").translate(_RAISED_DIGITS), text)


class _Working:
    """Works out one side of a calculation, and notes each step."""

    def __init__(self, tree: Expression, values: Values, decimal: str) -> None:
        self._tree = tree
        self._values = values
        self._decimal = decimal
        self._as_fraction = is_fraction_in(tree)
        self._depth = 0
        self._done: list[tuple[int, int, Step]] = []

    def steps(self) -> list[Step]:
        """Return the steps to what it is worth."""
        result = self._written(self._worked(self._tree))
        in_order = sorted(self._done, key=lambda each: (-each[0], each[1]))
        found = [step for _, _, step in in_order]
        return [*found, Step("", result)] if found and found[-1].result != result else found

    def _worked(self, tree: Expression, why: str = "") -> Value:
        """Return what `tree` is worth, after noting the steps to it; `why` is for its last one."""
        match tree:
            case Group(inner):
                self._depth += 1
                self._worked(inner, "what is in parentheses comes first")
                self._depth -= 1
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
        """Note a step to what `tree` is worth, unless that says nothing."""
        result = self._written(worth(tree, self._values))
        if result != what:
            self._done.append((self._depth, _looseness(tree), Step(what, result, why)))

    def _part(self, tree: Expression, why: str = "", is_first: bool = False) -> str:
        """Work out `tree`, and return what stands for it in another step."""
        text = self._written(self._worked(tree, why)).removeprefix(ABOUT)
        if isinstance(tree, Number):
            return tree.text
        is_apart = TIMES in text or (text.startswith(MINUS) and not is_first)
        return f"({text})" if is_apart else text

    def _tight(self, tree: Expression) -> str:
        """Work out a part of what is worked out as one, and return what stands for it."""
        self._depth += 1
        text = self._part(tree)
        self._depth -= 1
        return f"({text})" if FRACTION_SLASH in text and not text.startswith("(") else text

    def _written(self, found: Value) -> str:
        return written(found, self._as_fraction, self._decimal)


def _looseness(tree: Expression) -> int:
    """Return how loosely the sign of a tree binds: what is looser is worked out later."""
    if not isinstance(tree, Operation):
        return 0
    return 2 if tree.sign and tree.sign in PLUS + MINUS else 1


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
