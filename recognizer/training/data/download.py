"""Files from the internet: whole and checked, or not at all; an interrupted one goes on.

What has arrived is kept as ``NAME.part`` and asked for from there on (RFC 9110, range requests);
only a whole and checked file gets its name. Where nobody published a checksum, that of the first
download is kept as ``NAME.sha256``, in the form of sha256sum(1), and holds from then on: it tells
that a file has changed since, not that the first was right.
"""

from __future__ import annotations

import hashlib
import http.client
import os
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from recognizer.errors import DataError, reason

TIMEOUT = 30.0
"""Seconds without a byte until a server counts as gone."""
_CHUNK = 2**18

Report = Callable[[str, int, int], None]
"""Is told the name, the bytes that are here, and those of the whole, 0 where it is unknown."""


@dataclass(frozen=True)
class Remote:
    """A file on a server: its name here, its address, its SHA-256 or "" where none is known."""

    name: str
    address: str
    sha256: str = ""


def fetch(remote: Remote, folder: Path, report: Report) -> Path:
    """Return the path of `remote` in `folder`, downloaded unless it is there already.

    Raises
    ------
    DataError
        If the server cannot be reached, has no such file, or stops too early; if the file is not
        the one that is expected; or if `folder` cannot be written. The message says what to do.
    """
    path = folder / remote.name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            part = folder / (remote.name + ".part")
            _download(remote, part, path, report)
            _check(part, remote, path)
            os.replace(part, path)
            if not remote.sha256:
                _record(path)
        else:
            _check(path, remote, path)
    except OSError as error:
        raise DataError(f"{error.filename or path}: {reason(error)}") from None
    return path


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of the file `path` in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _download(remote: Remote, part: Path, path: Path, report: Report) -> None:
    have = part.stat().st_size if part.exists() else 0
    try:
        with _open(remote.address, have) as response:
            _save(response, part, remote, report)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and have:
            _after_the_end(error, remote, part, path, report)
            return
        raise DataError(_by_hand(remote, path, f"{error.code} {error.reason}")) from None
    except urllib.error.URLError as error:
        raise DataError(_by_hand(remote, path, _network_reason(error.reason))) from None
    except (http.client.HTTPException, ConnectionError, TimeoutError) as error:
        raise DataError(_by_hand(remote, path, _network_reason(error))) from None


def _open(address: str, have: int) -> http.client.HTTPResponse:
    if not address.startswith(("https://", "http://")):
        raise DataError(f"{address}: no address of a web server")
    request = urllib.request.Request(address)  # noqa: S310  (checked above)
    request.add_header("User-Agent", "recognizer-fetch-data")
    if have:
        request.add_header("Range", f"bytes={have}-")
    response = urllib.request.urlopen(request, timeout=TIMEOUT)  # noqa: S310  (checked above)
    assert isinstance(response, http.client.HTTPResponse)  # noqa: S101  (what http gives)
    return response


def _save(response: http.client.HTTPResponse, part: Path, remote: Remote, report: Report) -> None:
    goes_on = response.status == http.HTTPStatus.PARTIAL_CONTENT
    with part.open("ab" if goes_on else "wb") as stream:
        length = response.headers.get("Content-Length", "")
        total = stream.tell() + int(length) if length.isdecimal() else 0
        _copy(response, stream, lambda here: report(remote.name, here, total))
        here = stream.tell()
    if here < total:
        raise DataError(
            f"{remote.address}: stopped after {here:,} of {total:,} bytes; "
            "run again and it goes on from there"
        )


def _copy(response: IO[bytes], stream: IO[bytes], tell: Callable[[int], None]) -> None:
    tell(stream.tell())
    while chunk := response.read(_CHUNK):
        stream.write(chunk)
        tell(stream.tell())


def _after_the_end(
    error: urllib.error.HTTPError, remote: Remote, part: Path, path: Path, report: Report
) -> None:
    """Keep a part that was whole already; begin anew with one that is longer than the file."""
    if error.headers.get("Content-Range", "") != f"bytes */{part.stat().st_size}":
        part.unlink()
        _download(remote, part, path, report)


def _check(file: Path, remote: Remote, path: Path) -> None:
    expected, known = remote.sha256 or _recorded(path), sha256_of(file)
    if not expected or known == expected:
        return
    if file != path:
        file.unlink()
        raise DataError(
            f"{remote.address}: its SHA-256 is {known}, not {expected}; "
            "it was not kept: run again, or get the file elsewhere"
        )
    raise DataError(
        f"{path}: its SHA-256 is {known}, not {expected}; remove it and run again to download it"
    )


def _record(path: Path) -> None:
    text = f"{sha256_of(path)}  {path.name}\n"
    _beside(path).write_text(text, encoding="utf-8")


def _recorded(path: Path) -> str:
    try:
        return _beside(path).read_text(encoding="utf-8").split()[0]
    except (FileNotFoundError, IndexError):
        return ""


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".sha256")


def _by_hand(remote: Remote, path: Path, what: str) -> str:
    return (
        f"{remote.address}: {what}; run again to go on, or get the file by hand, "
        f"put it at {path} and run again"
    )


def _network_reason(error: object) -> str:
    if isinstance(error, BaseException):
        return reason(error) or type(error).__name__
    return str(error)
