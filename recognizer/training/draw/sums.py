"""Builds sums from single symbols of one writer, as a hand would write them.

Numbers and signs stand in lines, above and below bars, raised, under roofs, and under each other.
The proportions are by judgment; they vary from sum to sum, and each symbol is off its place, as
`hands.scale_and_top` has it. Each sum has a seed of its own, so the same call gives the same sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from recognizer.errors import DataError
from recognizer.ink import Ink, Stroke
from recognizer.ink.inkfile import LabeledInk
from recognizer.sums.expression import (
    Bar,
    Chain,
    Expression,
    Group,
    Mixed,
    Negative,
    Number,
    Operation,
    Percent,
    Power,
    Root,
)
from recognizer.sums.grammar import parsed
from recognizer.sums.printer import printed
from recognizer.training.draw.hands import (
    FLAT_WIDTH_HEIGHTS,
    MAX_GAP_HEIGHTS,
    MIN_GAP_HEIGHTS,
    Draw,
    Hand,
    hands_of,
    scale_and_top,
)
from recognizer.training.draw.lines import Points
from recognizer.training.draw.numbers import DIGIT_HEIGHT
from recognizer.training.draw.sumtexts import COLUMN, FORMS, KINDS, MIDDLE_DOT, SYMBOLS, column

MAX_SLOPE = 0.05
"""Of a line: 3 degrees, up or down."""
EXPONENT_SCALE, EXPONENT_FOOT = (0.5, 0.7), (0.25, 0.45)
"""How large an exponent is, and where its foot stands, from the top of its base."""
PART_SCALE, PART_GAP, BAR_BEYOND = (0.75, 1.0), (0.08, 0.25), (0.05, 0.25)
"""How large the parts of a fraction are, how far from its bar, and how far that goes beyond."""
AXIS = (0.42, 0.58)
"""Where the bar of a fraction stands."""
ROOF_GAP = (0.1, 0.25)
"""From a root's roof to what stands under it, and from its rising line."""
MAX_ROOF_DEPTH, MIN_ROOF_SHARE = 0.25, 0.3
"""A root that can be widened ends in a roof, in this part of it from its top, over this part of its
width."""
PITCH, ROW_STEP, LINE_GAP = (0.8, 1.0), (1.3, 1.7), (0.15, 0.4)
"""From digit to digit and from row to row of a column, and from its last number to the line."""
UNEVEN = 0.08
"""A digit of a column is off its place by up to so much."""
_IN_LINE = MIN_GAP_HEIGHTS, MAX_GAP_HEIGHTS
_TALL_GROUP_HEIGHTS = 1.4
_DOT_RISE = 0.45
"""From a decimal point to a dot that means times."""
Range = tuple[float, float]


@dataclass(frozen=True)
class Composed:
    """A sum, what it says as `printer.printed` prints it, and which of `KINDS` it is."""

    ink: Ink
    text: str
    kind: str


def compose_sums(inks: Iterable[LabeledInk], count: int, seed: int = 0) -> Iterator[Composed]:
    """Yield `count` sums, of all kinds in turn.

    All that a writer has written is taken from that writer, the rest from anybody.

    Raises
    ------
    DataError
        If a symbol that a sum may need is not among `inks`.
    """
    known = [*inks]
    if missing := missing_for_sums(known):
        raise DataError(f"no ink to build sums of shows {' '.join(missing)}")
    everybody, hands = hands_of(known)
    roots = {"√": [each for each in everybody["√"] if _roof_start(each) is not None]}
    for i in range(count):
        rng = np.random.default_rng([seed, i])
        kind = KINDS[i % len(KINDS)]
        hand = {**everybody, **hands[int(rng.integers(len(hands)))], **roots}
        writing = _Writing(hand, rng)
        if kind == COLUMN:
            rows = column(rng)
            text, written = printed(parsed("".join(_signed(rows)))), writing.column(rows)
        else:
            text = FORMS[kind](rng)
            written = writing.of(parsed(text))
        yield Composed(written.ink(float(rng.uniform(-MAX_SLOPE, MAX_SLOPE))), text, kind)


def missing_for_sums(inks: Iterable[LabeledInk]) -> list[str]:
    """Return which symbols of sums are not among `inks`; a root counts if it has a roof."""
    shown = {
        each.label
        for each in inks
        if each.ink and (each.label != "√" or _roof_start(each.ink) is not None)
    }
    return [symbol for symbol in SYMBOLS if symbol not in shown]


def _signed(rows: Sequence[str]) -> list[str]:
    """Return the parts of a column in a line: each number but the first has its sign."""
    *numbers, line, answer = rows
    sign = numbers[-1][0]
    first, *others = (each.lstrip("+-") for each in numbers)
    return [first, *(sign + each for each in others), line, answer]


@dataclass(frozen=True)
class _Written:
    """Strokes in the order of writing: of a line whose digits reach from y = 0 to 1.

    The next symbol follows at x = `width`.
    """

    strokes: tuple[Points, ...] = ()
    width: float = 0.0

    @property
    def top(self) -> float:
        return min(float(each[:, 1].min()) for each in self.strokes)

    @property
    def foot(self) -> float:
        return max(float(each[:, 1].max()) for each in self.strokes)

    def moved(self, x: float, y: float = 0.0, scale: float = 1.0) -> _Written:
        moved = tuple(each * scale + (x, y) for each in self.strokes)
        return _Written(moved, self.width * scale)

    def then(self, other: _Written, gap: float) -> _Written:
        if not self.strokes:
            return other
        start = self.width + gap
        return _Written((*self.strokes, *other.moved(start).strokes), start + other.width)

    def ink(self, slope: float) -> Ink:
        """Return it as ink, on a line of that slope."""
        sheared = (each + np.outer(each[:, 0], (0, slope)) for each in self.strokes)
        return Ink(tuple(Stroke(each * DIGIT_HEIGHT) for each in sheared))


class _Writing:
    """A hand that writes."""

    def __init__(self, hand: Hand, rng: Draw) -> None:
        self._hand, self._rng = hand, rng

    def of(self, tree: Chain | Expression) -> _Written:
        match tree:
            case Chain(sides, signs):
                parts: list[str | Expression] = []
                for side, sign in zip(sides, (*signs, ""), strict=False):
                    parts += [side, sign]
                return self._row(parts)
            case Operation(sign, left, right):
                return self._row([left, sign, right])
            case Negative(inner):
                return self._row(["-", inner])
            case Percent(inner):
                return self._row([inner, "%"])
            case Mixed(whole, part):
                return self._row([whole, part])
            case Number(text):
                return self._row(list(text))
        return self._apart(tree)

    def _apart(self, tree: Expression) -> _Written:
        """Return what has parts at other heights, or grows with what is in it."""
        match tree:
            case Group(inner):
                return self._group(self.of(inner))
            case Power(base, exponent):
                return self._power(self.of(base), self.of(exponent))
            case Root(radicand):
                return self._root(self.of(radicand))
            case Bar(top, bottom):
                return self._fraction(self.of(top), self.of(bottom))
        raise ValueError(f"nobody writes {tree}")

    def _draw(self, between: Range) -> float:
        return float(self._rng.uniform(*between))

    def _row(self, parts: Sequence[str | Expression]) -> _Written:
        found = _Written()
        for part in parts:
            if part == "":
                continue
            each = self._symbol(part) if isinstance(part, str) else self.of(part)
            found = found.then(each, self._draw(_IN_LINE))
        return found

    def _symbol(self, symbol: str) -> _Written:
        drawn = "." if symbol == MIDDLE_DOT else symbol
        ink = self._one_of(self._hand[drawn])
        scale, top = scale_and_top(drawn, ink, self._rng)
        box = ink.bounding_box
        corner = np.array([-box.left * scale, top - box.top * scale])
        written = _Written(
            tuple(each.points * scale + corner for each in ink.strokes), box.width * scale
        )
        return written.moved(0, -_DOT_RISE) if symbol == MIDDLE_DOT else written

    def _one_of(self, inks: Sequence[Ink]) -> Ink:
        return inks[int(self._rng.integers(len(inks)))]

    def _group(self, inner: _Written) -> _Written:
        left, right = (self._symbol(each) for each in "()")
        if inner.foot - inner.top > _TALL_GROUP_HEIGHTS:
            left, right = (_stretched(each, inner.top, inner.foot) for each in (left, right))
        return left.then(inner, self._draw(_IN_LINE)).then(right, self._draw(_IN_LINE))

    def _power(self, base: _Written, exponent: _Written) -> _Written:
        scale = self._draw(EXPONENT_SCALE)
        up = self._draw(EXPONENT_FOOT) - max(scale, exponent.foot * scale)
        return base.then(exponent.moved(0, up, scale), MIN_GAP_HEIGHTS)

    def _fraction(self, top: _Written, bottom: _Written) -> _Written:
        scale, axis = self._draw(PART_SCALE), self._draw(AXIS)
        top, bottom = top.moved(0, 0, scale), bottom.moved(0, 0, scale)
        width = max(top.width, bottom.width) + 2 * self._draw(BAR_BEYOND)
        bar = self._bar(width, axis)
        above = top.moved((width - top.width) / 2, bar.top - self._draw(PART_GAP) - top.foot)
        below = bottom.moved(
            (width - bottom.width) / 2, bar.foot + self._draw(PART_GAP) - bottom.top
        )
        return _Written((*above.strokes, *bar.strokes, *below.strokes), width)

    def _bar(self, width: float, y: float) -> _Written:
        """Return a minus of this hand, made wider but not higher, from x = 0."""
        ink = self._one_of(self._hand["-"])
        box = ink.bounding_box
        scale = np.array([width, FLAT_WIDTH_HEIGHTS]) / max(box.width, 1e-9)
        corner = np.array([box.left, (box.top + box.bottom) / 2])
        strokes = tuple((each.points - corner) * scale + (0, y) for each in ink.strokes)
        return _Written(strokes, width)

    def _root(self, radicand: _Written) -> _Written:
        """Return a root of this hand whose roof reaches over `radicand`."""
        ink = self._one_of(self._hand["√"])
        start, points = _roof_start(ink) or 0, ink.strokes[0].points
        top = radicand.top - self._draw(ROOF_GAP)
        scale = (max(radicand.foot, 1.0) - top) / max(ink.bounding_box.height, 1e-9)
        points = (points - (points[:, 0].min(), points[:, 1].min())) * scale + (0, top)
        inner = float(points[start, 0]) + self._draw(ROOF_GAP)
        width = inner + radicand.width + self._draw(ROOF_GAP)
        roof = np.maximum(points[:, 0] - points[start, 0], 0)
        points[:, 0] += roof * ((width - points[start, 0]) / max(roof.max(), 1e-9) - 1)
        return _Written((points, *radicand.moved(inner).strokes), width)

    def column(self, rows: Sequence[str]) -> _Written:
        """Return numbers under each other, a line for "=", and what stands below it."""
        pitch, step = self._draw(PITCH), self._draw(ROW_STEP)
        *numbers, _, answer = rows
        widest = max(len(each.lstrip("+-")) for each in (*numbers, answer))
        strokes: list[Points] = []
        y = 0.0
        for each in numbers:
            strokes += self._in_cells(each, widest, pitch).moved(0, y).strokes
            y += step
        below = y - step + 1 + self._draw(LINE_GAP)
        beyond = self._draw(BAR_BEYOND)
        line = self._bar((widest + 1) * pitch + 2 * beyond, below).moved(-pitch - beyond)
        strokes += line.strokes
        if answer:
            start = line.foot + self._draw(LINE_GAP)
            strokes += self._in_cells(answer, widest, pitch).moved(0, start).strokes
        return _Written(tuple(strokes), widest * pitch)

    def _in_cells(self, text: str, count: int, pitch: float) -> _Written:
        """Return a number that ends in the last of `count` cells; its sign stands before all."""
        digits = text.lstrip("+-")
        places = [(each, count - len(digits) + k) for k, each in enumerate(digits)]
        signs = [(each, -1) for each in text[: len(text) - len(digits)]]
        strokes: list[Points] = []
        for symbol, place in (*signs, *places):
            each = self._symbol(symbol)
            x = (place + 0.5) * pitch - each.width / 2 + self._draw((-UNEVEN, UNEVEN))
            strokes += each.moved(x).strokes
        return _Written(tuple(strokes), count * pitch)


def _stretched(written: _Written, top: float, foot: float) -> _Written:
    """Return something as high as that, and as wide as before."""
    factor = (foot - top) / max(written.foot - written.top, 1e-9)
    return _Written(
        tuple((each - (0, written.top)) * (1, factor) + (0, top) for each in written.strokes),
        written.width,
    )


def _roof_start(root: Ink) -> int | None:
    """Return which point of a root of one stroke is the first of its roof; None without one."""
    if len(root.strokes) != 1:
        return None
    points, box = root.strokes[0].points, root.bounding_box
    foot = int(np.argmax(points[:, 1]))
    below = np.flatnonzero(points[:, 1] > box.top + MAX_ROOF_DEPTH * box.height)
    start = int(below[-1]) + 1
    if foot > below[-1] or start >= len(points):
        return None
    is_roof = points[-1, 0] - points[start, 0] >= MIN_ROOF_SHARE * box.width
    return start if is_roof else None
