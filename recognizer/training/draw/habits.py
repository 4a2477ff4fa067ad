"""Habits of hands: which digit is written in which ways, and how often.

The first models misread what their data had too little of (docs/measurements.md): a 1 with an
upstroke, a slashed 0, a crossed 7, a narrow 2. So training draws them from the digits it has.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from recognizer.ink import Ink, Stroke
from recognizer.training.draw.bends import (
    add_crossbar,
    add_serif,
    cut_foot,
    flatten_top,
    join_bar,
    lengthen_stem,
    loop_head,
    narrow,
)
from recognizer.training.draw.fours import closed_four, four_like_nine, open_four
from recognizer.training.draw.ones import (
    add_flag,
    add_foot,
    add_level_flag,
    add_serifs,
    add_upstroke,
    lean,
    strip,
)
from recognizer.training.draw.penorder import backwards, begun_anywhere
from recognizer.training.draw.rings import (
    add_inner_dot,
    add_slash,
    open_head,
    open_ring,
    shorten_stem,
)
from recognizer.training.draw.slips import add_dot, add_hook, add_tap

Change = Callable[[Ink, np.random.Generator], Ink]


@dataclass(frozen=True)
class Habit:
    """A way of writing: its name in ASCII, its probability in [0, 1], the change that makes it."""

    name: str
    chance: float
    change: Change


def _flag_and_foot(ink: Ink, rng: np.random.Generator) -> Ink:
    flagged = add_flag(ink, rng)
    return ink if flagged is ink else add_foot(flagged, rng)


def _serif_and_bar(ink: Ink, rng: np.random.Generator) -> Ink:
    return add_crossbar(add_serif(ink, rng), rng)


def _instead(draw: Callable[[np.random.Generator], Ink]) -> Change:
    """Return the change that puts what `draw` draws in the place of an ink, as large as it."""

    def change(ink: Ink, rng: np.random.Generator) -> Ink:
        new, old = draw(rng), ink.bounding_box
        box = new.bounding_box
        size = (old.longer_side or 1.0) / box.longer_side
        corner = np.array([old.left, old.top]) - size * np.array([box.left, box.top])
        return Ink(tuple(Stroke(stroke.points * size + corner) for stroke in new.strokes))

    return change


# Counts are of the 213 digits out of 32,000 that the best trial networks still misread. A habit is
# the likelier the more it costs and the rarer it is in the training data, and less likely if other
# digits look like it. Three quarters of the digits, or more, keep the shape in which they were
# written: networks trained with twice these chances read fewer digits of unseen hands (99.36 % of
# UNIPEN dev, where 99.56 % were read with a few habits of 0, 1 and 7).
HABITS: dict[str, tuple[Habit, ...]] = {
    "0": (
        Habit("slashed", 0.1, add_slash),  # read as 9 or 4, at first
        Habit("dotted", 0.03, add_inner_dot),
        Habit("open", 0.08, open_ring),  # as 6: 10
        Habit("begun anywhere", 0.15, begun_anywhere),  # the picture is the same: it costs nothing
    ),
    "1": (
        # Most of 120 numbers, of 198 that were misread, hold one that was refused. In train, fewer
        # than 50 of 1,954 ones begin in their lowest fifth.
        Habit("upstroke", 0.12, add_upstroke),
        Habit("flag", 0.05, add_flag),  # as 4: 15
        Habit("level flag", 0.04, add_level_flag),  # as 7: 27
        Habit("flag and foot", 0.04, _flag_and_foot),  # as 2, at first
        Habit("serifs", 0.03, add_serifs),
        Habit("bare", 0.04, lambda ink, _: strip(ink)),  # only 155 of 1,954 are written so
        Habit("leaning", 0.03, lean),  # as 0, at first
    ),
    "2": (
        Habit("narrow", 0.06, narrow),  # as 1: 19
        Habit("no foot", 0.05, cut_foot),  # as 7: 14
        Habit("looped head", 0.06, loop_head),  # as 9: 13
    ),
    "3": (Habit("flat top", 0.06, flatten_top),),
    "4": (
        Habit("one open stroke", 0.1, _instead(open_four)),  # as 5, at first
        Habit("closed", 0.03, _instead(closed_four)),
        Habit("like a 9", 0.02, _instead(four_like_nine)),
    ),
    "5": (Habit("one stroke", 0.12, join_bar),),  # the picture is nearly the same
    "6": (
        Habit("short stem", 0.06, shorten_stem),  # as 0: 9
        Habit("from its loop", 0.06, lambda ink, _: backwards(ink)),
    ),
    "7": (
        Habit("crossed", 0.12, add_crossbar),  # as 2, at first
        Habit("long stem", 0.05, lengthen_stem),
        Habit("serif", 0.03, add_serif),
        Habit("serif and bar", 0.03, _serif_and_bar),
    ),
    "8": (Habit("begun anywhere", 0.15, begun_anywhere),),
    "9": (Habit("open head", 0.06, open_head),),  # as 7: 6
}
"""The habits of each digit. A digit is drawn in one of them at most."""

SLIPS: tuple[Habit, ...] = (
    Habit("hook", 0.05, add_hook),
    Habit("stray dot", 0.03, add_dot),
    Habit("tap beside", 0.02, add_tap),
)
"""What may happen in any digit, whatever its habit."""


def vary_habit(ink: Ink, label: str, rng: np.random.Generator, strength: float = 1.0) -> Ink:
    """Return `ink` of a digit `label` as a person with another habit may write it, or unchanged.

    `strength` in [0, 1] scales how often it changes; with 0 it never does. Ink of another label
    stays as it is.
    """
    if not strength or label not in HABITS:
        return ink
    if habit := choose_habit(label, rng, strength):
        ink = habit.change(ink, rng)
    for slip in SLIPS:
        if rng.random() < slip.chance * strength:
            ink = slip.change(ink, rng)
    return ink


def choose_habit(label: str, rng: np.random.Generator, strength: float = 1.0) -> Habit | None:
    """Return a habit of the digit `label` by its chance times `strength` > 0, or none of them."""
    at = rng.random() / strength
    for habit in HABITS[label]:
        at -= habit.chance
        if at < 0:
            return habit
    return None
