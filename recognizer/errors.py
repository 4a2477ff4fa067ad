"""Errors that a user can fix.

::

    RecognizerError
    ├── InkError            strokes that are not ink: not JSON, NaN, too many points
    ├── PictureError        a picture that cannot be read: truncated, damaged
    │   ├── PictureKindError        a file of a kind that is not read
    │   └── PictureSizeError        too large to be decoded
    ├── ModelError          a model that cannot be used
    │   ├── ModelMissingError       a file of the model is missing
    │   └── ModelMismatchError      files that do not belong together, or to this program
    ├── LessonError         a lesson or profile that cannot be used
    ├── SumError            a sum that is not understood, or has no answer
    ├── DataError           training or measuring data that is missing or malformed
    ├── FileError           a file or folder that cannot be written or read
    ├── SettingsError       a setting that makes no sense
    ├── UnexpectedError     a fault of the program itself, caught
    ├── SoundError          no sound can be played
    └── DisplayError        no window can be opened

Every message is one line. It names what is wrong and, if possible, what to do about it. The command
line prints it and exits with 2; the board shows it and goes on. Errors of the programmer stay what
they are in Python: TypeError, ValueError, IndexError.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


def reason(error: BaseException) -> str:
    """Return what the system says went wrong, without error number and path."""
    return getattr(error, "strerror", None) or str(error)


@contextmanager
def naming(what: object, kind: type[RecognizerError], *faults: type[Exception]) -> Iterator[None]:
    """Turn `faults` inside, OSError if none is given, into a `kind` that names `what`."""
    caught = faults or (OSError,)
    try:
        yield
    except caught as error:
        raise kind(f"{what}: {reason(error)}") from None


class RecognizerError(Exception):
    """The root of the tree: catch this to catch every error that a user can fix."""


class InkError(RecognizerError):
    """Strokes that are not ink."""


class PictureError(RecognizerError):
    """A picture that cannot be read."""


class PictureKindError(PictureError):
    """A file of a kind that is not read."""


class PictureSizeError(PictureError):
    """A picture that is too large to be decoded."""


class ModelError(RecognizerError):
    """A model that cannot be used."""


class ModelMissingError(ModelError):
    """A file of the model is missing."""


class ModelMismatchError(ModelError):
    """Model files that do not belong together, or to this version of the program."""


class LessonError(RecognizerError):
    """A lesson or profile that cannot be used."""


class SumError(RecognizerError):
    """A sum that is not understood, or has no answer."""


class DataError(RecognizerError):
    """Training or measuring data that is missing or malformed."""


class FileError(RecognizerError):
    """A file or folder that cannot be written or read."""


class SettingsError(RecognizerError):
    """A setting that makes no sense."""


class UnexpectedError(RecognizerError):
    """A fault of the program itself, caught so that the rest goes on; `__cause__` says more."""


class SoundError(RecognizerError):
    """No sound can be played."""


class DisplayError(RecognizerError):
    """No window can be opened."""
