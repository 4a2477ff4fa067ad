"""Groups of neighbors that may be a symbol, and the best way to part a number into such groups."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import numpy as np

from recognizer.reading.parting.grouping import GroupingRules
from recognizer.reading.parting.layout import Box, number_height, wholes_of
from recognizer.reading.seeing.neighbors import Boxes

Places = tuple[int, ...]
"""Pieces of a number, by index from left to right."""
_MIN_CHANCE = 0.01  # a lower one counts as much


@dataclass(frozen=True)
class Group:
    """Neighbors that may be a symbol: the pieces from `begin` up to `end`, from left to right.

    `left`, `right` and `height` are those of their common box, in heights of the number; so is
    `gap`, the widest between them from left to right; 0 if they overlap.
    """

    begin: int
    end: int
    left: float
    right: float
    height: float
    gap: float = 0.0

    @cached_property
    def pieces(self) -> Places:
        """Its pieces, from left to right."""
        return tuple(range(self.begin, self.end))


def possible_groups(boxes: Boxes, rules: GroupingRules, wholes: Sequence[int] = ()) -> list[Group]:
    """Return every run of neighbors that may be a symbol; each piece alone is one.

    `boxes` (n, 4) are those of the pieces of a number, from left to right; `wholes` tells of which
    whole each was cut out, if any was. A whole may be a symbol, however often it was cut.
    """
    height, corners, groups = number_height(wholes_of(boxes, wholes)), boxes.tolist(), []
    for begin in range(len(boxes)):
        for end in range(begin + 1, min(begin + rules.max_symbol_pieces, len(boxes)) + 1):
            group = _group(corners, begin, end, height)
            if _may_be_symbol(group, rules):
                groups.append(group)
    for begin, end in _whole_runs(wholes, rules.max_symbol_pieces):
        group = _group(corners, begin, end, height)
        if _may_be_symbol(group, rules):
            groups.append(group)
    return groups


def _whole_runs(wholes: Sequence[int], most: int) -> Iterator[tuple[int, int]]:
    """Yield begin and end of what was cut from one whole, into more than `most` pieces."""
    begin = 0
    for _, run in groupby(wholes):
        end = begin + len([*run])
        if end - begin > most:
            yield begin, end
        begin = end


def best_groups(
    groups: Iterable[Group], scores: Callable[[Group], float], rules: GroupingRules
) -> tuple[Group, ...]:
    """Return the groups, from left to right, that hold each piece once and score best together.

    `groups` are of one number, each piece alone among them; for `scores` see `group_score`.
    """
    ways: dict[int, list[_Way]] = {}
    for group in sorted(groups, key=lambda each: each.end):
        own = scores(group)
        if group.begin == 0:
            ways.setdefault(group.end, []).append(_Way(own, group, None))
            continue
        score, before = max(
            ((way.score - parting_cost(way.group, group, rules), way) for way in ways[group.begin]),
            key=lambda pair: pair[0],
        )
        ways.setdefault(group.end, []).append(_Way(own + score, group, before))
    return max(ways[max(ways)], key=lambda way: way.score).groups() if ways else ()


def group_score(group: Group, knownness: float, confidence: float, rules: GroupingRules) -> float:
    """Return how well `group` stands for a symbol, <= 0.

    Knownness and confidence, in [0, 1], tell how sure the classifier is that it is a symbol, and
    which.
    """
    sure = np.log(max(knownness, _MIN_CHANCE)) + np.log(max(confidence, _MIN_CHANCE))
    low = rules.low_cost * max(0.0, 0.5 - group.height)
    return float(sure - rules.gap_cost * group.gap - low)


def fused(
    groups: Sequence[Group],
    is_known: Callable[[Group], bool],
    rules: GroupingRules,
    are_apart: Callable[[Group, Group], bool] = lambda left, right: False,
) -> tuple[Group, ...]:
    """Return `groups` with those made one that cannot stand for themselves.

    What is no symbol is not parted from what it overlaps, and no two symbols stand in one place: a
    letter is not a digit beside a scrap, and a digit gone over twice not two of them. The groups
    come from left to right, as `best_groups` gives them; `is_known` is asked of fused groups, too.
    Neighbors that `are_apart` are never made one.
    """
    kept: list[Group] = []
    for group in groups:
        while kept and _is_one(kept[-1], group, is_known, rules) and not are_apart(kept[-1], group):
            group = _fuse(kept.pop(), group)
        kept.append(group)
    if len(kept) == len(groups):
        return tuple(kept)
    return fused(kept, is_known, rules, are_apart)


def _group(corners: Sequence[Box], begin: int, end: int, height: float) -> Group:
    """Return a group of the pieces at `corners`, in a number of that `height`."""
    # Plain numbers: arrays of so few would cost ten times as much.
    lefts, tops, rights, bottoms = zip(*corners[begin:end], strict=True)
    return Group(
        begin,
        end,
        min(lefts) / height,
        max(rights) / height,
        (max(bottoms) - min(tops)) / height,
        _widest_gap(corners[begin:end]) / height if end - begin > 1 else 0.0,
    )


def _may_be_symbol(group: Group, rules: GroupingRules) -> bool:
    """Tell whether `group` may be a symbol by its box; a single piece always may."""
    width = group.right - group.left
    widest = rules.max_symbol_width_heights * max(1.0, group.height)
    fits = width <= widest and group.gap <= rules.max_gap_heights
    return fits or group.end - group.begin == 1


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


def parting_cost(left: Group, right: Group, rules: GroupingRules) -> float:
    """Return what it costs that two neighbors overlap."""
    return rules.overlap_cost * max(0.0, left.right - right.left)


def _is_one(
    left: Group, right: Group, is_known: Callable[[Group], bool], rules: GroupingRules
) -> bool:
    if middles_apart(left, right) < rules.min_middles_heights:
        return True
    touch = left.right > right.left - rules.max_touch_heights
    return touch and not (is_known(left) and is_known(right))


def middles_apart(left: Group, right: Group) -> float:
    """Return how far apart the middles of two groups are, in heights of the number."""
    return abs(left.left + left.right - right.left - right.right) / 2


def _fuse(left: Group, right: Group) -> Group:
    return Group(
        left.begin,
        right.end,
        min(left.left, right.left),
        max(left.right, right.right),
        max(left.height, right.height),
        max(left.gap, right.gap),
    )


def _widest_gap(corners: Sequence[Box]) -> float:
    """Return the widest gap that no piece bridges, from left to right; 0 if there is none."""
    widest, reached = 0.0, float("inf")
    for left, _, right, _ in sorted(corners):
        widest = max(widest, left - reached)
        reached = right if reached == float("inf") else max(reached, right)
    return widest
