"""The strip of lessons that changed a reading, in the looking glass."""

from __future__ import annotations

from collections.abc import Iterator

import pygame

from recognizer.board.draw.icons import icon
from recognizer.board.draw.layout import Layout
from recognizer.board.draw.shapes import pill
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import (
    DISPLAY_FONT,
    TEXT_FONT,
    Theme,
    fit_text,
    line_height,
    wrapped,
)
from recognizer.board.glass.pictures import crop_picture
from recognizer.board.glass.plan import heading_size, inner_place, small_size
from recognizer.ink.raster import rasterize
from recognizer.lessons import Lesson, Lessons
from recognizer.network.alphabet import SHOWN_NONE
from recognizer.reading.inside.insight import MAX_SWAYING

HEADING = "Because you showed me this"
_SIDE_HD, _GAP_HD = 72, 18
_WANTED_SIDE_PIXELS, _MIN_SIDE_PIXELS = 34, 24


def strip_place(layout: Layout) -> pygame.Rect | None:
    """Return the place of the strip, from the panel's corner; None if it would be too small.

    It stands below the other sections, or right of them in an upright window.
    """
    inner, side = inner_place(layout), _side(layout)
    if side < _MIN_SIDE_PIXELS:
        return None
    if layout.is_upright:
        width = max(2 * side, inner.width // 6)
        return pygame.Rect(inner.right - width, inner.top, width, inner.height)
    height = _words_height(layout, inner.width) + side
    return pygame.Rect(inner.left, inner.bottom - height, inner.width, height)


def strip_parts(layout: Layout, theme: Theme, lessons: Lessons) -> Iterator[Part]:
    """Yield the parts of the strip, with places from the panel's corner."""
    place = strip_place(layout)
    if not (place and lessons):
        return
    y = place.top
    for line in wrapped(HEADING, heading_size(layout), place.width, DISPLAY_FONT):
        drawn = fit_text(line, DISPLAY_FONT, heading_size(layout), theme.text, place.width)
        if drawn:
            yield drawn, drawn.get_rect(topleft=(place.left, y))
        y += line_height(heading_size(layout))
    for lesson, (picture, cross) in zip(lessons, _cells(layout, place), strict=False):
        yield crop_picture(rasterize(lesson.ink), picture.width, theme), picture
        yield from _label(layout, theme, lesson, picture)
        yield from _cross(layout, theme, cross)


def lesson_at(layout: Layout, lessons: Lessons, spot: tuple[float, float]) -> Lesson | None:
    """Return the lesson whose cross is at `spot`, in pixels from the panel's corner."""
    place = strip_place(layout)
    if place:
        for lesson, (_, cross) in zip(lessons, _cells(layout, place), strict=False):
            if cross.collidepoint(spot):
                return lesson
    return None


def _side(layout: Layout) -> int:
    """Return the side of a picture; the target of its cross is as large."""
    inner, wanted = inner_place(layout), max(_WANTED_SIDE_PIXELS, layout.pixels(_SIDE_HD))
    if layout.is_upright:
        room = inner.height - _words_height(layout, inner.width // 6)
        return min(wanted, room // MAX_SWAYING - layout.pixels(_GAP_HD))
    across = (inner.width - (MAX_SWAYING - 1) * layout.pixels(_GAP_HD)) // MAX_SWAYING
    return min(wanted, across // 2)


def _words_height(layout: Layout, width: int) -> int:
    size = heading_size(layout)
    return len(wrapped(HEADING, size, width, DISPLAY_FONT)) * line_height(size) + layout.pixels(8)


def _cells(layout: Layout, place: pygame.Rect) -> Iterator[tuple[pygame.Rect, pygame.Rect]]:
    """Yield for each lesson the places of its picture and of the cross beside it."""
    side, top = _side(layout), place.top + _words_height(layout, place.width)
    for i in range(MAX_SWAYING):
        if layout.is_upright:
            left, y = place.left, top + i * (side + layout.pixels(_GAP_HD))
        else:
            left, y = place.left + i * (place.width - 2 * side) // (MAX_SWAYING - 1), top
        yield pygame.Rect(left, y, side, side), pygame.Rect(left + side, y, side, side)


def _label(layout: Layout, theme: Theme, lesson: Lesson, picture: pygame.Rect) -> Iterator[Part]:
    """Yield the label of a lesson, in the lower right corner of its picture."""
    size = small_size(layout)
    drawn = fit_text(lesson.label or SHOWN_NONE, TEXT_FONT, size, theme.accent, picture.width)
    if drawn:
        ground = pill((drawn.get_width() + size // 2, line_height(size)), size // 3, theme.panel)
        place = ground.get_rect(bottomright=picture.bottomright)
        yield ground, place
        yield drawn, drawn.get_rect(center=place.center)


def _cross(layout: Layout, theme: Theme, target: pygame.Rect) -> Iterator[Part]:
    side = max(12, layout.pixels(26))
    ground = pill((side * 3 // 2,) * 2, side, theme.bar)
    yield ground, ground.get_rect(center=target.center)
    drawn = icon("close", side, theme.text)
    yield drawn, drawn.get_rect(center=target.center)
