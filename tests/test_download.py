from __future__ import annotations

import hashlib
import io
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from fileserver import FileServer, serving

from recognizer.errors import DataError
from recognizer.training.data.download import Remote, fetch, sha256_of
from recognizer.training.data.downloadprogress import Progress, bar_line

CONTENT = bytes(range(256)) * 3000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def server() -> Iterator[FileServer]:
    with serving() as started:
        started.files["data.bin"] = CONTENT
        yield started


def remote(server: FileServer, name: str = "data.bin", sha256: str = "") -> Remote:
    return Remote(name, f"{server.address}/{name}", sha256)


def silent(name: str, here: int, total: int) -> None:
    """Report to nobody."""


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_file_arrives_whole_and_alone(server: FileServer, tmp_path: Path) -> None:
    path = fetch(remote(server, sha256=SHA256), tmp_path / "new", silent)
    assert path == tmp_path / "new" / "data.bin"
    assert path.read_bytes() == CONTENT
    assert names_in(tmp_path / "new") == {"data.bin"}


def test_an_empty_file_is_a_file_too(server: FileServer, tmp_path: Path) -> None:
    server.files["empty"] = b""
    assert fetch(remote(server, "empty"), tmp_path, silent).read_bytes() == b""


def test_what_is_there_is_not_asked_for(server: FileServer, tmp_path: Path) -> None:
    (tmp_path / "data.bin").write_bytes(CONTENT)
    fetch(remote(server, sha256=SHA256), tmp_path, silent)
    assert server.ranges == []


def test_an_interrupted_download_goes_on_where_it_stopped(
    server: FileServer, tmp_path: Path
) -> None:
    server.stops_after = 300_000
    with pytest.raises(DataError, match=r"stopped after 300,000 of 768,000 bytes; run again"):
        fetch(remote(server, sha256=SHA256), tmp_path, silent)
    assert names_in(tmp_path) == {"data.bin.part"}
    server.stops_after = None
    assert fetch(remote(server, sha256=SHA256), tmp_path, silent).read_bytes() == CONTENT
    assert server.ranges == ["", "bytes=300000-"]
    assert names_in(tmp_path) == {"data.bin"}


def test_a_server_without_ranges_sends_it_all_again(server: FileServer, tmp_path: Path) -> None:
    (tmp_path / "data.bin.part").write_bytes(b"something else altogether")
    server.knows_ranges = False
    assert fetch(remote(server), tmp_path, silent).read_bytes() == CONTENT


def test_a_part_that_is_whole_needs_no_more(server: FileServer, tmp_path: Path) -> None:
    (tmp_path / "data.bin.part").write_bytes(CONTENT)
    assert fetch(remote(server, sha256=SHA256), tmp_path, silent).read_bytes() == CONTENT
    assert server.ranges == [f"bytes={len(CONTENT)}-"]


def test_a_part_longer_than_the_file_is_begun_anew(server: FileServer, tmp_path: Path) -> None:
    (tmp_path / "data.bin.part").write_bytes(CONTENT + b"more")
    assert fetch(remote(server, sha256=SHA256), tmp_path, silent).read_bytes() == CONTENT


def test_a_file_of_unknown_length_is_taken_as_it_comes(server: FileServer, tmp_path: Path) -> None:
    server.tells_length = False
    assert fetch(remote(server), tmp_path, silent).read_bytes() == CONTENT


def test_another_file_than_expected_is_not_kept(server: FileServer, tmp_path: Path) -> None:
    server.files["data.bin"] = b"a page that says: log in first"
    with pytest.raises(DataError, match=rf"data\.bin: its SHA-256 is \w+, not {SHA256}; it was"):
        fetch(remote(server, sha256=SHA256), tmp_path, silent)
    assert names_in(tmp_path) == set()


def test_another_file_than_expected_that_is_there_is_named(
    server: FileServer, tmp_path: Path
) -> None:
    (tmp_path / "data.bin").write_bytes(b"mine")
    with pytest.raises(DataError, match=r"data\.bin: its SHA-256 .*remove it and run again"):
        fetch(remote(server, sha256=SHA256), tmp_path, silent)
    assert (tmp_path / "data.bin").read_bytes() == b"mine"


def test_a_checksum_that_nobody_published_is_noted_and_holds(
    server: FileServer, tmp_path: Path
) -> None:
    path = fetch(remote(server), tmp_path, silent)
    assert (tmp_path / "data.bin.sha256").read_text() == f"{SHA256}  data.bin\n"
    assert fetch(remote(server), tmp_path, silent) == path
    path.write_bytes(CONTENT[:-1])
    with pytest.raises(DataError, match="its SHA-256"):
        fetch(remote(server), tmp_path, silent)


def test_a_file_put_there_by_hand_is_taken(server: FileServer, tmp_path: Path) -> None:
    (tmp_path / "data.bin").write_bytes(b"by hand")
    assert fetch(remote(server), tmp_path, silent).read_bytes() == b"by hand"


def test_a_missing_file_is_named_with_the_way_out(server: FileServer, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        fetch(remote(server, "gone.zip"), tmp_path, silent)
    message = str(caught.value)
    assert message.startswith(f"{server.address}/gone.zip: 404 Not Found; ")
    assert message.endswith(f"put it at {tmp_path / 'gone.zip'} and run again")
    assert "\n" not in message


def test_a_server_that_is_gone_is_named_with_the_way_out(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and not listened at
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/data.bin"
        with pytest.raises(DataError, match="get the file by hand, put it at") as caught:
            fetch(Remote("data.bin", address), tmp_path, silent)
    assert str(caught.value).startswith(address)


def test_a_name_that_is_no_server_is_named_too(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"http://nowhere\.invalid/data\.bin: .*by hand"):
        fetch(Remote("data.bin", "http://nowhere.invalid/data.bin"), tmp_path, silent)


def test_only_web_addresses_are_opened(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no address of a web server"):
        fetch(Remote("passwd", "file:///etc/passwd"), tmp_path, silent)


def test_a_folder_that_cannot_be_made_is_named(server: FileServer, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DataError, match=str(tmp_path / "file")):
        fetch(remote(server), tmp_path / "file", silent)


def test_progress_begins_where_the_part_ends_and_ends_at_the_whole(
    server: FileServer, tmp_path: Path
) -> None:
    (tmp_path / "data.bin.part").write_bytes(CONTENT[:1000])
    told: list[tuple[str, int, int]] = []
    fetch(remote(server), tmp_path, lambda *progress: told.append(progress))
    assert told[0] == ("data.bin", 1000, len(CONTENT))
    assert told[-1] == ("data.bin", len(CONTENT), len(CONTENT))
    assert [here for _, here, _ in told] == sorted(here for _, here, _ in told)


def test_sha256_is_that_of_the_content(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(CONTENT)
    assert sha256_of(tmp_path / "file") == SHA256


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_progress_is_one_line_drawn_over() -> None:
    terminal = Terminal()
    progress = Progress(terminal)
    for here in (0, 2**20, 2**20, 2**21):
        progress("data.bin", here, 2**21)
    progress.close()
    first, half, whole = terminal.getvalue().rstrip("\n").split("\r")[1:]
    assert "  0%" in first
    assert " 50%" in half
    assert "1.0 of 2.0 MiB" in half
    assert "100%" in whole
    assert terminal.getvalue().count("\n") == 1


def test_elsewhere_progress_is_a_line_for_each_file() -> None:
    log = io.StringIO()
    progress = Progress(log)
    for name, here, total in [("a", 0, 2**21), ("a", 2**20, 2**21), ("b", 2**20, 2**21)]:
        progress(name, here, total)
    progress("c", 0, 0)
    progress.close()
    assert log.getvalue().splitlines() == [
        "a: downloading 2.0 MiB",
        "b: downloading 2.0 MiB, from 1.0 on",
        "c: downloading a file of unknown size",
    ]


def test_a_bar_needs_a_total() -> None:
    assert bar_line("a", 2**20, 0) == "a  1.0 MiB"
