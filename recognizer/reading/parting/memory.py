"""What was made of strokes, remembered: ink that grows is not parted anew as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from recognizer.ink import Stroke
from recognizer.reading.parting.groups import Places
from recognizer.reading.parting.lattice import Part
from recognizer.reading.result import Number

Strokes = tuple[Stroke, ...]
Members = tuple[int, ...]
"""Strokes, by their index among all."""
Key = tuple[int, ...]
"""Strokes, by their identity; see `NumberReader`."""


@dataclass(frozen=True)
class Known:
    """What stands together and has been read: a number, or several that a slash parts.

    `members` are its strokes among all, from left to right; `weighed` is all that might have been a
    digit, and what became of it.
    """

    members: Members
    parts: tuple[Part, ...]
    weighed: tuple[Key, ...]
    numbers: tuple[Number, ...]

    @property
    def found(self) -> tuple[tuple[Part, ...], tuple[Key, ...]]:
        """What was found out about its strokes, wherever they stand among all."""
        return self.parts, self.weighed


@dataclass(frozen=True)
class Memory:
    """What was made of the strokes that were read last, by those of each number.

    `known` are the numbers, and `apart` what was found to stand by itself within some strokes.
    `regions` are what was read by itself.
    """

    known: dict[Key, tuple[Strokes, Known]]
    apart: dict[Key, tuple[Strokes, tuple[Places, ...]]]
    regions: dict[Key, Region]


@dataclass(frozen=True)
class Region:
    """Strokes that were read by themselves, by their place among all, and what was made of them."""

    members: Members
    strokes: Strokes
    numbers: tuple[Number, ...]
    memory: Memory
