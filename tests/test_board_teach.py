"""Teaching on the board, through the loop: it is said once, shown at once, and known ever after."""

import json
import threading

import numpy as np
import pygame
import pytest
from boards import (
    CLEAR,
    ENTER,
    ESCAPE,
    REDO,
    RESIZED,
    SIZE,
    UNDO,
    button,
    leave,
    off_from_fresh,
    play,
    resize,
    seen,
)
from making import picture_of
from pens import drop, finger_stroke, fitted, key, mouse_click, mouse_events, mouse_move
from strokes import DIGITS, shifted

from recognizer import Ink, Reader
from recognizer.actions import table
from recognizer.board.activities import naming
from recognizer.board.cards.teachcard import label_at, teach_card_place
from recognizer.board.draw.motion import SLIDE_SECONDS
from recognizer.board.glass.state import REST_SECONDS
from recognizer.board.glass.strip import lesson_at
from recognizer.board.run.tools import TOOLBAR_AFTER_SECONDS
from recognizer.board.show.notice import SECONDS as MESSAGE_SECONDS
from recognizer.keeping.autosave import Autosave
from recognizer.keeping.profiles import Profile

pytest_plugins = ["boardfixtures"]

FLAGGED = Ink.from_points([[(5, 15), (62, 5), (60, 100)]])
"""A 1 with a long flag, which the network takes for a 7."""
ONE, SEVEN, NONE = key(pygame.K_1), key(pygame.K_7), key(pygame.K_n)
GLASS, LIVE, COPY = key(pygame.K_d), key(pygame.K_l), key(pygame.K_c, pygame.KMOD_LCTRL)


@pytest.fixture
def profile(tmp_path):
    return Profile(tmp_path / "profiles" / "default.json")


@pytest.fixture
def taught_board(new_board, profile):
    """A board with a profile, which is empty."""
    return new_board(profile=profile)


def flagged(left=300, top=120, height=120):
    return mouse_events(fitted(FLAGGED, left, top, height))


def number(inks, left=300, top=120, height=90):
    """Return the events of `inks` side by side, a third of their height apart."""
    events = []
    for ink in inks:
        placed = fitted(ink, left, top, height)
        events += mouse_events(placed)
        left = placed.bounding_box.right + height / 3
    return events


def text(board):
    return board.session.reading.text


def said(board):
    """Return what the user has said of each digit."""
    return [digit.said for digit in board.session.reading.symbols]


def kept(profile):
    return [lesson.label for lesson in profile.load()[0]]


def middle_of(board, digit):
    box = board.view.placing.of_box(digit.box)
    return round((box.left + box.right) / 2), round((box.top + box.bottom) / 2)


def point_at(board, clock, digit):
    """Move the pointer there, and rest."""
    play(board, mouse_move(middle_of(board, digit), pressed=False))
    clock.advance(REST_SECONDS)
    play(board)


def label_spot(board, label):
    """Return the middle of a label on the card that teaches, in pixels of the window."""
    layout, glass = board.view.layout, board.scene.is_glass_open
    place = teach_card_place(layout, glass)
    spots = [
        (x, y)
        for x in range(place.left, place.right, 4)
        for y in range(place.top, place.bottom, 4)
        if label_at(layout, glass, (x, y)) == label
    ]
    assert spots, f"no place for {label!r} on the card"
    return spots[len(spots) // 2]


def cross_spot(board, index=0):
    """Return a spot on the cross of a lesson in the looking glass, in pixels of the window."""
    panel, lessons = board.view.layout.glass, seen(board).insight.lessons
    for x in range(0, panel.width, 3):
        for y in range(0, panel.height, 3):
            if lesson_at(board.view.layout, lessons, (x, y)) is lessons[index]:
                return panel.left + x + 6, panel.top + y + 6
    raise AssertionError("no cross in the looking glass")


def tap(board, spot):
    return finger_stroke([spot, spot], board.view.layout.size)


def show_toolbar(board, clock):
    clock.advance(TOOLBAR_AFTER_SECONDS + MESSAGE_SECONDS)
    play(board)


# With a key


def test_a_flagged_one_is_a_seven_until_the_user_says_so_once(taught_board):
    board = taught_board
    play(board, *flagged())
    assert text(board) == "7"
    play(board, ONE)
    assert (text(board), said(board)) == ("1", ["1"])
    play(board, CLEAR, *flagged(left=420, top=200, height=190))
    assert (text(board), said(board)) == ("1", [None])


def test_the_tag_changes_at_once_before_anything_is_read_again(taught_board):
    board = taught_board
    play(board, *flagged())
    board.handle([ONE])
    assert not board.session.is_read or board.session.reading.text == "1"
    assert board.scene.numbers[0].text == "1"
    assert board.scene.numbers[0].is_said
    board.settle()
    assert board.scene.numbers[0].is_said


def test_what_the_network_is_too_sure_of_is_shown_as_the_user_says_all_the_same(taught_board):
    board = taught_board
    play(board, *number([DIGITS["0"]]), SEVEN)
    assert text(board) == "7"
    assert board.session.reading.best == "0"
    assert seen(board).message.text == "Noted here. I still see a 0 in others like it."
    play(board, COPY)
    assert board.session.reading.text == "7"


def test_it_says_once_that_it_has_learned(taught_board):
    board = taught_board
    play(board, *flagged(), ONE)
    assert seen(board).message.text == "Learned: this is a 1 (undo takes it back)"
    play(board, *flagged(left=520), ONE)
    assert seen(board).message is None
    play(board, key(pygame.K_8))
    assert seen(board).message.text.startswith("Noted here. I still see a ")


def test_undo_takes_it_back_and_redo_gives_it_again(taught_board, profile):
    board = taught_board
    play(board, *flagged(), ONE, UNDO)
    assert (text(board), said(board), kept(profile)) == ("7", [None], [])
    play(board, REDO)
    assert (text(board), said(board), kept(profile)) == ("1", ["1"], ["1"])


def test_n_says_that_it_is_no_digit(taught_board, profile):
    board = taught_board
    play(board, *flagged(), NONE)
    assert (text(board), said(board), kept(profile)) == ("", [""], [""])
    assert seen(board).message.text == "Learned: this is no digit (undo takes it back)"


def test_another_word_on_the_same_takes_the_place_of_the_first(taught_board, profile):
    play(taught_board, *flagged(), ONE, SEVEN)
    assert (text(taught_board), kept(profile)) == ("7", ["7"])
    play(taught_board, UNDO)
    assert (text(taught_board), kept(profile)) == ("1", ["1"])


def test_no_message_stands_there_that_tells_of_an_older_word(taught_board):
    board = taught_board
    play(board, *flagged(), ONE)
    assert seen(board).message.text == "Learned: this is a 1 (undo takes it back)"
    play(board, SEVEN)
    assert seen(board).message is None


def test_a_key_that_comes_with_the_last_stroke_names_all_of_it(taught_board):
    board = taught_board
    board.handle([*number([DIGITS["4"]]), key(pygame.K_9)])
    board.settle()
    assert (text(board), said(board)) == ("9", ["9"])
    assert len(board.session.lessons[0].ink.strokes) == 2


def test_with_live_reading_off_a_key_reads_what_it_names(taught_board):
    board = taught_board
    play(board, LIVE, *flagged(), ONE)
    assert text(board) == "1"
    assert board.session.is_read
    play(board, UNDO)
    assert text(board) == "7"


def test_keys_on_an_empty_board_teach_nothing(taught_board, profile):
    play(taught_board, ONE, NONE, CLEAR, ONE)
    assert taught_board.session.lessons == ()
    assert not profile.exists


def test_a_digit_of_a_picture_is_named_and_learned(taught_board, profile, tmp_path):
    board = taught_board
    path = tmp_path / "seven.png"
    pygame.image.save(pygame.surfarray.make_surface(_as_rgb(DIGITS["7"])), path)
    play(board, drop(path))
    play(board, ONE)
    assert text(board) == "1"
    assert kept(profile) == ["1"]
    play(board, UNDO)
    assert text(board) == "7"
    assert kept(profile) == []


def _as_rgb(ink):
    return picture_of(ink).T[..., None].repeat(3, axis=2)


def test_the_digit_of_a_picture_that_is_pointed_at_is_named(taught_board, profile, tmp_path):
    board = taught_board
    both = Ink((*DIGITS["7"].strokes, *shifted(DIGITS["4"], 130, 0).strokes))
    path = tmp_path / "both.png"
    pygame.image.save(pygame.surfarray.make_surface(_as_rgb(both)), path)
    play(board, drop(path))
    assert text(board) == "74"
    box = board.session.reading.symbols[1].box
    placing = board.view.placing_of_read(board.session.page, False)
    spot = placing.of_points(np.array([[(box.left + box.right) / 2, (box.top + box.bottom) / 2]]))
    play(board, mouse_move(tuple(spot[0].round().astype(int).tolist()), False), key(pygame.K_9))
    assert (text(board), said(board)) == ("79", [None, "9"])
    assert kept(profile) == ["9"]
    play(board, UNDO)
    assert said(board) == [None, None]


# A digit of a number


def test_the_digit_pointed_at_is_named_and_the_others_stay(taught_board, profile):
    board = taught_board
    play(board, *number([DIGITS["2"], FLAGGED, DIGITS["4"]]))
    assert text(board) == "274"
    play(board, mouse_move(middle_of(board, board.session.reading.symbols[1]), False), ONE)
    assert (text(board), said(board)) == ("214", [None, "1", None])
    assert kept(profile) == ["1"]
    assert board.session.lessons[0].ink.strokes == board.session.strokes[1:2]


def test_without_a_pointer_on_a_digit_the_newest_is_named(taught_board):
    board = taught_board
    play(board, *number([DIGITS["2"], FLAGGED]), mouse_move((700, 560), False), ONE)
    assert said(board) == [None, "1"]


def test_what_a_key_would_name_is_seen_while_it_is_pointed_at(taught_board, clock):
    board = taught_board
    play(board, *number([DIGITS["2"], FLAGGED]))
    first = board.session.reading.symbols[0]
    play(board, mouse_move(middle_of(board, first), False))
    assert board.scene.face.pointed is None  # not while somebody may be writing
    show_toolbar(board, clock)
    assert board.scene.face.pointed == first.box
    play(board, mouse_move((700, 560), False))
    assert board.scene.face.pointed is None


def test_a_single_digit_needs_no_such_mark(taught_board, clock):
    board = taught_board
    play(board, *flagged())
    show_toolbar(board, clock)
    play(board, mouse_move(middle_of(board, board.session.reading), False))
    assert board.scene.face.pointed is None


def test_the_looking_glass_shows_the_digit_that_a_key_names(taught_board, clock):
    board = taught_board
    play(board, GLASS, *number([DIGITS["2"], FLAGGED, DIGITS["4"]], left=320))
    point_at(board, clock, board.session.reading.symbols[1])
    assert seen(board).insight.best == "7"
    play(board, mouse_move(board.view.layout.glass.center, False), ONE)
    assert said(board) == [None, "1", None]
    assert seen(board).insight.best == "1"


def test_what_was_said_of_one_digit_stays_while_another_is_written(taught_board, window):
    board = taught_board
    play(board, *number([DIGITS["2"], FLAGGED]), ONE)
    play(board, *number([DIGITS["4"]], left=300, top=320))
    assert text(board) == "21\n4"
    assert off_from_fresh(board, window) == 0


def test_erasing_takes_the_word_along_and_the_lesson_stays(taught_board, profile):
    board = taught_board
    play(board, *flagged(), ONE)
    play(board, *mouse_click(board.session.strokes[0].points[0], button=3))
    assert board.session.page.corrections == ()
    assert kept(profile) == ["1"]
    play(board, UNDO)
    assert said(board) == ["1"]


# Quit, and start again


def test_what_was_taught_is_known_the_next_time(new_board, profile):
    board = new_board(profile=profile)
    play(board, *flagged(), ONE)
    leave(board)
    again = new_board(profile=profile)
    play(again, *flagged(left=420))
    assert (text(again), said(again)) == ("1", [None])


@pytest.mark.parametrize(
    "lesson",
    [{"label": "\0"}, {"label": "\ud800"}, {"label": "0", "embedding": [0.5] * 7}],
    ids=["no character", "half a character", "another size"],
)
def test_a_lesson_that_no_board_has_made_stops_none(new_board, reader, profile, clock, lesson):
    lesson = {"model": reader.lesson(FLAGGED, "").model, **FLAGGED.as_record(), **lesson}
    profile.path.parent.mkdir()
    profile.path.write_text(
        json.dumps({"format": "recognizer-profile", "version": 1, "lessons": [lesson]})
    )
    board = new_board(profile=profile)
    play(board, GLASS, *flagged(left=320))
    clock.advance(SLIDE_SECONDS)
    play(board)
    play(board, CLEAR, *number([DIGITS["4"]], left=420), key(pygame.K_9))
    assert "9" in kept(profile)


def test_another_profile_knows_nothing_of_it(new_board, profile, tmp_path):
    board = new_board(profile=profile)
    play(board, *flagged(), ONE)
    leave(board)
    other = new_board(profile=Profile(tmp_path / "profiles" / "other.json"))
    play(other, *flagged())
    assert text(other) == "7"


def test_what_was_said_of_what_stands_there_is_there_again(new_board, places, profile):
    def start():
        autosave = Autosave(places.autosaves)
        page, _ = autosave.restore()
        return new_board(places=places, autosave=autosave, page=page, profile=profile)

    board = start()
    play(board, *number([DIGITS["2"], FLAGGED]), ONE)
    leave(board)
    again = start()
    assert (text(again), said(again)) == ("21", [None, "1"])


def test_a_damaged_profile_stops_no_board_and_is_kept(new_board, profile):
    profile.path.parent.mkdir()
    profile.path.write_text("{nonsense")
    board = new_board(profile=profile)
    assert str(profile.path) in board.complaint
    play(board, *flagged(), ONE)
    assert kept(profile) == ["1"]
    aside = [each for each in profile.path.parent.iterdir() if "damaged" in each.name]
    assert [each.read_text() for each in aside] == ["{nonsense"]


@pytest.fixture
def full_disk():
    """A function that fills the disk, or empties it: of this process no file grows any more."""
    resource = pytest.importorskip("resource", reason="Unix only")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda full: resource.setrlimit(resource.RLIMIT_FSIZE, (0 if full else soft, hard))
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_on_a_full_disk_the_board_learns_and_says_that_it_cannot_keep_it(
    taught_board, profile, full_disk
):
    board = taught_board
    play(board, *flagged())
    full_disk(True)
    play(board, ONE)
    full_disk(False)
    assert seen(board).message.warns
    assert text(board) == "1"
    play(board, CLEAR, *flagged(left=420))
    assert text(board) == "1"


@pytest.mark.parametrize("how", ["with the next lesson", "at the end"])
def test_what_a_full_disk_refused_is_kept_later(taught_board, profile, full_disk, how):
    board = taught_board
    play(board, *flagged())
    full_disk(True)
    play(board, ONE)
    full_disk(False)
    assert kept(profile) == []
    if how == "at the end":
        leave(board)
        assert kept(profile) == ["1"]
    else:
        play(board, *number([DIGITS["0"]], left=520), key(pygame.K_6))
        assert kept(profile) == ["1", "6"]


def test_what_could_not_be_kept_by_the_end_is_told(taught_board, profile, full_disk):
    board = taught_board
    play(board, *flagged())
    full_disk(True)
    play(board, ONE)
    complaint = board.close()
    full_disk(False)
    assert complaint.startswith(f"what you taught cannot be kept: {profile.path}: ")


def test_a_profile_damaged_meanwhile_gets_all_lessons_again(taught_board, profile):
    board = taught_board
    play(board, *flagged(), ONE)
    profile.path.write_text("nothing")
    play(board, *number([DIGITS["0"]], left=520), key(pygame.K_6))
    board.settle()
    assert seen(board).message.warns
    assert kept(profile) == ["1", "6"]


def test_a_digit_key_under_the_help_puts_it_away_and_teaches_nothing(taught_board, profile):
    board = taught_board
    play(board, *flagged(), key(pygame.K_h), ONE)
    assert not seen(board).shows_help
    assert (text(board), kept(profile)) == ("7", [])
    play(board, ONE)
    assert text(board) == "1"


def test_lessons_of_another_model_hold_for_this_one(new_board, profile):
    board = new_board(profile=profile)
    play(board, *flagged(), ONE)
    leave(board)
    record = json.loads(profile.path.read_text())
    record["lessons"][0].update(model="of another time", embedding=[0.5] * 7)
    profile.path.write_text(json.dumps(record))
    again = new_board(profile=profile)
    play(again, *flagged(left=420))
    assert text(again) == "1"


# The looking glass


def test_the_looking_glass_tells_which_lesson_swayed_it(taught_board):
    board = taught_board
    play(board, GLASS, *flagged(left=320))
    assert seen(board).insight.lessons == ()
    play(board, ONE)
    assert [lesson.label for lesson in seen(board).insight.lessons] == ["1"]
    play(board, *number([DIGITS["0"]], left=500))
    assert seen(board).insight.lessons == ()


def test_forgotten_in_the_looking_glass_it_is_a_seven_again(new_board, profile, clock):
    board = new_board(profile=profile)
    play(board, *flagged(left=320), ONE)
    leave(board)
    board = new_board(profile=profile)
    play(board, GLASS, *flagged(left=420))
    clock.advance(SLIDE_SECONDS)
    assert text(board) == "1"
    play(board, *mouse_click(cross_spot(board)))
    assert (text(board), kept(profile)) == ("7", [])
    assert "undo" in seen(board).message.text
    assert seen(board).insight.lessons == ()
    play(board, UNDO)
    assert (text(board), kept(profile)) == ("1", ["1"])


def test_a_lesson_forgotten_takes_the_word_along_that_taught_it(taught_board, clock):
    board = taught_board
    play(board, GLASS, *flagged(left=320), ONE)
    clock.advance(SLIDE_SECONDS)
    play(board, *tap(board, cross_spot(board)))
    assert (text(board), said(board)) == ("7", [None])


def test_with_live_reading_off_the_glass_forgets_too(taught_board, clock):
    board = taught_board
    play(board, *flagged(left=320), ONE, CLEAR, LIVE, GLASS, *flagged(left=420), ENTER)
    clock.advance(SLIDE_SECONDS)
    assert text(board) == "1"
    play(board, *mouse_click(cross_spot(board)))
    assert text(board) == "7"
    assert seen(board).insight.best == "7"


# By touch


@pytest.fixture
def carded(taught_board, clock):
    """A board that shows 274, the card open, by touch alone."""
    board = taught_board
    play(
        board, *number([DIGITS["2"], FLAGGED, DIGITS["4"]], top=100), mouse_move((700, 400), False)
    )
    show_toolbar(board, clock)
    play(board, *tap(board, button(board, table.TEACH)))
    return board


def test_the_card_is_about_the_digit_drawn_last(carded):
    digits = carded.session.reading.symbols
    assert seen(carded).teach.label == "4"
    assert carded.scene.face.pointed == digits[2].box


def test_a_tap_on_another_digit_chooses_that_one(carded, profile):
    board = carded
    play(board, *tap(board, middle_of(board, board.session.reading.symbols[1])))
    assert seen(board).teach.label == "7"
    play(board, *tap(board, label_spot(board, "1")))
    assert (text(board), kept(profile)) == ("214", ["1"])
    assert seen(board).teach is None
    assert len(board.session.strokes) == 4  # nothing was drawn by it


@pytest.mark.parametrize("label", [*"0123456789", ""])
def test_every_label_can_be_touched(carded, label):
    play(carded, *tap(carded, label_spot(carded, label)))
    assert said(carded) == [None, None, label]


@pytest.mark.parametrize("how", ["Esc", "beside", "button", "another key"])
def test_the_card_goes_away_and_nothing_is_taught(carded, how):
    board = carded
    place = teach_card_place(board.view.layout)
    ways = {
        "Esc": [ESCAPE],
        "beside": tap(board, (place.left - 40, place.top - 40)),
        "button": tap(board, button(board, table.TEACH)),
        "another key": [LIVE],
    }
    play(board, *ways[how])
    assert seen(board).teach is None
    assert said(board) == [None] * 3
    assert len(board.session.strokes) == 4


def test_a_digit_key_names_what_the_card_is_about(carded):
    board = carded
    play(board, *tap(board, middle_of(board, board.session.reading.symbols[1])), ONE)
    assert said(board) == [None, "1", None]
    assert seen(board).teach is None


def test_the_edge_of_the_card_does_nothing(carded):
    place = teach_card_place(carded.view.layout)
    play(carded, *tap(carded, (place.centerx, place.top + 2)))
    assert seen(carded).teach is not None


def test_a_toolbar_button_puts_the_card_away_and_does_what_it_does(carded):
    play(carded, *tap(carded, button(carded, table.CLEAR)))
    assert seen(carded).teach is None
    assert carded.session.is_empty


def test_the_label_under_the_pointer_is_marked(carded):
    play(carded, mouse_move(label_spot(carded, "3"), False))
    assert seen(carded).teach.hovered == "3"


def test_the_card_for_nothing_does_not_open(taught_board, clock, tmp_path):
    board = taught_board
    path = tmp_path / "blank.png"
    pygame.image.save(pygame.Surface((80, 80)), path)
    play(board, drop(path))
    show_toolbar(board, clock)
    play(board, *mouse_click(button(board, table.TEACH)))
    assert seen(board).teach is None
    assert "Nothing to name" in seen(board).message.text


def test_a_key_that_comes_long_before_the_reading_says_so(taught_board, reader, monkeypatch):
    board, read, may_read = taught_board, reader.read_ink, threading.Event()
    monkeypatch.setattr(naming, "READING_SECONDS", 0.01)
    monkeypatch.setattr(reader, "read_ink", lambda ink: may_read.wait(60) and read(ink))
    board.handle([*flagged(), ONE])
    assert seen(board).message.text == "Nothing to name yet: I am still reading"
    may_read.set()
    play(board, ONE)
    assert text(board) == "1"


def test_the_card_names_the_digit_of_a_picture(taught_board, clock, tmp_path):
    board = taught_board
    path = tmp_path / "seven.png"
    pygame.image.save(pygame.surfarray.make_surface(_as_rgb(DIGITS["7"])), path)
    play(board, drop(path))
    show_toolbar(board, clock)
    play(board, *tap(board, button(board, table.TEACH)))
    play(board, *tap(board, label_spot(board, "1")))
    assert text(board) == "1"


def test_what_is_opened_meanwhile_puts_the_card_away(carded, tmp_path):
    path = tmp_path / "two.json"
    path.write_text(DIGITS["2"].to_json())
    play(carded, drop(path))
    assert seen(carded).teach is None
    assert not seen(carded).teach


@pytest.mark.parametrize("size", [(640, 480), (480, 640), SIZE])
def test_the_card_stands_whole_in_every_window(carded, window, size):
    board = carded
    resize(window, size)
    play(board, RESIZED)
    assert pygame.Rect((0, 0), size).contains(teach_card_place(board.view.layout))
    assert all(label_spot(board, label) for label in [*"0123456789", ""])
    assert off_from_fresh(board, window) == 0


# Files


def test_a_saved_board_has_the_label_of_its_only_digit(new_board, places, profile):
    board = new_board(places=places, profile=profile)
    play(board, *flagged(), ONE, key(pygame.K_s))
    (path,) = places.saves.glob("*.json")
    record = json.loads(path.read_bytes())
    assert (record["label"], record["text"]) == ("1", "1")


def test_what_was_said_of_a_number_is_opened_with_it(new_board, places, profile):
    board = new_board(places=places, profile=profile)
    play(board, *number([DIGITS["2"], FLAGGED]), ONE, key(pygame.K_s))
    (path,) = places.saves.glob("*.json")
    assert json.loads(path.read_bytes())["text"] == "21"
    leave(board)
    other = new_board(places=places)
    play(other, drop(path))
    assert (text(other), said(other)) == ("21", [None, "1"])
    assert other.session.lessons == ()


def test_the_network_alone_takes_the_flagged_one_for_a_seven():
    assert Reader().read_ink(FLAGGED).text == "7"
