"""What the loss asks of a character: which label it is, then which symbol of an alphabet."""

from __future__ import annotations

import json
import math

import pytest
from making import run_python

from recognizer.training.data.characters import LABELS

pytestmark = pytest.mark.tensorflow

CASES = {
    "two labels of one letter": ("l", "lL", 1),
    "a digit and a letter that looks like it": ("0", "0O", 1),
    "two letters": ("l", "lI", 2),
    "a bar, which may be either letter": ("l", "l|", 1),
    "a one, which may be either letter": ("I", "I1", 1),
    "a digit and a bar that stands for it": ("1", "1|", 1),
    "two signs of no alphabet": ("?", "?!", 2),
}
"""A label, two labels of which each has half of the probability, and how often that costs."""

LOSS_OF = """
import json, sys
import numpy as np
from recognizer.training.model.loss import AskedLoss

labels, halves = json.loads(sys.argv[1])
logits = np.full((len(labels), 106), -99, np.float32)
for row, places in zip(logits, halves):
    row[places] = 0
print(json.dumps(np.asarray(AskedLoss().call(np.array(labels), logits)).tolist()))
"""


def test_confusing_labels_costs_twice_where_the_alphabet_tells_them_apart() -> None:
    labels = [LABELS.index(label) for label, _, _ in CASES.values()]
    halves = [[LABELS.index(each) for each in both] for _, both, _ in CASES.values()]
    question = json.dumps([labels, halves])
    done = run_python("-c", LOSS_OF, question, timeout=300, TF_CPP_MIN_LOG_LEVEL="3")
    assert done.returncode == 0, done.stderr
    costs = json.loads(done.stdout)
    told = {case: loss / math.log(2) for case, loss in zip(CASES, costs, strict=True)}
    assert told == pytest.approx({case: times for case, (_, _, times) in CASES.items()})
