"""The command line: ``recognizer [board]``, ``read``, ``serve``, ``profile`` and so on.

Each command imports its code only when it runs.
Exit codes: 0 done; 1 nothing, or not everything, could be read; 2 bad usage or bad input.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from recognizer.commands.arguments import (
    GAMES,
    add_model,
    add_turn,
    count,
    game,
    png_path,
    port,
    window_size,
)
from recognizer.commands.desktop import add_desktop, run_desktop
from recognizer.commands.doctor import add_doctor, run_doctor
from recognizer.commands.modelarguments import add_model_command, run_model
from recognizer.commands.profile import add_profile, lessons_of, run_profile
from recognizer.console import BAD_INPUT, INTERRUPTED, complain
from recognizer.errors import DisplayError, ModelError, RecognizerError
from recognizer.keeping.windowsize import DEFAULT_SIZE
from recognizer.version import DISTRIBUTION, __version__

_DECIMAL_SIGNS = {".": ".", ",": ",", "point": ".", "comma": ","}
_WEB_NEEDS = ("flask", "flask_compress", "waitress")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; `arguments` replace those of `sys.argv`."""
    _make_output_safe()
    given = _with_command(sys.argv[1:] if arguments is None else arguments)
    if given[0] not in _COMMANDS and os.path.exists(given[0]):
        complain(f"{given[0]}: files are read by: recognizer read FILE")
        return BAD_INPUT
    try:
        options = _parser().parse_args(given)
        return _flushed(_COMMANDS[options.command](options))
    except RecognizerError as error:
        complain(f"{error}{_hint(options.command, error)}")
        return BAD_INPUT
    except BrokenPipeError:  # the reader of our output, as `head`, has closed the pipe
        _abandon_output()
        return 0
    except OSError as error:  # for instance, the disk for our output is full
        _abandon_output()
        complain(str(error))
        return BAD_INPUT
    except KeyboardInterrupt:
        return INTERRUPTED


def _hint(command: str, error: RecognizerError) -> str:
    """Return a hint to the doctor if the board cannot start because something is missing here."""
    if command == "board" and isinstance(error, (DisplayError, ModelError)):
        return " (`recognizer doctor` says what is missing)"
    return ""


class _Parser(argparse.ArgumentParser):
    """Reports errors in one line, without the usage."""

    def _print_message(self, message: str, file: Any = None) -> None:
        if file is not None and message:  # argparse itself would ignore an error of writing
            file.write(message)
            file.flush()

    def error(self, message: str) -> NoReturn:
        first = message.removeprefix("unrecognized arguments: ").partition(" ")[0]
        if first in _COMMANDS:  # after an option, as in "--model mine read"
            message = f"the command comes first: recognizer {first} ..."
        complain(f"{message} (see {self.prog} --help)", self.prog)
        self.exit(BAD_INPUT)


def _with_command(arguments: Sequence[str]) -> list[str]:
    """Insert the command "board" before options without a command."""
    first = arguments[0] if arguments else "board"
    if first.startswith("-") and first not in ("-h", "--help", "--version"):
        return ["board", *arguments]
    return list(arguments) or ["board"]


def _make_output_safe() -> None:
    """Make sure that no file name and no closed stream can break the output."""
    if sys.stdout is None:  # closed by the caller with `>&-`
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115
    if sys.stderr is None:  # then `print` would write to standard output
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _flushed(code: int) -> int:
    """Flush the output and return `code`; at exit it would be too late to report an error."""
    sys.stdout.flush()
    return code


def _abandon_output() -> None:
    """Discard all further output: Python would try to write it at exit, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run_board(options: argparse.Namespace) -> int:
    from recognizer.board import Lock, Wishes, open_board

    open_board(
        Wishes(
            windowed=options.windowed,
            display=options.display,
            theme=options.theme,
            model=options.model,
            alphabet=options.alphabet,
            profile=options.profile,
            lock=None if options.lock is None else Lock(options.lock),
            replay=options.replay,
            screenshot=options.screenshot,
        )
    )
    return 0


def _run_read(options: argparse.Namespace) -> int:
    from recognizer.commands.read import read_files

    return read_files(
        options.files,
        options.model,
        options.json,
        as_grid=options.grid,
        workers=options.workers,
        resume=options.resume,
        annotate=options.annotate,
        lessons=() if options.profile is None else lessons_of(options.profile),
        alphabet=options.alphabet,
        decimal=_DECIMAL_SIGNS.get(options.decimal, ""),
        with_score=options.score,
        out=options.out,
        turn=options.turn,
    )


def _run_score(options: argparse.Namespace) -> int:
    from recognizer.commands.score import score_files

    return score_files(
        options.path,
        options.model,
        options.json,
        sheet=options.sheet,
        turn=options.turn,
        lessons=() if options.profile is None else lessons_of(options.profile),
        alphabet=options.alphabet,
    )


def _run_serve(options: argparse.Namespace) -> int:
    try:
        from recognizer.web import serve
    except ModuleNotFoundError as error:
        if error.name not in _WEB_NEEDS:
            raise
        complain(
            f"{error.name} is missing; the web page needs: pip install '{DISTRIBUTION}[web]' "
            "(in a checkout: pip install -e '.[web]')"
        )
        return BAD_INPUT
    serve(
        options.host,
        options.port,
        options.model,
        open_browser=options.open,
        alphabet=options.alphabet,
    )
    return 0


_COMMANDS = {
    "board": _run_board,
    "read": _run_read,
    "score": _run_score,
    "serve": _run_serve,
    "profile": run_profile,
    "model": run_model,
    "doctor": run_doctor,
    "desktop": run_desktop,
}


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="recognizer",
        description="A drawing board that reads what you write: digits, numbers, sums, "
        "letters or any text.",
        epilog="Without a command the board opens; you can give its options: "
        "`recognizer --windowed 1280x800`. `recognizer COMMAND --help` says more.",
    )
    parser.add_argument("--version", action="version", version=f"recognizer {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_board(commands)
    _add_read(commands)
    _add_score(commands)
    _add_serve(commands)
    add_profile(commands)
    add_model_command(commands)
    add_doctor(commands)
    add_desktop(commands)
    return parser


def _add_board(commands: argparse._SubParsersAction[_Parser]) -> None:
    board = commands.add_parser(
        "board",
        help="open the drawing board (full screen)",
        description="Open the drawing board. What you write is read when you lift the pen.",
        epilog="Keys: C clears, Ctrl+Z / Ctrl+Y undo and redo, D shows what the network sees, "
        "S saves, H shows all keys, Esc quits. Your drawing is kept for the next time.",
    )
    board.set_defaults(command="board")
    board.add_argument(
        "--windowed",
        metavar="WxH",
        nargs="?",
        const=DEFAULT_SIZE,
        type=window_size,
        help="open a window of this size instead ({}x{} if none is given)".format(*DEFAULT_SIZE),
    )
    board.add_argument("--display", metavar="N", type=int, help="on this monitor, counted from 0")
    board.add_argument("--theme", metavar="NAME", help="slate, paper or contrast")
    board.add_argument(
        "--replay", metavar="FILE", type=Path, help="draw the inks in this file as if by hand"
    )
    board.add_argument(
        "--screenshot",
        metavar="OUT.png",
        type=png_path,
        help="write this picture of the board (with the last ink of --replay) and open no window",
    )
    board.add_argument(
        "--profile",
        metavar="NAME",
        help="this user's page, lessons and scores (default: of who wrote last; with --replay or "
        "--screenshot: none)",
    )
    board.add_argument(
        "--lock",
        metavar="GAME",
        nargs="?",
        const="",
        type=game,
        help="only for playing, this game or any: "
        f"{', '.join(GAMES)}. To leave, hold Esc or the lock in the corner for 3 seconds",
    )
    add_model(board)


def _add_read(commands: argparse._SubParsersAction[_Parser]) -> None:
    read = commands.add_parser(
        "read",
        help="read ink files and pictures",
        description="Read numbers from ink files (.json, .jsonl, .jsonl.gz; InkML, UNIPEN, "
        "Quick, Draw! .ndjson) and from pictures "
        "(png, jpg, bmp, webp, gif, tif, pgm, avif, heic; each page of a tif or pdf). Of data sets "
        "it reads each image: IDX (MNIST), .npy, .npz and .csv as Kaggle has it. Prints one line "
        "for each written line, with spaces between its numbers. For a single symbol it also "
        "prints how sure it is. Of sums (--alphabet sums) it prints each with its answer. With "
        "more than one input, each line begins with `FILE: `, or with `FILE:12: ` for line 12 of "
        "a .jsonl file, page 12 of a tif or pdf or image 12 of a data set.",
        epilog="Exit code 0: something was read; 1: nothing was read, or some of several "
        "files or lines could not be read; 2: the only file could not be read, or the command "
        "line is wrong.",
    )
    read.set_defaults(command="read")
    read.add_argument(
        "files",
        metavar="FILE",
        nargs="+",
        help="an ink file, a picture, a folder (every readable file in it, except hidden ones), or "
        "- for standard input",
    )
    form = read.add_mutually_exclusive_group()
    form.add_argument(
        "--json", action="store_true", help="print one JSON object for each ink or picture"
    )
    form.add_argument(
        "--grid",
        action="store_true",
        help="of pictures: print only what stands in printed cells (a score sheet, a Sudoku, the "
        "boxes of a form), each row of cells as a line of CSV",
    )
    read.add_argument(
        "--annotate",
        metavar="DIR",
        type=Path,
        help="write each picture and ink, with boxes and what was read, into this folder as PNG",
    )
    read.add_argument(
        "--out",
        metavar="OUT.csv",
        type=Path,
        help="of one data set: also write the likeliest digit of each image as `ImageId,Label`, "
        "which Kaggle takes as a submission",
    )
    read.add_argument(
        "--resume",
        metavar="OUT.jsonl",
        type=Path,
        help="append the results to this file, and skip files whose results are already in it",
    )
    read.add_argument(
        "--workers",
        metavar="N",
        type=count,
        default=1,
        help="number of processes that read (1 if not given); the order of results stays the same",
    )
    read.add_argument(
        "--profile",
        metavar="NAME",
        help="use the lessons of this profile (none if not given); --resume skips files in its "
        "file even if lessons have changed since",
    )
    read.add_argument(
        "--decimal",
        metavar="SIGN",
        choices=_DECIMAL_SIGNS,
        help="of sums: the sign before tenths, point or comma (the first that is seen if not "
        "given)",
    )
    read.add_argument(
        "--score",
        action="store_true",
        help="of sums: tell how many are right, after each file or in each JSON object",
    )
    add_turn(read, "a page that makes no sense as it lies is tried in other ways")
    add_model(read)


def _add_score(commands: argparse._SubParsersAction[_Parser]) -> None:
    score = commands.add_parser(
        "score",
        help="measure how many of labeled files are read right",
        description="Read all labeled files, and tell how many are right, with the 95 %% interval, "
        "and what each symbol was misread as. A file is labeled by the table labels.csv of the "
        "folder (file,label), by the folder where it lies (7/a.png), or by how its name begins "
        "(7_12.png). Data sets and ink bring their labels.",
        epilog="Exit code 0: all was read; 1: some files could not be, or nothing has a label; 2: "
        "nothing could be read, or the command line is wrong.",
    )
    score.set_defaults(command="score")
    score.add_argument("path", metavar="FOLDER", type=Path, help="a folder, or a data set")
    score.add_argument("--json", action="store_true", help="print one JSON object")
    score.add_argument(
        "--sheet", metavar="OUT.png", type=png_path, help="write a picture of what was misread"
    )
    score.add_argument("--profile", metavar="NAME", help="use the lessons of this profile")
    add_turn(score, "as for read")
    add_model(score)


def _add_serve(commands: argparse._SubParsersAction[_Parser]) -> None:
    serve = commands.add_parser(
        "serve",
        help="show a page to draw on in the browser, and read over HTTP",
        description="Serve a page to draw on and to drop pictures on, and the same over HTTP "
        "(/openapi.json describes it). The server saves nothing. Ctrl+C stops it.",
    )
    serve.set_defaults(command="serve")
    serve.add_argument(
        "--host",
        default="127.0.0.1",
        help="address to serve at (%(default)s: only this machine can reach it; 0.0.0.0: any can)",
    )
    serve.add_argument(
        "--port",
        metavar="N",
        type=port,
        default=8000,
        help="port to serve at (%(default)s; 0: any free port)",
    )
    serve.add_argument("--open", action="store_true", help="open the page in the browser")
    add_model(serve)
