"""The command ``recognizer``, or ``python -m recognizer``; starts even if a library is broken."""

from __future__ import annotations

import argparse
import sys

from recognizer.console import BAD_INPUT, complain


def main() -> int:
    """Run the command line and return its exit code."""
    try:
        from recognizer.commands.main import main as run

        code = run()
    except ImportError as error:
        if sys.argv[1:2] == ["doctor"]:
            return _doctor()
        complain(f"{error}; `recognizer doctor` says what to do")
        return BAD_INPUT
    # If Ctrl+C came inside `exec`, as dataclasses are made with, `python -m` would kill itself by
    # SIGINT, whatever is returned, until it executes something again (in CPython's source,
    # `unhandled_keyboard_interrupt`).
    exec("")  # noqa: S102
    return code


def _doctor() -> int:
    """Run the doctor if the command line cannot be loaded."""
    from recognizer.commands.doctor import add_doctor, run_doctor

    parser = argparse.ArgumentParser(prog="recognizer")
    add_doctor(parser.add_subparsers())
    return run_doctor(parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
