"""The characters that the networks learn, and which inks of them are for what."""

from __future__ import annotations

from pathlib import Path

import pytest
from making import HELD_OUT, LEARNED, SIGNS, ink_line, write_lines
from strokes import DIGITS

from recognizer.errors import DataError, InkError
from recognizer.network.alphabet import NONE
from recognizer.training.data.characters import (
    CHARACTER_FILES,
    DIGIT_FILES,
    LABELS,
    NONE_PLACE,
    character_paths,
    held_out_characters,
    is_held_out,
    is_of,
    left_out_digits,
    place_of,
    read_characters,
    train_characters,
)

SEVEN = DIGITS["7"]


def test_the_digits_come_first_so_that_the_place_of_each_is_the_digit() -> None:
    assert [place_of(digit) for digit in "0123456789"] == list(range(10))


def test_what_can_be_typed_is_learned_but_for_the_backslash() -> None:
    typed = {chr(code) for code in range(33, 127)} - {"\\"}
    assert typed < set(LABELS)
    assert all(label.isprintable() and len(label) == 1 for label in LABELS)


@pytest.mark.parametrize("sign", "\N{MULTIPLICATION SIGN}÷√π±≤≥≠°€£≈")
def test_signs_of_mathematics_and_money_are_learned_too(sign: str) -> None:
    assert sign in LABELS


def test_each_label_has_its_place_and_none_has_the_last() -> None:
    assert [place_of(label) for label in (*LABELS, NONE)] == list(range(NONE_PLACE + 1))


@pytest.mark.parametrize("label", ["\\", "10", "\N{INFINITY}"])
def test_what_is_not_learned_has_no_place(label: str) -> None:
    with pytest.raises(KeyError):
        place_of(label)


def test_the_minus_of_mathematics_is_the_one_that_is_typed(data: Path) -> None:
    inks = list(read_characters(character_paths(data, ["detexify-symbols"]), "train"))
    assert [each.label for each in inks] == ["\N{MULTIPLICATION SIGN}", "÷", "-"]
    assert "\N{INFINITY}" in SIGNS, "what is not learned is left out"


def test_all_files_of_digits_are_files_of_characters(data: Path) -> None:
    assert set(DIGIT_FILES) < set(CHARACTER_FILES)
    assert all(path.exists() for path in character_paths(data))


@pytest.mark.parametrize("split", ["train", "dev"])
def test_characters_are_read_of_one_split(data: Path, split: str) -> None:
    inks = list(read_characters(character_paths(data), split))
    assert {each.split for each in inks} == {split}
    assert {each.label for each in inks} == {*"0123456789HWk+=-÷", "\N{MULTIPLICATION SIGN}"}


def test_a_writer_is_learned_from_or_held_out_never_both(data: Path) -> None:
    learned, held_out = train_characters(data), held_out_characters(data)
    assert LEARNED in {each.writer for each in learned}
    assert {each.writer for each in held_out} == {HELD_OUT}
    assert HELD_OUT not in {each.writer for each in learned}
    assert {each.split for each in (*learned, *held_out)} == {"train"}


def test_one_writer_in_twenty_is_held_out_always_the_same_ones() -> None:
    names = [f"writer {number}" for number in range(4000)]
    held_out = [name for name in names if is_held_out(name)]
    assert 150 < len(held_out) < 250
    assert held_out == [name for name in names if is_held_out(name)]
    assert held_out[:3] == ["writer 10", "writer 22", "writer 37"]


@pytest.mark.parametrize(
    ("source", "is_meant"),
    [
        ("unipen", True),
        ("unipen/aga", True),
        ("unipen/aga/7", True),
        ("unipen/ag", False),
        ("uji", False),
    ],
)
def test_a_source_is_named_as_its_writers_begin(source: str, is_meant: bool) -> None:
    assert is_of("unipen/aga/7", [source]) is is_meant


def test_sources_can_be_left_out_of_training(data: Path) -> None:
    everything = train_characters(data)
    without = train_characters(data, [LEARNED])
    left_out = left_out_digits(data, LEARNED)
    assert {each.writer for each in everything} - {each.writer for each in without} == {LEARNED}
    assert [each.label for each in left_out] == list("0123456789")
    assert {(each.writer, each.split) for each in left_out} == {(LEARNED, "train")}


def test_with_the_only_writer_held_out_left_out_too_the_folder_is_named(data: Path) -> None:
    with pytest.raises(DataError, match=rf"{data}.*no digits of train writers held out"):
        held_out_characters(data, [HELD_OUT])


def test_a_source_without_digits_cannot_be_left_out(data: Path) -> None:
    with pytest.raises(DataError, match=rf"{data}.*no digits of train writers of nobody"):
        left_out_digits(data, "nobody")


def only_by(folder: Path, writer: str) -> Path:
    """Write data of a single writer into `folder`."""
    (folder / "ink").mkdir()
    for path in character_paths(folder):
        write_lines(path, [ink_line(SEVEN, label="7", split="train", writer=writer)])
    return folder


def test_without_a_writer_to_learn_from_the_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=rf"{tmp_path}.*no digits of train writers to train on"):
        train_characters(only_by(tmp_path, HELD_OUT))


def test_without_a_writer_held_out_the_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=rf"{tmp_path}.*no digits of train writers held out"):
        held_out_characters(only_by(tmp_path, LEARNED))


def test_a_missing_file_of_characters_is_named(own_data: Path) -> None:
    character_paths(own_data)[-1].unlink()
    with pytest.raises(InkError, match="detexify-symbols"):
        train_characters(own_data)


def test_the_shared_data_holds_out_a_small_part_of_each_kind(data_dir: Path) -> None:
    learned, held_out = train_characters(data_dir), held_out_characters(data_dir)
    for kind in ("0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"):
        parts = [sum(each.label in kind for each in inks) for inks in (held_out, learned)]
        assert 0.03 < parts[0] / sum(parts) < 0.1
    assert len({each.writer for each in held_out if each.label in "0123456789"}) >= 8
