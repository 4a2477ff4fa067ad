"""Keeps what was to be seen when a test failed: the board's frame, the page, the virtual screen.

A plugin of pytest. The pictures of the last run are in `failures/`; the report of a test names its.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Protocol, runtime_checkable

import pytest

_MAX_NAME_LETTERS = 120
"""Windows' paths end at 260."""


@runtime_checkable
class Visible(Protocol):
    """What a fixture gives, if there is something to be seen."""

    def save_picture(self, path: Path) -> object:
        """Write what is seen now to a PNG file."""


def pytest_sessionstart(session: pytest.Session) -> None:
    """Remove the pictures of the run before; a process that runs a part of the tests keeps them."""
    if not hasattr(session.config, "workerinput"):  # which pytest-xdist gives to such a process
        shutil.rmtree(folder_of(session.config), ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Take the pictures before the fixtures are torn down."""
    report = yield
    if report.when == "call":
        if report.failed:
            for view in views_of(item):
                keep_picture(item, view)
        kept = [str(path) for path in sorted(folder_of(item.config).glob(f"{name_of(item)}-*.png"))]
        if kept:
            report.sections.append(("Pictures", "\n".join(kept)))
    return report


def views_of(item: pytest.Item) -> Iterator[Visible]:
    """Yield what can be seen of a running test."""
    if "pygame" in sys.modules and Frame.is_shown():
        yield Frame()
    for given in getattr(item, "funcargs", {}).values():
        if isinstance(given, Visible):
            yield given


class Frame:
    """What the board shows: pygame has one window."""

    @staticmethod
    def is_shown() -> bool:
        import pygame  # here, since most tests do without

        return pygame.display.get_init() and bool(pygame.display.get_surface())

    def save_picture(self, path: Path) -> None:
        import pygame

        pygame.image.save(pygame.display.get_surface(), path)


def keep_picture(item: pytest.Item, view: Visible) -> None:
    """Keep a picture of a test that has failed."""
    folder, name = folder_of(item.config), name_of(item)
    folder.mkdir(parents=True, exist_ok=True)
    view.save_picture(folder / f"{name}-{len(list(folder.glob(f'{name}-*.png'))) + 1}.png")


def folder_of(config: pytest.Config) -> Path:
    return config.rootpath / "failures"


def name_of(item: pytest.Item) -> str:
    """Return the test's name, without what a file's name cannot have."""
    return re.sub(r"[^\w.]+", "-", item.nodeid.rpartition("/")[2])[:_MAX_NAME_LETTERS]
