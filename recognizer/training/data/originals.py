"""The public originals: their addresses, what is made from them, and what that should be."""

from __future__ import annotations

import os
import re
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from recognizer.errors import DataError, reason
from recognizer.training.data.convert import (
    IDX_FILES,
    UNIPEN_FILES,
    omniglot_inks,
    pendigits_inks,
    uji_inks,
    unipen_inks,
    write_mnist,
)
from recognizer.training.data.detexify import detexify_inks
from recognizer.training.data.download import Remote, fetch
from recognizer.training.data.inklines import Tally, Written, write_ink
from recognizer.training.data.ipad import ipad_inks

EXPECTED = {
    "unipen-digits": Tally(
        12_522, 3_431, "006c2c270ea297a2174c2534002c55a7276d907de809e2fc51aa74d20b6927d2"
    ),
    "unipen-letters": Tally(
        71_473, 17_956, "0ca8314684a83a097d66310aff3d964f9b2bee728a5ddbd2c92864b957c06725"
    ),
    "unipen-symbols": Tally(
        12_417, 4_696, "2142f00647b81830006c41aa03fea9f104c6dc3cd6cc2e81461cdbaa30eb622b"
    ),
    "pendigits-train": Tally(
        5_996, 1_498, "c32d06cce28d25225b33b256d0eb8c0f21345e817c212e1f11a69cf6264c32a8"
    ),
    "uji-characters": Tally(
        1_116, 248, "ff9f1ddbb4da5e3f6e54c2083b2b3ff5e88d5fc3c5f6d10c53f2980705b20567"
    ),
    "ipad-digits": Tally(
        295, 100, "cc4dc40b89261b2a67ea92dbabed1ea5fc2eb369acb7536a0fb016e1d3539f0f"
    ),
    "detexify-symbols": Tally(
        2_761, 687, "75364b7804c9b56a4adbd1d58fff343f644f3bce150f1edb59ad62b40b8d9682"
    ),
    "omniglot-drawings": Tally(
        10_000, 2_000, "c2e0c197299ec52b143b638792d0f1a8aeca208ec54cc55e03dcfba9a536b699"
    ),
}
"""The data on which the shipped models were trained and measured."""

EXPECTED_IDX = {
    "train-images-idx3-ubyte.gz": (
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"
    ),
    "train-labels-idx1-ubyte.gz": (
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"
    ),
    "t10k-images-idx3-ubyte.gz": (
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"
    ),
    "t10k-labels-idx1-ubyte.gz": (
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"
    ),
}
"""SHA-256 of the unpacked original files."""

_WANTED_OF_UNIPEN = re.compile(r"(?:^|/)(?:data/1[a-d]|include)/[^/].*[^/]$")


@dataclass(frozen=True)
class Finding:
    """What was made, in words, and whether it is as expected."""

    text: str
    as_expected: bool


@dataclass(frozen=True)
class Original:
    """A public original.

    `products` are the files made from it, as paths in the data folder. `make` makes them from the
    downloaded file, or from the folder `unpacked` if the original may also be a folder.
    """

    remote: Remote
    products: tuple[str, ...]
    make: Callable[[Path, Path], Iterator[Finding]]
    unpacked: str = ""


def obtain(original: Original, folder: Path, mirror: str) -> Path:
    """Return the path of `original` in `folder`: downloaded, or put there by the user.

    `mirror` is the address of a folder that holds all originals; "" for the original addresses.

    Raises
    ------
    DataError
        As in `download.fetch`.
    """
    remote = original.remote
    if original.unpacked and (folder / original.unpacked).is_dir():
        return folder / original.unpacked
    if mirror:
        remote = replace(remote, address=f"{mirror.rstrip('/')}/{remote.name}")
    return fetch(remote, folder)


def compared(name: str, made: Tally) -> Finding:
    """Say what the ink file `name` holds, and whether it is as expected."""
    expected = EXPECTED[name]
    text = f"{name}: {made.train:,} train, {made.dev:,} dev"
    if made == expected:
        return Finding(f"{text}; the same inks as in the shared data", True)
    if (made.train, made.dev) == (expected.train, expected.dev):
        return Finding(f"{text}, as expected, but not the same inks as in the shared data", False)
    return Finding(f"{text}; expected {expected.train:,} and {expected.dev:,}", False)


def unpacked_unipen(place: Path) -> Path:
    """Return the folder with ``data`` and ``include``: `place`, or in `place`, or unpacked from it.

    Raises
    ------
    DataError
        If there is none, or if `place` is a file but not a complete ZIP archive.
    """
    folder = place if place.is_dir() else _unpack(place)
    for digits in [folder / "data" / "1a", *sorted(folder.rglob("data/1a"))]:
        root = digits.parent.parent
        if digits.is_dir() and (root / "include").is_dir():
            return root
    raise DataError(f"{folder}: no folders data/1a and include of UNIPEN's train_r01_v07 in it")


def _unpack(packed: Path) -> Path:
    """Unpack the needed parts of UNIPEN beside the archive: single characters and includes."""
    folder, part = packed.with_suffix(""), packed.with_name(packed.stem + ".unpacking")
    try:
        shutil.rmtree(part, ignore_errors=True)
        with zipfile.ZipFile(packed) as archive:
            wanted = [name for name in archive.namelist() if _WANTED_OF_UNIPEN.search(name)]
            part.mkdir()  # even if nothing is wanted; then the folder holds no UNIPEN
            archive.extractall(part, wanted)  # never writes outside the folder
        os.replace(part, folder)
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise DataError(f"{packed}: cannot be unpacked: {reason(error)}") from None
    return folder


def _ink(name: str, inks: Iterator[Written], out: Path) -> Finding:
    return compared(name, write_ink(inks, out / _ink_path(name)))


def _ink_path(name: str) -> str:
    return f"ink/{name}.jsonl.gz"


def _make_unipen(place: Path, out: Path) -> Iterator[Finding]:
    root = unpacked_unipen(place)
    for name in UNIPEN_FILES:
        yield _ink(name, unipen_inks(root, name), out)


def _of_ink(remote: Remote, name: str, inks: Callable[[Path], Iterator[Written]]) -> Original:
    """Return the original from which `inks` makes the one ink file `name`."""

    def make(place: Path, out: Path) -> Iterator[Finding]:
        yield _ink(name, inks(place), out)

    return Original(remote, (_ink_path(name),), make)


def _make_mnist(npz: Path, out: Path) -> Iterator[Finding]:
    digests = write_mnist(npz, out / "mnist")
    wrong = [name for name, digest in digests.items() if digest != EXPECTED_IDX[name]]
    if wrong:
        yield Finding(f"mnist: not what the original files hold: {', '.join(wrong)}", False)
    else:
        yield Finding("mnist: the four files hold what the original ones do", True)


ORIGINALS = {
    "mnist": Original(
        Remote(
            "mnist.npz",
            "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz",
            "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",  # as in Keras
        ),
        tuple(f"mnist/{name}" for name in IDX_FILES.values()),
        _make_mnist,
    ),
    "pendigits": _of_ink(
        Remote(
            "pendigits-orig.tra.Z",
            "https://archive.ics.uci.edu/ml/machine-learning-databases/pendigits/"
            "pendigits-orig.tra.Z",
            "ceae25d05f1ccfed4d27ca2e5766370fb32ddd685a647567e84cf7685aa7ac8b",
        ),
        "pendigits-train",
        pendigits_inks,
    ),
    "unipen": Original(
        # The patched copy. GitHub packs it anew for each request, so its checksum may change.
        Remote("unipen.zip", "https://api.github.com/repos/GreenCappuccino/train_r01_v07/zipball"),
        tuple(map(_ink_path, UNIPEN_FILES)),
        _make_unipen,
        unpacked="unipen",
    ),
    "uji": _of_ink(
        Remote("uji.zip", "https://archive.ics.uci.edu/static/public/160/uji+pen+characters.zip"),
        "uji-characters",
        uji_inks,
    ),
    "ipad": _of_ink(
        Remote(
            "ipad.zip",
            "https://api.github.com/repos/skahl/handwritten-digits-corpus/zipball/"
            "3c7a3afc39f9531d3bc09825325128b23afd9e08",
        ),
        "ipad-digits",
        ipad_inks,
    ),
    "detexify": _of_ink(
        # The commit of the shared data; later ones may hold, and reject, other drawings.
        Remote(
            "detexify.zip",
            "https://api.github.com/repos/kirel/detexify-next/zipball/"
            "ed510a11064a8d587e6ff609c11fc7105b2b4c4a",
        ),
        "detexify-symbols",
        detexify_inks,
    ),
    "omniglot": _of_ink(
        # D. Ha's copy in the form of sketch-rnn; our drawings are a part of it.
        Remote(
            "omniglot.npz",
            "https://raw.githubusercontent.com/hardmaru/sketch-rnn-datasets/"
            "0ac2a46b42a7a72c74003ae344767a4a7a8ff286/omniglot/omniglot.npz",
        ),
        "omniglot-drawings",
        omniglot_inks,
    ),
}
"""By their names on the command line."""
