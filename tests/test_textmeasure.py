from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognizer.reading.scoring import aligned, digit_errors, digits_of


@pytest.mark.parametrize(
    ("text", "digits"),
    [("", ""), ("7", "7"), ("20 26", "2026"), ("3 14\n15", "31415"), (" \n ", ""), ("2?6", "2?6")],
)
def test_the_digits_of_a_text_are_all_but_spaces_and_newlines(text: str, digits: str) -> None:
    assert digits_of(text) == digits


@pytest.mark.parametrize(
    ("label", "text", "errors"),
    [
        ("", "", 0),
        ("2026", "2026", 0),
        ("2026", "2020", 1),
        ("2026", "226", 1),
        ("2026", "20226", 1),
        ("2026", "", 4),
        ("", "314", 3),
        ("2026", "2?26", 1),
        ("123", "231", 2),
        ("1234", "4321", 4),
        ("0123456", "6543210", 6),
        ("111", "1", 2),
        ("20 26", "2026", 0),
        ("20\n26", "20 26", 0),
        ("20\n26", "20 27", 1),
    ],
)
def test_errors_are_digits_to_add_to_leave_out_or_to_change(
    label: str, text: str, errors: int
) -> None:
    assert digit_errors(label, text) == errors


TEXT = st.text("012", max_size=9)


@given(one=TEXT, two=TEXT, three=TEXT)
def test_errors_are_a_distance(one: str, two: str, three: str) -> None:
    assert digit_errors(one, two) == digit_errors(two, one)
    assert (digit_errors(one, two) == 0) == (one == two)
    assert digit_errors(one, three) <= digit_errors(one, two) + digit_errors(two, three)
    assert abs(len(one) - len(two)) <= digit_errors(one, two) <= max(len(one), len(two))


@pytest.mark.parametrize(
    ("label", "text", "pairs"),
    [
        ("", "", []),
        ("26", "26", [("2", "2"), ("6", "6")]),
        ("2/6", "216", [("2", "2"), ("/", "1"), ("6", "6")]),
        ("2.6", "26", [("2", "2"), (".", ""), ("6", "6")]),
        ("26", "2 .6", [("2", "2"), ("", "."), ("6", "6")]),
        ("7", "", [("7", "")]),
        ("", "7", [("", "7")]),
    ],
)
def test_each_symbol_is_aligned_with_what_it_was_read_as(
    label: str, text: str, pairs: list[tuple[str, str]]
) -> None:
    assert aligned(label, text) == pairs


@given(label=TEXT, text=TEXT)
def test_alignment_loses_nothing_and_has_the_fewest_errors(label: str, text: str) -> None:
    pairs = aligned(label, text)
    assert ("".join(want for want, _ in pairs), "".join(got for _, got in pairs)) == (label, text)
    assert sum(want != got for want, got in pairs) == digit_errors(label, text)
