"""The drawing stays in the browser: after a reload, beside other tabs, where there is no room."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from browsing import Board

pytest_plugins = ["browserfixtures"]

SHEETS = "Object.keys(localStorage).filter((name) => name.startsWith('drawing '))"
FULL = """() => { for (let size = 2 ** 22; size >= 1; size /= 2) {
  try { for (let i = 0; ; i++) localStorage.setItem(`filler ${size} ${i}`, "x".repeat(size)); }
  catch { continue; }
} }"""
BARRED = """for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, {get() { throw new Error("barred") }});"""


def in_tab(board: Board, page: Any) -> Board:
    """Return the board of another tab, when it is ready."""
    page.wait_for_load_state()
    return Board(page, board.url)


def new_tab(board: Board) -> Board:
    page = board.page.context.new_page()
    page.goto(board.page.url)
    return in_tab(board, page)


def doubled(board: Board) -> Board:
    """Double the tab, as a browser's menu does: with what the tab alone knows."""
    with board.page.context.expect_page() as opened:
        board.page.evaluate("() => { window.open(location.href); }")
    return in_tab(board, opened.value)


def test_a_drawing_is_there_and_read_after_a_reload(board: Board) -> None:
    board.draw("26")
    board.reads("26")
    board.page.reload()
    board.reads("26")
    board.draw("0", left=420)
    board.reads("260")


def test_a_stroke_is_kept_as_soon_as_the_pen_is_lifted(board: Board) -> None:
    board.draw("2")
    board.page.reload()
    board.reads("2")


def test_undo_and_redo_go_on_after_a_reload(board: Board) -> None:
    board.draw("26")
    board.press("e")
    board.page.mouse.click(180, 300)
    board.press("c", "Control+z")
    board.reads("26")
    board.page.reload()
    board.reads("26")
    board.button("Redo").click()
    board.reads("")
    board.press("Control+z", "Control+z")
    board.reads("2")


def test_a_cleared_board_is_clear_after_a_reload_and_can_be_brought_back(board: Board) -> None:
    board.draw("2")
    board.reads("2")
    board.press("c")
    board.page.reload()
    board.shows(".call", "Draw a number")
    assert board.text() == ""
    board.press("Control+z")
    board.reads("2")


def test_the_drawing_is_there_when_one_comes_back_from_another_page(board: Board) -> None:
    board.draw("2")
    for way in ("Back to the board", None):
        board.page.get_by_role("link", name="About").click()
        board.page.get_by_role("heading", name="About").wait_for()
        if way:
            with board.page.expect_navigation():
                board.page.get_by_role("link", name=way).click()
        else:
            board.page.go_back()
        board.reads("2")
    board.draw("6", left=264)
    board.page.reload()
    board.reads("26")


def test_pressure_times_and_width_are_kept(board: Board) -> None:
    pen = {"pointerType": "pen", "force": 0.7, "button": "left", "buttons": 1, "clickCount": 1}
    for kind, x, y in (("Pressed", 300, 200), ("Moved", 300, 250), ("Moved", 300, 300)):
        event = {"type": f"mouse{kind}", "x": x, "y": y, **pen}
        board.devtools.send("Input.dispatchMouseEvent", event)
    with board.page.expect_request("**/api/ink*") as before:
        release = {"type": "mouseReleased", "x": 300, "y": 300, **pen}
        board.devtools.send("Input.dispatchMouseEvent", release)
    with board.page.expect_request("**/api/ink*") as after:
        board.page.reload()
    assert after.value.post_data_json == before.value.post_data_json


def test_a_new_tab_goes_on_with_what_was_left(board: Board) -> None:
    board.draw("2")
    other = new_tab(board)
    board.page.close()
    other.page.close()
    with other.page.context.new_page() as page:
        page.goto(board.url)
        last = in_tab(board, page)
        last.reads("2")
        last.draw("6", left=264)
        last.reads("26")
        assert page.evaluate(f"{SHEETS}.length") == 1


@pytest.mark.parametrize("opened", [new_tab, doubled])
def test_two_tabs_do_not_write_over_one_another(board: Board, opened: Any) -> None:
    board.draw("2")
    board.reads("2")
    other = opened(board)
    other.reads("2")
    other.draw("6", left=264)
    other.reads("26")
    board.draw("0", left=264)
    board.reads("20")
    other.page.reload()
    other.reads("26")
    board.page.reload()
    board.reads("20")


def test_clearing_one_tab_leaves_the_other_as_it_is(board: Board) -> None:
    board.draw("2")
    other = new_tab(board)
    other.reads("2")
    other.press("c")
    other.page.close()
    board.page.reload()
    board.reads("2")


def test_few_sheets_are_kept_however_many_tabs_there_are(board: Board) -> None:
    board.draw("1")
    for tab in range(10):
        other = new_tab(board)
        other.drag(np.array([(100.0, 100.0 + 40 * tab), (140, 100 + 40 * tab)]))
    assert other.page.evaluate(f"{SHEETS}.length") == 8


def test_a_full_storage_stops_no_drawing_and_is_told(board: Board) -> None:
    board.page.evaluate(FULL)
    board.draw("2")
    board.shows("#note", re.compile("keeps no drawing: save it"))
    board.reads("2")
    board.page.evaluate("localStorage.clear()")
    board.draw("6", left=264)
    board.page.reload()
    board.reads("26")


def test_who_leaves_a_drawing_that_is_not_kept_is_asked(board: Board) -> None:
    asked: list[str] = []
    board.page.add_init_script(BARRED)
    board.page.reload()
    board.draw("2")
    board.reads("2")
    board.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    board.page.reload()
    assert asked == ["beforeunload"]


@pytest.mark.parametrize(
    "damage",
    [
        "x",
        "{}",
        "[[1]]",
        '{"strokes": {"0": [1, [[1]]]}, "steps": [[], [[[[0, 1]], [], null]], []]}',
        '{"strokes": {}, "steps": [[], [[[[0, 1]], [], null]], []]}',
        '{"strokes": {"0": [5, [[1, 2, 0]]]}, "steps": [[], [[[[0, 1e9]], [], null]], []]}',
    ],
)
@pytest.mark.parametrize("kept", ["drawing", "ink"])
def test_a_damaged_sheet_stops_nothing(board: Board, kept: str, damage: str) -> None:
    board.draw("6")
    board.page.goto(f"{board.url}/about")
    name = board.page.evaluate(f"(kept) => {SHEETS}[0].replace('drawing', kept)", kept)
    board.page.evaluate("([name, text]) => localStorage.setItem(name, text)", [name, damage])
    board.page.goto(board.url)
    board.press("c")  # where only what is said of the sheet is damaged, the drawing is there
    board.draw("2")
    board.reads("2")
    board.page.reload()
    board.reads("2")
