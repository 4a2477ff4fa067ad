"""Groups pieces into numbers, and numbers into lines, by their boxes alone.

A piece is a stroke, or a connected blob of a picture. Distances are in heights of the writing or in
parts of a side, so the unit does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from recognizer.pictures.blobs import weighted_median
from recognizer.reading.parting.bars import parted
from recognizer.reading.parting.marks import INK, Drawn
from recognizer.reading.seeing.neighbors import (
    Boxes,
    Flags,
    Lengths,
    Links,
    Pairs,
    near_pairs,
    united,
)

Box = tuple[float, float, float, float]
Span = tuple[float, float]

MAX_NUMBER_GAP_HEIGHTS = 1.0
"""Between two symbols of a number, in heights of the taller one."""
MAX_MARK_HEIGHTS = 0.5
"""A mark is at most so high, in heights of the symbol that it belongs to."""
MIN_CLEAR_GAP_HEIGHTS, MIN_CLEAR_GAP_MEDIANS = 0.65, 2.5
"""A gap of so many heights, and so many times the median gap, separates two numbers."""

_MIN_ALONGSIDE_SHARE = 0.3  # of the lower one's height, shared by two pieces side by side
_MAX_TOUCH_SIDES = 0.02  # longer sides of the larger: pieces so close in x belong together
_STRICTER_SHARES = (0.5, 0.7)  # the same, where else two lines would be one
_MAX_STACK_SIDES, _MIN_STACK_SHARE = 0.22, 0.5  # one above the other: gap, and width in common
_MAX_TIGHT_HEIGHTS = 0.08  # of the lower one: so near, even two that stand in rows are stacked
_MAX_BOWL_GAP_HEIGHTS, _MIN_BOWL_WIDTH_HEIGHTS = 0.1, 0.4  # heights of the stem, of the bowl
_MAX_BOWL_HEIGHTS, _MIN_STEM_SHARE = 0.65, 1 / 3  # of the stem: its bowl, and what is below that
_MAX_BOWL_DROP = 0.2  # of the stem, from its head to that of its bowl
_MAX_SLIM_WIDTH_HEIGHTS = 0.87  # the halves of a broken 8 or 3 are wider
_MAX_BAR_WIDTH_HEIGHTS, _MIN_BAR_GAP_HEIGHTS = 0.3, 0.3  # of the lower one: what may be a broken 1
_MIN_ALIKE_SHARE = 0.7  # two so alike in height, side by side, are symbols of a row
_MIN_HEIGHT_SHARE = 0.3  # two less alike in height are no symbols of one number
_MAX_SIGN_DROP_HEIGHTS = 0.15  # heights of a digit: a comma may hang so far below it
_MIN_FOR_MEDIAN = 4  # with fewer pieces, the median says little
_MIN_RULE_WIDTHS, _MIN_RULE_HEIGHTS = 2.0, 2.5  # usual heights: so long or tall is a drawn line
_MAX_RULE_FLATNESS = 0.15  # its other side, in its longer one
_MAX_MARK_SIDES = 0.35  # longer sides of the larger: a mark so near goes with it
_MIN_TALL_SHARE = 0.5  # of the usual piece: what counts for the height of what is written
_MIN_DIGIT_SHARE = 0.6  # of the usual piece: what counts for the height of a number
_MIN_LEVEL_SHARE = 0.5  # of the lower one's height, shared by two numbers of a line
_MAX_LINES_BY_LOOP = 50  # for so few lines, a loop is faster than arrays
_MAX_KEPT_PAIRS = 2**15  # kept for the next iterations


def find_numbers(
    boxes: Boxes,
    with_signs: bool = False,
    bars_part: bool = False,
    drawn: Drawn = INK,
) -> list[tuple[int, ...]]:
    """Return the pieces of each number, from left to right; numbers by their first piece.

    Pieces that overlap, and small marks beside larger pieces, stand together; what stands beside
    each other at about the same height, no farther than a digit is tall, makes a number. Long
    thin lines under, between or beside what is written are left out; so are upright bars if
    `bars_part` numbers, and signs of dashes and points where none are written. Where there
    may be signs, low things beside a digit, as a minus, belong to its number. The pieces `drawn`
    in a picture are connected ink: what is as tall as what stands below it, and upright, is not
    half of a digit. Specks in it may be points that part numbers.
    """
    if len(boxes) == 1:
        return [(0,)]
    rules = find_rules(boxes)
    written = np.flatnonzero(~rules)
    if len(written) == 0:
        return []
    inner = boxes[written]
    clusters = united(len(inner), _together(inner, drawn.pen > 0))
    outer = _outer(inner, clusters)
    rows = _rows(outer, with_signs)
    numbers = [number for row in rows for number in _parted_by_gaps(row, outer)]
    middles, names = (inner[:, 0] + inner[:, 2]).tolist(), written.tolist()
    found = [[piece for k in number for piece in clusters[k]] for number in numbers]
    found = [sorted(sorted(number), key=middles.__getitem__) for number in found]
    if bars_part:
        width, height, _ = _sides(boxes)
        lines = boxes[rules & (height > width)]
        found = parted(found, inner, lines, not with_signs, drawn.of(written))
    return [tuple(names[piece] for piece in number) for number in sorted(found, key=min)]


def small_beside(boxes: Boxes) -> tuple[int, ...]:
    """Return which pieces of a number are small, and stand clear of all that is not.

    Between marks and small digits beside a tall one boxes cannot tell: ask whether they read as
    digits by themselves.
    """
    width, height, _ = _sides(boxes)
    small = height < MAX_MARK_HEIGHTS * height.max()
    tall = boxes[~small]
    across = np.maximum(boxes[:, None, 0] - tall[None, :, 2], tall[None, :, 0] - boxes[:, None, 2])
    down = np.maximum(boxes[:, None, 1] - tall[None, :, 3], tall[None, :, 1] - boxes[:, None, 3])
    clear = (np.maximum(across, down) > 0).all(axis=1)
    return tuple(np.flatnonzero(small & clear & (height >= 0.5 * width)).tolist())


def is_bowl(small: Box, tall: Box) -> bool:
    """Tell whether `small` stands close before the upper part of `tall`, as the bowl of a 9 does.

    Something raised behind a digit, as an exponent is, stands on its other side.
    """
    left, top, right, bottom = small
    stem, begin, _, end = tall
    height = end - begin
    is_close = (left + right) / 2 < stem < right + _MAX_BOWL_GAP_HEIGHTS * height
    is_round = right - left >= _MIN_BOWL_WIDTH_HEIGHTS * (bottom - top)
    is_low = bottom - top < _MAX_BOWL_HEIGHTS * height
    is_high = top < begin + _MAX_BOWL_DROP * height
    return is_close and is_round and is_low and is_high and bottom < end - _MIN_STEM_SHARE * height


def stand_in_column(ones: Boxes, others: Boxes) -> Flags:
    """Tell which of two pieces of ink, one above the other, are two digits, not parts of one.

    They are about as tall as each other, there is a gap, and they are not both as wide as the
    halves of a broken 8 or 3. A gap in a straight bar is wider if it is between two digits.
    """
    (wide, tall), (width, height) = ((each[:, 2:] - each[:, :2]).T for each in (ones, others))
    low, high = np.minimum(tall, height), np.maximum(tall, height)
    down = np.maximum(others[:, 1] - ones[:, 3], ones[:, 1] - others[:, 3])
    slimmest = np.minimum(wide / np.maximum(tall, 1e-9), width / np.maximum(height, 1e-9))
    widest = np.maximum(wide, width)
    least = np.where(
        widest <= _MAX_BAR_WIDTH_HEIGHTS * low, _MIN_BAR_GAP_HEIGHTS, _MAX_TIGHT_HEIGHTS
    )
    alike = low >= _MIN_ALIKE_SHARE * high
    return np.asarray(alike & (down > least * low) & (slimmest <= _MAX_SLIM_WIDTH_HEIGHTS))


def in_lines(boxes: Sequence[Box]) -> list[list[int]]:
    """Return which numbers stand in each line, from left to right; the lines from the top."""
    lines: list[list[int]] = []
    ends: list[Span] = []  # top and bottom of the last number of each line
    array = np.zeros((2, len(boxes)))  # the same
    for number in sorted(range(len(boxes)), key=lambda each: boxes[each][0]):
        _, top, _, bottom = boxes[number]
        place = _first_level(ends, array, top, bottom)
        if place == len(ends):
            lines.append([])
            ends.append((top, bottom))
        lines[place].append(number)
        ends[place] = top, bottom
        array[:, place] = top, bottom
    return sorted(lines, key=lambda line: _middle(boxes[line[0]]))


def number_height(boxes: Boxes) -> float:
    """Return how tall the digits of a number are, by the boxes of its pieces; > 0.

    Neither marks nor a long stem or two make a difference: half of all the height is in pieces that
    are taller than the usual one.
    """
    heights = boxes[:, 3] - boxes[:, 1]
    tall = heights[heights >= _MIN_DIGIT_SHARE * weighted_median(heights, heights)]
    widest = float((boxes[:, 2] - boxes[:, 0]).max())
    return max(float(np.median(tall)), 0.1 * widest, 1e-9)


def wholes_of(boxes: Boxes, wholes: Sequence[int]) -> Boxes:
    """Return the boxes of what pieces were cut out of; `boxes` themselves if `wholes` is empty."""
    if not len(wholes):
        return boxes
    names = np.asarray(wholes)
    return np.array([box_around(boxes[names == each]) for each in np.unique(names)])


def box_around(boxes: Boxes) -> Box:
    """Return the smallest box that holds all of `boxes`, of which there is at least one."""
    left, top = boxes[:, :2].min(axis=0).tolist()
    right, bottom = boxes[:, 2:].max(axis=0).tolist()
    return left, top, right, bottom


def _outer(boxes: Boxes, clusters: list[list[int]]) -> Boxes:
    """Return the boxes around clusters, which hold every piece once."""
    pieces = [piece for cluster in clusters for piece in cluster]
    starts = np.cumsum([0, *map(len, clusters[:-1])])
    low = np.minimum.reduceat(boxes[pieces, :2], starts)
    return np.hstack([low, np.maximum.reduceat(boxes[pieces, 2:], starts)])


def _together(boxes: Boxes, of_picture: bool) -> Iterable[Links]:
    """Yield which pairs of pieces stand together: side by side, stacked, or a mark by a piece."""
    pairs = _Neighbors(boxes)
    in_rows = _stand_in_rows(boxes, pairs)
    yield from _side_by_side_or_stacked(boxes, pairs, in_rows, of_picture)
    yield _marks(boxes, pairs, in_rows)


def find_rules(boxes: Boxes) -> Flags:
    """Tell which pieces are lines drawn under, between or beside what is written."""
    width, height, size = _sides(boxes)
    upright = height >= 0.5 * width
    if len(boxes) < 2 or not upright.any():
        return np.zeros(len(boxes), bool)
    usual = _usual_height(height[upright])
    flat = np.minimum(width, height) <= _MAX_RULE_FLATNESS * size
    long = (width > _MIN_RULE_WIDTHS * usual) & (width > height)
    tall = (height > _MIN_RULE_HEIGHTS * usual) & (height > width)
    rules = flat & (long | tall)
    digits = boxes[upright & (height >= _MIN_TALL_SHARE * usual)]
    digits = digits[np.argsort(digits[:, 0] + digits[:, 2])]
    for piece in np.flatnonzero(flat & ~rules & (width > usual)):
        rules[piece] = _lies_along(boxes[piece], digits)
    return np.asarray(rules)


def _usual_height(heights: Lengths) -> float:
    if len(heights) < _MIN_FOR_MEDIAN:  # a mark among them would be half of all
        return float(heights.max())
    return float(np.median(heights[heights >= _MIN_TALL_SHARE * np.median(heights)]))


def _lies_along(line: Boxes, digits: Boxes) -> bool:
    """Tell whether a flat piece lies above or below two `digits` side by side, or more.

    They come from left to right.
    """
    left, top, right, bottom = line
    middles = (digits[:, 0] + digits[:, 2]) / 2
    near = digits[np.searchsorted(middles, left) : np.searchsorted(middles, right, side="right")]
    margin = 0.1 * (near[:, 3] - near[:, 1])
    beyond = (top >= near[:, 3] - margin) | (bottom <= near[:, 1] + margin)
    return len(near) > 1 and bool(near[-1, 0] > near[0, 2]) and bool(beyond.all())


def _parted_by_gaps(row: list[int], outer: Boxes) -> list[list[int]]:
    """Return the clusters of a row as numbers: one, or several with clear gaps between them."""
    if len(row) < 3:
        return [row]
    ordered = sorted(row, key=lambda cluster: float(outer[cluster, 0]))
    boxes = outer[ordered]
    gaps = (boxes[1:, 0] - np.maximum.accumulate(boxes[:-1, 2])) / number_height(boxes)
    clear = max(MIN_CLEAR_GAP_HEIGHTS, MIN_CLEAR_GAP_MEDIANS * float(np.median(gaps.clip(0))))
    numbers = [[ordered[0]]]
    for cluster, gap in zip(ordered[1:], gaps.tolist(), strict=True):
        if gap > clear:
            numbers.append([])
        numbers[-1].append(cluster)
    return numbers


class _Neighbors:
    """The pairs of pieces no farther apart than the longer side of the larger one, and how far.

    Gone through several times; kept for that unless they are many.
    """

    def __init__(self, boxes: Boxes) -> None:
        self._boxes = boxes
        self._kept: list[Pairs] | None = None

    def __iter__(self) -> Iterator[Pairs]:
        if self._kept is not None:
            return iter(self._kept)
        pairs = near_pairs(self._boxes, _sides(self._boxes)[2])
        if len(self._boxes) ** 2 <= _MAX_KEPT_PAIRS:
            self._kept = list(pairs)
            return iter(self._kept)
        return iter(pairs)


def _side_by_side_or_stacked(
    boxes: Boxes, pairs: _Neighbors, in_rows: Flags, of_picture: bool
) -> Iterable[Links]:
    width, height, size = _sides(boxes)
    for one, other, across, down in pairs:
        large = np.maximum(size[one], size[other])
        low = np.minimum(height[one], height[other])
        beside = (across <= _MAX_TOUCH_SIDES * large) & (-down >= _MIN_ALONGSIDE_SHARE * low)
        stacked = (down <= _MAX_STACK_SIDES * large) & (
            -across >= _MIN_STACK_SHARE * np.minimum(width[one], width[other])
        )
        stacked &= (down <= _MAX_TIGHT_HEIGHTS * low) | ~(in_rows[one] & in_rows[other])
        if of_picture:
            stacked &= ~stand_in_column(boxes[one], boxes[other])
        linked = beside | stacked
        yield one[linked], other[linked]


def _stand_in_rows(boxes: Boxes, pairs: _Neighbors) -> Flags:
    """Tell which pieces have another of about their height beside them: digits, and no halves."""
    _, height, _ = _sides(boxes)
    found = np.zeros(len(boxes), bool)
    for one, other, across, down in pairs:
        low, high = np.minimum(height[one], height[other]), np.maximum(height[one], height[other])
        alike = (low >= _MIN_ALIKE_SHARE * high) & (-down >= _MIN_ALIKE_SHARE * low)
        alike &= (across > 0) & (across <= MAX_NUMBER_GAP_HEIGHTS * high)
        found[one[alike]] = found[other[alike]] = True
    return found


def _marks(boxes: Boxes, pairs: _Neighbors, in_rows: Flags) -> Links:
    """Return each piece and what it is a mark of, or itself.

    Of the pieces that it is small against, that is the nearest, by their own size.
    """
    width, height, size = _sides(boxes)
    digits = in_rows & (height >= 0.5 * width)
    pieces = np.arange(len(boxes))
    owner, least = pieces.copy(), np.full(len(boxes), _MAX_MARK_SIDES)
    for one, other, across, down in pairs:
        taller = height[one] > height[other]
        large, mark = np.where(taller, (one, other), (other, one))
        far = np.hypot(across.clip(0), down.clip(0)) / np.maximum(size[large], 1e-9)
        near = (height[mark] < MAX_MARK_HEIGHTS * height[large]) & ~digits[mark]
        near &= (far < least[mark]) | ((far == least[mark]) & (large < owner[mark]))
        large, mark, far = large[near], mark[near], far[near]
        nearest_last = np.lexsort((-large, -far))  # which is the one that is kept
        owner[mark[nearest_last]] = large[nearest_last]
        least[mark[nearest_last]] = far[nearest_last]
    return pieces, owner


def _rows(boxes: Boxes, with_signs: bool) -> list[list[int]]:
    """Return which clusters stand beside each other in one number; their boxes are given.

    What reaches into two lines, as a long stem, must not unite them: where one stands below the
    other, more of the height must be shared.
    """
    found: list[list[int]] = []
    left = united(len(boxes), _in_a_row(boxes, with_signs, _MIN_ALONGSIDE_SHARE))
    for share in _STRICTER_SHARES:
        several = [row for row in left if _are_lines(boxes[row])]
        found += [row for row in left if row not in several]
        left = []
        for row in several:
            parts = united(len(row), _in_a_row(boxes[row], with_signs, share))
            left += [[row[k] for k in part] for part in parts]
    return found + left


def _are_lines(boxes: Boxes) -> bool:
    """Tell whether a row holds two digits of which one stands below the other."""
    height = number_height(boxes)
    tall = boxes[boxes[:, 3] - boxes[:, 1] >= _MIN_ALIKE_SHARE * height]
    for box in tall:
        below = tall[tall[:, 1] >= box[3]]
        shared = np.minimum(below[:, 2], box[2]) - np.maximum(below[:, 0], box[0])
        low = np.minimum(below[:, 2] - below[:, 0], box[2] - box[0])
        if (shared >= _MIN_STACK_SHARE * low).any():
            return True
    return False


def _in_a_row(boxes: Boxes, with_signs: bool, share: float) -> Iterable[Links]:
    """Yield which pairs of clusters stand beside each other in one number."""
    width, height, _ = _sides(boxes)
    reach = MAX_NUMBER_GAP_HEIGHTS * np.maximum(height, 0.5 * width)
    for one, other, _, down in near_pairs(boxes, reach):
        low, high = np.minimum(height[one], height[other]), np.maximum(height[one], height[other])
        alongside = (-down >= share * low) & (low >= _MIN_HEIGHT_SHARE * high)
        if with_signs:
            alongside |= (low < _MIN_HEIGHT_SHARE * high) & (down <= _MAX_SIGN_DROP_HEIGHTS * high)
        yield one[alongside], other[alongside]


def _sides(boxes: Boxes) -> tuple[Lengths, Lengths, Lengths]:
    """Return width, height and the longer one of each box."""
    width, height = (boxes[:, 2:] - boxes[:, :2]).T
    return width, height, np.maximum(width, height)


def _first_level(ends: list[Span], array: Lengths, top: float, bottom: float) -> int:
    """Return which of `ends` is the first that stands at about that height, or how many."""
    height = bottom - top
    for place, (upper, lower) in enumerate(ends[:_MAX_LINES_BY_LOOP]):
        # No calls here: every number of a page is compared with every line.
        shared = (bottom if bottom < lower else lower) - (top if top > upper else upper)
        low = height if height < lower - upper else lower - upper
        if shared >= _MIN_LEVEL_SHARE * low:
            return place
    if len(ends) <= _MAX_LINES_BY_LOOP:
        return len(ends)
    uppers, lowers = array[:, _MAX_LINES_BY_LOOP : len(ends)]
    overlaps = np.minimum(bottom, lowers) - np.maximum(top, uppers)
    found = np.flatnonzero(overlaps >= _MIN_LEVEL_SHARE * np.minimum(height, lowers - uppers))
    return _MAX_LINES_BY_LOOP + int(found[0]) if len(found) else len(ends)


def _middle(box: Box) -> float:
    return box[1] + box[3]
