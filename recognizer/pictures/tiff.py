"""The directories of a TIFF file (TIFF 6.0, and BigTIFF): one for each page, and their tags."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

_STARTS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_WHOLE_NUMBERS = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 16: "Q", 17: "q"}
_MAX_VALUES = 64  # in a tag that is read: one for each sample
_SUBFILE, _WIDTH, _HEIGHT, _BITS, _PHOTOMETRIC, _SAMPLES = 254, 256, 257, 258, 262, 277
_TILE_WIDTH, _TILE_HEIGHT = 322, 323
_PALETTE = 3
_THUMBNAIL_OR_MASK = 1 | 4  # bits of the subfile's type


@dataclass(frozen=True)
class _Form:
    """How a file writes numbers: the byte order, counts, places, and the bytes of an entry."""

    order: str
    count: str
    place: str
    entry: int
    first: int

    @classmethod
    def of(cls, content: bytes) -> _Form:
        order = "<" if content[:2] == b"II" else ">"
        if content[2:4] in (b"+\0", b"\0+"):
            return cls(order, "Q", "Q", 20, first=8)
        return cls(order, "H", "I", 12, first=4)

    def number(self, kind: str, content: bytes, place: int) -> int:
        (number,) = struct.unpack_from(self.order + kind, content, place)
        return int(number)

    def size(self, kind: str) -> int:
        return struct.calcsize(self.order + kind)


def decoded_size(content: bytes) -> tuple[int, int, int]:
    """Return width and height in pixels of the first page, and the bytes that its pixels take.

    Raises
    ------
    struct.error
        If the file is cut off.
    """
    form = _Form.of(content)
    tags = _tags(content, form, form.number(form.place, content, form.first))
    width, height = tags.get(_WIDTH, 0), tags.get(_HEIGHT, 0)
    samples = tags.get(_SAMPLES, 1 if tags.get(_PHOTOMETRIC, 0) < 2 else 3)
    if tags.get(_PHOTOMETRIC) == _PALETTE:
        samples = max(3, samples)
    depth = -(-max(8, tags.get(_BITS, 1)) // 8)
    # A tile is unpacked whole, however little of it is visible.
    rows = _rounded_up(height, tags.get(_TILE_HEIGHT, 1))
    cols = _rounded_up(width, tags.get(_TILE_WIDTH, 1))
    return width, height, rows * cols * samples * depth


def page_places(content: bytes, most: int) -> list[int]:
    """Return where the directories of at most `most` pages begin, if `content` is a TIFF file.

    Thumbnails and masks are no pages. Of a damaged file it is what can be found.
    """
    return list(islice(_page_places(content), most)) if content.startswith(_STARTS) else []


def only_page(content: bytes, place: int) -> bytes:
    """Return the file `content` with the page whose directory is at `place` as its first."""
    form = _Form.of(content)
    end = form.first + form.size(form.place)
    first = struct.pack(form.order + form.place, place)
    return b"".join([content[: form.first], first, memoryview(content)[end:]])


def _page_places(content: bytes) -> Iterator[int]:
    form, seen = _Form.of(content), {0}  # 0 stands for the end
    try:
        place = form.number(form.place, content, form.first)
        while place not in seen:
            seen.add(place)
            if not _tags(content, form, place).get(_SUBFILE, 0) & _THUMBNAIL_OR_MASK:
                yield place
            count = form.number(form.count, content, place)
            place = form.number(
                form.place, content, place + form.size(form.count) + count * form.entry
            )
    except (struct.error, OverflowError):
        return


def _rounded_up(value: int, step: int) -> int:
    return -(-value // max(1, step)) * max(1, step)


def _tags(content: bytes, form: _Form, start: int) -> dict[int, int]:
    """Return the largest value of each tag of whole numbers in the directory at `start`."""
    count = form.number(form.count, content, start)
    start += form.size(form.count)
    tags: dict[int, int] = {}
    last = len(content) - form.entry
    for place in range(start, min(start + count * form.entry, last + 1), form.entry):
        head = form.order + "HH" + form.place
        tag, kind, number = struct.unpack_from(head, content, place)
        value = _value(content, place + struct.calcsize(head), form, kind, number)
        tags[tag] = max(value, tags.get(tag, 0))
    return tags


def _value(content: bytes, place: int, form: _Form, kind: int, number: int) -> int:
    """Return the largest of the `number` values of a tag; 0 if they are not whole numbers."""
    whole = _WHOLE_NUMBERS.get(kind)
    if whole is None or number == 0:
        return 0
    if form.size(whole) * number > form.size(form.place):
        place = form.number(form.place, content, place)
    values = f"{form.order}{min(number, _MAX_VALUES)}{whole}"
    try:
        return int(max(struct.unpack_from(values, content, place)))
    except (struct.error, OverflowError):  # beyond the end of the file, as for libtiff
        return 0
