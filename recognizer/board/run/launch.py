"""Starts the board from the command line, or draws a picture of one."""

from __future__ import annotations

import io
import os
import signal
import sys
import time
from pathlib import Path

import pygame

from recognizer.board.draw.theme import THEMES
from recognizer.board.input.player import Player
from recognizer.board.input.replay import replay_events
from recognizer.board.run.app import Board, Turn
from recognizer.board.run.turns import Turns, close_board
from recognizer.board.run.wishes import Wishes, open_usual_window, open_window, with_theme
from recognizer.board.show.message import Message
from recognizer.board.window.dpi import screen_scale
from recognizer.board.window.window import Window
from recognizer.console import complain
from recognizer.disk.atomicfile import remove_leftovers, write_atomically
from recognizer.disk.places import Places, user_places
from recognizer.errors import InkError, SettingsError
from recognizer.ink import Ink
from recognizer.ink.inkfile import read_ink_file
from recognizer.keeping.boardfiles import SAVED_NAME
from recognizer.keeping.profiles import Profile, existing_profile, profile_path
from recognizer.keeping.settings import Settings, load_settings
from recognizer.keeping.slots import all_journal_folders
from recognizer.keeping.windowsize import DEFAULT_SIZE
from recognizer.reading.reader import Reader


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
    settings = with_theme(settings, wishes.theme)
    if wishes.alphabet is None and settings.alphabet in reader.alphabets:
        reader.choose(settings.alphabet)
    if wishes.lock:
        _end_on_request()
    window, refusal = open_usual_window(settings, wishes)
    with window:
        clear_up(places)
        turn = Turn(profile or Profile(profile_path(settings.profile)))
        Turns(window, places, wishes).take(turn, reader, settings, [refusal, complaint])


def _end_on_request() -> None:
    """Let the system end a locked board: SDL would make of SIGTERM what closes a window."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


def clear_up(places: Places) -> None:
    """Remove what killed programs have left half written."""
    for folder in (*all_journal_folders(places), places.profiles):
        remove_leftovers(folder)
    remove_leftovers(places.settings.parent)
    remove_leftovers(places.saves, SAVED_NAME)


def _replay(wishes: Wishes, reader: Reader, profile: Profile | None, inks: list[Ink]) -> None:
    settings = with_theme(Settings(), wishes.theme)
    with open_window(settings, wishes) as window:
        board = Board(window, reader, settings, scale=screen_scale(), profile=profile)
        if board.complaint:
            board.tell(Message(board.complaint, warns=True))
        board.play(Player(replay_events(inks, window.surface.get_size()), time.monotonic()))
        try:
            board.run()
        finally:
            close_board(board)


def _take_picture(
    wishes: Wishes, reader: Reader, profile: Profile | None, inks: list[Ink], out: Path
) -> None:
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    settings = with_theme(Settings(), wishes.theme)
    size = wishes.windowed or DEFAULT_SIZE
    with Window(size) as window:
        board = Board(window, reader, settings, profile=profile)
        if board.complaint:
            complain(board.complaint)
        board.handle([event for _, event in replay_events(inks[-1:], size)])
        board.settle()
        picture = board.picture()
        close_board(board)
        content = io.BytesIO()
        pygame.image.save(picture, content, out.name)
        write_atomically(out, content.getvalue())


def _inks(path: Path) -> list[Ink]:
    inks = [each.ink for each in read_ink_file(path) if each.ink]
    if not inks:
        raise InkError(f"{path}: no ink to replay")
    return inks
