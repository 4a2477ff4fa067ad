"""`recognizer serve` as a command: how it starts, what it says, how it ends, what it leaves."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import cv2
import pytest
from making import changed_environment, picture_of, run_python
from strokes import DIGITS
from webserving import PATIENCE_SECONDS, get, post, serving

from recognizer.commands.main import main
from recognizer.web.limits import MAX_INK_BYTES
from recognizer.web.server import hosts_of, is_loopback

SERVE = ("-m", "recognizer", "serve", "--port", "0")
WATCHED = """
import os, sys

def tell(event, values):
    if event == "open" and values[2] & (os.O_WRONLY | os.O_RDWR) and values[0] != os.devnull:
        os.write(1, f"wrote {values[0]}\\n".encode())

import recognizer.web.api
from recognizer.commands.main import main
recognizer.web.api.description = lambda: "x" * 2**21
sys.addaudithook(tell)
main(["serve", "--port", "0"])
"""
SLOW = """
import time
from recognizer.commands.main import main
from recognizer.web.api import Api

def slow(api, health=Api.health):
    print("asked", flush=True)
    time.sleep(0.5)
    return health(api)

Api.health = slow
main(["serve", "--port", "0"])
"""
LARGE: bytes = cv2.imencode(".bmp", cv2.resize(picture_of(DIGITS["3"]), (2000, 2000)))[1].tobytes()


@contextmanager
def command(
    *arguments: object, cwd: Path | None = None, **environment: str | None
) -> Iterator[subprocess.Popen[str]]:
    """Run Python in a process of its own while the block runs."""
    with subprocess.Popen(
        [sys.executable, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cwd,
        env=changed_environment(**environment),
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def address_of(process: subprocess.Popen[str]) -> str:
    """Return the address that the command prints first."""
    assert process.stdout
    line = process.stdout.readline()
    match = re.fullmatch(r"Recognizer at (http://\S+:\d+)/ \(Ctrl\+C stops it\)\n", line)
    assert match, line or (process.stderr and process.stderr.read())
    return match[1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl+C", "asked to end"])
def test_it_prints_where_it_is_and_stops_cleanly(number: signal.Signals) -> None:
    with command(*SERVE) as process:
        address = address_of(process)
        assert get(f"{address}/health").json()["status"] == "ok"
        process.send_signal(number)
        assert process.communicate(timeout=PATIENCE_SECONDS) == ("", "")
        assert process.returncode == 0


def test_it_stops_while_somebody_is_connected() -> None:
    with command(*SERVE) as process:
        host, port = address_of(process).removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(b"POST /api/ink HTTP/1.1\r\nContent-Length: 9\r\n\r\n")
            process.send_signal(signal.SIGINT)
            assert process.communicate(timeout=PATIENCE_SECONDS) == ("", "")
            assert process.returncode == 0


def test_what_was_asked_before_it_stops_is_answered() -> None:
    with command("-c", SLOW) as process, ThreadPoolExecutor() as pool:
        address = address_of(process)
        answer = pool.submit(get, f"{address}/health")
        assert process.stdout
        assert process.stdout.readline() == "asked\n"
        process.send_signal(signal.SIGINT)
        assert answer.result().json()["status"] == "ok"
        assert process.communicate(timeout=PATIENCE_SECONDS) == ("", "")


def test_where_others_can_reach_it_it_warns_and_prints_an_address_for_them() -> None:
    with command(*SERVE, "--host", "0.0.0.0") as process:  # noqa: S104
        address = address_of(process)
        assert not address.startswith("http://0.0.0.0:")
        assert get(f"{address}/health").json()["status"] == "ok"
        process.send_signal(signal.SIGINT)
        warning = process.communicate(timeout=PATIENCE_SECONDS)[1]
    assert (warning.count("\n"), "network" in warning) == (1, True)


@pytest.mark.skipif(sys.platform == "win32", reason="a browser of our own is a program to run")
def test_it_opens_the_browser(tmp_path: Path) -> None:
    # One that waits for the page, as those that run in a terminal do.
    browser, opened = tmp_path / "browser", tmp_path / "opened"
    program = tmp_path / "open.py"
    code = f"""import os, pathlib, sys, urllib.request
urllib.request.urlopen(sys.argv[1])
pathlib.Path({str(opened)!r} + "~").write_text(sys.argv[1])
os.rename({str(opened)!r} + "~", {str(opened)!r})
"""
    program.write_text(code)
    command_line = shlex.join([sys.executable, str(program)])
    browser.write_text(f'#!/bin/sh\nexec {command_line} "$1"\n')  # a path may have a space
    browser.chmod(0o755)
    with command(*SERVE, "--open", BROWSER=str(browser)) as process:
        address = address_of(process)
        until = time.monotonic() + PATIENCE_SECONDS
        while not opened.exists() and time.monotonic() < until:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE_SECONDS)
    assert opened.read_text() == f"{address}/"


@pytest.mark.parametrize("library", ["flask", "flask_compress", "waitress"])
def test_what_is_missing_is_told_with_the_way_to_get_it(library: str) -> None:
    code = f"import sys; sys.modules[{library!r}] = None\n"
    code += "from recognizer.commands.main import main\n"
    done = run_python("-c", code + "sys.exit(main(['serve']))")
    assert (done.returncode, done.stdout) == (2, "")
    said = rf"recognizer: {library} is missing.*'recognizer-board\[web\]'.*\n"
    assert re.fullmatch(said, done.stderr)


def refused(capfd: pytest.CaptureFixture[str], *options: object) -> str:
    """Check that the command ends with 2 and one line; return it."""
    try:
        code = main(["serve", *map(str, options)])
    except SystemExit as caught:
        code = int(caught.code or 0)
    out, line = capfd.readouterr()
    assert (code, out, line.count("\n")) == (2, "", 1)
    return line


def test_a_port_in_use_is_told_in_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        line = refused(capfd, "--port", port)
    assert re.fullmatch(rf"recognizer: .*port {port}.* in use\n", line)


@pytest.mark.parametrize("host", ["203.0.113.1", "no.such.host.invalid", "a" * 300, "\u2603" * 99])
def test_an_address_of_another_machine_is_told_in_one_line(
    capfd: pytest.CaptureFixture[str], host: str
) -> None:
    assert f"cannot serve at {host}" in refused(capfd, "--port", 0, "--host", host)


@pytest.mark.parametrize("port", ["-1", "65536", "http", ""])
def test_a_bad_port_is_told_in_one_line(capfd: pytest.CaptureFixture[str], port: str) -> None:
    assert "argument --port" in refused(capfd, f"--port={port}")


def test_a_missing_model_is_told_in_one_line(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert str(tmp_path) in refused(capfd, "--port", 0, "--model", tmp_path / "none")


@pytest.mark.parametrize(
    ("address", "own"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("::", False), ("10.0.0.1", False)],
)
def test_only_a_loopback_address_is_out_of_reach(address: str, own: bool) -> None:
    assert is_loopback(address) is own
    assert bool(hosts_of(address, address)) is own


def test_requests_at_the_same_time_get_each_its_own_answer() -> None:
    bodies = {digit: json.loads(ink.to_json()) for digit, ink in DIGITS.items()}
    together = threading.Barrier(len(bodies))
    with serving() as address, ThreadPoolExecutor(len(bodies)) as pool:

        def read(digit: str) -> list[str]:
            together.wait()
            asked = f"{address}/api/ink?fields=1"
            return [post(asked, json=bodies[digit]).json()["text"] for _ in range(20)]

        answers = dict(zip(bodies, pool.map(read, bodies), strict=True))
    assert answers == {digit: [digit] * 20 for digit in bodies}


def test_nothing_is_written_to_any_file(tmp_path: Path) -> None:
    folders = {"TMPDIR": str(tmp_path), "HOME": str(tmp_path), "RECOGNIZER_HOME": str(tmp_path)}
    still = {**folders, "PYTHONDONTWRITEBYTECODE": "1"}
    with command("-c", WATCHED, cwd=tmp_path, **still) as process:
        address = address_of(process)
        assert post(
            f"{address}/api/ink",
            data=DIGITS["3"].to_json(),
            headers={"Content-Type": "application/json"},
        ).ok
        assert post(f"{address}/api/image", files={"image": ("3.bmp", LARGE)}).ok
        assert post(f"{address}/api/image", data=LARGE, headers={"Content-Type": "image/bmp"}).ok
        assert post(f"{address}/upload", files={"x": ("../../x", b"no picture")}).status_code == 415
        assert get(f"{address}/").ok
        assert len(get(f"{address}/openapi.json").content) > 2**21
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=PATIENCE_SECONDS) == ("", "")
    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="gunicorn needs a Unix")
def test_several_workers_of_gunicorn_serve_the_same(tmp_path: Path) -> None:
    pytest.importorskip("gunicorn")
    command_line = (
        "gunicorn",
        "--workers",
        2,
        "--bind",
        "127.0.0.1:0",
        "recognizer.web:create_app()",
    )
    with command("-m", *command_line, cwd=tmp_path, HOME=str(tmp_path)) as process:
        assert process.stderr
        said = next(line for line in process.stderr if "Listening at" in line)
        found = re.search(r"http://[\d.:]+", said)
        assert found
        ink = {"data": DIGITS["3"].to_json(), "headers": {"Content-Type": "application/json"}}
        answers = {post(f"{found[0]}/api/ink", **ink).json()["text"] for _ in range(8)}
        large = post(f"{found[0]}/api/ink", data=bytes(MAX_INK_BYTES + 1), headers=ink["headers"])
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE_SECONDS)
    assert answers == {"3"}
    assert (large.status_code, large.json()["error"]["code"]) == (413, "too_large")
