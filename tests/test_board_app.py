"""The board as a whole: what is drawn through the real loop, read, taken back and said."""

import numpy as np
import pygame
import pytest
from boards import (
    CLEAR,
    ENTER,
    ESCAPE,
    HELP,
    LIVE,
    REDO,
    SIZE,
    TO_ASKED,
    UNDO,
    changed,
    drawn,
    frame,
    place_of_toolbar,
    play,
    seen,
    text_of,
)
from pens import drop, finger_stroke, fitted, key, mouse_down, mouse_move, mouse_stroke, mouse_up
from strokes import DIGITS

from recognizer.board.draw.theme import SLATE
from recognizer.board.run.tools import TOOLBAR_AFTER_SECONDS
from recognizer.board.show.notice import SECONDS as MESSAGE_SECONDS
from recognizer.keeping.autosave import Autosave
from recognizer.keeping.settings import STROKE, Settings
from recognizer.reading.result import Verdict

pytest_plugins = ["boardfixtures"]


def shows(picture, color, place):
    part = picture[place.left : place.right, place.top : place.bottom]
    return bool((np.abs(part - color).max(axis=2) < 12).sum() > 20)


# Reading


@pytest.mark.parametrize("digit", DIGITS)
def test_a_drawn_digit_is_read_when_the_pen_is_lifted(board, digit):
    play(board, *drawn(digit))
    assert board.session.reading.text == digit
    assert board.session.is_read


@pytest.mark.parametrize("digit", ["2", "5"])
def test_a_finger_is_read_like_a_mouse(board, digit):
    ink = fitted(DIGITS[digit], 200, 120, 320)
    play(board, *(e for stroke in ink.strokes for e in finger_stroke(stroke.points, SIZE)))
    assert board.session.reading.text == digit


def test_each_stroke_is_read_as_it_comes(board):
    first, second = fitted(DIGITS["4"], 200, 120, 320).strokes
    play(board, *mouse_stroke(first.points))
    assert board.session.reading.box == board.session.ink.bounding_box
    play(board, *mouse_stroke(second.points))
    assert board.session.reading.text == "4"
    assert board.session.reading.box == board.session.ink.bounding_box


@pytest.mark.parametrize("code", [pygame.K_RETURN, pygame.K_SPACE])
def test_enter_and_space_read_while_the_pen_is_still_down(board, code):
    *strokes_but_up, _ = drawn("3")
    play(board, *strokes_but_up, key(code))
    assert board.session.is_pen_down
    assert board.session.reading.text == "3"


def test_with_live_reading_off_only_enter_reads(board):
    play(board, *TO_ASKED, *drawn("3"))
    assert text_of(board) is None
    play(board, ENTER)
    assert text_of(board) == "3"
    assert board.session.is_read


def test_with_live_reading_off_new_ink_takes_the_old_answer_away(board):
    first, second = fitted(DIGITS["4"], 200, 120, 320).strokes
    play(board, *TO_ASKED, *mouse_stroke(first.points), ENTER, *mouse_stroke(second.points))
    assert board.session.reading is None


@pytest.mark.parametrize("press", [mouse_stroke, lambda path: finger_stroke(path, SIZE)])
def test_a_press_on_the_panel_reads_what_waits_for_it(board, press):
    spot = board.view.layout.answer.center
    play(board, *TO_ASKED, *press([spot, (spot[0], spot[1] + 40)]))
    assert len(board.session.strokes) == 1  # nothing waits yet: it is drawn
    play(board, *press([spot]))
    assert board.session.reading is not None
    assert len(board.session.strokes) == 1


def test_turning_live_reading_on_reads_what_is_there(board):
    play(board, *TO_ASKED, *drawn("3"), LIVE)
    assert board.session.reading.text == "3"


def test_live_reading_says_which_way_it_was_switched(board):
    play(board, LIVE)
    assert seen(board).message.text == "Reading after each stroke"
    play(board, LIVE)
    assert seen(board).message.text == "Reading when you press Enter"
    play(board, LIVE)
    assert seen(board).message.text == "Reading while you draw"


def test_a_digit_is_shown_large_and_in_a_tag_by_the_ink(board, window, clock):
    play(board, *drawn("6"))
    layout = board.view.layout
    assert shows(frame(window), SLATE.accent, layout.answer)
    above_the_ink = pygame.Rect(0, 0, layout.free.right, 120)
    assert shows(frame(window), SLATE.accent, above_the_ink)


def test_nothing_shown_moves_while_a_stroke_is_drawn(new_board, window):
    board = new_board(settings=Settings(reads=STROKE))
    first, second = fitted(DIGITS["4"], 300, 120, 320).strokes
    play(board, *mouse_stroke(first.points))
    toolbar = place_of_toolbar(board)
    before = frame(window)
    points = second.points.round()
    path = pygame.Rect(points.min(axis=0), np.ptp(points, axis=0) + 1)
    room = path.inflate([3 * board.view.layout.pen_width] * 2)
    for event in mouse_stroke(second.points)[:-1]:
        board.handle([event])
        off = changed(before, frame(window))
        assert room.contains(off) or toolbar.contains(off)


def test_the_old_answer_stands_until_the_new_one_is_there(board, window):
    (first,), (second,) = (
        fitted(DIGITS[d], x, 120, 320).strokes for d, x in (("3", 60), ("7", 320))
    )
    play(board, *mouse_stroke(first.points))
    before = frame(window)
    answer = board.view.layout.answer
    *but_up, up = mouse_stroke(second.points)
    board.handle(but_up)
    board.session.pen_up()  # no reading has been asked for yet
    board.repaint()
    assert not changed(before, frame(window)).colliderect(answer)
    board.handle([up, ENTER])
    board.settle()
    assert changed(before, frame(window)).colliderect(answer)


def test_a_tap_is_not_a_digit_and_is_no_reason_to_warn(board, window):
    play(board, mouse_down((300, 300)), mouse_move((302, 301)), mouse_up((302, 301)))
    assert board.session.reading.verdict is Verdict.NOT_A_DIGIT
    assert seen(board).message is None
    whole = pygame.Rect((0, 0), SIZE)
    assert not shows(frame(window), SLATE.accent, board.view.layout.answer)
    assert not shows(frame(window), SLATE.warning, whole)


def test_an_empty_board_shows_the_hint_and_never_a_number(board, window, clock):
    blank = frame(window)
    play(board, *drawn("8"), ENTER, CLEAR)
    clock.advance(TOOLBAR_AFTER_SECONDS + MESSAGE_SECONDS)
    play(board, ENTER)
    assert board.session.reading is None
    answer = board.view.layout.answer
    assert not changed(blank, frame(window)).colliderect(answer)


def test_a_stroke_of_another_board_in_between_is_never_answered_for(board):
    """Ink that is cleared and drawn again in one batch has the reading of the last."""
    board.handle([*drawn("8"), CLEAR, *drawn("3"), CLEAR, *drawn("6")])
    board.settle()
    assert board.session.reading.text == "6"


# The pen


def test_every_motion_event_becomes_a_point(board):
    points = [(100 + i, 100 + (i * i) % 7) for i in range(500)]
    play(board, *mouse_stroke(points))
    assert len(board.session.strokes[0]) == 500


def test_the_ink_is_on_the_surface_when_the_event_has_been_handled(board, window):
    board.handle([mouse_down((200, 200))])
    for x in range(210, 400, 10):
        board.handle([mouse_move((x, 200))])
        assert (frame(window)[x - 4, 200] == SLATE.ink).all()


def test_what_goes_wrong_becomes_a_message_and_the_board_goes_on(board, window):
    play(board, drop("/nowhere/7.json"))
    assert "/nowhere/7.json" in seen(board).message.text
    assert seen(board).message.warns
    assert shows(frame(window), SLATE.warning, pygame.Rect((0, 0), SIZE))
    play(board, *drawn("7"))
    assert seen(board).message is None
    assert board.session.reading.text == "7"


def test_a_message_goes_by_itself(board, window, clock):
    clock.advance(1)
    before = frame(window)
    play(board, LIVE, LIVE, LIVE)
    assert changed(before, frame(window))
    clock.advance(MESSAGE_SECONDS)
    board.handle([])
    assert seen(board).message is None
    assert not changed(before, frame(window))


def test_the_loop_wakes_when_a_message_is_to_go(board, clock):
    play(board, LIVE)
    assert board.due <= clock.now + MESSAGE_SECONDS


# Undo, redo, clear, correct


def test_c_clears_and_undo_brings_the_ink_and_its_reading_back(board):
    play(board, *drawn("8"), CLEAR)
    assert board.session.strokes == ()
    assert text_of(board) is None
    play(board, UNDO)
    assert text_of(board) == "8"


def test_undo_and_redo_go_stroke_by_stroke(board):
    play(board, *drawn("4"), UNDO)
    assert len(board.session.strokes) == 1
    play(board, REDO)
    assert board.session.reading.text == "4"


def test_keys_on_an_empty_board_do_no_harm(board):
    play(board, UNDO, REDO, CLEAR, ENTER, HELP, HELP, key(pygame.K_n), key(pygame.K_5))
    assert board.session.reading is None
    assert board.session.is_empty


@pytest.mark.parametrize(("code", "label"), [(pygame.K_7, "7"), (pygame.K_KP0, "0")])
def test_a_digit_key_says_what_stands_there_and_undo_takes_it_back(board, window, code, label):
    play(board, *drawn("1"))
    before = frame(window)
    play(board, key(code))
    assert board.session.page.label == label
    assert changed(before, frame(window)).colliderect(board.view.layout.answer)
    play(board, UNDO)
    assert board.session.page.label is None
    assert len(board.session.strokes) == 1
    assert not changed(before, frame(window)).colliderect(board.view.layout.answer)
    play(board, REDO)
    assert board.session.page.label == label


def test_n_says_that_it_is_no_digit(board, window):
    play(board, *drawn("1"), key(pygame.K_n))
    assert board.session.page.label == ""
    answer = board.view.layout.answer
    upper_half = pygame.Rect(answer.topleft, (answer.width, answer.height // 2))
    assert not shows(frame(window), SLATE.accent, upper_half)


def test_what_the_user_says_is_shown_with_live_reading_off_too(board):
    play(board, *TO_ASKED, *drawn("1"), key(pygame.K_7))
    assert board.session.reading is not None
    assert board.session.reading.text == "7"


def test_a_thousand_steps_of_all_kinds_go_back_and_forth(board, window, tmp_path):
    blank = frame(window)
    path = tmp_path / "two.json"
    path.write_text(DIGITS["2"].to_json())
    for i in range(40):
        x = 60 + (i * 37) % 500
        strokes = [mouse_stroke([(x + 3 * k, 100), (x + 3 * k, 400)]) for k in range(20)]
        board.handle([event for stroke in strokes for event in stroke])
        board.handle(mouse_stroke([(x - 20, 200), (x + 10, 200)], button=3))
        board.handle([key(pygame.K_7), key(pygame.K_n), drop(path)])
        board.settle()
        board.handle([CLEAR])
    board.handle([UNDO] * 999)
    assert len(board.session.strokes) == 1
    board.handle([UNDO])
    assert board.session.is_empty
    assert not board.session.can_undo
    board.settle()
    assert not changed(blank, frame(window)).colliderect(board.view.layout.answer)
    board.handle([REDO] * 999)
    assert len(board.session.strokes) == len(DIGITS["2"].strokes)
    board.handle([REDO])
    assert board.session.is_empty  # the last step was a clear
    assert not board.session.can_redo


# Help, quitting


def test_escape_closes_the_help_before_it_quits(board, window):
    before = frame(window)
    board.handle([HELP])
    assert np.abs(frame(window) - before).mean() > 1
    board.handle([ESCAPE])
    assert np.array_equal(frame(window), before)
    assert not board.has_quit


def test_a_press_on_the_help_closes_it_and_draws_nothing(board):
    play(board, HELP, *mouse_stroke([(300, 200), (400, 300)]))
    assert not seen(board).shows_help
    assert board.session.is_empty
    play(board, *drawn("3"))
    assert board.session.reading.text == "3"


@pytest.mark.parametrize("key", [pygame.K_c, pygame.K_t, pygame.K_d], ids=["C", "T", "D"])
def test_a_key_puts_the_help_away_that_would_hide_what_it_does(board, key):
    play(board, HELP, pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode=chr(key)))
    assert not seen(board).shows_help


def test_a_press_on_the_help_ends_a_stroke_whose_end_got_lost(board):
    play(board, mouse_down((300, 100)), mouse_move((300, 300)), HELP, mouse_down((100, 100)))
    assert not board.session.is_pen_down
    assert len(board.session.strokes) == 1
    assert board.session.is_read


def test_a_digit_key_in_the_middle_of_a_stroke_has_all_of_it_read(board):
    *but_up, up = drawn("4")
    play(board, *but_up, key(pygame.K_4), up)
    assert board.session.is_read
    assert board.session.page.label == "4"
    assert board.session.reading.box.right == board.session.ink.bounding_box.right


@pytest.mark.parametrize("act", ["stroke", "clear"])
def test_what_cannot_be_kept_is_said_and_stays_said(new_board, places, act):
    resource = pytest.importorskip("resource", reason="Unix only")
    autosave = Autosave(places.autosaves)
    autosave.restore()
    board = new_board(autosave=autosave)
    play(board, *drawn("1"))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        play(board, *(drawn("7") if act == "stroke" else [CLEAR]))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert seen(board).message.warns
    assert str(autosave.path) in seen(board).message.text
