"""Pictures that lie on their side or upside down, and images whose sides are exchanged."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from commandline import Run, records
from making import write_idx
from sheetpictures import DIGIT_PIXELS, MARGIN_PIXELS, sheet
from strokes import DIGITS

from recognizer import PictureError, Reader
from recognizer.commands.arguments import TURNS
from recognizer.ink import BoundingBox
from recognizer.network.preprocess import preprocess_ink
from recognizer.pictures.turns import Turn

pytest_plugins = ["commandfixtures"]

PAGE = sheet("24735", "93521")
TEXT = "24735\n93521"
FIELDS = np.stack([np.rint(preprocess_ink(ink) * 255) for ink in DIGITS.values()]).astype(np.uint8)
each_way = pytest.mark.parametrize("degrees", [90, 180, 270])


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def lying(degrees: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Return the page so that it must be turned clockwise by `degrees` to be upright."""
    return np.ascontiguousarray(np.rot90(PAGE, degrees // 90))


@each_way
def test_a_page_that_lies_on_its_side_is_read_and_said_to_be_turned(
    reader: Reader, degrees: int
) -> None:
    reading = reader.read_image(lying(degrees))
    assert (reading.text, reading.turned) == (TEXT, degrees)


def test_a_page_that_is_upright_is_not_turned(reader: Reader) -> None:
    reading = reader.read_image(PAGE)
    assert (reading.text, reading.turned) == (TEXT, 0)


@each_way
def test_boxes_lie_in_the_picture_as_it_was_given(reader: Reader, degrees: int) -> None:
    picture = lying(degrees)
    symbols = reader.read_image(picture).symbols
    box = symbols[0].box  # of the 2 at the upper left of the upright page
    rows, cols = picture.shape
    begin, end = MARGIN_PIXELS, MARGIN_PIXELS + DIGIT_PIXELS
    place = {
        90: (begin + 20, rows - end, end + 20, rows - begin),
        180: (cols - end, rows - end - 20, cols - begin, rows - begin - 20),
        270: (cols - end - 20, begin, cols - begin - 20, end),
    }[degrees]
    assert place[0] <= box.left < box.right <= place[2]
    assert place[1] <= box.top < box.bottom <= place[3]


@pytest.mark.parametrize("turn", Turn)
def test_a_box_goes_with_its_picture_and_back(turn: Turn) -> None:
    picture = np.zeros((40, 70), np.uint8)
    picture[5:12, 20:50] = 255
    rows, cols = np.nonzero(turn.of(picture))
    box = BoundingBox(cols.min(), rows.min(), cols.max() + 1, rows.max() + 1)
    assert turn.back(box, 40, 70) == BoundingBox(20, 5, 50, 12)


def test_who_says_how_it_lies_is_believed(reader: Reader) -> None:
    picture = lying(90)
    told = reader.read_image(picture, turn=90)
    assert (told.text, told.turned) == (TEXT, 0)
    found = reader.read_image(picture)
    assert [each.box for each in told.symbols] == [each.box for each in found.symbols]
    assert reader.read_image(picture, turn=0).text != TEXT


def test_another_turn_is_refused(reader: Reader) -> None:
    with pytest.raises(PictureError, match="not 45"):
        reader.read_image(PAGE, turn=45)


def test_dashes_are_not_turned_into_ones(reader: Reader) -> None:
    page = np.full((400, 500), 230, np.uint8)
    for row in range(60, 400, 80):
        for col in range(60, 460, 80):
            cv2.line(page, (col, row), (col + 26, row + 4), 30, 7, cv2.LINE_AA)
    reading = reader.read_image(page)
    assert "1" not in reading.text
    assert reading.turned == 0


# The command


def test_the_command_says_so_beside_the_text(tmp_path: Path, run: Run) -> None:
    cv2.imwrite(str(tmp_path / "side.png"), lying(270))
    code, out, err = run("read", tmp_path / "side.png")
    assert (code, out.splitlines()) == (0, TEXT.splitlines())
    assert "side.png: it stands on its side: read turned to the left" in err


def test_json_says_so_only_of_what_was_turned(tmp_path: Path, run: Run) -> None:
    for degrees in (0, 180):
        cv2.imwrite(str(tmp_path / f"{degrees}.png"), lying(degrees))
    code, out, err = run("read", "--json", tmp_path)
    assert (code, err) == (0, "")
    assert [record.get("turned") for record in records(out)] == [None, 180]


def test_the_command_takes_every_turn(tmp_path: Path, run: Run) -> None:
    assert list(TURNS) == [each.value for each in Turn]
    cv2.imwrite(str(tmp_path / "side.png"), lying(90))
    assert run("read", "--turn", "90", tmp_path / "side.png") == (0, f"{TEXT}\n", "")


def test_of_transposed_images_there_is_a_hint(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "emnist-images-ubyte"
    write_idx(path, np.ascontiguousarray(FIELDS.swapaxes(1, 2)))
    _, _, hint = run("read", path)
    assert "--turn transposed" in hint
    code, out, err = run("read", "--json", "--turn", "transposed", path)
    assert (code, err) == (0, "")
    assert [record["text"] for record in records(out)] == list("0123456789")


def test_of_upright_images_there_is_none(tmp_path: Path, run: Run) -> None:
    write_idx(tmp_path / "t10k-images-ubyte", FIELDS)
    code, _, err = run("read", tmp_path / "t10k-images-ubyte")
    assert (code, err) == (0, "")


def test_score_takes_a_turn_and_gives_the_hint(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "set.npz"
    np.savez(path, x_test=FIELDS.swapaxes(1, 2), y_test=np.arange(10))
    _, _, hint = run("score", path)
    assert "--turn transposed" in hint
    code, out, err = run("score", "--json", "--turn", "transposed", path)
    assert (code, err, records(out)[0]["right"]) == (0, "", 10)
