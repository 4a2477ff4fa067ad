"""The page in a real browser: the pen, and what is read and said."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest
from browsing import PHONE, PIXELS, SURE, Board, Open, inked_pixels, inside, keys_to, written

pytest_plugins = ["browserfixtures"]

SPIRAL = np.array(
    [(400 + 12 * t * np.cos(t), 420 + 12 * t * np.sin(t)) for t in np.linspace(0.5, 20, 120)]
)


# Pen


def test_what_the_mouse_draws_is_read_when_the_button_is_let_go(board: Board) -> None:
    board.draw("2026")
    board.reads("2026")
    board.shows(".sure", SURE)
    board.shows(".tag .figure", "2026")
    board.shows("#spoken", re.compile(r"^2026, (quite )?sure$"))


def test_a_finger_draws_and_a_second_one_does_not(open_board: Open) -> None:
    with open_board(**PHONE) as board:
        for points in written("4", 40, 150, 0.9):
            board.touch("touchStart", tuple(points[0]))
            board.touch("touchStart", tuple(points[0]), (300, 400))
            for point in points[1:]:
                board.touch("touchMove", tuple(point), (300, 400))
            board.touch("touchEnd")
        board.reads("4")


def test_what_a_finger_has_drawn_stays_when_the_system_takes_it_away(open_board: Open) -> None:
    with open_board(**PHONE) as board:
        points = written("2", 60, 150, 1.0)[0]
        board.touch("touchStart", tuple(points[0]))
        for point in points[1:]:
            board.touch("touchMove", tuple(point))
        board.touch("touchCancel")
        board.reads("2")


def test_the_pressure_of_a_pen_and_the_times_are_part_of_the_ink(board: Board) -> None:
    pen = {"pointerType": "pen", "force": 0.7, "button": "left", "buttons": 1, "clickCount": 1}
    points = written("2", 300, 200, 2)[0]
    with board.page.expect_request("**/api/ink*") as asked:
        for i, (x, y) in enumerate(points):
            kind = "mouseMoved" if i else "mousePressed"
            board.devtools.send("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, **pen})
        x, y = points[-1]
        board.devtools.send(
            "Input.dispatchMouseEvent", {"type": "mouseReleased", "x": x, "y": y, **pen}
        )
    ink = json.loads(asked.value.post_data)
    times = [point[2] for point in ink["strokes"][0]]
    assert {point[3] for point in ink["strokes"][0]} == {0.7}
    assert times == sorted(times)
    assert times[-1] > times[0]
    assert ink["pen_widths"] == [10]
    board.reads("2")


def test_a_mouse_has_no_pressure(board: Board) -> None:
    with board.page.expect_request("**/api/ink*") as asked:
        board.draw("1")
    assert {len(point) for point in json.loads(asked.value.post_data)["strokes"][0]} == {3}


def test_the_right_button_erases_whole_strokes_in_one_step(board: Board) -> None:
    board.draw("26")
    board.reads("26")
    board.drag(np.array([(250.0, 300.0), (420.0, 300.0)]), button="right")
    board.reads("2")
    board.press("Control+z")
    board.reads("26")


def test_the_eraser_erases_until_it_is_put_away(board: Board) -> None:
    board.draw("26")
    board.press("e")
    board.drag(np.array([(250.0, 300.0), (420.0, 300.0)]))
    board.reads("2")
    board.button("Eraser").click()
    board.draw("0", left=264)
    board.reads("20")


def test_undo_redo_and_clear_by_keys_and_by_buttons(board: Board) -> None:
    board.draw("26")
    board.reads("26")
    board.press("Control+z")
    board.reads("2")
    board.press("Control+Shift+z")
    board.reads("26")
    board.button("Clear").click()
    board.shows(".call", "Draw a number")
    assert board.text() == ""
    assert inked_pixels(board) == 0
    board.button("Undo").click()
    board.reads("26")
    board.press("c")
    board.reads("")
    board.press("Control+z", "Control+z")
    board.reads("2")
    board.press("Control+y")
    board.reads("26")


def test_a_button_that_would_do_nothing_is_disabled(board: Board) -> None:
    names = ("Undo", "Redo", "Clear")
    assert [board.button(name).is_enabled() for name in names] == [False, False, False]
    board.draw("1")
    assert [board.button(name).is_enabled() for name in names] == [True, False, True]
    board.press("Control+z")
    assert [board.button(name).is_enabled() for name in names] == [False, True, False]


def test_a_thicker_pen_draws_a_thicker_line(board: Board) -> None:
    board.draw("1", left=120)
    thin = inked_pixels(board)
    board.press("]", "]")
    board.draw("1", left=120)
    assert inked_pixels(board) > 1.5 * thin


# What it says


def test_what_is_no_digit_is_said_not_to_be_one(board: Board) -> None:
    board.drag(SPIRAL)
    board.reads("?")
    board.shows(".sure", "not a digit")
    board.shows(".tag", re.compile("not a digit|perhaps"))
    board.shows("#spoken", re.compile("not a digit|perhaps"))


def test_each_number_has_a_tag_beside_it_on_the_stage(board: Board) -> None:
    board.draw("31", left=20, top=70)
    board.draw("58", left=560, top=520)
    board.reads("31\n58")
    tags = [board.box(f".tag >> nth={i}") for i in range(2)]
    boxes = [board.box(f".outline >> nth={i}") for i in range(2)]
    assert all(inside(tag, board.box("#stage")) for tag in tags)
    for tag in tags:
        for box in boxes:
            assert tag[0] >= box[2] or tag[2] <= box[0] or tag[1] >= box[3] or tag[3] <= box[1]


def test_no_tag_lies_on_another_number(board: Board) -> None:
    for line in range(4):
        for column in range(4):
            board.draw("0", left=150 + 115 * column, top=120 + 100 * line, scale=0.4)
    board.reads("\n".join(["0 0 0 0"] * 4))
    outlines, tags = board.find(".outline").count(), board.find(".tag:visible").count()
    assert (outlines, 0 < tags < outlines) == (16, True)
    boxes = [board.box(f".outline >> nth={i}") for i in range(outlines)]
    for tag in [board.box(f".tag:visible >> nth={i}") for i in range(tags)]:
        for box in boxes:
            assert tag[0] >= box[2] or tag[2] <= box[0] or tag[1] >= box[3] or tag[3] <= box[1]


def test_the_looking_glass_shows_what_the_network_sees_of_the_digit_looked_at(
    board: Board,
) -> None:
    board.draw("26")
    board.reads("26")
    board.shows(".bars .wins th", "6")
    assert board.find(".bars tbody tr").count() == 11
    label = "What the network sees of the 6"
    assert board.page.get_by_role("img", name=label).count() == 1
    six = seen(board)
    assert 40 < np.count_nonzero(six) < 400
    board.page.mouse.move(180, 300)
    board.shows(".bars .wins th", "2")
    assert not np.array_equal(seen(board), six)
    board.press("d")
    assert not board.find("#glass").is_visible()


def seen(board: Board) -> Any:
    values = board.page.evaluate(
        f"""() => [...({PIXELS})(document.querySelector(".field"))]
        .filter((_, i) => i % 4 === 3)"""
    )
    return np.array(values)


def test_reading_waits_until_it_is_asked_for_where_it_is_not_live(board: Board) -> None:
    board.press("l")
    board.draw("2")
    board.shows(".hint", "Press Enter, and I read it")
    assert board.text() == ""
    board.press("Enter")
    board.reads("2")
    board.draw("6", left=264)
    board.reads("")
    board.button("More").click()
    board.button("Read").click()
    board.reads("26")


def test_the_menu_opens_over_its_button_and_closes_when_something_is_chosen(board: Board) -> None:
    board.button("More").click()
    board.page.wait_for_function("menu.contains(document.activeElement)")
    assert board.box("#menu")[3] <= board.box("#more")[1]
    board.button("Read after each stroke").click()
    board.shows("#note", "Reads when you ask")
    assert not board.find("#menu").is_visible()


@pytest.mark.parametrize("how", ["Esc", "button", "beside"])
def test_the_menu_closes_without_anything_else(board: Board, how: str) -> None:
    board.draw("2")
    board.reads("2")
    board.button("More").click()
    assert board.find("#menu").is_visible()
    if how == "Esc":
        board.press("Escape")
    elif how == "button":
        board.button("More").click()
    else:
        board.page.mouse.click(20, 200)
    board.find("#menu").wait_for(state="hidden")
    assert board.text() == "2"


def test_the_menu_follows_the_arrow_keys(board: Board) -> None:
    keys_to(board, "#more")
    board.press("Enter")
    board.page.wait_for_function("menu.contains(document.activeElement)")
    board.press("ArrowDown", "Enter")
    board.shows("#note", "Reads when you ask")
    assert not board.find("#menu").is_visible()


def test_another_key_closes_the_menu_and_does_what_it_does(board: Board) -> None:
    board.button("More").click()
    board.press("h")
    assert board.page.get_by_role("dialog", name="Keys").is_visible()
    assert not board.find("#menu").is_visible()


def test_what_a_button_is_stands_under_it_where_there_is_room(open_board: Open) -> None:
    for width, has_words in ((1280, True), (360, False)):
        with open_board(viewport={"width": width, "height": 700}) as board:
            for word in ("Undo", "Redo", "Eraser", "Pen", "Clear", "Pictures", "More"):
                shown = board.find("#tools > button span").get_by_text(word, exact=True)
                assert shown.is_visible() == has_words


def test_only_the_answer_to_the_newest_question_is_shown(board: Board) -> None:
    board.expected.append("ERR_FAILED")
    held: list[Any] = []
    board.page.evaluate(
        """() => { window.told = []; new MutationObserver(() =>
        window.told.push(document.querySelector(".digits").textContent)).observe(
        document.querySelector(".digits"), {childList: true}); }"""
    )
    board.page.route("**/api/ink*", lambda route: held.append(route), times=1)
    with board.page.expect_request("**/api/ink*"):
        board.draw("2")
    board.draw("6", left=264)
    board.reads("26")
    held[0].continue_()
    board.page.wait_for_timeout(100)
    assert "2" not in board.page.evaluate("window.told")


def test_an_answer_that_comes_after_the_board_was_cleared_is_not_shown(board: Board) -> None:
    held: list[Any] = []
    board.page.route("**/api/ink*", lambda route: held.append(route), times=1)
    with board.page.expect_request("**/api/ink*"):
        board.draw("2")
    board.press("c")
    held[0].continue_()
    board.page.wait_for_timeout(100)
    assert board.text() == ""
    assert board.find(".tag").count() == 0


def test_a_server_that_is_gone_is_told_of_and_asked_again(board: Board) -> None:
    board.expected.append("ERR_INTERNET_DISCONNECTED")
    board.draw("2")
    board.reads("2")
    board.stop_clock()  # the page would ask again by itself
    board.page.context.set_offline(True)
    board.draw("6", left=264)
    board.shows("#banner .text", "The server does not answer")
    assert board.text() == ""
    assert board.find(".tag").count() == 0
    board.page.context.set_offline(False)
    board.button("Try again").click()
    board.reads("26")
    assert not board.find("#banner").is_visible()


def test_a_server_that_was_gone_is_asked_again_without_being_told(board: Board) -> None:
    board.expected.append("ERR_INTERNET_DISCONNECTED")
    board.page.context.set_offline(True)
    board.draw("26")
    board.shows("#banner .text", "The server does not answer")
    board.page.context.set_offline(False)
    board.reads("26")
    assert not board.find("#banner").is_visible()


def test_a_server_that_answers_late_is_seen_to_be_waited_for(board: Board) -> None:
    held: list[Any] = []
    board.page.route("**/api/ink*", lambda route: held.append(route), times=1)
    with board.page.expect_request("**/api/ink*"):
        board.draw("2")
    board.find("#busy").wait_for(state="visible")
    assert board.find("#stage").get_attribute("aria-busy") == "true"
    board.shows("#spoken", "Reading")
    held[0].continue_()
    board.reads("2")
    board.find("#busy").wait_for(state="hidden")
    assert board.find("#stage").get_attribute("aria-busy") is None


def test_what_the_server_says_of_ink_that_it_does_not_take_is_shown_as_text(board: Board) -> None:
    board.expected.append("422")
    said = {"error": {"code": "bad_ink", "message": "too <b>much</b> ink"}}
    board.page.route("**/api/ink*", lambda route: route.fulfill(status=422, json=said), times=1)
    board.draw("2")
    board.shows("#banner .text", "Too <b>much</b> ink")
    assert not board.button("Try again").is_visible()
    board.press("Escape")
    assert not board.find("#banner").is_visible()
