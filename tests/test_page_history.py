"""The page and its changes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from fullpage import FULL, ONE, THREE, TWO, lesson, same

from recognizer import Ink, Stroke
from recognizer.document.corrections import Correction, of_all
from recognizer.document.page import (
    BoardPicture,
    Change,
    Page,
    cleared,
    corrected,
    drawn,
    erased,
    forgotten,
    opened,
    swept,
)
from recognizer.pictures.decode import decode_picture

# Pages


def test_a_page_holds_something_if_there_is_ink_or_a_picture() -> None:
    assert not Page()
    assert not Page(corrections=of_all((), "3"))
    assert Page((ONE,))
    assert Page(picture=FULL.picture)


def test_the_ink_of_a_page_is_its_strokes() -> None:
    assert FULL.ink == Ink((ONE, TWO, THREE))


def test_the_pixels_of_a_picture_cannot_be_changed() -> None:
    picture = BoardPicture("a.png", np.zeros((2, 3, 3), np.uint8))
    with pytest.raises(ValueError, match="read-only"):
        picture.pixels[0] = 1


@pytest.mark.parametrize("shape", [(2, 3), (2, 3, 4), (0, 3, 3)], ids=str)
def test_a_picture_has_bgr_pixels(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="pixels"):
        BoardPicture("a.png", np.zeros(shape, np.uint8))


def test_a_picture_has_pixels_of_bytes() -> None:
    with pytest.raises(ValueError, match="float64"):
        BoardPicture("a.png", np.zeros((2, 3, 3)))  # type: ignore[arg-type]


def test_of_two_pictures_the_pixels_are_at_hand_of_more_they_are_decoded_anew() -> None:
    rng = np.random.default_rng(3)
    arrays = [rng.integers(0, 256, (4, 5, 3), np.uint8) for _ in range(3)]
    pictures = [BoardPicture("a.png", each) for each in arrays]
    first = pictures[0].pixels
    assert (first == arrays[0]).all()
    assert pictures[1].pixels is not first
    assert pictures[0].pixels is first
    assert (pictures[2].pixels == arrays[2]).all()
    assert pictures[0].pixels is not first
    assert (pictures[0].pixels == first).all()


def test_a_picture_holds_a_file_of_its_pixels_or_the_one_it_came_from() -> None:
    pixels = np.full((2, 3, 3), 7, np.uint8)
    content = BoardPicture("a.png", pixels).content
    assert decode_picture(content, stretched=False).tolist() == pixels.tolist()
    assert BoardPicture("a.jpg", pixels, b"its file").content == b"its file"


# Changes


def test_a_stroke_is_drawn_on_top() -> None:
    assert same(drawn(Page((ONE,)), TWO).apply(Page((ONE,))), Page((ONE, TWO)))


def test_strokes_are_erased_wherever_they_lie() -> None:
    page = erased(FULL, [2, 0, 2]).apply(FULL)
    assert (page.strokes, page.picture) == ((TWO,), FULL.picture)


def test_a_cleared_page_is_empty() -> None:
    assert same(cleared(FULL).apply(FULL), Page())


def test_what_is_opened_takes_the_place_of_everything() -> None:
    said = of_all((TWO,), "2")
    assert same(opened(FULL, [TWO], None, said).apply(FULL), Page((TWO,), None, said))


def test_a_picture_is_opened() -> None:
    page = Page((ONE,))
    assert same(opened(page, (), FULL.picture).apply(page), Page((), FULL.picture))


@pytest.mark.parametrize("label", ["7", ""])
def test_what_the_user_says_is_kept_and_the_rest_stays(label: str) -> None:
    page = Page((ONE, TWO), FULL.picture)
    after = corrected(page, Correction((TWO,), label)).apply(page)
    assert (after.strokes, after.picture) == (page.strokes, page.picture)
    assert after.said_of([TWO]) == label
    assert after.said_of([ONE]) is None
    assert after.label is None


def test_what_is_said_of_all_strokes_is_the_label_of_the_page() -> None:
    page = Page((ONE, TWO), corrections=of_all((ONE, TWO), "4"))
    assert page.label == "4"
    assert page.said_of([TWO, ONE]) == "4"
    assert page.said_of([ONE]) is None


def test_what_is_said_of_a_picture_is_not_said_of_the_ink_on_it() -> None:
    page = Page(picture=FULL.picture, corrections=of_all((), "4"))
    assert page.label == "4"
    assert drawn(page, ONE).apply(page).label is None


def test_the_same_ink_elsewhere_has_not_been_named() -> None:
    page = Page((ONE, Stroke(ONE.points)), corrections=of_all((ONE,), "7"))
    assert page.said_of(page.strokes[1:]) is None


def test_the_last_word_on_a_stroke_counts() -> None:
    change = corrected(FULL, Correction((TWO, THREE), "8"))
    page = change.apply(FULL)
    assert page.corrections == (Correction((TWO, THREE), "8"),)
    assert same(change.inverse.apply(page), FULL)


def test_what_is_drawn_beside_leaves_what_was_said() -> None:
    assert drawn(FULL, ONE).apply(FULL).corrections == FULL.corrections


@pytest.mark.parametrize(
    ("make", "left"),
    [
        (lambda page: erased(page, [1]), FULL.corrections[:1]),
        (lambda page: erased(page, [2]), FULL.corrections[1:]),
        (cleared, ()),
    ],
    ids=["erased", "half erased", "cleared"],
)
def test_what_was_said_goes_with_the_ink_and_comes_back_with_it(
    make: Callable[[Page], Change], left: object
) -> None:
    change = make(FULL)
    assert change.apply(FULL).corrections == left
    assert same(change.inverse.apply(change.apply(FULL)), FULL)


def test_a_change_that_teaches_is_taken_back_with_its_lesson() -> None:
    new, old = lesson(label="7"), lesson(label="1")
    change = corrected(FULL, Correction((TWO,), "7"), (new,), (old,))
    assert (change.learned, change.unlearned) == ((new,), (old,))
    assert (change.inverse.learned, change.inverse.unlearned) == ((old,), (new,))
    assert change.teaches
    assert not change.touches_ink


def test_said_twice_it_may_still_teach() -> None:
    change = corrected(FULL, Correction((TWO,), ""), (lesson(),))
    assert change
    assert not change.touches_page


def test_a_forgotten_lesson_takes_its_word_along() -> None:
    page = Page((ONE, TWO), corrections=(Correction((ONE,), "7"), Correction((TWO,), "7")))
    change = forgotten(page, lesson(Ink((Stroke(ONE.points),)), "7"))
    assert [each.strokes for each in change.apply(page).corrections] == [(TWO,)]
    assert len(change.unlearned) == 1
    assert same(change.inverse.apply(change.apply(page)), page)


def test_a_lesson_of_ink_that_is_gone_is_forgotten_all_the_same() -> None:
    change = forgotten(FULL, lesson(label="7"))
    assert change.teaches
    assert not change.touches_page


@pytest.mark.parametrize(
    "change",
    [
        erased(FULL, []),
        cleared(Page()),
        corrected(FULL, Correction((THREE, ONE), "3")),
        opened(Page(), ()),
    ],
    ids=["nothing erased", "empty page cleared", "said twice", "nothing opened"],
)
def test_a_change_may_change_nothing(change: Change) -> None:
    assert not change


@pytest.mark.parametrize("change", [drawn(FULL, ONE), erased(FULL, [0]), cleared(FULL)])
def test_strokes_and_pictures_are_to_be_read_anew(change: Change) -> None:
    assert change.touches_ink
    assert change.inverse.touches_ink


def test_what_the_user_says_changes_nothing_that_is_read() -> None:
    assert not corrected(FULL, Correction((TWO,), "7")).touches_ink


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
    strokes = tuple(Stroke([(i, 0), (i, 1)]) for i in range(6))
    page = Page(strokes, corrections=tuple(Correction((each,), "1") for each in strokes[::2]))
    one = erased(page, first)
    other = erased(one.apply(page), second)
    whole = swept(one, other)
    assert same(whole.apply(page), other.apply(one.apply(page)))
    assert same(whole.inverse.apply(whole.apply(page)), page)


def test_only_what_takes_strokes_away_is_joined() -> None:
    with pytest.raises(ValueError, match="remove"):
        swept(drawn(FULL, ONE), erased(FULL, [0]))
    with pytest.raises(ValueError, match="remove"):
        swept(erased(FULL, [0]), forgotten(FULL, lesson()))
