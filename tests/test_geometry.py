"""What the shape of the path alone rules out: specks and scribbles without end."""

from __future__ import annotations

import pytest
from anything import WAY, inks, powers
from hypothesis import given
from strokes import DIGITS, densified, scaled, shifted

from recognizer import Ink
from recognizer.reading.seeing.geometry import MAX_PATH_SIDES, cannot_be_symbol, path_length

L_SHAPE = Ink.from_points([[(0, 0), (0, 40), (30, 40)]])


def to_and_fro(ways: int, length: float = 100.0) -> Ink:
    """Return one stroke that goes `ways` times along the same level line."""
    return Ink.from_points([[(length * (i % 2), 0.0) for i in range(ways + 1)]])


each_digit = pytest.mark.parametrize("ink", DIGITS.values(), ids=list(DIGITS))
INKS = inks(to_and_fro(40), L_SHAPE)


@each_digit
def test_every_digit_passes(ink: Ink) -> None:
    assert not cannot_be_symbol(ink)


@each_digit
def test_a_digit_may_be_written_over_three_times(ink: Ink) -> None:
    assert not cannot_be_symbol(Ink(ink.strokes * 3))


@pytest.mark.parametrize(
    "points", [[[(3, 4)]], [[(3, 4), (3, 4)]], [[(3, 4)], [(3, 4)]]], ids=["one", "twice", "two"]
)
def test_a_speck_is_ruled_out(points: list[list[tuple[float, float]]]) -> None:
    assert cannot_be_symbol(Ink.from_points(points))


@pytest.mark.parametrize(("pen_width", "ruled_out"), [(None, False), (9, False), (11, True)])
def test_what_the_pen_covers_with_its_width_is_a_speck(
    pen_width: float | None, ruled_out: bool
) -> None:
    tick = Ink.from_points([[(0, 0), (10, 0)]], pen_width)
    assert cannot_be_symbol(tick) is ruled_out


@pytest.mark.parametrize(("ways", "ruled_out"), [(1, False), (15, False), (16, True), (99, True)])
def test_a_path_of_more_than_fifteen_times_its_size_is_ruled_out(
    ways: int, ruled_out: bool
) -> None:
    assert MAX_PATH_SIDES == 15
    assert cannot_be_symbol(to_and_fro(ways)) is ruled_out


def test_an_endless_scribble_may_be_of_many_strokes() -> None:
    line = to_and_fro(1).strokes
    assert not cannot_be_symbol(Ink(line * 15))
    assert cannot_be_symbol(Ink(line * 16))


@given(ink=INKS, factor=powers(-3, 5))
def test_how_large_it_is_makes_no_difference(ink: Ink, factor: float) -> None:
    assert cannot_be_symbol(scaled(ink, factor)) is cannot_be_symbol(ink)


@given(ink=INKS, way=WAY)
def test_where_it_is_makes_no_difference(ink: Ink, way: tuple[float, float]) -> None:
    assert cannot_be_symbol(shifted(ink, *way)) is cannot_be_symbol(ink)


@pytest.mark.parametrize(
    ("ink", "length"),
    [
        (L_SHAPE, 70),
        (Ink(L_SHAPE.strokes * 2), 140),
        (to_and_fro(3, 7), 21),
        (Ink.from_points([[(5, 5)]]), 0),
        (Ink.from_points([[(0, 0), (3, 4)], [(90, 90), (96, 98)]]), 15),
    ],
    ids=["two sides", "twice", "to and fro", "point", "the way between strokes is not drawn"],
)
def test_the_length_is_that_of_all_strokes(ink: Ink, length: float) -> None:
    assert path_length(ink) == pytest.approx(length)


@given(ink=INKS)
def test_the_length_does_not_depend_on_the_sampling(ink: Ink) -> None:
    assert path_length(densified(ink, 0.7)) == pytest.approx(path_length(ink))


@given(ink=INKS)
def test_the_length_grows_with_the_ink(ink: Ink) -> None:
    assert path_length(scaled(ink, 3)) == pytest.approx(3 * path_length(ink))
