"""Sums in the readings of the HTTP interface: as on the command line, and how a page shows them."""

from __future__ import annotations

import json
from typing import Any

import cv2
import pytest
from sumtrees import seeded
from typesetting import Typesetter, inked, on_paper
from webserving import post, refused

from recognizer import Ink, Reader
from recognizer.network.card import read_card
from recognizer.resources import models_dir
from recognizer.sums import sums_in
from recognizer.sums.grammar import parsed
from recognizer.sums.record import sum_record

pytest_plugins = ["webfixtures"]
CARD = read_card(models_dir() / "digits.json")
pytestmark = pytest.mark.skipif(CARD.path is None, reason="the shipped model knows no signs")


def drawn(text: str) -> Ink:
    return inked(Typesetter(seeded(1)).set(parsed(text)).glyphs)


def ask(server: str, ink: Ink, query: str = "alphabet=sums", **more: object) -> Any:
    answer = post(f"{server}/api/ink?{query}", json=ink.as_record() | more)
    assert answer.status_code == 200
    return answer.json()


def shown(server: str, text: str, **more: object) -> Any:
    """Return how the only sum is to be shown."""
    (found,) = ask(server, drawn(text), "alphabet=sums&fields=1", **more)["sums"]
    return found


@pytest.mark.parametrize("text", ["23+4=", "23+4=28", "2⁄3+√9=", "4⁄0="])
def test_they_are_those_of_the_command_line(server: str, text: str) -> None:
    reading = Reader(alphabet="sums").read_ink(drawn(text))
    expected = [sum_record(each) for each in sums_in(reading)]
    assert ask(server, drawn(text))["sums"] == json.loads(json.dumps(expected))


def test_no_ink_has_none(server: str) -> None:
    assert ask(server, Ink())["sums"] == []


@pytest.mark.parametrize("alphabet", ["digits", "numbers", "letters", "text"])
def test_other_alphabets_have_no_such_key(server: str, alphabet: str) -> None:
    assert "sums" not in ask(server, drawn("23+4="), f"alphabet={alphabet}&fields=1")


def test_with_fields_an_answer_comes_in_each_form_with_its_place(server: str) -> None:
    found = shown(server, "3⁄4+2⁄4=")
    assert found["forms"] == ["5⁄4", "1.25"]
    fraction, decimals = found["answers"]
    assert sorted(each["text"] for each in fraction) == ["4", "5", "⁄"]
    assert "".join(each["text"] for each in decimals) == "1.25"
    assert all(each["box"][0] > found["box"][2] for each in (*fraction, *decimals))


def test_an_answer_stands_within_the_room(server: str) -> None:
    _, top, right, bottom = shown(server, "23+4=")["box"]
    room = [-20, top - 20, right + 50, bottom + 400]
    (pieces,) = shown(server, "23+4=", room=room)["answers"]
    assert max(each["box"][2] for each in pieces) <= right + 50
    assert min(each["box"][1] for each in pieces) > bottom


@pytest.mark.parametrize("room", [[1, 2, 3], [1, 2, 3, "4"], "all", [1e99, 0, 1, 1], [True] * 4])
def test_what_is_no_room_is_refused(server: str, room: object) -> None:
    sent = drawn("23+4=").as_record() | {"room": room}
    answer = post(f"{server}/api/ink?alphabet=sums&fields=1", json=sent)
    refused(answer, 422, "bad_room")


def test_an_unsure_symbol_is_named_until_the_user_has_said_what_it_is(server: str) -> None:
    reading = ask(server, drawn("2+17="), "alphabet=sums&fields=1")
    (found,) = reading["sums"]
    (index,) = found["unsure"]
    assert found["symbols"][2]["index"] == index
    digits = [each for line in reading["lines"] for number in line for each in number["digits"]]
    said = [digits[index]["strokes"], "1"]
    assert shown(server, "2+17=", corrections=[said])["unsure"] == []


def test_a_result_that_somebody_wrote_has_its_place(server: str) -> None:
    found = shown(server, "23+4=28")
    left, _, right, _ = found["result"]
    assert left > found["box"][2] / 2
    assert right == pytest.approx(found["box"][2], abs=0.01)


def test_pictures_have_them_in_pixels(server: str) -> None:
    content = cv2.imencode(".png", on_paper(drawn("23+4=")))[1].tobytes()
    answer = post(
        f"{server}/api/image?alphabet=sums&fields=1",
        data=content,
        headers={"Content-Type": "image/png"},
    )
    record = answer.json()
    (found,) = record["sums"]
    assert found["completed"] == "23+4=27"
    for each in found["answers"][0]:
        assert 0 <= each["box"][0] < each["box"][2] <= record["width"]
