"""The eraser: what it takes, its ring, and what a palm erases."""

import numpy as np
import pygame
import pytest
from boards import PALM_LEAVES, RESIZED, SIZE, UNDO, drawn, frame, palm, play, resize
from pens import finger, finger_stroke, key, mouse_down, mouse_move, mouse_stroke, mouse_up

from recognizer.board.draw.theme import SLATE
from recognizer.board.run.pen import ERASER_REACH_HD

pytest_plugins = ["boardfixtures"]

ERASER = key(pygame.K_e)
LINES = [[(x, 100), (x, 300)] for x in (200, 300, 400)]
ACROSS = [(150, 200), (350, 200)]  # over the first two


def lines():
    return [event for line in LINES for event in mouse_stroke(line)]


def left_of(board):
    """Return the x of the strokes that are left."""
    return [stroke.points[0, 0] for stroke in board.session.strokes]


def has_ring(board, window, spot):
    """Tell whether the ring of the eraser is around `spot`."""
    reach, (x, y) = board.view.layout.pixels(ERASER_REACH_HD), spot
    around = [(x - reach, y), (x + reach, y), (x, y - reach), (x, y + reach)]
    shown = frame(window)
    return all(np.abs(shown[at] - SLATE.muted).max() < 40 for at in around)


# The eraser


@pytest.mark.parametrize("button", [1, 3], ids=["E", "right button"])
def test_the_eraser_takes_whole_strokes(board, button):
    play(board, *lines())
    if button == 1:
        play(board, ERASER)
    play(board, *mouse_stroke(ACROSS, button=button))
    assert left_of(board) == [400]
    play(board, UNDO)
    assert left_of(board) == [200, 300, 400]


def test_a_finger_erases_when_the_eraser_is_chosen(board):
    play(board, *lines(), ERASER, *finger_stroke(ACROSS, SIZE))
    assert left_of(board) == [400]


def test_the_eraser_reaches_as_far_as_its_ring_and_no_farther(board):
    reach = board.view.layout.pixels(ERASER_REACH_HD)
    half = board.session.pen_width / 2
    for off, hit in ((reach + half + 3, False), (reach + half - 3, True)):
        play(board, *mouse_stroke(LINES[0]))
        play(board, *mouse_stroke([(200 + round(off), 200)], button=3))
        assert (not board.session.strokes) == hit


def test_a_fast_eraser_misses_nothing_between_two_events(board):
    play(board, *lines(), *mouse_stroke([(100, 200), (600, 201)], button=3))
    assert left_of(board) == []


def test_the_eraser_is_where_it_is_seen_in_a_window_of_another_size(board, window):
    play(board, *lines())
    resize(window, (1920, 1200))
    play(board, RESIZED, *mouse_stroke([(2 * x, 2 * y) for x, y in ACROSS], button=3))
    assert left_of(board) == [400]


def test_e_again_gives_the_pen_back(board):
    play(board, ERASER, ERASER, *drawn("3"))
    assert board.session.reading.text == "3"


def test_what_is_left_is_read_anew(board):
    play(board, *drawn("3", height=200, top=60), *mouse_stroke([(520, 60), (560, 560)]))
    assert board.session.reading.text != "3"
    play(board, *mouse_stroke([(540, 500), (560, 540)], button=3))
    assert board.session.reading.text == "3"


def test_a_ring_shows_where_the_eraser_is(board, window):
    play(board, ERASER)
    board.handle([mouse_move((300, 200), pressed=False)])
    assert has_ring(board, window, (300, 200))
    board.handle([mouse_move((500, 300), pressed=False)])
    assert has_ring(board, window, (500, 300))
    assert not has_ring(board, window, (300, 200))
    play(board, ERASER)
    assert not has_ring(board, window, (500, 300))


def test_the_right_button_shows_the_ring_while_it_is_held(board, window):
    board.handle([mouse_down((300, 200), 3)])
    assert has_ring(board, window, (300, 200))
    board.handle([mouse_up((300, 200), 3)])
    assert not has_ring(board, window, (300, 200))


def test_the_ring_is_gone_with_the_finger_that_erased(board, window):
    play(board, ERASER)
    board.handle(finger_stroke([(300, 200), (500, 300)], SIZE)[:-1])
    assert has_ring(board, window, (500, 300))
    board.handle([finger(pygame.FINGERUP, (500, 300), SIZE)])
    assert not has_ring(board, window, (500, 300))


def test_the_ring_is_gone_with_the_pointer_that_leaves_the_window(board, window):
    play(board, ERASER)
    board.handle([mouse_move((300, 200), pressed=False)])
    board.handle([pygame.event.Event(pygame.WINDOWLEAVE)])
    assert not has_ring(board, window, (300, 200))
    board.handle([mouse_move((500, 300), pressed=False)])
    assert has_ring(board, window, (500, 300))


def test_an_eraser_that_leaves_the_window_misses_nothing_on_its_way_back(board):
    play(board, *lines())
    leaves = pygame.event.Event(pygame.WINDOWLEAVE)
    play(board, mouse_down((100, 200), 3), leaves, mouse_move((600, 201), button=3))
    assert left_of(board) == []


def test_an_eraser_on_an_empty_board_is_no_step(board):
    play(board, ERASER, *mouse_stroke(ACROSS))
    assert not board.session.can_undo


def test_e_in_the_middle_of_a_stroke_lets_it_be_finished(board):
    down, *moves, up = mouse_stroke([(100, 100), (200, 200), (300, 300)])
    play(board, down, ERASER, *moves, up)
    assert len(board.session.strokes[0]) == 3


def test_what_a_palm_has_erased_is_back_when_the_pen_comes(board):
    play(board, *lines(), ERASER, *palm(*ACROSS))
    assert left_of(board) == [400]
    play(board, *mouse_stroke([(400, 90), (400, 110)]), PALM_LEAVES)
    assert left_of(board) == [200, 300]
    play(board, UNDO)
    assert left_of(board) == [200, 300, 400]


def test_a_palm_that_erased_nothing_takes_nothing_back(board):
    play(board, *lines(), ERASER, *mouse_stroke(ACROSS), *palm((600, 500), (620, 500)))
    play(board, *mouse_stroke([(500, 50), (510, 50)]), PALM_LEAVES)
    assert left_of(board) == [400]
