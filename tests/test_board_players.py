"""Who is playing: one board after the other in one window, each with its own page and lessons."""

import gc
import json

import pygame
import pytest
from alphabets import model_of_alphabets
from boards import ENTER, ESCAPE, QUIT, SIZE, drawn, leave, off_from_fresh, play, seen
from pens import finger_stroke, fitted, key, mouse_click, mouse_events
from playing import PLAY, answer_right, begin, face, press, tiles, wait
from strokes import DIGITS, FLAGGED

from recognizer.actions.icons import EMBLEMS, emblem_of, icon_names
from recognizer.board.draw.layout import Layout
from recognizer.board.draw.theme import THEMES
from recognizer.board.games.tiles import Tone
from recognizer.board.players.player import Player, free_emblems
from recognizer.board.players.playercards import NewPlayerCard, PlayersCard
from recognizer.board.run.app import Board
from recognizer.board.run.launch import open_board
from recognizer.board.run.wishes import Wishes
from recognizer.board.show.playerchip import PlayerChip
from recognizer.keeping.autosave import Autosave
from recognizer.keeping.profiles import Profile
from recognizer.keeping.settings import load_settings
from recognizer.play.judging import RIGHT_SECONDS
from recognizer.play.scorebook import load_scores, scores_path

pytest_plugins = ["boardfixtures"]

WHO, RIGHT, DOWN, BACK = map(key, (pygame.K_p, pygame.K_RIGHT, pygame.K_DOWN, pygame.K_BACKSPACE))
ADA = Wishes(windowed=SIZE, profile="ada")
SIZES = [(1920, 1080), (800, 600), (600, 800), (1080, 1920), (320, 240)]


@pytest.fixture
def profile(places):
    return Profile(places.profiles / "ada.json")


@pytest.fixture
def board(new_board, places, profile):
    return new_board(places=places, profile=profile)


def run(wishes, *events):
    """Open a board for which all this is done, and which is then quit."""
    pygame.display.init()
    pygame.event.clear()
    for event in [*events, QUIT]:
        pygame.event.post(event)
    open_board(wishes)


def typed(text):
    return [key(ord(each.lower()), text=each) for each in text]


def strokes_of(home, name):
    """Return how many strokes are on the page of a player."""
    autosave = Autosave(home / (f"autosaves-{name}" if name != "default" else "autosaves"))
    try:
        return len(autosave.restore()[0].strokes)
    finally:
        autosave.close()


def middle(card, words):
    """Return where a tile of these words is on a card."""
    (tile,) = (each for each in card.tiles(Layout.for_size(SIZE)) if each.words == words)
    return pygame.Rect(tile.place).center


def touch(spot):
    return finger_stroke([spot], SIZE)


# One after the other


def test_by_keys_alone_each_has_a_page_of_its_own(home):
    somebody_new = [WHO, RIGHT, ENTER, *typed("Ben"), ENTER]
    back_to_ada = [WHO, key(pygame.K_LEFT), ENTER]
    run(ADA, *drawn("4"), *somebody_new, *drawn("1"), *back_to_ada, *drawn("1", left=560))
    assert strokes_of(home, "Ben") == len(DIGITS["1"].strokes)
    assert strokes_of(home, "ada") == len(DIGITS["4"].strokes) + len(DIGITS["1"].strokes)
    assert strokes_of(home, "default") == 0


@pytest.mark.parametrize("press_at", [touch, mouse_click], ids=["touch", "pen"])
def test_by_touch_or_pen_alone_somebody_new_has_an_emblem(home, press_at):
    chip = Layout.for_size(SIZE).chip.center
    new = middle(PlayersCard((Player("ada"),)), "New")
    cat = middle(NewPlayerCard(free_emblems(("ada",))), "cat")
    ada = middle(PlayersCard((Player("ada"), Player("cat")), 1), "ada")
    run(ADA, *press_at(chip), *press_at(new), *press_at(cat), *drawn("1"))
    assert strokes_of(home, "cat") == 1
    run(Wishes(windowed=SIZE), *press_at(chip), *press_at(ada), *drawn("4"))
    assert (strokes_of(home, "cat"), strokes_of(home, "ada")) == (1, len(DIGITS["4"].strokes))


def test_a_stroke_that_is_being_drawn_is_kept(home):
    *stroke, _ = drawn("1")
    run(ADA, *stroke, WHO, RIGHT, ENTER, *typed("ben"), ENTER)
    assert (strokes_of(home, "ada"), strokes_of(home, "ben")) == (1, 0)


def test_lessons_are_those_of_who_is_playing(home):
    taught = [*mouse_events(fitted(FLAGGED, 200, 120, 320)), key(pygame.K_1)]
    run(ADA, *taught, WHO, RIGHT, ENTER, *typed("ben"), ENTER, *taught[:-1], key(pygame.K_7))
    lessons = [Profile(home / "profiles" / f"{name}.json").load()[0] for name in ("ada", "ben")]
    assert [[each.label for each in some] for some in lessons] == [["1"], ["7"]]


def test_who_played_last_plays_when_the_board_is_opened_again(home):
    run(ADA, WHO, RIGHT, ENTER, *typed("ben"), ENTER)
    assert load_settings(home / "settings.toml")[0].profile == "ben"
    run(Wishes(windowed=SIZE), *drawn("1"))
    assert strokes_of(home, "ben") == 1


def test_colors_and_what_is_written_stay_as_they_are(home, tmp_path):
    model = model_of_alphabets(tmp_path)
    wishes = Wishes(windowed=SIZE, profile="ada", theme="slate", alphabet="letters", model=model)
    become_ben = [WHO, RIGHT, ENTER, *typed("ben"), ENTER]
    shown = [*drawn("1"), key(pygame.K_w, text="w"), key(pygame.K_n, text="n"), key(pygame.K_s)]
    run(wishes, key(pygame.K_t), *become_ben, *shown)
    (saved,) = home.glob("saves/*.json")
    assert json.loads(saved.read_bytes())["label"] == "N"
    picture = pygame.image.load(saved.with_suffix(".png"))
    assert picture.get_at((3, 3))[:3] == THEMES["paper"].board


def test_of_the_boards_before_nothing_stays_in_memory(home):
    to_ben, to_ada = [WHO, RIGHT, ENTER], [WHO, key(pygame.K_LEFT), ENTER]
    gc.collect()
    gc.disable()
    try:
        run(ADA, *to_ben, *typed("ben"), ENTER, *to_ada, *to_ben, *to_ada)
        assert sum(type(each) is Board for each in gc.get_objects()) <= 1
    finally:
        gc.enable()


def test_a_profile_that_cannot_be_written_keeps_nobody_from_playing(home):
    home.mkdir()
    (home / "profiles").write_text("in the way")
    run(ADA, *drawn("1"), WHO, RIGHT, ENTER, *typed("ben"), ENTER, *drawn("1"))
    assert (strokes_of(home, "ada"), strokes_of(home, "ben")) == (1, 1)


# During a round


def test_a_round_waits_and_goes_on_where_nobody_else_came(board, clock):
    begin(board, "3", "4")
    answer_right(board, clock)
    for comes_back in (ESCAPE, WHO, ENTER):
        play(board, WHO)
        assert "ada" in tiles(board)
        clock.advance(50)
        play(board, comes_back)
        press(board, "Go on")
        assert face(board).marks == (True,)
    assert board.next_turn is None


def test_what_was_not_read_when_somebody_asked_who_plays_is_read_when_the_round_goes_on(
    board, clock
):
    begin(board, "7")
    play(board, *drawn("7"), WHO)
    play(board, ESCAPE)
    press(board, "Go on")
    wait(board, clock, RIGHT_SECONDS)
    assert face(board).cheers


def test_what_was_solved_stays_and_the_other_chooses_a_game(board, clock, profile, new_board):
    begin(board, "3", "4", scores=scores_path(profile.path))
    answer_right(board, clock)
    play(board, WHO, RIGHT, ENTER, *typed("ben"), ENTER)
    (kept,) = load_scores(scores_path(profile.path))[0].rounds
    assert [each.is_right for each in kept.done] == [True]
    turn = board.next_turn
    assert turn is not None
    assert turn.profile.name == "ben"
    leave(board)
    again = new_board(profile=turn.profile, choice=turn.choice)
    assert "Begin" in tiles(again)


def test_who_plays_next_is_offered_the_same_game(board, new_board):
    play(board, PLAY)
    press(board, "Times tables")
    press(board, "7")
    press(board, "60 seconds")
    play(board, WHO, RIGHT, ENTER, *typed("ben"), ENTER)
    turn = board.next_turn
    assert turn is not None
    leave(board)
    again = new_board(profile=turn.profile, choice=turn.choice)
    chosen = {words for words, each in tiles(again).items() if each.tone is Tone.CHOSEN}
    assert chosen == {"Times tables", "7", "60 seconds"}


def test_from_the_drawing_one_comes_to_a_drawing(board):
    play(board, WHO, RIGHT, ENTER, *typed("ben"), ENTER)
    assert board.next_turn is not None
    assert board.next_turn.choice is None


# The cards


def test_a_player_is_shown_by_the_own_five(board, window, clock, profile, new_board):
    begin(board, "5", "7", scores=scores_path(profile.path))
    answer_right(board, clock)
    leave(board)
    again = new_board(profile=profile)
    play(again, WHO)
    picture = tiles(again)["ada"].picture
    assert picture is not None
    written = picture.player.ink.strokes  # type: ignore[attr-defined]
    assert len(written) == len(DIGITS["5"].strokes)
    assert off_from_fresh(again, window) == 0


def test_a_name_that_cannot_be_one_is_refused_and_a_space_is_a_hyphen(board):
    play(board, WHO, RIGHT, ENTER, *typed("Zoë"))
    assert "I am Zo" in tiles(board)
    play(board, BACK, BACK, *typed("Al x"), ENTER)
    assert board.next_turn is not None
    assert board.next_turn.profile.name == "Al-x"


def test_a_name_in_other_letters_is_the_same_player(board):
    play(board, WHO, RIGHT, ENTER, *typed("ADA"), ENTER)
    assert board.next_turn is None
    assert tiles(board) == {}


def test_a_name_may_be_typed_at_once_whatever_its_letters_do_elsewhere(board):
    play(board, WHO, *typed("paul"))
    assert "I am paul" in tiles(board)
    play(board, ENTER)
    assert board.next_turn is not None
    assert board.next_turn.profile.name == "paul"


def test_by_arrows_an_emblem_is_chosen(board):
    play(board, WHO, RIGHT, ENTER, RIGHT, RIGHT, DOWN, ENTER)
    assert board.next_turn is not None
    assert emblem_of(board.next_turn.profile.name) in icon_names(EMBLEMS)[2:]


def test_escape_goes_back_one_card_at_a_time(board):
    play(board, WHO, RIGHT, ENTER, ESCAPE)
    assert {"ada", "New", "Back"} == set(tiles(board))
    play(board, ESCAPE)
    assert tiles(board) == {}
    assert seen(board).message is None


def test_without_a_profile_nobody_is_asked_who_plays(new_board):
    board = new_board()
    play(board, WHO)
    assert (tiles(board), board.scene.overlay(PlayerChip)) == ({}, None)


def test_an_emblem_that_is_taken_has_a_number():
    first = free_emblems(())
    assert first == icon_names(EMBLEMS)
    assert "cat-2" in free_emblems(("cat", "ada"))
    assert "cat-3" in free_emblems(("Cat", "cat-2"))
    assert [emblem_of(name) for name in ("cat-2", "3b-Cat", "catherine")] == ["cat", "cat", ""]


@pytest.mark.parametrize("size", SIZES)
def test_a_class_finds_room_page_by_page(size, window):
    layout = Layout.for_size(size)
    players = tuple(Player(f"3b-{k}") for k in range(40))
    found = []
    for place in range(0, 41, PlayersCard(players).page(layout)):
        card = PlayersCard(players, place)
        places = [pygame.Rect(each.place) for each in card.tiles(layout)]
        assert all(pygame.Rect((0, 0), size).contains(each) for each in places)
        assert not any(each.collidelist(places[k + 1 :]) >= 0 for k, each in enumerate(places))
        found += [each.words for each in card.tiles(layout) if each.picture]
    assert found == [*(each.name for each in players), "New"]
