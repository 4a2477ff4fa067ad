"""How the rows of an answer share its panel: of all ways, the one with the largest figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import pygame

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.theme import DISPLAY_FONT, TEXT_FONT, text_width

SHORTEST_PIECE = 10
"""Digits in each line of a number that is broken; a shorter one, as a year, never is."""
LEADING = 1.25
"""Sizes of type from one line of words to the next."""
MOST_ROWS = 200
"""More are not even tried to show."""

_LEAST_FIGURE = 12  # pixels of type: what is smaller is left out
_LEAST_WORDS, _MOST_WORDS = 12, 38  # pixels anywhere; at 1920x1080
_WORDS_SHARE = 0.45  # of the size of the figure, at most
_GLYPH = 0.74  # of the size of type is the height of a digit
_BETWEEN_LINES = 0.2  # sizes of the figure, between the lines of a broken number
_BETWEEN_ROWS, _LEAST_BETWEEN = 0.4, 4  # sizes of the figure; pixels
_BETWEEN_COLUMNS = 24  # at 1920x1080
_BESIDE = 0.3  # sizes of the figure, between it and the words beside it
_BELOW = 0.25  # sizes of the words, between them and the figure above
_MOST_COLUMNS = 8
_COLUMN_WORTH = 0.7  # numbers are looked for below each other: one more column must be worth it
_LARGEST = 1.25  # breadths of the panel: a single digit
_PROBE = 100  # pixels: the size at which text is measured


@dataclass(frozen=True)
class Row:
    """What the panel says of one number: its digits, how sure they are, whether any is a digit."""

    figure: str
    words: str
    is_read: bool = True


@dataclass(frozen=True)
class AnswerPlan:
    """An arrangement of rows; all lengths in pixels.

    `figure` and `words` are sizes of type. A number of more digits than `in_line` is broken; where
    `is_stacked`, the words stand below the figure, not beside it. There is room for `shown` rows.
    """

    figure: int
    words: int
    in_line: int
    is_stacked: bool
    columns: int
    shown: int

    @property
    def in_column(self) -> int:
        """How many rows a column has, but for the last."""
        return -(-self.shown // self.columns)

    @property
    def glyph(self) -> float:
        """The height of a digit."""
        return self.figure * _GLYPH

    @property
    def line(self) -> float:
        """From one line of a broken number to the next."""
        return self.glyph + self.figure * _BETWEEN_LINES

    @property
    def gap(self) -> float:
        """Between two rows, at least."""
        return max(_LEAST_BETWEEN, self.figure * _BETWEEN_ROWS)

    @property
    def below(self) -> float:
        """Between a figure and the words below it."""
        return self.words * _BELOW

    @property
    def beside(self) -> float:
        """Between a figure and the words beside it."""
        return self.figure * _BESIDE

    def height(self, rows: int, lines: int) -> float:
        """Return the height of so many rows, with so many lines of figures, as near as can be."""
        words = self.words * LEADING
        row = self.glyph + self.below + words if self.is_stacked else max(self.glyph, words)
        return rows * (row + self.gap) - self.gap + (lines - rows) * self.line


def arranged(layout: Layout, rows: Sequence[Row], place: pygame.Rect) -> AnswerPlan | None:
    """Return how as many of the `rows` as have room in `place` are shown, as large as can be.

    None where there is no room for a single one.
    """
    between, words = layout.pixels(_BETWEEN_COLUMNS), layout.pixels(_MOST_WORDS)
    return _arranged(_Room(place.width, place.height, between, words), tuple(rows))


def column_width(layout: Layout, place: pygame.Rect, columns: int) -> int:
    """Return the width of each of so many columns."""
    return _column_width(place.width, layout.pixels(_BETWEEN_COLUMNS), columns)


def pieces(figure: str, in_line: int) -> list[str]:
    """Return `figure` in lines of at most `in_line` digits."""
    return [figure[k : k + in_line] for k in range(0, len(figure), in_line)]


@dataclass(frozen=True)
class _Room:
    """What there is for all rows, in pixels: between two columns, and of words at most."""

    width: int
    height: int
    between: int
    most_words: int

    def column(self, columns: int) -> tuple[int, int]:
        """Return width and height of each of so many columns."""
        return _column_width(self.width, self.between, columns), self.height


def _column_width(width: int, between: int, columns: int) -> int:
    return (width - between * (columns - 1)) // columns


@lru_cache(maxsize=256)  # most answers have been there before: a single digit, or a stroke less
def _arranged(room: _Room, rows: tuple[Row, ...]) -> AnswerPlan | None:
    best, most, too_many = None, 0, min(len(rows), MOST_ROWS) + 1
    tried = too_many - 1
    while too_many - most > 1:
        plan = _largest(room, rows[:tried])
        best, most, too_many = (plan, tried, too_many) if plan else (best, most, tried)
        tried = (most + too_many) // 2
    return best


def _largest(room: _Room, rows: Sequence[Row]) -> AnswerPlan | None:
    plans = []
    for in_line in _ways_to_break(max(len(row.figure) for row in rows)):
        measured = _Measured.of(rows, in_line)
        for columns in range(1, min(_MOST_COLUMNS, len(rows)) + 1):
            for is_stacked in (True, False):
                plan = AnswerPlan(0, 0, in_line, is_stacked, columns, len(rows))
                plans.append(_fitted(plan, measured, room))
    return max(filter(None, plans), key=_worth, default=None)


def _worth(plan: AnswerPlan) -> float:
    return plan.figure * _COLUMN_WORTH ** (plan.columns - 1)


def _ways_to_break(longest: int) -> Iterator[int]:
    """Yield how many digits a line may have."""
    for count in range(1, max(1, longest // SHORTEST_PIECE) + 1):
        yield -(-longest // count)


@dataclass(frozen=True)
class _Measured:
    """Widths of figures and words for each pixel of their size, and the lines of each row."""

    figure: float
    words: float
    lines: tuple[int, ...]

    @classmethod
    def of(cls, rows: Sequence[Row], in_line: int) -> _Measured:
        broken = [pieces(row.figure, in_line) for row in rows]
        figures = (text_width(e, DISPLAY_FONT, _PROBE) for each in broken for e in each)
        words = {text_width(each, TEXT_FONT, _PROBE) for each in {row.words for row in rows}}
        return cls(max(figures) / _PROBE, max(words) / _PROBE, tuple(map(len, broken)))


def _fitted(plan: AnswerPlan, measured: _Measured, room: _Room) -> AnswerPlan | None:
    """Return `plan` with figures as large as there is room for; None where they would be dust."""
    columns = [measured.lines[k :: plan.columns] for k in range(plan.columns)]
    rows, lines = max(map(len, columns)), max(map(sum, columns))
    width, height = room.column(plan.columns)
    fitting, too_large = None, round(min(width * _LARGEST, height)) + 1
    least = _LEAST_FIGURE - 1
    while too_large - least > 1:
        figure = (least + too_large) // 2
        words = min(max(round(_WORDS_SHARE * figure), _LEAST_WORDS), room.most_words)
        tried = replace(plan, figure=figure, words=max(words, _LEAST_WORDS))
        wide = measured.figure * figure, measured.words * tried.words
        across = max(wide) if plan.is_stacked else sum(wide) + tried.beside
        if across <= width and tried.height(rows, lines) <= height:
            fitting, least = tried, figure
        else:
            too_large = figure
    return fitting
