"""Choosing who plays. What went on waits underneath, and goes on if nobody else comes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from recognizer.actions import table
from recognizer.actions.action import Action
from recognizer.board.activities.activity import Activity, Host
from recognizer.board.games.tiles import Tiles
from recognizer.board.input.commands import (
    Command,
    Correct,
    EraserDown,
    PenDown,
    Pick,
    Signal,
)
from recognizer.board.input.desk import Desk
from recognizer.board.players.player import Player, free_emblems, player_names, with_ink
from recognizer.board.players.playercards import (
    BACK,
    MORE,
    NEW,
    PLAYER,
    TAKE,
    NewPlayerCard,
    PlayersCard,
)
from recognizer.board.show.overlay import Around
from recognizer.keeping.profiles import is_profile_name

TYPE = "type"
_OTHER_NAMES = "A name has letters from A to Z, digits, - and _"
_ARROWS = {
    Signal.LEFT: (-1, 0),
    Signal.RIGHT: (1, 0),
    Signal.UP: (0, -1),
    Signal.DOWN: (0, 1),
}


class WhoPlays(Activity):
    """Lets one of the profiles in `folder` be chosen, or a new one named.

    `now` plays so far; `change` is called with the name of somebody else.
    """

    def __init__(
        self, host: Host, desk: Desk, folder: Path, now: str, change: Callable[[str], None]
    ) -> None:
        self.desk = desk
        self._host = host
        self._now = now
        self._change = change
        names = player_names(folder, now)
        self._known = PlayersCard(tuple(map(Player, names)), names.index(now))
        self._new: NewPlayerCard | None = None
        self.overlays = (NameTiles(host, self._card),)
        self.follows = frozenset({table.READ, table.PLAYERS})
        host.background.do(lambda: with_ink(folder, names), self._take_ink)

    def obeys(self, command: Command) -> bool:
        """Follow what chooses somebody."""
        match command:
            case Pick(name):
                self._pick(name)
            case Signal() if command in _ARROWS:
                self._step(*_ARROWS[command])
            case Signal.BACK if self._new:
                self._new = replace(self._new, typed=self._new.typed[:-1], note="")
            case Action():
                return self._press(command)
            case PenDown() | EraserDown() | Correct():
                pass  # nothing is drawn here, and nothing taught
            case _:
                return False
        return True

    def _press(self, action: Action) -> bool:
        if action is table.READ:
            self._enter()
        elif action is table.CLOSE and self._new:
            self._new = None
        elif action is table.PLAYERS:
            self._host.leave()
        else:
            return False
        return True

    def _enter(self) -> None:
        if self._new is None:
            players, at = self._known.players, self._known.selected
            self._pick(f"{PLAYER} {players[at].name}" if at < len(players) else NEW)
        elif self._new.typed:
            self._pick(TAKE)
        elif self._new.selected >= 0:
            self._pick(f"{PLAYER} {self._new.names[self._new.selected]}")

    def _pick(self, name: str) -> None:
        kind, _, rest = name.partition(" ")
        new = self._new
        if kind == PLAYER:
            self._choose(rest)
        elif kind == TAKE and new:
            self._choose(new.typed)
        elif kind == NEW:
            self._new = self._new_card()
        elif kind == BACK and new:
            self._new = None
        elif kind == BACK:
            self._host.leave()
        elif kind == MORE:
            page, count = self._known.page(self._host.layout), len(self._known.players) + 1
            at = (self._known.selected // page + 1) * page
            self._known = replace(self._known, selected=at if at < count else 0)
        elif kind == TYPE:
            self._type(new or self._new_card(), rest)

    def _new_card(self) -> NewPlayerCard:
        return NewPlayerCard(free_emblems(tuple(each.name for each in self._known.players)))

    def _type(self, new: NewPlayerCard, character: str) -> None:
        longer = new.typed + (character or "-")  # a space is none in the name of a file
        if is_profile_name(longer):
            self._new = replace(new, typed=longer, note="", selected=-1)
        else:
            self._new = replace(new, note=_OTHER_NAMES)

    def _step(self, right: int, down: int) -> None:
        card, layout = self._new or self._known, self._host.layout
        step = right + down * card.step(layout)
        if isinstance(card, PlayersCard):
            self._known = replace(card, selected=_moved(card.selected, step, len(card.players)))
        elif card.selected < 0:
            self._new = replace(card, selected=0)
        else:
            self._new = replace(card, selected=_moved(card.selected, step, len(card.names) - 1))

    def _choose(self, name: str) -> None:
        """Let that player play; whoever is known under that name in other letters is the same."""
        known = (each.name for each in self._known.players if each.name.lower() == name.lower())
        name = next(known, name)
        if name == self._now:
            self._host.leave()
        else:
            self._change(name)

    def _take_ink(self, result: object) -> None:
        """Show what everybody wrote; where that fails, they have emblems and letters."""
        if isinstance(result, tuple):
            self._known = replace(self._known, players=result)

    def _card(self) -> PlayersCard | NewPlayerCard:
        return self._new or self._known


class NameTiles(Tiles):
    """Tiles of a card on which a name may be typed: on that of the known players, too."""

    def __init__(self, around: Around, card: Callable[[], PlayersCard | NewPlayerCard]) -> None:
        super().__init__(around, card)
        self._shown_card = card

    def typed(self, character: str) -> Command | None:
        """Return the next character of a name; a space begins none."""
        takes = isinstance(self._shown_card(), NewPlayerCard) or not character.isspace()
        return Pick(f"{TYPE} {character.strip()}") if takes else None


def _moved(place: int, step: int, last: int) -> int:
    """Return the place one further, if there is one."""
    moved = place + step
    return moved if 0 <= moved <= last else place
