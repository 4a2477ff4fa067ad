"""Finds boxes that are near each other, and connected sets of them, in nearly linear time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

Boxes = npt.NDArray[np.float64]
"""(n, 4): left, top, right, bottom of each piece, in any unit, y down."""
Flags = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.int_]
Lengths = npt.NDArray[np.float64]
Links = tuple[Indices, Indices]
"""(n,) each: pairs that belong together."""
Pairs = tuple[Indices, Indices, Lengths, Lengths]
"""(n,) each: one and another, and how far apart they are in x and in y; below 0 they overlap."""

MAX_IN_PLACE = 64
"""A box is paired with at most so many boxes of about its size, in a strip as high as they are.
Writing has about ten there. More are a scribble, whose neighbors connect it anyway."""
PAIRS_PER_SWEEP = 200  # for each box, compared just because they overlap in x
PAIRS_AT_A_TIME = 2**15  # about so many, to limit memory
_MIN_SIZE_POWER = -40  # in powers of two of the whole extent; smaller boxes count as this


def near_pairs(boxes: Boxes, reach: Lengths) -> Iterator[Pairs]:
    """Yield pairs of boxes no farther apart in x, nor in y, than the longer `reach` of the two.

    Each pair comes once; all of them come, but where more than `MAX_IN_PLACE` crowd. Boxes are (n,
    4), reaches (n,) >= 0.
    """
    order = np.argsort(boxes[:, 0] - reach, kind="stable")
    begin, end = (boxes[:, 0] - reach)[order], (boxes[:, 2] + reach)[order]
    # Each is paired with those after it that begin before it ends.
    first = np.arange(1, len(boxes) + 1)
    last = np.searchsorted(begin, end, side="right")
    if int((last - first).sum()) <= PAIRS_AT_A_TIME + PAIRS_PER_SWEEP * len(boxes):
        spans: Iterable[tuple[Indices, Indices, Indices, Indices]] = [(order, order, first, last)]
    else:
        spans = _spans_by_size(boxes, reach)
    for queries, members, begins, ends in spans:
        yield from _near(boxes, reach, queries, members, begins, ends)


def _near(
    boxes: Boxes,
    reach: Lengths,
    queries: Indices,
    members: Indices,
    begins: Indices,
    ends: Indices,
) -> Iterator[Pairs]:
    """Pair each of `queries` with its span of `members`, and yield the pairs that are near."""
    count = np.maximum(ends - begins, 0)
    before = np.cumsum(count)
    parts = (np.flatnonzero(np.diff(before // PAIRS_AT_A_TIME)) + 1).tolist()
    left, top, right, bottom = boxes.T
    for start, stop in zip([0, *parts], [*parts, len(queries)], strict=True):
        own = count[start:stop]
        one = np.repeat(queries[start:stop], own)
        steps = np.arange(len(one)) - np.repeat(np.cumsum(own) - own, own)
        other = members[np.repeat(begins[start:stop], own) + steps]
        across = np.maximum(left[one] - right[other], left[other] - right[one])
        down = np.maximum(top[one] - bottom[other], top[other] - bottom[one])
        near = np.maximum(across, down) <= np.maximum(reach[one], reach[other])
        yield one[near], other[near], across[near], down[near]


def _spans_by_size(
    boxes: Boxes, reach: Lengths
) -> Iterator[tuple[Indices, Indices, Indices, Indices]]:
    """Yield queries, members, begins and ends: what may be near, and no larger, by its size.

    Boxes are sorted into sizes, powers of two. Those of one size lie in strips as high as they are
    large. Whatever is smaller than them and near to one lies within two strips of it.
    """
    corner = boxes[:, :2].min(axis=0)
    extent = max(float((boxes[:, 2:].max(axis=0) - corner).max()), 1e-300)
    sides = (boxes[:, 2:] - boxes[:, :2]).max(axis=1)
    sizes = np.maximum(sides, reach) / extent
    levels = np.ceil(np.log2(np.maximum(sizes, 2.0**_MIN_SIZE_POWER))).astype(int)
    for level in np.unique(levels).tolist():
        yield from _spans_of_size(boxes, corner, levels, level, extent * 2.0**level)


def _spans_of_size(
    boxes: Boxes, corner: Lengths, levels: Indices, level: int, size: float
) -> Iterator[tuple[Indices, Indices, Indices, Indices]]:
    large = np.flatnonzero(levels == level)
    large = large[np.argsort(boxes[large, 0], kind="stable")]
    lefts, count = boxes[large, 0], len(large) + 1
    strips = np.floor((boxes[:, 1] - corner[1]) / size).astype(np.int64)
    known, place = np.unique(strips[large], return_inverse=True)
    keys = place * count + np.arange(len(large))  # by strip, and there from left to right
    sorted_keys = np.argsort(keys)
    members, keys = large[sorted_keys], keys[sorted_keys]

    def spans(queries: Indices, strip: int) -> tuple[Indices, Indices, Indices]:
        """Return which of `queries` have anything so many strips below, and from where to where."""
        row = np.searchsorted(known, strips[queries] + strip)
        there = known[np.minimum(row, len(known) - 1)] == strips[queries] + strip
        queries, row = queries[there], row[there] * count
        left, right = boxes[queries, 0], boxes[queries, 2]
        begins = np.searchsorted(keys, row + np.searchsorted(lefts, left - 2 * size))
        ends = np.searchsorted(keys, row + np.searchsorted(lefts, right + size, side="right"))
        middle = np.searchsorted(keys, row + np.searchsorted(lefts, left)) - MAX_IN_PLACE // 2
        crowded = ends - begins > MAX_IN_PLACE
        begins = np.where(crowded, np.clip(middle, begins, ends - MAX_IN_PLACE), begins)
        return queries, begins, np.minimum(ends, begins + MAX_IN_PLACE)

    smaller = np.flatnonzero(levels < level)
    for strip in range(-2, 3):
        queries, begins, ends = spans(smaller, strip)
        yield queries, members, begins, ends
    for strip in (1, 2):
        queries, begins, ends = spans(large, strip)
        yield queries, members, begins, ends
    # Within a strip each is paired with those after it, so that no pair comes twice.
    after = np.arange(len(members)) + 1
    reached = np.searchsorted(lefts, boxes[members, 2] + size, side="right")
    row = np.searchsorted(known, strips[members]) * count
    ends = np.searchsorted(keys, row + reached)
    yield members, members, after, np.minimum(ends, after + MAX_IN_PLACE)


def united(count: int, links: Iterable[Links]) -> list[list[int]]:
    """Return what is linked, directly or by others, as sets; each ascending, by their first."""
    first = np.arange(count)  # of the set that each belongs to
    for one, other in links:
        _unite(first, one, other)
    sets: dict[int, list[int]] = {}
    for each, of in enumerate(first.tolist()):
        sets.setdefault(of, []).append(each)
    return list(sets.values())


def _unite(first: Indices, one: Indices, other: Indices) -> None:
    """Make one set of the sets of every pair, in `first`."""
    while len(one):
        low, high = np.minimum(first[one], first[other]), np.maximum(first[one], first[other])
        np.minimum.at(first, high, low)
        while (first[first] != first).any():
            first[:] = first[first]
        apart = first[one] != first[other]
        one, other = one[apart], other[apart]
