"""A profile of a user that is still to be written.

A plugin of pytest: ``pytest_plugins = ["profilefixtures"]`` in a test module brings the fixture.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from recognizer.keeping.profiles import Profile


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile(tmp_path / "profiles" / "mine.json")
