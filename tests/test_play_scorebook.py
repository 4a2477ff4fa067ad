"""The score book: one readable file, whole at any time; a damaged one is set aside."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from strokes import DIGITS

from recognizer.play.round import MINUTE, Solved
from recognizer.play.scorebook import (
    MAX_ROUNDS,
    OwnDigit,
    PlayedRound,
    ScoreBook,
    load_scores,
    save_scores,
    scores_path,
)
from recognizer.play.tasks import Task

BEGAN = datetime(2026, 11, 26, 10, tzinfo=timezone.utc)


def solved(seconds: float = 2.0, mistakes: int = 0) -> Solved:
    return Solved(Task("7 + 8 =", "15"), mistakes, seconds)


def played(day: int = 0, **changes: Any) -> PlayedRound:
    began = BEGAN + timedelta(days=day)
    usual = PlayedRound("to-20", "swift", began, (solved(), solved(4.0)), is_over=True)
    return replace(usual, **changes)


def damaged(seconds: str, misread: str = "0") -> bytes:
    """Return a score book in which a task took so many seconds, and 7 was misread so often."""
    text = (
        f'{{"format": "recognizer-scores", "version": 1, "rounds": [{{"set": "to-20", "mode": '
        f'"calm", "began": "{BEGAN.isoformat()}", "by_hand": true, "is_over": true, "tasks": '
        f'[["7 + 8 =", "15", 0, {seconds}, true]], "misread": {{"7": {misread}}}}}]}}'
    )
    return text.encode()


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    book = ScoreBook((played(), played(1, misread=("7", "7", "4"), by_hand=False)))
    save_scores(tmp_path / "a.scores", book)
    assert load_scores(tmp_path / "a.scores") == (book, "")


def test_there_is_a_line_for_each_round(tmp_path: Path) -> None:
    save_scores(tmp_path / "a.scores", ScoreBook((played(), played(1))))
    assert len((tmp_path / "a.scores").read_text(encoding="utf-8").splitlines()) == 4


def test_no_file_is_an_empty_book(tmp_path: Path) -> None:
    assert load_scores(tmp_path / "a.scores") == (ScoreBook(), "")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b'{"format": "recognizer-scores", "version": 2, "rounds": []}',
        b'{"format": "recognizer-scores", "version": 1, "rounds": [{}]}',
        b"[" * 100_000,
        *map(damaged, ("NaN", "Infinity", "-1", "1e7")),
        damaged("1", misread="1e300"),
    ],
)
def test_a_damaged_file_is_set_aside(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.scores"
    path.write_bytes(content)
    book, trouble = load_scores(path)
    assert book == ScoreBook()
    assert "a.scores.damaged" in trouble
    assert (tmp_path / "a.scores.damaged").read_bytes() == content


def test_of_each_digit_the_surest_is_kept(tmp_path: Path) -> None:
    five, better, worse = (OwnDigit("5", sure, DIGITS["5"]) for sure in (0.9, 0.99, 0.8))
    four = OwnDigit("4", 0.7, DIGITS["4"])
    book = ScoreBook((played(),)).with_digits([five, four]).with_digits([better, worse])
    assert book.digits == (four, better)
    save_scores(path := tmp_path / "a.scores", book)
    kept, trouble = load_scores(path)
    assert (kept.rounds, trouble) == (book.rounds, "")
    assert [(each.label, each.confidence) for each in kept.digits] == [("4", 0.7), ("5", 0.99)]
    lost = kept.digits[1].ink.strokes[0].points - DIGITS["5"].strokes[0].points
    assert abs(lost).max() < 0.051


def test_it_stands_beside_the_profile() -> None:
    assert scores_path(Path("profiles/ada.json")) == Path("profiles/ada.scores")


def test_a_round_replaces_what_was_saved_of_it_before() -> None:
    book = ScoreBook((played(), played(1, done=(), is_over=False)))
    assert book.with_round(played(1)).rounds == (played(), played(1))


def test_the_oldest_rounds_are_forgotten() -> None:
    book = ScoreBook(tuple(played(day) for day in range(MAX_ROUNDS)))
    assert book.with_round(played(MAX_ROUNDS)).rounds[0] == played(1)


def test_the_best_is_the_fastest_of_the_rightest() -> None:
    slow, wrong = played(1, done=(solved(9.0), solved(9.0))), played(2, done=(solved(1.0, 1),) * 2)
    assert ScoreBook((slow, played(), wrong)).best("to-20", "swift") == played()
    assert ScoreBook((slow,)).best("to-20", "calm") is None


def test_a_round_without_a_right_answer_is_no_best_one() -> None:
    assert ScoreBook((played(done=(solved(1.0, 1),)),)).best("to-20", "swift") is None


def test_a_round_that_was_broken_off_is_no_best_one() -> None:
    assert ScoreBook((played(is_over=False),)).best("to-20", "swift") is None


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.0, "1 second"), (1.2, "1 second"), (48.3, "48 seconds")]
)
def test_a_round_is_told_in_words(seconds: float, said: str) -> None:
    assert played(done=(solved(seconds),)).in_words == f"1 of 1 in {said}"
    assert replace(played(done=(solved(seconds),)), mode=MINUTE.name).in_words == "1 right"


def test_a_day_counts_once() -> None:
    book = ScoreBook((played(), played(1), played(1, mode="calm"), played(2, done=())))
    assert book.days == (BEGAN.date(), (BEGAN + timedelta(days=1)).date())


def test_what_was_misread_most_is_to_practice() -> None:
    book = ScoreBook((played(misread=("4", "9", "9", "7", "4", "9")),))
    assert book.to_practice == ("9", "4")


def test_the_usual_time_is_that_of_first_tries() -> None:
    book = ScoreBook((played(done=(solved(2.0), solved(3.0), solved(99.0, 1))),))
    assert book.median_seconds == 2.5
