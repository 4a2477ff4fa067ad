"""Take the picture of the README from the running app.

    python scripts/screenshot.py docs/board.png --digit 5

The board runs its real loop on SDL's dummy driver; a digit of docs/examples/digits.jsonl is drawn
with mouse events.
"""

import argparse
import os
import sys
from pathlib import Path

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"

import pygame

from recognizer.board.app import Board
from recognizer.board.window import Window
from recognizer.ink import Ink
from recognizer.inkfile import read_ink_file
from recognizer.reader import Reader

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "docs" / "examples" / "digits.jsonl"
HEIGHT = 0.62  # of the digit, as a part of the board's height
MIDDLE = (0.37, 0.47)


def main() -> int:
    """Draw the digit and save the picture."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("--digit", default="5", choices=list("0123456789"))
    parser.add_argument("--size", default="1600x900")
    parser.add_argument("--help-card", action="store_true", help="show the keys")
    options = parser.parse_args()
    width, height = map(int, options.size.split("x"))
    ink = next(each.ink for each in read_ink_file(EXAMPLES) if each.label == options.digit)
    with Window((width, height)) as window:
        board = Board(window, Reader())
        board.handle(list(pen_events(ink, (width, height))))
        if options.help_card:
            board.handle([pygame.event.Event(pygame.KEYDOWN, key=pygame.K_h, mod=0)])
        pygame.image.save(window.surface, options.out)
    print(options.out)
    return 0


def pen_events(ink: Ink, size: tuple[int, int]) -> list[pygame.event.Event]:
    """Return the mouse events that draw `ink` large on a board of `size` pixels."""
    box = ink.bounding_box
    scale = HEIGHT * size[1] / box.height
    left = MIDDLE[0] * size[0] - scale * (box.left + box.right) / 2
    top = MIDDLE[1] * size[1] - scale * (box.top + box.bottom) / 2
    events = []
    for stroke in ink.strokes:
        points = [(round(left + x * scale), round(top + y * scale)) for x, y in stroke.points]
        events.append(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=points[0], button=1))
        events += [
            pygame.event.Event(pygame.MOUSEMOTION, pos=point, rel=(0, 0), buttons=(1, 0, 0))
            for point in points[1:]
        ]
        events.append(pygame.event.Event(pygame.MOUSEBUTTONUP, pos=points[-1], button=1))
    return events


if __name__ == "__main__":
    sys.exit(main())
