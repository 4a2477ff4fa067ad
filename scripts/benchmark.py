"""Measure the app's speed and size on this machine, in one run.

    python scripts/benchmark.py

Each figure comes from a fresh process (`boardmeasures.py` for the board, `filemeasures.py` for
files). The board opens on the display if there is one, otherwise on SDL's dummy driver. Says which
machine it is and how busy it was, asserts nothing. Takes about ten minutes.
"""

import argparse
import importlib.util
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path
from typing import Any

from recognizer.version import DISTRIBUTION

ROOT = Path(__file__).resolve().parent.parent
SIZE = (1920, 1080)

OPEN_BOARD = f"""
from recognizer.board import Board
from recognizer.board.window.window import Window
from recognizer.reading.reader import Reader
window = Window({SIZE!r})
board = Board(window, Reader())
"""

CLASSIFY = """
import json, time
from pathlib import Path
import numpy as np
from recognizer.network.classifier import Classifier
rng = np.random.default_rng(0)
fields, paths = (rng.random((256, *of), np.float32) for of in ((28, 28), (64, 7)))
def timed(call):
    times = []
    for i in range(520):
        start = time.perf_counter()
        call(slice(i % 256, i % 256 + 1))
        times.append((time.perf_counter() - start) * 1e3)
    return times[20:]
shipped, small = Classifier(), Classifier(Path("models/small"))
of_pictures = [timed(lambda one: each.infer(fields[one])) for each in (shipped, small)]
of_ink = [timed(lambda one: each.look(fields[one], paths[one])) for each in (shipped, small)]
from ai_edge_litert.interpreter import Interpreter
batched = Interpreter("models/digits.tflite", num_threads=1)
batched.resize_tensor_input(batched.get_input_details()[0]["index"], (256, 28, 28, 1))
batched.allocate_tensors()
start = time.perf_counter()
batched.set_tensor(batched.get_input_details()[0]["index"], fields[..., None])
batched.invoke()
batch = (time.perf_counter() - start) * 1e3 / len(fields)
print(json.dumps([*of_pictures, *of_ink, batch]))
"""

ADAPT = """
import json, time
import numpy as np
from recognizer.network.adaptation import Adaptation
from recognizer.network.classifier import Classifier
from recognizer.lessons import MAX_PROFILE_LESSONS
rng = np.random.default_rng(0)
card = Classifier().card
size, count = card.ink_embedding_size, card.logit_count
taught, asked = (rng.normal(size=(n, size)).astype(np.float32) for n in (MAX_PROFILE_LESSONS, 520))
adaptation = Adaptation(taught, [k % count for k in range(len(taught))])
times = []
for each in asked:
    start = time.perf_counter()
    adaptation.shift(each[None], count)
    times.append((time.perf_counter() - start) * 1e3)
print(json.dumps(times[20:]))
"""

PREDICT = """
import json, time
import keras
import numpy as np
model = keras.models.load_model("models/digits.keras")
field = np.random.default_rng(0).random((1, 28, 28, 1), np.float32)
times = []
for _ in range(60):
    start = time.perf_counter()
    model.predict(field, verbose=0)
    times.append((time.perf_counter() - start) * 1e3)
print(json.dumps(times[10:]))
"""


def main() -> int:
    """Measure everything and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=5, help="runs of each start-up (%(default)s)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--quick", action="store_true", help="fewer strokes, events and kills, just to try it"
    )
    options = parser.parse_args()
    before = machine()
    figures = measure_app(options.runs, options.quick) | measure_files() | endure(options.quick)
    if importlib.util.find_spec("tensorflow"):
        figures |= measure_tensorflow(options.runs, figures)
    told = {"before": before, "after": machine()}
    if options.json:
        print(json.dumps(told | figures, indent=2))
    else:
        for when, what in told.items():
            print(f"{when + ':':<8}{what}")
        for name, figure in figures.items():
            print(f"{name:<58}{figure:>12,.4g}")
    return 0


def machine() -> str:
    """Describe this machine, and how busy it is: figures mean nothing without."""
    info = Path("/proc/cpuinfo")
    text = info.read_text(encoding="utf-8") if info.exists() else ""
    model, mhz = (
        (re.findall(rf"^{name}\s*: (.+)$", text, re.MULTILINE) or [""])[0]
        for name in ("model name", "cpu MHz")
    )
    clock = f" at {float(mhz) / 1000:.1f} GHz" if mhz else ""
    load = f", {os.getloadavg()[0]:.1f} processes busy" if hasattr(os, "getloadavg") else ""
    cores, system = os.cpu_count(), platform.platform(terse=True)
    return f"{cores} x {model or platform.machine()}{clock}{load}; {system}, Python " + (
        platform.python_version()
    )


def measure_app(runs: int, quick: bool) -> dict[str, float]:
    """Return the figures of the app itself."""
    strokes = 500 if quick else 10_000
    pen_up, frames, busy = (
        on_board(what) for what in ("pen-up", "frames", "drawing-while-reading")
    )
    alone, among = (statistics.median(on_board("pen-up-among")[held]) for held in ("1", "100"))
    playing = on_board("idle-playing")
    memory = on_board("memory", "--count", str(strokes))
    empty, full = (statistics.median(frames[name]) for name in ("empty", "200 strokes"))
    calls, small, looks, small_looks, batch = json.loads(run(CLASSIFY))
    lessons = json.loads(run(ADAPT))
    return {
        "start to first usable frame, s": start_up(OPEN_BOARD + "print('drawn')", runs),
        "pen-up to reading shown, median, ms": statistics.median(pen_up),
        "pen-up to reading shown, p99, ms": percentile(pen_up, 99),
        "the same on a board that holds one digit, median, ms": alone,
        "on one that holds a hundred, median, ms": among,
        "a hundred / one": among / alone,
        "one classifier call, median, ms": statistics.median(calls),
        "the same with the small variant, median, ms": statistics.median(small),
        "one ink through all networks, median, ms": statistics.median(looks),
        "the same with the small variant of them, median, ms": statistics.median(small_looks),
        "one through LiteRT in a batch of 256, ms": batch,
        "what 300 lessons add to a call, median, ms": statistics.median(lessons),
        "a frame while drawing at 4K, empty board, median, ms": empty,
        "the same with 200 strokes, median, ms": full,
        "with 200 strokes / empty": full / empty,
        "a frame while readings and saliency run, p99, ms": percentile(busy, 99),
        "idle CPU of an untouched board over 10 s, % of a core": 100 * on_board("idle"),
        "the same while a task of a game waits": 100 * max(playing.values()),
        "peak memory with ten digits drawn at 1080p, MB": memory["ten digits"],
        f"the same after {strokes:,} strokes more, MB": memory["strokes"],
        "the same after 20 photos opened, MB": memory["photos"],
        "installed size of the app and what it needs, MB": installed_size(DISTRIBUTION),
    }


def measure_files() -> dict[str, float]:
    """Return the figures of `recognizer read`."""
    found = measured("filemeasures.py")
    return {
        "`recognizer read`, one of 1,000 pictures of 28x28, CPU ms": found["file"],
        "a plain loop of cv2.imread and LiteRT, each, CPU ms": found["plain"],
        "the loop / `recognizer read`": found["plain"] / found["file"],
        "3,000 of them with --workers 2, times as fast as with 1": found["workers"],
        f"a photo of 12 megapixels with {found['digits']} digits, s": found["photo"],
    }


def endure(quick: bool) -> dict[str, float]:
    """Return what the board has survived; the benchmark ends if it does not survive."""
    events, count = (5_000, 3) if quick else (100_000, 50)
    command = [sys.executable, "scripts/survival.py", "kills", "--count", str(count)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"survival.py: {done.stdout}{done.stderr}")
    return {
        "kills in the middle of a drawing, no finished stroke lost": count,
        "random events followed, no exception": on_board("storm", "--count", str(events))["events"],
    }


def on_board(what: str, *options: str) -> Any:
    """Return what `boardmeasures.py` measures."""
    return measured("boardmeasures.py", what, *options)


def measured(script: str, *options: str) -> Any:
    """Return what a measuring script prints, run in a process of its own."""
    return json.loads(last_line(f"scripts/{script}", *options))


def measure_tensorflow(runs: int, app: dict[str, float]) -> dict[str, float]:
    """Return TensorFlow's figures for the same model, and their ratios to ours."""
    start = start_up("import tensorflow; print('there')", runs)
    predict = statistics.median(json.loads(run(PREDICT)))
    return {
        "import tensorflow, s": start,
        "model.predict of one digit, median, ms": predict,
        "installed size of tensorflow and what it needs, MB": installed_size("tensorflow"),
        "import tensorflow / start of the app": start / app["start to first usable frame, s"],
        "model.predict / classifier call": predict / app["one classifier call, median, ms"],
    }


def start_up(code: str, runs: int) -> float:
    """Return the median time in seconds from starting Python to the first line of output."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-c", code + "\nimport sys; sys.stdout.flush(); sys.stdin.read()"],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        with process:
            assert process.stdout is not None  # noqa: S101  (it is a pipe)
            if not process.stdout.readline():
                raise SystemExit(f"this did not start:\n{code}")
            times.append(time.perf_counter() - start)
            process.kill()
    return statistics.median(times)


def run(code: str) -> str:
    """Run `code` in a fresh process and return the last line of its output."""
    return last_line("-c", code)


def last_line(*arguments: str) -> str:
    """Run Python with `arguments` in a fresh process and return the last line of its output."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit(f"{arguments[0]}: {done.stderr}")
    return done.stdout.splitlines()[-1]


def environment() -> dict[str, str]:
    """Return the environment of the measured processes: a dummy display if there is none."""
    env = dict(os.environ, PYGAME_HIDE_SUPPORT_PROMPT="1", TF_CPP_MIN_LOG_LEVEL="3")
    if sys.platform == "linux" and not (env.get("DISPLAY") or env.get("WAYLAND_DISPLAY")):
        env["SDL_VIDEODRIVER"] = "dummy"
    return env


def percentile(values: list[float], percent: int) -> float:
    """Return the nearest-rank percentile."""
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


def installed_size(distribution: str) -> float:
    """Return the size in MB of a distribution and its dependencies, without extras; 0 if absent."""
    seen: set[str] = set()
    waiting = [distribution]
    size = 0
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        if name in seen:
            continue
        seen.add(name)
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # for another platform or Python
        size += sum(size_of(found, file) for file in found.files or [])
        waiting += [
            re.split(r"[\s;<>=!~\[(]", need, maxsplit=1)[0]
            for need in found.requires or []
            if "extra ==" not in need
        ]
    return size / 2**20


def size_of(found: metadata.Distribution, file: metadata.PackagePath) -> int:
    """Return the size of an installed file in bytes; 0 if it is gone."""
    try:
        return Path(str(found.locate_file(file))).stat().st_size
    except OSError:
        return 0


if __name__ == "__main__":
    sys.exit(main())
