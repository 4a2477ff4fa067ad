"""The HTTP interface described for programs, in OpenAPI 3.1; tests hold the answers against it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from recognizer.reading.result import Verdict
from recognizer.version import __version__
from recognizer.web.lessons import FIELD, SAID
from recognizer.web.limits import (
    MAX_INK_BYTES,
    MAX_LESSONS,
    MAX_PICTURE_BYTES,
    MAX_PIXELS,
    MAX_STROKES,
)

Schema = dict[str, Any]

_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_CERTAINTY: Schema = _SHARE | {
    "description": "How sure it is that all was read, and read right: of a digit, that it is one, "
    "or which one, whichever is less; of several, that of the least sure."
}
_TEXT: Schema = {"type": "string"}
_WORDS: Schema = _TEXT | {"description": "The same in words: sure, quite sure, perhaps, ..."}
_LABEL: Schema = _TEXT | {
    "maxLength": 1,
    "description": "A printable character, or empty for no digit.",
}
_ID: Schema = _TEXT | {
    "description": "Of the lessons that were sent: it may be sent in their place from now on."
}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_MIB = 2**20


def description() -> Schema:
    """Return the description, as JSON knows it."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Recognizer",
            "version": __version__,
            "description": "Reads handwritten digits, drawn or in pictures. Keeps nothing.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "paths": _paths(),
        "components": {"schemas": _schemas()},
    }


def _paths() -> Schema:
    lessons = {FIELD: _TEXT | {"description": "Lessons as JSON, or their id."}}
    form = _form("image", lessons) | _canvas()
    any_form = {"multipart/form-data": {"schema": _object({}, ()) | {"minProperties": 1}}}
    any_form |= _canvas()
    return {
        "/api/ink": {"post": _ink()},
        "/api/lesson": {"post": _lesson()},
        "/api/image": {"post": _picture("Read a picture", _raw() | form, [_fields()])},
        "/api/model": {"get": _get("What the model is", "Model")},
        "/health": {"get": _get("Whether the server is well", "Health")},
        "/openapi.json": {"get": _get("This description", None)},
        "/upload": {"post": _picture("Read a picture, as of old", _raw() | any_form, [])},
        "/predict": {"post": _picture("Read a picture, as of old", _raw() | any_form, [])},
    }


def _ink() -> Schema:
    return {
        "summary": "Read ink",
        "description": f"Of at most {MAX_INK_BYTES // _MIB} MiB and {MAX_STROKES} strokes. "
        "Boxes are in the unit of the ink.",
        "operationId": "readInk",
        "parameters": [_fields()],
        "requestBody": {"required": True, "content": {"application/json": {"schema": _ref("Ink")}}},
        "responses": _answers("Reading", (400, 403, 409, 413, 415, 422, 503)),
    }


def _lesson() -> Schema:
    content = {"application/json": {"schema": _ref("Taught")}}
    return {
        "summary": "Make a lesson of ink and what it is",
        "description": "It is not kept: send it with what is to be read as it shows. `reads` is "
        "what is read of this ink then, beside the lessons that come with it.",
        "operationId": "makeLesson",
        "requestBody": {"required": True, "content": content},
        "responses": _answers("NewLesson", (400, 403, 409, 413, 415, 422, 503)),
    }


def _picture(summary: str, content: Schema, parameters: Sequence[Schema]) -> Schema:
    return {
        "summary": summary,
        "description": f"Of at most {MAX_PICTURE_BYTES // _MIB} MiB and "
        f"{MAX_PIXELS // 10**6} megapixels. Boxes are in pixels. Several files of a form are all "
        "read.",
        "parameters": list(parameters),
        "requestBody": {"required": True, "content": content},
        "responses": _answers("PictureAnswer", (400, 403, 409, 413, 415, 422, 503)),
    }


def _get(summary: str, answer: str | None) -> Schema:
    return {"summary": summary, "responses": _answers(answer, ())}


def _raw() -> Schema:
    kinds = ("image/png", "image/jpeg", "image/webp", "image/*", "application/octet-stream")
    return {kind: {"schema": {}} for kind in kinds}


def _canvas() -> Schema:
    """Return the forms in which `canvas.toDataURL()` comes: as any value, with any name."""
    uri = _TEXT | {"pattern": "^data:image/"}
    fields = {"type": "object", "additionalProperties": uri, "minProperties": 1}
    return {
        "application/json": {"schema": fields},
        "application/x-www-form-urlencoded": {"schema": fields},
    }


def _form(field: str, others: Schema) -> Schema:
    schema = _object({field: {"type": "string", "format": "binary"}} | others, (field,))
    return {"multipart/form-data": {"schema": schema}}


def _fields() -> Schema:
    return {
        "name": "fields",
        "in": "query",
        "description": "1 for all candidates of each digit and what the network saw of it.",
        "schema": {"type": "string", "enum": ["0", "1"]},
    }


def _answers(name: str | None, errors: Sequence[int]) -> Schema:
    schema = _ref(name) if name else {"type": "object"}
    found = {"200": _answer("What is asked for.", schema)}
    return found | {str(code): _answer(_ERRORS[code], _ref("Error")) for code in errors}


_ERRORS = {
    400: "The body is no JSON, or no form, or has not come whole.",
    403: "The request comes from the page of another site.",
    409: "The lessons that it names are not known, or not any more: send them.",
    413: "The body, the ink or the picture is too large.",
    415: "The body is of another type.",
    422: "The body is no ink, or no picture that can be read.",
    503: "The server is busy; Retry-After says when to come back.",
}


def _answer(meaning: str, schema: Schema) -> Schema:
    return {"description": meaning, "content": {"application/json": {"schema": schema}}}


def _schemas() -> Schema:
    return {
        "Ink": _ink_schema(),
        "Reading": _object(_reading() | {FIELD: _ID}, _reading()),
        "PictureReading": _picture_reading(),
        "PictureAnswer": {"anyOf": [_ref("PictureReading"), _ref("PictureReadings")]},
        "PictureReadings": _picture_readings(),
        "Taught": _taught(),
        "Lesson": _lesson_schema(),
        "NewLesson": {"allOf": [_ref("Lesson"), _object({"reads": _TEXT}, ("reads",))]},
        "Number": _number(),
        "Digit": _digit(),
        "Candidate": _object({"label": _TEXT, "confidence": _SHARE}, ("label", "confidence")),
        "Box": _box(),
        "Model": _model(),
        "Health": _object({"status": {"const": "ok"}, "version": _TEXT}, ("status", "version")),
        "Error": _error(),
    }


def _ink_schema() -> Schema:
    number = {"type": "number", "minimum": -1e9, "maximum": 1e9}
    point = {
        "description": "x, y and, if known, the time in seconds and the pressure.",
        "type": "array",
        "prefixItems": [
            number,
            number,
            {"type": ["number", "null"]},
            {"type": ["number", "null"], "minimum": 0, "maximum": 1},
        ],
        "minItems": 2,
        "maxItems": 4,
    }
    strokes = _list(_list(point)) | {"maxItems": MAX_STROKES}
    given = {"strokes": strokes, FIELD: _lessons(), SAID: _corrections()}
    schema = _object(given, ("strokes",))
    return schema | {"example": {"strokes": [[[50, 0], [50, 90]], [[90, 0], [90, 90]]]}}


def _picture_readings() -> Schema:
    name = {"file": _TEXT}
    kinds = [_ref("PictureReading"), _ref("Error")]
    each = {"allOf": [_object(name, name), {"anyOf": kinds}]}
    pictures = {"pictures": {"type": "array", "items": each}}
    return _object(pictures | {FIELD: _ID}, pictures)


def _lessons() -> Schema:
    in_full = _list(_ref("Lesson")) | {"maxItems": MAX_LESSONS}
    return {"anyOf": [in_full, _ID, {"type": "null"}]}


def _corrections() -> Schema:
    each = {"type": "array", "prefixItems": [_list(_COUNT), _LABEL], "items": False}
    return _list(each) | {
        "description": "What the user says of single digits: all strokes, by their places, and "
        "what it is."
    }


def _taught() -> Schema:
    return {"allOf": [_ref("Ink"), _object({"label": _LABEL}, ("label",))]}


def _lesson_schema() -> Schema:
    properties = {"label": _LABEL, "model": _TEXT, "embedding": _list({"type": "number"})}
    return _object(properties, properties)


def _reading() -> Schema:
    return {
        "text": _TEXT
        | {
            "description": "Lines are parted by a newline, numbers by a space; what is no digit "
            "is a question mark."
        },
        "verdict": {"enum": [verdict.value for verdict in Verdict]},
        "digitness": _SHARE,
        "confidence": _CERTAINTY,
        "certainty": _WORDS,
        "candidates": _list(_ref("Candidate")),
        "box": {"anyOf": [_ref("Box"), {"type": "null"}]},
        "lines": _list(_list(_ref("Number"))),
    }


def _picture_reading() -> Schema:
    properties = _reading() | {"width": _COUNT, "height": _COUNT}
    return _object(properties | {FIELD: _ID}, properties)


def _number() -> Schema:
    properties = {
        "text": _TEXT,
        "confidence": _CERTAINTY,
        "certainty": _WORDS,
        "box": {"anyOf": [_ref("Box"), {"type": "null"}]},
        "digits": _list(_ref("Digit")),
    }
    return _object(properties, properties)


def _digit() -> Schema:
    properties = {
        "text": _TEXT | {"description": "A question mark for no digit."},
        "verdict": {"enum": [Verdict.DIGIT.value, Verdict.NOT_A_DIGIT.value]},
        "best": _TEXT | {"description": "The likeliest digit, whatever the verdict."},
        "confidence": _CERTAINTY,
        "digitness": _SHARE,
        "box": {"anyOf": [_ref("Box"), {"type": "null"}]},
        "strokes": _list(_COUNT),
        "candidates": _list(_ref("Candidate")),
    }
    field = {
        "type": "string",
        "contentEncoding": "base64",
        "description": "With fields=1: 28 rows of 28 bytes, 0 for paper, 255 for ink.",
    }
    return _object(properties | {"field": field}, properties)


def _box() -> Schema:
    return _list({"type": "number"}) | {
        "description": "Left, top, right, bottom.",
        "minItems": 4,
        "maxItems": 4,
    }


def _model() -> Schema:
    count = {"type": ["integer", "null"]}
    properties = {
        "name": _TEXT,
        "labels": _list(_TEXT),
        "preprocessing": {"type": "integer"},
        "sha256": _TEXT,
        "parameters": count,
        "multiply_accumulates": count,
        "data": _list(_TEXT),
        "accuracy": {"type": "object", "additionalProperties": _SHARE},
        "version": _TEXT,
    }
    return _object(properties, properties)


def _error() -> Schema:
    code = _TEXT | {"pattern": "^[a-z_]+$"}
    return _object(
        {"error": _object({"code": code, "message": _TEXT}, ("code", "message"))}, ("error",)
    )


def _object(properties: Schema, required: Sequence[str] | Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required)}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}
