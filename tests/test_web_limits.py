"""What the server refuses, and what it says: wrong, too large, too slow, not for it."""

from __future__ import annotations

import http.client
import json
import socket
import struct
import threading
from contextlib import ExitStack, closing
from urllib.parse import urlsplit

import cv2
import numpy as np
import pytest
import requests
from making import ROOT, picture_of, png_bytes
from strokes import DIGITS
from webserving import get, post

from recognizer.pictures.decode import Picture
from recognizer.web.bodies import decoded
from recognizer.web.headers import HEADERS
from recognizer.web.limits import (
    IDLE_SECONDS,
    MAX_CONNECTIONS,
    MAX_INK_BYTES,
    MAX_PICTURE_BYTES,
    MAX_POINTS,
    MAX_STROKES,
    RETRY_AFTER_SECONDS,
)
from recognizer.web.readers import Readers
from recognizer.web.refusals import MAX_MESSAGE_CHARACTERS, RefusedError

pytest_plugins = ["webfixtures"]

INK = {"Content-Type": "application/json"}
PNG = {"Content-Type": "image/png"}
THREE: bytes = cv2.imencode(".png", picture_of(DIGITS["3"]))[1].tobytes()
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
HTML_TYPE = "text/html; charset=utf-8"
STYLE = ROOT / "recognizer/web/static/recognizer.css"


def refused(answer: requests.Response, status: int, code: str) -> str:
    """Check that a request is refused in the form of all errors; return the message."""
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/json")
    assert HEADERS.items() <= answer.headers.items()
    ((name, error),) = answer.json().items()
    assert (name, error["code"], set(error)) == ("error", code, {"code", "message"})
    message = str(error["message"])
    assert 0 < len(message) <= MAX_MESSAGE_CHARACTERS
    assert "\n" not in message
    return message


def connected(server: str) -> socket.socket:
    place = urlsplit(server)
    assert place.hostname
    assert place.port
    return socket.create_connection((place.hostname, place.port), timeout=10)


def answered(connection: socket.socket) -> tuple[int, dict[str, dict[str, str]]]:
    """Return status and JSON of the answer that comes on a connection."""
    with closing(http.client.HTTPResponse(connection)) as answer:
        answer.begin()
        assert HEADERS.items() <= dict(answer.getheaders()).items()
        return answer.status, json.loads(answer.read())


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


# What is too much


@pytest.mark.parametrize(
    ("path", "most"), [("/api/ink", MAX_INK_BYTES), ("/api/image", MAX_PICTURE_BYTES)]
)
@pytest.mark.parametrize("chunked", [False, True], ids=["at once", "chunked"])
def test_a_body_that_is_too_large_is_refused(
    server: str, path: str, most: int, chunked: bool
) -> None:
    body = bytes(most + 1)
    data = (body[k : k + 2**16] for k in range(0, len(body), 2**16)) if chunked else body
    answer = post(server + path, data=data, headers=INK if path == "/api/ink" else PNG)
    assert f"{most // 2**20} MiB" in refused(answer, 413, "too_large")


@pytest.mark.parametrize(
    ("path", "most"), [("/api/ink", MAX_INK_BYTES), ("/api/image", MAX_PICTURE_BYTES)]
)
def test_a_body_as_large_as_can_be_is_taken(server: str, path: str, most: int) -> None:
    answer = post(server + path, data=bytes(most), headers=INK)
    assert answer.status_code != 413


def test_a_body_that_is_too_large_is_refused_before_it_comes(server: str) -> None:
    head = "POST /api/image HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999999\r\n"
    with connected(server) as connection:
        connection.sendall(f"{head}Expect: 100-continue\r\n\r\n".encode())
        status, record = answered(connection)
    assert (status, record["error"]["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    "strokes",
    [[[[1, 2]]] * (MAX_STROKES + 1), [[[1, 2]] * (MAX_POINTS + 1)]],
    ids=["strokes", "points"],
)
def test_ink_that_is_too_large_is_refused(server: str, strokes: object) -> None:
    answer = post(f"{server}/api/ink", json={"strokes": strokes})
    assert f"{MAX_POINTS:,}" in refused(answer, 413, "too_large")


def test_a_decompression_bomb_is_refused_by_its_header(server: str) -> None:
    answer = post(f"{server}/api/image", data=png_bytes(10_000, 5_000), headers=PNG)
    assert "50 megapixels" in refused(answer, 413, "too_large")


def test_endless_headers_are_refused(server: str) -> None:
    with connected(server) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nX: " + bytes(300_000))
        status, record = answered(connection)
    assert (status, record["error"]["code"]) == (431, "too_large")


# What takes too long


@pytest.mark.parametrize(
    "sent",
    [
        b"POST /api/ink HT",
        b"POST /api/ink HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\n{",
        b"POST /api/ink HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{",
    ],
    ids=["in the header", "in the body", "in a chunk"],
)
def test_a_slow_client_is_told_that_it_is_too_slow(
    server: str, sent: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recognizer.web.channel.ARRIVAL_SECONDS", 0.1)
    with connected(server) as connection:
        connection.sendall(sent)
        status, record = answered(connection)
        assert connection.recv(1) == b""
    assert (status, record["error"]["code"]) == (408, "too_slow")


def test_a_slow_client_keeps_nobody_waiting(server: str) -> None:
    with ExitStack() as stack:
        for _ in range(50):
            slow = stack.enter_context(connected(server))
            slow.sendall(b"POST /api/ink HTTP/1.1\r\nContent-Length: 50\r\n\r\n{")
        assert get(f"{server}/health").status_code == 200


def test_who_only_stays_connected_gives_way_to_others(server: str) -> None:
    with ExitStack() as stack:
        for _ in range(MAX_CONNECTIONS):
            stack.enter_context(connected(server))
        # Without that it would take all of `IDLE_SECONDS`.
        assert requests.get(f"{server}/health", timeout=IDLE_SECONDS / 2).status_code == 200


def test_what_takes_too_long_to_read_is_given_up(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = np.tile(picture_of(DIGITS["3"]), (3, 3))
    content = cv2.imencode(".png", page)[1].tobytes()
    monkeypatch.setattr("recognizer.web.readers.WORK_SECONDS", -1.0)
    answer = post(f"{server}/api/image", data=content, headers=PNG)
    assert "too long" in refused(answer, 503, "too_slow")
    assert answer.headers["Retry-After"] == str(RETRY_AFTER_SECONDS)


def test_many_blank_pictures_keep_no_reader_for_long(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    blank = png_bytes(90, 90)
    monkeypatch.setattr("recognizer.web.readers.WORK_SECONDS", -1.0)
    answer = post(f"{server}/api/image", files=[("image", ("blank.png", blank))] * 3)
    assert [each["error"]["code"] for each in answer.json()["pictures"]] == ["too_slow"] * 3


def test_a_reader_is_usable_after_it_was_stopped(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ink = json.loads(DIGITS["3"].to_json())
    with monkeypatch.context() as patch:
        patch.setattr("recognizer.web.readers.WORK_SECONDS", -1.0)
        refused(post(f"{server}/api/ink", json=ink), 503, "too_slow")
    assert post(f"{server}/api/ink", json=ink).json()["text"] == "3"


def test_who_waits_too_long_for_a_reader_is_told_to_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("recognizer.web.readers.WAIT_SECONDS", 0.01)
    monkeypatch.setattr("recognizer.web.readers.cores", lambda: 1)
    readers = Readers()
    with readers.for_ink(), pytest.raises(RefusedError) as caught, readers.for_ink():
        pass
    assert (caught.value.status, caught.value.code) == (503, "too_slow")
    assert caught.value.retry_after == RETRY_AFTER_SECONDS
    assert "busy" in str(caught.value)
    with readers.for_ink() as again:
        assert again.read_ink(DIGITS["3"]).text == "3"


def test_photos_never_keep_ink_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recognizer.web.readers.WAIT_SECONDS", 0.01)
    monkeypatch.setattr("recognizer.web.readers.cores", lambda: 2)
    readers = Readers()
    with readers.for_pictures():
        with pytest.raises(RefusedError, match="busy"), readers.for_pictures():
            pass
        with readers.for_ink() as one, readers.for_ink() as other:
            assert (one.read_ink(DIGITS["3"]).text, other.read_ink(DIGITS["4"]).text) == ("3", "4")


def test_ink_does_not_wait_for_photos_that_wait_for_a_reader(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    readable = threading.Event()

    def slowly(content: bytes) -> Picture:
        readable.wait()
        return decoded(content)

    monkeypatch.setattr("recognizer.web.api.decoded", slowly)
    head = f"POST /api/image HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(THREE)}\r\n\r\n"
    with ExitStack() as stack:
        stack.callback(readable.set)
        photos = [stack.enter_context(connected(server)) for _ in range(MAX_CONNECTIONS - 10)]
        for each in photos:
            each.sendall(head.encode() + THREE)
        ink = json.loads(DIGITS["3"].to_json())
        assert post(f"{server}/api/ink", json=ink).json()["text"] == "3"
        readable.set()
        assert {answered(each)[0] for each in photos} == {200}


# Who asks, and how


@pytest.mark.parametrize("host", ["example.org", "example.org:8000", "127.0.0.1.example.org", "["])
def test_another_name_than_its_own_is_not_answered_to(server: str, host: str) -> None:
    answer = get(f"{server}/health", headers={"Host": host})
    refused(answer, 421, "wrong_host")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:9", "127.0.0.1", "127.0.0.1:1234"])
def test_its_own_names_are_answered_to_at_any_port(server: str, host: str) -> None:
    assert get(f"{server}/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:9"},
        {"Sec-Fetch-Site": "", "Origin": "{server}"},
        {"Origin": "http://example.org"},
        {"Origin": "http://127.0.0.1"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Origin": ""},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["/api/ink", "/api/image", "/api/lesson", "/upload", "/predict"])
def test_a_page_of_another_site_cannot_make_it_work(
    server: str, path: str, sent: dict[str, str]
) -> None:
    headers = {name: value.format(server=server) for name, value in sent.items()}
    answer = post(server + path, files={"image": THREE}, headers=headers)
    refused(answer, 403, "cross_origin")


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"Sec-Fetch-Site": "same-origin", "Origin": "{server}"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "{server}"},
        {"Origin": "{SERVER}"},
    ],
    ids=str,
)
def test_its_own_page_and_programs_are_answered(server: str, sent: dict[str, str]) -> None:
    addresses = {"server": server, "SERVER": server.upper()}
    headers = {name: value.format(**addresses) for name, value in sent.items()}
    assert post(f"{server}/api/image", files={"image": THREE}, headers=headers).ok


def test_a_link_on_another_site_leads_to_the_page(server: str) -> None:
    away = {"Sec-Fetch-Site": "cross-site", "Origin": "http://example.org"}
    assert get(f"{server}/", headers=away).ok


@pytest.mark.parametrize(
    ("method", "path", "status", "heading", "message"),
    [
        ("GET", "/nothing", 404, "Not found", "There is nothing at this address"),
        ("GET", "/api/ink", 405, "Not read", "This address does not accept this method"),
        ("POST", "/api/ink", 415, "Not read", "Ink is sent as Content-Type: application/json"),
    ],
)
def test_who_looks_on_is_told_on_a_page(
    server: str, method: str, path: str, status: int, heading: str, message: str
) -> None:
    answer = requests.request(method, server + path, headers=BROWSER, timeout=60)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, HTML_TYPE)
    assert f"<h1>{heading}</h1>" in answer.text
    assert f'<p role="alert">{message}</p>' in answer.text
    assert "Accept" in answer.headers["Vary"]
    assert HEADERS.items() <= answer.headers.items()


@pytest.mark.parametrize("path", ["/", "/about", "/openapi.json", f"/static/{STYLE.name}"])
@pytest.mark.parametrize("method", ["gzip", "br"])
def test_what_is_long_is_sent_compressed_to_who_takes_it(
    server: str, path: str, method: str
) -> None:
    plain = get(server + path, headers={"Accept-Encoding": "identity"})
    packed = get(server + path, headers={"Accept-Encoding": method}, stream=True)
    assert (packed.headers["Content-Encoding"], packed.status_code) == (method, 200)
    assert "Content-Encoding" not in plain.headers
    assert len(packed.raw.read(decode_content=False)) < len(plain.content) / 2
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_what_the_browser_has_is_not_sent_again(server: str) -> None:
    address = f"{server}/static/{STYLE.name}"
    for method in ("gzip", "identity"):
        tag = get(address, headers={"Accept-Encoding": method}).headers["ETag"]
        again = get(address, headers={"Accept-Encoding": method, "If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["/nothing", "/static/../app.py", "/static/%2e%2e/app.py"])
def test_what_is_not_there_is_not_found(server: str, path: str) -> None:
    place = urlsplit(server)
    with closing(http.client.HTTPConnection(f"{place.hostname}", place.port)) as connection:
        connection.request("GET", path)  # requests would tidy the path
        answer = connection.getresponse()
        assert (answer.status, json.loads(answer.read())["error"]["code"]) == (404, "not_found")


@pytest.mark.parametrize(("method", "path"), [("GET", "/api/ink"), ("DELETE", "/health")])
def test_a_wrong_method_is_told_which_are_right(server: str, method: str, path: str) -> None:
    answer = requests.request(method, server + path, timeout=60)
    refused(answer, 405, "method_not_allowed")
    assert answer.headers["Allow"]


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\nno header",
        b"GET http://[ HTTP/1.1",
        b"POST /api/ink HTTP/1.1\r\nContent-Length: " + b"1" * 5000,
    ],
    ids=["header", "address", "length"],
)
def test_what_is_no_http_is_refused(server: str, sent: bytes) -> None:
    with connected(server) as connection:
        connection.sendall(sent + b"\r\n\r\n")
        status, record = answered(connection)
    assert (status, record["error"]["code"]) == (400, "bad_request")


@pytest.mark.parametrize(
    "path", ["/", "/about", "/health", "/api/model", "/openapi.json", "/upload", "/nothing"]
)
def test_every_answer_carries_the_headers(server: str, path: str) -> None:
    answer = get(server + path, allow_redirects=False)
    assert HEADERS.items() <= answer.headers.items()


def test_files_of_the_page_carry_the_headers(server: str) -> None:
    answer = get(f"{server}/static/{STYLE.name}")
    assert (answer.status_code, answer.content) == (200, STYLE.read_bytes())
    assert HEADERS.items() <= answer.headers.items()


def test_a_part_of_a_file_that_is_not_there_is_refused(server: str) -> None:
    answer = get(f"{server}/static/{STYLE.name}", headers={"Range": "bytes=9999999-"})
    refused(answer, 416, "bad_range")


def test_what_the_server_is_made_of_is_not_told(server: str) -> None:
    assert "Server" not in get(f"{server}/health").headers
