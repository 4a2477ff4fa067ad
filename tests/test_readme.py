"""What the README promises: its commands run, its Python runs, its links lead somewhere."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from making import digit_images

from recognizer.actions.action import Where
from recognizer.actions.table import actions_on
from recognizer.commands.main import main
from recognizer.network.alphabet import DIGITS

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
READ_COMMANDS = re.findall(r"^    (recognizer read .+)$", README, re.MULTILINE)
PYTHON = re.findall(r"^```python\n(.+?)^```", README, re.MULTILINE | re.DOTALL)
CURLS = re.findall(r"^    (curl .+)$", README, re.MULTILINE)
ENDPOINTS = {"/api/ink", "/api/lesson", "/api/image", "/api/model", "/health", "/openapi.json"}
LINKS = re.findall(r"\]\((?!http)([^)#]+)\)", README) + re.findall(r'src="([^"]+)"', README)
PAGE = "2026\n314 58"
"""What stands in docs/examples/numbers.jpg."""


def test_the_readme_shows_commands_python_and_links():
    assert READ_COMMANDS
    assert PYTHON
    assert LINKS


@pytest.mark.parametrize("command", READ_COMMANDS)
def test_each_read_command_reads_something(command, tmp_path):
    shutil.copytree(ROOT / "docs" / "examples", tmp_path / "docs" / "examples")
    pixels = digit_images()[0].reshape(-1, 784).astype(str)
    (tmp_path / "test.csv").write_text("\n".join(map(",".join, pixels.tolist())))
    here = command.replace("recognizer", f'"{sys.executable}" -m recognizer', 1)
    done = subprocess.run(  # noqa: S602  (redirections are the shell's)
        here, shell=True, cwd=tmp_path, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_each_endpoint_has_a_curl_line():
    assert {re.search(r":8000(/[\w/.]+)", curl)[1] for curl in CURLS} == ENDPOINTS


def test_each_curl_line_is_answered():
    pytest.importorskip("flask", reason="no flask: pip install 'recognizer-board[web]'")
    if not shutil.which("curl"):
        pytest.skip("no curl on this machine")
    from webserving import serving

    with serving() as address:
        answers = [answer_of(curl.replace("http://127.0.0.1:8000", address)) for curl in CURLS]
    assert [each.get("text") for each in answers if "verdict" in each] == ["1", PAGE, PAGE]


def answer_of(curl):
    done = subprocess.run(  # noqa: S602  (quotes are the shell's)
        f"{curl} --silent --show-error --fail", shell=True, cwd=ROOT, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


@pytest.mark.parametrize(("code", "read"), list(zip(PYTHON, ["11", "1+1=2"], strict=True)))
def test_the_python_example_runs(code, read):
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stderr == ""
    text, confidence = done.stdout.split()[:2]
    assert text == read
    assert 0.85 < float(confidence) <= 1  # bare bars could be letters, too


@pytest.mark.parametrize("link", LINKS)
def test_each_link_leads_to_a_file(link):
    assert (ROOT / link).exists()


def test_the_examples_are_read_right(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    main(["read", "docs/examples/digits.jsonl"])
    said = [line.split(": ")[1][0] for line in capsys.readouterr().out.splitlines()]
    assert "".join(said) == "0123456789"


def key_table():
    """Return the rows of the README's table of keys as the table of actions makes them."""
    return [
        f"| {', '.join(f'**{name}**' for name in each.told)} | {each.explained(DIGITS.one)} |"
        for each in actions_on(Where.BOARD)
        if each.told
    ]


def test_the_table_of_keys_is_that_of_the_board():
    begin = README.index("| key | does |")
    _, _, *rows = README[begin : README.index("\n\n", begin)].splitlines()
    assert rows == key_table()
