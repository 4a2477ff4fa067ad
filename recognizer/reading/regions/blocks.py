"""Parts a page into blocks: what may be one calculation, in a line or in a column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from recognizer.reading.regions.glyph import Glyph, usual_height
from recognizer.reading.regions.rows import RowsOver, rows_over
from recognizer.reading.regions.spans import MAX_BEYOND_SIDES
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
    columns = [*_columns(page, glyphs)]
    for one, other, gap, _ in near_pairs(page.boxes, reach):
        linked = _are_beside(page, one, other, gap)
        linked |= _is_at_bar(page, one, other) | _is_at_bar(page, other, one)
        for _, over in columns:
            linked &= ~_are_parted(over, one, other)
        yield one[linked], other[linked]
    for line, over in columns:
        yield np.full(len(over.rows), line), np.array(over.rows, int)


def _are_parted(over: RowsOver, one: Indices, other: Indices) -> Flags:
    """Tell which pairs are of a column and of what stands above it."""
    own, others = list(over.rows), list(over.others)
    found: Flags = np.isin(one, own) & np.isin(other, others)
    found |= np.isin(one, others) & np.isin(other, own)
    return found


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


def _columns(page: _Page, glyphs: Sequence[Glyph]) -> Iterator[tuple[int, RowsOver]]:
    """Yield each line of a column with all that stands over it."""
    widths, _ = page.sides(np.arange(len(glyphs)))
    for line in np.flatnonzero(page.bars & (widths >= MIN_LONG_HEIGHTS * page.height)).tolist():
        over = rows_over(page.boxes, glyphs, line, page.height)
        if over.rows:
            yield line, over
