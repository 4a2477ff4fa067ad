"""What all scripts have in common: errors, exit codes, and a quiet Keras."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable

from recognizer.console import BAD_INPUT, INTERRUPTED, complain
from recognizer.errors import RecognizerError, reason
from recognizer.quiet import quiet_libraries


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


def load_keras() -> None:
    """Load Keras and its backend, without what TensorFlow's C code logs about devices.

    It looks for a GPU when it is first used; that must happen here to be quiet.

    Raises
    ------
    ModuleNotFoundError
        If one of them is not installed.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    with quiet_libraries():
        import keras

        if keras.backend.backend() == "tensorflow":
            import tensorflow as tf

            tf.config.list_physical_devices()


def whole_number(least: int) -> Callable[[str], int]:
    """Return a converter for argparse: text to a whole number, `least` or more."""

    def convert(text: str) -> int:
        value = int(text)
        if value < least:
            raise argparse.ArgumentTypeError(f"{text} is not {least} or more")
        return value

    convert.__name__ = "whole number"  # for argparse's message "invalid whole number value"
    return convert
