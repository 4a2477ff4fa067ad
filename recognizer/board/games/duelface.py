"""What two players see: the score, and in each half the task, what was read, and who was first."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import DISPLAY_FONT, TEXT_FONT, Theme, fit_text, line_height
from recognizer.board.games.taskface import TaskFace, task_parts
from recognizer.board.games.tiles import GAP_HD, Tile, Tone, row_of, tile_height
from recognizer.board.ink.placing import AS_DRAWN
from recognizer.board.stage.layers import doubted_parts
from recognizer.board.stage.scene import Face, Scene
from recognizer.ink import BoundingBox

SKIP, WIPE, ALL, YES, NO, END = "skip", "wipe", "all", "yes", "no", "end"
SIDES = ("left", "right")
_SCORE_HD, _COUNT_HD, _QUESTION_HD, _LINE_HD = 72, 26, 44, 3
_MIN_SCORE_PIXELS, _MIN_WORDS_PIXELS = 32, 15


@dataclass(frozen=True)
class DuelFace(Face):
    """A task as two players see it, each in a half of the window.

    `doubts` are the boxes of symbols that players are asked about, in pixels of the window.
    """

    halves: tuple[TaskFace, TaskFace] = (TaskFace(), TaskFace())
    points: tuple[int, int] = (0, 0)
    count: str = ""
    doubts: tuple[BoundingBox, ...] = ()

    def under(self, layout: Layout, theme: Theme, scene: Scene) -> list[Part]:
        """Return score, tasks, the line between the halves, and lines under what is in doubt."""
        parts = [*_head_parts(layout, theme, self), _line(layout, theme)]
        for half, room in zip(self.halves, _rooms(layout), strict=True):
            parts += task_parts(layout, theme, half, room)
        for box in self.doubts:
            parts += doubted_parts(layout, theme, box, AS_DRAWN)
        return parts


@dataclass(frozen=True)
class DuelCard:
    """The tiles at the foot: for each half to skip and to wipe, or to answer a question.

    Who is asked for more of an answer has a tile that says that this is all, in place of the one
    that wipes: what is not right gives way to the next stroke.
    """

    questions: tuple[str, str] = ("", "")
    skips: tuple[bool, bool] = (False, False)
    """Who would skip the task."""
    asks_for_more: tuple[bool, bool] = (False, False)
    is_modal = False

    def tiles(self, layout: Layout) -> list[Tile]:
        """Return the tiles of both halves, and one between them that ends the game."""
        names = [*self._names(0), (END, "End", Tone.PLAIN), *reversed(self._names(1))]
        return row_of(names, _foot(layout), layout.pixels(GAP_HD))

    def ground(self, layout: Layout, theme: Theme) -> list[Part]:
        """Return the questions, each above the tiles of its half."""
        parts: list[Part] = []
        size = max(_MIN_WORDS_PIXELS, layout.pixels(_QUESTION_HD))
        for question, room in zip(self.questions, _rooms(layout), strict=True):
            drawn = (
                fit_text(question, DISPLAY_FONT, size, theme.text, room.width) if question else None
            )
            if drawn:
                parts.append((drawn, drawn.get_rect(midbottom=(room.centerx, room.bottom))))
        return parts

    def _names(self, place: int) -> list[tuple[str, str, Tone]]:
        """Return the tiles of a half, the outermost first."""
        side = SIDES[place]
        if self.questions[place]:
            return [(f"{side} {NO}", "No", Tone.PLAIN), (f"{side} {YES}", "Yes", Tone.FIRST)]
        skips = Tone.CHOSEN if self.skips[place] else Tone.PLAIN
        ends = (f"{side} {WIPE}", "Wipe", Tone.PLAIN)
        if self.asks_for_more[place]:
            ends = (f"{side} {ALL}", "That is all", Tone.FIRST)
        return [(f"{side} {SKIP}", "Skip", skips), ends]


def _foot(layout: Layout) -> pygame.Rect:
    width, height = layout.size
    tile = tile_height(layout)
    return pygame.Rect(
        layout.margin, height - layout.margin - tile, max(1, width - 2 * layout.margin), tile
    )


def _head_height(layout: Layout) -> int:
    return line_height(_score(layout)) + line_height(_words(layout))


def _rooms(layout: Layout) -> tuple[pygame.Rect, pygame.Rect]:
    """Return the room of each half, between score and tiles."""
    top, foot = layout.margin // 2 + _head_height(layout), _foot(layout)
    width = max(1, layout.size[0] // 2 - 2 * layout.margin)
    left = pygame.Rect(layout.margin, top, width, max(1, foot.top - layout.margin // 2 - top))
    return left, left.move(layout.size[0] // 2, 0)


def _score(layout: Layout) -> int:
    return max(_MIN_SCORE_PIXELS, layout.pixels(_SCORE_HD))


def _words(layout: Layout) -> int:
    return max(_MIN_WORDS_PIXELS, layout.pixels(_COUNT_HD))


def _head_parts(layout: Layout, theme: Theme, face: DuelFace) -> list[Part]:
    middle, y = layout.size[0] // 2, layout.margin // 2
    parts: list[Part] = []
    score = f"{face.points[0]} : {face.points[1]}"
    for text, font, size, color in (
        (score, DISPLAY_FONT, _score(layout), theme.text),
        (face.count, TEXT_FONT, _words(layout), theme.muted),
    ):
        if drawn := fit_text(text, font, size, color, layout.size[0]):
            parts.append((drawn, drawn.get_rect(midtop=(middle, y))))
        y += line_height(size)
    return parts


def _line(layout: Layout, theme: Theme) -> Part:
    left, _ = _rooms(layout)
    gap = layout.margin // 2
    place = pygame.Rect(0, left.top + gap, layout.pixels(_LINE_HD), max(1, left.height - gap))
    place.centerx = layout.size[0] // 2
    drawn = pygame.Surface(place.size)
    drawn.fill(theme.outline)
    return drawn, place
