"""Standard input: a picture or inks, one of them at a time; and `recognizer read -`."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest
from commandline import records
from making import changed_environment, ink_line, picture_of, write_lines
from strokes import DIGITS

from recognizer.commands.read.standardinput import read_stream
from recognizer.errors import InkError, PictureError
from recognizer.ink import Ink
from recognizer.ink.inkfile import LabeledInk
from recognizer.pictures.decode import Picture
from recognizer.pictures.pages import Pages


def inks(content: bytes) -> list[LabeledInk]:
    """Return the inks in `content`."""
    read = read_stream(io.BytesIO(content))
    assert not isinstance(read, Pages)
    return list(read)


def encoded(suffix: str) -> tuple[bytes, Picture]:
    """Return a picture as bytes, and its pixels."""
    picture = picture_of(DIGITS["3"])
    return cv2.imencode(suffix, picture)[1].tobytes(), picture


@pytest.mark.parametrize("suffix", [".png", ".bmp", ".jpg", ".webp"])
def test_a_picture_is_known_by_how_it_begins(suffix: str) -> None:
    content, picture = encoded(suffix)
    read = read_stream(io.BytesIO(content))
    assert isinstance(read, Pages)
    assert [read.page(number).shape[:2] for number in read.numbers] == [picture.shape]


@pytest.mark.parametrize("begin", [b"\x89PNG", b"GIF89a", b"RIFF", b"\xff\xd8\xff"])
def test_a_broken_picture_is_told_as_one(begin: bytes) -> None:
    read = read_stream(io.BytesIO(begin + b"nothing more"))
    assert isinstance(read, Pages)
    with pytest.raises(PictureError, match=r"^-: "):
        read.page(0)


def test_nothing_at_all_is_an_empty_file() -> None:
    with pytest.raises(PictureError, match=r"^-: standard input is empty$"):
        read_stream(io.BytesIO())


def test_one_ink_may_be_spread_over_lines() -> None:
    text = json.dumps(json.loads(DIGITS["7"].to_json()), indent=1)
    assert [each.ink for each in inks(text.encode())] == [DIGITS["7"]]


def test_inks_have_the_numbers_of_their_lines() -> None:
    lines = [ink_line(DIGITS["1"]), "", ink_line(DIGITS["2"])]
    read = inks("\n".join(lines).encode())
    assert [(each.line, each.ink) for each in read] == [(1, DIGITS["1"]), (3, DIGITS["2"])]


def test_blank_lines_may_come_first() -> None:
    read = inks(b"\n\n" + ink_line(DIGITS["1"]).encode())
    assert [(each.line, each.ink) for each in read] == [(3, DIGITS["1"])]


def test_a_million_blank_lines_are_counted() -> None:
    read = inks(b"\n" * 10**6 + ink_line(DIGITS["1"]).encode())
    assert [each.line for each in read] == [10**6 + 1]


def test_an_ink_comes_before_the_next_line_is_there() -> None:
    ours, theirs = os.pipe()
    with open(ours, "rb") as stream, open(theirs, "wb", buffering=0) as writer:
        for digit in "12":
            writer.write(ink_line(DIGITS[digit]).encode() + b"\n")
            if digit == "1":
                read = read_stream(stream)
            assert isinstance(read, Iterator)
            assert next(read).ink == DIGITS[digit]


@pytest.mark.parametrize("content", [b"hello", b"[" * 10**5, b"\0" * 100, b"\xef\xbb\xbf", b"3"])
def test_what_is_neither_is_told_with_its_line(content: bytes) -> None:
    with pytest.raises(InkError, match=r"^-:1: not "):
        inks(content)


def test_a_bad_line_is_told_after_those_before_it() -> None:
    content = f"{ink_line(DIGITS['1'])}\n{{\n".encode()
    read = read_stream(io.BytesIO(content))
    assert isinstance(read, Iterator)
    assert next(read).ink == DIGITS["1"]
    with pytest.raises(InkError, match=r"^-:2: not JSON"):
        next(read)


def test_an_ink_without_strokes_is_an_ink() -> None:
    assert [each.ink for each in inks(Ink().to_json().encode())] == [Ink()]


def piped(content: bytes, *arguments: object) -> subprocess.CompletedProcess[bytes]:
    """Run `recognizer read` in a process of its own, with `content` on its standard input."""
    return subprocess.run(
        [sys.executable, "-m", "recognizer", "read", *map(str, arguments)],
        input=content,
        capture_output=True,
        env=changed_environment(),
        timeout=120,
        check=False,
    )


def test_standard_input_may_be_a_picture() -> None:
    png = cv2.imencode(".png", picture_of(DIGITS["3"]))[1].tobytes()
    done = piped(png, "-")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"3 (")


def test_standard_input_may_be_a_picture_of_several_pages() -> None:
    pages = [picture_of(DIGITS[digit]) for digit in "37"]
    done = piped(cv2.imencodemulti(".tif", pages)[1].tobytes(), "--json", "-")
    said = [(record["file"], record["text"]) for record in records(done.stdout.decode())]
    assert said == [("-:1", "3"), ("-:2", "7")]


def test_a_heic_photo_is_told_as_one_with_what_to_do() -> None:
    done = piped(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100), "-")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.count(b"\n") == 1
    assert b"HEIC photo" in done.stderr
    assert b"save it as JPEG" in done.stderr


@pytest.mark.parametrize("workers", [1, 2])
def test_standard_input_may_be_ink_among_other_files(tmp_path: Path, workers: int) -> None:
    files = [write_lines(tmp_path / f"{d}.json", [ink_line(DIGITS[d])]) for d in "37"]
    lines = "".join(ink_line(DIGITS[digit]) + "\n" for digit in "12").encode()
    done = piped(lines, "--json", "--workers", workers, files[0], "-", files[1])
    said = [(record["file"], record["text"]) for record in records(done.stdout.decode())]
    assert said == [(str(files[0]), "3"), ("-:1", "1"), ("-:2", "2"), (str(files[1]), "7")]


@pytest.mark.parametrize("content", [b"", b"hello", b"\x89PNG"])
def test_bad_standard_input_is_told_in_one_line(content: bytes) -> None:
    done = piped(content, "-")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"recognizer: -")
    assert done.stderr.count(b"\n") == 1
