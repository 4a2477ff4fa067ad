"""A journal of the board: whatever kills the program, at most the last change is lost.

One change is one line, written in one call before anything else happens; what a call has given
to the system, the system keeps even when the process is killed. The page is what all changes in
a row make of an empty one::

    {"added":[[0,INK]],"correction":null}            a stroke, drawn at place 0; INK as in `ink`
    {"removed":[0,2],"correction":null}              two strokes, erased
    {"picture":{"name":"a.png","png":"iVBO..."},"correction":null}
    {"correction":"7"}                               what the user says it is; "" for no digit

A line may have `"board":[1920,1080]`, too: width and height of the board in the unit of its ink.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from filelock import FileLock, Timeout

from recognizer.atomicfile import (
    check_regular,
    keep_aside,
    remove_leftovers,
    write_atomically,
)
from recognizer.errors import FileError, RecognizerError, reason
from recognizer.history import Change, Page, Picture, Placed, corrected
from recognizer.ink import Ink, Stroke, parse_json
from recognizer.picture import decode_picture

SLOTS = 16
"""Boards that can run at once."""
SLACK_BYTES = 2**20
MOST_WASTE = 4
"""A file larger than this many times what its page needs, and `SLACK_BYTES`, is written anew."""
BoardSize = tuple[float, float]
_LINE_BYTES = 68  # of a line that draws, beside the stroke


class Autosave:
    """The journal of one running board.

    It takes the first file ``board-1.jsonl``, ``board-2.jsonl``, ... of its folder that no other
    board has, and no other gets it before `close` or the end of the process.

    Parameters
    ----------
    folder : Path
        Made if it is not there.

    Raises
    ------
    FileError
        If no journal can be kept there.
    """

    def __init__(self, folder: Path) -> None:
        self._file: int | None
        self._path, self._lock, self._file = _take_slot(folder)
        remove_leftovers(self._path)
        self._follows = False  # whether the next change goes on where the file ends
        self._size = 0  # of the file, in bytes
        self.board_size: BoardSize | None = None
        """Width and height of the board in the unit of its ink; written with each change."""
        self._needs = _Needs()

    @property
    def path(self) -> Path:
        """The file of the journal."""
        return self._path

    def restore(self) -> tuple[Page, str]:
        """Return the page that was on the board, and begin a journal with it.

        A last line that was torn is dropped. Of a file damaged otherwise the lines before the
        damage are used, and all of it is kept beside the journal.

        Returns
        -------
        page : Page
        message : str
            What was wrong, in one line; "" if nothing was.

        Raises
        ------
        FileError
            If the file cannot be read at all.
        """
        self._check_open()
        try:
            content = self._path.read_bytes()
        except OSError as error:
            raise FileError(f"{self._path}: {reason(error)}") from None
        page, damage, self.board_size = _replay(content)
        try:
            message = self._keep_damaged(content, damage) if damage else ""
            self._rewrite(page)
        except FileError as error:
            return page, f"what was on the board cannot be kept: {error}"
        return page, message

    def record(self, change: Change, page: Page) -> None:
        """Keep `change`, which led to `page`.

        Raises
        ------
        FileError
            If it cannot be written. The next record then writes the whole page.
        """
        self._check_open()
        if not self._follows:
            self._rewrite(page)
            return
        strokes = [_stroke_out(stroke) for _, stroke in change.added]
        self._append(_line_out(change, strokes, self.board_size))
        self._needs.follow(change, [len(text) for text in strokes])
        if self._size > MOST_WASTE * self._needs.bytes + SLACK_BYTES:
            self._rewrite(page)

    def close(self) -> None:
        """Give the journal free for the next board. The file stays. May be called again."""
        self._close_file()
        self._lock.release()

    def _check_open(self) -> None:
        if not self._lock.is_locked:
            raise ValueError("the journal is closed")

    def _append(self, line: bytes) -> None:
        assert self._file is not None  # noqa: S101  (it is open whenever `_follows`)
        self._follows = False
        try:
            written = os.write(self._file, line)
        except OSError as error:
            raise FileError(f"{self._path}: {reason(error)}") from None
        if written < len(line):
            raise FileError(f"{self._path}: the disk is full")
        self._follows = True
        self._size += len(line)

    def _rewrite(self, page: Page) -> None:
        lines: list[bytes] = []
        needs = _Needs()
        for change in _changes_to(page):
            strokes = [_stroke_out(stroke) for _, stroke in change.added]
            lines.append(_line_out(change, strokes, self.board_size))
            needs.follow(change, [len(text) for text in strokes])
        content = b"".join(lines)
        self._follows = False
        self._close_file()  # Windows replaces no file that is open
        write_atomically(self._path, content)
        self._file = _open_journal(self._path)
        self._size, self._needs, self._follows = len(content), needs, True

    def _keep_damaged(self, content: bytes, damage: str) -> str:
        aside = keep_aside(self._path, content)
        return f"{self._path}: {damage}; what came before is here, the file is now {aside.name}"

    def _close_file(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            os.close(file)


class _DamageError(ValueError):
    """A line that tells no change."""


class _Needs:
    """How many bytes a journal of the page alone would have, about."""

    def __init__(self) -> None:
        self._strokes: list[int] = []
        self._picture = 0
        self.bytes = 0

    def follow(self, change: Change, sizes: list[int]) -> None:
        """Count `change`, of which the strokes added take `sizes` bytes."""
        for index, _ in reversed(change.removed):
            self.bytes -= self._strokes.pop(index)
        for (index, _), size in zip(change.added, sizes, strict=True):
            self._strokes.insert(index, size + _LINE_BYTES)
            self.bytes += size + _LINE_BYTES
        if change.picture:
            shown = change.picture[1]
            self.bytes -= self._picture
            self._picture = len(_png_text(shown)) if shown else 0
            self.bytes += self._picture


def _take_slot(folder: Path) -> tuple[Path, FileLock, int]:
    why = ""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"{folder}: {reason(error)}") from None
    for number in range(1, SLOTS + 1):
        path = folder / f"board-{number}.jsonl"
        lock = FileLock(path.with_suffix(".lock"), timeout=0, thread_local=False)
        try:
            lock.acquire()
            return path, lock, _open_journal(path)
        except Timeout:
            why = why or f"{SLOTS} boards are running"
        except (OSError, FileError, NotImplementedError) as error:
            lock.release()
            why = reason(error)
    raise FileError(f"{folder}: what is drawn cannot be kept there: {why}")


def _open_journal(path: Path) -> int:
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
    try:
        check_regular(path)  # opening a pipe would wait for a reader
        return os.open(path, flags, 0o666)
    except OSError as error:
        raise FileError(f"{path}: {reason(error)}") from None


def _changes_to(page: Page) -> Iterator[Change]:
    """Yield what makes `page` of an empty one: a stroke a line, so that damage costs only some."""
    if page.picture:
        yield Change(picture=(None, page.picture))
    for index, stroke in enumerate(page.strokes):
        yield Change(added=((index, stroke),))
    if page.correction is not None:
        yield corrected(Page(), page.correction)


def _line_out(change: Change, strokes: list[str], board: BoardSize | None) -> bytes:
    """Return `change` as a line; `strokes` are those added, as `_stroke_out` has them."""
    parts = []
    if change.removed:
        parts.append(f'"removed":{json.dumps([index for index, _ in change.removed])}')
    if change.added:
        places = (index for index, _ in change.added)
        pairs = (f"[{index},{text}]" for index, text in zip(places, strokes, strict=True))
        parts.append(f'"added":[{",".join(pairs)}]')
    if change.picture:
        parts.append(f'"picture":{_picture_out(change.picture[1])}')
    if board:
        parts.append(f'"board":[{board[0]:g},{board[1]:g}]')
    parts.append(f'"correction":{json.dumps(change.correction[1])}')
    return ("{" + ",".join(parts) + "}\n").encode("ascii")


def _stroke_out(stroke: Stroke) -> str:
    return Ink((stroke,)).to_json()


def _picture_out(picture: Picture | None) -> str:
    if picture is None:
        return "null"
    return f'{{"name":{json.dumps(picture.name)},"png":"{_png_text(picture)}"}}'


@lru_cache(maxsize=2)
def _png_text(picture: Picture) -> str:
    """Return the pixels as PNG in base64. Kept, for undo and redo write the same again."""
    _, png = cv2.imencode(".png", picture.pixels, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    return base64.b64encode(png.tobytes()).decode("ascii")


def _replay(content: bytes) -> tuple[Page, str, BoardSize | None]:
    """Return the page that the lines make, what is wrong with the first bad one, and the size."""
    page, board = Page(), None
    lines = content.split(b"\n")
    for number, line in enumerate(lines, start=1):
        whole = number < len(lines)  # the last piece has no end: torn, or nothing
        if not (line or whole):
            break
        try:
            record = parse_json(line)
            page = _change_in(record, page).apply(page)
            board = _board_in(record) or board
        except (RecognizerError, ValueError) as error:
            return page, f"line {number} is damaged ({error})" if whole else "", board
    return page, "", board


def _board_in(record: object) -> BoardSize | None:
    sides = record.get("board") if isinstance(record, dict) else None
    if sides is None:
        return None
    if not (isinstance(sides, list) and len(sides) == 2 and all(_is_side(each) for each in sides)):
        raise _DamageError("no size of a board")
    return float(sides[0]), float(sides[1])


def _is_side(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 1 <= value <= 1e6


def _change_in(record: object, page: Page) -> Change:
    """Return the change of `page` that a line tells; RecognizerError or ValueError if none."""
    if not isinstance(record, dict) or "correction" not in record:
        raise _DamageError("no change of a board")
    before, after = page.correction, record["correction"]
    if not (after is None or isinstance(after, str)):
        raise _DamageError("a correction that is no text")
    picture = (page.picture, _picture_in(record["picture"])) if "picture" in record else None
    removed = _removed_in(record.get("removed", []), page)
    return Change(removed, _added_in(record.get("added", [])), picture, (before, after))


def _removed_in(indices: object, page: Page) -> Placed:
    if not isinstance(indices, list):
        raise _DamageError("no list of strokes to take away")
    count = len(page.strokes)
    if not all(type(index) is int and 0 <= index < count for index in indices):
        raise _DamageError("a stroke to take away that is not there")
    return tuple((index, page.strokes[index]) for index in indices)


def _added_in(pairs: object) -> Placed:
    if not isinstance(pairs, list):
        raise _DamageError("no list of strokes")
    return tuple(_placed_in(pair) for pair in pairs)


def _placed_in(pair: Any) -> tuple[int, Stroke]:
    if not (isinstance(pair, list) and len(pair) == 2 and type(pair[0]) is int):
        raise _DamageError("a stroke without its place")
    strokes = Ink.from_record(pair[1]).strokes
    if len(strokes) != 1:
        raise _DamageError(f"{len(strokes)} strokes in one place")
    return pair[0], strokes[0]


def _picture_in(record: object) -> Picture | None:
    if record is None:
        return None
    if not isinstance(record, dict):
        raise _DamageError("no picture")
    name, png = record.get("name"), record.get("png")
    if not (isinstance(name, str) and isinstance(png, str)):
        raise _DamageError("a picture without name or pixels")
    pixels = decode_picture(base64.b64decode(png, validate=True))
    return Picture(name, np.ascontiguousarray(pixels))
