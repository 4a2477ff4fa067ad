"""Make the README's animation from the running app.

    python scripts/animation.py docs/board.webp

The board runs its real loop on SDL's dummy driver, in real time. Inks of docs/examples are drawn as
`recognizer board --replay` draws them. The looking glass opens on the way. Then a sum is answered.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"

import cv2
import numpy as np
import pygame

from recognizer.board.draw.layout import Layout
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
FRAME_SECONDS = 1 / 15
WEBP_QUALITY = 72
"""In [0, 100]."""
LAST_LOOK_SECONDS = 2.4
SIGNS = {
    "+": Ink.from_points([[(0, 0.55), (0.6, 0.55)], [(0.3, 0.25), (0.3, 0.85)]]),
    "=": Ink.from_points([[(0, 0.45), (0.55, 0.45)], [(0, 0.7), (0.55, 0.7)]]),
}
"""Beside digits that are as high as 1."""
Script = list[tuple[float, pygame.event.Event]]


def main() -> int:
    """Play the script, collect the frames, write the animation."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path, help="a .webp or .gif file")
    parser.add_argument("--theme", default="slate")
    options = parser.parse_args()
    frames, durations = [], []
    for frame, shown in film(options.theme):
        if frames and np.array_equal(frames[-1], frame):
            durations[-1] += shown
        else:
            frames.append(frame)
            durations.append(shown)
    write(options.out, frames, durations)
    print(f"{options.out}: {len(frames)} frames, {options.out.stat().st_size / 2**20:.2f} MB")
    return 0


def film(theme: str) -> Iterator[tuple[np.ndarray, int]]:
    """Yield frames, (rows, cols, 3) BGR uint8, each with its duration in milliseconds."""
    with Window(SIZE) as window:
        for alphabet, script in (("digits", numbers), ("sums", sums)):
            board = Board(window, Reader(alphabet=alphabet), Settings(theme=theme))
            yield from play(board, window, list(script()))
            board.close()


def play(board: Board, window: Window, script: Script) -> Iterator[tuple[np.ndarray, int]]:
    """Yield the frames of a board on which `script` is played."""
    board.play(Player(iter(script), time.monotonic()))
    end = time.monotonic() + sum(wait for wait, _ in script) + LAST_LOOK_SECONDS
    while (now := time.monotonic()) < end:
        board.handle([])
        yield picture(window.surface), round(FRAME_SECONDS * 1e3)
        until = now + FRAME_SECONDS
        while (now := time.monotonic()) < until:
            board.handle([])
            time.sleep(0.003)


def sums() -> Iterator[tuple[float, pygame.event.Event]]:
    """Yield the events: a sum that the board answers."""
    free = Layout.for_size(SIZE).free
    yield from replay_events([written("26+7=")], SIZE, free=free)
    yield 0.0, point(free.left, free.bottom)  # what the pointer is on is framed


def numbers() -> Iterator[tuple[float, pygame.event.Event]]:
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


if __name__ == "__main__":
    sys.exit(main())
