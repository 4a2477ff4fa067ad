"""What is drawn by hand around a number, a box, a circle or a bubble, is not read."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest
from drawnpictures import coverage, painted
from printedcells import HEIGHT, Cover, line, put

from recognizer import Reader
from recognizer.pictures.outlines import is_outlined

READER = Reader()
PEN = 4
Corner = tuple[float, float]


def read(cover: Cover) -> str:
    return READER.read_image(painted(cover, ink=50, paper=232)).text


def write(cover: Cover, text: str, left: int, top: int) -> int:
    for label in text:
        left = put(cover, label, left, top)
    return left


def draw(cover: Cover, points: np.ndarray, width: int = PEN) -> None:
    cv2.polylines(cover, [np.rint(points * 16).astype(np.int32)], False, 1.0, width, cv2.LINE_AA, 4)


def sides(cover: Cover, corners: Sequence[Corner], bow: float = 0.0) -> None:
    """Draw one stroke along `corners`; its sides bow by `bow` of their length to the outside."""
    along = np.linspace(0, 1, 40)[:, None]
    for start, end in zip(np.array(corners[:-1]), np.array(corners[1:]), strict=True):
        way = end - start
        out = np.array([way[1], -way[0]]) * bow
        draw(cover, start + way * along + out * np.sin(np.pi * along))


def boxed(text: str, bow: float = 0.0, end: float = 0.0) -> Cover:
    """Draw a leaning box around a number, left open at its end, or beyond it where `end` > 0."""
    cover = np.zeros((190, 170 + 45 * len(text)))
    right = write(cover, text, 75, 70) + 15
    corners = [(48, 42), (right + 4, 48), (right, 146), (52, 143), (48, 42 - end)]
    sides(cover, corners, bow)
    return cover


@pytest.mark.parametrize("bow", [-0.05, 0.0, 0.05])
@pytest.mark.parametrize("end", [-18, 0, 14])
@pytest.mark.parametrize("text", ["7", "42", "3085"])
def test_a_box_may_bow_and_stay_open_and_its_ends_may_cross(
    text: str, end: float, bow: float
) -> None:
    assert read(boxed(text, bow, end)) == text


@pytest.mark.parametrize("text", ["5", "31", "26", "408"])
def test_a_box_may_have_round_corners_and_a_tail_as_a_bubble(text: str) -> None:
    cover = np.zeros((220, 180 + 45 * len(text)))
    right, foot, radius = write(cover, text, 80, 70) + 15, 150, 24
    inner_right, inner_foot = right - radius, foot - radius
    middles = [(inner_right, 45 + radius), (inner_right, inner_foot)]
    middles += [(55 + radius, inner_foot), (55 + radius, 45 + radius)]
    points = list[Corner]()
    for k, (x, y) in enumerate(middles):
        turn = np.radians(np.linspace(90 * k - 90, 90 * k, 10))
        points += zip(x + radius * np.cos(turn), y + radius * np.sin(turn), strict=True)
        if k == 1:
            points += [(95, foot), (80, foot + 18), (84, foot)]
    draw(cover, np.array([*points, points[0]]))
    assert read(cover) == text


@pytest.mark.parametrize("degrees", [330, 360, 380])
def test_an_ellipse_may_be_long_and_open(degrees: int) -> None:
    cover = np.zeros((240, 420))
    write(cover, "2648", 100, 92)
    turn = np.radians(np.linspace(20, 20 + degrees, 90))
    reach = np.linspace(1.0, 1.05, 90)
    points = (205 + 175 * reach * np.cos(turn), 117 + 85 * reach * np.sin(turn))
    draw(cover, np.stack(points, axis=1))
    assert read(cover) == "2648"


def test_boxed_numbers_stand_beside_others() -> None:
    cover = np.zeros((360, 520))
    for top, plain, framed in ((50, "31", "6"), (200, "9", "27")):
        write(cover, plain, 40, top + 25)
        right = write(cover, framed, 300, top + 25) + 20
        sides(cover, [(272, top), (right, top + 4), (right + 3, top + 99), (270, top + 96),
                      (273, top + 2)], 0.03)  # fmt: skip
    assert read(cover).replace(" ", "") == "316\n927"


@pytest.mark.parametrize("digit", ["2", "4"])
def test_a_digit_that_touches_a_box_from_outside_stays(digit: str) -> None:
    cover = np.pad(boxed("38"), ((0, 0), (0, 80)))
    right = int(np.flatnonzero(cover.any(axis=0)).max())
    put(cover, digit, right - 2, 70)
    assert read(cover).replace(" ", "") == "38" + digit


def zero(wide: float) -> Cover:
    digit = np.pad(coverage("0", 160, margin=0), 30)
    return np.asarray(cv2.resize(digit, None, fx=wide, fy=1.0), np.float64)


@pytest.mark.parametrize("wide", [1.0, 1.4])
@pytest.mark.parametrize("mark", ["", "dot", "slash", "specks"])
def test_a_zero_is_no_outline(mark: str, wide: float) -> None:
    cover = zero(wide)
    rows, cols = cover.shape
    if mark == "dot":
        cv2.circle(cover, (cols // 2, rows // 2), 8, 1.0, -1)
    elif mark == "slash":
        line(cover, (cols // 2 + 14, rows // 2 - 26), (cols // 2 - 14, rows // 2 + 26), 9)
    elif mark == "specks":
        for x, y in ((-6, -30), (4, -8), (-2, 20), (7, 33)):
            cv2.circle(cover, (cols // 2 + x, rows // 2 + y), 2, 1.0, -1)
    assert not is_outlined((cover > 0.5).astype(np.uint8))
    assert read(cover) in {"0", "?"}


@pytest.mark.parametrize("text", ["0", "6", "8", "9", "80068"])
def test_loops_of_digits_are_no_outlines(text: str) -> None:
    cover = np.zeros((HEIGHT + 80, 90 + 50 * len(text)))
    write(cover, text, 40, 40)
    assert not is_outlined((cover > 0.5).astype(np.uint8))
    assert read(cover) == text


def test_a_c_around_a_digit_is_no_outline() -> None:
    cover = np.zeros((240, 240))
    put(cover, "5", 100, 95)
    cv2.ellipse(cover, (120, 120), (80, 80), 0, 45, 315, 1.0, PEN, cv2.LINE_AA)
    assert not is_outlined((cover > 0.5).astype(np.uint8))
