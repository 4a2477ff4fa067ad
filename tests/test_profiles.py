"""What was taught is there again at the next start, and what is a profile."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from making import changed_environment
from strokes import DIGITS
from taughtlessons import ONE, THREE, TWO, keys, lesson, loaded

from recognizer.disk.places import HOME_VARIABLE
from recognizer.errors import FileError, LessonError
from recognizer.ink import Ink, Stroke
from recognizer.keeping.profiles import (
    Profile,
    lessons_in,
    profile_names,
    profile_path,
    profile_text,
)
from recognizer.lessons import MAX_PROFILE_LESSONS

pytest_plugins = ["profilefixtures"]

FULL = Ink((Stroke([(0.1, 1 / 3), (5, 6)], [0.25, np.nan], [0.5, 1], 17.5), Stroke([(1e8, -0.0)])))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    return tmp_path


def as_json(profile: Profile) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(profile.path.read_bytes())
    return record


def test_a_profile_that_is_not_there_holds_nothing_and_is_not_made(profile: Profile) -> None:
    assert profile.load() == ((), "")
    assert not profile.exists
    assert not profile.path.parent.exists()


def test_what_was_taught_is_there_at_the_next_start(profile: Profile) -> None:
    profile.change([ONE], [])
    profile.change([TWO, THREE], [])
    assert loaded(profile) == keys((ONE, TWO, THREE))
    assert profile.exists


def test_a_lesson_comes_back_as_it_was(profile: Profile) -> None:
    taught = lesson("é", 1, FULL)
    profile.change([taught], [])
    ((back,), _) = profile.load()
    assert (back.ink, back.label, back.model, back.time) == (
        *(taught.ink, taught.label, taught.model, taught.time),
    )
    np.testing.assert_array_equal(back.embedding, taught.embedding)


def test_lessons_are_told_apart_by_ink_label_and_time() -> None:
    others = [
        replace(ONE, label="7"),
        replace(ONE, ink=DIGITS["1"]),
        replace(ONE, time=ONE.time + timedelta(seconds=1)),
    ]
    assert len({each.key for each in (ONE, *others)}) == 4
    assert replace(ONE, model="b", embedding=TWO.embedding).key == ONE.key


def test_what_is_unlearned_is_gone(profile: Profile) -> None:
    profile.change([ONE, TWO], [])
    ((again, _), _) = profile.load()
    profile.change([], [again])
    assert loaded(profile) == [TWO.key]


def test_unlearning_what_is_not_there_changes_nothing(profile: Profile) -> None:
    profile.change([ONE], [])
    profile.change([], [TWO])
    assert loaded(profile) == [ONE.key]


def test_two_boards_of_one_profile_lose_nothing_to_each_other(profile: Profile) -> None:
    other = Profile(profile.path)
    profile.change([ONE], [])
    other.change([TWO], [])
    profile.change([THREE], [ONE])
    assert loaded(profile) == keys((TWO, THREE))


def test_two_programs_that_write_at_once_lose_nothing_to_each_other(profile: Profile) -> None:
    code = (
        "import sys; from pathlib import Path; from taughtlessons import lesson, Profile\n"
        "from recognizer.keeping import profiles\n"
        "profiles.LOCK_SECONDS = 60  # nobody changes one so often, and a disk may be slow\n"
        "for each in range(int(sys.argv[2]), 40, 2):\n"
        "    Profile(Path(sys.argv[1])).change([lesson('7', each)], [])"
    )
    environment = changed_environment(PYTHONPATH=os.pathsep.join(sys.path))
    running = [
        subprocess.Popen([sys.executable, "-c", code, profile.path, str(k)], env=environment)
        for k in (0, 1)
    ]
    assert [each.wait(120) for each in running] == [0, 0]
    assert loaded(profile) == [lesson("7", each).key for each in range(40)]


def test_what_shows_the_same_takes_the_place_of_the_older(profile: Profile) -> None:
    newer = replace(ONE, label="7", time=ONE.time + timedelta(hours=1))
    profile.change([ONE, TWO], [])
    profile.change([newer], [])
    assert loaded(profile) == keys((TWO, newer))


def test_an_older_lesson_does_not_take_the_place_of_a_newer_one(profile: Profile) -> None:
    newer = replace(ONE, label="7", time=ONE.time + timedelta(hours=1))
    profile.change([newer], [])
    profile.change([ONE], [])
    assert loaded(profile) == [newer.key]


def test_a_lesson_taken_back_lets_the_older_one_return(profile: Profile) -> None:
    newer = replace(ONE, label="7", time=ONE.time + timedelta(hours=1))
    profile.change([ONE], [])
    profile.change([newer], [ONE])
    profile.change([ONE], [newer])
    assert loaded(profile) == [ONE.key]


def test_there_are_never_too_many(profile: Profile) -> None:
    many = [lesson("7", k) for k in range(MAX_PROFILE_LESSONS)]
    profile.change(many, [])
    last = lesson("1", MAX_PROFILE_LESSONS)
    profile.change([last], [])
    assert loaded(profile) == keys((*many[1:], last))


def test_a_lesson_known_already_gets_the_embedding_of_the_new_model(profile: Profile) -> None:
    profile.change([ONE, TWO], [])
    profile.change([replace(ONE, model="b" * 64, embedding=THREE.embedding)], [])
    lessons, _ = profile.load()
    assert keys(lessons) == keys((ONE, TWO))
    assert lessons[0].model == "b" * 64
    np.testing.assert_array_equal(lessons[0].embedding, THREE.embedding)


def test_people_can_read_the_file(profile: Profile) -> None:
    profile.change([ONE, TWO], [])
    lines = profile.path.read_text("utf-8").splitlines()
    assert lines[1].startswith('{"label": "1", "time": "2026-01-01T00:00:00+00:00", ')
    assert len(lines) == 2 + 2 * 2
    record = as_json(profile)
    assert (record["format"], record["version"]) == ("recognizer-profile", 1)
    assert [Ink.from_record(each) for each in record["lessons"]] == [ONE.ink, TWO.ink]


def test_a_file_written_by_hand_needs_no_more_than_inks_and_labels(profile: Profile) -> None:
    by_hand = '{"format": "recognizer-profile", "version": 1, "lessons": [%s]}'
    content = by_hand % '{"label": "1", "strokes": [[[30, 40], [60, 5], [58, 100]]]}'
    profile.path.parent.mkdir()
    profile.path.write_text(content, "utf-8-sig")
    ((lesson,), message) = profile.load()
    assert (lesson.label, lesson.model, lesson.embedding.size, message) == ("1", "", 0, "")


def test_no_lessons_are_a_profile_too(profile: Profile) -> None:
    profile.change([ONE], [])
    profile.change([], [ONE])
    assert profile.load() == ((), "")
    assert profile_text(()) == profile.path.read_text()


def test_a_profile_can_be_removed(profile: Profile) -> None:
    profile.change([ONE], [])
    profile.remove()
    assert profile.load() == ((), "")
    assert not profile.exists
    profile.remove()


@pytest.mark.parametrize("name", ["default", "a", "Anna-2_b.c", "7", "x" * 40])
def test_a_name_is_a_file_in_the_folder_of_profiles(home: Path, name: str) -> None:
    assert profile_path(name) == home / "profiles" / f"{name}.json"
    assert Profile(profile_path(name)).name == name


def test_who_names_no_profile_has_the_default_one(home: Path) -> None:
    assert profile_path() == home / "profiles" / "default.json"


@pytest.mark.parametrize("name", ["", ".", "..", ".a", "a/b", "a\\b", "a b", "ä", "x" * 41, "a\n"])
def test_what_is_no_name_is_refused_in_one_line(name: str) -> None:
    with pytest.raises(LessonError) as caught:
        profile_path(name)
    assert "\n" not in str(caught.value)


def test_profiles_are_found_by_their_names(home: Path) -> None:
    assert profile_names() == []
    for name in ("b", "a.x", "B"):
        Profile(profile_path(name)).change([ONE], [])
    (home / "profiles" / "a.json.damaged").write_text("")
    (home / "profiles" / ".hidden.json").write_text("")
    assert profile_names() == ["B", "a.x", "b"]


def test_a_folder_of_profiles_that_is_none_is_told_of(home: Path) -> None:
    (home / "profiles").write_text("")
    with pytest.raises(FileError, match="profiles"):
        profile_names()


def test_the_text_of_a_profile_is_what_is_read_of_it() -> None:
    text = profile_text([THREE, ONE, TWO, ONE])
    lessons, wrong = lessons_in(text.encode())
    assert (keys(lessons), wrong) == (keys((ONE, TWO, THREE)), "")
