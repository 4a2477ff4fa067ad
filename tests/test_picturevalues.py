"""Pictures as people have them: few values, other endings, several pages, partly transparent."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from commandline import Run, records
from drawnpictures import CLOSE, Picture, coverage, off, on_paper, painted, refusal, some_digits
from making import picture_of
from strokes import DIGITS

from recognizer import PictureError, Reader, load_picture
from recognizer.keeping.boardfiles import holds_more, load_board_file
from recognizer.pictures.decode import decode_picture
from recognizer.pictures.pages import MAX_PAGES, load_pages

pytest_plugins = ["commandfixtures"]


def saved(path: Path, picture: Any) -> Path:
    assert cv2.imwrite(str(path), picture)
    return path


@some_digits
@pytest.mark.parametrize("top", [1, 15, 16])
def test_values_may_reach_to_1_or_to_16(digit: str, top: int) -> None:
    few = np.rint(coverage(digit) * top).astype(np.uint8)
    picture = decode_picture(cv2.imencode(".png", few)[1].tobytes())
    assert (picture.min(), picture.max()) == (0, 255)
    assert off(picture, digit) < CLOSE + (top == 1) * CLOSE  # a mask has no soft edges


@some_digits
@pytest.mark.parametrize("bits", [10, 12, 16])
def test_a_picture_of_16_bits_may_use_fewer(digit: str, bits: int) -> None:
    deep = on_paper(digit).astype(np.uint16) << (bits - 8)
    assert off(decode_picture(cv2.imencode(".png", deep)[1].tobytes()), digit) < CLOSE


def test_a_dark_picture_of_more_values_stays_as_it_is() -> None:
    dark = np.rint(coverage("3") * 17).astype(np.uint8)
    np.testing.assert_array_equal(decode_picture(cv2.imencode(".png", dark)[1].tobytes()), dark)


def test_an_array_of_few_values_is_read_like_a_file(reader: Reader) -> None:
    few = np.rint(coverage("5") * 16).astype(np.uint8)
    assert reader.read_image(few).text == "5"


def test_numbers_of_a_pgm_may_be_text_that_ends_without_a_line_break() -> None:
    picture = on_paper("5")
    rows = "\n".join(" ".join(map(str, row)) for row in picture.tolist())
    text = f"P2\n# five\n{picture.shape[1]} {picture.shape[0]}\n255\n{rows}"
    np.testing.assert_array_equal(decode_picture(text.encode()), picture)


@pytest.mark.parametrize("ground", [(0, 0, 0), (0, 40, 0), (60, 0, 0), (200, 200, 0)])
@pytest.mark.parametrize("ink", [(0, 255, 0), (0, 255, 255), (0, 0, 255), (255, 0, 255)])
def test_numbers_may_be_of_one_pure_color_on_another(
    reader: Reader, ink: tuple[int, ...], ground: tuple[int, ...]
) -> None:
    cover = np.hstack([coverage(each, 60) for each in "2075"])
    assert reader.read_image(painted(cover, ink, ground)).text == "2075"


@pytest.mark.parametrize("seed", range(3))
def test_the_noise_of_a_black_photo_is_no_writing(reader: Reader, seed: int) -> None:
    noise = np.random.default_rng(seed).normal(2, 2, (300, 400))
    assert reader.read_image(np.clip(noise, 0, 16).astype(np.uint8)).text == ""


def card(digit: str, ink: int, paper: int) -> Picture:
    """Return a sheet, turned a little, around which nothing is opaque: BGRA."""
    gray = painted(coverage(digit), ink, paper)
    opaque = np.full_like(gray, 255)
    layers = cv2.copyMakeBorder(cv2.merge([gray, gray, gray, opaque]), 40, 40, 40, 40, 0, value=0)
    rows, cols = layers.shape[:2]
    turn = cv2.getRotationMatrix2D((cols / 2, rows / 2), 8, 1)
    return np.asarray(cv2.warpAffine(layers, turn, (cols, rows)), np.uint8)


@pytest.mark.parametrize(("ink", "paper"), [(20, 240), (240, 20), (30, 140)])
def test_around_a_cut_out_card_its_paper_goes_on(reader: Reader, ink: int, paper: int) -> None:
    assert reader.read_image(card("4", ink, paper)).text == "4"


@pytest.mark.parametrize("ink", [0, 255])
def test_writing_may_have_a_seam_of_another_color(reader: Reader, ink: int) -> None:
    cover = coverage("2")
    gray = painted(cover, ink, 255 - ink)
    seam = np.rint(cv2.dilate(cover, np.ones((15, 15))) * 255).astype(np.uint8)
    assert reader.read_image(np.dstack([gray, gray, gray, seam])).text == "2"


@pytest.mark.parametrize("suffix", [".jfif", ".jpe", ".pgm", ".avif"])
@pytest.mark.parametrize("digit", ["3", "7"])
def test_a_picture_may_end_in_other_letters(
    run: Run, tmp_path: Path, digit: str, suffix: str
) -> None:
    kind = ".jpg" if suffix.startswith(".j") else suffix
    if not cv2.haveImageWriter("a" + kind):
        pytest.skip(f"this OpenCV writes no {kind}")
    path = tmp_path / f"a{suffix}"
    path.write_bytes(cv2.imencode(kind, picture_of(DIGITS[digit]))[1].tobytes())
    code, said, complaint = run("read", path)
    assert (code, complaint) == (0, "")
    assert said.startswith(f"{digit} (")


def test_a_pgm_may_have_comments_and_numbers_in_words() -> None:
    content = b"P2 # made by hand\n#\n3 2\n# white:\n255\n0 100 200 40 140 240\n"
    np.testing.assert_array_equal(decode_picture(content), [[0, 100, 200], [40, 140, 240]])


@pytest.mark.parametrize("head", [b"P5", b"P5\nten 10\n255\n", b"P5\n10 10\n"])
def test_a_damaged_pgm_is_refused(head: bytes) -> None:
    assert "pgm" in refusal(lambda: decode_picture(head))


def promising(kind: str, width: int, height: int) -> bytes:
    """Return the beginning of a file of that kind and size."""
    if kind == "pgm":
        return b"P5 %d %d 255\n" % (width, height)
    size = struct.pack(">I4s4xII", 20, b"ispe", width, height)
    ipco = struct.pack(">I4s", 8 + len(size), b"ipco") + size
    iprp = struct.pack(">I4s", 8 + len(ipco), b"iprp") + ipco
    meta = struct.pack(">I4s4x", 12 + len(iprp), b"meta") + iprp
    return struct.pack(">I4s4s4x4s", 20, b"ftyp", b"avif", b"mif1") + meta


@pytest.mark.parametrize("kind", ["pgm", "avif"])
def test_the_header_tells_how_large_these_are(kind: str) -> None:
    message = refusal(lambda: decode_picture(promising(kind, 10_000, 10_000)))
    assert "100 megapixels" in message


@pytest.mark.parametrize("part", [0.02, 0.1, 0.3, 0.8])
def test_an_avif_that_is_cut_off_is_refused(part: float) -> None:
    if not cv2.haveImageWriter("a.avif"):
        pytest.skip("this OpenCV writes no avif")
    content = cv2.imencode(".avif", on_paper("3"))[1].tobytes()
    assert refusal(lambda: decode_picture(content[: int(part * len(content))]))


def test_of_a_heic_photo_it_is_said_how_to_convert_it(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "photo.heic"
    path.write_bytes(struct.pack(">I4s4s4x4s", 20, b"ftyp", b"mif1", b"heic") + bytes(100))
    code, said, complaint = run("read", path)
    assert (code, said) == (2, "")
    assert complaint.startswith(f"recognizer: {path}: a HEIC photo")
    assert "save it as JPEG" in complaint


def test_a_film_is_no_picture() -> None:
    film = struct.pack(">I4s4s4x4s", 20, b"ftyp", b"isom", b"mp42") + bytes(100)
    assert "png, jpg" in refusal(lambda: decode_picture(film))


def tiff_of(path: Path, digits: str) -> Path:
    pages = [picture_of(DIGITS[digit]) for digit in digits]
    assert cv2.imwritemulti(str(path), pages)
    return path


@pytest.mark.parametrize("workers", [1, 2])
def test_all_pages_of_a_tiff_are_read(run: Run, tmp_path: Path, workers: int) -> None:
    path = tiff_of(tmp_path / "pages.tiff", "372")
    _, said, complaint = run("read", "--workers", workers, path)
    assert complaint == ""
    starts = [line.split(" (")[0] for line in said.splitlines()]
    assert starts == [f"{path}:{k}: {digit}" for k, digit in enumerate("372", 1)]


def test_a_tiff_of_one_page_is_like_any_picture(run: Run, tmp_path: Path) -> None:
    path = saved(tmp_path / "one.tif", picture_of(DIGITS["3"]))
    assert run("read", path)[1].startswith("3 (")


def test_each_page_is_annotated_and_resumed(run: Run, tmp_path: Path) -> None:
    path, log = tiff_of(tmp_path / "pages.tif", "37"), tmp_path / "log.jsonl"
    done = run("read", path, "--json", "--annotate", tmp_path / "out", "--resume", log)
    assert [each["text"] for each in records(done[1])] == ["3", "7"]
    assert {each.name for each in (tmp_path / "out").iterdir()} == {"pages-1.png", "pages-2.png"}
    first, second = log.read_text().splitlines(keepends=True)
    log.write_text(first)
    again = run("read", path, "--json", "--resume", log)[1]
    assert [each["file"] for each in records(again)] == [f"{path}:2"]
    assert log.read_text() == first + second


def test_a_bad_page_does_not_hide_those_before_it(run: Run, tmp_path: Path) -> None:
    path = tiff_of(tmp_path / "pages.tif", "37")
    content = bytearray(path.read_bytes())
    place = load_pages(path).places[1]
    for entry in range(place + 2, place + 2 + 12 * content[place], 12):
        if content[entry : entry + 2] in (b"\0\1", b"\1\1"):  # width and height
            content[entry + 8 : entry + 12] = b"\xff\xff\0\0"
    path.write_bytes(content)
    code, said, complaint = run("read", path)
    assert code == 1
    assert said.startswith(f"{path}:1: 3 (")
    assert complaint.startswith(f"recognizer: {path}:2: a picture of")


def test_pages_that_lead_in_a_circle_are_read_once(tmp_path: Path) -> None:
    path = tiff_of(tmp_path / "pages.tif", "37")
    content, places = bytearray(path.read_bytes()), load_pages(path).places
    end = places[1] + 2 + 12 * content[places[1]]
    content[end : end + 4] = struct.pack("<I", places[0])
    path.write_bytes(content)
    assert load_pages(path).numbers == range(1, 3)


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "many.tif"
    empty = [struct.pack("<HI", 0, 8 + 6 * k) for k in range(1, MAX_PAGES + 2)]
    path.write_bytes(b"II*\0" + struct.pack("<I", 8) + b"".join(empty))
    with pytest.raises(PictureError, match="more than 1,000 pages"):
        load_pages(path)


def test_the_board_opens_the_first_page_and_knows_that_there_are_more(tmp_path: Path) -> None:
    path = tiff_of(tmp_path / "pages.tif", "37")
    opened = load_board_file(path).picture
    assert opened is not None
    np.testing.assert_array_equal(opened.pixels[..., 0], load_picture(path))
    assert holds_more(path)
    assert not holds_more(saved(tmp_path / "one.tif", picture_of(DIGITS["3"])))
