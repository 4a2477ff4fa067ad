"""`recognizer score`: how much of labeled files is read right, wherever their labels stand."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from commandline import Run
from making import digit_images, ink_line, picture_of, write_idx, write_lines
from strokes import DIGITS

pytest_plugins = ["commandfixtures"]


def picture(path: Path, digit: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    assert cv2.imwrite(str(path), picture_of(DIGITS[digit]))
    return path


def in_folders(root: Path) -> None:
    """Three right ones, and a 1 that is called a 7."""
    picture(root / "3" / "a.png", "3")
    picture(root / "train" / "7" / "a.png", "7")
    write_lines(root / "4" / "b.json", [ink_line(DIGITS["4"])])
    picture(root / "7" / "one.png", "1")


def in_names(root: Path) -> None:
    picture(root / "3_12.png", "3")
    picture(root / "7-b.png", "7")
    picture(root / "deeper" / "digit-4-001.png", "4")
    picture(root / "7 (2).png", "1")


def in_table(root: Path) -> None:
    for name, digit in {"a": "3", "b": "7", "c/d": "4", "e": "1"}.items():
        picture(root / f"{name}.png", digit)
    table = "file,label\na.png,3\nb.png,7\nc/d.png,4\ne.png,7\n"
    (root / "labels.csv").write_text(table)


def in_table_without_heads(root: Path) -> None:
    in_table(root)
    lines = (root / "labels.csv").read_text().splitlines()[1:]
    (root / "labels.csv").write_text("\n".join(lines))


def in_table_label_first(root: Path) -> None:
    in_table(root)
    rows = [line.split(",") for line in (root / "labels.csv").read_text().splitlines()[1:]]
    body = "".join(f"{label},x,{name}\n" for name, label in rows)
    (root / "labels.csv").write_text("label,note,filename\n" + body)


def in_table_of_a_spreadsheet(root: Path) -> None:
    in_table(root)
    table = root / "labels.csv"
    table.write_text(table.read_text().replace(",", ";"), encoding="utf-8-sig")


def in_table_of_tabs(root: Path) -> None:
    in_table(root)
    table = root / "labels.csv"
    table.write_text(table.read_text().replace(",", "\t"))


EVERY_WAY = [
    in_folders,
    in_names,
    in_table,
    in_table_without_heads,
    in_table_label_first,
    in_table_of_a_spreadsheet,
    in_table_of_tabs,
]


@pytest.mark.parametrize("way", EVERY_WAY)
def test_labels_may_stand_in_folders_names_or_a_table(run: Run, tmp_path: Path, way) -> None:
    (tmp_path / "4").mkdir()
    way(tmp_path)
    code, said, complaint = run("score", tmp_path)
    assert (code, complaint) == (0, "")
    first, *rest = said.splitlines()
    assert ": 7 read as 1, " in first
    assert rest == [
        "3 of 4 right: 75.00 % (95 % interval: 30.06 to 95.44 %)",
        "  3: 1 of 1",
        "  4: 1 of 1",
        "  7: 1 of 2, misread as 1 (1)",
    ]


def test_json_tells_the_same(run: Run, tmp_path: Path) -> None:
    in_names(tmp_path)
    record = json.loads(run("score", "--json", tmp_path)[1])
    assert (record["right"], record["of"], record["accuracy"]) == (3, 4, 0.75)
    assert record["interval"] == [0.300642, 0.954413]
    assert record["confusion"] == {"3": {"3": 1}, "4": {"4": 1}, "7": {"1": 1, "7": 1}}
    (misread,) = record["misread"]
    assert misread["file"] == str(tmp_path / "7 (2).png")
    assert (misread["label"], misread["text"]) == ("7", "1")


def test_numbers_are_compared_digit_by_digit(run: Run, tmp_path: Path) -> None:
    page = np.hstack([picture_of(DIGITS[digit]) for digit in "374"])
    assert cv2.imwrite(str(tmp_path / "page.png"), page)
    (tmp_path / "labels.csv").write_text("page.png,3 75\n")
    said = run("score", tmp_path)[1].splitlines()
    assert said[0].startswith(f"{tmp_path / 'page.png'}: 3 75 read as 374, ")
    assert said[2:] == ["  3: 1 of 1", "  5: 0 of 1, misread as 4 (1)", "  7: 1 of 1"]


def test_what_is_not_read_counts_as_wrong(run: Run, tmp_path: Path) -> None:
    (tmp_path / "5").mkdir()
    assert cv2.imwrite(str(tmp_path / "5" / "blank.png"), np.full((40, 40), 255, np.uint8))
    said = run("score", tmp_path)[1].splitlines()
    assert "5 read as nothing" in said[0]
    assert said[2:] == ["  5: 0 of 1, misread as ? (1)"]


def test_files_without_a_label_are_counted_but_not_scored(run: Run, tmp_path: Path) -> None:
    in_names(tmp_path)
    picture(tmp_path / "holiday_3.png", "3")
    said = run("score", tmp_path)[1].splitlines()
    assert said[1].startswith("3 of 4 right")
    assert said[2] == "left out, without a label: 1"


def test_letters_may_be_labels_of_their_alphabet(run: Run, tmp_path: Path) -> None:
    for name in ("a_1.png", "photo.png"):
        picture(tmp_path / name, "3")
    record = json.loads(run("score", "--json", "--alphabet", "letters", tmp_path)[1])
    assert (record["of"], record["unlabeled"]) == (1, 1)
    assert list(record["confusion"]) == ["A"]


def test_a_bad_file_does_not_stop_the_rest(run: Run, tmp_path: Path) -> None:
    in_names(tmp_path)
    (tmp_path / "3_bad.png").write_bytes(b"no picture")
    code, said, complaint = run("score", tmp_path)
    assert code == 1
    assert "3 of 4 right" in said
    assert complaint.startswith(f"recognizer: {tmp_path / '3_bad.png'}: ")


def test_a_data_set_brings_its_labels(run: Run, tmp_path: Path) -> None:
    images, labels = digit_images()
    write_idx(tmp_path / "t10k-images-idx3-ubyte", images)
    write_idx(tmp_path / "t10k-labels-idx1-ubyte", labels)
    code, said, _ = run("score", tmp_path / "t10k-images-idx3-ubyte")
    assert code == 0
    assert said.startswith("10 of 10 right: 100.00 %")


def test_ink_brings_its_labels(run: Run, tmp_path: Path) -> None:
    lines = [ink_line(DIGITS["3"], label="3"), ink_line(DIGITS["1"], label="7")]
    said = run("score", write_lines(tmp_path / "own.jsonl", lines))[1].splitlines()
    assert said[0].startswith(f"{tmp_path / 'own.jsonl'}:2: 7 read as 1, ")
    assert said[1].startswith("1 of 2 right")


def test_the_misread_ones_stand_on_a_sheet(run: Run, tmp_path: Path) -> None:
    in_names(tmp_path)
    picture(tmp_path / "9_.png", "0")
    out = tmp_path / "out" / "misread.png"
    out.parent.mkdir()
    assert run("score", tmp_path, "--sheet", out)[0] == 0
    sheet = cv2.imread(str(out), cv2.IMREAD_GRAYSCALE)
    assert sheet.shape[1] > 2 * 96
    assert sheet.min() < 60


@pytest.mark.parametrize("content", [b"a.png\n", b"\xff\xfe\xff", b"file,label\na.png\n"])
def test_a_bad_table_is_refused(run: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "labels.csv").write_bytes(content)
    code, said, complaint = run("score", tmp_path)
    assert (code, said, complaint.count("\n")) == (2, "", 1)
    assert "labels.csv" in complaint


@pytest.mark.parametrize("name", ["missing", "missing.png", "missing.csv"])
def test_what_is_not_there_is_said_to_be_missing(run: Run, tmp_path: Path, name: str) -> None:
    code, said, complaint = run("score", tmp_path / name)
    assert (code, said, complaint.count("\n")) == (2, "", 1)
    assert complaint.startswith(f"recognizer: {tmp_path / name}: no such file")


def test_a_single_picture_has_no_labels(run: Run, tmp_path: Path) -> None:
    code, said, complaint = run("score", picture(tmp_path / "seven.png", "7"))
    assert (code, said, complaint.count("\n")) == (2, "", 1)
    assert complaint.endswith("seven.png: neither a folder nor a data set with labels\n")


def test_a_folder_without_labels_has_nothing_to_score(run: Run, tmp_path: Path) -> None:
    picture(tmp_path / "holiday.png", "3")
    code, said, complaint = run("score", tmp_path)
    assert (code, said) == (1, "")
    assert "nothing in it has a label" in complaint


def test_an_empty_folder_is_refused_in_one_line(run: Run, tmp_path: Path) -> None:
    code, said, complaint = run("score", tmp_path)
    assert (code, said, complaint.count("\n")) == (2, "", 1)
    assert complaint.startswith(f"recognizer: {tmp_path}: holds no file that can be read")


def test_where_all_files_are_bad_each_is_told_and_no_more(run: Run, tmp_path: Path) -> None:
    for name in ("3_bad.png", "7_bad.png"):
        (tmp_path / name).write_bytes(b"no picture")
    code, said, complaint = run("score", tmp_path)
    assert (code, said) == (2, "")
    first, second = complaint.splitlines()
    assert "3_bad.png" in first
    assert "7_bad.png" in second
