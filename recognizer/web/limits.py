"""How much the server takes: of bytes, ink, pixels, time and connections."""

from __future__ import annotations

MAX_INK_BYTES = 2 * 2**20
MAX_PICTURE_BYTES = 16 * 2**20
"""Of a whole body, with what multipart puts around the picture."""
MAX_STROKES = 1000
MAX_POINTS = 50_000
"""200 seconds of pen down at 240 points a second."""
MAX_LESSONS = 100
"""That are sent with a request; the page keeps no more."""
MAX_PIXELS = 24_000_000
"""Twice what the camera of a phone gives; 24 MB gray, 72 MB in color."""

WORK = 10.0
"""Seconds that reading may take: what asks the network for more than some 5,000 groups of strokes
or pieces of a picture. Between two of them nothing takes two seconds within the limits above."""
WAIT = 30.0
"""Seconds that a request waits for a reader before it is told to come back: a class that sends a
photo each at the same time is read within them."""
RETRY_AFTER = 5
"""Seconds after which it may, and what took too long, which may be for a busy machine, too."""
ARRIVAL = 20.0
"""Seconds within which a request must have arrived whole."""
IDLE = 30
"""Seconds that a connection may do nothing."""
GIVE_WAY = 1.0
"""Seconds that it may when there are `CONNECTIONS` and others wait."""
LINGER = 5.0
"""Seconds in which a client that is refused may go on sending, so that it sees the answer."""
CONNECTIONS = 100
THREADS = CONNECTIONS
"""Requests at a time: with fewer, photos that wait for a reader would keep ink from its own. Those
that wait cost nothing but 50 kB each."""
