"""Rounds on the page: by the rules of the board, nobody loses to a misreading."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from browsing import PHONE, Board, Open, inked_pixels
from webplaying import (
    FLAGGED,
    answer,
    asks,
    at_task,
    begin,
    ends,
    give_tasks,
    round_of,
    says,
    type_all,
)

from recognizer.play.judging import RIGHT_SECONDS
from recognizer.play.round import MAX_QUESTIONS

pytest_plugins = ["browserfixtures"]


def learning(board: Board) -> Board:
    """Let the page learn, before a round."""
    board.find("#learn").check()
    return board


def test_what_is_right_counts_and_the_next_task_comes(open_board: Open) -> None:
    with round_of(open_board, "26", "6") as board:
        board.shows("#task .line", "0 + 0 = _")
        board.stop_clock()
        answer(board, "26")
        board.shows("#task .line", "0 + 0 = 26")
        board.page.clock.resume()
        at_task(board, 2)
        board.shows("#task .line", "1 + 0 = _")
        assert inked_pixels(board) == 0
        answer(board, "6")
        at_task(board, 3)
        board.shows("#streak", "2 right in a row")


def test_what_begins_an_answer_is_not_judged(open_board: Open) -> None:
    with round_of(open_board, "26") as board:
        answer(board, "2")
        board.shows("#task .read", "2")
        says(board, "Write on, or press Enter if that is all")
        board.shows("#count", "1 of 10")
        answer(board, "6", left=204)
        at_task(board, 2)


def test_a_finger_says_by_a_button_that_this_is_all(open_board: Open) -> None:
    with round_of(open_board, "26", **PHONE) as board:
        board.draw_by_touch("3", top=340)
        assert board.button("That is all").is_hidden()
        board.button("That is all").tap()
        says(board, "I read 3. Try again")
        board.button("That is all").wait_for(state="hidden")


def test_an_answer_that_goes_on_is_not_right_too_early(open_board: Open) -> None:
    with round_of(open_board, "2") as board:
        board.stop_clock()
        answer(board, "25")
        board.page.clock.resume()
        says(board, "I read 25. Try again")
        board.shows("#count", "1 of 10")


def test_after_a_mistake_the_ink_stays_and_one_tries_again(open_board: Open) -> None:
    with round_of(open_board, "26") as board:
        answer(board, "20")
        says(board, "I read 20. Try again")
        written = inked_pixels(board)
        assert written > 0
        answer(board, "26", top=540)
        at_task(board, 2)
        assert board.find("#dots .missed").count() == 1


def test_after_the_second_the_answer_is_there_to_trace_and_the_task_comes_again(
    open_board: Open,
) -> None:
    with round_of(open_board, "26", "6", "8", "3", "2") as board:
        for top in (340, 540):
            answer(board, "20", top=top)
            says(board, "I read 20. Try again" if top == 340 else "I read 20. This is it: trace it")
        assert board.find("#model circle").count() > 20
        assert inked_pixels(board) == 0
        answer(board, "26")
        at_task(board, 2)
        for number, digit in enumerate("683", start=3):
            answer(board, digit)
            at_task(board, number)
        board.shows("#task .line", "0 + 0 = _")


def test_enter_is_faster_and_says_that_this_is_all(open_board: Open) -> None:
    with round_of(open_board, "26") as board:
        answer(board, "2")
        board.press("Enter")
        says(board, "I read 2. Try again")


def test_a_doubt_is_asked_about_and_yes_counts_as_a_first_try(open_board: Open) -> None:
    with round_of(open_board, "1") as board:
        board.drag(FLAGGED)
        asks(board, "Is this a 1?")
        assert board.find("#marks .doubted").count() == 1
        board.button("Yes").click()
        at_task(board, 2)
        assert board.find("#dots .right").count() == 1
        assert board.page.evaluate("localStorage.getItem('lessons')") is None


def test_no_is_a_mistake(open_board: Open) -> None:
    with round_of(open_board, "1") as board:
        board.drag(FLAGGED)
        asks(board, "Is this a 1?")
        board.button("No").click()
        says(board, "I read 7. Try again")


def test_yes_teaches_where_the_page_may_learn(open_board: Open) -> None:
    with open_board("/play") as board:
        give_tasks(board, "1")
        begin(learning(board))
        board.drag(FLAGGED)
        asks(board, "Is this a 1?")
        board.press("Enter")
        at_task(board, 2)
        board.page.wait_for_function("() => JSON.parse(localStorage.lessons).list.length === 1")
        board.drag(FLAGGED)
        at_task(board, 3)


def test_nobody_is_asked_more_than_twice_and_then_it_costs_nothing(open_board: Open) -> None:
    with round_of(open_board, "1") as board:
        for number in range(MAX_QUESTIONS):
            board.drag(FLAGGED)
            asks(board, "Is this a 1?")
            board.button("Yes").click()
            at_task(board, number + 2)
        board.drag(FLAGGED)
        says(board, "I cannot read that. Please write it again")
        board.press("c")
        answer(board, "1", left=400)
        at_task(board, MAX_QUESTIONS + 2)
        assert board.find("#dots .right").count() == MAX_QUESTIONS + 1


def test_what_cannot_be_read_is_marked_and_costs_nothing(open_board: Open) -> None:
    with round_of(open_board, "6") as board:
        scribble = [(x, 340 + 90 * (k % 2)) for k, x in enumerate(range(200, 320, 8))]
        board.drag(scribble)  # type: ignore[arg-type]
        board.shows("#task .read", "?")
        assert board.find("#marks .doubted").count() == 1
        asks(board, "Is this a 6?")
        board.button("No").click()
        says(board, "I cannot read that. Please write it again")
        answer(board, "6", left=600)
        at_task(board, 2)
        assert board.find("#dots .right").count() == 1


def test_a_task_can_be_skipped(open_board: Open) -> None:
    with round_of(open_board, "6") as board:
        board.button("Skip").click()
        at_task(board, 2)
        board.press("ArrowRight")
        at_task(board, 3)
        assert board.find("#dots .missed").count() == 2


@contextmanager
def swift(open_board: Open, *answers: str) -> Iterator[Board]:
    with round_of(open_board, *answers, query="?mode=swift") as board:
        yield board


def clock(board: Board) -> str:
    return str(board.find("#clock").text_content())


def test_the_clock_stands_while_the_page_is_left_and_a_stroke_goes_on(open_board: Open) -> None:
    with swift(open_board, "6") as board:
        board.shows("#clock", re.compile("0:0[1-9]"))
        board.page.evaluate("dispatchEvent(new Event('blur'))")
        board.find("#pause").wait_for()
        shown = clock(board)
        board.page.wait_for_timeout(2200)
        assert clock(board) == shown
        board.button("Go on").click()
        assert not board.find("#pause").is_visible()
        answer(board, "6")
        at_task(board, 2, total=20)


def test_the_clock_stands_while_a_question_waits(open_board: Open) -> None:
    with swift(open_board, "1") as board:
        board.drag(FLAGGED)
        asks(board, "Is this a 1?")
        shown = clock(board)
        board.page.wait_for_timeout(2200)
        assert clock(board) == shown


def test_the_clock_stands_while_the_server_does_not_answer(open_board: Open) -> None:
    with swift(open_board, "6") as board:
        board.expected.append("503")
        busy = {"error": {"code": "too_slow", "message": "the server is busy"}}
        board.page.route("**/api/answer*", lambda each: each.fulfill(status=503, json=busy))
        answer(board, "6")
        board.shows("#banner .text", "The server is busy")
        shown = clock(board)
        board.page.wait_for_timeout(2200)
        assert clock(board) == shown
        board.page.unroute("**/api/answer*")
        at_task(board, 2, total=20)
        assert not board.find("#banner").is_visible()


def test_a_slow_server_costs_no_time(open_board: Open) -> None:
    before = time.monotonic()
    with swift(open_board, "6") as board:
        held: list[Any] = []
        board.page.route("**/api/answer*", lambda each: held.append(each), times=1)
        with board.page.expect_request("**/api/answer*"):
            answer(board, "6")
        written = time.monotonic() - before
        board.page.wait_for_timeout(3000)
        held[0].continue_()
        at_task(board, 2, total=20)
        rounds = json.loads(board.page.evaluate("localStorage.scores"))["rounds"]
        ((_, _, _, seconds, is_right),) = rounds[0]["tasks"]
        assert is_right
        assert RIGHT_SECONDS < seconds < written + 2 * RIGHT_SECONDS


def test_a_minute_is_a_minute(open_board: Open) -> None:
    with open_board("/play?mode=minute") as board:
        board.page.clock.install()
        give_tasks(board, "6")
        begin(board)
        board.shows("#clock", "1:00")
        board.press("6", "Enter")
        board.shows("#count", "1 right")
        board.page.clock.run_for(61_000)
        ends(board, "1 right")


def test_digits_are_copied_with_a_model_where_it_is_asked_for(open_board: Open) -> None:
    with round_of(open_board, "26", query="?set=copy-2") as board:
        board.shows("#task .line", "26")
        assert board.find("#model circle").count() == 0
        board.button("Show me").click()
        assert board.find("#model circle").count() > 40
        answer(board, "26")
        at_task(board, 2)
        assert board.find("#model circle").count() == 0
        assert board.find("#dots .right").count() == 1


def test_a_whole_round_can_be_played_with_keys(open_board: Open) -> None:
    with open_board("/play") as board:
        give_tasks(board, "25", "7")
        board.find("[name=mode]:checked").focus()
        board.press("Enter")
        board.find("#round").wait_for()
        board.stop_clock()  # nothing is judged before Enter
        board.press("2", "6", "Backspace", "5", "Enter")
        board.page.clock.resume()
        at_task(board, 2)
        board.press("8", "Enter")
        says(board, "I read 8. Try again")
        type_all(board, "7", *("25", "7") * 4)
        ends(board, "9 of 10 at first try")
        board.shows("#sayings p >> nth=0", "+ and \N{MINUS SIGN} to 20, 10 calmly, with keys")
        board.find("#again:focus").wait_for()
        board.press("Enter")
        board.find("#round").wait_for()


def test_clear_begins_a_typed_answer_anew(open_board: Open) -> None:
    with round_of(open_board, "267") as board:
        board.press("2", "6")
        board.shows("#task .read", "26")
        board.press("c")
        board.shows("#task .line", "0 + 0 = _")
        board.press("2", "6", "7", "Enter")
        at_task(board, 2)


@pytest.mark.parametrize("key", ["Escape", "leave"])
def test_the_drawing_is_as_it_was_after_a_game(open_board: Open, key: str) -> None:
    with open_board() as board:
        board.draw("42")
        board.reads("42")
        board.press("Control+z")
        board.reads("4")
        kept = "Object.entries(localStorage).filter(([name]) => name.startsWith('ink '))"
        before = board.page.evaluate(kept)
        board.press("g")
        board.button("Begin").wait_for()
        give_tasks(board, "6")
        begin(board)
        answer(board, "6")
        at_task(board, 2)
        board.find("#leave").click() if key == "leave" else board.press(key)
        board.reads("4")
        assert board.page.evaluate(kept) == before
        board.press("Control+y")
        board.reads("42")


def test_a_round_is_played_by_touch_on_a_phone(open_board: Open) -> None:
    with open_board("/play", **PHONE) as board:
        give_tasks(board, "26")
        board.button("Begin").tap()
        board.find("#round").wait_for()
        board.draw_by_touch("26", left=60, top=250)
        at_task(board, 2)
        board.button("Skip").tap()
        at_task(board, 3)


def test_it_is_played_where_the_browser_keeps_nothing(open_board: Open) -> None:
    barred = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('barred') }})"
    with open_board("/play") as board:
        board.page.add_init_script(barred)
        board.page.reload()
        give_tasks(board, "6")
        begin(board)
        answer(board, "6")
        at_task(board, 2)
