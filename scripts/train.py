"""Train the digit network and write models/digits.keras, .tflite and .json.

An interrupted run goes on with its last finished epoch when it is started again.
The backend is Keras' own choice (KERAS_BACKEND=tensorflow, jax or torch); the last step, the
export to LiteRT, needs TensorFlow: on another backend the run ends with a checkpoint, and
`KERAS_BACKEND=tensorflow python scripts/train.py` does the rest.
"""

import argparse
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Train, export, measure."""
    options = parse_arguments()
    from recognizer.errors import RecognizerError

    try:
        run(options)
    except RecognizerError as error:
        print(f"train.py: {error}", file=sys.stderr)
        return 2
    return 0


def parse_arguments() -> argparse.Namespace:
    """Read the command line; the defaults are those of the shipped model."""
    from recognizer.training.recipe import BOLD, CALM, Recipe

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    data = os.environ.get("RECOGNIZER_DATA", ROOT.parent / "shared" / "data")
    checkpoints = ROOT / ".training"
    shown = "default: %(default)s"
    parser.add_argument("--data", type=Path, default=Path(data), help=shown)
    parser.add_argument("--out", type=Path, default=ROOT / "models", help=shown)
    parser.add_argument("--checkpoints", type=Path, default=checkpoints, help=shown)
    parser.add_argument("--epochs", type=int, default=BOLD.epochs, help=f"bold ones; {shown}")
    parser.add_argument("--calm-epochs", type=int, default=CALM.epochs, help=f"after them; {shown}")
    parser.add_argument("--start", type=Path, metavar="FILE", help="begin with a .keras model")
    parser.add_argument("--seed", type=int, default=Recipe.seed, help=shown)
    parser.add_argument(
        "--limit", type=int, default=0, help="so many of each source only, to try things out"
    )
    return parser.parse_args()


def run(options: argparse.Namespace) -> None:
    """Train with `options`, then export and measure."""
    started = time.monotonic()
    from recognizer.training.datasets import ink_paths, load_digit_inks, load_mnist
    from recognizer.training.recipe import BOLD, CALM, Recipe, Source
    from recognizer.training.rendering import draw_plain

    phases = (replace(BOLD, epochs=options.epochs), replace(CALM, epochs=options.calm_epochs))
    recipe = Recipe(phases, seed=options.seed)
    dev = draw_plain(load_digit_inks(ink_paths(options.data), "dev"))
    load_mnist(options.data / "mnist", "t10k")  # missing now is better than missing at the end

    from recognizer.training import fit  # Keras: seconds that a wrong path need not cost

    verbose = 1 if sys.stdout.isatty() else 2
    source = Source(options.data, options.limit)
    model = fit.fit(
        recipe, source, dev, options.checkpoints, current_commit(), verbose, options.start
    )

    from recognizer.training.publish import describe, publish

    about = describe(model, recipe, fit.commit_of(options.checkpoints))
    for line in publish(model, about, options.data, options.out):
        print(line)
    fit.forget(options.checkpoints)
    print(f"{options.out}: written after {(time.monotonic() - started) / 60:.1f} minutes")


def current_commit() -> str:
    """Return the commit that trains, with a "+" if the code has been changed since."""
    try:
        commit = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=ROOT, text=True)
        changed = subprocess.check_output(
            ["git", "status", "--porcelain", "--", "recognizer", "scripts"], cwd=ROOT, text=True
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return commit.strip() + ("+" if changed.strip() else "")


if __name__ == "__main__":
    sys.exit(main())
