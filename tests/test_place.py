"""What place and size say: a point is low and small, a minus is in the middle, a digit is tall."""

from __future__ import annotations

import numpy as np
import pytest

from recognizer.network.alphabet import DIGITS, Alphabet
from recognizer.reading.seeing.place import SLASH_NATS, Frame, Place, PlacePrior, has_small_signs

LABELS = (*"0123456789", *".,-'=+:/oO°")
PRIOR = PlacePrior(LABELS, len(LABELS) + 1, range(len(LABELS)))
BOXES = np.array([[0, 100, 50, 200], [60, 102, 110, 198], [112, 190, 118, 197]], float)
"""Two digits, and a point behind them."""


@pytest.mark.parametrize(
    ("sign", "middle", "height"),
    [
        (".", 0.95, 0.05),
        (",", 1.02, 0.3),
        ("-", 0.5, 0.04),
        ("-", 0.55, 0.0),
        ("'", 0.1, 0.25),
        ("=", 0.5, 0.25),
        ("+", 0.5, 0.55),
        ("0", 0.5, 1.0),
        ("o", 0.7, 0.6),
        ("°", 0.1, 0.3),
    ],
)
def test_each_kind_has_its_place(sign: str, middle: float, height: float) -> None:
    here = dict(zip(LABELS, PRIOR.shift(Place(middle, height)).tolist(), strict=False))
    assert here[sign] == max(here.values())


def test_a_narrow_thing_is_no_minus_and_a_wide_one_no_point() -> None:
    """In the ink of sums this is weighed later, with what stands beside it."""
    minus, point = LABELS.index("-"), LABELS.index(".")
    prior = PlacePrior(LABELS, len(LABELS) + 1, range(len(LABELS)), without_path=True)
    narrow, wide = (prior.shift(Place(0.7, 0.05, width)) for width in (0.03, 0.6))
    assert narrow[minus] < narrow[point] - 3
    assert wide[minus] > wide[point] + 3
    assert PRIOR.shift(Place(0.7, 0.05, 0.03)) == pytest.approx(PRIOR.shift(Place(0.7, 0.05)))


def test_among_numbers_a_minus_stands_beside_the_digits() -> None:
    """What is flat above or below them is the rest of a line, or the bar of a digit."""
    minus = LABELS.index("-")
    numbers = PlacePrior(LABELS, len(LABELS) + 1, [*range(10), minus])
    above, beside = (numbers.shift(Place(y, 0.05, 0.5)) for y in (-0.2, 0.3))
    assert above[minus] < above[-1] < beside[minus]
    assert PRIOR.shift(Place(-0.2, 0.05, 0.5))[minus] > above[minus] + 3  # perhaps an exponent's


def test_among_numbers_a_point_stands_at_the_foot() -> None:
    """In the middle it means times, where sums are written."""
    point = LABELS.index(".")
    numbers = PlacePrior(LABELS, len(LABELS) + 1, [*range(10), point])
    middle, foot = Place(0.5, 0.07, 0.07), Place(0.95, 0.07, 0.07)
    assert numbers.shift(foot)[point] == PRIOR.shift(foot)[point]
    assert numbers.shift(middle)[point] < PRIOR.shift(middle)[point] - 3


def test_a_speck_is_rather_a_point_than_a_drawing() -> None:
    speck, large = PRIOR.shift(Place(0.95, 0.05)), PRIOR.shift(Place(0.5, 1.0))
    assert speck[-1] < speck[LABELS.index(".")] - 3
    assert large[-1] > speck[-1]


def test_an_odd_place_says_little_for_or_against_anything() -> None:
    assert np.ptp(PRIOR.shift(Place(4.0, 3.0))) < 0.1


def test_a_slash_is_rarer_among_numbers_than_in_sums() -> None:
    numbers = PlacePrior(LABELS, len(LABELS) + 1, [*range(10), LABELS.index("/")])
    slash, one = LABELS.index("/"), LABELS.index("1")
    for prior, nats in ((PRIOR, 0.0), (numbers, SLASH_NATS)):
        shift = prior.shift(Place(4.0, 3.0))
        assert shift[one] - shift[slash] == pytest.approx(nats, abs=0.1)


def test_a_frame_is_that_of_the_tall_pieces() -> None:
    frame = Frame.of(BOXES)
    assert (frame.top, frame.foot) == (101, 199)
    place = frame.place(BOXES[2:])
    assert place.middle == pytest.approx(0.944, abs=1e-3)
    assert place.height == pytest.approx(7 / 98)


@pytest.mark.parametrize("factor", [0.01, 7.0])
def test_size_and_position_of_the_writing_make_no_difference(factor: float) -> None:
    moved = BOXES * factor + 40
    one, other = Frame.of(BOXES).place(BOXES[:1]), Frame.of(moved).place(moved[:1])
    assert (one.middle, one.height) == pytest.approx((other.middle, other.height))


def test_a_sure_slash_makes_others_as_likely_as_a_1() -> None:
    numbers = PlacePrior(LABELS, len(LABELS) + 1, [*range(10), LABELS.index("/")])
    alone, beside = (numbers.shift(Place(0.5, 1.0), sure) for sure in (0.0, 1.0))
    assert (beside - alone)[LABELS.index("/")] == pytest.approx(SLASH_NATS)
    assert (beside - alone)[LABELS.index("1")] == 0


def test_only_an_alphabet_with_small_signs_needs_places() -> None:
    with_minus = Alphabet("signs", (*DIGITS.symbols, "-"), ((),) * 11, "sign", "signs")
    assert not has_small_signs(DIGITS)
    assert has_small_signs(with_minus)
