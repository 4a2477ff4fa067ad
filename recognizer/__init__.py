"""The drawing board that reads your handwriting.

::

    from recognizer import Ink, Reader

    reader = Reader()
    reading = reader.read_ink(Ink.from_points([[(50, 0), (50, 90)]]))
    print(reading.text, reading.confidence)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

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
    SumError,
    UnexpectedError,
)
from recognizer.version import __version__

if TYPE_CHECKING:
    from recognizer.document.session import Session
    from recognizer.ink import BoundingBox, Ink, Stroke
    from recognizer.ink.inkfile import LabeledInk, read_ink_file
    from recognizer.lessons import Lesson
    from recognizer.network.alphabet import Alphabet
    from recognizer.network.card import ModelCard
    from recognizer.network.classifier import Candidate
    from recognizer.pictures.decode import load_picture
    from recognizer.reading.cells import Cell, Grid
    from recognizer.reading.inside.insight import Insight
    from recognizer.reading.reader import Reader
    from recognizer.reading.result import Evidence, Line, Number, Reading, Symbol, Verdict
    from recognizer.reading.seeing.views import Views

__all__ = [
    "Alphabet",
    "BoundingBox",
    "Candidate",
    "Cell",
    "DataError",
    "DisplayError",
    "Evidence",
    "FileError",
    "Grid",
    "Ink",
    "InkError",
    "Insight",
    "LabeledInk",
    "Lesson",
    "LessonError",
    "Line",
    "ModelCard",
    "ModelError",
    "ModelMismatchError",
    "ModelMissingError",
    "Number",
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
    "SumError",
    "Symbol",
    "UnexpectedError",
    "Verdict",
    "Views",
    "__version__",
    "load_picture",
    "read_ink_file",
]

_HOMES = (
    "network.alphabet",
    "network.card",
    "network.classifier",
    "ink",
    "ink.inkfile",
    "lessons",
    "pictures.decode",
    "reading.cells",
    "reading.inside.insight",
    "reading.reader",
    "reading.result",
    "reading.seeing.views",
    "document.session",
)
"""The modules that define the names above; each is imported when a name is first used."""


def __getattr__(name: str) -> Any:
    """Import a name when it is first used: `recognizer doctor` must start with broken libraries."""
    if name in __all__:
        for home in _HOMES:
            module = import_module(f"recognizer.{home}")
            if hasattr(module, name):
                return getattr(module, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Tell what there is, used or not: shells complete names by it."""
    return sorted({*globals(), *__all__})
