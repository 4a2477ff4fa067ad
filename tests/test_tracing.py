"""Ink of pictures traced: strokes that are read as the picture was."""

import numpy as np
import pytest
from making import picture_of
from strokes import DIGITS

from recognizer.lessons import MAX_LESSON_POINTS
from recognizer.pictures.tracing import traced


@pytest.mark.parametrize("digit", DIGITS)
def test_what_is_traced_reads_as_what_was_found(reader, digit):
    read = reader.read_image(picture_of(DIGITS[digit])).only
    assert read.label == digit
    ink = traced(read.piece)
    assert reader.read_digit(ink).text == digit
    assert ink.point_count < MAX_LESSON_POINTS / 4


def test_it_lies_where_the_ink_lies():
    piece = np.zeros((200, 300), np.uint8)
    piece[20:180, 140:160] = 255
    box = traced(piece).bounding_box
    assert 140 <= box.left <= box.right <= 160
    assert box.height == pytest.approx(160, abs=25)


def test_a_speck_leaves_a_point():
    piece = np.zeros((9, 9), np.uint8)
    piece[4, 4] = 255
    assert len(traced(piece).strokes) == 1


def test_where_nothing_is_inked_there_is_no_ink():
    assert not traced(np.zeros((9, 9), np.uint8))
