"""The panel of the answer: a row for each number that was read, with how sure it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    line_height,
    render_text,
    text_width,
    wrapped,
)
from recognizer.board.show.answerplan import AnswerPlan, Row, arranged, column_width, pieces
from recognizer.network.alphabet import DIGITS
from recognizer.reading.result import UNREAD, Number, Reading
from recognizer.reading.words import PERHAPS, SURE, sureness

PROMISE = "What I read will stand here"
PRESS_ENTER = "Press Enter or here, and I read it"
NOTHING = "Nothing to read"
_HINT_HD, _MIN_HINT_PIXELS = 26, 12
_EDGE_MARGINS = 0.65  # between the edge of the panel and its content
_MIN_GAP_DIGITS = 0.1  # in heights of a digit: so much space of type is kept above or below
_MAX_SPREAD = 1.5  # of the space between two rows, where there is room


def panel_parts(layout: Layout, theme: Theme) -> list[Part]:
    """Return the empty panel."""
    return [(pill(layout.answer.size, layout.pixels(28), theme.panel), layout.answer)]


def answer_parts(
    layout: Layout, theme: Theme, reading: Reading | None, waits_for_enter: bool = False
) -> list[Part]:
    """Return what stands in the panel, each figure before its words.

    Without a reading it says what will stand there. If it `waits_for_enter`, it says that the user
    can ask for a reading.
    """
    place = _inner(layout)
    if reading is None:
        return _hint(layout, theme, PRESS_ENTER if waits_for_enter else PROMISE, place)
    rows = rows_of(reading)
    if not rows:
        return _hint(layout, theme, NOTHING, place)
    plan = arranged(layout, rows, place)
    if plan and plan.shown < len(rows):
        below = line_height(_hint_size(layout))
        place.height -= below
        plan = arranged(layout, rows, place)
    if not plan:
        return []
    parts = list(_table(layout, theme, rows[: plan.shown], plan, place))
    if plan.shown < len(rows):
        last = pygame.Rect(place.left, place.bottom, place.width, below)
        parts += _hint(layout, theme, f"and {len(rows) - plan.shown} more", last)
    return parts


def rows_of(reading: Reading) -> tuple[Row, ...]:
    """Return a row for each number, in reading order."""
    return tuple(map(row_of, reading.numbers))


def row_of(read: Number) -> Row:
    """Return the row of one number. For a doubtful digit it also says what else it may be."""
    words, only = sureness(read), read.symbols[0]
    if words == PERHAPS and len(read.symbols) == 1 and only.candidates[1:]:
        words = f"{words}, or {only.candidates[1].label}"
    return Row(read.text or UNREAD, words, read.has_known)


def prepare_figures(layout: Layout, theme: Theme) -> Iterator[None]:
    """Draw each figure once, before it is needed. A large one takes 30 ms, and is then cached."""
    for digit in DIGITS.symbols:
        plan = arranged(layout, [Row(digit, SURE)], _inner(layout))
        if plan:
            _figure(digit, plan.figure, theme.accent)
        yield


def _inner(layout: Layout) -> pygame.Rect:
    edge = round(2 * _EDGE_MARGINS * layout.margin)
    return layout.answer.inflate(-edge, -edge)


def _table(
    layout: Layout, theme: Theme, rows: Sequence[Row], plan: AnswerPlan, place: pygame.Rect
) -> Iterator[Part]:
    """Yield the rows in their columns, in the middle of `place`; across, as they were written."""
    width = column_width(layout, place, plan.columns)
    columns = [rows[k :: plan.columns] for k in range(plan.columns)]
    tallest = max(_height(column, plan) for column in columns)
    spread = min((place.height - tallest) / plan.in_column, plan.gap * _MAX_SPREAD)
    top = place.centery - (tallest + spread * (plan.in_column - 1)) / 2
    figures, block = _block(rows, plan)
    for k, column in enumerate(columns):
        middle = place.left + k * (place.width - width) // max(len(columns) - 1, 1) + width // 2
        y = top
        for row in column:
            height = _height([row], plan)
            spot = pygame.Rect(middle - block // 2, int(y), block, int(height))
            yield from _row(theme, row, plan, spot, figures)
            y += height + plan.gap + spread


def _height(rows: Sequence[Row], plan: AnswerPlan) -> float:
    return plan.height(len(rows), sum(len(pieces(row.figure, plan.in_line)) for row in rows))


def _block(rows: Sequence[Row], plan: AnswerPlan) -> tuple[int, int]:
    """Return the width of the figures, and of figures and words together."""
    lines = {each for row in rows for each in pieces(row.figure, plan.in_line)}
    figures = max(text_width(each, DISPLAY_FONT, plan.figure) for each in lines)
    words = max(text_width(each, TEXT_FONT, plan.words) for each in {row.words for row in rows})
    across = max(figures, words) if plan.is_stacked else figures + round(plan.beside) + words
    return figures, across


def _row(
    theme: Theme, row: Row, plan: AnswerPlan, spot: pygame.Rect, figures: int
) -> Iterator[Part]:
    """Yield the lines of a figure, and its words in the middle below them, or beside."""
    color = theme.accent if row.is_read else theme.muted
    drawn = [_figure(line, plan.figure, color) for line in pieces(row.figure, plan.in_line)]
    words = render_text(row.words, TEXT_FONT, plan.words, theme.text)
    tall = round(plan.glyph + (len(drawn) - 1) * plan.line)
    top = spot.top if plan.is_stacked else spot.centery - tall // 2
    for i, line in enumerate(drawn):
        place = line.get_rect(topleft=(spot.left, top + round(i * plan.line)))
        if plan.is_stacked:
            place.centerx = spot.centerx
        yield line, place
    if plan.is_stacked:
        yield words, words.get_rect(midbottom=spot.midbottom)
    else:
        # In several columns, words far from their figure would seem to belong to the next one.
        own = max(line.get_width() for line in drawn)
        left = spot.left + (figures if plan.columns == 1 else own) + round(plan.beside)
        yield words, words.get_rect(midleft=(left, spot.centery))


@lru_cache(maxsize=256)
def _figure(text: str, size: int, color: Color) -> pygame.Surface:
    """Draw a figure without the empty space that type has around it.

    What does not reach from the top of a digit to its foot, as a minus, keeps its place there.
    """
    drawn = render_text(text, DISPLAY_FONT, size, color)
    digit = render_text("0", DISPLAY_FONT, size, color).get_bounding_rect()
    seen, gap = drawn.get_bounding_rect(), _MIN_GAP_DIGITS * digit.height
    if seen.top - digit.top > gap or digit.bottom - seen.bottom > gap:
        seen.union_ip(seen.left, digit.top, seen.width, digit.height)
    return drawn.subsurface(seen)


def _hint_size(layout: Layout) -> int:
    return max(_MIN_HINT_PIXELS, layout.pixels(_HINT_HD))


def _hint(layout: Layout, theme: Theme, text: str, place: pygame.Rect) -> list[Part]:
    """Return quiet words in the middle of `place`, in lines; none where there is no room."""
    size = _hint_size(layout)
    lines = wrapped(text, size, place.width)
    step = line_height(size)
    if len(lines) * step > place.height:
        return []
    top = place.centery - len(lines) * step // 2
    parts = []
    for i, line in enumerate(lines):
        drawn = fit_text(line, TEXT_FONT, size, theme.muted, place.width)
        if drawn:
            middle = (place.centerx, top + i * step + step // 2)
            parts.append((drawn, drawn.get_rect(center=middle)))
    return parts
