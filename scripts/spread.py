"""Say in a model's card how far the accuracy of runs with other seeds lies apart.

    python scripts/train.py --seed 2 --epochs 2 --calm-epochs 1 --out ../seed-2    # and others
    python scripts/spread.py models ../seed-1 ../seed-2 ../seed-3

The entry "spread" of the card has the mean and the standard deviation over the runs of each figure
in "accuracy", with their seeds and epochs: they may be shorter than the run that made the model.
"""

import argparse
import json
import sys
from pathlib import Path
from statistics import mean, stdev
from typing import Any

from recognizer.disk.atomicfile import write_atomically
from recognizer.errors import DataError
from recognizer.network.card import read_card
from recognizer.training.commandline import run_script

CARD = "digits.json"


def main() -> int:
    """Write the spread of some runs into the card of a model."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", type=Path, help="folder of the model whose card is to tell it")
    parser.add_argument("runs", type=Path, nargs="+", help="folders of models with other seeds")
    options = parser.parse_args()
    return run_script("spread.py", lambda: write_spread(options.model, options.runs))


def write_spread(model: Path, runs: list[Path]) -> None:
    """Write the spread of `runs` into the card in the folder `model`, and print it."""
    card = read_card(model / CARD).record
    card["spread"] = spread_of([read_card(run / CARD).record for run in runs])
    text = json.dumps(card, indent=2, ensure_ascii=False) + "\n"
    write_atomically(model / CARD, text.encode("utf-8"))
    for name, average in card["spread"]["mean"].items():
        print(f"{name}: {average:.2%}, {card['spread']['standard_deviation'][name]:.2%}")


def spread_of(cards: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the entry for the cards of some runs.

    Raises
    ------
    DataError
        If there are fewer than two, if two have the same seed, or if they measured other things or
        trained for another time.
    """
    try:
        seeds = [card["training"]["seed"] for card in cards]
        (epochs,) = {card["training"]["epochs"] for card in cards}
        (names,) = {tuple(card["accuracy"]) for card in cards}
    except (KeyError, ValueError):
        raise DataError("the runs were not trained and measured alike") from None
    if not 1 < len(seeds) == len(set(seeds)):
        raise DataError("give two runs or more, each with another seed")
    figures = {name: [card["accuracy"][name] for card in cards] for name in names}
    return {
        "seeds": seeds,
        "epochs": epochs,
        "mean": {name: round(mean(each), 5) for name, each in figures.items()},
        "standard_deviation": {name: round(stdev(each), 5) for name, each in figures.items()},
    }


if __name__ == "__main__":
    sys.exit(main())
