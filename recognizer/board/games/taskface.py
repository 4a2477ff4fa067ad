"""What a round shows: the task at the top, what was read of the answer, and how the round goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import pygame

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.shapes import pill
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import (
    DISPLAY_FONT,
    TEXT_FONT,
    Color,
    Theme,
    fit_text,
    fitting_size,
    line_height,
    render_text,
    text_width,
    wrapped,
)
from recognizer.board.games.modelface import model_parts
from recognizer.board.stage.scene import Face, Scene
from recognizer.play.tasks import Task
from recognizer.reading.result import UNREAD

RISE_SECONDS = 0.12
"""How long a solved task rises, before a light that fades; not where nothing is to move."""
GAP_SIGN = "_"
"""Stands where the answer goes, as long as nothing of it was read."""
_TASK_HD, _NOTE_HD, _NUMBER_HD, _WORDS_HD = 150, 34, 54, 26
_MIN_TASK_PIXELS, _MIN_WORDS_PIXELS = 40, 15
_RISE_TEXT_SIZES = 0.15
_FLASH_ALPHA = 90  # of 255
_MAX_LINES = 3  # of a task in words
_MARK_HD, _MARK_GAP_HD = 22, 10


Line = list[tuple[str, Color]]


@dataclass(frozen=True)
class TaskFace(Face):
    """A task as it stands.

    `text` is what was read of the answer. `cheers` tells that it was right; it rises while `rise`
    goes from 0 to 1. `model` are digits to trace; for `way` and `has_starts` see `model_parts`.
    `marks` tell of each task that is done whether it was right at first try, of `total` tasks; 0
    for any number. `clock` is the time as it is shown.
    """

    task: Task = field(default_factory=lambda: Task("", ""))
    text: str = ""
    note: str = ""
    cheers: bool = False
    rise: float = 1.0
    model: str = ""
    way: float | None = None
    has_starts: bool = False
    marks: tuple[bool, ...] = ()
    total: int = 0
    streak: int = 0
    clock: str = ""

    def under(self, layout: Layout, theme: Theme, scene: Scene) -> list[Part]:
        """Return the task, the note below it, and the model to trace."""
        lines = task_parts(layout, theme, self, _room(layout))
        return [*self._model(layout, theme), *lines]

    def _model(self, layout: Layout, theme: Theme) -> Iterator[Part]:
        if self.model:
            room, top = _room(layout), task_place(layout).bottom + layout.margin
            room = pygame.Rect(room.left, top, room.width, max(1, room.bottom - top))
            yield from model_parts(theme, self.model, room, self.way, self.has_starts)

    def over(self, layout: Layout, theme: Theme, scene: Scene) -> list[Part]:
        """Return how the round goes, in the panel at the side."""
        return list(_panel_parts(layout, theme, self))


def rise(since: float, now: float, moves: bool) -> float:
    """Return how far a task has risen that is cheered `since` then, in [0, 1]."""
    return min(max((now - since) / RISE_SECONDS, 0.0), 1.0) if moves else 1.0


def task_place(layout: Layout) -> pygame.Rect:
    """Return where the task and its note stand."""
    room = _room(layout)
    return pygame.Rect(room.left, room.top, room.width, line_height(_task_size(layout)))


def task_parts(layout: Layout, theme: Theme, face: TaskFace, room: pygame.Rect) -> Iterator[Part]:
    """Yield the task at the top of `room`, and the note below it."""
    size, lines = _in_lines(list(_pieces(face, theme)), _task_size(layout), max(1, room.width))
    top = room.top + round((1 - face.rise) * size * _RISE_TEXT_SIZES)
    if face.cheers and face.rise < 1.0:
        width = max(text_width(_text(line), DISPLAY_FONT, size) for line in lines)
        place = pygame.Rect(0, room.top, width + size, line_height(size) * len(lines))
        place.centerx = room.centerx
        yield _flash(place.size, theme.accent, 1 - face.rise), place
    for line in lines:
        left = room.centerx - text_width(_text(line), DISPLAY_FONT, size) // 2
        for text, color in line:
            drawn = render_text(text, DISPLAY_FONT, size, color)
            yield drawn, drawn.get_rect(topleft=(left, top))
            left += text_width(text, DISPLAY_FONT, size)
        top += line_height(size)
    note, y = (
        max(_MIN_WORDS_PIXELS, layout.pixels(_NOTE_HD)),
        room.top + line_height(_task_size(layout)),
    )
    if face.note and (said := fit_text(face.note, TEXT_FONT, note, theme.text, room.width)):
        yield said, said.get_rect(midtop=(room.centerx, y))


def panel_room(layout: Layout, for_tiles: bool) -> pygame.Rect:
    """Return the part of the panel for tiles, or for words: below each other, or beside."""
    room = layout.answer.inflate(-layout.margin, -layout.margin)
    if layout.is_upright:
        half = room.width // 2
        return pygame.Rect(room.left + half * for_tiles, room.top, half, room.height)
    return room


def _room(layout: Layout) -> pygame.Rect:
    return layout.free.inflate(-2 * layout.margin, -2 * layout.margin)


def _task_size(layout: Layout) -> int:
    return max(_MIN_TASK_PIXELS, layout.pixels(_TASK_HD))


def _pieces(face: TaskFace, theme: Theme) -> Iterator[tuple[str, Color]]:
    """Yield the texts of the task line, with their colors. A cheered task shines as a whole."""
    before, after = face.task.around
    color = theme.accent if face.cheers else theme.text
    if face.task.is_copy:
        before, after = face.task.prompt, ""
        if face.cheers or not face.text:
            yield before, color
            return
        before = f"{before}   "
    unread = UNREAD in face.text
    read = theme.warning if unread else theme.accent
    pieces = ((before, color), (face.text or GAP_SIGN, read if face.text else theme.muted))
    yield from (pair for pair in (*pieces, (after, color)) if pair[0])


def _flash(size: tuple[int, int], color: Color, share: float) -> pygame.Surface:
    """Return a soft light behind what is cheered; it fades as `share` goes to 0."""
    light = pill(size, min(size) // 3, color).copy()
    light.set_alpha(round(_FLASH_ALPHA * share))
    return light


def _text(line: Line) -> str:
    return "".join(text for text, _ in line)


def _in_lines(pieces: Line, size: int, width: int) -> tuple[int, list[Line]]:
    """Return the pieces in lines, and the size of type: words in up to three, if that is larger.

    All lines together are no taller than one of `size`.
    """
    best = fitting_size(_text(pieces), DISPLAY_FONT, size, width), [pieces]
    (words, color), *answer = pieces
    if not any(each.isalpha() for each in words):
        return best
    for count in range(2, _MAX_LINES + 1):
        smaller = size // count
        while len(lines := wrapped(_text(pieces), smaller, width, DISPLAY_FONT)) > count:
            smaller -= max(1, smaller // 16)
        last = lines[-1].removesuffix(_text(answer))
        if smaller > best[0]:
            best = smaller, [*([(line, color)] for line in lines[:-1]), [(last, color), *answer]]
    return best


def _panel_parts(layout: Layout, theme: Theme, face: TaskFace) -> Iterator[Part]:
    room = panel_room(layout, for_tiles=False)
    large = max(2 * _MIN_WORDS_PIXELS, layout.pixels(_NUMBER_HD))
    small = max(_MIN_WORDS_PIXELS, layout.pixels(_WORDS_HD))
    y = room.top
    number = f"{min(len(face.marks) + 1, face.total)} of {face.total}"
    count = number if face.total else f"{sum(face.marks)} right"
    for words, font, size, color in (
        (face.clock, DISPLAY_FONT, large, theme.text),
        (count, DISPLAY_FONT, large, theme.text),
    ):
        if words and (drawn := fit_text(words, font, size, color, room.width)):
            yield drawn, drawn.get_rect(midtop=(room.centerx, y))
            y += line_height(size)
    if face.total:
        for part in _mark_parts(layout, theme, face, pygame.Rect(room.left, y, room.width, 1)):
            yield part
            y = max(y, part[1].bottom + small // 2)
    if face.streak > 1:
        for line in wrapped(f"{face.streak} right in a row", small, room.width):
            drawn = render_text(line, TEXT_FONT, small, theme.accent)
            yield drawn, drawn.get_rect(midtop=(room.centerx, y))
            y += line_height(small)


def _mark_parts(layout: Layout, theme: Theme, face: TaskFace, row: pygame.Rect) -> Iterator[Part]:
    """Yield a dot for each task: full when right at first try, a ring when not, small to come."""
    side, gap = max(6, layout.pixels(_MARK_HD)), max(3, layout.pixels(_MARK_GAP_HD))
    in_row = max(1, min(10, (row.width + gap) // (side + gap)))
    left = row.centerx - (min(in_row, face.total) * (side + gap) - gap) // 2
    for k in range(face.total):
        line, column = divmod(k, in_row)
        place = pygame.Rect(left + column * (side + gap), row.top + line * (side + gap), side, side)
        state = face.marks[k] if k < len(face.marks) else None
        yield _mark(side, state, theme), place


@lru_cache(maxsize=16)
def _mark(side: int, is_right: bool | None, theme: Theme) -> pygame.Surface:
    drawn = pygame.Surface((side, side), pygame.SRCALPHA)
    color = theme.accent if is_right else theme.outline
    size = side // 3 if is_right is None else side
    drawn.blit(whole := pill((size, size), size, color), whole.get_rect(center=(side // 2,) * 2))
    if is_right is False:
        hole = max(1, side - 2 * max(2, side // 6))
        inner = pill((hole, hole), hole, theme.panel)
        drawn.blit(inner, inner.get_rect(center=(side // 2,) * 2))
    return drawn
