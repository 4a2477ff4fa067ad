"""The addresses of the old demo: bookmarks and forms that still work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from making import copy_model, picture_of
from strokes import DIGITS
from webserving import get, post, serving

from recognizer.web.headers import HEADERS
from recognizer.web.limits import MAX_PICTURE_BYTES, RETRY_AFTER

THREE: bytes = cv2.imencode(".png", picture_of(DIGITS["3"]))[1].tobytes()
EMPTY: bytes = cv2.imencode(".png", np.full((90, 90), 255, np.uint8))[1].tobytes()
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
OLD = pytest.mark.parametrize("path", ["/upload", "/predict"])


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server that runs for all tests of this module."""
    with serving() as address:
        yield address


@OLD
def test_an_old_bookmark_leads_to_the_page(server: str, path: str) -> None:
    answer = get(server + path, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (302, "./")


@OLD
@pytest.mark.parametrize("name", ["file", "image", "picture", "x"])
def test_an_old_form_is_answered_with_a_page(server: str, path: str, name: str) -> None:
    answer = post(server + path, files={name: ("3.png", THREE)}, headers=BROWSER)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "<h1>3</h1>" in answer.text


@OLD
def test_a_program_is_answered_as_the_interface_does(server: str, path: str) -> None:
    answer = post(server + path, files={"file": ("3.png", THREE)})
    same = post(f"{server}/api/image", files={"file": ("3.png", THREE)})
    assert (answer.status_code, answer.json()) == (200, same.json())


@OLD
def test_a_picture_may_come_as_it_is(server: str, path: str) -> None:
    answer = post(server + path, data=THREE, headers={"Content-Type": "image/png"})
    assert answer.json()["text"] == "3"


def test_a_picture_of_nothing_is_said_to_be_that(server: str) -> None:
    answer = post(f"{server}/upload", files={"file": ("e.png", EMPTY)}, headers=BROWSER)
    assert (answer.status_code, "<h1>Nothing</h1>" in answer.text) == (200, True)


def test_a_form_without_a_file_is_told_so_on_a_page(server: str) -> None:
    answer = post(f"{server}/upload", files={"file": ("", b"")}, headers=BROWSER)
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "text/html; charset=utf-8")
    assert "none was chosen" in answer.text


@pytest.mark.parametrize(
    "files",
    [{"file": bytes(MAX_PICTURE_BYTES)}, {f"x{k}": b"" for k in range(1001)}],
    ids=["bytes", "fields"],
)
def test_a_form_that_is_too_large_is_told_so_on_a_page(server: str, files: Any) -> None:
    answer = post(f"{server}/upload", files=files, headers=BROWSER)
    assert (answer.status_code, answer.headers["Content-Type"]) == (413, "text/html; charset=utf-8")
    assert "<h1>Not read</h1>" in answer.text
    assert HEADERS.items() <= answer.headers.items()
    assert post(f"{server}/upload", files=files).json()["error"]["code"] == "too_large"


def test_who_sends_a_form_to_a_busy_server_is_told_when_to_come_back(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recognizer.web.readers.WORK", -1.0)
    answer = post(f"{server}/upload", files={"file": ("3.png", THREE)}, headers=BROWSER)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, str(RETRY_AFTER))


def test_a_page_is_never_quite_sure(server: str) -> None:
    page = post(f"{server}/upload", files={"file": ("3.png", THREE)}, headers=BROWSER).text
    assert re.findall(r"[\d.]+ %", page)[:2] == ["99.9 %", "99.9 %"]
    assert not re.search(r"\b(100|0)\.0 %", page)


def test_the_name_of_a_file_is_told_to_nobody(server: str) -> None:
    named = {"file": ("<img src=x onerror=alert(1)>.png", b"no picture")}
    for headers in (BROWSER, {}):
        answer = post(f"{server}/upload", files=named, headers=headers)
        assert (answer.status_code, "onerror" in answer.text) == (415, False)


def test_what_a_model_calls_a_digit_cannot_break_the_page(tmp_path: Path) -> None:
    labels = ["<script>"] * 10
    labels = [f"{label}{k}" for k, label in enumerate(labels)]
    with serving(copy_model(tmp_path, labels=labels)) as server:
        page = post(f"{server}/upload", files={"a": ("3.png", THREE)}, headers=BROWSER)
    assert "&lt;script&gt;3" in page.text
    assert "<script>3" not in page.text
