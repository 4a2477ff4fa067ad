"""What `fuzz.py` damages, how, and what is then done with it: one target for each kind of input."""

import gzip
import io
import itertools
import json
import os
import re
import signal
import struct
import sys
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TextIO

import cv2
import numpy as np

from recognizer import Ink, Reader
from recognizer.errors import ModelError, RecognizerError
from recognizer.ink.inkfile import read_ink_file
from recognizer.pictures.decode import decode_picture
from recognizer.resources import models_dir

LIMIT_SECONDS = 20
"""Processor time for one input."""
LIMIT_MEMORY_BYTES = 4 * 2**30
"""Address space of a process: the libraries reserve about two gigabytes, and use a tenth."""
MOST_BYTES = 2**20
READ_ONE_OF = 8
"""Of the inks and pictures that can be decoded so many are read, too: reading takes longest."""
ROOT = Path(__file__).resolve().parent.parent.parent

EXAMPLES = (ROOT / "docs" / "examples" / "digits.jsonl").read_bytes()
TOKENS = [
    *(b"null", b"true", b"[]", b"{}", b'""', b"[", b"]", b"{", b"}", b",", b":", b"\n", b"\0"),
    *(b"0", b"-1", b"1e308", b"1e999", b"-1e999", b"NaN", b"Infinity", b"9" * 400, b"9" * 5000),
    *(b"2147483648", b"1e-320", b"0.1", b'"strokes"', b'"label"', b'"\\ud800"', b"\xff\xfe"),
    *(b"[" * 2000, b'"x":' * 20, b"0001-01-01T00:00:00+14:00", b"9999-12-31T23:59:59-14:00"),
]
HOSTILE = [
    *(b"null", b"true", b"[]", b"{}", b'""', b'"x"', b"[[[]]]", b"[" * 3000, b'{"a":' * 3000),
    *(b"0", b"-1", b"1.5", b"1e308", b"-1e308", b"1e999", b"-1e999", b"NaN", b"-Infinity"),
    *(b"9" * 400, b"9" * 5000, b"18446744073709551616", b"1e-320", b'"\\ud800"', b'"\\u0000"'),
    *(b'"0001-01-01T00:00:00+14:00"', b'"9999-12-31T23:59:59-14:00"', b'"' + b"x" * 9999 + b'"'),
]
"""Values that programs stumble over, as JSON writes them."""
VALUE = re.compile(rb'-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|"[^"]*"|true|false|null')
NUMBERS = [0, 1, 2, 127, 128, 255, 256, 32767, 65535, 65536, 2**24, 2**31 - 1, 2**31, 2**32 - 1]

Rng = np.random.Generator
Bytes = bytes | bytearray


# Damage


def damage(content: bytes, rng: Rng) -> bytes:
    """Return `content` with one to eight changes."""
    changed = bytearray(content)
    for _ in range(int(rng.integers(1, 9))):
        change = CHANGES[int(rng.integers(len(CHANGES)))]
        changed = change(changed, int(rng.integers(len(changed) + 1)), rng)
    return bytes(changed[:MOST_BYTES])


def _flip(content: bytearray, place: int, rng: Rng) -> bytearray:
    if place < len(content):
        content[place] ^= 1 << int(rng.integers(8))
    return content


def _number(content: bytearray, place: int, rng: Rng) -> bytearray:
    form = ("<H", ">H", "<I", ">I")[int(rng.integers(4))]
    mask = 2 ** (8 * struct.calcsize(form)) - 1
    packed = struct.pack(form, NUMBERS[int(rng.integers(len(NUMBERS)))] & mask)
    content[place : place + len(packed)] = packed
    return content


def _early_number(content: bytearray, place: int, rng: Rng) -> bytearray:
    return _number(content, place % 64, rng)  # headers lie there


def _token(content: bytearray, place: int, rng: Rng) -> bytearray:
    end = place + int(rng.integers(6))
    content[place:end] = TOKENS[int(rng.integers(len(TOKENS)))]
    return content


def _cut(content: bytearray, place: int, rng: Rng) -> bytearray:
    del content[place : place + int(rng.integers(1, 64))]
    return content


def _end(content: bytearray, place: int, rng: Rng) -> bytearray:
    return content[:place]


def _again(content: bytearray, place: int, rng: Rng) -> bytearray:
    piece = content[place : place + int(rng.integers(1, 200))]
    content[place:place] = piece * int(rng.integers(1, 100))
    return content


def _noise(content: bytearray, place: int, rng: Rng) -> bytearray:
    content[place : place + 8] = rng.bytes(int(rng.integers(1, 16)))
    return content


CHANGES = [_flip, _flip, _number, _early_number, _token, _cut, _end, _again, _noise]


def text_damage(content: bytes, rng: Rng) -> bytes:
    """Put hostile values in the place of one to three values of JSON or TOML, or damage bytes."""
    if rng.random() < 0.4:
        return damage(content, rng)
    for _ in range(int(rng.integers(1, 4))):
        found = list(islice(VALUE.finditer(content), 5000))
        if found:
            start, end = found[int(rng.integers(len(found)))].span()
            content = content[:start] + HOSTILE[int(rng.integers(len(HOSTILE)))] + content[end:]
    return content[:MOST_BYTES]


def packed_damage(content: bytes, rng: Rng) -> bytes:
    """Damage what is packed, or the packed file."""
    if rng.random() < 0.3:
        return damage(content, rng)
    return gzip.compress(text_damage(gzip.decompress(content), rng), 1)


def png_damage(content: bytes, rng: Rng) -> bytes:
    """Damage a PNG; often with checksums made right, or nothing behind them would be seen."""
    changed = bytearray(damage(content, rng))
    if rng.random() < 0.3:
        return bytes(changed)
    place = 8
    while place + 12 <= len(changed):
        size = int.from_bytes(changed[place : place + 4], "big")
        end = place + 8 + size
        if end + 4 > len(changed):
            break
        changed[end : end + 4] = struct.pack(">I", zlib.crc32(changed[place + 4 : end]))
        place = end + 4
    return bytes(changed)


# Sound inputs


def drawn() -> np.ndarray:
    """Return a small picture of a seven, (48, 40, 3) uint8."""
    picture = np.full((48, 40, 3), 230, np.uint8)
    cv2.polylines(picture, [np.array([[8, 8], [30, 8], [16, 40]])], False, (30, 40, 50), 4)
    return picture


def pictures(suffix: str, *flags: int) -> list[bytes]:
    """Return the picture in one kind of file, in color, gray and with alpha where it can be."""
    color = drawn()
    alpha = np.dstack([color, color[..., 0]])
    deep = color.astype(np.uint16) * 257
    made = []
    for picture in (color, color[..., 0].copy(), alpha, deep):
        try:
            done, content = cv2.imencode(suffix, picture, flags)
        except cv2.error:
            continue
        made += [content.tobytes()] if done else []
    return made


def jpegs() -> list[bytes]:
    """Return a JPEG that is read from top to bottom, and one in several scans."""
    return pictures(".jpg") + pictures(".jpg", cv2.IMWRITE_JPEG_PROGRESSIVE, 1)


def bmps() -> list[bytes]:
    """Return BMP files of Windows and of OS/2."""
    color = drawn()
    start = b"BM" + struct.pack("<IHHIIHHHH", 26 + color.nbytes, 0, 0, 26, 12, 40, 48, 1, 24)
    return [*pictures(".bmp"), start + color[::-1].tobytes()]


def tiffs() -> list[bytes]:
    """Return TIFF files: packed as OpenCV does, plain, of several tiles, and a BigTIFF."""
    return [
        *pictures(".tif"),
        *pictures(".tif", cv2.IMWRITE_TIFF_COMPRESSION, 1),
        *pictures(".tif", cv2.IMWRITE_TIFF_COMPRESSION, 8),
        plain_tiff(tile=16),
        plain_tiff(is_big=True),
    ]


def plain_tiff(tile: int = 0, is_big: bool = False) -> bytes:
    """Return the gray picture as an unpacked TIFF, in one strip or in tiles of that side."""
    gray = drawn()[..., 0]
    rows, cols = gray.shape
    tags = {256: cols, 257: rows, 258: 8, 259: 1, 262: 1, 277: 1}
    if tile:
        square = np.zeros((48, 48), np.uint8)
        square[:rows, :cols] = gray
        tags |= {322: 48, 323: 48, 324: 1000, 325: 48 * 48}
        gray = square
    else:
        tags |= {273: 1000, 278: rows, 279: rows * cols}
    entry, head = ("<HHQQ", struct.pack("<HHQQ", 8, 0, 16, len(tags))) if is_big else ("<HHII", b"")
    entries = b"".join(struct.pack(entry, tag, 4, 1, value) for tag, value in sorted(tags.items()))
    start = b"II+\0" + head if is_big else b"II*\0" + struct.pack("<IH", 8, len(tags))
    return (start + entries + bytes(8)).ljust(1000, b"\0") + gray.tobytes()


def inks() -> list[bytes]:
    """Return inks, one each."""
    lines = EXAMPLES.splitlines()
    rich = {"format": "recognizer-ink", "version": 1, "pen_widths": [24.0, None]}
    rich |= {"strokes": [[[0, 0, 0.0, 0.5], [9, 50, 0.1, 1]], [[30, 0], [30, 50]]], "label": "7"}
    return [*lines[:3], json.dumps(rich).encode()]


def journals() -> list[bytes]:
    """Return journals as the board writes them: strokes, what was said of them, a picture."""
    from recognizer.document.session import Session
    from recognizer.keeping.autosave import Autosave
    from recognizer.keeping.boardfiles import load_board_file

    made = []
    for kind in (".json", ".png"):
        with tempfile.TemporaryDirectory() as place:
            path = Path(place) / f"a{kind}"
            path.write_bytes(inks()[3] if kind == ".json" else pictures(kind)[0])
            autosave = Autosave(Path(place) / "journal")
            autosave.restore()
            session = Session(reader(), 10.0, on_change=autosave.record)
            session.open(load_board_file(path))
            for x in (100.0, 200.0):
                session.pen_down(x, 10.0)
                session.pen_move(x + 5, 90.0)
                session.pen_up()
            session.undo()
            autosave.close()
            made += [each.read_bytes() for each in (Path(place) / "journal").glob("*.jsonl")]
    return made


def settings() -> list[bytes]:
    """Return settings as they are kept."""
    from recognizer.keeping.settings import Settings, save_settings

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "settings.toml"
        save_settings(Settings(size=(1280, 800), position=(3, 4)), path)
        return [path.read_bytes()]


def profiles() -> list[bytes]:
    """Return a profile of two lessons."""
    from recognizer.keeping.profiles import profile_text

    made = [reader().lesson(Ink.from_json(line), "7") for line in EXAMPLES.splitlines()[:2]]
    return [profile_text(made).encode()]


def resumes() -> list[bytes]:
    """Return a file of --resume."""
    source = {"path": "/x/a.jsonl", "size": 10, "mtime_ns": 10**18, "line": 1, "last": False}
    lines = [
        {"file": f"a.jsonl:{line}", "text": "7", "source": {**source, "line": line}}
        for line in (1, 2)
    ]
    return ["".join(json.dumps(line) + "\n" for line in lines).encode()]


def requests() -> list[bytes]:
    """Return bodies of requests, each after a line with its path and type."""
    ink = json.loads(inks()[0])
    example = {"label": "7", "model": "x", "embedding": [0.5] * 96}
    boundary = b'--b\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\n\r\n'
    picture = pictures(".png")[0]
    return [
        b"/api/ink application/json\n" + json.dumps({**ink, "lessons": [example]}).encode(),
        b"/api/lesson application/json\n" + json.dumps({**ink, "label": "7"}).encode(),
        b"/api/image image/png\n" + picture,
        b"/api/image multipart/form-data; boundary=b\n" + boundary + picture + b"\r\n--b--\r\n",
        b"/predict multipart/form-data; boundary=b\n" + boundary + picture + b"\r\n--b--\r\n",
        b"/predict application/x-www-form-urlencoded\nimage=data%3Aimage%2Fpng%3Bbase64%2CAAAA",
    ]


# What is done with them


@cache
def reader() -> Reader:
    """Return the reader of this process."""
    return Reader()


@cache
def folder() -> Path:
    """Return the folder of this process, in which a target may write."""
    return Path(tempfile.mkdtemp(prefix="fuzz-"))


def is_chosen(content: bytes) -> bool:
    """Tell whether what was decoded is to be read, too."""
    return zlib.crc32(content) % READ_ONE_OF == 0


def ink_file(suffix: str) -> Callable[[bytes], None]:
    """Return what reads a file of ink."""

    def run(content: bytes) -> None:
        path = folder() / f"a{suffix}"
        path.write_bytes(content)
        inks = list(islice(read_ink_file(path, lambda error: None), 50))
        if inks and is_chosen(content):
            reader().read_ink(inks[0].ink)

    return run


def picture(content: bytes) -> None:
    """Decode a picture."""
    decoded = decode_picture(content)
    if is_chosen(content) and decoded.size < 10**6:
        reader().read_image(decoded)


def standard_input(content: bytes) -> None:
    """Read what comes through a pipe."""
    from recognizer.commands.read.standardinput import read_stream

    found = read_stream(io.BytesIO(content))
    if not isinstance(found, np.ndarray):
        list(islice(found, 50))


def on_the_board(content: bytes) -> None:
    """Open an ink on the board, and play it."""
    from recognizer.board.input.replay import replay_events
    from recognizer.keeping.boardfiles import load_board_file

    path = folder() / "a.json"
    path.write_bytes(content)
    page = load_board_file(path)
    for _ in islice(replay_events([page.ink], (1280, 800)), 2000):
        pass


def journal(content: bytes) -> None:
    """Restore a board from its journal; it always opens."""
    from recognizer.keeping.autosave import Autosave

    place = Path(tempfile.mkdtemp(dir=folder()))
    (place / "board-1.jsonl").write_bytes(content)
    autosave = Autosave(place)
    autosave.restore()
    autosave.close()


def settings_file(content: bytes) -> None:
    """Load settings, which are never refused."""
    from recognizer.keeping.settings import load_settings

    path = Path(tempfile.mkdtemp(dir=folder())) / "settings.toml"
    path.write_bytes(content)
    try:
        load_settings(path)
    except RecognizerError as error:
        raise AssertionError("settings prevent starting") from error


def profile(content: bytes) -> None:
    """Take in the lessons of a profile, and read with them."""
    from recognizer.commands.profile import _time
    from recognizer.keeping.profiles import lessons_in, profile_text

    lessons, _ = lessons_in(content)
    profile_text(lessons)
    for each in lessons:
        _time(each)
    if lessons and is_chosen(content):
        Reader(None, lessons).read_ink(lessons[0].ink)


def resume(content: bytes) -> None:
    """Open a file of --resume."""
    from recognizer.commands.read.resume import ResumeLog

    path = folder() / "out.jsonl"
    path.write_bytes(content)
    with ResumeLog(path):
        pass


def model(card: bytes, network: bytes) -> None:
    """Load a model of others, and read with it."""
    from recognizer.network.classifier import Classifier

    place = folder() / "model"
    place.mkdir(exist_ok=True)
    (place / "digits.json").write_bytes(card)
    (place / "digits.tflite").write_bytes(network)
    Classifier(place).predict(np.zeros((1, 28, 28), np.float32))


def small_network() -> bytes:
    """Return the small model that is shipped."""
    return (models_dir() / "small" / "digits.tflite").read_bytes()


def small_card() -> bytes:
    """Return the card of it."""
    return (models_dir() / "small" / "digits.json").read_bytes()


def card(content: bytes) -> None:
    """Load the small network with another card."""
    model(content, small_network())


def network(content: bytes) -> None:
    """Load a network whose card has the right checksum."""
    import hashlib

    card = json.loads(small_card()) | {"sha256": hashlib.sha256(content).hexdigest()}
    model(json.dumps(card).encode(), content)


@cache
def client() -> object:
    """Return a client of the web application."""
    from recognizer.web import create_app

    return create_app().test_client()


def request(content: bytes) -> None:
    """Send a request; the answer is never one of 5xx."""
    line, _, body = content.partition(b"\n")
    path, _, kind = line.decode("latin-1").partition(" ")
    safe = "".join(each for each in kind if " " <= each <= "~")
    if path not in ("/api/ink", "/api/lesson", "/api/image", "/predict"):
        path = "/api/ink"
    answer = client().post(path, data=body, content_type=safe)  # type: ignore[attr-defined]
    if answer.status_code >= 500:
        raise AssertionError(f"{path}: {answer.status_code} {answer.get_data()[:200]!r}")


@dataclass(frozen=True)
class Target:
    """A kind of input: its part of all inputs, sound ones, what is done with it, its damage."""

    share: int
    seeds: Callable[[], list[bytes]]
    run: Callable[[bytes], None]
    damage: Callable[[bytes, Rng], bytes] = damage


TARGETS = {
    "json": Target(120, inks, ink_file(".json"), text_damage),
    "jsonl": Target(80, lambda: [EXAMPLES[:4000]], ink_file(".jsonl"), text_damage),
    "jsonl.gz": Target(
        60, lambda: [gzip.compress(EXAMPLES[:4000])], ink_file(".jsonl.gz"), packed_damage
    ),
    "stdin": Target(40, lambda: [*inks(), *pictures(".png")], standard_input),
    "board": Target(30, inks, on_the_board, text_damage),
    "png": Target(100, lambda: pictures(".png"), picture, png_damage),
    "jpg": Target(80, jpegs, picture),
    "bmp": Target(60, bmps, picture),
    "webp": Target(80, lambda: pictures(".webp"), picture),
    "gif": Target(60, lambda: pictures(".gif"), picture),
    "tif": Target(100, tiffs, picture),
    "journal": Target(50, journals, journal, text_damage),
    "settings": Target(40, settings, settings_file, text_damage),
    "profile": Target(40, profiles, profile, text_damage),
    "resume": Target(40, resumes, resume, text_damage),
    "card": Target(20, lambda: [small_card()], card, text_damage),
    "network": Target(2, lambda: [small_network()], network),
    "web": Target(80, requests, request, text_damage),
}


@cache
def seeds_of(name: str) -> list[bytes]:
    """Return the sound inputs of a target."""
    return TARGETS[name].seeds()


def damaged(name: str, seed: int, number: int) -> bytes:
    """Return an input of a target; the same for the same numbers."""
    rng = np.random.default_rng([seed, list(TARGETS).index(name), number])
    seeds = seeds_of(name)
    return TARGETS[name].damage(seeds[int(rng.integers(len(seeds)))], rng)


# The process


def work(name: str, seed: int, start: int, count: int) -> int:
    """Work at inputs, saying the number of each before and a finding after it."""
    say = _begin()
    signal.signal(signal.SIGPROF, _too_long)
    seeds_of(name)
    for number in range(start, start + count):
        content = damaged(name, seed, number)
        say.write(f"{number} \n")
        signal.setitimer(signal.ITIMER_PROF, LIMIT_SECONDS)
        finding = outcome(name, content)
        signal.setitimer(signal.ITIMER_PROF, 0)
        if finding:
            say.write(f"{number} {finding}\n")
    return 0


class _TooLongError(BaseException):
    """More than `LIMIT_SECONDS`."""


def _too_long(*_: object) -> None:
    raise _TooLongError


def outcome(name: str, content: bytes) -> str:
    """Return what was found at an input, in one line, or ""."""
    try:
        TARGETS[name].run(content)
    except ModelError as error:
        return str(error) if "did not come to an end" in str(error) else ""
    except RecognizerError as error:
        return "a message of several lines" if "\n" in str(error) else ""
    except _TooLongError:
        return f"more than {LIMIT_SECONDS} s"
    except BaseException as error:
        traceback = error.__traceback__
        while traceback and traceback.tb_next:
            traceback = traceback.tb_next
        place = (
            f"{traceback.tb_frame.f_code.co_filename}:{traceback.tb_lineno}" if traceback else ""
        )
        return f"{type(error).__name__}: {error} ({place})".replace("\n", " ")[:500]
    return ""


def work_guided(name: str, seed: int, start: int, count: int, keep: Path) -> int:
    """Let Atheris choose the inputs; it ends the process at the first finding, and keeps it."""
    import atheris

    say = _begin()
    keep.mkdir(parents=True, exist_ok=True)
    numbers = itertools.count(start)
    corpus = folder() / "corpus"
    corpus.mkdir()
    for k, content in enumerate(seeds_of(name)):
        (corpus / str(k)).write_bytes(content)

    def one(content: bytes) -> None:
        say.write(f"{next(numbers)} \n")
        if finding := outcome(name, content):
            raise AssertionError(finding)

    options = [f"-atheris_runs={count}", f"-timeout={LIMIT_SECONDS}", f"-seed={seed}"]
    options += [f"-rss_limit_mb={LIMIT_MEMORY_BYTES >> 20}", f"-artifact_prefix={keep}/{name}-"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one)
    atheris.Fuzz()
    return 0


def _begin() -> TextIO:
    """Prepare this process, and return what it speaks to.

    One that grows beyond reason ends with a MemoryError.
    """
    import resource

    os.environ["RECOGNIZER_HOME"] = str(folder() / "home")
    os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"
    resource.setrlimit(resource.RLIMIT_AS, (LIMIT_MEMORY_BYTES, LIMIT_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return os.fdopen(os.dup(1), "w", buffering=1)
