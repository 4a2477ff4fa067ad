"""The forms of requests and answers over HTTP, as JSON Schema."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from recognizer.play.judging import Verdict as Judged
from recognizer.reading.result import Verdict
from recognizer.sums import Outcome
from recognizer.web.lessons import CORRECTIONS_KEY, LESSONS_KEY
from recognizer.web.limits import (
    MAX_LESSONS,
    MAX_STROKES,
)
from recognizer.web.play import ANSWER_KEY, ASKS_KEY, JUDGMENT_KEY, MAX_ANSWER_DIGITS
from recognizer.web.sums import ROOM_KEY, SUMS_KEY

Schema = dict[str, Any]


def text(description: str, **more: object) -> Schema:
    """Return the schema of a text."""
    return {"type": "string", "description": description, **more}


def list_of(items: Schema, **more: object) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": items, **more}


def object_of(properties: Schema, required: Iterable[str] | None = None) -> Schema:
    """Return the schema of an object. Without `required`, all its properties are required."""
    needed = list(properties if required is None else required)
    return {"type": "object", "properties": properties, "required": needed}


def ref(name: str) -> Schema:
    """Return a reference to one of `SCHEMAS`."""
    return {"$ref": f"#/components/schemas/{name}"}


TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "number"}
_NULL: Schema = {"type": "null"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_CERTAINTY: Schema = _SHARE | {
    "description": "How sure the reader is. Of a digit: that it is a digit, or which digit it is, "
    "whichever is less. Of several digits: the confidence of the least sure one."
}
_WORDS = text("The confidence in words: sure, quite sure, perhaps, ...")
_LABEL = text("A printable character, or empty for no digit.", maxLength=1)
_ID = text("The id of the lessons that were sent. Later requests may send it in their place.")
_PAIR: Schema = list_of(_NUMBER, minItems=2, maxItems=2)
_DABS: Schema = list_of(list_of(list_of(_NUMBER)))
_INSIDE: Schema = {
    "layers": list_of(ref("Layer")),
    "dabs": {"anyOf": [ref("Dabs"), _NULL]},
    "map": {"anyOf": [ref("Map"), _NULL]},
}
_BOX: Schema = {"anyOf": [ref("Box"), _NULL]}
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
_CORRECTION: Schema = {"type": "array", "prefixItems": [list_of(_COUNT), _LABEL], "items": False}
_INK: Schema = {
    "strokes": list_of(list_of(_POINT), maxItems=MAX_STROKES),
    LESSONS_KEY: {"anyOf": [list_of(ref("Lesson"), maxItems=MAX_LESSONS), _ID, _NULL]},
    CORRECTIONS_KEY: list_of(
        _CORRECTION,
        description="What the user says about single digits: the indices of all strokes of a "
        "digit, and its label.",
    ),
    ROOM_KEY: {
        "anyOf": [ref("Box"), _NULL],
        "description": "Where the answers of sums may stand, in the unit of the ink.",
    },
}
_READING: Schema = {
    "text": text(
        "A newline stands between lines, a space between numbers, ? for anything not a digit."
    ),
    "verdict": {"enum": [verdict.value for verdict in Verdict]},
    "digitness": _SHARE,
    "confidence": _CERTAINTY,
    "certainty": _WORDS,
    "candidates": list_of(ref("Candidate")),
    "box": _BOX,
    "lines": list_of(list_of(ref("Number"))),
}
_SUM: Schema = {
    "text": text(
        "What stands there, in one line: a fraction slash for a bar, ^ for what is raised."
    ),
    "completed": text("The same, with the answer behind the sign that asks for it: 12+7=19."),
    "outcome": {"enum": [outcome.value for outcome in Outcome]},
    "answer": text("What its first side is worth, as people write it; empty without an answer."),
    "is_right": {"type": ["boolean", "null"], "description": "Null where nobody has answered."},
    "trouble": text("Why it has no answer; empty if it has one."),
    "value": {"type": ["string", "null"], "description": "The exact value as a fraction: 3/4."},
    "rounded": {"type": ["string", "null"], "description": "The value with decimals."},
    "confidence": _SHARE,
    "box": ref("Box"),
    "is_column": {"type": "boolean", "description": "Whether numbers stand under each other."},
    "tree": {"type": "object", "description": "Its kind, and the parts of that kind."},
    "symbols": list_of(
        object_of({"index": _COUNT, "label": TEXT, "confidence": _SHARE}),
        description="What it is made of, in the order of the tree. The index counts the digits of "
        "all lines; the label is empty for dirt.",
    ),
}
_PIECES: Schema = list_of(
    object_of({"text": TEXT, "box": ref("Box")}),
    description="Characters, words or the bar of a fraction, each in its box.",
)
_SHOWN: Schema = {
    "forms": list_of(
        TEXT, description="All ways to write the answer: as a fraction, with decimals."
    ),
    "unsure": list_of(
        _COUNT, description="The symbols that should be asked about, the least sure one first."
    ),
    "answers": list_of(_PIECES, description="Where each form of the answer may stand."),
    "result": ref("Box"),
    "explained": object_of({"without_results": list_of(TEXT), "with_results": list_of(TEXT)})
    | {"description": "What its signs mean and what is worked out first, in sentences."},
}
"""With fields=1."""
_SUMS: Schema = {
    SUMS_KEY: list_of(
        ref("Sum"), description="With alphabet=sums: what is understood, from the top."
    )
}
_PICTURE: Schema = _READING | {"width": _COUNT, "height": _COUNT}
_TURNED: Schema = {
    "turned": {
        "enum": [90, 180, 270],
        "description": "By how many degrees, clockwise, the picture was turned to be read, because "
        "it made no sense as it lies; left out if it was not. Boxes are in the picture as sent.",
    }
}
_GRIDS: Schema = {
    "grids": list_of(
        object_of({"rows": _COUNT, "columns": _COUNT, "box": ref("Box")}),
        description="Printed cells beside each other: tables, Sudokus, boxes of forms.",
    )
}
_CELL: Schema = {
    "cell": object_of({"grid": _COUNT, "row": _COUNT, "column": _COUNT})
    | {"description": "In which cell of a printed grid it stands; all counted from 1."}
}
_NUMBER_READ: Schema = {
    "text": TEXT,
    "confidence": _CERTAINTY,
    "certainty": _WORDS,
    "box": _BOX,
    "digits": list_of(ref("Digit")),
}
_DIGIT: Schema = {
    "text": text("A question mark for no digit."),
    "label": text("The digit, as it was read or as a correction says; empty for none."),
    "verdict": {"enum": [Verdict.DIGIT.value, Verdict.NOT_A_DIGIT.value]},
    "best": text("The likeliest digit, whatever the verdict."),
    "confidence": _CERTAINTY,
    "digitness": _SHARE,
    "box": _BOX,
    "strokes": list_of(_COUNT),
    "candidates": list_of(ref("Candidate")),
}
_FIELD = text(
    "With fields=1: 28 rows of 28 bytes, 0 for paper, 255 for ink.", contentEncoding="base64"
)
_VIEWS: Schema = {
    "path": list_of(
        {"type": "array", "prefixItems": [_NUMBER, _NUMBER, {"enum": [0, 1]}], "items": False},
        description="Points at equal distances along the path of the pen: x and y in [-1, 1], and "
        "1 where the pen was lifted on the way there.",
    ),
    "numbers": list_of(
        list_of(_NUMBER, minItems=2, maxItems=2),
        description="Where the numbers of the first strokes may stand, beside that path.",
    ),
    "by_picture": ref("Candidate"),
    "by_path": ref("Candidate"),
    "together": ref("Candidate"),
    "sentence": text("What each of them says, in words. The label of no digit is empty."),
}
_DIGITS = f"^[0-9]{{1,{MAX_ANSWER_DIGITS}}}$"
_ASKED: Schema = {
    ANSWER_KEY: text("The digits that are asked for.", pattern=f"^[0-9]{{1,{MAX_ANSWER_DIGITS}}}$"),
    ASKS_KEY: {
        "type": "boolean",
        "description": "Whether a question is allowed; true if absent.",
    },
}
_JUDGMENT: Schema = {
    "verdict": {"enum": [each.value for each in Judged]},
    "after": {
        "type": ["number", "null"],
        "description": "The seconds without writing after which it holds; null if the writer must "
        "say that this is all.",
    },
    "symbol": {
        "anyOf": [
            object_of(
                {"box": ref("Box"), "strokes": list_of(_COUNT), "is_unread": {"type": "boolean"}}
            ),
            _NULL,
        ],
        "description": "With the verdict ask, what to ask about. It need not be a digit of the "
        "reading: the ink may be parted otherwise as the asked answer.",
    },
    "asked": text("With the verdict ask, the digit that it may have been meant as; else empty."),
}
_TASK: Schema = {
    "prompt": text("What is asked: 7 + 8 =, or 7 + _ = 15."),
    "answer": text("The digits of the answer."),
    "before": text("What stands before the answer."),
    "after": text("What stands after it."),
    "is_copy": {"type": "boolean", "description": "Whether the prompt is what is to be written."},
}
_OF_SEVERAL = list_of(
    {
        "allOf": [
            object_of({"file": TEXT}),
            {"anyOf": [ref("PictureReading"), ref("Error")]},
        ]
    }
)
SCHEMAS: Schema = {
    "Ink": object_of(_INK, ["strokes"])
    | {"example": {"strokes": [[[50, 0], [50, 90]], [[90, 0], [90, 90]]]}},
    "Reading": object_of(_READING | _SUMS | {LESSONS_KEY: _ID}, _READING),
    "PictureReading": object_of(_PICTURE | _GRIDS | _TURNED | _SUMS | {LESSONS_KEY: _ID}, _PICTURE),
    "Sum": object_of(_SUM | _SHOWN, _SUM),
    "PictureAnswer": {"anyOf": [ref("PictureReading"), ref("PictureReadings")]},
    "PictureReadings": object_of({"pictures": _OF_SEVERAL, LESSONS_KEY: _ID}, ["pictures"]),
    "Taught": {"allOf": [ref("Ink"), object_of({"label": _LABEL})]},
    "Lesson": object_of({"label": _LABEL, "model": TEXT, "embedding": list_of(_NUMBER)}),
    "NewLesson": {"allOf": [ref("Lesson"), object_of({"reads": TEXT})]},
    "Answer": {
        "allOf": [ref("Ink"), object_of(_ASKED, [ANSWER_KEY])],
    },
    "JudgedReading": {
        "allOf": [ref("Reading"), object_of({JUDGMENT_KEY: ref("Judgment")})],
    },
    "Judgment": object_of(_JUDGMENT),
    "Tasks": object_of({"set": TEXT, "title": TEXT, "tasks": list_of(object_of(_TASK))}),
    "Number": object_of(_NUMBER_READ | _CELL, _NUMBER_READ),
    "Inside": object_of(_INSIDE | {LESSONS_KEY: _ID}, _INSIDE),
    "Map": object_of(
        {
            "regions": list_of(object_of({"label": TEXT, "place": _PAIR, "axes": list_of(_PAIR)})),
            "spot": {"anyOf": [_PAIR, _NULL]},
            "flags": list_of(
                object_of({"label": TEXT, "place": _PAIR}), description="The lessons, if sent."
            ),
            "label": text("What the ink looks like most."),
        }
    ),
    "Layer": object_of(
        {
            "heading": TEXT,
            "rows": _COUNT,
            "cols": _COUNT,
            "maps": list_of(
                object_of(
                    {
                        "pixels": text(
                            "A byte for each, 255 the brightest.", contentEncoding="base64"
                        ),
                        "says": text("What the map answers to."),
                    }
                )
            ),
        }
    ),
    "Dabs": object_of({"sentence": TEXT, "strokes": _DABS, "marks": _DABS}),
    "Digit": object_of(_DIGIT | _CELL | {"field": _FIELD, "views": ref("Views")}, _DIGIT),
    "Views": object_of(_VIEWS)
    | {"description": "With fields=1, of ink, from a model that sees its path, too."},
    "Candidate": object_of({"label": TEXT, "confidence": _SHARE}),
    "Box": list_of(_NUMBER, description="Left, top, right, bottom.", minItems=4, maxItems=4),
    "Model": object_of(
        {
            "name": TEXT,
            "labels": list_of(TEXT),
            "alphabets": list_of(TEXT),
            "preprocessing": {"type": "integer"},
            "sha256": TEXT,
            "parameters": {"type": ["integer", "null"]},
            "multiply_accumulates": {"type": ["integer", "null"]},
            "data": list_of(TEXT),
            "accuracy": {"type": "object", "additionalProperties": _SHARE},
            "version": TEXT,
        }
    ),
    "Health": object_of({"status": {"const": "ok"}, "version": TEXT}),
    "Error": object_of(
        {"error": object_of({"code": TEXT | {"pattern": "^[a-z_]+$"}, "message": TEXT})}
    ),
}
