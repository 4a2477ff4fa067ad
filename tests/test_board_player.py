"""A script of events, played on a clock that is given, until the user takes over."""

import pygame
import pytest
from boards import CLEAR, FOCUS_LOST, play
from pens import finger, finger_stroke, fitted, key, mouse_down, mouse_move, mouse_stroke
from strokes import DIGITS

from recognizer.board.input.player import Player
from recognizer.board.input.replay import replay_events
from recognizer.board.run.tools import TOOLBAR_AFTER_SECONDS

pytest_plugins = ["boardfixtures"]

NOW = 50.0
SIZE = (960, 600)


def numbered(*waits):
    """Return a script of one event for each wait, which know their number."""
    events = [pygame.event.Event(pygame.USEREVENT, number=i) for i in range(len(waits))]
    return iter(list(zip(waits, events, strict=True)))


def numbers(events):
    return [event.number for event in events]


def test_each_event_comes_when_its_time_has_come():
    player = Player(numbered(0.5, 0.25, 1.0), NOW)
    assert player.events(NOW + 0.4) == []
    assert numbers(player.events(NOW + 0.5)) == [0]
    assert numbers(player.events(NOW + 0.8)) == [1]
    assert player.due == pytest.approx(NOW + 1.75)
    assert numbers(player.events(NOW + 1.75)) == [2]


def test_after_a_delay_all_that_is_due_comes_at_once_and_time_is_not_lost():
    player = Player(numbered(0.5, 0.25, 1.0, 1.0), NOW)
    assert numbers(player.events(NOW + 2.0)) == [0, 1, 2]
    assert player.due == pytest.approx(NOW + 2.75)


def test_at_the_end_nothing_is_due():
    player = Player(numbered(0.0), NOW)
    player.events(NOW)
    assert player.due == float("inf")
    assert player.events(NOW + 100) == []
    assert Player(numbered(), NOW).due == float("inf")


@pytest.mark.parametrize(
    "event",
    [mouse_down((5, 5)), finger(pygame.FINGERDOWN, (5, 5), SIZE), key(pygame.K_t)],
    ids=["mouse", "finger", "key"],
)
def test_the_user_takes_over_once_the_script_s_stroke_has_ended(event):
    player = Player(numbered(0.5, 0.5), NOW)
    assert player.join([event], NOW + 0.6) == [FOCUS_LOST, event]
    assert player.due == float("inf")
    assert player.join([event], NOW + 100) == [event]


PASSING = [mouse_move((5, 5), pressed=False), FOCUS_LOST]


@pytest.mark.parametrize("event", PASSING, ids=["pointer", "focus"])
def test_what_passes_by_does_not_take_over_nor_disturb(event):
    other = pygame.event.Event(pygame.VIDEOEXPOSE)
    player = Player(numbered(0.5), NOW)
    first, second = player.join([event, other], NOW + 1)
    assert first is other
    assert second.number == 0


def test_when_it_is_over_the_board_is_the_user_s():
    player = Player(numbered(0.5), NOW)
    player.events(NOW + 1)
    assert player.join(PASSING, NOW + 2) == PASSING


# On a board


def replay(board, clock, until, step=0.02):
    """Let the clock run, and the board with it, until something holds."""
    for _ in range(3000):
        clock.advance(step)
        board.handle([])
        if until():
            return
    raise AssertionError("it never came")


def test_ink_is_drawn_read_looked_at_and_cleared_for_the_next(board, clock):
    board.play(Player(replay_events([DIGITS["4"], DIGITS["7"]], SIZE), clock.now))
    read = []
    for digit in "47":
        replay(board, clock, lambda d=digit: len(board.session.strokes) == len(DIGITS[d].strokes))
        board.settle()
        read.append(board.session.reading.text)
        if digit == "4":
            replay(board, clock, lambda: board.session.is_empty)
    assert read == ["4", "7"]


def test_the_last_ink_stays(board, clock):
    player = Player(replay_events([DIGITS["4"]], SIZE), clock.now)
    board.play(player)
    replay(board, clock, lambda: not player.is_playing)
    clock.advance(60)
    board.handle([])
    assert board.session.ink.strokes


def test_while_it_plays_there_is_no_toolbar(board, clock):
    board.handle([])
    assert board.scene.toolbar
    player = Player(replay_events([DIGITS["4"]], SIZE), clock.now)
    board.play(player)
    board.handle([])
    assert not board.scene.toolbar
    replay(board, clock, lambda: not player.is_playing)
    clock.advance(TOOLBAR_AFTER_SECONDS)
    board.handle([])
    assert board.scene.toolbar


def test_the_loop_wakes_for_the_next_event(board, clock):
    player = Player(replay_events([DIGITS["4"]], SIZE), clock.now)
    board.play(player)
    assert board.due == player.due


def test_when_the_user_takes_over_what_was_drawn_stays(board, clock):
    board.play(Player(replay_events([DIGITS["4"], DIGITS["7"]], SIZE), clock.now))
    replay(board, clock, lambda: len(board.session.strokes) == 1)
    replay(board, clock, lambda: board.session.is_pen_down)
    stroke = mouse_stroke(fitted(DIGITS["1"], 100, 50, 60).strokes[0].points)
    play(board, *stroke)
    assert len(board.session.strokes) == 3
    for _ in range(500):
        clock.advance(0.02)
        board.handle([])
    assert len(board.session.strokes) == 3
    play(board, CLEAR)
    assert board.session.is_empty


def is_under_way(board):
    pen = board.session.open_stroke
    return pen is not None and len(pen.points) > 5


@pytest.mark.parametrize(
    "takes_over",
    [[key(pygame.K_t)], finger_stroke([(100, 50), (100, 90)], SIZE)],
    ids=["key", "finger"],
)
def test_who_takes_over_in_the_middle_of_a_stroke_finds_no_button_held(board, clock, takes_over):
    board.play(Player(replay_events([DIGITS["4"]], SIZE), clock.now))
    replay(board, clock, lambda: is_under_way(board))
    play(board, *takes_over, *finger_stroke([(200, 50), (200, 90)], SIZE))
    replayed, *by_hand = board.session.strokes
    assert len(replayed) > 5
    assert len(by_hand) == len(takes_over) // 3 + 1
    assert not board.desk.hand.is_busy
    clock.advance(1)
    board.handle([])
    assert board.scene.toolbar


@pytest.mark.parametrize("event", PASSING, ids=["pointer", "focus"])
def test_what_passes_by_breaks_no_stroke(board, clock, event):
    board.play(Player(replay_events([DIGITS["3"]], SIZE), clock.now))
    replay(board, clock, lambda: is_under_way(board))
    board.handle([event])
    replay(board, clock, lambda: board.session.strokes)
    board.settle()
    assert board.session.reading.text == "3"
    assert len(board.session.strokes) == 1
