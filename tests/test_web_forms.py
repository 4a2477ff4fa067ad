"""The addresses of the old demo: bookmarks and forms that still work."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from making import NO_DIGITS, ROOT, copy_model, labels_for, picture_of
from sheetpictures import sheet
from strokes import DIGITS
from webserving import get, post, serving

from recognizer.web.headers import HEADERS
from recognizer.web.limits import MAX_PICTURE_BYTES, RETRY_AFTER_SECONDS

pytest_plugins = ["webfixtures"]

THREE: bytes = cv2.imencode(".png", picture_of(DIGITS["3"]))[1].tobytes()
FOUR: bytes = cv2.imencode(".png", picture_of(DIGITS["4"]))[1].tobytes()
CANVAS = f"data:image/png;base64,{base64.b64encode(THREE).decode()}"
TEXT_FORM = "application/x-www-form-urlencoded"
PNG = {"Content-Type": "image/png"}
EMPTY: bytes = cv2.imencode(".png", np.full((90, 90), 255, np.uint8))[1].tobytes()
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
OLD = pytest.mark.parametrize("path", ["/upload", "/predict"])


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


def test_a_picture_on_its_side_is_said_to_be_that(server: str) -> None:
    side = cv2.imencode(".png", np.rot90(sheet("24735", "93521")))[1].tobytes()
    answer = post(f"{server}/upload", files={"file": ("side.png", side)}, headers=BROWSER)
    assert "<h1>24735<br>93521</h1>" in answer.text
    assert "It stands on its side: read turned to the right" in answer.text
    record = post(f"{server}/api/image", files={"image": ("side.png", side)}).json()
    assert record["turned"] == 90


def test_a_form_is_answered_with_the_picture_and_another_form(server: str) -> None:
    large = cv2.imencode(".jpg", cv2.resize(picture_of(DIGITS["3"]), (2000, 1500)))[1].tobytes()
    page = post(f"{server}/predict", files={"file": ("3.jpg", large)}, headers=BROWSER).text
    (shown,) = re.findall(r'src="data:image/webp;base64,([^"]+)"', page)
    picture = cv2.imdecode(np.frombuffer(base64.b64decode(shown), np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    assert picture.shape == (600, 800, 3)
    assert post(f"{server}/api/image", data=base64.b64decode(shown), headers=PNG).json()[
        "text"
    ] == ("3")
    assert '<input type="file" name="image"' in page


def test_all_files_of_a_form_are_read(server: str) -> None:
    files = [
        ("file", ("3.png", THREE)),
        ("file", ("no <picture>", b"no picture")),
        ("x", ("4.png", FOUR)),
    ]
    page = post(f"{server}/upload", files=files, headers=BROWSER)
    assert page.status_code == 200
    assert re.findall("<h1>(.*)</h1>", page.text) == ["3", "Not read", "4"]
    assert "no &lt;picture&gt;" in page.text


def test_what_is_no_digit_is_not_said_to_be_one(server: str) -> None:
    letter = picture_of(NO_DIGITS["unipen-letters"]["H"])
    files = {"file": ("x.png", cv2.imencode(".png", letter)[1].tobytes())}
    page = post(f"{server}/predict", files=files, headers=BROWSER).text
    assert ("<h1>Not a digit</h1>" in page, "%" in page) == (True, False)


def test_each_number_of_a_picture_has_a_row_with_its_own_certainty(server: str) -> None:
    numbers = (ROOT / "docs/examples/numbers.jpg").read_bytes()
    page = post(f"{server}/predict", files={"file": ("numbers.jpg", numbers)}, headers=BROWSER).text
    rows = re.findall('<th scope="row">(.*?)</th><td>(.*?)</td>', page)
    read = post(f"{server}/api/image", files={"image": numbers}).json()
    said = [(number["text"], number["certainty"]) for line in read["lines"] for number in line]
    assert rows == said
    assert [text for text, _ in rows] == ["2026", "314", "58"]


@pytest.mark.parametrize(
    "sent",
    [
        {"json": {"imageBase64": CANVAS}},
        {"json": {"text": "3", "img": CANVAS}},
        {"json": CANVAS},
        {"json": [CANVAS]},
        {"data": {"imgBase64": CANVAS}},
        {"data": f"img={CANVAS}", "headers": {"Content-Type": TEXT_FORM}},
        {"data": CANVAS, "headers": {"Content-Type": TEXT_FORM}},
        {"data": CANVAS, "headers": {"Content-Type": "text/plain;charset=UTF-8"}},
        {"files": {"image": (None, CANVAS)}},
    ],
    ids=["JSON", "more JSON", "word", "list", "form", "raw form", "raw", "text", "multipart"],
)
@pytest.mark.parametrize("path", ["/api/image", "/predict"])
def test_what_a_canvas_makes_is_read_however_it_is_sent(server: str, path: str, sent: Any) -> None:
    assert post(server + path, **sent).json()["text"] == "3"


def test_a_large_canvas_is_read(server: str) -> None:
    noise = np.random.default_rng(1).integers(200, 256, (900, 900, 3), np.uint8)
    noise[300:600, 300:600] = cv2.resize(picture_of(DIGITS["3"]), (300, 300))[..., None]
    data = cv2.imencode(".png", noise)[1].tobytes()
    assert len(data) > 10**6
    form = {"image": f"data:image/png;base64,{base64.b64encode(data).decode()}"}
    assert post(f"{server}/predict", data=form).status_code == 200


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"json": {"image": "x"}}, "bad_picture"),
        ({"json": {"image": "data:image/png;base64,A"}}, "bad_picture"),
        ({"json": {"image": "data:image/png;base64,\u2603"}}, "bad_picture"),
        ({"json": {"image": "data:image/png;base64,\ud800"}}, "bad_picture"),
        ({"json": {"image": "data:image/png,\ud800"}}, "bad_picture"),
        ({"json": {"image": "data:image/png;base64"}}, "bad_picture"),
        ({"json": {"image": "data:image/svg+xml,<svg/>"}}, "unsupported_type"),
        ({"json": 3}, "bad_picture"),
        ({"data": "{", "headers": {"Content-Type": "application/json"}}, "bad_json"),
        ({"data": {"image": "x"}}, "unsupported_type"),
        ({"data": "a=b&" * 2000, "headers": {"Content-Type": TEXT_FORM}}, "too_large"),
        ({"files": {"x": (None, "x")}}, "bad_picture"),
    ],
)
def test_what_has_no_picture_is_refused(server: str, sent: Any, code: str) -> None:
    answer = post(f"{server}/predict", **sent)
    assert (answer.status_code // 100, answer.json()["error"]["code"]) == (4, code)


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
    monkeypatch.setattr("recognizer.web.readers.WORK_SECONDS", -1.0)
    answer = post(f"{server}/upload", files={"file": ("3.png", THREE)}, headers=BROWSER)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, str(RETRY_AFTER_SECONDS))


def test_a_page_is_never_certain(server: str) -> None:
    page = post(f"{server}/upload", files={"file": ("3.png", THREE)}, headers=BROWSER).text
    assert "<p>Sure</p>" in page
    assert re.findall(r"[\d.]+ %", page)[0] == "99.9 %"
    assert not re.search(r"\b(100|0)\.0 %", page)


def test_the_name_of_a_file_is_told_to_nobody(server: str) -> None:
    named = {"file": ("<img src=x onerror=alert(1)>.png", b"no picture")}
    for headers in (BROWSER, {}):
        answer = post(f"{server}/upload", files=named, headers=headers)
        assert (answer.status_code, "onerror" in answer.text) == (415, False)


def test_what_a_model_calls_a_digit_cannot_break_the_page(tmp_path: Path) -> None:
    labels = list("0&2<4>6'8b")
    signs = {"name": "signs", "symbols": labels, "one": "<b>sign", "many": "<b>signs"}
    with serving(copy_model(tmp_path, labels=labels_for(labels), alphabets=[signs])) as server:
        page = post(f"{server}/upload", files={"a": ("3.png", THREE)}, headers=BROWSER)
    assert re.search(r">\s*&lt;\s*<", page.text)  # the 3 is called so
    assert not re.search(r">\s*<\s*<", page.text)
    assert "<b>sign" not in page.text
