"""What setup.cfg, the locks and the workflow say of Pythons and libraries is the same."""

from __future__ import annotations

import configparser
import re
from functools import cache

import pytest
from making import ROOT
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

CONFIG = configparser.ConfigParser()
CONFIG.read(ROOT / "setup.cfg", encoding="utf-8")
PYTHONS = re.findall(r"Python :: (3\.\d+)$", CONFIG["metadata"]["classifiers"], re.MULTILINE)
LOCKS = ("dev", "test")
SYSTEMS = {
    "Linux": ("linux", "posix", "x86_64"),
    "Windows": ("win32", "nt", "AMD64"),
    "macOS": ("darwin", "posix", "arm64"),
}
"""For each system what markers call it: sys_platform, os_name, platform_machine."""


def environment(python: str, system: str) -> dict[str, str]:
    """Return what markers see on a system."""
    platform, os_name, machine = SYSTEMS[system]
    return {
        "python_version": python,
        "python_full_version": f"{python}.9",
        "sys_platform": platform,
        "os_name": os_name,
        "platform_system": system.replace("macOS", "Darwin"),
        "platform_machine": machine,
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }


@cache
def locked(extra: str) -> dict[str, list[str]]:
    """Return each pin of a lock and its hashes."""
    text = (ROOT / "requirements" / f"{extra}.txt").read_text(encoding="utf-8")
    pins = re.findall(r"^(\w.+?)((?: \\\n +--hash=sha256:[0-9a-f]{64})*)$", text, re.MULTILINE)
    return {pin: re.findall(r"sha256:(\w+)", hashes) for pin, hashes in pins}


def chosen(needs: list[Requirement], where: dict[str, str]) -> dict[str, SpecifierSet]:
    """Return what of `needs` is for an environment, by name."""
    wanted = (need for need in needs if need.marker is None or need.marker.evaluate(where))
    return {re.sub(r"[-_.]+", "-", need.name).lower(): need.specifier for need in wanted}


def asked_for(extra: str) -> list[Requirement]:
    """Return what setup.cfg asks for directly, with `extra`."""
    lines = CONFIG["options"]["install_requires"] + CONFIG["options.extras_require"][extra]
    return [Requirement(line) for line in lines.splitlines() if line and not line.startswith("#")]


def test_the_pythons_are_those_from_the_oldest_allowed_one_on() -> None:
    first = int(PYTHONS[0].split(".")[1])
    assert CONFIG["options"]["python_requires"] == f">=3.{first}"
    assert [f"3.{minor}" for minor in range(first, first + len(PYTHONS))] == PYTHONS


def test_types_are_checked_for_the_oldest_python() -> None:
    assert CONFIG["mypy"]["python_version"] == PYTHONS[0]
    wanted = f'target-version = "py{PYTHONS[0].replace(".", "")}"'
    assert wanted in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("extra", LOCKS)
@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("python", PYTHONS)
def test_a_lock_has_what_setup_cfg_asks_for(python: str, system: str, extra: str) -> None:
    where = environment(python, system)
    pins = chosen([Requirement(pin) for pin in locked(extra)], where)
    for name, allowed in chosen(asked_for(extra), where).items():
        (pin,) = pins[name]
        assert pin.operator == "=="
        assert pin.version in allowed


@pytest.mark.parametrize("extra", LOCKS)
def test_every_locked_version_has_its_hashes(extra: str) -> None:
    assert len(locked(extra)) > 100
    assert [pin for pin, hashes in locked(extra).items() if not hashes] == []


def test_both_locks_agree() -> None:
    both = {Requirement(pin).name for pin in locked("dev")}
    shared = {pin for pin in locked("test") if Requirement(pin).name in both}
    assert shared == set(locked("dev"))
