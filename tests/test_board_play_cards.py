"""The cards of games: their tiles can be hit in any window, and what the last card offers works."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pygame
import pytest
from boards import play
from pens import fitted, key, mouse_events
from playing import answer_right, answer_wrong, begin, end_of, face, press, wait
from strokes import FLAGGED

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.theme import THEMES
from recognizer.board.games import sidecards
from recognizer.board.games.chase import Growth
from recognizer.board.games.choicecard import Choice, ChoiceCard
from recognizer.board.games.course import CHEER_SECONDS
from recognizer.board.games.duelend import DuelEnd
from recognizer.board.games.duelface import DuelCard
from recognizer.board.games.endcard import EndCard
from recognizer.board.games.guessend import GuessEnd
from recognizer.board.games.tiles import Card, ShownCard
from recognizer.board.games.writing import MEND_SECONDS
from recognizer.board.players.player import Player, free_emblems
from recognizer.board.players.playercards import NewPlayerCard, PlayersCard
from recognizer.board.show.toolbar import MIN_TARGET_PIXELS
from recognizer.keeping.profiles import Profile
from recognizer.play.games import BOARD_GAMES, GAMES, GUESS
from recognizer.play.guessing import Opinion
from recognizer.play.judging import WRONG_SECONDS
from recognizer.play.round import Mode, Solved
from recognizer.play.scorebook import PlayedRound, ScoreBook, save_scores, scores_path
from recognizer.play.tasks import Task

pytest_plugins = ["boardfixtures"]

SIZES = [(800, 600), (1280, 720), (1920, 1080), (3840, 2160), (1080, 1920), (768, 1024)]
SAVE = key(pygame.K_s)
TABLES = next(k for k, each in enumerate(GAMES) if len(each.sets) > 6)
PLAYED = PlayedRound(
    *("to-20", "calm", datetime(2026, 11, 26, tzinfo=timezone.utc)),
    (Solved(Task("7 + 8 =", "15"), 0, 2.0),) * 10,
    ("4", "9"),
)
GROWTH = Growth(Task("_", "7"), (Opinion(0.5, "1", (("1", 0.7),)), Opinion(1.0, "7")), 0.4, 0.9)
CARDS: dict[str, Card] = {
    "choice": ChoiceCard(Choice(TABLES)),
    "choice of a drawing": ChoiceCard(Choice(BOARD_GAMES.index(GUESS))),
    "locked": ChoiceCard(Choice(TABLES), "Your best: 10 of 10 in 9 seconds", "3b-ada", True, True),
    "known": ChoiceCard(Choice(TABLES), "", "3b-ada"),
    "players": PlayersCard(tuple(Player(f"3b-{k}") for k in range(40))),
    "new player": NewPlayerCard(free_emblems(()), typed="ben"),
    "writing": sidecards.while_writing(can_show=True, asks_for_more=True),
    "writing freely": sidecards.writing_freely(asks_for_more=True),
    "asking": sidecards.asking("an 8"),
    "paused": sidecards.PAUSED,
    "duel": DuelCard(("Is this an 8?", ""), (False, True)),
    "duel's end": DuelEnd("Test", (3, 2), ((), ())),
    "guessing's end": GuessEnd("Test", (1, 0), (), (GROWTH,) * 10),
    "end": EndCard(PLAYED, ScoreBook((PLAYED,)), "Test"),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", CARDS)
def test_each_tile_is_in_the_window_large_enough_for_a_finger_and_alone(name, size):
    layout = Layout.for_size(size)
    places = [pygame.Rect(each.place) for each in CARDS[name].tiles(layout)]
    for k, place in enumerate(places):
        assert pygame.Rect((0, 0), size).contains(place)
        assert min(place.size) >= MIN_TARGET_PIXELS
        assert place.collidelist(places[k + 1 :]) < 0


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("name", CARDS)
def test_each_card_is_drawn_in_each_theme_and_in_the_smallest_window(fonts, name, theme):
    for size in (*SIZES, (320, 240), (240, 1)):
        parts = ShownCard(CARDS[name]).parts(Layout.for_size(size), theme, False)
        assert parts
        assert all(surface.get_size() == place.size for surface, place in parts)


@pytest.mark.parametrize("size", SIZES)
def test_where_nothing_is_to_be_chosen_an_example_stands_apart_from_the_tiles(fonts, size):
    layout = Layout.for_size(size)
    for place, game in enumerate(BOARD_GAMES):
        card = ChoiceCard(Choice(place))
        tiles = [each.place for each in card.tiles(layout)]
        top = min(top for _, top, _, _ in tiles)
        shown = [at for _, at in card.ground(layout, THEMES["slate"]) if at.top > top]
        assert len(shown) == (len(game.sets) == 1)
        assert all(each.collidelist(tiles) < 0 for each in shown)


ONE = Mode("one", "One task", tasks=1)


def finish(board, clock, **more):
    begin(board, "3", mode=ONE, **more)
    answer_right(board, clock)
    wait(board, clock, CHEER_SECONDS)


def test_the_last_card_tells_how_it_went(board, clock):
    finish(board, clock)
    assert end_of(board).score == "1 of 1 at first try"
    assert [each.task.answer for each in end_of(board).answers] == ["3"]
    press(board, "Again")
    assert face(board).marks == ()


def test_a_round_without_one_right_at_first_try_ends_kindly(board, clock):
    begin(board, "3", mode=ONE)
    answer_wrong(board, clock)
    clock.advance(MEND_SECONDS)
    answer_right(board, clock)
    wait(board, clock, CHEER_SECONDS)
    assert end_of(board).score == "1 task practiced"


@pytest.mark.parametrize("by_key", [True, False])
def test_the_answers_are_saved_as_a_picture(board, clock, places, by_key):
    finish(board, clock, saves=places.saves)
    if by_key:
        play(board, SAVE)
    else:
        press(board, "Save")
    (path,) = places.saves.iterdir()
    assert pygame.image.load(path).get_size() == board.view.layout.size


def test_what_was_misread_is_offered_to_practice(board, clock):
    begin(board, "1", mode=ONE)
    play(board, *mouse_events(fitted(FLAGGED, left=200, top=240, height=200)))
    wait(board, clock, WRONG_SECONDS)
    press(board, "Yes")
    wait(board, clock, CHEER_SECONDS)
    press(board, "Practice your 1")
    assert "1" in face(board).task.prompt


def test_the_choice_tells_the_best_round_of_that_game(new_board, places):
    profile = Profile(places.profiles / "ada.json")
    earlier = replace(PLAYED, began=PLAYED.began - timedelta(days=1), is_over=True)
    save_scores(scores_path(profile.path), ScoreBook((earlier, PLAYED)))
    board = new_board(profile=profile)
    play(board, key(pygame.K_g))
    shown = board.scene.overlay(ShownCard)
    assert shown.card.best == "Your best: 10 of 10 in 20 seconds, 2 days of practice"
    press(board, "Times tables")
    assert board.scene.overlay(ShownCard).card.best == "2 days of practice"
