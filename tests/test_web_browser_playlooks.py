"""The page of games at any size, and for everyone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from browsing import PHONE, Board, Open, inside, keys_to
from webplaying import FLAGGED, answer, asks, at_task, begin, ends, give_tasks, round_of, type_all

pytest_plugins = ["browserfixtures"]

SIZES = [(360, 640), (320, 568), (640, 360), (800, 600), (1280, 800), (3840, 2160)]
CONTROLS = """() => [...document.querySelectorAll("button, a, .tile")]
  .map((each) => [each.textContent.trim(), each.getBoundingClientRect()])
  .filter(([, place]) => place.width)
  .map(([name, place]) =>
    [name, place.left, place.right, place.bottom, Math.min(place.width, place.height)])"""


def check_room(board: Board, screen: str) -> None:
    """Check that all that can be pressed is large, and within the window or below it."""
    for width, height in SIZES:
        board.resize(width, height)
        where = (screen, width, height)
        assert board.page.evaluate("document.documentElement.scrollWidth") <= width, where
        for name, left, right, bottom, side in board.page.evaluate(CONTROLS):
            assert side >= 44, (*where, name)
            assert 0 <= left < right <= width, (*where, name)
            if screen == "round":
                assert bottom <= height, (*where, name)


def test_nothing_is_cut_off_at_any_size(open_board: Open) -> None:
    with open_board("/play?set=copy-6") as board:
        check_room(board, "choice")
        give_tasks(board, "1")
        begin(board)
        check_room(board, "round")
        board.resize(1280, 800)
        board.drag(FLAGGED)
        asks(board, "Is this a 1?")
        check_room(board, "round")
        board.page.evaluate("dispatchEvent(new Event('blur'))")
        check_room(board, "round")
        board.press("Enter", "Enter")
        at_task(board, 2)
        board.button("End").click()
        ends(board, "1 of 1 at first try")
        check_room(board, "end")


@pytest.mark.parametrize("options", [PHONE, {"viewport": {"width": 640, "height": 360}}])
def test_the_stage_stays_where_it_is_whatever_is_said(
    open_board: Open, options: dict[str, Any]
) -> None:
    with round_of(open_board, "6", query="?mode=swift", **options) as board:
        before = board.box("#pad")
        type_all(board, "6", "6", "6")
        board.shows("#streak", "3 right in a row")
        assert board.box("#pad") == before
        board.press("7", "Enter")
        board.shows("#task .note", "I read 7. Try again")
        assert board.box("#pad") == before


def test_a_task_and_its_model_fit_a_phone(open_board: Open) -> None:
    with round_of(open_board, "123456", query="?set=copy-6", **PHONE) as board:
        board.button("Show me").click()
        board.find("#model circle").first.wait_for(state="attached")
        assert inside(board.box("#task .line span.before"), board.box("#stage"))
        assert inside(board.box("#model"), board.box("#stage"))
        board.press(*"123456")
        assert inside(board.box("#task .line"), board.box("#stage"))


def test_everything_that_can_be_used_has_a_name(open_board: Open) -> None:
    from playwright.sync_api import expect

    with open_board("/play") as board:
        for screen in ("choice", "round"):
            for control in board.find(
                "button:visible, a:visible, input:visible, #pad:visible"
            ).all():
                expect(control).to_have_accessible_name(re.compile(r"\S"))
            for role in ("main", "banner", "status"):
                assert board.page.get_by_role(role).count() == 1, (screen, role)
            if screen == "choice":
                begin(board)


def test_tasks_and_what_comes_of_them_are_spoken(open_board: Open) -> None:
    with round_of(open_board, "25", "6") as board:
        board.shows("#spoken", re.compile(re.escape("0 + 0 =")))
        board.press("3", "5", "Enter")
        board.shows("#spoken", re.compile("I read 35. Try again"))
        board.press("2", "5", "Enter")
        board.shows("#spoken", re.compile(re.escape("1 + 0 =")))


def test_games_are_chosen_with_keys(open_board: Open) -> None:
    with open_board("/play") as board:
        keys_to(board, "[name=game]")
        board.press("ArrowRight")
        keys_to(board, "[name=set-1]")
        board.press("ArrowRight", "Enter")
        board.find("#round").wait_for()
        assert int(str(board.find("#task .before").text_content()).split()[0]) in range(11)
        board.page.reload()
        checked = board.page.evaluate(
            "[...document.querySelectorAll('fieldset:not([hidden]) :checked')].map((e) => e.value)"
        )
        assert checked == ["1", "tables-2", "calm"]


@pytest.mark.parametrize("options", [{"reduced_motion": "reduce"}, {"contrast": "more"}])
def test_it_cheers_quietly_where_that_is_asked_for(
    open_board: Open, options: dict[str, Any]
) -> None:
    moves = "getComputedStyle(document.querySelector('#task .line')).animationName"
    with round_of(open_board, "6") as board:
        board.stop_clock()
        board.press("6", "Enter")
        board.find("#task.cheers").wait_for()
        assert board.page.evaluate(moves) == "rise"
    with round_of(open_board, "6", **options) as board:
        board.stop_clock()
        board.press("6", "Enter")
        board.find("#task.cheers").wait_for()
        assert board.page.evaluate(moves) == "none"


def test_a_game_in_a_dark_room_is_dark(open_board: Open) -> None:
    with round_of(open_board, "6", color_scheme="light") as board:
        board.press("t")
        board.shows("#note", "Colors: dark")
        answer(board, "6")
        at_task(board, 2)
        ground = board.page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert ground == "rgb(17, 22, 29)"


def test_who_waits_costs_nothing(open_board: Open) -> None:
    with round_of(open_board, "6") as board:
        drawn = """() => { const seen = []; new MutationObserver((all) => seen.push(...all))
          .observe(document.body, {subtree: true, childList: true, attributes: true});
          return new Promise((done) => setTimeout(() => done(seen.length), 3000)); }"""
        board.paint()
        assert board.page.evaluate(drawn) == 0


def test_nothing_can_be_chosen_before_the_page_is_ready(open_board: Open) -> None:
    held: list[Any] = []
    with open_board("/play") as board:
        board.page.route("**/static/play.js", lambda each: held.append(each), times=1)
        with board.page.expect_request("**/static/play.js"):
            board.page.reload(wait_until="commit")
        board.find("header .name").wait_for()
        assert not board.button("Begin").is_visible()
        held[0].continue_()
        begin(board)
