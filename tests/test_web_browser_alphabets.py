"""The page of a model of several alphabets: one is chosen, and all that the page says follows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from alphabets import model_of_alphabets
from browsing import Board, Open

pytest_plugins = ["browserfixtures"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of that model, in place of the usual one."""
    pytest.importorskip("flask", reason="no flask: pip install 'recognizer-board[web]'")
    pytest.importorskip("waitress", reason="no waitress: pip install 'recognizer-board[web]'")
    from webserving import serving

    with serving(model_of_alphabets(tmp_path_factory.mktemp("model"))) as url:
        yield url


def test_a_drawing_is_read_anew_as_what_is_chosen(board: Board) -> None:
    board.draw("6")
    board.reads("?")
    board.find("#alphabet").select_option(label="Letters")
    board.reads("A")
    assert board.page.url.endswith("?alphabet=letters")
    board.press("c")
    board.shows(".call", "Draw letters")


def test_a_key_leads_to_the_choice_and_letters_then_choose_in_it(board: Board) -> None:
    board.draw("6")
    board.reads("?")
    board.press("a")
    assert board.page.evaluate("document.activeElement.id") == "alphabet"
    board.press("c", "Escape")
    assert board.text() == "?"


def test_what_can_be_taught_are_the_symbols_of_the_alphabet(open_board: Open) -> None:
    with open_board("/?alphabet=letters") as board:
        board.find("#learning input").check()
        assert board.find(".labels button").all_text_contents() == ["A", "B", "N", "none"]
        board.draw("6")
        board.reads("A")
        board.button("N").click()
        board.reads("N")


def test_a_written_question_mark_is_read_and_one_for_what_was_not_read_is_not(
    open_board: Open,
) -> None:
    for alphabet, read in (("text", True), ("digits", False)):
        with open_board(f"/?alphabet={alphabet}") as board:
            board.draw("8")
            board.reads("?")
            assert board.find(".chip.unread").count() == (0 if read else 1)
            disabled = board.find("#copy").get_attribute("aria-disabled")
            assert disabled == ("false" if read else "true")


def test_of_very_many_symbols_the_likeliest_have_bars_the_surest_first(board: Board) -> None:
    barred = board.page.evaluate(
        """async (labels) => {
            const { Glass } = await import("/static/glass.js");
            const panel = document.getElementById("glass");
            const sure = (label, place) => ({ label, confidence: 2 ** -place - 2 ** -20 });
            const read = { label: labels[0], text: labels[0], digitness: 0.9 };
            new Glass(panel).show({ ...read, candidates: [...labels].map(sure) });
            const names = panel.querySelectorAll(".bars th[scope=row]");
            return [...names].map(({ textContent }) => textContent);
        }""",
        "zyxwvutsrqpo",
    )
    assert barred == [*"zyxwvutsrq", "none"]
