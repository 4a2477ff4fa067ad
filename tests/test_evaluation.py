from __future__ import annotations

import re
from pathlib import Path

import cv2
import numpy as np
import pytest
from making import ink_line, picture_of, write_idx, write_lines, write_mnist
from strokes import DIGITS, shifted

from recognizer import BoundingBox, Candidate, Ink, InkError, PictureError, Reader, Reading, Symbol
from recognizer.errors import DataError
from recognizer.ink.inkfile import LabeledInk
from recognizer.reading.result import Number, together
from recognizer.reading.scoring import wilson_interval
from recognizer.training.measure.evaluation import (
    SHOWN_CONFUSIONS,
    Sample,
    Tally,
    evaluate_ink,
    evaluate_mnist,
    evaluate_pictures,
)

BOX = BoundingBox(0, 0, 9, 9)


def symbol(digit: str, is_known: bool = True) -> Symbol:
    return Symbol((Candidate(digit, 0.9),), 0.0, is_known, BOX)


def read_as(digit: str, is_known: bool = True) -> Reading:
    return Reading.of(symbol(digit, is_known))


def read_as_text(text: str) -> Reading:
    """Return the reading of several digits that says `text`."""
    lines = [
        [Number(tuple(map(symbol, number)), BOX) for number in line.split(" ")]
        for line in text.split("\n")
    ]
    return together(lines)


def tally_of(*pairs: tuple[str, str]) -> Tally:
    """Return the tally of (label, read as) pairs."""
    return Tally.of(Sample(label, read_as(digit)) for label, digit in pairs)


@pytest.fixture
def mixed() -> Tally:
    """Seven readings: 1 is right twice of three, 2 always, 7 never."""
    pairs = [("1", "1"), ("1", "7"), ("7", "1"), ("1", "1"), ("7", "1"), ("2", "2"), ("7", "2")]
    return tally_of(*pairs)


def test_a_tally_counts_what_is_right(mixed: Tally) -> None:
    assert (mixed.count(), mixed.correct()) == (7, 3)


@pytest.mark.parametrize(("label", "count", "right"), [("1", 3, 2), ("2", 1, 1), ("7", 3, 0)])
def test_a_tally_counts_digit_by_digit(mixed: Tally, label: str, count: int, right: int) -> None:
    assert (mixed.count(label), mixed.correct(label)) == (count, right)


def test_a_digit_that_did_not_come_counts_nothing(mixed: Tally) -> None:
    assert (mixed.count("9"), mixed.correct("9")) == (0, 0)


def test_confusions_come_with_the_commonest_first(mixed: Tally) -> None:
    first, *others = mixed.confusions()
    assert first == ("7", "1", 2)
    assert sorted(others) == [("1", "7", 1), ("7", "2", 1)]


def test_a_refused_digit_counts_as_read_by_its_best_guess() -> None:
    tally = Tally.of([Sample("1", read_as("1", is_known=False))])
    assert (tally.correct(), tally.not_a_digit, tally.refused) == (1, 1, 1.0)


def test_nothing_to_read_is_wrong_and_refused() -> None:
    tally = Tally.of([Sample("1", Reading())])
    assert (tally.count(), tally.correct(), tally.not_a_digit) == (1, 0, 1)
    assert tally.confusions() == [("1", "", 1)]


def test_a_record_says_all_of_it(mixed: Tally) -> None:
    record = mixed.record()
    assert (record["n"], record["correct"], record["not_a_digit"]) == (7, 3, 0)
    assert (record["left_out"], record["refused"]) == (0, 0.0)
    assert "accuracy_exact" not in record
    assert record["accuracy"] == pytest.approx(3 / 7)
    assert record["interval"] == list(wilson_interval(3, 7))
    assert record["calibration_error"] == pytest.approx(0.9 - 3 / 7)
    assert record["per_digit"] == pytest.approx({"1": 2 / 3, "2": 1.0, "7": 0.0})
    assert record["confusions"][0] == ["7", "1", 2]


def test_a_record_shows_the_commonest_confusions_only() -> None:
    record = tally_of(*((label, "0") for label in "123456789")).record()
    assert len(record["confusions"]) == SHOWN_CONFUSIONS


def test_a_report_names_figures_and_confusions(mixed: Tally) -> None:
    report = mixed.report("some.jsonl")
    assert report.startswith("some.jsonl\n")
    assert "3 of 7 right: 42.86%" in report
    assert "7 as 1: 2" in report
    assert "calibration error 47.14%" in report


def test_a_report_without_confusions_says_so() -> None:
    assert "confusions: none" in tally_of(("1", "1")).report("some.jsonl")


@pytest.mark.parametrize(
    ("label", "text", "right"),
    [
        ("2026", "2026", True),
        ("2026", "2028", False),
        ("2026", "20 26", True),
        ("2026", "20\n26", True),
        ("20 26", "20 26", True),
        ("20 26", "2026", False),
        ("20 26", "20\n26", False),
        ("20\n26", "20\n26", True),
        ("20\n26", "20 26", False),
    ],
)
def test_several_digits_are_right_if_all_of_the_text_is(label: str, text: str, right: bool) -> None:
    assert Sample(label, read_as_text(text)).is_right is right


def test_several_digits_read_as_one_are_wrong() -> None:
    assert Sample("26", read_as("2")).read_as == "2"
    assert not Sample("26", read_as("2")).is_right


def test_one_digit_read_as_several_is_wrong() -> None:
    sample = Sample("2", read_as_text("26"))
    assert (sample.read_as, sample.is_right) == ("", False)


def test_digits_are_counted_beside_whole_texts() -> None:
    texts = (("2026", "2028"), ("3 14", "3 14"), ("59", "599"))
    tally = Tally.of(Sample(label, read_as_text(text)) for label, text in texts)
    record = tally.record()
    assert (record["n"], record["correct"], record["not_a_digit"]) == (3, 1, 0)
    assert record["digit_error_rate"] == pytest.approx(2 / 9)
    assert record["confusions"] == [["2026", "2028", 1], ["59", "599", 1]]


def test_the_digit_error_rate_of_single_digits_is_what_accuracy_leaves(mixed: Tally) -> None:
    assert mixed.digit_error_rate == pytest.approx(1 - mixed.accuracy)


def test_large_and_small_letters_are_told_apart_beside_the_accuracy() -> None:
    exact = (("a", "a"), ("A", "a"), ("B", "B"))
    tally = Tally.of(Sample("A", read_as("A"), exact=pair) for pair in exact)
    record = tally.record()
    assert (record["accuracy"], record["accuracy_exact"]) == (1.0, 2 / 3)
    assert "large and small letters told apart: 66.67%" in tally.report("some.jsonl")


def test_texts_are_not_counted_digit_by_digit() -> None:
    tally = Tally.of([Sample("2026", read_as_text("2026")), Sample("2", read_as("2"))])
    assert tally.per_digit() == {"2": 1.0}


def test_a_report_on_texts_names_wrong_digits() -> None:
    report = Tally.of([Sample("2026", read_as_text("2028"))]).report("some.jsonl")
    assert "0 of 1 right" in report
    assert "symbols wrong: 25.00%" in report
    assert "2026 as 2028: 1" in report


def test_numbers_are_built_of_inks_of_a_single_digit_only() -> None:
    ink = DIGITS["3"]
    samples = [
        Sample("3", read_as("3"), ink, "amy", "unipen"),
        Sample("33", read_as_text("33"), ink, "amy"),
        Sample("3", read_as("3")),
        Sample("3", read_as("3"), Ink()),
    ]
    assert Tally.of(samples).singles() == [LabeledInk(ink, "3", "amy", "unipen")]


@pytest.mark.parametrize("label", ["26", "2 6", "2\n6"])
def test_ink_may_be_labeled_with_several_digits(reader: Reader, tmp_path: Path, label: str) -> None:
    way = {"26": (150, 0), "2 6": (400, 0), "2\n6": (0, 300)}[label]
    ink = Ink((*DIGITS["2"].strokes, *shifted(DIGITS["6"], *way).strokes))
    (sample,) = evaluate_ink(
        reader, write_lines(tmp_path / "two.jsonl", [ink_line(ink, label=label)])
    ).samples
    assert (sample.label, sample.read_as, sample.reading.text) == (label, label, label)


def test_ink_of_one_digit_is_read_as_one_however_it_falls_apart(
    reader: Reader, tmp_path: Path
) -> None:
    ink = Ink((*DIGITS["2"].strokes, *shifted(DIGITS["6"], 150, 0).strokes))
    lines = [ink_line(ink, label="2"), ink_line(ink, label="26")]
    as_one, as_two = evaluate_ink(reader, write_lines(tmp_path / "two.jsonl", lines)).samples
    assert (len(as_one.reading.digits), len(as_two.reading.digits)) == (1, 2)


@pytest.mark.parametrize("label", ["", "a", "2a", " ", "2 ", " 2", "2,6", "2.6", "\u0663"])
def test_ink_whose_label_is_no_text_of_digits_is_passed_over(
    reader: Reader, tmp_path: Path, label: str
) -> None:
    lines = [ink_line(DIGITS["3"], label=label), ink_line(DIGITS["3"], label="3")]
    assert evaluate_ink(reader, write_lines(tmp_path / "some.jsonl", lines)).count() == 1


def test_ink_is_evaluated_as_the_app_reads_it(reader: Reader, tmp_path: Path) -> None:
    lines = [ink_line(ink, label=digit) for digit, ink in DIGITS.items()]
    tally = evaluate_ink(reader, write_lines(tmp_path / "all.jsonl", lines))
    assert (tally.count(), tally.correct()) == (10, 10)


def test_a_wrong_label_is_a_confusion(reader: Reader, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "wrong.jsonl", [ink_line(DIGITS["3"], label="8")])
    assert evaluate_ink(reader, file).confusions() == [("8", "3", 1)]


def test_an_empty_ink_is_read_as_nothing(reader: Reader, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "empty.jsonl", [ink_line(Ink(), label="8")])
    assert evaluate_ink(reader, file).confusions() == [("8", "", 1)]


@pytest.mark.parametrize("split", ["test", None])
def test_a_file_without_digits_to_measure_is_named(
    reader: Reader, tmp_path: Path, split: str | None
) -> None:
    label = "a" if split is None else "3"
    file = write_lines(tmp_path / "none.jsonl", [ink_line(DIGITS["3"], label=label, split="dev")])
    with pytest.raises(DataError, match=r"none\.jsonl: no ink labeled with digits"):
        evaluate_ink(reader, file, split)


def test_a_missing_ink_file_is_named(reader: Reader, tmp_path: Path) -> None:
    with pytest.raises(InkError, match=r"gone\.jsonl"):
        evaluate_ink(reader, tmp_path / "gone.jsonl")


def test_mnist_is_evaluated_as_it_is(reader: Reader, tmp_path: Path) -> None:
    write_mnist(tmp_path, "t10k")
    tally = evaluate_mnist(reader, tmp_path)
    assert (tally.count(), tally.correct()) == (10, 10)


def test_a_sample_remembers_who_wrote_it(reader: Reader, tmp_path: Path) -> None:
    line = ink_line(DIGITS["3"], label="3", writer="unipen/aga/amy", source="unipen")
    (sample,) = evaluate_ink(reader, write_lines(tmp_path / "one.jsonl", [line])).samples
    assert (sample.label, sample.writer, sample.source) == ("3", "unipen/aga/amy", "unipen")
    assert sample.ink == DIGITS["3"]


def write_pictures(folder: Path, *names: str) -> Path:
    """Write pictures of the digit that is the seventh letter of each name into `folder`."""
    for name in names:
        digit = name[6] if name[6:7] in DIGITS else "0"
        assert cv2.imwrite(str(folder / name), picture_of(DIGITS[digit]))
    return folder


def test_pictures_are_labeled_by_their_names(reader: Reader, tmp_path: Path) -> None:
    folder = write_pictures(tmp_path, *(f"digit-{digit}-01.png" for digit in DIGITS))
    tally = evaluate_pictures(reader, folder)
    assert (tally.count(), tally.correct()) == (10, 10)
    assert [each.label for each in tally.samples] == list(DIGITS)


def test_pictures_may_be_labeled_with_several_digits(reader: Reader, tmp_path: Path) -> None:
    ink = Ink((*DIGITS["2"].strokes, *shifted(DIGITS["6"], 150, 0).strokes))
    for name in ("text-26-03.png", "text-026-12.png"):
        assert cv2.imwrite(str(tmp_path / name), picture_of(ink))
    assert [each.label for each in evaluate_pictures(reader, tmp_path).samples] == ["026", "26"]


def test_a_picture_of_a_text_may_show_a_single_digit(reader: Reader, tmp_path: Path) -> None:
    assert cv2.imwrite(str(tmp_path / "text-3-01.png"), picture_of(DIGITS["3"]))
    tally = evaluate_pictures(reader, tmp_path)
    assert (tally.samples[0].label, tally.correct()) == ("3", 1)


def test_what_is_no_picture_is_passed_over(reader: Reader, tmp_path: Path) -> None:
    folder = write_pictures(tmp_path, "digit-3-01.png", "digit-3-1.jpg", ".digit-5-02.png")
    (folder / "README.md").write_text("whose hand it is")
    assert evaluate_pictures(reader, folder).count() == 2


@pytest.mark.parametrize(
    "name",
    [
        "seven.png",
        "digit-x-01.png",
        "digit-7.png",
        "digit-17-01.png",
        "text-26.png",
        "text-2a-01.png",
        "text--01.png",
        "text-26-01-02.png",
    ],
)
def test_a_picture_whose_name_says_no_digit_is_named(
    reader: Reader, tmp_path: Path, name: str
) -> None:
    folder = write_pictures(tmp_path, "digit-3-01.png", name)
    with pytest.raises(DataError, match=re.escape(f"{folder / name}: ")):
        evaluate_pictures(reader, folder)


def test_a_folder_without_pictures_is_named(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "digit-3-01.txt").write_text("3")
    with pytest.raises(DataError, match=re.escape(f"{tmp_path}: no picture")):
        evaluate_pictures(reader, tmp_path)


@pytest.mark.parametrize("name", ["missing", "a file"])
def test_what_is_no_folder_is_named(reader: Reader, tmp_path: Path, name: str) -> None:
    (tmp_path / "a file").write_text("no folder")
    with pytest.raises(DataError, match=name):
        evaluate_pictures(reader, tmp_path / name)


def test_a_broken_picture_is_named(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "digit-3-01.png").write_bytes(b"no picture")
    with pytest.raises(PictureError, match="digit-3-01"):
        evaluate_pictures(reader, tmp_path)


@pytest.mark.parametrize("shape", [(10, 20, 20), (0, 28, 28)], ids=["another size", "no images"])
def test_what_is_no_mnist_is_named(reader: Reader, tmp_path: Path, shape: tuple[int, ...]) -> None:
    write_idx(tmp_path / "t10k-images-idx3-ubyte", np.ones(shape, np.uint8))
    write_idx(tmp_path / "t10k-labels-idx1-ubyte", np.ones(shape[0], np.uint8))
    with pytest.raises(DataError, match=re.escape(str(tmp_path))):
        evaluate_mnist(reader, tmp_path)
