"""What tests do with the command line: they run it, and look at what it says."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from typing import Any

from making import run_python

Run = Callable[..., tuple[int, str, str]]
"""Runs the command in this process: exit code, standard output, standard error."""


def command(*arguments: object, **environment: Any) -> subprocess.CompletedProcess[str]:
    """Run the real command in a process of its own."""
    return run_python("-m", "recognizer", *arguments, **environment)


def refused(result: tuple[int, str, str], fault: object) -> bool:
    """Tell whether nothing was done and one line names what is at fault."""
    code, out, err = result
    return (code, out) == (2, "") and err.count("\n") == 1 and f"{fault}" in err


def records(text: str) -> list[dict[str, Any]]:
    """Return what each line says as JSON."""
    return [json.loads(line) for line in text.splitlines()]
