"""A journal of the board: whatever kills the program, at most the last change is lost.

One change is one line, written in one call before anything else happens; what a call has given
to the system, the system keeps even when the process is killed. The page is what all changes in
a row make of an empty one::

    {"added":[[0,INK]]}                            a stroke, drawn at place 0; INK as in `ink`
    {"removed":[0,2],"corrections":[]}             two strokes, erased
    {"picture":{"name":"a.png","png":"iVBO..."}}
    {"corrections":[[[0,1],"7"],[[2],""]]}         what the user says: strokes 0 and 1 are a 7, 2
                                                   is no digit, and nothing of the others

``png`` holds the bytes of a PNG or JPEG file. Where a line has no corrections they stay, but for
those of strokes that go. A line may have ``"board":[1920,1080]``, too: width and height of the
board in the unit of its ink. Journals of old have ``"correction":"7"``, of all that is on the page
together, or ``null``, in each line.
"""

from __future__ import annotations

import base64
import json
import os
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout

from recognizer.atomicfile import (
    keep_aside,
    remove_leftovers,
    set_aside,
    write_atomically,
)
from recognizer.corrections import Corrections, as_records, from_records, moved_to, of_all
from recognizer.errors import FileError, RecognizerError, reason
from recognizer.history import Change, Page, Picture, Placed
from recognizer.ink import MAX_POINTS, FloatArray, Ink, Stroke, parse_json
from recognizer.picture import decode_picture
from recognizer.regularfile import check_regular

SLOTS = 16
"""Boards that can run at once."""
SLACK_BYTES = 2**20
MOST_WASTE = 4
"""A file larger than this many times what its page needs, and `SLACK_BYTES`, is written anew."""
RECENT = 32
"""Changes of which the strokes are at hand as JSON: undo and redo write most of them again."""
BoardSize = tuple[float, float]
_LINE_BYTES = 50  # of a line that draws, beside the stroke
_KINDS = {"added", "removed", "picture", "corrections", "correction"}


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
        remove_leftovers(folder)
        self._follows = False  # whether the next change goes on where the file ends
        self._unkept = False  # whether the file holds what is neither read nor kept elsewhere
        self._size = 0  # of the file, in bytes
        self.board_size: BoardSize | None = None
        """Width and height of the board in the unit of its ink; written with each change."""
        self._needs = _Needs()
        self._texts = _Texts()

    @property
    def path(self) -> Path:
        """The file of the journal."""
        return self._path

    def restore(self) -> tuple[Page, str]:
        """Return the page that was on the board, and begin a journal with it.

        A last line that was torn is dropped. Of a file damaged otherwise the lines before the
        damage are used, of one that cannot be read none, and all of it is kept beside the
        journal. Where that fails, nothing is written over it: `record` tries again.

        Returns
        -------
        page : Page
        message : str
            What was wrong, in one line; "" if nothing was.
        """
        self._check_open()
        page, wrong, self.board_size = self._read()
        self._unkept = bool(wrong)
        try:
            message = f"{self._path}: {wrong}, the file is now {self._put_aside()}" if wrong else ""
            self._rewrite(page)
        except FileError as error:
            return page, f"what was on the board cannot be kept: {error}"
        return page, message

    def record(self, change: Change, page: Page) -> None:
        """Keep `change`, which led to `page`.

        Raises
        ------
        FileError
            If it cannot be written, or the file holds what could not be read and cannot be put
            aside either. The next record then writes the whole page.
        """
        self._check_open()
        self._texts.keep_for(change, page)
        if not self._follows:
            self._rewrite(page)
            return
        if not change.touches_page:
            return
        strokes = [self._texts.of(stroke) for _, stroke in change.added]
        self._append(_line_out(change, page, strokes, self.board_size))
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
        if self._unkept:
            try:
                self._put_aside()
            except FileError as error:
                raise FileError(f"what is drawn cannot be kept: {error}") from None
        lines: list[bytes] = []
        needs = _Needs()
        for change in _changes_to(page):
            strokes = [self._texts.of(stroke) for _, stroke in change.added]
            lines.append(_line_out(change, page, strokes, self.board_size))
            needs.follow(change, [len(text) for text in strokes])
        content = b"".join(lines)
        self._follows = False
        self._close_file()  # Windows replaces no file that is open
        write_atomically(self._path, content)
        self._file = _open_journal(self._path)
        self._size, self._needs, self._follows = len(content), needs, True

    def _read(self) -> tuple[Page, str, BoardSize | None]:
        """Return the page, what is wrong with the file, and the size of the board."""
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return Page(), "", None
        except OSError as error:
            return Page(), f"it cannot be read ({reason(error)})", None
        page, damage, board = _replay(content)
        return page, damage and f"{damage}; what came before is here", board

    def _put_aside(self) -> str:
        """Keep what is in the file under another name, and return that."""
        self._follows = False
        self._close_file()  # Windows renames no file that is open
        try:
            name = keep_aside(self._path, self._path.read_bytes()).name
        except FileNotFoundError:
            name = "gone"
        except OSError:
            name = set_aside(self._path).name  # which need not read it
        self._unkept = False
        return name

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
            self._picture = len(_base64(shown)) if shown else 0
            self.bytes += self._picture


class _Texts:
    """The JSON of the strokes on the page and in the last changes: it takes long to make."""

    def __init__(self) -> None:
        self._texts: dict[int, tuple[Stroke, str]] = {}  # by id, which the stroke here keeps taken
        self._recent: deque[Change] = deque(maxlen=RECENT)
        self._bytes = self._kept = 0

    def of(self, stroke: Stroke) -> str:
        """Return the JSON of `stroke` alone."""
        if found := self._texts.get(id(stroke)):
            return found[1]
        text = Ink((stroke,)).to_json()
        self._texts[id(stroke)] = stroke, text
        self._bytes += len(text)
        return text

    def keep_for(self, change: Change, page: Page) -> None:
        """Count `change`, which led to `page`, as the last; forget what no one needs any more."""
        self._recent.append(change)
        if self._bytes <= 2 * self._kept + SLACK_BYTES:
            return
        needed = {id(stroke) for stroke in page.strokes}
        for each in self._recent:
            needed.update(id(stroke) for _, stroke in (*each.added, *each.removed))
        self._texts = {key: value for key, value in self._texts.items() if key in needed}
        self._kept = self._bytes = sum(len(text) for _, text in self._texts.values())


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
    if page.corrections:
        yield Change(corrections=((), page.corrections))


def _line_out(change: Change, page: Page, strokes: list[str], board: BoardSize | None) -> bytes:
    """Return `change`, which led to `page`, as a line; `strokes` are those added, as JSON."""
    line = ["{"]
    if change.removed:
        line += [f'"removed":{json.dumps([index for index, _ in change.removed])}', ","]
    if change.added:
        places = (index for index, _ in change.added)
        pairs = (f"[{index},{text}]" for index, text in zip(places, strokes, strict=True))
        line += ['"added":[', ",".join(pairs), "]", ","]  # not copied again: it may be long
    if change.picture:
        line += ['"picture":', _picture_out(change.picture[1]), ","]
    if change.corrections:
        said = as_records(change.corrections[1], page.strokes)
        line += [f'"corrections":{json.dumps(said, separators=(",", ":"))}', ","]
    if board:
        line += [f'"board":[{board[0]:g},{board[1]:g}]', ","]
    return "".join([*line[:-1], "}\n"]).encode("ascii")


def _picture_out(picture: Picture | None) -> str:
    if picture is None:
        return "null"
    return f'{{"name":{json.dumps(picture.name)},"png":"{_base64(picture)}"}}'


@lru_cache(maxsize=2)
def _base64(picture: Picture) -> str:
    """Return the bytes of the picture in base64. Kept, for undo and redo write the same again."""
    return base64.b64encode(picture.content).decode("ascii")


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
    if not isinstance(record, dict) or _KINDS.isdisjoint(record):
        raise _DamageError("no change of a board")
    picture = (page.picture, _picture_in(record["picture"])) if "picture" in record else None
    removed = _removed_in(record.get("removed", []), page)
    change = Change(removed, _added_in(record.get("added", [])), picture)
    if removed or not record.keys().isdisjoint(("corrections", "correction")):
        said = _corrections_in(record, change.apply(page))
        return replace(change, corrections=(page.corrections, said))
    return change


def _corrections_in(record: dict[str, Any], page: Page) -> Corrections:
    """Return what the user says of `page`, which a line led to."""
    if "corrections" not in record and "correction" not in record:
        return moved_to(page.corrections, page.strokes, page.strokes)  # of what is still there
    if "corrections" in record:
        return from_records(record["corrections"], page.strokes)
    label = record["correction"]
    if not (label is None or isinstance(label, str)):
        raise _DamageError("a correction that is no text")
    return of_all(page.strokes, label)


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
    strokes = [stroke for ink in _parts_in(pair[1]) for stroke in Ink.from_record(ink).strokes]
    if not strokes:
        raise _DamageError("no stroke in its place")
    return pair[0], strokes[0] if len(strokes) == 1 else _joined(strokes)


def _parts_in(record: object) -> list[Any]:
    """Return an ink of one stroke as inks that `Ink` reads: its limit is for files of others."""
    strokes = record.get("strokes") if isinstance(record, dict) else None
    if not (isinstance(record, dict) and isinstance(strokes, list)):
        return [record]
    if len(strokes) != 1:
        raise _DamageError(f"{len(strokes)} strokes in one place")
    points = strokes[0]
    if not isinstance(points, list) or len(points) <= MAX_POINTS:
        return [record]
    begins = range(0, len(points), MAX_POINTS)
    return [{**record, "strokes": [points[begin : begin + MAX_POINTS]]} for begin in begins]


def _joined(parts: list[Stroke]) -> Stroke:
    def channel(values: list[FloatArray | None]) -> FloatArray:
        pairs = zip(parts, values, strict=True)
        return np.concatenate([np.full(len(p), np.nan) if v is None else v for p, v in pairs])

    return Stroke(
        np.concatenate([part.points for part in parts]),
        channel([part.times for part in parts]),
        channel([part.pressures for part in parts]),
        parts[0].pen_width,
    )


def _picture_in(record: object) -> Picture | None:
    if record is None:
        return None
    if not isinstance(record, dict):
        raise _DamageError("no picture")
    name, png = record.get("name"), record.get("png")
    if not (isinstance(name, str) and isinstance(png, str)):
        raise _DamageError("a picture without name or pixels")
    content = base64.b64decode(png, validate=True)
    return Picture(name, decode_picture(content), content)
