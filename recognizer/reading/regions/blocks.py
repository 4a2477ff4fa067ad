"""Parts a page into blocks: what may be one calculation, in a line or in a column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from recognizer.ink import BoundingBox
from recognizer.reading.regions.glyph import MINUS, PLUS, Glyph, usual_height
from recognizer.reading.regions.spans import MAX_BEYOND_SIDES, Region
from recognizer.reading.seeing.neighbors import (
    Boxes,
    Flags,
    Indices,
    Lengths,
    Links,
    near_pairs,
    united,
)

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
MIN_ROW_STEP_HEIGHTS = 0.6
"""The middles of two rows are at least so far apart."""
MAX_OUTSIDE_HEIGHTS = 1.5
"""How far beside the line of a column its sign may stand."""


def blocks_of(glyphs: Sequence[Glyph]) -> list[Block]:
    """Return the blocks of a page, from the top; each glyph is in one."""
    if not glyphs:
        return []
    page = _Page.of(glyphs)
    blocks = [tuple(block) for block in united(len(glyphs), _links(page, glyphs))]
    return sorted(blocks, key=lambda block: min(glyphs[k].box.top for k in block))


@dataclass(frozen=True, eq=False)
class _Page:
    """The boxes (n, 4) of glyphs, which of them may be bars, and the usual height of a digit."""

    boxes: Boxes
    bars: Flags
    height: float

    @classmethod
    def of(cls, glyphs: Sequence[Glyph]) -> _Page:
        corners = [(g.box.left, g.box.top, g.box.right, g.box.bottom) for g in glyphs]
        bars = np.array([each.may_be_bar for each in glyphs])
        return cls(np.array(corners, float), bars, usual_height(glyphs))

    def sides(self, which: Indices) -> tuple[Lengths, Lengths]:
        """Return widths and heights."""
        left, top, right, bottom = self.boxes[which].T
        return right - left, bottom - top


def _links(page: _Page, glyphs: Sequence[Glyph]) -> Iterator[Links]:
    reach = np.full(len(glyphs), MAX_GAP_HEIGHTS * page.height)
    for one, other, gap, _ in near_pairs(page.boxes, reach):
        linked = _are_beside(page, one, other, gap)
        linked |= _is_at_bar(page, one, other) | _is_at_bar(page, other, one)
        yield one[linked], other[linked]
    yield from _columns(page, glyphs)


def _are_beside(page: _Page, one: Indices, other: Indices, gap: Lengths) -> Flags:
    """Tell which pairs stand beside each other in a line, or one of them is raised."""
    is_low = page.sides(one)[1] <= page.sides(other)[1]
    low, high = np.where(is_low, one, other), np.where(is_low, other, one)
    _, low_top, _, low_bottom = page.boxes[low].T
    _, high_top, _, high_bottom = page.boxes[high].T
    shared = np.minimum(low_bottom, high_bottom) - np.maximum(low_top, high_top)
    middle, low_height = (low_top + low_bottom) / 2, low_bottom - low_top
    beyond = np.maximum(high_top - middle, middle - high_bottom)
    is_near = gap <= MAX_GAP_HEIGHTS * page.height
    is_level = is_near & (shared >= MIN_LEVEL_SHARE * low_height)
    is_raised = gap <= MAX_RAISED_GAP_HEIGHTS * page.height
    is_raised &= shared >= MIN_RAISED_SHARE * low_height
    is_sign = is_near & (beyond <= MAX_LOW_BEYOND_HEIGHTS * page.height)
    is_small = low_height < MAX_LOW_HEIGHTS * page.height
    found: Flags = np.where(is_small, is_sign, is_level | is_raised)
    return found


def _is_at_bar(page: _Page, bar: Indices, other: Indices) -> Flags:
    """Tell of which pairs one is a bar, and the other stands just above or below it."""
    (left, top, right, bottom), (x0, y0, x1, y1) = page.boxes[bar].T, page.boxes[other].T
    width, longer = right - left, np.maximum(*page.sides(other))
    beyond, middle = MAX_BEYOND_SIDES * np.minimum(width, longer), (x0 + x1) / 2
    is_over = (left - beyond <= middle) & (middle <= right + beyond)
    is_long = width >= MIN_LONG_HEIGHTS * page.height
    reach = np.where(is_long, MAX_BAR_GAP_HEIGHTS, MAX_SHORT_GAP_HEIGHTS) * page.height
    found: Flags = page.bars[bar] & is_over & (np.maximum(top - y1, y0 - bottom) <= reach)
    return found


def _columns(page: _Page, glyphs: Sequence[Glyph]) -> Iterator[Links]:
    """Yield each line of a column with all that stands over it."""
    widths, _ = page.sides(np.arange(len(glyphs)))
    for line in np.flatnonzero(page.bars & (widths >= MIN_LONG_HEIGHTS * page.height)).tolist():
        over = np.array(_column_over(page, glyphs, line), int)
        yield np.full(len(over), line), over


def _column_over(page: _Page, glyphs: Sequence[Glyph], line: int) -> list[int]:
    """Return what stands in rows over the line of a column; nothing if no sign begins the last."""
    box, height = glyphs[line].box, page.height
    left, top, right, bottom = page.boxes.T
    middle, beyond = (left + right) / 2, MAX_OUTSIDE_HEIGHTS * height
    is_over = (box.left - beyond <= middle) & (middle <= box.right + beyond)
    over = np.flatnonzero(is_over & (bottom < box.bottom))
    reached, kept = box.top, []
    for k in over[np.argsort(-bottom[over], kind="stable")].tolist():
        if reached - bottom[k] > MAX_ROW_GAP_HEIGHTS * height:
            break
        kept.append(k)
        reached = min(reached, float(top[k]))
    return kept if last_row(glyphs, box, kept, height)[1] else []


def last_row(
    glyphs: Sequence[Glyph], line: BoundingBox, over: Iterable[int], height: float
) -> tuple[list[int], bool]:
    """Return what stands just over a line, and whether a sign begins it; `height` is a digit's."""
    reach = (MAX_ROW_GAP_HEIGHTS + 0.5) * height
    last = [k for k in over if line.top - glyphs[k].y <= reach]
    first = min(last, key=lambda k: glyphs[k].x, default=None)
    if first is None:
        return [], False
    signs = (k for k in last if {PLUS, MINUS} & {*glyphs[k].nats})
    tall = [k for k in last if glyphs[k].box.height >= MAX_LOW_HEIGHTS * height]
    return last, any(_is_first(glyphs, tall, first, k) for k in signs)


def _is_first(glyphs: Sequence[Glyph], row: Iterable[int], first: int, sign: int) -> bool:
    """Tell whether a sign begins a row: the bar of a fraction has others above it or below."""
    box = glyphs[sign].box
    others = [glyphs[k] for k in row if not _cross(glyphs[k].box, box)]
    return _cross(glyphs[first].box, box) and all(each.x > box.right for each in others)


def _cross(one: BoundingBox, other: BoundingBox) -> bool:
    """Tell whether two boxes have a part in common, as the strokes of a plus; or are the same."""
    across = min(one.right, other.right) - max(one.left, other.left)
    return across >= 0 and min(one.bottom, other.bottom) >= max(one.top, other.top)


def rows_from_top(glyphs: Sequence[Glyph], region: Region) -> list[Region]:
    """Return the glyphs of a region row by row, from the top; a low one is in the nearest row."""
    height = usual_height([glyphs[k] for k in region])
    tall = [k for k in region if glyphs[k].box.height >= height / 2] or [*region]
    rows: list[list[int]] = []
    for k in sorted(tall, key=lambda k: glyphs[k].y):
        if not rows or glyphs[k].y - glyphs[rows[-1][-1]].y >= MIN_ROW_STEP_HEIGHTS * height:
            rows.append([])
        rows[-1].append(k)
    middles = [sum(glyphs[k].y for k in row) / len(row) for row in rows]
    for k in region.difference(tall):
        nearest = min(range(len(rows)), key=lambda row: abs(middles[row] - glyphs[k].y))
        rows[nearest].append(k)
    return [frozenset(row) for row in rows]
