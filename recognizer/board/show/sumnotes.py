"""What the board says of sums, drawn beside them: answers, checks, and "look again"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pygame

from recognizer.board.draw.icons import icon
from recognizer.board.draw.layout import Layout
from recognizer.board.draw.shapes import pill
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import (
    DISPLAY_FONT,
    TEXT_FONT,
    Color,
    Theme,
    fit_text,
    render_text,
    text_width,
)
from recognizer.board.ink.placing import Placing
from recognizer.ink import BoundingBox
from recognizer.sums.lettering import Piece, Pieces

LOOK_AGAIN = "look again"
_DIGIT_HEIGHT_TEXT_SIZES = 0.745  # of the font in which answers are written
_WORDS_TEXT_SIZES = 0.8  # size of type in heights of the box of words
_CHECK_SHARE = 0.5  # of the height of what it is beside
_MIN_CHECK_HD, _MAX_CHECK_HD = 26, 60
_GAP_HD, _LINE_HD, _WORDS_HD, _MIN_WORDS_PIXELS = 10, 5, 22, 12
_TYPE = {"-": "\N{MINUS SIGN}"}


@dataclass(frozen=True)
class Note:
    """What is said of one sum, which stands in `box`; all in the unit of what was read.

    `pieces` are an answer, or quiet words in its place. The result in the box `right` is right, or
    that in `wrong` should be looked at again, which is said in words until the answer is told.
    """

    text: str
    box: BoundingBox
    pieces: Pieces = ()
    is_quiet: bool = False
    right: BoundingBox | None = None
    wrong: BoundingBox | None = None


def note_parts(
    layout: Layout, theme: Theme, notes: Sequence[Note], placing: Placing, on_picture: bool
) -> list[Part]:
    """Return what is drawn of `notes`; on a picture, whose color may be any, on a ground."""
    parts: list[Part] = []
    for note in notes:
        marks = list(_mark_parts(layout, theme, note, placing))
        place = mark_place(layout, note, placing)
        ground = [_ground(layout, theme, place)] if on_picture and place else []
        parts += [*ground, *answer_parts(layout, theme, note, placing, on_picture), *marks]
    return parts


def answer_parts(
    layout: Layout, theme: Theme, note: Note, placing: Placing, on_picture: bool
) -> list[Part]:
    """Return the answer, or the quiet words in its place, as they are drawn."""
    color = theme.muted if note.is_quiet else theme.accent
    parts = [_piece_part(each, placing.of_box(each.box), color) for each in note.pieces]
    if not (on_picture and parts):
        return parts
    place = parts[0][1].unionall([place for _, place in parts])
    return [_ground(layout, theme, place), *parts]


def answer_place(note: Note, placing: Placing) -> pygame.Rect | None:
    """Return where the answer stands in the window; None if there is none."""
    if not note.pieces or note.is_quiet:
        return None
    return _rect(placing.of_box(BoundingBox.around([each.box for each in note.pieces])))


def mark_place(layout: Layout, note: Note, placing: Placing) -> pygame.Rect | None:
    """Return where the mark of a written result is in the window; None if there is none."""
    if note.right:
        return _check_place(layout, placing.of_box(note.right))
    if note.wrong:
        line, words = _again_places(layout, placing.of_box(note.wrong))
        return line if note.pieces else line.union(words)
    return None


def _ground(layout: Layout, theme: Theme, place: pygame.Rect) -> Part:
    around = 2 * layout.pixels(_GAP_HD)
    place = place.inflate(around, around)
    return pill(place.size, around, theme.shade), place


def _mark_parts(layout: Layout, theme: Theme, note: Note, placing: Placing) -> Iterator[Part]:
    if note.right:
        place = _check_place(layout, placing.of_box(note.right))
        yield icon("learned", place.width, theme.accent), place
    if note.wrong:
        line, words = _again_places(layout, placing.of_box(note.wrong))
        yield pill(line.size, line.height // 2, theme.outline), line
        if not note.pieces:
            yield render_text(LOOK_AGAIN, TEXT_FONT, _words_size(layout), theme.muted), words


def _piece_part(piece: Piece, box: BoundingBox, color: Color) -> Part:
    place = _rect(box)
    if piece.is_bar:
        return pill(place.size, place.height // 2, color), place
    if len(piece.text) > 1:
        size = max(1, round(box.height * _WORDS_TEXT_SIZES))
        drawn = fit_text(piece.text, TEXT_FONT, size, color, max(1, place.width))
        drawn = drawn or pygame.Surface((1, 1), pygame.SRCALPHA)
        return drawn, drawn.get_rect(midleft=place.midleft)
    drawn, down = _character(piece.text, max(1, round(box.height)), color)
    return drawn, drawn.get_rect(midtop=(round((box.left + box.right) / 2), place.top + down))


@lru_cache(maxsize=512)
def _character(text: str, height: int, color: Color) -> tuple[pygame.Surface, int]:
    """Return a character where digits are `height` tall, and how far below their top it begins."""
    size = max(1, round(height / _DIGIT_HEIGHT_TEXT_SIZES))
    drawn = render_text(_TYPE.get(text, text), DISPLAY_FONT, size, color)
    top = render_text("0", DISPLAY_FONT, size, color).get_bounding_rect().top
    seen = drawn.get_bounding_rect()
    return drawn.subsurface(seen), seen.top - top


def _check_place(layout: Layout, beside: BoundingBox) -> pygame.Rect:
    least, most = layout.pixels(_MIN_CHECK_HD), layout.pixels(_MAX_CHECK_HD)
    side = max(1, min(max(round(beside.height * _CHECK_SHARE), least), most))
    place = pygame.Rect(0, 0, side, side)
    middle = round((beside.top + beside.bottom) / 2)
    left = round(beside.right) + layout.pixels(3 * _GAP_HD)
    place.midleft = (min(left, layout.free.right - side), middle)
    return place


def _again_places(layout: Layout, above: BoundingBox) -> tuple[pygame.Rect, pygame.Rect]:
    """Return the places of the line under a result, and of the words below it."""
    gap, size = layout.pixels(_GAP_HD), _words_size(layout)
    line = _rect(above)
    line.top = round(above.bottom) + layout.pen_width // 2 + gap
    line.height = layout.pixels(_LINE_HD)
    words = pygame.Rect(0, 0, text_width(LOOK_AGAIN, TEXT_FONT, size), round(size * 1.3))
    words.midtop = (line.centerx, line.bottom + gap // 2)
    return line, words.clamp(layout.free)


def _words_size(layout: Layout) -> int:
    return max(_MIN_WORDS_PIXELS, layout.pixels(_WORDS_HD))


def _rect(box: BoundingBox) -> pygame.Rect:
    left, top = round(box.left), round(box.top)
    return pygame.Rect(left, top, max(1, round(box.right) - left), max(1, round(box.bottom) - top))
