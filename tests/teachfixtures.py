"""A board with a profile, which is empty.

A plugin of pytest: ``pytest_plugins = ["teachfixtures"]`` in a test module brings it, beside
those of the board and of the profile.
"""

from collections.abc import Callable

import pytest

from recognizer.board.run.app import Board
from recognizer.keeping.profiles import Profile


@pytest.fixture
def taught_board(new_board: Callable[..., Board], profile: Profile) -> Board:
    """A board with a profile, which is empty."""
    return new_board(profile=profile)
