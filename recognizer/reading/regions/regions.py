"""Parts strokes into what is read by itself: what stands above, below or under something.

A reader of numbers goes from left to right, and would take what stands in one place for one symbol.
So bars and roots are found by their boxes, and each region that they leave is read alone. So are
equals signs: behind a fraction, nothing beside them shows how high a digit is.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from recognizer.ink import BoundingBox, Stroke
from recognizer.reading.regions.blocks import blocks_of
from recognizer.reading.regions.glyph import MINUS, PLUS, ROOT_SIGN, Glyph, usual_height
from recognizer.reading.regions.lonesigns import leading_sign, lone_signs
from recognizer.reading.regions.rows import last_row, rows_from_top
from recognizer.reading.regions.spans import (
    MAX_NESTED,
    MAX_PIECES,
    Kind,
    Region,
    Span,
    is_over,
    spans_in,
    top_spans,
)

MIN_PART_HEIGHTS = 0.4
"""What a bar parts is at least so tall, in heights of the writing: the dots of ÷ are not."""
MAX_TOUCH_HEIGHTS, MIN_ROW_GAP_HEIGHTS = 0.08, 0.25
"""A bar that touches what is on one side, and is so far from the other side, is part of a digit."""
MAX_BEYOND_BAR_HEIGHTS = 0.1
"""So is one that touches something, and does not reach over all that it parts but for so much."""
MAX_DIGIT_BAR_HEIGHTS = 1.5
"""None of a digit is so wide: the line of a column may touch what stands above it."""
MAX_NEAR_HEIGHTS = 0.35
"""So close above and below a bar stand the parts of a fraction; other rows are farther away."""
MIN_LINE_HEIGHTS = 1.2
"""A bar that has nothing below it yet may be the line of a column if it is so wide."""
MIN_ROWS_HEIGHTS = 1.8
"""Two rows of numbers are together so high, in heights of the writing; a single one is not."""
MAX_ROOF_DEPTH, MAX_ROOF_END_DEPTH, MIN_ROOF_SHARE = 0.25, 0.5, 0.4
"""A root ends in a roof, which begins in this part of it from its top, falls no deeper, and reaches
over this part of its width."""
MAX_RISE_WIDTH_HEIGHTS = 1.0
"""It is at least as high as the way from its foot to its roof is wide; a slanted bar is not."""
EQUALS = "="
KEPT_BLOCKS, KEPT_STROKES = 256, 10_000
"""So many are remembered, with what they are: those of a few pages."""
Order = tuple[float, ...]
"""By which symbols are sorted: where what they are part of begins, which part, and so on."""


@dataclass(frozen=True)
class Area:
    """Some strokes of a block, by their index: a sign known by its place, or what is to be read.

    `label` is that of the sign, or "". The symbols in it come after those of a lesser `order`.
    """

    members: tuple[int, ...]
    label: str
    order: Order


def areas_in(strokes: Sequence[Stroke]) -> list[list[Area]]:
    """Return the areas of each block that `strokes` make, from the top."""
    blocks = blocks_of([_shape_of(each) for each in strokes])
    return [_placed(block, _areas_of(tuple(strokes[k] for k in block))) for block in blocks]


def areas_of_shapes(shapes: Sequence[Glyph]) -> list[list[Area]]:
    """Return the areas of each block of what is in a picture, from the top.

    `shapes` say what each piece may be by its shape alone: a bar, a root, or neither.
    """
    return [
        _placed(block, _areas_of_block([shapes[k] for k in block])) for block in blocks_of(shapes)
    ]


def _placed(block: Sequence[int], areas: Iterable[Area]) -> list[Area]:
    """Return the areas of a block, with members by their index on the page."""
    return [replace(area, members=tuple(block[k] for k in area.members)) for area in areas]


@lru_cache(KEPT_BLOCKS)
def _areas_of(strokes: tuple[Stroke, ...]) -> tuple[Area, ...]:
    """Return the areas of one block; members by their place in it."""
    return _areas_of_block([_shape_of(each) for each in strokes])


def _areas_of_block(shapes: Sequence[Glyph]) -> tuple[Area, ...]:
    return tuple(_areas(shapes, frozenset(range(len(shapes))), ()))


def may_be_bar(stroke: Stroke) -> bool:
    """Tell whether a stroke is flat enough for a minus, or the bar of a fraction."""
    return _shape_of(stroke).may_be_bar


@lru_cache(KEPT_STROKES)
def _shape_of(stroke: Stroke) -> Glyph:
    """Return what a stroke may be by its shape: a bar, a root, or neither.

    It may be both: a root over a long sum is as flat as a bar.
    """
    glyph = Glyph(stroke.bounding_box, {MINUS: 0.0})
    root = {ROOT_SIGN: 0.0} if glyph.box.height > 0 and _has_roof(stroke) else {}
    return Glyph(glyph.box, {**root, **(glyph.nats if glyph.may_be_bar else {})})


def _has_roof(stroke: Stroke) -> bool:
    """Tell whether a stroke goes up steeply from a foot, and ends in a roof to the right of it."""
    box, (across, down) = stroke.bounding_box, stroke.points.T
    depth = (down - box.top) / box.height
    foot = int(np.argmax(down))
    high = np.flatnonzero(depth[foot:] <= MAX_ROOF_DEPTH)
    if len(high) == 0:
        return False
    begin = foot + int(high[0])
    low = np.flatnonzero(depth[begin:] > MAX_ROOF_END_DEPTH)
    roof = across[begin : begin + int(low[0]) if len(low) else None]
    if roof[0] - across[foot] > MAX_RISE_WIDTH_HEIGHTS * box.height:
        return False
    starts = max(float(roof[0]), float(across[foot]))
    return float(roof.max()) - starts >= MIN_ROOF_SHARE * box.width


def _areas(shapes: Sequence[Glyph], region: Region, order: Order) -> Iterator[Area]:
    is_worth = len(order) // 2 < MAX_NESTED and len(region) <= MAX_PIECES
    spans = _spans(shapes, region) if is_worth else []
    for span in spans:
        begin = (*order, span.box(shapes).left)
        yield _sign(span, begin)
        if span.kind is not Kind.EQUALS:
            read = _column if _is_column(shapes, span) else _areas
            for place, part in enumerate(span.parts):
                yield from read(shapes, part, (*begin, 2.0 * place))
    rest = region.difference(*(each.members for each in spans))
    height = usual_height([shapes[k] for k in region])
    for members, label in lone_signs(shapes, rest, spans, height):
        yield Area(
            tuple(sorted(members)), label, (*order, min(shapes[k].box.left for k in members))
        )
        rest -= members
    if rest:
        yield _rest(rest, order)


def _column(shapes: Sequence[Glyph], region: Region, order: Order) -> Iterator[Area]:
    """Yield the rows of a column: digits may stand close above each other, and far from a sign.

    The first number above the line has none before it, and a plus has only one above the line.
    """
    height = usual_height([shapes[k] for k in region])
    is_below = order[-1] > 0
    for place, row in enumerate(rows_from_top(shapes, region)):
        begin = (*order, float(place))
        found = leading_sign(shapes, row, height) if place or is_below else None
        if found and not (is_below and found[1] == PLUS):
            members, label = found
            yield Area(tuple(sorted(members)), label, (*begin, -math.inf))
            row -= members
        yield _rest(row, begin)


def _rest(region: Region, order: Order) -> Area:
    return Area(tuple(sorted(region)), "", order)


def _is_column(shapes: Sequence[Glyph], span: Span) -> bool:
    """Tell whether there are rows over a bar, the last one with a sign: then none is a fraction.

    Where there is another long line among them, nobody knows what stands below that one.
    """
    bar, above = shapes[span.owner].box, span.parts[0]
    over = [k for k in above if shapes[k].y < bar.top]
    height = usual_height([shapes[k] for k in over])
    last, has_sign = last_row(shapes, bar, over, height)
    has_line = any(
        shapes[k].may_be_bar and shapes[k].box.width >= MIN_LINE_HEIGHTS * height for k in over
    )
    return span.kind is Kind.BAR and has_sign and len(last) < len(over) and not has_line


def _sign(span: Span, order: Order) -> Area:
    """Return the sign of a span: a bar comes between its two parts, a root before its one."""
    match span.kind:
        case Kind.EQUALS:
            return Area(tuple(sorted(span.members)), EQUALS, order)
        case Kind.BAR:
            return Area((span.owner,), MINUS, (*order, 1.0))
        case Kind.ROOT:
            return Area((span.owner,), ROOT_SIGN, (*order, -1.0))


def _spans(shapes: Sequence[Glyph], region: Region) -> list[Span]:
    """Return bars, roots and equals signs of a region that are in no other one."""
    height = usual_height([shapes[k] for k in region])
    found = [each for each in spans_in(shapes, region) if _is_sound(shapes, region, each, height)]
    found += [each for k in region if (each := _line_of_column(shapes, region, k, height))]
    return top_spans(sorted(found, key=lambda each: -shapes[each.owner].box.width))


def _is_sound(shapes: Sequence[Glyph], region: Region, span: Span, height: float) -> bool:
    """Tell whether each part of a span has something as tall as a symbol."""
    if span.kind is Kind.EQUALS:
        is_long = span.box(shapes).width >= MIN_LINE_HEIGHTS * height
        is_of_other = _is_crossed(shapes, region, span) or _is_bar_over_bar(
            shapes, region, span, height
        )
        return not (is_long or is_of_other)
    if span.kind is Kind.BAR and _is_of_digit(shapes, span, height):
        return False
    tallest = [max(shapes[k].box.height for k in part) for part in span.parts]
    return min(tallest) >= MIN_PART_HEIGHTS * height


def _is_crossed(shapes: Sequence[Glyph], region: Region, span: Span) -> bool:
    """Tell whether something stands across two bars, as the stem of a 7 whose bar is doubled."""
    box = span.box(shapes)
    x = (box.left + box.right) / 2
    others = (shapes[k] for k in region - span.members if not shapes[k].may_be_root)
    return any(
        each.box.left <= x <= each.box.right
        and each.box.top < box.top
        and box.bottom < each.box.bottom
        for each in others
    )


def _is_bar_over_bar(shapes: Sequence[Glyph], region: Region, span: Span, height: float) -> bool:
    """Tell whether two bars are the bar of a fraction and that of a 5 below it, or 5 and bar.

    Something tall stands close above the upper one, and close below the lower one.
    """
    box = span.box(shapes)
    tall = (
        shapes[k].box
        for k in region - span.members
        if shapes[k].box.height >= MIN_PART_HEIGHTS * height and is_over(box, shapes[k])
    )
    gaps = [(box.top - each.bottom, each.top - box.bottom) for each in tall]
    near = MAX_NEAR_HEIGHTS * height
    above, below = (any(abs(pair[side]) <= near for pair in gaps) for side in (0, 1))
    return above and below


def _is_of_digit(shapes: Sequence[Glyph], bar: Span, height: float) -> bool:
    """Tell whether a bar is part of what it touches, as that of a 5 under another row."""
    (above, below), box = bar.parts, shapes[bar.owner].box
    if box.width >= MAX_DIGIT_BAR_HEIGHTS * height:
        return False
    gaps = (
        box.top - max(shapes[k].box.bottom for k in above),
        min(shapes[k].box.top for k in below) - box.bottom,
    )
    touches = min(gaps) < MAX_TOUCH_HEIGHTS * height
    parts = BoundingBox.around([shapes[k].box for k in above | below])
    beyond = max(box.left - parts.left, parts.right - box.right)
    is_small = beyond > MAX_BEYOND_BAR_HEIGHTS * height
    return touches and (is_small or max(gaps) > MIN_ROW_GAP_HEIGHTS * height)


def _line_of_column(shapes: Sequence[Glyph], region: Region, k: int, height: float) -> Span | None:
    line = shapes[k]
    if not line.may_be_bar or line.box.width < MIN_LINE_HEIGHTS * height:
        return None
    near = [each for each in region - {k} if is_over(line.box, shapes[each])]
    above = frozenset(each for each in near if shapes[each].box.bottom <= line.box.bottom)
    rows = [
        shapes[each].box for each in above if shapes[each].box.height >= MIN_PART_HEIGHTS * height
    ]
    deep = max((box.bottom for box in rows), default=0) - min((box.top for box in rows), default=0)
    is_last = len(above) == len(near) and deep >= MIN_ROWS_HEIGHTS * height
    return Span(Kind.BAR, k, (region - {k},)) if is_last else None
