"""Fit the map of digits that the looking glass shows anew, and put it into a model's folder.

    python scripts/plane.py models models/small

A training ends with it; this does it for models that are there. The card names the file
``digits.plane.json``, and tells how often a neighbor on the plane has the same digit, for `dev`.
"""

import argparse
import os
import sys
from pathlib import Path

from recognizer.training.commandline import run_script
from recognizer.training.model.plane import write_plane

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Fit and write the planes of models."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("models", type=Path, nargs="+", help="folders of models")
    data = os.environ.get("RECOGNIZER_DATA", ROOT.parent / "shared" / "data")
    parser.add_argument("--data", type=Path, default=Path(data), help="data folder")
    options = parser.parse_args()
    return run_script("plane.py", lambda: write_planes(options.models, options.data))


def write_planes(models: list[Path], data: Path) -> None:
    """Write the plane of each model, and print how good it is."""
    for model in models:
        print(f"{model}: {write_plane(model, data)}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
