"""What the user chooses on the board: themes, settings, sound, and buttons that do what keys do."""

import pygame
import pytest
from boards import (
    ALIKE,
    LIVE,
    SIZE,
    TO_ASKED,
    UNDO,
    button,
    changed,
    click_on,
    drawn,
    frame,
    leave,
    off_from_fresh,
    place_of_toolbar,
    play,
    seen,
)
from pens import finger_stroke, key, mouse_move, mouse_stroke

from recognizer.actions import table
from recognizer.board.draw.theme import SLATE, THEMES
from recognizer.board.run.tools import TOOLBAR_AFTER_SECONDS
from recognizer.board.show.buttons import IN_MENU, ON_TOOLBAR, ToolbarState
from recognizer.board.show.message import Message
from recognizer.board.show.notice import SECONDS as MESSAGE_SECONDS
from recognizer.board.stage.preferences import SAVE_AFTER_SECONDS as SETTINGS_AFTER
from recognizer.keeping.settings import ASKED, Settings, load_settings

pytest_plugins = ["boardfixtures"]

THEME = key(pygame.K_t)


# Themes and settings


def test_t_goes_through_the_themes_and_redraws_everything(board, window):
    play(board, *drawn("5"))
    seen = []
    for _ in THEMES:
        play(board, THEME)
        seen.append(board.view.theme.name)
        assert (frame(window)[3, 3] == board.view.theme.board).all()
        assert off_from_fresh(board, window) < ALIKE
    assert sorted(seen) == sorted(THEMES)
    assert board.session.reading.text == "5"


def test_the_choices_are_remembered(new_board, places):
    board = new_board(places=places)
    play(board, THEME, *TO_ASKED, key(pygame.K_RIGHTBRACKET), key(pygame.K_d))
    leave(board)
    settings, complaint = load_settings(places.settings)
    assert complaint == ""
    assert (settings.theme, settings.reads, settings.glass) == ("paper", ASKED, True)
    assert settings.pen > 1
    again = new_board(places=places, settings=settings)
    assert again.view.theme.name == "paper"
    assert again.session.pen_width == board.session.pen_width
    assert seen(again).glass == 1.0
    play(again, *drawn("3"))
    assert again.session.reading is None


def test_the_choices_are_kept_a_moment_after_they_were_made(new_board, places, clock):
    board = new_board(places=places)
    play(board, THEME)
    assert not places.settings.exists()
    assert board.due <= clock.now + SETTINGS_AFTER
    clock.advance(SETTINGS_AFTER)
    board.handle([])
    board.settle()
    assert load_settings(places.settings)[0].theme == "paper"


def test_where_the_window_stands_is_remembered(new_board, places):
    board = new_board(places=places)
    play(board, pygame.event.Event(pygame.WINDOWMOVED, x=30, y=40))
    leave(board)
    settings, _ = load_settings(places.settings)
    assert (settings.position, settings.size) == ((30, 40), SIZE)


def test_a_theme_that_is_none_is_the_usual_one(new_board):
    board = new_board(settings=Settings(theme="of another version"))
    assert board.view.theme is SLATE


def test_settings_that_cannot_be_written_are_a_message(new_board, places, clock):
    places.settings.mkdir()
    board = new_board(places=places)
    play(board, THEME)
    clock.advance(SETTINGS_AFTER)
    board.handle([])
    board.settle()
    assert seen(board).message.warns
    play(board, *drawn("3"))
    assert board.session.reading.text == "3"


def test_what_lasts_is_told_beside_a_lesser_warning_and_outlives_it(new_board, places, clock):
    places.settings.mkdir()
    board = new_board(places=places)
    board.tell(Message("what you draw will not be kept", warns=True, lasts=True))
    board.handle([THEME])
    clock.advance(SETTINGS_AFTER)
    board.handle([])
    board.settle()
    said = seen(board).message.text
    assert said.startswith("what you draw will not be kept; ")
    assert "settings" in said
    clock.advance(MESSAGE_SECONDS)
    board.handle([])
    assert seen(board).message.text == "what you draw will not be kept"


def test_what_lasts_gives_way_to_the_pen_and_to_what_the_user_asks_for(board, clock):
    board.tell(Message("what you draw will not be kept", warns=True, lasts=True))
    *but_up, up = drawn("7")
    board.handle(but_up)
    assert seen(board).message is None
    board.handle([up])
    clock.advance(TOOLBAR_AFTER_SECONDS)
    board.handle([])
    assert seen(board).message.lasts
    play(board, mouse_move(button(board, table.UNDO), pressed=False))
    assert (seen(board).message, seen(board).hovered) == (None, table.UNDO)
    board.handle([LIVE])
    assert seen(board).message.text.startswith("Reading ")
    clock.advance(MESSAGE_SECONDS)
    board.handle([mouse_move((300, 300), pressed=False)])
    assert seen(board).message.lasts


def test_sound_is_off_until_it_is_wanted(board):
    pytest.importorskip("pygame.mixer", exc_type=ImportError)  # it needs the system's GLib
    assert not board.scene.toolbar.sound
    play(board, key(pygame.K_m))
    assert board.scene.toolbar.sound
    play(board, *drawn("3"), key(pygame.K_m))
    assert not board.settings.sound


def test_without_a_loudspeaker_there_is_a_message(board, monkeypatch):
    monkeypatch.setenv("SDL_AUDIODRIVER", "none of these")
    play(board, key(pygame.K_m))
    assert seen(board).message.warns
    assert not board.scene.toolbar.sound


# The toolbar

BY_THEMSELVES = (table.PEN, table.ALPHABET, table.TEACH, table.QUIT)
PRESSED = [each for each in (*ON_TOOLBAR, *IN_MENU) if each not in BY_THEMSELVES]
KEY_NAMES = {"Enter": "return"}


def key_named(name):
    *modifiers, last = name.split("+")
    code = pygame.key.key_code(KEY_NAMES.get(last, last.lower()))
    return key(code, pygame.KMOD_LCTRL if modifiers else 0)


def state_of(board, window, places):
    session = board.session
    message = seen(board).message.text.split()[0] if seen(board).message else ""
    return {
        "strokes": session.strokes and len(session.strokes),
        "redo": session.can_redo,
        "reading": session.reading and session.reading.text,
        "settings": board.settings,
        "menu": board.scene.toolbar.menu,
        "sound": board.scene.toolbar.sound,
        "eraser": board.scene.toolbar.erasing,
        "chooser": seen(board).chooser is not None,
        "help": seen(board).shows_help,
        "running": not board.has_quit,
        "full screen": window.is_full_screen,
        "message": message,
        "saved": sum(1 for _ in places.saves.glob("*")),
    }


@pytest.mark.parametrize("action", PRESSED, ids=lambda action: action.id)
def test_a_button_does_what_its_key_does(new_board, window, clock, places, action):
    places.saves.mkdir()
    states = []
    for by_key in (True, False):
        board = new_board(places=places, settings=Settings(reads=ASKED, size=SIZE))
        before = [*drawn("4"), UNDO]
        play(board, *before)
        clock.advance(TOOLBAR_AFTER_SECONDS)
        board.handle([])
        idle = state_of(board, window, places)
        if by_key:
            board.handle([key_named(action.keys[0])])
        else:
            click_on(board, action)
        board.settle()
        states.append(state_of(board, window, places))
        assert states[-1] != idle
        if window.is_full_screen:
            window.toggle_full_screen()
        leave(board)
        for saved in places.saves.iterdir():
            saved.unlink()
    assert states[0] == states[1]


def test_the_toolbar_hides_while_drawing_and_comes_back(board, window, clock):
    shown = frame(window)
    place = place_of_toolbar(board)
    down, *moves, up = mouse_stroke([(200, 100), (210, 180), (240, 200)])
    board.handle([down])
    assert changed(shown, frame(window)).colliderect(place)
    board.handle([*moves, up])
    board.settle()
    assert changed(shown, frame(window)).colliderect(place)
    assert board.due <= clock.now + TOOLBAR_AFTER_SECONDS
    clock.advance(TOOLBAR_AFTER_SECONDS)
    board.handle([UNDO])
    board.settle()
    alphabets = board.session.alphabets
    assert board.scene.toolbar == ToolbarState(can_redo=True, sound=False, alphabets=alphabets)


def test_while_it_hides_ink_can_be_drawn_where_it_stood(board):
    spot = button(board, table.PEN)
    play(board, *mouse_stroke([(300, 200), (310, 260)]), *mouse_stroke([spot, (spot[0], 300)]))
    assert len(board.session.strokes) == 2
    assert board.settings.pen == 1.0


@pytest.mark.parametrize("place", ["button", "disabled button", "edge"])
def test_a_press_on_the_toolbar_never_draws(board, place):
    whole = place_of_toolbar(board)
    spot = {
        "button": button(board, table.GLASS),
        "disabled button": (whole.left + whole.height // 2, whole.centery),
        "edge": (whole.centerx, whole.top),
    }[place]
    play(board, *mouse_stroke([spot, (300, 200), (400, 100)]))
    assert board.session.is_empty
    assert not board.session.can_undo


def test_a_finger_presses_buttons_too(board):
    spot = button(board, table.PEN)
    play(board, *finger_stroke([spot], SIZE))
    assert board.settings.pen != 1.0


def test_the_pointer_on_a_button_shows_what_it_does(board, window):
    before = frame(window)
    spot = button(board, table.PEN)
    board.handle([mouse_move(spot, pressed=False)])
    assert changed(before, frame(window)).bottom > place_of_toolbar(board).top
    assert changed(before, frame(window)).top < place_of_toolbar(board).top
    board.handle([mouse_move((300, 100), pressed=False)])
    assert not changed(before, frame(window))
