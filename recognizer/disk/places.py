"""Where the program keeps its files, by the rules of the operating system."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from platformdirs import (
    user_config_path,
    user_data_path,
    user_documents_path,
    user_pictures_path,
    user_state_path,
)

HOME_VARIABLE = "RECOGNIZER_HOME"
"""The environment variable that names one folder for everything."""
_NAME = "recognizer"
_SHOWN_NAME = "Recognizer"  # among the user's own folders, whose names begin with a capital


@dataclass(frozen=True)
class Places:
    """Paths that need not exist yet: the file of settings, and three folders."""

    settings: Path
    autosaves: Path
    saves: Path
    profiles: Path

    @property
    def spare_autosaves(self) -> Path:
        """The folder for autosaves while `autosaves` cannot be used; usually on another disk."""
        which = hashlib.sha256(os.fsencode(self.autosaves)).hexdigest()[:8]
        user = os.getuid() if hasattr(os, "getuid") else ""
        try:
            folder = Path(tempfile.gettempdir())
        except OSError:  # there is no temporary folder that we may write to
            folder = self.settings.parent
        return folder / f"{_NAME}-{user}-{which}"

    @property
    def log(self) -> Path:
        """The file to which faults of the program itself are logged."""
        return self.autosaves.with_name("errors.log")


def user_places() -> Places:
    """Return the user's places, below ``$RECOGNIZER_HOME`` if it is set. Creates nothing."""
    home = os.environ.get(HOME_VARIABLE)
    if home:
        # Path.expanduser would raise if there is no such user.
        root = Path(os.path.expanduser(home)).absolute()
        return Places(root / "settings.toml", root / "autosaves", root / "saves", root / "profiles")
    return Places(
        user_config_path(_NAME, appauthor=False) / "settings.toml",
        user_state_path(_NAME, appauthor=False) / "autosaves",
        _shown_folder() / _SHOWN_NAME,
        user_data_path(_NAME, appauthor=False) / "profiles",
    )


def tried_models_path() -> Path:
    """Return the file with the checksums of the models that have passed a trial."""
    return user_places().autosaves.parent / "tried-models.txt"


def user_data() -> Path:
    """Return the folder in which all programs keep data of this user."""
    return user_data_path()


def _shown_folder() -> Path:
    pictures = user_pictures_path()
    return pictures if pictures.is_dir() else user_documents_path()
