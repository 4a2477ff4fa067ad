"""The page behind a proxy that serves it below a path of its own, and tells the server nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

import cv2
import pytest
from browsing import FAR, Open
from making import picture_of
from strokes import DIGITS
from webplaying import begin

pytest_plugins = ["browserfixtures"]

PREFIX = "/class/digits"
THREE: bytes = cv2.imencode(".png", picture_of(DIGITS["3"]))[1].tobytes()

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def below(prefix: str, app: Wsgi) -> Wsgi:
    """Return `app` as a proxy shows it that cuts `prefix` off; elsewhere there is nothing."""

    def passed_on(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if not path.startswith(f"{prefix}/"):
            start("404 Not Found", [("Content-Type", "text/plain")])
            return [b"another's"]
        return app(environ | {"PATH_INFO": path.removeprefix(prefix)}, start)

    return passed_on


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of the page behind such a proxy, without the last slash."""
    pytest.importorskip("flask", reason="no flask")
    pytest.importorskip("waitress", reason="no waitress")
    from webserving import serving_app

    from recognizer.web import create_app

    app = create_app()
    app.wsgi_app = below(PREFIX, app.wsgi_app)  # type: ignore[assignment,method-assign]
    with serving_app(app) as url:
        yield url + PREFIX


def test_ink_and_pictures_are_read_below_a_path(open_board: Open) -> None:
    with open_board() as board:
        board.draw("26")
        board.reads("26")
        files = [{"name": "three.png", "mimeType": "image/png", "buffer": THREE}]
        board.find("#chooser").set_input_files(files=files)
        board.reads("3")


def test_every_link_stays_below_the_path(open_board: Open) -> None:
    with open_board() as board:
        board.page.get_by_role("link", name="About").click()
        board.page.get_by_role("heading", name="About").wait_for()
        with board.page.expect_navigation():
            board.page.get_by_role("link", name="Back to the board").click()
        board.draw("2")
        board.reads("2")
        assert urlsplit(board.page.url).path == f"{PREFIX}/"


def test_games_are_played_below_the_path(open_board: Open) -> None:
    with open_board() as board:
        board.press("g")
        begin(board)
        assert urlsplit(board.page.url).path == f"{PREFIX}/play"
        board.draw("2", left=60, top=340)
        board.shows("#task .read", "2")
        with board.page.expect_navigation():
            board.press("Escape")
        assert urlsplit(board.page.url).path == f"{PREFIX}/"


def test_an_old_bookmark_leads_to_the_board_below_the_path(open_board: Open) -> None:
    with open_board("/predict") as board:
        assert urlsplit(board.page.url).path == f"{PREFIX}/"


def test_a_form_is_read_below_the_path(open_board: Open) -> None:
    with open_board(java_script_enabled=False) as board:
        files = [{"name": "three.png", "mimeType": "image/png", "buffer": THREE}]
        board.find("input[name=image]").set_input_files(files=files)
        board.button("Read it").click()
        board.shows("h1", "3")
        color = "getComputedStyle(document.body).backgroundColor"
        assert board.page.evaluate(color) == "rgb(251, 248, 242)"


def test_a_form_is_read_on_another_machine_than_the_server(open_board: Open, server: str) -> None:
    """There browsers tell by `Origin` alone where a form comes from."""
    with open_board(java_script_enabled=False) as board:
        board.expected = ["Cross-Origin-Opener-Policy"]  # which needs HTTPS there
        board.page.goto(f"{server.replace('127.0.0.1', FAR)}/")
        for _ in ("the form of the page", "that of the answer"):
            files = [{"name": "three.png", "mimeType": "image/png", "buffer": THREE}]
            board.find("input[name=image]").set_input_files(files=files)
            board.button("Read it").click()
            board.shows("h1", "3")
