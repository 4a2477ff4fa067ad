"""Scripted pens: ink turned into the events that pygame would send."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pygame
from pygame.event import Event

from recognizer.ink import Ink

Spot = Sequence[float] | npt.NDArray[np.float64]
"""(x, y) in pixels of the window."""
Spots = Sequence[Spot] | npt.NDArray[np.float64]


def fitted(ink: Ink, left: float, top: float, height: float) -> Ink:
    """Return `ink` scaled and moved so that it begins at (left, top) and is `height` tall."""
    box = ink.bounding_box
    scale = height / box.longer_side
    return Ink.from_points(
        [(s.points - (box.left, box.top)) * scale + (left, top) for s in ink.strokes]
    )


def mouse_down(pos: Spot, button: int = 1) -> Event:
    return Event(pygame.MOUSEBUTTONDOWN, pos=_pixel(pos), button=button)


def mouse_move(pos: Spot, pressed: bool = True, button: int = 1) -> Event:
    """Return a motion while `button` is held, or while none is."""
    buttons = tuple(int(pressed and i == button) for i in (1, 2, 3))
    return Event(pygame.MOUSEMOTION, pos=_pixel(pos), rel=(0, 0), buttons=buttons)


def mouse_up(pos: Spot, button: int = 1) -> Event:
    return Event(pygame.MOUSEBUTTONUP, pos=_pixel(pos), button=button)


def mouse_stroke(points: Spots, button: int = 1) -> list[Event]:
    return [
        mouse_down(points[0], button),
        *(mouse_move(point, button=button) for point in points[1:]),
        mouse_up(points[-1], button),
    ]


def mouse_click(pos: Spot, button: int = 1) -> list[Event]:
    return [mouse_down(pos, button), mouse_up(pos, button)]


def mouse_events(ink: Ink) -> list[Event]:
    return [event for stroke in ink.strokes for event in mouse_stroke(stroke.points)]


def finger(
    kind: int, pos: Spot, size: tuple[int, int], finger_id: int = 1, pressure: float = 0.5
) -> Event:
    return Event(
        kind,
        x=pos[0] / size[0],
        y=pos[1] / size[1],
        finger_id=finger_id,
        touch_id=1,
        pressure=pressure,
    )


def finger_stroke(points: Spots, size: tuple[int, int], finger_id: int = 1) -> list[Event]:
    first, *rest = points
    return [
        finger(pygame.FINGERDOWN, first, size, finger_id),
        *(finger(pygame.FINGERMOTION, point, size, finger_id) for point in rest),
        finger(pygame.FINGERUP, points[-1], size, finger_id),
    ]


def doubled(events: Iterable[Event]) -> list[Event]:
    """Return finger events, before each the mouse event that SDL makes of the touch."""
    kinds: dict[int, tuple[int, dict[str, Any]]] = {
        pygame.FINGERDOWN: (pygame.MOUSEBUTTONDOWN, {"button": 1}),
        pygame.FINGERMOTION: (pygame.MOUSEMOTION, {"rel": (0, 0), "buttons": (1, 0, 0)}),
        pygame.FINGERUP: (pygame.MOUSEBUTTONUP, {"button": 1}),
    }
    both = []
    for event in events:
        kind, more = kinds[event.type]
        both += [Event(kind, pos=(7, 7), touch=True, **more), event]
    return both


def key(code: int, mod: int = 0, text: str = "") -> Event:
    return Event(pygame.KEYDOWN, key=code, mod=mod, unicode=text)


def wheel(notches: int, mod: int = 0) -> Event:
    return Event(pygame.MOUSEWHEEL, x=0, y=notches, mod=mod)


def drop(path: str | Path) -> Event:
    return Event(pygame.DROPFILE, file=str(path))


def _pixel(pos: Spot) -> tuple[int, int]:
    return round(float(pos[0])), round(float(pos[1]))
