"""What a map of a layer answers to: it is shown strokes of our own, and our own digits.

Nothing is guessed from its weights: what is said of a map was measured with these inks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.ink import Ink
from recognizer.ink.modeldigits import strokes_of
from recognizer.ink.raster import PEN
from recognizer.network.layers import Layers
from recognizer.network.path import path_of
from recognizer.network.preprocess import FIELD_PIXELS, Field, preprocess_ink
from recognizer.network.runtime import FloatArray

NEAR = 0.9
"""What excites a map nearly as much as the best, in parts of that, is named beside it."""
NEAR_DIGIT = 0.8
STROKE_SHARE = 0.6
"""If no single stroke excites a map to this part of what a digit does, it answers to more."""
MAX_NAMED, MAX_DIGITS_NAMED = 2, 3
_SWING_DEGREES = 12  # a hand's strokes are not all alike
_SILENT = 1e-3
_STRETCH_SIDES = 0.4  # of a side of the map


@dataclass(frozen=True)
class Probe:
    """Inks of one kind, and what they are called, in the plural."""

    words: str
    inks: tuple[Ink, ...]


@dataclass(frozen=True, eq=False)
class Answers:
    """What each map of a layer answers to.

    `peaks` (maps,) is the most that each gives at any place, for any probe; `told` has a sentence
    on each. `order` are the maps that answer to anything: one of each kind first, then the next of
    each.
    """

    peaks: FloatArray
    told: tuple[str, ...]
    order: tuple[int, ...]


def answers_of(
    layers: Layers, probes: Iterable[Probe], seen: Callable[[Ink], Iterable[FloatArray]]
) -> list[Answers]:
    """Show `probes` to `layers`, and digits; return what the maps of each layer answered.

    `seen` are the fields or paths of an ink that the network gets.
    """
    words: list[str] = []
    digits = tuple(Probe(digit, (Ink.from_points(strokes_of(digit)),)) for digit in "0123456789")
    rows = []
    for each in (Probe("nothing", (Ink(),)), *probes, *digits):
        looks = [layers.look(view) for ink in each.inks for view in seen(ink)]
        rows.append([_Strength.of(maps) for maps in zip(*looks, strict=True)])
        words.append(each.words)
    return [_answers(words[1:-10], layer) for layer in zip(*rows, strict=True)]


def fields_of(ink: Ink) -> Iterator[Field]:
    """Yield what the network for pictures gets of a probe: as large as any ink, and half of it."""
    yield preprocess_ink(ink)
    half, small = FIELD_PIXELS // 2, np.zeros((FIELD_PIXELS, FIELD_PIXELS), np.float32)
    corner = slice(half // 2, half // 2 + half)
    small[corner, corner] = cv2.resize(
        preprocess_ink(ink, 2 * PEN), (half, half), interpolation=cv2.INTER_AREA
    )
    yield small


def paths_of(ink: Ink) -> Iterator[FloatArray]:
    """Yield what the network for paths gets of a probe."""
    yield path_of(ink)


@dataclass(frozen=True, eq=False)
class _Strength:
    """How strongly each map of a layer answers to one probe.

    `peak` (maps,) is the most at any place. `stretch` (maps,) is the mean of the brightest places,
    as many as a stroke of half the height covers: every stroke has an end that excites an early map
    at one place, but not along its length.
    """

    peak: FloatArray
    stretch: FloatArray

    @classmethod
    def of(cls, looks: Sequence[FloatArray]) -> _Strength:
        """Return the strengths for the best of these looks, (rows, cols, maps) each."""
        maps = np.stack([each.reshape(-1, each.shape[2]) for each in looks])
        sorted_places = np.sort(maps, axis=1)
        count = max(1, round(_STRETCH_SIDES * max(each.shape[1] for each in looks)))
        stretch = sorted_places[:, -count:].mean(axis=1).max(axis=0)
        return cls(sorted_places[:, -1].max(axis=0), stretch)


def _answers(words: list[str], strengths: Sequence[_Strength]) -> Answers:
    """Return the answers by the strengths without ink, for strokes, and for the ten digits."""
    stretches = np.stack([each.stretch for each in strengths])
    rises = (stretches[1:] - stretches[0]).clip(0)
    told = tuple(_sentence(words, each) for each in rises.T)
    strokes = rises[: len(words)]
    best = strokes.argmax(axis=0)
    ahead = strokes.max(axis=0) - np.median(strokes, axis=0)
    alive = [k for k in range(rises.shape[1]) if rises[:, k].max() > _SILENT]
    ranked = sorted(alive, key=lambda k: (best[k], -ahead[k]))
    turns = [sum(best[j] == best[k] for j in ranked[:i]) for i, k in enumerate(ranked)]
    order = sorted(range(len(ranked)), key=lambda i: (turns[i], best[ranked[i]]))
    peaks = np.max([each.peak for each in strengths], axis=0)
    return Answers(peaks, told, tuple(ranked[i] for i in order))


def _sentence(words: list[str], rises: FloatArray) -> str:
    """Return what is said of one map, by how far each probe raises it."""
    strokes, digits = rises[: len(words)], rises[len(words) :]
    if rises.max() <= _SILENT:
        return "It answers to none of our strokes."
    near = np.flatnonzero(strokes >= NEAR * strokes.max())
    by_rise = near[np.argsort(-strokes[near], kind="stable")]
    named = " and ".join(words[k] for k in by_rise[:MAX_NAMED])
    if strokes.max() < STROKE_SHARE * digits.max():
        says = "Answers to more than a single stroke."
    elif len(near) > MAX_NAMED:
        says = f"Answers to many strokes, most to {words[by_rise[0]]}."
    else:
        says = f"Answers most to {named}."
    close = np.flatnonzero(digits >= NEAR_DIGIT * digits.max())
    if len(close) > MAX_DIGITS_NAMED:
        return says
    return f"{says} Of the digits, most to {_listed([str(k) for k in close])}."


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _line(degrees: float) -> npt.NDArray[np.float64]:
    """Return a stroke through the middle in this direction: 0 to the right, 90 down."""
    way = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    return np.linspace(-way, way, 20)


def _arc(begin: float, end: float) -> npt.NDArray[np.float64]:
    turns = np.radians(np.linspace(begin, end, 40))
    return np.stack([np.cos(turns), np.sin(turns)], axis=1)


def _lines(words: str, degrees: float) -> Probe:
    swings = (-_SWING_DEGREES, 0, _SWING_DEGREES)
    return Probe(words, tuple(Ink.from_points([_line(degrees + each)]) for each in swings))


def _drawn(words: str, *strokes: npt.ArrayLike) -> Probe:
    return Probe(words, (Ink.from_points(strokes),))


def picture_probes() -> tuple[Probe, ...]:
    """Return what a network for pictures is shown."""
    return (
        _lines("upright strokes", 90),
        _lines("level strokes", 0),
        _lines("rising strokes", -45),
        _lines("falling strokes", 45),
        _drawn("curves open to the right", _arc(100, 260)),
        _drawn("curves open to the left", _arc(-80, 80)),
        _drawn("curves open at the top", _arc(10, 170)),
        _drawn("curves open at the bottom", _arc(190, 350)),
        _drawn("loops", _arc(0, 360)),
        _drawn("upper left corners", [(0, 1), (0, 0), (1, 0)]),
        _drawn("upper right corners", [(0, 0), (1, 0), (1, 1)]),
        _drawn("lower left corners", [(0, 0), (0, 1), (1, 1)]),
        _drawn("lower right corners", [(0, 1), (1, 1), (1, 0)]),
        _drawn("crossings", _line(0), _line(90)),
        _drawn("slanted crossings", _line(45), _line(-45)),
    )


def path_probes() -> tuple[Probe, ...]:
    """Return what a network for paths is shown."""
    return (
        _lines("strokes down", 90),
        _lines("strokes up", -90),
        _lines("strokes to the right", 0),
        _lines("strokes to the left", 180),
        _lines("strokes down to the right", 45),
        _lines("strokes down to the left", 135),
        _lines("strokes up to the right", -45),
        _lines("strokes up to the left", -135),
        _drawn("turns to the right", _arc(0, 360)),
        _drawn("turns to the left", _arc(360, 0)),
        _drawn("sharp corners", [(0, 1), (0.5, 0), (1, 1)], [(0, 0), (1, 0.5), (0, 1)]),
        _drawn("lifts of the pen", [(0, 0), (0, 1)], [(1, 0), (1, 1)]),
    )
