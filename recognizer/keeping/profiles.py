"""Profiles: what each user has taught, one file a user, whatever else happens.

A profile is JSON, the oldest lesson first, each on two lines: what people read and what the
network made of it::

    {"format": "recognizer-profile", "version": 1, "lessons": [
    {"label": "7", "time": "2026-01-01T10:00:00+00:00", "strokes": [[[3, 5], ...]], ...,
     "model": "70fd...", "embedding": [0.1234, ...]},
    ...
    ]}

`label` is "" for no digit; `strokes` are those of `recognizer.ink`. `model` and `embedding` may be
left out: they are made of the ink again.
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
from recognizer.errors import FileError, InkError, LessonError, reason
from recognizer.ink import parse_json
from recognizer.lessons import MOST_LESSONS, Lesson, Lessons, with_lesson

FORMAT = "recognizer-profile"
VERSION = 1
DEFAULT = "default"
"""The profile of who has not named one."""
MAX_FILE_BYTES = 32 * 2**20
LOCK_SECONDS = 5.0
"""How long another program may take to write: a thousand times what it needs."""
_SUFFIX = ".json"
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,39}")
_OF_THE_NETWORK = ("model", "embedding")
_HEAD = json.dumps({"format": FORMAT, "version": VERSION, "lessons": []}).removesuffix("]}")
_BEGIN_OF_LESSON = re.compile(r'^(?=\{"label": )', re.MULTILINE)


def profile_path(name: str = DEFAULT) -> Path:
    """Return the file of the profile `name`, which need not exist.

    Raises
    ------
    LessonError
        If it is no name: 1 to 40 letters, digits, "-", "_" and ".", the first no ".".
    """
    if not _NAME.fullmatch(name):
        raise LessonError(
            f"{name!r:.60} is no name of a profile: 1 to 40 letters, digits, -, _ and ., "
            "the first no dot"
        )
    return user_places().profiles / f"{name}{_SUFFIX}"


def existing_profile(name: str) -> Profile:
    """Return the profile `name`, which must be there; `DEFAULT` always is.

    Raises
    ------
    LessonError
        If there is none, or it is no name of one.
    """
    profile = Profile(profile_path(name))
    if not profile.exists and name != DEFAULT:
        raise LessonError(f"there is no profile {name} (`recognizer profile list` lists them)")
    return profile


def profile_names() -> list[str]:
    """Return the names of all profiles there are, in alphabetical order.

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
    return sorted(name for name in names if _NAME.fullmatch(name))


def profile_text(lessons: Iterable[Lesson]) -> str:
    """Return the content of a profile of `lessons`; `lessons_in` takes it back."""
    blocks = ",\n".join(_lesson_text(each) for each in lessons)
    return f"{_HEAD}\n{blocks}\n]}}\n" if blocks else f"{_HEAD}]}}\n"


def lessons_in(content: bytes) -> tuple[Lessons, str]:
    """Return the lessons of a profile, and in a few words what was wrong with some, or "".

    Raises
    ------
    LessonError
        If it is no profile, or one of a later version.
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
    if len(kept) > MOST_LESSONS:
        wrong.append(f"of {len(kept)} lessons the last {MOST_LESSONS} are used")
    more = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
    return kept[-MOST_LESSONS:], "".join(wrong[:1]) + more


@dataclass(frozen=True)
class Profile:
    """The file of one user's lessons. Several programs may use it at a time.

    Parameters
    ----------
    path : Path
        Need not exist; see `profile_path`.
    """

    path: Path

    @property
    def name(self) -> str:
        """The name of the profile."""
        return self.path.name.removesuffix(_SUFFIX)

    @property
    def model(self) -> Path:
        """The folder of the model that has gone on learning from it, if there is one."""
        return self.path.with_name(f"{self.name}-model")

    @property
    def exists(self) -> bool:
        """Whether there is anything under its name."""
        try:
            return self.path.exists()
        except OSError:
            return True  # and reading it will tell what is wrong

    def load(self) -> tuple[Lessons, str]:
        """Return what is in the file, the oldest lesson first. Never raises.

        Of a damaged file the lessons that are whole are used, and it is kept as it was under
        another name.

        Returns
        -------
        lessons : tuple of Lesson
        message : str
            What was wrong, in one line; "" if all is well.
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
        """Change what is in the file now, which another program may have written.

        Parameters
        ----------
        learned : iterable of Lesson
            Added in the order of time, and for each is forgotten what `with_lesson` says; one that
            is there already takes its own place, with the embedding it has now.
        unlearned : iterable of Lesson
            Taken away, before that; those that are not there do not matter.

        Returns
        -------
        str
            What was wrong with the file there was, as of `load`.

        Raises
        ------
        FileError
            If it cannot be read or written, or is of a later version; what was there is there.
        """
        with self._alone():
            before, message = self._mended()
            after = _changed(before, learned, {each.key for each in unlearned})
            write_atomically(self.path, profile_text(after).encode())
        return message

    def remove(self) -> None:
        """Forget all of it: remove the file, and what was kept of damaged ones.

        Raises
        ------
        FileError
            If it cannot be removed.
        """
        try:
            with self._alone():
                for each in (self.path, *asides(self.path)):
                    each.unlink(missing_ok=True)
        except OSError as error:
            raise FileError(f"{self.path}: {reason(error)}") from None

    def _content(self) -> bytes | None:
        """Return what is in the file, or None if there is none."""
        try:
            return read_regular(self.path, MAX_FILE_BYTES)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise FileError(f"{self.path}: {reason(error)}") from None

    def _mended(self) -> tuple[Lessons, str]:
        """Return the lessons and what was wrong; a damaged file is put aside and written anew."""
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
            raise FileError(f"{self.path}: another program does not let go of it") from None
        except (OSError, NotImplementedError) as error:
            raise FileError(f"{self.path}: {reason(error)}") from None
        try:
            remove_leftovers(self.path.parent)
            yield
        finally:
            lock.release()


class _LaterVersionError(LessonError):
    """A profile that a later version of the program has written."""


def _changed(before: Lessons, learned: Iterable[Lesson], unlearned: set[str]) -> Lessons:
    kept = {each.key: each for each in before if each.key not in unlearned}
    new = {each.key: each for each in learned}
    line = sorted({**kept, **new}.values(), key=lambda each: each.time)
    begin = next((i for i, each in enumerate(line) if each.key not in kept), len(line))
    after: Lessons = tuple(line[:begin])  # which have made room for one another before
    for each in line[begin:]:
        after, _ = with_lesson(after, each)
    return after


def _records_in(content: bytes) -> tuple[list[Any], list[str]]:
    """Return what stands for a lesson each, and what was wrong with the whole, if anything."""
    try:
        record = parse_json(content)
    except InkError as error:
        if saved := _saved_from(content):
            return saved, [f"the file is damaged ({error}): what is left of it is used"]
        raise LessonError(str(error)) from None
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise LessonError(f'no profile: "format" is not {FORMAT!r}')
    version = record.get("version")
    if type(version) is not int or version < 1:
        raise LessonError("a profile without a version")
    if version > VERSION:
        raise _LaterVersionError(
            f"a profile of version {version}; this program knows {VERSION}: use a later one"
        )
    if not isinstance(record.get("lessons"), list):
        raise LessonError("a profile without lessons")
    return list(record["lessons"]), []


def _saved_from(content: bytes) -> list[object]:
    """Return the lessons in what is no JSON as a whole: cut short, or a comma lost by an editor."""
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
