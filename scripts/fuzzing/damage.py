"""How `fuzz.py` damages sound inputs: bytes, values of JSON or TOML, packed files, PNGs."""

import gzip
import re
import struct
import zlib
from itertools import islice

import numpy as np

MAX_BYTES = 2**20
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


def damage(content: bytes, rng: Rng) -> bytes:
    """Return `content` with one to eight changes."""
    changed = bytearray(content)
    for _ in range(int(rng.integers(1, 9))):
        change = CHANGES[int(rng.integers(len(CHANGES)))]
        changed = change(changed, int(rng.integers(len(changed) + 1)), rng)
    return bytes(changed[:MAX_BYTES])


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
    return content[:MAX_BYTES]


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
