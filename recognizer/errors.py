"""What can go wrong for reasons a user can mend.

::

    RecognizerError
    ├── InkError            strokes that are no ink: no JSON, NaN, too many points
    ├── PictureError        a picture that cannot be read: truncated, damaged
    │   ├── PictureKindError        no file of a kind that is read
    │   └── PictureSizeError        too large to be decoded
    ├── ModelError          a model that cannot be used
    │   ├── ModelMissingError       a file of the model is not there
    │   └── ModelMismatchError      the files do not belong together, or to this program
    ├── LessonError         a lesson or profile that cannot be used
    ├── DataError           training or measuring data that is missing or malformed
    ├── FileError           a file or folder that cannot be written or read
    ├── SettingsError       a setting with no meaning
    ├── UnexpectedError     a fault of the program itself, contained
    ├── SoundError          no sound can be played
    └── DisplayError        no window can be opened

Every message is one line that names the thing at fault and, where there is one, the way out.
The command line prints it and exits with 2; the board shows it and goes on.
Errors of the programmer stay what they are in Python: TypeError, ValueError, IndexError.
"""


def reason(error: BaseException) -> str:
    """Return what the system says went wrong, without the number and the path around it."""
    return getattr(error, "strerror", None) or str(error)


class RecognizerError(Exception):
    """The root of the tree: catch this to catch everything a user can mend."""


class InkError(RecognizerError):
    """Strokes that are no ink."""


class PictureError(RecognizerError):
    """A picture that cannot be read."""


class PictureKindError(PictureError):
    """A file of a kind that is not read."""


class PictureSizeError(PictureError):
    """A picture that is too large to be decoded."""


class ModelError(RecognizerError):
    """A model that cannot be used."""


class ModelMissingError(ModelError):
    """A file of the model is not there."""


class ModelMismatchError(ModelError):
    """Model files that do not belong together, or not to this version of the program."""


class LessonError(RecognizerError):
    """A lesson or profile that cannot be used."""


class DataError(RecognizerError):
    """Training or measuring data that is missing or malformed."""


class FileError(RecognizerError):
    """A file or folder that cannot be written or read."""


class SettingsError(RecognizerError):
    """A setting with no meaning."""


class UnexpectedError(RecognizerError):
    """A fault of the program itself, contained so that all else goes on; `__cause__` says more."""


class SoundError(RecognizerError):
    """No sound can be played."""


class DisplayError(RecognizerError):
    """No window can be opened."""
