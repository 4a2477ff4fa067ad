"""The second view: where the pen went, and what the picture and the path say of an ink."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from making import copy_model, picture_of
from strokes import DIGITS, moved, shifted

from recognizer import Candidate, Ink, Reader
from recognizer.lessons.learning import taught
from recognizer.network.alphabet import DIGITS as DIGIT_ALPHABET
from recognizer.network.alphabet import NONE, Alphabet
from recognizer.network.classifier import Classifier, softmax
from recognizer.network.path import path_of
from recognizer.network.preprocess import preprocess_ink
from recognizer.reading.inside.insight import MAX_BARS
from recognizer.reading.seeing.views import MAX_NUMBERED_STROKES, Said, Views, number_places
from recognizer.reading.words import bars_sentence, long_views_sentence, views_sentence

# What is said


def said(picture: tuple[str, float], path: tuple[str, float], together: str) -> Said:
    return Said(Candidate(*picture), Candidate(*path), Candidate(together, 0.9))


def spaced(sentence: str) -> str:
    return sentence.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("views", "label", "sentence"),
    [
        (
            said(("4", 0.981), ("4", 0.9601), "4"),
            "4",
            "The picture and the way you wrote it both look like a 4 (98.1 % and 96.0 %).",
        ),
        (
            said(("7", 0.81), ("1", 0.97), "1"),
            "1",
            "The picture looks like a 7 (81.0 %). The way you wrote it looks like a 1 (97.0 %). "
            "Together: a 1.",
        ),
        (
            said(("8", 0.6), (NONE, 0.9), NONE),
            NONE,
            "The picture looks like an 8 (60.0 %). The way you wrote it looks like no digit "
            "(90.0 %). Together: no digit.",
        ),
        (
            said(("7", 0.81), ("7", 0.6), "7"),
            "1",
            "The picture and the way you wrote it both look like a 7 (81.0 % and 60.0 %). "
            "But I take it for a 1.",
        ),
        (
            said(("7", 0.5), ("7", 0.5), NONE),
            NONE,
            "The picture and the way you wrote it both look like a 7 (50.0 % and 50.0 %). "
            "Together: no digit.",
        ),
    ],
    ids=["alike", "not alike", "none", "taught otherwise", "not enough"],
)
def test_a_sentence_says_what_each_view_says_and_both(
    views: Said, label: str, sentence: str
) -> None:
    assert spaced(views_sentence(views, label, DIGIT_ALPHABET)) == sentence


def test_the_sentence_follows_the_alphabet() -> None:
    letters = Alphabet("letters", tuple("ABC"), ((), (), ()), "letter", "letters")
    views = said(("A", 0.9), (NONE, 0.8), "A")
    sentence = spaced(views_sentence(views, "A", letters))
    assert "an A (90.0 %)" in sentence
    assert "no letter (80.0 %)" in sentence


def test_no_line_parts_a_figure_from_its_percent_sign() -> None:
    views = said(("7", 0.81), ("1", 0.97), "1")
    words = views_sentence(views, "1", DIGIT_ALPHABET).split(" ")
    assert [word for word in words if "%" in word] == ["(81.0\xa0%).", "(97.0\xa0%)."]


def test_no_usual_sentence_is_longer_than_the_long_one() -> None:
    long = len(long_views_sentence(DIGIT_ALPHABET))
    for picture, path in (("7", "1"), ("8", NONE), (NONE, "0")):
        views = said((picture, 0.999), (path, 0.999), path)
        assert len(views_sentence(views, path, DIGIT_ALPHABET)) <= long


def test_of_many_symbols_only_the_likeliest_have_a_bar() -> None:
    many = Alphabet("all", tuple("abcdefghijklm"), ((),) * 13, "letter", "letters")
    assert len(many.symbols) > MAX_BARS
    assert bars_sentence(many) == "A bar for each of the likeliest letters, the last for none."
    assert bars_sentence(DIGIT_ALPHABET) == "A bar for each digit, the last for none."


# Where the numbers of the strokes stand

PLUS = Ink.from_points([[(0, 50), (100, 50)], [(50, 0), (50, 100)]])


def test_a_number_stands_behind_the_beginning_of_its_stroke() -> None:
    (x, y), (other_x, other_y) = number_places(PLUS).tolist()
    assert x < -1
    assert y == 0
    assert other_x == 0
    assert other_y < -1


def test_a_stroke_in_the_other_direction_has_its_number_at_the_other_end() -> None:
    backward = moved(PLUS, lambda points: points[::-1])
    assert number_places(backward) == pytest.approx(-number_places(PLUS))


def test_where_and_how_large_it_is_written_makes_no_difference() -> None:
    far = moved(PLUS, lambda points: 7 * points + 1000)
    assert number_places(far) == pytest.approx(number_places(PLUS))


def test_a_dot_has_its_number_above() -> None:
    dotted = Ink((*PLUS.strokes, *Ink.from_points([[(100, 100)]]).strokes))
    *_, (x, y) = number_places(dotted).tolist()
    assert x == 1
    assert 0 < y < 1


def test_strokes_beyond_the_first_have_no_number() -> None:
    many = Ink(tuple(s for k in range(20) for s in shifted(PLUS, 10 * k, 0).strokes))
    assert len(number_places(many)) == MAX_NUMBERED_STROKES


# What a model of two networks says


@pytest.fixture(scope="module")
def reader_of_two(model_of_two: Path) -> Reader:
    return Reader(model_of_two, alphabet="digits")


def seen_by(reader: Reader, ink: Ink) -> Views:
    views = reader.look(reader.read_digit(ink).only, ink, reader.lessons).views
    assert views is not None
    return views


@pytest.mark.parametrize("digit", DIGITS)
def test_of_a_clear_digit_both_views_say_the_same(reader_of_two: Reader, digit: str) -> None:
    views = seen_by(reader_of_two, DIGITS[digit]).said
    assert {views.by_picture.label, views.by_path.label, views.together.label} == {digit}


def test_the_path_is_what_the_network_got(reader_of_two: Reader) -> None:
    views = seen_by(reader_of_two, DIGITS["4"])
    assert np.array_equal(views.path, path_of(DIGITS["4"]))
    assert len(views.numbers) == len(DIGITS["4"].strokes)


@pytest.mark.parametrize("digit", ["1", "4", "7"])
def test_the_picture_is_as_sure_as_of_a_picture_alone(
    model_of_two: Path, reader_of_two: Reader, digit: str
) -> None:
    views = seen_by(reader_of_two, DIGITS[digit]).said
    alone = Classifier(model_of_two, "digits").predict(preprocess_ink(DIGITS[digit])[None])[0]
    confidence = min(alone.knownness, alone.best.confidence)
    assert views.by_picture.confidence == pytest.approx(confidence, abs=1e-3)


@pytest.mark.parametrize("digit", ["1", "4", "7"])
def test_the_path_is_as_sure_as_its_network(model_of_two: Path, digit: str) -> None:
    classifier = Classifier(model_of_two, "text")
    ink = DIGITS[digit]
    looked = classifier.look(preprocess_ink(ink)[None], path_of(ink)[None])
    assert looked.by_path is not None
    _, path, both = classifier.apart(looked.logits[0], looked.by_path[0])
    (judged,) = classifier.judge(looked.logits, looked.embeddings)
    assert both == judged
    chances = softmax(looked.by_path)[0]
    places = classifier.alphabet.places_in(classifier.card.labels)[path.best.label]
    known = path.knownness * path.best.confidence
    assert known == pytest.approx(chances[list(places)].sum(), abs=1e-4)


def test_a_lesson_makes_no_difference_to_what_the_views_say(model_of_two: Path) -> None:
    reader, classifier = Reader(model_of_two, alphabet="digits"), Classifier(model_of_two, "digits")
    before = seen_by(reader, DIGITS["7"]).said
    reader.learn((taught(DIGITS["7"], "1", classifier),) * 2)
    assert seen_by(reader, DIGITS["7"]).said == before


def test_a_picture_has_one_view(reader_of_two: Reader) -> None:
    symbol = reader_of_two.read_image(picture_of(DIGITS["4"])).only
    assert reader_of_two.look(symbol, Ink()).views is None


def test_with_a_model_of_one_network_there_is_one_view(tmp_path: Path) -> None:
    reader = Reader(copy_model(tmp_path, path=None))
    symbol = reader.read_digit(DIGITS["4"]).only
    assert reader.look(symbol, DIGITS["4"]).views is None
