"""Fit the map of digits that the looking glass shows, and put it into a model's folder.

    python scripts/plane.py models

Only `train` writers are used: digits of UNIPEN and pendigits, `COUNT` of them. No ink is kept,
only the plane, and for each digit the middle and the spread of its place. The card names the file
``digits.plane.json``, and tells how often a neighbor on the plane has the same digit, for `dev`.
"""

import argparse
import hashlib
import json
import os
import sys
from pathlib import Path

import numpy as np

from recognizer.disk.atomicfile import write_atomically
from recognizer.ink.inkfile import LabeledInk
from recognizer.network.card import read_card
from recognizer.network.classifier import Classifier
from recognizer.network.plane import plane_record
from recognizer.training.commandline import run_script
from recognizer.training.data.datasets import ink_paths, load_digit_inks
from recognizer.training.model.modelfolder import CARD, PLANE, write_card
from recognizer.training.model.plane import embeddings_of, fit_plane, neighbors_right

ROOT = Path(__file__).resolve().parent.parent
COUNT = {"train": 4000, "dev": 1500}
SOURCES = ("unipen-digits", "pendigits-train")


def main() -> int:
    """Fit and write the plane of a model."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", type=Path, help="folder of the model")
    data = os.environ.get("RECOGNIZER_DATA", ROOT.parent / "shared" / "data")
    parser.add_argument("--data", type=Path, default=Path(data), help="data folder")
    options = parser.parse_args()
    return run_script("plane.py", lambda: write_plane(options.model, options.data))


def write_plane(model: Path, data: Path) -> None:
    """Write the plane of the model in that folder, and name it in its card."""
    classifier = Classifier(model)
    known, asked = (
        (embeddings_of(inks, classifier), [each.label for each in inks])
        for inks in (some_inks(data, split) for split in ("train", "dev"))
    )
    plane = fit_plane(*known)
    right = round(neighbors_right(plane, known, asked), 4)
    content = (json.dumps(plane_record(plane)) + "\n").encode()
    card = read_card(model / CARD).record
    card["plane"] = {
        "sha256": hashlib.sha256(content).hexdigest(),
        "data": [f"{each}, train writers" for each in SOURCES],
        "neighbors_right_on_dev": right,
    }
    write_atomically(model / PLANE, content)
    write_card(model / CARD, card)
    print(f"of the 15 nearest neighbors of a dev digit, {right:.1%} are the same digit")


def some_inks(data: Path, split: str) -> list[LabeledInk]:
    """Return inks of that split, the same each time."""
    paths = [each for each in ink_paths(data) if each.name.startswith(SOURCES)]
    inks = load_digit_inks(paths, split)
    chosen = np.random.default_rng(1).permutation(len(inks))[: COUNT[split]]
    return [inks[k] for k in chosen]


if __name__ == "__main__":
    sys.exit(main())
