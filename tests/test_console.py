"""What is printed does a terminal no harm, whatever files are called."""

from __future__ import annotations

import json

import pytest

from recognizer.console import complain, json_line, printable

HARMFUL = [
    "\x1b[2J",
    "\x9b2J",
    "\r",
    "\n",
    "\x7f",
    "\u202e",
    "\u2066",
    "\u200b",
    "\u2028",
    "\udcff",
    "\x00",
    "\U000e0041",
]
"""Commands to a terminal, line breaks, what turns or hides text, bytes that are no text."""


@pytest.mark.parametrize("harmful", HARMFUL, ids=ascii)
def test_what_a_terminal_would_act_on_is_written_out(harmful: str) -> None:
    shown = printable(f"a{harmful}b.png")
    assert shown.isprintable()
    assert shown.startswith("a\\")
    assert shown.encode("ascii").decode("unicode_escape") == f"a{harmful}b.png"


@pytest.mark.parametrize("name", ["seven.png", "sieben \u00fc\u00df.png", "\u4e03.png", "a'\"b"])
def test_other_names_stay_as_they_are(name: str) -> None:
    assert printable(name) == name


@pytest.mark.parametrize("harmful", HARMFUL, ids=ascii)
def test_json_says_the_same_without_harm(harmful: str) -> None:
    record = {"file": f"a{harmful}\u00fc.png", f"{harmful}": [1.5, None]}
    line = json_line(record)
    assert line.isprintable()
    assert "\u00fc" in line
    assert json.loads(line) == record


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_json_has_no_other_numbers_than_json_knows(number: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        json_line({"confidence": number})


@pytest.mark.parametrize("harmful", HARMFUL, ids=ascii)
def test_a_complaint_is_one_line(harmful: str, capsys: pytest.CaptureFixture[str]) -> None:
    complain(f"a{harmful}b: no such file")
    printed = capsys.readouterr().err
    assert printed.endswith(": no such file\n")
    assert printed[:-1].isprintable()
