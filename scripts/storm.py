"""Random events through the real loop of the board, which must come to rest and lose nothing."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pygame
from handevents import Event, key, motion, next_batch

from recognizer.board.run.app import Board
from recognizer.board.run.keeping import CHECK_SECONDS
from recognizer.board.show.message import Message
from recognizer.board.window.window import Window
from recognizer.disk.places import Places
from recognizer.document.page import Page
from recognizer.ink import Ink
from recognizer.keeping.autosave import Autosave
from recognizer.keeping.profiles import Profile
from recognizer.keeping.settings import Settings
from recognizer.lessons import Lessons
from recognizer.reading.reader import Reader


def storm(events: int = 100_000) -> dict[str, float]:
    """Send `events` random events through the real loop; return how many, and the time it took.

    Afterwards the board must be at rest, the journal must hold its page, and the profile its
    lessons.
    """
    rng = np.random.default_rng(int(os.environ.get("STORM_SEED", "4")))
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        folders = (home / name for name in ("autosaves", "saves", "profiles"))
        places = Places(home / "settings.toml", *folders)
        with Window((1280, 720)) as window:
            autosave = Autosave(places.autosaves)
            autosave.restore()
            profile = Profile(places.profiles / "default.json")
            settings = Settings(full_screen=False)
            board = Board(window, Reader(), settings, places, autosave, profile=profile)
            run_fed(board, window, rng, bursts(rng, storm_files(home), events))
            board.handle([*pygame.event.get(), Event(pygame.WINDOWFOCUSLOST)])
            board.settle(600)
            check_rest(board)
            page, lessons = board.session.page, board.session.lessons
            board.close()
        check_journal(places.autosaves, page)
        check_profile(profile, lessons)
    return {"events": events, "seconds": time.perf_counter() - start}


def bursts(rng: np.random.Generator, files: list[str], events: int) -> Iterator[list[Event]]:
    """Yield `events` random events in batches, and then those that quit."""
    while events:
        count = int(min(rng.integers(1, 60), events))
        yield [random_event(rng, files) for _ in range(count)]
        events -= count
    yield [Event(pygame.QUIT)]


def run_fed(
    board: Board, window: Window, rng: np.random.Generator, fed: Iterator[list[Event]]
) -> None:
    """Run the board's own loop; after each turn post the next events, or resize the window."""
    handle = board.handle

    def handle_and_feed(batch: list[Event]) -> None:
        if rng.random() < 0.01:
            window.resize((int(rng.integers(320, 1400)), int(rng.integers(320, 1400))))
        handle(batch)
        for event in next(fed, []):
            pygame.event.post(event)

    board.handle = handle_and_feed  # type: ignore[method-assign]
    pygame.event.post(Event(pygame.USEREVENT))
    board.run()
    board.handle = handle  # type: ignore[method-assign]


def check_rest(board: Board) -> None:
    """End the program unless the board is at rest: no gesture, no message, nothing hidden."""
    until = time.monotonic() + 8
    while time.monotonic() < until:
        board.handle(next_batch(board))
    scene = board.scene
    message = scene.overlay(Message)
    if scene.open_stroke or message or not scene.toolbar:
        raise SystemExit(f"the board is not at rest: {message}")
    time.sleep(min(max(board.due - time.monotonic(), 0.0), CHECK_SECONDS))
    board.settle()  # it may have looked after its journal, and needs nothing soon
    if board.due < time.monotonic() + CHECK_SECONDS - 1:
        raise SystemExit("an idle board wants to be woken")


def check_journal(folder: Path, page: Page) -> None:
    """End the program unless the journal holds `page`."""
    again = Autosave(folder)
    kept, complaint = again.restore()
    again.close()
    if complaint or kept.strokes != page.strokes or kept.corrections != page.corrections:
        raise SystemExit(f"the journal holds something else than the board {complaint}")


def check_profile(profile: Profile, lessons: Lessons) -> None:
    """End the program unless the profile holds `lessons`."""
    kept, complaint = profile.load()
    if complaint or {each.key for each in kept} != {each.key for each in lessons}:
        raise SystemExit(f"the profile holds other lessons than the board {complaint}")


def storm_files(folder: Path) -> list[str]:
    """Write files to drop: an ink, a picture, nonsense; and name one that does not exist."""
    ink, picture, bad = folder / "ink.json", folder / "picture.png", folder / "bad.png"
    ink.write_text(Ink.from_points([[(0, 0), (5, 9)], [(1, 1), (3, 8), (9, 9)]]).to_json())
    surface = pygame.Surface((60, 80))
    surface.fill((255, 255, 255))
    pygame.draw.line(surface, (0, 0, 0), (30, 10), (28, 70), 6)
    pygame.image.save(surface, picture)
    bad.write_bytes(b"\x89PNG nonsense")
    return [str(ink), str(picture), str(bad), str(folder / "none.json"), str(folder)]


def random_event(rng: np.random.Generator, files: list[str]) -> Event:
    """Return an event of any kind that the board may get, except those that quit."""
    x, y = map(int, rng.integers(-80, 1480, 2))
    kind = rng.random()
    if kind < 0.55:
        held = tuple(map(int, rng.random(3) < (0.8, 0.1, 0.2)))
        return motion((x, y), held)  # type: ignore[arg-type]
    if kind < 0.75:
        up = rng.random() < 0.5
        button = int(rng.choice([1, 1, 1, 1, 2, 3, 3, 4, 5]))
        return Event(
            pygame.MOUSEBUTTONUP if up else pygame.MOUSEBUTTONDOWN,
            pos=(x, y),
            button=button,
            touch=bool(rng.random() < 0.1),
        )
    if kind < 0.87:
        kinds = [pygame.FINGERDOWN, pygame.FINGERMOTION, pygame.FINGERMOTION, pygame.FINGERUP]
        place = {"x": x / 1280, "y": y / 720, "pressure": float(rng.random())}
        return Event(int(rng.choice(kinds)), finger_id=int(rng.integers(3)), touch_id=1, **place)
    if kind < 0.95:
        return random_key(rng)
    return random_window_event(rng, files, x, y)


def random_key(rng: np.random.Generator) -> Event:
    """Return a key; not Esc or Ctrl+Q, which quit, and seldom F11 or S."""
    letters = "lcedtmhnzyo0123456789[]c"
    if rng.random() < 0.02:
        return key(int(rng.choice([pygame.K_F11, pygame.K_s])))
    if rng.random() < 0.2:
        return key(
            int(rng.choice([pygame.K_RETURN, pygame.K_UP, pygame.K_DOWN, pygame.K_F1, 0x4000_0050]))
        )
    letter = str(rng.choice(list(letters)))
    control = rng.random() < 0.4
    return key(ord(letter), pygame.KMOD_LCTRL if control else 0, "" if control else letter)


def random_window_event(rng: np.random.Generator, files: list[str], x: int, y: int) -> Event:
    """Return an event that the window or the wheel might send."""
    choices: list[Callable[[], Event]] = [
        lambda: Event(pygame.MOUSEWHEEL, x=0, y=int(rng.integers(-3, 4)), mod=0),
        lambda: Event(pygame.MOUSEWHEEL, x=0, y=int(rng.integers(-3, 4)), mod=pygame.KMOD_LCTRL),
        lambda: Event(pygame.WINDOWFOCUSLOST),
        lambda: Event(pygame.WINDOWLEAVE),
        lambda: Event(pygame.WINDOWSIZECHANGED, x=x, y=y),
        lambda: Event(pygame.VIDEOEXPOSE),
        lambda: Event(pygame.WINDOWMOVED, x=x, y=y),
        lambda: Event(pygame.DROPFILE, file=str(rng.choice(files))),
        lambda: Event(pygame.USEREVENT),
    ]
    return choices[int(rng.integers(len(choices)))]()
