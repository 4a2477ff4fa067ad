"""`recognizer read --alphabet sums`: sums with their answers, in words, as JSON, in pictures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from commandline import Run, records, refused
from making import ROOT, ink_line, write_lines
from strokes import shifted
from sumtrees import seeded
from test_picturesums import column
from typesetting import DIGIT_HEIGHT, Typesetter, inked

from recognizer import BoundingBox, Ink, Reading, Symbol
from recognizer.commands.read.exercises import Page
from recognizer.network.card import read_card
from recognizer.resources import models_dir
from recognizer.sums import Sum
from recognizer.sums.found import Taken
from recognizer.sums.grammar import parsed

CARD = read_card(models_dir() / "digits.json")
pytestmark = pytest.mark.skipif(CARD.path is None, reason="the shipped model knows no signs")
pytest_plugins = ["commandfixtures"]

SUMS = "--alphabet", "sums"
LINE_HEIGHT = 3 * DIGIT_HEIGHT
BOX = BoundingBox(0, 0, 10, 10)
GREEN, RED, PURPLE = (70, 150, 30), (50, 70, 210), (200, 60, 150)


def page(*texts: str) -> Ink:
    """Return the symbols of each text, one line below the other."""
    lines = [inked(Typesetter(seeded(1)).text(text).glyphs) for text in texts]
    placed = [shifted(line, 0, LINE_HEIGHT * k) for k, line in enumerate(lines)]
    return Ink(tuple(stroke for line in placed for stroke in line.strokes))


def page_file(folder: Path, *texts: str) -> Path:
    return write_lines(folder / "page.json", [ink_line(page(*texts))])


def each_alone(folder: Path, *texts: str) -> Path:
    return write_lines(folder / "sums.jsonl", [ink_line(page(text)) for text in texts])


def told(run: Run, *arguments: object) -> list[str]:
    code, out, err = run("read", *SUMS, *arguments)
    assert (code, err) == (0, "")
    return out.splitlines()


def drawn(run: Run, file: Path) -> npt.NDArray[np.uint8]:
    told(run, file, "--annotate", file.parent / "out")
    picture = cv2.imread(str(file.parent / "out" / f"{file.stem}.png"))
    assert picture is not None
    return np.asarray(picture, np.uint8)


def columns_of(picture: npt.NDArray[np.uint8], color: Sequence[int]) -> npt.NDArray[np.int_]:
    """Return the columns that hold `color`, once for each pixel."""
    return np.nonzero((picture == np.array(color)).all(axis=2))[1]


def test_each_sum_is_told_with_its_answer(run: Run, tmp_path: Path) -> None:
    file = page_file(tmp_path, "12+7=", "84÷7=", "23+4=28", "2+2")
    assert told(run, file) == ["12+7=19", "84÷7=12", "23+4=28", "2+2"]


def test_with_many_inks_each_sum_has_its_place(run: Run, tmp_path: Path) -> None:
    file = each_alone(tmp_path, "12+7=", "3×3=")
    assert told(run, file) == [f"{file}:1: 12+7=19", f"{file}:2: 3×3=9"]


def test_several_processes_tell_the_same(run: Run, tmp_path: Path) -> None:
    file = each_alone(tmp_path, "12+7=", "3×3=")
    assert told(run, file, file, "--workers", 2) == 2 * told(run, file)


def test_what_is_not_understood_is_told_as_it_was_read(run: Run, tmp_path: Path) -> None:
    assert told(run, page_file(tmp_path, "3+×=", "2+2=")) == ["3+×=", "2+2=4"]


def test_json_has_each_sum_and_its_symbols_among_those_of_the_reading(
    run: Run, tmp_path: Path
) -> None:
    (record,) = records("\n".join(told(run, "--json", page_file(tmp_path, "23+4=28", "3×3="))))
    labels = [each["label"] for line in record["lines"] for part in line for each in part["digits"]]
    wrong, asked = record["sums"]
    assert (wrong["text"], wrong["is_right"], wrong["answer"]) == ("23+4=28", False, "27")
    assert (asked["completed"], asked["is_right"], asked["value"]) == ("3×3=9", None, "9")
    assert [labels[each["index"]] for each in asked["symbols"]] == list("3×3=")


def test_json_of_sums_without_any_has_an_empty_list(run: Run, tmp_path: Path) -> None:
    empty = write_lines(tmp_path / "empty.json", [ink_line(Ink())])
    assert records(run("read", *SUMS, "--json", empty)[1])[0]["sums"] == []


@pytest.mark.parametrize(
    ("sign", "answer"), [("point", "0.125"), (".", "0.125"), ("comma", "0,125"), (",", "0,125")]
)
def test_the_sign_before_tenths_can_be_chosen(
    run: Run, tmp_path: Path, sign: str, answer: str
) -> None:
    assert told(run, page_file(tmp_path, "1÷8="), "--decimal", sign) == [f"1÷8={answer}"]


def test_the_sign_before_tenths_is_the_first_that_is_seen(run: Run, tmp_path: Path) -> None:
    assert told(run, page_file(tmp_path, "3,5+2=", "1÷8="))[1] == "1÷8=0,125"


def test_the_score_is_told_after_the_page(run: Run, tmp_path: Path) -> None:
    file = page_file(tmp_path, "23+4=27", "23+4=28", "3×3=", "2+2")
    assert told(run, file, "--score")[-1] == "1 of 3 right"


def test_the_example_of_a_sheet_is_read_right(run: Run) -> None:
    lines = told(run, ROOT / "docs" / "examples" / "exercises.jpg", "--score")
    assert sorted(lines) == sorted(
        [
            *("12+7=19", "23-8=15", "6×7=41", "84÷7=12"),
            *("36:4=9", "1.5+2.4=3.9", "(8-3)×4=20", "100-37=63"),
            "6 of 8 right",
        ]
    )


def test_each_of_several_files_has_a_score_of_its_own(run: Run, tmp_path: Path) -> None:
    one = page_file(tmp_path, "2+2=4", "3×3=8")
    other = each_alone(tmp_path, "2+2=4", "3×3=9")
    lines = told(run, one, other, "--score")
    assert [line for line in lines if "right" in line] == [
        f"{one}: 1 of 2 right",
        f"{other}: 2 of 2 right",
    ]


def test_a_sum_that_is_not_understood_is_not_right_but_told(run: Run, tmp_path: Path) -> None:
    file = page_file(tmp_path, "2+2=4", "3+×=")
    assert told(run, file, "--score")[-1] == "1 of 2 right, 1 hard to read"


def test_json_has_the_score_if_it_is_asked_for(run: Run, tmp_path: Path) -> None:
    file = each_alone(tmp_path, "2+2=4", "3×3=8")
    scores = [each["score"] for each in records("\n".join(told(run, "--json", "--score", file)))]
    assert scores == [{"right": 1, "of": 1, "unsure": 0}, {"right": 0, "of": 1, "unsure": 0}]


def test_a_wrong_answer_that_may_be_misread_is_hard_to_read() -> None:
    doubtful = Taken(0, Symbol((), 1.0, True, BOX), "1", 0.6)
    found = [Sum(parsed(text), 0.6, (doubtful,), BOX) for text in ("6×7=41", "6×7=42", "6×7=")]
    assert str(Page(Reading(), tuple(found)).score) == "1 of 3 right, 1 hard to read"


@pytest.mark.parametrize("option", [["--score"], ["--decimal", "comma"]])
def test_what_is_for_sums_is_refused_elsewhere(run: Run, three: Path, option: list[str]) -> None:
    assert refused(run("read", three, *option), "--alphabet sums")


def test_other_alphabets_know_of_no_sums(run: Run, tmp_path: Path) -> None:
    (record,) = records(run("read", "--json", page_file(tmp_path, "23"))[1])
    assert "sums" not in record
    assert "score" not in record


def test_a_right_answer_gets_a_check_beside_it(run: Run, tmp_path: Path) -> None:
    picture = drawn(run, page_file(tmp_path, "23+4=27"))
    found = columns_of(picture, GREEN)
    assert len(found) > 50
    assert found.min() > 0.8 * picture.shape[1]


def test_beside_a_wrong_answer_stands_the_right_one(run: Run, tmp_path: Path) -> None:
    picture = drawn(run, page_file(tmp_path, "23+4=28"))
    assert not len(columns_of(picture, GREEN))
    found = columns_of(picture, RED)
    assert len(found) > 500
    assert found.min() > 0.8 * picture.shape[1]


def test_the_result_of_a_column_stands_below_its_line(run: Run, tmp_path: Path) -> None:
    ink = column(["92", "-47"], "")
    picture = drawn(run, write_lines(tmp_path / "page.json", [ink_line(ink)]))
    rows, columns = np.nonzero((picture == np.array(PURPLE)).all(axis=2))
    is_result = rows > 0.8 * len(picture)
    assert is_result.sum() > 500
    assert columns[is_result].min() > 0.5 * picture.shape[1]


def test_beside_what_asks_nothing_stands_nothing(run: Run, tmp_path: Path) -> None:
    picture = drawn(run, page_file(tmp_path, "23+4"))
    assert not len(columns_of(picture, GREEN))
    assert not len(columns_of(picture, RED))
