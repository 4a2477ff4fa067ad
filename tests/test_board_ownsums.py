"""Sums of one's own at the board, written by a scripted pen, or typed."""

import pygame
import pytest
from boards import (
    CLEAR,
    ENTER,
    ESCAPE,
    FOCUS_LOST,
    SIZE,
    UNDO,
    button,
    click_on,
    drawn,
    off_from_fresh,
    play,
)
from pens import finger_stroke, fitted, key, mouse_click, mouse_events
from playing import PLAY, end_of, face, press, tiles, wait
from strokes import DIGITS, FLAGGED
from sumtrees import seeded
from typesetting import DIGIT_HEIGHT, Typesetter, inked

from recognizer import Ink, Stroke
from recognizer.actions import table
from recognizer.board.games.course import CHEER_SECONDS
from recognizer.board.games.writing import MAX_TYPED_CHARACTERS, WRITE_ON, WRITE_ON_SECONDS
from recognizer.keeping.profiles import Profile
from recognizer.play.judging import RIGHT_SECONDS, WRONG_SECONDS
from recognizer.play.ownsums import EXAMPLE, HAD, NO_ANSWER, NO_SUM, WISH
from recognizer.play.scorebook import load_scores, scores_path
from recognizer.sums.grammar import parsed

pytest_plugins = ["boardfixtures"]

HEIGHT = 70
TOO_SMALL = "I read 12+7=1. 12+7 is 19"
BACK = key(pygame.K_BACKSPACE)


def begin(board):
    play(board, PLAY)
    press(board, "Sums of your own")
    press(board, "Begin")


def write(board, text, left=60):
    """Write a sum as a hand does, with digits 70 pixels tall; return where it ends."""
    ink, scale = inked(Typesetter(seeded(1)).set(parsed(text)).glyphs), HEIGHT / DIGIT_HEIGHT
    moved = [Stroke(each.points * scale + (left, 260)) for each in ink.strokes]
    play(board, *[event for each in moved for event in mouse_events(Ink((each,)))])
    return max(each.bounding_box.right for each in moved)


def solve(board, clock, text):
    write(board, text)
    wait(board, clock, RIGHT_SECONDS)
    assert face(board).cheers
    wait(board, clock, CHEER_SECONDS)


def doubt(board, clock):
    """Write 3-2=1 with a 1 that looks like a 7."""
    right = write(board, "3-2=")
    play(board, *mouse_events(fitted(FLAGGED, right + 20, 260, HEIGHT)))
    wait(board, clock, WRONG_SECONDS)


def test_a_right_sum_counts_and_the_next_begins_on_an_empty_board(board, clock):
    begin(board)
    assert face(board).task.prompt == "Write a sum with its answer"
    assert face(board).note == EXAMPLE
    write(board, "12+7=19")
    assert face(board).task.prompt == "12+7=19"
    assert not face(board).cheers
    wait(board, clock, RIGHT_SECONDS)
    assert (face(board).cheers, face(board).task.prompt) == (True, "12+7 = 19")
    wait(board, clock, CHEER_SECONDS)
    assert (face(board).marks, board.session.is_empty) == ((True,), True)


def test_a_wrong_sum_gets_the_right_answer_kindly(board, clock):
    begin(board)
    write(board, "2+3=6")
    wait(board, clock, WRONG_SECONDS)
    assert face(board).note == "I read 2+3=6. 2+3 is 5"
    assert not board.session.is_empty
    play(board, CLEAR)
    solve(board, clock, "2+3=5")
    assert face(board).marks == (False,)


def test_the_same_sum_costs_nothing_and_does_not_count_again(board, clock):
    begin(board)
    solve(board, clock, "2+3=5")
    write(board, "2+3=5")
    wait(board, clock, WRONG_SECONDS)
    assert (face(board).note, face(board).marks) == (HAD, (True,))


def test_who_enters_without_an_answer_is_told_so(board):
    begin(board)
    write(board, "2+3=")
    play(board, ENTER)
    assert face(board).note == NO_ANSWER


def test_by_pen_alone_a_tile_says_that_a_sum_is_all(board, clock):
    begin(board)
    write(board, "12+7=1")
    wait(board, clock, WRONG_SECONDS)
    assert (face(board).note, list(tiles(board))) == ("", ["Wipe", "End"])
    wait(board, clock, WRITE_ON_SECONDS - WRONG_SECONDS)
    assert (face(board).note, list(tiles(board))) == (WRITE_ON, ["That is all", "Wipe", "End"])
    press(board, "That is all")
    assert (face(board).note, list(tiles(board))) == (TOO_SMALL, ["Wipe", "End"])
    wait(board, clock, WRITE_ON_SECONDS)
    assert face(board).note == TOO_SMALL


def test_who_is_asked_for_the_rest_of_a_sum_may_write_it(board, clock):
    begin(board)
    right = write(board, "12+7=1")
    wait(board, clock, WRITE_ON_SECONDS)
    play(board, *mouse_events(fitted(DIGITS["9"], right + 20, 260, HEIGHT)))
    assert (face(board).note, list(tiles(board))) == ("", ["Wipe", "End"])
    wait(board, clock, RIGHT_SECONDS)
    assert (face(board).cheers, face(board).task.prompt) == (True, "12+7 = 19")


@pytest.mark.parametrize(("text", "note"), [("2+3=", NO_ANSWER), ("2+3", NO_SUM)])
def test_a_finger_learns_what_a_sum_lacks(board, clock, text, note):
    begin(board)
    write(board, text)
    wait(board, clock, WRITE_ON_SECONDS)
    spot = pygame.Rect(tiles(board)["That is all"].place).center
    play(board, *finger_stroke([spot], SIZE))
    assert face(board).note == note


def test_a_sum_that_may_be_right_is_asked_about_and_yes_counts(board, clock):
    begin(board)
    doubt(board, clock)
    assert set(tiles(board)) == {"Yes", "No"}
    press(board, "Yes")
    assert (face(board).cheers, face(board).task.prompt) == (True, "3-2 = 1")


def test_who_is_asked_about_a_symbol_is_not_asked_for_more_as_well(board, clock):
    begin(board)
    play(board, *mouse_events(fitted(FLAGGED, 60, 260, HEIGHT)))
    write(board, "0-7=3", left=130)
    wait(board, clock, WRITE_ON_SECONDS)
    assert (face(board).task.prompt, face(board).note) == ("70-7=3", WRITE_ON)
    press(board, "That is all")
    assert (set(tiles(board)), face(board).note) == ({"Yes", "No"}, "")


@pytest.mark.parametrize("no", [key(pygame.K_n), ESCAPE])
def test_no_means_that_it_was_read_right(board, clock, no):
    begin(board)
    doubt(board, clock)
    play(board, no)
    assert face(board).note == "I read 3-2=7. 3-2 is 1"
    assert "Yes" not in tiles(board)


def test_wipe_begins_the_sum_again(board):
    begin(board)
    write(board, "2+3=")
    press(board, "Wipe")
    assert (board.session.is_empty, face(board).marks) == (True, ())


def test_losing_the_focus_pauses(board, clock):
    begin(board)
    write(board, "2+3=6")
    play(board, FOCUS_LOST)
    wait(board, clock, 10 * WRONG_SECONDS)
    assert face(board).note == ""
    press(board, "Go on")
    wait(board, clock, 0)
    assert face(board).note == "I read 2+3=6. 2+3 is 5"


def test_ten_different_ones_end_the_round_and_are_in_the_score_book(
    new_board, places, clock, window
):
    profile = Profile(places.profiles / "lena.json")
    board = new_board(places=places, profile=profile)
    play(board, *drawn("4"))
    begin(board)
    for k in range(10):
        assert off_from_fresh(board, window) == 0
        solve(board, clock, f"{k}+1={k + 1}")
        (kept,) = load_scores(scores_path(profile.path))[0].rounds
        assert len(kept.done) == k + 1
    assert end_of(board).score == "10 of 10 at first try"
    assert end_of(board).played.is_over
    assert off_from_fresh(board, window) == 0
    press(board, "Again")
    assert face(board).marks == ()
    press(board, "End")
    play(board, ESCAPE)
    assert [each.label for each in board.session.reading.symbols] == ["4"]


def test_after_it_other_games_read_digits_again(board, clock):
    begin(board)
    press(board, "End")
    press(board, "Copy a number")
    press(board, "Begin")
    assert board.session.alphabet.name == "digits"


def test_while_a_sum_is_waited_for_nothing_is_due(board, clock):
    begin(board)
    wait(board, clock, 5)
    assert board.due - clock.now > 1000


def test_the_tap_that_ends_a_pause_is_no_decimal_point(board):
    begin(board)
    write(board, "12+7=")
    ink = board.session.ink
    play(board, FOCUS_LOST, *mouse_click((500, 300)))
    assert "Go on" not in tiles(board)
    assert board.session.ink == ink


def strike(board, text):
    play(board, *[key(ord(each), text=each) for each in text])


@pytest.mark.parametrize(
    ("text", "shown", "solved"),
    [
        ("12*(3-1)=24", "12×(3-1)=24", "12×(3-1) = 24"),
        ("2x3=6", "2×3=6", "2×3 = 6"),
        ("8:4=2", "8:4=2", "8:4 = 2"),
        ("1/4=0.25", "1/4=0.25", "1/4 = 0.25"),
    ],
)
def test_a_typed_sum_counts_as_practice_without_hand(board, clock, text, shown, solved):
    begin(board)
    strike(board, text)
    assert (face(board).task.prompt, face(board).note) == (shown, "")
    assert not face(board).cheers
    wait(board, clock, RIGHT_SECONDS)
    assert (face(board).cheers, face(board).task.prompt) == (True, solved)
    press(board, "End")
    assert not end_of(board).played.by_hand
    assert next(end_of(board).sayings) == "Sums of your own, with keys"


def test_by_keys_alone_a_wrong_sum_is_mended_and_the_next_begun(board, clock):
    begin(board)
    strike(board, "12+7=18")
    wait(board, clock, WRONG_SECONDS)
    assert face(board).note == "I read 12+7=18. 12+7 is 19"
    play(board, BACK)
    strike(board, "9")
    play(board, ENTER)
    assert (face(board).cheers, face(board).marks) == (True, (False,))
    strike(board, "1+1=2")
    play(board, ENTER)
    assert (face(board).cheers, face(board).marks) == (True, (False, True))


def test_clear_begins_a_typed_sum_anew(board):
    begin(board)
    strike(board, "2+3=6")
    play(board, CLEAR)
    assert face(board).note == EXAMPLE
    strike(board, "1+1=2")
    play(board, ENTER)
    assert (face(board).cheers, face(board).task.prompt) == (True, "1+1 = 2")


def test_the_buttons_that_clear_and_read_are_for_a_typed_sum_too(board):
    begin(board)
    play(board)
    button(board, table.CLEAR, enabled=False)
    strike(board, "2+3=")
    click_on(board, table.READ)
    play(board)
    assert face(board).note == NO_ANSWER
    click_on(board, table.CLEAR)
    play(board)
    assert (face(board).task.prompt, face(board).note) == (WISH.prompt, EXAMPLE)
    button(board, table.CLEAR, enabled=False)


def test_another_typed_sum_takes_the_place_of_a_wrong_one(board):
    begin(board)
    strike(board, "2+3=6")
    play(board, ENTER)
    strike(board, "2+3")
    assert face(board).task.prompt == "2+3"


def test_who_types_spaces_may_go_on_behind_them(board):
    begin(board)
    strike(board, "12 ")
    assert face(board).note == NO_SUM
    strike(board, "+ 7 = ")
    assert face(board).note == NO_ANSWER
    strike(board, "19 ")
    assert (face(board).cheers, face(board).task.prompt) == (True, "12+7 = 19")


def test_a_letter_is_the_key_that_it_always_is(board):
    begin(board)
    strike(board, "2+3=")
    theme = board.view.theme
    strike(board, "t")
    assert board.view.theme != theme
    assert face(board).task.prompt == "2+3="


def test_keys_of_the_number_pad_type_a_sum(board):
    begin(board)
    play(board, key(pygame.K_KP8), key(pygame.K_KP_DIVIDE, text="/"), key(pygame.K_KP4))
    play(board, key(pygame.K_EQUALS, text="="), key(pygame.K_KP2), key(pygame.K_KP_ENTER))
    assert (face(board).cheers, face(board).task.prompt) == (True, "8/4 = 2")


def test_keys_go_on_after_a_pause(board, clock):
    begin(board)
    strike(board, "2+3=")
    play(board, FOCUS_LOST)
    strike(board, "5")
    wait(board, clock, RIGHT_SECONDS)
    assert face(board).cheers


def test_the_pen_takes_the_place_of_what_was_typed(board, clock):
    begin(board)
    strike(board, "2+3=")
    solve(board, clock, "1+1=2")
    assert face(board).marks == (True,)


def test_ink_that_undo_brings_back_is_what_counts(board, clock):
    begin(board)
    write(board, "1+1=")
    strike(board, "2")
    assert (face(board).task.prompt, board.session.is_empty) == ("2", True)
    play(board, UNDO)
    assert face(board).task.prompt == "1+1="


def test_no_more_is_typed_than_can_be_read(board):
    begin(board)
    strike(board, "1" * 50)
    assert face(board).task.prompt == "1" * MAX_TYPED_CHARACTERS


def test_typing_does_not_answer_a_question(board, clock):
    begin(board)
    doubt(board, clock)
    strike(board, "+1")
    assert set(tiles(board)) == {"Yes", "No"}
    assert not board.session.is_empty
