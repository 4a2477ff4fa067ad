"""Pages built of single digits, and how readings of them are counted."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from making import picture_of
from strokes import DIGITS

from recognizer import DataError
from recognizer.ink.raster import rasterize
from recognizer.network.classifier import Classifier
from recognizer.pictures.decode import Picture
from recognizer.reading.pages.picture import PictureReader
from recognizer.reading.result import Reading
from recognizer.reading.scoring import digit_errors
from recognizer.training.measure.pages import (
    DIGIT_HEIGHT_PIXELS,
    MAX_DIGITS,
    MAX_GAP_HEIGHTS,
    MIN_AND_MAX_LINES,
    MIN_GAP_HEIGHTS,
    PAPERS,
    UNUSABLE_CROPS,
    Glyph,
    PagesRead,
    compare,
    compose_pages,
    measure_pages,
    paper_glyphs,
)

GLYPHS = [Glyph(label, rasterize(ink)) for label, ink in DIGITS.items()]


def test_pages_are_the_same_each_time_and_change_with_the_seed() -> None:
    pages, again = list(compose_pages(GLYPHS, 3, seed=4)), list(compose_pages(GLYPHS, 3, seed=4))
    for one, other in zip(pages, again, strict=True):
        assert one.text == other.text
        np.testing.assert_array_equal(one.picture, other.picture)
    assert [page.text for page in compose_pages(GLYPHS, 3, seed=5)] != [each.text for each in pages]


def test_a_page_is_the_same_however_many_are_asked_for() -> None:
    (*_, last) = compose_pages(GLYPHS, 3, seed=4)
    np.testing.assert_array_equal(list(compose_pages(GLYPHS, 9, seed=4))[2].picture, last.picture)


def test_pages_hold_lines_of_numbers_on_every_paper() -> None:
    pages = list(compose_pages(GLYPHS, 9, seed=1))
    assert [page.paper for page in pages] == list(PAPERS) * 3
    for page in pages:
        lines = page.text.split("\n")
        assert MIN_AND_MAX_LINES[0] <= len(lines) <= MIN_AND_MAX_LINES[1]
        assert all(0 < len(number) <= MAX_DIGITS for line in lines for number in line.split(" "))
        assert set(page.text) <= {*DIGITS, " ", "\n"}
        assert MIN_GAP_HEIGHTS <= page.gap <= MAX_GAP_HEIGHTS
        assert DIGIT_HEIGHT_PIXELS[0] <= page.height <= DIGIT_HEIGHT_PIXELS[1]
        assert page.picture.dtype == np.uint8
        assert page.picture.shape[2] == 3


def test_most_lines_of_clear_digits_are_read() -> None:
    reader = PictureReader(Classifier())
    read = measure_pages(reader.read, compose_pages(GLYPHS, 6, seed=2))
    assert read.accuracy > 0.8
    assert read.digit_error_rate < 0.05
    assert read.seconds > 0


def test_a_reading_that_says_nothing_has_no_line_right() -> None:
    def nothing(_picture: Picture) -> Reading:
        return Reading()

    pages = list(compose_pages(GLYPHS, 2, seed=2))
    read = measure_pages(nothing, pages)
    digits = sum(character.isdigit() for page in pages for character in page.text)
    lines = sum(page.text.count("\n") + 1 for page in pages)
    assert (read.lines, read.lines_right) == (lines, 0)
    assert (read.digits, read.digit_errors) == (digits, digits)


def test_the_interval_holds_the_accuracy() -> None:
    read = PagesRead(200, 180, short=80, short_right=76, digits=900, digit_errors=9, seconds=1.0)
    low, high = read.interval
    assert low < read.accuracy == 0.9 < high
    assert read.short_accuracy == 0.95
    assert read.digit_error_rate == 0.01


@pytest.mark.parametrize(
    ("wanted", "read", "counts"),
    [
        ("12 3\n45", "12 3\n45", (2, 2, 2, 2, 5, 0)),
        ("12 3\n45", "123\n45", (2, 1, 2, 1, 5, 0)),
        ("12 3\n45", "45", (2, 1, 2, 1, 5, 3)),
        ("12 3\n45", "12 3\n7\n45", (2, 2, 2, 2, 5, 1)),
        ("12 3\n45", "12 8\n4?", (2, 0, 2, 0, 5, 2)),
        ("12 3\n45", "", (2, 0, 2, 0, 5, 5)),
        ("1234 56789\n45", "1234 56789\n46", (2, 1, 1, 0, 11, 1)),
    ],
)
def test_lines_and_digits_are_counted(wanted: str, read: str, counts: tuple[int, ...]) -> None:
    assert compare(wanted, read) == counts


@pytest.mark.parametrize(
    ("wanted", "read", "distance"),
    [
        *(("", "", 0), ("2026", "2026", 0), ("2026", "226", 1), ("206", "2026", 1)),
        *(("12", "21", 2), ("", "31", 2), ("31", "", 2), ("1234", "1994", 2), ("987", "123", 3)),
    ],
)
def test_the_edit_distance_is_the_least_number_of_changes(
    wanted: str, read: str, distance: int
) -> None:
    assert digit_errors(wanted, read) == distance
    assert digit_errors(read, wanted) == distance


def save(folder: Path, *names: str) -> None:
    for name in names:
        assert cv2.imwrite(str(folder / f"digit-{name}.png"), picture_of(DIGITS[name[0]]))


def test_the_ink_of_pictures_is_taken_by_their_names(tmp_path: Path) -> None:
    save(tmp_path, "7-02", "4-01")
    (tmp_path / "digit-3-01.txt").write_text("no picture")
    glyphs = paper_glyphs(tmp_path)
    assert [glyph.label for glyph in glyphs] == ["4", "7"]
    for glyph in glyphs:
        assert glyph.pixels.max() == 255
        assert (glyph.pixels[0] > 32).any()
        assert (glyph.pixels[:, -1] > 32).any()


def test_pictures_that_are_known_to_be_broken_are_left_out(tmp_path: Path) -> None:
    save(tmp_path, *UNUSABLE_CROPS, "1-01")
    assert [glyph.label for glyph in paper_glyphs(tmp_path)] == ["1"]


def test_a_folder_without_digits_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=str(tmp_path)):
        paper_glyphs(tmp_path)
