"""Inside the networks: what the layers give, and what is said of their maps."""

import numpy as np
import pytest
from strokes import DIGITS

from recognizer.ink import Ink
from recognizer.network.classifier import Classifier
from recognizer.network.path import path_of
from recognizer.network.preprocess import preprocess_ink
from recognizer.reading.inside.probes import picture_probes
from recognizer.reading.inside.strips import MAX_MAPS, PATH_PIXELS, Inside

UPRIGHT = Ink.from_points([[(0, 0), (3, 50), (0, 100)]])
LEVEL = Ink.from_points([[(0, 0), (50, 3), (100, 0)]])
DOWN = Ink.from_points([[(0, 0), (2, 100)]])
UP = Ink.from_points([[(2, 100), (0, 0)]])


@pytest.fixture(scope="module")
def classifier():
    return Classifier()


@pytest.fixture(scope="module")
def inside(classifier):
    return Inside(classifier)


def strips_of(inside, ink):
    return inside.strips(preprocess_ink(ink), ink)


def glow(inside, ink, strip, told):
    """Return how the maps of a strip, of which this is said, glow along the stroke."""
    (found,) = [each for each in strips_of(inside, ink) if each.heading.startswith(strip)]
    maps = [k for k, each in enumerate(found.told) if each.startswith(told)]
    assert maps
    pixels = np.sort(found.maps[maps].reshape(len(maps), -1), axis=1)
    return float(pixels[:, -found.maps.shape[2] // 3 :].mean())


def test_both_networks_show_their_layers_from_the_first_to_the_last(inside):
    headings = [each.heading.partition(":")[0] for each in strips_of(inside, DIGITS["5"])]
    assert headings == [
        *(f"Layer {k}" for k in range(1, 6)),
        *(f"Path, layer {k}" for k in range(1, 5)),
    ]


def test_a_picture_has_no_path(inside):
    strips = inside.strips(preprocess_ink(DIGITS["5"]), Ink())
    assert [each.heading.partition(" ")[0] for each in strips] == ["Layer"] * 5


def test_the_layers_are_those_of_the_network_that_reads(classifier):
    field, path = preprocess_ink(DIGITS["5"]), path_of(DIGITS["5"])
    pictures, paths = classifier.layers
    looked = classifier.look(field[None], path[None])
    last = pictures.look(field)[-1].mean(axis=(0, 1))  # it ends with the mean over all places
    along = paths.look(path)[-1]
    ends = np.concatenate([along.mean(axis=(0, 1)), along.max(axis=(0, 1))])
    size = classifier.card.embedding_size
    for found, seen in ((last, looked.embeddings[0, :size]), (ends, looked.embeddings[0, size:])):
        np.testing.assert_allclose(found / np.linalg.norm(found), seen, atol=1e-4)


def test_maps_are_squares_of_brightness_each_with_a_sentence(inside):
    for strip in strips_of(inside, DIGITS["8"]):
        count, rows, cols = strip.maps.shape
        assert count == len(strip.told) <= MAX_MAPS
        assert rows == cols
        assert strip.maps.min() >= 0
        assert 0.3 < strip.maps.max() <= 1
        assert all(each.endswith(".") for each in strip.told)


@pytest.mark.parametrize("layer", ["Layer 1", "Layer 2"])
def test_a_map_that_answers_to_upright_strokes_glows_for_them_and_not_for_level_ones(inside, layer):
    told = "Answers most to upright strokes."
    assert glow(inside, UPRIGHT, layer, told) > 1.15 * glow(inside, LEVEL, layer, told)
    told = "Answers most to level strokes"
    assert glow(inside, LEVEL, layer, told) > 1.15 * glow(inside, UPRIGHT, layer, told)


def test_the_direction_of_the_pen_counts_for_the_path_alone(inside):
    told = "Answers most to strokes down."
    assert glow(inside, DOWN, "Path, layer 1", told) > 1.15 * glow(
        inside, UP, "Path, layer 1", told
    )


def test_what_is_said_names_only_what_was_shown(inside):
    named = [each.words for each in picture_probes()]
    for strip in strips_of(inside, DIGITS["3"])[:5]:
        for told in strip.told:
            assert "more than a single" in told or any(words in told for words in named)


def test_the_map_of_a_path_glows_on_the_path_only(inside):
    ink = DIGITS["7"]
    places = PATH_PIXELS * (0.5 + 0.38 * path_of(ink)[:, :2])
    for strip in strips_of(inside, ink)[5:]:
        rows, cols = np.nonzero(strip.maps.max(axis=0))
        spots = np.stack([cols, rows], axis=1)[:, None] + 0.5
        assert np.abs(spots - places).max(axis=2).min(axis=1).max() < 2
