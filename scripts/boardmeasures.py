"""Measure one property of the board; `benchmark.py` runs each in a process of its own.

    python scripts/boardmeasures.py pen-up

Prints one line of JSON.
"""

import argparse
import json
import os
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

import cv2
import numpy as np
import pygame

from recognizer.board.draw.theme import SLATE
from recognizer.board.input.replay import replay_events
from recognizer.board.run.app import Board
from recognizer.board.run.keeping import CHECK_SECONDS
from recognizer.board.show.message import Message
from recognizer.board.window.waiting import wait_for_events
from recognizer.board.window.window import Window
from recognizer.disk.places import Places
from recognizer.document.page import Page
from recognizer.ink import Ink
from recognizer.ink.inkfile import read_ink_file
from recognizer.keeping.autosave import Autosave
from recognizer.keeping.profiles import Profile
from recognizer.keeping.settings import Settings
from recognizer.lessons import Lessons
from recognizer.reading.reader import Reader

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "docs" / "examples" / "digits.jsonl"
FULL_HD, UHD = (1920, 1080), (3840, 2160)
Event = pygame.event.Event


def main() -> int:
    """Measure one property and print it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=MEASURES)
    parser.add_argument("--count", type=int, help="strokes of `memory`, or events of `storm`")
    parser.add_argument("--folder", type=Path, help="folder for the journal of `drawing`")
    options = parser.parse_args()
    if options.what == "drawing":
        draw_until_killed(options.folder)
    elif options.count:
        print(json.dumps(COUNTED[options.what](options.count)))
    else:
        print(json.dumps(MEASURES[options.what]()))
    return 0


def pen_up() -> list[float]:
    """Return the milliseconds from each of 250 pen-ups to the reading on the screen."""
    times = []
    with Window(FULL_HD) as window:
        board = Board(window, Reader())
        for ink in examples(260):
            *drawing, lift = strokes_of(ink, FULL_HD)
            board.handle(drawing)
            board.settle()
            start = time.perf_counter()
            board.handle([lift])
            while not board.session.is_read:
                board.handle(next_batch(board))
            times.append((time.perf_counter() - start) * 1e3)
            board.handle([key(pygame.K_c)])
        board.close()
    return times[10:]


def pen_up_among() -> dict[str, list[float]]:
    """Return the same for a board that already holds 1 digit, and one that holds 100."""
    return {str(held): pen_ups_beside(held) for held in (1, 100)}


def pen_ups_beside(held: int) -> list[float]:
    """Return the milliseconds from each of 120 pen-ups to the reading, beside `held` digits."""
    inks, times = list(examples(held + 130)), []
    with Window(FULL_HD) as window:
        board = Board(window, Reader())
        for i, ink in enumerate(inks[:held]):
            board.handle([each for stroke in small_digit(ink, i) for each in stroke])
        for ink in inks[held:]:
            board.settle()
            *strokes, last = small_digit(ink, held)
            board.handle([*(each for stroke in strokes for each in stroke), *last[:-1]])
            board.settle()
            start = time.perf_counter()
            board.handle(last[-1:])
            while not board.session.is_read:
                board.handle(next_batch(board))
            times.append((time.perf_counter() - start) * 1e3)
            board.handle([key(pygame.K_z, pygame.KMOD_LCTRL)] * (len(strokes) + 1))
        board.close()
    return times[10:]


def small_digit(ink: Ink, place: int) -> list[list[Event]]:
    """Return the events of each stroke of `ink`, drawn small at the `place`-th of many places."""
    box, row, column = ink.bounding_box, *divmod(place, 12)
    corner = np.array([60 + 100 * column, 60 + 100 * row])
    scale = 55 / box.longer_side
    paths = [(stroke.points - (box.left, box.top)) * scale + corner for stroke in ink.strokes]
    return [mouse_stroke([(round(x), round(y)) for x, y in path.tolist()]) for path in paths]


def frames() -> dict[str, list[float]]:
    """Return frame times in ms while drawing at 4K: on an empty board, and with 200 strokes."""
    return {"empty": frame_times(UHD, 0), "200 strokes": frame_times(UHD, 200)}


def frame_times(size: tuple[int, int], strokes: int) -> list[float]:
    """Return the milliseconds of 300 frames of two motions each, above `strokes` strokes."""
    rng = np.random.default_rng(1)
    times = []
    with Window(size) as window:
        board = Board(window, Reader(), Settings(live=False))
        for _ in range(strokes):
            board.handle(mouse_stroke(wander(rng, size)))
        board.handle([Event(pygame.MOUSEBUTTONDOWN, pos=(300, 300), button=1)])
        for i in range(320):
            angle = i / 9
            x, y = round(1500 + 900 * np.cos(angle)), round(1000 + 700 * np.sin(1.3 * angle))
            batch = [motion((x, y)), motion((x + 7, y + 5))]
            start = time.perf_counter()
            board.handle(batch)
            times.append((time.perf_counter() - start) * 1e3)
            if window.surface.get_at((x + 7, y + 5))[:3] != SLATE.ink:
                raise SystemExit("the ink of an event was not there after its frame")
        board.close()
    return times[20:]


def drawing_while_reading() -> list[float]:
    """Return the milliseconds of frames drawn while reading and saliency run all the time."""
    rng = np.random.default_rng(2)
    times = []
    with Window(FULL_HD) as window:
        board = Board(window, Reader(), Settings(glass=True))
        for ink in examples(40):
            board.handle([*strokes_of(ink, FULL_HD)])
            path = wander(rng, FULL_HD)
            board.handle([Event(pygame.MOUSEBUTTONDOWN, pos=path[0], button=1)])
            for point in path[1:]:
                time.sleep(0.004)
                start = time.perf_counter()
                board.handle([motion(point)])
                times.append((time.perf_counter() - start) * 1e3)
            board.handle([Event(pygame.MOUSEBUTTONUP, pos=path[-1], button=1), key(pygame.K_c)])
        board.close()
    return times


def idle() -> float:
    """Return the part of a core that an untouched board takes over 10 s."""
    used = 0.0

    def watch() -> None:
        nonlocal used
        time.sleep(8)
        before, since = time.process_time(), time.monotonic()
        time.sleep(10)
        used = (time.process_time() - before) / (time.monotonic() - since)
        pygame.event.post(Event(pygame.QUIT))

    with Window(FULL_HD) as window:
        board = Board(window, Reader())
        threading.Thread(target=watch).start()
        board.run()
        board.close()
    return used


def memory(strokes: int = 10_000) -> dict[str, float]:
    """Return the peak memory in MB: after ten digits, `strokes` more strokes, and 20 photos."""
    rng = np.random.default_rng(3)
    with tempfile.TemporaryDirectory() as folder, Window(FULL_HD) as window:
        autosave = Autosave(Path(folder))
        autosave.restore()
        board = Board(window, Reader(), autosave=autosave)
        for ink in examples(10):
            board.handle(list(strokes_of(ink, FULL_HD)))
            board.settle()
        few = peak_memory()
        for _ in range(strokes):
            board.handle(mouse_stroke(wander(rng, FULL_HD)))
        board.settle(60)
        many = peak_memory()
        for number in range(20):
            open_photo(board, Path(folder) / f"{number}.jpg", rng)
        board.close()
    return {"ten digits": few, "strokes": many, "photos": peak_memory()}


def open_photo(board: Board, path: Path, rng: np.random.Generator) -> None:
    """Drop a made-up photo of 2048x1536 pixels on the board."""
    coarse = rng.integers(90, 220, (48, 64, 3), np.uint8)
    cv2.imwrite(str(path), cv2.resize(coarse, (2048, 1536), interpolation=cv2.INTER_CUBIC))
    board.handle([Event(pygame.DROPFILE, file=str(path))])
    board.settle(60)


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
            board.settle(60)
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


def draw_until_killed(folder: Path) -> None:
    """Draw 200 strokes, and print after each how many are on the board."""
    rng = np.random.default_rng(5)
    with Window((1280, 720)) as window:
        autosave = Autosave(folder)
        autosave.restore()
        board = Board(window, Reader(), autosave=autosave)
        for count in range(1, 201):
            for event in mouse_stroke(wander(rng, (1280, 720))):
                board.handle([event])
            print(count, flush=True)
        print("done", flush=True)
        time.sleep(60)


def next_batch(board: Board) -> list[Event]:
    """Wait for events as the board's own loop does."""
    return wait_for_events(iter(()), lambda: board.background.has_answer, time.monotonic() + 1)


def examples(count: int) -> Iterator[Ink]:
    """Yield `count` example inks, repeating them."""
    inks = [each.ink for each in read_ink_file(EXAMPLES)]
    for i in range(count):
        yield inks[i % len(inks)]


def strokes_of(ink: Ink, size: tuple[int, int]) -> Iterator[Event]:
    """Yield the events that draw `ink`, up to the last pen-up."""
    for _, event in replay_events([ink], size):
        if event.type in (pygame.KEYDOWN, pygame.KEYUP):
            return
        yield event


def wander(rng: np.random.Generator, size: tuple[int, int]) -> list[tuple[int, int]]:
    """Return a short random path within a window of `size`."""
    start = rng.uniform([50, 50], [size[0] * 0.65, size[1] * 0.75])
    steps = rng.normal(0, 6, (30, 2)).cumsum(axis=0)
    points = (start + steps.cumsum(axis=0) / 4).clip(5, [size[0] - 5, size[1] - 5])
    return [(round(x), round(y)) for x, y in points.tolist()]


def mouse_stroke(path: list[tuple[int, int]]) -> list[Event]:
    """Return the events of one stroke along `path`."""
    return [
        Event(pygame.MOUSEBUTTONDOWN, pos=path[0], button=1),
        *(motion(point) for point in path[1:]),
        Event(pygame.MOUSEBUTTONUP, pos=path[-1], button=1),
    ]


def motion(point: tuple[int, int], held: tuple[int, int, int] = (1, 0, 0)) -> Event:
    """Return a motion of the mouse with the left button held."""
    return Event(pygame.MOUSEMOTION, pos=point, rel=(0, 0), buttons=held)


def key(code: int, mod: int = 0, text: str = "") -> Event:
    """Return the event of a key that is pressed."""
    return Event(pygame.KEYDOWN, key=code, mod=mod, unicode=text)


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


def peak_memory() -> float:
    """Return the peak memory of this process, in MB."""
    scale = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale


COUNTED: dict[str, Callable[[int], object]] = {"memory": memory, "storm": storm}
MEASURES: dict[str, Callable[[], object]] = {
    "pen-up": pen_up,
    "pen-up-among": pen_up_among,
    "frames": frames,
    "drawing-while-reading": drawing_while_reading,
    "idle": idle,
    **{name: (lambda measure=measure: measure()) for name, measure in COUNTED.items()},
    "drawing": lambda: None,
}

if __name__ == "__main__":
    sys.exit(main())
