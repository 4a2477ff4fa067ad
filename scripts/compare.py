"""Train the networks of other drawing boards by their own recipes and measure them beside ours.

    python scripts/compare.py --out comparison.md --json comparison.json

Each network is trained once, on MNIST train, and saved as a model folder under --cache. A second
run only measures. You can try each of them on the board:

    recognizer --model .classics/conv-small

The table and the JSON are written after each network.
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
    """Train missing networks, measure all, write the table and the JSON."""
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
        help=f"compare only these of {', '.join(names)}",
    )
    parser.add_argument("--model", type=Path, default=ROOT / "models", help=f"our model; {shown}")
    parser.add_argument("--data", type=Path, default=Path(data), help=f"data folder; {shown}")
    parser.add_argument(
        "--cache", type=Path, default=ROOT / ".classics", help=f"trained networks; {shown}"
    )
    parser.add_argument("--out", type=Path, metavar="FILE.md", help="write the table here")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results here")
    parser.add_argument(
        "--epochs",
        type=whole_number(0),
        help="epochs instead of each recipe's own; use another --cache for these networks",
    )
    parser.add_argument(
        "--limit",
        type=whole_number(0),
        default=0,
        help="train on so many images only; use another --cache for these, too",
    )
    return parser.parse_args()


def run(options: argparse.Namespace) -> None:
    """Print each line of `compare` at once."""
    for report in compare(options):
        print(report, flush=True)


def compare(options: argparse.Namespace) -> Iterator[str]:
    """Measure each network that `options` name. Yield a line for each, then the table."""
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
    """Return the model folder of the classic `name`. Train it first if it is missing."""
    folder: Path = options.cache / name
    if (folder / "digits.json").exists():
        return folder
    from recognizer.training.others.classics import train_and_adopt

    train_and_adopt(name, options.data, folder, options.epochs, limit=options.limit)
    return folder


if __name__ == "__main__":
    sys.exit(main())
