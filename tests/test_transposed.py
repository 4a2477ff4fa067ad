"""A single digit in a picture that may be transposed, as EMNIST's are, is doubted."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from strokes import DIGITS

from recognizer import Reader
from recognizer.ink.raster import rasterize
from recognizer.reading.words import PERHAPS, sureness

SIDE, DIGIT_SIDE = 28, 20

Picture = npt.NDArray[np.uint8]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def small(digit: str) -> Picture:
    """Return a digit, bright on black, as MNIST has it."""
    pixels = rasterize(DIGITS[digit])
    scale = DIGIT_SIDE / max(pixels.shape)
    ink = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    top, left = (SIDE - ink.shape[0]) // 2, (SIDE - ink.shape[1]) // 2
    picture = np.zeros((SIDE, SIDE), np.uint8)
    picture[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    return picture


def transposed(digit: str) -> Picture:
    return np.ascontiguousarray(small(digit).T)


def test_a_transposed_six_is_no_sure_zero(reader: Reader) -> None:
    found = reader.read_image(transposed("6"))
    assert found.text == "0"
    assert sureness(found) == PERHAPS
    assert [each.label for each in found.top(2)] == ["0", "6"]
    assert found.top(2)[1].confidence > 0.4
    assert sum(each.confidence for each in found.candidates) == pytest.approx(1)


def test_so_is_one_cut_out_along_its_ink(reader: Reader) -> None:
    picture = transposed("6")
    rows, cols = np.nonzero(picture)
    cut = picture[rows.min() : rows.max() + 1, cols.min() : cols.max() + 1]
    for each in (cut, 255 - cut):
        assert sureness(reader.read_image(np.ascontiguousarray(each))) == PERHAPS


def test_among_many_it_is_doubted_too(reader: Reader) -> None:
    many = [transposed("6"), small("3"), transposed("6")]
    assert [sureness(each) for each in reader.read_images(many)] == [PERHAPS, "sure", PERHAPS]


def test_who_says_how_it_lies_is_believed(reader: Reader) -> None:
    as_it_lies = reader.read_image(transposed("6"), turn=0)
    assert as_it_lies.text == "0"
    assert as_it_lies.confidence > 0.8
    upright = reader.read_image(transposed("6"), turn="transposed")
    assert upright.text == "6"
    assert sureness(upright) == "sure"


@pytest.mark.parametrize("digit", DIGITS)
def test_an_upright_digit_is_not_doubted(reader: Reader, digit: str) -> None:
    found = reader.read_image(small(digit))
    assert found.text == digit
    assert found.confidence == reader.read_image(small(digit), turn=0).confidence


def test_a_letter_is_not_doubted() -> None:
    reader = Reader(alphabet="letters")
    found = reader.read_image(transposed("6"))
    assert found.candidates == reader.read_image(transposed("6"), turn=0).candidates
