"""Sums on the page, in a real browser: answers, checks, questions, and what a tap does."""

from __future__ import annotations

import re
from typing import Any

import cv2
import numpy as np
import pytest
from browsing import PHONE, Board, Open, inked_pixels, inside, keys_to
from sumtrees import seeded
from typesetting import Typesetter, inked, on_paper

from recognizer import Ink
from recognizer.network.card import read_card
from recognizer.resources import models_dir
from recognizer.sums.grammar import parsed

pytest_plugins = ["browserfixtures"]
CARD = read_card(models_dir() / "digits.json")
pytestmark = pytest.mark.skipif(CARD.path is None, reason="the shipped model knows no signs")

SUMS = "/?alphabet=sums"
CLIPBOARD = ["clipboard-read", "clipboard-write"]
POINTS = 8
"""Of each stroke: enough to be read, and each takes the browser a frame."""


def write(board: Board, text: str, left: float = 60, top: float = 150, scale: float = 0.6) -> None:
    """Write a calculation with the mouse; its digits are 140 CSS pixels high at scale 1."""
    for stroke in drawn(text).strokes:
        x, y = stroke.points[:, 0], stroke.points[:, 1]
        way = np.concatenate([[0], np.hypot(np.diff(x), np.diff(y)).cumsum()])
        at = np.linspace(0, way[-1], max(POINTS, min(len(x), 3 * POINTS)))
        points = np.column_stack([np.interp(at, way, x), np.interp(at, way, y)])
        board.drag(points * scale + (left, top))


def drawn(text: str) -> Ink:
    return inked(Typesetter(seeded(1)).set(parsed(text)).glyphs)


def middle_of(board: Board, selector: str) -> tuple[float, float]:
    left, top, right, bottom = board.box(selector)
    return (left + right) / 2, (top + bottom) / 2


def tap(board: Board, selector: str) -> None:
    """Tap the board with the pen where something stands."""
    board.page.mouse.click(*middle_of(board, selector))


def clipboard(board: Board) -> Any:
    return board.page.evaluate("navigator.clipboard.readText()")


class TestAnswer:
    def test_it_stands_behind_the_sum_as_large_as_the_writing(self, open_board: Open) -> None:
        with open_board(SUMS) as board:
            write(board, "23+4=")
            board.shows("#answers .answer", "27")
            board.reads("23+4=27")
            left, top, right, foot = board.box("#answers .answer")
            assert board.box(".chosen")[2] < left < right < board.box("#stage")[2]
            assert foot - top == pytest.approx(0.6 * 140, rel=0.6)
            fill = "getComputedStyle(document.querySelector('#answers .answer')).fill"
            accent = "getComputedStyle(document.querySelector('.result')).color"
            assert board.page.evaluate(fill) == board.page.evaluate(accent)

    def test_it_is_no_ink(self, open_board: Open) -> None:
        with open_board(SUMS) as board:
            write(board, "23+4=")
            before = inked_pixels(board)
            board.shows("#answers .answer", "27")
            assert inked_pixels(board) == before
            kept = "Object.entries(localStorage).filter(([name]) => name.startsWith('ink '))"
            assert len(board.page.evaluate(f"JSON.parse({kept}[0][1]).steps[1][0][0]")) == 1

    def test_it_follows_each_change(self, open_board: Open) -> None:
        with open_board(SUMS) as board:
            write(board, "23+4=", left=150)
            board.shows("#answers .answer", "27")
            write(board, "5", left=60)
            board.shows("#answers .answer", "527")
            board.press(*["Control+z"] * 3)
            board.page.wait_for_function("() => !document.querySelector('#answers .answer')")
            board.press("Control+y")
            board.shows("#answers .answer", "27")
            board.press("c")
            assert board.find("#answers text").count() == 0

    def test_each_line_has_its_own(self, open_board: Open) -> None:
        with open_board(SUMS) as board:
            write(board, "23+4=", top=100)
            write(board, "8-3=", top=400)
            board.reads("23+4=27\n8-3=5")
            assert board.find("#answers .answer").all_text_contents() == ["27", "5"]

    def test_a_sum_has_no_tag_and_what_is_none_has_one(self, open_board: Open) -> None:
        with open_board(SUMS) as board:
            write(board, "23+4=", top=100)
            board.drag(np.array([(700.0, 560.0), (800.0, 560.0)]))
            board.drag(np.array([(750.0, 510.0), (750.0, 610.0)]))
            board.reads("23+4=27\n+")
            assert board.find(".outline").count() == 1

    def test_where_there_is_no_room_behind_it_stands_elsewhere_on_the_stage(
        self, open_board: Open
    ) -> None:
        with open_board(SUMS, **PHONE) as board:
            write(board, "23+4+52=", left=12, top=120, scale=0.36)
            board.shows("#answers .answer", "79")
            assert inside(board.box("#answers .answer text"), board.box("#stage"))

    def test_no_division_by_zero(self, open_board: Open) -> None:
        with open_board(SUMS) as board:
            write(board, "4⁄0=")
            board.shows("#answers .trouble", "no answer")
            board.shows(".sure", "a division by zero has no answer")


class TestMarks:
    def test_a_right_answer_gets_a_check_and_no_percent(self, open_board: Open) -> None:
        with open_board(SUMS) as board:
            write(board, "23+4=27")
            board.shows(".sure", "right")
            assert inside(board.box("#answers .right"), board.box("#stage"))
            assert board.find("#answers text").count() == 0
            board.shows("#spoken", "23+4=27, right")

    def test_of_a_wrong_one_the_result_is_told_when_its_mark_is_tapped(
        self, open_board: Open
    ) -> None:
        with open_board(SUMS) as board:
            write(board, "23+4=28")
            board.reads("23+4=28")
            board.shows("#answers .wrong", "look again")
            assert "27" not in board.page.inner_text("main")
            tap(board, "#answers .wrong text")
            board.shows("#answers .answer", "27")
            board.shows(".sure", "look again: 27")
            board.reads("23+4=28")
            tap(board, "#answers .wrong text")
            board.shows(".sure", "look again")
            assert board.find("#answers .answer").count() == 0

    def test_how_much_is_said_is_chosen_and_the_browser_remembers(self, open_board: Open) -> None:
        with open_board(SUMS) as board:
            write(board, "23+4=28", top=100)
            write(board, "8-3=", top=400)
            board.reads("23+4=28\n8-3=5")
            keys_to(board, "#sums")
            board.press("Enter")
            board.shows("#note", "Sums: I answer, and correct what is wrong")
            assert board.find("#answers .answer").all_text_contents() == ["27", "5"]
            board.press("r")
            board.shows("#note", "Sums: I only read them")
            board.page.reload()
            board.reads("23+4=28\n8-3=")
            assert board.find("#answers text").count() == 0
            board.press("r")
            board.shows("#note", "Sums: I check what you write")
            board.shows("#answers .wrong", "look again")
            assert board.find("#answers .answer").count() == 0

    def test_only_where_sums_are_written_there_is_help_with_them(self, board: Board) -> None:
        assert board.find("[data-action=sums]").count() == 0
        board.draw("26")
        board.reads("26")
        assert board.find("#answers text").count() == 0


class TestTrust:
    def test_an_unsure_symbol_is_marked_and_the_answer_waits(self, open_board: Open) -> None:
        with open_board(SUMS) as board:
            write(board, "38/2=")
            board.reads("38/2=")
            board.shows("#question .asked", "Is this “/”?")
            board.shows(".unsure", "/")
            board.shows(".sure", "not sure")
            assert board.find("#answers text").count() == 0
            board.button("Yes").click()
            board.reads("38/2=19")
            assert not board.find("#question").is_visible()
            assert board.page.evaluate("localStorage.getItem('lessons')") is None
            board.page.reload()
            board.reads("38/2=19")
            board.press("Control+z")
            board.shows("#question .asked", "Is this “/”?")

    def test_another_candidate_makes_it_another_sum(self, open_board: Open) -> None:
        with open_board(SUMS) as board:
            write(board, "38/2=")
            board.reads("38/2=")
            board.button("1").click()
            board.reads("3812=3812")

    def test_one_tap_on_a_symbol_offers_what_else_it_may_be(self, open_board: Open) -> None:
        with open_board(SUMS) as board:
            write(board, "23+4=")
            board.reads("23+4=27")
            assert not board.find("#question").is_visible()
            board.find(".chip >> nth=1").click()
            board.shows("#question .asked", "Is this a 3?")
            other = board.find("#question button >> nth=1")
            label = other.text_content()
            other.click()
            board.page.wait_for_function(
                "() => !document.querySelector('.digits').textContent.startsWith('23')"
            )
            assert board.text().startswith(f"2{label}")

    def test_where_the_page_learns_it_learns_what_is_chosen(self, open_board: Open) -> None:
        with open_board(SUMS) as board:
            board.find("#learning input").check()
            write(board, "38/2=")
            board.reads("38/2=")
            board.button("Yes").click()
            board.reads("38/2=19")
            taught = board.page.evaluate("JSON.parse(localStorage.getItem('lessons')).list")
            assert [each["label"] for each in taught] == ["/"]

    def test_the_question_keeps_the_stage_where_it_is_on_a_phone(self, open_board: Open) -> None:
        with open_board(SUMS, **PHONE) as board:
            before = board.box("#pad")
            write(board, "38/2=", left=20, top=120, scale=0.36)
            board.reads("38/2=")
            board.shows("#question .asked", "Is this “/”?")
            assert board.box("#pad") == before
            assert inside(board.box("#question"), board.box("#stage"))

    def test_it_is_answered_by_keys_alone(self, open_board: Open) -> None:
        with open_board(SUMS) as board:
            write(board, "38/2=")
            board.reads("38/2=")
            board.shows("#question .asked", "Is this “/”?")
            keys_to(board, "#question button")
            board.press("Enter")
            board.reads("38/2=19")
            assert board.page.evaluate("document.activeElement.id") == "answer"


class TestTap:
    def test_a_tap_on_an_answer_copies_it_and_draws_nothing(self, open_board: Open) -> None:
        with open_board(SUMS, permissions=CLIPBOARD) as board:
            write(board, "23+4=")
            board.shows("#answers .answer", "27")
            tap(board, "#answers .answer")
            board.shows("#note", "Copied 27")
            assert clipboard(board) == "27"
            board.press("Control+z", "Control+z")
            board.reads("23+4")

    def test_an_answer_turns_between_fraction_and_decimals(self, open_board: Open) -> None:
        with open_board(SUMS) as board:
            write(board, "3⁄4+2⁄4=")
            board.find("#question").wait_for(state="hidden")
            board.shows("#answers .answer", "54")
            board.page.wait_for_function("() => !document.querySelector('.asking')")
            assert board.find("#answers .answer rect").count() == 1
            tap(board, "#answers .answer rect")
            board.shows("#answers .answer", "1.25")
            board.shows(".result", "1.25")
            board.shows("#note", "1.25, as a decimal")
            write(board, "8-3=", top=450)
            board.shows(".result >> nth=1", "5")
            board.shows("#answers .answer >> nth=0", "1.25")
            board.find(".result >> nth=0").click()
            board.shows("#answers .answer >> nth=0", "54")

    def test_a_dot_is_drawn_anywhere_else(self, open_board: Open) -> None:
        with open_board(SUMS) as board:
            write(board, "23+4=")
            board.shows("#answers .answer", "27")
            with board.page.expect_request("**/api/ink*") as asked:
                board.page.mouse.click(300, 600)
            written = len(drawn("23+4=").strokes)
            assert len(asked.value.post_data_json["strokes"]) == written + 1

    def test_an_answer_makes_way_for_a_pen_that_writes_there(self, open_board: Open) -> None:
        with open_board(SUMS) as board:
            write(board, "8-3=")
            board.shows("#answers .answer", "5")
            x, y = middle_of(board, "#answers .answer")
            board.page.mouse.move(x, y - 30)
            board.page.mouse.down()
            board.page.mouse.move(x, y)
            assert board.find("#answers .answer").count() == 0
            board.page.mouse.up()

    def test_all_that_is_read_is_copied_with_its_answers(self, open_board: Open) -> None:
        with open_board(SUMS, permissions=CLIPBOARD) as board:
            write(board, "23+4=", top=100)
            write(board, "8-3=", top=400)
            board.reads("23+4=27\n8-3=5")
            board.press("Control+c")
            board.shows("#note", "Copied")
            assert clipboard(board) == "23+4=27\n8-3=5"


def test_a_picture_of_an_exercise_sheet_is_marked_too(open_board: Open) -> None:
    with open_board(SUMS) as board:
        sums = [on_paper(drawn(text)) for text in ("28-3=24", "8-3=5", "8-3=")]
        widest = max(each.shape[1] for each in sums)
        wide = [np.pad(each, ((0, 0), (0, widest - each.shape[1])), mode="edge") for each in sums]
        content = cv2.imencode(".png", np.vstack(wide))[1].tobytes()
        sheet = {"name": "sheet.png", "mimeType": "image/png", "buffer": content}
        board.find("#chooser").set_input_files(files=[sheet])
        board.reads("28-3=24\n8-3=5\n8-3=5")
        board.shows("#answers .wrong", "look again")
        assert board.find("#answers .right").count() == 1
        assert inside(2 * middle_of(board, "#answers .answer text"), board.box("#picture"))
        board.find("#stage").click(position=relative(board, "#answers .wrong text"))
        board.shows("#answers .answer >> nth=0", "25")
        board.find(".chip >> nth=1").click()
        label = board.find("#question button >> nth=1").text_content()
        board.find("#question button >> nth=1").click()
        board.shows(".chip >> nth=1", label)


def relative(board: Board, selector: str) -> dict[str, float]:
    """Return where the middle of something is on the stage."""
    left, top, _, _ = board.box("#stage")
    x, y = middle_of(board, selector)
    return {"x": x - left, "y": y - top}


def test_fractions_powers_and_roots_stand_as_they_are_written(open_board: Open) -> None:
    with open_board(SUMS) as board:
        write(board, "2⁄3+√9+2^3=", left=30, scale=0.5)
        board.shows(".fraction .row >> nth=0", "2")
        board.shows(".fraction .row >> nth=1", "3")
        board.shows(".roof", "9")
        board.shows(".raised", "3")
        assert re.fullmatch("35⁄3", board.find(".result").get_attribute("aria-label")[8:])


def test_the_glass_explains_what_is_worked_out_first_and_no_result_that_is_not_told(
    open_board: Open,
) -> None:
    with open_board(SUMS) as board:
        write(board, "8-2×3=4")
        board.reads("8-2×3=4")
        board.shows(".told li >> nth=0", "First 2×3, because times comes before minus.")
        tap(board, "#answers .wrong text")
        board.shows(".told li >> nth=0", "First 2×3 = 6, because times comes before minus.")


@pytest.mark.parametrize("text", ["8-2×3=", "23+4+52="])
def test_the_panel_has_room_for_a_sum_and_its_answer(open_board: Open, text: str) -> None:
    with open_board(SUMS) as board:
        write(board, text, scale=0.42)
        board.find(".result").wait_for()
        assert board.text().startswith(text)
        room = "(each) => each.scrollWidth - each.clientWidth"
        assert board.find(".digits").evaluate(room) <= 0


def test_the_answer_has_the_color_of_the_theme(open_board: Open) -> None:
    colors = set()
    for scheme in ("light", "dark"):
        with open_board(SUMS, color_scheme=scheme) as board:
            write(board, "23+4=")
            board.shows("#answers .answer", "27")
            fill = "getComputedStyle(document.querySelector('#answers .answer')).fill"
            colors.add(board.page.evaluate(fill))
    assert colors == {"rgb(20, 92, 128)", "rgb(255, 190, 92)"}
