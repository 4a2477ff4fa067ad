"""A board with a profile, which is empty.

A plugin of pytest: ``pytest_plugins = ["teachfixtures"]`` in a test module brings it.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from recognizer.board.run.app import Board
from recognizer.keeping.profiles import Profile


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile(tmp_path / "profiles" / "default.json")


@pytest.fixture
def taught_board(new_board: Callable[..., Board], profile: Profile) -> Board:
    """A board with a profile, which is empty."""
    return new_board(profile=profile)
