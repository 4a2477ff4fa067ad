"""Pictures are read: one digit, a number, a page; and nothing where nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from anything import SEED
from hypothesis import given
from strokes import DIGITS

from recognizer import Ink, PictureError
from recognizer.network.classifier import Classifier
from recognizer.reading.pages.picture import PictureReader
from recognizer.reading.result import UNREAD, Reading, Verdict

Picture = npt.NDArray[np.uint8]
Cover = npt.NDArray[np.float64]

HEIGHT, PEN = 48, 5
MARGIN = 40
LEADING = 110
SPACE = 90


@cache
def reader() -> PictureReader:
    return PictureReader(Classifier())


def read(picture: Picture) -> Reading:
    return reader().read(picture)


def drawn(ink: Ink, height: float, pen: int) -> Cover:
    """Return how much of each pixel is ink, in [0, 1], without margins."""
    box, scale = ink.bounding_box, (height - pen) / max(ink.bounding_box.height, 1.0)
    cols = round(box.width * scale + pen)
    canvas = np.zeros((round(height) * 4, cols * 4), np.uint8)
    for stroke in ink.strokes:
        points = (stroke.points - (box.left, box.top)) * scale + pen / 2
        line = np.rint(points * 4).astype(np.int32).reshape(-1, 1, 2)
        cv2.polylines(canvas, [line], False, 255, pen * 4, cv2.LINE_8)
    size = (cols, round(height))
    return np.asarray(cv2.resize(canvas, size, interpolation=cv2.INTER_AREA), float) / 255


def written(lines: Sequence[str], gap: int = 14) -> tuple[Cover, dict[tuple[int, int], int]]:
    """Return the ink of a page, and the left side of each digit by its line and place."""
    rows = 2 * MARGIN + HEIGHT + LEADING * (len(lines) - 1)
    cover = np.zeros((rows, 2 * MARGIN + max(map(len, lines)) * (HEIGHT + gap)))
    places = {}
    for row, line in enumerate(lines):
        top, left = MARGIN + row * LEADING, MARGIN
        for place, label in enumerate(line):
            if label == " ":
                left += SPACE
                continue
            digit = drawn(DIGITS[label], HEIGHT, PEN)
            part = cover[top : top + HEIGHT, left : left + digit.shape[1]]
            np.maximum(part, digit, out=part)
            places[row, place] = left
            left += digit.shape[1] + gap
    return cover, places


def painted(cover: Cover, paper: npt.ArrayLike = 228.0, ink: npt.ArrayLike = 45.0) -> Picture:
    ground, pen = np.asarray(paper, np.float64), np.asarray(ink, np.float64)
    if max(ground.ndim, pen.ndim) in (1, 3):
        cover = cover[..., None]
    return np.rint(cover * pen + (1 - cover) * ground).astype(np.uint8)


def page(*lines: str, gap: int = 14) -> Picture:
    return painted(written(lines, gap)[0])


def turned(picture: Picture, degrees: float) -> Picture:
    rows, cols = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((cols / 2, rows / 2), degrees, 1.0)
    moved = cv2.warpAffine(
        picture, turn, (cols, rows), flags=cv2.INTER_LINEAR, borderValue=(228, 228, 228)
    )
    return np.asarray(moved, np.uint8)


def single(label: str, height: int = 100, margin: int = 20, pen: int = 11) -> Picture:
    return painted(np.pad(drawn(DIGITS[label], height, pen), margin))


each_digit = pytest.mark.parametrize("digit", DIGITS)


# One digit


@each_digit
@pytest.mark.parametrize("margin", [4, 20, 90])
def test_a_picture_of_one_digit_is_that_digit(digit: str, margin: int) -> None:
    reading = read(single(digit, margin=margin))
    assert (reading.verdict, reading.text) == (Verdict.DIGIT, digit)
    assert len(reading.digits) == 1


@each_digit
def test_it_tells_where_the_digit_is(digit: str) -> None:
    picture = np.pad(single(digit, margin=30), ((0, 60), (45, 0)), constant_values=228)
    box = read(picture).box
    assert box is not None
    rows, cols = drawn(DIGITS[digit], 100, 11).shape
    sides = np.array([box.left, box.top, box.right, box.bottom])
    assert np.abs(sides - [75, 30, 75 + cols, 30 + rows]).max() <= 3


@pytest.mark.parametrize("factor", [4, 9])
def test_boxes_are_in_pixels_of_the_picture_however_large(factor: int) -> None:
    picture = single("7", margin=30)
    size = (picture.shape[1] * factor, picture.shape[0] * factor)
    box = read(np.asarray(cv2.resize(picture, size), np.uint8)).box
    assert box is not None
    assert box.left == pytest.approx(30 * factor, abs=3 * factor)
    assert box.bottom == pytest.approx(130 * factor, abs=3 * factor)


@pytest.mark.parametrize("digit", ["0", "4", "7", "9"])
def test_a_digit_may_fill_the_picture(digit: str) -> None:
    assert read(single(digit, margin=0)).best == digit


@pytest.mark.parametrize("digit", ["2", "5", "8"])
def test_a_digit_on_squared_paper_is_read(digit: str) -> None:
    picture = single(digit, height=120, margin=120, pen=9)
    picture[::30] = np.minimum(picture[::30], 150)
    picture[:, ::30] = np.minimum(picture[:, ::30], 150)
    assert read(picture).text == digit


def test_a_drawing_is_no_digit() -> None:
    loops = np.zeros((200, 300))
    for turn in np.linspace(0, np.pi, 9):
        corner = (int(150 + 90 * np.cos(turn)), int(100 + 70 * np.sin(turn)))
        cv2.line(loops, (300 - corner[0], 200 - corner[1]), corner, 1.0, 4, cv2.LINE_AA)
    reading = read(painted(loops))
    assert (reading.verdict, reading.text) == (Verdict.NOT_A_DIGIT, UNREAD)
    assert reading.box is not None


# Numbers and pages


@pytest.mark.parametrize("text", ["10", "2026", "3141592", "77", "0000", "98765432"])
@pytest.mark.parametrize("gap", [6, 14, 26])
def test_a_number_is_read(text: str, gap: int) -> None:
    reading = read(page(text, gap=gap))
    assert (reading.verdict, reading.text) == (Verdict.NUMBERS, text)


def test_lines_are_read_from_the_top_and_numbers_from_the_left() -> None:
    lines = "27 1984 5", "360", "42 8"
    assert read(page(*lines)).text == "\n".join(lines)


def test_each_digit_knows_where_it_stands() -> None:
    lines = "274", "1 85"
    cover, places = written(lines)
    digits = read(painted(cover)).digits
    assert [digit.text for digit in digits] == [lines[row][place] for row, place in places]
    for digit, ((row, _), left) in zip(digits, places.items(), strict=True):
        assert digit.box is not None
        assert digit.box.left == pytest.approx(left, abs=3)
        assert digit.box.top == pytest.approx(MARGIN + row * LEADING, abs=3)
        assert digit.box.bottom == pytest.approx(MARGIN + row * LEADING + HEIGHT, abs=3)
        assert digit.strokes == ()


LINES = "2704 18", "953", "61 2847"


@pytest.mark.parametrize("degrees", [-5, -2, 1, 5])
def test_a_page_may_be_turned(degrees: float) -> None:
    assert read(turned(page(*LINES), degrees)).text == "\n".join(LINES)


def test_each_of_several_lines_may_rise_and_fall() -> None:
    wide = page("2704 18 953 61 2847")
    rising, falling = turned(wide, 2), turned(wide, -2)
    assert read(np.concatenate([rising, falling])).text == "\n".join(["2704 18 953 61 2847"] * 2)


def shadowed(shape: tuple[int, ...]) -> Cover:
    rows, cols = np.indices(shape[:2])
    edge = rows / shape[0] + cols / shape[1] - 1.0
    return 228 * (1 - 0.4 / (1 + np.exp(-edge * 30)))


def with_rules(paper: Cover, every: int, upright: bool) -> Cover:
    ruled = paper.copy()
    for row in (9, 10):
        ruled[row::every] = paper[row::every] * 0.7
        if upright:
            ruled[:, row::every] = paper[:, row::every] * 0.7
    return ruled


COVER = written(LINES)[0]
PAPER = np.full(COVER.shape, 228.0)
PAGES = {
    "shadow": painted(COVER, shadowed(COVER.shape), shadowed(COVER.shape) * 0.2),
    "ruled": painted(COVER, with_rules(PAPER, 55, upright=False)),
    "squared": painted(COVER, with_rules(PAPER, 36, upright=True)),
    "chalk": painted(COVER, 50.0, 225.0),
    "chalk on lines": 255 - painted(COVER, with_rules(PAPER, 55, upright=False)),
    "blue ink": painted(COVER, (205, 238, 250), (160, 60, 30)),
    "pencil": painted(COVER, 215.0, 140.0),
}


@pytest.mark.parametrize("name", PAGES)
def test_paper_and_light_do_not_matter(name: str) -> None:
    assert read(PAGES[name]).text == "\n".join(LINES)


@pytest.mark.parametrize("strength", [4, 9])
def test_noise_is_not_read(strength: float) -> None:
    noise = np.random.default_rng(3).normal(0, strength, COVER.shape)
    noisy = np.clip(page(*LINES) + noise, 0, 255).astype(np.uint8)
    assert read(noisy).text == "\n".join(LINES)


def test_a_blurred_page_is_read() -> None:
    blurred = np.asarray(cv2.GaussianBlur(page(*LINES), (0, 0), 2), np.uint8)
    assert read(blurred).text == "\n".join(LINES)


def test_specks_and_borders_are_nothing() -> None:
    picture = page(*LINES)
    rng = np.random.default_rng(5)
    for row, col in rng.integers(5, min(picture.shape) - 5, (12, 2)).tolist():
        picture[row : row + 3, col : col + 3] = 60
    picture[:, :12] = picture[:9] = 20
    assert read(picture).text == "\n".join(LINES)


def test_a_border_is_not_the_digit_of_the_picture() -> None:
    picture = page(*LINES)
    picture[:, -25:] = 10
    assert read(picture).text == "\n".join(LINES)


@pytest.mark.parametrize("text", ["25", "38", "47", "70", "83", "96"])
@pytest.mark.parametrize("overlap", [1, 2])
def test_two_digits_that_touch_are_two(text: str, overlap: int) -> None:
    left, right = (drawn(DIGITS[label], 100, 9) for label in text)
    start = 30 + left.shape[1] - overlap
    cover = np.zeros((160, start + right.shape[1] + 30))
    cover[30:130, 30 : 30 + left.shape[1]] = left
    beside = cover[30:130, start : start + right.shape[1]]
    np.maximum(beside, right, out=beside)
    assert read(painted(cover)).text == text


def test_a_digit_of_two_strokes_that_do_not_touch_is_one() -> None:
    five = Ink.from_points(
        [
            [(22, 12), (18, 60), (50, 52), (84, 72), (82, 118), (44, 138), (8, 124)],
            [(34, 0), (92, 0)],
        ]
    )
    digit = drawn(five, HEIGHT, PEN)
    cover = written(["27  "])[0]
    cover[MARGIN : MARGIN + HEIGHT, 170 : 170 + digit.shape[1]] = digit
    assert read(painted(cover)).text.endswith("5")


def test_an_equals_sign_is_not_read_as_digits() -> None:
    cover = written(["27    46"])[0]
    for row in (MARGIN + 18, MARGIN + 32):
        cover[row : row + PEN, 180:225] = 1.0
    assert read(painted(cover)).text.replace(" ", "") in {"2746", "27?46"}


def test_what_is_no_digit_is_marked_between_digits() -> None:
    star = np.zeros((HEIGHT, HEIGHT))
    for turn in np.linspace(0, np.pi, 5)[:4]:
        dx, dy = int(22 * np.cos(turn)), int(22 * np.sin(turn))
        cv2.line(star, (24 - dx, 24 - dy), (24 + dx, 24 + dy), 1.0, PEN, cv2.LINE_AA)
    cover = written(["27    "])[0]
    cover[MARGIN : MARGIN + HEIGHT, 140 : 140 + HEIGHT] = star
    assert read(painted(cover)).text == "27?"


# Nothing to read


BLANK = {
    "white": np.full((300, 400), 255, np.uint8),
    "black": np.zeros((300, 400), np.uint8),
    "one pixel": np.full((1, 1), 90, np.uint8),
    "transparent": np.zeros((30, 40, 4), np.uint8),
    "shadow": shadowed((300, 400)).astype(np.uint8),
    "noise": np.random.default_rng(2).normal(200, 5, (300, 400)).astype(np.uint8),
    "squared": with_rules(np.full((300, 400), 228.0), 36, upright=True).astype(np.uint8),
    "grain": np.random.default_rng(2).integers(0, 256, (300, 400), dtype=np.uint8),
}


@pytest.mark.parametrize("name", BLANK)
def test_nothing_is_read_where_nothing_is_written(name: str) -> None:
    assert read(BLANK[name]).text == ""


@pytest.mark.parametrize("shape", [(1, 900), (900, 1), (2, 3), (4, 4), (3, 300), (4, 1, 1)])
@pytest.mark.parametrize("seed", range(3))
def test_no_picture_is_too_small_or_too_narrow(shape: tuple[int, ...], seed: int) -> None:
    picture = np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)
    assert read(picture).verdict in Verdict


def any_picture(seed: int) -> Picture:
    """Return patches of any gray or color in any place, of any size up to 300 pixels."""
    rng = np.random.default_rng(seed)
    rows, cols = np.exp(rng.uniform(0, np.log(300), 2)).astype(int)
    channels: list[tuple[int, ...]] = [(), (1,), (3,), (4,)]
    shape = (rows, cols, *channels[seed % 4])
    picture = np.full(shape, rng.integers(256), np.uint8)
    for _ in range(rng.integers(1, 50)):
        row, col = rng.integers(rows), rng.integers(cols)
        down, across = rng.integers(1, rows // 3 + 2), rng.integers(1, cols // 3 + 2)
        picture[row : row + down, col : col + across] = rng.integers(256)
    return picture


@given(seed=SEED)
def test_any_picture_is_read_with_boxes_within_it(seed: int) -> None:
    picture = any_picture(seed)
    rows, cols = picture.shape[:2]
    for digit in read(picture).digits:
        box = digit.box
        assert box is not None
        assert -0.01 <= box.left < box.right <= cols + 0.01
        assert -0.01 <= box.top < box.bottom <= rows + 0.01


def test_reading_leaves_the_picture_alone_and_is_the_same_each_time() -> None:
    picture = PAGES["squared"]
    before = picture.copy()
    assert read(picture) == read(picture)
    np.testing.assert_array_equal(picture, before)


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(PictureError):
        read(np.zeros((5, 5, 2), np.uint8))
