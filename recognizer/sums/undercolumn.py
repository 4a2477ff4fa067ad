"""Where the answer of a written addition stands: each digit under those of its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import mean

from recognizer.ink import BoundingBox
from recognizer.sums.expression import DECIMAL_SIGNS
from recognizer.sums.found import Sum, Taken
from recognizer.sums.lettering import Piece, Pieces, cell

_GAP_HEIGHTS = 0.3  # between the line and the answer, in heights of a digit
_USUAL_STEP_HEIGHTS = 0.9  # from one digit to the next, where no number has two
_MIN_ROW_STEP_HEIGHTS = 0.6  # between the middles of two rows
_PLAIN = frozenset("0123456789-") | frozenset(DECIMAL_SIGNS)


@dataclass(frozen=True)
class _Places:
    """The middle of each place that is written: 0 for ones, 1 for tens, -1 for tenths."""

    middles: dict[int, float]
    usual_step: float

    @property
    def step(self) -> float:
        """How far a place lies from the next."""
        high, low = max(self.middles), min(self.middles)
        if high == low:
            return self.usual_step
        return (self.middles[low] - self.middles[high]) / (high - low)

    def middle(self, place: float) -> float:
        """Return where a place is, written or not."""
        near = min(self.middles, key=lambda each: abs(each - place))
        return self.middles[near] - (place - near) * self.step


def under_line(found: Sum, answer: str, height: float) -> Pieces:
    """Return `answer` below all that is written of a column; nothing if it is not plain digits.

    The digits are as tall as `height`, or as there is room in their places.
    """
    places = _places(found, height)
    if not places or not _PLAIN.issuperset(answer):
        return ()
    size = min(height, abs(places.step) / cell("0"))
    whole = len(answer.lstrip("-").replace(",", ".").partition(".")[0])
    begin = whole - 1 + answer.count("-")
    foot = found.box.bottom + _GAP_HEIGHTS * height + size
    pieces, place = [], float(begin)
    for character in answer:
        is_sign = character in DECIMAL_SIGNS
        middle = places.middle(place + 0.5 if is_sign else place)
        half = cell(character) * size / 2
        pieces.append(
            Piece(character, BoundingBox(middle - half, foot - size, middle + half, foot))
        )
        place -= not is_sign
    return tuple(pieces)


def _places(found: Sum, height: float) -> _Places | None:
    """Return the places of the numbers above the line; None if there are none."""
    line = max((each.symbol.box for each in found.taken), key=lambda box: box.width)
    above = [each for each in found.taken if _middle(each) < line.top and _is_of_number(each)]
    known: dict[int, list[float]] = {}
    for row in _rows(above, _MIN_ROW_STEP_HEIGHTS * height, _middle):
        digits = [each for each in row if each.label.isdigit()]
        signs = [each.symbol.box.left for each in row if not each.label.isdigit()]
        whole = sum(1 for each in digits if not signs or each.symbol.box.left < signs[0])
        for k, each in enumerate(digits):
            box = each.symbol.box
            known.setdefault(whole - 1 - k, []).append((box.left + box.right) / 2)
    middles = {place: mean(found) for place, found in known.items()}
    return _Places(middles, _USUAL_STEP_HEIGHTS * height) if middles else None


def _is_of_number(each: Taken) -> bool:
    return each.label.isdigit() or (each.label != "" and each.label in DECIMAL_SIGNS)


def _middle(each: Taken) -> float:
    return (each.symbol.box.top + each.symbol.box.bottom) / 2


def _rows(taken: list[Taken], step: float, middle: Callable[[Taken], float]) -> list[list[Taken]]:
    """Return what stands in each row, from the top; a row from left to right."""
    rows: list[list[Taken]] = []
    for each in sorted(taken, key=middle):
        if not rows or middle(each) - middle(rows[-1][0]) >= step:
            rows.append([])
        rows[-1].append(each)
    return [sorted(row, key=lambda each: each.symbol.box.left) for row in rows]
