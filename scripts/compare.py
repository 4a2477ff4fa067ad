"""Train the networks of other drawing boards by their own recipes and measure them beside ours.

    python scripts/compare.py --out comparison.md --json comparison.json

Each is trained on MNIST train once and kept as a model folder under --cache, so that a second run
only measures, and so that any of them can be tried on the board:

    recognizer --model .classics/conv-small

Table and JSON are written anew after each network.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from recognizer.training.commandline import run_script, whole_number

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

ROOT = Path(__file__).resolve().parent.parent
OURS = "digits"
HEADING = """# Networks of other drawing boards beside ours

    python scripts/compare.py --out docs/comparison.md

"""


def main() -> int:
    """Train what is not there yet, measure, write."""
    options = parse_arguments()
    return run_script("compare.py", lambda: run(options))


def parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    from recognizer.training.others.classicrecipes import CLASSICS

    names = [OURS, *CLASSICS]
    data = os.environ.get("RECOGNIZER_DATA", ROOT.parent / "shared" / "data")
    shown = "default: %(default)s"
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--networks",
        nargs="+",
        choices=names,
        default=names,
        metavar="NAME",
        help=f"only these of {', '.join(names)}",
    )
    parser.add_argument("--model", type=Path, default=ROOT / "models", help=f"ours; {shown}")
    parser.add_argument("--data", type=Path, default=Path(data), help=shown)
    parser.add_argument("--cache", type=Path, default=ROOT / ".classics", help=shown)
    parser.add_argument("--out", type=Path, metavar="FILE.md", help="the table")
    parser.add_argument("--json", type=Path, metavar="FILE", help="the same for programs")
    parser.add_argument(
        "--epochs",
        type=whole_number(0),
        help="instead of each recipe's own; not kept apart: give a --cache",
    )
    parser.add_argument(
        "--limit",
        type=whole_number(0),
        default=0,
        help="so many images of MNIST train only; not kept apart either",
    )
    return parser.parse_args()


def run(options: argparse.Namespace) -> None:
    """Print what `compare` yields as it comes."""
    for report in compare(options):
        print(report, flush=True)


def compare(options: argparse.Namespace) -> Iterator[str]:
    """Measure each network that `options` name; yield a line for each, and the table."""
    from recognizer.training.others.comparison import as_markdown, as_record, load_sets, measure_row

    sets = load_sets(options.data)
    rows = []
    for name in options.networks:
        folder = options.model if name == OURS else trained(name, options)
        rows.append(measure_row(name, folder, sets))
        table = as_markdown(rows, sets)
        if options.out:
            options.out.write_text(HEADING + table, encoding="utf-8")
        if options.json:
            record = json.dumps(as_record(rows, sets), indent=1)
            options.json.write_text(record + "\n", encoding="utf-8")
        yield f"{name}: {rows[-1].accuracy}"
    yield table


def trained(name: str, options: argparse.Namespace) -> Path:
    """Return the model folder of the classic `name`, trained now if it is not there."""
    folder: Path = options.cache / name
    if (folder / "digits.json").exists():
        return folder
    from recognizer.training.others.classics import train_and_adopt

    train_and_adopt(name, options.data, folder, options.epochs, limit=options.limit)
    return folder


if __name__ == "__main__":
    sys.exit(main())
