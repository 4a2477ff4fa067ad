"""Errors as answers: JSON with a code for programs, a page for browsers."""

from __future__ import annotations

from flask import Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from recognizer.errors import RecognizerError
from recognizer.version import __version__

MAX_MESSAGE_CHARACTERS = 300
"""Messages are cut, because parts of them may come from the request."""

CODES = {
    400: "bad_request",
    403: "cross_origin",
    404: "not_found",
    405: "method_not_allowed",
    408: "too_slow",
    413: "too_large",
    415: "unsupported_type",
    416: "bad_range",
    421: "wrong_host",
    431: "too_large",
    501: "not_implemented",
}
"""Our code for each HTTP status that Flask or waitress answers by itself."""

_MESSAGES = {
    404: "there is nothing at this address",
    405: "this address does not accept this method",
    413: "the request is too large",
}


class RefusedError(RecognizerError):
    """A request that is refused with an HTTP status.

    `code` identifies the error for programs, in snake_case; the message is one line for people. The
    client may try again after `retry_after` seconds.
    """

    def __init__(
        self, status: int, code: str, message: str, retry_after: int | None = None
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.retry_after = status, code, retry_after


def error_record(code: str, message: str) -> dict[str, dict[str, str]]:
    """Return an error for JSON; `message` as one line of at most `MAX_MESSAGE_CHARACTERS`."""
    line = " ".join(message.split())
    return {"error": {"code": code, "message": line[:MAX_MESSAGE_CHARACTERS]}}


def sentence(message: str) -> str:
    """Return a message as a sentence for a page."""
    return message[:1].upper() + message[1:]


def is_for_people() -> bool:
    """Tell whether the current request wants a page."""
    kinds = ("application/json", "text/html")
    return request.accept_mimetypes.best_match(kinds) == "text/html"


def answer_refused(error: RefusedError) -> Response:
    """Return the answer to a request that we refuse."""
    answer = _answer(error.status, error.code, str(error))
    if error.retry_after is not None:
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def answer_http(error: HTTPException) -> Response:
    """Return the answer to a request that Flask refuses, or that failed."""
    status = error.code or 500
    message = _MESSAGES.get(status, error.description or error.name)
    if status >= 500:
        message = "the server failed; its log says why"
    answer = _answer(status, CODES.get(status, "internal"), message)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def _answer(status: int, code: str, message: str) -> Response:
    record = error_record(code, message)
    if is_for_people():
        heading = "Not found" if status == 404 else "Not read"
        message = sentence(record["error"]["message"])
        page = render_template("error.html", version=__version__, heading=heading, message=message)
        answer = make_response(page)
    else:
        answer = jsonify(record)
    answer.status_code = status
    answer.vary.add("Accept")
    return answer
