"""Faults of the program itself: shown in one line, and kept for whoever mends them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from recognizer.errors import FileError, UnexpectedError
from recognizer.keeping.faults import MAX_LOG_BYTES, as_error, keep_fault


def fault(words: str = "no such thing") -> UnexpectedError:
    with pytest.raises(LookupError) as caught:
        raise LookupError(words)
    unexpected = as_error(caught.value, "reading")
    assert isinstance(unexpected, UnexpectedError)
    return unexpected


def test_what_a_user_can_mend_stays_what_it_is() -> None:
    error = FileError("a.png: no such file")
    assert as_error(error, "reading") is error


def test_a_fault_is_one_short_line() -> None:
    assert str(fault()) == "reading failed unexpectedly (LookupError: no such thing)"
    assert str(fault("")) == "reading failed unexpectedly (LookupError)"
    long = str(fault("first\n" + 500 * "long "))
    assert "\n" not in long
    assert len(long) < 250


def test_its_traceback_is_kept(tmp_path: Path) -> None:
    log = tmp_path / "state" / "errors.log"
    assert keep_fault(fault("one"), log) == f"details are in {log}"
    keep_fault(fault("two \udcff"), log)
    text = log.read_text(encoding="utf-8")
    assert [word in text for word in ("Traceback", "LookupError: one", "two")] == [True] * 3
    assert text.index("one") < text.index("two")


def test_the_log_does_not_grow_for_ever(tmp_path: Path) -> None:
    log = tmp_path / "errors.log"
    for _ in range(2):
        log.write_bytes(b"." * (MAX_LOG_BYTES + 1))
        keep_fault(fault(), log)
    assert log.stat().st_size < MAX_LOG_BYTES
    assert sorted(os.listdir(tmp_path)) == ["errors.log", "errors.log.old"]


def test_where_no_log_can_be_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    assert keep_fault(fault(), tmp_path / "file" / "errors.log") == ""
    assert keep_fault(fault(), tmp_path / "folder") == ""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes with names there")
def test_a_pipe_in_the_place_of_the_log_hangs_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "errors.log")
    assert keep_fault(fault(), tmp_path / "errors.log") == ""
