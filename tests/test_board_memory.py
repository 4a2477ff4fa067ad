"""Lessons on their way to the profile: what cannot be kept now is kept later."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from strokes import DIGITS

from recognizer.board.teach.memory import Memory
from recognizer.document.page import Change
from recognizer.errors import FileError
from recognizer.keeping.profiles import Profile
from recognizer.lessons import Lesson, new_lesson

ONE, SEVEN = (
    new_lesson(DIGITS[digit], digit, np.eye(3, dtype=np.float32)[place], "model")
    for place, digit in enumerate("17")
)


@pytest.fixture
def profile(tmp_path):
    return Profile(tmp_path / "profiles" / "a.json")


def keep(memory: Memory, learned: Iterable[Lesson] = (), unlearned: Iterable[Lesson] = ()) -> None:
    memory.note(Change(learned=tuple(learned), unlearned=tuple(unlearned)))
    memory.write()


def labels(profile: Profile) -> list[str]:
    return [lesson.label for lesson in profile.load()[0]]


def block(profile: Profile) -> Path:
    """Put a file where the folder of the profile is to be."""
    profile.path.parent.write_text("in the way")
    return profile.path.parent


def test_what_is_learned_and_unlearned_is_in_the_profile(profile):
    memory = Memory(profile)
    keep(memory, [ONE, SEVEN])
    assert labels(profile) == ["1", "7"]
    keep(memory, unlearned=[ONE])
    assert labels(profile) == ["7"]


def test_without_anything_to_keep_no_file_is_made(profile):
    Memory(profile).write()
    assert not profile.path.parent.exists()


def test_what_is_learned_while_a_write_is_due_comes_with_it(profile):
    memory = Memory(profile)
    assert memory.note(Change(learned=(ONE,)))
    assert not memory.note(Change(learned=(SEVEN,)))
    memory.write()
    assert labels(profile) == ["1", "7"]
    assert memory.note(Change(unlearned=(SEVEN,)))


def test_what_could_not_be_written_comes_with_the_next(profile):
    memory, obstacle = Memory(profile), block(profile)
    with pytest.raises(FileError):
        keep(memory, [ONE])
    obstacle.unlink()
    keep(memory, [SEVEN])
    assert labels(profile) == ["1", "7"]
    profile.remove()
    memory.write()
    assert labels(profile) == []


def test_what_was_taken_back_meanwhile_is_not_written(profile):
    memory, obstacle = Memory(profile), block(profile)
    for learned, unlearned in (([ONE, SEVEN], []), ([], [ONE]), ([], [SEVEN]), ([SEVEN], [])):
        with pytest.raises(FileError):
            keep(memory, learned, unlearned)
    obstacle.unlink()
    memory.write()
    assert labels(profile) == ["7"]


def test_what_was_to_be_forgotten_is_forgotten_later(profile):
    memory = Memory(profile)
    keep(memory, [ONE, SEVEN])
    content = profile.path.read_bytes()
    profile.path.unlink()
    profile.path.mkdir()
    with pytest.raises(FileError):
        keep(memory, unlearned=[ONE])
    profile.path.rmdir()
    profile.path.write_bytes(content)
    memory.write()
    assert labels(profile) == ["7"]
