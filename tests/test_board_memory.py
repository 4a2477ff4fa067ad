"""Lessons on their way to the profile: what cannot be kept now is kept later."""

from pathlib import Path

import numpy as np
import pytest
from strokes import DIGITS

from recognizer.board.memory import Memory
from recognizer.errors import FileError
from recognizer.lessons import new_lesson
from recognizer.profiles import Profile

ONE, SEVEN = (
    new_lesson(DIGITS[digit], digit, np.eye(3, dtype=np.float32)[place], "model")
    for place, digit in enumerate("17")
)


@pytest.fixture
def profile(tmp_path):
    return Profile(tmp_path / "profiles" / "a.json")


def labels(profile: Profile) -> list[str]:
    return [lesson.label for lesson in profile.load()[0]]


def block(profile: Profile) -> Path:
    """Put a file where the folder of the profile is to be."""
    profile.path.parent.write_text("in the way")
    return profile.path.parent


def test_what_is_learned_and_unlearned_is_in_the_profile(profile):
    memory = Memory(profile)
    memory.keep([ONE, SEVEN])
    assert labels(profile) == ["1", "7"]
    memory.keep(unlearned=[ONE])
    assert labels(profile) == ["7"]


def test_without_anything_to_keep_no_file_is_made(profile):
    Memory(profile).keep()
    assert not profile.path.parent.exists()


def test_what_could_not_be_written_comes_with_the_next(profile):
    memory, obstacle = Memory(profile), block(profile)
    with pytest.raises(FileError):
        memory.keep([ONE])
    obstacle.unlink()
    memory.keep([SEVEN])
    assert labels(profile) == ["1", "7"]
    profile.remove()
    memory.keep()
    assert labels(profile) == []


def test_what_was_taken_back_meanwhile_is_not_written(profile):
    memory, obstacle = Memory(profile), block(profile)
    for learned, unlearned in (([ONE, SEVEN], []), ([], [ONE]), ([], [SEVEN]), ([SEVEN], [])):
        with pytest.raises(FileError):
            memory.keep(learned, unlearned)
    obstacle.unlink()
    memory.keep()
    assert labels(profile) == ["7"]


def test_what_was_to_be_forgotten_is_forgotten_later(profile):
    memory = Memory(profile)
    memory.keep([ONE, SEVEN])
    content = profile.path.read_bytes()
    profile.path.unlink()
    profile.path.mkdir()
    with pytest.raises(FileError):
        memory.keep(unlearned=[ONE])
    profile.path.rmdir()
    profile.path.write_bytes(content)
    memory.keep()
    assert labels(profile) == ["7"]
