"""Pictures in files: every kind is read, and what is damaged or too large is refused in words."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from drawnpictures import (
    CLOSE,
    Picture,
    coverage,
    found,
    off,
    on_paper,
    painted,
    refusal,
    some_digits,
    transparent,
)
from hypothesis import given
from hypothesis import strategies as st
from making import gif, run_python

from recognizer import PictureError, load_picture
from recognizer.pictures.decode import MAX_BYTES, decode_picture, is_picture_file


def encoded(picture: npt.NDArray[Any], suffix: str) -> bytes:
    """Return the bytes of `picture` as a file of the kind of `suffix`."""
    if suffix == ".gif" and picture.ndim == 2:  # OpenCV writes only colored ones
        picture = np.dstack([picture] * 3)
    done, data = cv2.imencode(suffix, picture)
    assert done
    return data.tobytes()


def chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def black_png(width: int, height: int) -> bytes:
    """Return a PNG of one bit for each pixel, which takes a few kilobytes at any size."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1 + (width + 7) // 8) * height)
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", header),
            chunk(b"IDAT", rows),
            chunk(b"IEND", b""),
        ]
    )


def exif(orientation: int) -> bytes:
    """Return EXIF data of one entry: tag 0x112, a short, one value."""
    entry = struct.pack(">HHIHH", 0x112, 3, 1, orientation, 0)
    return b"MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)


def with_orientation(jpeg: bytes, orientation: int) -> bytes:
    content = b"Exif\0\0" + exif(orientation)
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content + jpeg[2:]


def png_with_orientation(png: bytes, orientation: int) -> bytes:
    after_header = 8 + 12 + 13
    return png[:after_header] + chunk(b"eXIf", exif(orientation)) + png[after_header:]


def webp_with_orientation(webp: bytes, orientation: int, shape: tuple[int, ...]) -> bytes:
    """Return `webp` in the extended form, which has room for EXIF data."""
    rows, cols = ((side - 1).to_bytes(3, "little") for side in shape[:2])
    extended = b"VP8X" + struct.pack("<I", 10) + bytes([8, 0, 0, 0]) + cols + rows
    content = exif(orientation)
    last = b"EXIF" + struct.pack("<I", len(content)) + content
    body = b"WEBP" + extended + webp[12:] + last
    return b"RIFF" + struct.pack("<I", len(body)) + body


def palette_png(indices: Picture, palette: list[tuple[int, int, int]], alphas: bytes) -> bytes:
    """Return a PNG of 8-bit `indices` into a palette (RGB) with an alpha for each color."""
    rows, cols = indices.shape
    lines = b"".join(b"\0" + row.tobytes() for row in indices)
    header = struct.pack(">IIBBBBB", cols, rows, 8, 3, 0, 0, 0)
    colors = b"".join(map(bytes, palette))
    chunks = (
        (b"IHDR", header),
        (b"PLTE", colors),
        (b"tRNS", alphas),
        (b"IDAT", zlib.compress(lines)),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*each) for each in (*chunks, (b"IEND", b"")))


CMYK_JPEG = base64.b64decode(
    "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwANCQoLCggNCwoLDg4NDxMgFRMSEhMnHB4XIC4pMTAuKS0sMzpKPjM2Rjcs"
    "LUBXQUZMTlJTUjI+WmFaUGBKUVJP/8AAFAgACAAQBEMRAE0RAFkRAEsRAP/EABYAAQEBAAAAAAAAAAAAAAAAAAcI"
    "AP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAOBEMATQBZAEsAAD8APR6PScoRQihGf//Z"
)
"""16 x 8 pixels in cyan, magenta, yellow and black, written by Pillow: the left half dark."""


@pytest.mark.parametrize(
    "name", ["a.png", "a.jpg", "a.JPEG", "a.b.bmp", "dir.txt/a.WebP", "a.gif", "a.TIF", "a.tiff"]
)
def test_the_name_tells_a_picture_file(name: str) -> None:
    assert is_picture_file(Path(name))


@pytest.mark.parametrize("name", ["a.json", "png", "a.png.txt", "a.png/a", "a"])
def test_other_names_are_no_picture_files(name: str) -> None:
    assert not is_picture_file(Path(name))


@some_digits
@pytest.mark.parametrize("suffix", [".png", ".jpg", ".bmp", ".webp", ".gif", ".tif", ".tiff"])
def test_a_digit_may_come_in_any_kind_of_file(tmp_path: Path, digit: str, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(encoded(on_paper(digit), suffix))
    assert off(load_picture(path), digit) < CLOSE


@pytest.mark.parametrize("suffix", [".png", ".bmp", ".tif"])
def test_a_lossless_file_gives_every_pixel_back(suffix: str) -> None:
    picture = painted(coverage("2"), (180, 40, 30), (170, 230, 250))
    np.testing.assert_array_equal(decode_picture(encoded(picture, suffix)), picture)


def test_the_content_decides_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(encoded(on_paper("6"), ".jpg"))
    assert off(load_picture(path), "6") < CLOSE


@some_digits
def test_a_png_may_be_transparent(digit: str) -> None:
    data = encoded(transparent(coverage(digit), 0), ".png")
    assert off(decode_picture(data), digit) < CLOSE


@some_digits
def test_a_png_may_have_16_bits(digit: str) -> None:
    data = encoded(on_paper(digit).astype(np.uint16) * 256 + 90, ".png")
    picture = decode_picture(data)
    assert picture.dtype == np.uint8
    np.testing.assert_array_equal(picture, on_paper(digit))


@pytest.mark.parametrize(
    ("orientation", "stored"),
    [
        (1, lambda upright: upright),
        (2, np.fliplr),
        (3, lambda upright: np.rot90(upright, 2)),
        (4, np.flipud),
        (5, lambda upright: upright.T),
        (6, lambda upright: np.rot90(upright, 1)),
        (7, lambda upright: np.rot90(upright, 2).T),
        (8, lambda upright: np.rot90(upright, -1)),
    ],
)
def test_a_photo_is_turned_as_its_exif_data_says(
    orientation: int, stored: Callable[[Picture], Picture]
) -> None:
    jpeg = encoded(np.ascontiguousarray(stored(on_paper("7"))), ".jpg")
    picture = decode_picture(with_orientation(jpeg, orientation))
    assert picture.shape[:2] == on_paper("7").shape
    assert off(picture, "7") < CLOSE


ONE_TURN = 6, lambda upright: np.ascontiguousarray(np.rot90(upright, 1))
"""An orientation, and how the pixels lie in the file."""


def test_a_png_is_turned_as_its_exif_data_says() -> None:
    orientation, stored = ONE_TURN
    png = encoded(stored(on_paper("7")), ".png")
    picture = decode_picture(png_with_orientation(png, orientation))
    assert picture.shape[:2] == on_paper("7").shape
    assert off(picture, "7") < CLOSE


def test_a_webp_is_turned_as_its_exif_data_says() -> None:
    orientation, stored = ONE_TURN
    lying = stored(on_paper("7"))
    webp = webp_with_orientation(encoded(lying, ".webp"), orientation, lying.shape)
    picture = decode_picture(webp)
    assert picture.shape[:2] == on_paper("7").shape
    assert off(picture, "7") < CLOSE


def test_a_transparent_picture_keeps_its_alpha_whatever_its_exif_data_says() -> None:
    png = encoded(transparent(coverage("7"), 0), ".png")
    picture = decode_picture(png_with_orientation(png, 6))
    assert off(picture, "7") < CLOSE


def test_a_jpeg_may_be_made_for_print() -> None:
    picture = decode_picture(CMYK_JPEG)
    assert picture.shape == (8, 16, 3)
    assert picture[:, :6].max() < 60
    assert picture[:, 10:].min() > 200


@some_digits
def test_a_palette_may_hold_the_alpha(digit: str) -> None:
    indices = (coverage(digit) > 0.5).astype(np.uint8)
    data = palette_png(indices, [(10, 200, 30), (20, 20, 60)], b"\0\xff")
    assert off(decode_picture(data), digit) < CLOSE


def test_of_an_animation_the_first_picture_is_read() -> None:
    first, second = ((coverage(digit)[:, :60] > 0.5).astype(np.uint8) for digit in "14")
    picture = decode_picture(gif(first, second, palette=bytes([230] * 3 + [30] * 3)))
    shown = picture if picture.ndim == 2 else picture[..., 0]
    np.testing.assert_array_equal(shown < 128, first > 0)


def test_numbers_that_are_no_gray_levels_are_refused_in_words() -> None:
    message = refusal(lambda: decode_picture(encoded(np.ones((9, 9), np.float32), ".tif")))
    assert "float32" in message


def headers_that_promise(width: int, height: int) -> dict[str, bytes]:
    """Return the beginnings of small files that claim to be large."""
    bmp = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    frame = struct.pack(">HBHHBBBB", 11, 8, height, width, 1, 1, 0x11, 0)
    tags = (256, width), (257, height), (258, 8), (259, 1), (262, 1), (273, 8), (278, height)
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return {
        "png": black_png(width, height)[:60],
        "jpg": b"\xff\xd8\xff\xc0" + frame + b"\xff\xd9",
        "gif": b"GIF89a" + struct.pack("<HHBBB", width, height, 0, 0, 0) + b";",
        "bmp": b"BM" + struct.pack("<IHHI", 90, 0, 0, 54) + bmp,
        "tif": b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + bytes(4),
    }


LARGE = headers_that_promise(10_000, 10_000)


@pytest.mark.parametrize("kind", LARGE)
def test_100_megapixels_are_refused_by_what_the_file_says_of_itself(kind: str) -> None:
    assert "100 megapixels" in refusal(lambda: decode_picture(LARGE[kind]))


def test_a_png_that_promises_a_chunk_of_4_gigabytes_is_refused_without_room_for_it() -> None:
    # OpenCV makes room for the whole chunk before it reads it (found by fuzzing).
    code = (
        "import resource\n"
        "def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "from recognizer import PictureError\n"
        "from recognizer.pictures.decode import decode_picture\n"
        "png = bytearray.fromhex('{}')\n"
        "png[33:37] = b'\\xfe\\0\\0\\0'\n"
        "before = peak()\n"  # which begins with that of the process it was forked from
        "try:\n"
        "    decode_picture(bytes(png))\n"
        "except PictureError:\n"
        "    print(peak() - before < 2**20)"
    )
    assert run_python("-c", code.format(encoded(on_paper("1"), ".png").hex())).stdout == "True\n"


def test_a_small_file_with_many_pixels_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    path.write_bytes(black_png(10_000, 5_000))
    message = refusal(lambda: load_picture(path))
    assert "50 megapixels" in message
    assert str(path) in message


def test_a_png_made_by_hand_is_a_picture() -> None:
    np.testing.assert_array_equal(decode_picture(black_png(30, 20)), np.zeros((20, 30)))


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".bmp", ".webp", ".gif", ".tif"])
@pytest.mark.parametrize("part", [0.01, 0.1, 0.5, 0.95])
def test_a_truncated_file_is_refused_in_silence(
    tmp_path: Path, suffix: str, part: float, capfd: pytest.CaptureFixture[str]
) -> None:
    noise = np.random.default_rng(5).integers(0, 256, (60, 80, 3), dtype=np.uint8)
    data = encoded(noise, suffix)
    path = tmp_path / f"half{suffix}"
    path.write_bytes(data[: int(part * len(data))])
    assert str(path) in refusal(lambda: load_picture(path))
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"seven", b"\x89PNG\r\n\x1a\n", b"\xff\xd8", b"BM", b"RIFF\0\0\0\0WEBP"),
        *(b"GIF89a", b"II*\0\x08\0\0\0", b"MM\0*"),
    ],
)
def test_a_file_that_is_no_picture_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "seven.png"
    path.write_bytes(content)
    assert str(path) in refusal(lambda: load_picture(path))


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".bmp", ".webp", ".gif", ".tif"])
@given(damage=st.dictionaries(st.integers(0, 199), st.integers(0, 255), max_size=5))
def test_a_damaged_file_is_read_or_refused(suffix: str, damage: dict[int, int]) -> None:
    data = bytearray(encoded(on_paper("5"), suffix))
    for place, value in damage.items():
        data[place % len(data)] = value
    try:
        picture = decode_picture(bytes(data))
    except PictureError:
        return
    assert np.isfinite(found(picture)).all()


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "missing.png"
    assert refusal(lambda: load_picture(path)) == f"{path}: No such file or directory"


def test_a_folder_is_no_picture(tmp_path: Path) -> None:
    path = tmp_path / "folder.png"
    path.mkdir()
    assert str(path) in refusal(lambda: load_picture(path))


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.png"
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    assert "200 MiB" in refusal(lambda: load_picture(path))
