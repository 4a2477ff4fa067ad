"""Teaching on the board with a key: it is said once, shown at once, and forgotten in the glass."""

import threading

import numpy as np
import pygame
from boards import CLEAR, ENTER, REDO, TO_ASKED, UNDO, leave, middle_of, off_from_fresh, play, seen
from pens import drop, key, mouse_click, mouse_move
from strokes import DIGITS, FLAGGED, shifted
from teaching import (
    COPY,
    GLASS,
    NONE,
    ONE,
    SEVEN,
    as_rgb,
    flagged,
    kept,
    number,
    said,
    show_toolbar,
    tap,
    text,
)

from recognizer import Ink, Reader
from recognizer.board.activities import naming
from recognizer.board.draw.motion import SLIDE_SECONDS
from recognizer.board.glass.state import REST_SECONDS
from recognizer.board.glass.strip import lesson_at

pytest_plugins = ["boardfixtures", "profilefixtures", "teachfixtures"]


def point_at(board, clock, digit):
    """Move the pointer there, and rest."""
    play(board, mouse_move(middle_of(board, digit), pressed=False))
    clock.advance(REST_SECONDS)
    play(board)


def cross_spot(board, index=0):
    """Return a spot on the cross of a lesson in the looking glass, in pixels of the window."""
    panel, lessons = board.view.layout.glass, seen(board).insight.lessons
    for x in range(0, panel.width, 3):
        for y in range(0, panel.height, 3):
            if lesson_at(board.view.layout, lessons, (x, y)) is lessons[index]:
                return panel.left + x + 6, panel.top + y + 6
    raise AssertionError("no cross in the looking glass")


# With a key


def test_a_flagged_one_is_a_seven_until_the_user_says_so_once(taught_board):
    board = taught_board
    play(board, *flagged())
    assert text(board) == "7"
    play(board, ONE)
    assert (text(board), said(board)) == ("1", ["1"])
    play(board, CLEAR, *flagged(left=420, top=200, height=190))
    assert (text(board), said(board)) == ("1", [None])


def test_the_tag_changes_at_once_before_anything_is_read_again(taught_board):
    board = taught_board
    play(board, *flagged())
    board.handle([ONE])
    assert not board.session.is_read or board.session.reading.text == "1"
    assert board.scene.numbers[0].text == "1"
    assert board.scene.numbers[0].is_said
    board.settle()
    assert board.scene.numbers[0].is_said


def test_what_the_network_is_too_sure_of_is_shown_as_the_user_says_all_the_same(taught_board):
    board = taught_board
    play(board, *number([DIGITS["0"]]), SEVEN)
    assert text(board) == "7"
    assert board.session.reading.best == "0"
    assert seen(board).message.text == "Noted here. I still see a 0 in others like it."
    play(board, COPY)
    assert board.session.reading.text == "7"


def test_it_says_once_that_it_has_learned(taught_board):
    board = taught_board
    play(board, *flagged(), ONE)
    assert seen(board).message.text == "Learned: this is a 1 (undo takes it back)"
    play(board, *flagged(left=520), ONE)
    assert seen(board).message is None
    play(board, key(pygame.K_8))
    assert seen(board).message.text.startswith("Noted here. I still see a ")


def test_undo_takes_it_back_and_redo_gives_it_again(taught_board, profile):
    board = taught_board
    play(board, *flagged(), ONE, UNDO)
    assert (text(board), said(board), kept(profile)) == ("7", [None], [])
    play(board, REDO)
    assert (text(board), said(board), kept(profile)) == ("1", ["1"], ["1"])


def test_n_says_that_it_is_no_digit(taught_board, profile):
    board = taught_board
    play(board, *flagged(), NONE)
    assert (text(board), said(board), kept(profile)) == ("", [""], [""])
    assert seen(board).message.text == "Learned: this is no digit (undo takes it back)"


def test_another_word_on_the_same_takes_the_place_of_the_first(taught_board, profile):
    play(taught_board, *flagged(), ONE, SEVEN)
    assert (text(taught_board), kept(profile)) == ("7", ["7"])
    play(taught_board, UNDO)
    assert (text(taught_board), kept(profile)) == ("1", ["1"])


def test_no_message_stands_there_that_tells_of_an_older_word(taught_board):
    board = taught_board
    play(board, *flagged(), ONE)
    assert seen(board).message.text == "Learned: this is a 1 (undo takes it back)"
    play(board, SEVEN)
    assert seen(board).message is None


def test_a_key_that_comes_with_the_last_stroke_names_all_of_it(taught_board):
    board = taught_board
    board.handle([*number([DIGITS["4"]]), key(pygame.K_9)])
    board.settle()
    assert (text(board), said(board)) == ("9", ["9"])
    assert len(board.session.lessons[0].ink.strokes) == 2


def test_with_live_reading_off_a_key_reads_what_it_names(taught_board):
    board = taught_board
    play(board, *TO_ASKED, *flagged(), ONE)
    assert text(board) == "1"
    assert board.session.is_read
    play(board, UNDO)
    assert text(board) == "7"


def test_keys_on_an_empty_board_teach_nothing(taught_board, profile):
    play(taught_board, ONE, NONE, CLEAR, ONE)
    assert taught_board.session.lessons == ()
    assert not profile.exists


def test_a_digit_of_a_picture_is_named_and_learned(taught_board, profile, tmp_path):
    board = taught_board
    path = tmp_path / "seven.png"
    pygame.image.save(pygame.surfarray.make_surface(as_rgb(DIGITS["7"])), path)
    play(board, drop(path))
    play(board, ONE)
    assert text(board) == "1"
    assert kept(profile) == ["1"]
    play(board, UNDO)
    assert text(board) == "7"
    assert kept(profile) == []


def test_the_digit_of_a_picture_that_is_pointed_at_is_named(taught_board, profile, tmp_path):
    board = taught_board
    both = Ink((*DIGITS["7"].strokes, *shifted(DIGITS["4"], 130, 0).strokes))
    path = tmp_path / "both.png"
    pygame.image.save(pygame.surfarray.make_surface(as_rgb(both)), path)
    play(board, drop(path))
    assert text(board) == "74"
    box = board.session.reading.symbols[1].box
    placing = board.view.placing_of_read(board.session.page, False)
    spot = placing.of_points(np.array([[(box.left + box.right) / 2, (box.top + box.bottom) / 2]]))
    play(board, mouse_move(tuple(spot[0].round().astype(int).tolist()), False), key(pygame.K_9))
    assert (text(board), said(board)) == ("79", [None, "9"])
    assert kept(profile) == ["9"]
    play(board, UNDO)
    assert said(board) == [None, None]


# A digit of a number


def test_the_digit_pointed_at_is_named_and_the_others_stay(taught_board, profile):
    board = taught_board
    play(board, *number([DIGITS["2"], FLAGGED, DIGITS["4"]]))
    assert text(board) == "274"
    play(board, mouse_move(middle_of(board, board.session.reading.symbols[1]), False), ONE)
    assert (text(board), said(board)) == ("214", [None, "1", None])
    assert kept(profile) == ["1"]
    assert board.session.lessons[0].ink.strokes == board.session.strokes[1:2]


def test_without_a_pointer_on_a_digit_the_newest_is_named(taught_board):
    board = taught_board
    play(board, *number([DIGITS["2"], FLAGGED]), mouse_move((700, 560), False), ONE)
    assert said(board) == [None, "1"]


def test_what_a_key_would_name_is_seen_while_it_is_pointed_at(taught_board, clock):
    board = taught_board
    play(board, *number([DIGITS["2"], FLAGGED]))
    first = board.session.reading.symbols[0]
    play(board, mouse_move(middle_of(board, first), False))
    assert board.scene.face.pointed is None  # not while somebody may be writing
    show_toolbar(board, clock)
    assert board.scene.face.pointed == first.box
    play(board, mouse_move((700, 560), False))
    assert board.scene.face.pointed is None


def test_a_single_digit_needs_no_such_mark(taught_board, clock):
    board = taught_board
    play(board, *flagged())
    show_toolbar(board, clock)
    play(board, mouse_move(middle_of(board, board.session.reading), False))
    assert board.scene.face.pointed is None


def test_the_looking_glass_shows_the_digit_that_a_key_names(taught_board, clock):
    board = taught_board
    play(board, GLASS, *number([DIGITS["2"], FLAGGED, DIGITS["4"]], left=320))
    point_at(board, clock, board.session.reading.symbols[1])
    assert seen(board).insight.best == "7"
    play(board, mouse_move(board.view.layout.glass.center, False), ONE)
    assert said(board) == [None, "1", None]
    assert seen(board).insight.best == "1"


def test_what_was_said_of_one_digit_stays_while_another_is_written(taught_board, window):
    board = taught_board
    play(board, *number([DIGITS["2"], FLAGGED]), ONE)
    play(board, *number([DIGITS["4"]], left=300, top=320))
    assert text(board) == "21\n4"
    assert off_from_fresh(board, window) == 0


def test_erasing_takes_the_word_along_and_the_lesson_stays(taught_board, profile):
    board = taught_board
    play(board, *flagged(), ONE)
    play(board, *mouse_click(board.session.strokes[0].points[0], button=3))
    assert board.session.page.corrections == ()
    assert kept(profile) == ["1"]
    play(board, UNDO)
    assert said(board) == ["1"]


# The looking glass


def test_the_looking_glass_tells_which_lesson_swayed_it(taught_board):
    board = taught_board
    play(board, GLASS, *flagged(left=320))
    assert seen(board).insight.lessons == ()
    play(board, ONE)
    assert [lesson.label for lesson in seen(board).insight.lessons] == ["1"]
    play(board, *number([DIGITS["0"]], left=500))
    assert seen(board).insight.lessons == ()


def test_forgotten_in_the_looking_glass_it_is_a_seven_again(new_board, profile, clock):
    board = new_board(profile=profile)
    play(board, *flagged(left=320), ONE)
    leave(board)
    board = new_board(profile=profile)
    play(board, GLASS, *flagged(left=420))
    clock.advance(SLIDE_SECONDS)
    assert text(board) == "1"
    play(board, *mouse_click(cross_spot(board)))
    assert (text(board), kept(profile)) == ("7", [])
    assert "undo" in seen(board).message.text
    assert seen(board).insight.lessons == ()
    play(board, UNDO)
    assert (text(board), kept(profile)) == ("1", ["1"])


def test_a_lesson_forgotten_takes_the_word_along_that_taught_it(taught_board, clock):
    board = taught_board
    play(board, GLASS, *flagged(left=320), ONE)
    clock.advance(SLIDE_SECONDS)
    play(board, *tap(board, cross_spot(board)))
    assert (text(board), said(board)) == ("7", [None])


def test_with_live_reading_off_the_glass_forgets_too(taught_board, clock):
    board = taught_board
    play(board, *flagged(left=320), ONE, CLEAR, *TO_ASKED, GLASS, *flagged(left=420), ENTER)
    clock.advance(SLIDE_SECONDS)
    assert text(board) == "1"
    play(board, *mouse_click(cross_spot(board)))
    assert text(board) == "7"
    assert seen(board).insight.best == "7"


def test_a_key_that_comes_long_before_the_reading_says_so(taught_board, reader, monkeypatch):
    board, read, may_read = taught_board, reader.read_ink, threading.Event()
    monkeypatch.setattr(naming, "READING_SECONDS", 0.01)
    monkeypatch.setattr(reader, "read_ink", lambda *ink: may_read.wait(60) and read(*ink))
    board.handle([*flagged(), ONE])
    assert seen(board).message.text == "Nothing to name yet: I am still reading"
    may_read.set()
    play(board, ONE)
    assert text(board) == "1"


def test_the_network_alone_takes_the_flagged_one_for_a_seven():
    assert Reader().read_ink(FLAGGED).text == "7"
