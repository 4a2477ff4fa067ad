"""The panel of the answer: a row for each number that was read, with how sure it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
    text_width,
    wrapped,
)
from recognizer.board.show.answerplan import AnswerPlan, Row, arranged, column_width
from recognizer.board.show.figure import character_spans, figure, figure_width, toned_figure
from recognizer.document.glimpses import Growing
from recognizer.network.alphabet import DIGITS
from recognizer.reading.result import UNREAD, Number, Reading
from recognizer.reading.words import PERHAPS, SURE, sureness

PROMISE = "What I read will stand here"
SO_FAR = "so far"
"""How sure it is of what is still being written."""
PRESS_ENTER = "Press Enter or here, and I read it"
NOTHING = "Nothing to read"
_HINT_HD, _MIN_HINT_PIXELS = 26, 12
_EDGE_MARGINS = 0.65  # between the edge of the panel and its content
_MAX_SPREAD = 1.5  # of the space between two rows, where there is room


def panel_parts(layout: Layout, theme: Theme) -> list[Part]:
    """Return the empty panel."""
    return [(pill(layout.panel.size, layout.pixels(28), theme.panel), layout.panel)]


def answer_parts(
    layout: Layout,
    theme: Theme,
    reading: Reading | None,
    waits_for_enter: bool = False,
    rows: Sequence[Row] | None = None,
    kept: int = 0,
) -> list[Part]:
    """Return what stands in the panel, each figure before its words.

    Without a reading it says what will stand there. If it `waits_for_enter`, it says that the user
    can ask for a reading. `rows` are those of the reading if left out. So many pixels at the foot
    of the panel are `kept` free.
    """
    place = _inner(layout, kept)
    if reading is None:
        return _hint(layout, theme, PRESS_ENTER if waits_for_enter else PROMISE, place)
    rows = rows_of(reading) if rows is None else rows
    if not rows:
        return _hint(layout, theme, NOTHING, place)
    plan, room = _arranged(layout, rows, place)
    if not plan:
        return []
    parts = [part for each in _laid(layout, rows, plan, room) for part in _row(theme, each, plan)]
    if plan.shown < len(rows):
        last = pygame.Rect(place.left, room.bottom, place.width, place.bottom - room.bottom)
        parts += _hint(layout, theme, f"and {len(rows) - plan.shown} more", last)
    return parts


def character_places(
    layout: Layout, rows: Sequence[Row], kept: int = 0
) -> Iterator[tuple[int, int, pygame.Rect]]:
    """Yield each character that is shown: which row, which of its figure, where in the window.

    A place is as tall as its line. For `kept` see `answer_parts`.
    """
    plan, room = _arranged(layout, rows, _inner(layout, kept))
    if not plan:
        return
    for laid in _laid(layout, rows, plan, room):
        for begin, text, line in _lines(laid, plan):
            for k, (left, right) in enumerate(character_spans(text, plan.figure)):
                place = pygame.Rect(line.left + left, line.top, right - left, line.height)
                yield laid.index, begin + k, place


def rows_of(reading: Reading, growing: Growing | None = None) -> tuple[Row, ...]:
    """Return a row for each number, in reading order; one at which the pen writes is `growing`."""
    return tuple(row_of(each, growing) for each in reading.numbers)


def row_of(read: Number, growing: Growing | None = None) -> Row:
    """Return the row of one number. For a doubtful digit it also says what else it may be."""
    if growing and read is growing.number:
        return Row(growing.text, SO_FAR, growing.is_read)
    words, only = sureness(read), read.symbols[0]
    if words == PERHAPS and len(read.symbols) == 1 and only.candidates[1:]:
        words = f"{words}, or {only.candidates[1].label}"
    return Row(read.text or UNREAD, words, read.has_known)


def prepare_figures(layout: Layout, theme: Theme) -> Iterator[None]:
    """Draw each figure once, before it is needed. A large one takes 30 ms, and is then cached."""
    for digit in DIGITS.symbols:
        plan = arranged(layout, [Row(digit, SURE)], _inner(layout))
        if plan:
            figure(digit, plan.figure, theme.accent)
        yield


@dataclass(frozen=True)
class _Laid:
    """A row, where it stands among the others and in the window, and how wide all figures are."""

    index: int
    row: Row
    spot: pygame.Rect
    figures: int


def _inner(layout: Layout, kept: int = 0) -> pygame.Rect:
    edge = round(2 * _EDGE_MARGINS * layout.margin)
    place = layout.answer.inflate(-edge, -edge)
    place.height = max(0, place.height - kept)
    return place


def _arranged(
    layout: Layout, rows: Sequence[Row], place: pygame.Rect
) -> tuple[AnswerPlan | None, pygame.Rect]:
    """Return the plan for as many rows as fit in `place`, and the room that they may take.

    Where not all fit, there is room below it for a line that says so.
    """
    plan, room = arranged(layout, rows, place), place.copy()
    if plan and plan.shown < len(rows):
        room.height -= line_height(_hint_size(layout))
        plan = arranged(layout, rows, room)
    return plan, room


def _laid(
    layout: Layout, rows: Sequence[Row], plan: AnswerPlan, place: pygame.Rect
) -> Iterator[_Laid]:
    """Yield the rows in their columns, in the middle of `place`; across, as they were written."""
    shown = rows[: plan.shown]
    width = column_width(layout, place, plan.columns)
    columns = [shown[k :: plan.columns] for k in range(plan.columns)]
    tallest = max(_height(column, plan) for column in columns)
    spread = min((place.height - tallest) / plan.in_column, plan.gap * _MAX_SPREAD)
    top = place.centery - (tallest + spread * (plan.in_column - 1)) / 2
    figures, block = _block(shown, plan)
    for k, column in enumerate(columns):
        middle = place.left + k * (place.width - width) // max(len(columns) - 1, 1) + width // 2
        y = top
        for i, row in enumerate(column):
            height = _height([row], plan)
            spot = pygame.Rect(middle - block // 2, int(y), block, int(height))
            yield _Laid(k + i * plan.columns, row, spot, figures)
            y += height + plan.gap + spread


def _height(rows: Sequence[Row], plan: AnswerPlan) -> float:
    return plan.height(len(rows), sum(len(row.lines(plan.in_line)) for row in rows))


def _block(rows: Sequence[Row], plan: AnswerPlan) -> tuple[int, int]:
    """Return the width of the figures, and of figures and words together."""
    lines = {each for row in rows for each in row.lines(plan.in_line)}
    figures = max(text_width(each, DISPLAY_FONT, plan.figure) for each in lines)
    words = max(text_width(each, TEXT_FONT, plan.words) for each in {row.words for row in rows})
    across = max(figures, words) if plan.is_stacked else figures + round(plan.beside) + words
    return figures, across


def _lines(laid: _Laid, plan: AnswerPlan) -> Iterator[tuple[int, str, pygame.Rect]]:
    """Yield the lines of a figure: where each begins in it, its text, and its place."""
    texts, spot = laid.row.lines(plan.in_line), laid.spot
    tall = round(plan.glyph + (len(texts) - 1) * plan.line)
    top = spot.top if plan.is_stacked else spot.centery - tall // 2
    begin = 0
    for i, text in enumerate(texts):
        place = pygame.Rect(0, 0, figure_width(text, plan.figure), round(plan.glyph))
        place.topleft = (spot.left, top + round(i * plan.line))
        if plan.is_stacked:
            place.centerx = spot.centerx
        yield begin, text, place
        begin += len(text)


def _row(theme: Theme, laid: _Laid, plan: AnswerPlan) -> Iterator[Part]:
    """Yield the lines of a figure, and its words in the middle below them, or beside."""
    row, spot = laid.row, laid.spot
    color = theme.accent if row.is_read else theme.muted
    lines = list(_lines(laid, plan))
    for begin, text, place in lines:
        tones = row.tones[begin : begin + len(text)]
        toned = toned_figure(text, plan.figure, tones, theme) if tones else None
        drawn = toned or figure(text, plan.figure, color)
        yield drawn, drawn.get_rect(topleft=place.topleft)
    words = render_text(row.words, TEXT_FONT, plan.words, theme.text)
    if plan.is_stacked:
        yield words, words.get_rect(midbottom=spot.midbottom)
    else:
        # In several columns, words far from their figure would seem to belong to the next one.
        own = max(place.width for _, _, place in lines)
        left = spot.left + (laid.figures if plan.columns == 1 else own) + round(plan.beside)
        yield words, words.get_rect(midleft=(left, spot.centery))


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
