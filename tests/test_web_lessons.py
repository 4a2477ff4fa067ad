"""What a user teaches over HTTP: the server makes lessons, takes them along, and keeps none."""

from __future__ import annotations

import json
from typing import Any

import cv2
import numpy as np
import pytest
from strokes import DIGITS, FLAGGED
from webserving import get, post

from recognizer import Ink, Reader
from recognizer.ink.raster import rasterize
from recognizer.web.lessons import MAX_LISTS
from recognizer.web.limits import MAX_INK_BYTES, MAX_LESSONS

pytest_plugins = ["webfixtures"]


@pytest.fixture(scope="module")
def lesson(server: str) -> dict[str, Any]:
    return made(server, FLAGGED, "1").json()


def made(server: str, ink: Ink, label: Any) -> Any:
    return post(f"{server}/api/lesson", json=ink.as_record() | {"label": label})


def read(server: str, lessons: Any) -> Any:
    return post(f"{server}/api/ink", json=FLAGGED.as_record() | {"lessons": lessons})


def test_a_lesson_is_that_of_the_reader(lesson: dict[str, Any]) -> None:
    mine = Reader().lesson(FLAGGED, "1").as_record()
    assert lesson.keys() == mine.keys() | {"reads"}
    assert {key: lesson[key] for key in ("label", "model", "strokes")} == {
        key: mine[key] for key in ("label", "model", "strokes")
    }
    np.testing.assert_allclose(lesson["embedding"], mine["embedding"], atol=2e-4)


def test_ink_is_read_as_the_lessons_show_that_come_with_it(server: str, lesson: Any) -> None:
    assert [read(server, given).json()["text"] for given in ([], [lesson], None)] == ["7", "1", "7"]


def test_a_lesson_may_come_without_its_ink(server: str, lesson: Any) -> None:
    bare = {key: lesson[key] for key in ("label", "model", "embedding")}
    assert read(server, [bare]).json()["text"] == "1"


def test_what_was_said_to_be_no_digit_is_none(server: str) -> None:
    none = made(server, FLAGGED, "").json()
    assert read(server, [none]).json()["verdict"] == "not a digit"


def test_a_picture_is_read_as_the_lessons_show_that_come_with_it(server: str, lesson: Any) -> None:
    ink = np.pad(255 - rasterize(FLAGGED), 30, constant_values=255)
    files = {"image": ("a.png", cv2.imencode(".png", ink)[1].tobytes())}
    for given, text in (([], "7"), ([lesson], "1")):
        form = {"lessons": json.dumps(given)}
        assert post(f"{server}/api/image", files=files, data=form).json()["text"] == text


def test_lessons_are_sent_once_and_named_from_then_on(server: str, lesson: Any) -> None:
    name = read(server, [lesson]).json()["lessons"]
    assert (read(server, name).json()["text"], read(server, name).json()["lessons"]) == ("1", name)
    other = made(server, FLAGGED, "4").json()
    assert read(server, [other]).json()["lessons"] != name
    assert "lessons" not in read(server, []).json()


def test_a_picture_may_come_with_the_name_of_the_lessons(server: str, lesson: Any) -> None:
    ink = np.pad(255 - rasterize(FLAGGED), 30, constant_values=255)
    files = {"image": ("a.png", cv2.imencode(".png", ink)[1].tobytes())}
    name = read(server, [lesson]).json()["lessons"]
    answer = post(f"{server}/api/image", files=files, data={"lessons": json.dumps(name)}).json()
    assert (answer["text"], answer["lessons"]) == ("1", name)


def test_lessons_that_are_not_known_any_more_are_asked_for(server: str, lesson: Any) -> None:
    answer = read(server, "0" * 64)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "unknown_lessons")
    first = read(server, [lesson]).json()["lessons"]
    for i in range(MAX_LISTS):
        read(server, [lesson | {"embedding": [float(i + 1)] * len(lesson["embedding"])}])
    assert read(server, first).status_code == 409


def test_a_lesson_says_what_is_read_of_its_ink_from_now_on(server: str) -> None:
    likely, unlikely = made(server, FLAGGED, "1").json(), made(server, FLAGGED, "8").json()
    assert (likely["reads"], unlikely["reads"]) == ("1", "7")
    body = FLAGGED.as_record() | {"label": "7", "lessons": [likely]}
    assert post(f"{server}/api/lesson", json=body).json()["reads"] == "7"


def test_what_is_said_of_a_digit_stands_whatever_is_read(server: str) -> None:
    strokes = [*FLAGGED.as_record()["strokes"], [[200, 5], [200, 100]]]
    said = {"strokes": strokes, "corrections": [[[0], "8"]]}
    assert post(f"{server}/api/ink", json=said).json()["text"].startswith("8")


@pytest.mark.parametrize(
    "corrections", ["x", [7], [[[0], "17"]], [[[0], "\n"]], [[[5], "1"]], [[0, "1"]], [[[0], None]]]
)
def test_what_is_no_correction_is_refused(server: str, corrections: Any) -> None:
    body = FLAGGED.as_record() | {"corrections": corrections}
    answer = post(f"{server}/api/ink", json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad_correction")


def test_lessons_of_another_model_say_nothing(server: str, lesson: Any) -> None:
    assert read(server, [lesson | {"model": "older"}]).json()["text"] == "7"


def test_the_model_card_tells_of_which_model_a_lesson_is(server: str, lesson: Any) -> None:
    assert get(f"{server}/api/model").json()["sha256"] == lesson["model"]


@pytest.mark.parametrize(
    "change",
    [
        *({"label": each} for each in (None, 7, "17", "\n", "\x1b", "\u202e", " ", "\ud800")),
        *({"embedding": each} for each in (None, [], [1.0], ["a"] * 96, [[1.0]] * 96, "x")),
        {"embedding": [1e39] * 96},
        *({"model": each} for each in (None, 7, {}, "x" * 101)),
    ],
)
def test_what_is_no_lesson_is_refused(server: str, lesson: Any, change: dict[str, Any]) -> None:
    answer = read(server, [lesson | change])
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad_lesson")


@pytest.mark.parametrize("lessons", [{}, 7, [7], [None]])
def test_lessons_are_a_list_of_lessons(server: str, lessons: Any) -> None:
    assert read(server, lessons).status_code == 422


def test_too_many_lessons_are_refused(server: str, lesson: Any) -> None:
    bare = {key: lesson[key] for key in ("label", "model", "embedding")}
    assert read(server, [bare] * MAX_LESSONS).status_code == 200
    assert read(server, [bare] * (MAX_LESSONS + 1)).status_code == 413


def test_lessons_that_would_take_much_memory_are_not_remembered(server: str, lesson: Any) -> None:
    large = {"label": "1", "model": "another", "embedding": [0.0] * 100_001}
    assert "lessons" in read(server, [lesson]).json()
    answer = read(server, [lesson, large]).json()
    assert (answer["text"], "lessons" in answer) == ("1", False)


def test_lessons_beside_a_picture_are_no_larger_than_beside_ink(server: str) -> None:
    picture = cv2.imencode(".png", np.zeros((9, 9), np.uint8))[1].tobytes()
    given = {"lessons": f"[{' ' * MAX_INK_BYTES}]"}
    answer = post(f"{server}/api/image", files={"image": picture}, data=given)
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


@pytest.mark.parametrize("label", [None, 7, "17", "\n", "\u200b", " "])
def test_a_lesson_needs_a_label(server: str, label: Any) -> None:
    assert made(server, FLAGGED, label).status_code == 422


@pytest.mark.parametrize("strokes", [[], [[]], [[[0, 0]] * 2001]])
def test_a_lesson_needs_ink_of_one_digit(server: str, strokes: Any) -> None:
    answer = post(f"{server}/api/lesson", json={"label": "1", "strokes": strokes})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad_lesson")


def test_lessons_that_are_no_json_are_refused(server: str) -> None:
    picture = cv2.imencode(".png", np.zeros((9, 9), np.uint8))[1].tobytes()
    answer = post(f"{server}/api/image", files={"image": picture}, data={"lessons": "{"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_json")


def test_the_next_request_knows_nothing_of_the_lessons_of_the_last(
    server: str, lesson: Any
) -> None:
    for _ in range(4):  # whichever reader it gets
        read(server, [lesson])
        assert post(f"{server}/api/ink", json=FLAGGED.as_record()).json()["text"] == "7"
    assert post(f"{server}/api/ink", json=DIGITS["4"].as_record()).json()["text"] == "4"
