"""A scribble over what was read erases it, for those who write with a pen and know no eraser."""

import pygame
import pytest
from boards import ENTER, REDO, TO_ASKED, UNDO, drawn, off_from_fresh, play, seen, text_of
from pens import key, mouse_events
from scribbling import around, by_hand, zigzag

from recognizer.board.run.pen import STRUCK_OUT
from recognizer.ink import BoundingBox
from recognizer.keeping.autosave import Autosave

pytest_plugins = ["boardfixtures"]

ONE, FOUR = drawn("1", 100, 120, 240), drawn("4", 220, 120, 240)
EMPTY_PLACE = BoundingBox(640, 120, 800, 360)


def scribble(box, swings=13):
    """Return the events of a scribble over all of `box`, and a little more."""
    return mouse_events(by_hand(zigzag(swings, around(box)), seed=0))


def over(board, text):
    """Return the events of a scribble over the symbol that is read as `text`."""
    (symbol,) = (each for each in board.session.reading.symbols if each.label == text)
    return scribble(symbol.box)


def message(board):
    shown = seen(board).message
    return shown.text if shown else None


@pytest.fixture
def fourteen(board):
    """A board with a 14 on it: a 1 of one stroke, a 4 of two."""
    play(board, *ONE, *FOUR)
    assert text_of(board) == "14"
    return board


# What it erases


def test_a_scribble_over_a_digit_erases_all_its_strokes_and_is_not_drawn(fourteen, window):
    play(fourteen, *over(fourteen, "4"))
    assert text_of(fourteen) == "1"
    assert len(fourteen.session.strokes) == 1
    assert message(fourteen) == STRUCK_OUT
    assert off_from_fresh(fourteen, window) == 0


def test_one_undo_brings_the_ink_back_without_the_scribble(fourteen):
    before = fourteen.session.strokes
    play(fourteen, *over(fourteen, "4"))
    play(fourteen, UNDO)
    assert fourteen.session.strokes == before
    assert text_of(fourteen) == "14"
    play(fourteen, REDO)
    assert text_of(fourteen) == "1"


def test_a_scribble_over_all_of_it_erases_all(fourteen):
    play(fourteen, *scribble(fourteen.session.reading.box, swings=20))
    assert fourteen.session.is_empty


@pytest.mark.parametrize("name", ["numbers", "sums", "letters", "text"])
def test_it_erases_what_was_read_in_any_alphabet(board, name):
    board.session.choose(next(each for each in board.session.alphabets if each.name == name))
    play(board, *ONE)
    assert board.session.reading.only.label
    play(board, *scribble(board.session.reading.box))
    assert board.session.is_empty


def test_what_was_said_of_the_digit_goes_and_comes_back_with_it(fourteen):
    play(fourteen, key(pygame.K_9, text="9"))
    assert text_of(fourteen) == "19"
    play(fourteen, *over(fourteen, "9"))
    assert fourteen.session.page.corrections == ()
    play(fourteen, UNDO)
    assert text_of(fourteen) == "19"


def test_it_is_erased_at_the_next_start_too(new_board, places):
    autosave = Autosave(places.autosaves)
    autosave.restore()
    board = new_board(places=places, autosave=autosave)
    play(board, *ONE, *FOUR)
    play(board, *over(board, "4"))
    assert board.close() == ""
    page, _ = Autosave(places.autosaves).restore()
    assert page.strokes == board.session.strokes
    assert len(page.strokes) == 1


def test_a_finished_stroke_counts_even_if_a_key_finished_it(fourteen):
    *draws, lifts = over(fourteen, "4")
    play(fourteen, *draws, key(pygame.K_h), lifts)
    assert text_of(fourteen) == "1"


# What it leaves alone


def test_a_scribble_beside_the_ink_is_ink(fourteen):
    play(fourteen, *scribble(EMPTY_PLACE))
    assert len(fourteen.session.strokes) == 4
    assert message(fourteen) is None


def test_a_line_through_a_digit_is_ink(fourteen):
    box = fourteen.session.reading.box
    through = zigzag(1, BoundingBox(box.left, 230, box.right, 250), lies=True)
    play(fourteen, *mouse_events(through))
    assert len(fourteen.session.strokes) == 4


def test_what_was_not_read_as_a_symbol_may_be_a_drawing_and_stays(board):
    play(board, *scribble(EMPTY_PLACE, swings=20))
    (drawing,) = board.session.reading.symbols
    assert not drawing.label
    play(board, *scribble(EMPTY_PLACE, swings=20))
    assert len(board.session.strokes) == 2


def test_what_has_not_been_read_yet_stays(board):
    play(board, *TO_ASKED, *ONE)
    play(board, *scribble(BoundingBox(100, 120, 190, 360)))
    assert len(board.session.strokes) == 2
    play(board, UNDO, ENTER)
    play(board, *over(board, "1"))
    assert board.session.is_empty
