"""Chooses the sections of the looking glass that fit the panel, and their places."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pygame

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.theme import (
    DISPLAY_FONT,
    MIN_TEXT_PIXELS,
    TEXT_FONT,
    line_height,
    wrapped,
)
from recognizer.board.glass.contents import BARS, SEEN, WORDS_ALONE, Contents
from recognizer.network.alphabet import Alphabet
from recognizer.network.preprocess import FIELD_PIXELS
from recognizer.reading.inside.insight import MAX_BARS

_MIN_HEADING_PIXELS, _MIN_SMALL_PIXELS = 13, 12  # smaller text is hard to read
_MIN_PANEL_WIDTH_TEXT_SIZES, _MIN_PANEL_HEIGHT_TEXT_SIZES = 16, 12
_MIN_CELL_PIXELS = 2
_LONGEST_WORD_TEXT_SIZES = 5
_OF_DIGIT = Contents()
_BARS_COLUMNS = 1.4  # the bars are so many times as wide as another section


@dataclass(frozen=True)
class Slot:
    """The places of a section's words and of its picture, from the panel's corner.

    The picture is a square whose side is a multiple of 28 pixels. For `BARS` it is the place of all
    bars; `WORDS_ALONE` have none.
    """

    section: int
    words: pygame.Rect
    picture: pygame.Rect

    def moved(self, x: int, y: int) -> Slot:
        """Return the slot moved by x pixels to the right, and by y pixels down."""
        return Slot(self.section, self.words.move(x, y), self.picture.move(x, y))


def inner_place(layout: Layout) -> pygame.Rect:
    """Return the panel without its edges, from the panel's corner."""
    edge = layout.pixels(28)
    return pygame.Rect((0, 0), layout.glass.size).inflate(-2 * edge, -2 * edge)


def bar_rows(alphabet: Alphabet) -> float:
    """Return the number of rows for the bars: the symbols, half a row of space, "none"."""
    return min(len(alphabet.symbols), MAX_BARS) + 1.5


def arranged(
    layout: Layout, without: pygame.Rect | None = None, contents: Contents = _OF_DIGIT
) -> tuple[bool, list[Slot]]:
    """Return whether sentences fit, and the sections that fit.

    `without` is a place for something else: at the lower end of the panel, or at its right end in
    an upright window.
    """
    arrange = _in_columns if layout.is_upright else _one_below_another
    inner = _inner_beside(layout, without)
    for sections, told in contents.choices:
        slots = arrange(layout, inner, sections, told, contents)
        if slots:
            return told, slots
    stacked = _stacked(layout, inner, contents.least, contents)
    return False, stacked or _stacked(layout, inner, (SEEN,), contents)


def _inner_beside(layout: Layout, taken: pygame.Rect | None) -> pygame.Rect:
    inner, gap = inner_place(layout), layout.pixels(24)
    if taken and layout.is_upright:
        inner.width = taken.left - gap - inner.left
    elif taken:
        inner.height = taken.top - gap - inner.top
    return inner


def _one_below_another(
    layout: Layout,
    inner: pygame.Rect,
    sections: tuple[int, ...],
    told: bool,
    contents: Contents,
) -> list[Slot]:
    """Arrange the sections in rows. Each picture is left of its words, as large as it fits."""
    gap = layout.pixels(24)
    least_width = _LONGEST_WORD_TEXT_SIZES * small_size(layout)
    for cell in range(inner.width * 45 // 100 // FIELD_PIXELS, _MIN_CELL_PIXELS - 1, -1):
        slots = [_beside(layout, inner.width, each, cell, told, contents) for each in sections]
        heights = [slot.words.union(slot.picture).height for slot in slots]
        spare = inner.height - sum(heights) - gap * (len(slots) - 1)
        if spare >= 0 and min(slot.words.width for slot in slots) >= least_width:
            gap += min(spare // len(slots), gap)
            tops = np.cumsum([inner.top, *(height + gap for height in heights)]).tolist()
            return [slot.moved(inner.left, y) for slot, y in zip(slots, tops, strict=False)]
    return []


def _beside(
    layout: Layout, width: int, section: int, cell: int, told: bool, contents: Contents
) -> Slot:
    """Return the slot of one section at (0, 0): words right of a picture, or above the bars."""
    side, gap = FIELD_PIXELS * cell, layout.pixels(20)
    if section == BARS:
        deep = _words_height(layout, section, width, told, contents)
        bars = round(bar_rows(contents.alphabet) * 1.2 * small_size(layout))
        return Slot(section, pygame.Rect(0, 0, width, deep), pygame.Rect(0, deep, width, bars))
    if section in WORDS_ALONE:
        deep = _words_height(layout, section, width, told, contents)
        return Slot(section, pygame.Rect(0, 0, width, deep), pygame.Rect(0, 0, 0, 0))
    beside = width - side - gap
    deep = _words_height(layout, section, beside, told, contents)
    return Slot(section, pygame.Rect(side + gap, 0, beside, deep), pygame.Rect(0, 0, side, side))


def _stacked(
    layout: Layout, inner: pygame.Rect, sections: tuple[int, ...], contents: Contents
) -> list[Slot]:
    """Arrange the sections in rows of equal height. Each picture is below its heading."""
    gap = layout.pixels(24)
    height = (inner.height + gap) // len(sections) - gap
    slots = []
    for row, section in enumerate(sections):
        place = pygame.Rect(inner.left, inner.top + row * (height + gap), inner.width, height)
        slots += _side_by_side(layout, place, (section,), False, contents)
    return slots if len(slots) == len(sections) else []


def _in_columns(
    layout: Layout,
    inner: pygame.Rect,
    sections: tuple[int, ...],
    told: bool,
    contents: Contents,
) -> list[Slot]:
    """Arrange the sections in columns, and below all of them those of words alone."""
    above, below = inner.copy(), []
    for section in WORDS_ALONE:
        if section in sections:
            slot = _beside(layout, inner.width, section, 0, told, contents)
            below.append(slot.moved(inner.left, above.bottom - slot.words.height))
            above.height = below[-1].words.top - layout.pixels(24) - inner.top
    columns = tuple(section for section in sections if section not in WORDS_ALONE)
    if not columns:
        return below if all(inner.contains(slot.words) for slot in below) else []
    slots = _side_by_side(layout, above, columns, told, contents)
    return [*slots, *below] if slots else []


def _side_by_side(
    layout: Layout,
    inner: pygame.Rect,
    sections: tuple[int, ...],
    told: bool,
    contents: Contents,
) -> list[Slot]:
    """Arrange the sections in columns. Each picture is below its words; the bars are wider."""
    gap, small = layout.pixels(24), small_size(layout)
    shares = np.array([_BARS_COLUMNS if section == BARS else 1.0 for section in sections])
    share = (inner.width - gap * (len(sections) - 1)) / shares.sum()
    widths = (shares * share).astype(int).tolist()
    pairs = list(zip(sections, widths, strict=True))
    deep = max(_words_height(layout, section, width, told, contents) for section, width in pairs)
    room, least_row = inner.height - deep, small if told else MIN_TEXT_PIXELS + 1
    side = min(int(share), room) // FIELD_PIXELS * FIELD_PIXELS
    rows = bar_rows(contents.alphabet)
    if side < _MIN_CELL_PIXELS * FIELD_PIXELS or (BARS in sections and room < rows * least_row):
        return []
    bars_height = min(room, round(rows * 1.3 * small))
    slots, left = [], inner.left
    for section, width in pairs:
        size = (width, bars_height) if section == BARS else (side, side)
        slot = Slot(section, pygame.Rect(0, 0, width, deep), pygame.Rect((0, deep), size))
        slots.append(slot.moved(left, inner.top))
        left += width + gap
    return slots


def _words_height(layout: Layout, section: int, width: int, told: bool, contents: Contents) -> int:
    """Return the height of the words. Those that change during a look never get more lines."""
    small = small_size(layout)
    lines = max(len(text_lines(each, small, width)) for each in contents.longest(section, told))
    headings = len(heading_lines(layout, contents.heading(section), width))
    words = headings * line_height(heading_size(layout)) + lines * line_height(small)
    return words + layout.pixels(8)


@lru_cache(maxsize=512)
def text_lines(text: str, size: int, width: int, font: str = TEXT_FONT) -> tuple[str, ...]:
    """Return `text`, which may have lines of its own, in lines of at most `width` pixels."""
    return tuple(line for each in text.split("\n") for line in wrapped(each, size, width, font))


def heading_lines(layout: Layout, heading: str, width: int) -> tuple[str, ...]:
    """Return a heading in lines of at most `width` pixels."""
    return text_lines(heading, heading_size(layout), width, DISPLAY_FONT)


def heading_size(layout: Layout) -> int:
    """Return the size of headings in pixels."""
    return max(layout.pixels(25), _legible(layout, _MIN_HEADING_PIXELS))


def small_size(layout: Layout) -> int:
    """Return the size of all other text in pixels."""
    return max(layout.pixels(21), _legible(layout, _MIN_SMALL_PIXELS))


def _legible(layout: Layout, size: int) -> int:
    """Return `size`, or less if text of that size is too large for the panel."""
    width, height = layout.glass.size
    return max(
        MIN_TEXT_PIXELS,
        min(size, width // _MIN_PANEL_WIDTH_TEXT_SIZES, height // _MIN_PANEL_HEIGHT_TEXT_SIZES),
    )
