"""The clipboard of the board: text goes there, and pictures come from there."""

import sys

import cv2
import numpy as np
import pygame
import pytest
from boards import UNDO, play, seen
from making import picture_of, write_program
from pens import key
from strokes import DIGITS

from recognizer.board.files.clipboard import clipboard_picture, copy_text
from recognizer.errors import DisplayError

pytest_plugins = ["boardfixtures"]

PASTE = key(pygame.K_v, pygame.KMOD_LCTRL)
SEVEN = cv2.imencode(".png", picture_of(DIGITS["7"]))[1].tobytes()

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="its programs are those of Linux")


@pytest.fixture
def board(new_board, places):
    return new_board(places=places)


@pytest.fixture
def clipboard_holds(tmp_path, monkeypatch):
    """Return a function that puts a program on the PATH; it prints the clipboard as xclip does."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":77")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)

    def put(content: bytes, code: int = 0, name: str = "xclip") -> None:
        (tmp_path / "content").write_bytes(content)
        lines = [
            "import sys",
            "if not any('image/png' in each for each in sys.argv): sys.exit(9)",
            f"sys.stdout.buffer.write(open({str(tmp_path / 'content')!r}, 'rb').read())",
            f"sys.exit({code})",
        ]
        write_program(tmp_path / name, "\n".join(lines))

    return put


def clipboard_text():
    if get_text := getattr(pygame.scrap, "get_text", None):  # of pygame-ce
        return get_text().encode()
    return pygame.scrap.get("text/plain;charset=utf-8")


def test_text_goes_to_the_clipboard_or_the_error_says_why(monkeypatch):
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    pygame.display.init()
    pygame.display.set_mode((320, 240))
    try:
        try:
            copy_text("4")
        except DisplayError as error:
            assert str(error).startswith("nothing can be copied here")  # noqa: PT017
        else:
            held = clipboard_text()
            assert held.rstrip(b"\0") == b"4"
    finally:
        pygame.display.quit()


@on_linux
def test_ctrl_v_puts_the_picture_on_the_board_and_it_is_read(board, clipboard_holds):
    clipboard_holds(SEVEN)
    play(board, PASTE)
    assert board.session.reading.text == "7"
    assert seen(board).message.text == "Pasted"
    expected = cv2.imdecode(np.frombuffer(SEVEN, np.uint8), cv2.IMREAD_COLOR)
    np.testing.assert_array_equal(board.session.page.picture.pixels, expected)
    play(board, UNDO)
    assert board.session.is_empty


@on_linux
def test_on_wayland_it_is_another_program(clipboard_holds, monkeypatch):
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    clipboard_holds(SEVEN, name="wl-paste")
    assert clipboard_picture() == SEVEN


@on_linux
@pytest.mark.parametrize(("content", "code"), [(b"", 0), (b"Error: target not available", 1)])
def test_without_a_picture_the_board_says_so(board, clipboard_holds, content, code):
    clipboard_holds(content, code)
    play(board, PASTE)
    assert seen(board).message.text == "there is no picture on the clipboard"
    assert board.session.is_empty


@on_linux
def test_a_picture_that_cannot_be_read_is_refused(board, clipboard_holds):
    clipboard_holds(b"no picture")
    play(board, PASTE)
    assert seen(board).message.warns
    assert board.session.is_empty


@on_linux
def test_without_the_program_it_says_what_is_missing(board, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":77")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    play(board, PASTE)
    assert "it needs the program wl-clipboard" in seen(board).message.text
    monkeypatch.delenv("WAYLAND_DISPLAY")
    play(board, PASTE)
    assert "it needs the program xclip" in seen(board).message.text


@on_linux
def test_without_a_screen_there_is_no_clipboard(monkeypatch):
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(DisplayError, match="there is no clipboard"):
        clipboard_picture()
