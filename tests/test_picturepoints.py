"""Points of colons, commas and division signs in pictures: found, and told from dirt."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from test_digitsigns import GAP, point, row
from writtennumbers import together, written

from recognizer import Ink, Reader
from recognizer.ink.raster import rasterize
from recognizer.network.card import read_card
from recognizer.pictures.blobs import find_blobs
from recognizer.reading.parting.marks import Drawn, find_points, find_stacks, marks_beside
from recognizer.resources import models_dir

Picture = npt.NDArray[np.uint8]

MARGIN_PIXELS = 40
TEXTS = {"12:30": "12 30", "3.14": "3 14", "1,50": "1 50", "8÷2=4": "8 2 4", "10:2=5": "10 2 5"}
"""Each with the numbers that digits alone are read as."""
knows_signs = pytest.mark.skipif(
    read_card(models_dir() / "digits.json").path is None, reason="the shipped model knows no signs"
)


def photo(ink: Ink, height: int, pen: float) -> Picture:
    """Return dark ink on light paper, so many pixels high; `pen` is its width in that height."""
    box = ink.bounding_box
    drawn = rasterize(ink, pen * box.height / box.longer_side, size=round(4 * box.longer_side))
    size = (round(height * drawn.shape[1] / drawn.shape[0]), height)
    small = cv2.resize(drawn, size, interpolation=cv2.INTER_AREA)
    return np.asarray(255 - np.pad(small, MARGIN_PIXELS), np.uint8)


def specked(picture: Picture, places: npt.NDArray[np.int_], radius: int) -> Picture:
    """Return `picture` with specks around (n, 2) `places`, in x and y, where there is paper."""
    clear = cv2.erode((picture > 250).astype(np.uint8), np.ones((4 * radius + 5,) * 2, np.uint8))
    dirty = picture.copy()
    for x, y in places.tolist():
        if clear[y, x]:
            cv2.circle(dirty, (x, y), radius, (60,), cv2.FILLED)
    return dirty


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(("height", "pen"), [(32, 0.07), (60, 0.05), (60, 0.1), (140, 0.09)])
def test_points_part_the_numbers_beside_them(
    reader: Reader, text: str, height: int, pen: float
) -> None:
    assert reader.read_image(photo(row(*text, slashes={}), height, pen)).text == TEXTS[text]


@knows_signs
@pytest.mark.parametrize("text", [each for each in TEXTS if "," not in each])
@pytest.mark.parametrize(("height", "pen"), [(60, 0.05), (60, 0.13)])
def test_where_signs_are_read_they_are_read_as_what_they_are(
    text: str, height: int, pen: float
) -> None:
    sums = Reader(alphabet="sums")
    assert sums.read_image(photo(row(*text, slashes={}), height, pen)).text == text


def test_points_of_a_colon_may_be_unlike(reader: Reader) -> None:
    """One of them is only half as large: the pen skipped."""
    picture = photo(row("12", ":", "30", slashes={}), 120, 0.1)
    blobs = find_blobs(255 - picture)
    left, top, right, _ = blobs.specks[blobs.specks[:, 1].argmin()].astype(int).tolist()
    picture[top - 2 : top + 3, left - 2 : right + 2] = 255
    assert len(find_blobs(255 - picture).specks) == 2
    assert reader.read_image(picture).text == "12 30"


def test_grain_all_over_the_page_is_no_point(reader: Reader) -> None:
    """Some of it lies where a point would."""
    three, rest = written("3"), written("24", GAP, 140)
    ink = together(three, point(three.bounding_box.right + GAP), rest)
    picture = photo(ink, 100, 0.06)
    assert reader.read_image(picture).text == "3 24"
    places = np.random.default_rng(1).integers(8, np.subtract(picture.shape[::-1], 8), (60, 2))
    assert reader.read_image(specked(picture, places, 3)).text == "324"


@pytest.mark.parametrize("seed", range(4))
def test_dirt_parts_no_numbers(reader: Reader, seed: int) -> None:
    picture = photo(written("2704", GAP), 60, 0.08)
    places = np.random.default_rng(seed).integers(8, np.subtract(picture.shape[::-1], 8), (6, 2))
    assert reader.read_image(specked(picture, places, 2)).text == "2704"


def test_what_is_thinner_than_the_pen_is_no_speck_that_may_be_a_point() -> None:
    ink = 255 - photo(written("27", GAP), 100, 0.1)
    ink[20:34, 20:22] = 255
    assert len(find_blobs(ink).specks) == 0
    ink[20:32, 20:32] = 255
    assert find_blobs(ink).specks.tolist() == [[20, 20, 32, 34]]


def test_a_thick_pen_makes_wide_points_and_narrow_gaps() -> None:
    boxes = np.array([(0, 0, 60, 100), (62, 84, 86, 106), (90, 0, 150, 100)], float)
    assert not find_points(boxes).any()
    assert find_points(boxes, pen=12.0).tolist() == [False, True, False]


def test_parts_of_a_digit_that_was_cut_are_no_division_sign() -> None:
    cut = np.array([(0, 0, 8, 16), (5, 12, 16, 18), (12, 10, 23, 17), (23, 0, 33, 41)], float)
    assert not find_stacks(cut, pen=7.0).any()


def test_specks_are_points_where_as_many_stand_in_the_place_of_one_as_elsewhere() -> None:
    digits = np.array([(0, 0, 60, 100), (100, 0, 160, 100)], float)
    place, away = (78, 92, 86, 100), (240, 10, 248, 18)
    for specks, found in {
        (place,): [[2]],
        (place, away): [[2]],
        (away, place): [[3]],
        (place, away, away): [[]],
        (away,): [[]],
    }.items():
        drawn = Drawn(8.0, np.array(specks, float))
        assert marks_beside([[0, 1]], digits, drawn) == found, specks
