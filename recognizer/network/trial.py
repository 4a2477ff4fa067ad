"""Tries the models of others once in a process of their own, before they are loaded into this one.

LiteRT trusts the content of a model file. A damaged file whose card has the right checksum crashes
the process with a segmentation fault or a division by zero. So a network that is not shipped with
the program is first loaded and run in another process. If it passes, its checksum is remembered in
the user's state folder, with the version of LiteRT.
"""

from __future__ import annotations

import contextlib
import hashlib
import signal
import struct
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from recognizer.disk.atomicfile import write_atomically
from recognizer.disk.places import tried_models_path
from recognizer.disk.regularfile import read_regular
from recognizer.errors import FileError, ModelError
from recognizer.network.runtime import FIELD_SHAPE, Network, Shape

TRIAL_SECONDS = 60
"""CPU time, where the system can limit it. Most trials take two seconds, nearly all for starting
Python."""
PATIENCE_SECONDS = 600
"""By the clock, because other programs may use the CPU."""
TRIAL_MEMORY_BYTES = 4 * 2**30
"""Address space of a trial, where the system can limit it."""
MAX_REMEMBERED = 1000
_RANDOM_INPUTS = 4
_UNUSED = 0, 0, 0
_CODE = (
    "import sys; sys.path[:] = sys.argv[1:]; "
    "from recognizer.network.trial import run_trial; sys.exit(run_trial())"
)
_HEAD = struct.Struct("<QQ3Q")  # logits, features, what it takes


def try_once(
    content: bytes, logit_count: int, embedding_size: int, takes: Shape = FIELD_SHAPE
) -> None:
    """Try the ``.tflite`` file in `content` in a process of its own, unless it came through before.

    Raises
    ------
    ModelError
        If it cannot be loaded or run, or ends the process that tries.
    """
    path, key = tried_models_path(), _key(content, logit_count, embedding_size, takes)
    known = _remembered(path)
    if key in known:
        return
    _try(_HEAD.pack(logit_count, embedding_size, *takes, *_UNUSED[len(takes) :]) + content)
    with contextlib.suppress(FileError):  # then it is tried again the next time
        lines = [*known, key][-MAX_REMEMBERED:]
        write_atomically(path, "".join(line + "\n" for line in lines).encode())


def run_trial() -> int:
    """Load and run what comes through standard input; the work of the process that tries."""
    _limit_itself()
    given = sys.stdin.buffer.read()
    logit_count, embedding_size, *sides = _HEAD.unpack_from(given)
    takes = tuple(filter(None, sides))
    inputs = np.random.default_rng(1).random((_RANDOM_INPUTS + 2, *takes), np.float32)
    inputs[0], inputs[1] = 0, 1
    try:
        Network(given[_HEAD.size :], logit_count, embedding_size, takes).infer(inputs)
    except ModelError as error:
        sys.stdout.write(f"{type(error).__name__}: {error}".encode("ascii", "replace").decode())
        return 1
    return 0


def _key(content: bytes, logit_count: int, embedding_size: int, takes: Shape) -> str:
    checksum, sides = hashlib.sha256(content).hexdigest(), "x".join(map(str, takes))
    return f"{checksum} {logit_count} {embedding_size} {sides} {_litert_version()}"


def _litert_version() -> str:
    try:
        return version("ai-edge-litert")
    except PackageNotFoundError:
        return "unknown"


def _remembered(path: Path) -> list[str]:
    try:
        return read_regular(path, 2**20).decode("ascii").splitlines()
    except (OSError, ValueError):
        return []


def _try(given: bytes) -> None:
    # Not by multiprocessing, which would run the caller's script anew.
    paths = [str(Path(__file__).resolve().parents[2]), *filter(None, sys.path)]
    try:
        done = subprocess.run(  # noqa: S603  (our own command)
            [sys.executable, "-I", "-c", _CODE, *paths],
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ModelError(f"the network did not come to an end in {PATIENCE_SECONDS} s") from None
    except OSError as error:
        raise ModelError(f"the network could not be tried: {error}") from None
    if done.returncode:
        raise ModelError(_why(done.returncode, done.stdout.decode("ascii", "replace")))


def _why(code: int, said: str) -> str:
    if said:
        return said.partition(": ")[2]
    how = f"exit code {code}"
    if code < 0:
        with contextlib.suppress(ValueError):
            how = signal.Signals(-code).name
    return f"the network is damaged: loading and running it ends a process ({how})"


def _limit_itself() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (TRIAL_MEMORY_BYTES, TRIAL_MEMORY_BYTES))
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (TRIAL_SECONDS, TRIAL_SECONDS))
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
