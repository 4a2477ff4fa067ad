from __future__ import annotations

import hashlib
import io
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from fileserver import FileServer, serving

from recognizer.errors import DataError
from recognizer.training.data.download import Remote, fetch

CONTENT = bytes(range(256)) * 3000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def server() -> Iterator[FileServer]:
    with serving() as started:
        started.files["data.bin"] = CONTENT
        yield started


def remote(server: FileServer, name: str = "data.bin", sha256: str = "") -> Remote:
    return Remote(name, f"{server.address}/{name}", sha256)


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_file_arrives_whole_and_alone(server: FileServer, tmp_path: Path) -> None:
    path = fetch(remote(server, sha256=SHA256), tmp_path / "new")
    assert path == tmp_path / "new" / "data.bin"
    assert path.read_bytes() == CONTENT
    assert names_in(tmp_path / "new") == {"data.bin"}


def test_an_empty_file_is_a_file_too(server: FileServer, tmp_path: Path) -> None:
    server.files["empty"] = b""
    assert fetch(remote(server, "empty"), tmp_path).read_bytes() == b""


def test_what_is_there_is_not_asked_for(server: FileServer, tmp_path: Path) -> None:
    (tmp_path / "data.bin").write_bytes(CONTENT)
    fetch(remote(server, sha256=SHA256), tmp_path)
    assert server.ranges == []


def test_an_interrupted_download_goes_on_where_it_stopped(
    server: FileServer, tmp_path: Path
) -> None:
    server.stops_after = 300_000
    with pytest.raises(DataError, match=r"stopped after 294,912 of 768,000 bytes; run this again"):
        fetch(remote(server, sha256=SHA256), tmp_path)
    assert names_in(tmp_path) == {"data.bin.part"}
    server.stops_after = None
    assert fetch(remote(server, sha256=SHA256), tmp_path).read_bytes() == CONTENT
    assert server.ranges == ["", "bytes=294912-"]
    assert names_in(tmp_path) == {"data.bin"}


def test_a_server_without_ranges_sends_it_all_again(server: FileServer, tmp_path: Path) -> None:
    (tmp_path / "data.bin.part").write_bytes(b"something else altogether")
    server.knows_ranges = False
    assert fetch(remote(server), tmp_path).read_bytes() == CONTENT


def test_a_part_that_is_whole_needs_no_more(server: FileServer, tmp_path: Path) -> None:
    (tmp_path / "data.bin.part").write_bytes(CONTENT)
    assert fetch(remote(server, sha256=SHA256), tmp_path).read_bytes() == CONTENT
    assert server.ranges == [f"bytes={len(CONTENT)}-"]


def test_a_part_longer_than_the_file_is_begun_anew(server: FileServer, tmp_path: Path) -> None:
    (tmp_path / "data.bin.part").write_bytes(CONTENT + b"more")
    assert fetch(remote(server, sha256=SHA256), tmp_path).read_bytes() == CONTENT


def test_a_file_of_unknown_length_is_taken_as_it_comes(server: FileServer, tmp_path: Path) -> None:
    server.tells_length = False
    assert fetch(remote(server), tmp_path).read_bytes() == CONTENT


def test_another_file_than_expected_is_not_kept(server: FileServer, tmp_path: Path) -> None:
    server.files["data.bin"] = b"a page that says: log in first"
    with pytest.raises(DataError, match=f"not match the known hash: expected {SHA256}"):
        fetch(remote(server, sha256=SHA256), tmp_path)
    assert names_in(tmp_path) == set()


def test_another_file_than_expected_that_is_there_is_named(
    server: FileServer, tmp_path: Path
) -> None:
    (tmp_path / "data.bin").write_bytes(b"mine")
    with pytest.raises(DataError, match=r"data\.bin: its SHA-256 .*remove it and run again"):
        fetch(remote(server, sha256=SHA256), tmp_path)
    assert (tmp_path / "data.bin").read_bytes() == b"mine"


def test_a_checksum_that_nobody_published_is_noted_and_holds(
    server: FileServer, tmp_path: Path
) -> None:
    path = fetch(remote(server), tmp_path)
    assert (tmp_path / "data.bin.sha256").read_text() == f"{SHA256}  data.bin\n"
    assert fetch(remote(server), tmp_path) == path
    path.write_bytes(CONTENT[:-1])
    with pytest.raises(DataError, match="its SHA-256"):
        fetch(remote(server), tmp_path)


def test_a_file_put_there_by_hand_is_taken(server: FileServer, tmp_path: Path) -> None:
    (tmp_path / "data.bin").write_bytes(b"by hand")
    assert fetch(remote(server), tmp_path).read_bytes() == b"by hand"


def test_a_missing_file_is_named_with_the_way_out(server: FileServer, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        fetch(remote(server, "gone.zip"), tmp_path)
    message = str(caught.value)
    assert message.startswith(f"{server.address}/gone.zip: 404 Not Found; ")
    assert message.endswith(f"put it at {tmp_path / 'gone.zip'} and run this again")
    assert "\n" not in message


def test_a_server_that_is_gone_is_named_with_the_way_out(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and not listened at
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/data.bin"
        with pytest.raises(DataError, match="download the file yourself, put it at") as caught:
            fetch(Remote("data.bin", address), tmp_path)
    assert str(caught.value).startswith(address)


def test_a_name_that_is_no_server_is_named_too(tmp_path: Path) -> None:
    with pytest.raises(
        DataError, match=r"http://nowhere\.invalid/data\.bin: .*download the file yourself"
    ):
        fetch(Remote("data.bin", "http://nowhere.invalid/data.bin"), tmp_path)


def test_only_web_addresses_are_opened(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="not an address of a web server"):
        fetch(Remote("passwd", "file:///etc/passwd"), tmp_path)


def test_a_folder_that_cannot_be_made_is_named(server: FileServer, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DataError, match=str(tmp_path / "file")):
        fetch(remote(server), tmp_path / "file")


class Terminal(io.StringIO):
    """A stream somebody looks at."""

    def isatty(self) -> bool:
        return True


def test_on_a_terminal_a_bar_goes_on_from_where_it_stopped(
    server: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Terminal()
    monkeypatch.setattr("sys.stderr", told)
    (tmp_path / "data.bin.part").write_bytes(CONTENT[: len(CONTENT) // 2])
    fetch(remote(server), tmp_path)
    shown = told.getvalue().split("\r")
    assert "50%" in shown[1]
    assert "100%" in shown[-1]
    assert "750k/750k" in shown[-1]


def test_elsewhere_progress_is_one_line_for_a_file(
    server: FileServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fetch(remote(server), tmp_path / "one")
    server.tells_length = False
    fetch(remote(server), tmp_path / "two")
    assert capsys.readouterr().err.splitlines() == [
        "data.bin: downloading 0.7 MiB",
        "data.bin: downloading a file of unknown size",
    ]
