"""The HTML pages: the board, the page about it, and the answer to an old form."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import cv2
from flask import Response, make_response, redirect, render_template
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from recognizer.actions.action import Action, Place, Where
from recognizer.actions.icons import svg
from recognizer.actions.keys import key_names
from recognizer.actions.table import PLAY_ON_PAGE, actions_on
from recognizer.network.alphabet import DIGITS
from recognizer.pictures.decode import Picture, shrink
from recognizer.play.games import GAMES
from recognizer.play.round import MODES
from recognizer.reading.regions.structured import is_of_sums
from recognizer.reading.words import HOW_WRITTEN, PATH_POINTS_TOLD, invitation, percent, turned_by
from recognizer.sums.found import SURE
from recognizer.version import __version__
from recognizer.web.api import Api, asked_alphabet, model_record, read_picture
from recognizer.web.limits import MAX_PICTURE_BYTES, MAX_PIXELS, MAX_POINTS, MAX_STROKES
from recognizer.web.play import rules_record
from recognizer.web.readers import FreshReader
from recognizer.web.refusals import RefusedError, is_for_people, sentence
from recognizer.web.uploads import Sent, pictures_of_request

MAX_NAME_CHARACTERS = 60
"""Of a file's name on a page."""
MAX_SHOWN_PIXELS = 800
"""Longer side of a picture in an answer: enough to see what was read."""

_LIMITS = {
    "max_bytes": MAX_PICTURE_BYTES,
    "max_pixels": MAX_PIXELS,
    "max_points": MAX_POINTS,
    "max_strokes": MAX_STROKES,
}


@dataclass(frozen=True)
class Pages:
    """Answers as HTML."""

    api: Api

    def board(self) -> str:
        """Return the page to draw on.

        Raises
        ------
        RefusedError
            422 if the model has no such alphabet as the address asks for.
        """
        return render_template(
            "page.html",
            version=__version__,
            limits=_LIMITS,
            **self._alphabet(),
            invitation=invitation,
            path_caption=f"{HOW_WRITTEN}: {PATH_POINTS_TOLD}",
            alphabets=self.api.readers.card.alphabets,
            actions=self._actions(),
            places=Place,
            key_names=key_names,
            icon=_icon,
        )

    def play(self) -> str:
        """Return the page of games: digits are written there, whatever is written on the board.

        Raises
        ------
        RefusedError
            422 if the model reads no digits.
        """
        return render_template(
            "play.html",
            **self._alphabet() | {"alphabet": self.api.readers.alphabet_asked(DIGITS.name)},
            games=GAMES,
            modes=MODES,
            rules=rules_record(),
            icon=_icon,
        )

    def about(self) -> str:
        """Return the page that says what this is, what it keeps and which model it uses."""
        card = self.api.readers.card
        return render_template(
            "about.html",
            version=__version__,
            model=model_record(card),
            sees_paths=card.path is not None,
            **self._alphabet(),
        )

    def home(self) -> AnyResponse:
        """Redirect old bookmarks to the page."""
        return redirect("./")

    def read_form(self) -> Response:
        """Read the pictures of a form: a page for browsers, JSON for programs.

        A single picture that cannot be read is an error; of several, the others are read.
        """
        sent = pictures_of_request(any_field=True)
        if not is_for_people():
            return self.api.read_pictures(sent)
        with self.api.readers.for_pictures(asked_alphabet()) as reader:
            if len(sent) == 1:
                results = [_result(reader, sent[0])]
            else:
                results = [_result_or_refused(reader, each) for each in sent]
        words = {"percent": percent, "sure": SURE, "turned_by": turned_by, "version": __version__}
        page = render_template("result.html", results=results, **words, **self._alphabet())
        answer = make_response(page)
        answer.vary.add("Accept")
        return answer

    def _actions(self) -> dict[str, Action]:
        """Return what can be done on the board, by id. Games need a model that reads digits."""
        plays = any(each.name == DIGITS.name for each in self.api.readers.card.alphabets)
        there = (each for each in actions_on(Where.PAGE) if plays or each is not PLAY_ON_PAGE)
        return {each.id: each for each in there}

    def _alphabet(self) -> dict[str, Any]:
        """Return the alphabet for a page, and the query that asks for it on the next one."""
        asked = asked_alphabet()
        query = f"?{urlencode({'alphabet': asked})}" if asked else ""
        alphabet = self.api.readers.alphabet_asked(asked)
        return {"alphabet": alphabet, "has_sums": is_of_sums(alphabet), "query": query}


@dataclass(frozen=True)
class Result:
    """What the page says about one picture, shown as a data URI that is small enough for a page.

    `reading` is as `/api/image` returns it; without it `error` says why the picture cannot be read.
    """

    name: str
    reading: dict[str, Any] | None = None
    error: str = ""
    picture: str = ""


def _icon(name: str) -> Markup:
    """Return an icon as an element of the page, for the eye only. The style sheet has its pen."""
    tag = '<svg class="icon" aria-hidden="true" viewBox="0 0 24 24">'
    return Markup(re.sub(r"<svg[^>]*>\n?", tag, svg(name), count=1))  # noqa: S704


def _result(reader: FreshReader, sent: Sent) -> Result:
    record, picture = read_picture(reader, sent)
    return Result(_shortened(sent.name), record, picture=_data_uri(picture))


def _result_or_refused(reader: FreshReader, sent: Sent) -> Result:
    try:
        return _result(reader, sent)
    except RefusedError as error:
        return Result(_shortened(sent.name), error=sentence(str(error)))


def _shortened(name: str) -> str:
    shown = "".join(each if each.isprintable() else "?" for each in name)
    return shown if len(shown) <= MAX_NAME_CHARACTERS else f"{shown[: MAX_NAME_CHARACTERS - 1]}…"


def _data_uri(picture: Picture) -> str:
    """Return a picture as the `src` of an image, reduced to `MAX_SHOWN_PIXELS`."""
    small = shrink(picture, MAX_SHOWN_PIXELS)
    # WebP is small and supports transparency.
    encoded = cv2.imencode(".webp", small, [cv2.IMWRITE_WEBP_QUALITY, 80])[1]
    return f"data:image/webp;base64,{base64.b64encode(encoded.tobytes()).decode()}"
