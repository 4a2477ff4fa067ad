"""Buttons act when the pen is lifted on them, the toolbar keeps off ink, and Esc asks twice."""

import pygame
import pytest
from boards import (
    ENTER,
    ESCAPE,
    FOCUS_LOST,
    HELP,
    QUIT,
    RESIZED,
    SIZE,
    UNDO,
    button,
    drawn,
    off_from_fresh,
    place_of_toolbar,
    resize,
    seen,
)
from pens import (
    finger,
    key,
    mouse_click,
    mouse_down,
    mouse_move,
    mouse_stroke,
    mouse_up,
)

from recognizer.actions import table
from recognizer.board.run.tools import TOOLBAR_AFTER_SECONDS
from recognizer.board.show.message import Message
from recognizer.board.show.notice import SECONDS as MESSAGE_SECONDS

pytest_plugins = ["boardfixtures"]

AWAY = (300, 100)
CLEAR = key(pygame.K_c)


def send(board, *events):
    """Send events one by one; unlike `play` nothing quits the board at the end."""
    for event in events:
        board.handle([event])
    board.settle()


def has_quit(board):
    return board.has_quit


def wait(board, clock, seconds):
    clock.advance(seconds)
    board.handle([])


# On release


def test_a_button_acts_when_it_is_let_go_and_not_before(board):
    spot = button(board, table.PEN)
    send(board, mouse_down(spot))
    assert board.settings.pen == 1.0
    send(board, mouse_up(spot))
    assert board.settings.pen != 1.0


def test_a_press_that_leaves_its_button_does_nothing(board):
    spot, other = button(board, table.PEN), button(board, table.GLASS)
    for end in (AWAY, other):
        send(board, mouse_down(spot), mouse_move(end), mouse_up(end))
        assert board.settings.pen == 1.0
        assert not board.scene.is_glass_open
        assert board.session.is_empty


def test_a_press_that_comes_back_to_its_button_counts(board):
    spot = button(board, table.PEN)
    send(board, mouse_down(spot), mouse_move(AWAY), mouse_move(spot), mouse_up(spot))
    assert board.settings.pen != 1.0


def test_a_stroke_that_ends_on_a_button_presses_nothing(board):
    spot = button(board, table.PEN)
    send(board, *mouse_stroke([AWAY, spot]))
    assert board.settings.pen == 1.0
    assert len(board.session.strokes) == 1


@pytest.mark.parametrize(
    "how",
    [
        FOCUS_LOST,
        mouse_move((300, 100), pressed=False),
        ESCAPE,
        pygame.event.Event(pygame.WINDOWLEAVE),
    ],
    ids=["focus lost", "let go unseen", "Esc", "left the window"],
)
def test_a_press_that_is_broken_off_does_nothing(board, how):
    spot = button(board, table.PEN)
    send(board, mouse_down(spot), how, mouse_up(spot))
    assert board.settings.pen == 1.0
    assert not has_quit(board)


def test_a_palm_on_a_button_presses_nothing_when_the_pen_comes(board):
    spot = button(board, table.PEN)
    down, up = (finger(kind, spot, SIZE) for kind in (pygame.FINGERDOWN, pygame.FINGERUP))
    send(board, down, *mouse_stroke([AWAY, (310, 200)]), up)
    assert board.settings.pen == 1.0
    assert len(board.session.strokes) == 1


def test_a_finger_sees_what_it_presses_until_it_is_lifted(board):
    spot = button(board, table.PEN)
    down, up = (finger(kind, spot, SIZE) for kind in (pygame.FINGERDOWN, pygame.FINGERUP))
    send(board, down)
    assert seen(board).hovered is table.PEN
    send(board, finger(pygame.FINGERMOTION, AWAY, SIZE))
    assert seen(board).hovered is None
    send(board, finger(pygame.FINGERMOTION, spot, SIZE), up)
    assert seen(board).hovered is None


def test_a_button_that_can_do_nothing_says_why_to_mouse_and_finger(board):
    undo = button(board, table.UNDO, enabled=False)
    send(board, mouse_move(undo, pressed=False))
    assert seen(board).hovered is table.UNDO
    send(board, mouse_move(AWAY, pressed=False), finger(pygame.FINGERDOWN, undo, SIZE))
    assert seen(board).hovered is table.UNDO


# Keys while the pen is down

STROKE = [(330, 100), (340, 150), (350, 200), (360, 250)]


@pytest.mark.parametrize("code", [pygame.K_d, pygame.K_s, pygame.K_3, pygame.K_n, pygame.K_F11])
def test_a_key_that_comes_into_a_stroke_costs_no_ink(new_board, places, code):
    board = new_board(places=places)
    down, *moves, up = mouse_stroke(STROKE)
    send(board, down, moves[0], key(code), *moves[1:], up)
    first, second = board.session.strokes
    assert (len(first), len(second)) == (2, 2)
    assert not has_quit(board)


@pytest.mark.parametrize("code", [pygame.K_h, pygame.K_o])
def test_nothing_is_drawn_under_a_card_that_a_key_has_opened(board, code):
    down, *moves, up = mouse_stroke(STROKE)
    mod = pygame.KMOD_LCTRL if code == pygame.K_o else 0
    send(board, down, moves[0], key(code, mod), *moves[1:], up, ESCAPE)
    (stroke,) = board.session.strokes
    assert len(stroke) == 2
    send(board, *mouse_stroke(STROKE))
    assert len(board.session.strokes) == 2


@pytest.mark.parametrize("code", [pygame.K_d, pygame.K_ESCAPE, pygame.K_3])
def test_a_press_that_a_key_breaks_off_does_not_become_a_stroke(board, code):
    spot = button(board, table.PEN)
    send(board, mouse_down(spot), key(code), mouse_move(AWAY), mouse_move(spot), mouse_up(spot))
    assert board.settings.pen == 1.0
    assert board.session.is_empty


# Off the ink


@pytest.fixture
def come(board, clock):
    """A function that waits until the toolbar is back, and returns where it stands."""

    def wait_for_it():
        wait(board, clock, TOOLBAR_AFTER_SECONDS)
        assert board.scene.toolbar is not None
        return place_of_toolbar(board)

    return wait_for_it


def at_bottom(board):
    place = place_of_toolbar(board)
    return place.centery > board.view.layout.size[1] / 2


def across(place):
    """Return a stroke from the middle of the board to the middle of `place`."""
    x = place.left + 60
    return mouse_stroke([(x, SIZE[1] // 2), (x, place.centery)])


def test_the_toolbar_goes_up_where_ink_is_at_the_bottom(board, window, come):
    usual = place_of_toolbar(board)
    send(board, *across(usual))
    place = come()
    assert not at_bottom(board)
    assert not place.colliderect(usual)
    assert off_from_fresh(board, window) < 96


@pytest.mark.parametrize("action", [table.MORE, table.CLEAR, table.UNDO])
def test_the_next_stroke_of_a_digit_at_the_edge_is_drawn_where_a_button_would_be(
    board, come, action
):
    usual = place_of_toolbar(board)
    send(board, *across(usual))
    come()
    spot = button(board, action)[0], usual.centery
    send(board, *mouse_stroke([spot, (spot[0], spot[1] - 90)]), *mouse_click(spot))
    assert len(board.session.strokes) == 3
    assert not has_quit(board)


def test_the_toolbar_stays_where_it_is_seen_until_the_next_stroke(board, come):
    send(board, *across(place_of_toolbar(board)))
    come()
    send(board, CLEAR)
    assert not at_bottom(board)
    send(board, *mouse_stroke([(300, 200), (300, 260)]))
    come()
    assert at_bottom(board)


def test_it_leaves_what_undo_brings_back_under_it(board, come):
    send(board, *across(place_of_toolbar(board)), UNDO)
    come()
    assert at_bottom(board)
    send(board, key(pygame.K_y, pygame.KMOD_LCTRL))
    assert not at_bottom(board)


def test_buttons_work_at_the_top_as_at_the_bottom(board, come):
    send(board, *across(place_of_toolbar(board)))
    place = come()
    spot = button(board, table.PEN)
    assert place.collidepoint(spot)
    send(board, *mouse_click(spot))
    assert board.settings.pen != 1.0


@pytest.fixture
def full(board, come):
    """A board with ink at both edges."""
    send(board, *across(place_of_toolbar(board)))
    send(board, *across(come()))
    come()
    return board


def test_where_ink_is_at_both_edges_a_stroke_may_begin_on_the_toolbar(full, window):
    spot = button(full, table.MORE)
    path = [spot, (spot[0], spot[1] - 12), (spot[0], spot[1] - 80)]
    send(full, *mouse_stroke(path))
    assert len(full.session.strokes) == 3
    assert full.session.strokes[-1].points.tolist() == [list(map(float, each)) for each in path]
    assert seen(full).message is None
    assert off_from_fresh(full, window) < 96


def test_and_a_tap_still_presses_a_button(full):
    send(full, *mouse_click(button(full, table.PEN)))
    assert full.settings.pen != 1.0
    assert len(full.session.strokes) == 2


@pytest.mark.parametrize("size", [(800, 600), (1280, 800), (1080, 1920), (1920, 1080), (640, 400)])
def test_in_a_window_of_any_size_it_keeps_off_ink_beside_the_looking_glass_too(
    board, window, come, size
):
    resize(window, size)
    board.handle([RESIZED])
    free = board.view.layout.free
    x, y = free.centerx, round(free.height * 0.4)
    send(board, *mouse_stroke([(x, y), (x + 9, free.bottom - 5)]), key(pygame.K_d))
    toolbar = come()
    box = board.view.placing.of_box(board.session.ink.bounding_box)
    ink = pygame.Rect(box.left, box.top, box.width + 1, box.height + 1)
    assert not ink.colliderect(toolbar)


# Esc


def test_esc_on_the_bare_board_quits_when_it_is_pressed_twice(board):
    send(board, ESCAPE)
    assert seen(board).message.text == "Press Esc again to quit"
    assert not has_quit(board)
    send(board, ESCAPE)
    assert has_quit(board)


def test_the_question_holds_as_long_as_it_stands_there(board, clock):
    send(board, ESCAPE)
    wait(board, clock, MESSAGE_SECONDS)
    assert seen(board).message is None
    send(board, ESCAPE)
    assert not has_quit(board)


@pytest.mark.parametrize(
    "between",
    [[HELP, HELP], [ENTER], mouse_stroke([AWAY, (310, 200)]), [key(pygame.K_5)], [HELP, ESCAPE]],
    ids=["help", "enter", "a stroke", "a digit key", "Esc for the help"],
)
def test_whatever_else_is_done_takes_the_question_away(board, between):
    send(board, ESCAPE, *between, ESCAPE)
    assert not has_quit(board)


def test_esc_quits_in_spite_of_a_warning_that_stands_there(board):
    board.tell(Message("nothing is kept", warns=True))
    send(board, ESCAPE, ESCAPE)
    assert has_quit(board)


def test_esc_in_a_stroke_neither_asks_nor_breaks_it(board):
    down, *moves, up = mouse_stroke([AWAY, (310, 200), (320, 300)])
    send(board, ESCAPE, down, ESCAPE, *moves, ESCAPE, ESCAPE, up)
    assert not has_quit(board)
    assert len(board.session.strokes[0]) == 3


@pytest.mark.parametrize("event", [QUIT, key(pygame.K_q, pygame.KMOD_LCTRL)])
def test_closing_the_window_and_control_q_need_no_question(board, event):
    send(board, *drawn("3"), event)
    assert has_quit(board)
