"""`recognizer profile`, and `recognizer read --profile`: what was taught counts elsewhere."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
from commandline import Run, command, refused
from making import changed_environment, ink_line, write_lines
from strokes import DIGITS, FLAGGED

from recognizer import Reader
from recognizer.disk.places import HOME_VARIABLE
from recognizer.keeping.profiles import Profile, lessons_in, profile_path, profile_text
from recognizer.lessons import Lesson
from recognizer.network.alphabet import NONE

pytest_plugins = ["commandfixtures"]

BEGIN = datetime(2026, 1, 1, 10, tzinfo=timezone.utc)


def lesson(digit: str, label: str, hour: int = 0) -> Lesson:
    """Return the lesson that our `digit` is `label`; the model is that of nobody."""
    embedding = np.eye(96, dtype=np.float32)[hour]
    return Lesson(DIGITS[digit], label, embedding, "a" * 64, BEGIN + timedelta(hours=hour))


THREE = (lesson("1", "1"), lesson("4", "9", 1), lesson("7", NONE, 2))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def mine() -> Profile:
    """A profile of three lessons."""
    profile = Profile(profile_path("mine"))
    profile.change(THREE, ())
    return profile


def labels(profile: Profile) -> list[str]:
    lessons, message = profile.load()
    assert message == ""
    return [each.label for each in lessons]


@pytest.fixture(scope="module")
def other() -> str:
    """What the flagged one is not read as: 1 or 7."""
    return {"1": "7", "7": "1"}[Reader().read_ink(FLAGGED).text]


def test_what_was_taught_is_read_so_until_it_is_forgotten(
    tmp_path: Path, home: Path, other: str
) -> None:
    reader = Reader()
    before = reader.read_ink(FLAGGED).text
    Profile(profile_path("mine")).change([reader.lesson(FLAGGED, other)], ())
    file = write_lines(tmp_path / "flagged.json", [ink_line(FLAGGED)])
    assert command("read", file).stdout.startswith(before)
    assert command("read", "--profile", "mine", file).stdout.startswith(other)
    assert command("profile", "forget", "mine", "1").returncode == 0
    assert command("read", "--profile", "mine", file).stdout.startswith(before)


def test_every_process_reads_as_taught(run: Run, tmp_path: Path, other: str) -> None:
    Profile(profile_path()).change([Reader().lesson(FLAGGED, other)], ())
    files = [write_lines(tmp_path / f"{k}.json", [ink_line(FLAGGED)]) for k in range(3)]
    code, said, complaint = run("read", "--workers", 2, "--profile", "default", *files)
    assert (code, complaint) == (0, "")
    assert [line.split(": ")[1][0] for line in said.splitlines()] == [other] * 3


def test_lessons_of_an_older_model_count_by_their_inks(
    run: Run, tmp_path: Path, other: str
) -> None:
    old = replace(Reader().lesson(FLAGGED, other), embedding=np.ones(7, np.float32), model="old")
    Profile(profile_path("mine")).change([old], ())
    file = write_lines(tmp_path / "flagged.json", [ink_line(FLAGGED)])
    assert run("read", "--profile", "mine", file)[1].startswith(other)


def test_reading_with_a_profile_that_is_not_there_is_refused(run: Run, three: Path) -> None:
    assert refused(run("read", "--profile", "mien", three), "there is no profile mien")
    assert refused(run("read", "--profile=", three), "is not a name of a profile")


def test_reading_with_a_damaged_profile_is_refused(run: Run, three: Path, mine: Profile) -> None:
    mine.path.write_text("nothing")
    assert refused(run("read", "--profile", "mine", three), "mine.json.damaged")


def test_reading_goes_on_with_the_good_lessons_of_a_profile(
    run: Run, three: Path, mine: Profile
) -> None:
    mine.path.write_text(mine.path.read_text().replace('"label": "9"', '"label": 9'))
    code, said, complaint = run("read", "--profile", "mine", three)
    assert (code, said[0], complaint.count("\n")) == (0, "3", 1)
    assert "lesson 2 of 3 cannot be used" in complaint


@pytest.fixture
def two_hours_east(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Set the clock of this machine."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "EAST-2")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("two_hours_east")
def test_profiles_are_listed_with_their_last_lesson(run: Run, mine: Profile) -> None:
    Profile(profile_path("a")).change(THREE[:1], ())
    Profile(profile_path("b")).change((), ())
    assert run("profile", "list") == (
        0,
        "a: 1 lesson, the last of 2026-01-01 12:00\n"
        "b: 0 lessons\n"
        "mine: 3 lessons, the last of 2026-01-01 14:00\n",
        "",
    )


def test_where_nobody_has_taught_the_list_is_empty(run: Run) -> None:
    assert run("profile", "list") == (0, "", "")


def test_a_damaged_profile_does_not_hide_the_others(run: Run, mine: Profile) -> None:
    bad = profile_path("a")
    bad.write_text("nothing")
    code, said, complaint = run("profile", "list")
    assert (code, said.splitlines()[1][:5]) == (1, "mine:")
    assert complaint.startswith(f"recognizer: {bad}: ")


@pytest.mark.usefixtures("two_hours_east")
def test_the_lessons_of_a_profile_are_shown_as_they_were_taught(run: Run, mine: Profile) -> None:
    code, said, complaint = run("profile", "show", "mine")
    assert (code, complaint) == (0, "")
    assert said.splitlines() == [
        f"1: 1, 2026-01-01 12:00, 1 stroke, {DIGITS['1'].point_count} points",
        f"2: 9, 2026-01-01 13:00, 2 strokes, {DIGITS['4'].point_count} points",
        "3: none, 2026-01-01 14:00, 1 stroke, 3 points",
    ]


def test_an_empty_profile_says_so(run: Run) -> None:
    Profile(profile_path("b")).change((), ())
    assert run("profile", "show", "b") == (0, "", "recognizer: b: no lessons yet\n")


def test_lessons_can_be_shown_as_json(run: Run, mine: Profile) -> None:
    code, said, _ = run("profile", "show", "--json", "mine")
    assert code == 0
    assert [json.loads(line) for line in said.splitlines()][2] == {
        "number": 3,
        "label": "",
        "time": "2026-01-01T12:00:00+00:00",
        "strokes": 1,
        "points": 3,
    }


def test_without_a_name_the_default_profile_is_shown(run: Run) -> None:
    Profile(profile_path("default")).change(THREE[:1], ())
    assert run("profile", "show")[1].startswith("1: 1, ")


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "none"),
        ("export", "none", "-"),
        ("forget", "none", "1"),
        ("forget", "none", "--all"),
    ],
)
def test_a_profile_that_is_not_there_is_told_in_one_line(
    run: Run, arguments: tuple[str, ...]
) -> None:
    assert refused(run("profile", *arguments), "there is no profile none")


@pytest.mark.parametrize(
    "arguments",
    [(), ("learn",), ("export", "mine"), ("import",), ("forget",), ("forget", "a", "x")],
)
def test_a_wrong_command_line_is_told_in_one_line(run: Run, arguments: tuple[str, ...]) -> None:
    assert refused(run("profile", *arguments), "--help")


def test_a_profile_moves_to_another_machine(
    run: Run, tmp_path: Path, mine: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("profile", "export", "mine", tmp_path / "all.json") == (0, "", "")
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "other"))
    code, said, complaint = run("profile", "import", tmp_path / "all.json")
    assert (code, said, complaint) == (0, "default: 3 new lessons, 3 in all\n", "")
    assert labels(Profile(profile_path())) == labels(mine)


def test_a_profile_goes_through_a_pipe(mine: Profile) -> None:
    text = command("profile", "export", "mine", "-").stdout
    assert lessons_in(text.encode())[0][1].key == THREE[1].key
    done = subprocess.run(
        [sys.executable, "-m", "recognizer", "profile", "import", "-", "copy"],
        env=changed_environment(),
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "copy: 3 new lessons, 3 in all\n")


def test_what_is_imported_takes_its_place_in_time(run: Run, tmp_path: Path) -> None:
    profile = Profile(profile_path("mine"))
    profile.change(THREE[1:2], ())
    file = tmp_path / "others.json"
    file.write_text(profile_text(THREE))
    assert run("profile", "import", file, "mine")[1] == "mine: 2 new lessons, 3 in all\n"
    assert labels(profile) == ["1", "9", NONE]
    assert run("profile", "import", file, "mine")[1] == "mine: 0 new lessons, 3 in all\n"


def test_an_export_writes_over_nothing(run: Run, tmp_path: Path, mine: Profile) -> None:
    (tmp_path / "there.json").write_text("precious")
    assert refused(run("profile", "export", "mine", tmp_path / "there.json"), "there.json")
    assert (tmp_path / "there.json").read_text() == "precious"


@pytest.mark.parametrize(
    "content", ["", "nothing", '{"format": "recognizer-profile", "version": 2, "lessons": []}']
)
def test_what_is_no_profile_is_not_imported(
    run: Run, tmp_path: Path, mine: Profile, content: str
) -> None:
    (tmp_path / "bad.json").write_text(content)
    assert refused(run("profile", "import", tmp_path / "bad.json", "mine"), "bad.json: ")
    assert (tmp_path / "bad.json").read_text() == content
    assert len(labels(mine)) == 3


def test_a_file_that_is_not_there_is_not_imported(run: Run, tmp_path: Path) -> None:
    assert refused(run("profile", "import", tmp_path / "none.json"), "No such file")


def test_the_good_lessons_of_a_file_are_imported(run: Run, tmp_path: Path) -> None:
    text = profile_text(THREE).replace('"label": "9"', '"label": 9')
    (tmp_path / "bad.json").write_text(text)
    code, said, complaint = run("profile", "import", tmp_path / "bad.json", "mine")
    assert (code, said) == (1, "mine: 2 new lessons, 2 in all\n")
    assert "bad.json: lesson 2 of 3 cannot be used" in complaint


def test_lessons_are_forgotten_by_their_numbers(run: Run, mine: Profile) -> None:
    assert run("profile", "forget", "mine", 3, 1, 3) == (
        0,
        "mine: 2 lessons forgotten, 1 left\n",
        "",
    )
    assert labels(mine) == ["9"]


@pytest.mark.parametrize("numbers", [(0,), (1, 4), ("--", -1)])
def test_a_number_that_no_lesson_has_forgets_nothing(
    run: Run, mine: Profile, numbers: tuple[object, ...]
) -> None:
    assert refused(run("profile", "forget", "mine", *numbers), "it has 3 lessons")
    assert len(labels(mine)) == 3


def test_a_whole_profile_is_forgotten_when_that_is_said(run: Run, mine: Profile) -> None:
    assert refused(run("profile", "forget", "mine"), "--all")
    assert refused(run("profile", "forget", "mine", "1", "--all"), "or --all")
    assert mine.exists
    assert run("profile", "forget", "mine", "--all") == (0, "mine: forgotten, with 3 lessons\n", "")
    assert run("profile", "list") == (0, "", "")


def test_a_damaged_profile_can_be_forgotten_and_its_model_is_named(run: Run, mine: Profile) -> None:
    mine.path.write_text("nothing")
    mine.model.mkdir()
    code, said, complaint = run("profile", "forget", "mine", "--all")
    assert (code, said) == (0, "mine: forgotten, with 0 lessons\n")
    assert complaint.startswith(f"recognizer: {mine.model}: this model was trained on it")
    assert not list(mine.path.parent.glob("mine.json.damaged*"))


def test_of_a_player_that_is_forgotten_scores_and_drawing_are_named(
    run: Run, mine: Profile, home: Path
) -> None:
    left = mine.path.with_suffix(".scores"), home / "autosaves-mine"
    left[0].write_text("")
    left[1].mkdir()
    code, _, complaint = run("profile", "forget", "mine", "--all")
    assert code == 0
    assert all(str(each) in complaint for each in left)
    assert all(each.exists() for each in left)


def test_before_anything_is_taught_the_default_profile_is_empty(run: Run, three: Path) -> None:
    assert run("profile", "show")[0] == 0
    code, said, complaint = run("read", "--profile", "default", three)
    assert (code, said[0], complaint) == (0, "3", "")


def test_a_profile_of_a_later_version_is_not_touched(run: Run, mine: Profile) -> None:
    later = mine.path.read_text().replace('"version": 1', '"version": 2', 1)
    mine.path.write_text(later)
    for arguments in (["show", "mine"], ["forget", "mine", "--all"], ["forget", "mine", "1"]):
        assert refused(run("profile", *arguments), "use a later one")
    assert mine.path.read_text() == later


def test_reading_keeps_the_lessons_it_was_given(other: str) -> None:
    reader = Reader()
    taught = reader.lesson(FLAGGED, other)
    again, _ = lessons_in(profile_text([taught]).encode())
    assert Reader(lessons=again).read_ink(FLAGGED).text == other
    np.testing.assert_allclose(again[0].embedding, taught.embedding, atol=1e-4)


def test_a_journal_that_cannot_be_learned_from_is_told_once(run: Run, home: Path) -> None:
    (home / "autosaves" / "board-1.jsonl").mkdir(parents=True)
    for action in (["show"], ["export", "default", "-"], ["forget", "default", "--all"]):
        assert run("profile", *action)[2].count("board-1.jsonl") == 1
