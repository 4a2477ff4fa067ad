"""How a number is written is shown by a pen that moves; and a right answer is cheered, shortly."""

import numpy as np
import pygame
import pytest
from boards import drawn, frame, off_from_fresh, play
from pens import mouse_stroke
from playing import answer_right, begin, face, press, tiles, wait, write

from recognizer.board.draw.theme import SLATE
from recognizer.board.games.playing import Playing
from recognizer.board.games.taskface import RISE_SECONDS, task_place
from recognizer.keeping.settings import Settings
from recognizer.play.judging import RIGHT_SECONDS
from recognizer.play.penway import showing_seconds
from recognizer.play.round import CALM
from recognizer.play.tasks import copying, from_words

pytest_plugins = ["boardfixtures"]

QUIET = [Settings(motion=False), Settings(theme="contrast")]


@pytest.fixture(params=QUIET, ids=["no motion", "contrast"])
def quiet_board(request, new_board):
    return new_board(settings=request.param)


def begin_set(board, tasks):
    """Begin a round of a set as players choose it."""

    def make(host):
        playing = Playing(host, host.new_desk("digits"))
        playing.begin(tasks, CALM)
        return playing

    board.begin(make)
    play(board)


def changed_below(board, before, window):
    """Tell whether anything of the model has changed since the frame `before`."""
    low = task_place(board.view.layout).bottom
    free = np.s_[: board.view.layout.free.right, low:]
    return bool((before[free] != frame(window)[free]).any())


def test_a_pen_writes_the_number_to_copy_when_one_asks(board, window, clock):
    begin_set(board, copying(2))
    assert (face(board).model, face(board).way) == ("", None)
    press(board, "Show me")
    number = face(board).task.answer
    assert (face(board).model, face(board).way) == (number, 0.0)
    for _ in range(4):
        before = frame(window)
        assert board.due - clock.now < 0.02
        wait(board, clock, 0.1)
        assert changed_below(board, before, window)
        assert off_from_fresh(board, window) == 0
    wait(board, clock, showing_seconds(number))
    assert (face(board).model, face(board).way) == (number, None)
    assert board.due > clock.now + 1


def test_whoever_begins_to_write_is_not_kept_waiting(board, clock):
    begin_set(board, copying(1))
    press(board, "Show me")
    play(board, *mouse_stroke([(150, 300), (160, 400)])[:1])
    assert face(board).way is None
    assert face(board).model == face(board).task.answer


def test_it_can_be_shown_again_and_what_was_traced_counts(board, clock):
    begin_set(board, copying(1))
    press(board, "Show me")
    play(board, *mouse_stroke([(150, 300), (160, 400)]))
    press(board, "Show me")
    assert face(board).way == 0.0
    assert board.session.is_empty
    answer_right(board, clock)
    assert face(board).cheers


def test_the_next_number_is_not_shown_before_one_asks(board, clock):
    begin_set(board, copying(1))
    press(board, "Show me")
    press(board, "Next")
    assert (face(board).model, face(board).way, face(board).has_starts) == ("", None, False)


def test_where_nothing_is_to_move_the_strokes_are_numbered(quiet_board, window, clock):
    board = quiet_board
    begin_set(board, copying(1))
    press(board, "Show me")
    assert (face(board).way, face(board).has_starts) == (None, True)
    assert board.due > clock.now + 0.5
    before = frame(window)
    wait(board, clock, 0.3)
    assert not changed_below(board, before, window)
    write(board, "1")
    assert face(board).has_starts


def test_numbers_in_words_show_no_digit_and_have_no_model(board):
    begin_set(board, from_words("words", "Words", (2,)))
    assert not any(each.isdigit() for each in face(board).task.prompt)
    assert "Show me" not in tiles(board)


def test_a_number_in_words_is_answered_in_digits(board, clock):
    begin_set(board, from_words("words", "Words", (2,)))
    answer_right(board, clock)
    assert face(board).cheers


def light(board, window):
    """Return how much of the place of the task is neither board nor grid nor text."""
    place = task_place(board.view.layout)
    seen = frame(window)[place.left : place.right, place.top : place.bottom]
    return int((np.abs(seen - board.view.theme.board).sum(axis=2) > 0).sum())


def test_a_right_answer_rises_before_a_light_that_fades(board, window, clock):
    begin(board, "3")
    play(board, *drawn("3", left=120, top=240, height=200))
    clock.advance(RIGHT_SECONDS)
    board.handle([])
    assert (face(board).cheers, face(board).rise) == (True, 0.0)
    at_first = light(board, window)
    for _ in range(2):
        clock.advance(RISE_SECONDS / 4)
        board.handle([])
        assert off_from_fresh(board, window) == 0
    clock.advance(RISE_SECONDS)
    board.handle([])
    assert face(board).rise == 1.0
    assert light(board, window) < at_first / 2
    assert board.view.theme is SLATE


def test_nothing_flashes_where_all_is_quiet(quiet_board, window, clock):
    board = quiet_board
    begin(board, "3")
    play(board, *drawn("3", left=120, top=240, height=200))
    clock.advance(RIGHT_SECONDS)
    board.handle([])
    assert (face(board).cheers, face(board).rise) == (True, 1.0)
    before = light(board, window)
    clock.advance(RISE_SECONDS)
    board.handle([])
    assert light(board, window) == before


def test_a_right_answer_is_heard_in_two_notes(new_board, clock):
    pytest.importorskip("pygame.mixer", exc_type=ImportError)  # it needs the system's GLib
    board = new_board(settings=Settings(sound=True))
    begin(board, "3")
    play(board, *drawn("3", left=120, top=240, height=200))
    pygame.mixer.stop()
    clock.advance(RIGHT_SECONDS)
    board.handle([])
    (length,) = (
        sound.get_length()
        for k in range(pygame.mixer.get_num_channels())
        if (sound := pygame.mixer.Channel(k).get_sound())
    )
    assert length == pytest.approx(0.25, abs=0.01)
