"""Which symbols may be written, as a model card says."""

from __future__ import annotations

import string
from pathlib import Path
from typing import Any

import pytest
from making import copy_model
from strokes import DIGITS as INKS

from recognizer import ModelError, Reader
from recognizer.network.alphabet import DIGITS, Alphabet, alphabets_of
from recognizer.network.classifier import Classifier
from recognizer.reading.words import describe, invitation

BITS: dict[str, Any] = {
    "name": "bits",
    "symbols": ["0", "1"],
    "stand_ins": {"0": ["8", "O", "o"], "1": ["7", "l", "I", "|"]},
    "one": "bit",
    "many": "bits",
}
"""Zeros and ones; for the network an 8 is a 0, and a 7 a 1."""
USUAL = {"name": "digits", "symbols": list("0123456789"), "one": "digit", "many": "digits"}


TIMES = "\N{MULTIPLICATION SIGN}"
LABELS = (*string.digits, *string.ascii_letters, *string.punctuation, TIMES, "÷", "√")
"""Of a network that knows all that can be typed."""


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """Return a model that knows two alphabets."""
    return copy_model(tmp_path, alphabets=[USUAL, BITS])


def test_a_card_that_names_no_alphabet_has_the_digits(tmp_path: Path) -> None:
    model = copy_model(tmp_path, alphabets=None)
    assert Classifier(model).alphabet is DIGITS
    assert Reader(model).alphabets == ("digits",)


def test_an_alphabet_says_how_it_is_spoken_of() -> None:
    assert DIGITS.none == "not a digit"
    operators = Alphabet.from_record(BITS | {"one": "operator"})
    assert operators.none == "not an operator"
    assert invitation(operators).startswith("Draw an operator")
    assert [DIGITS.named(label) for label in ("7", "8", "")] == ["a 7", "an 8", "no digit"]
    assert [DIGITS.named(label) for label in "FfUu"] == ["an F", "an f", "a U", "a u"]
    assert [DIGITS.named(label) for label in ".?"] == ["“.”", "“?”"]


def test_an_alphabet_says_what_it_holds_and_asks_for_it_by_its_name_if_the_card_does_not() -> None:
    bits = Alphabet.from_record(BITS)
    assert (bits.sample, bits.holds, bits.call) == ("01", "bits", "Draw bits")
    told = {"sample": "10", "holds": "zeros and ones", "call": "Draw zeros and ones"}
    bits = Alphabet.from_record(BITS | told)
    assert {key: getattr(bits, key) for key in told} == told


def test_there_are_alphabets_for_whoever_writes_digits_numbers_sums_letters_or_anything() -> None:
    known = {each.name: each for each in alphabets_of(LABELS)}
    assert list(known) == ["digits", "numbers", "sums", "letters", "text"]
    assert {name: each.holds for name, each in known.items()} == {
        "digits": "digits, 0 to 9",
        "numbers": "digits and - . , / : + %",
        "sums": f"digits and + - {TIMES} ÷ / : * = < > √ ( ) . , %, and letters such as a",
        "letters": "letters, A to Z",
        "text": "any character",
    }
    assert known["digits"] is DIGITS
    assert known["numbers"].symbols == (*string.digits, *"-.,/:+%")
    assert known["letters"].symbols == tuple(string.ascii_uppercase)
    assert known["text"].symbols == LABELS
    *_, text = alphabets_of(sorted(LABELS))
    in_order = string.digits + string.ascii_uppercase + string.ascii_lowercase
    assert "".join(text.symbols).startswith(in_order)


def test_a_network_has_the_alphabets_of_which_it_knows_every_symbol() -> None:
    def names(labels: str) -> list[str]:
        return [each.name for each in alphabets_of(labels)]

    assert names(string.digits) == ["digits"]
    assert names(string.digits + "-.,/:+%") == ["digits", "numbers"]
    assert names(string.digits + string.ascii_lowercase) == ["digits", "letters", "text"]
    assert names("ab") == ["text"]


def test_a_label_stands_for_a_symbol_that_looks_like_it_where_it_is_none_itself() -> None:
    stand_ins = {
        each.name: dict(zip(each.symbols, each.stand_ins, strict=True))
        for each in alphabets_of(LABELS)
    }
    assert (stand_ins["digits"]["0"], stand_ins["digits"]["1"]) == (("O", "o"), ("l", "I", "|"))
    for name in ("numbers", "sums"):
        assert (stand_ins[name]["0"], stand_ins[name]["1"]) == (("O", "o"), ("l", "I"))
    for name in ("numbers", "sums"):
        assert (stand_ins[name]["+"], stand_ins[name]["-"]) == (("t",), ("_",))
    assert stand_ins["sums"][TIMES] == ("x", "X")
    assert {stand_ins["letters"][each][0] for each in string.ascii_uppercase} == {
        *string.ascii_lowercase
    }
    assert (stand_ins["letters"]["I"], stand_ins["letters"]["L"]) == (
        ("i", "1", "|"),
        ("l", "1", "|"),
    )
    assert not any(stand_ins["text"].values())


def test_the_alphabets_of_a_network_can_stand_in_its_card() -> None:
    for each in alphabets_of(LABELS):
        assert Alphabet.from_record(each.as_record()) == each
    assert all(len(each.places_in(LABELS)) == len(each.symbols) for each in alphabets_of(LABELS))


@pytest.mark.parametrize(
    ("name", "typed", "meant"),
    [
        *(("digits", each, each) for each in string.digits),
        *(("digits", each, None) for each in "lOI|a+"),
        *(("sums", *pair) for pair in ("++", ("x", TIMES), ("X", TIMES))),
        *(("letters", *pair) for pair in ("AA", "aA", "nN", "xX")),
        *(("letters", each, None) for each in "5+"),
        *(("sums", each, None) for each in "t_"),
        *(("text", each, each) for each in "aA0O?"),
    ],
)
def test_a_typed_character_names_a_symbol(name: str, typed: str, meant: str | None) -> None:
    alphabet = next(each for each in alphabets_of(LABELS) if each.name == name)
    assert alphabet.typed(typed) == meant


def test_only_labels_that_a_network_has_stand_for_a_symbol() -> None:
    places = DIGITS.places_in("01l8O")
    assert places == {"0": (0, 4), "1": (1, 2), "8": (3,)}


def test_the_own_label_of_a_symbol_is_the_one_that_lessons_and_the_glass_are_about() -> None:
    places = {each.name: each.places_in(LABELS) for each in alphabets_of(LABELS)}
    for name, of in places.items():
        assert [LABELS[first] for first, *_ in of.values()] == list(of), name


def test_the_first_alphabet_of_a_card_is_the_usual_one(two: Path) -> None:
    reader = Reader(two)
    assert (reader.alphabet.name, reader.alphabets) == ("digits", ("digits", "bits"))
    assert reader.read_ink(INKS["8"]).text == "8"


def test_another_alphabet_of_the_card_can_be_chosen(two: Path) -> None:
    reader = Reader(two, alphabet="bits")
    read = {label: reader.read_ink(INKS[label]) for label in "01785"}
    assert [read[label].text for label in "0178"] == ["0", "1", "1", "0"]
    assert describe(read["5"]).startswith("not a bit")
    assert [each.label for each in read["0"].candidates] == ["0", "1"]
    assert sum(each.confidence for each in read["7"].candidates) == pytest.approx(1)


def test_the_alphabet_can_be_changed_and_what_was_read_follows(two: Path) -> None:
    reader = Reader(two)
    assert reader.read_ink(INKS["8"]).text == "8"
    reader.choose("bits")
    assert reader.read_ink(INKS["8"]).text == "0"
    reader.choose("digits")
    assert reader.read_ink(INKS["8"]).text == "8"


def test_an_alphabet_that_the_model_does_not_have_is_refused(two: Path) -> None:
    with pytest.raises(ModelError, match="no alphabet 'letters'; it has digits, bits"):
        Reader(two, alphabet="letters")


@pytest.mark.parametrize(
    "change",
    [
        {"symbols": ["0"]},
        {"symbols": ["0", "0"]},
        {"symbols": ["0", "10"]},
        {"symbols": ["0", " "]},
        {
            "symbols": ["\N{CYRILLIC SMALL LETTER ZHE}", "\N{CYRILLIC SMALL LETTER YU}"],
            "stand_ins": {},
        },
        {"stand_ins": {"2": ["3"]}},
        {"stand_ins": {"0": ["1"]}},
        {"stand_ins": {"0": ["8", "8"]}},
        {"stand_ins": [1]},
        {"one": ""},
        {"name": "x" * 41},
        {"sample": "10101"},
        {"holds": ""},
        {"call": 7},
    ],
)
def test_an_alphabet_that_makes_no_sense_is_no_model_card(
    tmp_path: Path, change: dict[str, Any]
) -> None:
    with pytest.raises(ModelError, match="no model card"):
        Classifier(copy_model(tmp_path, alphabets=[BITS | change]))
