"""Scripted pens: ink turned into the events that pygame would send."""

import pygame

from recognizer.ink import Ink


def fitted(ink: Ink, left: float, top: float, height: float) -> Ink:
    """Return `ink` scaled and moved so that it begins at (left, top) and is `height` tall."""
    box = ink.bounding_box
    scale = height / box.longer_side
    return Ink.from_points(
        [(s.points - (box.left, box.top)) * scale + (left, top) for s in ink.strokes]
    )


def mouse_down(pos, button=1):
    return pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=_pixel(pos), button=button)


def mouse_move(pos, pressed=True):
    buttons = (1, 0, 0) if pressed else (0, 0, 0)
    return pygame.event.Event(pygame.MOUSEMOTION, pos=_pixel(pos), rel=(0, 0), buttons=buttons)


def mouse_up(pos, button=1):
    return pygame.event.Event(pygame.MOUSEBUTTONUP, pos=_pixel(pos), button=button)


def mouse_stroke(points):
    return [
        mouse_down(points[0]),
        *(mouse_move(point) for point in points[1:]),
        mouse_up(points[-1]),
    ]


def mouse_events(ink: Ink):
    return [event for stroke in ink.strokes for event in mouse_stroke(stroke.points)]


def finger(kind, pos, size, finger_id=1):
    return pygame.event.Event(
        kind, x=pos[0] / size[0], y=pos[1] / size[1], finger_id=finger_id, touch_id=1, pressure=0.5
    )


def finger_stroke(points, size, finger_id=1):
    first, *rest = points
    return [
        finger(pygame.FINGERDOWN, first, size, finger_id),
        *(finger(pygame.FINGERMOTION, point, size, finger_id) for point in rest),
        finger(pygame.FINGERUP, points[-1], size, finger_id),
    ]


def key(code, mod=0):
    return pygame.event.Event(pygame.KEYDOWN, key=code, mod=mod)


def _pixel(pos):
    return round(float(pos[0])), round(float(pos[1]))
