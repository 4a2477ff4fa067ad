"""A tree as text that `grammar.parsed` reads back as the same tree.

A bar is the fraction slash, and what is raised stands behind "^". What stands above, below, raised
or under a roof is put in parentheses if it is more than a number or a letter; they are not part of
the tree.
"""

from __future__ import annotations

from recognizer.reading.regions.glyph import ROOT_SIGN
from recognizer.sums.expression import (
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
    Variable,
)

FRACTION_SLASH, RAISED = "\N{FRACTION SLASH}", "^"


def printed(tree: Chain | Expression) -> str:
    """Return `tree` in one line: "1 1⁄2+√(4-1)=", without spaces but in a mixed number."""
    match tree:
        case Chain(sides, signs):
            ends = (*signs, "")[: len(sides)]
            return "".join(printed(side) + end for side, end in zip(sides, ends, strict=True))
        case Number(text):
            return text
        case Variable(name):
            return name
        case Operation(sign, left, right):
            return printed(left) + sign + printed(right)
        case Negative(inner):
            return f"-{printed(inner)}"
        case Percent(inner):
            return f"{printed(inner)}%"
        case Group(inner):
            return f"({printed(inner)})"
        case Mixed(whole, part):
            return f"{printed(whole)} {printed(part)}"
    return _printed_apart(tree)


def _printed_apart(tree: Power | Root | Bar) -> str:
    """Return a tree of which parts stand at another height."""
    match tree:
        case Power(base, exponent):
            return printed(base) + RAISED + _part(exponent)
        case Root(radicand):
            return ROOT_SIGN + _part(radicand)
        case Bar(top, bottom):
            return _part(top) + FRACTION_SLASH + _part(bottom)


def _part(tree: Expression) -> str:
    return printed(tree) if isinstance(tree, Number | Variable) else f"({printed(tree)})"
