"""What setup.cfg, the locks and the workflow say of Pythons and libraries is the same."""

from __future__ import annotations

import configparser
import re
from functools import cache
from pathlib import Path

import pytest
import yaml
from making import ROOT
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

CONFIG = configparser.ConfigParser()
CONFIG.read(ROOT / "setup.cfg", encoding="utf-8")
CLASSIFIED = CONFIG["metadata"]["classifiers"]
PYTHONS = re.findall(r"Python :: (3\.\d+)$", CLASSIFIED, re.MULTILINE)
LOCKS = ("dev", "test")
SYSTEMS = {
    "Linux": ("linux", "posix", "x86_64"),
    "Windows": ("win32", "nt", "AMD64"),
    "macOS": ("darwin", "posix", "arm64"),
}
"""For each system what markers call it: sys_platform, os_name, platform_machine."""
RUNNERS = {"Linux": "ubuntu-latest", "Windows": "windows-latest", "macOS": "macos-latest"}
CLASSIFIERS = {"Linux": "POSIX :: Linux", "Windows": "Microsoft :: Windows", "macOS": "MacOS"}
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


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


def test_the_workflow_tests_each_python_on_each_system() -> None:
    text = (ROOT / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8")
    matrix = yaml.safe_load(text)["jobs"]["app"]["strategy"]["matrix"]
    assert matrix == {"os": list(RUNNERS.values()), "python": PYTHONS}


def test_the_classifiers_name_each_system() -> None:
    named = re.findall(r"Operating System :: (.+)$", CLASSIFIED, re.MULTILINE)
    assert set(named) == set(CLASSIFIERS.values())


@pytest.mark.parametrize("path", WORKFLOWS, ids=[path.stem for path in WORKFLOWS])
def test_a_workflow_trusts_commits_and_no_tags(path: Path) -> None:
    jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].values()
    used = [step["uses"] for job in jobs for step in job["steps"] if "uses" in step]
    assert used
    assert [each for each in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", each)] == []


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
