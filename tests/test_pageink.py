"""The ink of a page: neither light nor shadow, neither lines nor squares, but all that was written.

The pages are drawn here: digits with OpenCV's lines, the paper as arrays.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strokes import DIGITS

from recognizer import PictureError
from recognizer.network.preprocess import preprocess_pixels
from recognizer.pictures.page import WORKING_PIXELS, find_page_ink
from recognizer.pictures.rules import without_rules

Picture = npt.NDArray[np.uint8]
Cover = npt.NDArray[np.float64]
Color = tuple[int, int, int]

ROWS, COLS = 420, 600
WRITTEN = "2704", "5318"
PLACES = {(row, col): (90 + 170 * row, 60 + 130 * col) for row in range(2) for col in range(4)}
"""Top and left of each digit; they are `HEIGHT` tall."""
HEIGHT, PEN = 80, 8

CLOSE = 0.02
"""Mean difference of two fields within which they show the same digit (measured: 0.010)."""
ROUGH = 0.06
"""The same where lines ran through it (measured: 0.049); two digits differ by 0.08."""
LEFT = 0.04
"""Part of the printed lines that may be left (measured: 0.03, in the dark)."""


def written() -> Cover:
    """Return how much of each pixel of the page is ink, in [0, 1]."""
    canvas = np.zeros((ROWS * 4, COLS * 4), np.uint8)
    for (row, col), (top, left) in PLACES.items():
        ink = DIGITS[WRITTEN[row][col]]
        scale = (HEIGHT - PEN) / ink.bounding_box.height
        corner = (ink.bounding_box.left, ink.bounding_box.top)
        for stroke in ink.strokes:
            points = (stroke.points - corner) * scale + (left + PEN / 2, top + PEN / 2)
            line = np.rint(points * 4).astype(np.int32).reshape(-1, 1, 2)
            cv2.polylines(canvas, [line], False, 255, PEN * 4, cv2.LINE_8)
    return np.asarray(cv2.resize(canvas, (COLS, ROWS), interpolation=cv2.INTER_AREA), float) / 255


def page(
    paper: npt.ArrayLike = 225.0, ink: npt.ArrayLike = 40.0, rules: Cover | None = None
) -> Picture:
    """Return ink on paper, both of a gray or color that may change; printed lines below the ink."""
    ground, pen = np.asarray(paper, np.float64), np.asarray(ink, np.float64)
    cover = written()
    if max(ground.ndim, pen.ndim) in (1, 3):
        cover = cover[..., None]
    if rules is not None:
        ground = ground * (1 - 0.35 * rules)
    return np.rint(cover * pen + (1 - cover) * ground).astype(np.uint8)


def ruled(every: int = 60, upright: bool = False, degrees: float = 0.0) -> Cover:
    """Return lines 2 pixels wide across the page, and down it if `upright`."""
    lines = np.zeros((ROWS * 3, COLS * 3), np.uint8)
    lines[10::every] = lines[11::every] = 255
    if upright:
        lines[:, 10::every] = lines[:, 11::every] = 255
    turn = cv2.getRotationMatrix2D((COLS * 1.5, ROWS * 1.5), degrees, 1.0)
    turned = cv2.warpAffine(lines, turn, lines.shape[::-1], flags=cv2.INTER_LINEAR)
    return np.asarray(turned[ROWS : 2 * ROWS, COLS : 2 * COLS], float) / 255


def sloping(low: float, high: float) -> Cover:
    """Return light that falls off from left to right."""
    return np.broadcast_to(np.linspace(high, low, COLS), (ROWS, COLS)).copy()


def shadowed(paper: float = 225.0) -> Cover:
    """Return paper with a shadow over its lower right, soft along the edge."""
    rows, cols = np.indices((ROWS, COLS))
    return paper * (1 - 0.4 / (1 + np.exp(-(rows / ROWS + cols / COLS - 1.0) * 40)))


def tinted(rules: Cover, line: Color, paper: float = 225.0) -> Cover:
    """Return gray paper with lines of a color, (rows, cols, 3)."""
    cover = rules[..., None]
    return np.asarray(paper * (1 - cover) + line * cover, np.float64)


def along_a_line(rules: Cover, is_upright: bool) -> tuple[slice, slice]:
    """Return where a stroke lies that covers a part of one of the level `rules`."""
    line = int(np.flatnonzero(rules.min(axis=0 if is_upright else 1) > 0.5)[4])
    along, across = slice(120, 200), slice(line - 1, line + 3)
    return (along, across) if is_upright else (across, along)


def ink_at(pixels: Picture, place: tuple[int, int], margin: int = 6) -> Picture:
    top, left = PLACES[place]
    return pixels[top - margin : top + HEIGHT + margin, left - margin : left + HEIGHT + margin]


def off(picture: Picture) -> float:
    """Return how far the worst digit of what is found is from what was written."""
    found, cover = find_page_ink(picture).pixels, np.rint(written() * 255).astype(np.uint8)
    fields = [
        [preprocess_pixels(ink_at(each, place)) for each in (found, cover)] for place in PLACES
    ]
    return max(float(np.abs(one - other).mean()) for one, other in fields)


def beside(picture: Picture) -> int:
    """Return how many pixels are inked where nothing was written."""
    near = cv2.dilate(written(), np.ones((9, 9), np.uint8)) > 0
    return int(np.count_nonzero(find_page_ink(picture).pixels[~near] > 64))


PLAIN = {
    "black on white": page(255.0, 0.0),
    "pencil": page(215.0, 130.0),
    "chalk": page(40.0, 220.0),
    "blue on cream": page((200, 235, 250), (150, 60, 30)),
    "red on green of one brightness": page((40, 150, 40), (40, 40, 220)),
    "light falls off": page(sloping(90, 240), sloping(18, 48)),
    "shadow": page(shadowed(), shadowed() * 0.2),
}
RULES = {
    "ruled": ruled(),
    "ruled and turned": ruled(degrees=4),
    "squared": ruled(40, upright=True),
    "squared and turned": ruled(40, upright=True, degrees=-3),
}
TWO_COLORS: dict[str, tuple[Color, Color]] = {
    "red on blue": ((225, 160, 110), (110, 110, 225)),
    "blue on gray": ((130, 130, 130), (215, 150, 100)),
    "blue on red": ((110, 110, 225), (225, 150, 100)),
}
"""BGR of printed lines and of ink; in the color where each is strongest, they are about equal."""
GROUNDS: dict[str, tuple[npt.ArrayLike, npt.ArrayLike]] = {
    "light": (225.0, 40.0),
    "in shadow": (shadowed(), shadowed() * 0.2),
    "dark": (60.0, 240.0),
}


@pytest.mark.parametrize("name", PLAIN)
def test_what_was_written_is_found_and_nothing_else(name: str) -> None:
    assert off(PLAIN[name]) < CLOSE
    assert beside(PLAIN[name]) == 0


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_printed_lines_are_no_ink_and_ink_on_them_is(rules: str, ground: str) -> None:
    paper, ink = GROUNDS[ground]
    shade = -RULES[rules] if ground == "dark" else RULES[rules]
    picture = page(paper, ink, shade)
    assert off(picture) < ROUGH
    assert beside(picture) <= LEFT * np.count_nonzero(RULES[rules])


def test_lines_of_a_large_sheet_are_found_however_many_pixels_they_have() -> None:
    sheet = np.full((2000, 1400), 225.0)
    for k in range(4):
        sheet[20 + k :: 34] = sheet[:, 20 + k :: 34] = 160
    found = find_page_ink(np.rint(sheet).astype(np.uint8)).pixels
    assert np.count_nonzero(found) <= LEFT * np.count_nonzero(sheet == 160)


@pytest.mark.parametrize("is_upright", [True, False])
def test_a_stroke_along_a_printed_line_stays(is_upright: bool) -> None:
    rules = ruled(40, upright=True)
    sheet = 225 * (1 - 0.35 * rules)
    stroke = along_a_line(rules, is_upright)
    sheet[stroke] = 100
    assert np.median(find_page_ink(np.rint(sheet).astype(np.uint8)).pixels[stroke]) > 200


@pytest.mark.parametrize(("line", "ink"), TWO_COLORS.values(), ids=TWO_COLORS)
def test_printed_lines_are_no_ink_below_a_pen_of_another_color(line: Color, ink: Color) -> None:
    rules = ruled(40, upright=True, degrees=2)
    picture = page(tinted(rules, line), ink)
    assert off(picture) < ROUGH
    assert beside(picture) <= LEFT * np.count_nonzero(rules)


@pytest.mark.parametrize("is_upright", [True, False])
@pytest.mark.parametrize(("line", "ink"), TWO_COLORS.values(), ids=TWO_COLORS)
def test_a_stroke_along_a_line_of_another_color_stays(
    line: Color, ink: Color, is_upright: bool
) -> None:
    rules = ruled(40, upright=True)
    stroke = along_a_line(rules, is_upright)
    sheet = tinted(rules, line)
    sheet[stroke] = ink
    assert np.median(find_page_ink(np.rint(sheet).astype(np.uint8)).pixels[stroke]) > 200


@pytest.mark.parametrize("rules", RULES)
def test_a_gray_page_is_the_same_as_one_in_three_equal_colors(rules: str) -> None:
    gray = page(rules=RULES[rules])
    one, three = (find_page_ink(each) for each in (gray, np.dstack([gray] * 3)))
    np.testing.assert_array_equal(one.pixels, three.pixels)


@pytest.mark.parametrize("strength", [3, 8])
def test_noise_is_not_ink(strength: float) -> None:
    noise = np.random.default_rng(3).normal(0, strength, (ROWS, COLS))
    noisy = np.clip(page() + noise, 0, 255).astype(np.uint8)
    assert off(noisy) < CLOSE
    assert beside(noisy) == 0


@pytest.mark.parametrize("sigma", [1, 2.5])
def test_a_blurred_page_is_found(sigma: float) -> None:
    assert off(np.asarray(cv2.GaussianBlur(page(), (0, 0), sigma), np.uint8)) < 2 * CLOSE


def test_ink_may_stand_on_nothing() -> None:
    alpha = np.rint(written() * 255).astype(np.uint8)
    assert off(np.dstack([np.zeros((ROWS, COLS, 3), np.uint8), alpha])) < CLOSE


@pytest.mark.parametrize("degrees", [-4, -1, 0, 2, 5])
def test_printed_lines_tell_how_the_page_is_turned(degrees: float) -> None:
    slope = find_page_ink(page(rules=ruled(degrees=degrees))).slope
    assert slope == pytest.approx(-np.tan(np.radians(degrees)), abs=0.006)


@pytest.mark.parametrize("name", PLAIN)
def test_without_printed_lines_nothing_tells_it(name: str) -> None:
    assert find_page_ink(PLAIN[name]).slope is None


def test_a_page_without_lines_is_left_as_it_is() -> None:
    strength = np.rint(written() * 200).astype(np.uint8)
    colors = [strength // 2, strength, strength // 3]
    found, slope = without_rules(strength, lambda: colors)
    np.testing.assert_array_equal(found, strength)
    assert slope is None


BLANK = {
    "white": np.full((ROWS, COLS), 255, np.uint8),
    "black": np.zeros((ROWS, COLS), np.uint8),
    "colored": np.full((ROWS, COLS, 3), (200, 220, 90), np.uint8),
    "transparent": np.zeros((ROWS, COLS, 4), np.uint8),
    "light falls off": sloping(100, 240).astype(np.uint8),
    "ruled": (225 * (1 - 0.35 * ruled(degrees=2))).astype(np.uint8),
    "squared": (225 * (1 - 0.35 * ruled(40, upright=True))).astype(np.uint8),
    "noise": np.random.default_rng(3).normal(200, 5, (ROWS, COLS)).astype(np.uint8),
    "one pixel": np.full((1, 1), 7, np.uint8),
    "one row": np.full((1, 900), 200, np.uint8),
}


@pytest.mark.parametrize("name", BLANK)
def test_on_a_blank_page_there_is_hardly_a_speck(name: str) -> None:
    assert np.count_nonzero(find_page_ink(BLANK[name]).pixels > 64) < 100


@pytest.mark.parametrize("scale", [2, 5])
def test_a_large_page_is_reduced_and_tells_by_how_much(scale: int) -> None:
    size = (COLS * scale, ROWS * scale)
    large = np.asarray(cv2.resize(page(), size, interpolation=cv2.INTER_CUBIC), np.uint8)
    found = find_page_ink(large)
    rows, cols = found.pixels.shape
    assert max(rows, cols) == min(WORKING_PIXELS, max(size))
    assert found.scale == pytest.approx((size[0] / cols, size[1] / rows))


def test_finding_ink_leaves_the_picture_alone() -> None:
    picture = page(rules=ruled())
    before = picture.copy()
    find_page_ink(picture)
    np.testing.assert_array_equal(picture, before)


@given(rows=st.integers(1, 7), cols=st.one_of(st.integers(1, 7), st.just(300)))
def test_no_page_is_too_small(rows: int, cols: int) -> None:
    # OpenCV takes an array of four rows or fewer for a color (found by fuzzing).
    picture = np.random.default_rng(rows).integers(0, 256, (rows, cols), dtype=np.uint8)
    assert find_page_ink(picture).pixels.shape == (rows, cols)


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(PictureError):
        find_page_ink(np.zeros((5, 5, 2), np.uint8))
