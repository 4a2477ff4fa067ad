"""Scores of games in the browser: the same rules, and the same form, as on the board."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cv2
import numpy as np
import pytest
from browsing import Board, Open
from hypothesis import given, settings
from hypothesis import strategies as st
from webplaying import answer, at_task, begin, ends, give_tasks, round_of, type_all

from recognizer.play.judging import RIGHT_SECONDS, WRONG_SECONDS, judge_typed
from recognizer.play.round import MODES, Mode, Round, Solved, streaks
from recognizer.play.scorebook import (
    CHART_ROUNDS,
    MAX_PRACTICE_DIGITS,
    PlayedRound,
    ScoreBook,
    load_scores,
    save_scores,
)
from recognizer.play.tasks import Task
from recognizer.web.play import rules_record

pytest_plugins = ["browserfixtures"]

BEGAN = datetime(2025, 1, 15, 10, tzinfo=timezone.utc)


def today() -> date:
    return datetime.now().astimezone().date()


def loaded(board: Board, tmp_path: Path) -> ScoreBook:
    """Return the scores that the browser keeps, as the board loads them."""
    path = tmp_path / "a.scores"
    path.write_text(board.page.evaluate("localStorage.scores"), encoding="utf-8")
    book, trouble = load_scores(path)
    assert trouble == ""
    return book


def test_the_board_can_read_the_scores_of_the_page(open_board: Open, tmp_path: Path) -> None:
    before = today()
    with round_of(open_board, "26", "7") as board:
        answer(board, "26")
        at_task(board, 2)
        board.press("8", "Enter")
        type_all(board, *("7", "26") * 5)
        ends(board, "9 of 10 at first try")
        (played,) = loaded(board, tmp_path).rounds
    assert (played.set_name, played.mode, played.is_over, played.by_hand) == (
        *("to-20", "calm", True, False),
    )
    assert before <= played.began.date() <= today()  # midnight may have come
    assert [each.task.answer for each in played.done] == ["26", "7"] * 5
    assert [each.mistakes for each in played.done] == [0, 1, *[0] * 8]


def test_backspace_takes_ink_away_and_types_nothing(open_board: Open, tmp_path: Path) -> None:
    with round_of(open_board, "26") as board:
        answer(board, "2")
        board.shows("#task .read", "2")
        board.press("Backspace")
        board.shows("#task .line", "0 + 0 = _")
        answer(board, "26")
        at_task(board, 2)
        (played,) = loaded(board, tmp_path).rounds
    assert played.by_hand


def test_what_was_done_is_kept_when_a_round_is_left(open_board: Open, tmp_path: Path) -> None:
    with round_of(open_board, "6") as board:
        type_all(board, "6", "6")
        at_task(board, 3)
        board.page.reload()
        (played,) = loaded(board, tmp_path).rounds
        assert (len(played.done), played.is_over) == (2, False)
        board.shows("#days-told", "1 day of practice")


def test_the_end_shows_the_answers_in_the_own_ink_and_saves_them(
    open_board: Open, tmp_path: Path
) -> None:
    with round_of(open_board, "26", "3") as board:
        for number, digits in enumerate(("26", "3"), start=2):
            answer(board, digits)
            at_task(board, number)
        type_all(board, "26")
        at_task(board, 4)
        board.button("End").click()
        ends(board, "3 of 3 at first try")
        assert board.find("#thumbs figcaption").all_text_contents() == ["0 + 0 = 26", "1 + 0 = 3"]
        with board.page.expect_download() as coming:
            board.press("s")
        saved = tmp_path / "round.png"
        coming.value.save_as(saved)
    picture = cv2.imread(str(saved))
    assert picture is not None
    lower = picture[picture.shape[0] // 2 :]
    assert np.count_nonzero(lower.max(axis=2) < 100) > 2000  # the ink


def test_what_was_misread_is_practiced(open_board: Open) -> None:
    with open_board("/play") as board:
        book = ScoreBook((PlayedRound("to-20", "calm", BEGAN, (solved(),), ("9", "4", "9")),))
        keep(board, book)
        board.page.reload()
        give_tasks(board, "6")
        begin(board)
        type_all(board, "6")
        at_task(board, 2)
        board.button("End").click()
        ends(board, "1 of 1")
        board.page.unroute("**/api/tasks?*")
        board.button("Practice your 9 and 4").click()
        board.find("#round").wait_for()
        assert set(str(board.find("#task .before").text_content())) & {"4", "9"}


def test_the_best_round_is_told_before_and_after(open_board: Open) -> None:
    slow = PlayedRound("to-20", "calm", BEGAN, (solved(50.0),) * 10, is_over=True)
    with open_board("/play") as board:
        keep(board, ScoreBook((slow,)))
        board.page.reload()
        board.shows("#best", "Your best: 10 of 10 in 500 seconds")
        give_tasks(board, "6")
        begin(board)
        type_all(board, *"6" * 10)
        ends(board, "10 of 10 at first try")
        board.page.get_by_text("your best so far").wait_for()
        assert board.find("#chart i").count() == 2
        board.shows("#days-told", "2 days of practice")


def test_damaged_scores_are_set_aside(open_board: Open) -> None:
    with open_board("/play") as board:
        board.page.evaluate("localStorage.setItem('scores', '{\"rounds\": 7}')")
        board.page.reload()
        board.shows("#note", "The scores kept here were damaged, and are set aside")
        assert board.page.evaluate("localStorage['scores damaged']") == '{"rounds": 7}'
        give_tasks(board, "6")
        begin(board)
        type_all(board, "6")
        at_task(board, 2)
        assert len(json.loads(board.page.evaluate("localStorage.scores"))["rounds"]) == 1


def test_damaged_scores_are_set_aside_where_there_is_no_room_for_both(open_board: Open) -> None:
    with open_board("/play") as board:
        board.page.evaluate(
            """() => {
              localStorage.setItem("scores", "x".repeat(2_000_000));
              let free = 4_000_000; // characters
              for (; free >= 16; free /= 2)
                try { localStorage.setItem(`full ${free}`, "y".repeat(free)); } catch {}
            }"""
        )
        board.page.reload()
        board.shows("#note", "The scores kept here were damaged, and are set aside")
        assert board.page.evaluate("localStorage['scores damaged'].length") == 2_000_000
        give_tasks(board, "6")
        begin(board)
        type_all(board, "6")
        at_task(board, 2)


def test_a_best_round_that_took_no_second_took_one_as_on_the_board(open_board: Open) -> None:
    with open_board("/play") as board:
        quick = PlayedRound("to-20", "calm", BEGAN, (solved(0.01),), is_over=True)
        keep(board, ScoreBook((quick,)))
        board.page.reload()
        board.shows("#best", f"Your best: {quick.in_words}")


def test_two_tabs_share_a_book(open_board: Open, tmp_path: Path) -> None:
    with round_of(open_board, "6") as board:
        keep(board, ScoreBook((PlayedRound("tables", "calm", BEGAN, (solved(),)),)))
        type_all(board, "6")
        at_task(board, 2)
        assert [each.set_name for each in loaded(board, tmp_path).rounds] == ["tables", "to-20"]


# The same rules, in two languages -----------------------------------------------------------------


def solved(seconds: float = 2.0, mistakes: int = 0, is_right: bool = True) -> Solved:
    return Solved(Task("7 + 8 =", "15"), mistakes, seconds, is_right)


def keep(board: Board, book: ScoreBook) -> None:
    """Let the browser keep a book of the board."""
    board.page.evaluate("text => localStorage.setItem('scores', text)", text_of(book))


def text_of(book: ScoreBook) -> str:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.scores"
        save_scores(path, book)
        return path.read_text(encoding="utf-8")


def evaluated(board: Board, module: str, body: str, given: Any) -> Any:
    """Return what `body` of a function of `it`, the module, and `given` returns in the browser."""
    code = f"async (given) => {{ const it = await import('/static/{module}.js'); {body} }}"
    return board.page.evaluate(code, given)


@pytest.fixture(scope="module")
def page(chromium: Any, server: str) -> Any:
    """The page of games, in which modules are tried."""
    page = chromium.new_context().new_page()
    page.goto(f"{server}/play")
    return Board(page, server)


MODE = st.sampled_from(MODES)
DONE = st.builds(solved, st.integers(1, 40).map(float), st.integers(0, 2), is_right=st.booleans())
PLAYED = st.builds(
    PlayedRound,
    st.sampled_from(["to-20", "copy-2"]),
    st.sampled_from([each.name for each in MODES]),
    st.integers(0, 10**4).map(lambda k: BEGAN + timedelta(minutes=37 * k)),
    st.lists(DONE, max_size=4).map(tuple),
    is_over=st.booleans(),
)
DEEDS = st.lists(
    st.tuples(st.sampled_from(["solve", "miss", "skip"]), st.integers(1, 9)), max_size=40
)


@settings(max_examples=40)
@given(deeds=DEEDS, mode=MODE)
def test_a_round_goes_as_on_the_board(
    page: Board, deeds: list[tuple[str, int]], mode: Mode
) -> None:
    tasks = [Task(f"{k} + 0 =", str(k)) for k in range(100)]
    played, seconds, told = Round(iter(tasks), mode), 0.0, []
    for deed, taken in deeds:
        seconds += taken
        if deed == "solve":
            played.solve(seconds)
        elif deed == "skip" or played.miss():
            played.give_up(seconds)
        told.append([played.current.prompt, played.mistakes, played.is_over(seconds)])
    done = [[each.task.prompt, each.mistakes, each.seconds, each.is_right] for each in played.done]
    found = evaluated(
        page,
        "round",
        """
        const { deeds, rules, mode } = given;
        const tasks = Array.from({ length: 100 }, (_, k) => ({ prompt: `${k} + 0 =` }));
        const round = new it.Round(tasks, rules.modes[mode], rules);
        let seconds = 0;
        const told = deeds.map(([deed, taken]) => {
          seconds += taken;
          if (deed === "solve") round.solve(seconds);
          else if (deed === "skip" || round.miss()) round.giveUp(seconds);
          return [round.current.prompt, round.mistakes, round.isOver(seconds)];
        });
        const done = round.done.map(({ task, mistakes, seconds, isRight }) =>
          [task.prompt, mistakes, seconds, isRight]);
        const { now, best } = it.streaks(round.done);
        return { told, done, now, best };
        """,
        {"deeds": deeds, "rules": rules_record(), "mode": mode.name},
    )
    assert found == {
        "told": told,
        "done": done,
        "now": played.streak,
        "best": streaks(played.done)[1],
    }


@settings(max_examples=40)
@given(rounds=st.lists(PLAYED, max_size=6, unique_by=lambda each: each.began), mode=MODE)
def test_scores_are_counted_as_on_the_board(
    page: Board, rounds: list[PlayedRound], mode: Mode
) -> None:
    book = ScoreBook(tuple(rounds))
    best = book.best("to-20", mode.name)
    found = evaluated(
        page,
        "scorebook",
        """
        const { rounds } = JSON.parse(given.text);
        const mode = given.rules.modes[given.mode];
        const last = it.lastOf(rounds, given.rules.chartRounds);
        const best = it.best(rounds, "to-20", mode);
        return {
          best: best && it.secondsOf(best) + " " + it.firstTries(best),
          days: it.daysOf(rounds),
          last: last.map(it.firstTries),
          count: it.roundsOf(rounds, "to-20", mode).length,
        };
        """,
        {"text": text_of(book), "rules": rules_record(), "mode": mode.name},
    )
    assert found == {
        "best": best and f"{best.seconds:.0f} {best.at_first_try}",
        "days": [each.isoformat() for each in book.days],
        "last": [each.at_first_try for each in book.last],
        "count": len(book.of("to-20", mode.name)),
    }


def test_what_to_practice_is_counted_as_on_the_board(page: Board) -> None:
    misread = (("4", "9", "9"), ("7",), ("9", "4", "1"))
    book = ScoreBook(
        tuple(
            PlayedRound("to-20", "calm", BEGAN + timedelta(days=k), (solved(),), each)
            for k, each in enumerate(misread)
        )
    )
    body = "return it.toPractice(it.lastOf(JSON.parse(given[0]).rounds, given[1]), given[2]);"
    given_book = [text_of(book), CHART_ROUNDS, MAX_PRACTICE_DIGITS]
    assert evaluated(page, "scorebook", body, given_book) == [*book.to_practice] == ["9", "4"]


@pytest.mark.parametrize("text", ["", "1", "15", "17", "151"])
@pytest.mark.parametrize("up_seconds", [0.0, RIGHT_SECONDS, WRONG_SECONDS])
@pytest.mark.parametrize("entered", [False, True])
def test_what_is_typed_is_judged_as_on_the_board(
    page: Board, text: str, up_seconds: float, entered: bool
) -> None:
    found = evaluated(
        page,
        "writing",
        """
        const drawing = { strokes: [], clear() {} };
        const writing = new it.Writing(drawing, given.rules);
        for (const digit of given.text) writing.type(digit, 0);
        if (given.entered) writing.enter(0);
        return writing.dueAt("15") <= given.up ? writing.outlook("15").verdict : "wait";
        """,
        {"text": text, "up": up_seconds, "entered": entered, "rules": rules_record()},
    )
    assert found == judge_typed(text, "15", up_seconds, entered).verdict.value


def test_a_day_is_that_of_the_player(page: Board) -> None:
    told = evaluated(page, "scorebook", "return it.stamped(new Date(given));", 1_790_000_000_000)
    assert datetime.fromisoformat(told).timestamp() == 1_790_000_000
    here = page.page.evaluate("new Date(1790000000000).toLocaleDateString('sv')")
    assert date.fromisoformat(told[:10]) == date.fromisoformat(here)
