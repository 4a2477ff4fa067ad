from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from recognizer.pictures.contactsheet import ZOOM, contact_sheet, misread_caption
from recognizer.training.draw.sheets import MAX_MISREAD, misread_sheet, sample_sheet, save_png

Bytes = npt.NDArray[np.uint8]
SIDE = 28
LARGE = SIDE * ZOOM


def plain(*values: int) -> Bytes:
    """Return one image for each value, all of it of that value."""
    filled = [np.full((SIDE, SIDE), value, np.uint8) for value in values]
    return np.array(filled, np.uint8).reshape(-1, SIDE, SIDE)


def values_shown(sheet: Bytes) -> list[list[int]]:
    """Return the values of plain images in `sheet`, row by row: 255 where there is only paper."""
    found = []
    for value in range(1, 255):
        same = (sheet == value).astype(np.uint8)
        if same.sum() >= LARGE * LARGE:  # a single pixel of this value may be part of a letter
            found.append((*np.argwhere(cv2.erode(same, np.ones((LARGE, LARGE))))[0], value))
    rows = sorted({top for top, _, _ in found})
    return [[value for top, _, value in sorted(found) if top == row] for row in rows]


def read_as(*digits: int, sure: float = 0.9) -> npt.NDArray[np.float32]:
    """Return chances (n, 10) by which each is read as one of `digits`, this surely."""
    chances = np.full((len(digits), 10), (1 - sure) / 9, np.float32)
    chances[np.arange(len(digits)), digits] = sure
    return chances


def test_images_stand_in_rows() -> None:
    sheet = contact_sheet(plain(10, 20, 30, 40, 50), ["a", "b", "c", "d", "e"], columns=2)
    assert values_shown(sheet) == [[10, 20], [30, 40], [50]]


def test_a_sheet_is_gray_on_white_paper() -> None:
    sheet = contact_sheet(plain(0), ["a"], columns=3)
    assert sheet.dtype == np.uint8
    assert sheet.ndim == 2
    assert {*sheet[0], *sheet[-1], *sheet[:, 0], *sheet[:, -1]} == {255}


def test_every_pixel_of_an_image_is_shown_unchanged() -> None:
    image = np.random.default_rng(0).integers(1, 255, (1, SIDE, SIDE), np.uint8)
    sheet = contact_sheet(image, [""], columns=1)
    top, left = np.argwhere(sheet != 255)[0]
    assert np.array_equal(sheet[top : top + LARGE : ZOOM, left : left + LARGE : ZOOM], image[0])


def test_a_sheet_is_as_wide_with_fewer_images_than_columns() -> None:
    widths = {
        contact_sheet(plain(*range(1, n + 1)), ["a"] * n, columns=4).shape[1] for n in range(6)
    }
    assert len(widths) == 1


def test_a_caption_stands_below_its_image() -> None:
    bare, captioned = (contact_sheet(plain(9), [text], columns=1) for text in ("", "7"))
    changed = np.argwhere(bare != captioned)
    assert len(changed)
    assert changed[:, 0].min() > np.argwhere(captioned == 9)[:, 0].max()


def test_a_long_caption_is_not_cut_off() -> None:
    caption = "a caption much longer than its image is wide"
    sheet = contact_sheet(plain(9, 9), [caption, caption], columns=2)
    left, right = np.hsplit(sheet[:, 10:-10] < 128, 2)
    assert np.array_equal(left[LARGE + 11 :], right[LARGE + 11 :])
    assert not left[:, :2].any()
    assert not left[:, -2:].any()


def test_a_heading_stands_above_and_widens_a_narrow_sheet() -> None:
    heading = "a heading that is a good deal wider than one image"
    bare, headed = (contact_sheet(plain(9), ["7"], 1, text) for text in ("", heading))
    assert headed.shape > bare.shape
    assert headed.shape[1] > bare.shape[1]
    assert set(headed[:, -1]) == {255}


@pytest.mark.parametrize(("captions", "columns"), [([], 1), (["a", "b"], 1), (["a"], 0)])
def test_a_sheet_needs_a_caption_for_each_image_and_a_column(
    captions: list[str], columns: int
) -> None:
    with pytest.raises(ValueError, match=f"1 images, {len(captions)} captions, {columns} columns"):
        contact_sheet(plain(1), captions, columns)


def test_samples_stand_by_digit_and_are_taken_from_all_over() -> None:
    labels = np.tile(np.array([3, 8], np.uint8), 10)
    sheet = sample_sheet(plain(*range(100, 120)), labels, per_label=3)
    assert values_shown(sheet) == [[100, 108, 118], [101, 109, 119]]


def test_samples_of_other_labels_bear_their_names() -> None:
    labels = np.array([0, 1], np.uint8)
    sheets = [sample_sheet(plain(9, 9), labels, 1, names=names) for names in ("AB", "CB", "AB")]
    assert np.array_equal(sheets[0], sheets[2])
    assert not np.array_equal(sheets[0], sheets[1])


def test_a_rare_digit_leaves_its_row_unfilled() -> None:
    sheet = sample_sheet(plain(1, 2, 3), np.array([0, 5, 5], np.uint8), per_label=2)
    assert values_shown(sheet) == [[1], [2, 3]]


def test_only_misread_digits_are_on_the_misread_sheet_surest_first() -> None:
    chances = np.concatenate([read_as(1, sure=0.5), read_as(2), read_as(3, sure=0.8)])
    sheet = misread_sheet(plain(10, 20, 30), np.array([7, 2, 5], np.uint8), chances)
    assert values_shown(sheet) == [[30, 10]]


def test_the_misread_sheet_has_an_end() -> None:
    count = MAX_MISREAD + 30
    labels, chances = np.zeros(count, np.uint8), read_as(*[1] * count)
    full, less = (
        misread_sheet(np.zeros((n, SIDE, SIDE), np.uint8), labels[:n], chances[:n])
        for n in (count, MAX_MISREAD)
    )
    assert full.shape == less.shape


def test_where_nothing_is_misread_the_sheet_says_so_in_its_heading() -> None:
    sheet = misread_sheet(plain(10), np.array([1], np.uint8), read_as(1))
    assert values_shown(sheet) == []
    assert sheet.min() < 128


@pytest.mark.parametrize(
    ("sure", "words"), [(0.98, "98 %"), (0.994, "99 %"), (0.9999, ">99 %"), (1.0, "100 %")]
)
def test_a_caption_says_what_was_read_and_how_surely(sure: float, words: str) -> None:
    assert misread_caption(7, 1, sure) == f"7 read as 1, {words}"


def test_gray_pixels_are_saved_as_they_are(tmp_path: Path) -> None:
    pixels = np.arange(256, dtype=np.uint8).reshape(8, 32)
    save_png(tmp_path / "gray.png", pixels)
    assert np.array_equal(cv2.imread(str(tmp_path / "gray.png"), cv2.IMREAD_UNCHANGED), pixels)


def test_colors_are_red_green_blue(tmp_path: Path) -> None:
    save_png(tmp_path / "red.png", np.full((2, 3, 3), (255, 0, 0), np.uint8))
    assert cv2.imread(str(tmp_path / "red.png"))[0, 0].tolist() == [0, 0, 255]


def test_a_name_may_have_any_letters(tmp_path: Path) -> None:
    save_png(tmp_path / "zażółć.png", plain(3)[0])
    assert (tmp_path / "zażółć.png").read_bytes().startswith(b"\x89PNG")
