"""What the board shows: in windows that change, and after a storm of events."""

import cv2
import numpy as np
import pygame
import pytest
from boards import (
    ALIKE,
    CLEAR,
    FOCUS_LOST,
    HELP,
    RESIZED,
    SIZE,
    UNDO,
    drawn,
    frame,
    off_from_fresh,
    play,
    resize,
)
from making import picture_of
from pens import (
    fitted,
    key,
    mouse_down,
    mouse_events,
    mouse_move,
    mouse_stroke,
    mouse_up,
    wheel,
)
from storms import Storm
from strokes import DIGITS

from recognizer.board.draw.theme import SLATE
from recognizer.board.show.notice import SECONDS as MESSAGE_SECONDS
from recognizer.document.openstroke import MAX_STROKE_POINTS
from recognizer.document.page import Page
from recognizer.keeping.settings import Settings

pytest_plugins = ["boardfixtures"]


# The window


def test_f11_in_the_middle_of_a_stroke_reads_it(board):
    *but_up, _ = drawn("3")
    play(board, *but_up, key(pygame.K_F11))
    assert board.session.reading.text == "3"


def test_ink_grows_and_shrinks_with_the_window(board, window):
    play(board, *drawn("8"))
    resize(window, (480, 300))
    play(board, RESIZED)
    assert board.session.reading.text == "8"
    half = np.array(board.session.reading.box.right) / 2
    ink = np.abs(frame(window) - SLATE.ink).max(axis=2) < 40
    assert np.flatnonzero(ink[:350].any(axis=1)).max() == pytest.approx(half, abs=8)
    play(board, CLEAR, *mouse_events(fitted(DIGITS["6"], 100, 60, 160)))
    assert board.session.reading.text == "6"
    assert board.session.strokes[0].points.max() > 300


def test_ink_drawn_in_a_taller_window_stays_in_view_in_a_wider_one(board, window):
    for size in [(960, 900), (1200, 500)]:
        resize(window, size)
        play(board, RESIZED, CLEAR, *drawn("7", 300, size[1] - 320, 300))
    resize(window, (700, 300))
    play(board, RESIZED)
    box, zoom = board.session.reading.box, board.view.placing.zoom
    assert box.right * zoom < 700
    assert box.bottom * zoom < 300


def test_a_stroke_goes_on_where_the_pen_is_when_the_window_changes(board, window):
    board.handle([mouse_down((100, 100)), mouse_move((200, 200))])
    resize(window, (480, 300))
    board.handle([RESIZED, mouse_move((150, 100)), mouse_up((150, 100))])
    board.settle()
    (stroke,) = board.session.strokes
    zoom = board.view.placing.zoom
    np.testing.assert_allclose(stroke.points[-1] * zoom, (150, 100))
    np.testing.assert_allclose(stroke.points[:2], [(100, 100), (200, 200)])
    assert off_from_fresh(board, window) < ALIKE


def test_ink_is_as_crisp_after_a_change_of_size_as_before(board, window):
    play(board, *drawn("3"))
    resize(window, (1920, 1200))
    play(board, RESIZED)
    ink = (np.abs(frame(window) - SLATE.ink).max(axis=2) < 8)[:1300]
    edge = np.abs(frame(window)[:1300] - SLATE.board).max(axis=2) > 30
    assert ink.sum() > 0.85 * (edge & cv2_dilated(ink)).sum()


def cv2_dilated(mask):
    return cv2.dilate(mask.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0


def test_f11_changes_between_full_screen_and_window_and_keeps_the_ink(board, window):
    play(board, *drawn("6"), key(pygame.K_F11))
    assert window.is_full_screen
    assert len(board.session.strokes) == 1
    play(board, key(pygame.K_F11))
    assert not window.is_full_screen
    assert window.surface.get_size() == SIZE
    assert board.session.reading.text == "6"


def test_the_interface_grows_with_the_scale_of_the_screen(new_board):
    usual = new_board()
    fine = new_board(scale=2.0)
    chosen = new_board(scale=2.0, settings=Settings(scale=1.0))
    assert fine.view.layout.unit > usual.view.layout.unit
    assert chosen.view.layout.unit == usual.view.layout.unit


def test_a_board_begins_with_what_was_on_it(new_board):
    board = new_board(page=Page(fitted(DIGITS["5"], 200, 120, 320).strokes))
    assert board.session.reading.text == "5"
    assert not board.session.can_undo


# What is drawn


def test_what_is_drawn_piece_by_piece_is_what_is_drawn_at_once(board, window):
    play(board, *drawn("4"), *drawn("9"), UNDO, CLEAR, UNDO, HELP, HELP, *drawn("2"))
    assert off_from_fresh(board, window) < ALIKE


@pytest.mark.parametrize("action", [UNDO, CLEAR])
def test_a_stroke_given_up_for_the_next_in_one_batch_leaves_no_ghost(board, window, action):
    board.handle(mouse_stroke([(100 + 20 * i, 100 + 9 * i * i) for i in range(7)])[:-1])
    board.handle([action, mouse_up((0, 0)), mouse_down((700, 400)), mouse_move((650, 500))])
    assert off_from_fresh(board, window) < ALIKE


def test_a_board_left_alone_draws_nothing(board, clock):
    play(board, *drawn("3"))
    clock.advance(MESSAGE_SECONDS)
    board.handle([])
    assert board.view.draw(board.scene) == []


@pytest.fixture
def files(tmp_path):
    """Files to drop: ink, a picture, nonsense, and none."""
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "ink.json").write_text(DIGITS["2"].to_json())
    cv2.imwrite(str(folder / "seven.png"), picture_of(DIGITS["7"]))
    (folder / "bad.json").write_text("{nonsense")
    (folder / "bad.png").write_bytes(b"no picture")
    return [*sorted(folder.iterdir()), folder, folder / "gone.json"]


@pytest.mark.parametrize("seed", range(3))
def test_a_storm_of_events_leaves_a_consistent_board(new_board, window, clock, places, files, seed):
    board = new_board(places=places)
    storm = Storm(seed, files, window)
    for _ in range(50):
        board.handle(storm.batch())
        assert off_from_fresh(board, window) < ALIKE
        board.settle()
        clock.advance(storm.pause())
        board.handle([])
        assert off_from_fresh(board, window) < ALIKE
        session = board.session
        assert (session.reading is None) or not session.is_empty
        assert board.desk.hand.is_busy or not session.is_pen_down
    board.handle([FOCUS_LOST, *[UNDO] * 5000])
    assert board.session.is_empty
    assert board.session.page == Page()
    board.settle()
    assert board.session.reading is None
    assert off_from_fresh(board, window) < ALIKE


@pytest.mark.parametrize("notches", [10**6, -(10**6)])
def test_a_wheel_gone_wild_changes_only_the_pen(board, notches):
    play(board, wheel(notches, pygame.KMOD_LCTRL), *drawn("1"))
    assert len(board.session.strokes) == 1


def test_a_stroke_without_end_goes_on_in_another(board):
    path = [(300 + i % 2, 200 + (i // 2) % 2) for i in range(MAX_STROKE_POINTS + 10)]
    board.handle(mouse_stroke(path))
    first, second = board.session.strokes
    assert len(first) == MAX_STROKE_POINTS
    assert (second.points[0] == first.points[-1]).all()
