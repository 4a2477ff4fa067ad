"""Calculations as glyphs: each symbol has a box where a hand would write it."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt
from strokes import DIGITS

from recognizer import Ink, Reading, Stroke
from recognizer.ink import BoundingBox
from recognizer.network.classifier import Candidate
from recognizer.reading.regions.glyph import Glyph
from recognizer.reading.result import Line, Number, Symbol
from recognizer.sums.expression import (
    Bar,
    Chain,
    Expression,
    Group,
    Mixed,
    Negative,
    Operation,
    Percent,
    Power,
    Root,
    Variable,
)

SIZES = {
    "-": (0.5, 0.47, 0.53),
    "+": (0.5, 0.25, 0.75),
    "=": (0.5, 0.38, 0.62),
    "×": (0.45, 0.28, 0.72),
    "*": (0.4, 0.3, 0.7),
    "÷": (0.5, 0.25, 0.75),
    ":": (0.08, 0.3, 0.9),
    "/": (0.45, -0.1, 1.1),
    "·": (0.05, 0.47, 0.53),
    ".": (0.05, 0.94, 1.0),
    ",": (0.12, 0.9, 1.15),
    "%": (0.7, 0.0, 1.0),
    "<": (0.5, 0.25, 0.75),
    ">": (0.5, 0.25, 0.75),
    "≤": (0.5, 0.2, 0.85),
    "≥": (0.5, 0.2, 0.85),
    "≠": (0.5, 0.2, 0.8),
    "≈": (0.5, 0.3, 0.7),
    "1": (0.15, 0.0, 1.0),
    "a": (0.55, 0.4, 1.0),
    "n": (0.55, 0.4, 1.0),
}
"""Width, top and foot of a sign, in heights of a digit."""
GAP = 0.25
EXPONENT_SCALE, EXPONENT_FOOT, PART_SCALE = 0.6, 0.35, 0.85


@dataclass(frozen=True)
class Set:
    """Glyphs around a line whose digits reach from y = 0 to 1; the next one begins at `width`."""

    glyphs: tuple[Glyph, ...] = ()
    width: float = 0.0

    @property
    def top(self) -> float:
        return min(each.box.top for each in self.glyphs)

    @property
    def foot(self) -> float:
        return max(each.box.bottom for each in self.glyphs)

    def moved(self, x: float, y: float = 0.0, scale: float = 1.0) -> Set:
        return Set(
            tuple(replace(each, box=_moved(each.box, x, y, scale)) for each in self.glyphs),
            self.width * scale,
        )

    def then(self, other: Set, gap: float = GAP) -> Set:
        if not self.glyphs:
            return other
        start = self.width + gap
        return Set((*self.glyphs, *other.moved(start).glyphs), start + other.width)


def _moved(box: BoundingBox, x: float, y: float, scale: float) -> BoundingBox:
    return BoundingBox(
        box.left * scale + x, box.top * scale + y, box.right * scale + x, box.bottom * scale + y
    )


class Typesetter:
    """Sets trees; with `unsteady` heights of a digit, each symbol is off by up to so much."""

    def __init__(self, rng: random.Random, unsteady: float = 0.0) -> None:
        self._rng, self._unsteady = rng, unsteady

    def set(self, tree: Chain | Expression) -> Set:
        match tree:
            case Chain(sides, signs):
                parts = [part for pair in zip(sides, (*signs, ""), strict=False) for part in pair]
                return self._in_a_row(parts)
            case Operation(sign, left, right):
                return self._in_a_row([left, sign, right])
            case Negative(inner):
                return self._in_a_row(["-", inner])
            case Percent(inner):
                return self._in_a_row([inner, "%"])
            case Mixed(whole, part):
                return self._in_a_row([whole, part])
            case Group(inner):
                return self._parenthesized(self.set(inner))
            case Power(base, exponent):
                return self._raised(self.set(base), self.set(exponent))
            case Root(radicand):
                return self._under_roof(self.set(radicand))
            case Bar(top, bottom):
                return self._stacked(self.set(top), self.set(bottom))
            case Variable(name):
                return self.text(name)
        return self.text(tree.text)

    def text(self, text: str) -> Set:
        return self._in_a_row(list(text))

    def _in_a_row(self, parts: Sequence[str | Expression]) -> Set:
        found = Set()
        for part in parts:
            if part != "":
                found = found.then(self._sign(part) if isinstance(part, str) else self.set(part))
        return found

    def _sign(self, sign: str) -> Set:
        width, top, foot = SIZES.get(sign, (0.6, 0.0, 1.0))
        scale = 1 + self._off()
        label = "." if sign == "·" else sign
        return Set((glyph(label, 0.0, top, width, foot),), width).moved(0, self._off(), scale)

    def _off(self) -> float:
        return self._rng.uniform(-self._unsteady, self._unsteady)

    def _parenthesized(self, inner: Set) -> Set:
        top, foot = min(inner.top, 0.0) - 0.1, max(inner.foot, 1.0) + 0.1
        left, right = (Set((glyph(each, 0, top, 0.25, foot),), 0.25) for each in "()")
        return left.then(inner).then(right)

    def _raised(self, base: Set, exponent: Set) -> Set:
        small = exponent.moved(0, 0, EXPONENT_SCALE)
        up = EXPONENT_FOOT - max(EXPONENT_SCALE, small.foot) + self._off()
        return base.then(small.moved(0, up), 0.1)

    def _under_roof(self, inner: Set) -> Set:
        top, foot = min(inner.top, 0.0) - 0.2, max(inner.foot, 1.0)
        width = 0.5 + inner.width + 0.1
        sign = Set((glyph("√", 0, top, width, foot),), 0.25)
        return Set(sign.then(inner).glyphs, width)

    def _stacked(self, top: Set, bottom: Set) -> Set:
        top, bottom = top.moved(0, 0, PART_SCALE), bottom.moved(0, 0, PART_SCALE)
        width = max(top.width, bottom.width) + 0.3
        top = top.moved((width - top.width) / 2, 0.35 - top.foot)
        bottom = bottom.moved((width - bottom.width) / 2, 0.65 - bottom.top)
        bar = glyph("-", 0, 0.48, width, 0.52)
        return Set((*top.glyphs, bar, *bottom.glyphs), width)


INKS: dict[str, list[list[tuple[float, float]]]] = {
    "-": [[(0, 0.5), (1, 0.4)]],
    "=": [[(0, 0), (1, 0.05)], [(0, 0.95), (1, 1)]],
    "+": [[(0.5, 0), (0.5, 1)], [(0, 0.5), (1, 0.5)]],
    "×": [[(0, 0), (1, 1)], [(1, 0), (0, 1)]],
    "(": [[(1, 0), (0.5, 0.1), (0.15, 0.27), (0, 0.5), (0.15, 0.73), (0.5, 0.9), (1, 1)]],
    ")": [[(0, 0), (0.5, 0.1), (0.85, 0.27), (1, 0.5), (0.85, 0.73), (0.5, 0.9), (0, 1)]],
    "÷": [[(0, 0.5), (1, 0.5)], [(0.48, 0), (0.52, 0.05)], [(0.5, 0.95), (0.5, 1)]],
    ":": [[(0.4, 0), (0.6, 0.05)], [(0.5, 0.95), (0.5, 1)]],
    "a": [
        [
            *((0.86, 0.14), (0.7, 0.04), (0.48, 0), (0.25, 0.08), (0.07, 0.3), (0, 0.55)),
            *((0.05, 0.8), (0.2, 0.96), (0.4, 1), (0.6, 0.88), (0.75, 0.62), (0.86, 0.14)),
            *((0.83, 0.6), (0.86, 0.88), (1, 1)),
        ]
    ],
    "n": [[(0, 0), (0, 1), (0.1, 0.4), (0.5, 0), (0.85, 0.2), (1, 1)]],
    "/": [[(1, 0), (0, 1)]],
    ".": [[(0.3, 0.3), (0.7, 0.7)]],
    ",": [[(0.8, 0), (0.9, 0.3), (0.2, 1)]],
    "√": [[(0, 0.6), (0.1, 0.55), (0.2, 1), (0.3, 0.04), (0.6, 0), (1, 0.02)]],
}
"""The strokes of signs, in widths and heights of their box."""
DIGIT_HEIGHT = 140.0


def inked(glyphs: Sequence[Glyph]) -> Ink:
    """Return digits and signs as drawn: signs fill their box, digits keep their shape."""
    return Ink(tuple(stroke for each in glyphs for stroke in _strokes(each)))


def _strokes(each: Glyph) -> Iterator[Stroke]:
    box = _moved(each.box, 0, 0, DIGIT_HEIGHT)
    if each.best in INKS:
        for points in INKS[each.best]:
            yield Stroke([(box.left + x * box.width, box.top + y * box.height) for x, y in points])
        return
    ink = DIGITS[each.best]
    inner, scale = ink.bounding_box, box.height / ink.bounding_box.height
    left = (box.left + box.right - inner.width * scale) / 2
    for stroke in ink.strokes:
        yield Stroke((stroke.points - (inner.left, inner.top)) * scale + (left, box.top))


def read_as(glyphs: Sequence[Glyph]) -> Reading:
    """Return a reading whose symbols are `glyphs`."""
    symbols = [
        Symbol(
            tuple(Candidate(label, math.exp(nats)) for label, nats in each.nats.items()),
            each.knownness,
            True,
            each.box,
        )
        for each in glyphs
    ]
    return Reading((Line(tuple(Number((each,), each.box) for each in symbols)),))


def glyph(label: str, left: float, top: float, right: float, foot: float) -> Glyph:
    """Return a glyph that surely has this label."""
    return Glyph(BoundingBox(left, top, right, foot), {label: 0.0})


def confused(found: Glyph, other: str, confidence: float) -> Glyph:
    """Return a glyph of which the classifier is as sure as `confidence`, else it is `other`."""
    (label,) = found.nats
    return replace(found, nats={label: math.log(confidence), other: math.log(1 - confidence)})


def on_paper(ink: Ink, margin: int = 60) -> npt.NDArray[np.uint8]:
    """Return (rows, cols) uint8: `ink` dark on light paper, a pixel for each unit."""
    box = ink.bounding_box
    paper = np.full((int(box.height) + 2 * margin, int(box.width) + 2 * margin), 235, np.uint8)
    for stroke in ink.strokes:
        points = np.rint(stroke.points - (box.left - margin, box.top - margin)).astype(np.int32)
        cv2.polylines(paper, [points], False, 40, 12, cv2.LINE_AA)
    return paper
