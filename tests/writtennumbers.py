"""Numbers as ink, any ink, and what is true of a reading of it."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from strokes import DIGITS, shifted

from recognizer import Ink, Reading, Stroke, Verdict
from recognizer.reading.result import UNREAD


def written(text: str, gap: float = 20.0, x: float = 0.0, y: float = 0.0) -> Ink:
    """Return the digits of `text` side by side, from (x, y) on."""
    strokes: list[Stroke] = []
    for digit in text:
        box = DIGITS[digit].bounding_box
        strokes += shifted(DIGITS[digit], x - box.left, y).strokes
        x += box.width + gap
    return Ink(tuple(strokes))


def together(*inks: Ink) -> Ink:
    """Return the strokes of all, those of the first ink drawn first."""
    return Ink(tuple(stroke for ink in inks for stroke in ink.strokes))


def groups(reading: Reading) -> list[tuple[int, ...]]:
    """Return which strokes make each digit, in reading order."""
    return [digit.strokes for digit in reading.digits]


def random_strokes(rng: np.random.Generator, count: int) -> list[Stroke]:
    """Return digits, dots, bars and scribbles anywhere on a small page."""
    every = [stroke.points for ink in DIGITS.values() for stroke in ink.strokes]
    strokes = []
    for _ in range(count):
        place = rng.uniform(0, (700, 300))
        shapes = (every[int(rng.integers(len(every)))], rng.uniform(0, 90, (5, 2)), [(0, 0)])
        shape = shapes[int(rng.choice(3, p=(0.7, 0.2, 0.1)))]
        strokes.append(Stroke(np.array(shape) * rng.uniform(0.3, 1.2, 2) + place))
    return strokes


def assert_holds_together(ink: Ink, reading: Reading, rules: Collection[int] = ()) -> None:
    """Check what is true of the reading of any ink; its strokes `rules` are ruled lines."""
    written = [k for k in range(len(ink.strokes)) if k not in rules]
    assert sorted(k for group in groups(reading) for k in group) == written
    assert set(reading.text) <= set("0123456789? \n")
    assert 0 <= reading.confidence <= 1
    assert 0 <= reading.knownness <= 1
    read = Ink(tuple(ink.strokes[k] for k in written))
    assert reading.box == (read.bounding_box if read else None)
    assert reading.has_known == (reading.verdict in (Verdict.DIGIT, Verdict.NUMBERS))
    assert reading.has_unread == (UNREAD in reading.text)
