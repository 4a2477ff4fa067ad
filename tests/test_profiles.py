"""What was taught is there again, whatever happens to program or file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from filelock import FileLock
from making import changed_environment
from strokes import DIGITS, shifted

from recognizer.disk.places import HOME_VARIABLE
from recognizer.errors import FileError, LessonError
from recognizer.ink import Ink, Stroke
from recognizer.keeping import profiles
from recognizer.keeping.profiles import (
    Profile,
    lessons_in,
    profile_names,
    profile_path,
    profile_text,
)
from recognizer.lessons import MOST_LESSONS, Lesson, Lessons
from recognizer.network.alphabet import NONE

BEGIN = datetime(2026, 1, 1, tzinfo=timezone.utc)
FULL = Ink((Stroke([(0.1, 1 / 3), (5, 6)], [0.25, np.nan], [0.5, 1], 17.5), Stroke([(1e8, -0.0)])))
SIZE = 512


def lesson(label: str, direction: int, ink: Ink = DIGITS["7"], model: str = "a" * 64) -> Lesson:
    """Return what was taught in the minute `direction`; two of them look not alike."""
    embedding = np.zeros(SIZE, np.float32)
    embedding[direction] = 3
    time = BEGIN + timedelta(minutes=direction)
    return Lesson(shifted(ink, direction, 0), label, embedding, model, time)


ONE, TWO, THREE = lesson("1", 0), lesson("7", 1), lesson(NONE, 2, DIGITS["4"])


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile(tmp_path / "profiles" / "mine.json")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    return tmp_path


def keys(lessons: Lessons) -> list[str]:
    return [each.key for each in lessons]


def loaded(profile: Profile) -> list[str]:
    """Return the keys of the lessons in a file with which all is well."""
    lessons, message = profile.load()
    assert message == ""
    return keys(lessons)


def beside(profile: Profile) -> list[str]:
    """Return the names of what was put aside."""
    return sorted(each.name for each in profile.path.parent.glob("*damaged*"))


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
        "import sys; from pathlib import Path; from test_profiles import lesson, Profile\n"
        "for each in range(int(sys.argv[2]), 40, 2):\n"
        "    Profile(Path(sys.argv[1])).change([lesson('7', each)], [])"
    )
    environment = changed_environment(PYTHONPATH=os.pathsep.join(sys.path))
    running = [
        subprocess.Popen([sys.executable, "-c", code, profile.path, str(k)], env=environment)
        for k in (0, 1)
    ]
    assert [each.wait(60) for each in running] == [0, 0]
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
    many = [lesson("7", k) for k in range(MOST_LESSONS)]
    profile.change(many, [])
    last = lesson("1", MOST_LESSONS)
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


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 100,
        b"\xff\xfe\xfd",
        b"[" * 100_000,
        b"[]",
        b"7",
        b'{"strokes": [[[1, 2]]]}',
        b'{"format": "recognizer-profile", "lessons": []}',
        b'{"format": "recognizer-profile", "version": "1", "lessons": []}',
        b'{"format": "recognizer-profile", "version": true, "lessons": []}',
        b'{"format": "recognizer-profile", "version": 1}',
        b'{"format": "recognizer-profile", "version": 1, "lessons": {}}',
        profile_text([ONE]).encode()[:-9],
    ],
)
def test_a_damaged_file_is_put_aside_and_the_next_lesson_begins_a_new_one(
    profile: Profile, content: bytes
) -> None:
    profile.path.parent.mkdir()
    profile.path.write_bytes(content)
    lessons, message = profile.load()
    assert lessons == ()
    assert message.startswith(f"{profile.path}: ")
    assert message.endswith("the file is now mine.json.damaged")
    assert "\n" not in message
    assert profile.path.with_name("mine.json.damaged").read_bytes() == content
    profile.change([ONE], [])
    assert loaded(profile) == [ONE.key]


def spoiled(profile: Profile, change: Callable[[list[Any]], Any]) -> bytes:
    """Write a profile of ONE, TWO and THREE with the list of its lessons changed."""
    record = json.loads(profile_text([ONE, TWO, THREE]))
    change(record["lessons"])
    profile.path.parent.mkdir(exist_ok=True)
    profile.path.write_text(json.dumps(record))
    return profile.path.read_bytes()


def test_bad_lessons_cost_no_good_ones(profile: Profile) -> None:
    before = spoiled(profile, lambda lessons: lessons[1].update(strokes=[]))
    lessons, message = profile.load()
    assert keys(lessons) == keys((ONE, THREE))
    assert "lesson 2 of 3 cannot be used" in message
    assert message.endswith("the file as it was is now mine.json.damaged")
    assert profile.path.with_name("mine.json.damaged").read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        ('"label": "7"', '"label": 7"', [ONE, THREE]),
        ("]},\n{", "]}\n{", [ONE, TWO, THREE]),
        ("\n]}\n", "", [ONE, TWO, THREE]),
        (profile_text([THREE]).splitlines()[-2] + "\n]}\n", "", [ONE, TWO]),
    ],
    ids=["a quote lost", "no commas", "no end", "cut short"],
)
def test_of_a_file_that_is_no_json_the_whole_lessons_are_used(
    profile: Profile, old: str, new: str, left: list[Lesson]
) -> None:
    profile.path.parent.mkdir()
    whole = profile_text([ONE, TWO, THREE])
    assert old in whole
    profile.path.write_text(whole.replace(old, new))
    lessons, message = profile.load()
    assert keys(lessons) == keys(tuple(left))
    assert "the file is damaged" in message
    assert message.endswith("the file as it was is now mine.json.damaged")
    assert profile.load()[1] == ""


def test_forgotten_with_all_that_was_damaged(profile: Profile) -> None:
    spoiled(profile, lambda lessons: lessons[1].update(strokes=[]))
    profile.load()
    assert beside(profile)
    profile.remove()
    assert beside(profile) == []


def test_bad_lessons_are_told_of_once_and_in_one_line(profile: Profile) -> None:
    spoiled(profile, lambda lessons: (lessons.append(7), lessons.append("\n"), lessons.append([])))
    _, message = profile.load()
    assert "lesson 4 of 6" in message
    assert "and 2 more" in message
    assert "\n" not in message
    assert loaded(profile) == keys((ONE, TWO, THREE))
    assert beside(profile) == ["mine.json.damaged"]


def test_a_damaged_file_is_kept_though_a_lesson_comes_before_it_is_read(profile: Profile) -> None:
    before = spoiled(profile, lambda lessons: lessons[1].update(strokes=[]))
    assert "lesson 2 of 3 cannot be used" in profile.change([TWO], [])
    assert loaded(profile) == keys((ONE, TWO, THREE))
    assert profile.path.with_name("mine.json.damaged").read_bytes() == before


def test_what_is_beyond_the_number_of_lessons_is_kept_aside(profile: Profile) -> None:
    many = [lesson("7", k) for k in range(MOST_LESSONS + 2)]
    profile.path.parent.mkdir()
    profile.path.write_text(profile_text(many))
    lessons, message = profile.load()
    assert keys(lessons) == keys(tuple(many[2:]))
    assert f"only the last {MOST_LESSONS} of 302 lessons are used" in message
    assert beside(profile) == ["mine.json.damaged"]


def test_a_file_of_a_later_version_is_left_alone(profile: Profile) -> None:
    profile.path.parent.mkdir()
    content = b'{"format": "recognizer-profile", "version": 2, "memories": []}'
    profile.path.write_bytes(content)
    assert profile.load() == (
        (),
        f"{profile.path}: a profile of version 2; this program reads 1: use a later one",
    )
    with pytest.raises(FileError, match="version 2"):
        profile.change([ONE], [])
    assert profile.path.read_bytes() == content
    assert beside(profile) == []


def test_a_file_too_large_to_be_a_profile_is_left_alone(
    profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile.change([ONE], [])
    monkeypatch.setattr(profiles, "MAX_FILE_BYTES", profile.path.stat().st_size - 1)
    lessons, message = profile.load()
    assert (lessons, "more than" in message) == ((), True)
    with pytest.raises(FileError, match="more than"):
        profile.change([TWO], [])


def test_what_is_no_file_is_told_of(profile: Profile) -> None:
    profile.path.mkdir(parents=True)
    lessons, message = profile.load()
    assert (lessons, message) == ((), f"{profile.path}: a folder has that name")
    with pytest.raises(FileError, match="a folder has that name"):
        profile.change([ONE], [])
    with pytest.raises(FileError, match=str(profile.path)):
        profile.remove()


def test_where_no_folder_can_be_made_nothing_can_be_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    profile = Profile(tmp_path / "file" / "mine.json")
    with pytest.raises(FileError, match="mine"):
        profile.change([ONE], [])


def test_good_lessons_of_a_damaged_file_are_used_though_it_cannot_be_mended(
    profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = spoiled(profile, lambda lessons: lessons.append(7))
    monkeypatch.setattr(profiles, "LOCK_SECONDS", 0.05)
    with FileLock(profile.path.with_name("mine.json.lock")):
        lessons, message = profile.load()
    assert keys(lessons) == keys((ONE, TWO, THREE))
    assert "another program is using it" in message
    assert profile.path.read_bytes() == before


def test_a_profile_another_program_holds_is_an_error_and_not_a_standstill(
    profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile.change([ONE], [])
    monkeypatch.setattr(profiles, "LOCK_SECONDS", 0.05)
    with FileLock(profile.path.with_name("mine.json.lock")):
        assert loaded(profile) == [ONE.key]  # reading waits for nobody
        with pytest.raises(FileError, match="another program"):
            profile.change([TWO], [])
    profile.change([TWO], [])
    assert loaded(profile) == keys((ONE, TWO))


@pytest.mark.parametrize("forgets", [True, False], ids=["forgotten", "changed"])
def test_no_copy_stays_of_who_was_killed_while_writing(profile: Profile, forgets: bool) -> None:
    profile.change([ONE], [])
    left = profile.path.with_name(f".{profile.path.name}.12345678.part")
    left.write_bytes(profile.path.read_bytes())
    if forgets:
        profile.remove()
    else:
        profile.change([TWO], [])
    assert not left.exists()


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
