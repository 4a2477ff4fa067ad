"""Generates non-digits: scribbles and shapes.

All are near the origin and at most a few units large; the network sees neither place nor size.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from recognizer.ink import Ink

Points = npt.NDArray[np.float64]
Paths = list[Points]
Maker = Callable[[np.random.Generator], Paths]


def walk(rng: np.random.Generator) -> Paths:
    """Wander without aim, in one to three strokes."""
    return [_wander(rng) + rng.normal(0, 0.2, 2) for _ in range(rng.integers(1, 4))]


def zigzag(rng: np.random.Generator) -> Paths:
    """Draw a zigzag of five lines or more: fewer would be a Z or a W."""
    corners = int(rng.integers(6, 18))
    along = np.linspace(0, rng.uniform(0.5, 1.8), corners)
    across = np.where(np.arange(corners) % 2, 1.0, 0.0) + rng.normal(0, 0.08, corners)
    return [_turn(np.stack([along, across], axis=1), rng.uniform(0, 2 * np.pi))]


def spiral(rng: np.random.Generator) -> Paths:
    """Draw a spiral of two turns or more, well apart: one turn would be a 6 or a 9."""
    turns = rng.uniform(2.0, 5.0)
    angle = np.linspace(0, 2 * np.pi * turns, int(40 * turns)) + rng.uniform(0, 2 * np.pi)
    radius = np.linspace(rng.uniform(0.02, 0.15), 0.5, len(angle))
    way = rng.choice([-1.0, 1.0])
    return [np.stack([radius * np.cos(angle), way * radius * np.sin(angle)], axis=1)]


def loops(rng: np.random.Generator) -> Paths:
    """Draw curls in a row, as one does to try a pen."""
    count = int(rng.integers(3, 8))
    t = np.linspace(0, 2 * np.pi * count, 24 * count)
    drift = rng.uniform(0.06, 0.14) * t
    curl = np.stack([drift + 0.5 * np.cos(t), rng.uniform(0.4, 1.0) * np.sin(t)], axis=1)
    return [_turn(curl, rng.normal(0, 0.5))]


def hatching(rng: np.random.Generator) -> Paths:
    """Draw many parallel lines, often crossed by as many others."""
    lines = _bars(rng, int(rng.integers(4, 10)))
    if rng.random() < 0.5:
        lines += [_turn(line, np.pi / 2) for line in _bars(rng, int(rng.integers(3, 8)))]
    angle = rng.uniform(0, np.pi)
    return [_turn(line, angle) for line in lines]


def polygon(rng: np.random.Generator) -> Paths:
    """Draw a triangle or a box: more corners would be a 0."""
    corners = int(rng.choice([3, 4, 4]))
    angle = np.arange(corners + 1) * 2 * np.pi / corners + rng.uniform(0, 2 * np.pi)
    ring = 0.5 * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    ring[:-1] += rng.normal(0, 0.03, (corners, 2))
    ring[-1] = ring[0]
    diagonal = [ring[[0, 2]]] if rng.random() < 0.2 and corners > 3 else []
    return [ring * rng.uniform(0.7, 1.3, 2), *diagonal]


def heart(rng: np.random.Generator) -> Paths:
    """Draw a heart."""
    t = np.linspace(0, 2 * np.pi, 60)
    y = 13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)
    return [_turn(np.stack([16 * np.sin(t) ** 3, -y], axis=1) / 32, rng.normal(0, 0.2))]


def flower(rng: np.random.Generator) -> Paths:
    """Draw a ring with bulges: a cloud, a flower, a cogwheel."""
    petals, depth = int(rng.integers(5, 12)), rng.uniform(0.3, 0.6)
    t = np.linspace(0, 2 * np.pi, 160)
    radius = 0.35 * (1 + depth * np.abs(np.sin(petals * t / 2)))
    paths = [np.stack([radius * np.cos(t), radius * np.sin(t)], axis=1)]
    return paths + ([_ring(0.1)] if rng.random() < 0.4 else [])


def face(rng: np.random.Generator) -> Paths:
    """Draw two eyes and a mouth in a ring."""
    mouth = np.linspace(0.2 * np.pi, 0.8 * np.pi, 20)
    smile = 0.3 * np.stack([np.cos(mouth), rng.choice([-1, 1]) * np.sin(mouth)], axis=1)
    eyes = [_ring(rng.uniform(0.0, 0.05)) + np.array([x, -0.15]) for x in (-0.18, 0.18)]
    return [_ring(0.5), smile, *eyes]


def house(rng: np.random.Generator) -> Paths:
    """Draw four walls and a roof, perhaps with a door."""
    wide, high = rng.uniform(0.6, 1.2), rng.uniform(0.4, 0.9)
    walls = np.array([[0, 0], [0, high], [wide, high], [wide, 0], [0, 0]], float)
    roof = np.array([[0, 0], [wide / 2, -rng.uniform(0.3, 0.6)], [wide, 0]], float)
    door = np.array([[0.4, 1.0], [0.4, 0.5], [0.6, 0.5], [0.6, 1.0]]) * (wide, high)
    return [walls, roof, *([door] if rng.random() < 0.5 else [])]


def crossing(rng: np.random.Generator) -> Paths:
    """Draw three or more long lines through one point, as an asterisk."""
    first = rng.uniform(0, np.pi)
    angles = first + np.arange(n := int(rng.integers(3, 6))) * np.pi / n
    bar = np.array([[-0.5, 0.0], [0.5, 0.0]])
    return [_turn(bar, a) + rng.normal(0, 0.04, (2, 2)) for a in angles]


def star(rng: np.random.Generator) -> Paths:
    """Draw a star of five points in one stroke."""
    angle = np.arange(6) * 4 * np.pi / 5 - np.pi / 2 + rng.normal(0, 0.2)
    points = 0.5 * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return [points + rng.normal(0, 0.03, points.shape)]


def arrow(rng: np.random.Generator) -> Paths:
    """Draw an arrow that points to the right or the left."""
    head = np.array([[0.3, -0.2], [0.5, 0.0], [0.3, 0.2]]) * rng.uniform(0.7, 1.3, 2)
    shaft = np.array([[-0.5, 0.0], [0.5, 0.0]])
    angle = rng.choice([0, np.pi]) + rng.normal(0, 0.4)
    return [_turn(shaft, angle), _turn(head, angle)]


def infinity(rng: np.random.Generator) -> Paths:
    """Draw a lying 8."""
    t = np.linspace(0, 2 * np.pi, 60)
    curve = np.stack([np.cos(t), rng.uniform(0.5, 0.9) * np.sin(t) * np.cos(t)], axis=1)
    return [_turn(curve, rng.normal(0, 0.15))]


SCRIBBLES: tuple[Maker, ...] = (
    walk,
    walk,
    walk,
    zigzag,
    zigzag,
    spiral,
    loops,
    hatching,
    polygon,
    heart,
    flower,
    face,
    house,
    crossing,
    infinity,
)
"""Shapes for training; `walk` is chosen most often because it has most forms."""
UNSEEN_SHAPES: tuple[Maker, ...] = (star, arrow)
"""Shapes that are never trained on: they show whether the network generalizes."""


def scribble(rng: np.random.Generator, makers: tuple[Maker, ...] = SCRIBBLES) -> Ink:
    """Return a drawing by one of `makers`, stretched a little."""
    paths = makers[rng.integers(len(makers))](rng)
    stretch = np.diag(np.exp(rng.normal(0, 0.2, 2)))
    return Ink.from_points([(path @ stretch).tolist() for path in paths])


def _wander(rng: np.random.Generator) -> Points:
    """Return a smooth path whose direction drifts and jumps."""
    count = int(rng.integers(25, 140))
    bend = rng.normal(0, rng.uniform(0.15, 0.7), count) + rng.normal(0, 0.15)
    bend += (rng.random(count) < 0.06) * rng.uniform(-2.5, 2.5, count)
    direction = np.cumsum(bend) + rng.uniform(0, 2 * np.pi)
    steps = np.stack([np.cos(direction), np.sin(direction)], axis=1)
    path = np.cumsum(steps, axis=0)
    path -= path.mean(axis=0)
    return np.asarray(path / np.ptp(path, axis=0).max())


def _bars(rng: np.random.Generator, count: int) -> Paths:
    heights = np.linspace(-0.5, 0.5, count) + rng.normal(0, 0.02, count)
    ends = rng.normal(0, 0.05, (count, 2)) + np.array([-0.5, 0.5])
    return [np.array([[a, y], [b, y]]) for (a, b), y in zip(ends, heights, strict=True)]


def _ring(radius: float) -> Points:
    t = np.linspace(0, 2 * np.pi, 40)
    return radius * np.stack([np.cos(t), np.sin(t)], axis=1)


def _turn(points: Points, angle: float) -> Points:
    cos, sin = np.cos(angle), np.sin(angle)
    return np.asarray(points @ np.array([[cos, sin], [-sin, cos]]))
