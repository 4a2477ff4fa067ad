"""The HTTP interface on a running server: what is asked, and what is answered."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from making import ROOT, copy_model, copy_unsure_model, picture_of
from strokes import DIGITS, shifted
from webserving import get, post, serving

from recognizer import Ink, Reader, Reading, __version__
from recognizer.network.classifier import Classifier
from recognizer.network.preprocess import preprocess_ink
from recognizer.pictures.decode import load_picture
from recognizer.reading.record import as_record

pytest_plugins = ["webfixtures"]

PAGE = ROOT / "docs/examples/numbers.jpg"
NUMBER = Ink((*DIGITS["2"].strokes, *shifted(DIGITS["4"], 130, 0).strokes))
THREE: bytes = cv2.imencode(".png", picture_of(DIGITS["3"]))[1].tobytes()


def ask(server: str, ink: Ink, query: str = "") -> Any:
    """Send ink and return the record that is answered."""
    answer = post(f"{server}/api/ink{query}", json=json.loads(ink.to_json()))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    return answer.json()


def show(server: str, content: bytes, kind: str = "image/png", query: str = "") -> Any:
    """Send a picture as it is and return the record that is answered."""
    answer = post(f"{server}/api/image{query}", data=content, headers={"Content-Type": kind})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    return answer.json()


def digits_of(record: Any) -> list[Any]:
    return [digit for line in record["lines"] for number in line for digit in number["digits"]]


def field_of(digit: Any) -> npt.NDArray[np.uint8]:
    """Return the (28, 28) field that comes with a digit."""
    return np.frombuffer(base64.b64decode(digit["field"]), np.uint8).reshape(28, 28)


@pytest.mark.parametrize("digit", DIGITS)
def test_ink_is_read_as_the_reader_reads_it(server: str, reader: Reader, digit: str) -> None:
    record = ask(server, DIGITS[digit])
    assert record["text"] == digit
    assert record == json.loads(json.dumps(as_record(reader.read_ink(DIGITS[digit]))))


def test_several_numbers_come_line_by_line(server: str) -> None:
    below = shifted(NUMBER, 0, 400)
    record = ask(server, Ink((*NUMBER.strokes, *below.strokes)))
    assert (record["text"], record["verdict"]) == ("24\n24", "numbers")
    assert [[number["text"] for number in line] for line in record["lines"]] == [["24"], ["24"]]


def test_no_ink_is_nothing_to_read(server: str) -> None:
    record = ask(server, Ink())
    assert (record["verdict"], record["lines"], record["box"]) == ("nothing", [], None)


def test_times_pressures_and_widths_may_come_along(server: str) -> None:
    strokes = [[[50, 0, 0.1, 0.5], [50, 90, None, None]]]
    sent = {"format": "recognizer-ink", "version": 1, "strokes": strokes, "pen_widths": [9.5]}
    answer = post(f"{server}/api/ink", json=sent)
    assert (answer.status_code, answer.json()["text"]) == (200, "1")


def test_a_digit_among_others_has_three_candidates_and_no_field(server: str) -> None:
    digits = digits_of(ask(server, NUMBER))
    assert [len(digit["candidates"]) for digit in digits] == [3, 3]
    assert not any("field" in digit for digit in digits)


def test_fields_are_what_the_network_saw_of_ink(server: str) -> None:
    digits = digits_of(ask(server, NUMBER, "?fields=1"))
    assert [len(digit["candidates"]) for digit in digits] == [10, 10]
    for digit, label in zip(digits, "24", strict=True):
        expected = np.rint(preprocess_ink(DIGITS[label]) * 255)
        assert np.array_equal(field_of(digit), expected)


@pytest.mark.parametrize("path", [PAGE, None], ids=["page", "one digit"])
def test_fields_are_what_the_network_saw_of_a_picture(server: str, path: Path | None) -> None:
    content = path.read_bytes() if path else THREE
    classifier = Classifier()
    digits = digits_of(show(server, content, query="?fields=1"))
    assert digits
    for digit in digits:
        field = np.divide(field_of(digit), 255, dtype=np.float32)
        (again,) = classifier.predict(field[None])
        assert again.best.label == digit["best"]
        if len(digits) == 1:
            assert again.knownness == pytest.approx(digit["digitness"], abs=0.01)
        else:  # others beside it may make it likelier to be a digit
            assert again.knownness <= digit["digitness"] + 0.01


def test_an_alphabet_can_be_asked_for_by_its_name(server: str) -> None:
    assert [each["best"] for each in digits_of(ask(server, NUMBER, "?alphabet=digits"))] == [*"24"]


@pytest.mark.parametrize("path", ["ink", "lesson", "image"])
def test_an_alphabet_that_the_model_does_not_have_is_refused(server: str, path: str) -> None:
    sent = {"label": "3"} | json.loads(DIGITS["3"].to_json())
    answer = (
        post(
            f"{server}/api/image?alphabet=runes", data=THREE, headers={"Content-Type": "image/png"}
        )
        if path == "image"
        else post(f"{server}/api/{path}?alphabet=runes", json=sent)
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "unknown_alphabet")
    there = ", ".join(Reader().alphabets)
    assert answer.json()["error"]["message"] == f"the model has no alphabet 'runes'; it has {there}"


def test_a_label_that_the_model_does_not_know_is_refused(server: str) -> None:
    sent = {"label": "x"} | json.loads(DIGITS["3"].to_json())
    answer = post(f"{server}/api/lesson", json=sent)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad_lesson")
    assert "the model does not know 'x'" in answer.json()["error"]["message"]


def test_only_1_asks_for_fields(server: str) -> None:
    assert "field" not in digits_of(ask(server, DIGITS["3"], "?fields=0"))[0]


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp", "bmp", "tif"])
def test_every_kind_of_picture_is_read(server: str, suffix: str) -> None:
    content = cv2.imencode(f".{suffix}", picture_of(DIGITS["3"]))[1].tobytes()
    assert show(server, content, "application/octet-stream")["text"] == "3"


@pytest.mark.parametrize("kind", ["image/png", "image/jpeg", "image/x-unheard-of"])
def test_what_a_picture_is_called_does_not_matter(server: str, kind: str) -> None:
    assert show(server, THREE, kind)["text"] == "3"


@pytest.mark.parametrize("name", ["image", "file"])
def test_a_picture_may_come_in_a_form(server: str, name: str) -> None:
    answer = post(f"{server}/api/image", files={name: ("3.png", THREE, "image/png")})
    assert (answer.status_code, answer.json()["text"]) == (200, "3")


def test_a_page_is_read_as_the_reader_reads_it(server: str, reader: Reader) -> None:
    picture = load_picture(PAGE)
    expected: Reading = reader.read_image(picture)
    size = {"width": picture.shape[1], "height": picture.shape[0]}
    record = show(server, PAGE.read_bytes(), "image/jpeg")
    assert record == json.loads(json.dumps(as_record(expected) | size))


def test_boxes_are_in_pixels_of_the_picture_as_it_is_turned(server: str) -> None:
    picture = cv2.copyMakeBorder(
        picture_of(DIGITS["7"]), 0, 0, 0, 500, cv2.BORDER_CONSTANT, value=(230.0,)
    )
    turned = cv2.imencode(".jpg", cv2.rotate(picture, cv2.ROTATE_90_COUNTERCLOCKWISE))[1].tobytes()
    quarter = (
        b"\xff\xe1\x00\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06" + bytes(6)
    )
    content = bytes(turned[:2]) + quarter + turned[2:]
    record = show(server, content, "image/jpeg")
    assert (record["text"], record["width"], record["height"]) == ("7", *picture.shape[::-1])
    assert record["box"][2] < 300


def test_the_model_card_is_told(server: str) -> None:
    card = json.loads((ROOT / "models/digits.json").read_text(encoding="utf-8"))
    model = get(f"{server}/api/model").json()
    assert model["data"] == card["training"]["data"]
    assert model["accuracy"] == card["accuracy"]
    assert (model["parameters"], model["version"]) == (
        card["network"]["parameters"],
        __version__,
    )


def test_a_model_card_may_say_little(tmp_path: Path) -> None:
    bare = copy_model(tmp_path, network=None, training=None, accuracy=None)
    with serving(bare) as server:
        model = get(f"{server}/api/model").json()
    assert (model["parameters"], model["data"], model["accuracy"]) == (None, [], {})


def test_health_is_ok(server: str) -> None:
    assert get(f"{server}/health").json() == {"status": "ok", "version": __version__}


def test_another_model_can_be_served(tmp_path: Path) -> None:
    with serving(copy_unsure_model(tmp_path, name="unsure")) as server:
        assert get(f"{server}/api/model").json()["name"] == "unsure"
        assert ask(server, DIGITS["3"])["confidence"] < 0.9


def test_several_files_are_all_read_and_one_that_is_bad_stops_none(server: str) -> None:
    files = [("image", ("a.png", THREE)), ("image", ("b", b"no picture")), ("image", ("c", THREE))]
    pictures = post(f"{server}/api/image", files=files).json()["pictures"]
    assert [(each["file"], each.get("text")) for each in pictures] == [
        ("a.png", "3"),
        ("b", None),
        ("c", "3"),
    ]
    assert pictures[1]["error"]["code"] == "unsupported_type"
