"""Parts ink into the symbols of a text that is expected, as far as it can be read so."""

from __future__ import annotations

import math

from recognizer.reading.parting.grouping import GroupingRules
from recognizer.reading.parting.groups import Group, Places, group_score, possible_groups
from recognizer.reading.parting.lattice import See
from recognizer.reading.seeing.neighbors import Boxes

_Way = tuple[float, tuple[Places, ...]]  # its score, and the pieces of each symbol


def parted_as(text: str, boxes: Boxes, see: See, rules: GroupingRules) -> tuple[Places, ...] | None:
    """Return the pieces of each symbol of `text`, the likeliest way; None if there is no way.

    `boxes` (n, 4) are those of all pieces, from left to right, n >= 1. For `see` see
    `lattice.parts_of`. How likely it is that the text was written at all is for others to judge.
    """
    count = len(boxes)
    if not len(text) <= count <= len(text) * rules.max_symbol_pieces:
        return None
    ways: dict[tuple[int, int], _Way] = {(0, 0): (0.0, ())}
    for group in sorted(possible_groups(boxes, rules), key=lambda each: each.end):
        for k, label in enumerate(text):
            behind = len(text) - k - 1
            fits = behind <= count - group.end <= behind * rules.max_symbol_pieces
            before = ways.get((k, group.begin))
            if before is None or not fits:
                continue
            way = before[0] + _score(group, label, see, rules), (*before[1], group.pieces)
            ways[k + 1, group.end] = max(ways.get((k + 1, group.end), (-math.inf, ())), way)
    return ways.get((len(text), count), (0.0, None))[1]


def _score(group: Group, label: str, see: See, rules: GroupingRules) -> float:
    seen = see(group.pieces)
    return group_score(group, seen.knownness, seen.prediction.chance_of(label), rules)
