"""How sure a reading is, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from recognizer import BoundingBox, Candidate, Symbol
from recognizer.reading.result import Number, together
from recognizer.reading.words import certainty, describe, sureness

BOX = BoundingBox(0, 0, 10, 20)
SURE = Symbol((Candidate("4", 0.999),), 0.995, True, BOX)
DOUBTFUL = Symbol((Candidate("7", 0.6),), 0.995, True, BOX)
GUESS = Symbol((Candidate("3", 0.9),), 0.4, False, BOX)
LETTER = Symbol((Candidate("4", 0.9),), 0.01, False, BOX)
NO_DIGIT = replace(LETTER, said="")


def number(*digits: Symbol) -> Number:
    return Number(digits, BOX)


@pytest.mark.parametrize(
    ("confidence", "word"),
    [(1.0, "sure"), (0.98, "sure"), (0.979, "quite sure"), (0.8, "quite sure"), (0.799, "perhaps")],
)
def test_there_are_three_words(confidence: float, word: str) -> None:
    assert certainty(confidence) == word


@pytest.mark.parametrize(
    ("digits", "words"),
    [
        ((SURE,) * 200, "sure"),
        ((SURE, DOUBTFUL), "perhaps"),
        ((SURE, LETTER), "not all read"),
        ((LETTER,), "not a digit"),
        ((GUESS,), "perhaps 3"),
        ((GUESS, GUESS), "not a digit"),
        ((replace(LETTER, said="4"),), "you said so"),
        ((NO_DIGIT,), "no digit, you said"),
        ((SURE, NO_DIGIT), "sure"),
    ],
)
def test_a_number_is_as_sure_as_its_least_sure_digit(
    digits: tuple[Symbol, ...], words: str
) -> None:
    assert sureness(number(*digits)) == words


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((number(SURE), number(SURE, SURE)), "sure"),
        ((number(SURE), number(DOUBTFUL)), "perhaps"),
        ((number(SURE), number(LETTER)), "not all read"),
        ((number(GUESS), number(LETTER)), "not a digit"),
        ((), "nothing to read"),
    ],
)
def test_a_reading_is_as_sure_as_its_least_sure_number(
    numbers: tuple[Number, ...], words: str
) -> None:
    assert sureness(together([numbers])) == words


def test_a_number_that_was_not_read_whole_has_no_percentage() -> None:
    assert describe(together([[number(SURE, LETTER)]])) == "4? (not all read)"
    assert describe(together([[number(SURE, DOUBTFUL)]])) == "47 (60.0 %)"
