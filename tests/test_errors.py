"""The tree of errors and the names the package offers."""

from __future__ import annotations

import pytest

import recognizer
from recognizer import errors

PARENTS = {
    "RecognizerError": Exception,
    "InkError": errors.RecognizerError,
    "PictureError": errors.RecognizerError,
    "PictureKindError": errors.PictureError,
    "PictureSizeError": errors.PictureError,
    "ModelError": errors.RecognizerError,
    "ModelMissingError": errors.ModelError,
    "ModelMismatchError": errors.ModelError,
    "LessonError": errors.RecognizerError,
    "DataError": errors.RecognizerError,
    "DisplayError": errors.RecognizerError,
    "FileError": errors.RecognizerError,
    "SettingsError": errors.RecognizerError,
    "SoundError": errors.RecognizerError,
    "SumError": errors.RecognizerError,
    "UnexpectedError": errors.RecognizerError,
}

PUBLIC = {
    *PARENTS,
    "Alphabet",
    "BoundingBox",
    "Candidate",
    "Cell",
    "Evidence",
    "Grid",
    "Ink",
    "Insight",
    "LabeledInk",
    "Lesson",
    "Line",
    "ModelCard",
    "Number",
    "Reader",
    "Reading",
    "Session",
    "Stroke",
    "Symbol",
    "Verdict",
    "Views",
    "__version__",
    "load_picture",
    "read_ink_file",
}


@pytest.mark.parametrize(("name", "parent"), PARENTS.items())
def test_every_error_has_its_place_in_the_tree(name: str, parent: type) -> None:
    assert getattr(errors, name).__bases__ == (parent,)


def test_the_tree_has_no_other_errors() -> None:
    defined = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, Exception)
    }
    assert defined == set(PARENTS)


@pytest.mark.parametrize("name", PARENTS)
def test_no_error_of_ours_passes_for_an_error_of_the_programmer(name: str) -> None:
    programmers = (TypeError, ValueError, LookupError, OSError)
    assert not issubclass(getattr(errors, name), programmers)


@pytest.mark.parametrize("name", PARENTS)
def test_every_error_can_be_taken_from_the_package(name: str) -> None:
    assert getattr(recognizer, name) is getattr(errors, name)


def test_all_names_what_is_public_and_nothing_else() -> None:
    assert set(recognizer.__all__) == PUBLIC


def test_all_names_nothing_twice() -> None:
    assert len(recognizer.__all__) == len(set(recognizer.__all__))


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_every_public_name_can_be_imported(name: str) -> None:
    assert hasattr(recognizer, name)
