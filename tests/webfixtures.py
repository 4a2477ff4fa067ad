"""A running server.

A plugin of pytest: ``pytest_plugins = ["webfixtures"]`` in a test module brings the fixture.
Where a library of the server is absent, the tests that ask for it are skipped.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server that runs for all tests of a module."""
    pytest.importorskip("flask", reason="no flask: pip install 'recognizer-board[web]'")
    pytest.importorskip("waitress", reason="no waitress: pip install 'recognizer-board[web]'")
    from webserving import serving

    with serving() as address:
        yield address
