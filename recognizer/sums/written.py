"""From strokes to glyphs: what stands above, below or under something is read by itself.

A reader of numbers goes from left to right, and would take what stands in one place for one symbol.
So bars and roots are found by their boxes, and each region that they leave is read alone. So are
equals signs: behind a fraction, nothing beside them shows how high a digit is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from recognizer.ink import Ink, Stroke
from recognizer.reading.result import Reading
from recognizer.sums.blocks import blocks_of
from recognizer.sums.expression import MINUS
from recognizer.sums.glyph import Glyph, usual_height
from recognizer.sums.printer import ROOT_SIGN
from recognizer.sums.spans import Kind, Region, Span, is_over, spans_in, top_spans

MIN_PART_HEIGHTS = 0.4
"""What a bar parts is at least so tall, in heights of the writing: the dots of ÷ are not."""
MAX_TOUCH_HEIGHTS, MIN_ROW_GAP_HEIGHTS = 0.08, 0.25
"""A bar that touches what is on one side, and is so far from the other side, is part of a digit."""
MIN_LINE_HEIGHTS = 1.2
"""A bar that has nothing below it yet may be the line of a column if it is so wide."""
MAX_ROOF_DEPTH, MIN_ROOF_SHARE = 0.25, 0.4
"""A root ends in a roof, in this part of it from its top, over this part of its width."""

Read = Callable[[Ink], Reading]
"""Reads an ink of symbols in lines; see `Reader.read_ink`."""


def glyphs_of(ink: Ink, read: Read) -> tuple[Glyph, ...]:
    """Return all glyphs that `read` finds in `ink`, with the bars, roots and equals signs.

    What it takes for no symbol is a glyph, too; a long line that it leaves out is a bar.
    """
    strokes = tuple(map(_of_stroke, ink.strokes))
    regions = (frozenset(block) for block in blocks_of(strokes))
    return tuple(each for region in regions for each in _in_region(ink, strokes, region, read))


def _of_stroke(stroke: Stroke) -> Glyph:
    """Return what a stroke may be by its shape: a bar, a root, or neither."""
    glyph = Glyph(stroke.bounding_box, {MINUS: 0.0})
    if glyph.may_be_bar:
        return glyph
    return Glyph(glyph.box, {ROOT_SIGN: 0.0} if _has_roof(stroke) else {})


def _has_roof(stroke: Stroke) -> bool:
    """Tell whether a stroke goes up from a foot, and ends in a roof to the right of it."""
    box, (across, down) = stroke.bounding_box, stroke.points.T
    foot = int(np.argmax(down))
    below = np.flatnonzero(down > box.top + MAX_ROOF_DEPTH * box.height)
    roof = across[below[-1] + 1 :]
    if len(roof) == 0 or foot > below[-1]:
        return False
    starts = max(float(roof.min()), float(across[foot]))
    return float(roof[-1]) - starts >= MIN_ROOF_SHARE * box.width


def _in_region(ink: Ink, strokes: tuple[Glyph, ...], region: Region, read: Read) -> Iterator[Glyph]:
    spans = _spans(strokes, region)
    for span in spans:
        if span.kind is Kind.EQUALS:
            yield Glyph(span.box(strokes), {"=": 0.0}, strokes=tuple(sorted(span.members)))
            continue
        label = ROOT_SIGN if span.kind is Kind.ROOT else MINUS
        yield Glyph(strokes[span.owner].box, {label: 0.0}, strokes=(span.owner,))
        for part in span.parts:
            yield from _in_region(ink, strokes, part, read)
    yield from _read_apart(ink, region.difference(*(each.members for each in spans)), read)


def _spans(strokes: tuple[Glyph, ...], region: Region) -> list[Span]:
    """Return bars, roots and equals signs of a region that are in no other one."""
    height = usual_height([strokes[k] for k in region])
    found = [each for each in spans_in(strokes, region) if _is_sound(strokes, each, height)]
    lines = [each for k in region if (each := _line_of_column(strokes, region, k, height))]
    return top_spans([*found, *lines])


def _is_sound(strokes: tuple[Glyph, ...], span: Span, height: float) -> bool:
    """Tell whether each part of a span has something as tall as a symbol."""
    if span.kind is Kind.EQUALS:
        return span.box(strokes).width < MIN_LINE_HEIGHTS * height
    if span.kind is Kind.BAR and _is_of_digit(strokes, span, height):
        return False
    tallest = [max(strokes[k].box.height for k in part) for part in span.parts]
    return min(tallest) >= MIN_PART_HEIGHTS * height


def _is_of_digit(strokes: tuple[Glyph, ...], bar: Span, height: float) -> bool:
    """Tell whether a bar is part of what it touches, as that of a 5 under another row."""
    (above, below), box = bar.parts, strokes[bar.owner].box
    gaps = (
        box.top - max(strokes[k].box.bottom for k in above),
        min(strokes[k].box.top for k in below) - box.bottom,
    )
    touches = min(gaps) < MAX_TOUCH_HEIGHTS * height
    return touches and max(gaps) > MIN_ROW_GAP_HEIGHTS * height


def _line_of_column(
    strokes: tuple[Glyph, ...], region: Region, k: int, height: float
) -> Span | None:
    line = strokes[k]
    if not line.may_be_bar or line.box.width < MIN_LINE_HEIGHTS * height:
        return None
    near = [each for each in region - {k} if is_over(line.box, strokes[each])]
    above = frozenset(each for each in near if strokes[each].box.bottom <= line.box.bottom)
    is_last = len(above) == len(near) and len(above) > 1
    return Span(Kind.BAR, k, (region - {k},)) if is_last else None


def _read_apart(ink: Ink, region: Region, read: Read) -> Iterator[Glyph]:
    """Yield what is read of some strokes alone, and those that were left out."""
    names = sorted(region)
    if not names:
        return
    reading = read(Ink(tuple(ink.strokes[k] for k in names)))
    left = region
    for symbol in reading.symbols:
        own = tuple(names[k] for k in symbol.strokes)
        left = left.difference(own)
        found = Glyph.of(symbol)
        yield Glyph(found.box, found.nats, found.knownness, own)
    for k in sorted(left):
        yield Glyph(ink.strokes[k].bounding_box, {MINUS: 0.0}, strokes=(k,))
