"""Ink of other programs: Quick, Draw!, InkML and UNIPEN are read like our own."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from commandline import Run
from making import ink_line
from strokes import DIGITS

from recognizer import Ink, InkError, read_ink_file

pytest_plugins = ["commandfixtures"]


def drawing_of(ink: Ink, word: str, raw: bool = False) -> str:
    """Return a line of Quick, Draw!; the raw data has times, too."""
    strokes = [each.points.T.tolist() for each in ink.strokes]
    if raw:
        strokes = [[*each, list(range(len(each[0])))] for each in strokes]
    return json.dumps({"word": word, "key_id": "5", "recognized": True, "drawing": strokes})


def inkml_of(ink: Ink, head: str = "", point: str = "{x} {y}") -> str:
    traces = [
        ", ".join(point.format(x=x, y=y) for x, y in each.points.tolist()) for each in ink.strokes
    ]
    return (
        '<ink xmlns="http://www.w3.org/2003/InkML"><annotation type="truth">$7$</annotation>'
        + head
        + "".join(f"<trace>\n{each}\n</trace>" for each in traces)
        + "</ink>"
    )


def unipen_of(inks: Iterable[tuple[str, Ink]], follows: bool = False) -> str:
    """Return a UNIPEN file: all segments first, or each before its points."""
    lines, heads, first = [".VERSION 1.0", ".COORD X Y"], [], 0
    body: list[str] = []
    for label, ink in inks:
        count = len(ink.strokes)
        head = f'.SEGMENT CHARACTER {first}-{first + count - 1} OK "{label}"'
        first += count
        heads.append(head)
        body += [head] if follows else []
        for stroke in ink.strokes:
            points = [f"{x:g} {-y:g}" for x, y in stroke.points.tolist()]
            body += [".PEN_DOWN", *points, ".PEN_UP"]
    return "\n".join([*lines, *([] if follows else heads), *body, ""])


def texts(said: str) -> list[str]:
    return [line.split(" (")[0].rpartition(" ")[2] for line in said.splitlines()]


@pytest.mark.parametrize("raw", [False, True])
def test_drawings_of_quick_draw_are_read_line_by_line(run: Run, tmp_path: Path, raw: bool) -> None:
    path = tmp_path / "full.ndjson"
    path.write_text("".join(drawing_of(DIGITS[d], "digit", raw) + "\n" for d in "374"))
    code, said, complaint = run("read", path)
    assert (code, complaint) == (0, "")
    assert said.startswith(f"{path}:1: 3 (")
    assert texts(said) == ["3", "7", "4"]
    assert [each.label for each in read_ink_file(path)] == ["digit"] * 3


def test_our_own_ink_may_end_in_ndjson(tmp_path: Path) -> None:
    (tmp_path / "own.ndjson").write_text(ink_line(DIGITS["5"]) + "\n")
    assert [each.ink for each in read_ink_file(tmp_path / "own.ndjson")] == [DIGITS["5"]]


@pytest.mark.parametrize("drawing", ["5", "[5]", "[[[1, 2]]]", "[[[1, 2], [3]]]", '[["a", "b"]]'])
def test_a_bad_drawing_is_told_by_its_line(tmp_path: Path, drawing: str) -> None:
    (tmp_path / "bad.ndjson").write_text(f'{{"drawing": {drawing}}}\n')
    with pytest.raises(InkError, match=r"bad\.ndjson:1: "):
        list(read_ink_file(tmp_path / "bad.ndjson"))


FORCE_FIRST = '<traceFormat><channel name="F"/><channel name="X"/><channel name="Y"/></traceFormat>'


@pytest.mark.parametrize(
    ("head", "point"),
    [("", "{x} {y}"), ("", "{x} {y} 12.5"), (FORCE_FIRST, "0.5 {x} {y}")],
)
@pytest.mark.parametrize("digit", ["4", "7"])
def test_inkml_is_read(run: Run, tmp_path: Path, digit: str, head: str, point: str) -> None:
    path = tmp_path / "one.inkml"
    path.write_text(inkml_of(DIGITS[digit], head, point))
    assert run("read", path)[1].startswith(f"{digit} (")
    (read,) = read_ink_file(path)
    assert (read.ink, read.label) == (DIGITS[digit], "7")


def test_what_the_pen_did_in_the_air_is_no_ink(tmp_path: Path) -> None:
    text = inkml_of(DIGITS["1"], '<trace type="penUp">0 0, 500 500</trace>')
    (tmp_path / "air.inkml").write_text(text)
    assert [each.ink for each in read_ink_file(tmp_path / "air.inkml")] == [DIGITS["1"]]


@pytest.mark.parametrize(
    "content",
    [
        "no xml",
        "<ink><trace>5</trace></ink>",
        "<ink><trace>1 2, '3 '4</trace></ink>",
        "<ink><trace>1 nan</trace></ink>",
        '<!DOCTYPE ink [<!ENTITY a "1 2,">]><ink><trace>&a;</trace></ink>',
    ],
)
def test_other_inkml_is_refused_in_one_line(run: Run, tmp_path: Path, content: str) -> None:
    path = tmp_path / "bad.inkml"
    path.write_text(content)
    code, said, complaint = run("read", path)
    assert (code, said, complaint.count("\n")) == (2, "", 1)
    assert complaint.startswith(f"recognizer: {path}: ")


@pytest.mark.parametrize("follows", [False, True])
@pytest.mark.parametrize("name", ["page.unp", "page.unipen", "page.dat"])
def test_unipen_is_read_symbol_by_symbol(
    run: Run, tmp_path: Path, name: str, follows: bool
) -> None:
    path = tmp_path / name
    path.write_text(unipen_of([(d, DIGITS[d]) for d in "475"], follows))
    code, said, complaint = run("read", path)
    assert (code, complaint) == (0, "")
    assert said.startswith(f"{path}:1: 4 (")
    assert texts(said) == ["4", "7", "5"]
    assert [each.label for each in read_ink_file(path)] == ["4", "7", "5"]


def test_unipen_without_segments_is_one_ink(run: Run, tmp_path: Path) -> None:
    text = unipen_of([("4", DIGITS["4"])])
    path = tmp_path / "page.unp"
    path.write_text("\n".join(each for each in text.splitlines() if "SEGMENT" not in each))
    assert texts(run("read", path)[1]) == ["4"]


def test_the_points_may_lie_in_the_folder_of_includes(run: Run, tmp_path: Path) -> None:
    text = unipen_of([("4", DIGITS["4"])])
    lines = text.splitlines()
    path = tmp_path / "data" / "1a" / "four.dat"
    for folder in (path.parent, tmp_path / "include"):
        folder.mkdir(parents=True)
    path.write_text("\n".join([".INCLUDE points.dat", *(k for k in lines if "SEGMENT" in k)]))
    points = "\n".join(each for each in lines if "SEGMENT" not in each)
    (tmp_path / "include" / "points.dat").write_text(points)
    assert texts(run("read", path)[1]) == ["4"]


def test_a_dat_file_in_a_folder_is_left_alone(run: Run, three: Path) -> None:
    (three.parent / "other.dat").write_bytes(b"\0\1\2")
    assert run("read", three.parent)[0] == 0


@pytest.mark.parametrize("where", ["9" * 5000, ",".join(["0-2"] * 50_000), "0-", "a"])
def test_a_segment_that_names_nonsense_is_refused(tmp_path: Path, where: str) -> None:
    text = unipen_of([("4", DIGITS["4"]), ("7", DIGITS["7"])]).replace(" 0-", f" {where} ", 1)
    (tmp_path / "bad.unp").write_text(text.replace(where + " 1", where))
    with pytest.raises(InkError, match=r"bad\.unp: "):
        list(read_ink_file(tmp_path / "bad.unp"))


def test_a_file_without_points_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "other.dat").write_bytes(b"\0\1\2")
    code, said, complaint = run("read", tmp_path / "other.dat")
    assert (code, said) == (2, "")
    assert complaint == f"recognizer: {tmp_path / 'other.dat'}: no points in it\n"
