"""Make a model folder from any Keras digit model, to try it on a real board.

    python scripts/export.py mnist.h5 --out mnist
    recognizer --model mnist

MODEL is a .h5 or .keras file or, with --trust, the folder of a SavedModel. Its input is 28x28,
28x28x1 or 784 numbers. Its output is ten probabilities or ten logits, for the digits 0 to 9.
The numbers that it expects for paper and ink are measured on the strokes in docs/examples, unless
--scale gives them.
"""

import argparse
import os
import sys
from pathlib import Path

from recognizer.training.commandline import run_script

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "docs" / "examples" / "digits.jsonl"
SHORT = {"1": "0..1", "255": "0..255"}


def main() -> int:
    """Export the model that the command line names."""
    options = parse_arguments()
    return run_script("export.py", lambda: run(options))


def parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    from recognizer.training.others.valuerange import RANGES

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", type=Path, metavar="MODEL", help=".h5, .keras or SavedModel")
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="default: the model's name with -digits, in this folder",
    )
    parser.add_argument(
        "--scale",
        choices=[*SHORT, *RANGES],
        help="number for full ink, with 0 for paper; or both, as paper..ink (default: measured)",
    )
    parser.add_argument(
        "--trust",
        action="store_true",
        help="open a SavedModel; this runs its maker's code with your rights",
    )
    return parser.parse_args()


def run(options: argparse.Namespace) -> None:
    """Open the model, find out its input range, write the folder."""
    from recognizer.console import printable
    from recognizer.errors import ModelError
    from recognizer.training.others.adopt import adopt, examples_from
    from recognizer.training.others.foreign import open_foreign
    from recognizer.training.others.valuerange import RANGES, find_range, fit_range

    foreign = open_foreign(options.model, options.trust)
    folder = options.out or Path(f"{options.model.resolve().stem}-digits")
    strokes = examples_from(EXAMPLES)
    given = RANGES[SHORT.get(options.scale, options.scale)] if options.scale else None
    try:
        fit = (
            fit_range(foreign.chances_of, strokes, given)
            if given
            else find_range(foreign.chances_of, strokes)
        )
        about = {
            "name": options.model.resolve().stem,
            "source": options.model.name,
            "scaling_detected": given is None,
            "network": {"parameters": int(foreign.model.count_params())},
        }
        adopt(foreign, fit.values, folder, about)
    except ModelError as error:
        raise ModelError(f"{options.model}: {error}") from None
    how = "as given" if given else "detected"
    print(f"{printable(options.model.name)}: takes {fit.values.name} for paper..ink ({how})")
    print(f"reads {fit.accuracy:.1%} of {len(strokes)} strokes of ours right; not calibrated")
    place = printable(str(folder))
    print(f"{place}: written; try it with: recognizer --model {place}")


if __name__ == "__main__":
    sys.exit(main())
