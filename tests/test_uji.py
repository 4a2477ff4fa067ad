"""UJIpenchars becomes ink: each original here is made up, in the form of ``uji.names``."""

from __future__ import annotations

import gzip
import json
import string
from itertools import groupby
from pathlib import Path

import pytest
from originalfiles import uji_page, uji_zip, zip_of

from recognizer.errors import DataError
from recognizer.training.data.convert import UJI_DEV_FROM, uji_inks
from recognizer.training.data.inklines import ink_line


def packed(folder: Path, pages: dict[str, str]) -> Path:
    path = folder / "uji.zip"
    path.write_bytes(uji_zip(pages))
    return path


def test_a_character_is_a_line_with_y_down_as_in_the_original(tmp_path: Path) -> None:
    page = uji_page(("t", [[(10, 100), (10, 100), (30, 100)], [(20, 80), (20, 120)]]))
    (ink,) = uji_inks(packed(tmp_path, {"w03": page}))
    assert ink_line(ink) == (
        '{"label":"t","writer":"uji/w03","source":"uji","split":"train",'
        '"strokes":[[[0,500],[500,500]],[[250,0],[250,1000]]]}'
    )


def test_characters_come_by_writer_and_as_they_were_written(tmp_path: Path) -> None:
    stroke = [[(0, 0), (1, 1)]]
    one = uji_page(("a", stroke), ("Z", stroke), ("a", stroke))
    path = packed(tmp_path, {"w11": uji_page(("7", stroke)), "w01": one})
    assert [(each.label, each.writer) for each in uji_inks(path)] == [
        ("a", "uji/w01"),
        ("Z", "uji/w01"),
        ("a", "uji/w01"),
        ("7", "uji/w11"),
    ]


def test_the_last_two_writers_are_dev(tmp_path: Path) -> None:
    page = uji_page(("a", [[(0, 0), (1, 1)]]))
    path = packed(tmp_path, {f"w{number:02}": page for number in range(1, 12)})
    splits = {each.writer: each.split for each in uji_inks(path)}
    assert [writer for writer, split in splits.items() if split == "dev"] == ["uji/w10", "uji/w11"]
    assert len(splits) == 11


def test_a_character_without_points_is_left_out(tmp_path: Path) -> None:
    path = packed(tmp_path, {"w01": uji_page(("a", []), ("b", [[(0, 0)]]))})
    assert [each.label for each in uji_inks(path)] == ["b"]


@pytest.mark.parametrize("label", ["", "ab", "?", "\xf1"])
def test_what_is_neither_letter_nor_digit_is_named(tmp_path: Path, label: str) -> None:
    path = packed(tmp_path, {"w01": uji_page((label, [[(0, 0)]]))})
    with pytest.raises(DataError, match=r"uji\.zip: UJIpenchars-w01: '.*' is not a letter or"):
        list(uji_inks(path))


def test_a_segment_without_a_label_is_named(tmp_path: Path) -> None:
    path = packed(tmp_path, {"w01": ".SEGMENT CHARACTER 0 ?\n.PEN_DOWN\n1 1\n"})
    with pytest.raises(DataError, match=r"UJIpenchars-w01: no place or no label in \.SEGMENT"):
        list(uji_inks(path))


def test_an_archive_of_something_else_is_named(tmp_path: Path) -> None:
    (tmp_path / "uji.zip").write_bytes(zip_of({"ujipenchars2.txt": "WORD a w1\n"}))
    with pytest.raises(DataError, match=r"uji\.zip: no files UJIpenchars-w01 to -w11 in it"):
        list(uji_inks(tmp_path / "uji.zip"))


@pytest.mark.parametrize("content", [b"", b"WORD a", uji_zip({"w01": uji_page()})[:-9]])
def test_what_is_no_archive_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "uji.zip").write_bytes(content)
    with pytest.raises(DataError, match=r"uji\.zip: File is not a zip file"):
        list(uji_inks(tmp_path / "uji.zip"))


def test_a_damaged_page_is_named(tmp_path: Path) -> None:
    path = packed(tmp_path, {"w01": uji_page(("a", [[(1, 22222)]]))})
    path.write_bytes(path.read_bytes().replace(b"22222", b"22822"))
    with pytest.raises(DataError, match=r"uji\.zip: Bad CRC-32 for file 'UJIpenchars-w01'"):
        list(uji_inks(path))


def test_a_missing_archive_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"uji\.zip: No such file"):
        list(uji_inks(tmp_path / "uji.zip"))


def test_the_shared_characters_have_the_labels_and_the_split_of_ours(data_dir: Path) -> None:
    with gzip.open(data_dir / "ink" / "uji-characters.jsonl.gz", "rt") as stream:
        shared = [json.loads(line) for line in stream]
    pages = [
        (writer, split, "".join(each["label"] for each in inks))
        for (writer, split), inks in groupby(shared, lambda each: (each["writer"], each["split"]))
    ]
    twice = (string.ascii_letters + string.digits) * 2
    assert pages == [
        (f"uji/w{number:02}", "dev" if number >= UJI_DEV_FROM else "train", twice)
        for number in range(1, 12)
    ]
