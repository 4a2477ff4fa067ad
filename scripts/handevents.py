"""Events as a hand makes them, for `boardmeasures.py` and `storm.py`."""

import time

import numpy as np
import pygame

from recognizer.board.run.app import Board
from recognizer.board.window.waiting import wait_for_events

Event = pygame.event.Event


def next_batch(board: Board) -> list[Event]:
    """Wait for events as the board's own loop does."""
    return wait_for_events(iter(()), lambda: board.background.has_answer, time.monotonic() + 1)


def wander(rng: np.random.Generator, size: tuple[int, int]) -> list[tuple[int, int]]:
    """Return a short random path within a window of `size`."""
    start = rng.uniform([50, 50], [size[0] * 0.65, size[1] * 0.75])
    steps = rng.normal(0, 6, (30, 2)).cumsum(axis=0)
    points = (start + steps.cumsum(axis=0) / 4).clip(5, [size[0] - 5, size[1] - 5])
    return [(round(x), round(y)) for x, y in points.tolist()]


def mouse_stroke(path: list[tuple[int, int]]) -> list[Event]:
    """Return the events of one stroke along `path`."""
    return [
        Event(pygame.MOUSEBUTTONDOWN, pos=path[0], button=1),
        *(motion(point) for point in path[1:]),
        Event(pygame.MOUSEBUTTONUP, pos=path[-1], button=1),
    ]


def motion(point: tuple[int, int], held: tuple[int, int, int] = (1, 0, 0)) -> Event:
    """Return a motion of the mouse with the left button held."""
    return Event(pygame.MOUSEMOTION, pos=point, rel=(0, 0), buttons=held)


def key(code: int, mod: int = 0, text: str = "") -> Event:
    """Return the event of a key that is pressed."""
    return Event(pygame.KEYDOWN, key=code, mod=mod, unicode=text)
