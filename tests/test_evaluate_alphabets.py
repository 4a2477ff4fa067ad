"""scripts/evaluate.py under another alphabet than digits, with a model that gives digits names."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from making import ROOT, copy_model, ink_line, labels_for, run_python, write_lines
from strokes import DIGITS, shifted

from recognizer import Ink

NAMES = ("O", "1", "A", "3", "a", "5", "o", "+", "=", "9")
"""What the digits of the shipped network are called here: a 6 is a small o, an 8 is an "="."""
LETTERS = {
    "name": "letters",
    "symbols": ["A", "O"],
    "stand_ins": {"A": ["a"], "O": ["o", "9"]},
    "one": "letter",
    "many": "letters",
}
SUMS = {"name": "sums", "symbols": [*"1359+="], "one": "sign", "many": "signs"}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped model under other names, with two alphabets; the first is that of letters."""
    folder = tmp_path_factory.mktemp("model")
    return copy_model(folder, labels=labels_for(NAMES), alphabets=[LETTERS, SUMS])


@pytest.fixture(scope="module")
def ink(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Letters of two writers, a word, a sum, and a digit."""
    word, total = side_by_side("2402"), side_by_side("17588")
    lines = [
        ink_line(DIGITS["2"], label="A", writer="unipen/aga/amy"),
        ink_line(DIGITS["4"], label="a", writer="unipen/aga/amy"),
        ink_line(DIGITS["6"], label="O", writer="unipen/bob/bo"),
        ink_line(DIGITS["0"], label="a", writer="unipen/bob/bo"),
        ink_line(word, label="AaOA", writer="unipen/bob/bo"),
        ink_line(total, label="1+5=="),
        ink_line(DIGITS["9"], label="9"),
    ]
    return write_lines(tmp_path_factory.mktemp("ink") / "some.jsonl", lines)


def side_by_side(digits: str) -> Ink:
    placed = [shifted(DIGITS[digit], 130 * k, 0) for k, digit in enumerate(digits)]
    return Ink(tuple(stroke for each in placed for stroke in each.strokes))


def evaluate(model: Path, ink: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    script = ROOT / "scripts" / "evaluate.py"
    return run_python(script, "--model", model, "--ink", ink, *arguments, timeout=300)


def record_of(model: Path, ink: Path, *arguments: object) -> dict[str, Any]:
    done = evaluate(model, ink, *arguments, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    return dict(json.loads(done.stdout))


def test_letters_are_right_whether_large_or_small_and_told_apart_beside_it(
    model: Path, ink: Path
) -> None:
    record = record_of(model, ink, "--alphabet", "letters", "--writers")["files"]["some.jsonl"]
    assert (record["n"], record["left_out"]) == (5, 2)
    assert (record["accuracy"], record["accuracy_exact"]) == (4 / 5, 3 / 5)
    assert record["per_digit"] == {"A": 2 / 3, "O": 1.0}
    assert record["confusions"] == [["A", "O", 1]]
    groups = record["writers"]["groups"]
    assert {name: each["correct"] for name, each in groups.items()} == {"aga": 2, "bob": 2}


def test_the_first_alphabet_of_the_model_is_the_usual_one(model: Path, ink: Path) -> None:
    assert record_of(model, ink) == record_of(model, ink, "--alphabet", "letters")


def test_a_sum_is_right_as_a_whole(model: Path, ink: Path) -> None:
    record = record_of(model, ink, "--alphabet", "sums")["files"]["some.jsonl"]
    assert (record["n"], record["correct"], record["left_out"]) == (2, 2, 5)
    assert record["per_digit"] == {"9": 1.0}
    assert "accuracy_exact" not in record


def test_lines_are_built_of_the_digits_and_signs_of_all_files(tmp_path: Path) -> None:
    symbols = [*"0123456789-.,/:+%"]
    numbers = {"name": "numbers", "symbols": symbols, "one": "sign", "many": "signs"}
    digits, signs = tmp_path / "digits.jsonl", tmp_path / "signs.jsonl"
    write_lines(digits, [ink_line(ink, label=digit) for digit, ink in DIGITS.items()])
    level = Ink.from_points([[(0, 0), (90, 4)]])
    write_lines(signs, [ink_line(level, label=sign) for sign in symbols if sign not in DIGITS])
    model = copy_model(tmp_path, alphabets=[numbers])
    record = record_of(model, digits, signs, "--lines", 8)
    assert (record["lines"]["n"], list(record["lines"]["kinds"])) == (8, ["numbers"])
    assert set(record["files"]) == {"digits.jsonl", "signs.jsonl"}
    said = evaluate(model, digits, signs, "--lines", 8, "--markdown").stdout
    assert said.startswith("**Lines built of the symbols**")
    assert "| numbers | 8 |" in said
    done = evaluate(model, digits, "--lines")
    assert done.stderr == "evaluate.py: no ink to build lines of shows + - . , / : %\n"


def test_tables_are_about_the_alphabet(model: Path, ink: Path) -> None:
    said = evaluate(model, ink, "--markdown").stdout
    assert "a letter from" in said
    assert "large and small told apart" in said
    assert "**Accuracy by letter**\n\n| source | A | O |" in said
    assert "large and small" not in evaluate(model, ink, "--alphabet", "sums", "--markdown").stdout


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (("--mnist", "there"), "--mnist is about digits, not about the alphabet letters"),
        (("--pictures", "there"), "--pictures is about digits, not about the alphabet letters"),
        (("--numbers",), "--numbers is about digits, not about the alphabet letters"),
        (("--outliers", "there"), "--outliers is about digits, not about the alphabet letters"),
        (("--lines",), "no lines of signs can be built in the alphabet letters"),
        (("--teach",), "no writer has 40 letters"),
        (("--alphabet", "runes"), "the model has no alphabet 'runes'; it has letters, sums"),
    ],
)
def test_what_the_alphabet_does_not_allow_is_told_in_one_line(
    model: Path, ink: Path, asked: tuple[str, ...], why: str
) -> None:
    done = evaluate(model, ink, *asked)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"evaluate.py: {why}\n")


def test_digits_among_other_symbols_are_no_reason_to_judge_what_is_none(
    tmp_path: Path, ink: Path
) -> None:
    more = {"name": "more", "symbols": [*"0123456789+"], "one": "sign", "many": "signs"}
    model = copy_model(tmp_path, alphabets=[more])
    done = evaluate(model, ink, "--outliers", "there")
    assert (
        done.stderr
        == "evaluate.py: --outliers is about digits alone, not about the alphabet more\n"
    )


def test_a_file_without_a_label_of_the_alphabet_is_named(model: Path, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "nine.jsonl", [ink_line(DIGITS["9"], label="9", split="dev")])
    done = evaluate(model, file, "--split", "dev")
    assert done.stderr == f"evaluate.py: {file}: no ink labeled with letters in dev\n"
