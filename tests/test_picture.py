"""Pictures: whatever the paper, the ink and the file, the same digit is found."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import gif, run_python
from strokes import DIGITS

from recognizer import PictureError, load_picture
from recognizer.network.preprocess import Field, preprocess_ink, preprocess_pixels
from recognizer.pictures.decode import MAX_BYTES, decode_picture, find_ink, is_picture_file

Picture = npt.NDArray[np.uint8]
Coverage = npt.NDArray[np.float64]

CLOSE = 0.02
"""Mean difference within which a picture shows the digit it was made of (measured: 0.013)."""
ROUGH = 0.06
"""The same where the light leaves less of it (measured: 0.053); two digits differ by 0.08."""

ROUNDING = 0.01
"""What a gray level more or less in the picture makes."""

each_digit = pytest.mark.parametrize("digit", DIGITS)
some_digits = pytest.mark.parametrize("digit", ["0", "1", "4", "7"])


@cache
def coverage(digit: str, height: int = 120, margin: int = 25) -> Coverage:
    """Draw a digit with OpenCV; how much of each pixel is ink, in [0, 1]."""
    ink, fine = DIGITS[digit], 4
    pen = 0.11 * height
    box = ink.bounding_box
    scale = (height - pen) / box.height
    rows, cols = height + 2 * margin, round(box.width * scale + pen) + 2 * margin
    canvas = np.zeros((rows * fine, cols * fine), np.uint8)
    for stroke in ink.strokes:
        points = (stroke.points - (box.left, box.top)) * scale + margin + pen / 2
        line = np.rint(points * fine).astype(np.int32).reshape(-1, 1, 2)
        cv2.polylines(canvas, [line], False, 255, round(pen * fine), cv2.LINE_8)
    return np.asarray(cv2.resize(canvas, (cols, rows), interpolation=cv2.INTER_AREA), float) / 255


def painted(cover: Coverage, ink: npt.ArrayLike, paper: npt.ArrayLike) -> Picture:
    """Lay `ink` of one gray or color over `paper`, which may change from pixel to pixel."""
    ink, paper = np.asarray(ink, np.float64), np.asarray(paper, np.float64)
    if ink.ndim == 1:
        cover = cover[..., None]
    return np.rint(cover * ink + (1 - cover) * paper).astype(np.uint8)


def on_paper(digit: str) -> Picture:
    """Return dark ink on light paper, gray."""
    return painted(coverage(digit), ink=30, paper=230)


def transparent(cover: Coverage, brightness: int) -> Picture:
    """Return ink of one gray on nothing, BGRA."""
    color = np.full((*cover.shape, 3), brightness, np.uint8)
    return np.dstack([color, np.rint(cover * 255).astype(np.uint8)])


def sloping_light(shape: tuple[int, ...], darkest: int, lightest: int) -> Coverage:
    """Return paper under light that falls off from the upper left to the lower right."""
    rows, cols = np.indices(shape[:2])
    slope = (rows / shape[0] + cols / shape[1]) / 2
    return lightest - (lightest - darkest) * slope


def found(picture: Picture) -> Field:
    return preprocess_pixels(find_ink(picture))


def off(picture: Picture, digit: str) -> float:
    """Return how far what is found in `picture` is from the ink of `digit`."""
    return distance(found(picture), digit)


def distance(field: Field, digit: str) -> float:
    return float(np.abs(field - preprocess_ink(DIGITS[digit])).mean())


def nearest(picture: Picture) -> str:
    """Return the digit that what is found in `picture` comes closest to."""
    field = found(picture)
    return min(DIGITS, key=lambda digit: distance(field, digit))


# Paper, ink and light


@each_digit
def test_dark_ink_on_light_paper_is_the_ink_itself(digit: str) -> None:
    assert off(on_paper(digit), digit) < CLOSE


@some_digits
@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        (0, 255),
        (30, 230),
        (255, 0),
        (230, 30),
        (170, 225),
        (90, 60),
        ((180, 40, 30), (170, 230, 250)),
        ((30, 220, 250), (120, 40, 20)),
        ((40, 40, 220), (40, 150, 40)),
        ((250, 250, 250), (60, 160, 60)),
    ],
    ids=[
        "black on white",
        "dark on light",
        "white on black",
        "light on dark",
        "faint",
        "fainter",
        "blue on cream",
        "yellow on blue",
        "red on green of one brightness",
        "chalk on a board",
    ],
)
def test_ink_is_what_differs_from_the_paper(
    digit: str, ink: int | tuple[int, int, int], paper: int | tuple[int, int, int]
) -> None:
    assert off(painted(coverage(digit), ink, paper), digit) < CLOSE


@some_digits
def test_a_gray_picture_may_have_one_or_three_channels(digit: str) -> None:
    gray = on_paper(digit)
    np.testing.assert_array_equal(found(gray[..., None]), found(gray))
    np.testing.assert_allclose(found(np.dstack([gray] * 3)), found(gray), atol=ROUNDING)


@some_digits
@pytest.mark.parametrize("brightness", [0, 60, 200, 255])
def test_ink_may_stand_on_nothing(digit: str, brightness: int) -> None:
    assert off(transparent(coverage(digit), brightness), digit) < CLOSE


@some_digits
def test_a_picture_that_could_be_transparent_and_is_not_is_like_any_other(digit: str) -> None:
    gray = on_paper(digit)
    opaque = np.dstack([gray, gray, gray, np.full_like(gray, 255)])
    np.testing.assert_allclose(found(opaque), found(gray), atol=ROUNDING)


@some_digits
def test_the_color_of_what_is_transparent_does_not_matter(digit: str) -> None:
    picture = transparent(coverage(digit), 0)
    picture[picture[..., 3] == 0, :3] = (0, 200, 90)
    assert off(picture, digit) < CLOSE


@some_digits
@pytest.mark.parametrize("darkest", [180, 120, 70])
def test_light_may_fall_off_across_the_paper(digit: str, darkest: int) -> None:
    cover = coverage(digit)
    paper = sloping_light(cover.shape, darkest, 240)
    assert off(painted(cover, paper * 0.2, paper), digit) < ROUGH


@some_digits
@pytest.mark.parametrize("strength", [4, 10])
def test_noise_is_not_ink(digit: str, strength: float) -> None:
    noise = np.random.default_rng(7).normal(0, strength, coverage(digit).shape)
    noisy = np.clip(on_paper(digit) + noise, 0, 255).astype(np.uint8)
    assert off(noisy, digit) < CLOSE


@some_digits
def test_specks_are_dropped(digit: str) -> None:
    picture = on_paper(digit)
    picture[8:11, 8:11] = 0
    picture[-12:-9, 20:23] = 0
    picture[10:12, -14:-11] = 0
    assert off(picture, digit) < CLOSE


@some_digits
def test_a_dark_corner_is_not_ink(digit: str) -> None:
    picture = on_paper(digit)
    rows, cols = np.indices(picture.shape)
    picture[rows + cols < 20] = 0
    assert off(picture, digit) < CLOSE


@some_digits
def test_a_blurred_picture_is_still_read(digit: str) -> None:
    blurred = cv2.GaussianBlur(on_paper(digit), (0, 0), 4)
    assert off(np.asarray(blurred, np.uint8), digit) < ROUGH


# Size and place


@some_digits
@pytest.mark.parametrize("height", [60, 600, 1500])
def test_a_picture_may_be_small_or_large(digit: str, height: int) -> None:
    picture = painted(coverage(digit, height, margin=height // 5), 30, 230)
    assert off(picture, digit) < CLOSE


@some_digits
def test_a_digit_may_come_close_to_the_edge(digit: str) -> None:
    assert off(painted(coverage(digit, margin=10), 30, 230), digit) < CLOSE


@pytest.mark.parametrize("digit", ["0", "4", "7", "9"])
@pytest.mark.parametrize("margin", [0, 1, 3])
def test_even_ink_on_the_edge_of_the_picture_is_ink(digit: str, margin: int) -> None:
    assert off(painted(coverage(digit, margin=margin), 30, 230), digit) < CLOSE


@some_digits
def test_a_digit_may_lie_in_a_corner_of_a_large_picture(digit: str) -> None:
    picture = np.pad(on_paper(digit), ((0, 500), (700, 0)), constant_values=230)
    assert off(picture, digit) < CLOSE


@each_digit
def test_a_picture_of_12_x_12_shows_which_digit_it_is(digit: str) -> None:
    cover = coverage(digit, height=10, margin=1)
    side = (12 - cover.shape[1]) // 2
    picture = painted(np.pad(cover, ((0, 0), (side, 12 - cover.shape[1] - side))), 0, 255)
    assert picture.shape == (12, 12)
    assert nearest(picture) == digit


@given(
    short=st.integers(1, 9),
    long=st.one_of(st.integers(1, 9), st.just(5000)),
    channels=st.sampled_from([1, 3, 4]),
    turns=st.integers(0, 1),
)
def test_no_picture_is_too_small_or_too_narrow(
    short: int, long: int, channels: int, turns: int
) -> None:
    rng = np.random.default_rng(1)
    picture = rng.integers(0, 256, (short, long, channels), dtype=np.uint8)
    field = found(np.rot90(picture, turns))
    assert field.shape == (28, 28)
    assert np.isfinite(field).all()


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((60, 50), np.uint8),
        np.full((60, 50), 255, np.uint8),
        np.full((60, 50, 3), (90, 160, 200), np.uint8),
        np.zeros((60, 50, 4), np.uint8),
        sloping_light((60, 50), 60, 240).astype(np.uint8),
        np.random.default_rng(3).normal(200, 4, (60, 50)).astype(np.uint8),
        np.full((1, 1), 77, np.uint8),
    ],
    ids=["black", "white", "colored", "transparent", "sloping light", "noise", "one pixel"],
)
def test_on_a_blank_picture_there_is_no_ink(picture: Picture) -> None:
    assert not find_ink(picture).any()


@some_digits
def test_found_ink_is_bright_on_zero_and_no_larger_than_needed(digit: str) -> None:
    ink = find_ink(painted(coverage(digit, 1500, 300), 30, 230))
    assert ink.dtype == np.uint8
    assert max(ink.shape) == 640
    assert ink.max() == 255
    assert np.median(ink) == 0


def test_finding_ink_leaves_the_picture_alone() -> None:
    picture = on_paper("3")
    before = picture.copy()
    find_ink(picture)
    np.testing.assert_array_equal(picture, before)


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((5, 5), np.float32),
        np.zeros((5, 5), np.uint16),
        np.zeros((5, 5), bool),
        np.zeros((0, 5), np.uint8),
        np.zeros((5, 0, 3), np.uint8),
        np.zeros(5, np.uint8),
        np.zeros((5, 5, 2), np.uint8),
        np.zeros((5, 5, 5), np.uint8),
        np.zeros((1, 5, 5, 3), np.uint8),
    ],
    ids=lambda array: f"{array.dtype} {array.shape}",
)
def test_an_array_that_is_no_picture_is_refused(array: Picture) -> None:
    refusal(lambda: find_ink(array))


# Files


def refusal(action: Callable[[], object]) -> str:
    """Return what is said, in one line, when `action` is refused."""
    with pytest.raises(PictureError) as caught:
        action()
    message = str(caught.value)
    assert message
    assert "\n" not in message
    return message


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
