"""Sums in the readings of the HTTP interface: as on the command line, and how a page shows them."""

from __future__ import annotations

import json
import re
from typing import Any

import cv2
import numpy as np
import pytest
from sumtrees import seeded
from typesetting import Typesetter, inked, on_paper
from webserving import post, refused

from recognizer import Ink, Reader, Stroke
from recognizer.network.alphabet import SUMS
from recognizer.network.card import read_card
from recognizer.resources import models_dir
from recognizer.sums import sums_in
from recognizer.sums.grammar import parsed
from recognizer.sums.meanings import explained
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
    reading = ask(server, drawn("38/2="), "alphabet=sums&fields=1")
    (found,) = reading["sums"]
    (index,) = found["unsure"]
    assert found["symbols"][2]["index"] == index
    digits = [each for line in reading["lines"] for number in line for each in number["digits"]]
    said = [digits[index]["strokes"], "/"]
    assert shown(server, "38/2=", corrections=[said])["unsure"] == []


def test_a_result_that_somebody_wrote_has_its_place(server: str) -> None:
    found = shown(server, "23+4=28")
    left, _, right, _ = found["result"]
    assert left > found["box"][2] / 2
    assert right == pytest.approx(found["box"][2], abs=0.01)


def read_picture(server: str, text: str, **fields: str) -> Any:
    content = cv2.imencode(".png", on_paper(drawn(text)))[1].tobytes()
    address = f"{server}/api/image?alphabet=sums&fields=1"
    answer = post(address, files={"image": ("sheet.png", content)}, data=fields)
    assert answer.status_code == 200
    return answer.json()


def test_pictures_have_them_in_pixels(server: str) -> None:
    record = read_picture(server, "8-3=")
    (found,) = record["sums"]
    assert found["completed"] == "8-3=5"
    for each in found["answers"][0]:
        assert 0 <= each["box"][0] < each["box"][2] <= record["width"]


def test_what_the_user_says_of_a_symbol_in_a_picture_counts(server: str) -> None:
    digits = [each for one in read_picture(server, "8-3=")["lines"][0] for each in one["digits"]]
    said = [[[], "5", digits[2]["box"]]]
    (found,) = read_picture(server, "8-3=", corrections=json.dumps(said))["sums"]
    assert found["completed"] == "8-5=3"


@pytest.mark.parametrize(
    ("corrections", "status", "code"),
    [("[", 400, "bad_json"), ("7", 422, "bad_correction"), ("[[[0],1]]", 422, "bad_correction")],
)
def test_what_is_no_correction_of_a_picture_is_refused(
    server: str, corrections: str, status: int, code: str
) -> None:
    content = cv2.imencode(".png", on_paper(drawn("8-3=")))[1].tobytes()
    form = {"corrections": corrections}
    answer = post(f"{server}/api/image", files={"image": ("a.png", content)}, data=form)
    refused(answer, status, code)


def test_answers_stand_in_no_way_of_each_other(server: str) -> None:
    first, second = drawn("8-3=").strokes, drawn("23+4=28").strokes
    below = tuple(Stroke(np.add(each.points, (0, 200))) for each in second)
    room = [-50, -50, 800, 600]
    record = ask(server, Ink((*first, *below)), "alphabet=sums&fields=1", room=room)
    asked, wrong = record["sums"]
    (five,), (twenty_seven,) = asked["answers"], wrong["answers"]
    assert five[0]["box"][3] - five[0]["box"][1] == pytest.approx(140, abs=1)
    assert five[0]["box"][3] < min(each["box"][1] for each in twenty_seven)


def test_what_is_right_or_asks_nothing_has_no_answer_to_show(server: str) -> None:
    assert [shown(server, text)["answers"] for text in ("8-3=5", "7")] == [[], []]


def test_it_is_explained_what_is_worked_out_first(server: str) -> None:
    (found,) = sums_in(Reader(alphabet="sums").read_ink(drawn("8-2×3=")))
    said = shown(server, "8-2×3=")["explained"]
    assert said["with_results"] == list(explained(found))
    assert "First 2×3 = 6, because times comes before minus." in said["with_results"]
    assert not any("=" in each for each in said["without_results"])


def rows_in(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<tr><th scope="row">(.*?)</th><td>(.*?)</td></tr>', page)


def test_the_answer_to_an_old_form_has_a_line_for_each_sum(server: str) -> None:
    papers = [on_paper(drawn(text)) for text in ("8-3=", "4-2=2", "9-2=6")]
    widest = max(each.shape[1] for each in papers)
    wide = [np.pad(each, ((0, 0), (0, widest - each.shape[1])), mode="edge") for each in papers]
    content = cv2.imencode(".png", np.vstack(wide))[1].tobytes()
    answer = post(
        f"{server}/predict?alphabet=sums",
        files={"image": ("sheet.png", content)},
        headers={"Accept": "text/html"},
    )
    assert rows_in(answer.text) == [("8-3=5", ""), ("4-2=2", "right"), ("9-2=6", "look again")]


def test_of_what_is_not_sure_nothing_else_is_said_there() -> None:
    from recognizer.web.app import create_app

    symbols = [{"confidence": 0.99}, {"confidence": 0.5}]
    found = {"text": "7-5=", "completed": "7-5=2", "symbols": symbols}
    reading = {"text": "7-5=", "verdict": "numbers", "lines": [], "sums": [found]}
    app = create_app()
    with app.test_request_context("/predict"):
        page = app.jinja_env.get_template("result.html").render(
            results=[{"reading": reading}], sure=0.9, alphabet=SUMS
        )
    assert rows_in(page) == [("7-5=", "not sure")]
