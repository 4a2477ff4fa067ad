"""A check mark beside a number in a picture is no digit, and not two ones.

The pictures are drawn here.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from drawnpictures import draw_beside
from strokes import DIGITS

from recognizer import Ink, Reader
from recognizer.pictures.blobs import find_blobs, with_cuts
from recognizer.pictures.checkmarks import NEVER_SO, is_check_mark
from recognizer.reading.pages.turned import MIN_SENSE, sense

Pixels = npt.NDArray[np.uint8]

HEIGHT, PEN, GAP, MARGIN = 60, 5, 20, 40

MARKS = {
    "straight": [(0, 60), (20, 100), (80, 0)],
    "wide": [(0, 70), (25, 100), (150, 20)],
    "with a bent arm": [(0, 50), (25, 100), (45, 60), (70, 30), (110, 5)],
    "a V": [(0, 0), (40, 100), (80, 0)],
}
OTHERS = {
    "an arrowhead": [(0, 100), (40, 0), (80, 100)],
    "an L": [(0, 0), (0, 100), (60, 100)],
    "a bar": [(0, 100), (60, 0)],
    "a hook to the left": [(0, 0), (70, 100), (90, 60)],
    "an N": [(0, 100), (0, 0), (60, 100), (60, 0)],
}


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def mark(name: str) -> Ink:
    return Ink.from_points([MARKS[name]])


def ink_of(*inks: Ink, gap: int = GAP) -> Pixels:
    """Return inks side by side, each as high as a digit, 255 on 0."""
    canvas = np.zeros((2 * MARGIN + HEIGHT, 2 * MARGIN + 3 * HEIGHT * len(inks)), np.uint8)
    draw_beside(canvas, [(ink, HEIGHT) for ink in inks], 255, PEN, MARGIN, gap)
    return canvas


def picture(*inks: Ink) -> Pixels:
    return np.rint(230 - 0.8 * ink_of(*inks)).astype(np.uint8)


@pytest.mark.parametrize("name", MARKS)
@pytest.mark.parametrize("digits", ["57", "3", "826"])
def test_behind_a_number_it_is_no_digit(reader: Reader, digits: str, name: str) -> None:
    inks = [DIGITS[each] for each in digits]
    assert reader.read_image(picture(*inks, mark(name))).text.replace(" ", "") == f"{digits}?"


@pytest.mark.parametrize("name", MARKS)
def test_before_a_number_it_is_none_either(reader: Reader, name: str) -> None:
    row = picture(mark(name), DIGITS["2"], DIGITS["6"])
    assert reader.read_image(row).text.replace(" ", "") == "?26"


@pytest.mark.parametrize("name", MARKS)
def test_alone_it_is_one_thing(reader: Reader, name: str) -> None:
    assert reader.read_image(picture(mark(name))).text == "?"


@pytest.mark.parametrize("name", MARKS)
def test_it_is_known_by_its_outline_and_never_cut(name: str) -> None:
    ink = ink_of(mark(name))
    assert is_check_mark((ink > 64).astype(np.uint8))
    assert len(with_cuts(find_blobs(ink))) == 1


@pytest.mark.parametrize("name", OTHERS)
def test_what_stands_otherwise_is_none(name: str) -> None:
    ink = ink_of(Ink.from_points([OTHERS[name]]))
    assert not is_check_mark((ink > 64).astype(np.uint8))


@pytest.mark.parametrize("digit", sorted(NEVER_SO))
def test_nor_is_a_digit(digit: str) -> None:
    assert not is_check_mark((ink_of(DIGITS[digit]) > 64).astype(np.uint8))


def test_nor_is_paper() -> None:
    assert not is_check_mark(np.zeros((20, 20), np.uint8))


def test_a_page_with_check_marks_makes_sense(reader: Reader) -> None:
    # Else it would be tried the other way up, where a V and a 7 look like a 1 and a 6.
    found = reader.read_image(picture(DIGITS["7"], mark("a V"), DIGITS["2"], mark("a V")))
    assert found.text.replace(" ", "") == "7?2?"
    assert found.turned == 0
    assert sense(found) >= MIN_SENSE
