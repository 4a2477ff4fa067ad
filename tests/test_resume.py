"""What has been read is not read again: the log of a run, and runs that go on from it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from commandline import command, records
from making import changed_environment, ink_line, started, write_lines
from readfolder import READINGS, write_folder
from strokes import DIGITS

from recognizer.commands.read.read import read_files
from recognizer.commands.read.resume import ResumeLog
from recognizer.commands.read.walk import Source
from recognizer.commands.read.work import Job
from recognizer.errors import FileError


@pytest.fixture
def source(tmp_path: Path) -> Source:
    """A file whose content is not looked at."""
    (tmp_path / "a.jsonl").write_text("anything")
    return Source(str(tmp_path / "a.jsonl"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the log is to be."""
    return tmp_path / "new" / "out.jsonl"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "in")


def record(text: str = "1") -> dict[str, Any]:
    return {"file": "a.jsonl", "text": text}


def keep(path: Path, source: Source, lines: Iterable[int], is_all: bool, text: str = "1") -> None:
    """Let a run take down that `lines` of `source` have been read."""
    with ResumeLog(path) as log:
        job = log.job(source)
        assert job is not None
        for line in lines:
            log.add(job, record(text), line)
        if is_all:
            log.end(is_all=True)


def job_after(path: Path, source: Source) -> Job | None:
    """Return what is left to do of `source`."""
    with ResumeLog(path) as log:
        return log.job(source)


def test_what_was_not_read_is_to_be_read(path: Path, source: Source) -> None:
    job = job_after(path, source)
    assert job is not None
    assert (job.source, job.after) == (source, 0)


def test_what_was_read_to_its_end_is_done(path: Path, source: Source) -> None:
    keep(path, source, [0], is_all=True)
    assert job_after(path, source) is None


def test_of_a_file_half_read_the_rest_is_left(path: Path, source: Source) -> None:
    keep(path, source, [1, 2, 4], is_all=False)
    job = job_after(path, source)
    assert job is not None
    assert job.after == 4


@pytest.mark.parametrize("change", ["size", "time"])
def test_a_file_that_has_changed_is_read_anew(path: Path, source: Source, change: str) -> None:
    keep(path, source, [1, 2], is_all=True)
    if change == "size":
        status = source.path.stat()
        source.path.write_text("something else")
        os.utime(source.path, ns=(status.st_atime_ns, status.st_mtime_ns))
    else:
        os.utime(source.path, ns=(10**9, 10**9))
    job = job_after(path, source)
    assert job is not None
    assert job.after == 0


def test_a_file_is_known_by_whatever_way_it_is_named(
    path: Path, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(path, source, [0], is_all=True)
    monkeypatch.chdir(source.path.parent)
    assert job_after(path, Source("a.jsonl")) is None


def test_each_result_is_a_line_that_tells_its_source(path: Path, source: Source) -> None:
    keep(path, source, [1, 2], is_all=True)
    first, second = map(json.loads, path.read_text().splitlines())
    status = source.path.stat()
    stamp = {"path": source.name, "size": status.st_size, "mtime_ns": status.st_mtime_ns}
    assert first == {**record(), "source": {**stamp, "line": 1, "last": False}}
    assert second == {**record(), "source": {**stamp, "line": 2, "last": True}}


def test_a_result_is_in_the_file_as_soon_as_the_next_is_known(path: Path, source: Source) -> None:
    with ResumeLog(path) as log:
        job = log.job(source)
        assert job is not None
        for line in (1, 2):
            log.add(job, record(), line)
        assert path.read_text().count("\n") == 1
        log.end(is_all=True)
        assert path.read_text().count("\n") == 2


def test_runs_are_appended_one_after_the_other(path: Path, source: Source) -> None:
    keep(path, source, [1], is_all=False)
    keep(path, source, [2], is_all=True)
    assert path.read_text().count("\n") == 2
    assert job_after(path, source) is None


@pytest.mark.parametrize("left", [1, 5, 9, 60, -2, -1])
def test_a_torn_last_line_is_dropped(path: Path, source: Source, left: int) -> None:
    keep(path, source, [1], is_all=False)
    whole = path.read_bytes()
    path.write_bytes(whole + whole.replace(b'"line": 1', b'"line": 2')[:left])
    job = job_after(path, source)
    assert job is not None
    assert (path.read_bytes(), job.after) == (whole, 1)


@pytest.mark.parametrize("content", [b"\x89PNG", b"text\n", b"{}\n", b"[1]\n", b"[" * 10**5, b"\n"])
def test_a_file_that_holds_something_else_is_left_alone(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(FileError, match=r"out\.jsonl:1: not a result of `recognizer read`$"):
        ResumeLog(path)
    assert path.read_bytes() == content


def test_damage_in_the_midst_is_told_with_its_line(path: Path, source: Source) -> None:
    keep(path, source, [1, 2, 3], is_all=True)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], lines[1][:30], b"\n", lines[2]]))
    with pytest.raises(FileError, match=r"out\.jsonl:2: "):
        ResumeLog(path)


def test_results_of_json_may_be_gone_on_with(path: Path, source: Source) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps(record()) + "\n")
    keep(path, source, [0], is_all=True)
    assert path.read_text().count("\n") == 2


def test_standard_input_is_read_each_time(path: Path) -> None:
    keep(path, Source("-"), [1], is_all=True)
    assert job_after(path, Source("-")) is not None


@pytest.mark.parametrize("text", ["", "1"])
def test_it_knows_whether_what_is_skipped_says_something(
    path: Path, source: Source, text: str
) -> None:
    keep(path, source, [0], is_all=True, text=text)
    with ResumeLog(path) as log:
        assert not log.has_text
        log.job(source)
        assert log.has_text == bool(text)


def test_names_of_any_bytes_are_kept(path: Path, tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(str(tmp_path)) + b"/\xff\xe9.png")
    try:
        Path(name).touch()
    except OSError:
        pytest.skip("this file system takes no such names")
    keep(path, Source(name), [0], is_all=True)
    assert job_after(path, Source(name)) is None


@pytest.mark.parametrize("name", ["", "folder", "file/out.jsonl", "a\0b"])
def test_a_log_that_cannot_be_written_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(FileError):
        ResumeLog(tmp_path / name)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_device_is_no_log() -> None:
    with pytest.raises(FileError, match="not a regular file"):
        ResumeLog(Path("/dev/full"))


@pytest.mark.parametrize("value", ["1e999", "-1e999", "1e400", "[]", '"x"', "9" * 5000])
@pytest.mark.parametrize("key", ["size", "mtime_ns", "line"])
def test_a_number_that_is_none_is_no_line_of_ours(path: Path, key: str, value: str) -> None:
    path.parent.mkdir()
    numbers = {"size": "1", "mtime_ns": "1", "line": "0"} | {key: value}
    said = ", ".join(f'"{name}": {number}' for name, number in numbers.items())
    path.write_text(
        f'{{"file": "a", "text": "1", "source": {{"path": "x", {said}, "last": true}}}}\n'
    )
    with pytest.raises(FileError, match=r"out\.jsonl:1: not a result"):
        ResumeLog(path)


# Runs


def without_source(record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key != "source"}


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


def test_the_log_may_lie_in_the_folder_that_is_read(folder: Path) -> None:
    log = folder / "out.jsonl"
    for _ in range(2):
        assert read_files([folder], resume=log) == 1
    assert len(records(log.read_text())) == len(READINGS)


def test_after_a_kill_nothing_is_lost_and_nothing_is_read_twice(tmp_path: Path) -> None:
    file = write_lines(tmp_path / "many.jsonl", [ink_line(DIGITS["1"])] * 600)
    log = tmp_path / "out.jsonl"
    arguments = [sys.executable, "-m", "recognizer", "read", str(file), "--resume", str(log)]
    with started(arguments, stdout=subprocess.PIPE, env=changed_environment()) as run:
        assert run.stdout is not None
        for _ in range(20):
            run.stdout.readline()
        run.kill()
    kept = log.read_bytes()
    assert kept.count(b"\n") >= 18
    log.write_bytes(kept[: kept.rindex(b"\n") - 10])  # and the disk lost some of it
    assert command("read", file, "--resume", log).returncode == 0
    lines = [each["source"]["line"] for each in records(log.read_text())]
    assert lines == list(range(1, 601))


def test_a_log_cannot_be_read_at_the_same_time(tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").touch()
    done = command("read", "--resume", tmp_path / "out.jsonl", tmp_path / "out.jsonl")
    assert (done.returncode, done.stdout) == (2, "")
    assert "would be read and written" in done.stderr
