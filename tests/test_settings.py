"""Settings go there and back; whatever is in the file, the board starts."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from recognizer.errors import FileError, SettingsError
from recognizer.keeping.settings import (
    ASKED,
    MAX_FILE_BYTES,
    Settings,
    load_settings,
    save_settings,
)

CHOSEN = Settings(
    theme="paper",
    reads=ASKED,
    pen=2.5,
    sound=True,
    glass=True,
    full_screen=False,
    size=(1280, 720),
    position=(-40, 12),
    display=1,
    scale=1.5,
    profile="3b-ada",
    motion=False,
)

BAD_VALUES = [
    ("theme", 3),
    ("theme", ""),
    ("theme", "a\nb"),
    ("reads", "always"),
    ("reads", True),
    ("pen", 0.24),
    ("pen", 4.1),
    ("pen", "wide"),
    ("pen", True),
    ("pen", float("nan")),
    ("pen", 10**400),
    ("sound", "yes"),
    ("glass", 0),
    ("motion", 1),
    ("profile", "../me"),
    ("profile", ""),
    ("profile", 3),
    ("full_screen", 1.0),
    ("size", (0, 720)),
    ("size", (1280,)),
    ("size", (1280, 720, 3)),
    ("size", (1280, 720.5)),
    ("size", 1280),
    ("position", (1 << 20, 0)),
    ("position", (True, 0)),
    ("display", -1),
    ("display", 1.0),
    ("scale", 0.1),
    ("scale", -1),
    ("scale", 100),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def loaded(path: Path, content: str | bytes) -> tuple[Settings, str]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return load_settings(path)


def assert_set_aside(path: Path, content: str | bytes, left: Settings | None = None) -> str:
    """Check that of `content` is used what is `left`, that it is kept, and told of: return how."""
    settings, message = loaded(path, content)
    assert settings == (left or Settings())
    assert str(path) in message
    assert "settings.toml.damaged" in message
    assert "\n" not in message
    files = ["settings.toml", "settings.toml.damaged"] if left else ["settings.toml.damaged"]
    assert sorted(os.listdir(path.parent)) == files
    assert load_settings(path) == (settings, "")
    return message


@pytest.mark.parametrize("settings", [Settings(), CHOSEN], ids=["defaults", "chosen"])
def test_settings_come_back(path: Path, settings: Settings) -> None:
    save_settings(settings, path)
    assert load_settings(path) == (settings, "")


def test_no_file_is_nothing_to_speak_of(path: Path) -> None:
    assert load_settings(path) == (Settings(), "")


def test_an_empty_file_says_nothing_else(path: Path) -> None:
    assert loaded(path, "") == (Settings(), "")


def test_a_file_need_not_name_everything(path: Path) -> None:
    assert loaded(path, 'theme = "paper"\n') == (Settings(theme="paper"), "")


def test_what_is_not_known_is_passed_over(path: Path) -> None:
    content = "glass = true\nfuture = 3\n[table]\npen = 99\n"
    assert loaded(path, content) == (Settings(glass=True), "")


@pytest.mark.parametrize(
    ("kept", "reads"),
    [
        ("live = false", ASKED),
        ("live = true", Settings().reads),
        ('live = false\nreads = "stroke"', "stroke"),
        ("live = 3", Settings().reads),
    ],
)
def test_a_file_from_before_it_read_along_keeps_the_choice_to_be_asked(
    path: Path, kept: str, reads: str
) -> None:
    assert loaded(path, f'{kept}\ntheme = "paper"\n') == (Settings("paper", reads), "")


def test_a_whole_number_is_a_factor_too(path: Path) -> None:
    settings, _ = loaded(path, "pen = 2\nscale = 1\n")
    assert (repr(settings.pen), repr(settings.scale)) == ("2.0", "1.0")


def test_a_byte_order_mark_does_no_harm(path: Path) -> None:
    assert loaded(path, b"\xef\xbb\xbfglass = true\n") == (Settings(glass=True), "")


def test_the_file_can_be_read_by_people(path: Path) -> None:
    save_settings(CHOSEN, path)
    lines = path.read_text().splitlines()
    assert lines[0].startswith("# ")
    assert 'theme = "paper"' in lines
    assert 'reads = "asked"' in lines


def test_what_has_no_value_is_left_out(path: Path) -> None:
    save_settings(Settings(), path)
    assert "size" not in path.read_text()
    assert "position" not in path.read_text()


# What is wrong with a file


@pytest.mark.parametrize(
    "content",
    [
        "theme",
        "pen = 1\npen = 2\n",
        b"theme = '\xff'\n",
        b"\x00" * 64,
        "a = " + "[" * 100_000,
        "#" * (MAX_FILE_BYTES + 1),
        "a." * 2**14 + "a = 1",  # which takes seconds to read
    ],
    ids=["cut off", "said twice", "no UTF-8", "zeros", "nested", "endless", "keys of keys"],
)
def test_a_file_that_is_no_toml_is_set_aside(path: Path, content: str | bytes) -> None:
    assert_set_aside(path, content)


@pytest.mark.parametrize(
    "line",
    [
        "theme = 3",
        "reads = 1",
        "pen = nan",
        "pen = 9",
        "size = [1, 2, 3]",
        "size = [30000, 30000]",
        "size = []",
        "size = [[1, 2], [3, 4]]",
        "position = { x = 1 }",
        "display = 1979-05-27",
        f"display = 0x{'f' * 6000}",
        f"pen = {'9' * 4000}",
        "scale = -inf",
        "theme = [[[[[[]]]]]]",
        f"theme.{'.'.join('a' * 990)} = 1",
        f"theme = '{'x' * 7000}'",
        'theme = "\\u0000"',
    ],
    ids=lambda line: line[:24],
)
def test_a_bad_value_is_as_in_the_defaults_and_named_and_all_else_is_used(
    path: Path, line: str
) -> None:
    message = assert_set_aside(path, f"glass = true\n{line}\n", Settings(glass=True))
    assert f"{line.split()[0].split('.')[0]} = " in message
    assert len(message) < 400


def test_each_bad_file_is_kept(path: Path) -> None:
    loaded(path, "first")
    assert "damaged-2" in loaded(path, "second")[1]
    assert path.with_name("settings.toml.damaged").read_text() == "first"


@pytest.mark.parametrize("kind", ["folder", "pipe", "device", "loop"])
@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files there")
def test_what_is_no_file_is_left_where_it_is(path: Path, kind: str) -> None:
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero" if kind == "device" else path)
    settings, message = load_settings(path)
    assert settings == Settings()
    assert str(path) in message
    assert "\n" not in message
    assert os.listdir(path.parent) == [path.name]


def test_a_name_that_can_be_none_is_no_error() -> None:
    settings, message = load_settings(Path("a\0b"))
    assert settings == Settings()
    assert message


# Values, and writing


@pytest.mark.parametrize(("name", "value"), BAD_VALUES, ids=lambda value: str(value)[:20])
def test_a_setting_has_a_meaning(name: str, value: Any) -> None:
    with pytest.raises(SettingsError, match=f"^{name} = ") as caught:
        replace(Settings(), **{name: value})
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 150


def test_all_that_is_wrong_is_named() -> None:
    with pytest.raises(SettingsError, match=r"^pen = 9 .*, display = -1 "):
        Settings(pen=9, display=-1)


@pytest.mark.parametrize(
    ("name", "value"), [("pen", 0.25), ("pen", 4), ("scale", 0), ("size", (1, 16384))]
)
def test_the_ends_of_a_range_belong_to_it(name: str, value: Any) -> None:
    assert getattr(replace(Settings(), **{name: value}), name) == value


def test_settings_that_cannot_be_written_are_said_to_be(path: Path) -> None:
    path.mkdir()
    with pytest.raises(FileError, match=r"settings\.toml"):
        save_settings(CHOSEN, path)
