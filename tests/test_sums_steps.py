"""What is worked out first, and which sign was taken for what, in words for a pupil."""

from __future__ import annotations

from fractions import Fraction

import pytest
from sumtrees import flat_text, seeded
from typesetting import Set, Typesetter, glyph, read_as

from recognizer.errors import SumError
from recognizer.sums import Sum, answer, sums_in, value
from recognizer.sums.carrying import column_steps
from recognizer.sums.grammar import parsed
from recognizer.sums.meanings import explained, meanings
from recognizer.sums.steps import sentences, steps
from recognizer.sums.worth import Value

GIVEN = {"a": Value(Fraction(5)), "x": Value(Fraction(-2))}


def told(text: str) -> str:
    """Return the steps of a typed line, in words."""
    return " ".join(sentences(steps(parsed(text, GIVEN), GIVEN)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12+7=", "12+7 = 19."),
        ("8+6×2", "First 6×2 = 12, because times comes before plus. Then 8+12 = 20."),
        (
            "2×3+4×5",
            "First 2×3 = 6. Then 4×5 = 20, because times comes before plus. Then 6+20 = 26.",
        ),
        (
            "9-2-3",
            "First 9-2 = 7, because plus and minus go from the left. Then 7-3 = 4.",
        ),
        (
            "8:4:2",
            "First 8:4 = 2, because times and division go from the left. Then 2:2 = 1.",
        ),
        ("1+2+3", "First 1+2 = 3. Then 3+3 = 6."),
        (
            "(8+6)×2",
            "First 8+6 = 14, because what is in parentheses comes first. Then 14×2 = 28.",
        ),
        (
            "2×5^2",
            "First 5² = 25, because a power comes before times. Then 2×25 = 50.",
        ),
        ("-5^2", "First 5² = 25, because a power comes before the minus. Then the answer is -25."),
        ("√(9+16)", "First 9+16 = 25. Then √25 = 5."),
        ("√2×2", "First √2 ≈ 1.414213562. Then 1.414213562×2 ≈ 2.828427125."),
        ("(1+2)⁄4", "First 1+2 = 3. Then the answer is 3⁄4."),
        ("4⁄2+1", "First 4⁄2 = 2. Then 2+1 = 3."),
        (
            "1 1⁄2+2",
            "First 1+1⁄2 = 3⁄2, because a fraction behind a whole number is added to it. "
            "Then 3⁄2+2 = 7⁄2.",
        ),
        ("50%×10", "First 50% = 0.5, because percent means hundredths. Then 0.5×10 = 5."),
        ("0,5×3", "0,5×3 = 1,5."),
        ("3x", "3×(-2) = -6, because 3x means 3×x."),
        ("2a+1=", "First 2×5 = 10, because 2a means 2×a. Then 10+1 = 11."),
        ("2^-3", "2⁻³ = 0.125."),
        ("1+1=2=3-1", "First 1+1 = 2. Then 3-1 = 2."),
        ("7", ""),
        ("b+1", ""),
        ("2+3-1/0", ""),
        ("1+1=2/0", "1+1 = 2."),
        (
            "9-2-(3+4)×2",
            "First 3+4 = 7, because what is in parentheses comes first. "
            "Then 7×2 = 14, because times comes before minus. "
            "Then 9-2 = 7, because plus and minus go from the left. Then 7-14 = -7.",
        ),
    ],
)
def test_steps_say_what_comes_first_and_why(text: str, expected: str) -> None:
    assert told(text) == expected


def test_each_step_is_true_and_the_last_one_is_the_answer() -> None:
    rng, counted = seeded(8), 0
    for _ in range(2_000):
        text = flat_text(rng)
        found = steps(parsed(text))
        try:
            shown = answer(text)
        except SumError:
            continue
        assert not found or found[-1].result == shown
        if not any(each.result.startswith("≈") for each in found):
            counted += len(found)
            assert all(value(each.what or each.result) == value(each.result) for each in found)
    assert counted > 1_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("24+39", "Ones: 4+9 = 13: write 3, carry 1. Tens: 2+3+1 = 6: write 6."),
        (
            "95+7",
            "Ones: 5+7 = 12: write 2, carry 1. Tens: 9+1 = 10: write 0, carry 1. "
            "Hundreds: write 1.",
        ),
        (
            "1,5+0,25",
            "Hundredths: 0+5 = 5: write 5. Tenths: 5+2 = 7: write 7. Ones: 1+0 = 1: write 1.",
        ),
        (
            "143-58",
            "Ones: 13-8 = 5, because 3 borrows ten: write 5. "
            "Tens: 13-5 = 8, because 4 has lent one and borrows ten: write 8.",
        ),
        ("100-95", "Ones: 10-5 = 5, because 0 borrows ten: write 5."),
        ("5-7", ""),
        ("1×2", ""),
        ("12345678+1", ""),
    ],
)
def test_a_column_is_worked_out_place_by_place(text: str, expected: str) -> None:
    assert " ".join(sentences(column_steps(parsed(text).sides[0]))) == expected


def test_what_is_written_place_by_place_is_the_answer() -> None:
    rng = seeded(9)
    for _ in range(2_000):
        numbers = sorted((rng.randrange(10 ** rng.randint(1, 5)) for _ in range(2)), reverse=True)
        text = rng.choice("+-").join(map(str, numbers))
        digits = [each.then.partition(",")[0][-1] for each in column_steps(parsed(text).sides[0])]
        assert int("".join(reversed(digits))) == value(text), text


def only_sum(line: Set) -> Sum:
    (found,) = sums_in(read_as(line.glyphs))
    return found


@pytest.mark.parametrize(
    ("text", "label", "expected"),
    [
        ("3⁄4+1=", "-", "The line is the bar of a fraction: 3 above it, 4 below."),
        ("1.5+2=", ".", "The dot is a decimal point."),
        ("1,5+2=", ",", "The comma is a decimal comma."),
        ("3·5=", "·", "The dot means times."),
        ("8:2=", ":", "The two dots mean divided by."),
        ("-5+2=", "-", "The minus before 5 makes it negative."),
        ("√(9+16)=", "√", "The root is that of 9+16."),
        ("1+5^3=", "3", "The 3 is raised: 5³ means 5×5×5."),
        ("a=5", "a", "This line says what a is."),
        ("1+a=", "a", "No line above says what a is."),
    ],
)
def test_a_sign_says_what_it_was_taken_for(text: str, label: str, expected: str) -> None:
    (told,) = meanings(only_sum(Typesetter(seeded(1)).set(parsed(text))))
    assert (told.about.label, told.text) == (label, expected)


def test_what_has_no_answer_says_why() -> None:
    found = only_sum(Typesetter(seeded(1)).set(parsed("3+2/0=")))
    assert explained(found, tells=False) == (
        "The slash means divided by.",
        "A division by zero has no answer.",
    )


def test_what_is_said_twice_of_signs_is_said_once() -> None:
    found = only_sum(Typesetter(seeded(1)).set(parsed("8:4+6:2=")))
    assert explained(found) == (
        "The two dots mean divided by.",
        "First 8:4 = 2.",
        "Then 6:2 = 3, because division comes before plus.",
        "Then 2+3 = 5.",
    )


def test_plain_signs_need_no_words() -> None:
    assert meanings(only_sum(Typesetter(seeded(1)).set(parsed("(12+7)×3-50%=")))) == ()


def test_a_letter_says_its_value_and_an_x_that_it_means_times() -> None:
    typesetter = Typesetter(seeded(1))
    lines = [typesetter.set(parsed(text)) for text in ("a=0,5", "2×a=")]
    glyphs = (*lines[0].glyphs, *lines[1].moved(0, 3).glyphs)
    found = sums_in(read_as(glyphs))[1]
    assert [each.text for each in meanings(found)] == [
        "The x means times.",
        "a is 0,5, as a line above says.",
    ]


def test_the_line_of_a_column_says_where_the_answer_stands() -> None:
    typesetter = Typesetter(seeded(1))
    rows = (typesetter.text("24").moved(1, 0), typesetter.text("+39").moved(0.15, 1.5))
    line = glyph("-", 0, 2.75, 3, 2.8)
    found = only_sum(Set((*rows[0].glyphs, *rows[1].glyphs, line), 3))
    assert found.is_column
    (told,) = meanings(found)
    assert told.text == "The long line is that of a written addition: the answer stands below it."
    assert sentences(found.steps)[0] == "Ones: 4+9 = 13: write 3, carry 1."


def test_what_comes_out_is_told_only_where_it_is_to_be() -> None:
    found = steps(parsed("9-(2+3)×2="))
    assert sentences(found, tells=False) == (
        "First 2+3, because what is in parentheses comes first.",
        "Then 5×2, because times comes before minus.",
        "Then 9-10.",
    )
    in_column = column_steps(parsed("25+39").sides[0])
    assert sentences(in_column, tells=False) == ("Ones: 5+9.", "Tens: 2+3+1.")
