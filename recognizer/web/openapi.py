"""The HTTP interface described for programs, in OpenAPI 3.1. Tests compare the answers with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from recognizer.reading.result import Verdict
from recognizer.sums import Outcome
from recognizer.version import __version__
from recognizer.web.lessons import CORRECTIONS_KEY, LESSONS_KEY
from recognizer.web.limits import (
    MAX_INK_BYTES,
    MAX_LESSONS,
    MAX_PICTURE_BYTES,
    MAX_PIXELS,
    MAX_STROKES,
)
from recognizer.web.sums import ROOM_KEY, SUMS_KEY

Schema = dict[str, Any]


def _text(description: str, **more: object) -> Schema:
    return {"type": "string", "description": description, **more}


def _list(items: Schema, **more: object) -> Schema:
    return {"type": "array", "items": items, **more}


def _object(properties: Schema, required: Iterable[str] | None = None) -> Schema:
    """Return the schema of an object. Without `required`, all its properties are required."""
    needed = list(properties if required is None else required)
    return {"type": "object", "properties": properties, "required": needed}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


_TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "number"}
_NULL: Schema = {"type": "null"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_CERTAINTY: Schema = _SHARE | {
    "description": "How sure the reader is. Of a digit: that it is a digit, or which digit it is, "
    "whichever is less. Of several digits: the confidence of the least sure one."
}
_WORDS = _text("The confidence in words: sure, quite sure, perhaps, ...")
_LABEL = _text("A printable character, or empty for no digit.", maxLength=1)
_ID = _text("The id of the lessons that were sent. Later requests may send it in their place.")
_BOX: Schema = {"anyOf": [_ref("Box"), _NULL]}
_COORDINATE: Schema = {"type": "number", "minimum": -1e9, "maximum": 1e9}
_POINT: Schema = {
    "description": "x, y and, if known, the time in seconds and the pressure.",
    "type": "array",
    "prefixItems": [
        _COORDINATE,
        _COORDINATE,
        {"type": ["number", "null"]},
        {"type": ["number", "null"], "minimum": 0, "maximum": 1},
    ],
    "minItems": 2,
    "maxItems": 4,
}
_CORRECTION: Schema = {"type": "array", "prefixItems": [_list(_COUNT), _LABEL], "items": False}
_INK: Schema = {
    "strokes": _list(_list(_POINT), maxItems=MAX_STROKES),
    LESSONS_KEY: {"anyOf": [_list(_ref("Lesson"), maxItems=MAX_LESSONS), _ID, _NULL]},
    CORRECTIONS_KEY: _list(
        _CORRECTION,
        description="What the user says about single digits: the indices of all strokes of a "
        "digit, and its label.",
    ),
    ROOM_KEY: {
        "anyOf": [_ref("Box"), _NULL],
        "description": "Where the answers of sums may stand, in the unit of the ink.",
    },
}
_READING: Schema = {
    "text": _text(
        "A newline stands between lines, a space between numbers, ? for anything not a digit."
    ),
    "verdict": {"enum": [verdict.value for verdict in Verdict]},
    "digitness": _SHARE,
    "confidence": _CERTAINTY,
    "certainty": _WORDS,
    "candidates": _list(_ref("Candidate")),
    "box": _BOX,
    "lines": _list(_list(_ref("Number"))),
}
_SUM: Schema = {
    "text": _text(
        "What stands there, in one line: a fraction slash for a bar, ^ for what is raised."
    ),
    "completed": _text("The same, with the answer behind the sign that asks for it: 12+7=19."),
    "outcome": {"enum": [outcome.value for outcome in Outcome]},
    "answer": _text("What its first side is worth, as people write it; empty without an answer."),
    "is_right": {"type": ["boolean", "null"], "description": "Null where nobody has answered."},
    "trouble": _text("Why it has no answer; empty if it has one."),
    "value": {"type": ["string", "null"], "description": "The exact value as a fraction: 3/4."},
    "rounded": {"type": ["string", "null"], "description": "The value with decimals."},
    "confidence": _SHARE,
    "box": _ref("Box"),
    "is_column": {"type": "boolean", "description": "Whether numbers stand under each other."},
    "tree": {"type": "object", "description": "Its kind, and the parts of that kind."},
    "symbols": _list(
        _object({"index": _COUNT, "label": _TEXT, "confidence": _SHARE}),
        description="What it is made of, in the order of the tree. The index counts the digits of "
        "all lines; the label is empty for dirt.",
    ),
}
_PIECES: Schema = _list(
    _object({"text": _TEXT, "box": _ref("Box")}),
    description="Characters, words or the bar of a fraction, each in its box.",
)
_SHOWN: Schema = {
    "forms": _list(
        _TEXT, description="All ways to write the answer: as a fraction, with decimals."
    ),
    "unsure": _list(
        _COUNT, description="The symbols that should be asked about, the least sure one first."
    ),
    "answers": _list(_PIECES, description="Where each form of the answer may stand."),
    "result": _ref("Box"),
    "explained": _object({"without_results": _list(_TEXT), "with_results": _list(_TEXT)})
    | {"description": "What its signs mean and what is worked out first, in sentences."},
}
"""With fields=1."""
_SUMS: Schema = {
    SUMS_KEY: _list(
        _ref("Sum"), description="With alphabet=sums: what is understood, from the top."
    )
}
_PICTURE: Schema = _READING | {"width": _COUNT, "height": _COUNT}
_GRIDS: Schema = {
    "grids": _list(
        _object({"rows": _COUNT, "columns": _COUNT, "box": _ref("Box")}),
        description="Printed cells beside each other: tables, Sudokus, boxes of forms.",
    )
}
_CELL: Schema = {
    "cell": _object({"grid": _COUNT, "row": _COUNT, "column": _COUNT})
    | {"description": "In which cell of a printed grid it stands; all counted from 1."}
}
_NUMBER_READ: Schema = {
    "text": _TEXT,
    "confidence": _CERTAINTY,
    "certainty": _WORDS,
    "box": _BOX,
    "digits": _list(_ref("Digit")),
}
_DIGIT: Schema = {
    "text": _text("A question mark for no digit."),
    "label": _text("The digit, as it was read or as a correction says; empty for none."),
    "verdict": {"enum": [Verdict.DIGIT.value, Verdict.NOT_A_DIGIT.value]},
    "best": _text("The likeliest digit, whatever the verdict."),
    "confidence": _CERTAINTY,
    "digitness": _SHARE,
    "box": _BOX,
    "strokes": _list(_COUNT),
    "candidates": _list(_ref("Candidate")),
}
_FIELD = _text(
    "With fields=1: 28 rows of 28 bytes, 0 for paper, 255 for ink.", contentEncoding="base64"
)
_VIEWS: Schema = {
    "path": _list(
        {"type": "array", "prefixItems": [_NUMBER, _NUMBER, {"enum": [0, 1]}], "items": False},
        description="Points at equal distances along the path of the pen: x and y in [-1, 1], and "
        "1 where the pen was lifted on the way there.",
    ),
    "numbers": _list(
        _list(_NUMBER, minItems=2, maxItems=2),
        description="Where the numbers of the first strokes may stand, beside that path.",
    ),
    "by_picture": _ref("Candidate"),
    "by_path": _ref("Candidate"),
    "together": _ref("Candidate"),
    "sentence": _text("What each of them says, in words. The label of no digit is empty."),
}
_OF_SEVERAL = _list(
    {
        "allOf": [
            _object({"file": _TEXT}),
            {"anyOf": [_ref("PictureReading"), _ref("Error")]},
        ]
    }
)
_SCHEMAS: Schema = {
    "Ink": _object(_INK, ["strokes"])
    | {"example": {"strokes": [[[50, 0], [50, 90]], [[90, 0], [90, 90]]]}},
    "Reading": _object(_READING | _SUMS | {LESSONS_KEY: _ID}, _READING),
    "PictureReading": _object(_PICTURE | _GRIDS | _SUMS | {LESSONS_KEY: _ID}, _PICTURE),
    "Sum": _object(_SUM | _SHOWN, _SUM),
    "PictureAnswer": {"anyOf": [_ref("PictureReading"), _ref("PictureReadings")]},
    "PictureReadings": _object({"pictures": _OF_SEVERAL, LESSONS_KEY: _ID}, ["pictures"]),
    "Taught": {"allOf": [_ref("Ink"), _object({"label": _LABEL})]},
    "Lesson": _object({"label": _LABEL, "model": _TEXT, "embedding": _list(_NUMBER)}),
    "NewLesson": {"allOf": [_ref("Lesson"), _object({"reads": _TEXT})]},
    "Number": _object(_NUMBER_READ | _CELL, _NUMBER_READ),
    "Digit": _object(_DIGIT | _CELL | {"field": _FIELD, "views": _ref("Views")}, _DIGIT),
    "Views": _object(_VIEWS)
    | {"description": "With fields=1, of ink, from a model that sees its path, too."},
    "Candidate": _object({"label": _TEXT, "confidence": _SHARE}),
    "Box": _list(_NUMBER, description="Left, top, right, bottom.", minItems=4, maxItems=4),
    "Model": _object(
        {
            "name": _TEXT,
            "labels": _list(_TEXT),
            "alphabets": _list(_TEXT),
            "preprocessing": {"type": "integer"},
            "sha256": _TEXT,
            "parameters": {"type": ["integer", "null"]},
            "multiply_accumulates": {"type": ["integer", "null"]},
            "data": _list(_TEXT),
            "accuracy": {"type": "object", "additionalProperties": _SHARE},
            "version": _TEXT,
        }
    ),
    "Health": _object({"status": {"const": "ok"}, "version": _TEXT}),
    "Error": _object(
        {"error": _object({"code": _TEXT | {"pattern": "^[a-z_]+$"}, "message": _TEXT})}
    ),
}
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
    "additionalProperties": _TEXT | {"pattern": "^data:image/"},
    "minProperties": 1,
}
# As `canvas.toDataURL()` makes them. The name of the field does not matter.
_CANVAS: Schema = {
    kind: {"schema": _URIS} for kind in ("application/json", "application/x-www-form-urlencoded")
}
_FORM: Schema = {
    "image": {"type": "string", "format": "binary"},
    LESSONS_KEY: _text("Lessons as JSON, or their id."),
    CORRECTIONS_KEY: _text(
        "Of a single picture, as JSON: [[[], label, box], ...] for each digit of which the user "
        "says what it is; without the box if it is the only one."
    ),
}
_ALPHABET: Schema = {
    "name": "alphabet",
    "in": "query",
    "description": "The name of the alphabet, one of `alphabets` of the model. Left out, the "
    "first of them.",
    "schema": _TEXT,
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
        "components": {"schemas": _SCHEMAS},
    }


def _paths() -> Schema:
    form = {"multipart/form-data": {"schema": _object(_FORM, ["image"])}} | _CANVAS
    any_form = {"multipart/form-data": {"schema": _object({}) | {"minProperties": 1}}} | _CANVAS
    as_of_old = {"post": _picture("Read a picture (an older address)", _RAW | any_form, [])}
    return {
        "/api/ink": {"post": _ink()},
        "/api/lesson": {"post": _lesson()},
        "/api/image": {"post": _picture("Read a picture", _RAW | form, [_FIELDS, _ALPHABET])},
        "/api/model": {"get": _get("The model card", _ref("Model"))},
        "/health": {"get": _get("Whether the server is well", _ref("Health"))},
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
        "requestBody": _body({"application/json": {"schema": _ref("Ink")}}),
        "responses": _answers(_ref("Reading"), _ERRORS),
    }


def _lesson() -> Schema:
    return {
        "summary": "Make a lesson of ink and its label",
        "description": "The server does not keep the lesson: send it with each request it should "
        "change. `reads` is what this ink is read as with it and the lessons in the request.",
        "operationId": "makeLesson",
        "parameters": [_ALPHABET],
        "requestBody": _body({"application/json": {"schema": _ref("Taught")}}),
        "responses": _answers(_ref("NewLesson"), _ERRORS),
    }


def _picture(summary: str, content: Schema, parameters: Sequence[Schema]) -> Schema:
    return {
        "summary": summary,
        "description": f"At most {MAX_PICTURE_BYTES // 2**20} MiB and "
        f"{MAX_PIXELS // 10**6} megapixels. Boxes are in pixels. A form may hold several files.",
        "parameters": list(parameters),
        "requestBody": _body(content),
        "responses": _answers(_ref("PictureAnswer"), _ERRORS),
    }


def _get(summary: str, answer: Schema) -> Schema:
    return {"summary": summary, "responses": _answers(answer, ())}


def _body(content: Schema) -> Schema:
    return {"required": True, "content": content}


def _answers(schema: Schema, errors: Iterable[int]) -> Schema:
    found = {"200": _answer("Done.", schema)}
    return found | {str(code): _answer(_ERRORS[code], _ref("Error")) for code in errors}


def _answer(meaning: str, schema: Schema) -> Schema:
    return {"description": meaning, "content": {"application/json": {"schema": schema}}}
