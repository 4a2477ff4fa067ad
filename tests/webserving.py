"""The web application on a real waitress, at a free port of this machine, and how it is asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from flask import Flask

from recognizer.web.app import create_app
from recognizer.web.server import Server, hosts_of, listen, url_of

HOST = "127.0.0.1"


@contextmanager
def serving(model: Path | None = None) -> Iterator[str]:
    """Serve while the block runs; yields the address of the page, without the last slash."""
    with serving_app(create_app(model, hosts_of(HOST, HOST))) as address:
        yield address


@contextmanager
def serving_app(app: Flask) -> Iterator[str]:
    """Do as `serving`, with an application that was made before."""
    with listen(HOST, 0) as listener:
        server = Server(app, listener)
        thread = threading.Thread(target=server.run)
        thread.start()
        try:
            yield url_of(HOST, listener).removesuffix("/")
        finally:
            server.stop()
            thread.join()


def get(address: str, **options: Any) -> requests.Response:
    """Get what is at `address`; no test waits for an answer for ever."""
    return requests.get(address, timeout=60, **options)


def post(address: str, **options: Any) -> requests.Response:
    """Send something to `address`, as `get`."""
    return requests.post(address, timeout=60, **options)
