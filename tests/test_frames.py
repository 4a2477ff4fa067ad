"""Boxes, tables, combs and circles around what is written are printed matter, and not read."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from drawnpictures import coverage, painted
from printedcells import CELL, HEIGHT, Cover, box, comb, line, put, table

from recognizer import Reader

READER = Reader()


def read(cover: Cover, degrees: float = 0.0) -> str:
    picture = painted(cover, ink=50, paper=232)
    rows, cols = picture.shape
    turn = cv2.getRotationMatrix2D((cols / 2, rows / 2), degrees, 1.0)
    turned = cv2.warpAffine(picture, turn, (cols, rows), borderValue=232)
    return READER.read_image(np.asarray(turned, np.uint8)).text


@pytest.mark.parametrize("width", [2, 4, 6])
@pytest.mark.parametrize("text", ["7", "5", "0", "42", "308"])
def test_a_number_in_a_box_is_read(text: str, width: int) -> None:
    cover = np.zeros((200, 160 + 60 * len(text)))
    box(cover, 40, 40, 100 + 60 * len(text), 150, width)
    left = 70
    for label in text:
        left = put(cover, label, left, 70)
    assert read(cover) == text


@pytest.mark.parametrize("width", [1, 3, 5])
@pytest.mark.parametrize("margin", [30, 250])
@pytest.mark.parametrize("text", ["6808", "45393", "2026"])
def test_a_form_of_joined_boxes_is_read(text: str, margin: int, width: int) -> None:
    assert read(comb(text, width, margin)) == text


TABLE = ("65", "3", "0"), ("69", "24", "92"), ("8", "7", "81")


@pytest.mark.parametrize("degrees", [-4, -1, 0, 2, 5])
@pytest.mark.parametrize("margin", [60, 240])
def test_a_table_anywhere_on_a_page_is_read(margin: int, degrees: float) -> None:
    assert read(table(TABLE, margin), degrees) == "\n".join(map(" ".join, TABLE))


def test_a_table_may_have_thick_lines_and_empty_cells() -> None:
    cover = table((("5", "", "3"), ("", "8", ""), ("4", "", "9")), 50)
    box(cover, 50, 50, cover.shape[1] - 50, cover.shape[0] - 50, 8)
    assert read(cover) == "5 3\n8\n4 9"


@pytest.mark.parametrize("cell_pixels", [36, 50, 90])
def test_the_lines_around_the_blocks_of_a_sudoku_may_be_thick(cell_pixels: int) -> None:
    rows = ["53  7    ", "6  195   ", " 98    6 ", "8   6   3", "4  8 3  1", "7   2   6"]
    rows += [" 6    28 ", "   419  5", "    8  79"]
    side, margin = 9 * CELL, 60
    cover = np.zeros((side + 2 * margin, side + 2 * margin))
    for k in range(10):
        at, width = margin + k * CELL, 3 if k % 3 else 13
        line(cover, (margin, at), (margin + side, at), width)
        line(cover, (at, margin), (at, margin + side), width)
    for row, text in enumerate(rows):
        for col, label in enumerate(text):
            if label != " ":
                put(cover, label, margin + col * CELL + 30, margin + row * CELL + 22)
    scale = cell_pixels / CELL
    small = cv2.resize(cover, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    lines = read(np.asarray(small, np.float64), degrees=1.0).replace(" ", "").split("\n")
    assert lines == [text.replace(" ", "") for text in rows]


def test_what_crosses_a_line_of_a_table_stays() -> None:
    cover = table((("", "3"), ("", "2")), 60)
    put(cover, "8", 100, 60 + CELL - HEIGHT // 2)
    assert read(cover) == "3\n8 2"


@pytest.mark.parametrize("strength", [0.2, 0.4])
@pytest.mark.parametrize("degrees", [-2, 0, 1])
def test_the_boxes_of_a_form_may_be_far_fainter_than_what_is_written(
    degrees: float, strength: float
) -> None:
    boxes = comb("    ", 1)
    digits = comb("6808", 1) - boxes
    assert read(np.maximum(digits, strength * boxes), degrees) == "6808"


@pytest.mark.parametrize("text", ["2", "5", "8"])
def test_what_stands_on_a_gray_line_of_a_form_keeps_its_foot(text: str) -> None:
    cover = 0.5 * comb("   ", 3)
    put(cover, text, 40 + CELL + 27, 40 + CELL - HEIGHT + 2)
    assert read(cover) == text


def test_a_digit_may_reach_from_wall_to_wall_of_its_cell() -> None:
    cover = comb("6 02", 2)
    tall = coverage("5", CELL - 2, margin=0)
    part = cover[41 : 41 + CELL - 2, 40 + CELL + 14 :][:, : tall.shape[1]]
    np.maximum(part, tall, out=part)
    assert read(cover) == "6502"


def test_faint_squares_up_to_the_edge_are_paper() -> None:
    cover = np.zeros((300, 600))
    cover[20::60] = cover[:, 30::60] = 0.25
    left = 100
    for label in "2026":
        left = put(cover, label, left, 110)
    assert read(cover) == "2026"


@pytest.mark.parametrize("wide", [2, 3, 5])
@pytest.mark.parametrize("digit", ["2", "4", "5", "8"])
def test_the_rest_of_a_frame_at_the_edge_is_nothing(digit: str, wide: int) -> None:
    cover = np.zeros((90, 90))
    put(cover, digit, 30, 22)
    cover[:4] = cover[:, :wide] = 1.0
    assert read(cover) == digit


@pytest.mark.parametrize("text", ["7", "4", "25"])
def test_what_is_circled_is_read(text: str) -> None:
    cover = np.zeros((240, 260))
    cv2.ellipse(cover, (125, 120), (90, 80), 0, 8, 367, 1.0, 5, cv2.LINE_AA)
    left = 128 - 26 * len(text)
    for label in text:
        left = put(cover, label, left, 96)
    assert read(cover) == text


@pytest.mark.parametrize("mark", ["dot", "slash"])
def test_a_zero_with_a_dot_or_a_slash_is_no_circle(mark: str) -> None:
    cover = np.pad(coverage("0", 160, margin=0), 30)
    rows, cols = cover.shape
    if mark == "dot":
        cv2.circle(cover, (cols // 2, rows // 2), 8, 1.0, -1)
    else:
        line(cover, (cols // 2 + 16, rows // 2 - 26), (cols // 2 - 16, rows // 2 + 26), 10)
    assert read(cover) in {"0", "?"}


def test_seven_segments_are_no_table() -> None:
    cover = np.zeros((160, 110))
    box(cover, 30, 30, 80, 80, 9)
    box(cover, 30, 80, 80, 130, 9)
    assert read(cover) in {"8", "?"}
