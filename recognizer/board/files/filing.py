"""Saves and opens files outside the loop, and copies text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pygame

from recognizer.board.files.clipboard import clipboard_picture, copy_text
from recognizer.board.files.papers import as_png
from recognizer.board.show.message import Message
from recognizer.board.threads.background import Background
from recognizer.document.page import Page
from recognizer.errors import FileError, PictureError, RecognizerError
from recognizer.keeping.boardfiles import holds_more, load_board_file, picture_page, save_board
from recognizer.network.alphabet import Alphabet
from recognizer.reading.words import none_read

Tell = Callable[[Message], None]
Warn = Callable[[RecognizerError], None]


@dataclass(frozen=True)
class _Opened:
    """The page from the file at `path`. `is_first` tells that the file holds several."""

    path: Path
    page: Page
    is_first: bool

    @property
    def message(self) -> Message:
        kind = "page" if self.page.picture else "ink"
        what = f"the first {kind} of " if self.is_first else ""
        label = self.page.label
        known = f"; its label is {label}" if label else ""
        return Message(f"Opened {what}{self.path.name}{known}")


def _pasted() -> Page:
    content = clipboard_picture()
    if not content:
        raise PictureError("there is no picture on the clipboard")
    return picture_page("Clipboard", content)


class Filing:
    """Saves to the folder `saves`, and opens files. Without that folder, nothing can be saved.

    `tell` shows a message, `warn` shows an error.
    """

    def __init__(self, background: Background, tell: Tell, warn: Warn, saves: Path | None) -> None:
        self._background = background
        self._tell = tell
        self._warn = warn
        self._saves = saves
        self._folder = saves  # from which the last file was opened

    @property
    def folder(self) -> Path:
        """The folder in which to look for files: that of the last one, or that of saved boards."""
        if self._folder and self._folder.is_dir():
            return self._folder
        return self._saves if self._saves and self._saves.is_dir() else Path.home()

    def save(self, page: Page, picture: Callable[[], pygame.Surface], text: str) -> None:
        """Save `page`, with the surface that `picture` returns, and the `text` that was read.

        Raises
        ------
        FileError
            If this board has no folder for it. Later errors are shown.
        """
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

    def save_picture(self, picture: pygame.Surface) -> None:
        """Save a picture that has no ink, as `save` does."""
        self.save(Page(), lambda: picture, "")

    def open(self, path: Path, alphabet: Alphabet, then: Callable[[Page], None]) -> None:
        """Load the file at `path`, with its labels in `alphabet`; call `then` with the page."""

        def loaded(found: object) -> None:
            if isinstance(found, RecognizerError):
                self._warn(found)
            elif isinstance(found, _Opened):
                self._tell(found.message)
                self._folder = path.parent
                then(found.page)  # its message, if any, replaces ours

        self._background.do(
            lambda: _Opened(path, load_board_file(path, alphabet), holds_more(path)), loaded
        )

    def paste(self, then: Callable[[Page], None]) -> None:
        """Take a picture from the clipboard; call `then` with its page."""

        def pasted(found: object) -> None:
            if isinstance(found, RecognizerError):
                self._warn(found)
            elif isinstance(found, Page):
                self._tell(Message("Pasted"))
                then(found)

        self._background.do(_pasted, pasted)

    def copy(self, text: str, alphabet: Alphabet) -> None:
        """Copy the text that was read to the clipboard; if it is empty, say so."""
        if text:
            copy_text(text)
        self._tell(Message(f"Copied {text}" if text else f"Nothing to copy: {none_read(alphabet)}"))
