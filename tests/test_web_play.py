"""Play over HTTP: tasks of a set, and what becomes of an answer, by the rules of the board."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from strokes import DIGITS
from webserving import get, post, refused

from recognizer.play.games import GAMES
from recognizer.play.judging import RIGHT_SECONDS, WRONG_SECONDS
from recognizer.web.openapi import description

pytest_plugins = ["webfixtures"]

jsonschema = pytest.importorskip("jsonschema")

DESCRIPTION = description()
SETS = [tasks.name for game in GAMES for _, tasks in game.sets]


def inked(digits: str) -> dict[str, Any]:
    """Return digits side by side as the page sends ink."""
    strokes = [
        [[x + 120 * k, y] for x, y in each.points.tolist()]
        for k, digit in enumerate(digits)
        for each in DIGITS[digit].strokes
    ]
    return {"strokes": strokes}


def judged(server: str, digits: str, answer: str, **more: Any) -> dict[str, Any]:
    """Return what becomes of `digits` where `answer` is asked; checks the form of all that."""
    said = post(f"{server}/api/answer", json=inked(digits) | {"answer": answer} | more)
    schema = {"$ref": "#/components/schemas/JudgedReading", "components": DESCRIPTION["components"]}
    jsonschema.Draft202012Validator(schema).validate(said.json())
    found: dict[str, Any] = said.json()
    return found


@pytest.mark.parametrize(
    ("digits", "verdict", "after"),
    [
        ("25", "right", RIGHT_SECONDS),
        ("2", "wrong", None),
        ("35", "wrong", WRONG_SECONDS),
        ("252", "wrong", WRONG_SECONDS),
        ("", "wait", None),
    ],
)
def test_an_answer_has_its_time(
    server: str, digits: str, verdict: str, after: float | None
) -> None:
    judgment = judged(server, digits, "25")["judgment"]
    assert judgment == {"verdict": verdict, "after": after, "symbol": None, "asked": ""}


def test_the_reading_is_that_of_the_same_ink(server: str) -> None:
    found = judged(server, "42", "42")
    del found["judgment"]
    assert found == post(f"{server}/api/ink", json=inked("42")).json()


FLAGGED = [[305.0, 215.0], [362.0, 205.0], [352.0, 300.0]]
"""A 7, or a 1 with a long flag."""


def test_what_is_in_doubt_is_asked_about_unless_no_question_is_allowed(server: str) -> None:
    sent = {"strokes": [FLAGGED], "answer": "1"}
    asked = post(f"{server}/api/answer", json=sent).json()["judgment"]
    assert asked == {
        "verdict": "ask",
        "after": WRONG_SECONDS,
        "symbol": {"box": [305, 205, 362, 300], "strokes": [0], "is_unread": False},
        "asked": "1",
    }
    silent = post(f"{server}/api/answer", json=sent | {"asks": False}).json()["judgment"]
    assert silent["verdict"] == "unread"


def test_what_the_player_says_counts(server: str) -> None:
    sent = {"strokes": [FLAGGED], "answer": "1", "corrections": [[[0], "1"]]}
    assert post(f"{server}/api/answer", json=sent).json()["judgment"]["verdict"] == "right"


def test_a_class_plays_at_one_server(server: str) -> None:
    """Thirty answer at once, each another task, half of them right; nobody gets another's."""

    def answered(pupil: int) -> tuple[str, str]:
        digits = f"{2 + pupil % 2}{pupil // 3}"
        said = judged(server, digits, f"2{pupil // 3}")
        return said["text"].replace(" ", ""), said["judgment"]["verdict"]

    with ThreadPoolExecutor(30) as pupils:
        found = list(pupils.map(answered, range(30)))
    assert found == [(f"{2 + k % 2}{k // 3}", "wrong" if k % 2 else "right") for k in range(30)]


@pytest.mark.parametrize("name", SETS)
def test_every_set_has_tasks(server: str, name: str) -> None:
    said = get(f"{server}/api/tasks", params={"set": name}).json()
    schema = {"$ref": "#/components/schemas/Tasks", "components": DESCRIPTION["components"]}
    jsonschema.Draft202012Validator(schema).validate(said)
    assert said["set"] == name
    for task in said["tasks"]:
        filled = task["before"] + task["answer"] + task["after"]
        assert filled == task["prompt"].replace("_", task["answer"]) or task["prompt"] in filled


def test_digits_are_practiced(server: str) -> None:
    said = get(f"{server}/api/tasks", params={"set": "practice", "digits": "49"}).json()
    assert said["title"] == "Practice 4 and 9"
    assert all(set(task["answer"]) & {"4", "9"} for task in said["tasks"])


@pytest.mark.parametrize("query", ["set=chess", "", "set=practice", "set=practice&digits=x"])
def test_a_set_that_is_not_there_is_refused(server: str, query: str) -> None:
    refused(get(f"{server}/api/tasks?{query}"), 422, "unknown_set")


@pytest.mark.parametrize(
    "more",
    [{}, {"answer": 15}, {"answer": ""}, {"answer": "1" * 13}, {"answer": "1", "asks": "yes"}],
)
def test_what_asks_for_no_digits_is_refused(server: str, more: dict[str, Any]) -> None:
    refused(post(f"{server}/api/answer", json=inked("1") | more), 422, "bad_answer")
