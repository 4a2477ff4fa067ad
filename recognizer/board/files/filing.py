"""Saves, opens and copies for the user, outside the loop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pygame

from recognizer.board.files.papers import as_png, copy_text
from recognizer.board.show.message import Message
from recognizer.board.threads.background import Background
from recognizer.document.page import Page
from recognizer.errors import FileError, RecognizerError
from recognizer.keeping.boardfiles import holds_more, load_board_file, save_board
from recognizer.network.alphabet import Alphabet
from recognizer.reading.words import none_read

Tell = Callable[[Message], None]
Warn = Callable[[RecognizerError], None]


@dataclass(frozen=True)
class _Opened:
    """What has come from the file at `path`; `is_first` of several."""

    path: Path
    page: Page
    is_first: bool

    @property
    def message(self) -> Message:
        what = "the first ink of " if self.is_first else ""
        label = self.page.label
        known = f"; its label is {label}" if label else ""
        return Message(f"Opened {what}{self.path.name}{known}")


class Filing:
    """The way to the user's files: what is saved goes to the folder `saves`, if there is one.

    `tell` shows a message, `warn` what went wrong.
    """

    def __init__(self, background: Background, tell: Tell, warn: Warn, saves: Path | None) -> None:
        self._background = background
        self._tell = tell
        self._warn = warn
        self._saves = saves
        self._folder = saves  # where files were chosen last

    @property
    def folder(self) -> Path:
        """Where to look for files: where the last one came from, or what has been saved."""
        if self._folder and self._folder.is_dir():
            return self._folder
        return self._saves if self._saves and self._saves.is_dir() else Path.home()

    def save(self, page: Page, picture: Callable[[], pygame.Surface], text: str) -> None:
        """Save `page` with what `picture` draws, beside the loop, and what was read."""
        if self._saves is None:
            raise FileError("this board keeps no files")
        saves, when = self._saves, datetime.now().astimezone()

        def saved(result: object) -> None:
            if isinstance(result, RecognizerError):
                self._warn(result)
            else:
                self._tell(Message(f"Saved as {result}"))

        self._background.do(
            lambda: save_board(page, as_png(picture()), saves, when, text),
            saved,
        )

    def open(self, path: Path, then: Callable[[Page], None]) -> None:
        """Load the file at `path` and give it to `then`."""

        def loaded(found: object) -> None:
            if isinstance(found, RecognizerError):
                self._warn(found)
            elif isinstance(found, _Opened):
                self._tell(found.message)
                self._folder = path.parent
                then(found.page)  # it may have something to say that matters more

        self._background.do(lambda: _Opened(path, load_board_file(path), holds_more(path)), loaded)

    def copy(self, text: str, alphabet: Alphabet) -> None:
        """Put what was read on the clipboard."""
        if text:
            copy_text(text)
        self._tell(Message(f"Copied {text}" if text else f"Nothing to copy: {none_read(alphabet)}"))
