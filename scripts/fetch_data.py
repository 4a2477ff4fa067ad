"""Download the public originals of the data, and convert them for training.

    python scripts/fetch_data.py                     # all that are missing
    python scripts/fetch_data.py --only mnist pendigits

The originals go to OUT/raw, MNIST to OUT/mnist, ink to OUT/ink. Existing files stay as they are.
An interrupted download goes on where it stopped. Without a network, put these files into OUT/raw
by hand and run the script: mnist.npz, pendigits-orig.tra.Z, omniglot.npz, uji.zip, ipad.zip,
detexify.zip, and unipen.zip or, unpacked, a folder unipen. The last is UNIPEN's train_r01_v07,
which is also at https://zenodo.org/records/1195803. NOTICE names the sources and their licenses.
"""

import argparse
import os
import sys
from pathlib import Path

from recognizer.errors import DataError, RecognizerError, reason
from recognizer.training.data.originals import ORIGINALS, Original, obtain

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Fetch and convert the originals that the command line names. After an error, do the next."""
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
    """Read the command line. The default folder is the one that training reads."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    data = os.environ.get("RECOGNIZER_DATA", ROOT.parent / "shared" / "data")
    shown = "default: %(default)s"
    parser.add_argument("--out", type=Path, default=Path(data), help=f"the data folder; {shown}")
    parser.add_argument(
        "--only", nargs="+", choices=ORIGINALS, default=list(ORIGINALS), help="fetch only these"
    )
    parser.add_argument("--raw", type=Path, help="folder of the originals; default: OUT/raw")
    parser.add_argument("--mirror", default="", help="web address of a folder with the originals")
    parser.add_argument(
        "--force", action="store_true", help="convert again, even if the result is there"
    )
    return parser.parse_args()


def make(name: str, original: Original, options: argparse.Namespace) -> None:
    """Fetch one original and convert it, unless all its results are there."""
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
