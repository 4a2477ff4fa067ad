"""`recognizer read` of what cannot be read: one line says so, and the rest is read."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import cv2
import pytest
from commandline import Run, command, refused
from making import ink_line, picture_of, png_bytes, write_lines
from strokes import DIGITS

pytest_plugins = ["commandfixtures"]

PNG: bytes = cv2.imencode(".png", picture_of(DIGITS["3"]))[1].tobytes()
BAD_CONTENTS = {
    "empty.png": b"",
    "empty.json": b"",
    "text.png": b"no picture",
    "text.jpg": b"no picture",
    "truncated.png": PNG[: len(PNG) // 2],
    "header-only.png": PNG[:33],
    "number.json": b"3",
    "no-ink.json": b'{"digit": 3}',
    "binary.json": bytes(range(256)),
    "nan.json": b'{"strokes": [[[NaN, 1]]]}',
    "infinity.json": b'{"strokes": [[[1e999, 1]]]}',
    "version.json": b'{"version": 99, "strokes": [[[1, 2]]]}',
    "deep.json": b"[" * 100_000,
    "plain.jsonl.gz": b"not gzipped",
    "truncated.jsonl.gz": gzip.compress(ink_line(DIGITS["3"]).encode())[:-20],
    "bad-line.jsonl": b'\n{"strokes": [}\n',
    "unknown.xyz": PNG,
    "no-suffix": PNG,
}
not_as_root = pytest.mark.skipif(
    getattr(os, "geteuid", lambda: 0)() == 0, reason="root may read everything"
)


def test_a_bad_file_is_told_in_one_line_with_exit_code_2(tmp_path: Path) -> None:
    done = command("read", tmp_path / "missing.json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"recognizer: {tmp_path / 'missing.json'}: no such file\n"


@pytest.mark.parametrize("name", BAD_CONTENTS)
def test_a_file_that_cannot_be_read_is_told_in_one_line(
    run: Run, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(BAD_CONTENTS[name])
    assert refused(run("read", tmp_path / name), tmp_path / name)


@pytest.mark.parametrize("name", ["missing.png", "missing.json", "missing", "a" * 300 + ".png"])
def test_a_file_that_is_not_there_is_told_in_one_line(run: Run, tmp_path: Path, name: str) -> None:
    assert refused(run("read", tmp_path / name), tmp_path / name)


def test_a_line_break_in_a_name_does_not_break_the_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "two\nlines.json").write_text("no ink")
    assert refused(run("read", tmp_path / "two\nlines.json"), "two lines.json")


def test_ink_of_a_million_points_is_refused(run: Run, tmp_path: Path) -> None:
    points = ",".join(["[1,2]"] * 1_000_000)
    (tmp_path / "long.json").write_text(f'{{"strokes": [[{points}]]}}')
    assert refused(run("read", tmp_path / "long.json"), "1,000,000 points")


def test_a_picture_of_50_megapixels_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "huge.png").write_bytes(png_bytes(10_000, 5_000))
    assert refused(run("read", tmp_path / "huge.png"), "50 megapixels")


@not_as_root
def test_a_file_without_permission_is_told_in_one_line(run: Run, three: Path) -> None:
    three.chmod(0)
    assert refused(run("read", three), three)


@not_as_root
def test_a_file_in_a_closed_folder_is_told_in_one_line(run: Run, three: Path) -> None:
    three.parent.chmod(0)
    result = run("read", three)
    three.parent.chmod(0o700)
    assert refused(result, three)


def test_a_pipe_is_refused_and_not_waited_for(run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    code, _, complaint = run("read", tmp_path / "pipe.json")
    assert (code, complaint) == (2, f"recognizer: {tmp_path / 'pipe.json'}: not a regular file\n")


def test_a_missing_model_is_told_in_one_line(run: Run, tmp_path: Path, three: Path) -> None:
    assert refused(run("read", "--model", tmp_path / "none", three), tmp_path / "none")


def test_a_model_is_named_by_its_tflite_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "digits.json").write_text("{}")
    code, _, complaint = run("read", "--model", tmp_path / "digits.json", tmp_path)
    assert code == 2
    assert "give a .tflite file" in complaint


def test_a_bad_file_does_not_stop_the_others(run: Run, tmp_path: Path, three: Path) -> None:
    code, out, err = run("read", three, tmp_path / "missing.png", three)
    assert code == 1
    assert [line.startswith(f"{three}: 3 (") for line in out.splitlines()] == [True, True]
    assert err == f"recognizer: {tmp_path / 'missing.png'}: no such file\n"


def test_the_lines_around_a_bad_one_are_read(run: Run, tmp_path: Path) -> None:
    lines = [ink_line(DIGITS["1"]), "no ink", ink_line(DIGITS["2"])]
    file = write_lines(tmp_path / "lines.jsonl", lines)
    code, out, err = run("read", file)
    assert code == 1
    assert [line.split(" (")[0] for line in out.splitlines()] == [f"{file}:1: 1", f"{file}:3: 2"]
    assert err.startswith(f"recognizer: {file}:2: not JSON")
