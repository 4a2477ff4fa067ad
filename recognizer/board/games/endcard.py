"""The card at the end of a round: how it went, what was written, and how it went before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pygame

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.shapes import pill
from recognizer.board.draw.surfaces import Part, coverage_surface
from recognizer.board.draw.theme import (
    DISPLAY_FONT,
    TEXT_FONT,
    Color,
    Theme,
    fit_text,
    line_height,
)
from recognizer.board.games.choicecard import WHO
from recognizer.board.games.course import Answer
from recognizer.board.games.tiles import GAP_HD, Tile, Tone, row_of, tile_height
from recognizer.board.show.playerchip import NOBODY
from recognizer.ink import NO_EXTENT, BoundingBox, Stroke
from recognizer.ink.raster import Points, cover_path, smooth_path
from recognizer.play.round import MODES, streaks
from recognizer.play.scorebook import PlayedRound, ScoreBook

AGAIN, OTHER, SAVE, PRACTICE, DONE = "again", "other", "save", "practice", "done"
MAX_THUMBNAILS = 10
_IN_ROW = (2, 3, 4, 5)
_TITLE_HD, _WORDS_HD, _CHART_HD, _DAY_HD = 84, 30, 90, 14
_MIN_TITLE_PIXELS, _MIN_WORDS_PIXELS = 30, 15
_SOLVED_SHARE, _PEN_SHARE = 0.2, 0.06  # of the height of a thumbnail
_MAX_PEN_SHARE = 0.09  # of the height of its ink: long numbers and sums are small
MAX_DAYS = 30
C = TypeVar("C")
Draw = Callable[[C, Layout, Theme], pygame.Surface]


@dataclass(frozen=True, eq=False)
class EndCard:
    """How a round went. `book` has it, too; `title` is what was played.

    Where it is locked, it is asked who plays next, and nobody leaves.
    """

    played: PlayedRound
    book: ScoreBook
    title: str
    answers: tuple[Answer, ...] = ()
    is_locked: bool = False
    is_modal = True

    def tiles(self, layout: Layout) -> list[Tile]:
        """Return what can be done next."""
        first = (WHO, NOBODY, Tone.PLAIN) if self.is_locked else (DONE, "Done", Tone.PLAIN)
        names = [first, (OTHER, "Another game", Tone.PLAIN)]
        if any(each.strokes for each in self.answers):
            names.append((SAVE, "Save", Tone.PLAIN))
        names.append((AGAIN, "Again", Tone.FIRST))
        room, height, gap = end_room(layout), tile_height(layout), layout.pixels(GAP_HD)
        foot = pygame.Rect(room.left, room.bottom - height, room.width, height)
        tiles = row_of(names, foot, gap)
        if digits := self.book.to_practice:
            above = pygame.Rect(room.left, foot.top - height - gap, room.width, height)
            words = f"Practice your {' and '.join(digits)}"
            tiles += row_of([(PRACTICE, words, Tone.PLAIN)], above, gap)
        return tiles

    def ground(self, layout: Layout, theme: Theme) -> list[Part]:
        """Return all else, on a ground that covers the board."""
        return [drawn_once(self, end_picture, layout, theme)]

    @property
    def score(self) -> str:
        """What stands largest."""
        done = self.played.done
        if self.played.is_timed:
            return f"{sum(each.is_right for each in done)} right"
        if not self.played.at_first_try:  # it was hard: what counts is that it was done
            return f"{len(done)} {'task' if len(done) == 1 else 'tasks'} practiced"
        return f"{self.played.at_first_try} of {len(done)} at first try"

    @property
    def sayings(self) -> Iterator[str]:
        """Yield what stands below it, line by line."""
        played = self.played
        modes = [each.title for each in MODES if each.name == played.mode]
        yield ", ".join([self.title, *modes, *([] if played.by_hand else ["with keys"])])
        told = [played.time_in_words]
        if (longest := streaks(played.done)[1]) > 1:
            told.append(f"{longest} right in a row")
        best = self.book.best(played.set_name, played.mode)
        if best and best.began == played.began and len(self.book.of(best.set_name, best.mode)) > 1:
            told.append("your best so far")
        elif best and best.began != played.began:
            told.append(f"your best: {best.in_words}")
        yield ", ".join(told)


_kept: list[tuple[object, Layout, Theme, Part]] = []  # the last one drawn


def drawn_once(card: C, draw: Draw[C], layout: Layout, theme: Theme) -> Part:
    """Return the ground, the same one as long as nothing changes: so it is not laid out again."""
    for kept, where, colors, part in _kept:
        if kept is card and where == layout and colors is theme:
            return part
    part = draw(card, layout, theme), pygame.Rect((0, 0), layout.size)
    _kept[:] = [(card, layout, theme, part)]
    return part


def end_picture(card: EndCard, layout: Layout, theme: Theme) -> pygame.Surface:
    """Return the card as a picture, without its tiles."""
    drawn = pygame.Surface(layout.size)
    drawn.fill(theme.board)
    room = end_room(layout)
    y = draw_words(drawn, card.score, card.sayings, layout, theme)
    foot = min(pygame.Rect(each.place).top for each in card.tiles(layout))
    history = max(1, layout.pixels(_CHART_HD)) + line_height(_words(layout))
    rest = pygame.Rect(room.left, y, room.width, foot - y - layout.margin)
    thumbs = pygame.Rect(rest.left, rest.top, rest.width, max(1, rest.height - history))
    draw_answers(drawn, card.answers, theme, thumbs)
    below = pygame.Rect(rest.left, thumbs.bottom, rest.width, rest.bottom - thumbs.bottom)
    _draw_history(drawn, card.book, layout, theme, below)
    return drawn


def end_room(layout: Layout) -> pygame.Rect:
    """Return the place of all that the card shows."""
    return pygame.Rect((0, 0), layout.size).inflate(-3 * layout.margin, -2 * layout.margin)


def _words(layout: Layout) -> int:
    return max(_MIN_WORDS_PIXELS, layout.pixels(_WORDS_HD))


def draw_words(
    target: pygame.Surface, score: str, sayings: Iterable[str], layout: Layout, theme: Theme
) -> int:
    """Draw score and sayings at the top; return where they end."""
    room = end_room(layout)
    y, title = room.top, max(_MIN_TITLE_PIXELS, layout.pixels(_TITLE_HD))
    lines = [(score, DISPLAY_FONT, title, theme.accent)]
    lines += [(said, TEXT_FONT, _words(layout), theme.text) for said in sayings]
    for text, font, size, color in lines:
        if said := fit_text(text, font, size, color, max(1, room.width)):
            target.blit(said, said.get_rect(midtop=(room.centerx, y)))
        y += line_height(size)
    return y + layout.margin // 2


def draw_answers(
    target: pygame.Surface, answers: Sequence[Answer], theme: Theme, room: pygame.Rect
) -> None:
    """Draw the last answers in the player's own ink, each below its task."""
    shown = [each for each in answers if each.strokes][-MAX_THUMBNAILS:]
    if not shown:
        return

    in_row = in_row_of(len(shown), room)
    rows = -(-len(shown) // in_row)
    if room.height < rows * 2 * _MIN_WORDS_PIXELS:
        return
    width, height = room.width // in_row, min(room.height // rows, room.width // in_row)
    for k, answer in enumerate(shown):
        row, column = divmod(k, in_row)
        in_this = min(in_row, len(shown) - row * in_row)
        left = room.centerx - in_this * width // 2 + column * width
        cell = pygame.Rect(left, room.top + row * height, width, height)
        words = max(9, round(height * _SOLVED_SHARE * 0.7))
        if said := fit_text(answer.task.solved, TEXT_FONT, words, theme.muted, width * 9 // 10):
            target.blit(said, said.get_rect(midtop=cell.midtop))
        below = max(1, round(height * _SOLVED_SHARE))
        inked = pygame.Rect(cell.left, cell.top + below, width, height - below)
        target.blit(thumbnail(answer.strokes, inked.size, theme.ink), inked)


def in_row_of(count: int, room: pygame.Rect) -> int:
    """Return how many of `count` pictures stand side by side in `room`, as large as they can be."""
    return max(_IN_ROW, key=lambda n: min(room.width // n, room.height // -(-count // n)))


def thumbnail(strokes: tuple[Stroke, ...], size: tuple[int, int], color: Color) -> pygame.Surface:
    """Return strokes drawn as large as they fit in a picture of `size` pixels."""
    box = BoundingBox.around([each.bounding_box for each in strokes])
    pen = max(2, round(size[1] * _PEN_SHARE))
    room = np.maximum(np.array(size) * 0.8 - 2 * pen, 1)
    extent = np.maximum([box.width, box.height], NO_EXTENT)
    scale = float(np.min(room / extent)) if box.longer_side > NO_EXTENT else 1.0
    pen = max(2, min(pen, round(box.height * scale * _MAX_PEN_SHARE)))
    middle = np.array([box.left + box.right, box.top + box.bottom]) / 2
    coverage = np.zeros((size[1], size[0]), np.uint8)
    for each in strokes:
        path: Points = (each.points - middle) * scale + np.array(size) / 2
        cover_path(coverage, smooth_path(path), pen)
    return coverage_surface(coverage, color)


def _draw_history(
    target: pygame.Surface, book: ScoreBook, layout: Layout, theme: Theme, room: pygame.Rect
) -> None:
    """Draw a bar for each of the last rounds, and a dot for each day of practice."""
    half = pygame.Rect(room.left, room.top, room.width // 2 - layout.margin, room.height)
    _draw_chart(target, [each.at_first_try for each in book.last], layout, theme, half)
    half.left = room.centerx + layout.margin
    days, side = len(book.days), max(5, layout.pixels(_DAY_HD))
    words = f"{days} day{'s' * (days != 1)} of practice"
    y = _caption(target, words, layout, theme, half)
    in_row = max(1, half.width // (2 * side))
    for k in range(min(days, MAX_DAYS)):
        row, column = divmod(k, in_row)
        dot = pill((side, side), side, theme.accent)
        target.blit(dot, (half.left + 2 * side * column, y + 2 * side * row))


def _draw_chart(
    target: pygame.Surface,
    counts: list[int],
    layout: Layout,
    theme: Theme,
    room: pygame.Rect,
) -> None:
    y = _caption(target, "Your last rounds: right at first try", layout, theme, room)
    deep, most = max(1, room.bottom - y), max(counts, default=0)
    step = max(3, min(room.width // max(1, len(counts)), layout.pixels(32)))
    for k, count in enumerate(counts):
        height = max(2, round(deep * count / most)) if most else 2
        color = theme.accent if k == len(counts) - 1 else theme.outline
        bar = pygame.Rect(room.left + k * step, y + deep - height, max(1, step * 2 // 3), height)
        pygame.draw.rect(target, color, bar)


def _caption(
    target: pygame.Surface, words: str, layout: Layout, theme: Theme, room: pygame.Rect
) -> int:
    size = max(11, _words(layout) * 3 // 4)
    if said := fit_text(words, TEXT_FONT, size, theme.muted, max(1, room.width)):
        target.blit(said, room.topleft)
    return room.top + line_height(size) + size // 2
