"""Choosing a file: what is offered, how one goes through it, and what is seen."""

import os
import sys
import time
from pathlib import Path

import pygame
import pytest

from recognizer.board.cards.chooser import (
    Chooser,
    Entry,
    Kind,
    choose_in,
    chooser_parts,
    chooser_place,
    chosen,
    dragged,
    entered,
    entry_at,
    gripped,
    rows_that_fit,
    tapped,
)
from recognizer.board.draw.layout import Layout
from recognizer.board.draw.theme import PAPER, SLATE, THEMES
from recognizer.errors import FileError

pytest_plugins = ["boardfixtures"]
pytestmark = pytest.mark.usefixtures("fonts")

SIZES = [(1280, 720), (1920, 1080), (3840, 2160), (1080, 1920), (640, 400), (320, 240)]


@pytest.fixture
def folder(tmp_path):
    """Return a folder of two folders, two inks and two pictures, and of what is not offered."""
    for name in ("zoo", "Animals", ".hidden-folder"):
        (tmp_path / name).mkdir()
    for age, name in enumerate(("new.png", "ink.jsonl.gz", "lines.jsonl", "old.JPG")):
        (tmp_path / name).write_bytes(b"")
        os.utime(tmp_path / name, (1.7e9 - age * 3600,) * 2)
    for name in (".hidden.png", "notes.txt", "program.py"):
        (tmp_path / name).write_bytes(b"")
    return tmp_path


def numbered(count, rows=8):
    entries = tuple(Entry(Path(f"/a/{i}.json"), Kind.INK, float(i)) for i in range(count))
    return Chooser(Path("/a"), entries, rows=rows)


def names(chooser):
    return [entry.name for entry in chooser.entries]


def test_it_offers_folders_by_name_then_files_the_newest_first(folder):
    offered = ["..", "Animals", "zoo", "new.png", "ink.jsonl.gz", "lines.jsonl", "old.JPG"]
    assert names(choose_in(folder)) == offered


def test_it_knows_what_each_entry_is(folder):
    kinds = {entry.name: entry.kind for entry in choose_in(folder).entries}
    assert kinds["zoo"] is Kind.FOLDER
    assert kinds["ink.jsonl.gz"] is kinds["lines.jsonl"] is Kind.INK
    assert kinds["new.png"] is kinds["old.JPG"] is Kind.PICTURE


def test_a_folder_with_the_name_of_a_picture_is_a_folder(tmp_path):
    (tmp_path / "holiday.png").mkdir()
    assert choose_in(tmp_path).entries[1].kind is Kind.FOLDER


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there")
def test_a_link_that_leads_nowhere_is_passed_over(tmp_path):
    (tmp_path / "gone.png").symlink_to(tmp_path / "nothing.png")
    assert names(choose_in(tmp_path)) == [".."]


def test_the_top_has_no_folder_above_it():
    top = Path(os.path.abspath(os.sep))
    assert ".." not in names(choose_in(top))


def test_the_folder_is_absolute_however_it_was_named(folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert choose_in(Path("zoo/..")).folder == folder


@pytest.mark.parametrize("name", ["nowhere", "file.json"])
def test_what_cannot_be_looked_into_is_said_in_one_line(tmp_path, name):
    (tmp_path / "file.json").write_bytes(b"")
    with pytest.raises(FileError, match=name) as caught:
        choose_in(tmp_path / name)
    assert "\n" not in str(caught.value)


def test_the_selection_goes_up_and_down_and_stops_at_the_ends():
    chooser = numbered(3)
    assert chooser.moved(1).selected == 1
    assert chooser.moved(2).moved(1).selected == 2
    assert chooser.moved(1).moved(-5).selected == 0


def test_the_list_scrolls_along_with_the_selection():
    chooser = numbered(20, rows=5)
    assert (chooser.moved(4).first, chooser.moved(5).first) == (0, 1)
    down = chooser.moved(19)
    assert (down.first, down.selected) == (15, 19)
    assert (down.moved(-4).first, down.moved(-5).first) == (15, 14)


def test_the_wheel_scrolls_and_stops_at_the_ends():
    chooser = numbered(20, rows=5)
    assert chooser.scrolled(1).first == 0
    assert chooser.scrolled(-1).first == 3
    assert chooser.scrolled(-100).first == 15
    assert chooser.scrolled(-100).scrolled(100).first == 0


@pytest.mark.parametrize("notches", [-100, -2, -1, 0, 1, 3])
def test_the_selection_stays_in_view_when_the_wheel_turns(notches):
    chooser = numbered(20, rows=5).moved(9).scrolled(notches)
    assert chooser.first <= chooser.selected < chooser.first + 5


def test_a_list_shorter_than_the_card_does_not_scroll():
    assert numbered(3).scrolled(-4) == numbered(3)


def test_the_selection_stays_in_view_when_the_card_shrinks():
    chooser = numbered(20, rows=12).moved(11).with_rows(5)
    assert (chooser.first, chooser.selected) == (7, 11)
    assert chooser.with_rows(20).first == 0


def test_the_newest_file_is_selected_first(folder):
    assert chosen(choose_in(folder)) == folder / "new.png"
    assert chosen(choose_in(folder / "zoo")) == folder


def test_a_file_is_chosen(folder):
    chooser = choose_in(folder).with_selected(3)
    assert chosen(chooser) == entered(chooser) == folder / "new.png"


def test_a_folder_is_entered_and_left_again(folder):
    inside = entered(choose_in(folder, rows=9).with_selected(2))
    assert isinstance(inside, Chooser)
    assert (inside.folder, names(inside), inside.rows) == (folder / "zoo", [".."], 9)
    back = entered(inside)
    assert isinstance(back, Chooser)
    assert back.folder == folder
    assert chosen(back) == folder / "zoo"


def test_a_folder_that_is_gone_cannot_be_entered(folder):
    chooser = choose_in(folder).with_selected(2)
    (folder / "zoo").rmdir()
    with pytest.raises(FileError, match="zoo"):
        entered(chooser)


def test_where_there_is_nothing_the_folder_itself_is_chosen(tmp_path):
    nothing = Chooser(tmp_path, ())
    assert chosen(nothing) == tmp_path
    assert nothing.moved(1).scrolled(-1) == nothing
    assert entered(nothing) == choose_in(tmp_path)


def fitted(layout, count=40):
    return numbered(count, rows=rows_that_fit(layout))


@pytest.mark.parametrize("size", SIZES)
def test_the_card_stands_inside_the_window(size):
    layout = Layout.for_size(size)
    window = pygame.Rect((0, 0), size)
    assert window.contains(chooser_place(layout, fitted(layout)))
    parts = chooser_parts(layout, SLATE, fitted(layout))
    assert all(window.contains(place) for _, place in parts)


@pytest.mark.parametrize("size", [size for size in SIZES if size[1] >= 720])
def test_at_least_eight_rows_are_seen_and_a_finger_hits_each(size):
    layout = Layout.for_size(size)
    rows = list(rows_hit(layout, fitted(layout)).values())
    assert len(rows) >= 8
    assert min(rows) >= 44


def rows_hit(layout, chooser):
    """Return how many pixels high each row is that answers to a finger."""
    card = chooser_place(layout, chooser)
    found = {}
    for y in range(card.top, card.bottom):
        if (index := entry_at(chooser, layout, (card.centerx, y))) is not None:
            found[index] = found.get(index, 0) + 1
    return found


def test_the_rows_answer_to_what_is_scrolled_into_view():
    layout = Layout.for_size((1280, 720))
    chooser = fitted(layout).scrolled(-2)
    assert list(rows_hit(layout, chooser)) == list(range(6, 6 + chooser.rows))


def test_no_entry_answers_beside_the_card_or_below_the_last():
    layout = Layout.for_size((1280, 720))
    chooser = numbered(2)
    card = chooser_place(layout, chooser)
    assert list(rows_hit(layout, chooser)) == [0, 1]
    for y in range(card.top, card.bottom):
        assert entry_at(chooser, layout, (card.left - 1, y)) is None


FULL_HD = Layout.for_size((1920, 1080))


def held(chooser, row):
    """Return the middle of a row that can be seen, the hold on it, and how high rows are."""
    hits = rows_hit(FULL_HD, chooser)
    height = hits[row]
    list_top = next(
        y
        for y in range(FULL_HD.size[1])
        if entry_at(chooser, FULL_HD, (FULL_HD.size[0] // 2, y)) is not None
    )
    spot = FULL_HD.size[0] // 2, list_top + (row - chooser.first) * height + height // 2
    return spot, gripped(chooser, FULL_HD, spot), height


def test_a_row_that_is_pressed_and_let_go_is_meant():
    _, grip, _ = held(numbered(40), 3)
    assert tapped(grip) == 3


def test_a_finger_that_trembles_still_means_its_row():
    chooser = numbered(40)
    (x, y), grip, height = held(chooser, 3)
    after, grip = dragged(chooser, grip, FULL_HD, (x + 3, y - height * 0.4))
    assert after == chooser
    assert tapped(grip) == 3


@pytest.mark.parametrize("rows", [1, 2, 5])
def test_the_rows_follow_the_finger_and_none_is_opened(rows):
    chooser = numbered(40).scrolled_to(10)
    (x, y), grip, height = held(chooser, 15)
    up, grip_up = dragged(chooser, grip, FULL_HD, (x, y - rows * height))
    down, grip_down = dragged(chooser, grip, FULL_HD, (x, y + rows * height))
    assert (up.first, down.first) == (10 + rows, 10 - rows)
    assert entry_at(up, FULL_HD, (x, y - rows * height)) == 15
    assert tapped(grip_up) is tapped(grip_down) is None


def test_many_small_moves_drag_as_far_as_one():
    chooser = numbered(40)
    (x, y), grip, height = held(chooser, 6)
    once, _ = dragged(chooser, grip, FULL_HD, (x, y - 4 * height))
    step_by_step = chooser
    for way in range(0, 4 * height + 1, 3):
        step_by_step, grip = dragged(step_by_step, grip, FULL_HD, (x, y - way))
    assert step_by_step.first == once.first == 4


def test_a_drag_that_comes_back_scrolls_back_and_opens_nothing():
    chooser = numbered(40)
    spot, grip, height = held(chooser, 6)
    there, grip = dragged(chooser, grip, FULL_HD, (spot[0], spot[1] - 3 * height))
    back, grip = dragged(there, grip, FULL_HD, spot)
    assert (there.first, back.first) == (3, 0)
    assert tapped(grip) is None


def test_a_finger_that_slides_off_to_the_side_opens_nothing():
    chooser = numbered(40)
    (x, y), grip, height = held(chooser, 3)
    after, grip = dragged(chooser, grip, FULL_HD, (x + height, y))
    assert after.first == chooser.first
    assert tapped(grip) is None


def test_a_drag_stops_at_the_ends_of_the_list_and_keeps_the_selection_in_view():
    chooser = numbered(20, rows=5)
    (x, y), grip, _ = held(chooser, 2)
    last, grip = dragged(chooser, grip, FULL_HD, (x, y - 9999))
    first, _ = dragged(last, grip, FULL_HD, (x, y + 9999))
    assert (last.first, last.selected) == (15, 15)
    assert (first.first, first.selected) == (0, 4)


def test_a_list_shorter_than_the_card_stands_still_and_opens_nothing_after_a_drag():
    chooser = numbered(3)
    (x, y), grip, height = held(chooser, 2)
    after, grip = dragged(chooser, grip, FULL_HD, (x, y - 2 * height))
    assert after == chooser
    assert tapped(grip) is None


def test_who_holds_the_card_beside_the_rows_drags_but_means_none():
    chooser = numbered(40)
    _, _, height = held(chooser, 0)
    card = chooser_place(FULL_HD, chooser)
    spot = (card.centerx, card.top + 2)
    grip = gripped(chooser, FULL_HD, spot)
    assert tapped(grip) is None
    after, _ = dragged(chooser, grip, FULL_HD, (spot[0], spot[1] - 2 * height))
    assert after.first == 2


def test_the_veil_lies_under_the_card():
    layout = Layout.for_size((1280, 720))
    (_, veil), (_, card), *_ = chooser_parts(layout, SLATE, numbered(3))
    assert veil == pygame.Rect(0, 0, 1280, 720)
    assert card == chooser_place(layout, numbered(3))


def drawn(layout, theme, chooser):
    target = pygame.Surface(layout.size)
    target.blits(chooser_parts(layout, theme, chooser))
    return target


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_selected_row_is_marked_and_no_other(theme):
    layout, chooser = Layout.for_size((1280, 720)), numbered(5).moved(2)
    picture = drawn(layout, theme, chooser)
    card = chooser_place(layout, chooser)
    marked = {
        entry_at(chooser, layout, (card.centerx, y))
        for y in range(card.top, card.bottom)
        if picture.get_at((card.centerx, y))[:3] == theme.accent
    }
    assert marked == {2}


def test_a_long_path_and_a_long_name_are_shortened():
    layout = Layout.for_size((1280, 720))
    folder = Path("/" + "/".join(["a folder with a long name"] * 20))
    name = "a name as long as only a program would think of " * 4 + ".jsonl"
    chooser = Chooser(folder, (Entry(folder / name, Kind.INK, time.time()),))
    card = chooser_place(layout, chooser)
    parts = chooser_parts(layout, PAPER, chooser)[1:]
    assert all(card.contains(place) for _, place in parts)
    places = [place for _, place in parts if entry_at(chooser, layout, place.center) == 0][1:]
    assert not any(a.colliderect(b) for i, a in enumerate(places) for b in places[:i])


@pytest.mark.parametrize("name", ["数字.png", "broken \udcff.png", "two\nlines.png"])
def test_any_name_can_be_shown(name):
    entry = Entry(Path("/a") / name, Kind.PICTURE, 1.7e9)
    layout = Layout.for_size((640, 400))
    parts = chooser_parts(layout, SLATE, Chooser(Path("/a"), (entry,)))
    assert len(parts) == len(chooser_parts(layout, SLATE, numbered(1)))


@pytest.mark.parametrize("changed", [-1e18, 0.0, 1e18])
def test_any_date_can_be_shown(changed):
    entry = Entry(Path("/a/1.png"), Kind.PICTURE, changed)
    layout = Layout.for_size((640, 400))
    assert chooser_parts(layout, SLATE, Chooser(Path("/a"), (entry,)))


def test_where_there_is_nothing_to_open_it_says_so(tmp_path):
    layout = Layout.for_size((1280, 720))
    parent = Entry(tmp_path.parent, Kind.PARENT)
    picture = Entry(tmp_path / "1.png", Kind.PICTURE)
    empty = chooser_parts(layout, SLATE, Chooser(tmp_path, (parent,)))
    full = chooser_parts(layout, SLATE, Chooser(tmp_path, (parent, picture)))
    words = {tuple(place) for _, place in empty} - {tuple(place) for _, place in full}
    assert len(words) == 1
    assert chooser_place(layout, Chooser(tmp_path, ())).contains(pygame.Rect(words.pop()))


def test_a_mark_shows_how_far_the_list_is_scrolled():
    layout = Layout.for_size((1280, 720))
    chooser = numbered(40)
    first, last = (chooser_parts(layout, SLATE, c)[-1][1] for c in (chooser, chooser.moved(39)))
    assert first.size == last.size
    assert first.left == last.left
    assert first.bottom < last.bottom


def test_what_has_not_changed_is_the_same_picture():
    layout, chooser = Layout.for_size((1280, 720)), numbered(5)
    before = {id(s) for s, _ in chooser_parts(layout, SLATE, chooser)}
    after = [id(s) for s, _ in chooser_parts(layout, SLATE, chooser.moved(1))]
    assert sum(each not in before for each in after) <= 6
