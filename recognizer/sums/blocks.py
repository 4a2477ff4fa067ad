"""Parts a page into blocks: what may be one calculation, in a line or in a column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from recognizer.ink import BoundingBox
from recognizer.sums.expression import MINUS, PLUS
from recognizer.sums.glyph import Glyph, usual_height
from recognizer.sums.spans import is_over

Block = tuple[int, ...]
"""Glyphs by their index, ascending."""
MAX_GAP_HEIGHTS = 2.0
"""Between two symbols of a line: people leave room around an equals sign."""
MIN_LEVEL_SHARE = 0.3
"""Of the lower one's height, shared by two on a line."""
MAX_LOW_HEIGHTS, MAX_LOW_BEYOND_HEIGHTS = 0.4, 0.4
"""What is so low, as a minus, has its middle beside others, or not far above or below them."""
MAX_RAISED_GAP_HEIGHTS, MIN_RAISED_SHARE = 0.6, 0.05
"""So near an exponent stands, and so much of its height it shares with its base."""
MAX_BAR_GAP_HEIGHTS, MAX_SHORT_GAP_HEIGHTS, MIN_LONG_HEIGHTS = 0.8, 0.45, 0.9
"""How far above or below a bar something stands that belongs to it; less if the bar is short."""
MAX_ROW_GAP_HEIGHTS = 1.0
"""Between two rows of a column."""
MAX_OUTSIDE_HEIGHTS = 1.5
"""How far beside the line of a column its sign may stand."""


def blocks_of(glyphs: Sequence[Glyph]) -> list[Block]:
    """Return the blocks of a page, from the top; each glyph is in one."""
    height = usual_height(glyphs)
    owner = list(range(len(glyphs)))
    for one, other in _links(glyphs, height):
        low, high = sorted((owner[one], owner[other]))
        owner = [low if each == high else each for each in owner]
    blocks = [
        tuple(k for k, each in enumerate(owner) if each == first) for first in sorted({*owner})
    ]
    return sorted(blocks, key=lambda block: min(glyphs[k].box.top for k in block))


def _links(glyphs: Sequence[Glyph], height: float) -> Iterator[tuple[int, int]]:
    for one, other in combinations(range(len(glyphs)), 2):
        a, b = glyphs[one], glyphs[other]
        if _are_beside(a.box, b.box, height) or _are_stacked(a, b, height):
            yield one, other
    for k, glyph in enumerate(glyphs):
        if glyph.may_be_bar and glyph.box.width >= MIN_LONG_HEIGHTS * height:
            yield from ((k, row) for row in _column_over(glyphs, k, height))


def _are_beside(one: BoundingBox, other: BoundingBox, height: float) -> bool:
    gap = max(one.left, other.left) - min(one.right, other.right)
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    low = min(one, other, key=lambda box: box.height)
    if low.height < MAX_LOW_HEIGHTS * height:
        high = other if low is one else one
        middle = (low.top + low.bottom) / 2
        beyond = max(high.top - middle, middle - high.bottom) / height
        return gap <= MAX_GAP_HEIGHTS * height and beyond <= MAX_LOW_BEYOND_HEIGHTS
    if gap <= MAX_RAISED_GAP_HEIGHTS * height and shared >= MIN_RAISED_SHARE * low.height:
        return True
    return gap <= MAX_GAP_HEIGHTS * height and shared >= MIN_LEVEL_SHARE * low.height


def _are_stacked(one: Glyph, other: Glyph, height: float) -> bool:
    """Tell whether one is a bar, and the other stands just above or below it."""
    return _is_at_bar(one, other, height) or _is_at_bar(other, one, height)


def _is_at_bar(bar: Glyph, other: Glyph, height: float) -> bool:
    if not bar.may_be_bar:
        return False
    gap = max(bar.box.top - other.box.bottom, other.box.top - bar.box.bottom)
    is_long = bar.box.width >= MIN_LONG_HEIGHTS * height
    reach = MAX_BAR_GAP_HEIGHTS if is_long else MAX_SHORT_GAP_HEIGHTS
    return is_over(bar.box, other) and gap <= reach * height


def _column_over(glyphs: Sequence[Glyph], line: int, height: float) -> Iterator[int]:
    """Yield what stands in rows over the line of a column; nothing if no sign begins the last."""
    box, beyond = glyphs[line].box, MAX_OUTSIDE_HEIGHTS * height
    over = [
        k
        for k, each in enumerate(glyphs)
        if each.box.bottom < box.bottom and box.left - beyond <= each.x <= box.right + beyond
    ]
    over.sort(key=lambda k: -glyphs[k].box.bottom)
    reached, kept = box.top, []
    for k in over:
        if reached - glyphs[k].box.bottom > MAX_ROW_GAP_HEIGHTS * height:
            break
        kept.append(k)
        reached = min(reached, glyphs[k].box.top)
    last = [k for k in kept if box.top - glyphs[k].y <= (MAX_ROW_GAP_HEIGHTS + 0.5) * height]
    first = min(last, key=lambda k: glyphs[k].x, default=None)
    if first is not None and {PLUS, MINUS} & {*glyphs[first].nats}:
        yield from kept
