"""The history of a page: undo and redo."""

from __future__ import annotations

import numpy as np
import pytest
from anything import SEED
from fullpage import FULL, ONE, THREE, TWO, lesson, same
from hypothesis import given

from recognizer import Stroke
from recognizer.document import page as history_module
from recognizer.document.corrections import Correction, of_all
from recognizer.document.page import (
    BoardPicture,
    Change,
    Page,
    UndoHistory,
    cleared,
    corrected,
    drawn,
    erased,
    opened,
)

# The history


def random_change(page: Page, rng: np.random.Generator) -> Change:
    """Return one of all the changes there are, of as many strokes as it happens."""
    new = [Stroke(rng.normal(size=(2, 2))) for _ in range(rng.integers(0, 4))]
    picture = BoardPicture("p", np.zeros((1, 1, 3), np.uint8))
    said = of_all(new[:1], [None, "", "4"][rng.integers(3)])
    some = np.flatnonzero(rng.random(len(page.strokes)) < 0.3).tolist()
    kind = rng.choice(6, p=[0.4, 0.2, 0.05, 0.1, 0.05, 0.2])
    return [
        lambda: drawn(page, Stroke(rng.normal(size=(3, 2)))),
        lambda: erased(page, some),
        lambda: cleared(page),
        lambda: opened(page, new, page.picture, said),
        lambda: opened(page, new, picture, said),
        lambda: corrected(page, Correction(page.strokes[: rng.integers(3)], "4"), (lesson(),)),
    ][kind]()


@given(seed=SEED)
def test_all_that_is_done_can_be_taken_back_and_made_again(seed: int) -> None:
    rng = np.random.default_rng(seed)
    history, pages = UndoHistory(FULL), [FULL]
    while len(pages) < 60:
        if change := random_change(history.page, rng):
            history.do(change)
            pages.append(history.page)
    for page in reversed(pages[:-1]):
        assert history.undo()
        assert same(history.page, page)
    assert history.undo() is None
    for page in pages[1:]:
        assert history.redo()
        assert same(history.page, page)
    assert history.redo() is None


@given(seed=SEED)
def test_each_step_tells_the_change_it_made(seed: int) -> None:
    rng = np.random.default_rng(seed)
    history = UndoHistory()
    shown = history.page
    for _ in range(200):
        step = rng.integers(3)
        if step == 0:
            change: Change | None = random_change(history.page, rng)
            assert change is not None
            history.do(change)
        else:
            change = history.undo() if step == 1 else history.redo()
        shown = change.apply(shown) if change else shown
        assert same(shown, history.page)


def test_a_new_step_ends_what_could_be_made_again() -> None:
    history = UndoHistory()
    history.do(drawn(history.page, ONE))
    history.undo()
    history.do(drawn(history.page, TWO))
    assert history.redo() is None
    assert history.page.strokes == (TWO,)


def test_a_history_knows_whether_there_is_a_way_back_and_forth() -> None:
    history = UndoHistory()
    assert (history.can_undo, history.can_redo) == (False, False)
    history.do(drawn(history.page, ONE))
    assert (history.can_undo, history.can_redo) == (True, False)
    history.undo()
    assert (history.can_undo, history.can_redo) == (False, True)


def test_there_is_no_sweep_to_go_on_with_before_the_first_step() -> None:
    history = UndoHistory(FULL)
    assert history.last is None
    with pytest.raises(ValueError, match="no step"):
        history.sweep(erased(FULL, [0]))


def test_what_changes_nothing_is_no_step() -> None:
    history = UndoHistory()
    history.do(drawn(history.page, ONE))
    history.undo()
    history.do(cleared(history.page))
    assert history.undo() is None
    assert history.redo()


def test_a_history_may_begin_with_a_word_of_the_user_only() -> None:
    assert UndoHistory(Page(corrections=of_all((), "3"))).page.label == "3"


def test_a_change_that_does_not_fit_leaves_the_history_as_it_was() -> None:
    history = UndoHistory(FULL)
    with pytest.raises(ValueError, match="stroke"):
        history.do(Change(added=((9, ONE),)))
    assert same(history.page, FULL)
    assert history.undo() is None


def test_no_more_pictures_are_kept_than_there_is_room_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(history_module, "MAX_PICTURE_BYTES", 250)
    history, pixels = UndoHistory(), np.zeros((1, 1, 3), np.uint8)
    pictures = [BoardPicture(str(number), pixels, bytes(100)) for number in range(6)]
    for picture in pictures:
        history.do(opened(history.page, (), picture))
        for _ in range(2):  # counted as often as it is taken back and made again
            history.undo()
            history.redo()
    history.do(drawn(history.page, ONE))
    while history.undo():
        pass
    assert history.page.picture is pictures[3]
    while history.redo():
        pass
    assert same(history.page, Page((ONE,), pictures[5]))


def test_the_oldest_steps_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_module, "MAX_UNDO_STEPS", 3)
    history = UndoHistory()
    for stroke in (ONE, TWO, THREE, ONE, TWO):
        history.do(drawn(history.page, stroke))
    while history.undo():
        pass
    assert same(history.page, Page((ONE, TWO)))
