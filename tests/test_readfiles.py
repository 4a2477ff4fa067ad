from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import cv2
import pytest
from making import changed_environment, ink_line, picture_of, write_lines
from strokes import DIGITS, shifted

from recognizer import Ink
from recognizer.commands.read.read import read_files
from recognizer.ink.inkfile import MAX_BAD_LINES
from recognizer.reading.result import together
from recognizer.reading.words import text_lines


def written(text: str, y: float = 0) -> tuple[Any, ...]:
    """Return the strokes of one line of `text`, at `y`."""
    places = [(120 * k, digit) for k, digit in enumerate(text) if digit != " "]
    return tuple(each for x, digit in places for each in shifted(DIGITS[digit], x, y).strokes)


CROSS = Ink.from_points([[(0, 0), (90, 90)], [(90, 0), (0, 90)]])
PAGE = Ink((*written("2026  17"), *written("345", 300)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of inks and pictures: 12 readings in six files, one of them bad."""
    root = tmp_path / "in"
    (root / "sub").mkdir(parents=True)
    for digit in "37":
        cv2.imwrite(str(root / f"{digit}.png"), picture_of(DIGITS[digit]))
    cv2.imwrite(str(root / "sub" / "3.jpg"), picture_of(DIGITS["3"]))
    write_lines(root / "four.jsonl", [ink_line(DIGITS[digit]) for digit in "0145"])
    write_lines(root / "page.json", [ink_line(PAGE)])
    (root / "bad.png").write_bytes(b"no picture")
    (root / "note.txt").write_text("passed over")
    return root


EXPECTED = [
    ("3.png", "3"),
    ("7.png", "7"),
    *((f"four.jsonl:{line}", digit) for line, digit in enumerate("0145", 1)),
    ("page.json", "2026 17\n345"),
    ("sub/3.jpg", "3"),
]


def command(*arguments: object, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run the real command in a process of its own, with something on standard input."""
    return subprocess.run(
        [sys.executable, "-m", "recognizer", "read", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        env=changed_environment(),
        timeout=120,
        check=False,
    )


def records(text: str | bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def without_source(record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key != "source"}


def test_each_written_line_is_a_line_of_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write_lines(tmp_path / "page.json", [ink_line(PAGE)])
    assert read_files([file]) == 0
    assert capsys.readouterr().out == "2026 17\n345\n"


def test_among_several_files_each_line_names_its_own(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = folder / "page.json"
    assert read_files([page, folder / "3.png"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [f"{page}: 2026 17", f"{page}: 345"]
    assert lines[2].startswith(f"{folder / '3.png'}: 3 (")


@pytest.mark.parametrize("workers", [1, 3])
def test_a_folder_is_read_in_order_and_its_bad_files_are_told(folder: Path, workers: int) -> None:
    done = command("--json", "--workers", workers, folder)
    said = [(record["file"], record["text"]) for record in records(done.stdout)]
    assert said == [(f"{folder}/{name}", text) for name, text in EXPECTED]
    bad = f"recognizer: {folder / 'bad.png'}: not a picture that can be read"
    assert done.stderr.decode().startswith(bad)
    assert done.stderr.count(b"\n") == 1
    assert done.returncode == 1


def test_a_single_bad_file_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "a.png").touch()
    assert read_files([tmp_path / "a.png"]) == 2
    assert read_files([tmp_path / "a.png", tmp_path / "a.png"]) == 1
    assert read_files([tmp_path]) == 1


def test_ink_of_too_many_strokes_is_bad_and_the_next_line_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scribble = Ink(DIGITS["1"].strokes * 10_001)
    inks = write_lines(tmp_path / "inks.jsonl", [ink_line(scribble), ink_line(DIGITS["3"])])
    assert read_files([inks]) == 1
    shown = capsys.readouterr()
    assert shown.err.endswith("inks.jsonl:1: 10,001 strokes: at most 10,000 are read\n")
    assert "inks.jsonl:2: 3 (" in shown.out


def test_an_unknown_kind_is_bad_only_if_it_is_named(folder: Path) -> None:
    (folder / "bad.png").unlink()
    assert read_files([folder]) == 0
    assert read_files([folder, folder / "note.txt"]) == 1


def test_a_folder_without_files_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert read_files([tmp_path]) == 1
    assert f"{tmp_path}: holds no file that can be read" in capsys.readouterr().err


def test_json_holds_every_line_number_and_digit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    read_files([write_lines(tmp_path / "page.json", [ink_line(PAGE)])], as_json=True)
    (record,) = records(capsys.readouterr().out)
    lines = record["lines"]
    assert record["verdict"] == "numbers"
    assert [[number["text"] for number in line] for line in lines] == [["2026", "17"], ["345"]]
    digits = [digit for line in lines for number in line for digit in number["digits"]]
    assert "".join(digit["text"] for digit in digits) == "202617345"
    assert {len(digit["candidates"]) for digit in digits} == {3}
    for line in lines:
        for number in line:
            assert set(number) == {"text", "confidence", "certainty", "box", "digits"}
            left, top, right, bottom = number["box"]
            assert number["digits"][0]["box"][0] == left < right
            assert top < bottom


def test_several_things_none_of_them_a_digit_are_said_to_be_none(reader: Any) -> None:
    dot = reader.read_ink(Ink.from_points([[(5, 5)]])).numbers[0]
    reading = together([[dot, dot]])
    assert text_lines(reading) == ["no digits"]


def test_standard_input_may_be_a_picture() -> None:
    png = cv2.imencode(".png", picture_of(DIGITS["3"]))[1].tobytes()
    done = command("-", stdin=png)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"3 (")


@pytest.mark.parametrize("workers", [1, 2])
def test_standard_input_may_be_ink_among_other_files(tmp_path: Path, workers: int) -> None:
    files = [write_lines(tmp_path / f"{d}.json", [ink_line(DIGITS[d])]) for d in "37"]
    lines = "".join(ink_line(DIGITS[digit]) + "\n" for digit in "12").encode()
    done = command("--json", "--workers", workers, files[0], "-", files[1], stdin=lines)
    said = [(record["file"], record["text"]) for record in records(done.stdout)]
    assert said == [(str(files[0]), "3"), ("-:1", "1"), ("-:2", "2"), (str(files[1]), "7")]


@pytest.mark.parametrize("content", [b"", b"hello", b"\x89PNG"])
def test_bad_standard_input_is_told_in_one_line(content: bytes) -> None:
    done = command("-", stdin=content)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"recognizer: -")
    assert done.stderr.count(b"\n") == 1


def test_a_second_run_reads_only_what_is_new(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "out.jsonl"
    (folder / "bad.png").unlink()
    assert read_files([folder], as_json=True, resume=log) == 0
    first = records(capsys.readouterr().out)
    assert [without_source(each) for each in records(log.read_text())] == first
    write_lines(folder / "new.json", [ink_line(DIGITS["8"])])
    assert read_files([folder], as_json=True, resume=log) == 0
    assert [each["text"] for each in records(capsys.readouterr().out)] == ["8"]
    assert read_files([folder], as_json=True, resume=log) == 0
    assert capsys.readouterr().out == ""
    assert len(records(log.read_text())) == len(first) + 1


def test_a_bad_file_is_told_again_in_the_next_run(folder: Path, tmp_path: Path) -> None:
    for _ in range(2):
        assert read_files([folder], resume=tmp_path / "out.jsonl") == 1


def test_a_bad_line_is_told_again_and_no_other_is_read_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write_lines(tmp_path / "a.jsonl", [ink_line(DIGITS["1"]), "?", ink_line(DIGITS["2"])])
    log = tmp_path / "out.jsonl"
    assert [read_files([file], resume=log) for _ in range(2)] == [1, 1]
    printed = capsys.readouterr()
    assert printed.out.count("\n") == 2
    assert printed.err.count(f"{file}:2: not JSON") == 2
    assert [each["text"] for each in records(log.read_text())] == ["1", "2"]


@pytest.mark.parametrize("bad", [1, MAX_BAD_LINES, MAX_BAD_LINES + 1])
def test_bad_lines_are_told_in_their_place_as_long_as_they_are_few(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], bad: int
) -> None:
    lines = [ink_line(DIGITS["1"]), *["{"] * bad, ink_line(DIGITS["2"])]
    assert read_files([write_lines(tmp_path / "a.jsonl", lines)]) == 1
    printed = capsys.readouterr()
    assert printed.err.count("a.jsonl:") == bad
    assert len(printed.out.splitlines()) == (2 if bad <= MAX_BAD_LINES else 1)


@pytest.mark.parametrize("good", [Ink(), shifted(CROSS, 0, 0)], ids=["nothing", "no digit"])
def test_some_bad_lines_of_a_file_without_digits_are_not_the_whole_file(
    tmp_path: Path, good: Ink
) -> None:
    assert read_files([write_lines(tmp_path / "a.jsonl", [ink_line(good), "{"])]) == 1


def test_a_file_of_bad_lines_is_bad(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert read_files([write_lines(tmp_path / "a.jsonl", ["{", "?"])]) == 2
    assert capsys.readouterr().err.count("a.jsonl:") == 2


def test_the_log_may_lie_in_the_folder_that_is_read(folder: Path) -> None:
    log = folder / "out.jsonl"
    for _ in range(2):
        assert read_files([folder], resume=log) == 1
    assert len(records(log.read_text())) == len(EXPECTED)


def test_after_a_kill_nothing_is_lost_and_nothing_is_read_twice(tmp_path: Path) -> None:
    file = write_lines(tmp_path / "many.jsonl", [ink_line(DIGITS["1"])] * 600)
    log = tmp_path / "out.jsonl"
    arguments = [sys.executable, "-m", "recognizer", "read", str(file), "--resume", str(log)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, env=changed_environment()) as run:
        assert run.stdout is not None
        for _ in range(20):
            run.stdout.readline()
        run.kill()
    kept = log.read_bytes()
    assert kept.count(b"\n") >= 18
    log.write_bytes(kept[: kept.rindex(b"\n") - 10])  # and the disk lost some of it
    assert command(file, "--resume", log).returncode == 0
    lines = [each["source"]["line"] for each in records(log.read_bytes())]
    assert lines == list(range(1, 601))


@pytest.mark.parametrize("workers", [1, 2])
def test_annotated_pictures_lie_in_a_folder_of_their_own(
    folder: Path, tmp_path: Path, workers: int
) -> None:
    out = tmp_path / "out"
    for _ in range(2):
        command("--workers", workers, "--annotate", out, folder)
    kept = sorted(str(each.relative_to(out)) for each in out.rglob("*.png"))
    inks = [f"four-{line}.png" for line in range(1, 5)]
    assert kept == ["3.png", "7.png", *inks, "page.png", "sub/3.png"]


def test_annotated_pictures_are_not_read_again(folder: Path) -> None:
    for _ in range(2):
        assert read_files([folder], annotate=folder / "out") == 1
    assert len(list((folder / "out").rglob("*.png"))) == len(EXPECTED)


def test_the_folder_that_is_read_cannot_take_the_annotated_pictures(folder: Path) -> None:
    done = command("--annotate", folder, folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"would be read and written" in done.stderr


def test_a_log_cannot_be_read_at_the_same_time(tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").touch()
    done = command("--resume", tmp_path / "out.jsonl", tmp_path / "out.jsonl")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"would be read and written" in done.stderr


def test_an_annotated_source_stays_what_it_is(folder: Path) -> None:
    before = (folder / "3.png").read_bytes()
    assert read_files([folder / "3.png"], annotate=folder) == 0
    assert (folder / "3.png").read_bytes() == before
    assert (folder / "3-2.png").exists()


def started(*arguments: object) -> subprocess.Popen[str]:
    """Start the command in a group of its own, as a shell does."""
    return subprocess.Popen(
        [sys.executable, "-m", "recognizer", "read", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=changed_environment(),
        start_new_session=True,
    )


@pytest.fixture
def endless(tmp_path: Path) -> list[Path]:
    """Files that take long to read."""
    lines = [ink_line(DIGITS["1"])] * 20_000
    return [write_lines(tmp_path / f"{k}.jsonl.gz", lines) for k in range(3)]


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs process groups")
@pytest.mark.parametrize("workers", [1, 2])
def test_an_interrupt_ends_all_processes_without_a_word(endless: list[Path], workers: int) -> None:
    with started("--workers", workers, *endless) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.readline()
        os.killpg(run.pid, signal.SIGINT)
        run.stdout.read()
        assert run.stderr.read() == ""
    assert run.returncode == 130
    with pytest.raises(ProcessLookupError):
        wait_for_group(run.pid)


def wait_for_group(group: int) -> None:
    """Raise ProcessLookupError as soon as no process of the group is left."""
    for _ in range(200):
        os.killpg(group, 0)
        time.sleep(0.02)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_reader_that_has_seen_enough_ends_all_processes(
    endless: list[Path], workers: int
) -> None:
    with started("--workers", workers, *endless) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.readline()
        run.stdout.close()
        assert run.stderr.read() == ""
    assert run.returncode == 0


def children(pid: int) -> list[int]:
    """Return the processes that read for `pid`, the oldest first."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [
        int(each) for each in found if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes()
    ]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_a_process_that_dies_is_told_and_the_rest_is_read(
    endless: list[Path], tmp_path: Path
) -> None:
    last = write_lines(tmp_path / "last.json", [ink_line(DIGITS["7"])])
    with started("--workers", 2, endless[0], last) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.readline()
        os.kill(children(run.pid)[0], signal.SIGKILL)
        *_, final = run.stdout.read().splitlines()
        told = run.stderr.read()
    assert final.startswith(f"{last}: 7 (")
    assert told == f"recognizer: {endless[0]}: the process that read it ended (SIGKILL)\n"
    assert run.returncode == 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_somebody_who_looks_on_sees_a_bar(tmp_path: Path) -> None:
    import pty

    files = [write_lines(tmp_path / f"{k}.json", [ink_line(DIGITS["1"])]) for k in range(8)]
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "recognizer", "read", *map(str, files)],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env=changed_environment(),
    ) as run:
        os.close(theirs)
        assert run.stdout is not None
        assert run.stdout.read().count(b"\n") == 8
        seen = os.read(ours, 2**16)
    os.close(ours)
    assert b"/8" in seen
