"""`recognizer read` of ink and pictures: what it says, in words and as JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from commandline import Run, command
from making import calls_within_calls, copy_unsure_model, ink_line, picture_of, write_lines
from strokes import DIGITS

from recognizer import Ink, Reader

pytest_plugins = ["commandfixtures"]

DOT = Ink.from_points([[(5, 5)]])
RECORD_KEYS = {
    *("file", "text", "verdict", "digitness", "confidence", "certainty", "candidates", "box"),
    "lines",
}


def test_a_digit_is_read_and_nothing_else_is_said(three: Path) -> None:
    done = command("read", three)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"3 \(\d\d\.\d %\)\n", done.stdout)


def test_where_no_digit_is_read_the_exit_code_is_1(tmp_path: Path) -> None:
    done = command("read", write_lines(tmp_path / "dot.json", [ink_line(DOT)]))
    assert (done.returncode, done.stderr) == (1, "")
    assert "not a digit" in done.stdout


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


def test_readings_are_told_by_the_line_of_the_file(run: Run, tmp_path: Path) -> None:
    one = DIGITS["1"].to_json()
    (tmp_path / "gaps.jsonl").write_text(f"\n{one}\n\n{one}\n")
    _, said, _ = run("read", tmp_path / "gaps.jsonl")
    assert [line.split(": ")[0][-1] for line in said.splitlines()] == ["2", "4"]


def test_files_are_read_in_the_order_they_are_named(run: Run, tmp_path: Path) -> None:
    files = [write_lines(tmp_path / f"{d}.json", [ink_line(DIGITS[d])]) for d in "904"]
    lines = run("read", *files)[1].splitlines()
    assert [line.split(" (")[0] for line in lines] == [f"{f}: {f.stem}" for f in files]


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


def test_the_alphabet_is_one_that_the_model_knows(run: Run, three: Path) -> None:
    code, out, _ = run("read", "--alphabet", "digits", three)
    assert (code, out[:1]) == (0, "3")
    code, out, told = run("read", "--alphabet", "runes", three)
    assert (code, out) == (2, "")
    there = ", ".join(Reader().alphabets)
    assert told == f"recognizer: the model has no alphabet 'runes'; it has {there}\n"


def test_another_model_can_be_named(run: Run, tmp_path: Path, three: Path) -> None:
    unsure = copy_unsure_model(tmp_path)
    record = json.loads(run("read", "--json", "--model", unsure, three)[1])
    assert record["candidates"][0]["label"] == "3"
    assert record["confidence"] < 0.9


def test_an_annotated_picture_may_lie_as_deep_as_a_path_can_be(run: Run, three: Path) -> None:
    each = (3900 - len(str(three))) // 200  # a name and its slash
    folder = three.parent.joinpath(*["a" * (each - 1)] * 200)
    with calls_within_calls(150):
        assert run("read", three, "--annotate", folder)[0] == 0
    assert (folder / "three.png").is_file()


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
