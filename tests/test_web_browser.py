"""The page in a real browser: pen, keys, and how it looks."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest
from browsing import PHONE, Board, Open, written

pytest_plugins = ["browserfixtures"]

SURE = re.compile(r"^(quite )?sure$")
SPIRAL = np.array(
    [(400 + 12 * t * np.cos(t), 420 + 12 * t * np.sin(t)) for t in np.linspace(0.5, 20, 120)]
)
PIXELS = """(canvas) => {
  const { width, height } = canvas;
  const copy = new OffscreenCanvas(width, height).getContext("2d", {willReadFrequently: true});
  copy.drawImage(canvas, 0, 0);
  return copy.getImageData(0, 0, width, height).data;
}"""
SIZES = [(360, 640), (320, 568), (640, 360), (768, 1024), (1280, 800), (2560, 1440)]


CONTROLS = """() => [...document.querySelectorAll("button, a")]
  .map((each) => each.getBoundingClientRect()).filter((place) => place.width)
  .map(({ left, right, width, height }) => [left, Math.min(width, height), right])"""


def inside(box: Any, frame: Any) -> bool:
    return bool(
        box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]
    )


def inked_pixels(board: Board) -> int:
    """Return how many pixels of the pad have ink on them."""
    count = board.page.evaluate(
        f"""() => {{ const data = ({PIXELS})(pad);
        let inked = 0; for (let i = 3; i < data.length; i += 4) inked += data[i] > 127;
        return inked; }}"""
    )
    return int(count)


def keys_to(board: Board, selector: str) -> None:
    """Press Tab until `selector` has the focus."""
    for _ in range(30):
        board.press("Tab")
        if board.page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    pytest.fail(f"Tab never comes to {selector}")


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


# Size


def test_ink_is_as_fine_as_the_screen(open_board: Open) -> None:
    with open_board(**PHONE) as board:
        board.draw_by_touch("2")
        board.reads("2")
        width, shown = board.page.evaluate("[pad.width, pad.clientWidth]")
        assert width == 3 * shown


def test_ink_is_whole_and_can_go_on_in_a_window_of_another_size(board: Board) -> None:
    board.draw("20", left=500, top=400)
    board.reads("20")
    before = inked_pixels(board)
    board.page.set_viewport_size({"width": 360, "height": 640})
    board.page.wait_for_function("() => pad.clientWidth === 360")
    left, top, right, bottom = board.box(".outline")
    assert inside((left, top, right, bottom), board.box("#stage"))
    assert inked_pixels(board) > 0.3 * before
    board.page.set_viewport_size({"width": 1280, "height": 800})
    board.page.wait_for_function("() => pad.clientWidth > 800")
    assert inked_pixels(board) == pytest.approx(before, rel=0.02)
    board.reads("20")


def test_what_is_drawn_on_ink_made_smaller_belongs_to_it(board: Board) -> None:
    board.draw("6", left=700, top=300)
    board.page.set_viewport_size({"width": 360, "height": 640})
    board.page.wait_for_function("() => pad.clientWidth === 360")
    left, top, _, bottom = board.box(".outline")
    scale = (bottom - top - 28) / 140
    board.draw("2", left=left - 90 * scale, top=top + 14, scale=scale)
    board.reads("26")


def test_nothing_is_cut_off_at_any_size(board: Board) -> None:
    for width, height in SIZES:
        board.page.set_viewport_size({"width": width, "height": height})
        shown = board.page.evaluate("[document.body.scrollWidth, document.body.scrollHeight]")
        assert (shown[0] <= width, shown[1] <= height) == (True, True), (width, height)
        for left, side, right in board.page.evaluate(CONTROLS):
            assert side >= 44, (width, height)
            assert 0 <= left < right <= width, (width, height)


def test_there_is_a_board_and_all_of_the_page_in_the_smallest_window(open_board: Open) -> None:
    with open_board(viewport={"width": 320, "height": 200}) as board:
        board.draw("2", left=100, top=60, scale=0.7)
        board.reads("2")
        assert board.page.evaluate("scrollY") == 0
        assert board.box("#pad")[3] - board.box("#pad")[1] >= 128
        board.find("#open").scroll_into_view_if_needed()
        assert board.box("#open")[3] <= 200


def test_the_header_is_whole_at_400_percent(open_board: Open) -> None:
    with open_board(viewport={"width": 320, "height": 256}) as board:
        header = board.box("header")
        assert header[3] - header[1] >= 44
        for each in ("#theme", "#keys", "header a"):
            left, top, right, bottom = board.box(each)
            assert (top >= header[1], bottom <= header[3], 0 <= left < right <= 320) == (True,) * 3
        assert board.box("#stage")[1] >= header[3]
        board.press("PageDown")
        board.page.wait_for_function("() => document.body.scrollTop > 0 || scrollY > 0")


def test_most_of_a_phone_is_for_drawing(open_board: Open) -> None:
    with open_board(**PHONE) as board:
        left, top, right, bottom = board.box("#pad")
        assert right - left == 360
        assert (bottom - top) > 0.65 * 640
        assert board.box("#tools")[3] > 630


def test_the_stage_stays_where_it_is_whatever_is_read(open_board: Open) -> None:
    with open_board(**PHONE) as board:
        before = board.box("#pad")
        board.draw_by_touch("26", left=60, top=90, scale=0.8)
        board.draw_by_touch("58", left=60, top=290, scale=0.8)
        board.reads("26\n58")
        assert board.box("#pad") == before


def test_the_panel_has_room_for_all_that_is_read(board: Board) -> None:
    board.draw("31", left=20, top=70)
    board.draw("58", left=560, top=520)
    board.reads("31\n58")
    assert board.box(".digits")[3] <= board.box(".actions")[1]
    said = "(each) => getComputedStyle(each, '::after').content"
    words = [board.find(f".number >> nth={i}").evaluate(said) for i in range(2)]
    assert all(re.fullmatch('"(quite )?sure"', each) for each in words)


# Keys


def test_a_digit_can_be_drawn_with_keys_alone(board: Board) -> None:
    keys_to(board, "#pad")
    board.press(*["ArrowUp"] * 8, "Space", *["ArrowDown"] * 16, "Space")
    board.reads("1")
    board.press("Control+z")
    board.reads("")


def test_the_pen_of_the_keys_is_up_when_its_stroke_was_given_up(board: Board) -> None:
    keys_to(board, "#pad")
    board.press("Space", "ArrowDown", "Control+z", "ArrowUp")
    board.shows("#spoken", "Pen up")
    board.press(*["ArrowUp"] * 8, "Space", *["ArrowDown"] * 16, "Space")
    board.reads("1")


def test_every_digit_can_be_looked_at_with_keys_alone(board: Board) -> None:
    board.draw("206")
    board.reads("206")
    keys_to(board, ".digits input")
    board.press("ArrowLeft")
    board.shows(".bars .wins th", "0")
    board.press("ArrowLeft")
    board.shows(".bars .wins th", "2")


def test_arrows_look_at_digits_from_anywhere(board: Board) -> None:
    board.draw("206")
    board.reads("206")
    board.press("ArrowRight")
    board.shows(".bars .wins th", "2")
    board.press("ArrowLeft", "ArrowLeft")
    board.shows(".bars .wins th", "0")


def test_the_focus_stays_where_it_was_when_a_button_has_nothing_to_do(board: Board) -> None:
    board.draw("2")
    board.reads("2")
    keys_to(board, "#undo")
    board.press("Space")
    board.reads("")
    assert board.page.evaluate("document.activeElement.id") == "undo"
    board.press("Space")
    assert not board.button("Undo").is_enabled()
    assert board.button("Undo").get_attribute("title") == "Undo (Ctrl+Z)"


def test_the_focus_is_never_lost_to_the_page(board: Board) -> None:
    board.draw("2")
    board.reads("2")
    keys_to(board, "#copy")
    board.press("c")
    board.reads("")
    assert board.page.evaluate("document.activeElement.id") == "answer"
    board.press("Control+z")
    board.reads("2")
    keys_to(board, "#learning input")
    board.press("d")
    assert board.page.evaluate("document.activeElement.id") == "look"
    carried = board.page.evaluate_handle("new DataTransfer()")
    board.find("#stage").dispatch_event("drop", {"dataTransfer": carried})
    keys_to(board, "#banner .close")
    board.press("Enter")
    assert board.page.evaluate("document.activeElement.id") == "answer"


def test_what_is_said_is_not_overwritten_before_it_is_heard(board: Board) -> None:
    board.press("l")
    board.draw("2")
    board.press("l")
    board.reads("2")
    board.shows("#spoken", re.compile("Reads when you lift the pen. 2, (quite )?sure$"))


def test_paper_gets_the_drawing_and_what_it_says_and_nothing_else(open_board: Open) -> None:
    with open_board(color_scheme="dark") as board:
        board.draw("26")
        board.reads("26")
        board.page.emulate_media(media="print", color_scheme="dark")
        for shown in ("#pad", ".digits"):
            assert board.find(shown).is_visible()
        for gone in ("header", "#tools", ".actions", "#glass", "#marks", "#help"):
            assert not board.find(gone).is_visible()
        ground, ink = board.page.evaluate(
            """() => [getComputedStyle(document.documentElement).backgroundColor,
            getComputedStyle(pad).filter]"""
        )
        assert (ground, ink) == ("rgba(0, 0, 0, 0)", "brightness(0)")


def test_a_button_with_the_focus_keeps_its_own_keys(board: Board) -> None:
    board.draw("2")
    board.reads("2")
    keys_to(board, "#clear")
    board.press("Space")
    board.reads("")


def test_what_it_reads_is_copied(open_board: Open) -> None:
    with open_board(permissions=["clipboard-read", "clipboard-write"]) as board:
        board.draw("31", left=20, top=70)
        board.draw("58", left=560, top=520)
        board.reads("31\n58")
        board.press("Control+c")
        board.shows("#note", "Copied")
        assert board.page.evaluate("navigator.clipboard.readText()") == "31\n58"


def test_selected_text_is_copied_as_ever(open_board: Open) -> None:
    with open_board(permissions=["clipboard-read", "clipboard-write"]) as board:
        board.draw("2")
        board.reads("2")
        board.page.evaluate("getSelection().selectAllChildren(document.querySelector('.sure'))")
        board.press("Control+c")
        assert SURE.match(board.page.evaluate("navigator.clipboard.readText()"))


def test_the_drawing_is_saved_as_a_picture(board: Board) -> None:
    board.draw("2")
    with board.page.expect_download() as saved:
        board.press("s")
    assert saved.value.suggested_filename == "drawing.png"


def test_the_card_of_keys_opens_closes_and_gives_the_focus_back(board: Board) -> None:
    keys_to(board, "#keys")
    board.press("Enter")
    assert board.page.get_by_role("dialog", name="Keys").is_visible()
    assert board.page.evaluate("document.activeElement.id") == "close-help"
    board.press("Escape")
    assert not board.find("#help").is_visible()
    assert board.page.evaluate("document.activeElement.id") == "keys"
    board.press("h", "h")
    assert not board.find("#help").is_visible()


def test_single_letters_are_no_keys_for_those_who_speak_to_their_computer(board: Board) -> None:
    board.draw("2")
    board.press("h")
    board.page.get_by_label("Single letters are keys").uncheck()
    board.press("Escape", "c")
    board.reads("2")
    board.press("Control+z")
    board.reads("")


# Everyone


def test_everything_that_can_be_used_has_a_name(board: Board) -> None:
    from playwright.sync_api import expect

    board.draw("2")
    board.reads("2")
    for control in board.find("button:visible, a:visible, .digits input, #pad, .field").all():
        expect(control).to_have_accessible_name(re.compile(r"\S"))
    for role in ("main", "banner", "navigation", "status", "table"):
        assert board.page.get_by_role(role).count() == 1, role
    assert board.page.get_by_role("heading", level=1).count() == 1


def test_the_page_follows_the_system_into_the_dark(open_board: Open) -> None:
    colors = []
    for scheme in ("light", "dark"):
        with open_board(color_scheme=scheme) as board:
            colors.append(board.page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert colors == ["rgb(251, 248, 242)", "rgb(17, 22, 29)"]


def test_colors_and_the_drawing_are_remembered_and_nothing_else_is(
    open_board: Open,
) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    with open_board(color_scheme="light") as board:
        board.draw("2")
        board.reads("2")
        board.press("t")
        board.shows("#note", "Colors: dark")
        board.page.reload()
        assert board.page.evaluate(ground) == "rgb(17, 22, 29)"
        kept = board.page.evaluate("Object.keys(localStorage).map((name) => name.split(' ')[0])")
        assert sorted(kept) == ["drawing", "ink", "theme"]
        assert board.page.context.cookies() == []
        board.button("Colors: dark").click()
        assert board.page.evaluate(ground) == "rgb(251, 248, 242)"


def test_ink_takes_the_color_of_the_theme(open_board: Open) -> None:
    with open_board(color_scheme="light") as board:
        board.draw("1")
        board.reads("1")
        colors = [ink_color(board)]
        board.press("t")
        colors.append(ink_color(board))
    assert colors == [[29, 31, 38], [244, 240, 230]]


def ink_color(board: Board) -> Any:
    return board.page.evaluate(
        f"""() => {{ const data = ({PIXELS})(pad);
        let i = 3; while (data[i] < 255) i += 4; return [...data.slice(i - 3, i)]; }}"""
    )


def test_it_works_where_the_browser_keeps_nothing(board: Board) -> None:
    barred = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('barred') }})"
    board.page.add_init_script(barred)
    board.page.reload()
    board.press("t")
    board.shows("#note", "Colors: dark")
    board.draw("2")
    board.reads("2")


def test_nothing_comes_from_elsewhere_and_all_of_it_is_light(board: Board) -> None:
    board.draw("2")
    board.reads("2")
    loaded = board.page.evaluate(
        """() => ["navigation", "resource"].flatMap((kind) => performance.getEntriesByType(kind))
        .map((entry) => [entry.name, entry.decodedBodySize])"""
    )
    assert {urlsplit(name).netloc for name, _ in loaded} == {urlsplit(board.url).netloc}
    assert 40_000 < sum(size for _, size in loaded) < 150_000
