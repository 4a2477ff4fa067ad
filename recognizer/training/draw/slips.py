"""Slips of the pen, which happen in any digit: hooks, stray dots, taps beside it."""

from __future__ import annotations

import numpy as np

from recognizer.ink import Ink, Stroke
from recognizer.training.draw.lines import with_stroke


def add_hook(ink: Ink, rng: np.random.Generator) -> Ink:
    """Draw a small hook at pen down or pen up, as in haste."""
    which = int(rng.integers(len(ink.strokes)))
    points = ink.strokes[which].points
    if len(points) < 3:
        return ink
    size = ink.bounding_box.longer_side * rng.uniform(0.03, 0.1)
    angle = rng.uniform(0, 2 * np.pi)
    offset = size * np.array([np.cos(angle), np.sin(angle)])
    at_start = rng.random() < 0.5
    hooked = [points[0] + offset, points] if at_start else [points, points[-1] + offset]
    strokes = list(ink.strokes)
    strokes[which] = Stroke(np.vstack(hooked))
    return Ink(tuple(strokes))


def add_dot(ink: Ink, rng: np.random.Generator) -> Ink:
    """Draw a dot in or just outside the digit."""
    box = ink.bounding_box
    at = rng.uniform(-0.12, 1.12, 2) * (box.width, box.height) + (box.left, box.top)
    return with_stroke(ink, at[None])


def add_tap(ink: Ink, rng: np.random.Generator) -> Ink:
    """Touch the board beside the digit: a point or a tiny line, a part of its size away.

    The tap shrinks the digit, because the network sees both in one field. It is never above or
    below a narrow digit: a 1 would become an i or an exclamation mark.
    """
    box = ink.bounding_box
    middle = np.array([box.left + box.right, box.top + box.bottom]) / 2
    steepest = 0.9 if box.width < box.height / 2 else np.pi / 2
    angle, away = rng.uniform(-steepest, steepest), rng.uniform(0.15, 0.45) * box.longer_side
    direction = rng.choice([-1, 1]) * np.array([np.cos(angle), np.sin(angle)])
    # The way from the middle to the edge of the box; it ends at the side that it meets first.
    half = np.array([box.width, box.height]) / 2
    edge = float(np.min(half / np.maximum(np.abs(direction), 1e-9)))
    at = middle + direction * (edge + away)
    slide = rng.normal(0, 0.015 * box.longer_side, 2)
    tap = at[None] if rng.random() < 0.5 else np.stack([at, at + slide])
    return with_stroke(ink, tap)
