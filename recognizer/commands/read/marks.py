"""What is drawn beside the writing: frames with what was read, and of a sum what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.commands.read.exercises import Page, is_doubtful
from recognizer.ink import BoundingBox
from recognizer.reading.result import UNREAD, Number
from recognizer.sums import Outcome, Sum

Bgr = npt.NDArray[np.uint8]
Color = tuple[int, int, int]

_READ: Color = (200, 60, 150)
_UNREAD: Color = (150, 150, 150)
_RIGHT: Color = (70, 150, 30)
_WRONG: Color = (50, 70, 210)
_WHITE: Color = (255, 255, 255)
_FONT = cv2.FONT_HERSHEY_SIMPLEX
_CHECK = "\N{CHECK MARK}"
_CHECK_POINTS = (0.0, 0.55), (0.35, 0.9), (1.0, 0.05)
"""Of a check mark, in its width and height."""
_SAID_GAP_UNITS = 14
"""From a sum to what is said of it."""
_MAX_SAID_HEIGHT_UNITS = 40
_IN_ASCII = str.maketrans(
    {
        **{"\N{MULTIPLICATION SIGN}": "x", "÷": ":", "√": "sqrt", "π": "pi", "±": "+-"},
        **{"≤": "<=", "≥": ">=", "≠": "!=", "≈": "~", "°": " deg", "€": "EUR", "£": "GBP"},
        **{"\N{FRACTION SLASH}": "/", "\N{MIDDLE DOT}": "*"},
    }
)
"""How what is beyond ASCII is written: the font has no more than that."""


@dataclass(frozen=True)
class Mark:
    """A number or a sum and its text, "" for none. `parts` are its symbols, if there are several.

    `height` is that of its digits. `said` is what is said of a sum, in `said_color`: a check mark,
    or a result. It stands at its right, or `below` numbers that stand under each other.
    """

    box: BoundingBox
    text: str
    is_read: bool = True
    parts: tuple[BoundingBox, ...] = ()
    height: float = 0.0
    said: str = ""
    said_color: Color = _READ
    below: bool = False

    def placed(self, scale: float, origin: tuple[float, float]) -> Mark:
        """Return the mark in other coordinates: (point - origin) * scale."""
        parts = tuple(_placed(part, scale, origin) for part in self.parts)
        box = _placed(self.box, scale, origin)
        return replace(self, box=box, parts=parts, height=self.height * scale)

    def top(self, unit: int) -> int:
        """Return the row of the upper edge of the frame, in pixels."""
        return int(self.box.top) - 5 * unit

    def end(self, unit: int) -> tuple[int, int]:
        """Return the column and the row where what is said of it ends, in pixels; 0 for nothing."""
        left, bottom = self._said_corner(unit)
        return (left + _width(self.said, self._said_height(unit)), bottom) if self.said else (0, 0)

    def label_height(self, unit: int) -> int:
        """Return the height of the label in pixels, a part of that of the digits."""
        tallest = 28 * unit
        return int(np.clip(self.height * 0.4, 14, tallest)) if self.text else 0

    def draw(self, canvas: Bgr, unit: int) -> None:
        """Draw frames, label, and what is said of it."""
        color = _READ if self.is_read else _UNREAD
        for part in self.parts:
            cv2.rectangle(canvas, *_corners(part, 3 * unit), color, 1, cv2.LINE_AA)
        cv2.rectangle(canvas, *_corners(self.box, 5 * unit), color, 1 + unit // 2, cv2.LINE_AA)
        if self.text:
            left = int(self.box.left) - 5 * unit
            corner = left, self.top(unit)
            _draw_label(canvas, self.text, corner, self.label_height(unit), color)
        if self.said:
            self._draw_said(canvas, unit)

    def _draw_said(self, canvas: Bgr, unit: int) -> None:
        height = self._said_height(unit)
        left, bottom = self._said_corner(unit)
        if self.said != _CHECK:
            _draw_label(canvas, self.said, (left, bottom), height, self.said_color)
            return
        corner = left, bottom - height
        points = np.rint(corner + np.multiply(_CHECK_POINTS, height)).astype(np.int32)
        thickness = max(2, height // 8)
        cv2.polylines(canvas, [points], False, self.said_color, thickness, cv2.LINE_AA)

    def _said_corner(self, unit: int) -> tuple[int, int]:
        """Return (x, y) of the lower left corner of what is said."""
        if self.below:
            height = self._said_height(unit)
            left = int(self.box.right) - _width(self.said, height)
            return left, int(self.box.bottom) + height + _SAID_GAP_UNITS * unit
        height, middle = self._said_height(unit), (self.box.top + self.box.bottom) / 2
        return int(self.box.right) + _SAID_GAP_UNITS * unit, int(middle + height / 2)

    def _said_height(self, unit: int) -> int:
        return int(np.clip(self.height * 0.8, 16, _MAX_SAID_HEIGHT_UNITS * unit))


def marks_of(page: Page) -> list[Mark]:
    """Return what is drawn of `page`, in reading order."""
    return list(_marks(page))


def _marks(page: Page) -> Iterator[Mark]:
    for part in page.parts:
        if isinstance(part, Sum):
            yield _mark_of_sum(part)
        else:
            yield from map(_mark_of, part.numbers)


def _mark_of(number: Number) -> Mark:
    boxes = tuple(each.box for each in number.symbols)
    parts = boxes if len(number.symbols) > 1 else ()
    return Mark(number.box, number.text, number.has_known, parts, number.box.height)


def _mark_of_sum(found: Sum) -> Mark:
    boxes = tuple(each.symbol.box for each in found.taken)
    heights = [each.symbol.box.height for each in found.taken if each.label.isdigit()]
    height = float(np.median(heights)) if heights else found.box.height
    mark = Mark(found.box, found.text, True, boxes if len(boxes) > 1 else (), height)
    if is_doubtful(found):
        return replace(mark, said=UNREAD, said_color=_UNREAD)
    match found.outcome:
        case Outcome.RIGHT:
            return replace(mark, said=_CHECK, said_color=_RIGHT)
        case Outcome.WRONG:
            return replace(mark, said=found.answer, said_color=_WRONG, below=found.is_column)
        case Outcome.ANSWER:
            return replace(mark, said=found.answer, below=found.is_column)
    return mark


def _placed(box: BoundingBox, scale: float, origin: tuple[float, float]) -> BoundingBox:
    x, y = origin
    return BoundingBox(
        (box.left - x) * scale,
        (box.top - y) * scale,
        (box.right - x) * scale,
        (box.bottom - y) * scale,
    )


def _corners(box: BoundingBox, margin: int) -> tuple[tuple[int, int], tuple[int, int]]:
    return (
        (int(box.left) - margin, int(box.top) - margin),
        (int(np.ceil(box.right)) + margin, int(np.ceil(box.bottom)) + margin),
    )


def _lettering(text: str, height: int) -> tuple[str, float, int]:
    """Return `text` in ASCII, and scale and thickness of letters on a label of that height."""
    thickness = max(1, height // 14)
    scale = cv2.getFontScaleFromHeight(_FONT, max(1, round(height * 0.62)), thickness)
    return text.replace("\n", " ").translate(_IN_ASCII), scale, thickness


def _width(text: str, height: int) -> int:
    """Return how wide a label is, in pixels; a check mark is as wide as high."""
    if text == _CHECK:
        return height + max(2, height // 8)
    text, scale, thickness = _lettering(text, height)
    (width, _), _ = cv2.getTextSize(text, _FONT, scale, thickness)
    return width + height // 2


def _draw_label(canvas: Bgr, text: str, corner: tuple[int, int], height: int, color: Color) -> None:
    """Draw `text`, light on dark, above the (x, y) `corner` and within the canvas."""
    width = _width(text, height)
    text, scale, thickness = _lettering(text, height)
    left = max(0, min(corner[0], canvas.shape[1] - width))
    top = corner[1] - height
    cv2.rectangle(canvas, (left, top), (left + width, corner[1]), color, cv2.FILLED)
    start = (left + height // 4, corner[1] - round(height * 0.2))
    cv2.putText(canvas, text, start, _FONT, scale, _WHITE, thickness, cv2.LINE_AA)
