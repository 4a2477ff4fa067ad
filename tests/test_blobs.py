"""Pieces of ink: what hangs together, without dirt; cut where two digits may touch."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from strokes import DIGITS

from recognizer.ink.raster import rasterize
from recognizer.pictures.blobs import (
    INK_FROM,
    MAX_PIECES,
    Blobs,
    find_blobs,
    weighted_median,
    with_cuts,
)

Pixels = npt.NDArray[np.uint8]

HEIGHT = 80


def digit(label: str) -> Pixels:
    drawn = rasterize(DIGITS[label], size=160)
    size = (round(drawn.shape[1] * HEIGHT / drawn.shape[0]), HEIGHT)
    return np.asarray(cv2.resize(drawn, size, interpolation=cv2.INTER_AREA), np.uint8)


def line(labels: str, gap: int = 20, margin: int = 40) -> Pixels:
    """Return digits side by side; with a `gap` below 0 they overlap."""
    parts = [digit(label) for label in labels]
    width = sum(part.shape[1] for part in parts) + gap * (len(parts) - 1)
    canvas = np.zeros((HEIGHT + 2 * margin, width + 2 * margin), np.uint8)
    left = margin
    for part in parts:
        place = canvas[margin : margin + HEIGHT, left : left + part.shape[1]]
        np.maximum(place, part, out=place)
        left += part.shape[1] + gap
    return canvas


def boxes(blobs: Blobs) -> list[list[int]]:
    return [[int(side) for side in box] for box in blobs.boxes]


def inked(pixels: Pixels) -> int:
    return int(np.count_nonzero(pixels > INK_FROM))


# What hangs together


def test_digits_that_stand_apart_are_a_piece_each() -> None:
    blobs = find_blobs(line("2704"))
    assert len(blobs) == 4
    assert sorted(blobs.wholes.tolist()) == [0, 1, 2, 3]


def test_a_piece_knows_where_it_is() -> None:
    blobs = find_blobs(line("1", margin=30))
    rows, cols = digit("1").shape
    assert np.abs(blobs.boxes[0] - [30, 30, 30 + cols, 30 + rows]).max() <= 2


def test_the_height_is_that_of_most_digits() -> None:
    assert find_blobs(line("27048")).height == pytest.approx(HEIGHT, abs=3)


@pytest.mark.parametrize("labels", ["27", "104", "888"])
def test_a_piece_cut_out_is_its_own_ink_and_no_other(labels: str) -> None:
    ink = line(labels)
    blobs = find_blobs(ink)
    for piece, box in enumerate(boxes(blobs)):
        left, top, right, bottom = box
        np.testing.assert_array_equal(
            blobs.cut_out([piece])[2:-2, 2:-2], ink[top:bottom, left:right]
        )


def test_pieces_cut_out_together_keep_their_places() -> None:
    ink = line("27")
    cut = find_blobs(ink).cut_out([0, 1])
    assert inked(cut) == inked(ink)


def test_what_stands_between_pieces_is_not_cut_out_with_them() -> None:
    blobs = find_blobs(line("204"))
    order = np.argsort(blobs.boxes[:, 0]).tolist()
    outer = blobs.cut_out([order[0], order[2]])
    alone = [inked(blobs.cut_out([order[k]])) for k in (0, 2)]
    assert inked(outer) == sum(alone)


def test_a_piece_at_the_edge_of_the_picture_can_be_cut_out() -> None:
    blobs = find_blobs(line("4", margin=0))
    assert inked(blobs.cut_out([0])) == inked(line("4", margin=0))


# Dirt


def with_patch(ink: Pixels, top: int, left: int, bottom: int, right: int) -> Pixels:
    ink[top:bottom, left:right] = 255
    return ink


@pytest.mark.parametrize(
    "patch",
    [(5, 5, 12, 12), (2, 60, 10, 250), (0, 0, 160, 14), (0, 0, 160, 1), (150, 100, 160, 180)],
    ids=["speck", "line", "border", "thin border", "bit at the edge"],
)
def test_dirt_is_no_piece(patch: tuple[int, int, int, int]) -> None:
    clean = find_blobs(line("2704"))
    assert boxes(find_blobs(with_patch(line("2704"), *patch))) == boxes(clean)


def test_the_border_of_a_scan_is_no_piece_though_it_is_as_high_as_a_digit() -> None:
    """It leans, so it fills little of the box around it."""
    ink = line("2704", margin=130)
    cols = ink.shape[1]
    cv2.fillPoly(ink, [np.array([(0, 0), (cols, 0), (cols, HEIGHT)])], 255)
    assert len(find_blobs(ink)) == 4


def test_a_digit_that_is_cut_off_by_the_edge_is_a_piece() -> None:
    ink = line("2707", margin=60)[62:]
    assert len(find_blobs(ink)) == 4


def test_the_rest_of_a_printed_line_is_no_piece() -> None:
    ink = with_patch(line("2704", gap=40), 50, 110, 100, 111)
    assert len(find_blobs(ink)) == 4


def test_a_stroke_as_large_as_that_of_a_5_is_a_piece() -> None:
    ink = with_patch(line("2704", margin=60), 20, 70, 30, 100)
    assert len(find_blobs(ink)) == 5


@pytest.mark.parametrize("shape", [(1, 1), (40, 50)])
@pytest.mark.parametrize("value", [0, INK_FROM])
def test_where_nothing_is_written_there_are_no_pieces(shape: tuple[int, int], value: int) -> None:
    blobs = with_cuts(find_blobs(np.full(shape, value, np.uint8)))
    assert len(blobs) == 0
    assert blobs.height == 0
    assert blobs.boxes.shape == (0, 4)


def test_a_texture_is_no_writing() -> None:
    side = 10 * int(np.sqrt(MAX_PIECES) + 2)
    dots = np.zeros((side, side), np.uint8)
    for row in range(1, 9):
        for col in range(1, 9):
            dots[row::10, col::10] = 255
    assert len(find_blobs(dots)) == 0


def test_what_is_too_small_to_read_is_no_writing() -> None:
    tiny = np.zeros((30, 60), np.uint8)
    tiny[10:14, 10:50:6] = 255
    assert len(find_blobs(tiny)) == 0


# Cuts


@pytest.mark.parametrize("labels", ["2704", "1", "111"])
def test_digits_as_narrow_as_digits_are_not_cut(labels: str) -> None:
    blobs = find_blobs(line(labels))
    assert boxes(with_cuts(blobs)) == boxes(blobs)


@pytest.mark.parametrize("tall", [10, 20, 30])
def test_what_is_low_beside_digits_is_not_cut(tall: int) -> None:
    # The bar of a 5 and the dashes of a sum are wider than high, and still no two digits.
    ink = with_patch(line("2704", margin=60), 30 - tall // 2, 70, 30 + tall - tall // 2, 140)
    blobs = find_blobs(ink)
    assert len(blobs) == 5
    assert boxes(with_cuts(blobs)) == boxes(blobs)


@pytest.mark.parametrize("labels", ["00", "25", "38", "66", "98"])
@pytest.mark.parametrize("gap", [-8, -4])
def test_one_cut_parts_digits_that_touch(labels: str, gap: int) -> None:
    whole = find_blobs(line(labels, gap))
    assert len(whole) == 1
    pieces = with_cuts(whole)
    assert set(pieces.wholes.tolist()) == {0}
    seam = 40 + digit(labels[0]).shape[1] + gap / 2
    sides = np.concatenate([pieces.boxes[:, 0], pieces.boxes[:, 2]])
    assert np.abs(sides - seam).min() <= 0.1 * HEIGHT


def test_what_is_cut_is_still_all_there() -> None:
    ink = line("0284", gap=-6)
    pieces = with_cuts(find_blobs(ink))
    assert len(pieces) >= 4
    assert inked(pieces.cut_out(range(len(pieces)))) == inked(ink)
    assert sum(np.count_nonzero(pieces.labels == k + 1) for k in range(len(pieces))) == inked(ink)


def test_each_piece_of_a_cut_lies_in_its_box() -> None:
    pieces = with_cuts(find_blobs(line("0284", gap=-6)))
    for k, (left, top, right, bottom) in enumerate(boxes(pieces)):
        rows, cols = np.nonzero(pieces.labels == k + 1)
        assert (left, top, right, bottom) == (
            cols.min(),
            rows.min(),
            cols.max() + 1,
            rows.max() + 1,
        )


def test_cutting_leaves_the_wholes_alone() -> None:
    whole = find_blobs(line("00", gap=-6))
    before = whole.labels.copy()
    with_cuts(whole)
    np.testing.assert_array_equal(whole.labels, before)


@pytest.mark.parametrize(
    ("values", "weights", "middle"),
    [([3], [1], 3), ([1, 2, 3], [1, 1, 1], 2), ([5, 1, 9], [1, 1, 9], 9), ([4, 2], [0, 1], 2)],
)
def test_half_of_the_weight_lies_below_the_weighted_median(
    values: list[float], weights: list[float], middle: float
) -> None:
    assert weighted_median(np.array(values, float), np.array(weights, float)) == middle


def test_the_pieces_of_a_full_page_are_all_found() -> None:
    page = np.zeros((1980, 1980), np.uint8)
    for row in range(60):
        for col in range(60):
            page[33 * row + 6 : 33 * row + 26, 33 * col + 6 : 33 * col + 10] = 255
    assert len(find_blobs(page)) == 3600
