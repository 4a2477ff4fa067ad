import numpy as np
import pygame
import pytest
from pens import (
    finger_stroke,
    fitted,
    key,
    mouse_down,
    mouse_events,
    mouse_move,
    mouse_stroke,
    mouse_up,
)
from strokes import DIGITS

from recognizer.board.app import Board
from recognizer.board.theme import SLATE
from recognizer.board.view import View
from recognizer.board.window import Window
from recognizer.reader import Verdict

SIZE = (960, 600)
ALIKE = 96  # of 255: where an edge pixel was drawn in other pieces
UNDO = key(pygame.K_z, pygame.KMOD_LCTRL)
REDO = key(pygame.K_y, pygame.KMOD_LCTRL)
CLEAR = key(pygame.K_c)
ESCAPE = key(pygame.K_ESCAPE)
HELP = key(pygame.K_h)


@pytest.fixture
def window(monkeypatch):
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    with Window(SIZE) as opened:
        yield opened


@pytest.fixture
def board(window, reader):
    return Board(window, reader)


def play(board, *sequence):
    """Send events through the real queue and loop, which runs until they are followed."""
    pygame.event.clear()
    for event in [*sequence, pygame.event.Event(pygame.QUIT)]:
        pygame.event.post(event)
    board.run()
    board._running = True


def frame(window):
    return pygame.surfarray.array3d(window.surface).astype(int)


def drawn(digit):
    return mouse_events(fitted(DIGITS[digit], 200, 120, 320))


@pytest.mark.parametrize("digit", DIGITS)
def test_a_drawn_digit_is_read_when_the_pen_is_lifted(board, digit):
    play(board, *drawn(digit))
    assert board.session.reading.text == digit


@pytest.mark.parametrize("digit", ["2", "5"])
def test_a_finger_is_read_like_a_mouse(board, digit):
    ink = fitted(DIGITS[digit], 200, 120, 320)
    play(board, *(e for stroke in ink.strokes for e in finger_stroke(stroke.points, SIZE)))
    assert board.session.reading.text == digit


@pytest.mark.parametrize("code", [pygame.K_RETURN, pygame.K_SPACE])
def test_enter_and_space_read_while_the_pen_is_still_down(board, code):
    *strokes_but_up, _ = drawn("3")
    play(board, *strokes_but_up, key(code))
    assert board.session.is_pen_down
    assert board.session.reading.text == "3"


def test_every_motion_event_becomes_a_point(board):
    points = [(100 + i, 100 + (i * i) % 7) for i in range(500)]
    play(board, *mouse_stroke(points))
    assert len(board.session.strokes[0]) == 500


def test_c_clears_and_undo_brings_the_ink_and_its_reading_back(board):
    play(board, *drawn("8"), CLEAR)
    assert board.session.strokes == ()
    assert board.session.reading is None
    play(board, UNDO)
    assert board.session.reading.text == "8"


def test_undo_and_redo_go_stroke_by_stroke(board):
    play(board, *drawn("4"), UNDO)
    assert len(board.session.strokes) == 1
    play(board, REDO)
    assert board.session.reading.text == "4"


def test_keys_on_an_empty_board_do_no_harm(board):
    play(board, UNDO, REDO, CLEAR, key(pygame.K_RETURN), HELP, HELP)
    assert board.session.reading.verdict is Verdict.NOTHING


def test_a_tap_is_not_a_digit(board):
    play(board, mouse_down((300, 300)), mouse_move((302, 301)), mouse_up((302, 301)))
    assert board.session.reading.verdict is Verdict.NOT_A_DIGIT


def test_losing_the_focus_keeps_the_stroke(board):
    *but_up, _ = drawn("3")
    play(board, *but_up, pygame.event.Event(pygame.WINDOWFOCUSLOST))
    assert len(board.session.strokes) == 1


def test_escape_quits(board, window):
    pygame.event.clear()
    pygame.event.post(ESCAPE)
    board.run()
    assert not board._running


def test_escape_closes_the_help_before_it_quits(board, window):
    before = frame(window)
    board.handle([HELP])
    assert np.abs(frame(window) - before).mean() > 1
    board.handle([ESCAPE])
    assert np.array_equal(frame(window), before)
    assert board._running


def test_f11_in_the_middle_of_a_stroke_reads_it(board):
    *but_up, _ = drawn("3")
    play(board, *but_up, key(pygame.K_F11))
    assert board.session.reading.text == "3"


def test_ink_grows_and_shrinks_with_the_window(board, window):
    play(board, *drawn("8"))
    window._frame_size = (480, 300)
    window._open()
    board.repaint()
    assert board.session.reading.text == "8"
    half = np.array(board.session.reading.box.right) / 2
    ink = np.abs(frame(window) - SLATE.ink).max(axis=2) < 40
    assert np.flatnonzero(ink[:350].any(axis=1)).max() == pytest.approx(half, abs=8)
    play(board, CLEAR, *mouse_events(fitted(DIGITS["6"], 100, 60, 160)))
    assert board.session.reading.text == "6"
    assert board.session.strokes[0].points.max() > 300


def test_ink_drawn_in_a_taller_window_stays_in_view_in_a_wider_one(board, window):
    for size in [(960, 900), (1200, 500)]:
        window._frame_size = size
        window._open()
        board.repaint()
        play(board, CLEAR, *mouse_events(fitted(DIGITS["7"], 300, size[1] - 320, 300)))
    window._frame_size = (700, 300)
    window._open()
    board.repaint()
    box, zoom = board.session.reading.box, board._view.zoom
    assert box.right * zoom < 700
    assert box.bottom * zoom < 300


def test_f11_changes_between_full_screen_and_window_and_keeps_the_ink(board, window):
    play(board, *drawn("6"), key(pygame.K_F11))
    assert window.is_full_screen
    assert len(board.session.strokes) == 1
    play(board, key(pygame.K_F11))
    assert not window.is_full_screen
    assert window.surface.get_size() == SIZE


def test_what_goes_wrong_becomes_a_message_and_the_board_goes_on(board, window):
    blank = frame(window)
    nowhere = finger_stroke([(100, 100), (float("inf"), 100)], SIZE)
    play(board, *nowhere)
    assert "finite" in board._message
    assert not np.array_equal(frame(window), blank)
    play(board, *drawn("7"))
    assert board._message == ""
    assert board.session.reading.text == "7"


def off_from_fresh(board, window):
    """Return how far the frame is from one drawn anew by another view, per pixel at most."""
    shown = frame(window)
    View(window.surface, zoom=board._view.zoom).draw(board._scene())
    difference = np.abs(frame(window) - shown).max()
    board.repaint()
    return difference


def test_what_is_drawn_piece_by_piece_is_what_is_drawn_at_once(board, window):
    play(board, *drawn("4"), *drawn("9"), UNDO, CLEAR, UNDO, HELP, HELP, *drawn("2"))
    assert off_from_fresh(board, window) < ALIKE


@pytest.mark.parametrize("action", [UNDO, CLEAR])
def test_a_stroke_given_up_for_the_next_in_one_batch_leaves_no_ghost(board, window, action):
    board.handle(mouse_stroke([(100 + 20 * i, 100 + 9 * i * i) for i in range(7)])[:-1])
    board.handle([action, mouse_up((0, 0)), mouse_down((700, 400)), mouse_move((650, 500))])
    assert off_from_fresh(board, window) < ALIKE


@pytest.mark.parametrize("seed", range(3))
def test_a_storm_of_events_leaves_a_consistent_board(board, window, seed):
    rng = np.random.default_rng(seed)
    kinds = [
        lambda: mouse_down(rng.integers(-50, 1000, 2), int(rng.integers(1, 4))),
        lambda: mouse_move(rng.integers(-50, 1000, 2), bool(rng.integers(0, 2))),
        lambda: mouse_move(rng.integers(-50, 1000, 2)),
        lambda: mouse_move(rng.integers(-50, 1000, 2)),
        lambda: mouse_move(rng.integers(-50, 1000, 2)),
        lambda: mouse_up(rng.integers(-50, 1000, 2), int(rng.integers(1, 4))),
        lambda: finger_stroke([rng.integers(0, 600, 2), rng.integers(0, 600, 2)], SIZE)[0],
        lambda: finger_stroke([rng.integers(0, 600, 2), rng.integers(0, 600, 2)], SIZE)[-1],
        lambda: UNDO,
        lambda: REDO,
        lambda: CLEAR,
        lambda: HELP,
        lambda: key(pygame.K_RETURN),
        lambda: pygame.event.Event(pygame.WINDOWFOCUSLOST),
        lambda: pygame.event.Event(pygame.VIDEOEXPOSE),
    ]
    for _ in range(50):
        board.handle([kinds[rng.integers(len(kinds))]() for _ in range(rng.integers(1, 20))])
        assert off_from_fresh(board, window) < ALIKE
    board.handle([UNDO] * 2000)
    assert board.session.strokes == ()
    assert off_from_fresh(board, window) < ALIKE
