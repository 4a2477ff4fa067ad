"""The pictures in a request: raw, in a form, or as data URIs of a canvas."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, unquote_to_bytes

from flask import request

from recognizer.web.bodies import JSON, record_of_request
from recognizer.web.limits import MAX_PICTURE_BYTES
from recognizer.web.refusals import RefusedError

FORM = "multipart/form-data"
TEXT_FORM = "application/x-www-form-urlencoded"
NAMES = ("image", "file")
"""Names of the form fields that hold pictures."""
MAX_FORM_FIELDS = 1000
"""Werkzeug has the same limit for the parts of a form."""
_DATA_URI = "data:image/"


@dataclass(frozen=True)
class Sent:
    """A picture as it was sent: the bytes of a file, and the sender's name for it, or ""."""

    name: str
    content: bytes


def pictures_of_request(any_field: bool = False) -> tuple[Sent, ...]:
    """Return the pictures of the current request, at least one.

    They may be raw, files of a form in fields of `NAMES` or `any_field`, or data URIs as
    `canvas.toDataURL()` makes them: in a field of a form, as a value of a JSON object, or as the
    whole body.

    Raises
    ------
    RefusedError
        415 for any other type, 413 for too much, 400 if it is not JSON, 422 for a form or JSON
        without a picture.
    """
    kind = request.mimetype
    if kind == FORM:
        return _in_form(any_field)
    if kind == JSON:
        return _in_record(record_of_request(MAX_PICTURE_BYTES))
    if kind in (TEXT_FORM, "text/plain"):
        return _in_text(request.get_data(cache=False))
    if kind.startswith("image/") or kind in ("application/octet-stream", ""):
        return (Sent("", request.get_data(cache=False)),)
    raise RefusedError(
        415,
        "unsupported_type",
        f"a picture is sent as {FORM}, as a data URI in {JSON}, or raw as Content-Type: image/png, "
        "image/jpeg, image/webp or application/octet-stream",
    )


def _in_form(any_field: bool) -> tuple[Sent, ...]:
    names = dict.fromkeys((*NAMES, *request.files)) if any_field else NAMES
    files = [each for name in names for each in request.files.getlist(name)]
    found = tuple(Sent(each.filename or "", bytes(each.read())) for each in files)
    found = found or _of_data_uris(request.form.values())
    if not found:
        raise RefusedError(422, "bad_picture", 'the form has no file in a field named "image"')
    return found


def _in_record(record: object) -> tuple[Sent, ...]:
    values: Iterable[object] = (record,)
    if isinstance(record, dict):
        values = record.values()
    elif isinstance(record, list):
        values = record
    found = _of_data_uris(each for each in values if isinstance(each, str))
    if not found:
        what = 'the JSON has no picture; it should be {"image": "data:image/png;base64,..."}'
        raise RefusedError(422, "bad_picture", what)
    return found


def _in_text(body: bytes) -> tuple[Sent, ...]:
    """Return the pictures in a URL-encoded form, or the one in a body that is a data URI."""
    text = body.decode("ascii", "replace").strip()
    if text.startswith(_DATA_URI):
        return _of_data_uris([text])
    try:
        fields = parse_qsl(text, max_num_fields=MAX_FORM_FIELDS)
    except ValueError:
        message = f"the form has more than {MAX_FORM_FIELDS} fields"
        raise RefusedError(413, "too_large", message) from None
    # If the body was not encoded for a form, each plus has become a blank.
    found = _of_data_uris(value.replace(" ", "+") for _, value in fields)
    if not found:
        raise RefusedError(
            415, "unsupported_type", f"text without a data URI; a picture is sent as {FORM}"
        )
    return found


def _of_data_uris(texts: Iterable[str]) -> tuple[Sent, ...]:
    return tuple(Sent("", _content_of(text)) for text in texts if text.startswith(_DATA_URI))


def _content_of(data_uri: str) -> bytes:
    """Decode a data URI (RFC 2397)."""
    head, _, data = data_uri.partition(",")
    try:
        return (
            base64.b64decode(unquote(data)) if head.endswith(";base64") else unquote_to_bytes(data)
        )
    except ValueError:  # not base64, or half of a surrogate pair
        raise RefusedError(422, "bad_picture", "the data URI is damaged") from None
