"""Download the public originals of the data and convert them into the layout that training reads.

    python scripts/fetch_data.py                     # all of them, what is missing
    python scripts/fetch_data.py --only mnist pendigits

The originals go to OUT/raw, MNIST to OUT/mnist, ink to OUT/ink. What is there already stays as it
is; an interrupted download goes on. Without a network, put the files into OUT/raw by hand and run
it again: mnist.npz, pendigits-orig.tra.Z, omniglot.npz, and unipen.zip or, unpacked, a folder
unipen (of UNIPEN's train_r01_v07, also from https://zenodo.org/records/1195803).
"""

import argparse
import os
import sys
from pathlib import Path

from recognizer.errors import DataError, RecognizerError, reason
from recognizer.training.data.originals import ORIGINALS, Original, obtain

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Fetch and convert what the command line names; go on with the next where one fails."""
    options = parse_arguments()
    failed = False
    for name in options.only:
        try:
            make(name, ORIGINALS[name], options)
        except RecognizerError as error:
            print(f"fetch_data.py: {error}", file=sys.stderr)
            failed = True
    return 2 if failed else 0


def parse_arguments() -> argparse.Namespace:
    """Read the command line; by default the data goes where training looks for it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    data = os.environ.get("RECOGNIZER_DATA", ROOT.parent / "shared" / "data")
    shown = "default: %(default)s"
    parser.add_argument("--out", type=Path, default=Path(data), help=f"the data folder; {shown}")
    parser.add_argument(
        "--only", nargs="+", choices=ORIGINALS, default=list(ORIGINALS), help="these only"
    )
    parser.add_argument("--raw", type=Path, help="where the originals are, or go; default: OUT/raw")
    parser.add_argument(
        "--mirror", default="", help="address of a folder that holds the originals by name"
    )
    parser.add_argument("--force", action="store_true", help="convert again what is there already")
    return parser.parse_args()


def make(name: str, original: Original, options: argparse.Namespace) -> None:
    """Fetch one original and convert it, unless all that is made of it is there."""
    if not options.force and all((options.out / each).exists() for each in original.products):
        print(f"{name}: already in {options.out}")
        return
    place = obtain(original, options.raw or options.out / "raw", options.mirror)
    try:
        for finding in original.make(place, options.out):
            if finding.as_expected:
                print(finding.text)
            else:
                print(f"fetch_data.py: warning: {finding.text}", file=sys.stderr)
    except OSError as error:
        raise DataError(f"{error.filename or options.out}: {reason(error)}") from None


if __name__ == "__main__":
    sys.exit(main())
