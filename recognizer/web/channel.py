"""A connection that refuses in our words, waits for no slow client, and lets it see why.

Waitress itself answers in plain text to what is too large or malformed, waits for a request as
long as a byte comes now and then, and hangs up on a client that is still sending, which then may
not see the answer.
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
from recognizer.web.limits import ARRIVAL, GIVE_WAY, LINGER, MAX_PICTURE_BYTES
from recognizer.web.refusals import CODES, error_record, sentence

TAKEN = {
    # Waitress refuses what is as large as its limit, and puts into a file what is larger than
    # `inbuf_overflow`, or `outbuf_overflow` of an answer.
    "max_request_body_size": MAX_PICTURE_BYTES + 1,
    "inbuf_overflow": MAX_PICTURE_BYTES + 1,
    "outbuf_overflow": MAX_PICTURE_BYTES + 1,
}
"""What waitress must be told so that a picture is taken, and all that is said stays in memory."""

# Flask, which has the pages, does not see what waitress refuses.
_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Not read - Recognizer</title>
<main class="prose">
<h1>Not read</h1><p role="alert">{}</p></main>
"""


class Parser(HTTPRequestParser):  # type: ignore[misc]
    """Refuses what waitress trips over."""

    def parse_header(self, header_plus: bytes) -> None:
        """Do as waitress, to which some numbers and addresses are news."""
        try:
            super().parse_header(header_plus)
        except ValueError:  # a length of more digits than Python reads; "http://["
            raise ParsingError("Address or Content-Length is invalid") from None

    def received(self, data: bytes) -> int:
        """Do as waitress, but ask for no more of what is refused."""
        taken: int = super().received(data)
        if self.error:
            self.expect_continue = False
        return taken


class TooLateError(Error):  # type: ignore[misc]
    """A request has not arrived in time."""

    code = 408
    reason = "Request Timeout"


class Refusal(ErrorTask):  # type: ignore[misc]
    """Answers in the form of our errors; who looks on with a browser, with a page."""

    def execute(self) -> None:
        """Write the answer."""
        error = self.request.error
        message = str(error.body)
        if error.code == 413:
            message = f"a body of more than {MAX_PICTURE_BYTES // 2**20} MiB"
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
    """A connection to one client. All but `service` runs in waitress's own thread."""

    parser_class = Parser
    error_task_class = Refusal
    request: Parser | None = None
    refused = False
    _began = 0.0
    _closes: float | None = None

    def received(self, data: bytes) -> bool:
        """Do as waitress, and mind when a request begins."""
        before = self.request
        taken: bool = super().received(data)
        if self.request is not before:
            self._began = time.monotonic()
        return taken

    def readable(self) -> bool:
        """Do as waitress, which asks every second, and give up what has not arrived in time."""
        now = time.monotonic()
        if self._closes is not None:
            if now > self._closes:
                self.handle_close()
            return bool(self.connected)
        if self.request is not None and now > self._began + ARRIVAL:
            self._give_up(self.request)
        if self._gives_way():
            self.handle_close()
            return False
        return bool(super().readable())

    def writable(self) -> bool:
        """Do as waitress, but for a client that has its answer."""
        return self._closes is None and bool(super().writable())

    def handle_read(self) -> None:
        """Do as waitress, but pass over what comes from a client that has its answer."""
        if self._closes is None:
            super().handle_read()
        else:
            self.recv(self.adj.recv_bytes)

    def handle_close(self) -> None:
        """Close the connection; if it was refused and still sends, let it read first."""
        if self.refused and self._closes is None and self.connected:
            self._closes = time.monotonic() + LINGER
            try:
                self.socket.shutdown(socket.SHUT_WR)
            except OSError:  # it has gone
                super().handle_close()
        else:
            super().handle_close()

    def _gives_way(self) -> bool:
        """Tell whether nothing goes on here while others wait for a connection.

        Each browser keeps up to six of them, so that a class would use up all there are.
        """
        is_idle = self.request is None and not self.requests and not self.total_outbufs_len
        is_full = self.server.in_connection_overflow
        return bool(is_full and is_idle and time.time() > self.last_activity + GIVE_WAY)

    def _give_up(self, request: Parser) -> None:
        with self.requests_lock:
            self.request = None
            request.error = TooLateError(f"the request has not arrived within {ARRIVAL:.0f} s")
            request.completed = True
            self.requests.append(request)
            if len(self.requests) == 1:
                self.server.add_task(self)
