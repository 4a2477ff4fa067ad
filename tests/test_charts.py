"""What charts tell in figures is compared; of the pictures only that they are there.

That they are beautiful no test can say: look at them when you change them.
"""

from __future__ import annotations

import math
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from making import run_python

from recognizer.network.classifier import softmax
from recognizer.training.epochlog import EpochRow
from recognizer.training.measure.certainty import (
    error_by_coverage,
)
from recognizer.training.measure.charts import (
    draw_learning_curves,
    report_text,
    write_report,
)

Bytes = npt.NDArray[np.uint8]
Chances = npt.NDArray[np.float32]
PICTURES = ["confusion.png", "coverage.png", "misread.png", "reliability.png", "samples.png"]


def some_readings(count: int = 300) -> tuple[Chances, Bytes]:
    """Return chances (n, 10) of a reader that is mostly right, and the labels."""
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 10, count).astype(np.uint8)
    logits = rng.normal(0.0, 1.5, (count, 10)).astype(np.float32)
    logits[np.arange(count), labels] += 4
    return softmax(logits), labels


def images_of(count: int) -> Bytes:
    return np.random.default_rng(1).integers(0, 255, (count, 28, 28), np.uint8)


def of_two(*sure: float) -> Chances:
    """Return chances (n, 2) by which the first of two classes is read, this surely."""
    return np.array([[each, 1 - each] for each in sure], np.float32)


def history(epochs: int, **changes: float) -> list[EpochRow]:
    measured = {"loss": 0.4, "accuracy": 0.9, "dev_loss": 0.2, "dev_accuracy": 0.95, **changes}
    return [
        EpochRow(epoch, "bold" if epoch < 3 else "calm", **measured, seconds=1.0, samples=10)
        for epoch in range(1, epochs + 1)
    ]


def colors_in(path: Path) -> int:
    """Return how many colors a picture has: a blank one has a single one."""
    picture = cv2.imread(str(path))
    assert picture is not None
    return len(np.unique(picture.reshape(-1, 3), axis=0))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report in a folder that was not there before."""
    place = tmp_path_factory.mktemp("report") / "deep" / "er"
    chances, labels = some_readings()
    write_report(place, images_of(len(labels)), labels, chances, "Some digits")
    return place


def test_a_report_is_pictures_and_a_text(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == sorted([*PICTURES, "report.txt"])


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_shows_something(folder: Path, name: str) -> None:
    assert colors_in(folder / name) > 20


def test_the_text_begins_with_what_was_read(folder: Path) -> None:
    assert (folder / "report.txt").read_text(encoding="utf-8").startswith("Some digits\n")


def test_the_text_tells_accuracy_and_each_digit() -> None:
    labels = np.array([0, 0, 1, 1], np.uint8)
    lines = report_text(labels, np.array([0, 1, 1, 1], np.uint8), "Four").splitlines()
    assert lines[1].startswith("3 of 4 read right: 75.00% (95 % interval ")
    cells = [line.split() for line in lines]
    assert ["0", "1.0000", "0.5000", "0.6667", "2"] in cells
    assert ["1", "0.6667", "1.0000", "0.8000", "2"] in cells
    assert ["9", "0.0000", "0.0000", "0.0000", "0"] in cells


@pytest.mark.parametrize("count", [1, 3])
def test_a_report_of_few_readings_all_right_is_possible(tmp_path: Path, count: int) -> None:
    labels = np.arange(count, dtype=np.uint8)
    write_report(tmp_path, images_of(count), labels, np.eye(10, dtype="f4")[:count], "Few")
    assert all((tmp_path / name).exists() for name in PICTURES)


def test_a_report_of_readings_all_wrong_is_possible(tmp_path: Path) -> None:
    labels = np.arange(3, dtype=np.uint8)
    write_report(tmp_path, images_of(3), labels, np.eye(10, dtype="f4")[1:4], "Wrong")
    assert all((tmp_path / name).exists() for name in PICTURES)


@pytest.mark.parametrize(("images", "labels", "classes"), [(2, 3, 10), (3, 3, 11), (0, 0, 10)])
def test_arrays_that_do_not_belong_together_are_refused(
    tmp_path: Path, images: int, labels: int, classes: int
) -> None:
    chances = np.full((labels, classes), 1 / classes, np.float32)
    with pytest.raises(ValueError, match=rf"images \({images}, 28, 28\), labels"):
        write_report(tmp_path, images_of(images), np.zeros(labels, np.uint8), chances, "None")


@pytest.mark.parametrize("epochs", [1, 2, 30])
def test_learning_curves_are_drawn_of_any_number_of_epochs(tmp_path: Path, epochs: int) -> None:
    draw_learning_curves(history(epochs), tmp_path / "curves.png")
    assert colors_in(tmp_path / "curves.png") > 20


def test_learning_curves_do_without_what_was_not_measured(tmp_path: Path) -> None:
    rows = history(4, dev_loss=math.nan, dev_accuracy=math.nan)
    draw_learning_curves(rows, tmp_path / "curves.png")
    assert colors_in(tmp_path / "curves.png") > 20


def test_charts_leave_the_state_of_others_alone_and_need_no_keras() -> None:
    code = (
        "import sys\n"
        "import recognizer.training.measure.charts\n"
        "print({'keras', 'tensorflow', 'matplotlib.pyplot'} & set(sys.modules))"
    )
    done = run_python("-c", code)
    assert (done.stdout, done.stderr) == ("set()\n", "")


def test_coverage_begins_with_the_surest_and_ends_with_all() -> None:
    sure, wrong_at = of_two(0.6, 0.9, 0.7, 0.8), np.array([1, 0, 1, 0])
    coverage, error = error_by_coverage(sure, wrong_at)
    assert coverage.tolist() == [0.25, 0.5, 0.75, 1.0]
    assert error.tolist() == pytest.approx([0, 0, 1 / 3, 2 / 4])


def test_readings_of_equal_confidence_are_covered_together() -> None:
    coverage, error = error_by_coverage(of_two(1.0, 1.0, 1.0, 0.6), np.array([1, 0, 0, 0]))
    assert coverage.tolist() == [0.75, 1.0]
    assert error.tolist() == pytest.approx([1 / 3, 1 / 4])


def test_with_all_covered_the_error_is_that_of_all() -> None:
    chances, labels = some_readings()
    _, error = error_by_coverage(chances, labels)
    assert error[-1] == pytest.approx((chances.argmax(axis=1) != labels).mean())


def test_the_order_of_readings_makes_no_difference_to_coverage() -> None:
    chances, labels = some_readings()
    turned = error_by_coverage(chances[::-1], labels[::-1])
    for one, other in zip(error_by_coverage(chances, labels), turned, strict=True):
        assert np.array_equal(one, other)
