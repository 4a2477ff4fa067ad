"""The limits of the server: bytes, ink, pixels, time and connections."""

from __future__ import annotations

MAX_INK_BYTES = 2 * 2**20
MAX_PICTURE_BYTES = 16 * 2**20
"""Of a whole body, including what multipart adds to the picture."""
MAX_STROKES = 1000
MAX_POINTS = 50_000
"""200 seconds of pen down at 240 points a second."""
MAX_LESSONS = 100
"""In one request; the page keeps no more."""
MAX_PIXELS = 24_000_000
"""Twice the size of a phone's photo; 24 MB in gray, 72 MB in color."""

WORK_SECONDS = 10.0
"""Longest time for reading. The network reads some 5,000 groups of strokes or pieces of a picture
in it. The time is checked between two groups, which takes less than two seconds."""
WAIT_SECONDS = 30.0
"""Longest time that a request waits for a reader. It is enough for a class in which everybody sends
a photo at the same time."""
RETRY_AFTER_SECONDS = 5
"""When a client may try again that got no reader in time, or whose reading took too long."""
ARRIVAL_SECONDS = 20.0
"""Longest time for a request to arrive."""
IDLE_SECONDS = 30
"""Longest time that a connection may be idle."""
GIVE_WAY_SECONDS = 1.0
"""The same when there are `MAX_CONNECTIONS` and others wait."""
LINGER_SECONDS = 5.0
"""How long a refused client may go on sending, so that it sees the answer."""
MAX_CONNECTIONS = 100
THREADS = MAX_CONNECTIONS
"""With fewer threads, photos that wait for a reader would keep ink from its reader. A waiting
thread costs only 50 kB."""
