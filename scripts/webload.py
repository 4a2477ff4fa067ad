"""Measure the web server under load: lost requests, speed, memory.

    python scripts/webload.py                           # 8 clients, 10 s, a server of its own
    python scripts/webload.py --clients 1 --seconds 5   # time from ink to answer
    python scripts/webload.py --seconds 120             # the long run
    python scripts/webload.py --photos 2                # while two more clients send photos
    python scripts/webload.py --url http://127.0.0.1:8000 --pid 4711    # a running server

Each client is a thread with one connection. It sends one digit after the other and checks the
answers. The speed is compared with a plain loop over the Reader, run before and after, on as many
cores as the server used. (On a busy machine it gets fewer cores than there are.) Asserts nothing.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import cv2

from recognizer import Ink, Reader, Stroke
from recognizer.ink.inkfile import read_ink_file

ROOT = Path(__file__).resolve().parent.parent
INKS = [each.ink for each in read_ink_file(ROOT / "docs/examples/digits.jsonl")]
LOOP_SECONDS = 2.0


@dataclass
class Tally:
    """What one client has seen."""

    times: list[float] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


@dataclass
class Photos:
    """How many photos were read, and the largest memory meanwhile, in MB."""

    count: int = 0
    most_memory: float = 0.0


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clients", type=int, default=8, help="(%(default)s)")
    parser.add_argument("--seconds", type=float, default=10, help="(%(default)s)")
    parser.add_argument("--url", help="address of a running server")
    parser.add_argument(
        "--pid", type=int, help="process id of that server, for memory and CPU time"
    )
    parser.add_argument("--photos", type=int, default=0, help="number of clients that send photos")
    options = parser.parse_args()
    if options.url:
        measure(options.url, options.pid, options)
        return 0
    with own_server() as (url, pid):
        measure(url, pid, options)
    return 0


@contextmanager
def own_server() -> Iterator[tuple[str, int]]:
    """Run `recognizer serve` at a free port; yield its address and process id."""
    command = [sys.executable, "-m", "recognizer", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101  (it is a pipe)
        try:
            line = process.stdout.readline()
            if not line:
                sys.exit("webload: the server does not start")
            yield line.split()[2].rstrip("/"), process.pid
        finally:
            process.terminate()


def measure(url: str, pid: int | None, options: argparse.Namespace) -> None:
    """Put load on the server at `url` and print the results."""
    clients, seconds = options.clients, options.seconds
    expected = [Reader().read_ink(ink).text for ink in INKS]
    loop = plain_loop()
    load(url, clients, 1.0, expected)  # warm-up
    memory, cpu = usage(pid)
    start = time.perf_counter()
    with sending_photos(url, pid, options.photos) as photos:
        tallies = load(url, clients, seconds, expected)
    taken = time.perf_counter() - start
    memory_after, cpu_after = usage(pid)
    loop = (loop + plain_loop()) / 2
    if options.photos:
        print(f"photos read, memory at most, MB  {photos.count}, {photos.most_memory:.0f}")
    print(f"clients                          {clients}")
    rate = print_tallies(tallies, taken)
    print(f"plain loop, a second of CPU      {loop:.0f}")
    if pid:
        cores = (cpu_after - cpu) / taken
        print(f"cores the server used            {cores:.2f}")
        print(f"of the loop on as many cores     {100 * rate / (loop * cores):.0f} %")
        print(f"memory before, after, MB         {memory:.1f}, {memory_after:.1f}")


def print_tallies(tallies: list[Tally], taken: float) -> float:
    """Print what the clients have seen in `taken` seconds; return the answers per second."""
    times = sorted(each for tally in tallies for each in tally.times)
    lost = [each for tally in tallies for each in tally.lost]
    print(f"requests answered, lost          {len(times)}, {len(lost)} {lost[:3] or ''}")
    if times:
        print(f"ink to answer, median, p95, ms   {1e3 * statistics.median(times):.2f}", end=", ")
        print(f"{1e3 * times[len(times) * 95 // 100]:.2f}")
    print(f"answers a second                 {len(times) / taken:.0f}")
    return len(times) / taken


def plain_loop() -> float:
    """Return how many new inks a Reader reads in a second of CPU time."""
    reader = Reader()
    count, start = 0, time.process_time()
    while time.process_time() - start < LOOP_SECONDS:
        strokes = INKS[count % len(INKS)].strokes
        reader.read_ink(Ink(tuple(Stroke(each.points) for each in strokes)))
        count += 1
    return count / (time.process_time() - start)


def load(url: str, clients: int, seconds: float, expected: list[str]) -> list[Tally]:
    """Let `clients` threads send inks for `seconds`."""
    tallies = [Tally() for _ in range(clients)]
    until = time.perf_counter() + seconds
    threads = [
        threading.Thread(target=ask, args=(url, tally, until, expected, first))
        for first, tally in enumerate(tallies)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tallies


def ask(url: str, tally: Tally, until: float, expected: list[str], turn: int) -> None:
    """Send one ink after the other, from the `turn`-th on, and check each answer."""
    place = urlsplit(url)
    connection = http.client.HTTPConnection(str(place.hostname), place.port, timeout=30)
    bodies = [ink.to_json() for ink in INKS]
    while time.perf_counter() < until:
        turn = (turn + 1) % len(INKS)
        start = time.perf_counter()
        try:
            connection.request(
                "POST", "/api/ink", bodies[turn], {"Content-Type": "application/json"}
            )
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            tally.lost.append(repr(error))
            connection.close()
            continue
        tally.times.append(time.perf_counter() - start)
        if answer.status != 200 or json.loads(content)["text"] != expected[turn]:
            tally.lost.append(f"{answer.status} {content[:200]!r}")
    connection.close()


@contextmanager
def sending_photos(url: str, pid: int | None, clients: int) -> Iterator[Photos]:
    """Let `clients` threads send a photo of 12 megapixels again and again while the block runs."""
    page = cv2.imread(str(ROOT / "docs/examples/numbers.jpg"))
    photo = cv2.imencode(".jpg", cv2.resize(page, (4000, 3000)))[1].tobytes()
    seen, ends = Photos(), threading.Event()

    def send() -> None:
        place = urlsplit(url)
        while not ends.is_set():
            connection = http.client.HTTPConnection(str(place.hostname), place.port, timeout=60)
            connection.request("POST", "/api/image", photo, {"Content-Type": "image/jpeg"})
            seen.count += connection.getresponse().status == 200
            connection.close()
            seen.most_memory = max(seen.most_memory, usage(pid)[0])

    threads = [threading.Thread(target=send) for _ in range(clients)]
    for thread in threads:
        thread.start()
    yield seen
    ends.set()
    for thread in threads:
        thread.join()


def usage(pid: int | None) -> tuple[float, float]:
    """Return memory in MB and CPU time in seconds of a process and its children (Linux)."""
    if not pid:
        return 0.0, 0.0
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    parts = [usage(int(child)) for child in children]
    status = Path(f"/proc/{pid}/statm").read_text().split()
    memory = int(status[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    cpu = (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")
    return memory + sum(m for m, _ in parts), cpu + sum(c for _, c in parts)


if __name__ == "__main__":
    sys.exit(main())
