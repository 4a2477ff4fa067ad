"""Which parts of a line stand on it, and which are raised behind another: exponents.

Where something stands is measured in heights of the digits before it that stand on the line, so a
line may rise or fall. Foot and middle decide, as in Zanibbi et al. 2002 ("Recognizing Mathematical
Expressions Using Tree Transformation") and, with normal distributions, in Álvaro et al. 2014
("Recognition of On-line Handwritten Mathematical Expressions Using 2D Stochastic CFGs").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from recognizer.ink import BoundingBox
from recognizer.reading.seeing.place import Frame, Place

SPREAD_HEIGHTS = 0.2
"""By so much a hand leaves the line, or the usual height of an exponent: standard deviation."""
RAISED_FOOT, RAISED_HEIGHT = 0.35, 0.6
"""Where the foot of an exponent stands, from the top of its base, and how tall it is: in heights
of the base."""
RAISED_NATS = -2.0
"""As unlikely is an exponent before one has looked."""
MAX_OFF_NATS = -8.0
"""What stands anywhere is not less likely than this."""
MAX_RAISED_GAP_HEIGHTS = 0.8
"""An exponent is no farther from what is to its left."""
MIN_TALL_HEIGHTS = 0.7
"""What is so tall shows where the line is."""
KEPT_LINES, MAX_BEHIND_NATS = 3, 7.0
"""So many ways to see the line are kept, if none is so far behind the best one."""


@dataclass(frozen=True)
class Unit:
    """A glyph, or a span that stands in the line as one.

    `axis` is the y of the bar of a fraction, which is in the middle of the line; None for others.
    `may_be_base` tells whether it may have an exponent. `digit` is the box of a digit of it that
    stands on the line, if there is one. `has_foot` tells whether it stands on the line with its
    foot, as digits do; else it may have its middle where theirs is, as signs have. `raised_nats`
    is the logarithm of how likely an exponent has such a thing in it, <= 0.
    """

    name: int
    box: BoundingBox
    axis: float | None = None
    may_be_base: bool = False
    digit: BoundingBox | None = None
    has_foot: bool = False
    raised_nats: float = 0.0


@dataclass(frozen=True)
class Standing:
    """A unit on the line, where it stands, and the units that are raised behind it."""

    unit: Unit
    place: Place
    raised: tuple[Unit, ...] = ()


@dataclass(frozen=True)
class Line:
    """A way to see a line, with the logarithm of its probability."""

    nats: float
    frame: Frame
    standing: tuple[Standing, ...] = ()


def lines_of(units: Sequence[Unit], height: float) -> list[Line]:
    """Return the likeliest ways to see `units`, from left to right, as a line; the best first.

    `height` > 0 is that of its digits, more or less.
    """
    lines = [Line(0.0, _first_frame(units, height))]
    for unit in units:
        found = [followed for line in lines for followed in _followed(line, unit)]
        found.sort(key=lambda each: -each.nats)
        enough = found[0].nats - MAX_BEHIND_NATS
        lines = [each for each in found[:KEPT_LINES] if each.nats >= enough]
    return lines


def _first_frame(units: Sequence[Unit], height: float) -> Frame:
    for unit in units:
        if unit.digit and unit.digit.height >= MIN_TALL_HEIGHTS * height:
            return Frame(unit.digit.top, unit.digit.bottom)
        if unit.axis is not None:
            return Frame(unit.axis - height / 2, unit.axis + height / 2)
    middle = (units[0].box.top + units[0].box.bottom) / 2
    return Frame(middle - height / 2, middle + height / 2)


def _followed(line: Line, unit: Unit) -> list[Line]:
    """Return `line` with one more unit: on it, or raised behind its last one."""
    place = _place(line.frame, unit)
    on_line = Line(
        line.nats + on_line_nats(place, unit.has_foot),
        _next_frame(line.frame, unit),
        (*line.standing, Standing(unit, place)),
    )
    if not line.standing or not _may_be_raised(line, unit):
        return [on_line]
    last = line.standing[-1]
    higher = replace(last, raised=(*last.raised, unit))
    place = _place(line.frame, replace(unit, axis=None))
    so_far = min((each.raised_nats for each in last.raised), default=0.0)
    more = raised_nats(place, is_first=not last.raised) + min(unit.raised_nats - so_far, 0.0)
    return [on_line, Line(line.nats + more, line.frame, (*line.standing[:-1], higher))]


def _place(frame: Frame, unit: Unit) -> Place:
    height = frame.foot - frame.top
    if unit.axis is not None:
        return Place((unit.axis - frame.top) / height, 0.0)
    middle = (unit.box.top + unit.box.bottom) / 2
    return Place((middle - frame.top) / height, unit.box.height / height, unit.box.width / height)


def _next_frame(frame: Frame, unit: Unit) -> Frame:
    """Return where the next one is to stand: half way to where this one does."""
    height, digit = frame.foot - frame.top, unit.digit
    if not digit or not MIN_TALL_HEIGHTS < digit.height / height < 1 / MIN_TALL_HEIGHTS:
        return frame
    return Frame((frame.top + digit.top) / 2, (frame.foot + digit.bottom) / 2)


def _may_be_raised(line: Line, unit: Unit) -> bool:
    """Tell whether a unit may be in the exponent of the last one: close behind, not over it."""
    last = line.standing[-1]
    left = last.raised[-1] if last.raised else last.unit
    gap = unit.box.left - left.box.right
    is_behind = (unit.box.left + unit.box.right) / 2 > left.box.right
    height = line.frame.foot - line.frame.top
    is_near = is_behind and gap <= MAX_RAISED_GAP_HEIGHTS * height
    return is_near and last.unit.may_be_base


def on_line_nats(place: Place, has_foot: bool) -> float:
    """Return how likely something on the line stands there, as a logarithm."""
    foot = abs(place.middle + place.height / 2 - 1.0)
    return _normal(foot if has_foot else min(foot, abs(place.middle - 0.5)))


def raised_nats(place: Place, is_first: bool) -> float:
    """Return how likely an exponent stands there, as a logarithm.

    Behind the first symbol of one, others may stand higher: it may have an exponent, too.
    """
    foot = place.middle + place.height / 2 - RAISED_FOOT
    middle = place.middle - RAISED_FOOT + RAISED_HEIGHT / 2
    too_tall = _normal(max(place.height - RAISED_HEIGHT, 0.0))
    if is_first:
        return RAISED_NATS + too_tall + _normal(min(abs(foot), abs(middle)))
    return too_tall + _normal(max(min(foot, middle), 0.0))


def _normal(off: float) -> float:
    return max(-((off / SPREAD_HEIGHTS) ** 2) / 2, MAX_OFF_NATS)
