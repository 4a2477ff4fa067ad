"""The looking glass shows what the reader has seen."""

from dataclasses import replace

import numpy as np
import pytest
from making import NO_DIGITS, picture_of
from strokes import DIGITS, FLAGGED, shifted

from recognizer.ink import Ink
from recognizer.network.classifier import Classifier
from recognizer.network.preprocess import preprocess_ink, preprocess_pixels
from recognizer.reading.inside.insight import MAX_SWAYING, at_a_glance
from recognizer.reading.reader import Reader
from recognizer.reading.result import Verdict

NONES = {name: ink for inks in NO_DIGITS.values() for name, ink in inks.items()}
ENDLESS = Ink.from_points([[(x % 2 * 50, x) for x in range(40)]])
SPECK = Ink.from_points([[(3, 3)]])
INKS = {**DIGITS, **NONES, "endless": ENDLESS, "speck": SPECK}


def look_at(source, reader):
    """Return what is seen of an ink, as one digit, or of a picture, at a glance."""
    if isinstance(source, Ink):
        return at_a_glance(reader.read_digit(source).only, source, reader.lessons)
    return at_a_glance(reader.read_image(source).only, Ink())


def assert_same(insight, symbol):
    assert insight.verdict is symbol.verdict
    assert insight.best == symbol.best
    assert insight.none == pytest.approx(1 - symbol.knownness)
    assert dict(insight.bars) == {c.label: c.confidence for c in symbol.candidates}


@pytest.mark.parametrize("name", INKS)
def test_it_says_of_an_ink_what_the_reader_says(reader, name):
    assert_same(look_at(INKS[name], reader), reader.read_digit(INKS[name]))


@pytest.mark.parametrize("name", ["0", "4", "7"])
def test_it_says_of_a_picture_what_the_reader_says(reader, name):
    picture = picture_of(INKS[name])
    assert_same(look_at(picture, reader), reader.read_image(picture))


def test_of_a_digit_of_a_page_it_says_what_the_reader_says(reader):
    page = picture_of(Ink((*DIGITS["7"].strokes, *shifted(DIGITS["4"], 130, 0).strokes)))
    symbols = reader.read_image(page).symbols
    assert [symbol.label for symbol in symbols] == ["7", "4"]
    for symbol in symbols:
        assert_same(at_a_glance(symbol, Ink()), symbol)


def test_it_never_contradicts_the_verdict_that_a_digit_was_read_with(reader):
    read = replace(reader.read_digit(NONES["W"]).only, is_known=True)
    insight = at_a_glance(read, NONES["W"])
    assert insight.verdict is Verdict.DIGIT
    assert reader.look_closer(insight).verdict is Verdict.DIGIT


def test_the_field_is_what_the_network_got(reader):
    picture = picture_of(DIGITS["2"])
    field = look_at(DIGITS["2"], reader).field
    np.testing.assert_array_equal(field, preprocess_ink(DIGITS["2"]))
    assert field.dtype == np.float32
    assert look_at(picture, reader).field.shape == (28, 28)


@pytest.mark.parametrize("ink", [DIGITS["6"], picture_of(DIGITS["6"])], ids=["ink", "picture"])
def test_the_crop_has_ink_at_all_its_edges(reader, ink):
    crop = look_at(ink, reader).crop
    assert crop.dtype == np.uint8
    assert all(edge.any() for edge in (crop[0], crop[-1], crop[:, 0], crop[:, -1]))


def test_the_crop_is_what_the_field_was_made_of(reader):
    insight = look_at(DIGITS["6"], reader)
    assert np.abs(preprocess_pixels(insight.crop) - insight.field).mean() < 0.01


def test_the_bars_are_the_ten_digits_in_order(reader):
    bars = look_at(DIGITS["7"], reader).bars
    assert "".join(label for label, _ in bars) == "0123456789"
    assert sum(confidence for _, confidence in bars) == pytest.approx(1)


def test_a_first_look_has_no_heat_and_a_closer_one_only_adds_it(reader):
    first = look_at(DIGITS["3"], reader)
    closer = reader.look_closer(first)
    assert first.heat is None
    assert closer.heat.shape == (28, 28)
    assert closer.crop is first.crop
    assert (closer.bars, closer.none, closer.verdict) == (first.bars, first.none, first.verdict)


def test_of_no_digit_it_shows_what_speaks_for_none(reader):
    insight = reader.look_closer(look_at(NONES["W"], reader))
    assert insight.verdict is Verdict.NOT_A_DIGIT
    row, col = np.unravel_index(insight.heat.argmax(), (28, 28))
    covered = insight.field.copy()
    covered[row - 3 : row + 4, col - 3 : col + 4] = 0
    logits = Classifier().infer(np.stack([insight.field, covered]))[0]
    used = Classifier().used
    lead = np.delete(logits, used, axis=1).max(axis=1) - logits[:, used].max(axis=1)
    assert lead[1] < lead[0] - 1


def test_a_closer_look_can_be_broken_off_and_begun_anew(reader):
    insight = look_at(DIGITS["3"], reader)

    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), reader.pausing(stop):
        reader.look_closer(insight)
    assert reader.look_closer(insight).heat.max() == pytest.approx(1)


def test_two_looks_at_the_same_ink_are_two_insights(reader):
    one, other = look_at(DIGITS["3"], reader), look_at(DIGITS["3"], reader)
    assert one != other
    assert len({one, other}) == 2


# What the user has shown


def test_it_looks_as_lessons_show_and_names_those_that_swayed_it():
    reader = Reader()
    far, near = reader.lesson(DIGITS["0"], "6"), reader.lesson(FLAGGED, "1")
    assert look_at(FLAGGED, reader).best == "7"
    reader.learn((far, near))
    insight = look_at(FLAGGED, reader)
    assert (insight.best, insight.lessons) == ("1", (near,))
    assert reader.look_closer(insight).lessons == (near,)
    assert look_at(DIGITS["3"], reader).lessons == ()
    reader.learn(())
    insight = look_at(FLAGGED, reader)
    assert (insight.best, insight.lessons) == ("7", ())


def test_a_lesson_that_changes_nothing_has_not_swayed_it():
    """Four nats make nothing of a 3 that the network thinks impossible."""
    reader = Reader()
    reader.learn((reader.lesson(FLAGGED, "3"),))
    insight = look_at(FLAGGED, reader)
    assert (insight.best, insight.lessons) == ("7", ())


def test_of_many_lessons_the_closest_are_named_the_closest_first():
    reader = Reader()
    lessons = tuple(
        reader.lesson(Ink.from_points([[(5 + d, 15), (62, 5), (60, 100)]]), "1")
        for d in (20, 0, 6, 12, 3)
    )
    reader.learn(lessons)
    named = look_at(FLAGGED, reader).lessons
    assert len(named) == MAX_SWAYING
    assert named[0] is lessons[1]
