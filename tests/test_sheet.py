"""Sheets and cards on a table: they are found, straightened and read; boxes lie in the photo."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from sheetpictures import DIGIT_PIXELS, MARGIN_PIXELS, PAPER, Picture, sheet

from recognizer import Reader
from recognizer.pictures.sheet import find_sheet

PAGE = np.pad(sheet("24735", "93521"), ((0, 150), (0, 0)), constant_values=230)
TEXT = "24735\n93521"
ROWS, COLS = 900, 1200
LYING = {
    "straight": [(350, 250), (770, 250), (770, 700), (350, 700)],
    "turned": [(380, 200), (800, 260), (745, 700), (325, 640)],
    "seen from the side": [(420, 220), (820, 240), (880, 720), (350, 680)],
    "cut off by the picture": [(330, 350), (930, 340), (940, 980), (340, 960)],
}
Corners = list[tuple[int, int]]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def table(kind: str) -> npt.NDArray[np.float64]:
    """Return a dark desk, or planks of wood with their grain, BGR."""
    rng = np.random.default_rng(3)
    if kind == "dark":
        return np.full((ROWS, COLS, 3), 40.0) + rng.normal(0, 3, (ROWS, COLS, 1))
    grain = rng.normal(0, 1, (ROWS // 6, COLS // 120)).astype(np.float32)
    wide = cv2.resize(grain, (COLS, ROWS), interpolation=cv2.INTER_CUBIC)
    return np.array([70.0, 110.0, 160.0]) + 25 * wide[..., None].astype(np.float64)


def matrix(corners: Corners) -> npt.NDArray[np.float64]:
    """Return how the page must be moved, so that its corners lie there."""
    rows, cols = PAGE.shape
    flat = np.array([(0, 0), (cols, 0), (cols, rows), (0, rows)], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(flat, np.array(corners, np.float32)), np.float64)


def photo(kind: str, corners: Corners, page: Picture = PAGE) -> Picture:
    to, size = matrix(corners), (COLS, ROWS)
    laid = cv2.warpPerspective(page, to, size)[..., None].astype(np.float64)
    covers = cv2.warpPerspective(np.ones(page.shape), to, size)[..., None]
    return np.rint(table(kind) * (1 - covers) + laid * covers).clip(0, 255).astype(np.uint8)


@pytest.mark.parametrize("kind", ["dark", "wood"])
@pytest.mark.parametrize("way", LYING)
def test_a_sheet_on_a_table_is_read(reader: Reader, kind: str, way: str) -> None:
    picture = photo(kind, LYING[way])
    assert reader.read_image(picture).text.replace(" ", "") == TEXT


@pytest.mark.parametrize("way", ["straight", "turned", "seen from the side"])
def test_boxes_lie_in_the_photo(reader: Reader, way: str) -> None:
    symbols = reader.read_image(photo("dark", LYING[way])).symbols
    left = MARGIN_PIXELS + np.arange(5) * DIGIT_PIXELS + DIGIT_PIXELS / 2
    middles = np.stack([left, np.full(5, MARGIN_PIXELS + 20 + DIGIT_PIXELS / 2)], axis=-1)
    there = cv2.perspectiveTransform(middles[None], matrix(LYING[way]))[0]
    found = [((s.box.left + s.box.right) / 2, (s.box.top + s.box.bottom) / 2) for s in symbols]
    assert np.abs(np.array(found[:5]) - there).max() < 12


def test_a_sheet_on_its_side_on_a_table_is_turned(reader: Reader) -> None:
    picture = np.ascontiguousarray(np.rot90(photo("wood", LYING["turned"])))
    reading = reader.read_image(picture)
    assert (reading.text.replace(" ", ""), reading.turned) == (TEXT, 90)


def test_a_page_that_fills_the_picture_is_no_sheet_on_a_table() -> None:
    assert find_sheet(np.asarray(cv2.resize(PAGE, (COLS, ROWS)), np.uint8)) is None


def test_a_shadow_across_a_page_is_no_table(reader: Reader) -> None:
    page = cv2.resize(PAGE, (800, 600)).astype(np.float64)
    light = np.where(np.arange(800) < 430, 1.0, 0.55)[None]
    page *= cv2.GaussianBlur(light, (0, 0), 5)
    assert find_sheet(page.astype(np.uint8)) is None
    assert reader.read_image(page.astype(np.uint8)).text.replace(" ", "") == TEXT


def lying_note(color: list[int], around: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return a picture of a table, or of paper, with a note of a color that says 24735, 93521."""
    flat = np.array([(0, 0), (PAGE.shape[1], 0), PAGE.shape[::-1], (0, PAGE.shape[0])], np.float32)
    there = cv2.getPerspectiveTransform(flat, np.array(LYING["seen from the side"], np.float32))
    size = around.shape[1::-1]
    mask = cv2.warpPerspective(np.ones(PAGE.shape), there, size)[..., None]
    page = cv2.warpPerspective(PAGE / PAPER, there, size)[..., None]
    return around * (1 - mask) + np.array(color, np.float64) * page * mask


COLORS = {"yellow": [120, 235, 250], "pink": [200, 160, 250], "blue": [240, 210, 140]}


@pytest.mark.parametrize("color", COLORS)
def test_a_colored_note_is_found_on_a_table_as_bright(reader: Reader, color: str) -> None:
    for around in (table("wood") * 1.2, np.full((ROWS, COLS, 3), 240.0)):
        photo = np.clip(lying_note(COLORS[color], around), 0, 255).astype(np.uint8)
        assert reader.read_image(photo).text == TEXT


def test_what_is_written_beside_a_colored_part_of_a_page_is_read(reader: Reader) -> None:
    page = np.full((ROWS, COLS, 3), float(PAPER))
    title = sheet("80")
    page[: title.shape[0], : title.shape[1]] = title[..., None]
    photo = lying_note([190, 225, 230], page).astype(np.uint8)
    assert find_sheet(photo)
    assert reader.read_image(photo).text.replace(" ", "") == "80\n" + TEXT


def test_a_picture_all_of_one_color_shows_no_note() -> None:
    light = np.linspace(1.0, 0.4, COLS)[:, None] * COLORS["yellow"]
    assert find_sheet(np.tile(light, (ROWS, 1, 1)).astype(np.uint8)) is None


@pytest.mark.parametrize("soft_pixels", [3, 15])
@pytest.mark.parametrize("degrees", [0, 60, 150, 210, 330])
def test_a_shadow_across_a_note_is_no_digit(reader: Reader, degrees: int, soft_pixels: int) -> None:
    """Its edge, and what it leaves of the light, look like a 1 that fills the picture."""
    for text in ("7", "24"):
        note = sheet(text)
        down, right = np.mgrid[: note.shape[0], : note.shape[1]] / np.max(note.shape) - 0.5
        angle = np.radians(degrees)
        is_lit = right * np.cos(angle) + down * np.sin(angle) > 0.15
        light = cv2.GaussianBlur(np.where(is_lit, 1.0, 0.5), (0, 0), soft_pixels)
        assert reader.read_image((note * light).astype(np.uint8)).text == text


@pytest.mark.parametrize("ink", [[150, 60, 20], [40, 40, 180]])
def test_a_lamp_mirrored_in_a_whiteboard_is_no_ink(reader: Reader, ink: list[int]) -> None:
    """In the color of the ink, the lamp differs more from the board than what is written."""
    written = 1 - sheet("24735", "93521")[..., None] / PAPER
    board = 190 * (1 - written) + np.array(ink) * written
    down, right = np.mgrid[: board.shape[0], : board.shape[1]]
    lamp = np.exp(-((((right - 60) ** 2 + (down - 145) ** 2) / 400.0) ** 3))
    photo = np.clip(board + 65 * lamp[..., None], 0, 255).astype(np.uint8)
    assert reader.read_image(photo).text.replace(" ", "") == TEXT


def test_light_that_falls_off_is_no_table() -> None:
    light = np.linspace(1.0, 0.3, 800)
    assert find_sheet(np.asarray(cv2.resize(PAGE, (800, 600)) * light, np.uint8)) is None


def test_nothing_is_made_up_on_an_empty_sheet(reader: Reader) -> None:
    blank = np.full_like(PAGE, 230)
    assert not reader.read_image(photo("dark", LYING["turned"], blank)).has_known


def test_a_bright_bold_stroke_is_no_sheet(reader: Reader) -> None:
    picture = np.full((400, 300), 20, np.uint8)
    picture[60:340, 120:170] = 240
    assert reader.read_image(picture).text == "1"


@pytest.mark.parametrize("strength", [0.5, 0.3, 0.25])
def test_pencil_beside_black_print_is_read(reader: Reader, strength: float) -> None:
    printed, written = sheet("48"), sheet("2735").astype(np.float64)
    pencil = (PAPER - (PAPER - written) * strength).astype(np.uint8)
    assert reader.read_image(np.hstack([printed, pencil])).text.split() == ["48", "2735"]


def test_a_marker_so_bold_that_ink_outweighs_paper_is_read(reader: Reader) -> None:
    pen = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (27, 27))
    large = cv2.resize(sheet("4735"), None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
    bold = cv2.erode(large, pen)
    close = bold[:, (bold < 128).any(axis=0)]  # no paper between digits
    picture = np.pad(close[200:-200], 40, constant_values=230)
    assert reader.read_image(picture).text == "4735"
