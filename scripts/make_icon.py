"""Draw assets/icon.png with the app's own pen: a handwritten five on slate.

python scripts/make_icon.py
"""

import os
import sys
from pathlib import Path

os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"

import numpy as np
import pygame

from recognizer.board.draw.surfaces import coverage_surface
from recognizer.board.draw.theme import SLATE
from recognizer.ink.inkfile import read_ink_file
from recognizer.ink.raster import cover_path, smooth_path

ROOT = Path(__file__).resolve().parent.parent
SIDE, DIGIT_HEIGHT, PEN = 256, 150, 24


def main() -> int:
    """Draw and save the icon."""
    icon = pygame.Surface((SIDE, SIDE), pygame.SRCALPHA)
    pygame.draw.rect(icon, SLATE.panel, icon.get_rect(), border_radius=SIDE // 5)
    examples = read_ink_file(ROOT / "docs" / "examples" / "digits.jsonl")
    ink = next(each.ink for each in examples if each.label == "5")
    box = ink.bounding_box
    scale = DIGIT_HEIGHT / box.height
    coverage = np.zeros((SIDE, SIDE), np.uint8)
    corner = SIDE / 2 - np.array([box.width, box.height]) * scale / 2
    for stroke in ink.strokes:
        path = (stroke.points - (box.left, box.top)) * scale + corner
        cover_path(coverage, smooth_path(path), PEN)
    icon.blit(coverage_surface(coverage, SLATE.accent), (0, 0))
    pygame.image.save(icon, ROOT / "assets" / "icon.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
