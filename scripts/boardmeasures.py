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
from handevents import Event, key, motion, mouse_stroke, next_batch, wander
from storm import storm

from recognizer.board.activities.activity import Host
from recognizer.board.draw.theme import SLATE
from recognizer.board.games.playing import Playing
from recognizer.board.glass.panel import Topic
from recognizer.board.input.replay import replay_events
from recognizer.board.run.app import Board
from recognizer.board.window.window import Window
from recognizer.ink import Ink
from recognizer.ink.inkfile import read_ink_file
from recognizer.keeping.autosave import Autosave
from recognizer.keeping.settings import ASKED, DRAWING, STROKE, Settings
from recognizer.play.ownsums import OWN, OWN_SUMS
from recognizer.play.round import CALM, MINUTE, SWIFT, Mode
from recognizer.play.tasks import SETS, TaskSet
from recognizer.reading.reader import Reader

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "docs" / "examples" / "digits.jsonl"
FULL_HD, UHD = (1920, 1080), (3840, 2160)


def main() -> int:
    """Measure one property and print it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=MEASURES)
    parser.add_argument("--count", type=int, help="strokes of `memory`, or events of `storm`")
    options = parser.parse_args()
    if options.count:
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
        board = Board(window, Reader(), Settings(reads=ASKED))
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


def reading_along() -> dict[str, dict[str, object]]:
    """Return what it costs to read while one draws, beside reading after each stroke.

    For each way, and beside 1 and 100 digits: the milliseconds of processor time that the loop
    needs for each frame, with a pen that sends 125 points in a second; how many changes of text
    were seen for a digit; and the part of a core that all of this took.
    """
    ways = [(reads, held) for reads in (STROKE, DRAWING) for held in (1, 100)]
    return {f"{reads}, {held}": along(reads, held) for reads, held in ways}


def looking_along() -> dict[str, dict[str, object]]:
    """Return the same with an open looking glass, for each thing that it tells of."""
    beside_it = 30  # so many digits have filled the places that it covers, and more
    return {each.name.lower(): along(DRAWING, beside_it, each) for each in Topic}


def along(reads: str, held: int, topic: Topic | None = None) -> dict[str, object]:
    """Return the figures of one way, beside `held` digits, of 30 digits that are written.

    The looking glass is open if there is a `topic`.
    """
    inks, times, changes = list(examples(held + 30)), [], 0
    with Window(FULL_HD) as window:
        board = Board(window, Reader(), Settings(reads=reads))
        for i, ink in enumerate(inks[:held]):
            board.handle([each for stroke in small_digit(ink, i) for each in stroke])
        board.settle()
        if topic:
            board.handle([key(pygame.K_d), *[key(pygame.K_i)] * list(Topic).index(topic)])
            board.settle()
        used, since = time.process_time(), time.monotonic()
        for ink in inks[held:]:
            said = [""]
            for frame, text in frames_of(board, small_digit(ink, held)):
                times.append(frame)
                said += [text] if text != said[-1] else []
            changes += len(said) - 2
            board.handle([key(pygame.K_z, pygame.KMOD_LCTRL)] * len(ink.strokes))
        share = (time.process_time() - used) / (time.monotonic() - since)
        board.close()
    return {"frames": times, "changes": changes / 30, "core": share}


def frames_of(board: Board, strokes: list[list[Event]]) -> Iterator[tuple[float, str]]:
    """Draw strokes in real time; yield what each frame needs of the processor, and what is read."""
    for event in (each for stroke in strokes for each in stroke):
        until = time.monotonic() + 0.008
        batch = [event]
        while batch or time.monotonic() < until:
            if batch or board.background.has_answer or time.monotonic() >= board.due:
                start = time.thread_time()
                board.handle(batch)
                shown = board.session.shown
                yield (time.thread_time() - start) * 1e3, shown.text if shown else ""
            batch = []
            time.sleep(0.0005)


def idle(begin: Callable[[Board], None] = lambda _: None) -> float:
    """Return the part of a core that an untouched board takes over 10 s, after `begin`."""
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
        begin(board)
        threading.Thread(target=watch).start()
        board.run()
        board.close()
    return used


def idle_playing() -> dict[str, float]:
    """Return the same while a task of a game waits: without a clock, with one, and for a sum."""

    def playing(tasks: TaskSet, mode: Mode) -> Callable[[Board], None]:
        def make(host: Host) -> Playing:
            game = Playing(host, host.new_desk("digits"))
            host.later(lambda: game.begin(tasks, mode))
            return game

        return lambda board: board.begin(make)

    ways = (*((SETS[0], mode) for mode in (CALM, SWIFT, MINUTE)), (OWN_SUMS, OWN))
    return {f"{tasks.title}, {mode.title}": idle(playing(tasks, mode)) for tasks, mode in ways}


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
        board.settle(600)
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
    board.settle(600)


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
    "reading-along": reading_along,
    "looking-along": looking_along,
    "idle": idle,
    "idle-playing": idle_playing,
    **{name: (lambda measure=measure: measure()) for name, measure in COUNTED.items()},
}

if __name__ == "__main__":
    sys.exit(main())
