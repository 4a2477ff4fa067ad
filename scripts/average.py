"""Average several models that were trained from the same start with different seeds.

    python scripts/average.py .training/seed1 .training/seed2 .training/seed3 --out models

The average is measured and calibrated like any model. The mean and the spread of the models are
printed with it.
"""

import argparse
import os
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from recognizer.training.commandline import run_script

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Average the models that the command line names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("models", type=Path, nargs="+", metavar="DIR", help="model folders")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument(
        "--data",
        type=Path,
        default=ROOT / os.environ.get("RECOGNIZER_DATA", "../shared/data"),
        help="data folder to measure with (default: %(default)s)",
    )
    options = parser.parse_args()
    return run_script("average.py", lambda: run(options.models, options.out, options.data))


def run(folders: list[Path], out: Path, data: Path) -> None:
    """Average the models in `folders`, and write the result into `out`."""
    from recognizer.training.model.averaging import about_average, average, load_models
    from recognizer.training.model.publish import publish

    about = about_average(folders)
    out.mkdir(parents=True, exist_ok=True)
    for name, run in about["training"]["runs"].items():
        print(
            f"{name}: {run['mean']:.2%} +- {run['standard_deviation']:.2%} of {len(folders)} runs"
        )
    for line in publish(average(load_models(folders)), about, data, out):
        print(line)
    print(f"{out}: written")


if __name__ == "__main__":
    sys.exit(main())
