"""Ink of pictures traced: strokes that are read as the picture was."""

import cv2
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


def test_a_line_is_one_stroke_from_its_higher_end():
    piece = np.zeros((200, 300), np.uint8)
    cv2.line(piece, (40, 170), (250, 30), 255, 12)
    (stroke,) = traced(piece).strokes
    assert stroke.points[0] == pytest.approx((250, 30), abs=15)
    assert stroke.points[-1] == pytest.approx((40, 170), abs=15)


def test_two_lines_that_cross_are_two_strokes():
    piece = np.zeros((200, 200), np.uint8)
    cv2.line(piece, (100, 20), (100, 180), 255, 12)
    cv2.line(piece, (20, 90), (180, 90), 255, 12)
    upright, level = sorted(each.bounding_box.width for each in traced(piece).strokes)
    assert upright < 20
    assert level > 140


def test_a_ring_is_one_stroke():
    piece = np.zeros((200, 200), np.uint8)
    cv2.ellipse(piece, ((100, 100), (90, 140), 0), 255, 12)
    (stroke,) = traced(piece).strokes
    assert stroke.points[0].tolist() == stroke.points[-1].tolist()


def test_a_speck_leaves_a_point():
    piece = np.zeros((9, 9), np.uint8)
    piece[4, 4] = 255
    assert len(traced(piece).strokes) == 1


def test_where_nothing_is_inked_there_is_no_ink():
    assert not traced(np.zeros((9, 9), np.uint8))
