from __future__ import annotations

import numpy as np
import pytest
from strokes import DIGITS, scaled, shifted, with_pen_width

from recognizer import Ink, Reader
from recognizer.training.measure.evaluation import Sample, Tally
from recognizer.training.measure.robustness import (
    FAMILIES,
    PENS,
    POINTS_PER_KEPT,
    SIZES,
    SPACINGS,
    Counts,
    Robustness,
    at_size,
    measure_family,
    robustness_table,
    space,
    thin,
    together,
)

LINE = Ink.from_points([[(float(x), 0.0) for x in range(11)]])


def xs(ink: Ink) -> list[float]:
    """Return every x of an ink, in order."""
    return [float(x) for stroke in ink.strokes for x, _ in stroke.points]


@pytest.mark.parametrize("size", SIZES)
def test_an_ink_of_a_size_is_in_whole_units_from_the_origin(size: int) -> None:
    ink = at_size(shifted(DIGITS["3"], -70.3, 12.8), size)
    points = np.concatenate([stroke.points for stroke in ink.strokes])
    assert np.array_equal(points, np.rint(points))
    assert (points.min(), points.max()) == (0, size)


def test_points_that_fall_together_are_one() -> None:
    assert xs(at_size(scaled(LINE, 100), 3)) == [0, 1, 2, 3]


def test_an_ink_that_has_the_size_stays_as_it_is() -> None:
    assert at_size(LINE, 10) == LINE


def test_the_pen_grows_with_the_ink() -> None:
    assert at_size(with_pen_width(LINE, 2.0), 20).strokes[0].pen_width == 4.0


@pytest.mark.parametrize("change", [at_size, thin])
def test_a_dot_stays_a_dot(change) -> None:
    dot = Ink.from_points([[(5.0, 5.0)]])
    assert change(dot, 3).point_count == space(dot, 0.1).point_count == 1
    assert change(dot, 3).is_dot
    assert space(dot, 0.1).is_dot


@pytest.mark.parametrize(
    ("keep", "left"), [(1, list(range(11))), (3, [0, 3, 6, 9, 10]), (5, [0, 5, 10]), (99, [0, 10])]
)
def test_one_point_in_so_many_is_kept_and_the_last(keep: int, left: list[float]) -> None:
    assert xs(thin(LINE, keep)) == left


def test_points_are_spaced_in_parts_of_the_size() -> None:
    assert xs(space(LINE, 0.25)) == pytest.approx([0, 2.5, 5, 7.5, 10])
    assert xs(space(scaled(LINE, 100), 0.5)) == pytest.approx([0, 500, 1000])


def test_the_families_vary_pen_size_and_sampling() -> None:
    made = {name: len(family().variants) for name, family in FAMILIES.items()}
    wanted = {"pens": PENS, "sizes": SIZES, "sampling": POINTS_PER_KEPT + SPACINGS}
    assert made == {name: len(values) for name, values in wanted.items()}


@pytest.fixture
def tally(reader: Reader) -> Tally:
    """The ten digits, the 3 with a wrong label, and an ink that is empty."""
    labels = {digit: "8" if digit == "3" else digit for digit in DIGITS}
    inks = [(labels[digit], ink) for digit, ink in DIGITS.items()]
    every = [*inks, ("5", Ink())]
    return Tally.of(Sample(label, reader.read_ink(ink), ink) for label, ink in every)


@pytest.mark.parametrize("name", ["pens", "sizes"])
def test_every_variant_of_every_ink_is_read(reader: Reader, tally: Tally, name: str) -> None:
    family = FAMILIES[name]()
    measured = measure_family(reader, tally, family)
    assert list(measured.outcomes) == list(family.variants)
    assert {each.n for each in measured.outcomes.values()} == {11}
    assert max(each.correct for each in measured.outcomes.values()) == 9


def test_ink_as_it_came_is_read_as_before(reader: Reader, tally: Tally) -> None:
    outcome = measure_family(reader, tally, FAMILIES["sampling"]()).outcomes["all"]
    assert outcome == Counts(tally.count(), tally.correct(), tally.not_a_digit)


ONE = Robustness({"4%": Counts(100, 98, 1), "8%": Counts(100, 99, 0)})
OTHER = Robustness({"4%": Counts(300, 300, 0), "8%": Counts(300, 297, 2)})


def test_the_spread_is_from_best_to_worst_in_points() -> None:
    assert ONE.spread == pytest.approx(1.0)


def test_sources_are_put_together_by_their_counts() -> None:
    assert together([ONE, OTHER]).outcomes == {
        "4%": Counts(400, 398, 1),
        "8%": Counts(400, 396, 2),
    }


def test_the_record_says_accuracy_refusals_and_spread() -> None:
    record = ONE.record()
    assert record["accuracy"] == {"4%": 0.98, "8%": 0.99}
    assert record["not_a_digit"] == {"4%": 1, "8%": 0}
    assert record["spread_points"] == pytest.approx(1.0)


def test_the_table_has_a_row_for_all_where_there_are_several() -> None:
    assert robustness_table("Pens", {"a": ONE}).rows == (("a", "98.00%", "99.00%", "1.00"),)
    *_, last = robustness_table("Pens", {"a": ONE, "b": OTHER}).rows
    assert last == ("together", "99.50%", "99.00%", "0.50")
