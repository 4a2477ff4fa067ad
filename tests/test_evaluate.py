from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import cv2
import pytest
from making import (
    ROOT,
    ink_line,
    picture_of,
    run_python,
    write_data_folder,
    write_lines,
    write_mnist,
)
from strokes import DIGITS, shifted

from recognizer import Ink
from recognizer.network.classifier import Classifier
from recognizer.training.draw.numbers import KINDS
from recognizer.training.draw.outliers import FILES, OUTLIER_KINDS
from recognizer.training.measure.numbers import BANDS

RECORD_KEYS = {
    "n",
    "left_out",
    "correct",
    "accuracy",
    "digit_error_rate",
    "interval",
    "not_a_digit",
    "refused",
    "calibration_error",
    "per_digit",
    "confusions",
}
DEV_COUNTS = {"unipen-digits.jsonl.gz": 3431, "pendigits-train.jsonl.gz": 1498}


def evaluate(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run scripts/evaluate.py as a person would."""
    return run_python(ROOT / "scripts" / "evaluate.py", *arguments, timeout=300)


def whole_record_of(*arguments: object) -> dict[str, Any]:
    """Return all that scripts/evaluate.py --json says."""
    done = evaluate("--json", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    (whole,) = (json.loads(line) for line in done.stdout.splitlines())
    return dict(whole)


def record_of(*arguments: object) -> dict[str, Any]:
    """Return what scripts/evaluate.py --json says of each file, where that is all it says."""
    whole = whole_record_of(*arguments)
    assert set(whole) == {"files"}
    return dict(whole["files"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten digits of split train, of which 1 and 2 come again as dev; letters; a wrong label."""
    place = tmp_path_factory.mktemp("ink")
    train = [ink_line(ink, label=digit, split="train") for digit, ink in DIGITS.items()]
    dev = [ink_line(DIGITS[digit], label=digit, split="dev") for digit in "12"]
    others = [ink_line(DIGITS["0"], label="O", split="dev"), ink_line(DIGITS["1"], split="dev")]
    write_lines(place / "mixed.jsonl.gz", [*train, *others, *dev])
    write_lines(place / "wrong.jsonl", [ink_line(DIGITS["3"], label="8")])
    write_lines(place / "letters.jsonl", others)
    write_lines(place / "broken.jsonl", [*train, "no ink"])
    write_mnist(place, "t10k")
    (place / "paper").mkdir()
    for digit in "37":
        cv2.imwrite(str(place / "paper" / f"digit-{digit}-01.png"), picture_of(DIGITS[digit]))
    return place


def test_json_tells_all_of_each_file_by_its_name(folder: Path) -> None:
    files = record_of("--ink", folder / "mixed.jsonl.gz", folder / "wrong.jsonl")
    assert list(files) == ["mixed.jsonl.gz", "wrong.jsonl"]
    assert all(set(record) == RECORD_KEYS for record in files.values())
    mixed, wrong = files.values()
    assert (mixed["n"], mixed["correct"], mixed["accuracy"]) == (12, 12, 1.0)
    assert (mixed["not_a_digit"], mixed["refused"], mixed["confusions"]) == (0, 0.0, [])
    assert (mixed["left_out"], wrong["left_out"]) == (2, 0)
    assert mixed["per_digit"] == dict.fromkeys(DIGITS, 1.0)
    assert (wrong["n"], wrong["correct"], wrong["confusions"]) == (1, 0, [["8", "3", 1]])


def test_text_tells_right_readings_and_confusions(folder: Path) -> None:
    done = evaluate("--ink", folder / "mixed.jsonl.gz", folder / "wrong.jsonl")
    assert (done.returncode, done.stderr) == (0, "")
    assert "12 of 12 right" in done.stdout
    assert "left out: 2 with other labels" in done.stdout
    assert "8 as 3: 1" in done.stdout


def test_a_split_measures_its_own_lines_only(folder: Path) -> None:
    (record,) = record_of("--ink", folder / "mixed.jsonl.gz", "--split", "dev").values()
    assert (record["n"], list(record["per_digit"])) == (2, ["1", "2"])
    assert record["left_out"] == 2


def test_mnist_is_measured_beside_ink(folder: Path) -> None:
    files = record_of("--ink", folder / "wrong.jsonl", "--mnist", folder)
    assert list(files) == ["wrong.jsonl", "mnist"]
    assert (files["mnist"]["n"], files["mnist"]["correct"]) == (10, 10)


def test_files_of_the_same_name_are_told_apart(folder: Path, tmp_path: Path) -> None:
    again = write_lines(tmp_path / "wrong.jsonl", [ink_line(DIGITS["3"], label="3")])
    files = record_of("--ink", folder / "wrong.jsonl", again)
    assert [record["correct"] for record in files.values()] == [0, 1]


def test_pictures_are_measured_under_the_name_of_their_folder(folder: Path) -> None:
    files = record_of("--ink", folder / "wrong.jsonl", "--pictures", f"{folder / 'paper'}/.")
    assert list(files) == ["wrong.jsonl", "paper"]
    assert (files["paper"]["n"], files["paper"]["correct"]) == (2, 2)


def test_everything_asked_for_stands_beside_the_accuracy_of_a_file(folder: Path) -> None:
    asked = ("--writers", "3", "--pens", "--sizes", "--sampling", "--coverage")
    whole = whole_record_of("--ink", folder / "mixed.jsonl.gz", "--mnist", folder, *asked)
    mixed, mnist = whole["files"].values()
    robust = {"pens", "sizes", "sampling"}
    assert set(mixed) == RECORD_KEYS | robust | {"writers", "coverage"}
    assert set(mnist) == RECORD_KEYS | {"coverage"}
    assert set(whole["together"]) == robust
    assert mixed["sizes"]["accuracy"]["1,000"] == mixed["coverage"][0]["coverage"] == 1.0


def test_text_has_a_table_of_each_thing_asked_for(folder: Path) -> None:
    done = evaluate("--ink", folder / "wrong.jsonl", "--writers", "--pens", "--coverage")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("wrong.jsonl\n  0 of 1 right")
    for title in ("Error among the surest", "By contributor", "Worst writers", "pen width"):
        assert title in done.stdout


def test_markdown_is_the_tables_asked_for_alone(folder: Path) -> None:
    done = evaluate("--ink", folder / "wrong.jsonl", "--sizes", "--markdown")
    assert (done.returncode, done.stderr) == (0, "")
    title, _, head, rule, row = done.stdout.splitlines()
    assert title.startswith("**Accuracy by size")
    assert head.count("|") == rule.count("|") == row.count("|")
    assert row.startswith("| wrong.jsonl | 0.00% |")


def test_markdown_of_nothing_more_is_accuracy_and_which_model(folder: Path) -> None:
    done = evaluate("--ink", folder / "wrong.jsonl", "--markdown")
    assert done.stdout.startswith(f"Model {Classifier().card.sha256[:12]}")
    assert "| wrong.jsonl | 1 | 0 | 0.00% |" in done.stdout
    assert "| wrong.jsonl | 8 as 3: 1 |" in done.stdout


def test_whole_texts_and_their_digits_are_measured(tmp_path: Path) -> None:
    ink = Ink((*DIGITS["2"].strokes, *shifted(DIGITS["6"], 150, 0).strokes))
    lines = [ink_line(ink, label=label) for label in ("26", "26", "25", "2 6")]
    (record,) = record_of("--ink", write_lines(tmp_path / "texts.jsonl", lines)).values()
    assert set(record) == RECORD_KEYS
    assert (record["n"], record["correct"], record["per_digit"]) == (4, 2, {})
    assert record["digit_error_rate"] == 1 / 8
    assert sorted(record["confusions"]) == [["2 6", "26", 1], ["25", "26", 1]]


def test_numbers_built_of_the_digits_stand_beside_the_accuracy_of_a_file(folder: Path) -> None:
    asked = ("--ink", folder / "mixed.jsonl.gz", "--mnist", folder, "--numbers", 16)
    mixed, mnist = whole_record_of(*asked)["files"].values()
    assert set(mixed) == RECORD_KEYS | {"numbers"}
    assert set(mnist) == RECORD_KEYS
    numbers = mixed["numbers"]
    assert list(numbers["gaps"]) == [*BANDS, "touching or overlapping"]
    assert list(numbers["kinds"]) == list(KINDS)
    assert numbers["n"] == 16 + numbers["kinds"]["two lines"]["n"] / 2 == 20
    assert numbers["n"] == sum(numbers["gaps"][band]["n"] for band in BANDS)
    assert 0.9 <= numbers["accuracy"] <= 1
    assert numbers["single digits kept whole"] == {"n": 12, "whole": 12, "part": 1.0}
    assert numbers["seconds"] > 0


def test_the_same_numbers_are_built_every_time(folder: Path) -> None:
    asked = ("--ink", folder / "mixed.jsonl.gz", "--numbers", 8)
    once, again = (whole_record_of(*asked)["files"]["mixed.jsonl.gz"] for _ in range(2))
    assert once["numbers"].pop("seconds") > 0
    assert again["numbers"].pop("seconds") > 0
    assert once == again


def test_text_and_markdown_have_a_table_of_the_numbers(folder: Path) -> None:
    asked = ("--ink", folder / "mixed.jsonl.gz", "--numbers", "4")
    text, markdown = evaluate(*asked).stdout, evaluate(*asked, "--markdown").stdout
    assert "mixed.jsonl.gz: numbers built of its digits" in text
    assert markdown.startswith("**mixed.jsonl.gz: numbers built of its digits")
    assert "| all | 5 |" in markdown


@pytest.mark.slow
def test_digits_are_measured_against_every_kind_of_non_digit(tmp_path: Path) -> None:
    data, two = write_data_folder(tmp_path / "data"), DIGITS["2"]
    for name in FILES.values():
        lines = [ink_line(two, label="W", split=split) for split in ("dev", "train", "dev")]
        write_lines(data / "ink" / f"{name}.jsonl.gz", lines)
    twos = write_lines(tmp_path / "two.jsonl", [ink_line(two, label="2", split="dev")])
    whole = whole_record_of("--ink", twos, "--split", "dev", "--outliers", data)
    outliers = whole["outliers"]
    assert tuple(outliers["kinds"]) == OUTLIER_KINDS
    assert (outliers["digits"], outliers["digits_accepted"]) == (1, 1.0)
    # The same ink under another name: nothing can tell it from a digit.
    same = {"n": 2, "auroc": 0.5, "accepted": 1.0, "at_keep": 1.0}
    assert outliers["kinds"]["letters"] == same


@pytest.mark.parametrize("option", ["--writers", "--pens", "--sizes", "--sampling", "--outliers"])
def test_what_is_measured_on_ink_needs_ink(folder: Path, option: str) -> None:
    value = [folder] if option == "--outliers" else []
    done = evaluate("--mnist", folder, option, *value)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith(f"error: {option} measures what --ink shows: give it too\n")


def test_numbers_are_built_of_ink_or_pictures(folder: Path) -> None:
    done = evaluate("--mnist", folder, "--numbers")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("measures digits of --ink and --pictures: give one of them\n")


@pytest.mark.parametrize("option", ["--writers", "--numbers"])
def test_a_number_of_things_is_one_or_more(folder: Path, option: str) -> None:
    done = evaluate("--ink", folder / "wrong.jsonl", option, 0)
    assert (done.returncode, done.stdout) == (2, "")
    assert "0 is not 1 or more" in done.stderr


@pytest.mark.parametrize(
    ("option", "name"),
    [
        ("--ink", "letters.jsonl"),
        ("--ink", "broken.jsonl"),
        ("--ink", "missing.jsonl"),
        ("--mnist", "missing"),
        ("--pictures", "missing"),
        ("--outliers", "missing"),
        ("--model", "missing"),
    ],
)
def test_what_cannot_be_measured_is_told_in_one_line(folder: Path, option: str, name: str) -> None:
    wanted = ["--ink", folder / "wrong.jsonl"] if option in ("--model", "--outliers") else []
    done = evaluate(*wanted, option, folder / name)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"evaluate.py: {folder / name}")
    assert done.stderr.count("\n") == 1


def test_nothing_to_measure_is_a_wrong_command_line() -> None:
    done = evaluate("--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("error: nothing to measure: give --ink, --pictures or --mnist\n")


@pytest.mark.slow
def test_the_shipped_model_reads_the_ink_of_unknown_writers(data_dir: Path) -> None:
    paths = [data_dir / "ink" / name for name in DEV_COUNTS]
    files = record_of("--split", "dev", "--ink", *paths)
    assert {name: each["n"] for name, each in files.items()} == DEV_COUNTS
    accuracies = {name: each["accuracy"] for name, each in files.items()}
    assert min(accuracies.values()) >= 0.992, accuracies


@pytest.mark.slow
def test_the_shipped_model_reads_mnist(data_dir: Path) -> None:
    (record,) = record_of("--mnist", data_dir / "mnist").values()
    assert record["n"] == 10_000
    assert record["accuracy"] >= 0.995


@pytest.mark.slow
def test_the_shipped_model_reads_handwriting_on_paper(data_dir: Path) -> None:
    (record,) = record_of("--pictures", data_dir / "paper").values()
    assert record["n"] == 300
    assert record["accuracy"] >= 0.97


def test_what_is_gained_by_telling_is_measured_of_each_file_and_together(tmp_path: Path) -> None:
    inks = [(digit, shifted(ink, k, 0)) for k in range(4) for digit, ink in DIGITS.items()]
    lines = [ink_line(ink, label=digit, writer="amy") for digit, ink in inks]
    file = write_lines(tmp_path / "amy.jsonl", lines)
    whole = whole_record_of("--ink", file, "--teach")
    teach = whole["files"]["amy.jsonl"]["teach"]
    assert teach == whole["together"]["teach"]
    assert teach["corrected"]["5"]["all"] == {"digits": 40, "untaught": 0, "taught": 0}
    said = evaluate("--ink", file, "--teach").stdout
    assert "amy.jsonl: 1 writers with at least 40 digits, 40 in all" in said


def test_where_no_writer_has_enough_digits_to_teach_it_is_said(folder: Path) -> None:
    done = evaluate("--ink", folder / "mixed.jsonl.gz", "--teach")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "evaluate.py: no writer has 40 digits\n"


def test_teaching_is_measured_on_ink() -> None:
    done = evaluate("--pictures", "paper", "--teach")
    assert done.returncode == 2
    assert "--teach measures what --ink shows" in done.stderr


def test_answers_of_games_are_written_read_and_judged(tmp_path: Path) -> None:
    lines = [ink_line(ink, label=digit, writer="amy") for digit, ink in DIGITS.items()]
    file = write_lines(tmp_path / "amy.jsonl", lines)
    play = whole_record_of("--ink", file, "--play", 20)["play"]
    assert (play["right"]["n"], play["wrong"]["n"]) == (20, 20)
    assert play["right"]["accepted"] >= 18
    assert play["wrong"]["accepted"] <= 1  # two bars across each other may be anything
    assert play["wrong"]["called wrong"] > 10
    said = evaluate("--ink", file, "--play", 2, "--markdown").stdout
    assert said.startswith("**Answers to tasks of mental arithmetic**")


def test_answers_need_all_their_digits_of_one_hand(folder: Path) -> None:
    done = evaluate("--ink", folder / "mixed.jsonl.gz", "--split", "dev", "--play", 9)
    assert (done.returncode, done.stdout) == (2, "")
    assert "nobody has written all the digits of" in done.stderr


@pytest.mark.slow
def test_nobody_who_plays_loses_to_a_misreading(data_dir: Path) -> None:
    paths = [data_dir / "ink" / name for name in DEV_COUNTS]
    play = whole_record_of("--split", "dev", "--ink", *paths, "--play", 2000)["play"]
    right, wrong = play["right"], play["wrong"]
    assert right["accepted"] >= 0.98 * right["n"]
    assert right["called wrong"] <= 0.002 * right["n"]
    assert wrong["accepted"] <= 0.005 * wrong["n"]
