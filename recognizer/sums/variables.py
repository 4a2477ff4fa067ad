"""Variables: a line that gives a letter a value, a = 5, and the values that hold below it."""

from __future__ import annotations

from recognizer.errors import SumError
from recognizer.sums.expression import Chain, Expression, Variable
from recognizer.sums.printer import printed
from recognizer.sums.worth import Values, worth


def names_in(tree: Chain | Expression) -> frozenset[str]:
    """Return the letters of the variables in `tree`."""
    return frozenset(each for each in printed(tree) if each.isalpha())


def defined_in(chain: Chain) -> str | None:
    """Return the letter that `chain` gives a value: a of "a=2+3"; None if there is none.

    What has the letter behind the sign, too, is a comparison: "a=a+1".
    """
    first, *others = chain.sides
    if not isinstance(first, Variable) or not others or chain.signs[0] != "=":
        return None
    return None if first.name in names_in(others[0]) else first.name


def values_below(values: Values, chain: Chain) -> Values:
    """Return the values that hold from `chain` on, of those above it.

    A letter has the value that it was given last. It has none if that could not be worked out.
    """
    name = defined_in(chain)
    if name is None:
        return values
    others = {each: value for each, value in values.items() if each != name}
    try:
        return {**others, name: worth(chain.sides[1], values)}
    except SumError:
        return others
