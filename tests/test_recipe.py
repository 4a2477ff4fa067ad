"""The recipe: which phase an epoch belongs to, and how much it shows."""

from dataclasses import replace

import pytest

from recognizer.training.recipe import BOLD, CALM, Counts, Recipe

TWO_AND_THREE = Recipe((replace(BOLD, epochs=2), replace(CALM, epochs=3)))


def test_the_epochs_of_all_phases_add_up():
    assert TWO_AND_THREE.epochs == 5


@pytest.mark.parametrize(("epoch", "index"), [(0, 0), (1, 0), (2, 1), (3, 1), (4, 1)])
def test_each_epoch_belongs_to_its_phase(epoch, index):
    assert TWO_AND_THREE.phase_of(epoch) is TWO_AND_THREE.phases[index]


@pytest.mark.parametrize("empty", [0, 1])
def test_a_phase_without_epochs_is_passed_over(empty):
    phases = [replace(BOLD, epochs=2), replace(CALM, epochs=2)]
    phases[empty] = replace(phases[empty], epochs=0)
    recipe = Recipe(tuple(phases))
    assert recipe.epochs == 2
    assert {recipe.phase_of(epoch) for epoch in range(2)} == {phases[1 - empty]}


def test_an_epoch_shows_what_is_asked_for_as_far_as_it_is_there():
    phase = replace(BOLD, mnist_per_epoch=100, renderings=3, letters=50, signs=50, outliers=7)
    there = Counts(mnist=60, digits=10, letters=80, signs=20)
    assert phase.inks(there) == 3 * 10 + 50 + 20 + 7
    assert phase.images(there) == phase.inks(there) + 60
