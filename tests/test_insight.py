"""The examiner sees what the reader reads."""

import shutil
from dataclasses import replace

import numpy as np
import pytest
from making import NO_DIGITS, picture_of
from strokes import DIGITS, shifted

from recognizer.errors import ModelMissingError, PictureError
from recognizer.ink import Ink
from recognizer.network.classifier import Classifier
from recognizer.network.preprocess import preprocess_ink, preprocess_pixels
from recognizer.reading.insight import MOST_SWAYING, Examiner
from recognizer.reading.result import Verdict
from recognizer.resources import models_dir

NONES = {name: ink for inks in NO_DIGITS.values() for name, ink in inks.items()}
ENDLESS = Ink.from_points([[(x % 2 * 50, x) for x in range(40)]])
SPECK = Ink.from_points([[(3, 3)]])
INKS = {**DIGITS, **NONES, "endless": ENDLESS, "speck": SPECK}


@pytest.fixture(scope="module")
def examiner():
    return Examiner()


def assert_same(insight, reading):
    assert insight.verdict is reading.verdict
    assert insight.best == reading.best
    assert insight.none == pytest.approx(1 - reading.digitness)
    assert dict(insight.bars) == {c.label: c.confidence for c in reading.candidates}


@pytest.mark.parametrize("name", INKS)
def test_it_says_of_an_ink_what_the_reader_says(examiner, reader, name):
    assert_same(examiner.look(INKS[name]), reader.read_digit(INKS[name]))


@pytest.mark.parametrize("name", ["0", "4", "7"])
def test_it_says_of_a_picture_what_the_reader_says(examiner, reader, name):
    picture = picture_of(INKS[name])
    assert_same(examiner.look(picture), reader.read_image(picture))


def test_of_a_digit_of_a_page_it_says_what_the_reader_says(examiner, reader):
    page = picture_of(Ink((*DIGITS["7"].strokes, *shifted(DIGITS["4"], 130, 0).strokes)))
    digits = reader.read_image(page).digits
    assert [digit.label for digit in digits] == ["7", "4"]
    for digit in digits:
        assert_same(examiner.look_at(digit, Ink()), digit)


def test_it_never_contradicts_the_verdict_that_a_digit_was_read_with(examiner, reader):
    read = replace(reader.read_digit(NONES["W"]), verdict=Verdict.DIGIT)
    insight = examiner.look_at(read, NONES["W"])
    assert insight.verdict is Verdict.DIGIT
    assert examiner.look_closer(insight).verdict is Verdict.DIGIT


def test_the_field_is_what_the_network_gets(examiner):
    picture = picture_of(DIGITS["2"])
    np.testing.assert_array_equal(examiner.look(DIGITS["2"]).field, preprocess_ink(DIGITS["2"]))
    assert examiner.look(picture).field.shape == (28, 28)


@pytest.mark.parametrize("ink", [DIGITS["6"], picture_of(DIGITS["6"])], ids=["ink", "picture"])
def test_the_crop_has_ink_at_all_its_edges(examiner, ink):
    crop = examiner.look(ink).crop
    assert crop.dtype == np.uint8
    assert all(edge.any() for edge in (crop[0], crop[-1], crop[:, 0], crop[:, -1]))


def test_the_crop_is_what_the_field_was_made_of(examiner):
    insight = examiner.look(DIGITS["6"])
    assert np.abs(preprocess_pixels(insight.crop) - insight.field).mean() < 0.01


def test_the_bars_are_the_ten_digits_in_order(examiner):
    bars = examiner.look(DIGITS["7"]).bars
    assert "".join(label for label, _ in bars) == "0123456789"
    assert sum(confidence for _, confidence in bars) == pytest.approx(1)


@pytest.mark.parametrize("nothing", [Ink(), np.full((40, 60), 200, np.uint8)])
def test_where_there_is_nothing_to_read_there_is_nothing_to_see(examiner, nothing):
    assert examiner.look(nothing) is None


def test_what_is_no_picture_is_refused(examiner):
    with pytest.raises(PictureError):
        examiner.look(np.zeros((3, 4, 5), np.uint8))


def test_a_first_look_has_no_heat_and_a_closer_one_only_adds_it(examiner):
    first = examiner.look(DIGITS["3"])
    closer = examiner.look_closer(first)
    assert first.heat is None
    assert closer.heat.shape == (28, 28)
    assert closer.crop is first.crop
    assert (closer.bars, closer.none, closer.verdict) == (first.bars, first.none, first.verdict)


def test_of_no_digit_it_shows_what_speaks_for_none(examiner):
    insight = examiner.look_closer(examiner.look(NONES["W"]))
    assert insight.verdict is Verdict.NOT_A_DIGIT
    row, col = np.unravel_index(insight.heat.argmax(), (28, 28))
    covered = insight.field.copy()
    covered[row - 3 : row + 4, col - 3 : col + 4] = 0
    logits = Classifier().infer(np.stack([insight.field, covered]))[0]
    lead = logits[:, 10] - logits[:, :10].max(axis=1)
    assert lead[1] < lead[0] - 1


def test_a_closer_look_can_be_broken_off_and_begun_anew(examiner):
    insight = examiner.look(DIGITS["3"])

    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        examiner.look_closer(insight, stop)
    assert examiner.look_closer(insight).heat.max() == pytest.approx(1)


def test_two_looks_at_the_same_ink_are_two_insights(examiner):
    one, other = examiner.look(DIGITS["3"]), examiner.look(DIGITS["3"])
    assert one != other
    assert len({one, other}) == 2


def test_it_takes_another_model(tmp_path):
    shutil.copytree(models_dir(), tmp_path / "model", ignore=shutil.ignore_patterns("*.keras"))
    assert Examiner(tmp_path / "model").look(DIGITS["4"]).best == "4"
    with pytest.raises(ModelMissingError):
        Examiner(tmp_path / "none")


# What the user has shown

FLAGGED = Ink.from_points([[(5, 15), (62, 5), (60, 100)]])
"""A 1 with a long flag, which the network takes for a 7."""


def test_it_looks_as_lessons_show_and_names_those_that_swayed_it(reader):
    examiner = Examiner()
    far, near = reader.lesson(DIGITS["0"], "6"), reader.lesson(FLAGGED, "1")
    assert examiner.look(FLAGGED).best == "7"
    examiner.learn((far, near))
    insight = examiner.look(FLAGGED)
    assert (insight.best, insight.lessons) == ("1", (near,))
    assert examiner.look_closer(insight).lessons == (near,)
    assert examiner.look(DIGITS["3"]).lessons == ()
    examiner.learn(())
    assert (examiner.look(FLAGGED).best, examiner.look(FLAGGED).lessons) == ("7", ())


def test_a_lesson_that_changes_nothing_has_not_swayed_it(reader):
    """Four nats make nothing of a 3 that the network thinks impossible."""
    examiner = Examiner()
    examiner.learn((reader.lesson(FLAGGED, "3"),))
    insight = examiner.look(FLAGGED)
    assert (insight.best, insight.lessons) == ("7", ())


def test_of_many_lessons_the_closest_are_named_the_closest_first(reader):
    examiner = Examiner()
    lessons = tuple(
        reader.lesson(Ink.from_points([[(5 + d, 15), (62, 5), (60, 100)]]), "1")
        for d in (20, 0, 6, 12, 3)
    )
    examiner.learn(lessons)
    named = examiner.look(FLAGGED).lessons
    assert len(named) == MOST_SWAYING
    assert named[0] is lessons[1]
