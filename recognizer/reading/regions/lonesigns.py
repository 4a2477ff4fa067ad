"""Signs that stand alone between fractions and roots: there no digit shows how high a symbol is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from recognizer.ink import BoundingBox
from recognizer.reading.regions.glyph import MINUS, PLUS, Glyph
from recognizer.reading.regions.spans import Kind, Region, Span

MAX_SIGN_HEIGHTS, MAX_SPECK_HEIGHTS, MAX_DOT_HEIGHTS = 0.7, 0.2, 0.25
"""A sign is no taller, in heights of the writing, and a dot is no longer; one of a colon may be,
where nothing else has two strokes above each other that are not flat."""
MIN_MINUS_HEIGHTS, MAX_MINUS_FLATNESS, MAX_FLAT_HEIGHTS = 0.25, 0.6, 0.35
"""A minus is at least so wide, and at most so high, in its width and in heights of the writing: a
hand slants it, and flattens a 2 or a 5."""
MAX_UPRIGHT_LEAN = 0.7
"""Width of the upright of a plus, in its height: more has a stroke of a times sign, or a 7."""
COLON, DIVISION, DOT, EQUALS = ":", "÷", ".", "="


def lone_signs(
    shapes: Sequence[Glyph], rest: Region, spans: Sequence[Span], height: float
) -> Iterator[tuple[Region, str]]:
    """Yield which strokes of `rest` are a sign that has only `spans` beside it, and which sign.

    `height` > 0 is that of a digit.
    """
    beside = [span.box(shapes) for span in spans]
    if all(span.kind is Kind.EQUALS for span in spans):
        return
    low = [k for k in rest if shapes[k].box.height <= MAX_SIGN_HEIGHTS * height]
    tall = [shapes[k].box for k in rest.difference(low)]
    for members in _stacks(shapes, low):
        boxes = [shapes[k].box for k in members]
        sign = _sign_of(boxes, height)
        if sign and _is_between(BoundingBox.around(boxes), beside, tall):
            yield frozenset(members), sign


def leading_sign(shapes: Sequence[Glyph], row: Region, height: float) -> tuple[Region, str] | None:
    """Return the strokes of a plus or minus that begins a row, and which it is; None without one.

    `height` > 0 is that of a digit.
    """
    first, *others = _stacks(shapes, [*row])
    boxes = [shapes[k].box for k in first]
    if not others or max(box.height for box in boxes) > MAX_SIGN_HEIGHTS * height:
        return None
    sign = _sign_of(boxes, height)
    return (frozenset(first), sign) if sign in (PLUS, MINUS) else None


def _stacks(shapes: Sequence[Glyph], names: Sequence[int]) -> list[list[int]]:
    """Return the strokes that stand in one place, from left to right."""
    found: list[list[int]] = []
    reached = float("-inf")
    for k in sorted(names, key=lambda k: shapes[k].box.left):
        if not found or shapes[k].box.left > reached:
            found.append([])
        found[-1].append(k)
        reached = max(reached, shapes[k].box.right)
    return found


def _sign_of(boxes: Sequence[BoundingBox], height: float) -> str:
    """Return which sign strokes with these boxes make; "" if that is not plain."""
    if BoundingBox.around(boxes).longer_side <= MAX_SPECK_HEIGHTS * height:
        return DOT
    if _is_colon(boxes, height):
        return COLON
    specks = [box for box in boxes if box.longer_side <= MAX_SPECK_HEIGHTS * height]
    flat = [box for box in boxes if box not in specks and _is_flat(box, height)]
    match len(boxes), len(specks), len(flat):
        case 1, 0, 1:
            return MINUS
        case 2, 0, 2:
            return EQUALS if _gap(boxes) >= 0 else ""  # two that cross are a wide times sign
        case 2, 0 | 1, 1:  # the upright of a small plus is no longer than a speck
            (upright,) = (box for box in boxes if box not in flat)
            return PLUS if _crosses(upright, flat[0]) else ""
        case 3, 2, 1:
            tops = sorted(box.top for box in specks)
            return DIVISION if tops[0] < flat[0].top < tops[1] else ""
    return ""


def _is_colon(boxes: Sequence[BoundingBox], height: float) -> bool:
    """Tell whether strokes are two dots, one above the other."""
    if len(boxes) != 2 or any(_is_flat(box, height) for box in boxes):
        return False
    longest = max(box.longer_side for box in boxes)
    return longest <= MAX_DOT_HEIGHTS * height and _gap(boxes) >= longest / 2


def _gap(boxes: Sequence[BoundingBox]) -> float:
    """Return how far one of two boxes is below the other; negative where they overlap."""
    upper, lower = sorted(boxes, key=lambda box: box.top)
    return lower.top - upper.bottom


def _is_flat(box: BoundingBox, height: float) -> bool:
    is_long = box.width >= MIN_MINUS_HEIGHTS * height
    is_low = box.height <= min(MAX_MINUS_FLATNESS * box.width, MAX_FLAT_HEIGHTS * height)
    return is_long and is_low


def _crosses(upright: BoundingBox, flat: BoundingBox) -> bool:
    """Tell whether the middles of both strokes of a plus lie in its other one."""
    if upright.width > MAX_UPRIGHT_LEAN * upright.height:
        return False
    x, y = (upright.left + upright.right) / 2, (flat.top + flat.bottom) / 2
    return flat.left < x < flat.right and upright.top < y < upright.bottom


def _is_between(
    box: BoundingBox, beside: Sequence[BoundingBox], tall: Sequence[BoundingBox]
) -> bool:
    """Tell whether what stands next to a sign, on both sides, is none of the `tall` strokes."""
    middle = box.left + box.right
    every = [(each.left + each.right, False) for each in beside]
    every += [(each.left + each.right, True) for each in tall]
    left = max((each for each in every if each[0] < middle), default=(0.0, False))
    right = min((each for each in every if each[0] >= middle), default=(0.0, False))
    return not left[1] and not right[1]
