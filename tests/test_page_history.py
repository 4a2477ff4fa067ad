"""The page, its changes, and the way back. (`test_history` is that of training runs.)"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from strokes import DIGITS

from recognizer import Ink, Stroke
from recognizer import history as history_module
from recognizer.history import (
    Change,
    History,
    Page,
    Picture,
    cleared,
    corrected,
    drawn,
    erased,
    opened,
    swept,
)
from recognizer.picture import decode_picture

ONE, TWO, THREE = (DIGITS[digit].strokes[0] for digit in "123")
FULL = Page((ONE, TWO, THREE), Picture("a.png", np.zeros((2, 3, 3), np.uint8)), "3")


def same(one: Page, other: Page) -> bool:
    """Tell whether two pages hold the very same objects."""
    return (
        list(map(id, one.strokes)) == list(map(id, other.strokes))
        and one.picture is other.picture
        and one.correction == other.correction
    )


# Pages


def test_a_page_holds_something_if_there_is_ink_or_a_picture() -> None:
    assert not Page()
    assert not Page(correction="3")
    assert Page((ONE,))
    assert Page(picture=FULL.picture)


def test_the_ink_of_a_page_is_its_strokes() -> None:
    assert FULL.ink == Ink((ONE, TWO, THREE))


def test_the_pixels_of_a_picture_cannot_be_changed() -> None:
    picture = Picture("a.png", np.zeros((2, 3, 3), np.uint8))
    with pytest.raises(ValueError, match="read-only"):
        picture.pixels[0] = 1


@pytest.mark.parametrize("shape", [(2, 3), (2, 3, 4), (0, 3, 3)], ids=str)
def test_a_picture_has_bgr_pixels(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="pixels"):
        Picture("a.png", np.zeros(shape, np.uint8))


def test_a_picture_has_pixels_of_bytes() -> None:
    with pytest.raises(ValueError, match="float64"):
        Picture("a.png", np.zeros((2, 3, 3)))  # type: ignore[arg-type]


def test_of_two_pictures_the_pixels_are_at_hand_of_more_they_are_decoded_anew() -> None:
    rng = np.random.default_rng(3)
    arrays = [rng.integers(0, 256, (4, 5, 3), np.uint8) for _ in range(3)]
    pictures = [Picture("a.png", each) for each in arrays]
    first = pictures[0].pixels
    assert (first == arrays[0]).all()
    assert pictures[1].pixels is not first
    assert pictures[0].pixels is first
    assert (pictures[2].pixels == arrays[2]).all()
    assert pictures[0].pixels is not first
    assert (pictures[0].pixels == first).all()


def test_a_picture_holds_a_file_of_its_pixels_or_the_one_it_came_from() -> None:
    pixels = np.full((2, 3, 3), 7, np.uint8)
    assert decode_picture(Picture("a.png", pixels).content).tolist() == pixels.tolist()
    assert Picture("a.jpg", pixels, b"its file").content == b"its file"


# Changes


def test_a_stroke_is_drawn_on_top() -> None:
    assert same(drawn(Page((ONE,)), TWO).apply(Page((ONE,))), Page((ONE, TWO)))


def test_strokes_are_erased_wherever_they_lie() -> None:
    page = erased(FULL, [2, 0, 2]).apply(FULL)
    assert same(page, Page((TWO,), FULL.picture))


def test_a_cleared_page_is_empty() -> None:
    assert same(cleared(FULL).apply(FULL), Page())


def test_what_is_opened_takes_the_place_of_everything() -> None:
    assert same(opened(FULL, [TWO], None, "2").apply(FULL), Page((TWO,), None, "2"))


def test_a_picture_is_opened() -> None:
    page = Page((ONE,))
    assert same(opened(page, (), FULL.picture).apply(page), Page((), FULL.picture))


@pytest.mark.parametrize("label", ["7", "", None])
def test_what_the_user_says_is_kept_and_the_rest_stays(label: str | None) -> None:
    assert same(corrected(FULL, label).apply(FULL), Page(FULL.strokes, FULL.picture, label))


@pytest.mark.parametrize(
    "make",
    [lambda page: drawn(page, ONE), lambda page: erased(page, [1]), cleared],
    ids=["drawn", "erased", "cleared"],
)
def test_what_the_user_said_holds_only_for_what_stood_there(
    make: Callable[[Page], Change],
) -> None:
    change = make(FULL)
    assert change.apply(FULL).correction is None
    assert change.inverse.apply(change.apply(FULL)).correction == "3"


@pytest.mark.parametrize(
    "change",
    [erased(FULL, []), cleared(Page()), corrected(FULL, "3"), opened(Page(), ())],
    ids=["nothing erased", "empty page cleared", "said twice", "nothing opened"],
)
def test_a_change_may_change_nothing(change: Change) -> None:
    assert not change


@pytest.mark.parametrize("change", [drawn(FULL, ONE), erased(FULL, [0]), cleared(FULL)])
def test_strokes_and_pictures_are_to_be_read_anew(change: Change) -> None:
    assert change.touches_ink
    assert change.inverse.touches_ink


def test_what_the_user_says_changes_nothing_that_is_read() -> None:
    assert not corrected(FULL, "7").touches_ink


@pytest.mark.parametrize("index", [3, -1])
def test_only_strokes_that_are_there_can_be_erased(index: int) -> None:
    with pytest.raises(IndexError):
        erased(FULL, [index])


@pytest.mark.parametrize(
    "change",
    [
        Change(removed=((3, ONE),)),
        Change(removed=((-1, ONE),)),
        Change(removed=((1, TWO), (0, ONE))),
        Change(removed=((1, TWO), (1, TWO))),
        Change(added=((4, ONE),)),
        Change(added=((-1, ONE),)),
        Change(added=((1, ONE), (0, TWO))),
        Change(added=((1, ONE), (1, TWO))),
    ],
    ids=[
        f"{what} {how}"
        for what in ("removed", "added")
        for how in ("beyond", "below", "out of order", "twice")
    ],
)
def test_a_change_of_another_page_is_refused(change: Change) -> None:
    with pytest.raises(ValueError, match="stroke"):
        change.apply(FULL)


@pytest.mark.parametrize("first", [(0,), (2,), (0, 3), (1, 2, 4)])
@pytest.mark.parametrize("second", [(0,), (1,), (0, 1)])
def test_two_changes_that_take_strokes_away_are_one(
    first: tuple[int, ...], second: tuple[int, ...]
) -> None:
    page = Page(tuple(Stroke([(i, 0), (i, 1)]) for i in range(6)), correction="3")
    one = erased(page, first)
    other = erased(one.apply(page), second)
    whole = swept(one, other)
    assert same(whole.apply(page), other.apply(one.apply(page)))
    assert same(whole.inverse.apply(whole.apply(page)), page)


def test_only_what_takes_strokes_away_is_joined() -> None:
    with pytest.raises(ValueError, match="away"):
        swept(drawn(FULL, ONE), erased(FULL, [0]))


# The history


def random_change(page: Page, rng: np.random.Generator) -> Change:
    """Return one of all the changes there are, of as many strokes as it happens."""
    new = [Stroke(rng.normal(size=(2, 2))) for _ in range(rng.integers(0, 4))]
    picture = Picture("p", np.zeros((1, 1, 3), np.uint8))
    label = [None, "", "4"][rng.integers(3)]
    some = np.flatnonzero(rng.random(len(page.strokes)) < 0.3).tolist()
    kind = rng.choice(6, p=[0.4, 0.2, 0.05, 0.1, 0.05, 0.2])
    return [
        lambda: drawn(page, Stroke(rng.normal(size=(3, 2)))),
        lambda: erased(page, some),
        lambda: cleared(page),
        lambda: opened(page, new, page.picture, label),
        lambda: opened(page, new, picture, label),
        lambda: corrected(page, label),
    ][kind]()


@pytest.mark.parametrize("seed", range(20))
def test_all_that_is_done_can_be_taken_back_and_made_again(seed: int) -> None:
    rng = np.random.default_rng(seed)
    history, pages = History(FULL), [FULL]
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


@pytest.mark.parametrize("seed", range(20))
def test_each_step_tells_the_change_it_made(seed: int) -> None:
    rng = np.random.default_rng(seed)
    history = History()
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
    history = History()
    history.do(drawn(history.page, ONE))
    history.undo()
    history.do(drawn(history.page, TWO))
    assert history.redo() is None
    assert history.page.strokes == (TWO,)


def test_a_history_knows_whether_there_is_a_way_back_and_forth() -> None:
    history = History()
    assert (history.can_undo, history.can_redo) == (False, False)
    history.do(drawn(history.page, ONE))
    assert (history.can_undo, history.can_redo) == (True, False)
    history.undo()
    assert (history.can_undo, history.can_redo) == (False, True)


def test_there_is_no_sweep_to_go_on_with_before_the_first_step() -> None:
    history = History(FULL)
    assert history.last is None
    with pytest.raises(ValueError, match="no step"):
        history.sweep(erased(FULL, [0]))


def test_what_changes_nothing_is_no_step() -> None:
    history = History()
    history.do(drawn(history.page, ONE))
    history.undo()
    history.do(cleared(history.page))
    assert history.undo() is None
    assert history.redo()


def test_a_history_may_begin_with_a_word_of_the_user_only() -> None:
    assert History(Page(correction="3")).page.correction == "3"


def test_a_change_that_does_not_fit_leaves_the_history_as_it_was() -> None:
    history = History(FULL)
    with pytest.raises(ValueError, match="stroke"):
        history.do(Change(added=((9, ONE),)))
    assert same(history.page, FULL)
    assert history.undo() is None


def test_no_more_pictures_are_kept_than_there_is_room_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(history_module, "MAX_PICTURE_BYTES", 250)
    history, pixels = History(), np.zeros((1, 1, 3), np.uint8)
    pictures = [Picture(str(number), pixels, bytes(100)) for number in range(6)]
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
    monkeypatch.setattr(history_module, "MAX_STEPS", 3)
    history = History()
    for stroke in (ONE, TWO, THREE, ONE, TWO):
        history.do(drawn(history.page, stroke))
    while history.undo():
        pass
    assert same(history.page, Page((ONE, TWO)))
