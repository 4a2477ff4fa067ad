"""Profiles: what each user has taught, one file for each user.

A profile is JSON, the oldest lesson first. Each lesson has two lines: one for people, and one with
what the network made of it::

    {"format": "recognizer-profile", "version": 1, "lessons": [
    {"label": "7", "time": "2026-01-01T10:00:00+00:00", "strokes": [[[3, 5], ...]], ...,
     "model": "70fd...", "embedding": [0.1234, ...]},
    ...
    ]}

`label` is "" for "not a digit"; `strokes` are as in `recognizer.ink`. `model` and `embedding` may
be left out: they are computed from the ink again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from recognizer.disk.atomicfile import (
    asides,
    keep_aside,
    remove_leftovers,
    set_aside,
    write_atomically,
)
from recognizer.disk.places import user_places
from recognizer.disk.regularfile import read_regular
from recognizer.disk.sync import make_folder
from recognizer.errors import FileError, InkError, LessonError, naming, reason
from recognizer.ink import parse_json
from recognizer.lessons import MAX_PROFILE_LESSONS, Lesson, Lessons, with_lesson

FORMAT = "recognizer-profile"
VERSION = 1
DEFAULT = "default"
"""The profile that is used if none is named."""
MAX_FILE_BYTES = 32 * 2**20
LOCK_SECONDS = 5.0
"""How long we wait for another program that is writing: a thousand times what it needs."""
_SUFFIX = ".json"
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,39}")
_OF_THE_NETWORK = ("model", "embedding")
_HEAD = json.dumps({"format": FORMAT, "version": VERSION, "lessons": []}).removesuffix("]}")
_BEGIN_OF_LESSON = re.compile(r'^(?=\{"label": )', re.MULTILINE)


def is_profile_name(name: str) -> bool:
    """Tell whether a profile may have that `name`; for the rules see `profile_path`."""
    return bool(_NAME.fullmatch(name))


def profile_path(name: str = DEFAULT) -> Path:
    """Return the file of the profile `name`, which need not exist.

    Raises
    ------
    LessonError
        If it is not a name: 1 to 40 letters, digits, "-", "_" and ".", not beginning with ".".
    """
    if not is_profile_name(name):
        raise LessonError(
            f"{name!r:.60} is not a name of a profile: 1 to 40 letters, digits, -, _ and ., "
            "not beginning with a dot"
        )
    return user_places().profiles / f"{name}{_SUFFIX}"


def existing_profile(name: str) -> Profile:
    """Return the profile `name`, which must exist. `DEFAULT` need not.

    Raises
    ------
    LessonError
        If there is no such profile, or `name` is not a name of one.
    """
    profile = Profile(profile_path(name))
    if not profile.exists and name != DEFAULT:
        raise LessonError(f"there is no profile {name} (`recognizer profile list` lists them)")
    return profile


def profile_names() -> list[str]:
    """Return the names of all profiles, in alphabetical order.

    Raises
    ------
    FileError
        If their folder cannot be read.
    """
    folder = user_places().profiles
    try:
        names = [each.stem for each in folder.iterdir() if each.suffix == _SUFFIX]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise FileError(f"{folder}: {reason(error)}") from None
    return sorted(filter(is_profile_name, names))


def profile_text(lessons: Iterable[Lesson]) -> str:
    """Return `lessons` as the text of a profile; `lessons_in` reads it."""
    blocks = ",\n".join(_lesson_text(each) for each in lessons)
    return f"{_HEAD}\n{blocks}\n]}}\n" if blocks else f"{_HEAD}]}}\n"


def lessons_in(content: bytes) -> tuple[Lessons, str]:
    """Return the lessons in a profile, and in a few words what was wrong with some, or "".

    Raises
    ------
    LessonError
        If it is not a profile, or one of a later version.
    """
    records, wrong = _records_in(content)
    lessons: dict[str, Lesson] = {}
    for number, record in enumerate(records, start=1):
        try:
            lesson = Lesson.from_record(record)
            lessons[lesson.key] = lesson
        except LessonError as error:
            wrong.append(f"lesson {number} of {len(records)} cannot be used ({error})")
    kept = tuple(sorted(lessons.values(), key=lambda each: each.time))
    if len(kept) > MAX_PROFILE_LESSONS:
        wrong.append(f"only the last {MAX_PROFILE_LESSONS} of {len(kept)} lessons are used")
    more = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
    return kept[-MAX_PROFILE_LESSONS:], "".join(wrong[:1]) + more


@dataclass(frozen=True)
class Profile:
    """The file of one user's lessons, which need not exist. Several programs may use it at once."""

    path: Path

    @property
    def name(self) -> str:
        """The name of the profile."""
        return self.path.name.removesuffix(_SUFFIX)

    @property
    def model(self) -> Path:
        """The folder of the model that was trained further on it, if there is one."""
        return self.path.with_name(f"{self.name}-model")

    @property
    def exists(self) -> bool:
        """Whether anything has its name."""
        try:
            return self.path.exists()
        except OSError:
            return True  # reading it will say what is wrong

    def load(self) -> tuple[Lessons, str]:
        """Return the lessons in the file, the oldest first, and what was wrong. Never raises.

        Of a damaged file the undamaged lessons are used, and the file is kept under another name;
        the message says so in one line.
        """
        found: Lessons = ()
        try:
            content = self._content()
            if content is None:
                return (), ""
            with suppress(LessonError):
                found, wrong = lessons_in(content)
                if not wrong:
                    return found, ""
            with self._alone():
                return self._mended()
        except FileError as error:
            return found, str(error)

    def change(self, learned: Iterable[Lesson], unlearned: Iterable[Lesson]) -> str:
        """Add and remove lessons in the file as it is now; another program may have written it.

        Lessons in `unlearned` are removed first; those that are not in the file are ignored. Then
        those in `learned` are added in the order of time; `with_lesson` says which older lessons
        each replaces. A lesson that is already in the file stays in its place, with its new
        embedding. Returns what was wrong with the old file, as `load` says it.

        Raises
        ------
        FileError
            If it cannot be read or written, or is of a later version. Then it is unchanged.
        """
        with self._alone():
            before, message = self._mended()
            after = _changed(before, learned, {each.key for each in unlearned})
            write_atomically(self.path, profile_text(after).encode())
        return message

    def remove(self) -> None:
        """Forget everything: remove the file and the copies of damaged ones.

        Raises
        ------
        FileError
            If it cannot be removed.
        """
        with naming(self.path, FileError), self._alone():
            for each in (self.path, *asides(self.path)):
                each.unlink(missing_ok=True)

    def _content(self) -> bytes | None:
        """Return the content of the file, or None if there is none."""
        try:
            return read_regular(self.path, MAX_FILE_BYTES)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise FileError(f"{self.path}: {reason(error)}") from None

    def _mended(self) -> tuple[Lessons, str]:
        """Return the lessons and what was wrong; a damaged file is put aside and rewritten."""
        content = self._content()
        if content is None:
            return (), ""
        try:
            lessons, wrong = lessons_in(content)
        except _LaterVersionError as error:
            raise FileError(f"{self.path}: {error}") from None
        except LessonError as error:
            aside = set_aside(self.path)
            return (), f"{self.path}: {error}; no lesson can be used, the file is now {aside.name}"
        if not wrong:
            return lessons, ""
        aside = keep_aside(self.path, content)
        write_atomically(self.path, profile_text(lessons).encode())
        return lessons, f"{self.path}: {wrong}; the file as it was is now {aside.name}"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other programs from changing the file for a while."""
        lock = FileLock(self.path.with_name(f"{self.path.name}.lock"), timeout=LOCK_SECONDS)
        try:
            make_folder(self.path.parent)
            lock.acquire()
        except Timeout:
            raise FileError(f"{self.path}: another program is using it") from None
        except (OSError, NotImplementedError) as error:
            raise FileError(f"{self.path}: {reason(error)}") from None
        try:
            remove_leftovers(self.path.parent)
            yield
        finally:
            lock.release()


class _LaterVersionError(LessonError):
    """A profile written by a later version of the program."""


def _changed(before: Lessons, learned: Iterable[Lesson], unlearned: set[str]) -> Lessons:
    kept = {each.key: each for each in before if each.key not in unlearned}
    new = {each.key: each for each in learned}
    line = sorted({**kept, **new}.values(), key=lambda each: each.time)
    begin = next((i for i, each in enumerate(line) if each.key not in kept), len(line))
    after: Lessons = tuple(line[:begin])  # these have replaced one another before
    for each in line[begin:]:
        after, _ = with_lesson(after, each)
    return after


def _records_in(content: bytes) -> tuple[list[Any], list[str]]:
    """Return the records that may be lessons, and what was wrong with the file as a whole."""
    try:
        record = parse_json(content)
    except InkError as error:
        if saved := _saved_from(content):
            return saved, [f"the file is damaged ({error}): the lessons left in it are used"]
        raise LessonError(str(error)) from None
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise LessonError(f'not a profile: "format" is not {FORMAT!r}')
    version = record.get("version")
    if type(version) is not int or version < 1:
        raise LessonError("a profile without a version")
    if version > VERSION:
        raise _LaterVersionError(
            f"a profile of version {version}; this program reads {VERSION}: use a later one"
        )
    if not isinstance(record.get("lessons"), list):
        raise LessonError("a profile without lessons")
    return list(record["lessons"]), []


def _saved_from(content: bytes) -> list[object]:
    """Return the lessons in a file that is not JSON as a whole: cut short, or a comma missing."""
    head, *blocks = _BEGIN_OF_LESSON.split(content.decode(errors="replace"))
    saved: list[object] = []
    for block in blocks if head.startswith(_HEAD) else ():
        with suppress(InkError):
            saved.append(parse_json(block.rstrip().removesuffix("\n]}").rstrip().rstrip(",")))
    return saved


def _lesson_text(lesson: Lesson) -> str:
    record = lesson.as_record()
    network = {name: record.pop(name) for name in _OF_THE_NETWORK}
    people = json.dumps(record)
    return f"{people[:-1]},\n {json.dumps(network)[1:]}"
