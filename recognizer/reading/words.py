"""Words for a reading and its confidence."""

from __future__ import annotations

from recognizer.network.alphabet import NONE, Alphabet
from recognizer.network.classifier import Candidate
from recognizer.network.path import PATH_POINTS
from recognizer.reading.inside.dabs import Dabs
from recognizer.reading.inside.insight import MAX_BARS
from recognizer.reading.result import Reading, Symbol, Written
from recognizer.reading.seeing.views import Said

MIN_NAMED_KNOWNNESS = 0.25
"""With less knownness, something is not called "perhaps a 3"."""
SURE, QUITE_SURE, PERHAPS = "sure", "quite sure", "perhaps"
NOT_ALL, NOTHING = "not all read", "nothing to read"
SURE_FROM, QUITE_SURE_FROM = 0.98, 0.8
"""The lowest confidences for these words; below them it is `PERHAPS`.

They were chosen so that at most one "sure" number in a hundred is wrong, and a "perhaps" should be
checked. Of 2,500 numbers built of dev digits, 76 % are "sure", and 99.3 % of those are right; 17 %
are "quite sure", 94 % right; 6 % are "perhaps", 70 % right (scripts/evaluate.py --numbers;
docs/measurements.md)."""

HOW_WRITTEN = "How you wrote it"
"""Over the path of the pen in the looking glass."""
PATH_POINTS_TOLD = f"{PATH_POINTS} points from pale to bright"
PATH_SENTENCE = f"{PATH_POINTS_TOLD}: all the second network sees."


def percent(confidence: float) -> str:
    """Return a confidence in [0, 1] as "99.1 %"; never as "100.0 %" or "0.0 %": nobody is so sure.

    The value is rounded down, so that rounding never passes a threshold.
    """
    if confidence < 0.001:
        return "< 0.1 %"
    return f"{min(int(confidence * 1000), 999) / 10:.1f} %"


def certainty(confidence: float) -> str:
    """Return a confidence in [0, 1] as one of the three words."""
    if confidence >= SURE_FROM:
        return SURE
    return QUITE_SURE if confidence >= QUITE_SURE_FROM else PERHAPS


def sureness(read: Written) -> str:
    """Return how sure a number is, a line, or all of a reading.

    It is one of the three words, but for what the user has said, and what was not read.
    """
    if not read.symbols:
        return NOTHING
    alphabet = read.symbols[0].alphabet
    if read.is_said:
        return "you said so" if read.has_known else f"{alphabet.named(NONE)}, you said"
    if not read.has_known:
        guess = _guess(read)
        return f"{PERHAPS} {guess}" if guess else alphabet.none
    return NOT_ALL if read.has_unread else certainty(read.confidence)


def _guess(read: Written) -> str:
    """Return what a single symbol without a label may be; "" if that is not worth naming."""
    if len(read.symbols) != 1:
        return ""
    (only,) = read.symbols
    return only.best if only.is_known or only.knownness >= MIN_NAMED_KNOWNNESS else ""


def describe(reading: Reading) -> str:
    """Return a reading as a short phrase for people."""
    only = reading.only
    if only and only.label:  # as nearly all small pictures are: told in fewer steps
        return f"{only.label} ({percent(only.confidence)})"
    if not reading.symbols:
        return NOTHING
    if not reading.has_known:
        guess = _guess(reading)
        return reading.symbols[0].alphabet.none + (f" ({PERHAPS} {guess})" if guess else "")
    return f"{reading.text} ({NOT_ALL if reading.has_unread else percent(reading.confidence)})"


def turned_by(degrees: int) -> str:
    """Return what is said of a picture that was turned, clockwise, so that it could be read."""
    if degrees == 180:
        return "it stands upside down: read turned over"
    return f"it stands on its side: read turned to the {'right' if degrees == 90 else 'left'}"


def none_read(alphabet: Alphabet) -> str:
    """Return why there is nothing to copy or to name."""
    return f"no {alphabet.one} was read"


def not_among(alphabet: Alphabet, label: str) -> str:
    """Return why nothing is called `label`."""
    return f"{label} is not one of the {alphabet.many} that I read"


def invitation(alphabet: Alphabet) -> str:
    """Return what a looking glass says that has nothing to show."""
    return f"Draw {alphabet.any_one}, and see here what the network sees of it."


def bars_sentence(alphabet: Alphabet) -> str:
    """Return what the bars of the looking glass are."""
    many = len(alphabet.symbols) > MAX_BARS
    each = f"of the likeliest {alphabet.many}" if many else alphabet.one
    return f"A bar for each {each}, the last for none."


def change_sentence(dabs: Dabs, has_path: bool, alphabet: Alphabet) -> str | None:
    """Return what dabs of ink would change; None if they would not change a thing.

    `has_path` tells whether the path of the pen is seen, too.
    """
    if not dabs.marks:
        return None
    where = "the mark" if len(dabs.marks) == 1 else "both marks"
    if has_path and not dabs.is_read:
        return f"Ink at {where}, and the picture looks like {alphabet.named(dabs.label)}."
    return f"Ink at {where}, and it is {alphabet.named(dabs.label)}."


def views_sentence(said: Said, label: str, alphabet: Alphabet) -> str:
    """Return what the picture says, what the path says, and what both say together.

    `label` is how the symbol was read, `NONE` for none: lessons may have made it another one.
    """
    picture, path, together = said.by_picture, said.by_path, said.together
    seen, written = (
        percent(each.confidence).replace(" ", "\N{NO-BREAK SPACE}") for each in (picture, path)
    )
    if picture.label == path.label:
        both = f"both look like {alphabet.named(path.label)} ({seen} and {written})."
        told = [f"The picture and the way you wrote it {both}"]
    else:
        told = [
            f"The picture looks like {alphabet.named(picture.label)} ({seen}).",
            f"The way you wrote it looks like {alphabet.named(path.label)} ({written}).",
        ]
    if not picture.label == path.label == together.label:
        told.append(f"Together: {alphabet.named(together.label)}.")
    if label != together.label:
        told.append(f"But I take it for {alphabet.named(label)}.")
    return " ".join(told)


def long_views_sentence(alphabet: Alphabet) -> str:
    """Return what two views say that do not agree; few such sentences are longer."""
    longest = max(alphabet.symbols, key=lambda label: len(alphabet.named(label)))
    none, one = Candidate(NONE, 1.0), Candidate(longest, 1.0)
    return views_sentence(Said(none, one, none), NONE, alphabet)


def tap_another(alphabet: Alphabet) -> str:
    """Return how the card that teaches comes to be about something else."""
    return f"Tap another {alphabet.one} to choose that one."


def learned(symbol: Symbol, label: str) -> str:
    """Return that `symbol` was learned to be `label`."""
    return f"Learned: this is {symbol.alphabet.named(label)} (undo takes it back)"


def learned_here_only(symbol: Symbol) -> str:
    """Return that others like `symbol` are read as before, whatever the user says it is."""
    seen = symbol.alphabet.named(symbol.read)
    return f"Noted here. I still see {seen} in others like it."


def text_lines(reading: Reading) -> list[str]:
    """Return what stands in each written line; a single symbol with how sure it is."""
    if len(reading.symbols) < 2:
        return [describe(reading)]
    if not reading.has_known:
        return [f"no {reading.symbols[0].alphabet.many}"]
    return reading.text.split("\n")
