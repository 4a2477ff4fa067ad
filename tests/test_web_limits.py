"""What the server refuses because it is too much, or takes too long."""

from __future__ import annotations

import json
import threading
from contextlib import ExitStack

import cv2
import numpy as np
import pytest
import requests
from making import picture_of, png_bytes
from strokes import DIGITS
from webserving import answered, connected, get, post, refused

from recognizer.pictures.decode import Picture
from recognizer.web.bodies import decoded
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
from recognizer.web.refusals import RefusedError

pytest_plugins = ["webfixtures"]

INK = {"Content-Type": "application/json"}
PNG = {"Content-Type": "image/png"}
THREE: bytes = cv2.imencode(".png", picture_of(DIGITS["3"]))[1].tobytes()


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
