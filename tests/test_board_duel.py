"""Games of two at the board: each has a half of the window, a pen, a reading and feedback."""

import random
from itertools import zip_longest

import pygame
import pytest
from boards import ENTER, ESCAPE, FOCUS_LOST, SIZE, off_from_fresh, play
from pens import finger, finger_stroke, fitted, key, mouse_click, mouse_events
from playing import PLAY, press, set_of, tiles, wait
from strokes import DIGITS, FLAGGED

from recognizer.board.draw.motion import FRAME_SECONDS
from recognizer.board.games.bout import HOLD_SECONDS, SHOWN_SECONDS
from recognizer.board.games.duelend import DuelEnd
from recognizer.board.games.duelface import DuelFace
from recognizer.board.games.duelling import Duelling
from recognizer.board.games.tiles import ShownCard
from recognizer.board.games.writing import WRITE_ON, WRITE_ON_SECONDS
from recognizer.keeping.profiles import Profile
from recognizer.play.duel import TWO
from recognizer.play.judging import RIGHT_SECONDS, WRONG_SECONDS
from recognizer.play.scorebook import scores_path

pytest_plugins = ["boardfixtures"]

LEFT, RIGHT = 0, 1
CHANCE = random.Random(0)  # noqa: S311  (tasks are no secrets)
NO = key(pygame.K_n)
SKIP = key(pygame.K_RIGHT)


def begin(board, *answers, **more):
    board.begin(lambda host: Duelling(host, set_of(*answers), CHANCE, **more))
    play(board)


def strokes(place, number, ink=None, left=60):
    """Return the touches that write a number in a half; each player has a finger."""
    return [
        event
        for k, digit in enumerate(number)
        for stroke in fitted(ink or DIGITS[digit], left + 480 * place + 150 * k, 240, 180).strokes
        for event in finger_stroke(stroke.points, SIZE, finger_id=place + 1)
    ]


def write(board, place, number):
    play(board, *strokes(place, number))


def doubt(board, place):
    """Write a 1 that looks like a 7."""
    play(board, *strokes(place, "1", FLAGGED))


def half(board, place):
    return face(board).halves[place]


def face(board):
    assert isinstance(board.scene.face, DuelFace)
    return board.scene.face


def end_of(board):
    shown = board.scene.overlay(ShownCard)
    return shown.card if shown and isinstance(shown.card, DuelEnd) else None


def test_a_finger_that_was_down_when_two_stopped_to_play_belongs_to_either_half_later(board):
    begin(board, "17")
    down, *_, up = strokes(RIGHT, "1")
    play(board, down, *strokes(LEFT, "1"), ESCAPE)
    play(board, up)
    begin(board, "17")
    by_that_finger = fitted(DIGITS["1"], 60, 240, 180).strokes[0].points
    play(board, *finger_stroke(by_that_finger, SIZE, finger_id=RIGHT + 1))
    assert [each.text for each in face(board).halves] == ["1", ""]


def test_what_both_wrote_before_somebody_asked_who_plays_is_read_later(new_board, places):
    board = new_board(places=places, profile=Profile(places.profiles / "lena.json"))
    begin(board, "17")
    play(board, *strokes(LEFT, "1"), *strokes(RIGHT, "2"), key(pygame.K_p))
    play(board, ESCAPE)
    assert [each.text for each in face(board).halves] == ["1", "2"]


def test_both_have_the_same_task_and_a_reading_of_their_own(board):
    begin(board, "17")
    write(board, LEFT, "1")
    write(board, RIGHT, "2")
    assert [each.text for each in face(board).halves] == ["1", "2"]
    assert half(board, LEFT).task == half(board, RIGHT).task


def test_the_first_right_answer_gets_the_point(board, clock):
    begin(board, "3", "4")
    write(board, RIGHT, "3")
    clock.advance(RIGHT_SECONDS / 2)
    write(board, LEFT, "3")
    wait(board, clock, RIGHT_SECONDS / 2)
    assert face(board).points == (0, 1)
    assert [each.cheers for each in face(board).halves] == [False, True]
    assert half(board, LEFT).note == "The other was faster: 0 + 0 = 3"
    wait(board, clock, SHOWN_SECONDS)
    assert [each.task.answer for each in face(board).halves] == ["4", "4"]
    assert (board.scene.page.strokes, board.scene.beside.strokes) == ((), ())


def test_fingers_of_both_may_be_down_at_once(board, clock):
    begin(board, "4")
    one, other = strokes(LEFT, "4"), strokes(RIGHT, "5")
    both = [event for pair in zip(one, other, strict=False) for event in pair]
    play(board, *both, *one[len(both) // 2 :], *other[len(both) // 2 :])
    wait(board, clock, RIGHT_SECONDS)
    assert face(board).points == (1, 0)


def test_the_reading_follows_both_pens_while_they_are_down(board, clock):
    begin(board, "17")
    *one, _ = strokes(LEFT, "3")
    *other, _ = strokes(RIGHT, "2")
    for pair in zip_longest(one, other):
        board.handle([event for event in pair if event])
        for _ in range(2):  # one after the other
            clock.advance(FRAME_SECONDS)
            board.settle()
    assert [each.text for each in face(board).halves] == ["3", "2"]
    assert (board.scene.page.strokes, board.scene.beside.strokes) == ((), ())
    wait(board, clock, WRONG_SECONDS)
    assert [each.note for each in face(board).halves] == ["", ""]


def test_a_mouse_plays_in_the_half_where_it_goes_down(board, clock):
    begin(board, "3")
    play(board, *mouse_events(fitted(DIGITS["3"], 600, 240, 180)))
    wait(board, clock, RIGHT_SECONDS)
    assert face(board).points == (0, 1)


def test_a_mistake_costs_no_point_and_says_nothing_to_the_other(board, clock):
    begin(board, "3")
    write(board, LEFT, "5")
    wait(board, clock, WRONG_SECONDS)
    assert [each.note for each in face(board).halves] == ["I read 5. Try again", ""]
    play(board, *strokes(LEFT, "3", left=300))
    wait(board, clock, RIGHT_SECONDS)
    assert face(board).points == (1, 0)


class TestWhoStopsBeforeTheLastDigit:
    @pytest.fixture(autouse=True)
    def stopped(self, board, clock):
        begin(board, "17")
        write(board, LEFT, "1")
        wait(board, clock, WRITE_ON_SECONDS)

    def test_is_asked_for_the_rest_and_the_other_is_not(self, board):
        assert [each.note for each in face(board).halves] == [WRITE_ON, ""]
        words = [each.words for each in board_tiles(board)]
        assert words == ["Skip", "That is all", "End", "Wipe", "Skip"]

    def test_may_write_on(self, board, clock):
        play(board, *strokes(LEFT, "7", left=210))
        assert half(board, LEFT).note == ""
        wait(board, clock, RIGHT_SECONDS)
        assert face(board).points == (1, 0)

    @pytest.mark.parametrize("by_key", [True, False])
    def test_may_say_that_this_is_all(self, board, by_key):
        play(board, ENTER) if by_key else press(board, "That is all")
        assert half(board, LEFT).note == "I read 1. Try again"
        assert "That is all" not in tiles(board)

    def test_keeps_the_other_from_nothing(self, board, clock):
        write(board, RIGHT, "17")
        wait(board, clock, RIGHT_SECONDS)
        assert face(board).points == (0, 1)
        assert "That is all" not in tiles(board)


def test_a_key_says_so_for_both(board, clock):
    begin(board, "17")
    write(board, LEFT, "1")
    write(board, RIGHT, "2")
    wait(board, clock, WRITE_ON_SECONDS)
    play(board, ENTER)
    notes = [each.note for each in face(board).halves]
    assert notes == ["I read 1. Try again", "I read 2. Try again"]


def test_who_is_going_to_be_asked_is_waited_for(board, clock):
    begin(board, "1")
    doubt(board, LEFT)
    clock.advance(0.1)
    write(board, RIGHT, "1")
    wait(board, clock, RIGHT_SECONDS)
    assert face(board).points == (0, 0)
    wait(board, clock, WRONG_SECONDS - RIGHT_SECONDS)
    press(board, "Yes")
    assert face(board).points == (1, 1)


class TestWhoIsAsked:
    """Of one whose 1 looks like a 7, written before the other is right."""

    @pytest.fixture(autouse=True)
    def asked(self, board, clock):
        begin(board, "1")
        doubt(board, LEFT)
        clock.advance(WRONG_SECONDS - RIGHT_SECONDS)
        write(board, RIGHT, "1")
        wait(board, clock, RIGHT_SECONDS)

    def test_keeps_the_point_open(self, board):
        assert {"Yes", "No", "Skip"} <= set(tiles(board))
        assert face(board).points == (0, 0)
        assert half(board, RIGHT).note == "Right. The other is still asked"

    @pytest.mark.parametrize("by_key", [True, False])
    def test_has_it_by_a_yes_and_the_other_has_one_as_well(self, board, by_key):
        play(board, ENTER) if by_key else press(board, "Yes")
        assert face(board).points == (1, 1)

    @pytest.mark.parametrize("by_key", [True, False])
    def test_does_not_take_it_from_the_other_by_a_no(self, board, by_key):
        play(board, NO) if by_key else press(board, "No")
        assert face(board).points == (0, 1)

    def test_does_not_keep_the_other_waiting_for_long(self, board, clock):
        wait(board, clock, HOLD_SECONDS)
        assert face(board).points == (0, 1)

    def test_may_write_again_instead_but_then_the_other_was_first(self, board):
        write(board, LEFT, "1")
        assert face(board).points == (0, 1)

    def test_loses_the_other_nothing_who_skips(self, board):
        play(board, SKIP)
        assert face(board).points == (0, 1)


def test_what_is_taught_does_not_change_the_readings_of_the_other(board, clock):
    begin(board, "1", "1")
    doubt(board, LEFT)
    wait(board, clock, WRONG_SECONDS)
    press(board, "Yes")
    wait(board, clock, SHOWN_SECONDS)
    doubt(board, RIGHT)
    assert half(board, RIGHT).text == "7"
    doubt(board, LEFT)
    assert half(board, LEFT).text == "1"


def test_both_must_want_to_skip_but_a_key_does_it_at_once(board, clock):
    begin(board, "3", "4", "5")
    (left, right) = [each for each in board_tiles(board) if each.words == "Skip"]
    play(board, *mouse_click(pygame.Rect(left.place).center))
    assert half(board, LEFT).task.answer == "3"
    play(board, *touch(pygame.Rect(right.place).center))
    wait(board, clock, SHOWN_SECONDS)
    assert (half(board, LEFT).task.answer, face(board).points) == ("4", (0, 0))
    play(board, SKIP, SKIP)
    assert half(board, LEFT).task.answer == "5"


def board_tiles(board):
    return board.scene.overlay(ShownCard).card.tiles(board.view.layout)


def touch(spot):
    return [finger(kind, spot, SIZE, 2) for kind in (pygame.FINGERDOWN, pygame.FINGERUP)]


def test_each_wipes_only_the_own_half(board):
    begin(board, "17")
    write(board, LEFT, "1")
    write(board, RIGHT, "2")
    (_, right) = [each for each in board_tiles(board) if each.words == "Wipe"]
    play(board, *touch(pygame.Rect(right.place).center))
    assert [each.text for each in face(board).halves] == ["1", ""]


def test_a_stroke_under_way_does_not_go_on_in_the_next_task(board, clock):
    begin(board, "3", "4")
    half_drawn = strokes(LEFT, "0")[:12]
    play(board, *half_drawn)
    write(board, RIGHT, "3")
    wait(board, clock, RIGHT_SECONDS)
    wait(board, clock, SHOWN_SECONDS)
    play(board, *strokes(LEFT, "0")[12:])
    assert half(board, LEFT).text == ""
    assert board.scene.page.strokes == ()


def test_ten_tasks_end_with_what_both_wrote(board, clock, places):
    begin(board, saves=places.saves)
    for k in range(TWO.tasks):
        write(board, k % 5 == 0, "7")
        wait(board, clock, RIGHT_SECONDS)
        wait(board, clock, SHOWN_SECONDS)
    assert end_of(board).points == (8, 2)
    assert [len(each) for each in end_of(board).answers] == [8, 2]
    assert end_of(board).saying == "Left was faster. Well played, both of you!"
    press(board, "Save")
    (path,) = places.saves.iterdir()
    assert pygame.image.load(path).get_size() == SIZE
    press(board, "Again")
    assert face(board).points == (0, 0)


def test_without_the_focus_nothing_is_lost(board, clock):
    begin(board, "3")
    play(board, *strokes(LEFT, "3")[:-1], FOCUS_LOST)
    wait(board, clock, RIGHT_SECONDS)
    assert face(board).points == (1, 0)


def test_while_both_think_nothing_is_due(board, clock):
    begin(board, "3")
    wait(board, clock, 5)
    assert board.due - clock.now > 1000


def test_it_is_chosen_by_keys_alone_and_left_to_the_choice(board):
    play(board, PLAY, key(pygame.K_LEFT), ENTER)
    assert face(board).count == "1 of 10"
    play(board, SKIP, SKIP)
    assert face(board).count == "2 of 10"
    play(board, ESCAPE)
    assert "Begin" in tiles(board)


def test_it_is_chosen_by_touch_alone_and_ended_so(board):
    play(board, PLAY)
    for words in ("Times tables", "Two players", "Begin"):
        press(board, words)
    play(board, SKIP)
    press(board, "End")
    press(board, "Done")
    assert tiles(board) == {}


def test_nobody_of_two_has_it_in_the_score_book(new_board, places, clock):
    profile = Profile(places.profiles / "lena.json")
    board = new_board(places=places, profile=profile)
    play(board, PLAY, key(pygame.K_LEFT), ENTER)
    write(board, LEFT, half(board, LEFT).task.answer)
    wait(board, clock, RIGHT_SECONDS)
    assert face(board).points == (1, 0)
    assert not scores_path(profile.path).exists()


def test_what_is_shown_is_drawn_whole(board, window, clock):
    begin(board, "1", "4")
    doubt(board, LEFT)
    write(board, RIGHT, "2")
    wait(board, clock, WRONG_SECONDS)
    assert off_from_fresh(board, window) == 0
    press(board, "Yes")
    assert off_from_fresh(board, window) == 0
    wait(board, clock, SHOWN_SECONDS)
    assert off_from_fresh(board, window) == 0
    press(board, "End")
    assert off_from_fresh(board, window) == 0
