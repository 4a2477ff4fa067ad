"""Which pieces of ink make a digit, which digits a number, which numbers a line.

A piece is a stroke, or a connected blob of a picture; all that counts here is its box. What a
piece may belong to follows from the boxes. Which of several ways to part a number into digits is
right, a classifier knows best: it is asked for each group of pieces that may be a digit, and the
way with the best sum wins (over-segmentation and a path through the lattice, as Burges et al.
1992, "Shortest Path Segmentation").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

import numpy as np

from recognizer.reading.neighbors import (
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

MOST_PIECES = 4
"""Pieces of a digit: of 18,518 by 238 writers (UNIPEN and pendigits train) one has more."""
WIDEST = 1.8
"""Of a digit of several pieces, in heights of the number."""
LARGEST_GAP = 0.5
"""Between two pieces of a digit, in heights of the number; 99.9 % are below 0.37."""
NUMBER_GAP = 1.0
"""Between two digits of a number, in the height of the taller one."""
SMALL = 0.5
"""A mark is lower than so many heights of what it is a mark of."""
CLEAR_GAP, CLEARER = 0.65, 2.5
"""A gap of so many heights, and so many times the usual one of a number, parts it in two."""

_ALONGSIDE = 0.3  # of the lower one's height must two pieces share to stand side by side
_TOUCH = 0.02  # of the longer side of the larger: pieces so close in x belong together
_STACK, _STACKED = 0.22, 0.5  # one above the other: how far apart, and how much in common
_TIGHT = 0.08  # of the lower one's height: so near, even two that stand in rows are stacked
_ALIKE = 0.7  # two so alike in height, side by side, are digits of a row
_UNLIKE = 0.3  # two so unlike in height are no digits of one number
_FEW = 4  # pieces whose median says little
_LONG, _DIVIDING, _THIN = 2.0, 2.5, 0.15  # digits wide or tall, and flat against that: a rule
_NEAR = 0.35  # a mark that is small against a piece, and so near it, goes with it
_TALL = 0.5  # of the tallest piece: what counts for the height of a number
_ONE_PLACE = 0.12  # of a number's height: middles of two digits are farther apart
_LEVEL = 0.5  # of the lower one's height must two numbers of a line share
_FEW_LINES = 50  # looked through one by one, which is faster than with arrays
_KEPT = 2**15  # pairs at most that are kept to be gone through again


@dataclass(frozen=True)
class Group:
    """Pieces that may be a digit.

    Parameters
    ----------
    pieces : tuple of int
        Ascending.
    begin, end : int
        They are the pieces from the `begin`-th up to the `end`-th, counted from left to right.
    left, right, height : float
        Of their common box, in heights of the number.
    gap : float
        The widest between them from left to right, in heights of the number; 0 if they overlap.
    """

    pieces: tuple[int, ...]
    begin: int
    end: int
    left: float
    right: float
    height: float
    gap: float


@dataclass(frozen=True)
class Weights:
    """How much each thing counts against a way to part a number; see `Group`.

    Chosen on numbers built of the digits of training writers (scripts/evaluate.py --numbers).

    Parameters
    ----------
    digitness, confidence : float
        For the logarithms of what the classifier says.
    gap : float
        For each height of `Group.gap`.
    low : float
        For each height that a group is lower than half the number.
    overlap : float
        For each height by which two neighbors overlap.
    """

    digitness: float = 1.0
    confidence: float = 1.0
    gap: float = 5.0
    low: float = 5.0
    overlap: float = 3.0


WEIGHTS = Weights()
_DOUBT = 0.01  # the least that a digitness counts for


def find_numbers(boxes: Boxes) -> list[tuple[int, ...]]:
    """Return the pieces of each number, from left to right; numbers by their first piece.

    Pieces that overlap, and small marks beside larger pieces, stand together; what stands beside
    each other at about the same height, no farther than a digit is tall, makes a number. Long
    thin lines under, between or beside what is written are left out.
    """
    if len(boxes) == 1:
        return [(0,)]
    written = np.flatnonzero(~find_rules(boxes))
    if len(written) == 0:
        return []
    inner = boxes[written]
    clusters = united(len(inner), _together(inner))
    outer = _outer(inner, clusters)
    rows = united(len(clusters), _in_a_row(outer))
    numbers = [number for row in rows for number in _parted_by_gaps(row, outer)]
    middles, names = (inner[:, 0] + inner[:, 2]).tolist(), written.tolist()
    found = [[piece for k in number for piece in clusters[k]] for number in numbers]
    for number in found:
        number.sort()
    return [
        tuple(names[piece] for piece in sorted(number, key=middles.__getitem__))
        for number in sorted(found, key=itemgetter(0))
    ]


def small_beside(boxes: Boxes) -> tuple[int, ...]:
    """Return which pieces of a number are small, and stand clear of all that is not.

    Between marks and small digits beside a tall one boxes cannot tell: ask whether they read as
    digits by themselves.
    """
    width, height, _ = _sides(boxes)
    small = height < SMALL * height.max()
    tall = boxes[~small]
    across = np.maximum(boxes[:, None, 0] - tall[None, :, 2], tall[None, :, 0] - boxes[:, None, 2])
    down = np.maximum(boxes[:, None, 1] - tall[None, :, 3], tall[None, :, 1] - boxes[:, None, 3])
    clear = (np.maximum(across, down) > 0).all(axis=1)
    return tuple(np.flatnonzero(small & clear & (height >= 0.5 * width)).tolist())


def possible_groups(boxes: Boxes, number: Sequence[int]) -> list[Group]:
    """Return every group of neighbors in `number` that may be a digit; each piece alone is one.

    Parameters
    ----------
    boxes : (n, 4) array
    number : sequence of int
        Indices into `boxes`, from left to right.
    """
    inside = boxes[list(number)]
    height, corners = number_height(inside), inside.tolist()
    groups = []
    for begin in range(len(number)):
        for end in range(begin + 1, min(begin + MOST_PIECES, len(number)) + 1):
            group = _group(corners, number, begin, end, height)
            if end - begin == 1 or _may_be_digit(group):
                groups.append(group)
    return groups


def best_groups(
    groups: Iterable[Group], scores: Callable[[Group], float], weights: Weights = WEIGHTS
) -> tuple[Group, ...]:
    """Return the groups, from left to right, that hold each piece once and score best together.

    Parameters
    ----------
    groups : iterable of Group
        Of one number, each piece alone among them.
    scores : callable
        See `group_score`.
    weights : Weights
    """
    ways: dict[int, list[_Way]] = {}
    for group in sorted(groups, key=lambda each: each.end):
        own = scores(group)
        if group.begin == 0:
            ways.setdefault(group.end, []).append(_Way(own, group, None))
            continue
        score, before = max(
            ((way.score - _parting(way.group, group, weights), way) for way in ways[group.begin]),
            key=lambda pair: pair[0],
        )
        ways.setdefault(group.end, []).append(_Way(own + score, group, before))
    return max(ways[max(ways)], key=lambda way: way.score).groups() if ways else ()


def group_score(
    group: Group, digitness: float, confidence: float, weights: Weights = WEIGHTS
) -> float:
    """Return how well `group` stands for a digit, <= 0 but for what `weights` reward.

    Parameters
    ----------
    group : Group
    digitness, confidence : float
        In [0, 1]: how sure the classifier is that it is a digit, and which.
    weights : Weights
    """
    sure = weights.digitness * np.log(max(digitness, _DOUBT))
    which = weights.confidence * np.log(max(confidence, _DOUBT))
    low = weights.low * max(0.0, 0.5 - group.height)
    return float(sure + which - weights.gap * group.gap - low)


def fused(groups: Sequence[Group], is_digit: Callable[[Group], bool]) -> tuple[Group, ...]:
    """Return `groups` with those made one that cannot stand for themselves.

    What is no digit is not parted from what it overlaps, and no two digits stand in one place: a
    letter is not a digit beside a scrap, and a digit gone over twice not two of them.

    Parameters
    ----------
    groups : sequence of Group
        From left to right, as `best_groups` gives them.
    is_digit : callable
        Asked of fused groups, too.
    """
    kept: list[Group] = []
    for group in groups:
        while kept and _is_one(kept[-1], group, is_digit):
            group = _fuse(kept.pop(), group)
        kept.append(group)
    return tuple(kept) if len(kept) == len(groups) else fused(kept, is_digit)


def in_lines(boxes: Sequence[Box]) -> list[list[int]]:
    """Return which numbers stand in each line, from left to right; the lines from the top.

    Parameters
    ----------
    boxes : sequence of (left, top, right, bottom)
        Around each number.
    """
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
    """Return how tall the digits of a number are, by the boxes of its pieces; > 0."""
    heights = boxes[:, 3] - boxes[:, 1]
    tall = heights[heights >= _TALL * heights.max()]
    widest = float((boxes[:, 2] - boxes[:, 0]).max())
    return max(float(np.median(tall)), 0.1 * widest, 1e-9)


@dataclass(frozen=True)
class _Way:
    """A way to part what stands to the left, up to the end of `group`."""

    score: float
    group: Group
    before: _Way | None

    def groups(self) -> tuple[Group, ...]:
        way: _Way | None = self
        found: list[Group] = []
        while way:
            found.append(way.group)
            way = way.before
        return tuple(reversed(found))


def _parting(left: Group, right: Group, weights: Weights) -> float:
    return weights.overlap * max(0.0, left.right - right.left)


def _is_one(left: Group, right: Group, is_digit: Callable[[Group], bool]) -> bool:
    if abs(left.left + left.right - right.left - right.right) / 2 < _ONE_PLACE:
        return True
    touch = left.right > right.left - _TOUCH
    return touch and not (is_digit(left) and is_digit(right))


def _fuse(left: Group, right: Group) -> Group:
    return Group(
        tuple(sorted(left.pieces + right.pieces)),
        left.begin,
        right.end,
        min(left.left, right.left),
        max(left.right, right.right),
        max(left.height, right.height),
        max(left.gap, right.gap),
    )


def _group(corners: list[Box], number: Sequence[int], begin: int, end: int, height: float) -> Group:
    # Plain numbers: arrays of so few would cost ten times as much.
    lefts, tops, rights, bottoms = zip(*corners[begin:end], strict=True)
    return Group(
        tuple(sorted(number[begin:end])),
        begin,
        end,
        min(lefts) / height,
        max(rights) / height,
        (max(bottoms) - min(tops)) / height,
        _widest_gap(corners[begin:end]) / height if end - begin > 1 else 0.0,
    )


def _may_be_digit(group: Group) -> bool:
    width = group.right - group.left
    return width <= WIDEST * max(1.0, group.height) and group.gap <= LARGEST_GAP


def _widest_gap(corners: list[Box]) -> float:
    """Return the widest gap that no piece bridges, from left to right; 0 if there is none."""
    widest, reached = 0.0, float("inf")
    for left, _, right, _ in sorted(corners):
        widest = max(widest, left - reached)
        reached = right if reached == float("inf") else max(reached, right)
    return widest


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


def _together(boxes: Boxes) -> Iterable[Links]:
    """Yield which pairs of pieces stand together: side by side, stacked, or a mark by a piece."""
    pairs = _Neighbors(boxes)
    in_rows = _stand_in_rows(boxes, pairs)
    yield from _side_by_side_or_stacked(boxes, pairs, in_rows)
    yield _marks(boxes, pairs, in_rows)


def find_rules(boxes: Boxes) -> Flags:
    """Tell which pieces are lines drawn under, between or beside what is written."""
    width, height, size = _sides(boxes)
    upright = height >= 0.5 * width
    if len(boxes) < 2 or not upright.any():
        return np.zeros(len(boxes), bool)
    usual = _usual_height(height[upright])
    flat = np.minimum(width, height) <= _THIN * size
    long = (width > _LONG * usual) & (width > height)
    tall = (height > _DIVIDING * usual) & (height > width)
    rules = flat & (long | tall)
    digits = boxes[upright & (height >= _TALL * usual)]
    digits = digits[np.argsort(digits[:, 0] + digits[:, 2])]
    for piece in np.flatnonzero(flat & ~rules & (width > usual)):
        rules[piece] = _lies_along(boxes[piece], digits)
    return np.asarray(rules)


def _usual_height(heights: Lengths) -> float:
    if len(heights) < _FEW:  # a mark among them would be half of all
        return float(heights.max())
    return float(np.median(heights[heights >= _TALL * np.median(heights)]))


def _lies_along(line: Boxes, digits: Boxes) -> bool:
    """Tell whether a flat piece lies above or below two `digits`, from left to right, or more."""
    left, top, right, bottom = line
    middles = (digits[:, 0] + digits[:, 2]) / 2
    near = digits[np.searchsorted(middles, left) : np.searchsorted(middles, right, side="right")]
    margin = 0.1 * (near[:, 3] - near[:, 1])
    beyond = (top >= near[:, 3] - margin) | (bottom <= near[:, 1] + margin)
    return len(near) > 1 and bool(beyond.all())


def _parted_by_gaps(row: list[int], outer: Boxes) -> list[list[int]]:
    """Return the clusters of a row as numbers: one, or several with clear gaps between them."""
    if len(row) < 3:
        return [row]
    ordered = sorted(row, key=lambda cluster: float(outer[cluster, 0]))
    boxes = outer[ordered]
    gaps = (boxes[1:, 0] - np.maximum.accumulate(boxes[:-1, 2])) / number_height(boxes)
    clear = max(CLEAR_GAP, CLEARER * float(np.median(gaps.clip(0))))
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
        if len(self._boxes) ** 2 <= _KEPT:
            self._kept = list(pairs)
            return iter(self._kept)
        return iter(pairs)


def _side_by_side_or_stacked(boxes: Boxes, pairs: _Neighbors, in_rows: Flags) -> Iterable[Links]:
    width, height, size = _sides(boxes)
    for one, other, across, down in pairs:
        large = np.maximum(size[one], size[other])
        low = np.minimum(height[one], height[other])
        beside = (across <= _TOUCH * large) & (-down >= _ALONGSIDE * low)
        stacked = (down <= _STACK * large) & (
            -across >= _STACKED * np.minimum(width[one], width[other])
        )
        stacked &= (down <= _TIGHT * low) | ~(in_rows[one] & in_rows[other])
        linked = beside | stacked
        yield one[linked], other[linked]


def _stand_in_rows(boxes: Boxes, pairs: _Neighbors) -> Flags:
    """Tell which pieces have another of about their height beside them: digits, and no halves."""
    _, height, _ = _sides(boxes)
    found = np.zeros(len(boxes), bool)
    for one, other, across, down in pairs:
        low, high = np.minimum(height[one], height[other]), np.maximum(height[one], height[other])
        alike = (low >= _ALIKE * high) & (-down >= _ALIKE * low)
        alike &= (across > 0) & (across <= NUMBER_GAP * high)
        found[one[alike]] = found[other[alike]] = True
    return found


def _marks(boxes: Boxes, pairs: _Neighbors, in_rows: Flags) -> Links:
    """Return each piece and what it is a mark of, or itself.

    Of the pieces that it is small against, that is the nearest, by their own size.
    """
    width, height, size = _sides(boxes)
    digits = in_rows & (height >= 0.5 * width)
    pieces = np.arange(len(boxes))
    owner, least = pieces.copy(), np.full(len(boxes), _NEAR)
    for one, other, across, down in pairs:
        taller = height[one] > height[other]
        large, mark = np.where(taller, (one, other), (other, one))
        far = np.hypot(across.clip(0), down.clip(0)) / np.maximum(size[large], 1e-9)
        near = (height[mark] < SMALL * height[large]) & ~digits[mark]
        near &= (far < least[mark]) | ((far == least[mark]) & (large < owner[mark]))
        large, mark, far = large[near], mark[near], far[near]
        nearest_last = np.lexsort((-large, -far))  # which is the one that is kept
        owner[mark[nearest_last]] = large[nearest_last]
        least[mark[nearest_last]] = far[nearest_last]
    return pieces, owner


def _in_a_row(boxes: Boxes) -> Iterable[Links]:
    """Yield which pairs of clusters stand beside each other in one number."""
    width, height, _ = _sides(boxes)
    reach = NUMBER_GAP * np.maximum(height, 0.5 * width)
    for one, other, _, down in near_pairs(boxes, reach):
        low, high = np.minimum(height[one], height[other]), np.maximum(height[one], height[other])
        alongside = (-down >= _ALONGSIDE * low) & (low >= _UNLIKE * high)
        yield one[alongside], other[alongside]


def _sides(boxes: Boxes) -> tuple[Lengths, Lengths, Lengths]:
    """Return width, height and the longer one of each box."""
    width, height = (boxes[:, 2:] - boxes[:, :2]).T
    return width, height, np.maximum(width, height)


def _first_level(ends: list[Span], array: Lengths, top: float, bottom: float) -> int:
    """Return which of `ends` is the first that stands at about that height, or how many."""
    height = bottom - top
    for place, (upper, lower) in enumerate(ends[:_FEW_LINES]):
        # No calls here: every number of a page is compared with every line.
        shared = (bottom if bottom < lower else lower) - (top if top > upper else upper)
        low = height if height < lower - upper else lower - upper
        if shared >= _LEVEL * low:
            return place
    if len(ends) <= _FEW_LINES:
        return len(ends)
    uppers, lowers = array[:, _FEW_LINES : len(ends)]
    overlaps = np.minimum(bottom, lowers) - np.maximum(top, uppers)
    found = np.flatnonzero(overlaps >= _LEVEL * np.minimum(height, lowers - uppers))
    return _FEW_LINES + int(found[0]) if len(found) else len(ends)


def _middle(box: Box) -> float:
    return box[1] + box[3]
