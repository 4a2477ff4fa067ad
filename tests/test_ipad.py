"""Digits from an iPad become ink: each original is made up in the form of the corpus's README."""

from __future__ import annotations

import gzip
import json
import string
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from originalfiles import ipad_corpus, ipad_zip, zip_of

from recognizer.errors import DataError
from recognizer.training.data.inklines import ink_line
from recognizer.training.data.ipad import DEV_WRITER, WRITERS, ipad_inks, strokes_of_moves


def move(x: float, y: float, to_x: float, to_y: float) -> dict[str, Any]:
    return {"start": {"x": x, "y": y}, "end": {"x": to_x, "y": to_y}, "time": 1.5}


def packed(folder: Path, corpus: object) -> Path:
    path = folder / "ipad.zip"
    path.write_bytes(ipad_zip(corpus))
    return path


def test_steps_that_follow_each_other_are_one_stroke() -> None:
    moves = [move(1, 2, 3, 4), move(3, 4, 5, 5), move(9, 0, 9, 1)]
    assert strokes_of_moves(moves) == [[(1, 2), (3, 4), (5, 5)], [(9, 0), (9, 1)]]


def test_a_digit_is_a_line_with_y_down_as_on_the_screen(tmp_path: Path) -> None:
    corpus = ipad_corpus()
    corpus["0"]["1"] = {"0": [move(10, 10, 10, 10), move(10, 10, 30, 10), move(20, 5, 20, 45)]}
    first, *_ = ipad_inks(packed(tmp_path, corpus))
    assert ink_line(first) == (
        '{"label":"0","writer":"ipad/1","source":"ipad","split":"train",'
        '"strokes":[[[0,125],[500,125]],[[250,0],[250,1000]]]}'
    )


def test_digits_come_by_writer_and_the_last_writer_is_dev(tmp_path: Path) -> None:
    inks = list(ipad_inks(packed(tmp_path, ipad_corpus())))
    assert [(each.writer, each.split) for each in inks[::10]] == [
        ("ipad/1", "train"),
        ("ipad/2", "train"),
        ("ipad/4", "train"),
        ("ipad/5", "dev"),
    ]
    assert "".join(each.label for each in inks) == string.digits * 4


def test_repetitions_come_by_number_and_without_points_not_at_all(tmp_path: Path) -> None:
    corpus = ipad_corpus()
    corpus["0"]["1"] = {"10": [move(0, 0, 0, 9)], "2": [move(0, 0, 9, 0)], "3": []}
    inks = ipad_inks(packed(tmp_path, corpus))
    ends = [each.strokes[0][1] for each in inks if (each.label, each.writer) == ("0", "ipad/1")]
    assert ends == [(9, 0), (0, 9)]


@pytest.mark.parametrize(
    "drawings",
    [
        [],
        {"first": [move(0, 0, 1, 1)]},
        {"0": [{"start": {"x": 1, "y": 2}}]},
        {"0": [move(0, 0, 1, float("nan"))]},
        {"0": [move(0, 0, 1, 1e12)]},
        {"0": [move(0, 0, 10**400, 1)]},
        {"0": [[1, 2, 3]]},
        {"0": 7},
        None,
    ],
)
def test_a_malformed_drawing_is_named(tmp_path: Path, drawings: Any) -> None:
    corpus = ipad_corpus()
    corpus["4"]["2"] = drawings
    if drawings == []:
        del corpus["4"]["2"]
    with pytest.raises(
        DataError,
        match=r"ipad\.zip: .*corpus_filtered\.json: a drawing of 4 by writer 2 is malformed$",
    ):
        list(ipad_inks(packed(tmp_path, corpus)))


@pytest.mark.parametrize("content", ["", "{", "[" * 100_000, "corpus"])
def test_a_corpus_that_is_not_json_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "ipad.zip").write_bytes(zip_of({"filtered.json": content}))
    with pytest.raises(DataError, match=r"ipad\.zip: filtered\.json: .") as caught:
        list(ipad_inks(tmp_path / "ipad.zip"))
    assert "\n" not in str(caught.value)


def test_without_the_filtered_corpus_the_archive_is_named(tmp_path: Path) -> None:
    (tmp_path / "ipad.zip").write_bytes(zip_of({"corpus_unfiltered.json": "{}"}))
    with pytest.raises(DataError, match=r"ipad\.zip: not one JSON file .* but none$"):
        list(ipad_inks(tmp_path / "ipad.zip"))


def test_two_filtered_corpora_are_named(tmp_path: Path) -> None:
    text = json.dumps(ipad_corpus())
    (tmp_path / "ipad.zip").write_bytes(zip_of({"a/filtered.json": text, "b/filtered.json": text}))
    with pytest.raises(DataError, match=r"ipad\.zip: not one .* but a/filtered\.json, b/filt"):
        list(ipad_inks(tmp_path / "ipad.zip"))


@pytest.mark.parametrize("content", [b"", b"corpus", ipad_zip(ipad_corpus())[:-9]])
def test_what_is_no_archive_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ipad.zip").write_bytes(content)
    with pytest.raises(DataError, match=r"ipad\.zip: File is not a zip file"):
        list(ipad_inks(tmp_path / "ipad.zip"))


def test_the_shared_digits_have_the_writers_the_order_and_the_split_of_ours(data_dir: Path) -> None:
    with gzip.open(data_dir / "ink" / "ipad-digits.jsonl.gz", "rt") as stream:
        shared = [json.loads(line) for line in stream]
    runs = [key for key, _ in groupby(shared, lambda each: (each["writer"], each["label"]))]
    assert runs == [(f"ipad/{writer}", digit) for writer in WRITERS for digit in string.digits]
    dev = {each["writer"] for each in shared if each["split"] == "dev"}
    assert dev == {f"ipad/{DEV_WRITER}"}
