"""docs/results.md: each table is what the command above it prints."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest
from making import ROOT, ink_line, run_python, write_lines
from strokes import DIGITS

PAGE = (ROOT / "docs" / "results.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^    python (scripts/evaluate\.py .+)$", PAGE, re.MULTILINE)


def make_results(page: Path) -> subprocess.CompletedProcess[str]:
    return run_python(ROOT / "scripts" / "results.py", page)


def section(ink: Path, asked: str, made: str = "") -> str:
    """Return a command of the page and what it made."""
    return (
        f"    python scripts/evaluate.py --ink {ink} {asked} --markdown\n\n"
        f"<!-- made by the command above -->\n{made}<!-- end -->\n"
    )


def write_page(folder: Path, ink: Path, made: str = "") -> Path:
    page = folder / "page.md"
    page.write_text(f"# Page\n\n{section(ink, '--sizes', made)}\nAfter.\n")
    return page


@pytest.fixture
def ink(tmp_path: Path) -> Path:
    return write_lines(tmp_path / "three.jsonl", [ink_line(DIGITS["3"], label="3")])


def test_what_was_made_before_is_made_anew(tmp_path: Path, ink: Path) -> None:
    page = write_page(tmp_path, ink, made="old\n")
    done = make_results(page)
    assert (done.returncode, done.stderr) == (0, "")
    text = page.read_text()
    assert "| three.jsonl | 100.00% |" in text
    assert "old" not in text
    assert text.startswith("# Page\n")
    assert text.endswith("|\n<!-- end -->\n\nAfter.\n")


def test_each_command_makes_its_own_tables(tmp_path: Path, ink: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Between.\n".join(section(ink, asked) for asked in ("--pens", "--sizes")))
    assert make_results(page).returncode == 0
    pens, sizes = page.read_text().split("Between.")
    assert "by pen width" in pens
    assert "by size" in sizes
    assert "by size" not in pens


def test_making_it_again_changes_nothing(tmp_path: Path, ink: Path) -> None:
    page = write_page(tmp_path, ink)
    make_results(page)
    once = page.read_text()
    make_results(page)
    assert page.read_text() == once


def test_a_command_that_fails_leaves_the_page_as_it_is(tmp_path: Path) -> None:
    page = write_page(tmp_path, tmp_path / "missing.jsonl", made="old\n")
    before = page.read_text()
    done = make_results(page)
    assert done.returncode == 2
    assert "missing.jsonl" in done.stderr
    assert page.read_text() == before


def test_a_missing_page_is_told_in_one_line(tmp_path: Path) -> None:
    done = make_results(tmp_path / "missing.md")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("results.py: ")
    assert done.stderr.count("\n") == 1


def test_every_command_of_the_page_makes_tables() -> None:
    assert len(COMMANDS) == PAGE.count("<!-- made by the command above -->") > 0
    assert all("--markdown" in shlex.split(command) for command in COMMANDS)
    for made in re.findall(r"command above -->\n(.*?)<!-- end -->", PAGE, re.DOTALL):
        assert "| --- |" in made
