"""What every script says and returns in the same way."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from recognizer.console import BAD_INPUT, INTERRUPTED, complain
from recognizer.errors import RecognizerError


def run_script(name: str, work: Callable[[], None]) -> int:
    """Do the `work` of the script `name`; return its exit code.

    What the user can mend is said in one line. Interrupted with Ctrl+C it ends without a word.
    """
    try:
        work()
    except (RecognizerError, OSError) as error:  # OSError: a full disk, say
        complain(str(error), name)
        return BAD_INPUT
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


def not_negative(text: str) -> int:
    """Return the whole number `text`, which must be 0 or more; for argparse."""
    value = int(text)
    if value < 0:
        raise argparse.ArgumentTypeError(f"{text} is not 0 or more")
    return value
