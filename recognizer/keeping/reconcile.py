"""After a kill: what was taught, and had not come to the profile, is learned from the journal.

A lesson is in the journal, in one line with its correction, before anything says that it is
learned; the profile follows beside the loop, and the journal then says so. What it says of no
lesson is kept is learned here. A lesson that was forgotten later was in the profile before, so
that it is none of these and never comes back.
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
from recognizer.keeping.slots import lock_of

_MARK = b'"taught":'


def learn_what_was_taught(places: Places) -> str:
    """Bring the profiles up to what boards that no longer run have taught.

    Returns
    -------
    str
        What could not be learned, in one line; "" if all was. It is tried again the next time.
    """
    wrong: list[str] = []
    for folder in (places.autosaves, places.spare_autosaves):
        for path in sorted(folder.glob("board-*.jsonl")):
            try:
                with lock_of(path):
                    wrong += _learn(path)
            except Timeout:
                continue  # a running board brings its lessons to the profile itself
            except (OSError, NotImplementedError) as error:
                wrong.append(f"{path}: {reason(error)}")
    return "; ".join(dict.fromkeys(wrong))


def _learn(path: Path) -> Iterable[str]:
    """Yield what goes wrong."""
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
    if kept and not journal.damage:  # after damage nothing is read: the next board begins anew
        with path.open("r+b") as stream:
            stream.truncate(content.rfind(b"\n") + 1)  # a torn line is dropped
            stream.seek(0, os.SEEK_END)
            stream.write(kept)
