"""How an answer is set: a box for each character, fractions over each other, exponents raised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from recognizer.ink import BoundingBox
from recognizer.sums.printer import FRACTION_SLASH, RAISED

_CELL_HEIGHTS = 0.85
"""The width of a character, in heights of a digit."""
_NARROW_CELLS_HEIGHTS = {"1": 0.6, ".": 0.35, ",": 0.35, " ": 0.4, "-": 0.75}
_PART_SCALE, _PART_GAP_HEIGHTS = 0.8, 0.15
"""Of what stands above or below a bar: its size, and how far from the bar."""
_BAR_HEIGHTS, _BAR_BEYOND_HEIGHTS = 0.08, 0.1
"""How thick a bar is, and how far it reaches beyond what stands above and below."""
_RAISED_SCALE, _RAISED_FOOT_HEIGHTS = 0.6, 0.6
_WORD_SCALE, _WORD_CELL_HEIGHTS = 0.5, 0.44
_SPECIAL = re.compile(
    rf"(?P<top>\d+){FRACTION_SLASH}(?P<bottom>\d+)"
    rf"|{re.escape(RAISED)}(?:\((?P<inner>[^)]*)\)|(?P<plain>[\d.,]+))"
)


@dataclass(frozen=True)
class Piece:
    """A character, some words, or a bar, and its box; y is down.

    The box of a character reaches from the top of a digit to its foot; a smaller character stands
    there as it does beside digits. That of a bar, whose text is `FRACTION_SLASH`, is the bar.
    """

    text: str
    box: BoundingBox

    @property
    def is_bar(self) -> bool:
        """Whether it is the bar of a fraction."""
        return self.text == FRACTION_SLASH

    def moved(self, x: float, y: float, scale: float = 1.0) -> Piece:
        """Return it enlarged by `scale` around (0, 0), then moved by (x, y)."""
        box = self.box
        return Piece(
            self.text,
            BoundingBox(
                box.left * scale + x,
                box.top * scale + y,
                box.right * scale + x,
                box.bottom * scale + y,
            ),
        )


Pieces = tuple[Piece, ...]


def set_in_type(answer: str) -> Pieces:
    """Return the pieces of "-3", "≈0.25", "3⁄4" or "1.5×10^(-9)".

    They begin at x = 0. Digits reach from y = -1 to 0.
    """
    pieces: list[Piece] = []
    left, begin = 0.0, 0
    for found in _SPECIAL.finditer(answer):
        pieces += _row(answer[begin : found.start()], left)
        left = _right(pieces, left)
        pieces += _special(found, left)
        left, begin = _right(pieces, left), found.end()
    return (*pieces, *_row(answer[begin:], left))


def words_in_type(words: str) -> Pieces:
    """Return `words` as one piece, small and in the middle of a line; for the place see above."""
    width = len(words) * _WORD_CELL_HEIGHTS * _WORD_SCALE
    above = (1 - _WORD_SCALE) / 2
    return (Piece(words, BoundingBox(0.0, above - 1, width, -above)),)


def cell(character: str) -> float:
    """Return the width of `character` in heights of a digit."""
    return _NARROW_CELLS_HEIGHTS.get(character, _CELL_HEIGHTS)


def box_of(pieces: Pieces) -> BoundingBox:
    """Return the box around `pieces`, of which there is at least one."""
    return BoundingBox.around([each.box for each in pieces])


def _right(pieces: list[Piece], least: float) -> float:
    return max((each.box.right for each in pieces), default=least)


def _row(text: str, left: float) -> Iterator[Piece]:
    for character in text:
        right = left + cell(character)
        yield Piece(character, BoundingBox(left, -1.0, right, 0.0))
        left = right


def _special(found: re.Match[str], left: float) -> Iterator[Piece]:
    if found["top"]:
        yield from _fraction(found["top"], found["bottom"], left)
        return
    for piece in _row(found["inner"] or found["plain"], 0.0):
        yield piece.moved(left, -_RAISED_FOOT_HEIGHTS, _RAISED_SCALE)


def _fraction(top: str, bottom: str, left: float) -> Iterator[Piece]:
    """Yield two numbers and the bar between them, which is at half the height of a digit."""
    rows = [tuple(_row(each, 0.0)) for each in (top, bottom)]
    widths = [box_of(row).width * _PART_SCALE for row in rows]
    whole = max(widths) + 2 * _BAR_BEYOND_HEIGHTS
    apart = _BAR_HEIGHTS / 2 + _PART_GAP_HEIGHTS
    feet = (-0.5 - apart, -0.5 + apart + _PART_SCALE)
    for row, width, foot in zip(rows, widths, feet, strict=True):
        for piece in row:
            yield piece.moved(left + (whole - width) / 2, foot, _PART_SCALE)
    half = _BAR_HEIGHTS / 2
    yield Piece(FRACTION_SLASH, BoundingBox(left, -0.5 - half, left + whole, -0.5 + half))
