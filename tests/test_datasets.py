from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest
from making import (
    digit_images,
    ink_line,
    write_idx,
    write_lines,
    write_mnist,
)
from strokes import DIGITS

from recognizer import Ink
from recognizer.errors import DataError, InkError
from recognizer.ink.inkfile import LabeledInk
from recognizer.pictures.imagesets import read_idx
from recognizer.training.data.datasets import (
    ink_paths,
    load_digit_inks,
    load_mnist,
    without_fragments,
)

HEADER = b"\0\0\x08\x01\0\0\0\x03"


@pytest.mark.parametrize("name", ["bytes-idx", "bytes-idx.gz"])
@pytest.mark.parametrize("shape", [(3,), (2, 3), (2, 3, 4), (0, 28, 28)])
def test_an_idx_file_is_read_as_it_was_written(
    tmp_path: Path, name: str, shape: tuple[int, ...]
) -> None:
    array = np.arange(np.prod(shape), dtype=np.uint8).reshape(shape)
    read = read_idx(write_idx(tmp_path / name, array))
    assert (read.dtype, read.shape) == (np.uint8, shape)
    assert np.array_equal(read, array)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("short", b"\0\0", id="no header"),
        pytest.param("empty", b"", id="empty"),
        pytest.param("text", b"no bytes at all", id="text"),
        pytest.param("floats", b"\0\0\x0d\x01\0\0\0\x01abcd", id="floats"),
        pytest.param("shape", b"\0\0\x08\x03\0\0\0\x01", id="truncated shape"),
        pytest.param("less", HEADER + b"ab", id="truncated data"),
        pytest.param("more", HEADER + b"abcd", id="more than the header says"),
        pytest.param("plain.gz", HEADER + b"abc", id="not gzipped"),
        pytest.param("cut.gz", gzip.compress(HEADER + b"abc")[:-4], id="truncated gzip"),
        pytest.param("bad.gz", gzip.compress(bytes(99))[:12] + b"\xff" * 30, id="broken gzip"),
    ],
)
def test_what_is_no_idx_file_of_bytes_is_named(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError) as caught:
        read_idx(tmp_path / name)
    assert str(caught.value).startswith(f"{tmp_path / name}: ")


def test_an_idx_file_of_sizes_beyond_reason_is_refused(tmp_path: Path) -> None:
    (tmp_path / "huge").write_bytes(b"\0\0\x08\x03" + b"\xff" * 12 + b"abc")
    with pytest.raises(DataError, match="header"):
        read_idx(tmp_path / "huge")


@pytest.mark.parametrize("name", ["missing", "missing.gz"])
def test_a_missing_idx_file_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match=name):
        read_idx(tmp_path / name)


@pytest.mark.parametrize("part", ["train", "t10k"])
def test_mnist_pairs_images_with_labels(data: Path, part: str) -> None:
    loaded = load_mnist(data / "mnist", part)
    images, labels = digit_images()
    assert np.array_equal(loaded.images[: len(images)], images)
    assert np.array_equal(loaded.labels[: len(labels)], labels)
    assert len(loaded) == len(loaded.images)


def test_mnist_may_be_unpacked(data: Path, tmp_path: Path) -> None:
    for packed in (data / "mnist").glob("t10k-*.gz"):
        (tmp_path / packed.stem).write_bytes(gzip.decompress(packed.read_bytes()))
    loaded = load_mnist(tmp_path, "t10k")
    assert np.array_equal(loaded.images, load_mnist(data / "mnist", "t10k").images)


@pytest.mark.parametrize("kind", ["images-idx3", "labels-idx1"])
def test_mnist_needs_both_files(tmp_path: Path, kind: str) -> None:
    write_mnist(tmp_path, "t10k")
    (tmp_path / f"t10k-{kind}-ubyte.gz").unlink()
    with pytest.raises(DataError, match=f"t10k-{kind}-ubyte"):
        load_mnist(tmp_path, "t10k")


@pytest.mark.parametrize("shape", [(9,), (10, 1)])
def test_mnist_labels_must_fit_the_images(tmp_path: Path, shape: tuple[int, ...]) -> None:
    write_mnist(tmp_path, "t10k")
    write_idx(tmp_path / "t10k-labels-idx1-ubyte.gz", np.zeros(shape, np.uint8))
    with pytest.raises(DataError, match="t10k images"):
        load_mnist(tmp_path, "t10k")


def test_the_ink_of_digits_lies_in_two_files(data: Path) -> None:
    assert [path.exists() for path in ink_paths(data)] == [True, True]


@pytest.mark.parametrize(("split", "hands"), [("train", 4), ("dev", 2)])
def test_inks_are_loaded_by_split(data: Path, split: str, hands: int) -> None:
    inks = load_digit_inks(ink_paths(data), split)
    assert {labeled.split for labeled in inks} == {split}
    assert [labeled.label for labeled in inks] == hands * list(DIGITS)


def test_only_digits_are_loaded(tmp_path: Path) -> None:
    labels = ["7", "a", "", "10", "٣"]
    lines = [ink_line(DIGITS["7"], label=label, split="dev") for label in labels]
    file = write_lines(tmp_path / "mixed.jsonl", lines)
    assert [each.label for each in load_digit_inks([file], "dev")] == ["7"]


def test_a_split_that_is_not_there_is_named(data: Path) -> None:
    with pytest.raises(DataError, match=r"no digit of split 'test' in .*unipen-digits"):
        load_digit_inks(ink_paths(data), "test")


def test_a_missing_ink_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InkError, match=r"unipen-digits\.jsonl\.gz"):
        load_digit_inks(ink_paths(tmp_path), "train")


BARS = {
    "bar": [[(50, 0), (50, 140)]],
    "slash": [[(90, 0), (0, 140)]],
    "lying bar": [[(0, 0), (90, 4)]],
    "bar with a bow": [[(0, 0), (15, 50), (0, 100)]],
    "dot": [[(5, 5)]],
    "dot touched twice": [[(5, 5), (5, 5)]],
}
MORE_THAN_BARS = {
    "angle": [[(0, 0), (18, 50), (0, 100)]],
    "two bars": [[(0, 0), (0, 90)], [(40, 0), (40, 90)]],
    "bar and dot": [[(0, 0), (0, 90)], [(40, 0)]],
    "hook": [[(0, 0), (0, 90), (20, 90)]],
}


@pytest.mark.parametrize("strokes", BARS.values(), ids=list(BARS))
def test_a_bar_or_a_dot_is_what_is_left_of_another_digit(
    strokes: list[list[tuple[float, float]]],
) -> None:
    every = [LabeledInk(Ink.from_points(strokes), label) for label in "023456789"]
    assert without_fragments(every) == []


@pytest.mark.parametrize("strokes", BARS.values(), ids=list(BARS))
def test_a_one_may_be_a_bar(strokes: list[list[tuple[float, float]]]) -> None:
    ones = [LabeledInk(Ink.from_points(strokes), "1")]
    assert without_fragments(ones) == ones


@pytest.mark.parametrize("strokes", MORE_THAN_BARS.values(), ids=list(MORE_THAN_BARS))
def test_what_is_more_than_a_bar_may_be_any_digit(
    strokes: list[list[tuple[float, float]]],
) -> None:
    inks = [LabeledInk(Ink.from_points(strokes), digit) for digit in DIGITS]
    assert without_fragments(inks) == inks


def test_whole_digits_stay_in_order() -> None:
    inks = [LabeledInk(ink, digit) for digit, ink in DIGITS.items()]
    fragment = LabeledInk(Ink.from_points(BARS["bar"]), "4")
    assert without_fragments([fragment, *inks[:5], fragment, *inks[5:]]) == inks
