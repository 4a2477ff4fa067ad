"""Fuzzing: give damaged input to everything that reads files, and to the web server.

    python scripts/fuzz.py                       # 2,000 inputs, a few minutes
    python scripts/fuzz.py --count 100000
    python scripts/fuzz.py --only png --from 1234 --count 1    # repeat one input

Each input is a valid one, made here, damaged in a way that depends on its number. Each kind of
input has a process of its own, with limits on memory and time, so a crash is a finding and does not
end the run. A finding is an exception that is not a `RecognizerError`, a crash, too much memory,
too much time, or an answer 5xx. Inputs with findings are kept in `--keep`.

With Atheris (`make fuzz` installs it where possible) the coverage of our own code chooses the next
input, and each kind stops at its first finding. Without it damage is random, and runs with the same
seed are the same.
"""

import argparse
import os
import select
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

IS_GUIDED = find_spec("atheris") is not None and "mutation" not in sys.argv
if IS_GUIDED:
    import atheris
with atheris.instrument_imports(include=["recognizer"]) if IS_GUIDED else nullcontext():
    from fuzzing.targets import LIMIT_SECONDS, TARGETS, damaged, work, work_guided

ENGINES = ("mutation", "atheris")
FINDINGS_SHOWN = 20
START_SECONDS = 300
"""Longest time until a process has done its first input: it has to load the network first."""
CLOCK_PER_CPU_TIME = 40
"""`LIMIT_SECONDS` is CPU time. A process is killed after so many times that by the clock."""


@dataclass
class Tally:
    """The results of a run."""

    done: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)


def main() -> int:
    """Fuzz, and return 1 if there are findings."""
    options = parse_arguments()
    if options.worker:
        given = (options.worker, options.seed, options.start, options.count)
        return work_guided(*given, options.keep) if options.engine == "atheris" else work(*given)
    keep = options.keep or Path(tempfile.mkdtemp(prefix="fuzz-findings-"))
    began, tally = time.monotonic(), Tally()
    for name, count in shares(options.only, options.count).items():
        fuzz(name, count, options, tally, keep)
        print(f"{name:<10}{tally.done[name]:>9,} inputs", flush=True)
    print(
        f"{sum(tally.done.values()):,} inputs in {(time.monotonic() - began) / 60:.1f} minutes, "
        f"{options.engine}, seed {options.seed}: {len(tally.findings)} findings"
    )
    for finding in tally.findings[:FINDINGS_SHOWN]:
        print(finding)
    return bool(tally.findings)


def parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=2000, help="inputs in all (%(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=TARGETS, help="only this kind of input")
    parser.add_argument(
        "--from", dest="start", type=int, default=0, help="number of the first input"
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", help="folder for inputs with findings")
    parser.add_argument("--engine", choices=ENGINES, default=ENGINES[IS_GUIDED])
    parser.add_argument("--worker", choices=TARGETS, help=argparse.SUPPRESS)
    return parser.parse_args()


def shares(only: str | None, count: int) -> dict[str, int]:
    """Return how many inputs each kind gets."""
    if only:
        return {only: count}
    total = sum(target.share for target in TARGETS.values())
    return {name: -(-count * each.share // total) for name, each in TARGETS.items()}


def fuzz(name: str, count: int, options: argparse.Namespace, tally: Tally, keep: Path) -> None:
    """Run `count` inputs of one kind; if the process dies, go on after the input that killed it."""
    start, end = options.start, options.start + count
    while start < end:
        last, why = run_worker(name, start, end - start, options, tally, keep)
        tally.done[name] += last + 1 - start
        if why:
            note(name, last, why, options, tally, keep)
        if not why or options.engine == "atheris":
            return
        start = last + 1


def run_worker(
    name: str, start: int, count: int, options: argparse.Namespace, tally: Tally, keep: Path
) -> tuple[int, str]:
    """Return the number of the last input, and why the process did not finish, or ""."""
    command = [sys.executable, __file__, "--worker", name, "--from", start, "--count", count]
    command += ["--seed", options.seed, "--engine", options.engine, "--keep", keep]
    last, patience, why = start, START_SECONDS, ""
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(
            list(map(str, command)), stdout=subprocess.PIPE, stderr=complaints, bufsize=0
        ) as process,
    ):
        said = b""
        while select.select([process.stdout], [], [], patience)[0]:
            heard = os.read(process.stdout.fileno(), 2**16)
            if not heard:
                break
            *lines, said = (said + heard).split(b"\n")
            for line in lines:
                number, _, finding = line.decode().partition(" ")
                last, patience = int(number), CLOCK_PER_CPU_TIME * LIMIT_SECONDS
                if finding:
                    note(name, last, finding, options, tally, keep)
        else:
            why = f"no output for {patience} s"
            process.kill()
        if process.wait() and not why:
            complaints.seek(0)
            last_words = complaints.read().decode(errors="replace").strip().rpartition("\n")[2]
            # Atheris leaves its alarm clock running, which may kill a process that has finished.
            if not last_words.startswith("Done "):
                why = f"exit code {process.returncode}: {last_words}"
    return (last, why) if why else (start + count - 1, "")


def note(
    name: str, number: int, why: str, options: argparse.Namespace, tally: Tally, keep: Path
) -> None:
    """Note a finding and keep its input, unless Atheris has kept it."""
    keep.mkdir(parents=True, exist_ok=True)
    path = keep / f"{name}-{options.seed}-{number}"
    if options.engine == "mutation":
        path.write_bytes(damaged(name, options.seed, number))
    tally.findings.append(f"{path}: {why}")
    print(tally.findings[-1], flush=True)


if __name__ == "__main__":
    sys.exit(main())
