"""What a file costs is known before it is decoded: its kind, its size, and how often it repeats."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from making import gif, picture_of, run_python
from strokes import DIGITS

from recognizer.errors import PictureError, PictureKindError, PictureSizeError
from recognizer.pictures.decode import decode_picture
from recognizer.pictures.headers import MAX_CLEARS, MAX_SCANS, SPARE_BYTES, open_picture

Picture = npt.NDArray[np.uint8]

SMALL = picture_of(DIGITS["3"])[::4, ::4].copy()
PNG_START = b"\x89PNG\r\n\x1a\n"


def encoded(suffix: str, picture: npt.NDArray[Any] = SMALL) -> bytes:
    if suffix == ".gif":
        return gif((SMALL < 128).astype(np.uint8), palette=bytes([230] * 3 + [30] * 3))
    return cv2.imencode(suffix, picture)[1].tobytes()


def refusal(content: bytes) -> str:
    with pytest.raises(PictureError) as caught:
        decode_picture(content)
    return str(caught.value)


# Kinds


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".bmp", ".webp", ".gif", ".tif"])
def test_the_header_tells_kind_and_size(suffix: str) -> None:
    opened = open_picture(encoded(suffix))
    assert (opened.kind, opened.height, opened.width) == (suffix[1:], *SMALL.shape)


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".bmp", ".webp", ".gif", ".tif"])
def test_the_decoded_picture_has_the_size_that_was_told(suffix: str) -> None:
    color = np.dstack([SMALL] * 3)
    opened, decoded = open_picture(encoded(suffix, color)), decode_picture(encoded(suffix, color))
    assert decoded.shape[:2] == (opened.height, opened.width)
    assert decoded.nbytes <= opened.decoded_bytes


@pytest.mark.parametrize("suffix", [".jp2", ".ppm", ".ras", ".hdr", ".pfm"])
def test_other_kinds_that_opencv_could_decode_are_refused(suffix: str) -> None:
    picture = np.dstack([SMALL] * 3)
    is_float = suffix in (".hdr", ".pfm")
    done, content = cv2.imencode(suffix, picture.astype(np.float32) if is_float else picture)
    if not done:
        pytest.skip(f"this OpenCV writes no {suffix}")
    with pytest.raises(PictureKindError, match="png, jpg, bmp, webp, gif, tif"):
        decode_picture(content.tobytes())


def test_a_wave_file_is_no_webp() -> None:
    with pytest.raises(PictureKindError):
        open_picture(b"RIFF\x24\0\0\0WAVEfmt " + bytes(30))


def os2_bmp(picture: Picture) -> bytes:
    """Return `picture`, (rows, cols, 3), as OS/2 1.x wrote it: a header of 12 bytes."""
    rows, cols = picture.shape[:2]
    lines = b"".join(row.tobytes().ljust(-(-3 * cols // 4) * 4, b"\0") for row in picture[::-1])
    start = b"BM" + struct.pack("<IHHI", 26 + len(lines), 0, 0, 26)
    return start + struct.pack("<IHHHH", 12, cols, rows, 1, 24) + lines


def test_a_bmp_of_os2_is_read() -> None:
    picture = np.dstack([SMALL] * 3)
    assert np.abs(decode_picture(os2_bmp(picture)).astype(int) - SMALL).max() <= 1


def test_a_bmp_may_be_stored_from_the_top() -> None:
    bmp = bytearray(encoded(".bmp"))
    bmp[22:26] = struct.pack("<i", -SMALL.shape[0])
    np.testing.assert_array_equal(decode_picture(bytes(bmp)), SMALL[::-1])


# Size


def png_chunk(kind: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check


def png(
    width: int, height: int, packed: bytes, depth: int = 8, color: int = 0, more: bytes = b""
) -> bytes:
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0))
    end = png_chunk(b"IDAT", packed) + png_chunk(b"IEND", b"")
    return PNG_START + header + more + end


def tiff(tags: Iterable[tuple[int, int]], data: bytes = b"", is_big: bool = False) -> bytes:
    """Return a TIFF of one picture; its `data` begins 1,000 bytes from the start."""
    entries = [(tag, 4, 1, value) for tag, value in sorted(tags)]
    if is_big:
        packed = b"".join(struct.pack("<HHQQ", *each) for each in entries)
        head = b"II+\0" + struct.pack("<HHQ", 8, 0, 16) + struct.pack("<Q", len(entries))
        return (head + packed + bytes(8)).ljust(1000, b"\0") + data
    packed = b"".join(struct.pack("<HHII", *each) for each in entries)
    head = b"II*\0" + struct.pack("<IH", 8, len(entries))
    return (head + packed + bytes(4)).ljust(1000, b"\0") + data


def plain_tags(width: int, height: int, bits: int = 8) -> dict[int, int]:
    size = width * height * bits // 8
    known = {256: width, 257: height, 258: bits, 259: 1, 262: 1, 277: 1}
    return {**known, 273: 1000, 278: height, 279: size}


@pytest.mark.parametrize("is_big", [False, True], ids=["classic", "BigTIFF"])
def test_a_tiff_of_either_size_is_read(is_big: bool) -> None:
    rows, cols = SMALL.shape
    content = tiff(plain_tags(cols, rows).items(), SMALL.tobytes(), is_big)
    np.testing.assert_array_equal(decode_picture(content), SMALL)


def test_a_tiff_may_be_in_tiles() -> None:
    rows, cols = SMALL.shape
    side = 16 * (-(-max(rows, cols) // 16))
    tile = np.zeros((side, side), np.uint8)
    tile[:rows, :cols] = SMALL
    tags = plain_tags(cols, rows)
    for strip in (273, 278, 279):
        del tags[strip]
    tags.update({322: side, 323: side, 324: 1000, 325: side * side})
    np.testing.assert_array_equal(decode_picture(tiff(tags.items(), tile.tobytes())), SMALL)


LARGE = {
    "png, 16 bits and alpha": png(6000, 5000, b"", depth=16, color=6),
    "tif, 64 bits": tiff(plain_tags(6000, 5000, 64).items()),
    "webp, animated": b"RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0"
    + (3999).to_bytes(3, "little") * 2,
    "tif, one large tile": tiff([*plain_tags(100, 100).items(), (322, 2**14), (323, 2**14)]),
}


@pytest.mark.parametrize("name", LARGE)
def test_bytes_are_counted_not_pixels(name: str) -> None:
    with pytest.raises(PictureSizeError, match="MB when decoded"):
        decode_picture(LARGE[name])


def test_the_bits_of_a_tiff_cannot_hide_behind_more_values_than_there_are_samples() -> None:
    tags = plain_tags(6000, 5000)
    del tags[258]
    content = bytearray(tiff(tags.items(), struct.pack("<100H", *[64] * 100)))
    count = struct.unpack_from("<H", content, 8)[0]
    content[8:10] = struct.pack("<H", count + 1)
    content[10 + 12 * count : 22 + 12 * count] = struct.pack("<HHII", 258, 3, 100, 1000)
    with pytest.raises(PictureSizeError):
        decode_picture(bytes(content))


def test_the_caller_may_take_fewer_pixels() -> None:
    with pytest.raises(PictureSizeError, match="at most 2 are read"):
        decode_picture(png(2000, 2000, b""), max_pixels=2_000_000)


# Work


def jpeg_segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def progressive_jpeg(scans: int) -> bytes:
    """Return a gray JPEG of 8 by 8 pixels in so many scans, of which all but one add nothing."""
    frame = struct.pack(">BHHBBBB", 8, 8, 8, 1, 1, 0x11, 0)
    one_code = bytes([1] + [0] * 15)
    tables = [
        jpeg_segment(0xDB, b"\0" + b"\1" * 64),
        jpeg_segment(0xC2, frame),
        jpeg_segment(0xC4, b"\0" + one_code + b"\0"),
        jpeg_segment(0xC4, b"\x10" + one_code + b"\0"),
    ]
    first = jpeg_segment(0xDA, b"\1\1\0\0\0\0") + b"\x7f"
    again = jpeg_segment(0xDA, b"\1\1\0\1\x3f\0") + b"\x7f"
    return b"\xff\xd8" + b"".join(tables) + first + again * (scans - 1) + b"\xff\xd9"


def test_a_progressive_jpeg_is_decoded() -> None:
    assert decode_picture(progressive_jpeg(20)).shape == (8, 8, 3)


def test_a_jpeg_of_too_many_scans_is_refused_before_it_is_decoded() -> None:
    message = refusal(progressive_jpeg(MAX_SCANS + 1))
    assert f"{MAX_SCANS + 1} scans" in message


def test_what_looks_like_a_scan_in_the_metadata_is_none() -> None:
    jpeg = encoded(".jpg")
    thumbnails = jpeg_segment(0xE1, b"\xff\xda\0\2" * 5000)
    assert decode_picture(jpeg[:2] + thumbnails + jpeg[2:]).shape[:2] == SMALL.shape


def test_what_follows_the_end_of_a_jpeg_does_not_count() -> None:
    assert decode_picture(encoded(".jpg") + progressive_jpeg(5000)).shape[:2] == SMALL.shape


def zeros_packed(count: int) -> bytes:
    """Return zlib data that unpacks to `count` zeros, a whole number of MiB, made in no time."""
    packer = zlib.compressobj(9)
    first = packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + again * (count // 2**20 - 1) + packer.flush()


def test_a_png_that_unpacks_to_far_more_than_its_pixels_is_refused() -> None:
    assert "far more than its pixels" in refusal(png(10, 10, zeros_packed(2 * SPARE_BYTES)))


def test_one_large_chunk_of_a_png_is_looked_at_about_once(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    packed = zeros_packed(2**28) + bytes(100 * 2**20)
    (tmp_path / "large.png").write_bytes(png(6000, 6000, packed, color=6))
    code = (  # to copy what is left of the chunk for each MiB takes half a minute
        "import resource, pathlib\n"
        "from recognizer.pictures.headers import open_picture\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (10, 10))\n"
        "print(open_picture(pathlib.Path('large.png').read_bytes()).width)\n"
    )
    done = run_python("-c", code, cwd=tmp_path)
    assert (done.stdout, done.returncode) == ("6000\n", 0)


def test_bytes_after_the_end_of_a_png_are_no_part_of_it() -> None:
    plain = encoded(".png")
    for more in (b"\n", b"\0" * 5000, plain):
        np.testing.assert_array_equal(decode_picture(plain + more), SMALL)


def test_chunks_of_a_png_that_are_not_for_its_pixels_are_left_alone() -> None:
    profile = png_chunk(b"iCCP", b"profile\0\0" + zeros_packed(2**26))
    text = png_chunk(b"zTXt", b"text\0\0" + zeros_packed(2**26))
    movie = png_chunk(b"acTL", struct.pack(">II", 2**31, 0))
    pixels = zlib.compress(b"".join(b"\0" + row.tobytes() for row in SMALL))
    content = png(SMALL.shape[1], SMALL.shape[0], pixels, more=profile + text + movie)
    np.testing.assert_array_equal(decode_picture(content), SMALL)


def gif_of_codes(data: bytes, width: int = 100, height: int = 100) -> bytes:
    """Return a GIF of four colors with this LZW data."""
    screen = struct.pack("<HHBBB", width, height, 0x81, 0, 0) + bytes(12)
    frame = b"," + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\2"
    blocks = [data[i : i + 255] for i in range(0, len(data), 255)]
    return b"GIF89a" + screen + frame + b"".join(bytes([len(b)]) + b for b in blocks) + b"\0;"


def test_a_gif_that_clears_its_table_without_end_is_refused() -> None:
    three_bytes_of_clears = int("100" * 8, 2).to_bytes(3, "little")
    data = three_bytes_of_clears * (MAX_CLEARS // 8 + 1)
    assert "far more than draw" in refusal(gif_of_codes(data))


def test_a_large_gif_of_noise_is_decoded() -> None:
    pixels = np.random.default_rng(2).integers(0, 2, (250, 250), dtype=np.uint8)
    content = gif(pixels, palette=bytes([230] * 3 + [30] * 3))
    assert len(content) > MAX_CLEARS
    shown = decode_picture(content)
    assert ((shown if shown.ndim == 2 else shown[..., 0]) < 128).tolist() == (pixels > 0).tolist()


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".bmp", ".webp", ".gif", ".tif"])
def test_a_header_that_is_cut_off_anywhere_is_refused_in_words(suffix: str) -> None:
    assert all(refusal(encoded(suffix)[:length]) for length in [*range(2, 40), 60])
