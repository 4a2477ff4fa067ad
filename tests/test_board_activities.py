"""Another activity at the board: its page is its own, and the drawing is there again after it."""

import numpy as np
import pygame
import pytest
from boards import (
    CLEAR,
    ENTER,
    ESCAPE,
    HELP,
    REDO,
    UNDO,
    drawn,
    frame,
    off_from_fresh,
    play,
    seen,
    text_of,
)
from pens import key
from writingtask import REST_SECONDS, WriteTheDigit

from recognizer.actions import table
from recognizer.board.activities.freely import FreeReading
from recognizer.board.run.tools import TOOLBAR_AFTER_SECONDS
from recognizer.board.show.buttons import buttons, menu_buttons
from recognizer.keeping.autosave import Autosave
from recognizer.keeping.settings import ASKED, Settings

pytest_plugins = ["boardfixtures"]

SAVE, ERASER, GLASS, TEACH_FIVE = map(key, (pygame.K_s, pygame.K_e, pygame.K_d, pygame.K_5))


@pytest.fixture
def autosave(places):
    journal = Autosave(places.autosaves)
    journal.restore()
    return journal


@pytest.fixture
def board(new_board, places, autosave):
    """A board with a drawing on it: a 4 and, taken back, a 7."""
    board = new_board(places=places, autosave=autosave)
    play(board, *drawn("4"), *drawn("7", left=560), UNDO)
    return board


def rest(board, clock, seconds=TOOLBAR_AFTER_SECONDS):
    clock.advance(seconds)
    play(board)


def task(board):
    face = board.scene.face
    return face.digit, face.right


def test_what_is_written_is_read_and_judged(board):
    board.begin(lambda host: WriteTheDigit(host, "31"))
    play(board)
    assert task(board) == ("3", 0)
    play(board, *drawn("7"))
    assert task(board) == ("3", 0)
    play(board, CLEAR, *drawn("3"))
    assert task(board) == ("3", 1)
    assert board.scene.face.reading.text == "3"
    assert seen(board).message.text == "Right"


def test_it_is_woken_when_it_wants_to_be(board, clock):
    board.begin(lambda host: WriteTheDigit(host, "31"))
    play(board, *drawn("3"))
    assert board.due <= clock.now + REST_SECONDS
    rest(board, clock, REST_SECONDS)
    assert task(board) == ("1", 1)
    assert board.session.is_empty


def test_it_is_asked_before_the_board_and_after_what_lies_over_it(board):
    board.begin(lambda host: WriteTheDigit(host, "31"))
    play(board, HELP, ESCAPE)
    assert task(board) == ("3", 0)
    play(board, ENTER)
    assert task(board) == ("1", 0)


def test_its_strokes_reach_neither_journal_nor_profile(board, autosave, places):
    written = autosave.path.read_bytes()
    board.begin(lambda host: WriteTheDigit(host, "31"))
    play(board, *drawn("3"), *drawn("1", left=560), UNDO, CLEAR, UNDO, TEACH_FIVE)
    assert autosave.path.read_bytes() == written
    assert board.session.lessons == ()
    assert len(board.session.strokes) == 1


def test_its_steps_are_taken_back_at_its_own_desk_only(board):
    drawing = board.session
    before = drawing.strokes
    board.begin(lambda host: WriteTheDigit(host, "31"))
    play(board, *drawn("3"), *[UNDO] * 5)
    assert board.session.is_empty
    assert drawing.strokes is before
    board.leave()
    play(board, REDO)
    assert len(drawing.strokes) > len(before)
    play(board, *[UNDO] * 5)
    assert drawing.is_empty


def saved(board, places):
    play(board, SAVE)
    (picture,), (ink,) = (list(places.saves.glob(kind)) for kind in ("*.png", "*.json"))
    content = picture.read_bytes(), ink.read_bytes()
    for path in places.saves.iterdir():
        path.unlink()
    return content


def test_its_strokes_are_in_no_picture_of_the_drawing(board, places):
    before = saved(board, places)
    board.begin(lambda host: WriteTheDigit(host, "31"))
    play(board, *drawn("3"), SAVE)
    assert list(places.saves.iterdir()) == []
    play(board, ESCAPE)
    assert saved(board, places) == before


@pytest.mark.parametrize("settings", [Settings(), Settings(glass=True), Settings(reads=ASKED)])
def test_when_it_ends_the_drawing_is_there_again_as_it_was(new_board, window, clock, settings):
    board = new_board(settings=settings)
    play(board, *drawn("4"), ENTER)
    rest(board, clock, 10)
    before, reading = frame(window), board.session.reading
    board.begin(lambda host: WriteTheDigit(host, "31"))
    play(board, *drawn("3"), ERASER)
    assert off_from_fresh(board, window) == 0
    assert (frame(window) != before).any()
    board.leave()
    rest(board, clock, 10)
    assert board.session.reading is reading
    np.testing.assert_array_equal(frame(window), before)


def test_esc_ends_it_and_asks_only_then_whether_to_quit(board):
    drawing = board.session
    board.begin(lambda host: WriteTheDigit(host, "31"))
    play(board, ESCAPE)
    assert board.session is drawing
    assert seen(board).message is None
    play(board, ESCAPE)
    assert "quit" in seen(board).message.text


def test_the_drawing_never_ends(board):
    drawing = board.session
    board.leave()
    play(board, *drawn("7", left=560))
    assert board.session is drawing


class OneStroke(WriteTheDigit):
    """Ends itself."""

    def changed(self):
        self._host.leave()


def test_it_may_end_itself(board):
    drawing = board.session
    board.begin(lambda host: OneStroke(host, "3"))
    assert board.session is not drawing
    play(board, *drawn("3"))
    assert board.session is drawing
    assert text_of(board) == "4"


def test_an_answer_for_the_drawing_is_not_taken_for_what_is_written(board):
    board.handle([*drawn("7", left=560)])
    assert board.background.is_idle(10)  # its answer is there, and not taken up
    board.begin(lambda host: WriteTheDigit(host, "31"))
    play(board)
    assert text_of(board) is None
    board.leave()
    play(board)
    assert text_of(board) in ("47", "4 7")


def test_each_activity_gets_what_its_own_looking_glass_has_seen(new_board):
    board = new_board(settings=Settings(glass=True))
    play(board, *drawn("4", left=420))
    assert seen(board).insight.best == "4"
    board.begin(lambda host: FreeReading(host, host.new_desk(), None))
    play(board, *drawn("7", left=420))
    assert seen(board).insight.best == "7"
    board.leave()
    play(board)
    assert seen(board).insight.best == "4"


def test_it_is_read_with_what_was_taught_of_the_drawing(board):
    play(board, key(pygame.K_1))
    (lesson,) = board.session.lessons
    board.begin(lambda host: WriteTheDigit(host, "4"))
    assert board.session.lessons == (lesson,)


def test_what_nobody_follows_meanwhile_cannot_be_pressed(board, clock):
    rest(board, clock)
    assert {each.action for each in pressable(board)} >= {table.SAVE, table.UNDO, table.THEME}
    board.begin(lambda host: WriteTheDigit(host, "31"))
    play(board, *drawn("3"))
    rest(board, clock)
    offered = {each.action for each in pressable(board)}
    assert offered >= {table.READ, table.UNDO, table.CLEAR, table.THEME}
    assert offered.isdisjoint({table.SAVE, table.OPEN, table.TEACH, table.GLASS, table.LIVE})


def pressable(board):
    state = board.scene.toolbar
    return [each for each in (*buttons(state), *menu_buttons(state)) if each.enabled]
