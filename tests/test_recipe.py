"""The recipe: which phase an epoch belongs to, and where phases begin."""

from dataclasses import replace

import pytest

from recognizer.training.recipe import BOLD, CALM, Recipe

TWO_AND_THREE = Recipe((replace(BOLD, epochs=2), replace(CALM, epochs=3)))


def test_the_epochs_of_all_phases_add_up():
    assert TWO_AND_THREE.epochs == 5


@pytest.mark.parametrize(("epoch", "index"), [(0, 0), (1, 0), (2, 1), (3, 1), (4, 1)])
def test_each_epoch_belongs_to_its_phase(epoch, index):
    assert TWO_AND_THREE.phase_of(epoch) is TWO_AND_THREE.phases[index]


def test_phases_begin_where_the_one_before_has_ended():
    assert [epoch for epoch in range(5) if TWO_AND_THREE.begins_phase(epoch)] == [0, 2]


@pytest.mark.parametrize("empty", [0, 1])
def test_a_phase_without_epochs_is_passed_over(empty):
    phases = [replace(BOLD, epochs=2), replace(CALM, epochs=2)]
    phases[empty] = replace(phases[empty], epochs=0)
    recipe = Recipe(tuple(phases))
    assert recipe.phase_of(0) is phases[1 - empty]
    assert [epoch for epoch in range(2) if recipe.begins_phase(epoch)] == [0]
