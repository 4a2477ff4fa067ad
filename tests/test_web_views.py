"""What the page shows of the second view: the path of the pen, and what each view says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from making import picture_of
from strokes import DIGITS, shifted

pytest.importorskip("flask", reason="no flask: pip install 'recognizer-board[web]'")

import cv2
from browsing import PHONE, Board, Open, inside
from webserving import post, serving

from recognizer import BoundingBox, Candidate, Ink, Reading, Symbol
from recognizer.network.path import path_of
from recognizer.reading.record import as_record
from recognizer.reading.seeing.views import Said, Views, number_places
from recognizer.web.openapi import description

pytest_plugins = ["browserfixtures"]

FOUR = Symbol((Candidate("4", 0.9), Candidate("9", 0.1)), 0.95, True, BoundingBox(0, 0, 9, 9))
SAID = Said(Candidate("9", 0.6), Candidate("4", 0.9), Candidate("4", 0.9))
WRITTEN = Views(path_of(DIGITS["4"]), number_places(DIGITS["4"]), SAID)
NUMBER = Ink((*DIGITS["7"].strokes, *shifted(DIGITS["4"], 130, 0).strokes))


def digits_of(record: Any) -> list[Any]:
    return [digit for line in record["lines"] for number in line for digit in number["digits"]]


def test_a_record_has_the_path_and_what_each_view_says() -> None:
    (digit,) = digits_of(as_record(Reading.of(FOUR), True, lambda _: WRITTEN))
    views = digit["views"]
    path = np.array(views["path"])
    assert path == pytest.approx(WRITTEN.path[:, [0, 1, 6]], abs=1e-3)
    assert np.array(views["numbers"]) == pytest.approx(WRITTEN.numbers, abs=1e-3)
    assert views["by_picture"] == {"label": "9", "confidence": 0.6}
    assert views["by_path"] == views["together"] == {"label": "4", "confidence": 0.9}
    assert views["sentence"].startswith("The picture looks like a 9")
    assert views["sentence"].endswith("Together: a 4.")


def test_it_is_of_the_described_form() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    record = as_record(Reading.of(FOUR), True, lambda _: WRITTEN)
    components = description()["components"]
    schema = components["schemas"]["Reading"] | {"components": components}
    validator = jsonschema.Draft202012Validator(schema)
    validator.validate(record)
    del digits_of(record)[0]["views"]["sentence"]
    assert not validator.is_valid(record)


def test_a_record_without_fields_has_no_views() -> None:
    (digit,) = digits_of(as_record(Reading.of(FOUR), False, lambda _: WRITTEN))
    assert "views" not in digit


# With a model of two networks


@pytest.fixture(scope="module")
def server(model_of_two: Path) -> Iterator[str]:
    """The address of a server with that model, for the browser, too."""
    with serving(model_of_two) as url:
        yield url


def views_in(server: str, ink: Ink, query: str = "?fields=1&alphabet=digits") -> list[Any]:
    answer = post(
        f"{server}/api/ink{query}",
        data=ink.to_json(),
        headers={"Content-Type": "application/json"},
    )
    return [digit.get("views") for digit in digits_of(answer.json())]


def test_each_digit_of_a_number_has_its_own_path(server: str) -> None:
    seven, four = views_in(server, NUMBER)
    for views, label in ((seven, "7"), (four, "4")):
        expected = path_of(DIGITS[label])[:, [0, 1, 6]]
        assert np.array(views["path"]) == pytest.approx(expected, abs=1e-3)
        assert {views[each]["label"] for each in ("by_picture", "by_path", "together")} == {label}
        assert f"both look like a {label}" in views["sentence"]


def test_there_are_no_views_where_none_are_asked_for_and_of_a_picture(server: str) -> None:
    assert views_in(server, NUMBER, "?alphabet=digits") == [None, None]
    content = cv2.imencode(".png", picture_of(DIGITS["4"]))[1].tobytes()
    answer = post(
        f"{server}/api/image?fields=1", data=content, headers={"Content-Type": "image/png"}
    )
    (digit,) = digits_of(answer.json())
    assert ("field" in digit, "views" in digit) == (True, False)


def test_the_page_shows_how_it_was_written_and_what_each_view_says(board: Board) -> None:
    board.draw("24")
    board.reads("24")
    board.shows(".views", re.compile(r"^The picture and the way you wrote it both look like a 4 "))
    assert board.find(".path .dot, .path .lifted").count() == 64
    assert board.find(".path .lifted").count() > 0
    assert board.find(".path text").all_text_contents() == ["1", "2"]
    board.page.mouse.move(180, 300)
    board.shows(".views", re.compile("look like a 2"))
    assert board.find(".path .lifted").count() == board.find(".path text").count() == 0


def test_where_it_began_and_its_colors_are_to_be_seen(board: Board) -> None:
    board.draw("2")
    board.reads("2")
    shades = [
        board.page.evaluate(
            "turn => getComputedStyle(document.querySelectorAll('.path .dot')[turn]).fill", turn
        )
        for turn in (0, 30, 63)
    ]
    assert len(set(shades)) == 3
    ring, first = board.box(".path .ring"), board.box(".path .dot >> nth=0")
    assert inside(first, ring)


def test_both_views_stand_side_by_side_on_a_phone(open_board: Open) -> None:
    with open_board(**PHONE) as board:
        board.draw_by_touch("4")
        board.reads("4")
        board.find("#look").click()
        seen, written = board.box(".field"), board.box(".path")
        assert seen[2] < written[0]
        assert seen[1] == written[1]
        assert all(inside(each, board.box("#answer")) for each in (seen, written))
