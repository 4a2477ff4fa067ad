"""The page in a real browser by keys alone, and where the focus is."""

from __future__ import annotations

import re

from browsing import SURE, Board, Open, keys_to

pytest_plugins = ["browserfixtures"]


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
    board.stop_clock()  # a busy machine may take longer to read than one waits for a voice
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
