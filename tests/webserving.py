"""The web application on a real waitress, at a free port of this machine.

How it is asked, and how it answers and refuses.
"""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from flask import Flask

from recognizer.web.app import create_app
from recognizer.web.headers import HEADERS
from recognizer.web.refusals import MAX_MESSAGE_CHARACTERS
from recognizer.web.server import Server, hosts_of, listen, url_of

HOST = "127.0.0.1"
PATIENCE_SECONDS = 60.0
"""No test waits for ever; machines that run tests may be slow."""


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
    """Get what is at `address`."""
    return requests.get(address, timeout=PATIENCE_SECONDS, **options)


def post(address: str, **options: Any) -> requests.Response:
    """Send something to `address`, as `get`."""
    return requests.post(address, timeout=PATIENCE_SECONDS, **options)


def refused(answer: requests.Response, status: int, code: str) -> str:
    """Check that a request is refused in the form of all errors; return the message."""
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/json")
    assert HEADERS.items() <= answer.headers.items()
    ((name, error),) = answer.json().items()
    assert (name, error["code"], set(error)) == ("error", code, {"code", "message"})
    message = str(error["message"])
    assert 0 < len(message) <= MAX_MESSAGE_CHARACTERS
    assert "\n" not in message
    return message


def connected(server: str) -> socket.socket:
    place = urlsplit(server)
    assert place.hostname
    assert place.port
    return socket.create_connection((place.hostname, place.port), timeout=PATIENCE_SECONDS)


def answered(connection: socket.socket) -> tuple[int, dict[str, dict[str, str]]]:
    """Return status and JSON of the answer that comes on a connection."""
    with closing(http.client.HTTPResponse(connection)) as answer:
        answer.begin()
        assert HEADERS.items() <= dict(answer.getheaders()).items()
        return answer.status, json.loads(answer.read())
