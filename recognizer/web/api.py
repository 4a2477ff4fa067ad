"""The HTTP interface: ink and pictures in, readings out, all as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from flask import Response, jsonify, request

from recognizer.document.corrections import Corrections
from recognizer.document.overruling import Overruling
from recognizer.document.page import Page
from recognizer.ink import BoundingBox, Ink
from recognizer.lessons import MAX_LESSON_POINTS
from recognizer.network.card import ModelCard
from recognizer.pictures.decode import Picture
from recognizer.reading.record import as_record
from recognizer.reading.result import Reading
from recognizer.version import __version__
from recognizer.web.bodies import decoded, ink_in, record_of_request
from recognizer.web.inside import inside_record
from recognizer.web.lessons import (
    LESSONS_KEY,
    NOTHING_TAUGHT,
    Example,
    KnownLessons,
    Taken,
    corrections_in,
    corrections_of_form,
    label_in,
)
from recognizer.web.openapi import description
from recognizer.web.play import JUDGMENT_KEY, asked_in, judgment_record, tasks_record
from recognizer.web.readers import FreshReader, Readers
from recognizer.web.refusals import RefusedError, error_record
from recognizer.web.sums import SUMS_KEY, room_in, sum_records
from recognizer.web.uploads import Sent, pictures_of_request


@dataclass(frozen=True)
class Api:
    """The requests that are answered with JSON."""

    readers: Readers
    lessons: KnownLessons = field(default_factory=KnownLessons)

    def read_ink(self) -> Response:
        """Answer ink with its reading. The lessons and corrections in the request count."""
        sent = record_of_request()
        ink = ink_in(sent)
        taken = self._lessons_in(sent)
        corrections = corrections_in(sent, ink.strokes)
        with self.readers.for_ink(asked_alphabet()) as reader:
            reading = _reading_of(reader, ink, taken, corrections)
            views_of = partial(reader.views, ink=ink)
            record = as_record(reading, _with_fields(), views_of)
            if reader.has_sums:
                room = room_in(sent) if _with_fields() else None
                record[SUMS_KEY] = sum_records(reading, room, ink.strokes)
            return jsonify(record | _named(taken))

    def inside(self) -> Response:
        """Answer the ink of one symbol with maps of the layers, and what would change its mind.

        The lessons in the request are flags on the map of digits.
        """
        sent = record_of_request()
        ink, taken = ink_in(sent), self._lessons_in(sent)
        if not ink or ink.point_count > MAX_LESSON_POINTS:
            told = f"one symbol has 1 to {MAX_LESSON_POINTS} points"
            raise RefusedError(422, "bad_symbol", told)
        with self.readers.for_ink(asked_alphabet()) as reader:
            strips, dabs, spot = reader.look_inside(ink, taken.examples)
        alphabet = self.readers.alphabet_asked(asked_alphabet())
        has_path = self.readers.card.path is not None
        record = inside_record(strips, dabs, has_path, alphabet, spot)
        return jsonify(record | _named(taken))

    def answer(self) -> Response:
        """Answer ink with its reading, and with what becomes of it as the answer to a task."""
        sent = record_of_request()
        ink, asked = ink_in(sent), asked_in(sent)
        taken = self._lessons_in(sent)
        corrections = corrections_in(sent, ink.strokes)
        with self.readers.for_ink(asked_alphabet()) as reader:
            reading = _reading_of(reader, ink, taken, corrections, asked.answer)
        judged = {JUDGMENT_KEY: judgment_record(reading, asked)}
        return jsonify(as_record(reading) | judged | _named(taken))

    def tasks(self) -> Response:
        """Answer with tasks of a set."""
        return jsonify(tasks_record(request.args.get("set", ""), request.args.get("digits", "")))

    def lesson(self) -> Response:
        """Answer ink and its label with a lesson, and with what the lesson changes.

        The server does not keep the lesson. `reads` is what this ink is read as with the new lesson
        and those in the request. It may differ from the label: one lesson does not always outweigh
        what the network has learned.
        """
        record = record_of_request()
        ink, label = ink_in(record), label_in(record)
        taken = self._lessons_in(record)
        if not ink or ink.point_count > MAX_LESSON_POINTS:
            raise RefusedError(422, "bad_lesson", f"a lesson has 1 to {MAX_LESSON_POINTS} points")
        with self.readers.for_ink(asked_alphabet()) as reader:
            lesson, reads = reader.teach(ink, label, taken.examples)
            return jsonify(lesson.as_record() | {"reads": reads.text if reads.has_known else ""})

    def read_image(self) -> Response:
        """Answer pictures with their readings. Lessons in the request count, and corrections."""
        sent = pictures_of_request()
        return self.read_pictures(sent, self.lessons.taken_of_form(), corrections_of_form())

    def read_pictures(
        self,
        sent: Sequence[Sent],
        taken: Taken = NOTHING_TAUGHT,
        corrections: Corrections = (),
    ) -> Response:
        """Answer one picture with its reading, several with a list of readings and errors.

        Among several, one that cannot be read does not stop the rest. `corrections` are about a
        single picture.

        Raises
        ------
        RefusedError
            If there is only one picture, and it cannot be read.
        """
        # Decoded only once a reader is lent, so that few large pictures are in memory at a time.
        with self.readers.for_pictures(asked_alphabet()) as reader:
            if len(sent) == 1:
                answer, _ = read_picture(reader, sent[0], taken.examples, corrections)
            else:
                answer = {
                    "pictures": [_read_or_refused(reader, each, taken.examples) for each in sent]
                }
        return jsonify(answer | _named(taken))

    def _lessons_in(self, record: object) -> Taken:
        return self.lessons.taken(record.get(LESSONS_KEY) if isinstance(record, dict) else None)

    def model(self) -> Response:
        """Answer with the model card."""
        return jsonify(model_record(self.readers.card))

    def health(self) -> Response:
        """Answer that the server is well, and its version."""
        return jsonify({"status": "ok", "version": __version__})

    def openapi(self) -> Response:
        """Answer with the description of this interface, in OpenAPI."""
        return jsonify(description())


def read_picture(
    reader: FreshReader,
    sent: Sent,
    examples: Sequence[Example] = (),
    corrections: Corrections = (),
) -> tuple[dict[str, Any], Picture]:
    """Return the reading of a picture with its width and height in pixels, and the picture.

    Raises
    ------
    RefusedError
        If the picture cannot be read, or takes longer than `WORK_SECONDS`.
    """
    reader.check_time()
    picture = decoded(sent.content)
    read = reader.read_image(picture, examples)
    reading = Overruling().of(read, (), Page(corrections=corrections))
    record = as_record(reading, _with_fields())
    height, width = picture.shape[:2]
    if reader.has_sums:
        room = BoundingBox(0, 0, width, height) if _with_fields() else None
        record[SUMS_KEY] = sum_records(reading, room)
    return record | {"width": width, "height": height}, picture


def _reading_of(
    reader: FreshReader, ink: Ink, taken: Taken, corrections: Corrections, expected: str = ""
) -> Reading:
    read = reader.read_ink(ink, taken.examples, expected)
    return Overruling().of(read, ink.strokes, Page(ink.strokes, corrections=corrections))


def _read_or_refused(
    reader: FreshReader, sent: Sent, examples: Sequence[Example]
) -> dict[str, Any]:
    try:
        record, _ = read_picture(reader, sent, examples)
    except RefusedError as error:
        record = error_record(error.code, str(error))
    return {"file": sent.name} | record


def model_record(card: ModelCard) -> dict[str, Any]:
    """Return a model card as JSON. A value is null or empty where the card says nothing."""
    network, training = card.record.get("network") or {}, card.record.get("training") or {}
    return {
        "name": card.name,
        "labels": list(card.labels),
        "alphabets": [each.name for each in card.alphabets],
        "preprocessing": card.preprocessing,
        "sha256": card.sha256,
        "parameters": network.get("parameters"),
        "multiply_accumulates": network.get("multiply_accumulates"),
        "data": training.get("data", []),
        "accuracy": card.record.get("accuracy", {}),
        "version": __version__,
    }


def _named(taken: Taken) -> dict[str, str]:
    return {LESSONS_KEY: taken.id} if taken.id else {}


def asked_alphabet() -> str | None:
    """Return the name of the alphabet that the request asks for, or None."""
    return request.args.get("alphabet")


def _with_fields() -> bool:
    return request.args.get("fields") in ("1", "true")
