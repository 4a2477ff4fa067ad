"""Read photos with our reader and with others, and print how many lines each reads right.

    python scripts/beside.py ../shared/data/photos

The folder has a truth.jsonl (recognizer/training/measure/photos.py). Others are contours with our
network, tesseract if the program is there, and rapidocr after: pip install -e '.[compare]'. What is
not there is skipped, and it is said how to get it.
"""

import argparse
import sys
from pathlib import Path

from recognizer.training.commandline import run_script


def main() -> int:
    """Measure all readers, and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="pictures, with their truth.jsonl")
    folder = parser.parse_args().folder
    return run_script("beside.py", lambda: run(folder))


def run(folder: Path) -> None:
    """Print a line of the table as soon as a reader is done."""
    from recognizer.console import complain
    from recognizer.reading.scoring import wilson_interval
    from recognizer.training.others.pagereaders import measured, missing_readers, page_readers

    for each in missing_readers():
        complain(each, "beside.py")
    print("| reader | lines right | of | | 95 % interval | seconds for each picture |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, read in page_readers().items():
        found = measured(name, read, folder)
        low, high = wilson_interval(found.right, found.of)
        print(
            f"| {name} | {found.right} | {found.of} | {found.right / found.of:.1%} "
            f"| {low:.1%} to {high:.1%} | {found.seconds:.2f} |",
            flush=True,
        )


if __name__ == "__main__":
    sys.exit(main())
