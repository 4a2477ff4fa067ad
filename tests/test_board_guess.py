"""Guess first at the board: it draws, the player writes, and who knows first gets the point."""

import random
from itertools import chain, repeat

import numpy as np
import pygame
import pytest
from boards import ALIKE, CLEAR, ENTER, ESCAPE, FOCUS_LOST, SIZE, drawn, frame, off_from_fresh, play
from pens import fitted, key, mouse_events
from playing import PLAY, press, tiles, wait
from strokes import DIGITS, FLAGGED

from recognizer.board.games.chase import HURRY, SHOWN_SECONDS
from recognizer.board.games.guessend import GuessEnd
from recognizer.board.games.guessface import GuessFace, drawing_place
from recognizer.board.games.guessing import Guessing, own_inks
from recognizer.board.games.scores import Scores
from recognizer.board.games.tiles import ShownCard
from recognizer.board.games.writing import WRITE_ON_SECONDS
from recognizer.keeping.profiles import Profile
from recognizer.lessons import new_lesson
from recognizer.play.guessing import FIRST_DIGIT_SECONDS, TEN_DRAWN, Drawn, drawing
from recognizer.play.judging import RIGHT_SECONDS, WRONG_SECONDS
from recognizer.play.scorebook import OwnDigit, ScoreBook, load_scores, scores_path
from recognizer.play.tasks import GAP, TaskSet

pytest_plugins = ["boardfixtures"]

CHANCE = random.Random(0)  # noqa: S311  (tasks are no secrets)
STEP_SECONDS = FIRST_DIGIT_SECONDS / 50
SKIP = key(pygame.K_RIGHT)


def number(answer, ink=None):
    ink = ink or DIGITS[answer]
    box = ink.bounding_box
    shape = tuple((s.points - (box.left, box.top)) / box.longer_side for s in ink.strokes)
    return Drawn(GAP, answer, shape)


def begin(board, *tasks, scores=None, **more):
    asked = chain(tasks, repeat(number("7")))
    chosen = TaskSet("guess-test", "Test", lambda _: next(asked))

    def make(host):
        return Guessing(host, host.new_desk("digits"), chosen, CHANCE, Scores(host, scores), **more)

    board.begin(make)
    play(board)


def face(board):
    assert isinstance(board.scene.face, GuessFace)
    return board.scene.face


def draw_on(board, clock, seconds):
    """Let the board draw for so many seconds, frame by frame."""
    for _ in range(round(seconds / STEP_SECONDS)):
        clock.advance(STEP_SECONDS)
        play(board)


def write(board, digit, left=520):
    play(board, *drawn(digit, left=left, top=300, height=150))


def growth_of(board, clock):
    """Let the board win, and return how its opinion grew."""
    draw_on(board, clock, FIRST_DIGIT_SECONDS)
    draw_on(board, clock, 1)
    return face(board).growth


def end_of(board):
    shown = board.scene.overlay(ShownCard)
    return shown.card if shown and isinstance(shown.card, GuessEnd) else None


def points_drawn(board):
    beside = board.scene.beside
    finished = sum(map(len, beside.strokes))
    return finished + (len(beside.open_stroke.points) if beside.open_stroke else 0)


def test_the_board_draws_point_by_point_in_its_place(board, window, clock):
    begin(board, number("8"))
    before = frame(window)
    draw_on(board, clock, FIRST_DIGIT_SECONDS / 2)
    half = points_drawn(board)
    assert abs(half / number("8").point_count - 0.5) < 0.06
    xs, ys = np.nonzero((frame(window) != before).any(axis=2))
    place = drawing_place(board.view.layout).inflate(40, 40)
    inked = place.collidepoint(xs.min(), ys.max())
    assert inked
    draw_on(board, clock, FIRST_DIGIT_SECONDS / 4)
    assert points_drawn(board) > half


def test_it_is_said_where_to_write_until_something_is_written(board):
    begin(board, number("8"))

    def is_said():
        view = board.view
        parts = face(board).under(view.layout, view.theme, board.scene)
        right = drawing_place(view.layout).right
        words = [place for _, place in parts if place.width > place.height]
        return any(place.left > right for place in words)

    assert is_said()
    write(board, "3")
    assert not is_said()


def test_who_writes_it_first_gets_the_point_and_sees_how_the_opinion_grows(board, clock):
    begin(board, number("8"))
    draw_on(board, clock, FIRST_DIGIT_SECONDS / 4)
    write(board, "8")
    wait(board, clock, RIGHT_SECONDS)
    assert face(board).points == (1, 0)
    assert face(board).line.cheers
    draw_on(board, clock, FIRST_DIGIT_SECONDS / HURRY)
    growth = face(board).growth
    assert 0.2 < growth.player_share < 0.3 < growth.board_share
    shares = [each.share for each in growth.opinions]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(shares) > 10
    assert face(board).story.startswith("You knew at")


def test_the_board_gets_the_point_once_it_is_sure(board, clock):
    begin(board, number("3"))
    growth = growth_of(board, clock)
    assert face(board).points == (0, 1)
    assert growth.player_share == 0
    known = [each for each in growth.opinions if each.knows("3")]
    assert known[0].share == growth.board_share > 0.5
    assert face(board).line.task.prompt == "3"
    assert not face(board).line.cheers
    assert face(board).story.startswith("I knew at")


def test_what_was_written_before_the_board_knew_counts_though_it_is_judged_later(board, clock):
    begin(board, number("3"))
    known = growth_of(board, clock).board_share
    play(board, ESCAPE)
    begin(board, number("3"))
    draw_on(board, clock, FIRST_DIGIT_SECONDS * known - 2 * STEP_SECONDS)
    assert face(board).growth is None
    write(board, "3")
    draw_on(board, clock, RIGHT_SECONDS + STEP_SECONDS)
    assert face(board).points == (1, 0)
    assert face(board).growth.board_share == known > face(board).growth.player_share > 0


def test_a_mistake_costs_nothing(board, clock):
    begin(board, number("8"))
    write(board, "5")
    wait(board, clock, WRONG_SECONDS)
    assert face(board).line.note == "I read 5. Try again"
    write(board, "8", left=720)
    wait(board, clock, RIGHT_SECONDS)
    assert face(board).points == (1, 0)


def test_while_the_player_is_asked_the_drawing_stands_still(board, clock):
    begin(board, number("1"))
    play(board, *mouse_events(fitted(FLAGGED, left=600, top=280, height=180)))
    wait(board, clock, WRONG_SECONDS)
    assert {"Yes", "No"} == set(tiles(board))
    before = points_drawn(board)
    draw_on(board, clock, 2 * FIRST_DIGIT_SECONDS)
    assert points_drawn(board) == before
    press(board, "Yes")
    assert face(board).points == (1, 0)


def test_after_a_no_the_drawing_goes_on(board, clock):
    begin(board, number("1"))
    play(board, *mouse_events(fitted(FLAGGED, left=600, top=280, height=180)))
    wait(board, clock, WRONG_SECONDS)
    before = points_drawn(board)
    play(board, key(pygame.K_n))
    draw_on(board, clock, 1)
    assert points_drawn(board) > before
    assert face(board).line.note == "I read 7. Try again"


def test_without_the_focus_the_drawing_stands_still(board, clock):
    begin(board, number("8"))
    draw_on(board, clock, 1)
    play(board, FOCUS_LOST)
    before = points_drawn(board)
    draw_on(board, clock, 5)
    assert points_drawn(board) == before
    press(board, "Go on")
    draw_on(board, clock, 1)
    assert points_drawn(board) > before


def test_typed_digits_count_as_practice_without_hand(board, clock, places):
    scores = places.profiles / "lena.scores"
    begin(board, number("8"), scores=scores)
    play(board, key(pygame.K_8), ENTER)
    assert face(board).points == (1, 0)
    press(board, "End")
    (kept,) = load_scores(scores)[0].rounds
    assert not kept.by_hand


def test_clear_begins_a_typed_answer_anew(board):
    begin(board, Drawn(GAP, "77", number("7").strokes))
    play(board, key(pygame.K_7), key(pygame.K_8), CLEAR)
    assert face(board).line.text == ""
    play(board, key(pygame.K_7), key(pygame.K_7), ENTER)
    assert face(board).points == (1, 0)


def test_backspace_takes_ink_away_and_types_nothing(board, places):
    scores = places.profiles / "lena.scores"
    begin(board, number("8"), scores=scores)
    write(board, "3")
    play(board, key(pygame.K_BACKSPACE))
    write(board, "8")
    play(board, ENTER)
    assert face(board).points == (1, 0)
    (kept,) = load_scores(scores)[0].rounds
    assert kept.by_hand


@pytest.mark.parametrize("by_key", [True, False])
def test_a_drawing_is_skipped_without_a_point_for_anybody(board, clock, by_key):
    begin(board, number("8"), number("3"))
    play(board, SKIP) if by_key else press(board, "Skip")
    assert (face(board).points, face(board).line.task.prompt) == ((0, 0), "8")
    assert {"Next", "End"} == set(tiles(board))
    play(board, SKIP) if by_key else press(board, "Next")
    assert face(board).count == "2 of 10"
    assert points_drawn(board) == 0


def test_the_next_drawing_begins_by_itself_or_with_the_next_stroke(board, clock):
    begin(board)
    play(board, SKIP)
    draw_on(board, clock, SHOWN_SECONDS + STEP_SECONDS)
    assert face(board).count == "2 of 10"
    play(board, SKIP)
    write(board, "7")
    assert face(board).count == "3 of 10"
    assert face(board).line.text == "7"


def test_what_the_board_cannot_read_is_waited_for_in_peace(board, clock):
    turns = np.linspace(0, 9 * np.pi, 200)
    spiral = np.stack([turns * np.cos(turns), turns * np.sin(turns)], axis=1) / 60 + 0.5
    begin(board, Drawn(GAP, "7", (spiral,)))
    draw_on(board, clock, FIRST_DIGIT_SECONDS + 1)
    assert points_drawn(board) == 200
    assert face(board).points == (0, 0)
    assert board.due - clock.now > 1000


def test_ten_drawings_end_with_own_ink_and_how_each_opinion_grew(board, clock, places):
    begin(board, saves=places.saves)
    for _ in range(TEN_DRAWN.tasks - 1):
        write(board, "7")
        wait(board, clock, RIGHT_SECONDS)
        play(board, ENTER)
    growth_of(board, clock)
    draw_on(board, clock, SHOWN_SECONDS)
    end = end_of(board)
    assert end.points == (TEN_DRAWN.tasks - 1, 1)
    assert (len(end.answers), len(end.growths)) == (TEN_DRAWN.tasks - 1, TEN_DRAWN.tasks)
    assert end.sayings[1].startswith("You were faster than I. Well played!")
    press(board, "Save")
    (path,) = places.saves.iterdir()
    assert pygame.image.load(path).get_size() == SIZE
    press(board, "Again")
    assert face(board).points == (0, 0)


def test_who_has_no_enter_says_by_a_tile_that_this_is_all(board, clock):
    begin(board, Drawn(GAP, "77", number("7").strokes))
    write(board, "5")
    draw_on(board, clock, WRITE_ON_SECONDS + STEP_SECONDS)
    press(board, "That is all")
    assert face(board).line.note == "I read 5. Try again"


def test_a_drawing_that_was_skipped_at_once_has_no_chart_at_the_end(board, window, clock):
    begin(board, number("7"), number("3"))
    growth_of(board, clock)
    play(board, ENTER)
    press(board, "End")
    without = frame(window)
    begin(board, number("7"), number("3"))
    growth_of(board, clock)
    play(board, ENTER, SKIP, SKIP)
    press(board, "End")
    assert [each.task.answer for each in end_of(board).growths] == ["7", "3"]
    assert (frame(window) == without).all()


def test_a_round_is_in_the_score_book_and_may_be_chosen_by_keys_alone(new_board, places, clock):
    profile = Profile(places.profiles / "lena.json")
    board = new_board(places=places, profile=profile)
    play(board, PLAY, key(pygame.K_UP), key(pygame.K_2), ENTER)
    assert face(board).count == "1 of 10"
    play(board, SKIP, ESCAPE)
    (kept,) = load_scores(scores_path(profile.path))[0].rounds
    assert (kept.set_name, kept.mode) == ("guess-2", TEN_DRAWN.name)
    assert "Begin" in tiles(board)


def test_it_is_chosen_and_ended_by_touch_alone(board):
    play(board, PLAY)
    for words in ("Guess first", "3 digits", "Begin", "Skip", "End", "Done"):
        press(board, words)
    assert tiles(board) == {}


def test_digits_are_drawn_in_the_hand_of_lessons_and_of_the_score_book():
    lesson = new_lesson(DIGITS["4"], "4", np.zeros(4, np.float32), "0" * 64)
    book = ScoreBook(digits=(OwnDigit("4", 0.9, DIGITS["4"]), OwnDigit("9", 0.9, DIGITS["9"])))
    inks = own_inks((lesson,), book)
    assert {label: len(each) for label, each in inks.items()} == {"4": 2, "9": 1}
    assert drawing(1).of(inks).name == "guess-1"


def test_what_is_shown_is_drawn_whole(board, window, clock):
    begin(board, number("8"), number("3"))
    draw_on(board, clock, FIRST_DIGIT_SECONDS / 3)
    assert off_from_fresh(board, window) < ALIKE
    write(board, "8")
    wait(board, clock, RIGHT_SECONDS)
    draw_on(board, clock, 1)
    assert off_from_fresh(board, window) < ALIKE
    press(board, "End")
    assert off_from_fresh(board, window) < ALIKE
