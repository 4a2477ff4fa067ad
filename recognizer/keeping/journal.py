"""The lines of a journal: each change of a board as JSON, and the page that they make.

One change is one line. The page is made by applying all changes in order to an empty page::

    {"added":[[0,INK]]}                            a stroke is drawn at place 0; INK as in `ink`
    {"removed":[0,2],"corrections":[]}             two strokes are erased
    {"picture":{"name":"a.png","png":"iVBO..."}}
    {"corrections":[[[0,1],"7"],[[2],""]]}         the user says: strokes 0 and 1 are a 7, and
                                                   stroke 2 is not a digit

``png`` holds the bytes of a PNG or JPEG file. A line without corrections leaves them as they are,
except those of removed strokes. A line may also have ``"board":[1920,1080]``: width and height of
the board in the unit of its ink. Old journals have ``"correction":"7"`` or ``null`` in each line,
which is about everything on the page together.

A lesson stays in the journal until the profile has it, so that a kill cannot lose it::

    {"corrections":[[[0],"7"]],"taught":{"profile":"ada","learned":[LESSON],"unlearned":[]}}
    {"kept":{"profile":"ada","learned":["5f2e..."],"unlearned":[]}}        the keys of lessons
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from recognizer.disk.regularfile import read_regular
from recognizer.document.corrections import Corrections, as_records, from_records, moved_to, of_all
from recognizer.document.page import BoardPicture, Change, Page, Placed
from recognizer.errors import reason
from recognizer.ink import MAX_POINTS, FloatArray, Ink, Stroke, parse_json
from recognizer.lessons import Lesson
from recognizer.pictures.decode import decode_picture

MAX_BYTES = 2**30
"""A larger file is not one of our journals: the largest page with all its slack takes 800 MiB."""
BoardSize = tuple[float, float]
_KINDS = {"added", "removed", "picture", "corrections", "correction", "taught", "kept"}


class Unkept:
    """Lessons that were taught or undone, for which no profile is known to have followed yet."""

    def __init__(self) -> None:
        self._lessons: dict[tuple[str, str], tuple[Lesson, bool]] = {}

    def note(self, profile: str, change: Change) -> None:
        """Note the lessons that `change` teaches to, or takes from, the profile of this name."""
        for lessons, holds in ((change.unlearned, False), (change.learned, True)):
            for lesson in lessons:
                self._lessons[profile, lesson.key] = lesson, holds

    def settle(self, profile: str, learned: Iterable[str], unlearned: Iterable[str]) -> None:
        """Forget the lessons with these keys: the profile has added or removed them."""
        for keys, holds in ((unlearned, False), (learned, True)):
            for key in keys:
                if self._lessons.get((profile, key), (None, not holds))[1] == holds:
                    del self._lessons[profile, key]

    def changes(self) -> list[tuple[str, Change]]:
        """Return pairs of a profile's name and the change that it still needs."""
        found: dict[str, list[tuple[Lesson, bool]]] = {}
        for (profile, _), noted in self._lessons.items():
            found.setdefault(profile, []).append(noted)
        return [
            (profile, Change(learned=_those(noted, True), unlearned=_those(noted, False)))
            for profile, noted in found.items()
        ]


@dataclass
class Journal:
    """What the lines of a journal make; `damage` says what is wrong with the first bad line."""

    page: Page = field(default_factory=Page)
    damage: str = ""
    board_size: BoardSize | None = None
    unkept: Unkept = field(default_factory=Unkept)


def changes_to(page: Page) -> Iterator[Change]:
    """Yield changes that make `page` from an empty one, one stroke each, so damage costs little."""
    if page.picture:
        yield Change(picture=(None, page.picture))
    for index, stroke in enumerate(page.strokes):
        yield Change(added=((index, stroke),))
    if page.corrections:
        yield Change(corrections=((), page.corrections))


def line_of(
    change: Change,
    page: Page,
    strokes: list[str],
    board: BoardSize | None = None,
    profile: str = "",
) -> bytes:
    """Return `change`, which led to `page`, as a line; `strokes` are the added ones, as JSON.

    If no `profile` learns, the lessons are left out.
    """
    line = ["{"]
    if change.removed:
        line += [f'"removed":{json.dumps([index for index, _ in change.removed])}', ","]
    if change.added:
        places = (index for index, _ in change.added)
        pairs = (f"[{index},{text}]" for index, text in zip(places, strokes, strict=True))
        line += ['"added":[', ",".join(pairs), "]", ","]  # a list avoids copying long text
    if change.picture:
        line += ['"picture":', _picture_out(change.picture[1]), ","]
    if change.corrections:
        said = as_records(change.corrections[1], page.strokes)
        line += [f'"corrections":{_compact(said)}', ","]
    if change.teaches and profile:
        line += [f'"taught":{_compact(_taught_out(change, profile))}', ","]
    if board:
        line += [f'"board":[{board[0]:g},{board[1]:g}]', ","]
    return "".join([*line[:-1], "}\n"]).encode("ascii")


def _picture_out(picture: BoardPicture | None) -> str:
    if picture is None:
        return "null"
    return f'{{"name":{json.dumps(picture.name)},"png":"{_base64(picture)}"}}'


def picture_bytes(picture: BoardPicture) -> int:
    """Return how many bytes the picture takes in a line."""
    return len(_base64(picture))


@lru_cache(maxsize=2)
def _base64(picture: BoardPicture) -> str:
    """Return the bytes of the picture in base64. Cached: undo and redo write the same again."""
    return base64.b64encode(picture.content).decode("ascii")


def kept_line(change: Change, profile: str) -> bytes:
    """Return the line that says that the profile of this name has the lessons of `change`."""
    learned, unlearned = (
        [each.key for each in some] for some in (change.learned, change.unlearned)
    )
    kept = {"profile": profile, "learned": learned, "unlearned": unlearned}
    return f'{{"kept":{_compact(kept)}}}\n'.encode("ascii")


def replay(content: bytes) -> Journal:
    """Return what the lines make, up to the first bad one; an incomplete last line is dropped."""
    journal = Journal()
    for number, line in enumerate(BytesIO(content), start=1):
        try:
            _follow(parse_json(line), journal)
        except Exception as error:  # whatever a line holds, the board starts
            is_whole = line.endswith(b"\n")  # otherwise it is the last one, and incomplete
            journal.damage = f"line {number} is damaged ({error})" if is_whole else ""
            break
    return journal


def _follow(record: object, journal: Journal) -> None:
    page = _change_in(record, journal.page).apply(journal.page)
    board = _board_in(record) or journal.board_size
    if isinstance(record, dict):
        if "taught" in record:
            journal.unkept.note(*_taught_in(record["taught"]))
        if "kept" in record:
            journal.unkept.settle(*_kept_in(record["kept"]))
    journal.page, journal.board_size = page, board


def _those(noted: Iterable[tuple[Lesson, bool]], holding: bool) -> tuple[Lesson, ...]:
    return tuple(lesson for lesson, holds in noted if holds == holding)


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def _taught_out(change: Change, profile: str) -> dict[str, object]:
    return {
        "profile": profile,
        "learned": [each.as_record() for each in change.learned],
        "unlearned": [
            {"label": each.label, "time": each.as_record()["time"], **each.ink.as_record()}
            for each in change.unlearned
        ],
    }


def _taught_in(record: Any) -> tuple[str, Change]:
    name, learned, unlearned = _three_in(record)
    return name, Change(
        learned=tuple(Lesson.from_record(each) for each in learned),
        unlearned=tuple(Lesson.from_record(each) for each in unlearned),
    )


def _kept_in(record: Any) -> tuple[str, list[str], list[str]]:
    name, learned, unlearned = _three_in(record)
    if not all(isinstance(each, str) for each in (*learned, *unlearned)):
        raise _DamageError("lessons without keys")
    return name, learned, unlearned


def _three_in(record: Any) -> tuple[str, list[Any], list[Any]]:
    if not isinstance(record, dict):
        raise _DamageError("no lessons")
    name, learned, unlearned = (record.get(key) for key in ("profile", "learned", "unlearned"))
    if not (isinstance(name, str) and isinstance(learned, list) and isinstance(unlearned, list)):
        raise _DamageError("no lessons")
    return name, learned, unlearned


class _DamageError(ValueError):
    """A line that is not a change."""


def _board_in(record: object) -> BoardSize | None:
    sides = record.get("board") if isinstance(record, dict) else None
    if sides is None:
        return None
    if not (isinstance(sides, list) and len(sides) == 2 and all(_is_side(each) for each in sides)):
        raise _DamageError("not the size of a board")
    return float(sides[0]), float(sides[1])


def _is_side(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 1 <= value <= 1e6


def _change_in(record: object, page: Page) -> Change:
    """Return the change of `page` in a decoded line; RecognizerError or ValueError if none."""
    if not isinstance(record, dict) or _KINDS.isdisjoint(record):
        raise _DamageError("not a change of a board")
    picture = (page.picture, _picture_in(record["picture"])) if "picture" in record else None
    removed = _removed_in(record.get("removed", []), page)
    change = Change(removed, _added_in(record.get("added", [])), picture)
    if removed or not record.keys().isdisjoint(("corrections", "correction")):
        said = _corrections_in(record, change.apply(page))
        return replace(change, corrections=(page.corrections, said))
    return change


def _corrections_in(record: dict[str, Any], page: Page) -> Corrections:
    """Return the corrections on `page` after a line."""
    if "corrections" not in record and "correction" not in record:
        return moved_to(page.corrections, page.strokes, page.strokes)  # of the remaining strokes
    if "corrections" in record:
        return from_records(record["corrections"], page.strokes)
    label = record["correction"]
    if not (label is None or isinstance(label, str)):
        raise _DamageError("a correction that is not text")
    return of_all(page.strokes, label)


def _removed_in(indices: object, page: Page) -> Placed:
    if not isinstance(indices, list):
        raise _DamageError("not a list of strokes to remove")
    count = len(page.strokes)
    if not all(type(index) is int and 0 <= index < count for index in indices):
        raise _DamageError("a stroke to remove that does not exist")
    return tuple((index, page.strokes[index]) for index in indices)


def _added_in(pairs: object) -> Placed:
    if not isinstance(pairs, list):
        raise _DamageError("not a list of strokes")
    return tuple(_placed_in(pair) for pair in pairs)


def _placed_in(pair: Any) -> tuple[int, Stroke]:
    if not (isinstance(pair, list) and len(pair) == 2 and type(pair[0]) is int):
        raise _DamageError("a stroke without its place")
    strokes = [stroke for ink in _parts_in(pair[1]) for stroke in Ink.from_record(ink).strokes]
    if not strokes:
        raise _DamageError("not a stroke in its place")
    return pair[0], strokes[0] if len(strokes) == 1 else _joined(strokes)


def _parts_in(record: object) -> list[Any]:
    """Return one long stroke as several inks, each short enough for the limit of `Ink`."""
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


def _picture_in(record: object) -> BoardPicture | None:
    if record is None:
        return None
    if not isinstance(record, dict):
        raise _DamageError("not a picture")
    name, png = record.get("name"), record.get("png")
    if not (isinstance(name, str) and isinstance(png, str)):
        raise _DamageError("a picture without name or pixels")
    content = base64.b64decode(png, validate=True)
    return BoardPicture(name, decode_picture(content, stretched=False), content)


def read_journal(path: Path) -> tuple[Journal, str]:
    """Return the content of the journal, and what is wrong with it, "" for nothing."""
    try:
        content = read_regular(path, MAX_BYTES)
    except FileNotFoundError:
        return Journal(), ""
    except OSError as error:
        return Journal(), f"it cannot be read ({reason(error)})"
    journal = replay(content)
    return journal, journal.damage and f"{journal.damage}; what came before is here"


def may_lead(change: Change, before: Page, after: Page) -> bool:
    """Tell whether `change` may have led from one page to the other."""
    count = len(before.strokes) - len(change.removed) + len(change.added)
    picture = change.picture[1] if change.picture else before.picture
    said = change.corrections[1] if change.corrections else before.corrections
    return count == len(after.strokes) and picture is after.picture and said == after.corrections
