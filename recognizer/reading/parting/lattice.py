"""The lattice: decides which pieces (strokes or blobs) of a number make each symbol.

Boxes alone cannot tell a "4" of two strokes from "11". So the classifier is asked about each run of
neighbors that may be a symbol, and the cut with the best sum wins (over-segmentation and a path
through the lattice, as in Burges et al. 1992, "Shortest Path Segmentation").
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from recognizer.reading.parting.doubts import Run, sureness
from recognizer.reading.parting.grouping import GroupingRules
from recognizer.reading.parting.groups import (
    Group,
    Places,
    best_groups,
    fused,
    group_score,
    middles_apart,
    parting_cost,
    possible_groups,
)
from recognizer.reading.parting.layout import MAX_MARK_HEIGHTS, box_around, is_bowl
from recognizer.reading.parting.prior import Prior
from recognizer.reading.seeing.neighbors import Boxes
from recognizer.reading.seeing.place import MIN_TALL_SHARE, SMALL_SIGNS, Frame, Place
from recognizer.reading.seeing.seen import Seen

See = Callable[[Places], Seen]
MAX_BESIDE = 8
"""So many pieces on each side show where a symbol stands among digits."""
_APART_SHARE = 0.5  # so much rarer than a digit is a bracket or a sign that is no symbol
_MIN_APART = 0.5  # what is a bracket or a sign by so much stands between numbers
_SURE = 0.95  # a symbol so sure stands for itself, whatever touches it
_SURE_SIGN = 0.9  # a sign so sure is no part of the digit beside it
_MIN_SIGN_GAP_HEIGHTS = 0.02  # of the digits: so far it stands from all that is near
_SURE_OF_ONE = 0.97  # what reads as one symbol so surely is one, as a 0 that is broken
_MAX_OVERLAP_HEIGHTS = 0.2  # heights by which the ends of two such neighbors overlap
_MIN_CUT_PAIR_HEIGHTS = 0.8  # of the digits; what is cut from a single digit is mostly lower
_BOWLS = frozenset("0oOcC")  # what the bowl of a 9 reads as
_MIN_IDLE_MIDDLE = 0.3  # heights of the digits, from their top; higher, it may be the bar of a 5


@dataclass(frozen=True)
class Part:
    """A symbol of a number, or something between them that is none.

    `is_known` tells whether it is taken for a symbol where it stands. `parting` in [0, 1] is how
    sure it is that just these pieces make it; 1 where nobody asks. One that `is_apart` is a bracket
    where there are none: it is in no number.
    """

    places: Places
    seen: Seen
    is_known: bool
    parting: float = 1.0
    is_apart: bool = False


def parts_of(
    boxes: Boxes,
    see: See,
    rules: GroupingRules,
    wholes: Sequence[int] = (),
    prior: Prior | None = None,
    with_signs: bool = False,
) -> tuple[Part, ...]:
    """Return the symbols of a number, from left to right, and what is none.

    `boxes` (n, 4) are those of its pieces, from left to right; n >= 1. `see` says what the
    classifier makes of some of the pieces; it is asked often for the same. `wholes` tells for each
    piece of which whole it was cut out; none where nothing was cut. `prior` says what becomes of
    that in its place. Only `with_signs` a low group may be a symbol.
    """
    lattice = _Lattice(boxes, see, rules, wholes, prior, with_signs)
    parts = lattice.in_line(lattice.best())
    # Of several parts at least one is known. Beside it, less knownness is enough for the others.
    enough = rules.min_knownness_beside if len(parts) > 1 else 1.0
    found = [
        Part(places, seen, seen.is_known or seen.knownness >= enough, lattice.parting(places))
        for places, seen in parts
    ]
    if not any(each.is_known for each in found):
        return tuple(found)
    return tuple(replace(each, is_apart=lattice.is_apart(each)) for each in found)


def between(parts: Sequence[Part], slashes: Sequence[bool]) -> list[tuple[Part, ...]]:
    """Return the parts of a number as those before, between and behind its `slashes` and brackets.

    There is at least one in each of them.
    """
    pairs = zip(parts, slashes, strict=True)
    runs = groupby(pairs, lambda pair: pair[1] or pair[0].is_apart)
    return [tuple(part for part, _ in run) for is_apart, run in runs if not is_apart]


class _Lattice:
    """The ways to part one number; see `parts_of`."""

    def __init__(
        self,
        boxes: Boxes,
        see: See,
        rules: GroupingRules,
        wholes: Sequence[int],
        prior: Prior | None,
        with_signs: bool,
    ) -> None:
        self._boxes = boxes
        self._shape, self._rules, self._wholes, self._prior = see, rules, wholes, prior
        self._with_signs = with_signs
        self._frame = Frame.of(boxes)
        self._frames: dict[tuple[int, int], Frame] = {}
        self._known: dict[Places, Seen] = {}
        self._sure: dict[Places, float] = {}
        self._groups: dict[Run, Group] = {}

    def see(self, places: Places) -> Seen:
        """Return what some of the pieces are, in their place; all of them have none."""
        if self._prior is None or len(places) == len(self._boxes):
            return self._shape(places)
        if places not in self._known:
            self._known[places] = self._prior(self._shape(places), self._place(places))
        return self._known[places]

    def in_line(self, cut: Sequence[Places]) -> list[tuple[Places, Seen]]:
        """Return each part of the number with what it is beside the others."""
        if self._prior is None or len(cut) == 1:
            return [(each, self.see(each)) for each in cut]
        shapes = [self._shape(each) for each in cut]
        return [*zip(cut, self._prior.in_line(shapes, [*map(self._place, cut)]), strict=True)]

    def _place(self, places: Places) -> Place:
        return self._frame_around(places).place(self._boxes[list(places)])

    def _frame_around(self, places: Places) -> Frame:
        """Return the frame of the pieces beside some: a line of signs is long, and may rise."""
        begin, end = max(0, places[0] - MAX_BESIDE), places[-1] + 1 + MAX_BESIDE
        if not self._with_signs or (begin == 0 and end >= len(self._boxes)):
            return self._frame
        if (begin, end) not in self._frames:
            self._frames[begin, end] = Frame.of(self._boxes[begin:end])
        return self._frames[begin, end]

    def best(self) -> tuple[Places, ...]:
        everything = tuple(range(len(self._boxes)))
        if not 1 < len(everything) <= self._rules.max_number_pieces:
            return (everything,)
        groups = possible_groups(self._boxes, self._rules, self._wholes)
        self._groups = {(each.begin, each.end): each for each in groups}
        whole = next((each for each in groups if each.pieces == everything), None)
        if whole and self._score(whole) >= self._rules.sure_score:
            return (everything,)
        chosen = best_groups(groups, self._score, self._rules)
        if self._with_signs:
            self._sure = self._sureness(chosen)
        written = self._written(chosen)
        chosen = fused(
            chosen,
            lambda each: (
                self._is_known(each)
                or self._sign_chance(each.pieces) >= _MIN_APART
                or bool(written & self._cut(each))
            ),
            self._rules,
            self._are_apart,
        )
        if not any(map(self._is_known, chosen)):
            return (everything,)  # it is one thing, whatever it is
        return tuple(each.pieces for each in chosen)

    def is_apart(self, part: Part) -> bool:
        """Tell whether a part of the best way is a bracket, or a sign, where there are none."""
        is_bracket = self._bracket_chance(part.places) >= _MIN_APART
        return (is_bracket and not part.is_known) or self._sign_chance(part.places) >= _MIN_APART

    def _bracket_chance(self, places: Places) -> float:
        """Return how likely it is a bracket: a single piece with nothing above or below it."""
        left, _, right, _ = self._boxes[places[0]]
        middles = (self._boxes[:, 0] + self._boxes[:, 2]) / 2
        within = (middles >= left) & (middles <= right)
        if self._prior is None or len(places) > 1 or within.sum() > 1:
            return 0.0
        return self._prior.bracket_chance(self._shape(places))

    def _sign_chance(self, places: Places) -> float:
        """Return how likely it is a sign that is no symbol, as a plus among digits.

        It stands clear of both: the bars of an H would be a 1 and a plus.
        """
        is_inner = places[0] > 0 and places[-1] < len(self._boxes) - 1
        if self._prior is None or not self._is_clear(places):
            return 0.0
        return self._prior.sign_chance(self._shape(places), self._place(places), is_inner)

    def _is_clear(self, places: Places) -> bool:
        """Tell whether some pieces are not all there are, and no other is near to one of them.

        In a picture, what is near is apart if no ink connects the two.
        """
        begin, end = places[0], places[-1] + 1
        if self._wholes and len(places) < len(self._boxes):
            outside = {*self._wholes[:begin], *self._wholes[end:]}
            return outside.isdisjoint(self._wholes[begin:end])
        most = self._rules.max_symbol_pieces
        others = np.vstack(
            [self._boxes[max(0, begin - most) : begin], self._boxes[end : end + most]]
        )
        gaps = np.maximum(
            self._boxes[begin:end, None, :2] - others[None, :, 2:],
            others[None, :, :2] - self._boxes[begin:end, None, 2:],
        ).max(axis=2)
        least = _MIN_SIGN_GAP_HEIGHTS * (self._frame.foot - self._frame.top)
        return len(others) > 0 and bool(gaps.min() >= least)

    def parting(self, places: Places) -> float:
        """Return how sure it is that these pieces of the best way belong together, in [0, 1]."""
        return self._sure.get(places, 1.0)

    def _sureness(self, chosen: Sequence[Group]) -> dict[Places, float]:
        runs = self._groups
        scores = {run: self._score(group) for run, group in runs.items()}

        def cost(left: Run, right: Run) -> float:
            one, other = runs[left], runs[right]
            if middles_apart(one, other) < self._rules.min_middles_heights:
                return math.inf  # they would be made one
            return parting_cost(one, other, self._rules)

        sure = sureness([(each.begin, each.end) for each in chosen], scores, cost)
        return {each.pieces: chance for each, chance in zip(chosen, sure, strict=True)}

    def _is_known(self, group: Group) -> bool:
        return self.see(group.pieces).is_known

    def _are_apart(self, left: Group, right: Group) -> bool:
        """Tell whether one of two is so surely a symbol that it needs no ink of the other."""
        tall = (each for each in (left, right) if each.height >= MIN_TALL_SHARE)
        return self._are_beside(left, right) and any(map(self._is_sure, tall))

    def _are_beside(self, left: Group, right: Group) -> bool:
        """Tell whether two share no connected ink, and only their ends stand above each other."""
        if not self._wholes or self._cut(left) & self._cut(right):
            return False
        overlap = min(left.right, right.right) - max(left.left, right.left)
        return overlap <= _MAX_OVERLAP_HEIGHTS

    def _is_sure(self, group: Group) -> bool:
        return self._is_known(group) and self._sureness_of(group) >= _SURE

    def _label(self, group: Group) -> str:
        return self.see(group.pieces).prediction.best.label

    def _sureness_of(self, group: Group) -> float:
        seen = self.see(group.pieces)
        return min(seen.knownness, seen.prediction.best.confidence)

    def _score(self, group: Group) -> float:
        cuts = self._cuts(group)
        with_signs = self._with_signs and not cuts  # the cut-off end of a plus is no point
        if group.height < self._rules.min_height_heights and not with_signs:
            return self._rules.low_score
        seen = self.see(group.pieces)
        best = seen.prediction.best
        is_small = with_signs and best.label in SMALL_SIGNS
        rules = replace(self._rules, low_cost=0.0) if is_small else self._rules
        score = group_score(group, seen.knownness, best.confidence, rules)
        score = max(score, self._apart_score(group))
        if seen.is_known and not is_small and self._is_bowl(group):
            score -= rules.bowl_cost
        if self._has_idle(group, best.label):
            score -= rules.idle_cost
        if rules.pair_cost and (self._is_pair(group) or self._holds_sign(group)):
            score -= rules.pair_cost
        behind = cuts & {*self._wholes[group.end :]}
        return score - self._rules.cut_cost * len(behind)

    def _apart_score(self, group: Group) -> float:
        """Return how well a group stands for a bracket or a sign between numbers."""
        chances = self._bracket_chance(group.pieces), self._sign_chance(group.pieces)
        return math.log(_APART_SHARE * max(chances) + 1e-9) - self._rules.gap_cost * group.gap

    def _cuts(self, group: Group) -> set[int]:
        """Return the wholes of which a group has a part, and others have the rest."""
        others = {*self._wholes[: group.begin], *self._wholes[group.end :]}
        return self._cut(group) & others

    def _is_bowl(self, group: Group) -> bool:
        """Tell whether a group may be the bowl of a 9 whose stem is the next piece.

        It may read as a 0; what is surely something else is none.
        """
        is_else = self._is_sure(group) and self._label(group) not in _BOWLS
        if is_else or group.end == len(self._boxes):
            return False
        bowl, stem = self._boxes[group.begin : group.end], self._boxes[group.end]
        return is_bowl(box_around(bowl), box_around(stem[None]))

    def _is_pair(self, group: Group) -> bool:
        """Tell whether a group is two symbols side by side, and reads as one of them.

        A network that sees a 5 in front of a long 7 sees a 7. The halves of a broken 0 may read as
        1 and 3, but the group as something else. So may the bowl of a 9, which is a 0.
        """
        if self._sureness_of(group) >= _SURE_OF_ONE:
            return False
        label = self._label(group)
        return any(
            self._are_pair(label, *pair) or self._are_cut_pair(*pair)
            for pair in self._halves(group)
        )

    def _are_cut_pair(self, left: Group, right: Group) -> bool:
        """Tell whether two parts of one blob are each surely a tall digit: digits that touch."""
        both = left, right
        return (
            bool(self._cut(left) & self._cut(right))
            and min(each.height for each in both) >= _MIN_CUT_PAIR_HEIGHTS
            and all(map(self._is_sure, both))
        )

    def _are_pair(self, label: str, left: Group, right: Group) -> bool:
        both = left, right
        likely = {c.label for k in both for c in self.see(k.pieces).prediction.candidates[:2]}
        return (
            label in likely
            and min(each.height for each in both) >= self._rules.min_height_heights
            and self._are_beside(left, right)
            and all(map(self._is_known, both))
            and any(map(self._is_sure, both))
            and not self._is_bowl(left)
        )

    def _holds_sign(self, group: Group) -> bool:
        """Tell whether a group is a symbol and beside it a sign that is none, as a small plus."""
        return any(
            self._are_beside(*pair)
            and any(self._sign_chance(each.pieces) >= _SURE_SIGN for each in pair)
            for pair in self._halves(group)
        )

    def _halves(self, group: Group) -> Iterator[tuple[Group, Group]]:
        for middle in range(group.begin + 1, group.end):
            left = self._groups.get((group.begin, middle))
            right = self._groups.get((middle, group.end))
            if left and right:
                yield left, right

    def _has_idle(self, group: Group, label: str) -> bool:
        """Tell whether a group reads as `label` without something small in it, too."""
        if not self._with_signs or not self._rules.idle_cost or len(group.pieces) < 2:
            return False
        return any(self._is_idle(group, k, label) for k in group.pieces)

    def _is_idle(self, group: Group, k: int, label: str) -> bool:
        place = self._place((k,))
        others = tuple(each for each in group.pieces if each != k)
        wholes = self._wholes or range(len(self._boxes))
        is_whole = not any(wholes[k] == wholes[each] for each in others)
        is_small = place.middle > _MIN_IDLE_MIDDLE and place.height < MAX_MARK_HEIGHTS
        return (
            is_whole
            and is_small
            and self._place(others).height >= MIN_TALL_SHARE
            and self.see(others).prediction.best.label == label
        )

    def _written(self, groups: Iterable[Group]) -> set[int]:
        """Return the wholes that read as symbols for the most part."""
        known, others = Counter[int](), Counter[int]()
        for group in groups if self._wholes else ():
            (known if self._is_known(group) else others).update(self._cut(group))
        return {whole for whole in known if known[whole] > 1 + others[whole]}

    def _cut(self, group: Group) -> set[int]:
        """Return the wholes that a group is made of."""
        return {*self._wholes[group.begin : group.end]}
