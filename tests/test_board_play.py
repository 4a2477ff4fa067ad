"""Rounds of mental arithmetic at the board, written by a scripted pen."""

import pygame
import pytest
from boards import CLEAR, ENTER, ESCAPE, FOCUS_LOST, UNDO, drawn, frame, off_from_fresh, play
from pens import fitted, key, mouse_events
from playing import (
    PLAY,
    answer_right,
    answer_wrong,
    begin,
    end_of,
    face,
    press,
    tiles,
    wait,
    write,
)
from strokes import FLAGGED

from recognizer.board.games.course import CHEER_SECONDS
from recognizer.board.games.taskface import task_place
from recognizer.board.games.writing import MEND_SECONDS, WRITE_ON, WRITE_ON_SECONDS
from recognizer.keeping.autosave import Autosave
from recognizer.keeping.profiles import Profile
from recognizer.play.judging import RIGHT_SECONDS, WRONG_SECONDS
from recognizer.play.round import AGAIN_AFTER, MINUTE, SWIFT
from recognizer.play.scorebook import load_scores, scores_path

pytest_plugins = ["boardfixtures"]

NO, BACK = key(pygame.K_n), key(pygame.K_BACKSPACE)


def test_what_is_read_stands_beside_the_task_at_once(board):
    begin(board, "17")
    write(board, "1")
    assert (face(board).text, face(board).task.prompt) == ("1", "0 + 0 =")
    assert not face(board).cheers


def test_a_right_answer_counts_when_the_pen_has_rested(board, clock):
    begin(board, "3")
    write(board, "3")
    assert not face(board).cheers
    wait(board, clock, RIGHT_SECONDS)
    assert face(board).cheers
    wait(board, clock, CHEER_SECONDS)
    assert (face(board).marks, face(board).text, board.session.is_empty) == ((True,), "", True)


def test_who_is_fast_need_not_wait_for_the_cheer(board, clock):
    begin(board, "3")
    answer_right(board, clock)
    write(board, "7")
    assert (len(board.session.strokes), face(board).text, face(board).cheers) == (1, "7", False)


def test_enter_says_that_this_is_all(board):
    begin(board, "3")
    play(board, *drawn("3"), ENTER)
    assert face(board).cheers


def test_a_late_stroke_belongs_to_the_answer(board, clock):
    begin(board, "17")
    write(board, "1")
    wait(board, clock, WRONG_SECONDS)
    assert face(board).note == ""
    play(board, *drawn("7", left=290, top=240, height=200))
    wait(board, clock, RIGHT_SECONDS)
    assert face(board).cheers


def test_after_a_first_mistake_the_ink_stays_and_one_may_try_again(board, clock):
    begin(board, "3")
    answer_wrong(board, clock)
    assert face(board).note == "I read 5. Try again"
    assert len(board.session.strokes) == 2
    play(board, *drawn("3", left=500, top=240, height=200))
    wait(board, clock, RIGHT_SECONDS)
    assert (face(board).cheers, face(board).marks) == (True, (False,))


@pytest.mark.parametrize(("seconds", "strokes"), [(0, 2), (MEND_SECONDS, 1)])
def test_a_stroke_that_comes_soon_mends_a_wrong_answer_a_later_one_begins_anew(
    board, clock, seconds, strokes
):
    begin(board, "3")
    play(board, *drawn("1", left=200, top=240, height=200))
    wait(board, clock, WRONG_SECONDS)
    assert face(board).note == "I read 1. Try again"
    clock.advance(seconds)
    play(board, *drawn("1", left=210, top=250, height=150))
    assert len(board.session.strokes) == strokes


def test_what_is_left_of_a_wrong_answer_after_erasing_is_mended_at_any_time(board, clock):
    begin(board, "12")
    play(board, *drawn("1", left=200, top=240, height=200))
    play(board, *drawn("7", left=300, top=240, height=200))
    wait(board, clock, WRONG_SECONDS)
    assert face(board).note == "I read 17. Try again"
    play(board, UNDO)
    wait(board, clock, MEND_SECONDS)
    play(board, *drawn("2", left=300, top=240, height=200))
    wait(board, clock, RIGHT_SECONDS)
    assert face(board).cheers


def test_who_traces_something_else_is_told_and_traces_it_again_over_that(board, clock):
    begin(board, "3")
    for _ in range(2):
        answer_wrong(board, clock)
        play(board, CLEAR)
    answer_wrong(board, clock)
    assert (face(board).model, face(board).note) == ("3", "Follow the dots")
    clock.advance(MEND_SECONDS)
    answer_right(board, clock)
    assert (face(board).model, face(board).marks) == ("", (False,))


def test_after_a_second_mistake_the_answer_is_there_to_trace_and_comes_again(board, clock):
    begin(board, "3")
    answer_wrong(board, clock)
    play(board, CLEAR)
    answer_wrong(board, clock)
    missed = face(board).task
    assert (face(board).model, board.session.is_empty) == ("3", True)
    answer_right(board, clock)
    assert (face(board).model, face(board).marks) == ("", (False,))
    for _ in range(AGAIN_AFTER):
        assert face(board).task != missed
        answer_right(board, clock)
        wait(board, clock, CHEER_SECONDS)
    assert face(board).task == missed


def test_what_cannot_be_read_costs_nothing(board, clock):
    begin(board, "3")
    play(board, *drawn("8", left=150), *drawn("8", left=170), *drawn("4", left=160))
    wait(board, clock, WRONG_SECONDS)
    while "Yes" in tiles(board):
        press(board, "No")
    assert "?" in face(board).text
    assert "again" in face(board).note
    play(board, CLEAR)
    answer_right(board, clock)
    assert face(board).marks == (True,)


def doubt(board, clock):
    """Write a 1 that looks like a 7."""
    play(board, *mouse_events(fitted(FLAGGED, left=200, top=240, height=200)))
    wait(board, clock, WRONG_SECONDS)


def test_what_is_in_doubt_is_asked_and_yes_counts(board, clock):
    begin(board, "1", mode=SWIFT)
    doubt(board, clock)
    assert set(tiles(board)) == {"Yes", "No"}
    before = face(board).clock
    wait(board, clock, 60)
    assert face(board).clock == before
    press(board, "Yes")
    assert (face(board).cheers, face(board).marks) == (True, (True,))


@pytest.mark.parametrize("no", [NO, ESCAPE])
def test_no_is_a_mistake_and_is_not_asked_twice(board, clock, no):
    begin(board, "1")
    doubt(board, clock)
    play(board, no)
    assert face(board).note == "I read 7. Try again"
    wait(board, clock, WRONG_SECONDS)
    assert "Yes" not in tiles(board)


def test_who_writes_on_instead_of_answering_is_asked_no_more(board, clock):
    begin(board, "1")
    doubt(board, clock)
    play(board, UNDO)
    assert "Yes" not in tiles(board)
    answer_right(board, clock)
    assert face(board).cheers


@pytest.mark.parametrize("by_key", [True, False])
def test_a_task_can_be_skipped(board, by_key):
    begin(board, "3", "4")
    if by_key:
        play(board, key(pygame.K_RIGHT))
    else:
        press(board, "Skip")
    assert (face(board).task.answer, face(board).marks) == ("4", (False,))


def test_without_the_focus_the_clock_stands(board, clock):
    begin(board, "3", mode=SWIFT)
    wait(board, clock, 5)
    play(board, FOCUS_LOST)
    assert "Go on" in tiles(board)
    wait(board, clock, 100)
    press(board, "Go on")
    assert face(board).clock == "0:05"
    wait(board, clock, 1)
    assert face(board).clock == "0:06"


def test_the_pen_goes_on_by_itself(board, clock):
    begin(board, "3")
    play(board, FOCUS_LOST)
    answer_right(board, clock)
    assert face(board).cheers


def test_typed_digits_count_as_practice_without_hand(board, clock):
    begin(board, "12")
    play(board, key(pygame.K_1), key(pygame.K_5), BACK, key(pygame.K_2))
    assert face(board).text == "12"
    wait(board, clock, RIGHT_SECONDS)
    assert face(board).cheers
    press(board, "End")
    assert not end_of(board).played.by_hand


def test_backspace_takes_ink_away_and_types_nothing(board, clock):
    begin(board, "3")
    play(board, *drawn("8"), BACK)
    answer_right(board, clock)
    press(board, "End")
    assert end_of(board).played.by_hand


def test_a_typed_mistake_is_one_too(board):
    begin(board, "12")
    play(board, key(pygame.K_1), key(pygame.K_5), ENTER)
    assert face(board).note == "I read 15. Try again"
    play(board, key(pygame.K_1), key(pygame.K_2), ENTER)
    assert face(board).cheers


def test_clear_begins_a_typed_answer_anew(board):
    begin(board, "12")
    play(board, key(pygame.K_1), key(pygame.K_5), ENTER, CLEAR)
    assert (face(board).text, face(board).note) == ("", "")
    play(board, key(pygame.K_1), key(pygame.K_2), ENTER)
    assert face(board).cheers


def test_who_stops_before_the_last_digit_is_told_to_write_on_or_press_enter(board, clock):
    begin(board, "12")
    write(board, "5")
    wait(board, clock, WRONG_SECONDS)
    assert face(board).note == ""
    wait(board, clock, WRITE_ON_SECONDS - WRONG_SECONDS)
    assert face(board).note == WRITE_ON
    play(board, ENTER)
    assert face(board).note == "I read 5. Try again"
    wait(board, clock, WRITE_ON_SECONDS)
    assert face(board).note == "I read 5. Try again"


def test_who_has_no_enter_says_by_a_tile_that_this_is_all(board, clock):
    begin(board, "12")
    write(board, "5")
    assert "That is all" not in tiles(board)
    wait(board, clock, WRITE_ON_SECONDS)
    press(board, "That is all")
    assert face(board).note == "I read 5. Try again"
    assert "That is all" not in tiles(board)


def test_a_minute_ends_by_itself_and_keeps_what_was_done(board, clock):
    begin(board, "3", mode=MINUTE)
    answer_right(board, clock)
    wait(board, clock, CHEER_SECONDS)
    wait(board, clock, 60)
    assert end_of(board).score == "1 right"
    assert end_of(board).played.is_over


def test_while_a_task_waits_nothing_is_due(board, clock):
    begin(board, "3")
    wait(board, clock, 5)
    assert board.due - clock.now > 1000


def test_a_clock_draws_once_a_second_and_only_itself(board, window, clock):
    begin(board, "3", mode=SWIFT)
    wait(board, clock, 3)
    assert 0.9 < board.due - clock.now <= 1.0
    before = frame(window)
    wait(board, clock, 1)
    xs, ys = (frame(window) != before).any(axis=2).nonzero()
    place = pygame.Rect(xs.min(), ys.min(), xs.max() - xs.min(), ys.max() - ys.min())
    assert 0 < place.width < 80
    assert place.height < 60


def test_the_toolbar_keeps_off_the_task(board, clock):
    begin(board, "3")
    write(board, "3")
    assert task_place(board.view.layout).bottom < 240


class TestWithAProfile:
    """Of a user whose drawing, lessons and scores are kept."""

    @pytest.fixture
    def profile(self, places):
        return Profile(places.profiles / "lena.json")

    @pytest.fixture
    def autosave(self, places):
        journal = Autosave(places.autosaves)
        journal.restore()
        return journal

    @pytest.fixture
    def board(self, new_board, places, autosave, profile):
        board = new_board(places=places, autosave=autosave, profile=profile)
        play(board, *drawn("4"))
        return board

    def test_the_drawing_is_there_again_and_its_journal_is_the_same(
        self, board, window, clock, autosave, profile
    ):
        wait(board, clock, 10)
        before, written = frame(window), autosave.path.read_bytes()
        play(board, PLAY)
        press(board, "Copy a number")
        press(board, "60 seconds")
        press(board, "Begin")
        while face(board).task.answer != "1":
            for words in ("Skip", "End", "Again"):
                press(board, words)
        doubt(board, clock)
        press(board, "Yes")
        play(board, ESCAPE)
        wait(board, clock, 10)
        assert (frame(window) == before).all()
        assert autosave.path.read_bytes() == written
        (lesson,), _ = profile.load()
        assert lesson.label == "1"
        assert [each.label for each in board.session.lessons] == ["1"]

    def test_each_task_is_in_the_score_book_as_soon_as_it_is_done(self, board, clock, profile):
        scores = scores_path(profile.path)
        begin(board, "3", "4", scores=scores)
        answer_right(board, clock)
        (kept,) = load_scores(scores)[0].rounds
        assert [each.task.answer for each in kept.done] == ["3"]
        wait(board, clock, CHEER_SECONDS)
        answer_right(board, clock)
        (kept,) = load_scores(scores)[0].rounds
        assert ([each.is_right for each in kept.done], kept.is_over) == ([True, True], False)


@pytest.mark.parametrize("keys", [True, False])
def test_a_game_is_chosen_by_keys_alone_or_by_touch_alone(board, keys):
    if keys:
        arrows = [pygame.K_DOWN, pygame.K_DOWN, pygame.K_DOWN, pygame.K_RIGHT]
        play(board, PLAY, *map(key, arrows), ENTER)
    else:
        play(board, PLAY)
        for words in ("Missing number", "20 against the clock", "Begin"):
            press(board, words)
    assert "_" in face(board).task.prompt
    assert face(board).total == SWIFT.tasks


def test_a_digit_key_chooses_among_the_sets_of_a_game(board):
    play(board, PLAY, key(pygame.K_UP), key(pygame.K_UP), key(pygame.K_4), ENTER)
    assert face(board).task.is_copy
    assert len(face(board).task.answer) == 4


def test_the_choice_can_be_left(board):
    play(board, PLAY)
    press(board, "Back")
    assert tiles(board) == {}


def test_what_is_shown_is_drawn_whole(board, window, clock):
    play(board, PLAY)
    assert off_from_fresh(board, window) == 0
    play(board, ESCAPE)
    begin(board, "3", mode=SWIFT)
    for step in (answer_wrong, answer_right, answer_right):
        step(board, clock)
        assert off_from_fresh(board, window) == 0
    press(board, "End")
    assert off_from_fresh(board, window) == 0
