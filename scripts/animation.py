"""Make the README's animations from the running app.

    python scripts/animation.py docs/board.webp
    python scripts/animation.py --show play docs/play.webp

The board runs its real loop on SDL's dummy driver. Its clock waits until all is read, so that the
film is the same on a busy machine. Inks of docs/examples are drawn as
`recognizer board --replay` draws them. "board" opens the looking glass on the way, then a sum is
answered; "play" is the begin and the end of a round.
"""

import argparse
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"

import cv2
import numpy as np
import pygame

from recognizer.board.draw.layout import Layout
from recognizer.board.games.playing import Playing
from recognizer.board.games.taskface import TaskFace, task_place
from recognizer.board.games.tiles import ShownCard
from recognizer.board.input.player import Player
from recognizer.board.input.replay import LOOK_SECONDS, replay_events
from recognizer.board.run.app import Board
from recognizer.board.window.window import Window
from recognizer.ink import Ink
from recognizer.ink.inkfile import read_ink_file
from recognizer.keeping.settings import Settings
from recognizer.reading.reader import Reader

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "docs" / "examples" / "digits.jsonl"
SIZE, SHOWN = (1440, 810), (960, 540)
FRAME_SECONDS, STEP_SECONDS = 1 / 15, 1 / 60
WEBP_QUALITY = 72
"""In [0, 100]."""
LAST_LOOK_SECONDS = 2.4
READING_SECONDS = 20.0
"""The longest time that a reading may take."""
SIGNS = {
    "+": Ink.from_points([[(0, 0.55), (0.6, 0.55)], [(0.3, 0.25), (0.3, 0.85)]]),
    "=": Ink.from_points([[(0, 0.45), (0.55, 0.45)], [(0, 0.7), (0.55, 0.7)]]),
}
"""Beside digits that are as high as 1."""
TASKS = 4
"""So many are solved."""
ROUND_SEED = 4
ANSWER_SECONDS = 1.9
"""From the last stroke of an answer until the next task has been looked at."""
Script = Iterator[tuple[float, pygame.event.Event]]
Act = Callable[[Board], Script]


def main() -> int:
    """Play the script, collect the frames, write the animation."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path, help="a .webp or .gif file")
    parser.add_argument("--theme", default="slate")
    parser.add_argument("--show", choices=SHOWS, default="board")
    options = parser.parse_args()
    frames, durations = [], []
    for frame, shown in film(options.theme, SHOWS[options.show]):
        if frames and np.array_equal(frames[-1], frame):
            durations[-1] += shown
        else:
            frames.append(frame)
            durations.append(shown)
    write(options.out, frames, durations)
    print(f"{options.out}: {len(frames)} frames, {options.out.stat().st_size / 2**20:.2f} MB")
    return 0


def film(theme: str, acts: list[tuple[str, Act]]) -> Iterator[tuple[np.ndarray, int]]:
    """Yield frames, (rows, cols, 3) BGR uint8, each with its duration in milliseconds."""
    with Window(SIZE) as window:
        for alphabet, act in acts:
            board = Board(window, Reader(alphabet=alphabet), Settings(theme=theme))
            yield from play(board, window, act(board))
            board.close()


def play(board: Board, window: Window, script: Script) -> Iterator[tuple[np.ndarray, int]]:
    """Yield the frames of a board on which `script` is played."""
    clock = Clock()
    player = Player(script, clock())
    board.play(player)
    ended = None
    while ended is None or clock() < ended + LAST_LOOK_SECONDS:
        for _ in range(round(FRAME_SECONDS / STEP_SECONDS)):
            clock.advance(STEP_SECONDS)
            board.handle([])
            board.background.is_idle(READING_SECONDS)
            board.handle([])
        ended = ended or (None if player.is_playing else clock())
        yield picture(window.surface), round(FRAME_SECONDS * 1e3)


class Clock:
    """Stands in for `time.monotonic`."""

    def __init__(self) -> None:
        self._now = time.monotonic()
        time.monotonic = self

    def __call__(self) -> float:
        """Return the time, in seconds."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Let so many seconds pass."""
        self._now += seconds


def a_round(board: Board) -> Script:
    """Yield the events: a game is chosen, some of its tasks are solved by hand, the round ends."""
    board.begin(
        lambda host: Playing(
            host,
            host.new_desk("digits"),
            rng=random.Random(ROUND_SEED),  # noqa: S311  (no secret)
        )
    )
    yield LOOK_SECONDS, press(pygame.K_RETURN)
    layout = board.view.layout
    below = layout.free.copy()
    below.top += task_place(layout).height
    below.height -= task_place(layout).height
    for _ in range(TASKS):
        yield ANSWER_SECONDS, point(*layout.free.bottomleft)  # until then nobody knows the task
        face = board.scene.face
        if not isinstance(face, TaskFace):
            raise SystemExit("the round has no task")
        yield from replay_events([written(face.task.answer)], SIZE, free=below)
    yield ANSWER_SECONDS, point(*layout.free.bottomleft)
    yield from click(tile_place(board, "End").center)


def tile_place(board: Board, words: str) -> pygame.Rect:
    """Return where the tile with these words stands."""
    card = board.scene.overlay(ShownCard)
    tiles = card.card.tiles(board.view.layout) if card else []
    return next(pygame.Rect(each.place) for each in tiles if each.words == words)


def click(at: tuple[int, int]) -> Script:
    """Yield the events of a press with the mouse."""
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        yield 0.1, pygame.event.Event(kind, pos=at, button=1, touch=False, replayed=True)


def sums(_: Board) -> Script:
    """Yield the events: a sum that the board answers."""
    free = Layout.for_size(SIZE).free
    yield from replay_events([written("26+7=")], SIZE, free=free)
    yield 0.0, point(free.left, free.bottom)  # what the pointer is on is framed


def numbers(_: Board) -> Script:
    """Yield the events: a digit, a number, the looking glass on its digits, and a scribble."""
    inks = {each.label: each.ink for each in read_ink_file(EXAMPLES)}
    number = written("2026")
    free = Layout.for_size(SIZE).free
    yield from replay_events([inks["7"], number], SIZE, free=free)
    yield LOOK_SECONDS, press(pygame.K_d)
    beside = Layout.for_size(SIZE).free_beside(glass=True)
    for part in (0.2, 0.4, 0.6, 0.8):
        yield LOOK_SECONDS, point(beside.left + part * beside.width, beside.centery)
    yield LOOK_SECONDS, press(pygame.K_c)
    yield from replay_events([spiral()], SIZE, free=beside)


def written(text: str) -> Ink:
    """Return digits and signs side by side: digits are 1 high, with a third of it between all."""
    inks = {each.label: each.ink for each in read_ink_file(EXAMPLES)}
    strokes, left = [], 0.0
    for ink in (SIGNS.get(each) or one_high(inks[each]) for each in text):
        strokes += [stroke.points + np.array([left, 0.0]) for stroke in ink.strokes]
        left += ink.bounding_box.width + 1 / 3
    return Ink.from_points([each.tolist() for each in strokes])


def one_high(ink: Ink) -> Ink:
    """Return a digit as high as 1, with its upper left corner at the origin."""
    box = ink.bounding_box
    corner = np.array([box.left, box.top])
    strokes = ((stroke.points - corner) / box.height for stroke in ink.strokes)
    return Ink.from_points([each.tolist() for each in strokes])


def point(x: float, y: float) -> pygame.event.Event:
    """Return the event of a pointer that moves without a button."""
    at = (round(x), round(y))
    return pygame.event.Event(
        pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(0, 0, 0), touch=False, replayed=True
    )


def press(key: int) -> pygame.event.Event:
    """Return the event of a key."""
    return pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, replayed=True)


def spiral() -> Ink:
    """Return a scribble that nobody takes for a digit."""
    angles = np.linspace(0, 7 * np.pi, 120)
    return Ink.from_points(
        [np.stack([angles * np.cos(angles), angles * np.sin(angles)], 1).tolist()]
    )


def picture(surface: pygame.Surface) -> np.ndarray:
    """Return `surface` for the README: smaller, in BGR."""
    pixels = np.ascontiguousarray(pygame.surfarray.array3d(surface).swapaxes(0, 1)[..., ::-1])
    return np.asarray(cv2.resize(pixels, SHOWN, interpolation=cv2.INTER_AREA))


def write(out: Path, frames: list[np.ndarray], durations: list[int]) -> None:
    """Write an endless animation."""
    animation = cv2.Animation()
    animation.loop_count = 0
    animation.frames, animation.durations = frames, durations
    if not cv2.imwriteanimation(str(out), animation, [cv2.IMWRITE_WEBP_QUALITY, WEBP_QUALITY]):
        raise SystemExit(f"{out}: could not be written")


SHOWS: dict[str, list[tuple[str, Act]]] = {
    "board": [("digits", numbers), ("sums", sums)],
    "play": [("digits", a_round)],
}

if __name__ == "__main__":
    sys.exit(main())
