"""The sound inputs that `fuzz.py` damages, each as the program or another makes it."""

import io
import json
import struct
import tempfile
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from recognizer import Ink, Reader
from recognizer.resources import models_dir

ROOT = Path(__file__).resolve().parent.parent.parent

EXAMPLES = (ROOT / "docs" / "examples" / "digits.jsonl").read_bytes()


@cache
def reader() -> Reader:
    """Return the reader of this process."""
    return Reader()


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


def image_sets(suffix: str) -> list[bytes]:
    """Return two small images as a set of that kind, and as floats where it can be."""
    images = np.stack([drawn()[..., 0]] * 2)
    if suffix == ".idx":
        return [bytes([0, 0, 8, 3]) + struct.pack(">III", *images.shape) + images.tobytes()]
    if suffix == ".csv":
        rows = [",".join(map(str, row)) for row in images[:, :28, :28].reshape(2, -1).tolist()]
        heads = ",".join(f"pixel{k}" for k in range(784))
        return ["\n".join([heads, *rows]).encode(), "\n".join(f"7,{row}" for row in rows).encode()]
    made = []
    for array in (images, (images / 255).astype(np.float32)):
        stream = io.BytesIO()
        if suffix == ".npz":
            np.savez_compressed(stream, x_test=array, y_test=np.arange(2))
        else:
            np.save(stream, array)
        made.append(stream.getvalue())
    return made


def quickdraws() -> list[bytes]:
    """Return drawings of Quick, Draw!, simplified and raw."""
    simple = {"word": "seven", "drawing": [[[8, 30, 16], [8, 8, 40]], [[12, 24], [24, 24]]]}
    raw = {"word": "seven", "drawing": [[[8.5, 30, 16], [8, 8, 40], [0, 16, 40]]]}
    return [(json.dumps(simple) + "\n" + json.dumps(raw) + "\n").encode()]


def inkmls() -> list[bytes]:
    """Return InkML with and without a format of its traces."""
    form = '<traceFormat><channel name="F"/><channel name="X"/><channel name="Y"/></traceFormat>'
    ink = (
        '<ink xmlns="http://www.w3.org/2003/InkML"><annotation type="truth">7</annotation>{}</ink>'
    )
    traces = "<trace>8 8, 30 8, 16 40</trace><trace>12 24, 24 24</trace>"
    with_force = form + "<trace>1 8 8, 1 30 8, 1 16.5 40</trace>"
    return [ink.format(each).encode() for each in (traces, with_force)]


def unipens() -> list[bytes]:
    """Return UNIPEN with its segments first, and before their points."""
    strokes = ".PEN_DOWN\n8 40\n30 40\n16 8\n.PEN_UP\n.PEN_DOWN\n12 24\n24 24\n.PEN_UP\n"
    segment = '.SEGMENT CHARACTER {} OK "7"\n'
    first = segment.format("0-1") + segment.format("2:0-3:1") + strokes * 2
    follows = (segment.format("0") + strokes) + (segment.format("1") + strokes)
    return [f".VERSION 1.0\n.COORD X Y\n{each}".encode() for each in (first, follows)]


def tiffs() -> list[bytes]:
    """Return TIFF files: packed as OpenCV does, plain, of several tiles, and a BigTIFF."""
    return [
        *pictures(".tif"),
        *pictures(".tif", cv2.IMWRITE_TIFF_COMPRESSION, 1),
        *pictures(".tif", cv2.IMWRITE_TIFF_COMPRESSION, 8),
        plain_tiff(tile=16),
        plain_tiff(is_big=True),
        cv2.imencodemulti(".tif", [drawn(), drawn()])[1].tobytes(),
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


def small_network() -> bytes:
    """Return the small model that is shipped."""
    return (models_dir() / "small" / "digits.tflite").read_bytes()


def small_card() -> bytes:
    """Return the card of it."""
    return (models_dir() / "small" / "digits.json").read_bytes()
