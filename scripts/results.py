"""Make the tables of docs/results.md anew, each with the command above it.

    python scripts/results.py

A command is an indented line of the page that begins with "python scripts/evaluate.py". Its output
goes between the comments `<!-- made by the command above -->` and `<!-- end -->` below it. The
commands run in the root of the repository, one after the other, for several minutes. The page is
written only if all of them succeed.
"""

import argparse
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MADE = re.compile(
    r"^(?P<above>    python (?P<command>scripts/evaluate\.py [^\n]+)\n\n?"
    r"<!-- made by the command above -->\n)(?P<tables>.*?)(?P<below>^<!-- end -->$)",
    re.MULTILINE | re.DOTALL,
)


def main() -> int:
    """Make every table of the page anew."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("page", type=Path, nargs="?", default=ROOT / "docs" / "results.md")
    page = parser.parse_args().page
    try:
        text, made = MADE.subn(make_anew, page.read_text(encoding="utf-8"))
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", None) or str(error)
        print(f"results.py: {said.strip()}", file=sys.stderr)
        return 2
    page.write_text(text, encoding="utf-8")
    print(f"{page}: {made} made anew")
    return 0


def make_anew(found: re.Match[str]) -> str:
    """Return a command with the tables that it prints now."""
    print(f"python {found['command']}", flush=True)
    done = subprocess.run(
        [sys.executable, *shlex.split(found["command"])],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return f"{found['above']}{done.stdout}{found['below']}"


if __name__ == "__main__":
    sys.exit(main())
