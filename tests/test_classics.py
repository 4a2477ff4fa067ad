"""The networks of other drawing boards: their recipes, their canvas, and the table beside ours."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from making import ROOT, run_python
from strokes import DIGITS, shifted

from recognizer import Ink
from recognizer.ink.inkfile import LabeledInk
from recognizer.network.classifier import Classifier
from recognizer.training.others.classicrecipes import CLASSICS
from recognizer.training.others.comparison import (
    FILL,
    OFF_CENTER,
    PEN_WIDTH,
    draw_whole,
    whole_canvas,
)
from recognizer.training.others.valuerange import RANGES

NAMES = ["correlation", "dense"]
CORRELATION_SAYS = """
import json, sys
import numpy as np
from pathlib import Path
from recognizer.training.others.correlation import correlate_with
from recognizer.training.data.datasets import load_mnist

examples = load_mnist(Path(sys.argv[1]), "t10k")
model = correlate_with(examples)
read = lambda fields: model.predict(fields[..., None], verbose=0)
print(json.dumps({
    "labels": examples.labels.tolist(),
    "same": read(examples.fields).tolist(),
    "pale": read(0.3 * examples.fields + 0.2).tolist(),
    "inverted": read(1 - examples.fields).tolist(),
    "blank": read(0 * examples.fields).tolist(),
}))
"""


@pytest.mark.parametrize(
    ("name", "epochs", "reported"),
    [("dense", 25, 0.9769), ("conv-wide", 10, 0.9905), ("conv-flat", 5, 0.9754)],
)
def test_a_recipe_is_that_of_its_source(name: str, epochs: int, reported: float) -> None:
    assert (CLASSICS[name].epochs, CLASSICS[name].reported) == (epochs, reported)


def test_the_recipes_differ_where_their_sources_do() -> None:
    assert CLASSICS["dense"].validation == 0.2
    assert CLASSICS["conv-wide"].batch == 128
    assert CLASSICS["conv-flat"].batch == 32
    assert (CLASSICS["conv-small"].reported, CLASSICS["conv-small"].reported_loss) == (
        0.9907,
        0.081,
    )
    raw = [name for name, recipe in CLASSICS.items() if recipe.values == "0..255"]
    assert raw == ["conv-flat"]
    assert {recipe.values for recipe in CLASSICS.values()} <= set(RANGES)


@pytest.mark.parametrize("digit", DIGITS)
def test_a_whole_canvas_shows_the_digit_as_large_as_assumed(digit: str) -> None:
    rows, cols = np.nonzero(whole_canvas(DIGITS[digit]) > 100)
    longer = max(np.ptp(rows), np.ptp(cols)) + 1
    assert longer == pytest.approx((FILL + PEN_WIDTH) * 28, abs=1.5)


@pytest.mark.parametrize("digit", DIGITS)
def test_a_whole_canvas_shows_the_digit_off_its_middle(digit: str) -> None:
    seen = np.nonzero(whole_canvas(DIGITS[digit]))
    middles = [(axis.min() + axis.max() + 1) / 2 for axis in seen]
    assert np.allclose(middles, 14, atol=OFF_CENTER * 28 + 1)


def test_different_inks_lie_at_different_places() -> None:
    one, other = DIGITS["0"], shifted(DIGITS["0"], 5, 0)
    assert not np.array_equal(whole_canvas(one), whole_canvas(other))


def test_the_same_ink_always_lies_at_the_same_place() -> None:
    again = Ink.from_json(DIGITS["3"].to_json())
    assert np.array_equal(whole_canvas(DIGITS["3"]), whole_canvas(again))


def test_a_dot_on_a_whole_canvas_is_a_spot_and_no_ink_is_nothing() -> None:
    assert 0 < np.count_nonzero(whole_canvas(Ink.from_points([[(3, 3)]]))) <= 9
    assert not whole_canvas(Ink()).any()


def test_whole_canvases_come_in_order_with_their_labels() -> None:
    drawn = draw_whole([LabeledInk(ink, digit) for digit, ink in DIGITS.items()])
    assert drawn.images.shape == (10, 28, 28)
    assert drawn.labels.tolist() == [int(digit) for digit in DIGITS]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where table and trained networks lie."""
    return tmp_path_factory.mktemp("compared")


@pytest.fixture(scope="module")
def compared(data: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """A comparison of two networks, trained for a moment, with ours."""
    return compare(data, folder)


def compare(data: Path, folder: Path, *names: str) -> subprocess.CompletedProcess[str]:
    done = run_python(
        *[ROOT / "scripts" / "compare.py", "--data", data, "--cache", folder / "cache"],
        *["--out", folder / "table.md", "--json", folder / "table.json", "--epochs", 2],
        *["--networks", "digits", *(names or NAMES)],
        timeout=600,
        TF_CPP_MIN_LOG_LEVEL="3",
    )
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def rows(compared: subprocess.CompletedProcess[str], folder: Path) -> dict[str, Any]:
    """The rows of the comparison by name."""
    assert compared.returncode == 0
    record = json.loads((folder / "table.json").read_text(encoding="utf-8"))
    return {row["name"]: row for row in record["rows"]}


@pytest.mark.tensorflow
def test_the_comparison_has_a_row_for_each_network(rows: dict[str, Any]) -> None:
    assert list(rows) == ["digits", *NAMES]
    assert all(len(row["accuracy"]) == 5 for row in rows.values())
    assert all(0 <= each <= 1 for row in rows.values() for each in row["accuracy"].values())


@pytest.mark.tensorflow
def test_the_comparison_tells_what_the_source_reports(rows: dict[str, Any]) -> None:
    assert rows["dense"]["reported"] == 0.9769
    assert rows["digits"]["reported"] is None


@pytest.mark.tensorflow
def test_the_comparison_measures_ours_as_it_is_shipped(rows: dict[str, Any]) -> None:
    assert rows["digits"]["accuracy"]["mnist-test"] == 1
    assert rows["digits"]["parameters"] <= 600_000  # of both networks


@pytest.mark.tensorflow
def test_the_table_is_markdown_for_people(rows: dict[str, Any], folder: Path) -> None:
    table = (folder / "table.md").read_text(encoding="utf-8")
    lines = [line for line in table.splitlines() if line.startswith("|")]
    assert len(lines) == len(rows) + 2
    assert len({line.count("|") for line in lines}) == 1
    assert "97.69%" in table
    assert "whole canvas" in table


@pytest.mark.tensorflow
def test_a_trained_classic_is_a_model_folder(rows: dict[str, Any], folder: Path) -> None:
    card = Classifier(folder / "cache" / "dense").card
    assert (card.name, card.record["calibrated"]) == ("dense", False)
    assert card.record["training"]["epochs"] == 2
    assert card.record["network"]["parameters"] == rows["dense"]["parameters"] == 104_938


@pytest.mark.tensorflow
def test_what_has_been_trained_is_only_measured_again(
    compared: subprocess.CompletedProcess[str], data: Path, folder: Path
) -> None:
    assert "Epoch 2/2" in compared.stdout
    before = (folder / "cache" / "dense" / "digits.tflite").stat().st_mtime_ns
    assert "Epoch" not in compare(data, folder, "dense").stdout
    assert (folder / "cache" / "dense" / "digits.tflite").stat().st_mtime_ns == before


@pytest.fixture(scope="module")
def correlation(data: Path) -> dict[str, Any]:
    """The logits of a network whose references are ten digits, for several pictures of them."""
    done = run_python("-c", CORRELATION_SAYS, data / "mnist", timeout=600, TF_CPP_MIN_LOG_LEVEL="3")
    assert done.returncode == 0, done.stderr
    return {name: np.array(each) for name, each in json.loads(done.stdout).items()}


@pytest.mark.tensorflow
def test_a_reference_correlates_fully_with_itself(correlation: dict[str, Any]) -> None:
    own = correlation["same"][np.arange(10), correlation["labels"]]
    assert np.allclose(own, 28, atol=0.01)
    assert (correlation["same"].argmax(axis=1) == correlation["labels"]).all()


@pytest.mark.tensorflow
def test_correlation_does_not_mind_contrast_or_brightness(correlation: dict[str, Any]) -> None:
    assert np.allclose(correlation["pale"], correlation["same"], atol=0.01)


@pytest.mark.tensorflow
def test_the_opposite_correlates_fully_negatively(correlation: dict[str, Any]) -> None:
    own = correlation["inverted"][np.arange(10), correlation["labels"]]
    assert np.allclose(own, -28, atol=0.01)


@pytest.mark.tensorflow
def test_a_blank_field_correlates_with_nothing(correlation: dict[str, Any]) -> None:
    assert np.allclose(correlation["blank"], 0)
