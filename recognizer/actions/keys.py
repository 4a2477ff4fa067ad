"""Keys as the table writes them: "Ctrl+Z", "Esc", "?", "0-9"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from recognizer.actions.action import Action


@dataclass(frozen=True)
class Key:
    """One key with what is held beside it; Ctrl is Command on a Mac.

    The name is what stands on it: a character, letters in upper case, or a word as "Enter".
    """

    name: str
    control: bool = False
    shift: bool = False

    @classmethod
    def named(cls, text: str) -> Key:
        """Return the key that the table writes as `text`."""
        *held, name = text.split("+")
        return cls(name, "Ctrl" in held, "Shift" in held)

    @property
    def is_letter(self) -> bool:
        """Whether a letter stands on it."""
        return len(self.name) == 1 and self.name.isalpha()


def key_names(action: Action) -> Iterator[str]:
    """Yield each key that an action is heard by, as it is written; ten for "0-9"."""
    for text in (*action.keys, *action.aliases):
        yield from "0123456789" if text == "0-9" else (text,)
