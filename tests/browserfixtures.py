"""A real browser on the real page: Chromium or Chrome, driven by Playwright.

A plugin of pytest: ``pytest_plugins = ["browserfixtures"]`` in a test module brings the fixtures.
Where the browser or the driver is absent, the tests that ask for them are skipped.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from browsing import BROWSERS, DESK, FAR, PATIENCE_MS, Board, Open
from failurepictures import keep_picture

pytest_plugins = ["webfixtures"]


def browser_program(playwrights_own: str) -> str | None:
    """Return the browser to drive: the system's, or what `playwright install chromium` brought."""
    found = filter(None, map(shutil.which, (*BROWSERS, playwrights_own)))
    return next(found, None)


@pytest.fixture(scope="module")
def playwright() -> Iterator[Any]:
    """What drives a browser, running."""
    driver = pytest.importorskip("playwright.sync_api", reason="no playwright to drive a browser")
    try:
        started = driver.sync_playwright().start()
    except Exception as error:  # its node lacks a library of the system, libatomic for one
        pytest.skip(f"playwright does not start: {error}; `make system-packages`")
    yield started
    started.stop()


@pytest.fixture(scope="module")
def browser_options() -> tuple[str, ...]:
    """Options for the browser's command line; a test may give others."""
    return ()


@pytest.fixture(scope="module")
def chromium(playwright: Any, browser_options: tuple[str, ...]) -> Iterator[Any]:
    """A running browser without a window."""
    program = browser_program(playwright.chromium.executable_path)
    if program is None:
        pytest.skip("no chromium and no chrome: `make system-packages`")
    # To a browser any other name than a loopback one is another machine's.
    names = f"--host-resolver-rules=MAP {FAR} 127.0.0.1"
    args = ["--no-sandbox", names, *browser_options]
    browser = playwright.chromium.launch(executable_path=program, args=args)
    yield browser
    browser.close()


@pytest.fixture
def open_board(chromium: Any, server: str, request: pytest.FixtureRequest) -> Open:
    """Open the page with the options of a browser's context; what it complains of is an error."""

    @contextmanager
    def opened(path: str = "/", **options: Any) -> Iterator[Board]:
        context = chromium.new_context(**{"viewport": DESK, **options})
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda said: complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        board = Board(page, server)
        try:
            page.goto(server + path)
            yield board
        except Exception:
            keep_picture(request.node, board)  # before the page is closed
            raise
        finally:
            context.close()
        told = [each for each in complaints if not any(part in each for part in board.expected)]
        assert told == []

    return opened


@pytest.fixture
def board(open_board: Open) -> Iterator[Board]:
    """The page in a window of 1280x800."""
    with open_board() as opened:
        yield opened
