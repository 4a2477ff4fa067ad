"""Symbols of Detexify become ink: each original is made up in the form of its documentation."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from originalfiles import detexify_zip

from recognizer.errors import DataError
from recognizer.training.data.detexify import AUTHOR, SYMBOLS, detexify_inks
from recognizer.training.data.inklines import ink_line

MOST_OF_A_COMMAND = 50


def drawing(row: int, *strokes: list[tuple[float, float]]) -> dict[str, Any]:
    points = strokes or ([(0, 0), (1, 1)],)
    return {
        "id": f"sample:legacy-detexify-db:{row}",
        "symbolId": "latex:latex2e:hash",
        "source": {"kind": "legacy-detexify-db", "rowId": row},
        "strokes": [[{"x": x, "y": y} for x, y in stroke] for stroke in points],
    }


def packed(folder: Path, content: bytes) -> Path:
    path = folder / "detexify.zip"
    path.write_bytes(content)
    return path


def test_a_symbol_is_a_line_with_y_down_as_on_the_page(tmp_path: Path) -> None:
    plus_minus = drawing(7, [(0.25, 0.2), (0.75, 0.2)], [(0.5, 0), (0.5, 0.5)], [], [(0.3, 1)])
    path = packed(tmp_path, detexify_zip({"latex2e:pm": [plus_minus]}))
    (ink,) = detexify_inks(path)
    assert ink_line(ink) == (
        '{"label":"±","writer":"detexify/row7","source":"detexify","split":"train",'
        '"strokes":[[[0,200],[500,200]],[[250,0],[250,500]],[[50,1000]]]}'
    )


def test_symbols_come_by_label_and_each_from_all_its_commands(tmp_path: Path) -> None:
    commands = {
        "textcomp:texttimes": [drawing(1)],
        "latex2e:times": [drawing(3), drawing(2)],
        "latex2e:hash": [drawing(9)],
        "latex2e:alpha": [drawing(5)],
        "latex2e:omega": [drawing(6)],
    }
    inks = detexify_inks(packed(tmp_path, detexify_zip(commands)))
    assert [(each.label, each.writer) for each in inks] == [
        ("#", "detexify/row9"),
        ("\N{MULTIPLICATION SIGN}", "detexify/row3"),
        ("\N{MULTIPLICATION SIGN}", "detexify/row2"),
        ("\N{MULTIPLICATION SIGN}", "detexify/row1"),
        ("\N{GREEK SMALL LETTER ALPHA}", "detexify/row5"),
    ]


@pytest.mark.parametrize(("count", "dev"), [(1, 0), (4, 0), (5, 1), (9, 1), (50, 10)])
def test_the_last_fifth_of_a_label_is_dev(tmp_path: Path, count: int, dev: int) -> None:
    drawings = [drawing(row) for row in range(count)]
    path = packed(tmp_path, detexify_zip({"latex2e:hash": drawings[:3], "latex2e:sum": drawings}))
    splits = [each.split for each in detexify_inks(path) if each.label == "∑"]
    assert splits == ["train"] * (count - dev) + ["dev"] * dev


def test_what_was_rejected_or_is_empty_is_left_out_before_the_split(tmp_path: Path) -> None:
    bad = drawing(8)
    drawings = [drawing(row) for row in range(5)] + [bad, drawing(9, [])]
    content = detexify_zip({"latex2e:hash": drawings}, rejected=(bad["id"],))
    inks = list(detexify_inks(packed(tmp_path, content)))
    assert [each.writer for each in inks] == [f"detexify/row{row}" for row in range(5)]
    assert inks[-1].split == "dev"


def test_what_is_not_from_the_database_was_drawn_by_the_author(tmp_path: Path) -> None:
    own = drawing(1) | {"id": "sample:local:2026:x", "source": {"kind": "local-lab"}}
    (ink,) = detexify_inks(packed(tmp_path, detexify_zip({"latex2e:hash": [own]})))
    assert ink.writer == AUTHOR


@pytest.mark.parametrize(
    "line",
    [
        "7",
        "[]",
        "{}",
        json.dumps(drawing(1) | {"id": ["a"]}),
        json.dumps(drawing(1) | {"source": None}),
        json.dumps(drawing(1) | {"source": {"rowId": "one"}}),
        json.dumps(drawing(1) | {"strokes": 3}),
        json.dumps(drawing(1) | {"strokes": [[[1, 2]]]}),
        json.dumps(drawing(1, [(0, float("inf"))])),
        json.dumps(drawing(1, [(0, float("nan"))])),
        json.dumps(drawing(1, [(10**400, 0)])),
    ],
)
def test_a_malformed_drawing_is_named_with_its_line(tmp_path: Path, line: str) -> None:
    content = detexify_zip({"latex2e:hash": [drawing(1), line]})
    with pytest.raises(DataError, match=r"samples/latex/.*/hash\.jsonl, line 2: not a drawing$"):
        list(detexify_inks(packed(tmp_path, content)))


@pytest.mark.parametrize("line", ["{", "sample", '{"id": "a"', '{"id": }'])
def test_a_line_that_is_not_json_is_named(tmp_path: Path, line: str) -> None:
    content = detexify_zip({"latex2e:hash": [line]})
    with pytest.raises(DataError, match=r"hash\.jsonl, line 1: .") as caught:
        list(detexify_inks(packed(tmp_path, content)))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("samples/manifest.json", "{", "Expecting property name"),
        ("samples/manifest.json", "[]", "not a list of symbolId and path"),
        ("samples/manifest.json", '{"samples": [{}]}', "not a list of symbolId and path"),
        ("samples/manifest.json", '{"samples": []}', "no latex2e:hash, latex2e:dollar, "),
        ("reviews/rejected-samples.json", "", "Expecting value"),
        ("reviews/rejected-samples.json", "{}", "no rejected drawings"),
        ("reviews/rejected-samples.json", '{"rejected": 3}', "no rejected drawings"),
    ],
)
def test_a_malformed_list_is_named(tmp_path: Path, file: str, content: str, message: str) -> None:
    path = packed(tmp_path, detexify_zip({}, changed={file: content}))
    with pytest.raises(DataError, match=rf"detexify\.zip: {re.escape(file)}: {message}") as caught:
        list(detexify_inks(path))
    assert "\n" not in str(caught.value)


def test_a_file_that_the_manifest_names_but_the_archive_lacks_is_named(tmp_path: Path) -> None:
    commands = [command for several in SYMBOLS.values() for command in several]
    listed = [{"symbolId": f"latex:{name}", "path": "samples/gone.jsonl"} for name in commands]
    manifest = json.dumps({"samples": listed})
    path = packed(tmp_path, detexify_zip({}, changed={"samples/manifest.json": manifest}))
    with pytest.raises(DataError, match=r"detexify\.zip: no file packages/\S*/gone\.jsonl in it$"):
        list(detexify_inks(path))


@pytest.mark.parametrize("content", [b"", b"COPY samples", detexify_zip({})[:-9]])
def test_what_is_no_archive_is_named(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(DataError, match=r"detexify\.zip: File is not a zip file"):
        list(detexify_inks(packed(tmp_path, content)))


def test_the_shared_symbols_have_the_labels_the_order_and_the_split_of_ours(
    data_dir: Path,
) -> None:
    with gzip.open(data_dir / "ink" / "detexify-symbols.jsonl.gz", "rt", encoding="utf-8") as file:
        shared = [json.loads(line) for line in file]
    counts = Counter(each["label"] for each in shared)
    assert list(counts) == list(SYMBOLS), "a Counter keeps the order of the file"
    by_the_author = Counter(each["label"] for each in shared if each["writer"] == AUTHOR)
    for label, commands in SYMBOLS.items():
        assert counts[label] - by_the_author[label] <= MOST_OF_A_COMMAND * len(commands)
        splits = "".join(each["split"][0] for each in shared if each["label"] == label)
        assert re.fullmatch(f"t+d{{{counts[label] // 5}}}", splits)
