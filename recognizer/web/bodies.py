"""Bodies of requests: ink as JSON, or the bytes of a picture. Checked before they are decoded."""

from __future__ import annotations

import io
from typing import IO

import flask
from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from recognizer.errors import InkError, PictureError, PictureKindError, PictureSizeError
from recognizer.ink import Ink, parse_json
from recognizer.pictures.decode import Picture, decode_picture
from recognizer.pictures.isoboxes import brand_of
from recognizer.web.limits import MAX_INK_BYTES, MAX_PIXELS, MAX_POINTS, MAX_STROKES
from recognizer.web.refusals import RefusedError

JSON = "application/json"


class Request(flask.Request):
    """A request whose uploaded files stay in memory."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        # Werkzeug would write uploads of more than 500 kB to a temporary file.
        return io.BytesIO()


def record_of_request(most_bytes: int = MAX_INK_BYTES) -> object:
    """Return the decoded JSON of the current request.

    Raises
    ------
    RefusedError
        415 if its type is not JSON, 413 for more than `most_bytes`, 400 if it is not JSON.
    """
    if request.mimetype != JSON:
        raise RefusedError(415, "unsupported_type", f"ink is sent as Content-Type: {JSON}")
    request.max_content_length = most_bytes
    try:
        return parse_json(request.get_data(cache=False))
    except RequestEntityTooLarge:
        raise RefusedError(
            413, "too_large", f"the body has more than {most_bytes // 2**20} MiB"
        ) from None
    except InkError as error:
        raise RefusedError(400, "bad_json", str(error)) from None


def ink_in(record: object) -> Ink:
    """Return the ink in decoded JSON.

    Raises
    ------
    RefusedError
        413 for too much ink, 422 if it is not ink.
    """
    _check_size(record)
    try:
        return Ink.from_record(record)
    except InkError as error:
        raise RefusedError(422, "bad_ink", str(error)) from None


def _check_size(record: object) -> None:
    """Refuse too many strokes or points before any of them is parsed."""
    strokes = record.get("strokes") if isinstance(record, dict) else None
    if not isinstance(strokes, list):
        return
    points = sum(len(each) for each in strokes if isinstance(each, list))
    if len(strokes) > MAX_STROKES or points > MAX_POINTS:
        raise RefusedError(
            413,
            "too_large",
            f"ink of {len(strokes):,} strokes and {points:,} points; at most {MAX_STROKES:,} and "
            f"{MAX_POINTS:,} are read",
        )


def decoded(content: bytes) -> Picture:
    """Decode a png, jpg, webp, gif, bmp, tif or pgm file, told by its bytes, not by name or type.

    Not avif or heic: what such a file takes to be decoded is not told by its header, which may lie.

    Raises
    ------
    RefusedError
        415 for another kind of file; 413 for more than `MAX_PIXELS` according to its header; 422
        if it cannot be decoded, or would take far more work than its pixels.
    """
    if not content:
        raise RefusedError(422, "bad_picture", "the file is empty, or none was chosen")
    if kind := brand_of(content):
        said = f"a picture of the kind {kind}, which is read from files only: send png or jpg"
        raise RefusedError(415, "unsupported_type", said)
    try:
        return decode_picture(content, MAX_PIXELS)
    except PictureKindError as error:
        raise RefusedError(415, "unsupported_type", str(error)) from None
    except PictureSizeError as error:
        raise RefusedError(413, "too_large", str(error)) from None
    except PictureError as error:
        raise RefusedError(422, "bad_picture", str(error)) from None
