"""The pen in its ways: width, pressure, fingers, and strokes that are broken off."""

import numpy as np
import pygame
import pytest
from boards import (
    FOCUS_LOST,
    PALM_LEAVES,
    RESIZED,
    SIZE,
    UNDO,
    drawn,
    frame,
    off_from_fresh,
    palm,
    place_of_toolbar,
    play,
    resize,
    seen,
)
from pens import (
    doubled,
    finger,
    finger_stroke,
    fitted,
    key,
    mouse_down,
    mouse_move,
    mouse_stroke,
    mouse_up,
    wheel,
)
from strokes import DIGITS

from recognizer.board.draw.theme import SLATE
from recognizer.board.ink.placing import Placing
from recognizer.board.input.commands import Hover, PenDown, PenMove
from recognizer.board.input.events import MOUSE_STALE_SECONDS
from recognizer.board.input.hand import Gesture, Hand
from recognizer.document.session import Session
from recognizer.keeping.settings import MAX_PEN, MIN_PEN, Settings

pytest_plugins = ["boardfixtures"]

THINNER, THICKER = key(pygame.K_LEFTBRACKET), key(pygame.K_RIGHTBRACKET)


def thickness(window, x, color=SLATE.ink):
    """Return how many pixels of ink are on top of each other at `x`."""
    return int((np.abs(frame(window)[x] - color).max(axis=1) < 12).sum())


# The width of the pen


def test_the_bracket_keys_change_the_width_of_what_is_drawn_next(board, window):
    play(board, *mouse_stroke([(100, 100), (500, 100)]))
    play(board, *[THICKER] * 4, *mouse_stroke([(100, 250), (500, 250)]))
    play(board, *[THINNER] * 8, *mouse_stroke([(100, 400), (500, 400)]))
    usual, wide, narrow = (stroke.pen_width for stroke in board.session.strokes)
    assert wide == pytest.approx(usual * 1.25**4)
    assert narrow == pytest.approx(usual / 1.25**4)
    assert thickness(window, 300) == pytest.approx(usual + wide + narrow, abs=6)


def test_the_wheel_changes_the_width_with_control_only(board):
    usual = board.session.pen_width
    play(board, wheel(2))
    assert board.session.pen_width == usual
    play(board, wheel(2, pygame.KMOD_LCTRL))
    assert board.session.pen_width == pytest.approx(usual * 1.25**2)
    play(board, wheel(-2, pygame.KMOD_LCTRL))
    assert board.session.pen_width == pytest.approx(usual)


def test_control_that_is_held_counts_for_a_wheel_that_does_not_tell(board):
    usual = board.session.pen_width
    pygame.key.set_mods(pygame.KMOD_LCTRL)
    try:
        play(board, pygame.event.Event(pygame.MOUSEWHEEL, x=0, y=1))
    finally:
        pygame.key.set_mods(0)
    assert board.session.pen_width > usual


@pytest.mark.parametrize(("turn", "limit"), [(THINNER, MIN_PEN), (THICKER, MAX_PEN)])
def test_the_width_has_its_limits(board, turn, limit):
    play(board, *[turn] * 40)
    assert board.settings.pen == limit
    assert board.session.pen_width == pytest.approx(board.view.layout.pen_width * limit)


def test_the_new_width_is_told(board):
    board.handle([THICKER])
    assert seen(board).message.text == f"Pen {round(board.session.pen_width)} pixels wide"


def test_a_new_width_in_the_middle_of_a_stroke_is_the_stroke_s(board, window):
    down, *moves, up = mouse_stroke([(100, 100), (300, 100), (500, 100)])
    board.handle([down, *moves])
    board.handle([THICKER] * 3)
    assert off_from_fresh(board, window) < 96
    board.handle([up])
    assert board.session.strokes[0].pen_width == board.session.pen_width


def test_the_width_of_the_pen_is_the_same_on_the_screen_in_any_window(board, window):
    usual = board.session.pen_width * board.view.placing.zoom / board.view.layout.pen_width
    resize(window, (1600, 1000))
    play(board, RESIZED)
    assert board.session.pen_width * board.view.placing.zoom / board.view.layout.pen_width == usual


# Pressure


def test_a_pen_that_is_pressed_draws_a_wider_line(board, window):
    for y, pressure in ((100, 0.15), (300, 0.9)):
        points = [(100 + 20 * i, y) for i in range(20)]
        kinds = [pygame.FINGERDOWN, *[pygame.FINGERMOTION] * 18, pygame.FINGERUP]
        play(
            board,
            *(finger(k, p, SIZE, pressure=pressure) for k, p in zip(kinds, points, strict=True)),
        )
    light, firm = board.session.strokes
    np.testing.assert_allclose(light.pressures, 0.15)
    np.testing.assert_allclose(firm.pressures, 0.9)
    shown = np.abs(frame(window)[300] - SLATE.ink).max(axis=1) < 12
    assert shown[250:350].sum() > 1.5 * shown[50:150].sum() > 0
    assert off_from_fresh(board, window) < 96


@pytest.mark.parametrize("pressure", [-1.0, 7.0, float("nan")])
def test_an_odd_pressure_costs_no_stroke(board, pressure):
    play(
        board,
        finger(pygame.FINGERDOWN, (100, 100), SIZE, pressure=pressure),
        finger(pygame.FINGERMOTION, (200, 200), SIZE, pressure=pressure),
        finger(pygame.FINGERUP, (200, 200), SIZE, pressure=pressure),
    )
    assert len(board.session.strokes) == 1


# Beyond the edge


def test_a_stroke_may_begin_and_end_outside_the_window(board):
    points = [(-40, 100), (100, 120), (1100, 130), (300, 900)]
    play(board, *mouse_stroke(points))
    np.testing.assert_array_equal(board.session.strokes[0].points, points)


def test_a_button_let_go_outside_ends_the_stroke_when_the_pointer_is_back(board):
    play(board, mouse_down((100, 100)), mouse_move((990, 300)))
    play(board, mouse_move((500, 500), pressed=False), mouse_move((520, 520), pressed=False))
    assert not board.session.is_pen_down
    assert len(board.session.strokes[0]) == 2


# Broken off


def test_losing_the_focus_keeps_the_stroke_and_reads_it(board):
    *but_up, up = drawn("3")
    play(board, *but_up, FOCUS_LOST)
    assert len(board.session.strokes) == 1
    assert board.session.reading.text == "3"
    play(board, up)
    assert len(board.session.strokes) == 1


def test_moves_after_the_focus_was_lost_draw_nothing(board):
    play(board, mouse_down((100, 100)), FOCUS_LOST, mouse_move((300, 300)), mouse_up((300, 300)))
    assert len(board.session.strokes[0]) == 1
    assert not board.session.is_pen_down


def test_undo_in_the_middle_of_a_stroke_takes_it_from_under_the_pen(board, window):
    down, *moves, up = mouse_stroke([(100, 100), (200, 200), (300, 300)])
    before = frame(window)
    board.handle([down, moves[0]])
    board.handle([UNDO])
    board.handle([moves[1], up])
    assert board.session.is_empty
    off = (frame(window) != before).any(axis=2)
    assert not off[:, : place_of_toolbar(board).top].any()


def test_a_press_whose_end_got_lost_ends_the_stroke_before_the_next(board, clock):
    play(board, mouse_down((100, 100)), mouse_move((200, 200)))
    clock.advance(MOUSE_STALE_SECONDS + 1)
    play(board, *finger_stroke([(300, 300), (400, 400)], SIZE))
    assert [len(stroke) for stroke in board.session.strokes] == [2, 2]


# Fingers


def test_two_fingers_draw_one_stroke(board):
    points = [(100, 100), (150, 200), (200, 300)]
    first = finger_stroke(points, SIZE, finger_id=1)
    second = finger_stroke([(500, 100), (550, 200), (600, 300)], SIZE, finger_id=2)
    mixed = [event for pair in zip(first, second, strict=True) for event in pair]
    play(board, *mixed)
    (stroke,) = board.session.strokes
    np.testing.assert_allclose(stroke.points, points)


@pytest.mark.parametrize("together", [True, False], ids=["in one batch", "one after the other"])
def test_what_a_palm_has_begun_is_gone_when_the_pen_comes(board, window, together):
    resting, pen = palm((250, 400), (300, 400)), mouse_stroke([(100, 100), (200, 200)])
    for batch in [[*resting, *pen]] if together else [resting, *([each] for each in pen)]:
        board.handle(batch)
        assert off_from_fresh(board, window) < 96
    play(board, PALM_LEAVES)
    (stroke,) = board.session.strokes
    np.testing.assert_array_equal(stroke.points, [(100, 100), (200, 200)])
    play(board, UNDO)
    assert board.session.is_empty


def test_a_digit_is_read_that_was_drawn_beside_a_resting_palm(board):
    palm_stays = palm((250, 500), (252, 500))
    play(board, *palm_stays, *drawn("4", left=300, height=300), PALM_LEAVES)
    assert board.session.reading.text == "4"
    assert len(board.session.strokes) == 2


def test_a_palm_that_comes_to_a_pen_that_draws_leaves_no_mark(board):
    down, *moves, up = mouse_stroke([(100, 100), (150, 150), (200, 200)])
    play(board, down, *palm((600, 500)), *moves, PALM_LEAVES, up)
    (stroke,) = board.session.strokes
    np.testing.assert_array_equal(stroke.points, [(100, 100), (150, 150), (200, 200)])


# Places that are none


@pytest.mark.parametrize("x", [float("nan"), float("inf"), 2e9])
@pytest.mark.parametrize("glass", [False, True])
def test_a_place_that_is_none_costs_a_point_and_not_the_stroke(board, x, glass):
    if glass:
        play(board, key(pygame.K_d))
    points = [(500, 100), (510, 150), (x, 200), (520, 250)]
    play(board, *finger_stroke(points, SIZE), key(pygame.K_RETURN))
    (stroke,) = board.session.strokes
    np.testing.assert_allclose(stroke.points, [(500, 100), (510, 150), (520, 250)])
    assert seen(board).message is None


def test_a_stroke_of_no_place_at_all_is_none(board):
    play(board, *finger_stroke([(float("nan"), 100)] * 3, SIZE))
    assert board.session.is_empty
    assert not board.session.can_undo
    play(board, *drawn("3"))
    assert board.session.reading.text == "3"


def test_a_touch_that_comes_as_mouse_too_is_drawn_once(board):
    ink = fitted(DIGITS["5"], 200, 120, 320)
    touches = [e for stroke in ink.strokes for e in finger_stroke(stroke.points, SIZE)]
    play(board, *doubled(touches))
    assert len(board.session.strokes) == len(ink.strokes)
    assert board.session.reading.text == "5"


# The hand by itself


@pytest.fixture
def session(reader):
    return Session(reader, 10.0)


@pytest.fixture
def hand(session):
    return Hand(session)


def test_a_hand_draws_in_the_unit_of_the_ink(hand, session):
    hand.begin(PenDown(100, 60), placing=Placing(2.0), reach=20, erases=False)
    hand.move(PenMove(120, 80), placing=Placing(2.0), reach=20)
    assert hand.is_busy
    assert hand.lift()
    np.testing.assert_array_equal(session.strokes[0].points, [(50, 30), (60, 40)])
    assert hand.gesture is Gesture.NONE


def test_a_hand_that_presses_leaves_the_board_alone(hand, session):
    hand.press(PenDown(100, 60))
    assert not hand.move(PenMove(120, 80), placing=Placing(1.0), reach=20)
    assert not hand.is_busy
    assert not hand.lift()
    assert session.is_empty


def test_a_hand_with_the_eraser_shows_it_where_it_was_last(hand):
    hand.has_eraser = True
    assert hand.eraser(20) is None
    hand.begin(PenDown(100, 60), placing=Placing(1.0), reach=20, erases=True)
    hand.move(PenMove(120, 80), placing=Placing(1.0), reach=20)
    ring = hand.eraser(20)
    assert (ring.x, ring.y, ring.reach) == (120, 80, 20)
    hand.press(PenDown(100, 60))
    assert hand.eraser(20) is None


def test_a_hand_forgets_a_pointer_that_is_gone_and_a_finger_that_is_lifted(hand):
    hand.has_eraser = True
    for touch in (False, True):
        hand.begin(PenDown(100, 60, touch=touch), placing=Placing(1.0), reach=20, erases=True)
        hand.forget_pointer()
        assert hand.eraser(20) is not None
        hand.lift()
        assert (hand.eraser(20) is None) == touch
    hand.pointer = Hover(100, 60)
    hand.forget_pointer()
    assert hand.eraser(20) is None


def test_the_pen_width_of_the_settings_is_the_first(new_board):
    board = new_board(settings=Settings(pen=2.0))
    assert board.session.pen_width == pytest.approx(2 * board.view.layout.pen_width)
