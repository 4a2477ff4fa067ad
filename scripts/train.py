"""Train a network and write its model folder: digits.keras, .tflite and .json.

    python scripts/train.py                                     # the shipped model
    python scripts/train.py --network conv-small --out small    # one of the networks compared with
    python scripts/train.py --preview sheet.png                 # what the network sees; no training
    python scripts/train.py --personal default                  # the shipped model and your lessons

An interrupted run goes on with its last finished epoch when it is started again. History (CSV)
and pictures (learning curves, samples, confusion, misread digits, reliability, coverage) go into
--report. The backend is Keras' own choice (KERAS_BACKEND=tensorflow, jax or torch); the last step,
the export to LiteRT, needs TensorFlow: on another backend the run ends with a checkpoint, and
`KERAS_BACKEND=tensorflow python scripts/train.py` does the rest.

--personal takes minutes: it shows the model the lessons of a profile among the training data, and
keeps the result, beside the profile, only if that costs less than 0.1 points on dev.
"""

import argparse
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from recognizer.training.commandline import run_script, whole_number

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Train, export, measure."""
    options = parse_arguments()
    return run_script("train.py", lambda: run(options))


def parse_arguments() -> argparse.Namespace:
    """Read the command line; the defaults are those of the shipped model."""
    from recognizer.training.others.classicrecipes import CLASSICS
    from recognizer.training.recipe import BOLD, CALM, Recipe

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    data = os.environ.get("RECOGNIZER_DATA", ROOT.parent / "shared" / "data")
    work = ROOT / ".training"
    shown = "default: %(default)s"
    names = ["digits", *CLASSICS]
    parser.add_argument(
        "--network", choices=names, default="digits", help=f"ours, or a classic; {shown}"
    )
    parser.add_argument("--data", type=Path, default=Path(data), help=f"data folder; {shown}")
    parser.add_argument("--out", type=Path, default=ROOT / "models", help=f"model folder; {shown}")
    parser.add_argument(
        "--checkpoints",
        type=Path,
        default=work,
        help=f"where an interrupted run of ours is; {shown}",
    )
    parser.add_argument(
        "--report",
        type=Path,
        default=work / "report",
        help=f"history and pictures of ours; {shown}",
    )
    parser.add_argument(
        "--preview",
        type=Path,
        metavar="PNG",
        help="draw what ours sees in its first epoch, and stop",
    )
    parser.add_argument(
        "--epochs",
        type=whole_number(0),
        help=f"bold ones of ours (default: {BOLD.epochs}), of --personal, or of a classic (as its "
        "source has it)",
    )
    parser.add_argument(
        "--calm-epochs",
        type=whole_number(0),
        default=CALM.epochs,
        help=f"of ours, after them; {shown}",
    )
    parser.add_argument(
        "--start",
        type=Path,
        metavar="DIR",
        help="begin ours with the weights of this model, which also tells what looks like a digit",
    )
    parser.add_argument(
        "--personal",
        metavar="PROFILE",
        help="let the model of --start (default: models/) learn the lessons of this profile; the "
        "result goes into PROFILE-model beside it if --out names no folder",
    )
    parser.add_argument("--seed", type=int, default=Recipe.seed, help=shown)
    parser.add_argument(
        "--limit",
        type=whole_number(0),
        default=0,
        help="about so many digits of each source, and non-digits in an epoch, to try things out",
    )
    options = parser.parse_args()
    if options.network != "digits" and options.out == parser.get_default("out"):
        parser.error("--network: give --out, too; models/ is for the shipped one")
    if options.network != "digits" and (options.start or options.preview):
        parser.error("--start and --preview are for our own network")
    if options.personal is not None and (options.network != "digits" or options.preview):
        parser.error("--personal is for our own network, and draws no preview")
    options.has_out = options.out != parser.get_default("out")
    return options


def run(options: argparse.Namespace) -> None:
    """Do what `options` ask for."""
    started = time.monotonic()
    if options.preview:
        preview(options)
        return
    if options.personal is not None:
        train_for_one(options)
        return
    (train_digits if options.network == "digits" else train_classic)(options)
    print(f"{options.out}: written after {(time.monotonic() - started) / 60:.1f} minutes")


def preview(options: argparse.Namespace) -> None:
    """Draw what the network would see in its first epoch."""
    from recognizer.training.draw.epochs import draw_preview, load_training_data
    from recognizer.training.draw.sheets import save_png
    from recognizer.training.recipe import BOLD, Source

    data = load_training_data(Source(options.data, options.limit, options.start))
    save_png(options.preview, draw_preview(options.seed, BOLD, data))
    print(f"{options.preview}: written")


def train_digits(options: argparse.Namespace) -> None:
    """Train our network, then export, measure and report."""
    from recognizer.training.data.datasets import ink_paths, load_digit_inks, load_mnist
    from recognizer.training.draw.epochs import draw_plain
    from recognizer.training.recipe import BOLD, CALM, Recipe, Source

    bold = BOLD.epochs if options.epochs is None else options.epochs
    phases = (replace(BOLD, epochs=bold), replace(CALM, epochs=options.calm_epochs))
    recipe = Recipe(phases, seed=options.seed)
    dev = draw_plain(load_digit_inks(ink_paths(options.data), "dev"))
    load_mnist(options.data / "mnist", "t10k")  # missing now is better than missing at the end
    for folder in (options.out, options.report):
        folder.mkdir(parents=True, exist_ok=True)

    from recognizer.training.model import fit  # Keras: seconds that a wrong path need not cost

    source, commit = Source(options.data, options.limit, options.start), current_commit()
    model = fit.fit(recipe, source, dev, options.checkpoints, commit, options.start)

    from recognizer.training.measure.charts import write_run_report
    from recognizer.training.model.publish import describe, publish

    about = describe(model, recipe, fit.origin_of(options.checkpoints))
    for line in publish(model, about, options.data, options.out):
        print(line)
    fit.forget(options.checkpoints)
    write_run_report(options.out, options.checkpoints / fit.HISTORY, dev, options.report)
    print(f"{options.report}: history and pictures")


def train_for_one(options: argparse.Namespace) -> None:
    """Let a model learn the lessons of a profile, and keep it if that spoils nothing."""
    from recognizer.commands.profile import lessons_of
    from recognizer.keeping.profiles import Profile, profile_path
    from recognizer.training.model.personal import PERSONAL, personal_recipe, usable
    from recognizer.training.recipe import Source

    lessons = usable(lessons_of(options.personal))
    folder = Profile(profile_path(options.personal)).model

    from recognizer.training.model.personalfit import train_personal  # Keras, as above

    epochs = PERSONAL.epochs if options.epochs is None else options.epochs
    start = options.start or ROOT / "models"
    source = Source(options.data, options.limit, start)
    out = options.out if options.has_out else folder
    recipe = personal_recipe(epochs, options.seed)
    for line in train_personal(lessons, recipe, source, start, current_commit(), out):
        print(line, flush=True)


def train_classic(options: argparse.Namespace) -> None:
    """Train one of the networks we compare ours with, the way its source does it."""
    from recognizer.training.others.classics import train_and_adopt

    train_and_adopt(
        options.network, options.data, options.out, options.epochs, options.seed, options.limit
    )


def current_commit() -> str:
    """Return the commit that trains, with a "+" if the code has been changed since."""
    try:
        commit = git("rev-parse", "HEAD")
        changed = git("status", "--porcelain", "--", "recognizer", "scripts")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return commit.strip() + ("+" if changed.strip() else "")


def git(*arguments: str) -> str:
    """Return what git prints; what it complains of is not for the user of this script."""
    command = ["git", *arguments]
    return subprocess.check_output(command, cwd=ROOT, text=True, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
