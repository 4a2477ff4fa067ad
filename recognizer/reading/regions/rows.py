"""Rows of numbers under each other: what stands over the line of a written addition."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from recognizer.ink import BoundingBox
from recognizer.reading.regions.glyph import MINUS, PLUS, Glyph, usual_height
from recognizer.reading.regions.spans import Region, is_over
from recognizer.reading.seeing.neighbors import Boxes
from recognizer.reading.seeing.place import SMALL_SIGNS

MAX_ROW_GAP_HEIGHTS = 1.0
"""Between two rows of a column."""
MIN_ROW_STEP_HEIGHTS = 0.6
"""The middles of two rows are at least so far apart."""
MAX_OUTSIDE_HEIGHTS = 1.5
"""How far beside the line of a column its sign may stand."""
MIN_ROWS, MAX_ROWS = 2, 6
"""So many numbers a column has above its line."""
MIN_TALL_HEIGHTS = 0.4
"""What is lower is no digit: a sign, or a part of something."""
MIN_HUNG_HEIGHTS, MAX_HUNG_HEIGHTS = 0.08, 0.8
"""So far below the bar of a fraction, or the line of another column, stands what belongs to it; the
bar of a 5 is nearer to it."""
MIN_GAP_SHARE = 1.5
"""By so much farther than from that bar it is from the row below it: else it may be a row, too."""
MAX_OFF_MIDDLE_HEIGHTS, MAX_SIGN_GAP_HEIGHTS, EQUALS = 0.3, 1.0, "="
"""A sign of a line is no farther above or below the middle of its digits, nor beside them."""


@dataclass(frozen=True)
class RowsOver:
    """What stands over the line of a column: in its `rows`, and above them in `others`.

    The others belong to another calculation, however near they are. Both hold indexes of glyphs.
    """

    rows: Sequence[int] = ()
    others: Sequence[int] = ()


def rows_over(boxes: Boxes, glyphs: Sequence[Glyph], line: int, height: float) -> RowsOver:
    """Return what stands in rows over the line of a column; nothing if no sign begins the last.

    `boxes` (n, 4) are those of the `glyphs`, and `height` > 0 is that of a digit.
    """
    box = glyphs[line].box
    left, top, right, bottom = boxes.T
    middle, beyond = (left + right) / 2, MAX_OUTSIDE_HEIGHTS * height
    is_above = (box.left - beyond <= middle) & (middle <= box.right + beyond)
    over = np.flatnonzero(is_above & (bottom < box.bottom))
    reached, kept = box.top, []
    for k in over[np.argsort(-bottom[over], kind="stable")].tolist():
        if reached - bottom[k] > MAX_ROW_GAP_HEIGHTS * height:
            break
        kept.append(k)
        reached = min(reached, float(top[k]))
    has_sign = last_row(glyphs, box, kept, height)[1]
    return _parted(glyphs, kept, height) if has_sign else RowsOver()


def _parted(glyphs: Sequence[Glyph], over: Sequence[int], height: float) -> RowsOver:
    """Return the rows of a column, from the last one up, and those of another calculation."""
    rows = rows_from_top(glyphs, frozenset(over))
    tall = [_tall(glyphs, row, height) for row in rows]
    every = [each for row in tall for each in row]
    bars = [glyphs[k] for k in over if glyphs[k].may_be_bar]
    on_bars = [bar for bar in bars if any(_is_on(each, bar, height) for each in every)]
    others = [
        k + 1
        for k in range(len(rows) - MIN_ROWS)
        if _hang(tall[k], tall[k + 1], on_bars, height) or _has_sign_within(glyphs, tall[k], height)
    ]
    first = max(others, default=0)
    above, own = ([k for row in part for k in row] for part in (rows[:first], rows[first:]))
    return RowsOver(own, above)


def _tall(glyphs: Sequence[Glyph], row: Region, height: float) -> list[Glyph]:
    """Return what is a digit of a row by its height; no sign, nor the upright of a plus."""
    bars = [glyphs[k].box for k in row if glyphs[k].may_be_bar]
    every = (glyphs[k] for k in row)
    return [
        each
        for each in every
        if each.box.height >= MIN_TALL_HEIGHTS * height
        and each.best not in SMALL_SIGNS
        and not any(_cross(each.box, bar) for bar in bars)
    ]


def _hang(
    row: Sequence[Glyph], below: Sequence[Glyph], bars: Sequence[Glyph], height: float
) -> bool:
    """Tell whether most of a row hangs on bars, farther from the row below it than from them."""
    gaps = {
        k: each.box.top - bar.y
        for k, each in enumerate(row)
        for bar in bars
        if is_over(bar.box, each)
        and MIN_HUNG_HEIGHTS * height <= each.box.top - bar.y <= MAX_HUNG_HEIGHTS * height
    }
    if 2 * len(gaps) <= len(row):
        return False
    foot = min((each.box.top for each in below), default=math.inf)
    return MIN_GAP_SHARE * min(gaps.values()) <= foot - max(row[k].box.bottom for k in gaps)


def _is_on(above: Glyph, bar: Glyph, height: float) -> bool:
    return is_over(bar.box, above) and 0 <= bar.y - above.box.bottom <= MAX_HUNG_HEIGHTS * height


def _has_sign_within(glyphs: Sequence[Glyph], row: Sequence[Glyph], height: float) -> bool:
    """Tell whether a bar or an equals sign stands free beside the digits of a row, or among them.

    The row may go on beyond the line that it stands over.
    """
    if not row:
        return False
    middle = sum(each.y for each in row) / len(row)
    level = [each for each in glyphs if abs(each.y - middle) <= MAX_OFF_MIDDLE_HEIGHTS * height]
    reached = min(each.box.right for each in row)
    for each in sorted(level, key=lambda each: each.box.left):
        is_sign = each.may_be_bar or each.best == EQUALS
        if each.box.left - reached > MAX_SIGN_GAP_HEIGHTS * height:
            break
        if is_sign and each.box.left > reached and _is_free(each, level):
            return True
        reached = max(reached, each.box.right)
    return False


def _is_free(sign: Glyph, level: Sequence[Glyph]) -> bool:
    """Tell whether nothing that is no bar reaches above or below a sign."""
    others = (each.box for each in level if not each.may_be_bar and each is not sign)
    return not any(box.left <= sign.box.right and sign.box.left <= box.right for box in others)


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
    tall = [k for k in last if glyphs[k].box.height >= MIN_TALL_HEIGHTS * height]
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
