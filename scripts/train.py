"""Train the two networks of a model, and write its folder: .keras, .tflite and digits.json.

    python scripts/train.py                                     # the shipped model, from nothing
    python scripts/train.py --network conv-small --out small    # one of the networks compared with
    python scripts/train.py --network mine:build --out mine     # pictures by a network of yours
    python scripts/train.py --preview sheet.png                 # what the network sees; no training
    python scripts/train.py --personal default                  # the shipped model and your lessons
    python scripts/train.py --leave-out pendigits unipen/ibm    # and read these; keep no model

One network sees pictures, the other one the path of the pen; both see the same ink in each epoch.
An interrupted run goes on after its last finished epoch when you start it again. The folder
--report gets their histories (CSV) and pictures: learning curves, samples, confusion, misread
digits, reliability, coverage. Keras chooses the backend (KERAS_BACKEND=tensorflow, jax or torch).
The last step, the export to LiteRT, needs TensorFlow. With another backend the run ends with a
checkpoint; then `KERAS_BACKEND=tensorflow python scripts/train.py` does the rest.

--personal takes minutes. It mixes the lessons of a profile into the training data. It saves the
result beside the profile, but only if accuracy on dev falls by less than 0.1 points.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from recognizer.errors import DataError
from recognizer.training.commandline import load_keras, run_script, whole_number

if TYPE_CHECKING:
    from recognizer.training.data.datasets import LabeledImages
    from recognizer.training.recipe import Recipe

ROOT = Path(__file__).resolve().parent.parent
_MODULE_AND_FUNCTION = re.compile(r"[\w.]+:\w+")


def main() -> int:
    """Train, export and measure a network."""
    sys.path.append(str(Path.cwd()))  # where a module of --network may lie
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
        "--network",
        type=network_of(names),
        default="digits",
        help=f"our own two ({names[0]}), a classic ({', '.join(names[1:])}), or module:function of "
        f"yours that builds the one for pictures (recognizer.training.model.networks.build_given); "
        f"{shown}",
    )
    parser.add_argument("--data", type=Path, default=Path(data), help=f"data folder; {shown}")
    parser.add_argument("--out", type=Path, default=ROOT / "models", help=f"model folder; {shown}")
    parser.add_argument(
        "--checkpoints",
        type=Path,
        default=work,
        help=f"folder for the state of an interrupted run; {shown}",
    )
    parser.add_argument(
        "--report",
        type=Path,
        default=work / "report",
        help=f"folder for history and pictures; {shown}",
    )
    parser.add_argument(
        "--preview",
        type=Path,
        metavar="PNG",
        help="draw what our network sees in its first epoch, draw all habits of hands on a second "
        "sheet (sheet.png and sheet-habits.png), and stop",
    )
    parser.add_argument(
        "--epochs",
        type=whole_number(0),
        help=f"number of bold epochs (default: {BOLD.epochs}); of all epochs for "
        "--personal or a classic (default for a classic: as in its source)",
    )
    parser.add_argument(
        "--calm-epochs",
        type=whole_number(0),
        default=CALM.epochs,
        help=f"number of calm epochs, which follow; {shown}",
    )
    parser.add_argument(
        "--personal",
        metavar="PROFILE",
        help="let the shipped model learn the lessons of this profile; without --out, the result "
        "goes into PROFILE-model beside the profile",
    )
    parser.add_argument(
        "--leave-out",
        nargs="+",
        metavar="SOURCE",
        default=[],
        help="train without the writers whose names begin so (pendigits, unipen/ibm), print how "
        "their digits are read and how many refused, and keep no model",
    )
    parser.add_argument("--seed", type=int, default=Recipe.seed, help=shown)
    parser.add_argument(
        "--limit",
        type=whole_number(0),
        default=0,
        help="for a quick trial: take about so many of MNIST, of digits, letters and signs, and of "
        "what is none of them",
    )
    options = parser.parse_args()
    options.has_out = options.out != parser.get_default("out")
    if fault := fault_of(options):
        parser.error(fault)
    return options


def fault_of(options: argparse.Namespace) -> str:
    """Return what is wrong with options that do not go together; "" if nothing is."""
    is_ours = options.network == "digits" or ":" in options.network
    if options.network != "digits" and is_shipped(options.out):
        return "--network: give --out, too; models/ is for the shipped one"
    if not is_ours and options.preview:
        return "--preview is for our own network"
    if options.personal is not None and (not is_ours or options.preview):
        return "--personal is for our own network, and draws no preview"
    if options.leave_out and (not is_ours or options.preview or options.personal):
        return "--leave-out is for training our own network from nothing"
    if is_trial(options) and writes_shipped(options):
        return "a trial run needs --out FOLDER: models/ is for the shipped model"
    return ""


def is_shipped(out: Path) -> bool:
    """Tell whether `out` is the folder of the shipped model, or lies in it."""
    return out.resolve().is_relative_to((ROOT / "models").resolve())


def is_trial(options: argparse.Namespace) -> bool:
    """Tell whether it trains for less than the recipe asks, on less data, or for one hand."""
    from recognizer.training.recipe import BOLD, CALM

    if options.personal is not None or options.limit:
        return True
    bold = BOLD.epochs if options.epochs is None else options.epochs
    return bool(bold < BOLD.epochs or options.calm_epochs < CALM.epochs)


def writes_shipped(options: argparse.Namespace) -> bool:
    """Tell whether the result would take the place of the shipped model."""
    if options.preview or options.leave_out:
        return False
    goes_to_profile = options.personal is not None and not options.has_out
    return is_shipped(options.out) and not goes_to_profile


def run(options: argparse.Namespace) -> None:
    """Do what `options` ask for."""
    from recognizer.training.others.classicrecipes import CLASSICS

    started = time.monotonic()
    if options.network not in CLASSICS:
        check_data(options.data)
    if options.preview:
        preview(options)
        return
    if options.personal is not None:
        train_for_one(options)
        return
    if options.leave_out:
        train_without(options)
        return
    (train_classic if options.network in CLASSICS else train_digits)(options)
    minutes, work = (time.monotonic() - started) / 60, sum(os.times()[:4]) / 60
    print(f"{options.out}: written after {minutes:.1f} minutes, {work:.1f} of them work of a core")


def preview(options: argparse.Namespace) -> None:
    """Draw what the network would see in its first epoch, and each habit; do not train."""
    from recognizer.training.draw.epochs import draw_preview, load_training_data
    from recognizer.training.draw.habitsheet import draw_habits
    from recognizer.training.draw.sheets import save_png
    from recognizer.training.recipe import BOLD, Source

    data = load_training_data(Source(options.data, options.limit))
    habits = options.preview.with_stem(f"{options.preview.stem}-habits")
    save_png(options.preview, draw_preview(options.seed, BOLD, data))
    save_png(habits, draw_habits(options.seed, BOLD, data.digits))
    print(f"{options.preview}, {habits}: written")


def train_digits(options: argparse.Namespace) -> None:
    """Train our networks, then export, measure and report."""
    from recognizer.training.data.characters import NONE_PLACE
    from recognizer.training.data.datasets import load_mnist
    from recognizer.training.recipe import Source

    recipe, dev = recipe_and_dev(options)
    load_mnist(options.data / "mnist", "t10k")  # what is wrong is better found now than at the end
    for folder in (options.out, options.report):
        folder.mkdir(parents=True, exist_ok=True)

    load_keras()  # this takes seconds: the paths are checked first
    from recognizer.training.model import fit
    from recognizer.training.model.learner import VIEWS, history_name
    from recognizer.training.model.networks import build_given

    if recipe.network:
        build_given(recipe.network, NONE_PLACE + 1)  # what does not fit is better found now

    source, commit = Source(options.data, options.limit), current_commit()
    with told_how_to_go_on():
        networks = fit.fit(recipe, source, dev, options.checkpoints, commit)

    from recognizer.training.measure.charts import write_run_report
    from recognizer.training.model.publish import describe, publish

    about = describe(networks, recipe, {"commit": fit.commit_of(options.checkpoints)})
    for line in publish(networks, about, options.data, options.out):
        print(line, flush=True)
    fit.forget(options.checkpoints)
    histories = {view.suffix: options.checkpoints / history_name(view) for view in VIEWS}
    write_run_report(options.out, histories, dev, options.report)
    print(f"{options.report}: histories and pictures")


def train_without(options: argparse.Namespace) -> None:
    """Train our networks without some sources, and print how they read these; keep no model."""
    from recognizer.training.data.characters import left_out_digits
    from recognizer.training.measure.tables import as_text
    from recognizer.training.recipe import Source

    recipe, dev = recipe_and_dev(options)
    source = Source(options.data, options.limit, tuple(options.leave_out))
    for each in source.leave_out:
        left_out_digits(source.folder, each)  # a name without digits is better found now

    load_keras()
    from recognizer.training.model import fit
    from recognizer.training.model.leftout import measure_left_out
    from recognizer.training.model.publish import describe

    folder = options.checkpoints / "-".join(["without", *source.leave_out]).replace("/", "-")
    with told_how_to_go_on():
        networks = fit.fit(recipe, source, dev, folder, current_commit())
    about = describe(networks, recipe, {"commit": fit.commit_of(folder)})
    print(as_text([measure_left_out(networks, about, source)]))
    fit.forget(folder)


def recipe_and_dev(options: argparse.Namespace) -> tuple[Recipe, LabeledImages]:
    """Return the recipe that `options` ask for, and the `dev` digits that each epoch is read on."""
    from recognizer.training.data.characters import DIGIT_FILES, character_paths
    from recognizer.training.data.datasets import load_digit_inks
    from recognizer.training.draw.epochs import draw_plain
    from recognizer.training.recipe import BOLD, CALM, Recipe

    bold = BOLD.epochs if options.epochs is None else options.epochs
    phases = (replace(BOLD, epochs=bold), replace(CALM, epochs=options.calm_epochs))
    each_file = character_paths(options.data, DIGIT_FILES)
    dev = draw_plain([ink for path in each_file for ink in load_digit_inks([path], "dev")])
    network = options.network if ":" in options.network else ""
    return Recipe(phases, seed=options.seed, network=network), dev


@contextlib.contextmanager
def told_how_to_go_on() -> Iterator[None]:
    """Say on Ctrl+C that nothing is lost."""
    try:
        yield
    except KeyboardInterrupt:
        print("\nstopped; the same command goes on after the last finished step")
        raise


def check_data(data: Path) -> None:
    """Raise a `DataError` that says what to do if files to learn from are missing."""
    from recognizer.training.data.characters import character_paths

    missing = [path for path in character_paths(data) if not path.exists()]
    if missing:
        raise DataError(
            f"{missing[0]}: not there; python scripts/fetch_data.py --out {data} downloads the data"
        )


def network_of(names: list[str]) -> Callable[[str], str]:
    """Return a converter for argparse: one of `names`, or module:function."""

    def convert(text: str) -> str:
        if text not in names and not _MODULE_AND_FUNCTION.fullmatch(text):
            raise argparse.ArgumentTypeError(f"{text!r} is none of {', '.join(names)}")
        return text

    return convert


def train_for_one(options: argparse.Namespace) -> None:
    """Let a model learn the lessons of a profile. Save it if accuracy on dev holds."""
    from recognizer.commands.profile import lessons_of
    from recognizer.keeping.profiles import Profile, profile_path
    from recognizer.training.model.personal import PERSONAL, personal_recipe, usable
    from recognizer.training.recipe import Source

    lessons = usable(lessons_of(options.personal))
    folder = Profile(profile_path(options.personal)).model

    load_keras()
    from recognizer.training.model.personalfit import train_personal

    epochs = PERSONAL.epochs if options.epochs is None else options.epochs
    start, source = ROOT / "models", Source(options.data, options.limit)
    out = options.out if options.has_out else folder
    recipe = personal_recipe(epochs, options.seed)
    for line in train_personal(lessons, recipe, source, start, current_commit(), out):
        print(line, flush=True)


def train_classic(options: argparse.Namespace) -> None:
    """Train a network that we compare ours with, by the recipe of its source."""
    load_keras()
    from recognizer.training.others.classics import train_and_adopt

    train_and_adopt(
        options.network, options.data, options.out, options.epochs, options.seed, options.limit
    )


def current_commit() -> str:
    """Return the commit of this code, with a "+" if the code was changed since."""
    try:
        commit = git("rev-parse", "HEAD")
        changed = git("status", "--porcelain", "--", "recognizer", "scripts")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return commit.strip() + ("+" if changed.strip() else "")


def git(*arguments: str) -> str:
    """Return what git prints. Its errors are not shown: they would not help the user."""
    command = ["git", *arguments]
    return subprocess.check_output(command, cwd=ROOT, text=True, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
