"""The looking glass: a panel that shows a learner, step by step, what the network sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import pygame

from recognizer.board.answer import Part
from recognizer.board.glasspictures import crop_picture, field_picture, heat_picture
from recognizer.board.layout import Layout
from recognizer.board.shapes import pill
from recognizer.board.theme import (
    DISPLAY_FONT,
    SMALLEST_TEXT,
    TEXT_FONT,
    Theme,
    fit_text,
    render_text,
)
from recognizer.insight import Insight
from recognizer.preprocess import FIELD
from recognizer.reader import Verdict
from recognizer.wording import WORTH_NAMING, percent

CROP, SEEN, BARS, LOOKED = 1, 2, 3, 4

HEADINGS = {
    CROP: "What you drew",
    SEEN: "What it sees",
    BARS: "How sure it is",
    LOOKED: "Where it looked",
}
SENTENCES = {
    CROP: "Cut out: its place and size do not count.",
    SEEN: "Shrunk to 28 x 28 points: this is all the network sees.",
    BARS: "A bar for each digit, the last for none.",
    LOOKED: "Cover the glowing places, and it would doubt.",
}
LOOKING = "It is still looking …"
TITLE = "Looking glass"
INVITATION = "Draw a digit, and see here what the network sees of it."
NONE = "none"

_ROWS = 11.5  # of bars: ten digits, a half to set apart, and none
_WORTH_SAYING = 0.001  # of confidence: below it a number says no more than the empty bar
_DETAIL = (
    ((CROP, SEEN, BARS, LOOKED), True),
    ((CROP, SEEN, BARS, LOOKED), False),
    ((SEEN, BARS, LOOKED), False),
    ((SEEN, BARS), False),
    ((SEEN, LOOKED), False),
    ((SEEN,), False),
)
"""(sections, with their sentences), the fullest first: what there is room for is shown."""
_LEAST_CELL = 2  # pixels for one the network sees
_LONGEST_WORD = 5  # times the size of its letters
_BARS_BREADTH = 1.4  # times the breadth of the other columns


@dataclass(frozen=True)
class _Page:
    """What the panel is drawn from. A layout holds rectangles and has no hash; its size has."""

    size: tuple[int, int]
    layout: Layout = field(hash=False)
    theme: Theme
    insight: Insight | None

    @property
    def inner(self) -> pygame.Rect:
        """The panel without its edges, in its own coordinates."""
        edge = self.layout.pixels(28)
        return pygame.Rect((0, 0), self.layout.glass.size).inflate(-2 * edge, -2 * edge)


@dataclass(frozen=True)
class _Slot:
    """Where one section stands."""

    section: int
    words: pygame.Rect
    picture: pygame.Rect


def glass_parts(
    layout: Layout, theme: Theme, insight: Insight | None, shift: float = 0.0
) -> list[Part]:
    """Return the looking glass as one part that fills `layout.glass`.

    Parameters
    ----------
    layout : Layout
    theme : Theme
    insight : Insight or None
        Without one it says what will be seen here.
    shift : float
        In [0, 1]: how far it has moved out of the window, to the left or, where the window is
        upright, up; at 1 nothing of it is seen.
    """
    panel = _panel(_Page(layout.size, layout, theme, insight))
    place = layout.glass
    if layout.is_upright:
        return [(panel, place.move(0, -round(shift * place.bottom)))]
    return [(panel, place.move(-round(shift * place.right), 0))]


@lru_cache(maxsize=4)
def _panel(page: _Page) -> pygame.Surface:
    panel = pygame.Surface(page.layout.glass.size, pygame.SRCALPHA, 32)
    radius = page.layout.pixels(28)
    pygame.draw.rect(panel, page.theme.panel, panel.get_rect(), border_radius=radius)
    if page.insight is None:
        panel.blits(list(_invitation(page)))
    else:
        told, slots = _arranged(page)
        for slot in slots:
            panel.blits(list(_section(page, page.insight, slot, told)))
    return panel


def _invitation(page: _Page) -> Iterator[Part]:
    title_size, size = page.layout.pixels(40), page.layout.pixels(24)
    inner = page.inner
    lines = [(TITLE, title_size, page.theme.text)]
    lines += [(line, size, page.theme.muted) for line in wrapped(INVITATION, size, inner.width)]
    y = inner.centery - (len(lines) + 1) * _line(size) // 2
    for text, height, color in lines:
        drawn = fit_text(text, TEXT_FONT, height, color, inner.width)
        if drawn:
            yield drawn, drawn.get_rect(midtop=(inner.centerx, y))
        y += _line(height)


def _arranged(page: _Page) -> tuple[bool, list[_Slot]]:
    """Return whether there is room for sentences, and the sections there is room for."""
    arrange = _side_by_side if page.layout.is_upright else _one_below_another
    for sections, told in _DETAIL:
        slots = arrange(page, sections, told)
        if slots:
            return told, slots
    return False, _side_by_side(page, (SEEN,), False)


def _one_below_another(page: _Page, sections: tuple[int, ...], told: bool) -> list[_Slot]:
    """Arrange with each picture at the left of its words, as large as there is room for."""
    inner, gap = page.inner, page.layout.pixels(24)
    for cell in range(inner.width * 45 // 100 // FIELD, _LEAST_CELL - 1, -1):
        slots = [_beside(page, section, cell, told) for section in sections]
        heights = [slot.words.union(slot.picture).height for slot in slots]
        spare = inner.height - sum(heights) - gap * (len(slots) - 1)
        if spare >= 0 and min(slot.words.width for slot in slots) >= _LONGEST_WORD * _small(page):
            gap += min(spare // len(slots), gap)
            tops = np.cumsum([inner.top, *(height + gap for height in heights)]).tolist()
            return [_moved(slot, inner.left, y) for slot, y in zip(slots, tops, strict=False)]
    return []


def _beside(page: _Page, section: int, cell: int, told: bool) -> _Slot:
    """Return the slot of one section at (0, 0): words right of the picture, or over the bars."""
    width, side, gap = page.inner.width, FIELD * cell, page.layout.pixels(20)
    if section == BARS:
        deep = _words_height(page, section, width, told)
        bars = round(_ROWS * 1.2 * _small(page))
        return _Slot(section, pygame.Rect(0, 0, width, deep), pygame.Rect(0, deep, width, bars))
    beside = width - side - gap
    deep = _words_height(page, section, beside, told)
    return _Slot(section, pygame.Rect(side + gap, 0, beside, deep), pygame.Rect(0, 0, side, side))


def _side_by_side(page: _Page, sections: tuple[int, ...], told: bool) -> list[_Slot]:
    """Arrange in columns, each picture below its words; the bars have a broader one."""
    inner, gap, small = page.inner, page.layout.pixels(24), _small(page)
    shares = [_BARS_BREADTH if section == BARS else 1.0 for section in sections]
    share = (inner.width - gap * (len(sections) - 1)) / sum(shares)
    widths = [int(share * part) for part in shares]
    pairs = list(zip(sections, widths, strict=True))
    deep = max(_words_height(page, section, width, told) for section, width in pairs)
    room = inner.height - deep
    side = min(int(share), room) // FIELD * FIELD
    least_row = small if told else SMALLEST_TEXT + 1
    if side < _LEAST_CELL * FIELD or (BARS in sections and room < _ROWS * least_row):
        return []
    slots, left = [], inner.left
    for section, width in pairs:
        words = pygame.Rect(0, 0, width, deep)
        bars = pygame.Rect(0, deep, width, min(room, round(_ROWS * 1.3 * small)))
        picture = bars if section == BARS else pygame.Rect(0, deep, side, side)
        slots.append(_moved(_Slot(section, words, picture), left, inner.top))
        left += width + gap
    return slots


def _moved(slot: _Slot, x: int, y: int) -> _Slot:
    return _Slot(slot.section, slot.words.move(x, y), slot.picture.move(x, y))


def _section(page: _Page, insight: Insight, slot: _Slot, told: bool) -> Iterator[Part]:
    yield from _words(page, slot, told, insight.heat is None)
    if slot.section == BARS:
        yield from _bars(page, insight, slot.picture)
        return
    side, theme = slot.picture.width, page.theme
    if slot.section == CROP:
        picture = crop_picture(insight.crop, side, theme)
    elif slot.section == SEEN:
        picture = field_picture(insight.field, side // FIELD, theme)
    else:
        picture = heat_picture(insight.field, insight.heat, side // FIELD, theme)
    yield picture, slot.picture


def _words(page: _Page, slot: _Slot, told: bool, looking: bool) -> Iterator[Part]:
    size, y = _heading(page), slot.words.top
    heading = f"{slot.section}  {HEADINGS[slot.section]}"
    drawn = fit_text(heading, DISPLAY_FONT, size, page.theme.text, slot.words.width)
    if drawn:
        yield drawn, drawn.get_rect(topleft=(slot.words.left, y))
    y += _line(size)
    sentence = LOOKING if slot.section == LOOKED and looking else SENTENCES[slot.section]
    for line in wrapped(sentence, _small(page), slot.words.width) if told else ():
        drawn = fit_text(line, TEXT_FONT, _small(page), page.theme.muted, slot.words.width)
        if drawn:
            yield drawn, drawn.get_rect(topleft=(slot.words.left, y))
        y += _line(_small(page))


def _words_height(page: _Page, section: int, width: int, told: bool) -> int:
    """Return the room for the words; for the longer ones, where they change while it looks."""
    small = _small(page)
    lines = len(wrapped(SENTENCES[section], small, width)) if told else 0
    return _line(_heading(page)) + lines * _line(small) + page.layout.pixels(8)


def _bars(page: _Page, insight: Insight, place: pygame.Rect) -> Iterator[Part]:
    is_digit = insight.verdict is Verdict.DIGIT
    # As beside the big answer: what is surely no digit is not said to be perhaps a 3.
    worth = is_digit or 1 - insight.none >= WORTH_NAMING
    row = place.height / _ROWS
    for i, (label, confidence) in enumerate(insight.bars):
        sure = confidence if worth else 0.0
        line = pygame.Rect(place.left, round(place.top + i * row), place.width, round(row))
        yield from _bar_row(page, label, sure, line, is_digit and label == insight.best)
    last = pygame.Rect(place.left, round(place.bottom - row), place.width, round(row))
    yield from _bar_row(page, NONE, insight.none, last, not is_digit)


def _bar_row(page: _Page, label: str, sure: float, row: pygame.Rect, wins: bool) -> Iterator[Part]:
    theme, gap = page.theme, page.layout.pixels(12)
    size = min(_small(page), row.height - 1)
    color = theme.text if wins else theme.muted
    name = render_text(label, TEXT_FONT, size, color)
    yield name, name.get_rect(midleft=row.midleft)
    left = row.left + _width(NONE, size) + gap
    length = row.right - _width(percent(0.999), size) - gap - left
    height = min(page.layout.pixels(10), row.height // 2)
    if length <= height:
        return
    if sure >= _WORTH_SAYING:
        value = render_text(percent(sure), TEXT_FONT, size, color)
        yield value, value.get_rect(midright=row.midright)
    filled = max(height, round(length * sure))
    for long, shade in ((length, theme.bar), (filled, theme.accent if wins else theme.outline)):
        bar = pill((long, height), height // 2, shade)
        yield bar, bar.get_rect(midleft=(left, row.centery))


def wrapped(text: str, size: int, width: int) -> list[str]:
    """Return `text` in lines that are at most `width` pixels wide, as far as single words are."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _width(text: str, size: int) -> int:
    any_color = (0, 0, 0)
    return render_text(text, TEXT_FONT, max(size, SMALLEST_TEXT), any_color).get_width()


def _heading(page: _Page) -> int:
    return max(SMALLEST_TEXT, page.layout.pixels(25))


def _small(page: _Page) -> int:
    return max(SMALLEST_TEXT, page.layout.pixels(21))


def _line(size: int) -> int:
    return round(size * 1.3)
