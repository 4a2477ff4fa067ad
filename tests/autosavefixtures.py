"""A folder of journals, and boards of it that end with the test.

A plugin of pytest: ``pytest_plugins = ["autosavefixtures"]`` in a test module brings them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from autosaves import MakeAutosave

from recognizer.keeping.autosave import Autosave


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "autosaves"


@pytest.fixture
def start(folder: Path) -> Iterator[MakeAutosave]:
    """Start boards of one folder, all of which end with the test."""
    running: list[Autosave] = []

    def make() -> Autosave:
        running.append(Autosave(folder))
        return running[-1]

    yield make
    for autosave in running:
        autosave.close()
