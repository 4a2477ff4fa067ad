"""Boards are saved as a pair of files and opened again."""

from __future__ import annotations

import gzip
import json
import os
from datetime import datetime
from pathlib import Path

import cv2
import numpy as np
import pytest
from making import ink_line, picture_of, write_lines
from strokes import DIGITS

from recognizer import Ink, InkError, PictureError, Stroke, read_ink_file
from recognizer.commands.read.read import read_files
from recognizer.console import printable
from recognizer.document.corrections import Correction, of_all
from recognizer.document.page import BoardPicture, Page
from recognizer.errors import FileError
from recognizer.ink import MAX_POINTS
from recognizer.ink.inkfile import MAX_LINE_BYTES
from recognizer.keeping.boardfiles import (
    MAX_BOARD_BYTES,
    MAX_BOARD_POINTS,
    MAX_SIDE_PIXELS,
    holds_more,
    load_board_file,
    save_board,
)
from recognizer.network.alphabet import Alphabet
from recognizer.pictures.decode import load_picture

WHEN = datetime(2026, 11, 21, 14, 25, 30)
NAME = "recognizer-2026-11-21-142530"
PNG = b"\x89PNG as the board has drawn it"
STROKE = Stroke([(0.1, 1 / 3), (5, 6)], times=[0, 0.25], pressures=[0.5, 1], pen_width=17.5)


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def save(folder: Path, page: Page | None = None, text: str = "4") -> Path:
    return save_board(page or Page(DIGITS["4"].strokes), PNG, folder, WHEN, text)


def written(path: Path, picture: np.ndarray) -> Path:
    """Write `picture` to `path`, in the format its name says."""
    path.write_bytes(cv2.imencode(path.suffix, picture)[1].tobytes())
    return path


def pixels(page: Page) -> np.ndarray:
    assert page.picture is not None
    return page.picture.pixels


# Saving


def test_a_board_is_saved_as_a_picture_and_its_ink(tmp_path: Path) -> None:
    path = save(tmp_path)
    assert path == tmp_path / f"{NAME}.png"
    assert names(tmp_path) == [f"{NAME}.json", f"{NAME}.png"]
    assert path.read_bytes() == PNG
    (saved,) = read_ink_file(path.with_suffix(".json"))
    assert saved.ink == DIGITS["4"]


@pytest.mark.parametrize("correction", ["7", ""])
def test_what_the_user_said_is_the_label(tmp_path: Path, correction: str) -> None:
    page = Page(DIGITS["7"].strokes, corrections=of_all(DIGITS["7"].strokes, correction))
    record = json.loads(save(tmp_path, page, "1").with_suffix(".json").read_bytes())
    assert (record["label"], record["text"]) == (correction, "1")


def test_without_a_word_of_the_user_there_is_no_label(tmp_path: Path) -> None:
    record = json.loads(save(tmp_path).with_suffix(".json").read_bytes())
    assert "label" not in record
    assert record["text"] == "4"


def test_a_picture_without_ink_is_saved_alone(tmp_path: Path) -> None:
    page = Page(picture=BoardPicture("a.png", np.zeros((2, 3, 3), np.uint8)))
    assert save(tmp_path, page).read_bytes() == PNG
    assert names(tmp_path) == [f"{NAME}.png"]


def test_the_folder_is_made(tmp_path: Path) -> None:
    assert save(tmp_path / "a" / "b").is_file()


def test_boards_of_one_second_are_counted(tmp_path: Path) -> None:
    paths = [save(tmp_path) for _ in range(3)]
    assert [path.stem for path in paths] == [NAME, f"{NAME}-2", f"{NAME}-3"]
    assert len(names(tmp_path)) == 6


@pytest.mark.parametrize("suffix", [".png", ".json"])
def test_a_pair_needs_both_names(tmp_path: Path, suffix: str) -> None:
    (tmp_path / (NAME + suffix)).write_bytes(b"of somebody else")
    assert save(tmp_path).stem == f"{NAME}-2"
    assert names(tmp_path) == sorted([NAME + suffix, f"{NAME}-2.json", f"{NAME}-2.png"])
    assert (tmp_path / (NAME + suffix)).read_bytes() == b"of somebody else"


def test_of_half_a_pair_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        save_board(Page(), "no bytes", tmp_path, WHEN, "")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        save_board(Page((STROKE,)), PNG, tmp_path, WHEN, object())  # type: ignore[arg-type]
    assert names(tmp_path) == []


def test_where_no_folder_can_be_nothing_is_saved(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FileError) as caught:
        save(tmp_path / "file")
    assert str(tmp_path / "file") in str(caught.value)
    assert "\n" not in str(caught.value)


# Opening ink


@pytest.mark.parametrize("correction", ["5", "", None])
def test_a_saved_board_is_opened_as_it_was(tmp_path: Path, correction: str | None) -> None:
    strokes = (STROKE, *DIGITS["5"].strokes)
    page = Page(strokes, corrections=of_all(strokes, correction))
    assert load_board_file(save(tmp_path, page).with_suffix(".json")) == page


def test_what_was_said_of_single_digits_is_opened_as_it_was(tmp_path: Path) -> None:
    five = DIGITS["5"].strokes
    page = Page((STROKE, *five), corrections=(Correction(five, "5"), Correction((STROKE,), "")))
    path = save(tmp_path, page).with_suffix(".json")
    assert "label" not in json.loads(path.read_bytes())
    assert load_board_file(path) == page


def test_a_board_of_another_alphabet_is_opened_as_it_was(tmp_path: Path) -> None:
    five, letters = DIGITS["5"].strokes, Alphabet("letters", ("A", "B"), ((), ()), "letter", "")
    parts = Page((STROKE, *five), corrections=(Correction(five, "A"), Correction((STROKE,), "B")))
    for page in (Page(five, corrections=of_all(five, "A")), parts):
        path = save(tmp_path, page).with_suffix(".json")
        assert load_board_file(path, letters) == page
        assert load_board_file(path).corrections == ()


@pytest.mark.parametrize(
    "said",
    [None, 7, [7], [[0, "7"]], [[[9], "7"]], [[[-1], "7"]], [[[0], 7]], [[[0], "x"]], [[[], "7"]]],
    ids=str,
)
def test_corrections_that_make_no_sense_cost_no_ink(tmp_path: Path, said: object) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({**json.loads(DIGITS["4"].to_json()), "corrections": said}))
    assert load_board_file(path) == Page(DIGITS["4"].strokes)


@pytest.mark.slow
def test_a_saved_board_is_opened_however_much_was_drawn(tmp_path: Path) -> None:
    rng = np.random.default_rng(7)
    stroke = Stroke(rng.random((100_000, 2)) * 1000, rng.random(100_000), rng.random(100_000))
    page = Page((*[stroke] * (MAX_POINTS // len(stroke)), STROKE))
    path = save(tmp_path, page).with_suffix(".json")
    assert path.stat().st_size > MAX_LINE_BYTES
    assert load_board_file(path) == page


@pytest.mark.parametrize(
    "content",
    ["[" + "0," * (5 * MAX_BOARD_POINTS + 1) + "0]", " " * MAX_BOARD_BYTES + "{}"],
    ids=["values", "bytes"],
)
def test_what_no_board_ever_needs_is_refused_before_it_is_parsed(
    tmp_path: Path, content: str
) -> None:
    (tmp_path / "a.json").write_text(content)
    with pytest.raises(InkError, match=r"a\.json: more than (2,000,000 points|192 MiB)"):
        load_board_file(tmp_path / "a.json")


def test_strokes_keep_the_width_they_have_or_have_not(tmp_path: Path) -> None:
    page = load_board_file(save(tmp_path, Page((STROKE, Stroke([(1, 2)])))).with_suffix(".json"))
    assert [stroke.pen_width for stroke in page.strokes] == [17.5, None]


@pytest.mark.parametrize(
    ("lines", "more"), [([], False), (["1"], False), (["1", "7"], True), (["1", None], True)]
)
def test_a_file_may_hold_more_than_the_first_ink(
    tmp_path: Path, lines: list[str | None], more: bool
) -> None:
    path = tmp_path / "a.jsonl"
    write_lines(path, [ink_line(DIGITS[each]) if each else "broken" for each in lines])
    assert holds_more(path) == more


def test_a_picture_and_a_saved_board_hold_no_more(tmp_path: Path) -> None:
    save(tmp_path, Page(DIGITS["4"].strokes))
    assert not any(holds_more(path) for path in tmp_path.iterdir())


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "A.JSONL"])
def test_of_many_inks_the_first_is_opened(tmp_path: Path, name: str) -> None:
    content = f"{ink_line(DIGITS['4'], label='4')}\n{ink_line(DIGITS['5'])}\nbad".encode()
    path = tmp_path / name
    path.write_bytes(gzip.compress(content) if name.endswith("gz") else content)
    strokes = DIGITS["4"].strokes
    assert load_board_file(path) == Page(strokes, corrections=of_all(strokes, "4"))


@pytest.mark.parametrize("label", ["A", "12", "", "²", "\uff17", " 7"])
def test_only_a_digit_is_a_correction(tmp_path: Path, label: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(ink_line(DIGITS["7"], label=label), encoding="utf-8")
    assert load_board_file(path).corrections == ()


@pytest.mark.parametrize(("name", "content"), [("a.json", "[]"), ("a.jsonl", ""), ("a.json", "")])
def test_what_is_no_ink_is_not_opened(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(InkError, match=name):
        load_board_file(tmp_path / name)


# Opening pictures


def test_a_picture_is_opened_under_its_name(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    picture = rng.integers(0, 256, (40, 30, 3), np.uint8)
    page = load_board_file(written(tmp_path / "a.png", picture))
    assert page.picture is not None
    assert page.picture.name == "a.png"
    assert (pixels(page) == picture).all()
    assert (page.strokes, page.corrections) == ((), ())


def test_a_gray_picture_becomes_a_colored_one(tmp_path: Path) -> None:
    gray = picture_of(DIGITS["2"])
    opened = pixels(load_board_file(written(tmp_path / "a.png", gray)))
    assert (opened == gray[..., None]).all()
    assert opened.shape == (*gray.shape, 3)


def test_a_transparent_picture_is_laid_on_white(tmp_path: Path) -> None:
    colors = [[10, 20, 30, 255], [10, 20, 30, 0], [0, 100, 255, 128]]
    picture = np.array([colors], np.uint8)
    opened = pixels(load_board_file(written(tmp_path / "a.png", picture)))
    assert opened.tolist() == [[[10, 20, 30], [255, 255, 255], [127, 177, 255]]]


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ((3000, 4096), (1500, 2048)),
        ((4096, 1), (2048, 1)),
        ((2048, 2048), (2048, 2048)),
        ((7, 5), (7, 5)),
    ],
    ids=str,
)
def test_a_large_picture_is_reduced(
    tmp_path: Path, shape: tuple[int, int], expected: tuple[int, int]
) -> None:
    opened = pixels(load_board_file(written(tmp_path / "a.png", np.zeros(shape, np.uint8))))
    assert opened.shape == (*expected, 3)
    assert max(opened.shape) <= MAX_SIDE_PIXELS


def test_a_picture_is_reduced_without_losing_thin_lines(tmp_path: Path) -> None:
    lines = np.full((8, 4 * MAX_SIDE_PIXELS), 255, np.uint8)
    lines[:, ::4] = 0
    opened = pixels(load_board_file(written(tmp_path / "a.png", lines)))
    assert np.abs(opened.astype(int) - 191).max() <= 1


def test_a_broken_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(PNG)
    with pytest.raises(PictureError, match=r"a\.png"):
        load_board_file(tmp_path / "a.png")


@pytest.mark.parametrize("name", ["none.png", "a.txt", "a\0.png", "pipe.png"])
def test_what_cannot_be_opened_is_refused_in_the_words_of_the_command_line(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").touch()
    if name.startswith("pipe"):
        os.mkfifo(tmp_path / name)
    with pytest.raises(PictureError) as caught:
        load_board_file(tmp_path / name)
    read_files([tmp_path / name], None, False)
    words, _, _ = printable(str(caught.value)).partition(" (")  # the command line knows more kinds
    assert words in capsys.readouterr().err


def test_a_folder_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match="a folder"):
        load_board_file(tmp_path)


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_ink_without_strokes_does_not_empty_the_board(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(Ink().to_json())
    with pytest.raises(InkError, match=rf"{name}: no strokes in it"):
        load_board_file(tmp_path / name)


# Pictures take little room


def photo(seed: int) -> np.ndarray:
    """Return (1536, 2048, 3) pixels with the shades of a photograph and the noise of a camera."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 256, (48, 64, 3)).astype(np.uint8)
    shades = cv2.resize(coarse, (2048, 1536), interpolation=cv2.INTER_CUBIC)
    noise = rng.normal(0, 4, (1536, 2048, 3))
    return np.asarray(np.clip(shades + noise, 0, 255), np.uint8)


def test_a_photograph_is_kept_small_and_looks_the_same(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jpg", photo(1))
    page = load_board_file(path)
    assert page.picture is not None
    assert len(page.picture.content) < 60e6 / 30
    difference = pixels(page).astype(int) - load_picture(path)
    assert np.abs(difference).mean() < 3


def test_the_pixels_of_a_photograph_are_the_same_before_and_after_others(tmp_path: Path) -> None:
    page = load_board_file(written(tmp_path / "a.jpg", photo(1)[:90, :120]))
    before = pixels(page)
    for number in range(3):
        load_board_file(written(tmp_path / f"{number}.png", photo(number)[:90, :120]))
    assert pixels(page) is not before
    assert (pixels(page) == before).all()
