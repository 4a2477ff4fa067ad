"""`recognizer profile report`: how everybody plays, for the teacher."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from recognizer.commands.main import main
from recognizer.disk.places import HOME_VARIABLE
from recognizer.keeping.profiles import profile_path
from recognizer.play.round import Solved
from recognizer.play.scorebook import PlayedRound, ScoreBook, save_scores, scores_path
from recognizer.play.tasks import Task

BEGAN = datetime(2026, 11, 25, 10, tzinfo=timezone.utc)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    return tmp_path / "home"


def keep(name: str, *mistakes: int, days: int = 1) -> Path:
    """Keep a round on each of some days; return the score book."""
    path = scores_path(profile_path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    done = tuple(Solved(Task("7 + 8 =", "15"), each, 2.5) for each in mistakes)
    rounds = (
        PlayedRound("to-20", "calm", BEGAN + timedelta(days=k), done, ("4", "9", "4"))
        for k in range(days)
    )
    save_scores(path, ScoreBook(tuple(rounds)))
    return path


def test_each_profile_that_has_played_has_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    keep("ben", 0, 0, 0, 1)
    keep("ada", 0, days=2)
    assert main(["profile", "report"]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.split()[:3] == ["profile", "rounds", "days"]
    assert [line.split() for line in lines] == [
        ["ada", "2", "2", "2", "100", "%", "2.5", "4", "9"],
        ["ben", "1", "1", "4", "75", "%", "2.5", "4", "9"],
    ]
    assert all(line.index(" %") == lines[0].index(" %") for line in lines)


def test_a_class_is_the_profiles_whose_names_begin_so(capsys: pytest.CaptureFixture[str]) -> None:
    keep("3b-ada", 0)
    keep("4a-ben", 0)
    assert main(["profile", "report", "3b-"]) == 0
    out = capsys.readouterr().out
    assert "3b-ada" in out
    assert "4a-ben" not in out


def test_for_a_spreadsheet(capsys: pytest.CaptureFixture[str]) -> None:
    keep("ada", 0, 1)
    main(["profile", "report", "--csv"])
    assert capsys.readouterr().out.splitlines() == [
        "profile,rounds,days,tasks,right at first try,median seconds,practice",
        "ada,1,1,2,50,2.5,4 9",
    ]


def test_before_anybody_has_played_it_says_how(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["profile", "report"]) != 0
    assert "G on the board" in capsys.readouterr().err


def test_a_damaged_score_book_is_told_and_the_others_are_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    keep("ada", 0)
    keep("ben", 0).write_text("not JSON", encoding="utf-8")
    assert main(["profile", "report"]) == 1
    told = capsys.readouterr()
    assert "ada" in told.out
    assert "ben.scores cannot be used" in told.err
