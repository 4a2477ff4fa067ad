"""A session that begins empty.

A plugin of pytest: ``pytest_plugins = ["sessionfixtures"]`` in a test module brings it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sessions import PEN_WIDTH

from recognizer import Reader, Session


@pytest.fixture
def session(reader: Reader) -> Iterator[Session]:
    yield Session(reader, PEN_WIDTH)
    reader.learn(())
