from __future__ import annotations

import sys
from pathlib import Path

import pytest

from recognizer.disk.places import HOME_VARIABLE, Places, user_places

unix_only = pytest.mark.skipif(
    sys.platform in ("win32", "darwin"), reason="other systems have fixed folders"
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without any folder or wish, and no variable that says otherwise."""
    monkeypatch.delenv(HOME_VARIABLE, raising=False)
    for kind in ("CONFIG", "STATE", "DATA"):
        monkeypatch.delenv(f"XDG_{kind}_HOME", raising=False)
    for kind in ("PICTURES", "DOCUMENTS"):
        monkeypatch.delenv(f"XDG_{kind}_DIR", raising=False)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    return home


@unix_only
def test_each_kind_of_file_lies_where_the_system_wants_it(home: Path) -> None:
    (home / "Pictures").mkdir()
    assert user_places() == Places(
        settings=home / ".config/recognizer/settings.toml",
        autosaves=home / ".local/state/recognizer/autosaves",
        saves=home / "Pictures/Recognizer",
        profiles=home / ".local/share/recognizer/profiles",
    )


@unix_only
def test_the_users_own_folders_are_minded(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "Bilder").mkdir()
    monkeypatch.setenv("XDG_PICTURES_DIR", str(home / "Bilder"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "etc"))
    places = user_places()
    assert places.saves == home / "Bilder/Recognizer"
    assert places.settings == home / "etc/recognizer/settings.toml"


@unix_only
def test_without_a_folder_for_pictures_saves_go_to_the_documents(home: Path) -> None:
    assert user_places().saves == home / "Documents/Recognizer"


def test_one_variable_moves_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "all"))
    assert user_places() == Places(
        settings=tmp_path / "all/settings.toml",
        autosaves=tmp_path / "all/autosaves",
        saves=tmp_path / "all/saves",
        profiles=tmp_path / "all/profiles",
    )


@unix_only
def test_the_variable_may_begin_at_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, "~/all")
    assert user_places().saves == home / "all/saves"


def test_the_variable_may_be_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(HOME_VARIABLE, "all")
    assert user_places().saves == tmp_path / "all/saves"


@unix_only
def test_an_empty_variable_moves_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, "")
    assert user_places().settings.is_relative_to(home)


@unix_only
def test_nothing_is_created(home: Path) -> None:
    user_places()
    assert list(home.iterdir()) == []
