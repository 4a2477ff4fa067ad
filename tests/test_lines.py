"""Lines of sums and numbers: built of single symbols, each in its place, and read as a whole."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import pytest
from strokes import DIGITS

from recognizer import Ink, Reader
from recognizer.errors import DataError
from recognizer.ink.inkfile import LabeledInk
from recognizer.network.alphabet import Alphabet
from recognizer.reading.scoring import wilson_interval
from recognizer.training.draw.numbers import DIGIT_HEIGHT
from recognizer.training.measure.lines import (
    FORMS,
    LineRead,
    LinesRead,
    compose_lines,
    kinds_of,
    measure_lines,
)
from recognizer.training.measure.tables import as_text

TIMES = "\N{MULTIPLICATION SIGN}"
LEVEL, FALLING, SLASH = [(0, 45), (90, 45)], [(10, 5), (80, 85)], [(80, 5), (10, 85)]
LOW, HIGH = [(45, 89), (46, 90)], [(45, 0), (46, 1)]
ARC = [(30, 0), (12, 25), (5, 60), (12, 95), (30, 120)]
RING = [(10, 0), (0, 8), (2, 20), (14, 22), (20, 10), (10, 0)]
SIGNS = {
    "+": [LEVEL, [(45, 0), (45, 90)]],
    "-": [LEVEL],
    "=": [LEVEL, [(0, 75), (90, 75)]],
    TIMES: [FALLING, SLASH],
    "÷": [LEVEL, HIGH, LOW],
    "/": [[(80, 0), (0, 120)]],
    ":": [HIGH, LOW],
    "*": [LEVEL, FALLING, SLASH],
    "(": [ARC],
    ")": [[(40 - x, y) for x, y in ARC]],
    ".": [LOW],
    ",": [[(10, 0), (12, 8), (4, 24)]],
    "%": [[(80, 0), (5, 110)], RING, [(x + 65, y + 85) for x, y in RING]],
}
EVERYTHING = {**DIGITS, **{sign: Ink.from_points(strokes) for sign, strokes in SIGNS.items()}}
INKS = [LabeledInk(ink, label, "amy") for label, ink in EVERYTHING.items()]


def alphabet_of(symbols: str) -> Alphabet:
    return Alphabet("some", tuple(symbols), ((),) * len(symbols), "sign", "signs")


@pytest.mark.parametrize(
    ("symbols", "kinds"),
    [
        (f"0123456789+-{TIMES}÷/:*=().,%", ["sums", "numbers"]),
        ("0123456789-.,/:+%", ["numbers"]),
        ("0123456789-.,/:+%=", ["numbers"]),
    ],
)
def test_an_alphabet_has_the_lines_of_which_it_knows_all_symbols(
    symbols: str, kinds: list[str]
) -> None:
    assert kinds_of(alphabet_of(symbols)) == kinds


def test_no_lines_are_built_of_digits_alone(reader: Reader) -> None:
    with pytest.raises(DataError, match="no lines of signs can be built in the alphabet digits"):
        measure_lines(reader, INKS, 3)


@pytest.mark.parametrize("kind", FORMS)
def test_lines_say_what_their_kind_may_say_and_all_of_it(kind: str) -> None:
    texts = [text for _, text, _ in compose_lines(INKS, [kind], 300)]
    assert {*"".join(texts)} == {*FORMS[kind].symbols}
    assert len({*texts}) > 200
    assert all(text.count("=") == (kind == "sums") for text in texts)


def test_kinds_come_in_turn_and_the_same_lines_every_time() -> None:
    once, again = (list(compose_lines(INKS, [*FORMS], 6)) for _ in range(2))
    assert once == again
    assert [kind for _, _, kind in once] == ["sums", "numbers"] * 3
    assert list(compose_lines(INKS, [*FORMS], 6, seed=1)) != once


def strokes_of(ink: Ink, text: str) -> dict[str, list[np.ndarray]]:
    """Return the strokes of each symbol of a line of `INKS`, in heights of a digit."""
    found: dict[str, list[np.ndarray]] = {}
    strokes = iter(ink.strokes)
    for symbol in text:
        own = [next(strokes).points / DIGIT_HEIGHT for _ in EVERYTHING[symbol].strokes]
        found.setdefault(symbol, []).append(np.concatenate(own))
    assert next(strokes, None) is None
    return found


def boxes_in_lines(kind: str) -> dict[str, np.ndarray]:
    """Return the (n, 4) boxes of each symbol in many lines: left, top, right, bottom."""
    boxes: dict[str, list[Sequence[float]]] = {}
    for ink, text, _ in compose_lines(INKS, [kind], 200):
        for symbol, every in strokes_of(ink, text).items():
            corners = [(*points.min(axis=0), *points.max(axis=0)) for points in every]
            boxes.setdefault(symbol, []).extend(corners)
    return {symbol: np.array(each) for symbol, each in boxes.items()}


def test_each_symbol_stands_where_it_usually_does_more_or_less() -> None:
    boxes = boxes_in_lines("sums")
    middles = {symbol: (each[:, 1] + each[:, 3]) / 2 for symbol, each in boxes.items()}
    for symbol, middle in {".": 0.95, ",": 1.0, "-": 0.5, "+": 0.5, "(": 0.5}.items():
        assert np.median(middles[symbol]) == pytest.approx(middle, abs=0.06), symbol
        assert 0.06 < middles[symbol].std() < 0.13, symbol
    heights = {symbol: each[:, 3] - each[:, 1] for symbol, each in boxes.items()}
    for symbol, height in {".": 0.07, ",": 0.25, "+": 0.5, "(": 1.2, "7": 1.0}.items():
        assert np.median(heights[symbol]) == pytest.approx(height, rel=0.3), symbol
    assert np.median(boxes["-"][:, 2] - boxes["-"][:, 0]) == pytest.approx(0.45, rel=0.2)
    assert boxes["7"][:, 3] == pytest.approx(1.0, abs=0.11)


def test_symbols_stand_beside_each_other_from_left_to_right() -> None:
    for ink, text, _ in compose_lines(INKS, [*FORMS], 40):
        strokes = iter(ink.strokes)
        right = 0.0
        for symbol in text:
            own = np.concatenate([next(strokes).points for _ in EVERYTHING[symbol].strokes])
            assert 0.099 < (own[:, 0].min() - right) / DIGIT_HEIGHT < 0.451
            right = own[:, 0].max()


def test_a_line_is_by_one_writer_as_far_as_that_one_wrote_its_symbols() -> None:
    zigzag = Ink.from_points([[(0, 0), (40, 20), (0, 40), (40, 60), (0, 80), (40, 100)]])
    bob = [LabeledInk(zigzag, digit, "bob") for digit in DIGITS]
    few = LabeledInk(zigzag, "1", "zoe")
    points = set()
    for ink, text, _ in compose_lines([*INKS, *bob, few], ["numbers"], 60):
        if text.isdigit():
            of_bob = [len(each.points) == 6 for each in ink.strokes]
            assert all(of_bob) or not any(of_bob)
            points.add(all(of_bob))
    assert points == {True, False}


def test_a_symbol_without_ink_is_named() -> None:
    some = [each for each in INKS if each.label not in ("÷", ":")]
    with pytest.raises(DataError, match=r"no ink to build lines of shows ÷ :$"):
        list(compose_lines(some, [*FORMS], 1))


@pytest.fixture
def read() -> LinesRead:
    """Four lines: two right, in one a symbol is another, in one there is a symbol more."""
    return LinesRead(
        (
            LineRead("1+2=3", "1+2=3", "sums"),
            LineRead("7/2=3", "712=3", "sums"),
            LineRead("1.5", "1.5", "numbers"),
            LineRead("-7", "--7", "numbers"),
        )
    )


def test_whole_lines_and_symbols_are_counted(read: LinesRead) -> None:
    record = read.record()
    assert (record["n"], record["correct"], record["accuracy"]) == (4, 2, 0.5)
    assert record["interval"] == list(wilson_interval(2, 4))
    assert (record["symbols"], record["symbols_right"]) == (15, 14 / 15)
    assert record["symbol_error_rate"] == 2 / 15
    assert [each["n"] for each in record["kinds"].values()] == [2, 2]
    assert record["kinds"]["numbers"]["symbols_right"] == 1.0
    assert record["per_symbol"]["/"] == {"n": 1, "correct": 0}
    assert record["per_symbol"]["="] == {"n": 2, "correct": 2}
    assert sorted(record["confusions"]) == [["", "-", 1], ["/", "1", 1]]
    assert json.loads(json.dumps(record)) == record


def test_the_tables_tell_kinds_and_symbols(read: LinesRead) -> None:
    kinds, symbols = read.tables()
    assert [row[:2] for row in kinds.rows] == [("sums", "2"), ("numbers", "2"), ("all", "4")]
    assert kinds.rows[-1][-2:] == ("93.33%", "13.33%")
    rows = {row[0]: row[1:] for row in symbols.rows}
    assert (rows["/"], rows["-"]) == (("1: 1", "1", "0.00%"), ("", "1", "100.00%"))
    assert "Lines built of the symbols" in as_text(read.tables())


@pytest.mark.parametrize("alphabet", ["sums", "numbers"])
def test_the_shipped_model_reads_lines_of_clear_signs(alphabet: str) -> None:
    record = measure_lines(Reader(alphabet=alphabet), INKS, 20).record()
    assert record["symbols_right"] > 0.9
