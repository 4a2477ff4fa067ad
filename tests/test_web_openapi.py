"""The description of the HTTP interface, and the real answers held against it."""

from __future__ import annotations

import json
from typing import Any

import cv2
import pytest
import requests
from making import ROOT, picture_of
from strokes import DIGITS
from sumtrees import seeded
from typesetting import Typesetter, inked
from webserving import get, post

from recognizer.sums.grammar import parsed
from recognizer.web.limits import MAX_PICTURE_BYTES
from recognizer.web.openapi import description

pytest_plugins = ["webfixtures"]

jsonschema = pytest.importorskip("jsonschema")
validator = pytest.importorskip("openapi_spec_validator")

DESCRIPTION = description()
INK = {"Content-Type": "application/json"}
THREE: bytes = cv2.imencode(".png", picture_of(DIGITS["3"]))[1].tobytes()
PAGE: bytes = (ROOT / "docs/examples/numbers.jpg").read_bytes()


def check(answer: requests.Response, status: int, method: str, path: str) -> None:
    """Check that an answer is one of those that are described, and of its form."""
    operation: dict[str, Any] = DESCRIPTION["paths"][path][method]
    assert answer.status_code == status
    described = operation["responses"][str(status)]["content"]
    schema = described[answer.headers["Content-Type"]]["schema"]
    whole = schema | {"components": DESCRIPTION["components"]}
    jsonschema.Draft202012Validator(whole).validate(answer.json())


def test_the_description_is_valid() -> None:
    validator.validate(DESCRIPTION)


def test_the_description_is_served(server: str) -> None:
    assert get(f"{server}/openapi.json").json() == json.loads(json.dumps(DESCRIPTION))


def test_every_address_of_the_interface_is_described() -> None:
    from recognizer.web.app import create_app

    pages = {"/", "/play", "/about", "/static/<path:filename>"}
    rules = create_app().url_map.iter_rules()
    assert {rule.rule for rule in rules} - pages == set(DESCRIPTION["paths"])


@pytest.mark.parametrize("path", ["/api/model", "/health", "/openapi.json"])
def test_what_is_told_has_the_described_form(server: str, path: str) -> None:
    check(get(server + path), 200, "get", path)


@pytest.mark.parametrize("query", ["", "?fields=1"])
@pytest.mark.parametrize("ink", [*DIGITS.values(), None], ids=[*DIGITS, "nothing"])
def test_readings_of_ink_have_the_described_form(server: str, ink: Any, query: str) -> None:
    body = ink.to_json() if ink else '{"strokes": []}'
    answer = post(f"{server}/api/ink{query}", data=body, headers=INK)
    check(answer, 200, "post", "/api/ink")


@pytest.mark.parametrize("query", ["?alphabet=sums", "?alphabet=sums&fields=1"])
@pytest.mark.parametrize("text", ["23+4=", "3⁄4=1", "4⁄0=", "7"])
def test_sums_have_the_described_form(server: str, text: str, query: str) -> None:
    ink = inked(Typesetter(seeded(1)).set(parsed(text)).glyphs)
    answer = post(f"{server}/api/ink{query}", data=ink.to_json(), headers=INK)
    assert len(answer.json()["sums"]) == 1
    check(answer, 200, "post", "/api/ink")


@pytest.mark.parametrize("path", ["/api/image", "/api/image?fields=1", "/upload", "/predict"])
@pytest.mark.parametrize("content", [THREE, PAGE], ids=["digit", "page"])
def test_readings_of_pictures_have_the_described_form(
    server: str, path: str, content: bytes
) -> None:
    answer = post(server + path, files={"image": ("picture", content)})
    check(answer, 200, "post", path.partition("?")[0])


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"{}", "application/json", 422),
        (b"{}", "text/plain", 415),
        (bytes(MAX_PICTURE_BYTES + 1), "application/json", 413),
    ],
)
def test_errors_of_ink_have_the_described_form(
    server: str, body: bytes, kind: str, status: int
) -> None:
    answer = post(f"{server}/api/ink", data=body, headers={"Content-Type": kind})
    check(answer, status, "post", "/api/ink")


@pytest.mark.parametrize("path", ["/api/image", "/upload", "/predict"])
@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"", "image/png", 422),
        (b"text", "image/png", 415),
        (THREE, "text/plain", 415),
        (bytes(MAX_PICTURE_BYTES + 1), "image/png", 413),
        (b"--x\r\nno form", "multipart/form-data", 422),
    ],
)
def test_errors_of_pictures_have_the_described_form(
    server: str, path: str, body: bytes, kind: str, status: int
) -> None:
    answer = post(server + path, data=body, headers={"Content-Type": kind})
    check(answer, status, "post", path)


def test_several_pictures_have_the_described_form(server: str) -> None:
    files = [("image", ("3.png", THREE)), ("image", ("none.txt", b"none")), ("image", ("", PAGE))]
    for path in ("/api/image", "/predict"):
        check(post(server + path, files=files), 200, "post", path)


def test_lessons_that_are_not_known_and_other_sites_are_answered_as_described(server: str) -> None:
    body = DIGITS["3"].as_record() | {"lessons": "no such"}
    check(post(f"{server}/api/ink", json=body), 409, "post", "/api/ink")
    away = {"Sec-Fetch-Site": "cross-site"}
    check(post(f"{server}/api/ink", json=body, headers=away), 403, "post", "/api/ink")


def test_kinds_of_content_stand_nowhere_but_in_content() -> None:
    def stray(value: Any, inside: str = "") -> list[str]:
        if isinstance(value, list):
            return [name for each in value for name in stray(each)]
        if not isinstance(value, dict):
            return []
        own = [] if inside in ("content", "paths") else [name for name in value if "/" in name]
        return own + [name for key, each in value.items() for name in stray(each, key)]

    assert stray(DESCRIPTION) == []
