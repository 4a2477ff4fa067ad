"""The HTTP interface described for programs, in OpenAPI 3.1. Tests compare the answers with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from recognizer.version import __version__
from recognizer.web.lessons import CORRECTIONS_KEY, LESSONS_KEY
from recognizer.web.limits import MAX_INK_BYTES, MAX_PICTURE_BYTES, MAX_PIXELS, MAX_STROKES
from recognizer.web.schemas import SCHEMAS, TEXT, Schema, object_of, ref, text

_ERRORS = {
    400: "The body is not JSON or not a form, or it is incomplete.",
    403: "The request comes from the page of another site.",
    409: "The id of the lessons is not known, or no longer known: send the lessons.",
    413: "The body, the ink or the picture is too large.",
    415: "The type of the body is not one that can be read.",
    422: "The body is not ink, or not a picture that can be read.",
    503: "The server is busy; Retry-After says when to come back.",
}
_RAW: Schema = {
    kind: {"schema": {}}
    for kind in ("image/png", "image/jpeg", "image/webp", "image/*", "application/octet-stream")
}
_URIS: Schema = {
    "type": "object",
    "additionalProperties": TEXT | {"pattern": "^data:image/"},
    "minProperties": 1,
}
# As `canvas.toDataURL()` makes them. The name of the field does not matter.
_CANVAS: Schema = {
    kind: {"schema": _URIS} for kind in ("application/json", "application/x-www-form-urlencoded")
}
_FORM: Schema = {
    "image": {"type": "string", "format": "binary"},
    LESSONS_KEY: text("Lessons as JSON, or their id."),
    CORRECTIONS_KEY: text(
        "Of a single picture, as JSON: [[[], label, box], ...] for each digit of which the user "
        "says what it is; without the box if it is the only one."
    ),
}
_ALPHABET: Schema = {
    "name": "alphabet",
    "in": "query",
    "description": "The name of the alphabet, one of `alphabets` of the model. Left out, the "
    "first of them.",
    "schema": TEXT,
}
_FIELDS: Schema = {
    "name": "fields",
    "in": "query",
    "description": "1 adds all candidates of each digit, and what the network saw.",
    "schema": {"type": "string", "enum": ["0", "1"]},
}


def description() -> Schema:
    """Return the description, ready for JSON."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Recognizer",
            "version": __version__,
            "description": "Reads handwritten digits, drawn or in pictures. If a model has another "
            "alphabet, then `digit` stands for any symbol of it. Keeps nothing.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "paths": _paths(),
        "components": {"schemas": SCHEMAS},
    }


def _paths() -> Schema:
    form = {"multipart/form-data": {"schema": object_of(_FORM, ["image"])}} | _CANVAS
    any_form = {"multipart/form-data": {"schema": object_of({}) | {"minProperties": 1}}} | _CANVAS
    as_of_old = {"post": _picture("Read a picture (an older address)", _RAW | any_form, [])}
    return {
        "/api/ink": {"post": _ink()},
        "/api/inside": {"post": _inside()},
        "/api/answer": {"post": _answer_to_task()},
        "/api/tasks": {"get": _tasks()},
        "/api/lesson": {"post": _lesson()},
        "/api/image": {"post": _picture("Read a picture", _RAW | form, [_FIELDS, _ALPHABET])},
        "/api/model": {"get": _get("The model card", ref("Model"))},
        "/health": {"get": _get("Whether the server is well", ref("Health"))},
        "/openapi.json": {"get": _get("This description", {"type": "object"})},
        "/upload": as_of_old,
        "/predict": as_of_old,
    }


def _ink() -> Schema:
    return {
        "summary": "Read ink",
        "description": f"At most {MAX_INK_BYTES // 2**20} MiB and {MAX_STROKES} strokes. "
        "Boxes are in the unit of the ink.",
        "operationId": "readInk",
        "parameters": [_FIELDS, _ALPHABET],
        "requestBody": _body({"application/json": {"schema": ref("Ink")}}),
        "responses": _answers(ref("Reading"), _ERRORS),
    }


def _inside() -> Schema:
    return {
        "summary": "Look inside the networks",
        "description": "The ink is taken for one symbol. `marks` are in pixels of the 28x28 field, "
        "`strokes` in the unit of the ink. On the map of digits, places are shares of its side; "
        "the `axes` of a region make an ellipse of one standard deviation of the unit circle.",
        "operationId": "lookInside",
        "parameters": [_ALPHABET],
        "requestBody": _body({"application/json": {"schema": ref("Ink")}}),
        "responses": _answers(ref("Inside"), _ERRORS),
    }


def _answer_to_task() -> Schema:
    return {
        "summary": "Read ink as the answer to a task, and judge it",
        "description": "The reading is that of /api/ink. Nobody is punished for a misreading: "
        "what is in doubt is to be asked about, or written again.",
        "operationId": "judgeAnswer",
        "parameters": [_ALPHABET],
        "requestBody": _body({"application/json": {"schema": ref("Answer")}}),
        "responses": _answers(ref("JudgedReading"), _ERRORS),
    }


def _tasks() -> Schema:
    named = {"in": "query", "schema": TEXT}
    return {
        "summary": "Tasks of a set, in a random order",
        "operationId": "getTasks",
        "parameters": [
            named | {"name": "set", "required": True, "description": "The name, such as to-20."},
            named | {"name": "digits", "description": "Of the set practice: the digits to write."},
        ],
        "responses": _answers(ref("Tasks"), (422,)),
    }


def _lesson() -> Schema:
    return {
        "summary": "Make a lesson of ink and its label",
        "description": "The server does not keep the lesson: send it with each request it should "
        "change. `reads` is what this ink is read as with it and the lessons in the request.",
        "operationId": "makeLesson",
        "parameters": [_ALPHABET],
        "requestBody": _body({"application/json": {"schema": ref("Taught")}}),
        "responses": _answers(ref("NewLesson"), _ERRORS),
    }


def _picture(summary: str, content: Schema, parameters: Sequence[Schema]) -> Schema:
    return {
        "summary": summary,
        "description": f"At most {MAX_PICTURE_BYTES // 2**20} MiB and "
        f"{MAX_PIXELS // 10**6} megapixels. Boxes are in pixels. A form may hold several files.",
        "parameters": list(parameters),
        "requestBody": _body(content),
        "responses": _answers(ref("PictureAnswer"), _ERRORS),
    }


def _get(summary: str, answer: Schema) -> Schema:
    return {"summary": summary, "responses": _answers(answer, ())}


def _body(content: Schema) -> Schema:
    return {"required": True, "content": content}


def _answers(schema: Schema, errors: Iterable[int]) -> Schema:
    found = {"200": _answer("Done.", schema)}
    return found | {str(code): _answer(_ERRORS[code], ref("Error")) for code in errors}


def _answer(meaning: str, schema: Schema) -> Schema:
    return {"description": meaning, "content": {"application/json": {"schema": schema}}}
