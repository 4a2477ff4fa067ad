"""What is a sign by its strokes alone, and what only looks like one: parts of digits, flat digits.

Lengths are those of digits 100 high.
"""

from __future__ import annotations

from collections.abc import Sequence

from recognizer import Ink
from recognizer.reading.regions.regions import areas_in

Points = Sequence[tuple[float, float]]


def moved(points: Points, x: float, y: float) -> Points:
    return [(x + px, y + py) for px, py in points]


def labels(*strokes: Points) -> list[str]:
    """Return the signs that are found by their place, each as often as it is, sorted."""
    blocks = areas_in(Ink.from_points([list(each) for each in strokes]).strokes)
    return sorted(area.label for block in blocks for area in block if area.label)


ZERO = [(0, 50), (15, 5), (40, 0), (60, 50), (45, 95), (15, 100), (0, 50)]
ONE = [(0, 0), (4, 100)]
FLAT_TWO = [(0, 55), (40, 50), (75, 55), (5, 95), (90, 98)]
SEVEN = [(0, 30), (60, 30), (30, 95)]
BAR = [(0, 0), (50, 0)]
LINE = [(0, 0), (320, 2)]


def column(first: Sequence[Points], signs: Sequence[Points]) -> list[Points]:
    """Return a number, another one with a sign below it, and the line; no answer."""
    upper = [moved(each, 150, 0) for each in first]
    zeros = [moved(ZERO, 230, y) for y in (0, 150)]
    below = [moved(each, 20, 200) for each in signs]
    return [*upper, *zeros, *below, moved(LINE, 0, 275)]


def test_a_bar_before_the_last_number_is_its_minus() -> None:
    assert labels(*column([ONE], [BAR])) == ["-", "-"]


def test_a_plus_may_have_an_upright_that_is_hardly_longer_than_a_point() -> None:
    assert labels(*column([ONE], [BAR, [(25, -8), (25, 9)]])) == ["+", "-"]


def test_the_first_number_of_a_column_begins_with_no_sign() -> None:
    crossed = [SEVEN, [(15, 60), (75, 58)]]
    assert labels(*column([FLAT_TWO], [BAR])) == ["-", "-"]
    assert labels(*column(crossed, [BAR])) == ["-", "-"]


def test_a_flat_2_is_no_minus_before_an_answer() -> None:
    answer = [moved(FLAT_TWO, 100, 285), moved(ZERO, 230, 290)]
    assert labels(*column([ONE], [BAR]), *answer) == ["-", "-"]


def test_the_line_of_a_column_may_touch_the_number_above_it() -> None:
    rows = [each for each in column([ONE], [BAR]) if each[-1][0] < 300]
    touching = moved(LINE, 0, 249)
    answer = [moved(ZERO, 150, 290), moved(ZERO, 230, 290)]
    assert labels(*rows, touching, *answer) == ["-", "-"]


def test_the_two_bars_of_a_7_are_no_equals_sign() -> None:
    stem: Points = [(0, 0), (70, 0), (30, 100)]
    bars = [[(20, 58), (75, 56)], [(22, 68), (77, 66)]]
    assert labels(moved(ONE, -60, 0), stem, *bars, moved(ZERO, 120, 0)) == []
    apart = [moved(each, 80, 0) for each in bars]
    assert labels(moved(ONE, -60, 0), stem, *apart, moved(ZERO, 190, 0)) == ["="]


def root(x: float) -> list[Points]:
    """Return a root over a number."""
    roof = [(0, 60), (15, 110), (35, -20), (250, -20)]
    return [moved(roof, x, 0), moved(ZERO, x + 60, 0), moved(ZERO, x + 150, 0)]


def fraction(x: float) -> list[Points]:
    return [moved(ZERO, x + 20, -70), moved([(0, 50), (100, 50)], x, 0), moved(ZERO, x + 20, 70)]


def test_a_flat_2_before_a_root_is_no_minus() -> None:
    assert labels(FLAT_TWO, moved(BAR, 110, 50), *root(200)) == ["-", "√"]


def test_a_slanted_cross_between_fractions_is_no_plus() -> None:
    cross = [[(130, 30), (190, 70)], [(128, 58), (195, 44)]]
    upright = [[(158, 20), (162, 80)], [(128, 52), (195, 50)]]
    assert labels(*fraction(0), *cross, *fraction(220)) == ["-", "-"]
    assert labels(*fraction(0), *upright, *fraction(220)) == ["+", "-", "-"]
