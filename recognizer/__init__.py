"""The board that reads your hand.

::

    from recognizer import Ink, Reader

    reader = Reader()
    reading = reader.read_ink(Ink.from_points([[(50, 0), (50, 90)]]))
    print(reading.text, reading.confidence)
"""

from recognizer.classifier import Candidate
from recognizer.errors import (
    DataError,
    DisplayError,
    FileError,
    InkError,
    LessonError,
    ModelError,
    ModelMismatchError,
    ModelMissingError,
    PictureError,
    PictureKindError,
    PictureSizeError,
    RecognizerError,
    SettingsError,
    SoundError,
    UnexpectedError,
)
from recognizer.ink import BoundingBox, Ink, Stroke
from recognizer.inkfile import LabeledInk, read_ink_file
from recognizer.lessons import Lesson
from recognizer.picture import load_picture
from recognizer.reader import Reader
from recognizer.reading import Reading, Verdict
from recognizer.session import Session
from recognizer.version import __version__

__all__ = [
    "BoundingBox",
    "Candidate",
    "DataError",
    "DisplayError",
    "FileError",
    "Ink",
    "InkError",
    "LabeledInk",
    "Lesson",
    "LessonError",
    "ModelError",
    "ModelMismatchError",
    "ModelMissingError",
    "PictureError",
    "PictureKindError",
    "PictureSizeError",
    "Reader",
    "Reading",
    "RecognizerError",
    "Session",
    "SettingsError",
    "SoundError",
    "Stroke",
    "UnexpectedError",
    "Verdict",
    "__version__",
    "load_picture",
    "read_ink_file",
]
