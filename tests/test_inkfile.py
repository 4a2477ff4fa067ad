"""Ink files: one ink, or one a line; whatever is wrong is said with file and line."""

from __future__ import annotations

import gzip
import json
import os
import zlib
from pathlib import Path

import pytest
from strokes import DIGITS

from recognizer import Ink, InkError, LabeledInk, read_ink_file
from recognizer.ink import MAX_POINTS
from recognizer.ink.inkfile import MAX_LINE_BYTES, MAX_UNPACKED_BYTES, is_ink_file

LINES = "".join(ink.to_json() + "\n" for ink in DIGITS.values())
INKS = list(DIGITS.values())
LINE_SUFFIXES = [".jsonl", ".jsonl.gz"]


def written(folder: Path, name: str, content: str | bytes) -> Path:
    """Write `content` to a file `name`, packed if the name says so, and return its path."""
    data = content.encode() if isinstance(content, str) else content
    path = folder / name
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return path


def inks(path: Path) -> list[Ink]:
    return [labeled.ink for labeled in read_ink_file(path)]


def refusal(path: Path) -> str:
    """Return what is said about the file at `path`, in one line that names it."""
    with pytest.raises(InkError) as caught:
        list(read_ink_file(path))
    message = str(caught.value)
    assert str(path) in message
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    "name", ["a.json", "a.jsonl", "a.jsonl.gz", "A.JSON", "dir/a.b.JsonL.Gz", "2024.json"]
)
def test_the_name_tells_an_ink_file(name: str) -> None:
    assert is_ink_file(Path(name))


@pytest.mark.parametrize("name", ["a.png", "a.gz", "json", "a.json.bak", "a.jsonl/b", "a.jsonx"])
def test_other_names_are_no_ink_files(name: str) -> None:
    assert not is_ink_file(Path(name))


@pytest.mark.parametrize("name", ["7.json", "7.JSON", "7.jsonl", "7.jsonl.gz", "7.JSONL"])
def test_one_ink_may_stand_in_any_ink_file(tmp_path: Path, name: str) -> None:
    assert inks(written(tmp_path, name, DIGITS["7"].to_json())) == [DIGITS["7"]]


@pytest.mark.parametrize("suffix", LINE_SUFFIXES)
def test_inks_come_in_the_order_of_their_lines(tmp_path: Path, suffix: str) -> None:
    assert inks(written(tmp_path, "all" + suffix, LINES)) == INKS


@pytest.mark.parametrize("suffix", LINE_SUFFIXES)
def test_blank_lines_are_passed_over(tmp_path: Path, suffix: str) -> None:
    content = "\n \n" + LINES.replace("\n", "\n\t\n\n")
    assert inks(written(tmp_path, "all" + suffix, content)) == INKS


@pytest.mark.parametrize("suffix", LINE_SUFFIXES)
def test_the_last_line_needs_no_end(tmp_path: Path, suffix: str) -> None:
    assert inks(written(tmp_path, "all" + suffix, LINES.rstrip("\n"))) == INKS


def test_lines_may_end_as_on_windows(tmp_path: Path) -> None:
    assert inks(written(tmp_path, "all.jsonl", LINES.replace("\n", "\r\n"))) == INKS


@pytest.mark.parametrize("suffix", LINE_SUFFIXES)
def test_a_file_without_lines_holds_no_inks(tmp_path: Path, suffix: str) -> None:
    assert inks(written(tmp_path, "none" + suffix, "")) == []


def test_a_json_file_may_be_spread_over_many_lines(tmp_path: Path) -> None:
    pretty = json.dumps(json.loads(DIGITS["4"].to_json()), indent=4)
    assert inks(written(tmp_path, "pretty.json", pretty)) == [DIGITS["4"]]


@pytest.mark.parametrize("suffix", [".json", *LINE_SUFFIXES])
def test_a_byte_order_mark_does_no_harm(tmp_path: Path, suffix: str) -> None:
    content = b"\xef\xbb\xbf" + DIGITS["4"].to_json().encode()
    assert inks(written(tmp_path, "bom" + suffix, content)) == [DIGITS["4"]]


def test_what_is_known_of_an_ink_comes_with_it(tmp_path: Path) -> None:
    line = (
        '{"label": "7", "writer": "w/1", "source": "tablet", "split": "dev", '
        '"strokes": [[[1, 2], [3, 4]]]}'
    )
    ink = Ink.from_points([[(1, 2), (3, 4)]])
    path = written(tmp_path, "a.jsonl", line)
    assert list(read_ink_file(path)) == [LabeledInk(ink, "7", "w/1", "tablet", "dev")]


@pytest.mark.parametrize("line", ['{"strokes": []}', '{"strokes": [], "label": null}'])
def test_what_is_not_known_is_an_empty_text(tmp_path: Path, line: str) -> None:
    assert list(read_ink_file(written(tmp_path, "a.json", line))) == [LabeledInk(Ink())]


def test_the_shared_inks_can_be_read(data_dir: Path) -> None:
    first = next(read_ink_file(data_dir / "ink" / "unipen-digits.jsonl.gz"))
    assert first.label in DIGITS
    assert first.ink.bounding_box.longer_side == 1000


# What cannot be read


@pytest.mark.parametrize("suffix", LINE_SUFFIXES)
@pytest.mark.parametrize(
    "bad", ["{", "[]", '{"strokes": [[["a", 0]]]}', '{"strokes": [[[NaN, 0]]]}']
)
def test_a_bad_line_is_named_by_its_number(tmp_path: Path, suffix: str, bad: str) -> None:
    path = written(tmp_path, "a" + suffix, f'{{"strokes": []}}\n\n{bad}\n')
    assert f"{path}:3:" in refusal(path)


def test_the_inks_before_a_bad_line_are_read(tmp_path: Path) -> None:
    found = read_ink_file(written(tmp_path, "a.jsonl", DIGITS["1"].to_json() + "\nbad\n"))
    assert next(found).ink == DIGITS["1"]
    with pytest.raises(InkError, match=":2:"):
        next(found)


def test_whoever_listens_hears_of_a_bad_line_and_gets_the_next(tmp_path: Path) -> None:
    bad: list[InkError] = []
    ink = DIGITS["1"].to_json()
    found = read_ink_file(written(tmp_path, "a.jsonl", f"{ink}\nbad\n\n{ink}\n"), bad.append)
    assert [each.line for each in found] == [1, 4]
    assert [":2:" in str(each) for each in bad] == [True]


@pytest.mark.parametrize("content", ["", "{", "null", '{"strokes": []} {"strokes": []}'])
def test_a_json_file_that_is_no_ink_is_refused(tmp_path: Path, content: str) -> None:
    refusal(written(tmp_path, "a.json", content))


@pytest.mark.parametrize("suffix", [".json", *LINE_SUFFIXES])
def test_text_that_is_no_utf8_is_refused(tmp_path: Path, suffix: str) -> None:
    refusal(written(tmp_path, "a" + suffix, b'{"label": "\xff\xfe", "strokes": []}'))


@pytest.mark.parametrize("suffix", [".json", ".jsonl"])
def test_an_endless_line_is_refused_unread(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / ("a" + suffix)
    with path.open("wb") as stream:
        stream.truncate(MAX_LINE_BYTES + 1)
    assert "32 MiB" in refusal(path)


@pytest.mark.parametrize("kept", [5, 0.5, -9, -1])
def test_a_truncated_gzip_file_is_refused(tmp_path: Path, kept: float) -> None:
    path = written(tmp_path, "a.jsonl.gz", LINES)
    packed = path.read_bytes()
    path.write_bytes(packed[: int(kept * len(packed)) if kept == 0.5 else int(kept)])
    refusal(path)


def test_a_gzip_file_with_a_changed_byte_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl.gz", LINES)
    packed = bytearray(path.read_bytes())
    packed[-6] ^= 0xFF
    path.write_bytes(packed)
    refusal(path)


def test_a_gzip_file_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_text(LINES)
    assert "gzip" in refusal(path)


@pytest.mark.parametrize("suffix", [".json", *LINE_SUFFIXES])
def test_a_missing_file_is_refused_by_name(tmp_path: Path, suffix: str) -> None:
    assert "No such file" in refusal(tmp_path / ("missing" + suffix))


@pytest.mark.parametrize("suffix", [".json", *LINE_SUFFIXES])
def test_a_folder_is_no_ink_file(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / ("folder" + suffix)
    path.mkdir()
    refusal(path)


@pytest.mark.parametrize("suffix", [".json", *LINE_SUFFIXES])
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, suffix: str) -> None:
    path = written(tmp_path, "a" + suffix, LINES)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read every file")
    assert "Permission denied" in refusal(path)


def test_blank_lines_are_counted_however_many_there_are(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", b"\n" * 3_000_000 + b" \r\n" + LINES.encode())
    assert [labeled.line for labeled in read_ink_file(path)] == [3_000_002 + k for k in range(10)]


def test_a_small_file_that_unpacks_to_a_thousand_times_its_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "blank.jsonl.gz"
    packer = zlib.compressobj(9, wbits=31)
    mebibyte = b"\n" * 2**20
    first, again = (packer.compress(mebibyte) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    path.write_bytes(first + again * (MAX_UNPACKED_BYTES // 2**20 + 20))
    assert "unpacks to far more than ink" in refusal(path)


@pytest.mark.parametrize("shape", ["[{}]", '{{"strokes":[{}]}}'])
@pytest.mark.parametrize("item", ["[]", "1", "{}", '""'])
def test_more_values_than_any_ink_has_are_refused_before_they_take_memory(
    tmp_path: Path, shape: str, item: str
) -> None:
    path = written(tmp_path, "a.json", shape.format(",".join([item] * (6 * MAX_POINTS))))
    assert f"more than {MAX_POINTS:,} points" in refusal(path)


def test_json_that_is_nested_beyond_reason_is_refused(tmp_path: Path) -> None:
    assert "not JSON" in refusal(written(tmp_path, "a.json", '{"strokes":' + "[" * 10**6))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.jsonl.gz"])
def test_a_pipe_in_the_place_of_a_file_hangs_nothing(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    assert "not a regular file" in refusal(tmp_path / name)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there are no such devices")
@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.jsonl.gz"])
def test_a_device_is_no_ink_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).symlink_to("/dev/zero")
    assert "not a regular file" in refusal(tmp_path / name)
