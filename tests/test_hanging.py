"""A straight stem and what hangs on it are one digit, and no 1 beside another digit."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from recognizer import Reader
from recognizer.pictures.blobs import Blobs, find_blobs, with_cuts
from recognizer.reading.pages.hanging import stem_beside, stems_of

READER = Reader()
HEIGHT, MARGIN = 120, 40

Pixels = npt.NDArray[np.uint8]
Strokes = list[list[tuple[float, float]]]


def arc(center: tuple[float, float], radii: tuple[float, float], start: int, end: int) -> Strokes:
    """Return a part of an ellipse, as one stroke; 0 degrees at the right, growing clockwise."""
    angle = np.radians(np.linspace(start, end, 40))
    x, y = center[0] + radii[0] * np.cos(angle), center[1] + radii[1] * np.sin(angle)
    return [list(zip(x.tolist(), y.tolist(), strict=True))]


BAR: Strokes = [[(1, 0), (0.1, 0)]]
STEM: Strokes = [[(0.1, 0), (0.1, 1)]]


def five(stem: float) -> Strokes:
    """Return a 5 with a straight bar and a stem so long, at a right angle."""
    return [*BAR, [(0.1, 0), (0.1, stem)], *arc((0.45, 0.72), (0.35, 0.28), -170, 150)]


SHAPES: dict[str, Strokes] = {
    "E": [*BAR, *STEM, [(0.1, 0.5), (0.8, 0.5)], [(0.1, 1), (1, 1)]],
    "F": [*BAR, *STEM, [(0.1, 0.5), (0.8, 0.5)]],
    "an h with a bar": [*BAR, *STEM, *arc((0.45, 0.72), (0.35, 0.28), -170, 20)],
}


def drawn(strokes: Strokes, width: int, pen: int) -> Pixels:
    """Return the ink of strokes, given in parts of `width` and `HEIGHT`."""
    ink = np.zeros((HEIGHT + 2 * MARGIN, width + 2 * MARGIN), np.uint8)
    for stroke in strokes:
        points = np.rint(np.array(stroke) * (width, HEIGHT) + MARGIN).astype(np.int32)
        cv2.polylines(ink, [points.reshape(-1, 1, 2)], False, 255, pen, cv2.LINE_AA)
    return ink


def read(ink: Pixels) -> str:
    return READER.read_image(np.rint(235 - 0.7 * ink).astype(np.uint8)).text


def cut(ink: Pixels) -> Blobs:
    return with_cuts(find_blobs(ink))


@pytest.mark.parametrize("width", [105, 120])
@pytest.mark.parametrize("pen", [8, 11, 14])
@pytest.mark.parametrize("stem", [0.5, 0.8, 1.0])
def test_a_five_keeps_its_stem(stem: float, pen: int, width: int) -> None:
    # What the networks have never seen is no digit; it must not become 15.
    assert read(drawn(five(stem), width, pen)) in ("5", "?")


@pytest.mark.parametrize(("stem", "pen"), [(0.8, 8), (1.0, 11)])
def test_a_wide_five_with_a_long_stem_is_read(stem: float, pen: int) -> None:
    assert read(drawn(five(stem), 120, pen)) == "5"


@pytest.mark.parametrize("width", [90, 105, 120])
@pytest.mark.parametrize("pen", [8, 11, 14])
@pytest.mark.parametrize("name", SHAPES)
def test_letters_of_stems_and_bars_are_not_taken_apart(name: str, pen: int, width: int) -> None:
    assert read(drawn(SHAPES[name], width, pen)) == "?"


def test_a_stem_is_what_two_strokes_hang_on() -> None:
    blobs = cut(drawn(five(1.0), 120, 11))
    found = list(stems_of(blobs, range(len(blobs))))
    assert found
    for stem, rest in found:
        assert {*stem, *rest} == {*range(len(blobs))}
        assert stem_beside(blobs, rest) == stem
        assert stem_beside(blobs, stem) == ()
        assert list(stems_of(blobs, rest)) == []


def test_digits_that_touch_have_none() -> None:
    ring = arc((0.6, 0.5), (0.4, 0.5), 0, 360)
    seven: Strokes = [*BAR, [(1, 0), (0.5, 1)]]
    for digit in (ring, seven):
        blobs = cut(drawn([*STEM, *digit], 130, 11))
        assert len(blobs) > 1
        assert list(stems_of(blobs, range(len(blobs)))) == []


def test_nor_have_digits_that_stand_apart() -> None:
    ink = np.hstack([drawn(five(1.0), 120, 11)] * 2)
    blobs = cut(ink)
    assert list(stems_of(blobs, range(len(blobs)))) == []
