"""The pages for people: the board, what it is about, and what an old form is answered."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, jsonify, make_response, redirect, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from recognizer.version import __version__
from recognizer.web.api import Api, model_record
from recognizer.web.bodies import content_of_request
from recognizer.web.limits import MAX_PICTURE_BYTES, MAX_POINTS, MAX_STROKES
from recognizer.web.refusals import RefusedError, answer_http, answer_refused
from recognizer.wording import percent

_LIMITS = {
    "max_bytes": MAX_PICTURE_BYTES,
    "max_points": MAX_POINTS,
    "max_strokes": MAX_STROKES,
}


@dataclass(frozen=True)
class Pages:
    """What is answered as HTML.

    Parameters
    ----------
    api : Api
    """

    api: Api

    def board(self) -> str:
        """Answer with the page to draw on."""
        return render_template("page.html", version=__version__, limits=_LIMITS)

    def about(self) -> str:
        """Answer with what this is, what it keeps and what the model is."""
        model = model_record(self.api.readers.card)
        return render_template("about.html", version=__version__, model=model)

    def home(self) -> AnyResponse:
        """Send old bookmarks to the page."""
        return redirect("./")

    def read_form(self) -> Response:
        """Answer an old form with what its picture says: a page for people, JSON for programs."""
        if not _for_people():
            return jsonify(self.api.picture_record(content_of_request(any_field=True)))
        try:
            reading = self.api.picture_record(content_of_request(any_field=True))
        except RefusedError as error:
            return _as_page(answer_refused(error))
        except HTTPException as error:
            return _as_page(answer_http(error))
        return _result(reading, None)


def _as_page(answer: Response) -> Response:
    """Return an error for people where `answer` has it for programs."""
    page = _result(None, answer.get_json()["error"]["message"])
    page.status_code = answer.status_code
    if "Retry-After" in answer.headers:
        page.headers["Retry-After"] = answer.headers["Retry-After"]
    return page


def _result(reading: dict[str, object] | None, error: str | None) -> Response:
    known = {"version": __version__, "percent": percent}
    return make_response(render_template("result.html", reading=reading, error=error, **known))


def _for_people() -> bool:
    kinds = ("application/json", "text/html")
    return request.accept_mimetypes.best_match(kinds) == "text/html"
