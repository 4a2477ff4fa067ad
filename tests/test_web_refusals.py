"""What is no ink, and what is no picture: how the server refuses it."""

from __future__ import annotations

import json
import struct

import cv2
import pytest
from making import picture_of, png_bytes
from strokes import DIGITS
from webserving import post, refused

pytest_plugins = ["webfixtures"]

INK = {"Content-Type": "application/json"}
PNG = {"Content-Type": "image/png"}
THREE: bytes = cv2.imencode(".png", picture_of(DIGITS["3"]))[1].tobytes()
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


# What is no ink


@pytest.mark.parametrize(
    "body",
    [b"", b"ink", b"{", b"\xff\xfe", b'{"strokes": [[[NaN, 1]]]}', b"[" * 100_000, b"1" * 5000],
    ids=["empty", "word", "cut", "binary", "NaN", "deep", "endless number"],
)
def test_what_is_no_json_is_a_bad_request(server: str, body: bytes) -> None:
    refused(post(f"{server}/api/ink", data=body, headers=INK), 400, "bad_json")


@pytest.mark.parametrize(
    "ink",
    [
        None,
        3,
        [],
        {},
        {"strokes": 3},
        {"strokes": [3]},
        {"strokes": [[3]]},
        {"strokes": [[[1, 2], [1, "2"]]]},
        {"strokes": [[[1, True]]]},
        {"strokes": [[[1e10, 2]]]},
        {"strokes": [[[1, 2, 3, 4]]]},
        {"strokes": [], "version": 99},
        {"strokes": [[[1, 2]]], "pen_widths": []},
    ],
)
def test_json_that_is_no_ink_cannot_be_read(server: str, ink: object) -> None:
    answer = post(f"{server}/api/ink", data=json.dumps(ink), headers=INK)
    refused(answer, 422, "bad_ink")


def test_what_was_sent_is_not_sent_back_at_length(server: str) -> None:
    strokes = [[["x" * 1_000_000, 2]]]
    refused(post(f"{server}/api/ink", json={"strokes": strokes}), 422, "bad_ink")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "image/png"])
def test_ink_is_sent_as_json(server: str, kind: str) -> None:
    answer = post(f"{server}/api/ink", data=b"{}", headers={"Content-Type": kind})
    assert "application/json" in refused(answer, 415, "unsupported_type")


# What is no picture


@pytest.mark.parametrize(
    "content",
    [
        b"no picture",
        SVG,
        HTML,
        b"%PDF-1.7\n" + THREE,
        b"PK\3\4" + THREE,
        HTML + THREE,
        b" " + THREE,
    ],
    ids=["text", "svg", "html", "pdf", "zip", "html before a picture", "blank before a picture"],
)
@pytest.mark.parametrize("kind", ["image/png", "image/svg+xml", "application/octet-stream"])
def test_what_does_not_begin_as_a_picture_is_none(server: str, content: bytes, kind: str) -> None:
    answer = post(f"{server}/api/image", data=content, headers={"Content-Type": kind})
    assert "png, jpg" in refused(answer, 415, "unsupported_type")


def test_an_avif_is_left_to_the_browser(server: str) -> None:
    content = b"\0\0\0\x14ftypavif\0\0\0\0mif1" + bytes(100)
    answer = post(f"{server}/api/image", data=content, headers={"Content-Type": "image/avif"})
    assert "send png or jpg" in refused(answer, 415, "unsupported_type")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        THREE[:33],
        THREE[: len(THREE) // 2],
        b"GIF89a/*\1\0*/=1;alert(1)//",
        b"\xff\xd8\xff\xe0" + HTML,
        b"RIFF\x10\0\0\0WEBPVP8 ",
        b"BM" + bytes(16) + b"\1\0\0\0\1\0\0\0" + HTML,
        b"II*\0" + bytes(40),
        THREE[:8] + struct.pack(">I", 2**32 - 1) + THREE[12:],
    ],
    ids=["empty", "header", "half", "gif", "jpg", "webp", "bmp", "tif", "lying chunk"],
)
def test_a_damaged_picture_cannot_be_read(server: str, content: bytes) -> None:
    answer = post(f"{server}/api/image", data=content, headers=PNG)
    refused(answer, 422, "bad_picture")


@pytest.mark.parametrize("suffix", [".jpg", ".png"])
def test_a_picture_that_is_a_page_as_well_is_read_as_a_picture(server: str, suffix: str) -> None:
    photo = cv2.imencode(suffix, picture_of(DIGITS["3"]))[1].tobytes()
    answer = post(f"{server}/api/image", data=photo + HTML, headers=PNG)
    assert (answer.status_code, answer.json()["text"]) == (200, "3")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("kind", ["text/html", "application/x-www-form-urlencoded"])
def test_a_picture_is_sent_as_one_or_in_a_form(server: str, kind: str) -> None:
    answer = post(f"{server}/api/image", data=THREE, headers={"Content-Type": kind})
    assert "multipart/form-data" in refused(answer, 415, "unsupported_type")


def test_a_form_must_name_its_picture_so(server: str) -> None:
    answer = post(f"{server}/api/image", files={"other": THREE})
    assert '"image"' in refused(answer, 422, "bad_picture")


@pytest.mark.parametrize(("width", "height"), [(1, 60_000), (60_000, 1), (1, 1)])
def test_a_picture_of_odd_shape_is_read(server: str, width: int, height: int) -> None:
    answer = post(f"{server}/api/image", data=png_bytes(width, height), headers=PNG)
    record = answer.json()
    assert (record["width"], record["height"]) == (width, height)
    assert (answer.status_code, record["verdict"]) == (200, "nothing")
