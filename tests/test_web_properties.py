"""Whatever is sent to the interface, valid or not: every answer is one that is described."""

from __future__ import annotations

import json
from typing import Any

import hypothesis
import pytest

from recognizer.web.openapi import description

pytest_plugins = ["webfixtures"]

schemathesis = pytest.importorskip("schemathesis")

DESCRIPTION = json.loads(json.dumps(description()))
CHANGED = [path for path, methods in DESCRIPTION["paths"].items() if "post" in methods]
TOLD = [path for path in DESCRIPTION["paths"] if path not in CHANGED]
KEPT = [
    schemathesis.checks.not_a_server_error,
    schemathesis.checks.status_code_conformance,
    schemathesis.checks.content_type_conformance,
    schemathesis.checks.response_schema_conformance,
]
EXAMPLES = 50


def check_answers(server: str, method: str, path: str, mode: str, examples: int) -> None:
    """Send so many requests that are as described, or mutations of such, and check the answers."""
    operation = schemathesis.openapi.from_dict(DESCRIPTION)[path][method]
    cases = operation.as_strategy(schemathesis.GenerationMode(mode))

    def check(case: Any) -> None:
        case.validate_response(case.call(base_url=server, timeout=60), checks=KEPT)

    settings = hypothesis.settings(
        max_examples=examples, suppress_health_check=list(hypothesis.HealthCheck)
    )
    settings(hypothesis.given(case=cases)(check))()


@pytest.mark.parametrize("path", TOLD)
def test_what_is_told_is_as_described(server: str, path: str) -> None:
    check_answers(server, "GET", path, "positive", examples=3)


@pytest.mark.parametrize("path", CHANGED)
@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_whatever_is_sent_the_answer_is_as_described(server: str, path: str, mode: str) -> None:
    check_answers(server, "POST", path, mode, EXAMPLES)
