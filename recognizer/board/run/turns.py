"""Players at one window, one after the other: each has a board, with a page of their own."""

from __future__ import annotations

import gc

from recognizer.board.run.app import Board, Turn
from recognizer.board.run.wishes import Wishes, with_theme
from recognizer.board.show.message import Message
from recognizer.board.window.dpi import screen_scale
from recognizer.board.window.window import Window
from recognizer.console import complain
from recognizer.disk.places import Places
from recognizer.document.page import Page
from recognizer.errors import FileError, RecognizerError
from recognizer.keeping.autosave import Autosave
from recognizer.keeping.faults import as_error, keep_fault
from recognizer.keeping.profiles import Profile
from recognizer.keeping.reconcile import learn_what_was_taught
from recognizer.keeping.settings import Settings, load_settings
from recognizer.keeping.slots import journal_folders
from recognizer.reading.reader import Reader

_NOT_READ = (
    "The board ended while it read this page, so that it is not read now: "
    "Enter tries again, C clears it"
)


class Turns:
    """Runs boards in `window` as the user wishes, and keeps what is done there in `places`."""

    def __init__(self, window: Window, places: Places, wishes: Wishes) -> None:
        self._window = window
        self._places = places
        self._wishes = wishes

    def take(self, turn: Turn, reader: Reader, settings: Settings, told: list[str]) -> None:
        """Run a board for one player after the other, until one quits.

        The first is `told` what is wrong so far.
        """
        while True:
            board = self._opened(turn, reader, settings, told)
            try:
                board.run()
            finally:
                lost = close_board(board)
            if board.next_turn is None:
                return
            known = [_made_known(each.profile) for each in (turn, board.next_turn)]
            turn = board.next_turn
            del board
            gc.collect()  # of a board there are 4 MB that hold each other
            settings, complaint = load_settings(self._places.settings)
            told = [lost, *known, complaint]
            # The board before may still use its own, if reading would not end.
            reader = Reader(self._wishes.model, alphabet=turn.alphabet)

    def _opened(self, turn: Turn, reader: Reader, settings: Settings, told: list[str]) -> Board:
        """Return a board for one player, which says what there is to be told."""
        unlearned = learn_what_was_taught(self._places)
        autosave, page, warning = _restore(self._places, turn.profile.name)
        if autosave is None:
            complain(warning)
        try:
            board, fault = self._board(turn, reader, settings, autosave, page)
        except BaseException:
            if autosave:
                autosave.close()
            raise
        complaints = "; ".join(filter(None, (warning, *told, fault, unlearned, board.complaint)))
        if complaints:
            board.tell(Message(complaints, warns=True, lasts=autosave is None))
        elif autosave and autosave.was_reading and page:
            board.tell(Message(_NOT_READ, warns=True))
        elif page and not turn.choice:
            board.tell(Message("Here is what was on your board; C clears it"))
        return board

    def _board(
        self, turn: Turn, reader: Reader, settings: Settings, autosave: Autosave | None, page: Page
    ) -> tuple[Board, str]:
        """Return the board, and in one line what had to be left out for it to start.

        After an unexpected failure it tries the default settings. If that does not help, it puts
        the page aside.
        """
        told, wishes, places = "", self._wishes, self._places
        for attempt in range(3):
            if attempt:  # the failed board may still use its reader
                reader = Reader(wishes.model, alphabet=reader.alphabet.name)
                settings = with_theme(Settings(), wishes.theme)
            if attempt == 2 and autosave:
                page, told = Page(), f"{told}; what was on it is now {autosave.put_page_aside()}"
            try:
                board = Board(
                    *(self._window, reader, settings, places, autosave, page),
                    scale=screen_scale(),
                    profile=turn.profile,
                    choice=turn.choice,
                    lock=wishes.lock,
                )
            except RecognizerError:
                raise
            except Exception as error:
                if attempt == 2:
                    raise
                fault = as_error(error, "opening the board")
                told = "; ".join(filter(None, (str(fault), keep_fault(fault, places.log))))
            else:
                return board, told
        raise AssertionError("the last attempt returns or raises")


def close_board(board: Board) -> str:
    """Close a board. Return what was lost, in one line, and say it on standard error, too."""
    if complaint := board.close():
        complain(complaint)
    return complaint


def _made_known(profile: Profile) -> str:
    """Make sure that a player is offered from now on. Return what went wrong, in one line."""
    try:
        return "" if profile.exists else profile.change((), ())
    except FileError as error:
        return str(error)


def _restore(places: Places, profile: str) -> tuple[Autosave | None, Page, str]:
    """Return the journal, its page, and what is wrong with it. The board opens in any case."""
    try:
        autosave = Autosave(*journal_folders(places, profile))
    except FileError as error:
        return None, Page(), f"{error}: what you draw will not be kept"
    page, wrong = autosave.restore()
    away = autosave.trouble and f"{autosave.trouble}; it is kept in {autosave.path} for now"
    return autosave, page, "; ".join(filter(None, (wrong, away)))
