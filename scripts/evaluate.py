"""Measure the reader on labelled ink and on MNIST, the way the app reads them.

    python scripts/evaluate.py --ink ../shared/data/ink/unipen-digits.jsonl.gz --split dev
    python scripts/evaluate.py --mnist ../shared/data/mnist --json

Ink goes through `Reader.read_ink`; `--mnist` gives the 28x28 test images to the classifier as
they are. Accuracy is that of the best digit, whatever the verdict; how often the verdict was
"not a digit" is counted apart.
"""

import argparse
import json
import sys
from pathlib import Path

from recognizer.errors import RecognizerError


def main() -> int:
    """Measure what the command line names and print it."""
    options = parse_arguments()
    from recognizer.reader import Reader
    from recognizer.training.evaluation import evaluate_ink, evaluate_mnist

    try:
        reader = Reader(options.model)
        names = distinct_names(options.ink)
        tallies = {
            name: evaluate_ink(reader, path, options.split)
            for name, path in zip(names, options.ink, strict=True)
        }
        if options.mnist:
            tallies["mnist"] = evaluate_mnist(reader, options.mnist)
    except RecognizerError as error:
        print(f"evaluate.py: {error}", file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps({"files": {name: tally.record() for name, tally in tallies.items()}}))
    else:
        for name, tally in tallies.items():
            print(tally.report(name))
    return 0


def distinct_names(paths: list[Path]) -> list[str]:
    """Return the file names of `paths`, or the whole paths where names come twice."""
    names = [path.name for path in paths]
    return names if len(set(names)) == len(names) else [str(path) for path in paths]


def parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--ink", nargs="+", type=Path, default=[], metavar="FILE")
    parser.add_argument("--mnist", type=Path, metavar="DIR", help="folder with the t10k files")
    parser.add_argument("--model", type=Path, metavar="PATH", help="default: the shipped model")
    parser.add_argument("--split", help="only ink lines of this split (train or dev)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    if not options.ink and not options.mnist:
        parser.error("nothing to measure: give --ink or --mnist")
    return options


if __name__ == "__main__":
    sys.exit(main())
