"""Starts the board from the command line, or draws a picture of one."""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import pygame

from recognizer.board.draw.theme import THEMES
from recognizer.board.input.player import Player
from recognizer.board.input.replay import replay_events
from recognizer.board.run.app import Board, Turn
from recognizer.board.show.lock import Lock
from recognizer.board.show.message import Message
from recognizer.board.window.display import open_display
from recognizer.board.window.dpi import screen_scale
from recognizer.board.window.window import Window
from recognizer.console import complain
from recognizer.disk.atomicfile import remove_leftovers, write_atomically
from recognizer.disk.places import Places, user_places
from recognizer.document.page import Page
from recognizer.errors import (
    DisplayError,
    FileError,
    InkError,
    RecognizerError,
    SettingsError,
)
from recognizer.ink import Ink
from recognizer.ink.inkfile import read_ink_file
from recognizer.keeping.autosave import Autosave
from recognizer.keeping.boardfiles import SAVED_NAME
from recognizer.keeping.faults import as_error, keep_fault
from recognizer.keeping.profiles import Profile, existing_profile, profile_path
from recognizer.keeping.reconcile import learn_what_was_taught
from recognizer.keeping.settings import Settings, load_settings
from recognizer.keeping.slots import all_journal_folders, journal_folders
from recognizer.keeping.windowsize import DEFAULT_SIZE
from recognizer.reading.reader import Reader

_NOT_READ = (
    "The board ended while it read this page, so that it is not read now: "
    "Enter tries again, C clears it"
)


@dataclass(frozen=True)
class Wishes:
    """What the user asked for. For anything left out, the settings count.

    `windowed` is the size of a window in pixels; None for full screen, or for what it was last.
    Monitors count from 0. Without a profile it is that of who wrote last; a replay or a picture
    then has none. A `lock` keeps the user in the games. An ink file to `replay` is drawn as if by
    hand, and the user's own files are not touched. A `screenshot` is written instead of opening a
    window.
    """

    windowed: tuple[int, int] | None = None
    display: int | None = None
    theme: str | None = None
    model: Path | None = None
    alphabet: str | None = None
    profile: str | None = None
    lock: Lock | None = None
    replay: Path | None = None
    screenshot: Path | None = None


def open_board(wishes: Wishes) -> None:
    """Open the board and run it until the user quits; or take its picture.

    Raises
    ------
    DisplayError
        If no window can be opened.
    ModelError
        If the model cannot be used, or has no such alphabet.
    InkError
        If there is nothing to replay.
    SettingsError
        If there is no such theme.
    LessonError
        If `profile` is not a valid name, or is missing for a replay or a picture.
    FileError
        If the picture cannot be written.
    """
    if wishes.theme is not None and wishes.theme not in THEMES:
        raise SettingsError(f"no theme {wishes.theme!r}; there are {', '.join(THEMES)}")
    profile = _profile(wishes)
    inks = _inks(wishes.replay) if wishes.replay else None
    reader = Reader(wishes.model, alphabet=wishes.alphabet)
    if wishes.screenshot:
        _take_picture(wishes, reader, profile, inks or [], wishes.screenshot)
    elif inks is not None:
        _replay(wishes, reader, profile, inks)
    else:
        _run(wishes, reader, profile)


def _profile(wishes: Wishes) -> Profile | None:
    """Return the profile that was named."""
    is_show = bool(wishes.replay or wishes.screenshot)
    if wishes.profile is None:
        return None
    return existing_profile(wishes.profile) if is_show else Profile(profile_path(wishes.profile))


def _run(wishes: Wishes, reader: Reader, profile: Profile | None) -> None:
    places = user_places()
    settings, complaint = load_settings(places.settings)
    settings = _with_theme(settings, wishes.theme)
    if wishes.alphabet is None and settings.alphabet in reader.alphabets:
        reader.choose(settings.alphabet)
    if wishes.lock:
        _end_on_request()
    window, refusal = _open_usual_window(settings, wishes)
    with window:
        clear_up(places)
        turn = Turn(profile or Profile(profile_path(settings.profile)))
        _take_turns(window, reader, settings, places, wishes, turn, [refusal, complaint])


def _take_turns(
    window: Window,
    reader: Reader,
    settings: Settings,
    places: Places,
    wishes: Wishes,
    turn: Turn,
    told: list[str],
) -> None:
    """Run a board for one player after the other; the first is `told` what is wrong so far."""
    while True:
        board = _opened(window, reader, settings, places, wishes, turn, told)
        try:
            board.run()
        finally:
            lost = _close(board)
        if board.next_turn is None:
            return
        known = [_made_known(each.profile) for each in (turn, board.next_turn)]
        turn = board.next_turn
        del board
        gc.collect()  # of a board there are 4 MB that hold each other
        settings, complaint = load_settings(places.settings)
        told = [lost, *known, complaint]
        # The board before may still use its own, if reading would not end.
        reader = Reader(wishes.model, alphabet=turn.alphabet)


def _end_on_request() -> None:
    """Let the system end a locked board: SDL would make of SIGTERM what closes a window."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


def _made_known(profile: Profile) -> str:
    """Make sure that a player is offered from now on. Return what went wrong, in one line."""
    try:
        return "" if profile.exists else profile.change((), ())
    except FileError as error:
        return str(error)


def _opened(
    window: Window,
    reader: Reader,
    settings: Settings,
    places: Places,
    wishes: Wishes,
    turn: Turn,
    told: list[str],
) -> Board:
    """Return a board for one player, which says what there is to be told."""
    unlearned = learn_what_was_taught(places)
    autosave, page, warning = _restore(places, turn.profile.name)
    if autosave is None:
        complain(warning)
    try:
        board, fault = _board(window, reader, settings, places, autosave, page, wishes, turn)
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
    window: Window,
    reader: Reader,
    settings: Settings,
    places: Places,
    autosave: Autosave | None,
    page: Page,
    wishes: Wishes,
    turn: Turn,
) -> tuple[Board, str]:
    """Return the board, and in one line what had to be left out for it to start.

    After an unexpected failure it tries the default settings. If that does not help, it puts the
    page aside.
    """
    told = ""
    for attempt in range(3):
        if attempt:  # the failed board may still use its reader
            reader = Reader(wishes.model, alphabet=reader.alphabet.name)
            settings = _with_theme(Settings(), wishes.theme)
        if attempt == 2 and autosave:
            page, told = Page(), f"{told}; what was on it is now {autosave.put_page_aside()}"
        try:
            board = Board(
                *(window, reader, settings, places, autosave, page),
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


def clear_up(places: Places) -> None:
    """Remove what killed programs have left half written."""
    for folder in (*all_journal_folders(places), places.profiles):
        remove_leftovers(folder)
    remove_leftovers(places.settings.parent)
    remove_leftovers(places.saves, SAVED_NAME)


def _restore(places: Places, profile: str) -> tuple[Autosave | None, Page, str]:
    """Return the journal, its page, and what is wrong with it. The board opens in any case."""
    try:
        autosave = Autosave(*journal_folders(places, profile))
    except FileError as error:
        return None, Page(), f"{error}: what you draw will not be kept"
    page, wrong = autosave.restore()
    away = autosave.trouble and f"{autosave.trouble}; it is kept in {autosave.path} for now"
    return autosave, page, "; ".join(filter(None, (wrong, away)))


def _replay(wishes: Wishes, reader: Reader, profile: Profile | None, inks: list[Ink]) -> None:
    settings = _with_theme(Settings(), wishes.theme)
    with _open_window(settings, wishes) as window:
        board = Board(
            *(window, reader, settings),
            scale=screen_scale(),
            profile=profile,
        )
        if board.complaint:
            board.tell(Message(board.complaint, warns=True))
        board.play(Player(replay_events(inks, window.surface.get_size()), time.monotonic()))
        try:
            board.run()
        finally:
            _close(board)


def _close(board: Board) -> str:
    """Close a board. Return what was lost, in one line, and say it on standard error, too."""
    if complaint := board.close():
        complain(complaint)
    return complaint


def _take_picture(
    wishes: Wishes, reader: Reader, profile: Profile | None, inks: list[Ink], out: Path
) -> None:
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    settings = _with_theme(Settings(), wishes.theme)
    size = wishes.windowed or DEFAULT_SIZE
    with Window(size) as window:
        board = Board(window, reader, settings, profile=profile)
        if board.complaint:
            complain(board.complaint)
        board.handle([event for _, event in replay_events(inks[-1:], size)])
        board.settle()
        picture = board.picture()
        _close(board)
        content = io.BytesIO()
        pygame.image.save(picture, content, out.name)
        write_atomically(out, content.getvalue())


def _open_usual_window(settings: Settings, wishes: Wishes) -> tuple[Window, str]:
    """Return a window as in the settings. If that fails: as by default, and why."""
    try:
        return _open_window(settings, wishes), ""
    except DisplayError as error:
        usual = replace(settings, size=None, position=None, display=0, full_screen=True)
        if usual == settings:
            raise
        return _open_window(usual, wishes), f"the window is the usual one: {error}"


def _open_window(settings: Settings, wishes: Wishes) -> Window:
    display = settings.display if wishes.display is None else wishes.display
    size = _within_desktop(settings.size or DEFAULT_SIZE)
    frame = wishes.windowed or (None if settings.full_screen else size)
    position = settings.position if wishes.display is None else None
    if wishes.display is None and display >= _display_count():
        display = 0  # that monitor is gone
    return Window(frame, size, position, display)


def _within_desktop(size: tuple[int, int]) -> tuple[int, int]:
    """Return `size`, or less to fit the screens of now: a larger one may be unplugged."""
    sizes = _desktop_sizes()
    width, height = sum(each[0] for each in sizes), max((each[1] for each in sizes), default=0)
    return min(size[0], width or size[0]), min(size[1], height or size[1])


def _display_count() -> int:
    return len(_desktop_sizes()) or 1


def _desktop_sizes() -> list[tuple[int, int]]:
    """Return the sizes of the screens, in pixels; none without a screen, which `Window` tells."""
    try:
        open_display()
        return pygame.display.get_desktop_sizes()
    except pygame.error:
        return []


def _with_theme(settings: Settings, theme: str | None) -> Settings:
    return replace(settings, theme=theme) if theme else settings


def _inks(path: Path) -> list[Ink]:
    inks = [each.ink for each in read_ink_file(path) if each.ink]
    if not inks:
        raise InkError(f"{path}: no ink to replay")
    return inks
