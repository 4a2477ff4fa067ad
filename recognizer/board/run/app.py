"""The board: wait for events, have them followed, draw what has changed."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pygame

from recognizer.actions import table
from recognizer.board.activities.activity import Activity, Host
from recognizer.board.activities.freely import FreeReading
from recognizer.board.files.papers import board_picture
from recognizer.board.input.desk import Desk
from recognizer.board.input.keymap import typed
from recognizer.board.input.player import Player
from recognizer.board.input.twopens import TwoPens
from recognizer.board.run.hosting import Hosting
from recognizer.board.run.records import Records
from recognizer.board.show.lock import Lock
from recognizer.board.show.message import Message
from recognizer.board.stage.preferences import Preferences
from recognizer.board.stage.scene import Scene
from recognizer.board.stage.screen import Screen
from recognizer.board.stage.view import View
from recognizer.board.threads.background import Background
from recognizer.board.window.waiting import wait_for_events
from recognizer.board.window.window import Window
from recognizer.disk.places import Places
from recognizer.document.page import Change, Page
from recognizer.document.session import Session
from recognizer.errors import RecognizerError
from recognizer.keeping.autosave import Autosave
from recognizer.keeping.faults import as_error
from recognizer.keeping.profiles import Profile
from recognizer.keeping.settings import ASKED, Settings
from recognizer.network.alphabet import DIGITS
from recognizer.play.scorebook import scores_path
from recognizer.reading.reader import Reader

if TYPE_CHECKING:  # games are loaded when they are played: the board starts a tenth sooner
    from recognizer.board.games.choicecard import Choice

MAX_UNDRAWN_FRAMES = 20
"""If so many frames in a row cannot be drawn, the board ends: nobody can see it."""


@dataclass(frozen=True)
class Turn:
    """Who is at the board, which game is chosen, if any, and the name of what is written there."""

    profile: Profile
    choice: Choice | None = None
    alphabet: str | None = None


class Board:
    """The board in a window, where drawing freely is the first activity.

    Only the reading thread uses the reader from now on. Without `places` no file is written.
    `autosave` gets each change of the drawing, and the size of the board. Without a profile lessons
    end with the board. For `scale` see `dpi.screen_scale`. With a `choice`, games begin with that.
    A closed `lock` keeps everybody in the games. `complaint` says in one line what was wrong with
    the profile.
    """

    def __init__(
        self,
        window: Window,
        reader: Reader,
        settings: Settings | None = None,
        places: Places | None = None,
        autosave: Autosave | None = None,
        page: Page | None = None,
        scale: float = 1.0,
        profile: Profile | None = None,
        choice: Choice | None = None,
        lock: Lock | None = None,
    ) -> None:
        preferences = Preferences(settings or Settings(), places.settings if places else None)
        board_size = autosave.board_size if autosave and page else None
        screen = Screen(window, preferences, scale, board_size)
        if autosave:
            autosave.board_size = screen.board_size
        lessons, self.complaint = profile.load() if profile else ((), "")
        lessons = reader.embedded(lessons)  # while the reader is not yet another thread's
        self._pens = TwoPens()
        self._undrawn = 0  # frames in a row that could not be drawn
        name, log = profile.name if profile else "", places.log if places else None
        self._host = host = Hosting(screen, preferences, reader, name, log, lock)
        drawing = Session(reader, screen.view.layout.pen_width, page, self._keep, lessons)
        desk = Desk(drawing, is_restored=bool(page))
        self._records = Records(host, autosave, profile, drawing)
        self._profile, self._saves = profile, places.saves if places else None
        self.next_turn: Turn | None = None
        """Whose turn it is when this board has ended; None if the user has quit."""
        if profile:
            host.let(table.PLAYERS, self._ask_who_plays)
        self._freely = FreeReading(host, desk, self._saves, self._play)
        host.attempt(lambda: host.looks.turn_sound(self.settings.sound))
        host.begin(self._freely)
        if page and self.settings.live and not self._records.may_read():
            preferences.set_for_now(reads=ASKED)
        self._freely.resume()
        if choice or host.is_locked:
            self._play(choice)
        self.repaint()

    # What there is to see -----------------------------------------------------------------------

    @property
    def scene(self) -> Scene:
        """The scene that was shown last."""
        return self._host.scene

    @property
    def view(self) -> View:
        """How the window shows the board: its layout, its colors, where the ink lies."""
        return self._host.screen.view

    @property
    def desk(self) -> Desk:
        """The desk that the activity draws on."""
        return self._host.desk

    @property
    def session(self) -> Session:
        """The session of the desk: its page and its reading."""
        return self._host.desk.session

    @property
    def settings(self) -> Settings:
        """What the user has chosen, as it holds now."""
        return self._host.settings

    @property
    def background(self) -> Background:
        """What is done beside the loop."""
        return self._host.background

    @property
    def has_quit(self) -> bool:
        """Whether the user has ended the board."""
        return self._host.has_quit

    @property
    def due(self) -> float:
        """When something next happens by itself, in seconds of `time.monotonic`.

        It depends on what is shown, not on the clock: after a slow frame it may be in the past.
        """
        host = self._host
        waits = [host.preferences.due, host.notice.until, host.activity.due, self._records.due]
        waits += [host.lock.due, host.following.due]
        hides = self.desk.hand.is_busy or host.activity.fills_window
        if self.scene.toolbar is None and not hides:
            waits.append(max(time.monotonic(), host.tools.back_from))
        if host.player:
            waits.append(host.player.due)
        return min(waits)

    def picture(self) -> pygame.Surface:
        """Return a picture of the board: what was drawn and what it reads, and no more."""
        return board_picture(self._host.scene_now(at_rest=True), self.view)

    # What is to happen --------------------------------------------------------------------------

    def tell(self, message: Message) -> None:
        """Show `message` for some seconds."""
        self._host.tell(message)

    def play(self, player: Player) -> None:
        """Let `player` draw, until the user takes over."""
        self._host.player = player

    def begin(self, make: Callable[[Host], Activity]) -> None:
        """Begin an activity at a desk of its own; it gets the board as its host."""
        self._host.begin(make(self._host))

    def leave(self) -> None:
        """End the activity, and go on with the one before."""
        self._host.leave()

    def run(self) -> None:
        """Wait for events and follow them until the user quits. Uses no time while waiting."""
        self._host.has_quit = False
        heard = time.monotonic()
        while not self.has_quit:
            preparation, due = self._host.screen.preparation, self.due
            events = wait_for_events(preparation, lambda: self.background.has_answer, due, heard)
            heard = time.monotonic() if events else heard
            self.handle(events)

    def handle(self, batch: list[pygame.event.Event]) -> None:
        """Follow a batch of events, take the readings that are ready, then draw once."""
        now, host = time.monotonic(), self._host
        if host.player:
            batch = host.player.join(batch, now)
        for place, event in enumerate(batch):
            host.attempt(lambda event=event: self._follow(event))  # type: ignore[misc]
            if self.next_turn:
                self._leave_to_the_next(batch[place + 1 :])
                break
        host.attempt(host.follow_window)
        host.attempt(host.collect)
        host.attempt(lambda: host.following.ask(now))
        host.attempt(self.background.finish_files)
        host.attempt(lambda: self._keep_time(now))
        self._draw()
        host.do_what_waited()

    def settle(self, seconds: float = 60.0) -> None:
        """Wait until everything under way is read, saved and shown.

        Raises
        ------
        TimeoutError
            If that takes longer than so many `seconds`.
        """
        until = time.monotonic() + seconds
        while True:
            idle = self.background.is_idle(max(0.0, until - time.monotonic()))
            found = self.background.has_answer
            self.handle([])
            at_work = self.background.is_reading or self.background.has_answer
            if idle and not found and not at_work:
                return
            if time.monotonic() > until:
                raise TimeoutError(f"the board was still at work after {seconds} s")

    def repaint(self) -> None:
        """Draw everything anew, on the surface the window has now."""
        self._host.screen.lose_picture()
        self._host.follow_window()
        self._show()

    def close(self) -> str:
        """Keep everything and end the threads. If one step fails, the others are still done.

        Returns what could not be kept, in one line; "" if everything was.
        """
        failed: list[str] = []

        def attempt(work: Callable[[], object]) -> None:
            try:
                if told := work():
                    failed.append(str(told))
            except Exception as error:
                failed.append(self._host.said(as_error(error, "closing the board")))

        with ExitStack() as steps:
            steps.callback(attempt, self._records.close)
            steps.callback(attempt, self._records.write_lessons)  # when its thread has ended
            steps.callback(attempt, self._host.preferences.save)
            steps.callback(self._host.looks.sounds.close)
            steps.callback(attempt, self._end_threads)
            steps.callback(attempt, self.background.finish_files)
            attempt(self._host.pen.lift)
        return "; ".join(failed)

    # ----------------------------------------------------------------------------------------------

    def _follow(self, event: pygame.event.Event) -> None:
        host = self._host
        size, players = host.screen.size, host.activity.players
        for place, command in self._pens.translate(event, size, players):
            if event.type == pygame.KEYDOWN and (character := typed(event)):
                command = host.stack.typed(character) or command
            if command is not None:
                host.activity.turn_to(place)
                host.obey(command)

    def _leave_to_the_next(self, events: list[pygame.event.Event]) -> None:
        for event in events:
            pygame.event.post(event)

    def _keep_time(self, now: float) -> None:
        host = self._host
        host.notice.keep_time(now)
        host.lock.keep_time(now)
        if self.scene.toolbar is None and host.tools.is_shown:  # the hand rests
            host.place_ink()
        host.activity.keep_time(now)
        if now >= host.preferences.due:
            self.background.do(host.preferences.saving(), self._saved)
        self._records.keep_time(now)

    def _draw(self) -> None:
        """Show the scene. A fault is told to the user, and is not repeated forever."""
        try:
            self._show()
        except Exception as error:
            self._undrawn += 1
            if self._undrawn > MAX_UNDRAWN_FRAMES:
                raise
            self._host.warn(as_error(error, "drawing"))
        else:
            self._undrawn = 0

    def _show(self) -> None:
        self._host.scene = self._host.scene_now()
        self._host.screen.show(self.scene)

    def _keep(self, change: Change, page: Page) -> None:
        """Keep a change of the drawing, whichever activity goes on."""
        self._records.keep(change, page)
        self._freely.follow_change(change)

    def _play(self, choice: Choice | None = None) -> None:
        """Let the user choose a game, `choice` at first.

        What is taught there goes to the profile, too.
        """
        from recognizer.board.games.playing import Playing

        path = scores_path(self._profile.path) if self._profile else None
        desk = self._host.new_desk(DIGITS.name, self._learn)
        self._host.begin(Playing(self._host, desk, path, self._saves, choice=choice))

    def _ask_who_plays(self) -> None:
        """Let the user choose who is playing. What goes on here waits."""
        from recognizer.board.players.whoplays import WhoPlays

        if profile := self._profile:
            folder, change = profile.path.parent, self._give_turn
            desk = self._host.new_desk()
            self._host.begin(WhoPlays(self._host, desk, folder, profile.name, change))

    def _give_turn(self, name: str) -> None:
        """End this board; the next one is for another player."""
        from recognizer.board.games.playing import Playing

        if profile := self._profile:
            other = Profile(profile.path.with_name(f"{name}{profile.path.suffix}"))
            alphabet = self._freely.desk.session.alphabet.name
            games = self._host.begun(Playing)
            self.next_turn = Turn(other, games.choice if games else None, alphabet)
            self._host.preferences.set(profile=name)
            self._host.has_quit = True

    def _learn(self, change: Change, _: Page) -> None:
        """Keep what a game has taught. The journal of the drawing does not know of it."""
        if change.teaches:
            self._freely.desk.session.take_over(change)
            if profile := self._profile:
                learned, unlearned = change.learned, change.unlearned
                self.background.do(lambda: profile.change(learned, unlearned), self._saved)

    def _saved(self, result: object) -> None:
        if isinstance(result, RecognizerError):
            self._host.warn(result)

    def _end_threads(self) -> None:
        self.background.close()
        if self.background.is_idle(0):
            self._records.end_reading()
