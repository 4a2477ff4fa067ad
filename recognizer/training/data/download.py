"""Downloads files: complete and checked, or not at all; an interrupted download can go on.

Pooch checks each file, and gives its name only to a complete one. An interrupted download stays as
``NAME.part``, and the next run asks for the rest (RFC 9110, range requests). If nobody has
published a checksum, that of the first download is kept as ``NAME.sha256``, in the form of
sha256sum(1). It shows that a file has changed since then, not that the first download was right.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pooch
import requests
from tqdm import tqdm

from recognizer.errors import DataError, reason

TIMEOUT_SECONDS = 30.0
"""A server that sends no byte for so long counts as unreachable."""
_CHUNK = 2**13
_PAST_THE_END = requests.codes.requested_range_not_satisfiable


@dataclass(frozen=True)
class Remote:
    """A file on a server: its name here, its address, its SHA-256 or "" if none is known."""

    name: str
    address: str
    sha256: str = ""


def fetch(remote: Remote, folder: Path) -> Path:
    """Return the path of `remote` in `folder`; download it if it is not there.

    Progress goes to standard error: a bar on a terminal, one line elsewhere.

    Raises
    ------
    DataError
        If the server cannot be reached, has no such file, or stops too early; if the file has
        another checksum; or if `folder` cannot be written. The message says what to do.
    """
    path = folder / remote.name
    if not remote.address.startswith(("https://", "http://")):
        raise DataError(f"{remote.address}: not an address of a web server")
    try:
        _fetch(remote, path, path.with_name(f"{path.name}.sha256"))
    except requests.RequestException as error:
        raise DataError(
            f"{remote.address}: {_why(error)}; run this again to go on, or download the file "
            f"yourself, put it at {path} and run this again"
        ) from None
    except (OSError, ValueError) as error:  # ValueError: pooch found another checksum
        raise DataError(f"{getattr(error, 'filename', None) or path}: {reason(error)}") from None
    return path


def _fetch(remote: Remote, path: Path, note: Path) -> None:
    words = note.read_text(encoding="utf-8").split() if note.exists() else []
    known = remote.sha256 or (words[0] if words else None)
    if path.exists():
        if known and (found := pooch.file_hash(path)) != known:
            raise DataError(f"{path}: its SHA-256 is {found}, not {known}; remove it and run again")
        return
    pooch.get_logger().setLevel("WARNING")
    go_on = partial(_go_on, part=path.with_name(f"{path.name}.part"))
    pooch.retrieve(remote.address, known, path.name, path.parent, downloader=go_on)
    if not known:
        note.write_text(f"{pooch.file_hash(path)}  {path.name}\n", encoding="utf-8")


def _go_on(address: str, whole: str, _pooch: object, part: Path) -> None:
    """Download `address` to the file `whole`; go on where an earlier run has left `part`."""
    have = part.stat().st_size if part.exists() else 0
    asked = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
    with requests.get(address, headers=asked, stream=True, timeout=TIMEOUT_SECONDS) as response:
        if response.status_code != _PAST_THE_END:
            response.raise_for_status()
            _save(response, part)
        elif response.headers.get("Content-Range") != f"bytes */{have}":
            part.unlink()  # longer than the file: start again
            return _go_on(address, whole, _pooch, part)
    return os.replace(part, whole)


def _save(response: requests.Response, part: Path) -> None:
    with part.open("ab" if response.status_code == requests.codes.partial else "wb") as stream:
        here, length = stream.tell(), response.headers.get("Content-Length")
        total = here + int(length) if length else None
        if not sys.stderr.isatty():
            size = f"{total / 2**20:.1f} MiB" if total else "a file of unknown size"
            tqdm.write(f"{part.stem}: downloading {size}", file=sys.stderr)
        with tqdm(
            desc=part.stem,
            initial=here,
            total=total,
            unit="B",
            unit_scale=True,
            unit_divisor=1024,
            disable=None,  # no bar where there is no terminal
        ) as bar:
            try:
                for chunk in response.iter_content(_CHUNK):
                    bar.update(stream.write(chunk))
            except requests.RequestException as error:
                whole = f" of {total:,}" if total else ""
                stopped = f"stopped after {stream.tell():,}{whole} bytes"
                raise requests.RequestException(stopped) from error


def _why(error: requests.RequestException) -> str:
    if error.response is not None:
        return f"{error.response.status_code} {error.response.reason}"
    unreached = isinstance(error, requests.ConnectionError)
    return "the server cannot be reached" if unreached else str(error)
