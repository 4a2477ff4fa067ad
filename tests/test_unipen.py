"""The format as contributors write it: each text here is made up after one of their dialects."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

from recognizer.errors import DataError
from recognizer.ink.unipen import delineated, following, parse_unipen, read_unipen
from recognizer.training.data.convert import unipen_inks
from recognizer.training.data.inklines import ink_line

STROKES = """\
.PEN_DOWN
0 9
0 0
.PEN_UP
.PEN_DOWN
5 5
6 6
7 7
8 8
.PEN_UP
.PEN_DOWN
1 2
.PEN_UP
"""


def test_a_segment_has_a_level_a_place_and_a_label() -> None:
    page = parse_unipen(STROKES + '.SEGMENT CHARACTER 0-1 OK "4"\n')
    (segment,) = page.segments
    assert (segment.level, segment.where, segment.label) == ("CHARACTER", "0-1", "4")
    assert delineated(page, segment.where) == [[(0, 9), (0, 0)], [(5, 5), (6, 6), (7, 7), (8, 8)]]


@pytest.mark.parametrize(
    ("where", "strokes"),
    [
        ("2", [[(1, 2)]]),
        ("1-1", [[(5, 5), (6, 6), (7, 7), (8, 8)]]),
        ("0,2", [[(0, 9), (0, 0)], [(1, 2)]]),
        ("1:1-1:2", [[(6, 6), (7, 7)]]),
        ("1:3", [[(8, 8)]]),
        ("0:1-1:0", [[(0, 0)], [(5, 5)]]),
        ("1:2-2", [[(7, 7), (8, 8)], [(1, 2)]]),
        ("1-2:0", [[(5, 5), (6, 6), (7, 7), (8, 8)], [(1, 2)]]),
        ("2-1", []),
        ("2-99,50:3-60", [[(1, 2)]]),
    ],
)
def test_a_place_names_components_and_points_in_them(
    where: str, strokes: list[list[tuple[float, float]]]
) -> None:
    assert delineated(parse_unipen(STROKES), where) == strokes


@pytest.mark.parametrize("where", ["", "a", "1-", "1;2", "1:2:3", "0,", "-1"])
def test_a_place_that_is_none_is_named(where: str) -> None:
    with pytest.raises(DataError, match=f"'{where.split(',')[-1]}' is not a place"):
        delineated(parse_unipen(STROKES), where)


@pytest.mark.parametrize(
    ("written", "label"),
    [
        (r'CHARACTER 0 OK "5"', "5"),
        (r'CHARACTER   0    ?   "5"', "5"),
        (r'DIGIT 0 "5"', "5"),
        (r'CHARACTER 0 OK "\""', '"'),
        (r'CHARACTER 0 OK """', '"'),
        (r'CHARACTER 0 OK "\\"', "\\"),
        (r'CHARACTER 0 OK "\@"', "@"),
        (r'WORD 0 GOOD "two words"', "two words"),
        (r'CHARACTER 0 OK ""', ""),
    ],
)
def test_a_label_stands_in_quotes_and_a_backslash_guards_a_character(
    written: str, label: str
) -> None:
    assert [each.label for each in parse_unipen(f".SEGMENT {written}\n").segments] == [label]


@pytest.mark.parametrize("written", ["", "CHARACTER", "CHARACTER 0", "CHARACTER 0 OK 5"])
def test_a_segment_without_place_or_label_is_named_with_its_file(written: str) -> None:
    with pytest.raises(DataError, match=r"of\.dat: no place or no label"):
        parse_unipen(f".SEGMENT {written}", Path("of.dat"))


def test_components_without_points_are_not_counted() -> None:
    page = parse_unipen(".PEN_UP\n.PEN_UP\n.PEN_DOWN\n.PEN_UP\n.PEN_DOWN\n3 3\n.PEN_UP\n")
    assert delineated(page, "0") == [[(3, 3)]]


def test_points_of_the_lifted_pen_are_counted_but_are_no_ink() -> None:
    page = parse_unipen(".PEN_UP\n0 0\n.PEN_DOWN\n1 1\n.PEN_UP\n2 2\n.DT 40\n.PEN_DOWN\n3 3\n")
    assert len(page.components) == 4
    assert delineated(page, "0-3") == [[(1, 1)], [(3, 3)]]


def test_a_stroke_may_end_where_the_next_begins() -> None:
    page = parse_unipen(".PEN_DOWN\n\t1 1\n\n.PEN_DOWN\n\t2 2\n.START_BOX\n.PEN_DOWN\n\t3 3")
    assert delineated(page, "0-2") == [[(1, 1)], [(2, 2)], [(3, 3)]]


def test_numbers_outside_of_components_are_no_points() -> None:
    page = parse_unipen(".Y_DIM\n200 300\n.PEN_DOWN\n1 1\n.H_LINE 1 2\n7 7\n.PEN_DOWN\n2 2")
    assert delineated(page, "0-1") == [[(1, 1)], [(2, 2)]]


def test_text_may_hold_keywords_and_numbers() -> None:
    text = (
        ".COMMENT before: .WRITER_ID old_7\n   .WRITER_ID older\n  12 34\n.WRITER_ID new\n"
        ".COUNTRY far\n\n\t\tNative language: none\n.PEN_DOWN\n1 1\nno point\nnan nan\n2 2\n"
    )
    page = parse_unipen(text)
    assert page.writer == "new"
    assert delineated(page, "0") == [[(1, 1), (2, 2)]]


@pytest.mark.parametrize("between", [" ", "    ", "\t", "\t\t"])
def test_the_writer_follows_after_any_space(between: str) -> None:
    assert parse_unipen(f".WRITER_ID{between}ann_3 \r\n").writer == "ann_3"


def test_a_page_may_name_no_writer() -> None:
    assert parse_unipen(".WRITER_ID\n").writer == ""


@pytest.mark.parametrize(
    ("coord", "line"),
    [
        ("X Y", "3 4"),
        ("X Y T P", "3 4 100 0.5"),
        ("T P Y X", "100 7 4 3"),
        ("X Y", "3.0 4.0"),
        ("X Y Z", "\t3\t4\t0 "),
    ],
)
def test_the_columns_of_points_have_names(coord: str, line: str) -> None:
    page = parse_unipen(f".COORD {coord}\n.PEN_DOWN\n{line}\n")
    assert delineated(page, "0") == [[(3, 4)]]


def test_a_line_may_hold_many_points() -> None:
    assert delineated(parse_unipen(".PEN_DOWN\n1 2 3 4 5 6\n"), "0") == [[(1, 2), (3, 4), (5, 6)]]


def test_columns_without_x_or_y_are_named() -> None:
    with pytest.raises(DataError, match=r"of\.dat: no X and Y in \.COORD T P"):
        parse_unipen(".COORD T P\n", Path("of.dat"))


def test_points_may_follow_the_segment_they_belong_to() -> None:
    text = (
        '.SEGMENT DIGIT 0 ? "8"\n.COMMENT 8 12 224\n.PEN_DOWN\n1 1\n.PEN_UP\n.DT 100\n'
        '.SEGMENT DIGIT 1 ? "4"\n.COMMENT 4 26 1\n.COMMENT more\n'
        ".PEN_DOWN\n2 2\n.PEN_UP\n.DT 100\n.PEN_DOWN\n3 3\n.PEN_UP\n.COMMENT late\n"
    )
    found = [(each.label, each.note, strokes) for each, strokes in following(parse_unipen(text))]
    assert found == [
        ("8", "8 12 224", [[(1, 1)]]),
        ("4", "4 26 1", [[(2, 2)], [(3, 3)]]),
    ]


def write(root: Path, name: str, text: str) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("latin-1"))
    return path


def test_includes_are_looked_for_in_their_folder(tmp_path: Path) -> None:
    write(tmp_path, "include/zzz/zzz.doc", ".COORD Y X\n")
    write(tmp_path, "include/zzz/data/one.dat", ".WRITER_ID jos\xe9\n.PEN_DOWN\n2 1\n")
    text = (
        ".INCLUDE zzz/words.lex\n.INCLUDE zzz/zzz.doc\n.INCLUDE zzz/data/one.dat\n"
        '.SEGMENT CHARACTER 0 OK "1"\n'
    )
    page = read_unipen(write(tmp_path, "data/1a/zzz/one.dat", text), tmp_path / "include")
    assert page.writer == "jos\xe9"
    assert delineated(page, "0") == [[(1, 2)]]


def test_includes_may_be_named_from_where_they_are_included(tmp_path: Path) -> None:
    write(tmp_path, "include/zzz/zzz.doc", ".COORD Y X\n")
    write(tmp_path, "include/zzz/data/a/one.dat", ".INCLUDE ../../zzz.doc\n.PEN_DOWN\n2 1\n")
    path = write(tmp_path, "data/1a/zzz/one.dat", ".INCLUDE zzz/data/a/one.dat\n")
    assert delineated(read_unipen(path, tmp_path / "include"), "0") == [[(1, 2)]]


def test_a_file_may_stand_alone(tmp_path: Path) -> None:
    path = write(tmp_path, "alone.tra", ".INCLUDE not_here.doc\n" + STROKES)
    assert len(read_unipen(path).components) == 3


def test_a_missing_include_is_named_with_who_asks_for_it(tmp_path: Path) -> None:
    path = write(tmp_path, "one.dat", ".INCLUDE zzz/gone.dat\n")
    with pytest.raises(DataError, match=r"one\.dat: \.INCLUDE zzz/gone\.dat: no such file"):
        read_unipen(path, tmp_path / "include")


def test_a_file_that_includes_itself_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "loop.dat", ".INCLUDE loop.dat\n")
    with pytest.raises(DataError, match="within each other"):
        read_unipen(path, tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"gone\.dat: No such file"):
        read_unipen(tmp_path / "gone.dat")


def test_the_shared_originals_give_the_shared_inks(data_dir: Path) -> None:
    with gzip.open(data_dir / "ink" / "unipen-digits.jsonl.gz", "rt") as stream:
        shared = iter(stream.read().splitlines())
    root = data_dir / "raw" / "unipen"
    made = [ink_line(ink) for ink in unipen_inks(root, "unipen-digits")]
    assert all(line in shared for line in made), "each one is there, and in the same order"
    contributors = Counter(json.loads(line)["writer"].split("/")[1] for line in made)
    assert contributors == {"apa": 82, "art": 170, "cea": 1, "pri": 14, "tos": 37, "uqb": 302}
