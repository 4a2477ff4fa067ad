"""Of what stands in printed cells, the row and the column are told."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
from commandline import Run
from drawnpictures import Picture, painted
from hypothesis import example, given
from hypothesis import strategies as st
from printedcells import CELL, Cover, box, comb, put, table

from recognizer import Reader, Reading
from recognizer.reading.pages.grids import Grids

pytest_plugins = ["commandfixtures"]

SUDOKU = (
    "53  7    ",
    "6  195   ",
    " 98    6 ",
    "8   6   3",
    "4  8 3  1",
    "7   2   6",
    " 6    28 ",
    "   419  5",
    "    8  79",
)
SCORES = ("65", "3", "0"), ("69", "", "92"), ("8", "7", "81")
READER = Reader()


def sudoku(wide: int = 2, thick: int = 6) -> Picture:
    cover = np.zeros((9 * CELL + 80, 9 * CELL + 80))
    for row, digits in enumerate(SUDOKU):
        for column, digit in enumerate(digits):
            x, y = 40 + column * CELL, 40 + row * CELL
            box(cover, x, y, x + CELL, y + CELL, wide)
            if digit != " ":
                put(cover, digit, x + 28, y + 20)
    for part in range(9):
        x, y = 40 + part % 3 * 3 * CELL, 40 + part // 3 * 3 * CELL
        box(cover, x, y, x + 3 * CELL, y + 3 * CELL, thick)
    return painted(cover, ink=50, paper=232)


def photographed(picture: Picture) -> Picture:
    """Return `picture` as it looks when it is taken from the side: its lines run together."""
    rows, cols = picture.shape
    corners = np.array([(0, 0), (cols, 0), (cols, rows), (0, rows)], np.float32)
    seen = corners + np.array([(20, 35), (-45, 5), (-15, -30), (50, -5)], np.float32)
    shape = cv2.getPerspectiveTransform(corners, seen)
    return np.asarray(cv2.warpPerspective(picture, shape, (cols, rows), borderValue=232), np.uint8)


def blanks(table: Sequence[Sequence[str]]) -> list[str]:
    return ["".join(cell or " " for cell in row) for row in table]


@pytest.mark.parametrize("is_photo", [False, True])
@pytest.mark.parametrize("width", [(1, 5), (2, 6), (3, 3)])
def test_a_sudoku_has_nine_rows_of_nine_cells(width: tuple[int, int], is_photo: bool) -> None:
    picture = sudoku(*width)
    (found,) = READER.read_image(photographed(picture) if is_photo else picture).tables
    assert blanks(found) == [*SUDOKU]


def test_walls_part_numbers() -> None:
    assert READER.read_image(sudoku()).text.split("\n")[1] == "6 1 9 5"


def test_a_cell_may_hold_several_digits_or_none() -> None:
    reading = READER.read_image(painted(table(SCORES, 60), ink=50, paper=232))
    assert reading.tables == [[[*row] for row in SCORES]]
    assert [[number.text for number in line.numbers] for line in reading.lines] == [
        [text for text in row if text] for row in SCORES
    ]
    (grid,) = reading.grids
    left, top = grid.box.left, grid.box.top
    assert (left, top) == pytest.approx((60, 60), abs=4)


def test_a_row_keeps_together_what_stands_high_and_low_in_it() -> None:
    cover = np.zeros((2 * CELL + 80, 4 * CELL + 80))
    for row, column in np.ndindex(2, 4):
        x, y = 40 + column * CELL, 40 + row * CELL
        box(cover, x, y, x + CELL, y + CELL, 2)
        put(cover, str(column + 4 * row), x + 28, y + (5 if column % 2 else 35))
    assert READER.read_image(painted(cover, ink=50, paper=232)).text == "0 1 2 3\n4 5 6 7"


def test_a_cell_that_spans_two_columns_stands_in_the_first() -> None:
    cover = table((("", "", ""), ("4", "5", "6")), 60)
    cover[60 + 4 : 60 + CELL - 4, 60 + 2 * CELL - 6 : 60 + 2 * CELL + 6] = 0
    put(cover, "7", 60 + 2 * CELL - 20, 80)
    put(cover, "8", 60 + 4 * CELL + 40, 80)
    (found,) = READER.read_image(painted(cover, ink=50, paper=232)).tables
    assert found == [["7", "", "8"], ["4", "5", "6"]]


def test_faint_lines_within_a_dark_frame_part_cells() -> None:
    cover = table((("1", "2"), ("3", "4"), ("5", "6")), 60) * 0.0
    faint = np.zeros_like(cover)
    for row, column in np.ndindex(3, 2):
        x, y = 60 + column * 2 * CELL, 60 + row * CELL
        box(faint, x, y, x + 2 * CELL, y + CELL, 2)
        put(cover, str(1 + column + 2 * row), x + 70, y + 20)
    box(cover, 60, 60, 60 + 4 * CELL, 60 + 3 * CELL, 4)
    both = np.maximum(cover, 0.3 * faint)
    (found,) = READER.read_image(painted(both, ink=30, paper=232)).tables
    assert found == [["1", "2"], ["3", "4"], ["5", "6"]]


def test_printed_pictures_in_cells_are_nothing() -> None:
    cover = table((("", "4", "12"), ("", "5", "3")), 60)
    cv2.circle(cover, (60 + CELL, 60 + CELL // 2), 26, 1.0, -1)
    shape = np.array([(130, 195), (172, 168), (172, 222)], np.int32)
    cv2.fillPoly(cover, [shape], 1.0)
    reading = READER.read_image(painted(cover, ink=50, paper=232))
    assert reading.text == "4 12\n5 3"
    assert reading.tables == [[["", "4", "12"], ["", "5", "3"]]]


def sigma(cover: Cover, row: int, column: int, margin: int = 60) -> None:
    """Draw a printed sign into a cell of a `table`."""
    corner = margin + column * 2 * CELL + 60, margin + row * CELL + 20
    points = np.array([(40, 0), (0, 0), (24, 25), (0, 50), (40, 50)]) + corner
    cv2.polylines(cover, [points.astype(np.int32)], False, 1.0, 5)


def read_table(cover: Cover) -> Reading:
    return READER.read_image(painted(cover, 50, 232))


FILLED = ("42", "6"), ("8", "35"), ("50", "41")


def text_of(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(" ".join(filter(None, row)) for row in rows)


@pytest.mark.parametrize("head", [("", "", ""), ("", "1", "2"), ("9", "1", "2")])
def test_a_sign_at_the_head_of_a_row_is_its_label(head: tuple[str, ...]) -> None:
    rows = [head, *(("", *row) for row in FILLED)]
    cover = table(rows, 60)
    sigma(cover, 3, 0)
    reading = read_table(cover)
    assert reading.text == text_of(rows).strip()
    assert reading.tables == [[[*row] for row in rows]]


def test_a_sign_at_the_head_of_a_column_is_its_label() -> None:
    rows = [["", "", "", ""], *([str(k), *row] for k, row in enumerate(zip(*FILLED, strict=True)))]
    cover = table(rows, 60)
    sigma(cover, 0, 2)
    assert read_table(cover).text == text_of(rows).strip()


@pytest.mark.parametrize("first", [("7", "", "1"), ("", "", "")], ids=["digits", "no more rows"])
def test_elsewhere_what_is_not_read_is_told(first: tuple[str, ...]) -> None:
    count = 3 if any(first) else 2
    rows = [("", "1", "2"), *((a, *row) for a, row in zip(first, FILLED[:count], strict=False))]
    cover = table(rows, 60)
    sigma(cover, 2, 0)
    lines = text_of(rows).split("\n")
    assert read_table(cover).text.split("\n") == [*lines[:2], f"? {lines[2]}", *lines[3:]]


def test_in_a_row_with_no_numbers_what_is_not_read_is_told() -> None:
    rows = [("", "1", "2"), *(("", *row) for row in FILLED), ("", "", "")]
    cover = table(rows, 60)
    sigma(cover, 4, 0)
    assert read_table(cover).text == text_of(rows) + "?"


def test_boxes_for_single_digits_hold_one_number() -> None:
    reading = READER.read_image(painted(comb("45393", 3), ink=50, paper=232))
    assert reading.text == "45393"
    assert reading.tables == [[[*"45393"]]]
    assert [each.cell and each.cell.column for each in reading.symbols] == [1, 2, 3, 4, 5]


BRICKS = [(0, 0, 100, 100), (35, 100, 100, 100), (36, 200, 51, 100)]
PLACE, SIDE = st.integers(0, 30).map((10).__mul__), st.integers(1, 12).map((10).__mul__)


@given(st.lists(st.tuples(PLACE, PLACE, SIDE, SIDE), max_size=12))
@example(BRICKS)
def test_cells_stand_in_rows_and_columns_however_they_lie(placed: list[tuple[int, ...]]) -> None:
    corners = [[(x, y), (x + w, y), (x + w, y + h), (x, y + h)] for x, y, w, h in placed]
    grids = Grids.of(np.array(corners, float).reshape(-1, 4, 2))
    assert len(grids.cells) == len(grids.middles)
    for cell in grids.cells:
        grid = grids.found[cell.grid - 1]
        assert 1 <= cell.row <= grid.rows
        assert 1 <= cell.column <= grid.columns


def test_bricks_stand_below_each_other() -> None:
    corners = [[(x, y), (x + w, y), (x + w, y + h), (x, y + h)] for x, y, w, h in BRICKS]
    assert [cell.row for cell in Grids.of(np.array(corners, float)).cells] == [1, 2, 3]


def test_where_nothing_is_printed_there_is_no_grid() -> None:
    cover = np.zeros((200, 300))
    left = 40
    for digit in "408":
        left = put(cover, digit, left, 70)
    reading = READER.read_image(painted(cover, ink=50, paper=232))
    assert (reading.text, reading.grids, reading.tables) == ("408", (), [])


def test_json_tells_the_cell_of_each_number(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "scores.png"
    cv2.imwrite(str(path), painted(table(SCORES, 60), ink=50, paper=232))
    code, out, _ = run("read", "--json", path)
    record = json.loads(out)
    assert code == 0
    assert [(each["rows"], each["columns"]) for each in record["grids"]] == [(3, 3)]
    cells = {number["text"]: number["cell"] for line in record["lines"] for number in line}
    assert cells["92"] == {"grid": 1, "row": 2, "column": 3}
    assert cells["7"] == {"grid": 1, "row": 3, "column": 2}


def test_grids_are_printed_as_csv(run: Run, tmp_path: Path) -> None:
    paths = [tmp_path / "scores.png", tmp_path / "sudoku.png", tmp_path / "plain.png"]
    cv2.imwrite(str(paths[0]), painted(table(SCORES, 60), ink=50, paper=232))
    cv2.imwrite(str(paths[1]), sudoku())
    cv2.imwrite(str(paths[2]), painted(put_alone("7"), ink=50, paper=232))
    assert run("read", "--grid", paths[0]) == (0, "65,3,0\n69,,92\n8,7,81\n", "")
    code, out, err = run("read", "--grid", *paths)
    rows = [*csv.reader(out.splitlines())]
    assert code == 0
    assert [row[1:] for row in rows[:3]] == [[*row] for row in SCORES]
    assert blanks([row[1:] for row in rows[3:]]) == [*SUDOKU]
    assert {row[0] for row in rows[3:]} == {str(paths[1])}
    assert "plain.png: no printed cells are seen" in err


def put_alone(digit: str) -> np.ndarray:
    cover = np.zeros((120, 120))
    put(cover, digit, 40, 35)
    return cover
