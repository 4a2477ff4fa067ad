"""The file of ``--resume``: one JSON line for each ink or picture that has been read."""

from __future__ import annotations

import json
import os
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recognizer.commands.read.walk import Source
from recognizer.commands.read.work import Job, Stamp, stamp_of
from recognizer.console import json_line
from recognizer.disk.regularfile import check_regular
from recognizer.disk.sync import make_folder
from recognizer.errors import FileError, naming, reason
from recognizer.reading.result import Verdict

_BEGIN = b'{"file": '  # each of our lines begins so, even an incomplete one
_UNREAD = Verdict.NOT_A_DIGIT.value
_MAX_LINE_BYTES = 64 * 2**20


@dataclass(frozen=True)
class _Known:
    """What is known about a file: its stamp, the last line read, whether that was the last one."""

    stamp: Stamp
    line: int
    is_all: bool
    has_text: bool


class ResumeLog:
    """The file of ``--resume``. A context manager; leaving it closes the file.

    Each line is what ``--json`` prints, with one more key, ``source``. It has ``path`` (absolute),
    ``size`` in bytes, ``mtime_ns``, ``line``, and ``last``, true if the file has been read to the
    end. An incomplete last line, left by a kill, is dropped. `has_text` tells whether any source
    that is skipped had digits.

    Raises
    ------
    FileError
        If it cannot be read or written, or holds something else.
    """

    def __init__(self, path: Path) -> None:
        self.has_text = False
        self._path = path
        self._known: dict[str, _Known] = {}
        self._waiting: dict[str, Any] | None = None
        try:
            check_regular(path)
            make_folder(path.parent)
            with ExitStack() as failing:
                self._stream = failing.enter_context(path.open("a+b"))
                self._load()
                failing.pop_all()
        except (OSError, ValueError) as error:  # ValueError: the name contains a NUL
            raise FileError(f"{path}: {reason(error)}") from None

    def __enter__(self) -> ResumeLog:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.end(is_all=False)
        finally:
            with suppress(OSError):  # it was reported when it first happened
                self._stream.close()

    def job(self, source: Source) -> Job | None:
        """Return the job for the unread rest of `source`, or None if nothing is left."""
        stamp = None if source.is_standard_input else stamp_of(source)
        known = self._known.get(os.path.abspath(source.name)) if stamp else None
        if known is None or known.stamp != stamp:
            return Job(source, stamp)
        self.has_text = self.has_text or known.has_text
        return None if known.is_all else Job(source, stamp, known.line)

    def add(self, job: Job, record: dict[str, Any], line: int) -> None:
        """Log the reading of an ink or picture; `line` is its line in the file, or 0.

        It is written as soon as it is known whether it is the last one.

        Raises
        ------
        FileError
            If it cannot be written; so does `end`.
        """
        self.end(is_all=False)
        stamp = vars(job.stamp) if job.stamp else {}
        path = "-" if job.source.is_standard_input else os.path.abspath(job.source.name)
        self._waiting = {**record, "source": {"path": path, **stamp, "line": line}}

    def end(self, is_all: bool) -> None:
        """Write the waiting line; `is_all` tells whether its file has been read to the end."""
        if self._waiting is None:
            return
        record, self._waiting = self._waiting, None
        record["source"]["last"] = is_all
        text = json_line(record) + "\n"
        with naming(self._path, FileError):
            self._stream.write(text.encode())
            self._stream.flush()

    def _load(self) -> None:
        """Load the existing lines, and remove an incomplete last one."""
        self._stream.seek(0)
        number = begin = 0
        while line := self._stream.readline(_MAX_LINE_BYTES):
            number += 1
            if not self._take(line):
                self._mend(line, number, begin)
                return
            begin += len(line)

    def _take(self, line: bytes) -> bool:
        """Remember the content of a line; tell whether it is a complete line of ours."""
        try:
            record = json.loads(line)
            if not line.endswith(b"\n") or not isinstance(record["file"], str):
                return False
            has_text = bool(record["text"]) and record.get("verdict") != _UNREAD
            self._remember(record.get("source"), has_text)
        except Exception:  # a line that is not ours may hold anything
            return False
        return True

    def _remember(self, source: dict[str, Any] | None, has_text: bool) -> None:
        if not source or "size" not in source:  # standard input, or output of --json
            return
        path, line = str(source["path"]), int(source["line"])
        stamp = Stamp(int(source["size"]), int(source["mtime_ns"]))
        before = self._known.get(path)
        if before and before.stamp == stamp:
            has_text = has_text or before.has_text
        self._known[path] = _Known(stamp, line, bool(source["last"]), has_text)

    def _mend(self, line: bytes, number: int, begin: int) -> None:
        """Remove an incomplete last line of ours; raise if it is not ours."""
        is_ours = line.startswith(_BEGIN) or _BEGIN.startswith(line)
        if not is_ours or line.endswith(b"\n") or self._stream.readline(1):
            raise FileError(f"{self._path}:{number}: not a result of `recognizer read`")
        self._stream.truncate(begin)
