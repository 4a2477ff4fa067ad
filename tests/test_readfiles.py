"""`recognizer read` of files and folders: their order, lines of text, JSON, copies with boxes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from commandline import command, records
from making import ink_line, write_lines
from readfolder import PAGE, READINGS, write_folder
from strokes import DIGITS

from recognizer import Ink
from recognizer.commands.read.read import read_files
from recognizer.ink.inkfile import MAX_BAD_LINES
from recognizer.reading.result import together
from recognizer.reading.words import text_lines

CROSS = Ink.from_points([[(0, 0), (90, 90)], [(90, 0), (0, 90)]])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "in")


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
    done = command("read", "--json", "--workers", workers, folder)
    said = [(record["file"], record["text"]) for record in records(done.stdout)]
    assert said == [(f"{folder}/{name}", text) for name, text in READINGS]
    bad = f"recognizer: {folder / 'bad.png'}: not a picture that can be read"
    assert done.stderr.startswith(bad)
    assert done.stderr.count("\n") == 1
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


@pytest.mark.parametrize("bad", [1, MAX_BAD_LINES, MAX_BAD_LINES + 1])
def test_bad_lines_are_told_in_their_place_as_long_as_they_are_few(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], bad: int
) -> None:
    lines = [ink_line(DIGITS["1"]), *["{"] * bad, ink_line(DIGITS["2"])]
    assert read_files([write_lines(tmp_path / "a.jsonl", lines)]) == 1
    printed = capsys.readouterr()
    assert printed.err.count("a.jsonl:") == bad
    assert len(printed.out.splitlines()) == (2 if bad <= MAX_BAD_LINES else 1)


@pytest.mark.parametrize("good", [Ink(), CROSS], ids=["nothing", "no digit"])
def test_some_bad_lines_of_a_file_without_digits_are_not_the_whole_file(
    tmp_path: Path, good: Ink
) -> None:
    assert read_files([write_lines(tmp_path / "a.jsonl", [ink_line(good), "{"])]) == 1


def test_a_file_of_bad_lines_is_bad(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert read_files([write_lines(tmp_path / "a.jsonl", ["{", "?"])]) == 2
    assert capsys.readouterr().err.count("a.jsonl:") == 2


@pytest.mark.parametrize("workers", [1, 2])
def test_annotated_pictures_lie_in_a_folder_of_their_own(
    folder: Path, tmp_path: Path, workers: int
) -> None:
    out = tmp_path / "out"
    for _ in range(2):
        command("read", "--workers", workers, "--annotate", out, folder)
    kept = sorted(str(each.relative_to(out)) for each in out.rglob("*.png"))
    inks = [f"four-{line}.png" for line in range(1, 5)]
    assert kept == ["3.png", "7.png", *inks, "page.png", "sub/3.png"]


def test_annotated_pictures_are_not_read_again(folder: Path) -> None:
    for _ in range(2):
        assert read_files([folder], annotate=folder / "out") == 1
    assert len(list((folder / "out").rglob("*.png"))) == len(READINGS)


def test_the_folder_that_is_read_cannot_take_the_annotated_pictures(folder: Path) -> None:
    done = command("read", "--annotate", folder, folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "would be read and written" in done.stderr


def test_an_annotated_source_stays_what_it_is(folder: Path) -> None:
    before = (folder / "3.png").read_bytes()
    assert read_files([folder / "3.png"], annotate=folder) == 0
    assert (folder / "3.png").read_bytes() == before
    assert (folder / "3-2.png").exists()
