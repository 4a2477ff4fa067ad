"""The contents of the looking glass: its sections, their headings, and the words below these."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from recognizer.network.alphabet import DIGITS, Alphabet
from recognizer.reading.words import (
    HOW_WRITTEN,
    PATH_SENTENCE,
    bars_sentence,
    long_views_sentence,
)

CROP, SEEN, PATH, BARS, LOOKED = 1, 2, 3, 4, 5
"""The sections, in the order of the steps from ink to answer."""
SAID = 6
"""What the two views say: a section of words alone, across the panel."""
SUM = 7
"""What a sum means and how it is worked out: words alone, too."""
WORDS_ALONE = (SUM, SAID)
HEADINGS = {
    SUM: "The whole sum",
    CROP: "What you drew",
    SEEN: "What it sees",
    PATH: HOW_WRITTEN,
    BARS: "How sure it is",
    LOOKED: "Where it looked",
}
SENTENCES = {
    CROP: "Cut out, and as large as any other.",
    SEEN: "Shrunk to 28 x 28 points: this is all the network sees.",
    LOOKED: "Cover the glowing places, and it would doubt.",
}
_SENTENCES_OF_TWO = SENTENCES | {
    SEEN: "Shrunk to 28 x 28 points: all the first network sees.",
    PATH: PATH_SENTENCE,
    LOOKED: "Cover what glows, and the first network would doubt.",
}
Choice = tuple[tuple[int, ...], bool]
"""Sections, and whether sentences explain them. What the views say is shown in any case."""
_OF_ONE: tuple[Choice, ...] = (
    ((CROP, SEEN, BARS, LOOKED), True),
    ((CROP, SEEN, BARS, LOOKED), False),
    ((SEEN, BARS, LOOKED), False),
    ((SEEN, BARS), False),
    ((SEEN, LOOKED), False),
    ((SEEN,), False),
)
_OF_TWO: tuple[Choice, ...] = (
    ((CROP, SEEN, PATH, SAID, BARS, LOOKED), True),
    ((CROP, SEEN, PATH, SAID, BARS, LOOKED), False),
    ((SEEN, PATH, SAID, BARS, LOOKED), False),
    ((SEEN, PATH, SAID, BARS), False),
    ((SEEN, PATH, SAID), False),
    ((SEEN, PATH), False),
)


@dataclass(frozen=True)
class Contents:
    """What the panel is to show: bars of an alphabet, and what the two views say.

    `says` is None where there is only the picture. `told` are sentences on the sum that a symbol
    belongs to, if there is one. `change` says what would change its mind, if that is known: below
    what is seen, or where that has no words, after what the views say.
    """

    alphabet: Alphabet = DIGITS
    says: str | None = None
    told: tuple[str, ...] = ()
    change: str | None = None

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The choices of sections, the fullest first. The first that fits is shown."""
        usual = _OF_ONE if self.says is None else _OF_TWO
        if not self.told:
            return usual
        return (*(((SUM, *sections), told) for sections, told in usual), ((SUM,), False))

    @property
    def least(self) -> tuple[int, ...]:
        """What is to be seen even where there is no room for words beside it."""
        return (SEEN,) if self.says is None else (SEEN, PATH)

    def heading(self, section: int) -> str:
        """Return the heading of a section, with the number of its step; "" if it has none."""
        if section in WORDS_ALONE:
            return HEADINGS.get(section, "")
        skipped = self.says is None and section > PATH
        return f"{section - skipped} {HEADINGS[section]}"

    def sentence(self, section: int, told: bool) -> str:
        """Return the sentence that explains a section, if it is to be `told`; "" for none.

        What the views say is told in any case, and so is the sum.
        """
        if section == SUM:
            return "\n".join(self.told).replace(" = ", "\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}")
        if section == SAID:
            return " ".join(filter(None, (self.says, None if told else self.change)))
        if not told or (section == BARS and self.says is not None):
            return ""
        if section == BARS:
            return bars_sentence(self.alphabet)
        if section == SEEN and self.change:
            return self.change
        return (SENTENCES if self.says is None else _SENTENCES_OF_TWO)[section]

    def longest(self, section: int, told: bool) -> Iterator[str]:
        """Yield the sentences that a section has room for: about the same room for any ink."""
        yield self.sentence(section, told)
        if section == SAID:
            yield long_views_sentence(self.alphabet)
        elif section == SEEN and told:
            yield replace(self, change=None).sentence(section, told)
