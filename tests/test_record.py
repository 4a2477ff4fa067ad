from __future__ import annotations

from dataclasses import replace

from recognizer import BoundingBox, Candidate, Reading, Symbol
from recognizer.reading.record import as_record

BOX = BoundingBox(0, 0, 9, 9)


def test_json_of_a_single_digit_is_one_line_of_one_number() -> None:
    sure = Symbol((Candidate("3", 0.9), Candidate("5", 0.1)), 0.8, True, BOX)
    digit = {
        "text": "3",
        "label": "3",
        "verdict": "digit",
        "best": "3",
        "confidence": 0.8,
        "digitness": 0.8,
        "box": [0, 0, 9, 9],
        "strokes": [],
        "candidates": [{"label": "3", "confidence": 0.9}, {"label": "5", "confidence": 0.1}],
    }
    number = {"text": "3", "confidence": 0.8, "box": [0, 0, 9, 9], "digits": [digit]}
    assert as_record(Reading.of(sure))["lines"] == [[number | {"certainty": "quite sure"}]]


def test_json_of_what_is_no_digit_says_so_at_every_level() -> None:
    record = as_record(Reading.of(Symbol((Candidate("3", 1.0),), 0.001, False, BOX)))
    ((number,),) = record["lines"]
    (digit,) = number["digits"]
    assert [each["text"] for each in (record, number, digit)] == ["?"] * 3
    assert [each["confidence"] for each in (record, number, digit)] == [0.001] * 3
    assert digit["verdict"] == record["verdict"] == "not a digit"
    assert number["certainty"] == record["certainty"] == "not a digit"


def test_json_tells_a_question_mark_that_was_read_from_what_was_not_read() -> None:
    unread = Symbol((Candidate("?", 0.6), Candidate("3", 0.4)), 0.1, False, BOX)
    for known, label in ((unread, ""), (replace(unread, is_known=True), "?")):
        ((number,),) = as_record(Reading.of(known))["lines"]
        (digit,) = number["digits"]
        assert (number["text"], digit["text"], digit["label"]) == ("?", "?", label)
    said = [as_record(Reading.of(replace(unread, said=label))) for label in ("?", "")]
    assert [each["lines"][0][0]["digits"][0]["label"] for each in said] == ["?", ""]
    assert [each["text"] for each in said] == ["?", ""]


def test_json_of_nothing_is_empty_but_whole() -> None:
    record = as_record(Reading())
    assert (record["text"], record["verdict"], record["lines"]) == ("", "nothing", [])
    assert record["box"] is None
