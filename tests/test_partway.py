"""Between a model and what it has learned there is a best way to stop."""

from recognizer.training.model.personal import Score, best_share, objection

BEFORE = Score(0.9930, 1)


def test_the_share_is_chosen_that_has_learned_most() -> None:
    scores = {0.25: Score(0.9931, 1), 0.5: Score(0.9930, 3), 1.0: Score(0.9925, 4)}
    assert best_share(scores, BEFORE) == 1.0


def test_but_not_where_it_has_forgotten_too_much() -> None:
    scores = {0.25: Score(0.9931, 1), 0.5: Score(0.9930, 3), 1.0: Score(0.9920, 4)}
    assert best_share(scores, BEFORE) == 0.5


def test_of_equals_the_one_is_chosen_that_reads_others_better() -> None:
    scores = {0.25: Score(0.9931, 1), 0.5: Score(0.9933, 4), 1.0: Score(0.9925, 4)}
    assert best_share(scores, BEFORE) == 0.5


def test_of_those_that_read_the_same_the_farthest_is_chosen() -> None:
    assert best_share(dict.fromkeys((0.25, 0.5, 1.0), Score(0.9931, 4)), BEFORE) == 1.0


def test_where_all_have_forgotten_too_much_the_one_is_chosen_that_has_forgotten_least() -> None:
    assert best_share({0.25: Score(0.98, 1), 0.5: Score(0.97, 3)}, BEFORE) == 0.25


def test_what_has_forgotten_or_not_learned_is_not_worth_keeping() -> None:
    assert objection(BEFORE, Score(0.9925, 2)) == ""
    assert objection(BEFORE, Score(0.9920, 9)).startswith("it loses 0.10% on dev")
    assert objection(BEFORE, Score(0.9999, 1)) == (
        "it reads no more of the lessons right than before"
    )
