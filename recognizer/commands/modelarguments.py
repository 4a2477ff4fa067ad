"""The actions of ``recognizer model`` and their options."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any


def run_model(options: argparse.Namespace) -> int:
    """Run ``recognizer model`` and return the exit code.

    Raises
    ------
    RecognizerError
        If it fails.
    """
    act: Callable[[argparse.Namespace], int] = options.act
    return act(options)


def add_model_command(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the command and its actions to the parser of the command line."""
    model = commands.add_parser(
        "model",
        help="make a model folder of anybody's digit model, check or show one",
        description="A model folder is what --model takes: the network for LiteRT, and its card.",
        epilog="`recognizer model ACTION --help` says more.",
    )
    model.set_defaults(command="model")
    actions = model.add_subparsers(title="actions", metavar="ACTION", required=True)
    _add_export(actions)
    _add_check(actions)
    _add_show(actions)


def _add_export(actions: argparse._SubParsersAction[Any]) -> None:
    export = actions.add_parser(
        "export",
        help="make a model folder of a digit model: .h5, .keras, .tflite or a SavedModel",
        description="Make a model folder of a digit model, to try it on the board, on pictures and "
        "on the page. Its input is 28x28, 28x28x1 or 784 numbers, its output ten probabilities or "
        "logits, for the digits 0 to 9. The numbers that it expects for paper and ink are measured "
        "on digits of ours, unless --scale gives them. All but .tflite needs TensorFlow.",
    )
    export.add_argument("model", metavar="MODEL", type=Path)
    export.add_argument(
        "--out",
        metavar="DIR",
        type=Path,
        help="the new folder (default: the model's name with -digits, in this folder)",
    )
    export.add_argument(
        "--scale",
        metavar="LOW..HIGH",
        type=_range,
        help="the numbers for paper and full ink, such as 0..255 or --scale=-1..1; one number is "
        "that for ink, with 0 for paper (default: measured)",
    )
    export.add_argument(
        "--trust",
        action="store_true",
        help="open a SavedModel; this runs its maker's code with your rights",
    )
    export.set_defaults(act=_export)


def _add_check(actions: argparse._SubParsersAction[Any]) -> None:
    check = actions.add_parser(
        "check",
        help="load a model as the board does, and see whether it reads digits",
        description="Load a model as the board does, let it read digits of ours, and say what is "
        "wrong. `recognizer score --model MODEL FOLDER` measures it on your own files.",
        epilog="Exit code 0: it reads digits; 1: it loads, but does not read them; 2: it cannot be "
        "used.",
    )
    _add_which(check)
    check.set_defaults(act=_check)


def _add_show(actions: argparse._SubParsersAction[Any]) -> None:
    show = actions.add_parser(
        "show",
        help="say what a model is: symbols, networks, training, accuracy",
        description="Say what a model is, by its card: symbols, networks, training, accuracy.",
    )
    _add_which(show)
    show.add_argument("--json", action="store_true", help="print the card itself")
    show.set_defaults(act=_show)


def _add_which(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "model",
        metavar="MODEL",
        type=Path,
        nargs="?",
        help="a model folder, or its .tflite file (default: the shipped model)",
    )


def _range(text: str) -> object:
    from recognizer.commands.model.export import parse_range

    try:
        return parse_range(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no range such as 0..255") from None


def _export(options: argparse.Namespace) -> int:
    from recognizer.commands.model.export import export

    return export(options.model, options.out, options.scale, options.trust)


def _check(options: argparse.Namespace) -> int:
    from recognizer.commands.model.check import check

    return check(options.model)


def _show(options: argparse.Namespace) -> int:
    from recognizer.commands.model.show import show

    return show(options.model, options.json)
