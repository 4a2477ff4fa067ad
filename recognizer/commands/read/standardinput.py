"""Reads standard input: a picture, or inks one by one as they come."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BufferedIOBase
from typing import cast

from recognizer.commands.read.walk import STANDARD_INPUT
from recognizer.errors import InkError, PictureError
from recognizer.ink import parse_json
from recognizer.ink.inkfile import MAX_LINE_BYTES, LabeledInk, Lines, read_ink
from recognizer.pictures.decode import MAX_BYTES
from recognizer.pictures.pages import Pages, begins_pages


def read_stream(stream: BufferedIOBase | None = None) -> Pages | Iterator[LabeledInk]:
    """Return the pages of the picture, or the inks, in `stream`; standard input if left out.

    Ink is one JSON object over any number of lines, or one on each line. In the second case each
    ink comes as soon as its line does.

    Raises
    ------
    PictureError
        If it is a picture that cannot be read, or empty.
    InkError
        If it is neither a picture nor ink; from the iterator.
    """
    if stream is None:
        if sys.stdin is None:
            raise PictureError(f"{STANDARD_INPUT}: standard input is closed")
        stream = cast(BufferedIOBase, sys.stdin.buffer)
    first = stream.readline(MAX_LINE_BYTES + 1)
    if not first:
        raise PictureError(f"{STANDARD_INPUT}: standard input is empty")
    return _pages(first, stream) if begins_pages(first) else _inks(first, stream)


def _pages(head: bytes, stream: BufferedIOBase) -> Pages:
    content = head + stream.read(MAX_BYTES + 1 - len(head))
    if len(content) > MAX_BYTES:
        raise PictureError(f"{STANDARD_INPUT}: larger than {MAX_BYTES // 2**20} MiB")
    return Pages.of(content, STANDARD_INPUT)


def _inks(first: bytes, stream: BufferedIOBase) -> Iterator[LabeledInk]:
    lines = Lines(stream, first)
    for number, line in lines:
        if not _is_json(line):  # one ink over several lines, or not ink
            line += lines.rest(MAX_LINE_BYTES + 1 - len(line))
        yield read_ink(line, f"{STANDARD_INPUT}:{number}", number)
        break
    yield from (read_ink(line, f"{STANDARD_INPUT}:{number}", number) for number, line in lines)


def _is_json(line: bytes) -> bool:
    try:
        parse_json(line)
    except InkError:
        return False
    return True
