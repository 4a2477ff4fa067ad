"""Who may ask the server, and how: hosts, other sites, methods, headers, compression."""

from __future__ import annotations

import http.client
import json
from contextlib import closing
from urllib.parse import urlsplit

import cv2
import pytest
import requests
from making import ROOT, picture_of
from strokes import DIGITS
from webserving import answered, connected, get, post, refused

from recognizer.web.headers import HEADERS

pytest_plugins = ["webfixtures"]

THREE: bytes = cv2.imencode(".png", picture_of(DIGITS["3"]))[1].tobytes()
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
HTML_TYPE = "text/html; charset=utf-8"
STYLE = ROOT / "recognizer/web/static/recognizer.css"


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
