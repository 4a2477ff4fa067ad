"""``recognizer model show``: what a model is, by its card."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from recognizer.console import printable
from recognizer.network.card import ModelCard
from recognizer.network.classifier import Classifier

_HEADING_WIDTH = 18


def show(model: Path | None, as_json: bool) -> int:
    """Print the card of a model, for people or as JSON, and return the exit code.

    Raises
    ------
    ModelError
        If it cannot be loaded.
    """
    card = Classifier(model).card
    if as_json:
        sys.stdout.write(json.dumps(card.record, indent=2) + "\n")
    else:
        for name, text in _lines(card):
            sys.stdout.write(f"{name}:".ljust(_HEADING_WIDTH) + printable(text) + "\n")
    return 0


def _lines(card: ModelCard) -> Iterator[tuple[str, str]]:
    """Yield what is said, and its heading."""
    record = card.record
    yield "name", card.name
    if "source" in record:
        yield "made of", str(record["source"])
    for alphabet in card.alphabets:
        yield f"{alphabet.name}", " ".join(alphabet.places_in(card.labels))
    yield "networks", _networks(card)
    if card.foreign:
        yield "paper..ink", f"{card.foreign.paper:g}..{card.foreign.ink:g}"
    elif "scaling" in record:
        yield "paper..ink", str(record["scaling"])
    is_calibrated = record.get("calibrated", True)
    yield "calibrated", f"yes, temperature {card.temperature:g}" if is_calibrated else "no"
    yield "refuses", _refusal(card)
    for name, share in record.get("accuracy", {}).items():
        yield "reads right", f"{name}: {share:.2%}"
    for key in ("epochs", "commit", "keras"):
        if key in record.get("training", {}):
            yield f"trained, {key}", str(record["training"][key])


def _networks(card: ModelCard) -> str:
    sees = "pictures, and the path of the pen" if card.path else "pictures"
    parameters: Any = card.record.get("network", {}).get("parameters")
    return f"{sees}; {parameters:,} parameters" if parameters else sees


def _refusal(card: ModelCard) -> str:
    if card.reject_below == 0:
        return "nothing: all that is written is one of its symbols"
    return f"what is a symbol by less than {card.reject_below:.0%}"
