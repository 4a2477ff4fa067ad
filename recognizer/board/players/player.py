"""Who plays here: the profiles, each with its owner's own digit."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from recognizer.actions.icons import EMBLEMS, icon_names
from recognizer.disk.regularfile import read_regular
from recognizer.errors import LessonError
from recognizer.ink import Ink
from recognizer.keeping import profiles
from recognizer.keeping.profiles import DEFAULT, is_profile_name, lessons_in
from recognizer.play import scorebook
from recognizer.play.scorebook import DAMAGE, SUFFIX, book_in, scores_path

OF_CHOICE = "5"
"""The digit that stands for a player, if there is one."""


@dataclass(frozen=True)
class Player:
    """A profile, and what its owner wrote best; None if that is not known."""

    name: str
    ink: Ink | None = None

    @property
    def shown_name(self) -> str:
        """The name as it is shown: a word for whoever has none."""
        return "No name" if self.name == DEFAULT else self.name


def player_names(folder: Path, now: str) -> tuple[str, ...]:
    """Return who has a profile or a score book in `folder`, and who plays `now`, by name.

    A folder that cannot be read has none.
    """
    found = {now}
    with suppress(OSError):
        kinds = (".json", SUFFIX)
        found |= {each.stem for each in folder.iterdir() if each.suffix in kinds}
    return tuple(sorted(filter(is_profile_name, found), key=str.casefold))


def with_ink(folder: Path, names: tuple[str, ...]) -> tuple[Player, ...]:
    """Return these players, each with the digit that the reader was surest of.

    A damaged file is left as it is: whoever plays with it is told.
    """
    return tuple(Player(name, _own_ink(folder / f"{name}.json")) for name in names)


def free_emblems(taken: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name for each emblem that nobody has: `cat`, or `cat-2` once it is taken."""
    lower = {each.casefold() for each in taken}
    names = []
    for emblem in icon_names(EMBLEMS):
        name, number = emblem, 1
        while name in lower:
            number += 1
            name = f"{emblem}-{number}"
        names.append(name)
    return tuple(names)


def _own_ink(profile: Path) -> Ink | None:
    with suppress(OSError, *DAMAGE):
        content = read_regular(scores_path(profile), scorebook.MAX_FILE_BYTES)
        digits = sorted(book_in(content).digits, key=lambda each: each.confidence)
        if digits:
            return max(digits, key=lambda each: each.label == OF_CHOICE).ink
    with suppress(OSError, LessonError):
        lessons, _ = lessons_in(read_regular(profile, profiles.MAX_FILE_BYTES))
        digits_taught = [each for each in reversed(lessons) if each.label.isdigit()]
        if digits_taught:
            return max(digits_taught, key=lambda each: each.label == OF_CHOICE).ink
    return None
