"""What all games share: how commands come to them, how they are left, whether things move."""

from __future__ import annotations

from abc import ABC, abstractmethod

from recognizer.actions import table
from recognizer.actions.action import Action
from recognizer.board.activities.activity import Activity, Host
from recognizer.board.draw.motion import may_move
from recognizer.board.games.writing import Writing
from recognizer.board.input.commands import (
    Command,
    Correct,
    EraserDown,
    PenDown,
    PenPoint,
    Pick,
    Signal,
)


class Game(Activity, ABC):
    """An activity that is played with the pen, with tiles and with keys."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def obeys(self, command: Command) -> bool:
        """Follow what concerns the game."""
        match command:
            case PenDown() | EraserDown():
                return self._pen(command)
            case Pick(name):
                self._pick(name)
            case Correct(label, None):
                self._key(label)
            case table.CLEAR if self._clear_typed():
                pass
            case Action() | Signal() if self._press(command):
                pass
            case _:
                return False
        self._follow()
        return True

    def resume(self) -> None:
        """Have the ink read whose reading came while another activity went on."""
        for session in (each.session for each in self.desks[: self.players]):
            if not (session.is_read or session.is_empty):
                self._host.background.read(session.question())

    @property
    def has_typed(self) -> bool:
        """Whether the answer is typed, and not ink."""
        return bool(self._writing and self._writing.typed)

    def _clear_typed(self) -> bool:
        """Take away all that was typed, if anything was; the board itself clears ink."""
        if not (self._writing and self._writing.typed):
            return False
        self._writing.typed = ""
        self.changed()
        return True

    @property
    @abstractmethod
    def _writing(self) -> Writing | None:
        """The answer that is written or typed now; None if there is none."""

    @abstractmethod
    def _pen(self, point: PenPoint) -> bool:
        """Make room for a stroke. Return whether the pen must not draw."""

    @abstractmethod
    def _pick(self, name: str) -> None:
        """Do what the tile of that name is for."""

    @abstractmethod
    def _key(self, label: str) -> None:
        """Take a typed digit; "" is the key that says no."""

    @abstractmethod
    def _press(self, command: Action | Signal) -> bool:
        """Follow a key or a button. Return whether the board must not."""

    @abstractmethod
    def _follow(self) -> None:
        """Show the end of a round that is over."""

    def _leave_games(self) -> None:
        """Leave this game, and the card on which it was chosen."""
        self._host.leave()
        self._host.leave()

    @property
    def _moves(self) -> bool:
        """Whether something may move only to please."""
        return may_move(self._host.settings.motion, self._host.screen.view.theme)
