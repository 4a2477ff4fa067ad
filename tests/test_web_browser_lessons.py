"""The page learns a hand, if it is let, and keeps the lessons in the browser."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
from browsing import PHONE, Board, Open

pytest_plugins = ["browserfixtures"]

FLAGGED = np.array([(305.0, 215.0), (362.0, 205.0), (352.0, 300.0)])
"""A 7, or a 1 with a long flag."""

ANOTHERS = json.dumps(
    {
        "isOn": True,
        "list": [{"label": "4", "model": "older", "embedding": [0], "strokes": [[[3, 4]]]}],
    }
)
"""Kept by a page in which something else has been taught."""


def kept(board: Board) -> Any:
    """Return what the browser keeps of lessons."""
    return json.loads(board.page.evaluate("localStorage.getItem('lessons')") or "null")


def learning(board: Board) -> Board:
    """Let the page learn."""
    if board.find("#look").get_attribute("aria-pressed") == "false":
        board.find("#look").click()
    board.find("#learning input").check()
    return board


def teach_one(board: Board) -> None:
    """Write what is read as a 7, and teach the page that it is a 1."""
    learning(board).drag(FLAGGED)
    board.reads("7")
    board.press("1")
    board.reads("1")


def lessons_after(board: Board, deeds: str) -> Any:
    """Return label and model of each of the page's `lessons` after `deeds`, which are JavaScript.

    These may make a lesson by `lesson(label, model)`.
    """
    return board.page.evaluate(
        f"""async () => {{
            const {{ Lessons }} = await import("/static/lessons.js");
            const panel = document.getElementById("learning");
            const lessons = new Lessons(panel, {{ teach() {{}}, forget() {{}}, changed() {{}} }});
            const relearn = (gone, come) => lessons.relearn({{ out: gone, in: come }});
            const lesson = (label, model) =>
              ({{ label, model, embedding: [], strokes: [[[Number(label), 0]]] }});
            {deeds}
            return lessons.list.map(({{ label, model }}) => label + model);
        }}"""
    )


def make_older(board: Board) -> None:
    """Let the lessons that are kept be of an older model."""
    older = kept(board)
    older["list"][0] |= {"model": "older", "embedding": [0.0]}
    board.page.evaluate("kept => localStorage.setItem('lessons', kept)", json.dumps(older))


def wait_until_made_anew(board: Board) -> None:
    board.page.wait_for_function("() => JSON.parse(localStorage.lessons).list[0].model !== 'older'")


def test_it_learns_only_when_it_is_let(open_board: Open) -> None:
    with open_board() as board:
        board.drag(FLAGGED)
        board.reads("7")
        board.press("1")
        board.shows("#note", "To teach me, tick “Learn my hand” in the looking glass")
        assert board.text() == "7"
        assert kept(board) is None


def test_a_flagged_one_taught_is_a_one_from_then_on_and_after_a_reload(open_board: Open) -> None:
    with open_board() as board:
        learning(board)
        board.drag(FLAGGED)
        board.reads("7")
        board.press("1")
        board.reads("1")
        board.shows("#note", "Learned: this is a 1")
        board.press("c")
        board.drag(np.add(FLAGGED, (120, 60)))
        board.reads("1")
        board.page.reload()
        board.reads("1")
        board.press("c")
        board.drag(FLAGGED)
        board.reads("1")
        assert [each["label"] for each in kept(board)["list"]] == ["1"]


def test_undo_takes_the_lesson_back_and_redo_teaches_it_again(open_board: Open) -> None:
    with open_board() as board:
        teach_one(board)
        board.press("Control+z")
        board.reads("7")
        assert kept(board)["list"] == []
        board.page.reload()
        board.reads("7")
        board.press("Control+y")
        board.reads("1")
        assert [each["label"] for each in kept(board)["list"]] == ["1"]
        board.press("Control+z", "Control+z")
        board.reads("")
        assert kept(board)["list"] == []


def test_undo_brings_back_the_lesson_that_was_there_before(open_board: Open) -> None:
    with open_board() as board:
        teach_one(board)
        board.press("4")
        board.reads("4")
        board.press("Control+z")
        board.reads("1")
        assert [each["label"] for each in kept(board)["list"]] == ["1"]


def test_what_was_said_stands_and_the_page_tells_that_others_are_not_read_so(
    open_board: Open,
) -> None:
    with open_board() as board:
        learning(board).drag(FLAGGED)
        board.reads("7")
        board.stop_clock()  # what was said stays in the ear, however long reading takes
        board.press("8")
        board.reads("8")
        board.shows("#note", "Noted here. I still see a 7 in others like it.")
        board.shows("#spoken", re.compile(r"Noted here\. I still see a 7 in others like it\. 8, "))
        board.drag(np.add(FLAGGED, (110, 0)))
        board.reads("87")
        board.page.reload()
        board.reads("87")


def test_all_lessons_can_be_forgotten_in_one_step_and_brought_back(open_board: Open) -> None:
    with open_board() as board:
        learning(board).drag(FLAGGED)
        board.reads("7")
        assert not board.button("Forget all").is_visible()
        board.press("1")
        board.reads("1")
        board.press("c")
        board.drag(np.add(FLAGGED, (110, 0)))
        board.reads("1")
        board.press("n")
        board.reads("?")
        board.button("Forget all").click()
        board.reads("7")
        assert kept(board)["list"] == []
        assert not board.button("Forget all").is_visible()
        board.press("Control+z")
        board.reads("?")
        assert len(kept(board)["list"]) == 2


def test_lessons_are_sent_once_and_not_with_each_stroke(open_board: Open) -> None:
    with open_board() as board:
        teach_one(board)
        sent: list[Any] = []
        board.page.on("request", lambda each: sent.append(json.loads(each.post_data)["lessons"]))
        for left in (110, 220):
            board.drag(np.add(FLAGGED, (left, 0)))
            board.reads("1" * (1 + left // 110))
        (name,) = set(sent)
        assert isinstance(name, str)


def test_a_server_that_has_forgotten_the_lessons_gets_them_again(open_board: Open) -> None:
    with open_board() as board:
        board.expected.append("409")
        teach_one(board)
        gone = {"error": {"code": "unknown_lessons", "message": "send them"}}
        board.page.route("**/api/ink*", lambda each: each.fulfill(status=409, json=gone), times=1)
        board.drag(np.add(FLAGGED, (110, 0)))
        board.reads("11")
        assert not board.find("#banner").is_visible()


def test_a_lesson_that_is_forgotten_sways_nothing(open_board: Open) -> None:
    with open_board() as board:
        learning(board).drag(FLAGGED)
        board.reads("7")
        board.button("1").click()
        board.reads("1")
        board.button("Forget the lesson 1").click()
        board.reads("7")
        assert kept(board)["list"] == []


def test_turned_off_the_lessons_stay_here_and_sway_nothing(open_board: Open) -> None:
    with open_board() as board:
        teach_one(board)
        board.find("#learning input").uncheck()
        board.reads("7")
        assert len(kept(board)["list"]) == 1


def test_one_digit_of_a_number_is_taught_by_looking_at_it(open_board: Open) -> None:
    with open_board() as board:
        learning(board).drag(FLAGGED)
        board.reads("7")
        board.drag(np.add(FLAGGED, (110, 0)))
        board.reads("77")
        board.press("ArrowLeft", "4")
        board.reads("47")
        (lesson,) = kept(board)["list"]
        left = [point[0] for stroke in lesson["strokes"] for point in stroke]
        assert (lesson["label"], max(left) - min(left) < 80) == ("4", True)


def test_it_is_taught_on_a_phone_too(open_board: Open) -> None:
    with open_board(**PHONE) as board:
        learning(board)
        for kind, *finger in (
            ("touchStart", 105, 215),
            ("touchMove", 162, 205),
            ("touchMove", 140, 300),
        ):
            board.touch(str(kind), (finger[0], finger[1]))
        board.touch("touchEnd")
        board.reads("7")
        board.button("1").click()
        board.reads("1")


def test_the_lessons_of_an_older_model_are_made_anew(open_board: Open) -> None:
    with open_board() as board:
        teach_one(board)
        make_older(board)
        board.page.reload()
        wait_until_made_anew(board)
        board.press("c")
        board.reads("")
        board.drag(FLAGGED)
        board.reads("1")


def test_ink_that_is_being_read_while_lessons_are_made_anew_is_read_with_them(
    open_board: Open,
) -> None:
    with open_board() as board:
        teach_one(board)
        board.press("c")
        board.drag(FLAGGED)
        board.reads("1")
        make_older(board)
        held: list[Any] = []
        board.page.route("**/api/ink*", lambda each: held.append(each), times=1)
        board.page.reload()
        wait_until_made_anew(board)
        for each in held:
            each.continue_()
        board.reads("1")


def test_what_is_taught_while_older_lessons_are_made_anew_stays(open_board: Open) -> None:
    with open_board() as board:
        labels = lessons_after(
            board,
            """
            lessons.list = [lesson("1", "older"), lesson("2", "older"), lesson("3", "newer")];
            const renewed = lessons.renew("newer", async ({ label }) => lesson(label, "newer"));
            relearn([lesson("1", "older")], [lesson("4", "newer")]);
            await renewed;
            """,
        )
        assert labels == ["2newer", "3newer", "4newer"]


def test_a_lesson_that_cannot_be_made_anew_stops_no_other(open_board: Open) -> None:
    with open_board() as board:
        labels = lessons_after(
            board,
            """
            lessons.list = [lesson("1", "older"), lesson("2", "older")];
            await lessons.renew("newer", async ({ label }) => {
                if (label === "1") throw new Error("busy");
                return lesson(label, "newer");
            });
            """,
        )
        assert labels == ["1older", "2newer"]


def test_who_has_second_thoughts_of_an_ink_has_one_lesson_of_it(open_board: Open) -> None:
    with open_board() as board:
        teach_one(board)
        board.press("4")
        board.page.wait_for_function("() => JSON.parse(localStorage.lessons).list[0].label === '4'")
        assert len(kept(board)["list"]) == 1


def test_what_is_taught_in_one_tab_holds_in_another(open_board: Open) -> None:
    with open_board() as board:
        learning(board)
        board.drag(FLAGGED)
        board.reads("7")
        with board.page.context.new_page() as other:
            other.goto(board.page.url)
            other.evaluate("kept => localStorage.setItem('lessons', kept)", ANOTHERS)
            board.shows("#learning .taught button", "4 \N{MULTIPLICATION SIGN}")
        board.press("1")
        board.reads("1")
        assert [each["label"] for each in kept(board)["list"]] == ["4", "1"]


def test_lessons_that_the_server_refuses_stop_no_reading(open_board: Open) -> None:
    with open_board() as board:
        board.expected.append("422")
        teach_one(board)
        damaged = kept(board)
        damaged["list"][0]["embedding"] = [1.0]
        board.page.evaluate("kept => localStorage.setItem('lessons', kept)", json.dumps(damaged))
        board.page.reload()
        board.reads("1")
        board.shows("#note", "The lessons kept here are damaged: forget them in the looking glass")
        board.drag(np.add(FLAGGED, (110, 0)))
        board.reads("17")


def test_damaged_lessons_stop_nothing(open_board: Open) -> None:
    with open_board() as board:
        board.page.evaluate("localStorage.setItem('lessons', '{\"isOn\": true, \"list\": [7]}')")
        board.page.reload()
        board.drag(FLAGGED)
        board.reads("7")
