"""Labels of ink under an alphabet: which are used, and when large and small letters are one."""

from __future__ import annotations

import pytest
from making import copy_model, labels_for
from strokes import DIGITS as INKS
from strokes import shifted

from recognizer import BoundingBox, Candidate, Ink, Reader, Symbol
from recognizer.network.alphabet import DIGITS, Alphabet
from recognizer.reading.result import Number, together
from recognizer.training.measure.spelling import Spelling, text_of

LETTERS = Alphabet(
    "letters", ("A", "O", "S"), (("a",), ("o", "0"), ("s", "5")), "letter", "letters"
)
SUMS = Alphabet("sums", tuple("0123456789+-=÷()"), ((),) * 16, "sign", "signs")
TIMES = "\N{MULTIPLICATION SIGN}"
TIMED = Alphabet("timed", (*"12", TIMES), ((), (), ("x", "X")), "sign", "signs")
TEXT = Alphabet("text", tuple("<angle?12"), ((),) * 9, "character", "characters")
NAMES = ("O", "1", "A", "3", "a", "5", "o", "S", "s", "9")
"""What the digits of the shipped network are called here: a 6 is a small o."""


def spelling_of(alphabet: Alphabet) -> Spelling:
    """Return the spelling for a network that knows all labels of `alphabet`."""
    return Spelling(
        alphabet, [*alphabet.symbols, *(way for ways in alphabet.stand_ins for way in ways)]
    )


@pytest.mark.parametrize(
    ("alphabet", "label", "symbols"),
    [
        (DIGITS, "7", "7"),
        (DIGITS, "20 26\n31", "20 26\n31"),
        (LETTERS, "a", "A"),
        (LETTERS, "SoS", "SOS"),
        (SUMS, "12÷(3-1)=24", "12÷(3-1)=24"),
        (SUMS, "\N{MINUS SIGN}", "-"),
        (TIMED, f"2{TIMES}1", f"2{TIMES}1"),
    ],
)
def test_a_label_is_used_in_symbols_of_the_alphabet(
    alphabet: Alphabet, label: str, symbols: str
) -> None:
    spelling = spelling_of(alphabet)
    written = spelling.written(label)
    assert written is not None
    assert spelling.in_symbols(written) == symbols


@pytest.mark.parametrize(
    ("alphabet", "label"),
    [
        *((DIGITS, label) for label in ("", "O", "2a", " ", "2 ", " 2", "2\t6", "2.6", "\u0663")),
        pytest.param(LETTERS, "0", id="a digit that may be read as a letter is none"),
        pytest.param(LETTERS, "AB", id="a letter of another alphabet"),
        pytest.param(TIMED, "2x1", id="a letter that may be read as a sign is none"),
        pytest.param(TEXT, "<angle", id="a name of a single symbol"),
    ],
)
def test_other_labels_are_not_used(alphabet: Alphabet, label: str) -> None:
    assert spelling_of(alphabet).written(label) is None


@pytest.mark.parametrize(
    ("alphabet", "labels", "folds"),
    [
        (LETTERS, "AOSaos", True),
        (LETTERS, "AOS05", False),
        (DIGITS, "0123456789Oo", False),
        (TIMED, f"12xX{TIMES}", False),
    ],
)
def test_letters_are_one_where_the_network_tells_them_apart(
    alphabet: Alphabet, labels: str, folds: bool
) -> None:
    assert Spelling(alphabet, labels).folds is folds


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """A reader of three letters: it knows each as a large and a small one."""
    folder = tmp_path_factory.mktemp("letters")
    model = copy_model(folder, labels=labels_for(NAMES), alphabets=[LETTERS.as_record()])
    return Reader(model)


@pytest.mark.parametrize(("digit", "exact"), [("0", "O"), ("6", "o"), ("2", "A"), ("8", "s")])
def test_what_was_read_is_told_as_large_or_small(letters: Reader, digit: str, exact: str) -> None:
    spelling = Spelling(letters.alphabet, letters.card.labels)
    reading = letters.read_digit(INKS[digit])
    assert text_of(reading, exact.upper()) == exact.upper()
    assert text_of(reading, exact, spelling.exact) == exact


def test_a_word_is_told_letter_by_letter(letters: Reader) -> None:
    spelling = Spelling(letters.alphabet, letters.card.labels)
    placed = [shifted(INKS[digit], 150 * k, 0) for k, digit in enumerate("728")]
    ink = Ink(tuple(stroke for each in placed for stroke in each.strokes))
    reading = letters.read_ink(ink)
    assert (text_of(reading, "SAS"), text_of(reading, "SAs", spelling.exact)) == ("SAS", "SAs")


@pytest.mark.parametrize(
    ("alphabet", "text"), [(DIGITS, "2?"), (TEXT, "2\N{REPLACEMENT CHARACTER}")]
)
def test_what_was_not_read_is_no_question_mark_that_was_written(
    alphabet: Alphabet, text: str
) -> None:
    box = BoundingBox(0, 0, 9, 9)
    symbols = [
        Symbol((Candidate(best, 0.9),), 0.9, is_known, box, alphabet=alphabet)
        for best, is_known in (("2", True), ("1", False))
    ]
    assert text_of(together([[Number(tuple(symbols), box)]]), "2?") == text
