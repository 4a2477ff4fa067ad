"""What `fuzz.py` does with damaged inputs: one target for each kind of input."""

import gzip
import io
import itertools
import json
import os
import signal
import sys
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TextIO

import numpy as np
from fuzzing.damage import Rng, damage, packed_damage, png_damage, text_damage
from fuzzing.soundinputs import (
    EXAMPLES,
    bmps,
    image_sets,
    inkmls,
    inks,
    journals,
    jpegs,
    pictures,
    profiles,
    quickdraws,
    reader,
    requests,
    resumes,
    settings,
    small_card,
    small_network,
    tiffs,
    unipens,
)

from recognizer import Reader
from recognizer.errors import ModelError, RecognizerError
from recognizer.ink.inkfile import read_ink_file
from recognizer.pictures.decode import decode_picture
from recognizer.pictures.imagesets import load_images
from recognizer.pictures.pages import Pages

LIMIT_SECONDS = 20
"""Processor time for one input."""
LIMIT_MEMORY_BYTES = 4 * 2**30
"""Address space of a process: the libraries reserve about two gigabytes, and use a tenth."""
READ_ONE_OF = 8
"""Of the inks and pictures that can be decoded so many are read, too: reading takes longest."""


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
    if isinstance(found, Pages):
        found.page(found.numbers[-1])
    else:
        list(islice(found, 50))


def image_set(suffix: str) -> Callable[[bytes], None]:
    """Return what reads a set of images."""

    def run(content: bytes) -> None:
        path = folder() / f"a{suffix}"
        path.write_bytes(content)
        load_images(path)

    return run


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
    "pgm": Target(20, lambda: pictures(".pgm"), picture),
    "avif": Target(40, lambda: pictures(".avif"), picture),
    "npy": Target(30, lambda: image_sets(".npy"), image_set(".npy")),
    "npz": Target(30, lambda: image_sets(".npz"), image_set(".npz")),
    "csv": Target(20, lambda: image_sets(".csv"), image_set(".csv"), text_damage),
    "idx": Target(20, lambda: image_sets(".idx"), image_set(".idx")),
    "ndjson": Target(20, quickdraws, ink_file(".ndjson"), text_damage),
    "inkml": Target(30, inkmls, ink_file(".inkml"), text_damage),
    "unipen": Target(30, unipens, ink_file(".unp"), text_damage),
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
