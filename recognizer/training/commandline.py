"""Errors and exit codes that all scripts have in common."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from recognizer.console import BAD_INPUT, INTERRUPTED, complain
from recognizer.errors import RecognizerError, reason


def run_script(name: str, work: Callable[[], None]) -> int:
    """Do the `work` of the script `name`; return its exit code.

    An error that the user can fix is reported in one line. Ctrl+C ends the script silently.
    """
    try:
        work()
    except RecognizerError as error:
        complain(str(error), name)
        return BAD_INPUT
    except OSError as error:  # a full disk, a folder that cannot be created
        complain(f"{error.filename}: {reason(error)}" if error.filename else str(error), name)
        return BAD_INPUT
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


def whole_number(least: int) -> Callable[[str], int]:
    """Return a converter for argparse: text to a whole number, `least` or more."""

    def convert(text: str) -> int:
        value = int(text)
        if value < least:
            raise argparse.ArgumentTypeError(f"{text} is not {least} or more")
        return value

    convert.__name__ = "whole number"  # for argparse's message "invalid whole number value"
    return convert
