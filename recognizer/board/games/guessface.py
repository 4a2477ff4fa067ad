"""What is seen while a number is drawn and guessed, and then how the opinion of it has grown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pygame

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.shapes import pill
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import (
    DISPLAY_FONT,
    TEXT_FONT,
    Theme,
    fit_text,
    line_height,
    render_text,
    wrapped,
)
from recognizer.board.games.chase import Growth
from recognizer.board.games.growthchart import growth_chart
from recognizer.board.games.taskface import TaskFace, panel_room, task_parts, task_place
from recognizer.board.games.tiles import tile_height
from recognizer.board.show.toolbar import toolbar_place
from recognizer.board.stage.scene import Face, Scene
from recognizer.play.guessing import SURE

_SCORE_HD, _WORDS_HD, _GAUGE_HD, _LINE_HD = 72, 26, 22, 3
HERE = "Write here"
_HERE_HD, _MIN_HERE_PIXELS = 44, 20
_MIN_SCORE_PIXELS, _MIN_WORDS_PIXELS = 32, 15
_EDGE_SHARE = 0.12  # of the place of the drawing, on each side
_CHART_SHARE = 1.0  # of its width: how tall it is
_TILES = 2


@dataclass(frozen=True)
class GuessFace(Face):
    """A drawing and its guesses.

    `points` are those of player and board. While it is drawn, `sureness` is how sure the board is
    of whatever it sees, in [0, 1]; `growth` tells how that went, once the task is done.
    """

    line: TaskFace = field(default_factory=TaskFace)
    points: tuple[int, int] = (0, 0)
    count: str = ""
    sureness: float = 0.0
    growth: Growth | None = None
    story: str = ""

    def under(self, layout: Layout, theme: Theme, scene: Scene) -> list[Part]:
        """Return what the player has written, and the line beside the drawing."""
        room = layout.free.inflate(-2 * layout.margin, -2 * layout.margin)
        parts = [*task_parts(layout, theme, self.line, room), _line(layout, theme)]
        return parts if self.growth or self.line.text else [*parts, *_here(layout, theme)]

    def over(self, layout: Layout, theme: Theme, scene: Scene) -> list[Part]:
        """Return the score and how sure the board is, or the chart, in the panel at the side."""
        return list(_panel_parts(layout, theme, self))


def drawing_place(layout: Layout) -> pygame.Rect:
    """Return where the number is drawn: at the left, or above what the player writes."""
    place = _halves(layout)[0]
    edge = round(min(place.size) * _EDGE_SHARE)
    return place.inflate(-2 * edge, -2 * edge)


def _halves(layout: Layout) -> tuple[pygame.Rect, pygame.Rect]:
    """Return the place of the drawing, and that for the player."""
    top = task_place(layout).bottom + layout.margin
    free = layout.free
    height = max(2, toolbar_place(layout).top - layout.margin // 2 - top)
    if layout.is_upright:
        upper = pygame.Rect(free.left, top, free.width, height // 2)
        return upper, upper.move(0, upper.height)
    left = pygame.Rect(free.left, top, free.width // 2, height)
    return left, left.move(left.width, 0)


def _here(layout: Layout, theme: Theme) -> Iterator[Part]:
    """Yield where the player writes."""
    place = _halves(layout)[1].inflate(-2 * layout.margin, 0)
    size = max(_MIN_HERE_PIXELS, layout.pixels(_HERE_HD))
    if said := fit_text(HERE, TEXT_FONT, size, theme.muted, max(1, place.width)):
        yield said, said.get_rect(center=place.center)


def _line(layout: Layout, theme: Theme) -> Part:
    first, second = _halves(layout)
    width = layout.pixels(_LINE_HD)
    if layout.is_upright:
        place = pygame.Rect(second.left + layout.margin, second.top, 0, width)
        place.width = max(1, second.width - 2 * layout.margin)
    else:
        gap = layout.margin // 2  # to the words above it
        place = pygame.Rect(second.left, first.top + gap, width, max(1, first.height - gap))
    return pill(place.size, 1, theme.outline), place


def _panel_parts(layout: Layout, theme: Theme, face: GuessFace) -> Iterator[Part]:
    room = panel_room(layout, for_tiles=False)
    y = room.top
    words = max(_MIN_WORDS_PIXELS, layout.pixels(_WORDS_HD))
    score = f"{face.points[0]} : {face.points[1]}"
    large = max(_MIN_SCORE_PIXELS, layout.pixels(_SCORE_HD))
    lines = [
        (score, DISPLAY_FONT, large, theme.text),
        (f"you : me    {face.count}", TEXT_FONT, words, theme.muted),
    ]
    if layout.is_upright:  # there is less room
        lines = [(f"you {score} me    {face.count}", TEXT_FONT, words, theme.text)]
    for text, font, size, color in lines:
        if drawn := fit_text(text, font, size, color, room.width):
            yield drawn, drawn.get_rect(midtop=(room.centerx, y))
        y += line_height(size)
    y += words // 2
    if face.growth:
        yield from _story_parts(layout, theme, face, pygame.Rect(room.left, y, room.width, words))
    else:
        yield from _gauge_parts(layout, theme, face, pygame.Rect(room.left, y, room.width, words))


def _gauge_parts(
    layout: Layout, theme: Theme, face: GuessFace, room: pygame.Rect
) -> Iterator[Part]:
    """Yield how sure the board is, as a bar; a mark says where it counts as knowing."""
    for line in wrapped("How sure I am", room.height, room.width):
        drawn = render_text(line, TEXT_FONT, room.height, theme.muted)
        yield drawn, drawn.get_rect(midtop=(room.centerx, room.top))
    bar = pygame.Rect(room.left, room.top, room.width, layout.pixels(_GAUGE_HD))
    bar.top += line_height(room.height) + room.height // 4
    yield pill(bar.size, bar.height, theme.bar), bar
    if (width := round(face.sureness * bar.width)) > 0:
        full = pygame.Rect(bar.left, bar.top, max(width, bar.height), bar.height)
        yield pill(full.size, full.height, theme.accent), full
    mark = pygame.Rect(bar.left + round(SURE * bar.width), bar.top, layout.pixels(_LINE_HD), 0)
    mark.height = bar.height
    yield pill(mark.size, 1, theme.text), mark


def _story_parts(
    layout: Layout, theme: Theme, face: GuessFace, room: pygame.Rect
) -> Iterator[Part]:
    """Yield who was first, and the chart, as large as there is room above the tiles."""
    y = room.top
    for line in wrapped(face.story, room.height, room.width):
        drawn = render_text(line, TEXT_FONT, room.height, theme.text)
        yield drawn, drawn.get_rect(midtop=(room.centerx, y))
        y += line_height(room.height)
    bottom = panel_room(layout, for_tiles=False).bottom
    if not layout.is_upright:
        bottom -= (_TILES + 1) * tile_height(layout)
    height = min(bottom - y, round(room.width * _CHART_SHARE))
    if face.growth and height > 2 * _MIN_WORDS_PIXELS:
        chart = growth_chart(face.growth, (room.width, height), theme)
        yield chart, chart.get_rect(topleft=(room.left, y))
