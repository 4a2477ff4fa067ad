"""The page in a real browser: how it looks at any size, to everyone, and in the dark."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from browsing import PHONE, PIXELS, Board, Open, inked_pixels, inside

pytest_plugins = ["browserfixtures"]

SIZES = [(360, 640), (320, 568), (640, 360), (768, 1024), (1280, 800), (2560, 1440)]


CONTROLS = """() => [...document.querySelectorAll("button, a")]
  .map((each) => each.getBoundingClientRect()).filter((place) => place.width)
  .map(({ left, right, width, height }) => [left, Math.min(width, height), right])"""


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
    board.resize(360, 640)
    left, top, right, bottom = board.box(".outline")
    assert inside((left, top, right, bottom), board.box("#stage"))
    assert inked_pixels(board) > 0.3 * before
    board.resize(1280, 800)
    assert inked_pixels(board) == pytest.approx(before, rel=0.02)
    board.reads("20")


def test_what_is_drawn_on_ink_made_smaller_belongs_to_it(board: Board) -> None:
    board.draw("6", left=700, top=300)
    board.resize(360, 640)
    left, top, _, bottom = board.box(".outline")
    scale = (bottom - top - 28) / 140
    board.draw("2", left=left - 90 * scale, top=top + 14, scale=scale)
    board.reads("26")


def test_nothing_is_cut_off_at_any_size(board: Board) -> None:
    for width, height in SIZES:
        board.resize(width, height)
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
