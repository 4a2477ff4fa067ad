"""Files of others are opened only if they are regular ones of a sane size."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from recognizer.disk.regularfile import check_regular, open_regular, read_regular

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="there are no such files there")


def test_a_file_is_read_up_to_the_last_byte_that_is_allowed(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\r\n\x00\x1a7")
    assert read_regular(tmp_path / "a", 5) == b"\r\n\x00\x1a7"
    with pytest.raises(OSError, match="more than 4 bytes"):
        read_regular(tmp_path / "a", 4)


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "a").open("wb") as stream:
        stream.truncate(2**40)  # sparse
    with pytest.raises(OSError, match="more than 3 MiB"):
        read_regular(tmp_path / "a", 3 * 2**20)
    with pytest.raises(OSError, match="more than 3 MiB"):
        open_regular(tmp_path / "a", 3 * 2**20)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc")
def test_what_is_read_is_counted_where_the_system_tells_no_size() -> None:
    with pytest.raises(OSError, match="more than 10 bytes"):
        read_regular(Path("/proc/self/maps"), 10)


@POSIX
@pytest.mark.parametrize("linked", [False, True], ids=["itself", "a link to it"])
@pytest.mark.parametrize("kind", ["pipe", "socket", "device"])
def test_what_is_no_regular_file_is_refused_at_once(
    tmp_path: Path, kind: str, linked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket must be short
    path = Path("/dev/zero" if kind == "device" else kind)
    if kind == "pipe":
        os.mkfifo(path)
    if kind == "socket":
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(kind)
    if linked:
        Path("link").symlink_to(path)
        path = Path("link")
    with pytest.raises(OSError, match="not a regular file"):
        read_regular(path, 10)
    with pytest.raises(OSError, match="not a regular file"):
        check_regular(path)


def test_a_folder_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError, match="folder"):
        read_regular(tmp_path, 10)
    with pytest.raises(IsADirectoryError, match="folder"):
        check_regular(tmp_path)


def test_nothing_may_be_checked_but_not_read(tmp_path: Path) -> None:
    check_regular(tmp_path / "a")
    with pytest.raises(FileNotFoundError):
        read_regular(tmp_path / "a", 10)


def test_a_name_that_no_file_can_have_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="null"):
        read_regular(tmp_path / "a\0b", 10)
    with pytest.raises(OSError, match="null"):
        check_regular(tmp_path / "a\0b")


def test_an_open_file_can_be_read_bit_by_bit(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"one\ntwo\n")
    with open_regular(tmp_path / "a", 8) as stream:
        assert stream.readlines() == [b"one\n", b"two\n"]
