from __future__ import annotations

import gzip
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from commandline import Run, command, refused
from making import (
    ROOT,
    calls_within_calls,
    changed_environment,
    copy_model,
    ink_line,
    picture_of,
    png_bytes,
    write_lines,
)
from strokes import DIGITS

from recognizer import Ink, __version__

pytest_plugins = ["commandfixtures"]

DOT = Ink.from_points([[(5, 5)]])
RECORD_KEYS = {
    *("file", "text", "verdict", "digitness", "confidence", "certainty", "candidates", "box"),
    "lines",
}
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
EXAMPLE = str(ROOT / "docs/examples/digits.jsonl")
BAD_SIZES = ["0x0", "1280", "1280x", "x800", "-5x800", "1280*800", "99x99", "1e3x1e3", "big"]
not_as_root = pytest.mark.skipif(
    getattr(os, "geteuid", lambda: 0)() == 0, reason="root may read everything"
)
NO_DISPLAY: dict[str, Any] = {"DISPLAY": None, "WAYLAND_DISPLAY": None, "XDG_RUNTIME_DIR": None}


def test_the_alphabet_is_one_that_the_model_knows(run: Run, three: Path) -> None:
    code, out, _ = run("read", "--alphabet", "digits", three)
    assert (code, out[:1]) == (0, "3")
    code, out, told = run("read", "--alphabet", "runes", three)
    assert (code, out) == (2, "")
    assert told == "recognizer: the model has no alphabet 'runes'; it has digits\n"


def test_help_names_the_commands() -> None:
    done = command("--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "board" in done.stdout
    assert "read" in done.stdout


@pytest.mark.parametrize("name", ["board", "read", "serve", "profile"])
def test_every_command_has_help(run: Run, name: str) -> None:
    code, out, err = run(name, "--help")
    assert (code, err) == (0, "")
    assert out.startswith(f"usage: recognizer {name}")


def test_version_is_that_of_the_package() -> None:
    done = command("--version")
    assert (done.returncode, done.stdout) == (0, f"recognizer {__version__}\n")


def test_a_digit_is_read_and_nothing_else_is_said(three: Path) -> None:
    done = command("read", three)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"3 \(\d\d\.\d %\)\n", done.stdout)


def test_where_no_digit_is_read_the_exit_code_is_1(tmp_path: Path) -> None:
    done = command("read", write_lines(tmp_path / "dot.json", [ink_line(DOT)]))
    assert (done.returncode, done.stderr) == (1, "")
    assert "not a digit" in done.stdout


def test_a_bad_file_is_told_in_one_line_with_exit_code_2(tmp_path: Path) -> None:
    done = command("read", tmp_path / "missing.json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"recognizer: {tmp_path / 'missing.json'}: no such file\n"


def test_one_digit_among_others_is_enough_for_exit_code_0(run: Run, tmp_path: Path) -> None:
    lines = [ink_line(DOT), ink_line(DIGITS["3"]), ink_line(Ink())]
    assert run("read", write_lines(tmp_path / "mixed.jsonl", lines))[0] == 0


@pytest.mark.parametrize("content", ["", "\n\n"], ids=["empty", "blank lines"])
def test_a_file_of_no_lines_has_nothing_to_read(run: Run, tmp_path: Path, content: str) -> None:
    (tmp_path / "none.jsonl").write_text(content)
    code, said, complaint = run("read", tmp_path / "none.jsonl")
    assert (code, said) == (1, "")
    assert complaint == f"recognizer: {tmp_path / 'none.jsonl'}: holds no ink\n"


def test_an_empty_ink_is_nothing_to_read(run: Run, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "empty.json", [ink_line(Ink())])
    assert run("read", file) == (1, "nothing to read\n", "")


@pytest.mark.parametrize("name", ["all.jsonl", "all.jsonl.gz", "ALL.JSONL"])
def test_each_line_of_a_file_is_read_and_numbered(run: Run, tmp_path: Path, name: str) -> None:
    file = write_lines(tmp_path / name, map(ink_line, DIGITS.values()))
    code, out, err = run("read", file)
    assert (code, err) == (0, "")
    starts = [line.split(" (")[0] for line in out.splitlines()]
    assert starts == [f"{file}:{number}: {digit}" for number, digit in enumerate(DIGITS, 1)]


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".jpeg", ".bmp", ".webp", ".PNG"])
@pytest.mark.parametrize("digit", ["3", "7"])
def test_every_kind_of_picture_is_read(run: Run, tmp_path: Path, digit: str, suffix: str) -> None:
    file = tmp_path / f"picture{suffix}"
    cv2.imwrite(str(file), picture_of(DIGITS[digit]))
    code, out, err = run("read", file)
    assert (code, err) == (0, "")
    assert out.startswith(f"{digit} (")


@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
def test_a_png_may_have_more_than_8_bits(run: Run, tmp_path: Path, depth: type[Any]) -> None:
    gray = picture_of(DIGITS["3"]).astype(depth) * (np.iinfo(depth).max // 255)
    cv2.imwrite(str(tmp_path / "deep.png"), gray.astype(depth))
    assert run("read", tmp_path / "deep.png")[1].startswith("3 (")


def test_a_name_need_not_be_ascii(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "drei 3️⃣ é.png"
    file.write_bytes(cv2.imencode(".png", picture_of(DIGITS["3"]))[1].tobytes())
    assert run("read", file, file)[1].startswith(f"{file}: 3 (")


def test_files_are_read_in_the_order_they_are_named(run: Run, tmp_path: Path) -> None:
    files = [write_lines(tmp_path / f"{d}.json", [ink_line(DIGITS[d])]) for d in "904"]
    lines = run("read", *files)[1].splitlines()
    assert [line.split(" (")[0] for line in lines] == [f"{f}: {f.stem}" for f in files]


def test_json_has_the_documented_form(run: Run, three: Path) -> None:
    code, out, err = run("read", "--json", three)
    record = json.loads(out)
    assert (code, err, set(record)) == (0, "", RECORD_KEYS)
    assert (record["file"], record["text"], record["verdict"]) == (str(three), "3", "digit")
    box = DIGITS["3"].bounding_box
    assert record["box"] == [box.left, box.top, box.right, box.bottom]


def test_json_gives_all_candidates_the_surest_first(run: Run, three: Path) -> None:
    record = json.loads(run("read", "--json", three)[1])
    confidences = [each["confidence"] for each in record["candidates"]]
    assert record["candidates"][0]["label"] == "3"
    assert record["confidence"] == min(confidences[0], record["digitness"])
    assert sorted(each["label"] for each in record["candidates"]) == list(DIGITS)
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) == pytest.approx(1, abs=1e-4)


def test_json_of_nothing_is_complete_too(run: Run, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "empty.json", [ink_line(Ink())])
    assert json.loads(run("read", "--json", file)[1]) == {
        "file": str(file),
        "text": "",
        "verdict": "nothing",
        "digitness": 0.0,
        "confidence": 0.0,
        "certainty": "nothing to read",
        "candidates": [],
        "box": None,
        "lines": [],
    }


def test_json_of_a_picture_has_the_same_form(run: Run, tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "3.png"), picture_of(DIGITS["3"]))
    record = json.loads(run("read", "--json", tmp_path / "3.png")[1])
    assert (record["text"], set(record)) == ("3", RECORD_KEYS)


def test_json_has_one_line_for_each_ink(run: Run, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "all.jsonl", map(ink_line, DIGITS.values()))
    records = [json.loads(line) for line in run("read", "--json", file)[1].splitlines()]
    assert [record["text"] for record in records] == list(DIGITS)
    assert [record["file"] for record in records] == [f"{file}:{n}" for n in range(1, 11)]


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


def test_a_missing_model_is_told_in_one_line(run: Run, tmp_path: Path, three: Path) -> None:
    assert refused(run("read", "--model", tmp_path / "none", three), tmp_path / "none")


def test_a_board_without_its_model_is_told_in_one_line(run: Run, tmp_path: Path) -> None:
    assert refused(run("board", "--model", tmp_path / "none"), tmp_path / "none")


def test_another_model_can_be_named(run: Run, tmp_path: Path, three: Path) -> None:
    unsure = copy_model(tmp_path, temperature=20.0)
    record = json.loads(run("read", "--json", "--model", unsure, three)[1])
    assert record["candidates"][0]["label"] == "3"
    assert record["confidence"] < 0.9


@pytest.mark.parametrize("count", ["0", "-1", "two", "1.5", "", "1000000"])
def test_a_bad_number_of_workers_is_told_in_one_line(run: Run, three: Path, count: str) -> None:
    assert refused(run("read", f"--workers={count}", three), "argument --workers")


def test_the_help_tells_what_the_exit_codes_mean(run: Run) -> None:
    said = " ".join(run("read", "--help")[1].split())
    assert "1: nothing was read, or some of several files or lines could not be read;" in said


@pytest.mark.parametrize("size", BAD_SIZES)
def test_a_bad_size_is_told_in_one_line(run: Run, size: str) -> None:
    assert refused(run("board", f"--windowed={size}"), "argument --windowed")


@pytest.mark.parametrize("arguments", [["read"], ["paint"], ["read", "--loud", "x.png"]])
def test_a_wrong_command_line_is_told_in_one_line(run: Run, arguments: list[str]) -> None:
    assert refused(run(*arguments), "recognizer")


@pytest.mark.parametrize("name", ["board", "board.jpg", "png"])
def test_a_screenshot_is_a_png(run: Run, name: str) -> None:
    assert refused(run("board", "--screenshot", name), "does not end in .png")


@pytest.mark.parametrize("driver", ["x11", None])
@pytest.mark.parametrize("arguments", [[], ["board", "--windowed"]], ids=["bare", "windowed"])
def test_without_a_display_the_board_says_so_and_ends(
    driver: str | None, arguments: list[str]
) -> None:
    done = command(*arguments, SDL_VIDEODRIVER=driver, **NO_DISPLAY)
    assert refused((done.returncode, done.stdout, done.stderr), "no window can be opened")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", [["--version"], ["read", "--help"], ["read", EXAMPLE]])
def test_a_full_disk_is_told_in_one_line(arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "recognizer", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env=changed_environment(),
            check=False,
        )
    assert refused((done.returncode, "", done.stderr), "No space left")


@pytest.mark.skipif(os.name == "nt", reason="a shell that can close a stream")
def test_without_standard_error_a_complaint_is_not_taken_for_output(tmp_path: Path) -> None:
    line = shlex.join([sys.executable, "-m", "recognizer", "read", str(tmp_path / "missing.png")])
    done = subprocess.run(
        ["sh", "-c", f"{line} 2>&-"], stdout=subprocess.PIPE, env=changed_environment(), check=False
    )
    assert (done.returncode, done.stdout) == (2, b"")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("as_json", [False, True])
def test_names_of_files_cannot_command_a_terminal(run: Run, tmp_path: Path, as_json: bool) -> None:
    good, bad = tmp_path / "a\033[2J\u202e.json", tmp_path / "b\033]0;title\a.json"
    good.write_text(DIGITS["3"].to_json())
    bad.write_text("{")
    missing = tmp_path / "c\r\033[0m.png"
    code, out, err = run("read", good, bad, missing, *(["--json"] if as_json else []))
    assert (code, err.count("\n"), out.count("\n")) == (1, 2, 1)
    assert (out + err).replace("\n", "").isprintable()


def test_a_wrong_option_cannot_command_a_terminal(run: Run) -> None:
    code, out, err = run("profile", "list", "--\033[2J")
    assert refused((code, out, err), r"--\x1b[2J")
    assert err[:-1].isprintable()


def test_an_annotated_picture_may_lie_as_deep_as_a_path_can_be(run: Run, three: Path) -> None:
    longest = 3900 - len(str(three))
    folder = three.parent.joinpath(*["a" * (longest // 200)] * 200)
    with calls_within_calls(150):
        assert run("read", three, "--annotate", folder)[0] == 0
    assert (folder / "three.png").is_file()


def test_readings_are_told_by_the_line_of_the_file(run: Run, tmp_path: Path) -> None:
    one = DIGITS["1"].to_json()
    (tmp_path / "gaps.jsonl").write_text(f"\n{one}\n\n{one}\n")
    _, said, _ = run("read", tmp_path / "gaps.jsonl")
    assert [line.split(": ")[0][-1] for line in said.splitlines()] == ["2", "4"]


def test_a_pipe_is_refused_and_not_waited_for(run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    code, _, complaint = run("read", tmp_path / "pipe.json")
    assert (code, complaint) == (2, f"recognizer: {tmp_path / 'pipe.json'}: not a regular file\n")


def test_a_file_name_that_the_terminal_cannot_show_is_no_reason_to_fail(tmp_path: Path) -> None:
    path = tmp_path / "f\u00fcnf.json"
    path.write_text(DIGITS["5"].to_json())
    done = subprocess.run(
        [sys.executable, "-m", "recognizer", "read", path, path],
        env=changed_environment(PYTHONIOENCODING="ascii"),
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert ": 5 (" in done.stdout


def test_the_options_of_the_board_need_no_word_before_them(run: Run) -> None:
    code, _, complaint = run("--windowed", "tiny")
    assert code == 2
    assert complaint.startswith("recognizer board: argument --windowed")


@pytest.mark.parametrize("name", ["digits.keras", "digits.json"])
def test_a_model_is_named_by_its_tflite_file(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("{}")
    code, _, complaint = run("read", "--model", tmp_path / name, tmp_path)
    assert code == 2
    assert "give a .tflite file" in complaint
