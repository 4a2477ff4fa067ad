"""The sums of a reading as JSON: as on the command line, and how a page shows them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from recognizer.ink import BoundingBox, Stroke
from recognizer.reading.result import Reading
from recognizer.sums import Outcome, Sum, sums_in
from recognizer.sums.lettering import Pieces, box_of
from recognizer.sums.meanings import explained
from recognizer.sums.record import sum_record
from recognizer.sums.standing import Around, standing, words_standing, written_result
from recognizer.web.refusals import RefusedError

SUMS_KEY = "sums"
"""The key of the sums in a reading, where the alphabet has them."""
ROOM_KEY = "room"
"""The key of the room in a request with ink: where answers may stand, in the unit of the ink."""
NO_ANSWER = "no answer"
EVERYWHERE = BoundingBox(-math.inf, -math.inf, math.inf, math.inf)


def room_in(record: object) -> BoundingBox:
    """Return the room in decoded JSON: [left, top, right, bottom]; without one, `EVERYWHERE`.

    Raises
    ------
    RefusedError
        422 if it is something else.
    """
    room = record.get(ROOM_KEY) if isinstance(record, dict) else None
    if room is None:
        return EVERYWHERE
    sides = room if isinstance(room, list) else []
    if len(sides) != 4 or not all(type(each) in (int, float) and abs(each) < 1e9 for each in sides):
        raise RefusedError(422, "bad_room", "the room is [left, top, right, bottom]")
    return BoundingBox(*map(float, sides))


def sum_records(
    reading: Reading, room: BoundingBox | None = None, strokes: Sequence[Stroke] = ()
) -> list[dict[str, Any]]:
    """Return the sums of `reading` as the command line has them.

    With a `room` for answers, each has how a page shows it, too; `strokes` are all of the ink, if
    it was read from ink.
    """
    sums = sums_in(reading)
    records = [sum_record(each) for each in sums]
    if room:
        pairs = zip(records, _shown(sums, reading, room, strokes), strict=True)
        records = [record | shown for record, shown in pairs]
    return records


def _shown(
    sums: Sequence[Sum], reading: Reading, room: BoundingBox, strokes: Sequence[Stroke]
) -> Iterator[dict[str, Any]]:
    """Yield how each sum is shown.

    "forms" are all ways to write its answer, that which is shown first: a fraction, decimals.
    "unsure" are the symbols of which the user should be asked what they are, by their index, the
    least sure first. "answers" has, for each form, the pieces of which it is set: characters, words
    or the bar of a fraction, each in its box; of a sum that has no answer, words that say so.
    "result" is the box of what is written behind its last sign. "explained" is what its signs mean
    and what is worked out first, in sentences.
    """
    answers = _answers(sums, reading, room, strokes)
    for k, found in enumerate(sums):
        yield {
            "forms": _forms(found),
            "unsure": [each.index for each in found.unsure],
            "answers": [_record(pieces) for pieces in answers.get(k, ())],
            "result": _sides(written_result(found)),
            "explained": {
                "without_results": explained(found, tells=False),
                "with_results": explained(found),
            },
        }


def _answers(
    sums: Sequence[Sum], reading: Reading, room: BoundingBox, strokes: Sequence[Stroke]
) -> dict[int, list[Pieces]]:
    """Return the answers that may be shown, of each sum by its place: in no other's way."""
    boxes = [each.bounding_box for each in strokes] or [each.box for each in reading.symbols]
    found: dict[int, list[Pieces]] = {}
    for outcome in (Outcome.ANSWER, Outcome.TROUBLE, Outcome.WRONG):  # the last one if asked for
        for k, each in enumerate(sums):
            if each.outcome is outcome and each.tree.signs:
                found[k] = _answers_of(each, room, boxes, bool(strokes))
                boxes += map(box_of, found[k])
    return found


def _answers_of(
    found: Sum, room: BoundingBox, boxes: Sequence[BoundingBox], is_ink: bool
) -> list[Pieces]:
    own = {k for each in found.taken for k in (each.symbol.strokes if is_ink else [each.index])}
    around = Around(room, [box for k, box in enumerate(boxes) if k not in own])
    if found.outcome is Outcome.TROUBLE:
        return [words_standing(found, NO_ANSWER, around)]
    return [standing(found, each, around) for each in _forms(found)]


def _forms(found: Sum) -> list[str]:
    forms = (found.answer, found.answer_as(fraction=True), found.answer_as(fraction=False))
    return list(dict.fromkeys(filter(None, forms)))


def _record(pieces: Pieces) -> list[dict[str, Any]]:
    return [{"text": each.text, "box": _sides(each.box)} for each in pieces]


def _sides(box: BoundingBox) -> list[float]:
    return [round(each, 3) for each in (box.left, box.top, box.right, box.bottom)]
