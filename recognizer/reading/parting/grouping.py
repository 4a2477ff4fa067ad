"""The rules by which pieces are grouped into symbols: one set for ink, one for pictures.

They differ only where a common value was measured to cost readings (docs/measurements.md).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class GroupingRules:
    """Which groups may be a symbol, and what each property of a group costs.

    Heights are those of the number. Scores are logarithms of probabilities: 0 is sure, and costs
    are subtracted. The costs were chosen on numbers built of the digits of training writers
    (scripts/evaluate.py --numbers).

    Parameters
    ----------
    min_knownness_beside : float
        In [0, 1]: a symbol beside others needs only this, if at least one of them passes the
        threshold for a single symbol.
    max_number_pieces : int
        More connected pieces are not writing, and are read as one thing.
    max_symbol_pieces : int
        Of 18,518 digits by 238 writers (UNIPEN and pendigits train) one has more.
    max_symbol_width_heights : float
        Of a symbol of several pieces.
    max_gap_heights : float
        Between two pieces of a symbol; 99.9 % are below 0.37.
    min_height_heights : float
        A lower group is not a symbol, but may be a part of one.
    low_score : float
        The score of such a low group by itself; it costs less than spoiling a symbol with it.
    sure_score : float
        If all pieces as one symbol reach this score, cutting them could hardly raise it.
    max_touch_heights : float
        Groups this close touch each other.
    min_middles_heights : float
        The middles of two symbols are at least so far apart.
    gap_cost : float
        For each height of a gap within a group.
    low_cost : float
        For each height that a group is lower than half the number.
    bowl_cost : float
        For a small symbol close before the upper part of a piece: rather the bowl of a 9.
    overlap_cost : float
        For each height by which two neighbors overlap.
    cut_cost : float
        For each connected blob that is cut at the end of a group.
    idle_cost : float
        For something small in a group, not at its top, without which it reads the same: where there
        may be signs, it is rather a minus, a point or a comma.
    pair_cost : float
        For two symbols side by side in a group, of which one is sure and none needs the other.
    """

    min_knownness_beside: float
    max_number_pieces: int = 200
    max_symbol_pieces: int = 4
    max_symbol_width_heights: float = 1.8
    max_gap_heights: float = 0.5
    min_height_heights: float = 0.2
    low_score: float = -5.0
    sure_score: float = -0.05
    max_touch_heights: float = 0.02
    min_middles_heights: float = 0.12
    gap_cost: float = 5.0
    low_cost: float = 5.0
    bowl_cost: float = 1.0
    overlap_cost: float = 3.0
    cut_cost: float = 1.0
    idle_cost: float = 0.0
    pair_cost: float = 0.0


INK = GroupingRules(min_knownness_beside=0.1)
"""With 0.05 it reads no more numbers right, and takes more scribbles among them for digits."""
PICTURE = GroupingRules(min_knownness_beside=0.05, idle_cost=3.0, pair_cost=3.0)
"""With 0.1 it reads 0.2 to 0.4 points fewer lines of pages right."""
