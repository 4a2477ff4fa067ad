"""What every script says and returns in the same way."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from recognizer.console import BAD_INPUT, INTERRUPTED, complain
from recognizer.errors import RecognizerError, reason


def run_script(name: str, work: Callable[[], None]) -> int:
    """Do the `work` of the script `name`; return its exit code.

    What the user can mend is said in one line. Interrupted with Ctrl+C it ends without a word.
    """
    try:
        work()
    except RecognizerError as error:
        complain(str(error), name)
        return BAD_INPUT
    except OSError as error:  # a full disk, a folder that cannot be made
        complain(f"{error.filename}: {reason(error)}" if error.filename else str(error), name)
        return BAD_INPUT
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


def whole_number(least: int) -> Callable[[str], int]:
    """Return what makes a whole number, `least` or more, of an argument; for argparse."""

    def convert(text: str) -> int:
        value = int(text)
        if value < least:
            raise argparse.ArgumentTypeError(f"{text} is not {least} or more")
        return value

    convert.__name__ = "whole number"  # argparse says so: invalid whole number value
    return convert
