"""Code that the documentation shows runs, and passes the strictest check of types."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from making import ROOT, run_python

DOCS = ROOT / "docs"
PAGE = (DOCS / "library.md").read_text(encoding="utf-8")
CELLS = [
    "".join(cell["source"])
    for cell in json.loads((DOCS / "tour.ipynb").read_text(encoding="utf-8"))["cells"]
    if cell["cell_type"] == "code"
]


def test_the_notebook_runs_from_its_first_cell_to_its_last(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    script = tmp_path / "tour.py"
    script.write_text("\n".join(CELLS), encoding="utf-8")
    done = run_python(script, cwd=DOCS, MPLBACKEND="agg")
    assert done.returncode == 0, done.stderr
    before, after = (
        line for line in done.stdout.splitlines() if line.startswith(("before", "after"))
    )
    assert "'7'" in before.partition("Candidate")[2][:20], "it is read as a 7"
    assert "'1'" in after.partition("Candidate")[2][:20], "and as a 1 once it is taught"


def test_scripts_against_the_library_pass_the_strictest_check_of_types(tmp_path: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    assert len(blocks) >= 3
    for number, code in enumerate([*blocks, "\n".join(CELLS)]):
        (tmp_path / f"script_{number}.py").write_text(code, encoding="utf-8")
    done = run_python(
        "-m", "mypy", "--strict", "--cache-dir", tmp_path, tmp_path, timeout=600, cwd=tmp_path
    )
    assert done.returncode == 0, done.stdout
