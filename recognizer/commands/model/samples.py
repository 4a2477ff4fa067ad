"""Digits of ours, to see what a model reads."""

from __future__ import annotations

from recognizer.ink import Ink, Stroke
from recognizer.ink.inkfile import LabeledInk
from recognizer.ink.modeldigits import strokes_of
from recognizer.training.data.datasets import DIGITS, LabeledImages
from recognizer.training.others.valuerange import varied_strokes

_HEIGHT_PIXELS = 200.0


def model_digits() -> list[LabeledInk]:
    """Return the ten digits as they are shown to beginners."""
    return [LabeledInk(_ink_of(digit), digit) for digit in DIGITS]


def samples() -> LabeledImages:
    """Return these digits, each in twenty variations."""
    return varied_strokes(model_digits())


def _ink_of(digit: str) -> Ink:
    return Ink(tuple(Stroke(_HEIGHT_PIXELS * points) for points in strokes_of(digit)))
