"""What was taught is used, kept aside or left alone, whatever happens to its file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from taughtlessons import ONE, THREE, TWO, keys, lesson, loaded

from recognizer.errors import FileError
from recognizer.keeping import profiles
from recognizer.keeping.profiles import Profile, profile_text
from recognizer.lessons import MAX_PROFILE_LESSONS, Lesson

pytest_plugins = ["profilefixtures"]


def beside(profile: Profile) -> list[str]:
    """Return the names of what was put aside."""
    return sorted(each.name for each in profile.path.parent.glob("*damaged*"))


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
    many = [lesson("7", k) for k in range(MAX_PROFILE_LESSONS + 2)]
    profile.path.parent.mkdir()
    profile.path.write_text(profile_text(many))
    lessons, message = profile.load()
    assert keys(lessons) == keys(tuple(many[2:]))
    assert f"only the last {MAX_PROFILE_LESSONS} of 302 lessons are used" in message
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
