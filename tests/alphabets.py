"""A model of several alphabets, made of the shipped one: five of its digits have other names."""

from __future__ import annotations

from pathlib import Path

from making import copy_model, labels_for

from recognizer.network.alphabet import Alphabet

LABELS = "01234NAB?+"
"""What its logits stand for: whoever writes a 6 writes an A, who writes an 8 a question mark."""
DIGITS, SUMS, LETTERS, TEXT = (
    Alphabet(name, tuple(symbols), ((),) * len(symbols), *words)
    for name, symbols, words in (
        ("digits", "01234", ("digit", "digits", "123", "digits", "Draw a number")),
        ("sums", "01234+", ("sign", "signs", "1+2", "digits and +", "Write a sum")),
        ("letters", "ABN", ("letter", "letters", "ABN", "letters, A, B and N", "Draw letters")),
        ("text", LABELS, ("character", "characters", "A1?", "any character", "Write anything")),
    )
)


def model_of_alphabets(folder: Path, *alphabets: Alphabet) -> Path:
    """Write the model into `folder`, with these alphabets, or with all of them."""
    records = [each.as_record() for each in alphabets or (DIGITS, SUMS, LETTERS, TEXT)]
    return copy_model(folder, labels=labels_for(LABELS), alphabets=records)
