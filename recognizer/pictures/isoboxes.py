"""The boxes of AVIF and HEIC files (ISO/IEC 14496-12 and 23008-12): what kind, and how large."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_AVIF_BRANDS = {b"avif", b"avis"}
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_FOLDERS = {b"meta": 4, b"iprp": 0, b"ipco": 0}
"""The boxes that lead to the sizes, and what they hold before other boxes, in bytes."""
_MAX_BOXES = 10_000


def brand_of(content: bytes) -> str:
    """Return "avif" or "heic" for a file of this kind, else ""."""
    if content[4:8] != b"ftyp":
        return ""
    end = min(int.from_bytes(content[:4], "big"), len(content))
    brands = {content[8:12], *(content[place : place + 4] for place in range(16, end, 4))}
    if brands & _AVIF_BRANDS:
        return "avif"
    return "heic" if brands & _HEIC_BRANDS else ""


def largest_size(content: bytes) -> tuple[int, int]:
    """Return width and height in pixels of the largest picture in the file; 0, 0 if none is found.

    Raises
    ------
    struct.error
        If the file is cut off.
    """
    sizes = (struct.unpack_from(">II", content, place + 4) for place in _size_boxes(content))
    return max(sizes, key=lambda size: size[0] * size[1], default=(0, 0))


def _size_boxes(content: bytes) -> Iterator[int]:
    waiting = [(0, len(content))]
    left = _MAX_BOXES
    while waiting and left:
        begin, end = waiting.pop()
        if begin + 8 > end:
            continue
        left -= 1
        size, kind = struct.unpack_from(">I4s", content, begin)
        head = 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", content, begin + 8)
            head = 16
        stop = min(begin + size, end) if size else end
        if stop < begin + head:
            return
        waiting.append((stop, end))
        if kind == b"ispe":
            yield begin + head
        elif kind in _FOLDERS:
            waiting.append((begin + head + _FOLDERS[kind], stop))
