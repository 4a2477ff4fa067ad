from __future__ import annotations

import pytest

from recognizer.training.measure.tables import Table, as_markdown, as_text

TABLE = Table("Fruit", ("kind", "how many"), (("apples", "7"), ("a|b", "1,200")))


def test_text_is_aligned_names_to_the_left_and_figures_to_the_right() -> None:
    assert TABLE.text().splitlines() == [
        "Fruit",
        "  kind    how many",
        "  apples         7",
        "  a|b        1,200",
    ]


def test_markdown_says_which_columns_are_figures_and_escapes_bars() -> None:
    assert TABLE.markdown().splitlines() == [
        "**Fruit**",
        "",
        "| kind | how many |",
        "| --- | ---: |",
        "| apples | 7 |",
        "| a\\|b | 1,200 |",
    ]


def test_a_table_of_names_only_ends_without_spaces() -> None:
    table = Table("T", ("a", "b"), (("one", "x"), ("two", "longer")), names=2)
    assert table.text().splitlines()[1:3] == ["  a    b", "  one  x"]


def test_a_table_without_rows_is_its_head() -> None:
    assert Table("T", ("a", "b"), ()).text() == "T\n  a  b"


def test_a_row_of_another_length_is_an_error_of_the_programmer() -> None:
    with pytest.raises(ValueError, match="T: every row needs 2 cells"):
        Table("T", ("a", "b"), (("one",),))


@pytest.mark.parametrize("form", [as_text, as_markdown])
def test_tables_stand_apart_by_a_blank_line(form) -> None:
    assert form([TABLE, TABLE]).count("\n\n") >= 1
    assert form([TABLE]) in form([TABLE, TABLE])
