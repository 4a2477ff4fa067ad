"""Glyphs with others above, below or under them: fractions, roots, and equals signs of two bars.

The bar of a fraction is as wide as what it parts, and a root's roof as what it covers: so the
widest sign rules what lies in its range, and what lies there is looked at in the same way
(Chan & Yeung 2000; range and dominance as in Chang 1970, "Picture Processing").
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from recognizer.ink import BoundingBox
from recognizer.reading.regions.glyph import Glyph

Region = frozenset[int]
"""Some of the glyphs, by their index."""
MAX_BEYOND_SIDES = 0.15
"""Of the smaller one: so far beyond an end of a bar may lie the middle of what it parts."""
MIN_SHARED_WIDTH, MIN_WIDTH_SHARE = 0.6, 0.35
"""Of the narrower bar of an equals sign, shared by the other; and of the wider one, its width."""
MAX_NESTED, MAX_PIECES = 8, 200
"""Fractions and roots may be so deep in each other, and no sum has more pieces: others would take
minutes to work out."""
MAX_EQUALS_GAP_WIDTHS = 1.2
"""Between them, in widths of the wider one."""


MAX_LOW_HEIGHTS = 0.1
"""Of a root: so far below its foot may lie the middle of what is under it."""
MIN_ROOT_HEIGHT = 0.6
"""Of a root, in heights of the tallest under it: the bar of a plus may have a hook, too."""


class Kind(Enum):
    """What a glyph does with what it rules."""

    BAR = "bar"
    ROOT = "root"
    EQUALS = "equals"


@dataclass(frozen=True)
class Span:
    """A glyph and what it rules: above and below a bar, under a roof; the other bar of a sign."""

    kind: Kind
    owner: int
    parts: tuple[Region, ...]

    @property
    def members(self) -> Region:
        """The glyphs of it."""
        return frozenset((self.owner,)).union(*self.parts)

    def box(self, glyphs: Sequence[Glyph]) -> BoundingBox:
        """Return the box around it."""
        return BoundingBox.around([glyphs[k].box for k in self.members])


def spans_in(glyphs: Sequence[Glyph], region: Region) -> list[Span]:
    """Return what glyphs of a region may rule, the widest first."""
    found = [_root(glyphs, region, k) for k in region if glyphs[k].may_be_root]
    found += [_equals(glyphs, region, k) for k in region if glyphs[k].may_be_bar]
    found += [_bar(glyphs, region, k) for k in region if glyphs[k].may_be_bar]
    spans = [each for each in found if each]
    return sorted(spans, key=lambda each: (-glyphs[each.owner].box.width, each.owner))


def top_spans(spans: Sequence[Span]) -> list[Span]:
    """Return those that no other one before them holds a part of."""
    kept: list[Span] = []
    for span in spans:
        if all(span.members.isdisjoint(each.members) for each in kept):
            kept.append(span)
    return kept


def _bar(glyphs: Sequence[Glyph], region: Region, owner: int) -> Span | None:
    box, middle = glyphs[owner].box, glyphs[owner].y
    near = [k for k in region - {owner} if is_over(box, glyphs[k])]
    above = frozenset(k for k in near if glyphs[k].box.bottom <= middle + box.height)
    below = frozenset(k for k in near if glyphs[k].box.top >= middle - box.height) - above
    across = [
        k
        for k in near
        if k not in above | below
        and box.left <= glyphs[k].x <= box.right
        and not _holds(glyphs[k].box, box)
    ]
    if across or not above or not below:
        return None
    return Span(Kind.BAR, owner, (above, below))


def is_over(bar: BoundingBox, other: Glyph) -> bool:
    """Tell whether something lies in the range of a bar, above it or below."""
    beyond = MAX_BEYOND_SIDES * min(bar.width, other.box.longer_side)
    return bar.left - beyond <= other.x <= bar.right + beyond


def _holds(outer: BoundingBox, inner: BoundingBox) -> bool:
    """Tell whether a roof reaches over a bar."""
    return outer.left <= inner.left and inner.right <= outer.right and outer.top <= inner.top


def _root(glyphs: Sequence[Glyph], region: Region, owner: int) -> Span | None:
    box = glyphs[owner].box
    low = box.bottom + MAX_LOW_HEIGHTS * box.height
    under = frozenset(
        k
        for k in region - {owner}
        if box.left < glyphs[k].x <= box.right and box.top <= glyphs[k].y < low
    )
    tallest = max((glyphs[k].box.height for k in under), default=math.inf)
    is_over_all = box.height >= MIN_ROOT_HEIGHT * tallest
    return Span(Kind.ROOT, owner, (under,)) if is_over_all else None


def _equals(glyphs: Sequence[Glyph], region: Region, owner: int) -> Span | None:
    """Return an equals sign of which `owner` is the upper bar."""
    upper = glyphs[owner]
    below = [
        k
        for k in region - {owner}
        if glyphs[k].y > upper.y and _shared(upper.box, glyphs[k].box) > 0
    ]
    nearest = min(below, key=lambda k: glyphs[k].y, default=None)
    if nearest is None or not _is_pair(upper, glyphs[nearest]):
        return None
    return Span(Kind.EQUALS, owner, (frozenset((nearest,)),))


def _is_pair(upper: Glyph, lower: Glyph) -> bool:
    narrow, wide = sorted((upper.box.width, lower.box.width))
    is_near = lower.y - upper.y <= MAX_EQUALS_GAP_WIDTHS * wide
    is_shared = _shared(upper.box, lower.box) >= MIN_SHARED_WIDTH * narrow
    return lower.may_be_bar and is_near and is_shared and narrow >= MIN_WIDTH_SHARE * wide


def _shared(one: BoundingBox, other: BoundingBox) -> float:
    return min(one.right, other.right) - max(one.left, other.left)
