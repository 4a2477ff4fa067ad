"""``recognizer profile``: lists, shows, exports, imports and forgets lessons."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from recognizer.commands.report import report
from recognizer.console import complain
from recognizer.disk.atomicfile import write_atomically
from recognizer.disk.places import user_places
from recognizer.disk.regularfile import read_regular
from recognizer.errors import FileError, LessonError, naming
from recognizer.keeping.profiles import (
    DEFAULT,
    MAX_FILE_BYTES,
    Profile,
    existing_profile,
    lessons_in,
    profile_names,
    profile_path,
    profile_text,
)
from recognizer.keeping.reconcile import learn_what_was_taught
from recognizer.keeping.slots import journal_folders
from recognizer.lessons import Lesson, Lessons
from recognizer.network.alphabet import SHOWN_NONE
from recognizer.play.scorebook import scores_path

SOME_BAD = 1
STANDARD = "-"
"""The file name that means standard input or output."""


def lessons_of(name: str) -> Lessons:
    """Return the lessons of the profile `name`, which must exist.

    If only some of them can be used, a line on standard error says so.

    Raises
    ------
    LessonError
        If there is no such profile, or none of its lessons can be used.
    """
    _reconcile()
    return _lessons(name)


def _lessons(name: str) -> Lessons:
    profile = existing_profile(name)
    lessons, message = profile.load()
    if message and not lessons:
        raise LessonError(message)
    if message:
        complain(message)
    return lessons


def run_profile(options: argparse.Namespace) -> int:
    """Run ``recognizer profile`` and return the exit code.

    Raises
    ------
    LessonError, FileError
        If it fails.
    """
    act: Callable[[argparse.Namespace], int] = options.act
    _reconcile()
    return act(options)


def _reconcile() -> None:
    if message := learn_what_was_taught(user_places()):
        complain(message)


def add_profile(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the command and its actions to the parser of the command line."""
    profile = commands.add_parser(
        "profile",
        help="list, show, export, import or forget lessons; report on games",
        description="What you teach the board is kept in a profile, one file for each user.",
        epilog="`recognizer profile ACTION --help` says more.",
    )
    profile.set_defaults(command="profile")
    actions = profile.add_subparsers(title="actions", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="list the profiles")
    listing.set_defaults(act=_list)
    show = actions.add_parser("show", help="show the lessons of a profile, the oldest first")
    show.add_argument("name", metavar="NAME", nargs="?", default=DEFAULT, help=_OR_DEFAULT)
    show.add_argument("--json", action="store_true", help="print one JSON object for each lesson")
    show.set_defaults(act=_show)
    _add_report(actions)
    _add_exchange(actions)
    _add_forget(actions)


def _add_report(actions: argparse._SubParsersAction[Any]) -> None:
    table = actions.add_parser(
        "report",
        help="a table of how everybody plays",
        description="For each profile that has played: rounds, days of practice, tasks, how many "
        "were right at first try, the usual seconds for these, and digits that were misread most.",
    )
    table.add_argument(
        "group",
        metavar="CLASS",
        nargs="?",
        default="",
        help="how the names of the profiles begin, such as 3b- (all if left out)",
    )
    table.add_argument("--csv", action="store_true", help="as CSV, for a spreadsheet")
    table.set_defaults(act=report)


def _add_exchange(actions: argparse._SubParsersAction[Any]) -> None:
    export = actions.add_parser("export", help="write a profile to a file")
    export.add_argument("name", metavar="NAME", help="name of the profile")
    export.add_argument("file", metavar="FILE", help="a new file, or - for standard output")
    export.set_defaults(act=_export)
    taking = actions.add_parser(
        "import",
        help="add the lessons of a file to a profile",
        description="Add the lessons of an exported profile to a profile here, in the order in "
        "which they were taught. Lessons that it already has are not added again.",
    )
    taking.add_argument("file", metavar="FILE", help="exported profile, or - for standard input")
    taking.add_argument("name", metavar="NAME", nargs="?", default=DEFAULT, help=_OR_DEFAULT)
    taking.set_defaults(act=_import)


def _add_forget(actions: argparse._SubParsersAction[Any]) -> None:
    forget = actions.add_parser(
        "forget",
        help="forget some lessons, or all of them",
        description="Forget lessons for good. `recognizer profile export` makes a copy before.",
    )
    forget.add_argument("name", metavar="NAME", help="name of the profile")
    forget.add_argument(
        "numbers",
        metavar="NUMBER",
        nargs="*",
        type=int,
        help="numbers of the lessons, as `recognizer profile show NAME` prints them",
    )
    forget.add_argument("--all", action="store_true", help="forget the whole profile")
    forget.set_defaults(act=_forget)


def _list(_: argparse.Namespace) -> int:
    bad = 0
    for name in profile_names():
        lessons, message = Profile(profile_path(name)).load()
        if message:
            complain(message)
            bad = SOME_BAD
        last = f", the last of {_time(lessons[-1])}" if lessons else ""
        _say(f"{name}: {_counted(len(lessons), 'lesson')}{last}")
    return bad


def _show(options: argparse.Namespace) -> int:
    lessons = _lessons(options.name)
    if not lessons:
        complain(f"{options.name}: no lessons yet")
    for number, lesson in enumerate(lessons, start=1):
        if options.json:
            _say(json.dumps(_record(number, lesson)))
        else:
            size = _counted(len(lesson.ink.strokes), "stroke")
            points = _counted(lesson.ink.point_count, "point")
            label = lesson.label or SHOWN_NONE
            _say(f"{number}: {label}, {_time(lesson)}, {size}, {points}")
    return 0


def _export(options: argparse.Namespace) -> int:
    text = profile_text(_lessons(options.name))
    if options.file == STANDARD:
        sys.stdout.write(text)
        return 0
    if os.path.lexists(options.file):
        raise FileError(f"{options.file}: this name is taken; choose another")
    write_atomically(Path(options.file), text.encode())
    return 0


def _import(options: argparse.Namespace) -> int:
    profile = Profile(profile_path(options.name))
    try:
        lessons, wrong = lessons_in(_content(options.file))
    except LessonError as error:
        raise LessonError(f"{options.file}: {error}") from None
    before, message = profile.load()
    profile.change(lessons, ())
    after, _ = profile.load()
    for line in filter(None, (message, wrong and f"{options.file}: {wrong}")):
        complain(line)
    new = {each.key for each in after} - {each.key for each in before}
    _say(f"{profile.name}: {_counted(len(new), 'new lesson')}, {len(after)} in all")
    return SOME_BAD if wrong else 0


def _forget(options: argparse.Namespace) -> int:
    if bool(options.numbers) == options.all:
        raise LessonError(
            "say which lessons to forget: their numbers, as `recognizer profile show "
            f"{options.name}` prints them, or --all"
        )
    if options.all:
        return _forget_all(existing_profile(options.name))
    profile, lessons = Profile(profile_path(options.name)), _lessons(options.name)
    numbers = sorted(set(options.numbers))
    for number in numbers:
        if not 1 <= number <= len(lessons):
            count = _counted(len(lessons), "lesson")
            raise LessonError(f"{profile.name}: there is no lesson {number}; it has {count}")
    profile.change((), [lessons[number - 1] for number in numbers])
    left = len(lessons) - len(numbers)
    _say(f"{profile.name}: {_counted(len(numbers), 'lesson')} forgotten, {left} left")
    return 0


def _forget_all(profile: Profile) -> int:
    lessons, message = profile.load()
    if message and not lessons and profile.exists:  # for instance, of a later version
        raise LessonError(message)
    profile.remove()
    _say(f"{profile.name}: forgotten, with {_counted(len(lessons), 'lesson')}")
    if profile.model.exists():
        complain(f"{profile.model}: this model was trained on it; remove the folder if you want")
    if (scores := scores_path(profile.path)).exists():
        complain(f"{scores}: the score book of its games; remove the file if you want")
    page, _ = journal_folders(user_places(), profile.name)
    if profile.name != DEFAULT and page.exists():
        complain(f"{page}: the drawing of this player; remove the folder if you want")
    return 0


def _content(file: str) -> bytes:
    with naming(file, FileError):
        if file != STANDARD:
            return read_regular(Path(file), MAX_FILE_BYTES)
        if sys.stdin is None:
            raise FileError(f"{file}: standard input is closed")
        content = sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise FileError(f"{file}: more than {MAX_FILE_BYTES // 2**20} MiB")
    return content


def _record(number: int, lesson: Lesson) -> dict[str, Any]:
    return {
        "number": number,
        "label": lesson.label,
        "time": lesson.time.isoformat(timespec="seconds"),
        "strokes": len(lesson.ink.strokes),
        "points": lesson.ink.point_count,
    }


def _time(lesson: Lesson) -> str:
    """Return when it was taught, in local time."""
    return lesson.time.astimezone().strftime("%Y-%m-%d %H:%M")


def _counted(count: int, name: str) -> str:
    return f"{count} {name}" if count == 1 else f"{count} {name}s"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


_OR_DEFAULT = f"name of the profile ({DEFAULT} if left out)"
