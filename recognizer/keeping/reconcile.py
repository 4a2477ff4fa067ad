"""After a kill, lessons that the profile does not have yet are learned from the journal.

A lesson is written to the journal, in one line with its correction, before the board says that it
has learned. Later another thread writes it to the profile, and the journal then notes that it is
kept. This module finds the lessons that are not noted as kept. A lesson that was forgotten later
had been in the profile before, so it is noted as kept and never comes back.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from filelock import Timeout

from recognizer.disk.places import Places
from recognizer.disk.regularfile import read_regular
from recognizer.errors import FileError, LessonError, reason
from recognizer.keeping.journal import MAX_BYTES, kept_line, replay
from recognizer.keeping.profiles import Profile, profile_path
from recognizer.keeping.slots import all_journal_folders, lock_of

_MARK = b'"taught":'


def learn_what_was_taught(places: Places) -> str:
    """Add to the profiles what boards that no longer run have taught.

    Returns what could not be learned, in one line; "" if everything was. The next call tries again.
    """
    wrong: list[str] = []
    for folder in all_journal_folders(places):
        for path in sorted(folder.glob("board-*.jsonl")):
            try:
                with lock_of(path):
                    wrong += _learn(path)
            except Timeout:
                continue  # a running board writes its lessons to the profile itself
            except (OSError, NotImplementedError) as error:
                wrong.append(f"{path}: {reason(error)}")
    return "; ".join(dict.fromkeys(wrong))


def _learn(path: Path) -> Iterable[str]:
    """Learn from the journal at `path`; yield what goes wrong."""
    content = read_regular(path, MAX_BYTES)
    if _MARK not in content:
        return
    journal = replay(content)
    kept = b""
    for name, change in journal.unkept.changes():
        try:
            if message := Profile(profile_path(name)).change(change.learned, change.unlearned):
                yield message
            kept += kept_line(change, name)
        except (FileError, LessonError) as error:
            yield f"what was taught cannot be kept: {error}"
    if kept and not journal.damage:  # lines after the damage would never be read
        with path.open("r+b") as stream:
            stream.truncate(content.rfind(b"\n") + 1)  # drop an incomplete last line
            stream.seek(0, os.SEEK_END)
            stream.write(kept)
