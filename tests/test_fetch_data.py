from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fileserver import FileServer, serving
from making import ROOT, run_python
from originalfiles import (
    detexify_zip,
    ipad_corpus,
    ipad_zip,
    uji_page,
    uji_zip,
    unipen_zip,
)

from recognizer.errors import DataError
from recognizer.training.data.originals import ORIGINALS, unpacked_unipen

SCRIPT = ROOT / "scripts" / "fetch_data.py"


def fetch_data(out: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run scripts/fetch_data.py as a person would."""
    return run_python(SCRIPT, "--out", out, *arguments)


@pytest.fixture
def server() -> Iterator[FileServer]:
    with serving() as started:
        started.files["unipen.zip"] = unipen_zip()
        yield started


@dataclass(frozen=True)
class Fetched:
    """A data folder after the first run, what the run said, and what the next two said."""

    data: Path
    first: subprocess.CompletedProcess[str]
    again: subprocess.CompletedProcess[str]
    forced: subprocess.CompletedProcess[str]
    digits: tuple[bytes, bytes, bytes]
    asked: int


@pytest.fixture(scope="module")
def fetched(tmp_path_factory: pytest.TempPathFactory) -> Fetched:
    data = tmp_path_factory.mktemp("fetched")
    made = data / "ink" / "unipen-digits.jsonl.gz"
    with serving() as started:
        started.files["unipen.zip"] = unipen_zip()
        arguments = ("--only", "unipen", "--mirror", started.address)
        first, content = fetch_data(data, *arguments), made.read_bytes()
        made.write_bytes(b"changed")
        again, left = fetch_data(data, *arguments), made.read_bytes()
        forced = fetch_data(data, *arguments, "--force")
        asked = len(started.ranges)
    digits = (content, left, made.read_bytes())
    return Fetched(data, first, again, forced, digits, asked)


def lines_of(path: Path) -> list[dict[str, object]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def test_unipen_is_downloaded_unpacked_and_converted(fetched: Fetched) -> None:
    assert fetched.first.returncode == 0, fetched.first.stderr
    digits, letters, symbols = (
        lines_of(fetched.data / "ink" / f"unipen-{kind}.jsonl.gz")
        for kind in ("digits", "letters", "symbols")
    )
    assert digits == [
        {
            "label": "1",
            "writer": "unipen/zzz/ann",
            "source": "unipen",
            "split": "train",
            "strokes": [[[0, 0], [0, 1000]]],
        }
    ]
    assert [each["label"] for each in letters + symbols] == ["I", "l", "|"]


def test_characters_ipad_digits_and_symbols_are_downloaded_and_converted(
    server: FileServer, tmp_path: Path
) -> None:
    drawn = {"id": "a", "source": {"rowId": 4}, "strokes": [[{"x": 0, "y": 0}, {"x": 1, "y": 1}]]}
    server.files["uji.zip"] = uji_zip({"w01": uji_page(("g", [[(3, 4), (3, 5)]]))})
    server.files["ipad.zip"] = ipad_zip(ipad_corpus())
    server.files["detexify.zip"] = detexify_zip({"latex2e:leq": [], "amssymb:leq": [drawn]})
    names = ("uji", "ipad", "detexify")
    done = fetch_data(tmp_path, "--only", *names, "--mirror", server.address)
    assert done.returncode == 0, done.stderr
    files = ("uji-characters", "ipad-digits", "detexify-symbols")
    made = [lines_of(tmp_path / "ink" / f"{name}.jsonl.gz") for name in files]
    assert ["".join(str(each["label"]) for each in inks) for inks in made] == [
        "g",
        "0123456789" * 4,
        "≤",
    ]
    assert [line for line in done.stderr.splitlines() if "expected" in line] == [
        "fetch_data.py: warning: uji-characters: 1 train, 0 dev; expected 1,116 and 248",
        "fetch_data.py: warning: ipad-digits: 30 train, 10 dev; expected 295 and 100",
        "fetch_data.py: warning: detexify-symbols: 1 train, 0 dev; expected 2,761 and 687",
    ]


@pytest.mark.parametrize("name", ["uji", "ipad", "detexify"])
def test_an_original_that_is_none_is_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / f"{name}.zip").write_bytes(b"<html>log in first</html>")
    done = fetch_data(tmp_path, "--only", name, "--mirror", "http://nowhere.invalid")
    path = tmp_path / "raw" / f"{name}.zip"
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"fetch_data.py: {path}: File is not a zip file\n"
    assert not list(tmp_path.glob("ink/*.gz"))


def test_only_what_is_needed_is_unpacked(fetched: Fetched) -> None:
    root = unpacked_unipen(fetched.data / "raw" / "unipen")
    assert {path.name for path in root.iterdir()} == {"data", "include"}
    assert {path.name for path in (root / "data").iterdir()} == {"1a", "1b", "1c", "1d"}


def test_counts_that_differ_are_a_warning(fetched: Fetched) -> None:
    first, *_ = (line for line in fetched.first.stderr.splitlines() if "warning" in line)
    assert first == (
        "fetch_data.py: warning: unipen-digits: 1 train, 0 dev; expected 12,522 and 3,431"
    )


def test_progress_is_a_line_for_each_file_without_a_terminal(fetched: Fetched) -> None:
    assert fetched.first.stderr.splitlines()[0] == "unipen.zip: downloading 0.0 MiB"
    assert "\r" not in fetched.first.stderr


def test_the_checksum_of_the_first_download_is_kept(fetched: Fetched) -> None:
    raw = fetched.data / "raw"
    digest = hashlib.sha256((raw / "unipen.zip").read_bytes()).hexdigest()
    assert (raw / "unipen.zip.sha256").read_text() == f"{digest}  unipen.zip\n"


def test_what_is_there_is_left_alone_unless_forced(fetched: Fetched) -> None:
    assert fetched.again.returncode == fetched.forced.returncode == 0
    assert fetched.again.stdout == f"unipen: already in {fetched.data}\n"
    content, left, anew = fetched.digits
    assert left == b"changed"
    assert anew == content
    assert fetched.asked == 1, "what was downloaded is not downloaded again"


def test_an_interrupted_download_goes_on_in_the_next_run(
    server: FileServer, tmp_path: Path
) -> None:
    server.files["unipen.zip"] = bytes(100_000) + unipen_zip()
    server.stops_after = 50_000
    cut = fetch_data(tmp_path, "--only", "unipen", "--mirror", server.address)
    assert cut.returncode == 2
    assert "stopped after 49,152 of" in cut.stderr
    server.stops_after = None
    assert fetch_data(tmp_path, "--only", "unipen", "--mirror", server.address).returncode == 0
    assert server.ranges == ["", "bytes=49152-"]


def test_a_wrong_file_is_told_by_its_checksum(server: FileServer, tmp_path: Path) -> None:
    server.files["pendigits-orig.tra.Z"] = b"\x1f\x9d\x90 some other file"
    done = fetch_data(tmp_path, "--only", "pendigits", "--mirror", server.address)
    assert done.returncode == 2
    assert "does not match the known hash" in done.stderr
    assert not list((tmp_path / "raw").iterdir())


def test_one_that_fails_does_not_keep_the_next_from_coming(
    server: FileServer, tmp_path: Path
) -> None:
    done = fetch_data(tmp_path, "--only", "omniglot", "unipen", "--mirror", server.address)
    assert done.returncode == 2
    assert "omniglot.npz: 404 Not Found" in done.stderr
    assert (tmp_path / "ink" / "unipen-digits.jsonl.gz").exists()


def test_without_a_network_one_line_says_what_to_do(tmp_path: Path) -> None:
    done = fetch_data(tmp_path, "--only", "mnist", "--mirror", "http://nowhere.invalid/data")
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("fetch_data.py: http://nowhere.invalid/data/mnist.npz: ")
    assert f"put it at {tmp_path / 'raw' / 'mnist.npz'} and run this again" in line


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    done = fetch_data(tmp_path / "file", "--only", "mnist", "--mirror", "http://nowhere.invalid")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_what_was_unpacked_by_hand_needs_no_network(tmp_path: Path) -> None:
    folder = tmp_path / "raw" / "unipen" / "CDROM" / "train_r01_v07"
    for name, text in {
        "include/readme": "",
        "data/1a/zzz/one.dat": '.PEN_DOWN\n1 1\n4 4\n.SEGMENT CHARACTER 0 OK "7"\n',
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    done = fetch_data(tmp_path, "--only", "unipen", "--mirror", "http://nowhere.invalid")
    assert done.returncode == 0, done.stderr
    assert len(lines_of(tmp_path / "ink" / "unipen-digits.jsonl.gz")) == 1
    assert not (tmp_path / "ink" / "unipen-letters.jsonl.gz").exists()


@pytest.mark.parametrize("content", [b"", b"no archive", unipen_zip()[:900]])
def test_an_archive_that_is_none_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "unipen.zip").write_bytes(content)
    with pytest.raises(DataError, match=r"unipen\.zip: cannot be unpacked"):
        unpacked_unipen(tmp_path / "unipen.zip")


def test_a_folder_without_unipen_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no folders data/1a and include"):
        unpacked_unipen(tmp_path)


def test_every_original_comes_by_https_and_makes_something() -> None:
    for original in ORIGINALS.values():
        assert original.remote.address.startswith("https://")
        assert original.products


@pytest.mark.slow
def test_the_shared_originals_need_no_network(data_dir: Path, tmp_path: Path) -> None:
    raw = data_dir / "raw"
    done = fetch_data(tmp_path, "--raw", raw, "--only", "pendigits", "unipen")
    assert done.returncode == 0, done.stderr
    assert done.stdout == (
        "pendigits-train: 5,996 train, 1,498 dev; the same inks as in the shared data\n"
    )
    assert "unipen-digits: 267 train, 339 dev; expected 12,522 and 3,431" in done.stderr
