"""What glyphs say by their places: powers, fractions, roots, columns, and lines of all that."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sumtrees import Trees, seeded
from typesetting import Set, Typesetter, confused, glyph, read_as

from recognizer.errors import SumError
from recognizer.network.alphabet import SUMS
from recognizer.network.classifier import Candidate
from recognizer.reading.regions.blocks import blocks_of
from recognizer.reading.regions.glyph import Glyph
from recognizer.reading.result import Symbol
from recognizer.sums import sums_in
from recognizer.sums.grammar import parsed
from recognizer.sums.phases import Phase, State, may_end, step
from recognizer.sums.printer import printed
from recognizer.sums.reading import Understood, understand
from recognizer.sums.worth import worth

DIVIDED_BY_A_PRODUCT = re.compile(r"[÷:/]-?[\d.,]+a")
"""What the grammar refuses, but not the search, which does not look back that far."""


def steady(text: str) -> Set:
    """Return the glyphs of a typed calculation, each just where it belongs."""
    return Typesetter(seeded(1)).set(parsed(text))


def signs(text: str) -> Set:
    """Return the glyphs of `text`, sign by sign, whatever it says."""
    return Typesetter(seeded(1)).text(text)


def only(glyphs: Sequence[Glyph]) -> Understood | None:
    """Return what is read of all `glyphs`, which are one block."""
    (block,) = blocks_of(glyphs)
    assert len(block) == len(glyphs)
    return understand(glyphs)


def text_of(glyphs: Sequence[Glyph]) -> str | None:
    found = only(glyphs)
    return printed(found.tree) if found else None


def test_what_a_hand_sets_is_read_back_as_the_same_tree() -> None:
    rng = seeded(3)
    trees = Trees(rng)
    for unsteady in [0.0, 0.05] * 75:
        tree = trees.chain(depth=2)
        glyphs = Typesetter(rng, unsteady).set(tree).glyphs
        if len(glyphs) <= 40:
            found = understand(glyphs)
            assert found
            assert found.tree == tree


def test_an_unsteady_hand_is_read_for_the_most_part() -> None:
    rng, right, count = seeded(4), 0, 100
    trees = Trees(rng)
    for _ in range(count):
        tree = trees.chain(depth=1)
        glyphs = Typesetter(rng, 0.12).set(tree).glyphs
        found = sums_in(read_as(glyphs))
        right += len(blocks_of(glyphs)) == 1 and [each.tree for each in found] == [tree]
    assert right >= 0.95 * count


def test_a_search_from_left_to_right_takes_what_the_grammar_takes() -> None:
    rng, taken = seeded(5), 0
    trees = Trees(rng)
    for _ in range(3_000):
        text = printed(trees.chain(depth=1)).translate(str.maketrans("", "", "⁄^√ "))
        place = rng.randrange(len(text))
        text = text[:place] + rng.choice("12+-×()=<%.,aa") + text[place + rng.randrange(2) :]
        if not DIVIDED_BY_A_PRODUCT.search(text):
            assert is_taken(text) == is_parsed(text), text
        taken += is_taken(text)
    assert taken > 500


def is_taken(text: str) -> bool:
    state = State(Phase.BEGIN)
    for sign in text:
        reached = step(state, sign)
        if not reached:
            return False
        state = reached.state
    return may_end(state)


def is_parsed(text: str) -> bool:
    try:
        return bool(parsed(text))
    except SumError:
        return False


@pytest.mark.parametrize(
    "text",
    [
        "12+7=",
        "8+6×2=20",
        "5/4/3",
        "-5^2",
        "2^10=",
        "2^(3+1)-1",
        "3^(1⁄2)",
        "2^(-3)",
        "1⁄2+3⁄4=",
        "(1+2)⁄(3-4)",
        "(1⁄2)⁄3",
        "1⁄(2⁄3)",
        "1 1⁄2+2 3⁄4=4 1⁄4",
        "√16+√(9⁄4)=",
        "√(√16+5)",
        "(√2+1)⁄2",
        "1+1=2=3-1",
        "12<13",
        "0,5+1.5",
        "20%×50",
        "3·4",
        "12:4÷3",
        "(1+2)×(3-(4-5))",
    ],
)
def test_structure_follows_from_place(text: str) -> None:
    assert text_of(steady(text).glyphs) == text


@pytest.mark.parametrize("size", [1e-3, 1.0, 1e5])
def test_size_and_place_on_the_page_do_not_matter(size: float) -> None:
    assert text_of(steady("2^10+1⁄2=").moved(3 * size, -7 * size, size).glyphs) == "2^10+1⁄2="


def test_the_order_of_writing_does_not_matter() -> None:
    assert text_of(steady("1 1⁄2+2^3=").glyphs[::-1]) == "1 1⁄2+2^3="


def test_what_was_taken_stands_in_the_order_of_the_tree() -> None:
    in_row, in_column = only(steady("1⁄2+√(3-4)=").glyphs[::-1]), only(column(["12", "+7"], "19"))
    assert [each.label for each in in_row.taken] == list("-12+√3-4=")
    assert [each.label for each in in_column.taken] == list("12+719-")


class TestOneSignManyMeanings:
    def test_a_dot_on_the_line_is_decimal(self) -> None:
        assert text_of(signs("3.5+1").glyphs) == "3.5+1"

    def test_a_dot_in_the_middle_means_times(self) -> None:
        assert text_of(signs("3·5+1").glyphs) == "3·5+1"

    def test_a_dot_that_means_nothing_is_dirt(self) -> None:
        found = only(signs("3+5.").glyphs)
        assert (printed(found.tree), found.taken[-1].label) == ("3+5", "")

    def test_a_speck_is_a_point_even_if_it_looks_like_a_0(self) -> None:
        three, dot, five = signs("3.5").glyphs
        assert text_of([three, confused(dot, "0", 0.001), five]) == "3.5"

    def test_a_dot_as_flat_as_a_minus_is_far_shorter(self) -> None:
        three, _, five = signs("3·5").glyphs
        short, long = (glyph("-", 0.85, 0.48, 0.85 + width, 0.51) for width in (0.12, 0.4))
        read = [[three, confused(bar, ".", 0.9), five] for bar in (short, long)]
        assert [text_of(each) for each in read] == ["3·5", "3-5"]

    def test_a_cross_is_rather_one_than_a_star(self) -> None:
        two, times, three = signs("2*3").glyphs
        unsure, sure = (confused(times, "×", chance) for chance in (0.7, 0.95))
        assert [text_of([two, each, three]) for each in (unsure, sure)] == ["2×3", "2*3"]

    def test_a_bar_between_two_numbers_is_a_minus(self) -> None:
        assert text_of(signs("3-5").glyphs) == "3-5"

    def test_a_bar_with_something_above_and_below_is_a_fraction(self) -> None:
        assert text_of(steady("(3-5)⁄(4-2)").glyphs) == "(3-5)⁄(4-2)"

    def test_two_bars_are_an_equals_sign(self) -> None:
        pair = Set((glyph("-", 0, 0.38, 0.5, 0.42), glyph("-", 0, 0.58, 0.5, 0.62)), 0.5)
        assert text_of(signs("3+5").then(pair).then(signs("8")).glyphs) == "3+5=8"

    def test_a_comma_before_tenths_is_unlikely_where_points_are_used(self) -> None:
        two, comma, *rest = signs("2,5+1").glyphs
        below = Set((two, confused(comma, "7", 0.7), *rest)).moved(0, 3).glyphs
        first, second = sums_in(read_as((*signs("1.5+1=").glyphs, *below)))
        assert (printed(first.tree), printed(second.tree)) == ("1.5+1=", "275+1")
        assert text_of(below) == "2,5+1"

    def test_an_x_is_a_times_sign(self) -> None:
        candidates = (Candidate("x", 0.9), Candidate("4", 0.1))
        (left, times, right) = signs("2×3").glyphs
        symbol = Symbol(candidates, 1.0, True, times.box, alphabet=SUMS)
        assert text_of((left, Glyph.of(symbol), right)) == "2×3"


class TestGrammarDecidesWhatASymbolIs:
    def test_a_parenthesis_that_looks_like_a_1(self) -> None:
        first, *rest = signs("(2+3)×4").glyphs
        assert text_of([confused(first, "1", 0.3), *rest]) == "(2+3)×4"

    def test_a_plus_that_looks_like_a_4_stays_unsure(self) -> None:
        first, plus, last = signs("1+2").glyphs
        found = only([first, confused(plus, "4", 0.6), last])
        assert printed(found.tree) == "1+2"
        assert found.taken[1].confidence == pytest.approx(0.6, abs=0.01)
        assert found.confidence == pytest.approx(0.6, abs=0.01)
        assert found.taken[0].confidence > 0.99

    def test_what_the_user_said_is_sure(self) -> None:
        first, plus, last = signs("1+2").glyphs
        said = Symbol((Candidate("4", 1.0),), 0.1, False, plus.box, said="+")
        assert only([first, Glyph.of(said), last]).confidence > 0.99

    def test_what_is_hardly_a_symbol_makes_all_of_it_unsure(self) -> None:
        first, *rest = signs("1+2").glyphs
        assert only([replace(first, knownness=0.4), *rest]).confidence == pytest.approx(0.4 / 0.64)


class TestHeights:
    def test_a_tall_parenthesis_shows_not_how_tall_digits_are(self) -> None:
        first, *rest, equals = steady("(8·5)^7=").glyphs
        tall = glyph("(", first.box.left, -0.4, first.box.right, 1.4)
        small = glyph("=", equals.box.left, 0.42, equals.box.left + 0.3, 0.58)
        assert text_of([confused(tall, "1", 0.99), *rest, small]) == "(8·5)^7="

    def test_an_equals_sign_alone_beside_a_fraction_shows_it_neither(self) -> None:
        *fraction, equals = steady("1⁄2=").glyphs
        small = glyph("=", equals.box.left, 0.2, equals.box.left + 0.3, 0.35)
        assert text_of([*fraction, small]) == "1⁄2="

    def test_nor_does_a_tall_root(self) -> None:
        root, *radicand, equals = steady("√5=").glyphs
        tall = glyph("√", root.box.left, -0.9, root.box.right, 1)
        small = glyph("=", equals.box.left, 0.42, equals.box.left + 0.3, 0.58)
        assert text_of([tall, *radicand, small]) == "√5="

    @pytest.mark.parametrize("text", ["3^2-5^2=", "3^2×5^4=7", "5^(-2)=", "5^(3-2)="])
    def test_signs_behind_an_exponent_are_seldom_in_it(self, text: str) -> None:
        found = [moved_up(each) if each.best in "-×=" else each for each in steady(text).glyphs]
        assert text_of(found) == text

    def test_what_stands_over_another_is_not_its_exponent(self) -> None:
        lower, upper = glyph("0", 1, 0.55, 1.5, 1), glyph("0", 1.02, 0, 1.48, 0.45)
        assert "^" not in (text_of([*signs("7").glyphs, lower, upper]) or "")


def moved_up(sign: Glyph, heights: float = 0.15) -> Glyph:
    (moved,) = Set((sign,)).moved(0, -heights).glyphs
    return moved


class TestLeftAlone:
    @pytest.mark.parametrize("text", ["+", "=", "1+", "2(3)", "1++2", "12)", "1.2.3", "=3"])
    def test_what_is_no_calculation(self, text: str) -> None:
        assert only(signs(text).glyphs) is None

    def test_what_holds_something_that_is_no_symbol(self) -> None:
        first, *rest = signs("1+2=").glyphs
        assert only([replace(first, knownness=0.01), *rest]) is None
        assert only([replace(first, nats={}), *rest]) is None

    def test_digits_that_jump_are_not_sure(self) -> None:
        one, two, three = (Set((each,)) for each in signs("123").glyphs)
        jumping = (*one.glyphs, *two.moved(0, 0.65).glyphs, *three.glyphs)
        assert only(jumping).confidence < 0.9

    def test_fractions_deep_in_each_other(self) -> None:
        texts = ["1⁄2"]
        for _ in range(8):
            texts.append(f"1⁄({texts[-1]})")
        sets = [steady(each).glyphs for each in texts]
        read = [understand(each) for each in sets]
        assert [printed(each.tree) if each else None for each in read] == [*texts[:8], None]

    def test_more_than_any_sum_has(self) -> None:
        assert text_of(signs("1" * 200).glyphs) == "1" * 200
        assert only(signs("1" * 201).glyphs) is None

    def test_an_empty_page(self) -> None:
        assert sums_in(read_as(())) == ()


def column(rows: Sequence[str], answer: str = "") -> tuple[Glyph, ...]:
    """Return numbers under each other, that end at the same place, a line, and an answer."""
    found: list[Glyph] = []
    for row, text in enumerate((*rows, *([answer] if answer else []))):
        line = signs(text)
        below = row * 1.5 + (0.3 if row == len(rows) else 0)
        found += line.moved(5 - line.width, below).glyphs
    foot = 1.5 * len(rows) - 0.25
    return (*found, glyph("-", 1.5, foot, 5.2, foot + 0.05))


class TestColumns:
    @pytest.mark.parametrize(
        ("rows", "answer", "expected"),
        [
            (["12", "+7"], "", "12+7="),
            (["12", "+7"], "19", "12+7=19"),
            (["125", "34", "7", "+90"], "256", "125+34+7+90=256"),
            (["125", "+34", "+7"], "", "125+34+7="),
            (["125", "-34"], "91", "125-34=91"),
            (["125", "-34", "-7"], "", "125-34-7="),
            (["1,25", "+0,50"], "1,75", "1,25+0,50=1,75"),
        ],
    )
    def test_numbers_under_each_other_are_added_or_taken_away(
        self, rows: list[str], answer: str, expected: str
    ) -> None:
        found = only(column(rows, answer))
        assert (printed(found.tree), found.is_column) == (expected, True)

    def test_a_line_has_no_column(self) -> None:
        assert not only(signs("12+7=").glyphs).is_column

    @pytest.mark.parametrize("rows", [["12", "7"], ["+12", "+7"], ["125", "34", "-7"]])
    def test_without_a_sign_before_the_right_numbers_nothing_is_understood(
        self, rows: list[str]
    ) -> None:
        assert not any(found.is_column for found in sums_in(read_as(column(rows))))


class TestPages:
    def test_each_line_stands_for_itself(self) -> None:
        texts = ["12+7=19", "3-1=", "5×5="]
        lines = [signs(text).moved(0, 2 * row) for row, text in enumerate(texts)]
        found = sums_in(read_as([each for line in lines for each in line.glyphs]))
        assert [printed(each.tree) for each in found] == texts

    def test_a_column_stands_beside_a_line(self) -> None:
        found = sums_in(read_as((*column(["12", "+7"]), *signs("3-1=").moved(9, 0).glyphs)))
        assert {printed(each.tree) for each in found} == {"12+7=", "3-1="}

    def test_what_is_understood_has_a_worth(self) -> None:
        found = only(steady("1 1⁄2+√16×2^3=").glyphs)
        assert worth(found.tree.sides[0]).number == 33.5

    def test_thirty_signs_are_one_calculation(self) -> None:
        text = "12+34×5-67+(8-9)×10+11-12+13="
        found = only(signs(text).glyphs)
        assert printed(found.tree) == text
        assert math.isclose(found.confidence, 1.0, abs_tol=0.01)
