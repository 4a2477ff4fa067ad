"""Kill boards and fill disks, and check that no finished stroke and no lesson is lost.

    python scripts/survival.py kills --count 200
    python scripts/survival.py full-disk

Each round starts a whole board on an invisible display; a script draws and teaches. After each
action the board reports that it is done. Everything reported must be there at the next start. The
exit code is 1 if anything was lost. The full disk is a small tmpfs (needs root on Linux), otherwise
a limit on the size of files. Needs POSIX.
"""

import argparse
import errno
import hashlib
import itertools
import json
import os
import random
import resource
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import pygame

from recognizer.board.run import turns
from recognizer.board.run.app import Board
from recognizer.board.run.launch import clear_up, open_board
from recognizer.board.run.wishes import Wishes
from recognizer.board.show.message import Message
from recognizer.disk.places import HOME_VARIABLE, Places, user_places
from recognizer.document.page import Page
from recognizer.ink import Ink
from recognizer.keeping.autosave import Autosave
from recognizer.keeping.profiles import Profile, profile_path
from recognizer.keeping.reconcile import learn_what_was_taught

SIZE = (960, 600)
MAX_STROKES = 12
MAX_SECONDS_BEFORE_KILL = 1.0
START_KILL_SHARE = 0.1
"""Part of the kills that happen while the board starts, or soon after."""
DISK_BYTES = 96 * 1024
REFUSALS = tuple(map(os.strerror, (errno.ENOSPC, errno.EFBIG)))
SHAPES = (
    [(0, 0), (60, 0), (20, 110)],
    [(30, 0), (28, 110)],
    [(0, 0), (50, 20), (0, 60), (60, 100)],
)
Event = pygame.event.Event


@dataclass
class Round:
    """What a board has reported: its last state, and the action it had begun but not finished."""

    state: dict[str, Any] = field(
        default_factory=lambda: {"strokes": [], "said": [], "lessons": []}
    )
    begun: str = ""
    actions: int = 0
    told: list[str] = field(default_factory=list)


class WatchedBoard(Board):
    """A board that follows a script and reports on a pipe what it has done."""

    script: Iterator[tuple[str, list[Event]]]
    pipe: int

    def run(self) -> None:
        """Follow the script, then quit."""
        self._say(state=self._state())
        for kind, events in self.script:
            self._say(begun=kind)
            self.handle(events)
            self._say(state=self._state())
            if message := self.scene.overlay(Message):
                self._say(told=message.text)
        self.settle()

    def _state(self) -> dict[str, Any]:
        return {
            **state_of(self.session.page),
            "lessons": [each.key for each in self.session.lessons],
        }

    def _say(self, **what: Any) -> None:
        os.write(self.pipe, (json.dumps(what) + "\n").encode())


def state_of(page: Page) -> dict[str, Any]:
    """Return what is compared of a page: its strokes and corrections."""
    strokes = [hashlib.sha256(Ink((each,)).to_json().encode()).hexdigest() for each in page.strokes]
    return {"strokes": strokes, "said": sorted(each.label for each in page.corrections)}


def actions(rng: random.Random, count: int = 10_000) -> Iterator[tuple[str, list[Event]]]:
    """Yield actions: mostly strokes; every third is named, and at times the board is cleared."""
    drawn = 0
    for _ in range(count):
        if drawn >= MAX_STROKES:
            drawn = 0
            yield "clear", [_key(pygame.K_c)]
        elif drawn and rng.random() < 0.3:
            yield "teach", [_key(rng.choice((pygame.K_1, pygame.K_7, pygame.K_3)))]
        else:
            drawn += 1
            yield "draw", _stroke(rng)


def _stroke(rng: random.Random) -> list[Event]:
    left, top = rng.randint(20, 560), rng.randint(20, 400)
    knots = [
        (left + x + rng.randint(-4, 4), top + y + rng.randint(-4, 4)) for x, y in rng.choice(SHAPES)
    ]
    path = [
        (round(x + (u - x) * i / 12), round(y + (v - y) * i / 12))
        for (x, y), (u, v) in itertools.pairwise(knots)
        for i in range(13)
    ]
    moves = [Event(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(1, 0, 0)) for at in path]
    return [
        Event(pygame.MOUSEBUTTONDOWN, pos=path[0], button=1),
        *moves,
        Event(pygame.MOUSEBUTTONUP, pos=path[-1], button=1),
    ]


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311


def _key(code: int) -> Event:
    return Event(pygame.KEYDOWN, key=code, mod=0, unicode="", scancode=0)


@contextmanager
def running_board(script: Iterator[tuple[str, list[Event]]]) -> Iterator[tuple[int, int]]:
    """Start a board that follows `script` in its own process; yield the process id and a pipe."""
    heard, said = os.pipe()
    process = os.fork()
    if process == 0:
        code = 1
        try:
            os.close(heard)
            WatchedBoard.script, WatchedBoard.pipe = script, said
            turns.Board = WatchedBoard  # type: ignore[misc]
            open_board(Wishes(windowed=SIZE))
            code = 0
        except Exception:
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(said)
    try:
        yield process, heard
    finally:
        os.close(heard)


def listen(pipe: int) -> Round:
    """Return what a board has reported until its end."""
    content = b""
    while part := os.read(pipe, 2**16):
        content += part
    heard = Round()
    for line in content.split(b"\n")[:-1]:  # the last piece is incomplete, or empty
        record = json.loads(line)
        if "told" in record:
            heard.told.append(record["told"])
        elif "begun" in record:
            heard.begun = record["begun"]
        else:
            heard.state, heard.begun = record["state"], ""
            heard.actions += 1
    return heard


def left(places: Places) -> dict[str, Any]:
    """Return the state that the next start finds."""
    learn_what_was_taught(places)
    autosave = Autosave(places.autosaves, places.spare_autosaves)
    page, _ = autosave.restore()
    autosave.close()
    lessons, _ = Profile(profile_path()).load()
    return {**state_of(page), "lessons": [each.key for each in lessons]}


def lost(heard: Round, found: dict[str, Any]) -> dict[str, int]:
    """Return how much of what a board reported is missing. An unfinished action may be missing."""
    missing = {
        name: len(set(heard.state[name]) - set(found[name])) for name in ("strokes", "lessons")
    }
    if heard.begun == "clear" and not found["strokes"]:
        missing["strokes"] = 0
    if heard.begun == "teach" and set(found["lessons"]) - set(heard.state["lessons"]):
        missing["lessons"] = 0  # the new lesson replaced them
    return missing


def kills(count: int, seed: int) -> int:
    """Kill `count` boards, each at a random moment; return the exit code."""
    rng = _chance(seed)
    sums = {"strokes": 0, "lessons": 0}
    rounds = dict.fromkeys(sums, 0)
    done = in_start = 0
    with home_folder() as home:
        places = user_places()
        for number in range(count):
            with running_board(actions(_chance(seed * 100_003 + number))) as (process, pipe):
                if rng.random() > START_KILL_SHARE:
                    select.select([pipe], [], [], 60)  # wait until it reports that it is open
                time.sleep(rng.uniform(0, MAX_SECONDS_BEFORE_KILL))
                os.kill(process, signal.SIGKILL)
                heard = listen(pipe)
                os.waitpid(process, 0)
            done += heard.actions
            in_start += not heard.actions
            missing = lost(heard, left(places)) if heard.actions else dict.fromkeys(sums, 0)
            for name, amount in missing.items():
                sums[name] += amount
                rounds[name] += amount > 0
        clear_up(places)
        litter = [each.name for each in home.rglob("*") if each.name.endswith(".part")]
    print(
        f"{count} kills, {in_start} of them before the board was open; {done} actions done; "
        f"lost: {sums['strokes']} strokes in {rounds['strokes']} kills, "
        f"{sums['lessons']} lessons in {rounds['lessons']} kills; "
        f"{len(litter)} files left half written"
    )
    return int(any(sums.values()) or bool(litter) or done < count)  # too few actions prove nothing


def full_disk() -> int:
    """Fill disks in several ways; return the exit code."""
    failed = 0
    for name, same_disk, ending in (
        ("the board is killed", False, "kill"),
        ("the board is closed", False, "close"),
        ("there is room again, the board is closed", True, "room"),
        ("no other disk, the board is closed", True, "close"),
    ):
        heard, found, told = _fill(same_disk, ending)
        missing = len(set(heard.state["strokes"]) - set(found["strokes"]))
        is_said = any(refusal in line for line in told for refusal in REFUSALS)
        good = missing == 0 or (same_disk and ending == "close" and is_said)
        failed += not good
        count = len(heard.state["strokes"])
        print(f"disk full, {name}: {count} strokes drawn, {missing} lost; told: {told[-1:]}")
    return int(failed > 0)


def _fill(same_disk: bool, ending: str) -> tuple[Round, dict[str, Any], list[str]]:
    with home_folder() as home, small_disk(home) as fill:
        tempfile.tempdir = str(home if same_disk else home.parent)
        places = user_places()
        script = _filling(fill, ending)
        with running_board(script) as (process, pipe):
            heard = listen(pipe)
            os.waitpid(process, 0)
        fill(False)
        return heard, left(places), heard.told


def _filling(fill: Any, ending: str) -> Iterator[tuple[str, list[Event]]]:
    rng = _chance(5)
    yield from (("draw", _stroke(rng)) for _ in range(3))
    fill(True)
    yield from (("draw", _stroke(rng)) for _ in range(5))
    time.sleep(1.5)
    yield "wait", []
    time.sleep(0.5)
    yield "wait", []
    if ending == "room":
        fill(False)
    if ending == "kill":
        os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def home_folder() -> Iterator[Path]:
    """Let the board keep its files in a temporary folder."""
    before = tempfile.tempdir
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        home.mkdir()
        os.environ[HOME_VARIABLE] = str(home)
        tempfile.tempdir = folder
        try:
            yield home
        finally:
            tempfile.tempdir = before


@contextmanager
def small_disk(home: Path) -> Iterator[Any]:
    """Mount a small disk at `home`; yield a function that fills it, or frees space again."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(home)]
    mounts = shutil.which("mount") and os.getuid() == 0
    if not (mounts and subprocess.run(command, capture_output=True, check=False).returncode == 0):
        yield _limit
        return
    ballast = home / "ballast"

    def fill(full: bool) -> None:
        if not full:
            ballast.unlink(missing_ok=True)
            return
        with ballast.open("wb", buffering=0) as stream:
            for size in (4096, 1):
                try:
                    while stream.write(bytes(size)):
                        pass
                except OSError:
                    continue

    try:
        yield fill
    finally:
        subprocess.run(["umount", str(home)], check=False)


def _limit(full: bool) -> None:
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (512 if full else hard, hard))


def main() -> int:
    """Run the command line and return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("what", choices=("kills", "full-disk"))
    parser.add_argument("--count", type=int, default=200, help="number of kills (default: 200)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"
    return kills(options.count, options.seed) if options.what == "kills" else full_disk()


if __name__ == "__main__":
    sys.exit(main())
