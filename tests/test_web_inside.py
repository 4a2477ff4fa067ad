"""What is inside the networks, over HTTP and on the page."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

import numpy as np
import pytest
from strokes import DIGITS

pytest.importorskip("flask", reason="no flask: pip install 'recognizer-board[web]'")

from browsing import Board

from recognizer.ink import Ink, Stroke
from recognizer.network.classifier import Classifier
from recognizer.network.preprocess import preprocess_ink
from recognizer.reading.inside.strips import Inside

pytest_plugins = ["browserfixtures"]


@pytest.fixture(scope="module")
def client() -> Any:
    from recognizer.web.app import create_app

    return create_app().test_client()


def looked(client: Any, ink: Ink, query: str = "") -> Any:
    return client.post(f"/api/inside{query}", json=ink.as_record())


def test_it_has_the_maps_of_each_layer_with_what_they_answer_to(client: Any) -> None:
    ink = DIGITS["5"]
    expected = Inside(Classifier()).strips(preprocess_ink(ink), ink)
    layers = looked(client, ink).json["layers"]
    assert [each["heading"] for each in layers] == [each.heading for each in expected]
    for layer, strip in zip(layers, expected, strict=True):
        assert tuple(each["says"] for each in layer["maps"]) == strip.told
        first = np.frombuffer(b64decode(layer["maps"][0]["pixels"]), np.uint8)
        map_ = first.reshape(layer["rows"], layer["cols"]) / 255
        np.testing.assert_allclose(map_, strip.maps[0], atol=0.003)


def test_the_dabs_do_what_their_sentence_says(client: Any) -> None:
    classifier = Classifier()
    found = {d: looked(client, each).json["dabs"] for d, each in DIGITS.items()}
    assert any(found.values())
    for digit, dabs in found.items():
        if dabs:
            ink = Ink((*DIGITS[digit].strokes, *map(Stroke, dabs["strokes"])))
            label = classifier.predict(preprocess_ink(ink)[None])[0].best.label
            assert dabs["sentence"].endswith(f" {label}.")
            assert len(dabs["marks"]) == len(dabs["strokes"])


def test_the_map_has_an_island_for_each_digit_and_the_ink_near_its_own(client: Any) -> None:
    for digit in "0268":
        map_ = looked(client, DIGITS[digit]).json["map"]
        assert map_["label"] == digit
        places = {each["label"]: np.array(each["place"]) for each in map_["regions"]}
        assert set(places) == set(DIGITS)
        assert all((place > 0).all() and (place < 1).all() for place in places.values())
        away = {label: np.hypot(*(place - map_["spot"])) for label, place in places.items()}
        assert min(away, key=lambda label: away[label]) == digit


def test_an_island_is_as_wide_as_its_digits_are_spread(client: Any) -> None:
    plane = Classifier().plane
    assert plane is not None
    map_ = looked(client, DIGITS["5"]).json["map"]
    _, half = plane.extent
    axes = np.array([each["axes"] for each in map_["regions"]])
    spreads = axes @ axes.transpose(0, 2, 1) * (2 * half) ** 2
    np.testing.assert_allclose(spreads, plane.spreads, rtol=0.02, atol=1e-3)


def test_lessons_are_flags_on_the_map_and_those_of_another_model_are_not(client: Any) -> None:
    ink = DIGITS["7"].as_record()
    lessons = [
        client.post("/api/lesson", json=ink | {"label": each}).json for each in ("1", "", "4")
    ]
    lessons[-1]["model"] = "older"
    seen = client.post("/api/inside", json=ink | {"lessons": lessons}).json
    assert [each["label"] for each in seen["map"]["flags"]] == ["1", "none"]
    for each in seen["map"]["flags"]:
        np.testing.assert_allclose(each["place"], seen["map"]["spot"], atol=0.001)
    again = client.post("/api/inside", json=ink | {"lessons": seen["lessons"]}).json
    assert again["map"]["flags"] == seen["map"]["flags"]
    assert looked(client, DIGITS["7"]).json["map"]["flags"] == []


def test_of_nothing_and_of_far_too_much_it_says_what_is_wrong(client: Any) -> None:
    for ink in (Ink(), Ink.from_points([np.arange(40_000).reshape(-1, 2)])):
        answer = looked(client, ink)
        assert (answer.status_code, answer.json["error"]["code"]) == (422, "bad_symbol")


def test_the_alphabet_must_be_one_that_the_model_has(client: Any) -> None:
    assert looked(client, DIGITS["5"], "?alphabet=no").status_code == 422
    assert looked(client, DIGITS["5"], "?alphabet=letters").status_code == 200


def opened(board: Board, digits: str) -> Board:
    """Return the page with digits drawn, and what is inside shown for the last one."""
    board.draw(digits)
    board.reads(digits)
    board.find("#inside summary").click()
    board.find("#inside canvas").first.wait_for()
    return board


def test_the_page_shows_the_maps_of_what_is_drawn_and_says_what_one_answers_to(
    board: Board,
) -> None:
    assert board.find("#inside").is_hidden()
    opened(board, "2")
    assert board.find("#inside h4").count() >= 5
    first = board.find("#inside canvas").first
    first.hover()
    board.shows("#inside .says", first.get_attribute("data-says"))


def test_the_maps_follow_the_chosen_digit_and_close_with_it(board: Board) -> None:
    pixels = "document.querySelector('#inside canvas').toDataURL()"
    opened(board, "24")
    before = board.page.evaluate(pixels)
    board.press("ArrowLeft")
    board.page.wait_for_function(f"before => {pixels} !== before", arg=before)
    board.press("c")
    board.find("#inside").wait_for(state="hidden")


def test_the_maps_take_the_colors_of_another_theme(board: Board) -> None:
    opened(board, "2")
    brightest = """() => { const canvas = document.querySelector('#inside canvas');
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        let best = 3; for (let k = 3; k < data.length; k += 4) if (data[k] > data[best]) best = k;
        return Array.from(data.slice(best - 3, best)) }"""
    before = board.page.evaluate(brightest)
    board.press("t")
    board.shows("#note", "Colors: dark")
    after = board.page.evaluate(brightest)
    assert max(abs(a - b) for a, b in zip(after, before, strict=True)) > 50


def test_the_map_shows_where_the_chosen_digit_lies(board: Board) -> None:
    opened(board, "26")
    drawing = board.find("#inside svg")
    drawing.get_by_text("6", exact=True).wait_for()
    assert drawing.locator("text").count() == len(DIGITS)
    assert drawing.get_attribute("aria-label") == "A map of the digits: your ink lies near the 6"
    board.press("ArrowLeft")
    board.page.get_by_role("img", name="near the 2").wait_for()


def test_what_was_taught_is_a_flag_on_the_map(board: Board) -> None:
    opened(board, "2")
    assert board.find("#inside svg .flag").count() == 0
    board.find("#learning input").check()
    board.press("7")
    board.find("#inside svg .flag").get_by_text("7", exact=True).wait_for()
    board.press("Control+z")
    board.find("#inside svg .flag").wait_for(state="detached")


def test_dabs_are_marked_on_what_it_sees(board: Board) -> None:
    opened(board, "3")
    board.page.wait_for_function("document.querySelector('#inside .change').textContent !== ''")
    told = board.find("#inside .change").text_content()
    assert told.startswith(("Ink at the mark", "Ink at both marks"))
