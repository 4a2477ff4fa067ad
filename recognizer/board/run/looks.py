"""Look and sound of the board: colors, full screen, the card of keys, sounds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from recognizer.actions import table
from recognizer.board.show.message import Message
from recognizer.board.window.sound import Sounds

if TYPE_CHECKING:
    from recognizer.board.run.hosting import Hosting


class Looks:
    """Theme, sound and full screen. The settings remember what the user chooses."""

    def __init__(self, host: Hosting) -> None:
        self._host = host
        self.sounds = Sounds()
        self.actions: dict[object, Callable[[], None]] = {
            table.THEME: self._change_theme,
            table.SOUND: self._toggle_sound,
            table.HELP: self._show_keys,
            table.FULL_SCREEN: self._toggle_full_screen,
        }

    def turn_sound(self, on: bool) -> None:
        """Turn sounds on or off.

        Raises
        ------
        SoundError
            If there is no audio device; they stay off then.
        """
        self.sounds.on = on

    def _change_theme(self) -> None:
        self._host.screen.change_theme()
        self._host.tell(Message(f"Colors: {self._host.screen.view.theme.name}"))

    def _toggle_sound(self) -> None:
        wanted = not self.sounds.on
        self._host.attempt(lambda: self.turn_sound(wanted))
        self._host.preferences.set(sound=self.sounds.on)
        if self.sounds.on is wanted:  # otherwise a warning is shown
            self._host.tell(Message(f"Sound {'on' if wanted else 'off'}"))
        self.sounds.play("digit")

    def _show_keys(self) -> None:
        self._host.interrupt()  # nothing is drawn where it cannot be seen
        self._host.keys.is_open = True

    def _toggle_full_screen(self) -> None:
        self._host.interrupt()
        self._host.screen.toggle_full_screen()
