"""A contact sheet of habits: digits as written, and as training draws them in each habit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np

from recognizer.ink import Ink
from recognizer.ink.inkfile import LabeledInk
from recognizer.network.preprocess import FIELD_PIXELS
from recognizer.pictures.contactsheet import contact_sheet
from recognizer.training.data.datasets import Images
from recognizer.training.draw.epochs import render_varied
from recognizer.training.draw.habits import HABITS, SLIPS, Habit
from recognizer.training.recipe import Phase

AS_WRITTEN = 4
"""How many digits a row begins with that are varied, but in no other habit."""
ANY = "any"
"""What stands in place of a label where a row shows all digits."""
_PAPER = 255


def draw_habits(seed: int, phase: Phase, inks: list[LabeledInk], per_habit: int = 16) -> Images:
    """Return a contact sheet (rows, cols) of all habits and slips, a row for each.

    A row shows digits as written, then `per_habit` digits in that habit, each named below it and
    varied as in `phase`. It is shorter where there are fewer `inks` that the habit can change.
    """
    rng = np.random.default_rng(seed)
    images: list[Images] = []
    captions: list[str] = []
    for label, habit in _rows():
        pool = [each.ink for each in inks if label in (ANY, each.label)]
        written = [pool[i] for i in rng.permutation(len(pool))[:AS_WRITTEN]]
        changed = list(islice(_changed(pool, habit, rng), per_habit))
        for shown, name, places in (
            (written, "as written", AS_WRITTEN),
            (changed, habit.name, per_habit),
        ):
            images.append(_drawn(shown, places, phase.strength, rng))
            captions += [f"{label}: {name}"] * len(shown) + [""] * (places - len(shown))
    return contact_sheet(
        np.concatenate(images), captions, AS_WRITTEN + per_habit, "Habits of hands"
    )


def _rows() -> Iterator[tuple[str, Habit]]:
    """Yield each habit with its label, then each slip with `ANY`."""
    for label, habits in HABITS.items():
        yield from ((label, habit) for habit in habits)
    yield from ((ANY, slip) for slip in SLIPS)


def _changed(inks: list[Ink], habit: Habit, rng: np.random.Generator) -> Iterator[Ink]:
    """Yield each of `inks`, in random order, in another habit; leave out what it cannot change."""
    for i in rng.permutation(len(inks)):
        changed = habit.change(inks[i], rng)
        if changed != inks[i]:
            yield changed


def _drawn(inks: list[Ink], places: int, strength: float, rng: np.random.Generator) -> Images:
    """Return the images of `inks`, each varied, and blank paper up to the number of `places`."""
    drawn = render_varied(inks, [0] * len(inks), 1, strength, rng).images
    blank = np.full((places - len(inks), FIELD_PIXELS, FIELD_PIXELS), _PAPER, np.uint8)
    return np.concatenate([drawn, blank])
