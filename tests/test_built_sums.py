"""Sums: built of the symbols of one writer, written on a page, and counted when they are read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from making import ROOT, ink_line, run_python, write_lines
from sumtrees import seeded
from test_lines import EVERYTHING
from typesetting import Typesetter, inked

from recognizer import Ink, Reader
from recognizer.errors import DataError
from recognizer.ink.inkfile import LabeledInk
from recognizer.network.card import read_card
from recognizer.resources import models_dir
from recognizer.sums import sums_in
from recognizer.sums.grammar import parsed
from recognizer.sums.printer import printed
from recognizer.training.draw.sums import Composed, compose_sums
from recognizer.training.draw.sumtexts import FORMS, KINDS, LONG, SHORT, column
from recognizer.training.measure.evaluation import Sample
from recognizer.training.measure.sums import SumRead, SumsRead, labeled_sums, measure_sums

CARD = read_card(models_dir() / "digits.json")
pytestmark = pytest.mark.skipif(CARD.path is None, reason="the shipped model knows no signs")

MORE = {
    "<": [[(80, 0), (0, 45), (80, 90)]],
    ">": [[(0, 0), (80, 45), (0, 90)]],
    "√": [[(0, 60), (10, 55), (20, 100), (30, 4), (60, 0), (100, 2)]],
}
SYMBOLS = {**EVERYTHING, **{sign: Ink.from_points(strokes) for sign, strokes in MORE.items()}}
INKS = [LabeledInk(ink, label, "amy") for label, ink in SYMBOLS.items()]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(alphabet="sums")


def drawn(text: str) -> Ink:
    return inked(Typesetter(seeded(1)).set(parsed(text)).glyphs)


def read(reader: Reader, label: str, written: str) -> SumRead:
    """Return a sum that says `label`, but was written so that it reads as `written`."""
    return SumRead(label, sums_in(reader.read_ink(drawn(written))), "drawn")


def points(sums: Iterable[Composed]) -> list[np.ndarray]:
    return [stroke.points for each in sums for stroke in each.ink.strokes]


@pytest.mark.parametrize("kind", FORMS)
def test_what_is_built_can_be_printed_and_understood(kind: str) -> None:
    rng = np.random.default_rng(1)
    texts = [FORMS[kind](rng) for _ in range(200)]
    assert [printed(parsed(text)) for text in texts] == texts
    assert len({*texts}) > 150


@pytest.mark.parametrize(("kind", "least", "most"), [("3 to 9", *SHORT), ("10 to 30", *LONG)])
def test_lines_are_as_long_as_their_kind_says(kind: str, least: int, most: int) -> None:
    rng = np.random.default_rng(1)
    lengths = [len(FORMS[f"{kind} symbols"](rng)) for _ in range(300)]
    assert (min(lengths), max(lengths)) == (least, most)


def test_the_last_number_of_a_column_has_its_sign() -> None:
    rng = np.random.default_rng(1)
    for *numbers, line, answer in (column(rng) for _ in range(200)):
        assert 2 <= len(numbers) <= 4
        assert numbers[0].isdigit()
        assert numbers[-1][0] in "+-"
        assert line == "="
        assert not answer or answer.isdigit()


def test_all_kinds_are_built_in_turn_and_the_same_ones_each_time() -> None:
    once, again = (list(compose_sums(INKS, 12, seed=3)) for _ in range(2))
    assert [each.kind for each in once] == [*KINDS, *KINDS]
    assert [each.text for each in once] == [each.text for each in again]
    assert all(map(np.array_equal, points(once), points(again)))
    assert [each.text for each in compose_sums(INKS, 12, seed=4)] != [each.text for each in once]


def test_a_symbol_of_which_there_is_no_ink_is_named() -> None:
    some = [each for each in INKS if each.label not in ("√", "7")]
    with pytest.raises(DataError, match="no ink to build sums of shows 7 √"):
        list(compose_sums(some, 1))


def test_most_of_what_a_clear_hand_writes_is_understood(reader: Reader) -> None:
    record = measure_sums(reader, INKS, 24).record()
    assert record["n"] == 24
    assert record["accuracy"] >= 0.75
    assert record["kinds"]["with fraction, power or root"]["n"] == 12
    assert list(record["kinds"])[:6] == list(KINDS)


def test_sums_are_not_built_in_an_alphabet_without_signs() -> None:
    with pytest.raises(DataError, match="no sums can be built in the alphabet digits"):
        measure_sums(Reader(), INKS, 1)


def test_the_whole_expression_counts_and_a_wrong_result_only_if_it_is_shown(
    reader: Reader,
) -> None:
    right, other = read(reader, "23+4=", "23+4="), read(reader, "23-4=", "23+4=")
    assert (right.is_right, right.is_shown_wrong) == (True, False)
    assert (other.is_right, other.is_shown_wrong) == (False, True)
    silent = read(reader, "23-4", "23+4")
    assert (silent.is_right, silent.is_shown_wrong) == (False, False)
    record = SumsRead("", (right, other, silent)).record()
    assert (record["n"], record["correct"], record["shown"], record["shown_wrong"]) == (3, 1, 2, 1)


def test_labels_that_are_no_sums_are_left_out_and_signs_may_be_typed_in_any_way(
    reader: Reader,
) -> None:
    labels = {"23\N{MINUS SIGN}4=": "23-4=", "2x3=6": "2×3=6", "234": "234", "abc": "1+1="}
    samples = [Sample(label, reader.read_ink(drawn(text))) for label, text in labels.items()]
    read = labeled_sums(samples, "some.jsonl")
    assert [each.label for each in read.sums] == ["23-4=", "2×3=6"]
    assert read.record()["correct"] == 2


def test_the_script_measures_sums_in_labeled_ink(tmp_path: Path) -> None:
    lines = [ink_line(drawn(text), label=text) for text in ("23-4=", "(23-4)×5=95", "42")]
    file = write_lines(tmp_path / "sums.jsonl", lines)
    script = ROOT / "scripts" / "evaluate.py"
    done = run_python(script, "--ink", file, "--sums", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    record = json.loads(done.stdout)
    assert "sums" not in record
    figures = record["files"]["sums.jsonl"]["sums"]
    assert (figures["n"], figures["correct"], figures["shown_wrong"]) == (2, 2, 0)
    table = run_python(script, "--ink", file, "--sums", "--markdown").stdout
    assert table.startswith("**Sums in labeled ink**")
    assert "| sums.jsonl | 2 | 100.00% |" in table
