"""A connection that answers errors in our form, does not wait for slow clients, and tells them why.

Waitress itself answers in plain text to a request that is too large or malformed. It waits for a
request as long as a byte comes now and then. And it closes the connection while a client is still
sending, so that the client may not see the answer.
"""

from __future__ import annotations

import html
import json
import socket
import time

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.task import ErrorTask
from waitress.utilities import Error

from recognizer.web.headers import HEADERS
from recognizer.web.limits import (
    ARRIVAL_SECONDS,
    GIVE_WAY_SECONDS,
    LINGER_SECONDS,
    MAX_PICTURE_BYTES,
)
from recognizer.web.refusals import CODES, error_record, sentence

TAKEN = {
    # Waitress refuses a body that is as large as its limit. It writes a body larger than
    # `inbuf_overflow`, or an answer larger than `outbuf_overflow`, to a file.
    "max_request_body_size": MAX_PICTURE_BYTES + 1,
    "inbuf_overflow": MAX_PICTURE_BYTES + 1,
    "outbuf_overflow": MAX_PICTURE_BYTES + 1,
}
"""Options of waitress, so that it accepts a picture, and keeps requests and answers in memory."""

# The pages are in Flask, which does not see the requests that waitress refuses.
_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Not read - Recognizer</title>
<main class="prose">
<h1>Not read</h1><p role="alert">{}</p></main>
"""


class Parser(HTTPRequestParser):  # type: ignore[misc]
    """Refuses headers that make waitress fail."""

    def parse_header(self, header_plus: bytes) -> None:
        """Do as waitress, but refuse numbers and addresses that it cannot parse."""
        try:
            super().parse_header(header_plus)
        except ValueError:  # a length with more digits than Python parses; "http://["
            raise ParsingError("Address or Content-Length is invalid") from None

    def received(self, data: bytes) -> int:
        """Do as waitress, but do not ask a refused client to go on sending."""
        taken: int = super().received(data)
        if self.error:
            self.expect_continue = False
        return taken


class TooLateError(Error):  # type: ignore[misc]
    """A request did not arrive in time."""

    code = 408
    reason = "Request Timeout"


class Refusal(ErrorTask):  # type: ignore[misc]
    """Answers in the form of our errors: JSON for programs, a page for browsers."""

    def execute(self) -> None:
        """Write the answer."""
        error = self.request.error
        message = str(error.body)
        if error.code == 413:
            message = f"the body has more than {MAX_PICTURE_BYTES // 2**20} MiB"
        kind, body = self._content(error_record(CODES.get(error.code, "internal"), message))
        self.status = f"{error.code} {error.reason}"
        self.response_headers += [("Content-Type", kind), *HEADERS.items()]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.channel.refused = True
        self.write(body)

    def _content(self, record: dict[str, dict[str, str]]) -> tuple[str, bytes]:
        if "text/html" not in self.request.headers.get("ACCEPT", ""):
            return "application/json", json.dumps(record).encode()
        page = _PAGE.format(html.escape(sentence(record["error"]["message"])))
        return "text/html; charset=utf-8", page.encode()


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection to one client. All methods except `service` run in waitress's own thread."""

    parser_class = Parser
    error_task_class = Refusal
    request: Parser | None = None
    refused = False
    _began = 0.0
    _closes: float | None = None

    def received(self, data: bytes) -> bool:
        """Do as waitress, and note when a request begins."""
        before = self.request
        taken: bool = super().received(data)
        if self.request is not before:
            self._began = time.monotonic()
        return taken

    def readable(self) -> bool:
        """Do as waitress, which asks this every second, and give up requests that are too slow."""
        now = time.monotonic()
        if self._closes is not None:
            if now > self._closes:
                self.handle_close()
            return bool(self.connected)
        if self.request is not None and now > self._began + ARRIVAL_SECONDS:
            self._give_up(self.request)
        if self._gives_way():
            self.handle_close()
            return False
        return bool(super().readable())

    def writable(self) -> bool:
        """Do as waitress, unless the client already has its answer."""
        return self._closes is None and bool(super().writable())

    def handle_read(self) -> None:
        """Do as waitress, but discard what comes from a client that already has its answer."""
        if self._closes is None:
            super().handle_read()
        else:
            self.recv(self.adj.recv_bytes)

    def handle_close(self) -> None:
        """Close the connection; if the client was refused and still sends, let it read first."""
        if self.refused and self._closes is None and self.connected:
            self._closes = time.monotonic() + LINGER_SECONDS
            try:
                self.socket.shutdown(socket.SHUT_WR)
            except OSError:  # the client is gone
                super().handle_close()
        else:
            super().handle_close()

    def _gives_way(self) -> bool:
        """Tell whether this connection is idle while others wait for one.

        Each browser keeps up to six connections open, so one class could use up all of them.
        """
        is_idle = self.request is None and not self.requests and not self.total_outbufs_len
        is_full = self.server.in_connection_overflow
        return bool(is_full and is_idle and time.time() > self.last_activity + GIVE_WAY_SECONDS)

    def _give_up(self, request: Parser) -> None:
        with self.requests_lock:
            self.request = None
            request.error = TooLateError(
                f"the request did not arrive within {ARRIVAL_SECONDS:.0f} s"
            )
            request.completed = True
            self.requests.append(request)
            if len(self.requests) == 1:
                self.server.add_task(self)
