"""Measure the reader on labeled ink, on pictures and on MNIST, the way the app reads them.

    python scripts/evaluate.py --ink ../shared/data/ink/unipen-digits.jsonl.gz --split dev
    python scripts/evaluate.py --mnist ../shared/data/mnist --json
    python scripts/evaluate.py --pictures ../shared/data/paper ../shared/data/photos
    python scripts/evaluate.py --split dev --ink ... --writers --pens --sizes --sampling
    python scripts/evaluate.py --split dev --ink ... --outliers ../shared/data --coverage
    python scripts/evaluate.py --split dev --ink ... --numbers
    python scripts/evaluate.py --split dev --ink ... --teach
    python scripts/evaluate.py --split dev --ink ... --alphabet letters --json
    python scripts/evaluate.py --split dev --ink ... --alphabet sums --lines
    python scripts/evaluate.py --split dev --ink ... --sums
    python scripts/evaluate.py --split dev --ink ... --play
    python scripts/evaluate.py --split dev --ink ... --confusion 7 9 sheet.png

Ink goes through `Reader.read_ink`, pictures through `Reader.read_image`; `--mnist` gives the 28x28
test images to the classifier as they are. Of a folder with a truth.jsonl each line of writing
counts (recognizer/training/measure/photos.py). Accuracy counts the best label, whatever the
verdict; what is refused, as "not a digit", is counted apart. An ink or a picture with several
digits is right if all of them are.

--alphabet says what is written, and which labels of --ink are used; the others are left out. Under
letters, "a" and "A" are one; accuracy_exact tells them apart. A sum is labeled "12÷(3-1)=24".
--numbers builds numbers from the single digits of --ink, and pages from those of --pictures.
--lines builds sums and numbers from the digits and signs of all --ink together.
--sums builds whole calculations of them, with fractions, powers, roots and columns, and counts
which expressions are understood; labels of --ink that are calculations are measured, too.
--play writes right and wrong answers to tasks of mental arithmetic with the digits of --ink, and
counts which the game takes for right, calls wrong or asks about.
--confusion draws a sheet of two symbols: those taken for the other one, and those that nearly were.
--teach lets each writer correct the first misreadings; the rest is read with these lessons, and
counted. --markdown prints the tables asked for, or those of accuracy. scripts/results.py makes
docs/results.md from them.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from recognizer.errors import DataError
from recognizer.network.alphabet import DIGITS, SUMS, Alphabet
from recognizer.network.classifier import Classifier
from recognizer.reading.reader import Reader
from recognizer.training.commandline import run_script, whole_number
from recognizer.training.draw.sums import missing_for_sums
from recognizer.training.measure import robustness, summary, writers
from recognizer.training.measure.confusion import check_pair, draw_confusion
from recognizer.training.measure.evaluation import (
    Tally,
    evaluate_ink,
    evaluate_mnist,
    evaluate_pictures,
)
from recognizer.training.measure.lines import LINES_BUILT, kinds_of, measure_lines
from recognizer.training.measure.numbers import NUMBERS_BUILT, measure_numbers
from recognizer.training.measure.pages import compose_pages, measure_pages, paper_glyphs
from recognizer.training.measure.photos import TRUTH_FILE, evaluate_photos
from recognizer.training.measure.play import ANSWERS_BUILT, measure_play
from recognizer.training.measure.sums import (
    SUMS_BUILT,
    check_sums,
    labeled_sums,
    measure_sums,
)
from recognizer.training.measure.tables import Table, as_markdown, as_text
from recognizer.training.measure.teaching import measure_teaching, together
from recognizer.training.measure.teachingreport import teaching_record, teaching_tables

INK_ONLY = ("writers", "lines", "sums", "play", "pens", "sizes", "sampling", "teach", "outliers")
OF_DIGITS = ("pictures", "mnist", "numbers", "play", "outliers")


def main() -> int:
    """Measure what the command line names, and print the results."""
    options = parse_arguments()
    return run_script("evaluate.py", lambda: run(options))


def run(options: argparse.Namespace) -> None:
    """Read everything that `options` name, and print the results asked for."""
    reader = Reader(options.model, alphabet=options.alphabet)
    check_alphabet(reader.alphabet, options)
    tallies = read_all(reader, options)
    if options.confusion:
        draw_confusion(tallies.values(), *options.confusion)
    record, tables = measure(reader, tallies, options)
    print(in_form(reader, tallies, record, tables, options))


def check_alphabet(alphabet: Alphabet, options: argparse.Namespace) -> None:
    """Refuse what cannot be measured under `alphabet`.

    Raises
    ------
    DataError
        If something asked for is about digits, or digits alone, or signs, and the alphabet is not.
    """
    asked = [name for name in OF_DIGITS if getattr(options, name)]
    if asked and not set(DIGITS.symbols) <= set(alphabet.symbols):
        raise DataError(f"--{asked[0]} is about digits, not about the alphabet {alphabet.name}")
    if options.outliers and set(DIGITS.symbols) != set(alphabet.symbols):
        raise DataError(f"--outliers is about digits alone, not about the alphabet {alphabet.name}")
    if options.confusion:
        check_pair(*options.confusion[:2], alphabet)
    if options.lines:
        kinds_of(alphabet)
    if options.sums:
        check_sums(alphabet)


def read_all(reader: Reader, options: argparse.Namespace) -> dict[str, Tally]:
    """Return the tally of each source, by its name: ink first, MNIST last."""
    names = distinct_names(options.ink + options.pictures)
    inks, pictures = names[: len(options.ink)], names[len(options.ink) :]
    tallies = {
        name: evaluate_ink(reader, path, options.split)
        for name, path in zip(inks, options.ink, strict=True)
    }
    for name, folder in zip(pictures, options.pictures, strict=True):
        has_truth = (folder / TRUTH_FILE).is_file()
        tallies[name] = (evaluate_photos if has_truth else evaluate_pictures)(reader, folder)
    if options.mnist:
        tallies["mnist"] = evaluate_mnist(reader, options.mnist)
    return tallies


def measure(
    reader: Reader, tallies: dict[str, Tally], options: argparse.Namespace
) -> tuple[dict[str, Any], list[Table]]:
    """Return the record for JSON, and the tables asked for in addition to accuracy."""
    files = {name: tally.record() for name, tally in tallies.items()}
    record: dict[str, Any] = {"files": files}
    inks = dict(list(tallies.items())[: len(options.ink)])
    tables = add_coverage(files, tallies) if options.coverage else []
    if options.writers is not None:
        tables += add_writers(files, inks, options.writers)
    if options.numbers is not None:
        tables += add_numbers(files, reader, inks, options.numbers)
        pictures = list(tallies)[len(options.ink) : len(options.ink) + len(options.pictures)]
        for name, folder in zip(pictures, options.pictures, strict=True):
            tables.append(add_pages(files[name], reader, name, folder, options.numbers))
    for family in ("pens", "sizes", "sampling"):
        if getattr(options, family):
            tables.append(add_robustness(record, reader, inks, family))
    if options.lines is not None:
        singles = (each for tally in inks.values() for each in tally.singles())
        read = measure_lines(reader, singles, options.lines)
        record["lines"] = read.record()
        tables += read.tables()
    if options.sums is not None:
        tables += add_sums(record, reader, inks, options.sums)
    if options.play is not None:
        singles = (each for tally in inks.values() for each in tally.singles())
        judged = measure_play(reader, singles, options.play)
        record["play"] = judged.record()
        tables.append(judged.table())
    if options.teach:
        tables += add_teaching(record, inks, Classifier(options.model, options.alphabet))
    if options.outliers:
        from recognizer.training.measure.outliers import report_outliers

        report = report_outliers(reader, options.outliers, inks.values())
        record["outliers"] = report.record()
        tables.append(report.table())
    return record, tables


def add_coverage(files: dict[str, dict[str, Any]], tallies: dict[str, Tally]) -> list[Table]:
    """Add the error among the surest readings to the records of `files`; return its table."""
    for name, tally in tallies.items():
        files[name]["coverage"] = summary.coverage_record(tally)
    return [summary.coverage_table(tallies)]


def add_writers(
    files: dict[str, dict[str, Any]], inks: dict[str, Tally], worst: int
) -> list[Table]:
    """Add contributors and worst writers to the records of `files`; return the tables."""
    apart = {name: writers.by_writer(tally) for name, tally in inks.items()}
    for name, each in apart.items():
        files[name]["writers"] = each.record(worst)
    return [writers.group_table(apart), writers.worst_table(apart, worst)]


def add_numbers(
    files: dict[str, dict[str, Any]], reader: Reader, inks: dict[str, Tally], count: int
) -> list[Table]:
    """Build numbers from the digits of each file and read them; add the results, return tables."""
    tables = []
    for name, tally in inks.items():
        digits = [each for each in tally.singles() if each.label in DIGITS.symbols]
        read = measure_numbers(reader, digits, count)
        files[name]["numbers"] = read.record()
        tables.append(read.table(name))
    return tables


def add_pages(record: dict[str, Any], reader: Reader, name: str, folder: Path, count: int) -> Table:
    """Build `count` / 10 pages from the pictures of a folder and read them; add the results."""
    pages = compose_pages(paper_glyphs(folder), max(1, count // 10))
    read = measure_pages(reader.read_image, pages)
    record["pages"] = read.record()
    return read.table(name)


def add_robustness(
    record: dict[str, Any], reader: Reader, inks: dict[str, Tally], name: str
) -> Table:
    """Read the inks in each variant of the family `name`; add the results, return a table."""
    family = robustness.FAMILIES[name]()
    measured = {
        each: robustness.measure_family(reader, tally, family) for each, tally in inks.items()
    }
    for each, found in measured.items():
        record["files"][each][name] = found.record()
    all_of_them = robustness.together(measured.values())
    record.setdefault("together", {})[name] = all_of_them.record()
    return robustness.robustness_table(family.title, measured)


def add_sums(
    record: dict[str, Any], reader: Reader, inks: dict[str, Tally], count: int
) -> list[Table]:
    """Measure sums in the inks, and others built of single symbols; add them, return tables."""
    labeled = {name: labeled_sums(tally.samples, name) for name, tally in inks.items()}
    labeled = {name: read for name, read in labeled.items() if read.sums}
    for name, read in labeled.items():
        record["files"][name]["sums"] = read.record()
    tables = [read.table() for read in labeled.values()]
    singles = [each for tally in inks.values() for each in tally.singles()]
    if not tables or not missing_for_sums(singles):
        built = measure_sums(reader, singles, count)
        record["sums"] = built.record()
        tables.append(built.table())
    return tables


def add_teaching(
    record: dict[str, Any], inks: dict[str, Tally], classifier: Classifier
) -> list[Table]:
    """Let the writers of each file teach; add the gain to `record`, return the tables."""
    measured = {name: measure_teaching(classifier, tally.singles()) for name, tally in inks.items()}
    for name, each in measured.items():
        record["files"][name]["teach"] = teaching_record(each)
    record.setdefault("together", {})["teach"] = teaching_record(together(measured.values()))
    return teaching_tables(measured, classifier.alphabet.many)


def in_form(
    reader: Reader,
    tallies: dict[str, Tally],
    record: dict[str, Any],
    tables: list[Table],
    options: argparse.Namespace,
) -> str:
    """Return the text to print: JSON, Markdown or plain text."""
    if options.json:
        return json.dumps(record)
    if options.markdown:
        return as_markdown(tables) if tables else accuracy_page(reader, tallies)
    reports = "\n".join(tally.report(name) for name, tally in tallies.items())
    return f"{reports}\n\n{as_text(tables)}" if tables else reports


def accuracy_page(reader: Reader, tallies: dict[str, Tally]) -> str:
    """Return a line that names the model, and the tables of its accuracy, in Markdown."""
    tables = (
        summary.accuracy_table(tallies),
        summary.symbol_table(tallies, reader.alphabet),
        summary.confusion_table(tallies),
    )
    return f"{summary.model_line(reader.card, reader.alphabet)}\n\n{as_markdown(tables)}"


def distinct_names(paths: list[Path]) -> list[str]:
    """Return the names of files and folders; whole paths if two have the same name."""
    names = [path.resolve().name if path.is_dir() else path.name for path in paths]
    taken = {*names, "mnist"}
    return names if len(taken) == len(names) + 1 else [str(path) for path in paths]


def parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_sources(parser)
    asked = parser.add_argument_group("what to measure beside accuracy")
    asked.add_argument(
        "--writers",
        nargs="?",
        type=whole_number(1),
        const=writers.SHOWN_WORST,
        metavar="N",
        help="results by contributor, and the N worst writers of each file (default: %(const)s)",
    )
    asked.add_argument(
        "--numbers",
        nargs="?",
        type=whole_number(1),
        const=NUMBERS_BUILT,
        metavar="N",
        help="read N numbers built from the digits (default: %(const)s), and N/10 pages",
    )
    asked.add_argument(
        "--lines",
        nargs="?",
        type=whole_number(1),
        const=LINES_BUILT,
        metavar="N",
        help="read N lines built of digits and signs (default: %(const)s)",
    )
    asked.add_argument(
        "--sums",
        nargs="?",
        type=whole_number(1),
        const=SUMS_BUILT,
        metavar="N",
        help="read N calculations built of digits and signs (default: %(const)s)",
    )
    asked.add_argument(
        "--play",
        nargs="?",
        type=whole_number(1),
        const=ANSWERS_BUILT,
        metavar="N",
        help="judge N right and N wrong answers to tasks of the games (default: %(const)s)",
    )
    asked.add_argument("--pens", action="store_true", help="results by width of the line")
    asked.add_argument("--sizes", action="store_true", help="results by size in whole units")
    asked.add_argument("--sampling", action="store_true", help="results by density of points")
    asked.add_argument(
        "--teach", action="store_true", help="what is gained if writers correct misreadings"
    )
    asked.add_argument(
        "--confusion",
        nargs=3,
        metavar=("A", "B", "SHEET.png"),
        help="draw a sheet of those of A and B that are, or nearly are, taken for the other one",
    )
    asked.add_argument("--coverage", action="store_true", help="error among the surest readings")
    asked.add_argument(
        "--outliers",
        type=Path,
        metavar="DIR",
        help="read the non-digits of dev in the data folder DIR, beside the digits of --ink",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print one JSON object")
    form.add_argument("--markdown", action="store_true", help="print tables in Markdown")
    options = parser.parse_args()
    options.ink = list(dict.fromkeys(options.ink))  # the same file twice is measured once
    options.pictures = list(dict.fromkeys(options.pictures))
    check(parser, options)
    return options


def add_sources(parser: argparse.ArgumentParser) -> None:
    """Add the options that say what is read and with which model."""
    parser.add_argument(
        "--ink", nargs="+", type=Path, default=[], metavar="FILE", help="files of ink lines"
    )
    parser.add_argument(
        "--pictures",
        nargs="+",
        type=Path,
        default=[],
        metavar="DIR",
        help="folder of pictures named digit-D-NN.png, D being the digit, or text-DDDD-NN.png; "
        f"or with a {TRUTH_FILE}",
    )
    parser.add_argument("--mnist", type=Path, metavar="DIR", help="folder with the t10k files")
    parser.add_argument("--model", type=Path, metavar="PATH", help="default: the shipped model")
    parser.add_argument(
        "--alphabet",
        metavar="NAME",
        help="what is written; default: sums for --sums, else the model's first alphabet",
    )
    parser.add_argument("--split", help="read only ink lines of this split (train or dev)")


def check(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """End with a usage error if there is nothing to measure, or no ink for what is asked for."""
    if options.sums and not options.alphabet:
        options.alphabet = SUMS.name
    if not (options.ink or options.pictures or options.mnist):
        parser.error("nothing to measure: give --ink, --pictures or --mnist")
    asked = [name for name in INK_ONLY if getattr(options, name) not in (None, False)]
    if asked and not options.ink:
        parser.error(f"--{asked[0]} measures what --ink shows: give it too")
    if options.numbers and not (options.ink or options.pictures):
        parser.error("--numbers measures digits of --ink and --pictures: give one of them")


if __name__ == "__main__":
    sys.exit(main())
