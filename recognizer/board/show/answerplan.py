"""How the rows of an answer share its panel: the way with the largest figures wins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import pygame

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.theme import DISPLAY_FONT, TEXT_FONT, text_width
from recognizer.board.show.figure import Tone

MIN_PIECE_DIGITS = 10
"""A long number is broken into lines of at least so many digits, so a year is never broken."""
LINE_SPACING_TEXT_SIZES = 1.25
"""From one line of words to the next."""
MIN_PIECE_SIGNS = 6
"""A long sum is broken before a sign, into lines of at least so many characters in the mean."""
MAX_ROWS = 200
"""More rows are not shown."""

_BREAKS_BEFORE = frozenset("+\N{MINUS SIGN}×·*÷:/=<>≤≥≠≈")
_MIN_FIGURE_PIXELS = 12  # text size; smaller figures are left out
_MIN_WORDS_PIXELS, _MAX_WORDS_HD = 12, 38
_MAX_WORDS_FIGURE_SIZES = 0.45
_DIGIT_HEIGHT_TEXT_SIZES = 0.74
_BELOW_LINE_TEXT_SIZES = 0.22  # so far some characters reach below the foot of the digits
_REACH_BELOW_LINE = frozenset("gjpqyQ,;/\\|()[]{}@$_")
_LINE_GAP_FIGURE_SIZES = 0.2  # between the lines of a broken number
_ROW_GAP_FIGURE_SIZES, _MIN_ROW_GAP_PIXELS = 0.4, 4
_COLUMN_GAP_HD = 24
_BESIDE_FIGURE_SIZES = 0.3  # between the figure and the words beside it
_BELOW_WORDS_SIZES = 0.25  # between the words and the figure above them
_MAX_COLUMNS = 8
_COLUMN_WORTH = 0.7  # figures in more columns must be larger, because columns are harder to read
_MAX_SINGLE_DIGIT_BREADTHS = 1.25  # in breadths of the panel
_PROBE_PIXELS = 100  # text size for measuring


@dataclass(frozen=True)
class Row:
    """What the panel says about one number: its digits, how sure they are, if any is a digit.

    `tones` has one for each character of the figure, or none: then all look alike.
    """

    figure: str
    words: str
    is_read: bool = True
    tones: tuple[Tone, ...] = ()

    def lines(self, in_line: int) -> list[str]:
        """Return the figure in lines of about `in_line` characters at most."""
        if not self.tones:
            step = max(in_line, MIN_PIECE_DIGITS)
            return [self.figure[k : k + step] for k in range(0, len(self.figure), step)]
        lines, rest = [], self.figure
        while len(rest) > in_line:
            breaks = (k for k in range(in_line, 0, -1) if rest[k] in _BREAKS_BEFORE)
            end = next(breaks, in_line)
            lines.append(rest[:end])
            rest = rest[end:]
        return [*lines, rest]


@dataclass(frozen=True)
class AnswerPlan:
    """An arrangement of rows; all lengths in pixels.

    `figure` and `words` are sizes of type. A number with more digits than `in_line` is broken into
    lines. If `is_stacked`, the words stand below the figure, otherwise beside it. There is room for
    `shown` rows. `is_deep` says that some figure reaches below the foot of the digits.
    """

    figure: int
    words: int
    in_line: int
    is_stacked: bool
    columns: int
    shown: int
    is_deep: bool = False

    @property
    def in_column(self) -> int:
        """The number of rows in each column but the last, which may have fewer."""
        return -(-self.shown // self.columns)

    @property
    def glyph(self) -> float:
        """The height of a digit, and of what reaches below it."""
        below = _BELOW_LINE_TEXT_SIZES if self.is_deep else 0.0
        return self.figure * (_DIGIT_HEIGHT_TEXT_SIZES + below)

    @property
    def line(self) -> float:
        """From one line of a broken number to the next."""
        return self.glyph + self.figure * _LINE_GAP_FIGURE_SIZES

    @property
    def gap(self) -> float:
        """Between two rows, at least."""
        return max(_MIN_ROW_GAP_PIXELS, self.figure * _ROW_GAP_FIGURE_SIZES)

    @property
    def below(self) -> float:
        """Between a figure and the words below it."""
        return self.words * _BELOW_WORDS_SIZES

    @property
    def beside(self) -> float:
        """Between a figure and the words beside it."""
        return self.figure * _BESIDE_FIGURE_SIZES

    def height(self, rows: int, lines: int) -> float:
        """Return the smallest height of so many rows, with so many lines of figures."""
        words = self.words * LINE_SPACING_TEXT_SIZES
        row = self.glyph + self.below + words if self.is_stacked else max(self.glyph, words)
        return rows * (row + self.gap) - self.gap + (lines - rows) * self.line


def arranged(layout: Layout, rows: Sequence[Row], place: pygame.Rect) -> AnswerPlan | None:
    """Return the plan that shows as many `rows` as fit in `place`, as large as possible.

    None if not even one row fits.
    """
    between, words = layout.pixels(_COLUMN_GAP_HD), layout.pixels(_MAX_WORDS_HD)
    return _arranged(_Room(place.width, place.height, between, words), tuple(rows))


def column_width(layout: Layout, place: pygame.Rect, columns: int) -> int:
    """Return the width of each of so many columns."""
    return _column_width(place.width, layout.pixels(_COLUMN_GAP_HD), columns)


@dataclass(frozen=True)
class _Room:
    """The room for all rows, in pixels: the space between columns, the largest words."""

    width: int
    height: int
    between: int
    most_words: int

    def column(self, columns: int) -> tuple[int, int]:
        """Return width and height of each of so many columns."""
        return _column_width(self.width, self.between, columns), self.height


def _column_width(width: int, between: int, columns: int) -> int:
    return (width - between * (columns - 1)) // columns


@lru_cache(maxsize=256)  # most answers come again: a single digit, or a stroke less
def _arranged(room: _Room, rows: tuple[Row, ...]) -> AnswerPlan | None:
    best, most, too_many = None, 0, min(len(rows), MAX_ROWS) + 1
    tried = too_many - 1
    while too_many - most > 1:
        plan = _largest(room, rows[:tried])
        best, most, too_many = (plan, tried, too_many) if plan else (best, most, tried)
        tried = (most + too_many) // 2
    return best


def _largest(room: _Room, rows: Sequence[Row]) -> AnswerPlan | None:
    plans = []
    is_deep = any(row.tones or not _REACH_BELOW_LINE.isdisjoint(row.figure) for row in rows)
    for in_line in _ways_to_break(rows):
        measured = _Measured.of(rows, in_line)
        for columns in range(1, min(_MAX_COLUMNS, len(rows)) + 1):
            for is_stacked in (True, False):
                plan = AnswerPlan(0, 0, in_line, is_stacked, columns, len(rows), is_deep)
                plans.append(_fitted(plan, measured, room))
    return max(filter(None, plans), key=_worth, default=None)


def _worth(plan: AnswerPlan) -> float:
    return plan.figure * _COLUMN_WORTH ** (plan.columns - 1)


def _ways_to_break(rows: Sequence[Row]) -> Iterator[int]:
    """Yield how many characters a line may have."""
    longest = max(len(row.figure) for row in rows)
    least = MIN_PIECE_SIGNS if any(row.tones for row in rows) else MIN_PIECE_DIGITS
    for count in range(1, max(1, longest // least) + 1):
        yield -(-longest // count)


@dataclass(frozen=True)
class _Measured:
    """Widths of figures and words for each pixel of their size, and the lines of each row."""

    figure: float
    words: float
    lines: tuple[int, ...]

    @classmethod
    def of(cls, rows: Sequence[Row], in_line: int) -> _Measured:
        broken = [row.lines(in_line) for row in rows]
        figures = (text_width(e, DISPLAY_FONT, _PROBE_PIXELS) for each in broken for e in each)
        words = {text_width(each, TEXT_FONT, _PROBE_PIXELS) for each in {row.words for row in rows}}
        return cls(
            max(figures) / _PROBE_PIXELS, max(words) / _PROBE_PIXELS, tuple(map(len, broken))
        )


def _fitted(plan: AnswerPlan, measured: _Measured, room: _Room) -> AnswerPlan | None:
    """Return `plan` with figures as large as possible; None if they would be too small to read."""
    columns = [measured.lines[k :: plan.columns] for k in range(plan.columns)]
    rows, lines = max(map(len, columns)), max(map(sum, columns))
    width, height = room.column(plan.columns)
    fitting, too_large = None, round(min(width * _MAX_SINGLE_DIGIT_BREADTHS, height)) + 1
    least = _MIN_FIGURE_PIXELS - 1
    while too_large - least > 1:
        figure = (least + too_large) // 2
        words = min(
            max(round(_MAX_WORDS_FIGURE_SIZES * figure), _MIN_WORDS_PIXELS), room.most_words
        )
        tried = replace(plan, figure=figure, words=max(words, _MIN_WORDS_PIXELS))
        wide = measured.figure * figure, measured.words * tried.words
        across = max(wide) if plan.is_stacked else sum(wide) + tried.beside
        if across <= width and tried.height(rows, lines) <= height:
            fitting, least = tried, figure
        else:
            too_large = figure
    return fitting
