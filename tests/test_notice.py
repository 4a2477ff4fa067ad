"""NOTICE names each library that pip installs for users, and the license its metadata states."""

from __future__ import annotations

import configparser
import re
from importlib.metadata import distributions, metadata

import pytest
from making import ROOT

NOTICE = (ROOT / "NOTICE").read_text(encoding="utf-8").partition("\nLibraries\n")[2]
STATED = dict(re.findall(r"^  ([\w-]+): (.+)$", NOTICE, re.MULTILINE))
PYPY_ONLY = "platform_python_implementation == 'PyPy'"
KIND = {
    "Apache-2.0": "Apache",
    "BSD-3-Clause": "BSD",
    "LGPL-2.1": "LGPL",
    "MIT": "MIT",
    "MIT-CMU": "MIT-CMU",
    "MPL-2.0": "MPL-2.0",
    "PSF-2.0": "PSF-2.0",
    "ZPL-2.1": "ZPL",
}
"""What metadata, which names licenses in many ways, says of each."""


def wanted() -> set[str]:
    """Return what setup.cfg asks for, for users of board, page, HEIC and PDF."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    extras = config["options.extras_require"]
    lines = "".join(
        [config["options"]["install_requires"], *(extras[each] for each in ("web", "heic", "pdf"))]
    )
    return set(re.findall(r"^[\w-]+", lines, re.MULTILINE))


def users_of_libraries() -> dict[str, set[str]]:
    """Return for each library of the lock, for any system, those that need it."""
    text = (ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for name, mark, rest in re.findall(r"^([\w-]+)==(.*)\n((?:    .*\n)+)", text, re.MULTILINE):
        if PYPY_ONLY not in mark:
            found.setdefault(name, set()).update(re.findall(r"# +(?:via )?([\w-]+)$", rest, re.M))
    return found


def installed_for_users() -> set[str]:
    """Return what is wanted and all that this needs in turn."""
    users, found = users_of_libraries(), wanted()
    while more := {name for name, by in users.items() if by & found} - found:
        found |= more
    return found


def license_of(library: str) -> str:
    """Return what the installed library states of its license."""
    stated = metadata(library)
    classifiers = [each for each in stated.get_all("Classifier", []) if "License ::" in each]
    return " ".join(
        [*classifiers, *stated.get_all("License-Expression", []), *stated.get_all("License", [])]
    )


def installed_here() -> list[str]:
    """Return which of the libraries in NOTICE are for this system and Python."""
    names = {re.sub(r"[-_.]+", "-", each.metadata["Name"]).lower() for each in distributions()}
    return [library for library in STATED if library in names]


def test_notice_names_every_library_that_is_installed_for_users() -> None:
    assert set(STATED) == installed_for_users()


@pytest.mark.parametrize("library", installed_here())
def test_a_library_has_the_license_that_notice_states(library: str) -> None:
    assert KIND[STATED[library]] in license_of(library)
