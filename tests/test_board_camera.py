"""The camera of the board: what it sees is shown, one key takes it, and it is read."""

import time

import cv2
import numpy as np
import pygame
import pytest
from boards import ENTER, ESCAPE, UNDO, frame, play, seen
from pens import key
from sheetpictures import sheet

from recognizer.board.cards.cameracard import Seen as CameraSeen
from recognizer.board.threads.camera import CAMERA_VARIABLE, NO_CAMERA

pytest_plugins = ["boardfixtures"]

CAMERA = key(pygame.K_v)
PATIENCE_SECONDS = 30.0


@pytest.fixture
def board(new_board, places):
    return new_board(places=places)


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """A film of a sheet, half a minute long; OpenCV takes it for a camera."""
    path = tmp_path_factory.mktemp("camera") / "film.avi"
    size = (400, 300)
    film = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 15, size)
    page = cv2.cvtColor(cv2.resize(sheet("24735", "93521"), size), cv2.COLOR_GRAY2BGR)
    for _ in range(1800):
        film.write(page)
    film.release()
    return path


@pytest.fixture
def camera(film, monkeypatch):
    monkeypatch.setenv(CAMERA_VARIABLE, str(film))


def watch(board):
    """Go on until the camera shows something, or has closed."""
    until = time.perf_counter() + PATIENCE_SECONDS  # the clock of the board stands still
    while time.perf_counter() < until:
        board.handle([])
        shown = board.scene.overlay(CameraSeen)
        if shown is None or shown.frame is not None:
            return shown
        time.sleep(0.02)
    raise TimeoutError("nothing was seen")


@pytest.mark.usefixtures("camera")
@pytest.mark.parametrize("take", [CAMERA, ENTER], ids=["V", "Enter"])
def test_one_key_takes_what_the_camera_sees_and_it_is_read(board, take):
    play(board, CAMERA)
    assert watch(board).frame.shape == (300, 400, 3)
    play(board, take)
    assert board.scene.overlay(CameraSeen) is None
    assert board.session.reading.text == "24735\n93521"
    play(board, UNDO)
    assert board.session.is_empty


@pytest.mark.usefixtures("camera")
def test_it_is_shown_as_large_as_it_fits(board, window):
    play(board, CAMERA)
    watch(board)
    board.handle([])
    shown = frame(window).sum(axis=2).T
    rows, cols = np.nonzero(shown > 600)
    assert np.ptp(rows) > 0.8 * shown.shape[0]
    assert np.ptp(cols) > 0.6 * shown.shape[1]


@pytest.mark.usefixtures("camera")
def test_esc_closes_it_and_nothing_is_taken(board):
    play(board, CAMERA)
    watch(board)
    play(board, ESCAPE)
    assert board.scene.overlay(CameraSeen) is None
    assert board.session.is_empty
    assert seen(board).message is None


def test_without_a_camera_the_board_says_so(board, monkeypatch, tmp_path):
    monkeypatch.setenv(CAMERA_VARIABLE, str(tmp_path / "none.avi"))
    play(board, CAMERA)
    assert watch(board) is None
    assert seen(board).message.text == NO_CAMERA
    play(board, CAMERA, CAMERA)  # the second press comes before anything is seen
    assert watch(board) is None


@pytest.mark.parametrize("name", ["97", "9" * 30])
def test_what_cannot_be_opened_is_quiet_on_standard_error(board, monkeypatch, capfd, name):
    monkeypatch.setenv(CAMERA_VARIABLE, name)
    play(board, CAMERA)
    assert watch(board) is None
    assert capfd.readouterr().err == ""
