"""Checks kind, size and cost of a picture file before it is decoded.

A file of a few kilobytes can make a decoder use gigabytes or minutes. So the kind is told by the
first bytes, from one list for files, board and web. Size and depth are told by the header. Some
formats can repeat work (scans of a JPEG, unpacked bytes of a PNG, codes of a GIF that do nothing);
that is counted, too. All checks take a small part of the time of decoding.

The formats: PNG (ISO/IEC 15948), JPEG (ITU-T T.81), GIF89a, BMP (OS/2 and Windows), WebP
(RFC 9649), TIFF (`tiff`), PGM of one picture (Netpbm), AVIF (`isoboxes`).
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from recognizer.errors import PictureError, PictureKindError, PictureSizeError
from recognizer.pictures.isoboxes import brand_of, largest_size
from recognizer.pictures.tiff import decoded_size
from recognizer.version import DISTRIBUTION

KINDS = "png, jpg, bmp, webp, gif, tif, pgm, avif"
"""The kinds that are read, for people."""
AS_JPEG = (
    "save it as JPEG first (in Photos on Windows, with `sips -s format jpeg` on a Mac, "
    "`heif-convert` on Linux)"
)
HEIC = f"a HEIC photo, which is not read: {AS_JPEG}, or: pip install '{DISTRIBUTION}[heic]'"
"""What is said of one where its library is missing."""
MAX_PIXELS = 40_000_000
MAX_DECODED_BYTES = 4 * MAX_PIXELS
"""Of all pixels in memory: 40 megapixels of 8 bits with alpha, or 20 of 16 bits."""
MAX_SCANS = 100
"""Of a JPEG; each scan goes over the whole picture. Usual encoders write at most 20."""
MAX_SEGMENTS = 10_000
"""Of a JPEG; with metadata segments of up to 64 kB that is 640 MB."""
SPARE_BYTES = 128 * 2**20
"""A PNG may unpack to so much beside its pixels; libpng discards it in less than a second."""
MAX_CLEARS = 50_000
"""How often a GIF may clear its table; each takes OpenCV 25 microseconds, and draws no pixel."""
MAX_PARTS = 1_000_000
"""Chunks of a PNG (of any size), or blocks of a GIF (of up to 255 bytes)."""
_GIF_TABLE_CODES = 4096  # in a full table
_GIF_CODES_AT_ONCE = 8192  # are checked together
_DEFLATE_RATIO = 1032  # deflate unpacks a byte to at most this (RFC 1951: 258 bytes from 2 bits)
_PIECE_BYTES = 2**16  # unpacked at a time
_PNG_START, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND"
_PNG_NEEDED = (b"IHDR", b"PLTE", b"tRNS", b"eXIf", b"IDAT", _PNG_END)
_PNG_SAMPLES = {0: 1, 2: 3, 3: 3, 4: 4, 6: 4}  # as OpenCV decodes each color type
_JPEG_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")  # except those that restart a scan
_JPEG_ALONE = range(0x01, 0xC0), range(0xD8, 0xDA)  # markers without a segment
_JPEG_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_JPEG_ARITHMETIC = range(0xC9, 0xD0)
_PGM_SPACE = rb"(?:\s|#[^\n]*\n)+"  # a comment goes to the end of its line
_PGM_HEADER = re.compile(
    rb"P[25]" + 3 * (_PGM_SPACE + rb"(\d{1,9})")
)  # width, height, the value of white
_WEBP_ANIMATED = 2  # a bit of the flags


@dataclass(frozen=True)
class PictureFile:
    """A picture that may be decoded, of one of `KINDS`; its size in pixels is > 0.

    `decoded_bytes` is the most memory that the decoded pixels take. `content` is the file without
    parts that would harm a decoder.
    """

    kind: str
    width: int
    height: int
    decoded_bytes: int
    content: bytes


def open_picture(content: bytes, max_pixels: int = MAX_PIXELS) -> PictureFile:
    """Check the bytes of a picture file without decoding it.

    Raises
    ------
    PictureKindError
        If its kind is not one of `KINDS`.
    PictureSizeError
        If it has more than `max_pixels` or `MAX_DECODED_BYTES`.
    PictureError
        If the header is damaged, or decoding would take far more work than the pixels need.
    """
    if not content:
        raise PictureError("the file is empty")
    kind = _kind_of(content)
    try:
        picture = _OPEN[kind](content)
        check_size(picture, max_pixels)
        if kind in _CHECK:
            _CHECK[kind](picture)
    except (struct.error, IndexError, OverflowError):
        raise PictureError(f"a {kind} file that is damaged or cut off") from None
    return picture


def is_picture(content: bytes) -> bool:
    """Tell by its first bytes whether a file is a picture, though perhaps of a kind not read."""
    return content.startswith(tuple(STARTS)) or bool(brand_of(content))


def _kind_of(content: bytes) -> str:
    for start, kind in STARTS.items():
        if content.startswith(start) and (kind != "webp" or content[8:12] == b"WEBP"):
            return kind
    brand = brand_of(content)
    if brand == "heic":
        raise PictureKindError(HEIC)
    if brand:
        return brand
    raise PictureKindError(f"not a picture that can be read ({KINDS})")


def check_size(picture: PictureFile, max_pixels: int) -> None:
    """Raise PictureSizeError if a picture is too large, and PictureError if it has no size."""
    pixels = picture.width * picture.height
    if picture.width <= 0 or picture.height <= 0:
        raise PictureError("the file's header gives no size; it may be damaged")
    if pixels > max_pixels:
        raise PictureSizeError(
            f"a picture of {pixels / 1e6:.0f} megapixels; "
            f"at most {max_pixels // 10**6} are read: scale it down"
        )
    if picture.decoded_bytes > MAX_DECODED_BYTES:
        raise PictureSizeError(
            f"a picture that takes {picture.decoded_bytes / 1e6:,.0f} MB when decoded; "
            f"at most {MAX_DECODED_BYTES // 10**6} are read: scale it down, or save it with 8 bits"
        )


# PNG


def _open_png(content: bytes) -> PictureFile:
    """Keep only the chunks that make the picture: OpenCV allocates up to 4 GB for any other."""
    chunks = [chunk for chunk in _png_chunks(content) if chunk[4:8] in _PNG_NEEDED]
    if not chunks or chunks[0][4:8] != b"IHDR":
        raise PictureError("a png file that is damaged or cut off")
    width, height, depth, color = struct.unpack(">IIBB", chunks[0][8:18])
    samples = _PNG_SAMPLES.get(color, 4)
    if any(chunk[4:8] == b"tRNS" for chunk in chunks):
        samples = 4
    size = width * height * samples * max(1, depth // 8)
    return PictureFile("png", width, height, size, b"".join([_PNG_START, *chunks]))


def _png_chunks(content: bytes) -> Iterator[bytes]:
    """Yield each complete chunk, with its length and checksum, up to the end."""
    place = len(_PNG_START)
    for _ in range(MAX_PARTS):
        end = place + 12 + int.from_bytes(content[place : place + 4], "big")
        if end > len(content):
            return
        yield content[place:end]
        if content[place + 4 : place + 8] == _PNG_END:
            return
        place = end


def _check_png(picture: PictureFile) -> None:
    """Refuse a file that unpacks to far more than its pixels."""
    if picture.content[-8:-4] != _PNG_END:
        raise PictureError("a png file that is damaged or cut off")
    most = 2 * (picture.decoded_bytes + picture.height) + SPARE_BYTES
    if len(picture.content) * _DEFLATE_RATIO <= most:
        return
    packed = [each[8:-4] for each in _png_chunks(picture.content) if each[4:8] == b"IDAT"]
    unpacked, unpacker = 0, zlib.decompressobj()
    try:
        for part in _pieces(packed):
            while part and not unpacker.eof:
                unpacked += len(unpacker.decompress(part, 2**20))
                part = unpacker.unconsumed_tail
                if unpacked > most:
                    raise PictureError("a png file that unpacks to far more than its pixels")
    except zlib.error:  # the decoder decides whether the pixels so far are enough
        return


def _pieces(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield small pieces, because zlib copies the rest of a piece each time."""
    for part in parts:
        for begin in range(0, len(part), _PIECE_BYTES):
            yield part[begin : begin + _PIECE_BYTES]


# JPEG


def _open_jpeg(content: bytes) -> PictureFile:
    size = None
    scans = 0
    for marker, place in _jpeg_segments(content):
        if marker in _JPEG_ARITHMETIC:
            raise PictureError("a jpg file with arithmetic coding, which is not read")
        if marker in _JPEG_FRAMES and size is None:
            size = struct.unpack_from(">HH", content, place + 5)
        scans += marker == 0xDA
    if size is None:
        raise PictureError("a jpg file that is damaged or cut off")
    if scans > MAX_SCANS:
        raise PictureError(f"a jpg file of {scans:,} scans; at most {MAX_SCANS} are decoded")
    height, width = size
    return PictureFile("jpg", width, height, 3 * width * height, content)


def _jpeg_segments(content: bytes) -> Iterator[tuple[int, int]]:
    """Yield marker and place of each segment as libjpeg finds them: by length, then by search."""
    place = 2
    for _ in range(MAX_SEGMENTS):
        found = _JPEG_MARKER.search(content, place)
        if not found or content[found.start() + 1] == 0xD9:
            return
        place, marker = found.start(), content[found.start() + 1]
        if any(marker in alone for alone in _JPEG_ALONE):
            place += 2
            continue
        yield marker, place
        place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")
    raise PictureError(f"a jpg file of more than {MAX_SEGMENTS:,} segments")


# GIF


def _open_gif(content: bytes) -> PictureFile:
    width, height = struct.unpack_from("<HH", content, 6)
    return PictureFile("gif", width, height, 4 * width * height, content)


def _check_gif(picture: PictureFile) -> None:
    """Refuse a first frame that clears its table again and again."""
    content = picture.content
    place = 13 + _color_table(content[10])
    blocks = 0
    while content[place : place + 1] == b"!":
        place, count = _gif_blocks(content, place + 2)
        blocks += count
        if blocks > MAX_PARTS:
            raise PictureError("a gif file of too many blocks")
    if content[place : place + 1] != b"," or place + 11 > len(content):
        raise PictureError("a gif file that is damaged or cut off")
    place += 10 + _color_table(content[place + 9])
    data, bits = _gif_data(content, place + 1), content[place]
    if not 2 <= bits <= 11 or 8 * len(data) <= MAX_CLEARS * (bits + 1):
        return
    if any(count > MAX_CLEARS for count, _ in enumerate(_gif_clears(data, bits), 1)):
        raise PictureError("a gif file that does far more than draw its pixels")


def _color_table(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _gif_blocks(content: bytes, place: int) -> tuple[int, int]:
    """Return the place after the sub-blocks that begin at `place`, and their number."""
    count = 0
    while place < len(content) and content[place]:
        place += 1 + content[place]
        count += 1
        if count > MAX_PARTS:
            raise PictureError("a gif file of too many blocks")
    return place + 1, count


def _gif_data(content: bytes, place: int) -> bytes:
    end, _ = _gif_blocks(content, place)
    parts = []
    while place < end - 1:
        parts.append(content[place + 1 : place + 1 + content[place]])
        place += 1 + content[place]
    return b"".join(parts)


def _gif_clears(data: bytes, bits: int) -> Iterator[int]:
    """Yield the place of each code that clears the table.

    Codes grow bit by bit as the table fills, from `bits` + 1 to 12 bits. So all places up to the
    next clear are known, and are checked together.
    """
    filled = np.minimum(
        (1 << bits) + 1 + np.arange(_GIF_TABLE_CODES + _GIF_CODES_AT_ONCE), _GIF_TABLE_CODES - 1
    )
    widths = np.frexp(filled.astype(np.float64))[1].astype(np.int64)
    starts, masks = np.cumsum(widths) - widths, (1 << widths) - 1
    padded = np.frombuffer(data + bytes(int(starts[-1])), np.uint8)
    words = np.ndarray((len(padded) - 3,), "<u4", padded, strides=(1,))  # one from each byte on
    place, known, length = 0, 0, 32
    while place < 8 * len(data):
        chosen = slice(known, known + length)
        at = starts[chosen] + (place - int(starts[known]))
        codes = (words[at >> 3] >> (at & 7)) & masks[chosen]
        found = np.flatnonzero(codes == 1 << bits)
        if len(found):
            place = int(at[found[0]]) + int(widths[known + found[0]])
            known, length = 0, max(32, 2 * int(found[0]))
            yield place
        else:
            place = int(at[-1]) + int(widths[known + length - 1])
            known, length = min(known + length, _GIF_TABLE_CODES), 2 * length
        length = min(length, _GIF_CODES_AT_ONCE)


# BMP


def _open_bmp(content: bytes) -> PictureFile:
    if int.from_bytes(content[14:18], "little") == 12:  # OS/2 1.x
        width, height, _, bits = struct.unpack_from("<HHHH", content, 18)
    else:
        width, height, _, bits = struct.unpack_from("<iiHH", content, 18)
    samples = 4 if bits == 32 else 3
    return PictureFile("bmp", width, abs(height), samples * width * abs(height), content)


# WebP


def _open_webp(content: bytes) -> PictureFile:
    first, data = content[12:16], content[20:30]
    canvases = 1
    if first == b"VP8X":
        canvases = 3 if data[0] & _WEBP_ANIMATED else 1  # libwebp keeps two besides the picture
        width, height = (1 + int.from_bytes(data[k : k + 3], "little") for k in (4, 7))
    elif first == b"VP8L":
        packed = int.from_bytes(data[1:5], "little")
        width, height = 1 + (packed & 0x3FFF), 1 + (packed >> 14 & 0x3FFF)
    elif first == b"VP8 ":
        width, height = (each & 0x3FFF for each in struct.unpack_from("<HH", data, 6))
    else:
        raise PictureError("a webp file whose header is damaged or cut off")
    return PictureFile("webp", width, height, canvases * 4 * width * height, content)


# TIFF, PGM, AVIF


def _open_tiff(content: bytes) -> PictureFile:
    return PictureFile("tif", *decoded_size(content), content)


def _open_pgm(content: bytes) -> PictureFile:
    header = _PGM_HEADER.match(content)
    if header is None:
        raise PictureError("a pgm file whose header is damaged")
    width, height, top = map(int, header.groups())
    if content.startswith(b"P2"):  # OpenCV wants something behind the last number
        content += b"\n"
    return PictureFile("pgm", width, height, (2 if top > 255 else 1) * width * height, content)


def _open_avif(content: bytes) -> PictureFile:
    width, height = largest_size(content)
    # Up to 12 bits and alpha, of a picture that libavif also keeps in another form.
    return PictureFile("avif", width, height, 4 * width * height, content)


STARTS = {
    b"\x89PNG": "png",
    b"\xff\xd8": "jpg",
    b"GIF8": "gif",
    b"RIFF": "webp",
    b"BM": "bmp",
    b"II*\0": "tif",
    b"MM\0*": "tif",
    b"II+\0": "tif",
    b"MM\0+": "tif",
    b"P2": "pgm",
    b"P5": "pgm",
}
"""The first bytes of each kind; "RIFF" also begins other kinds of files."""
_OPEN: dict[str, Callable[[bytes], PictureFile]] = {
    "png": _open_png,
    "jpg": _open_jpeg,
    "gif": _open_gif,
    "bmp": _open_bmp,
    "webp": _open_webp,
    "tif": _open_tiff,
    "pgm": _open_pgm,
    "avif": _open_avif,
}
_CHECK: dict[str, Callable[[PictureFile], None]] = {"png": _check_png, "gif": _check_gif}
