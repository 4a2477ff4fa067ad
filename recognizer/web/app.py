"""The web application: which function answers which address."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from flask import Flask, Response, request
from flask_compress import Compress
from werkzeug.exceptions import HTTPException

from recognizer.web.api import Api
from recognizer.web.bodies import Request
from recognizer.web.headers import HEADERS, check_host, check_origin
from recognizer.web.limits import MAX_PICTURE_BYTES
from recognizer.web.pages import Pages
from recognizer.web.readers import Readers
from recognizer.web.refusals import RefusedError, answer_http, answer_refused

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
"""Requests that cost the server next to nothing."""
COMPRESSED = ["application/json", "text/css", "text/html", "text/javascript", "image/svg+xml"]
MIN_COMPRESSED_BYTES = 1000
"""Shorter answers, as the reading of a digit, fit into one packet anyway."""


def create_app(
    model: Path | None = None, hosts: Collection[str] = (), alphabet: str | None = None
) -> Flask:
    """Return the web application, ready to serve: a WSGI callable.

    `model` and `alphabet` are as for `Classifier`. `hosts` are the names it answers to, in lower
    case and without a port; empty for any.

    Raises
    ------
    ModelError
        If the model cannot be used, or has no such alphabet.
    """
    app = Flask("recognizer.web")
    app.request_class = Request
    app.config["MAX_CONTENT_LENGTH"] = MAX_PICTURE_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = MAX_PICTURE_BYTES  # a data URI is a field, not a file
    app.config |= {"COMPRESS_MIMETYPES": COMPRESSED, "COMPRESS_MIN_SIZE": MIN_COMPRESSED_BYTES}
    Compress(app)
    app.json.sort_keys = False  # type: ignore[attr-defined]  # of the provider that Flask brings
    app.before_request(lambda: _check(hosts))
    app.after_request(_with_headers)
    app.register_error_handler(RefusedError, answer_refused)
    app.register_error_handler(HTTPException, answer_http)
    _add_routes(app, Api(Readers(model, alphabet)))
    return app


def _check(hosts: Collection[str]) -> None:
    check_host(request.host, hosts)
    if request.method not in SAFE_METHODS:
        check_origin(request.headers, request.host)


def _add_routes(app: Flask, api: Api) -> None:
    pages = Pages(api)
    app.get("/", endpoint="board")(pages.board)
    app.get("/play", endpoint="play")(pages.play)
    app.get("/about", endpoint="about")(pages.about)
    app.get("/health", endpoint="health")(api.health)
    app.get("/api/model", endpoint="model")(api.model)
    app.get("/openapi.json", endpoint="openapi")(api.openapi)
    app.post("/api/ink", endpoint="ink")(api.read_ink)
    app.post("/api/inside", endpoint="inside")(api.inside)
    app.post("/api/answer", endpoint="answer")(api.answer)
    app.get("/api/tasks", endpoint="tasks")(api.tasks)
    app.post("/api/lesson", endpoint="lesson")(api.lesson)
    app.post("/api/image", endpoint="image")(api.read_image)
    for old in ("/upload", "/predict"):
        app.get(old, endpoint=f"home from {old}")(pages.home)
        app.post(old, endpoint=f"form of {old}")(pages.read_form)


def _with_headers(answer: Response) -> Response:
    answer.headers.update(HEADERS)
    return answer
