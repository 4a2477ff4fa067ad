"""The table of actions: what board, page, key card and README rely on."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

import recognizer
from recognizer.actions.action import Action, Place, Where
from recognizer.actions.icons import icon_names
from recognizer.actions.keys import Key, key_names
from recognizer.actions.table import ACTIONS, ALPHABET, LIVE, READ, TEACH, actions_on

PAGE_SCRIPT = Path(recognizer.__file__).parent / "web" / "static" / "main.js"
SIDES = (Where.BOARD, Where.PAGE)


@pytest.mark.parametrize("side", SIDES)
def test_no_two_actions_have_the_same_id_or_key(side: Where) -> None:
    there = actions_on(side)
    assert len({each.id for each in there}) == len(there)
    keys = list(itertools.chain.from_iterable(map(key_names, there)))
    assert len(set(keys)) == len(keys)


def test_what_board_and_page_share_has_the_same_keys() -> None:
    board, page = ({each.id: each.keys for each in actions_on(side)} for side in SIDES)
    assert {id for id in board.keys() & page.keys() if board[id] != page[id]} == {"more"}


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: f"{action.id}-{action.where.name}")
def test_each_action_says_what_it_does_and_how(action: Action) -> None:
    assert action.label[0].isupper()
    assert action.does[0].islower()
    assert action.told or action.place is not Place.NOWHERE
    if action.place is not Place.NOWHERE:
        shows_what_is_written = action is ALPHABET
        assert (action.icon in icon_names()) != shows_what_is_written


def test_no_icon_lies_about_unused() -> None:
    """Beside those of actions there are those of files, marks and what is switched off."""
    others = {"learned", "silent", "parent", "ink", "picture", "close", "add", "lock"}
    assert set(icon_names()) == {each.icon for each in ACTIONS if each.icon} | others


def test_the_page_knows_what_each_of_its_actions_does() -> None:
    script = PAGE_SCRIPT.read_text(encoding="utf-8")
    table = script[script.index("const actions = {") : script.index("};")]
    done = set(re.findall(r'^  "?([\w-]+)"?: \(', table, re.MULTILINE))
    assert done == {each.id for each in actions_on(Where.PAGE)}


def test_the_page_offers_no_games_that_only_the_board_has() -> None:
    board, page = ({each.id: each.does for each in actions_on(side)} for side in SIDES)
    assert "guessing" in board["play"]
    assert not any(word in page["play"] for word in ("guessing", "twos"))


def test_a_key_is_written_as_people_write_it() -> None:
    assert Key.named("Ctrl+Shift+Z") == Key("Z", control=True, shift=True)
    assert Key.named("Page Up") == Key("Page Up")
    assert Key.named("[") == Key("[")


def test_zero_to_nine_are_ten_keys_and_aliases_are_heard_but_not_told() -> None:
    assert list(key_names(TEACH)) == [*"0123456789", "N"]
    assert list(key_names(READ)) == ["Enter", "Space"]
    redo = next(each for each in ACTIONS if each.id == "redo")
    assert list(key_names(redo)) == ["Ctrl+Y", "Ctrl+Shift+Z"]
    assert redo.told == ("Ctrl+Y",)
    assert LIVE.told == ("L",)
