"""The board as a whole: events through the real loop, and what comes of them."""

import cv2
import numpy as np
import pygame
import pytest
from boards import (
    CLEAR,
    ENTER,
    ESCAPE,
    FOCUS_LOST,
    HELP,
    REDO,
    RESIZED,
    SIZE,
    UNDO,
    button,
    click_on,
    drawn,
    frame,
    leave,
    off_from_fresh,
    place_of_toolbar,
    play,
    resize,
    seen,
    text_of,
)
from making import picture_of
from pens import (
    drop,
    finger,
    finger_stroke,
    fitted,
    key,
    mouse_down,
    mouse_events,
    mouse_move,
    mouse_stroke,
    mouse_up,
    wheel,
)
from strokes import DIGITS

from recognizer.actions import table
from recognizer.board.draw.theme import SLATE, THEMES
from recognizer.board.run.tools import TOOLBAR_AFTER_SECONDS
from recognizer.board.show.buttons import IN_MENU, ON_TOOLBAR, ToolbarState
from recognizer.board.show.message import Message
from recognizer.board.show.notice import SECONDS as MESSAGE_SECONDS
from recognizer.board.stage.preferences import SAVE_AFTER_SECONDS as SETTINGS_AFTER
from recognizer.document.page import Page
from recognizer.document.session import MOST_POINTS
from recognizer.keeping.autosave import Autosave
from recognizer.keeping.settings import Settings, load_settings
from recognizer.reading.result import Verdict

pytest_plugins = ["boardfixtures"]

ALIKE = 96  # of 255: where an edge pixel was drawn in other pieces
LIVE = key(pygame.K_l)
THEME = key(pygame.K_t)


def changed(before, after):
    """Return where two frames differ, as a rectangle."""
    xs, ys = np.nonzero((before != after).any(axis=2))
    if not len(xs):
        return pygame.Rect(0, 0, 0, 0)
    return pygame.Rect(xs.min(), ys.min(), np.ptp(xs) + 1, np.ptp(ys) + 1)


def shows(picture, color, place):
    part = picture[place.left : place.right, place.top : place.bottom]
    return bool((np.abs(part - color).max(axis=2) < 12).sum() > 20)


# Reading


@pytest.mark.parametrize("digit", DIGITS)
def test_a_drawn_digit_is_read_when_the_pen_is_lifted(board, digit):
    play(board, *drawn(digit))
    assert board.session.reading.text == digit
    assert board.session.is_read


@pytest.mark.parametrize("digit", ["2", "5"])
def test_a_finger_is_read_like_a_mouse(board, digit):
    ink = fitted(DIGITS[digit], 200, 120, 320)
    play(board, *(e for stroke in ink.strokes for e in finger_stroke(stroke.points, SIZE)))
    assert board.session.reading.text == digit


def test_each_stroke_is_read_as_it_comes(board):
    first, second = fitted(DIGITS["4"], 200, 120, 320).strokes
    play(board, *mouse_stroke(first.points))
    assert board.session.reading.box == board.session.ink.bounding_box
    play(board, *mouse_stroke(second.points))
    assert board.session.reading.text == "4"
    assert board.session.reading.box == board.session.ink.bounding_box


@pytest.mark.parametrize("code", [pygame.K_RETURN, pygame.K_SPACE])
def test_enter_and_space_read_while_the_pen_is_still_down(board, code):
    *strokes_but_up, _ = drawn("3")
    play(board, *strokes_but_up, key(code))
    assert board.session.is_pen_down
    assert board.session.reading.text == "3"


def test_with_live_reading_off_only_enter_reads(board):
    play(board, LIVE, *drawn("3"))
    assert text_of(board) is None
    play(board, ENTER)
    assert text_of(board) == "3"
    assert board.session.is_read


def test_with_live_reading_off_new_ink_takes_the_old_answer_away(board):
    first, second = fitted(DIGITS["4"], 200, 120, 320).strokes
    play(board, LIVE, *mouse_stroke(first.points), ENTER, *mouse_stroke(second.points))
    assert board.session.reading is None


@pytest.mark.parametrize("press", [mouse_stroke, lambda path: finger_stroke(path, SIZE)])
def test_a_press_on_the_panel_reads_what_waits_for_it(board, press):
    spot = board.view.layout.answer.center
    play(board, LIVE, *press([spot, (spot[0], spot[1] + 40)]))
    assert len(board.session.strokes) == 1  # nothing waits yet: it is drawn
    play(board, *press([spot]))
    assert board.session.reading is not None
    assert len(board.session.strokes) == 1


def test_turning_live_reading_on_reads_what_is_there(board):
    play(board, LIVE, *drawn("3"), LIVE)
    assert board.session.reading.text == "3"


def test_live_reading_says_which_way_it_was_switched(board):
    play(board, LIVE)
    assert seen(board).message.text == "Reading when you press Enter"
    play(board, LIVE)
    assert seen(board).message.text == "Reading after each stroke"


def test_a_digit_is_shown_large_and_in_a_tag_by_the_ink(board, window, clock):
    play(board, *drawn("6"))
    layout = board.view.layout
    assert shows(frame(window), SLATE.accent, layout.answer)
    above_the_ink = pygame.Rect(0, 0, layout.free.right, 120)
    assert shows(frame(window), SLATE.accent, above_the_ink)


def test_nothing_shown_moves_while_a_stroke_is_drawn(board, window):
    first, second = fitted(DIGITS["4"], 300, 120, 320).strokes
    play(board, *mouse_stroke(first.points))
    toolbar = place_of_toolbar(board)
    before = frame(window)
    points = second.points.round()
    path = pygame.Rect(points.min(axis=0), np.ptp(points, axis=0) + 1)
    room = path.inflate([3 * board.view.layout.pen_width] * 2)
    for event in mouse_stroke(second.points)[:-1]:
        board.handle([event])
        off = changed(before, frame(window))
        assert room.contains(off) or toolbar.contains(off)


def test_the_old_answer_stands_until_the_new_one_is_there(board, window):
    (first,), (second,) = (
        fitted(DIGITS[d], x, 120, 320).strokes for d, x in (("3", 60), ("7", 320))
    )
    play(board, *mouse_stroke(first.points))
    before = frame(window)
    answer = board.view.layout.answer
    *but_up, up = mouse_stroke(second.points)
    board.handle(but_up)
    board.session.pen_up()  # no reading has been asked for yet
    board.repaint()
    assert not changed(before, frame(window)).colliderect(answer)
    board.handle([up, ENTER])
    board.settle()
    assert changed(before, frame(window)).colliderect(answer)


def test_a_tap_is_not_a_digit_and_is_no_reason_to_warn(board, window):
    play(board, mouse_down((300, 300)), mouse_move((302, 301)), mouse_up((302, 301)))
    assert board.session.reading.verdict is Verdict.NOT_A_DIGIT
    assert seen(board).message is None
    whole = pygame.Rect((0, 0), SIZE)
    assert not shows(frame(window), SLATE.accent, board.view.layout.answer)
    assert not shows(frame(window), SLATE.warning, whole)


def test_an_empty_board_shows_the_hint_and_never_a_number(board, window, clock):
    blank = frame(window)
    play(board, *drawn("8"), ENTER, CLEAR)
    clock.advance(TOOLBAR_AFTER_SECONDS + MESSAGE_SECONDS)
    play(board, ENTER)
    assert board.session.reading is None
    answer = board.view.layout.answer
    assert not changed(blank, frame(window)).colliderect(answer)


def test_a_stroke_of_another_board_in_between_is_never_answered_for(board):
    """Ink that is cleared and drawn again in one batch has the reading of the last."""
    board.handle([*drawn("8"), CLEAR, *drawn("3"), CLEAR, *drawn("6")])
    board.settle()
    assert board.session.reading.text == "6"


# The pen


def test_every_motion_event_becomes_a_point(board):
    points = [(100 + i, 100 + (i * i) % 7) for i in range(500)]
    play(board, *mouse_stroke(points))
    assert len(board.session.strokes[0]) == 500


def test_the_ink_is_on_the_surface_when_the_event_has_been_handled(board, window):
    board.handle([mouse_down((200, 200))])
    for x in range(210, 400, 10):
        board.handle([mouse_move((x, 200))])
        assert (frame(window)[x - 4, 200] == SLATE.ink).all()


def test_what_goes_wrong_becomes_a_message_and_the_board_goes_on(board, window):
    play(board, drop("/nowhere/7.json"))
    assert "/nowhere/7.json" in seen(board).message.text
    assert seen(board).message.warns
    assert shows(frame(window), SLATE.warning, pygame.Rect((0, 0), SIZE))
    play(board, *drawn("7"))
    assert seen(board).message is None
    assert board.session.reading.text == "7"


def test_a_message_goes_by_itself(board, window, clock):
    clock.advance(1)
    before = frame(window)
    play(board, LIVE, LIVE)
    assert changed(before, frame(window))
    clock.advance(MESSAGE_SECONDS)
    board.handle([])
    assert seen(board).message is None
    assert not changed(before, frame(window))


def test_the_loop_wakes_when_a_message_is_to_go(board, clock):
    play(board, LIVE)
    assert board.due <= clock.now + MESSAGE_SECONDS


# Undo, redo, clear, correct


def test_c_clears_and_undo_brings_the_ink_and_its_reading_back(board):
    play(board, *drawn("8"), CLEAR)
    assert board.session.strokes == ()
    assert text_of(board) is None
    play(board, UNDO)
    assert text_of(board) == "8"


def test_undo_and_redo_go_stroke_by_stroke(board):
    play(board, *drawn("4"), UNDO)
    assert len(board.session.strokes) == 1
    play(board, REDO)
    assert board.session.reading.text == "4"


def test_keys_on_an_empty_board_do_no_harm(board):
    play(board, UNDO, REDO, CLEAR, ENTER, HELP, HELP, key(pygame.K_n), key(pygame.K_5))
    assert board.session.reading is None
    assert board.session.is_empty


@pytest.mark.parametrize(("code", "label"), [(pygame.K_7, "7"), (pygame.K_KP0, "0")])
def test_a_digit_key_says_what_stands_there_and_undo_takes_it_back(board, window, code, label):
    play(board, *drawn("1"))
    before = frame(window)
    play(board, key(code))
    assert board.session.page.label == label
    assert changed(before, frame(window)).colliderect(board.view.layout.answer)
    play(board, UNDO)
    assert board.session.page.label is None
    assert len(board.session.strokes) == 1
    assert not changed(before, frame(window)).colliderect(board.view.layout.answer)
    play(board, REDO)
    assert board.session.page.label == label


def test_n_says_that_it_is_no_digit(board, window):
    play(board, *drawn("1"), key(pygame.K_n))
    assert board.session.page.label == ""
    answer = board.view.layout.answer
    upper_half = pygame.Rect(answer.topleft, (answer.width, answer.height // 2))
    assert not shows(frame(window), SLATE.accent, upper_half)


def test_what_the_user_says_is_shown_with_live_reading_off_too(board):
    play(board, LIVE, *drawn("1"), key(pygame.K_7))
    assert board.session.reading is not None
    assert board.session.reading.text == "7"


def test_a_thousand_steps_of_all_kinds_go_back_and_forth(board, window, tmp_path):
    blank = frame(window)
    path = tmp_path / "two.json"
    path.write_text(DIGITS["2"].to_json())
    for i in range(40):
        x = 60 + (i * 37) % 500
        strokes = [mouse_stroke([(x + 3 * k, 100), (x + 3 * k, 400)]) for k in range(20)]
        board.handle([event for stroke in strokes for event in stroke])
        board.handle(mouse_stroke([(x - 20, 200), (x + 10, 200)], button=3))
        board.handle([key(pygame.K_7), key(pygame.K_n), drop(path)])
        board.settle()
        board.handle([CLEAR])
    board.handle([UNDO] * 999)
    assert len(board.session.strokes) == 1
    board.handle([UNDO])
    assert board.session.is_empty
    assert not board.session.can_undo
    board.settle()
    assert not changed(blank, frame(window)).colliderect(board.view.layout.answer)
    board.handle([REDO] * 999)
    assert len(board.session.strokes) == len(DIGITS["2"].strokes)
    board.handle([REDO])
    assert board.session.is_empty  # the last step was a clear
    assert not board.session.can_redo


# Help, quitting


def test_escape_closes_the_help_before_it_quits(board, window):
    before = frame(window)
    board.handle([HELP])
    assert np.abs(frame(window) - before).mean() > 1
    board.handle([ESCAPE])
    assert np.array_equal(frame(window), before)
    assert not board.has_quit


def test_a_press_on_the_help_closes_it_and_draws_nothing(board):
    play(board, HELP, *mouse_stroke([(300, 200), (400, 300)]))
    assert not seen(board).shows_help
    assert board.session.is_empty
    play(board, *drawn("3"))
    assert board.session.reading.text == "3"


@pytest.mark.parametrize("key", [pygame.K_c, pygame.K_t, pygame.K_d], ids=["C", "T", "D"])
def test_a_key_puts_the_help_away_that_would_hide_what_it_does(board, key):
    play(board, HELP, pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode=chr(key)))
    assert not seen(board).shows_help


def test_a_press_on_the_help_ends_a_stroke_whose_end_got_lost(board):
    play(board, mouse_down((300, 100)), mouse_move((300, 300)), HELP, mouse_down((100, 100)))
    assert not board.session.is_pen_down
    assert len(board.session.strokes) == 1
    assert board.session.is_read


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
    play(board, THEME, LIVE, key(pygame.K_RIGHTBRACKET), key(pygame.K_d))
    leave(board)
    settings, complaint = load_settings(places.settings)
    assert complaint == ""
    assert (settings.theme, settings.live, settings.glass) == ("paper", False, True)
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

BY_THEMSELVES = (table.PEN, table.TEACH, table.QUIT)
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
        board = new_board(places=places, settings=Settings(live=False, size=SIZE))
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
    assert board.scene.toolbar == ToolbarState(can_redo=True, sound=False)


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


# The window


def test_f11_in_the_middle_of_a_stroke_reads_it(board):
    *but_up, _ = drawn("3")
    play(board, *but_up, key(pygame.K_F11))
    assert board.session.reading.text == "3"


def test_ink_grows_and_shrinks_with_the_window(board, window):
    play(board, *drawn("8"))
    resize(window, (480, 300))
    play(board, RESIZED)
    assert board.session.reading.text == "8"
    half = np.array(board.session.reading.box.right) / 2
    ink = np.abs(frame(window) - SLATE.ink).max(axis=2) < 40
    assert np.flatnonzero(ink[:350].any(axis=1)).max() == pytest.approx(half, abs=8)
    play(board, CLEAR, *mouse_events(fitted(DIGITS["6"], 100, 60, 160)))
    assert board.session.reading.text == "6"
    assert board.session.strokes[0].points.max() > 300


def test_ink_drawn_in_a_taller_window_stays_in_view_in_a_wider_one(board, window):
    for size in [(960, 900), (1200, 500)]:
        resize(window, size)
        play(board, RESIZED, CLEAR, *drawn("7", 300, size[1] - 320, 300))
    resize(window, (700, 300))
    play(board, RESIZED)
    box, zoom = board.session.reading.box, board.view.placing.zoom
    assert box.right * zoom < 700
    assert box.bottom * zoom < 300


def test_a_stroke_goes_on_where_the_pen_is_when_the_window_changes(board, window):
    board.handle([mouse_down((100, 100)), mouse_move((200, 200))])
    resize(window, (480, 300))
    board.handle([RESIZED, mouse_move((150, 100)), mouse_up((150, 100))])
    board.settle()
    (stroke,) = board.session.strokes
    zoom = board.view.placing.zoom
    np.testing.assert_allclose(stroke.points[-1] * zoom, (150, 100))
    np.testing.assert_allclose(stroke.points[:2], [(100, 100), (200, 200)])
    assert off_from_fresh(board, window) < ALIKE


def test_ink_is_as_crisp_after_a_change_of_size_as_before(board, window):
    play(board, *drawn("3"))
    resize(window, (1920, 1200))
    play(board, RESIZED)
    ink = (np.abs(frame(window) - SLATE.ink).max(axis=2) < 8)[:1300]
    edge = np.abs(frame(window)[:1300] - SLATE.board).max(axis=2) > 30
    assert ink.sum() > 0.85 * (edge & cv2_dilated(ink)).sum()


def cv2_dilated(mask):
    return cv2.dilate(mask.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0


def test_f11_changes_between_full_screen_and_window_and_keeps_the_ink(board, window):
    play(board, *drawn("6"), key(pygame.K_F11))
    assert window.is_full_screen
    assert len(board.session.strokes) == 1
    play(board, key(pygame.K_F11))
    assert not window.is_full_screen
    assert window.surface.get_size() == SIZE
    assert board.session.reading.text == "6"


def test_the_interface_grows_with_the_scale_of_the_screen(new_board):
    usual = new_board()
    fine = new_board(scale=2.0)
    chosen = new_board(scale=2.0, settings=Settings(scale=1.0))
    assert fine.view.layout.unit > usual.view.layout.unit
    assert chosen.view.layout.unit == usual.view.layout.unit


def test_a_board_begins_with_what_was_on_it(new_board):
    board = new_board(page=Page(fitted(DIGITS["5"], 200, 120, 320).strokes))
    assert board.session.reading.text == "5"
    assert not board.session.can_undo


# What is drawn


def test_what_is_drawn_piece_by_piece_is_what_is_drawn_at_once(board, window):
    play(board, *drawn("4"), *drawn("9"), UNDO, CLEAR, UNDO, HELP, HELP, *drawn("2"))
    assert off_from_fresh(board, window) < ALIKE


@pytest.mark.parametrize("action", [UNDO, CLEAR])
def test_a_stroke_given_up_for_the_next_in_one_batch_leaves_no_ghost(board, window, action):
    board.handle(mouse_stroke([(100 + 20 * i, 100 + 9 * i * i) for i in range(7)])[:-1])
    board.handle([action, mouse_up((0, 0)), mouse_down((700, 400)), mouse_move((650, 500))])
    assert off_from_fresh(board, window) < ALIKE


def test_a_board_left_alone_draws_nothing(board, clock):
    play(board, *drawn("3"))
    clock.advance(MESSAGE_SECONDS)
    board.handle([])
    assert board.view.draw(board.scene) == []


KEYS = [
    *(pygame.K_RETURN, pygame.K_l, pygame.K_c, pygame.K_e, pygame.K_LEFTBRACKET),
    *(pygame.K_RIGHTBRACKET, pygame.K_d, pygame.K_t, pygame.K_s, pygame.K_m, pygame.K_h),
    *(pygame.K_F11, pygame.K_UP, pygame.K_DOWN, pygame.K_n, pygame.K_3, pygame.K_z, pygame.K_y),
    *(pygame.K_o, pygame.K_ESCAPE),
]
SIZES = [SIZE, (700, 500), (500, 900), (1280, 720)]


class Storm:
    """Random events of all kinds, always the same for a seed."""

    def __init__(self, seed, files, window):
        self._rng = np.random.default_rng(seed)
        self._files = files
        self._window = window
        hands = [self._down, self._move, self._move, self._move, self._up, self._finger]
        others = [self._key, self._key, self._wheel, self._hover]
        seldom = [self._drop, self._resize, self._window_event]
        self._kinds = [*hands * 5, *others * 3, *seldom]

    def batch(self):
        count = self._rng.integers(1, 20)
        return [self._kinds[self._rng.integers(len(self._kinds))]() for _ in range(count)]

    def pause(self):
        return float(self._rng.choice([0.0, 0.05, 1.0, 7.0]))

    def _spot(self):
        width, height = self._window.surface.get_size()
        return self._rng.integers(-50, width + 50), self._rng.integers(-50, height + 50)

    def _button(self):
        return int(self._rng.choice([1, 1, 1, 2, 3, 3]))

    def _down(self):
        return mouse_down(self._spot(), self._button())

    def _move(self):
        return mouse_move(self._spot(), button=self._button())

    def _hover(self):
        return mouse_move(self._spot(), pressed=False)

    def _up(self):
        return mouse_up(self._spot(), self._button())

    def _finger(self):
        kind = self._rng.choice([pygame.FINGERDOWN, pygame.FINGERMOTION, pygame.FINGERUP])
        pressure = float(self._rng.choice([0.0, 0.3, 1.0, 2.0, np.nan]))
        return finger(int(kind), self._spot(), SIZE, int(self._rng.integers(1, 3)), pressure)

    def _key(self):
        code = int(self._rng.choice(KEYS))
        with_control = code in (pygame.K_z, pygame.K_y, pygame.K_o) or self._rng.random() < 0.1
        return key(code, pygame.KMOD_LCTRL if with_control else 0)

    def _wheel(self):
        mod = int(self._rng.choice([0, pygame.KMOD_LCTRL]))
        return wheel(int(self._rng.integers(-3, 4)), mod)

    def _drop(self):
        return drop(self._files[self._rng.integers(len(self._files))])

    def _resize(self):
        if not self._window.is_full_screen:
            resize(self._window, SIZES[self._rng.integers(len(SIZES))])
        return RESIZED

    def _window_event(self):
        return [FOCUS_LOST, pygame.event.Event(pygame.VIDEOEXPOSE)][self._rng.integers(2)]


@pytest.fixture
def files(tmp_path):
    """Files to drop: ink, a picture, nonsense, and none."""
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "ink.json").write_text(DIGITS["2"].to_json())
    cv2.imwrite(str(folder / "seven.png"), picture_of(DIGITS["7"]))
    (folder / "bad.json").write_text("{nonsense")
    (folder / "bad.png").write_bytes(b"no picture")
    return [*sorted(folder.iterdir()), folder, folder / "gone.json"]


@pytest.mark.parametrize("seed", range(3))
def test_a_storm_of_events_leaves_a_consistent_board(new_board, window, clock, places, files, seed):
    board = new_board(places=places)
    storm = Storm(seed, files, window)
    for _ in range(50):
        board.handle(storm.batch())
        assert off_from_fresh(board, window) < ALIKE
        board.settle()
        clock.advance(storm.pause())
        board.handle([])
        assert off_from_fresh(board, window) < ALIKE
        session = board.session
        assert (session.reading is None) or not session.is_empty
        assert board.desk.hand.is_busy or not session.is_pen_down
    board.handle([FOCUS_LOST, *[UNDO] * 5000])
    assert board.session.is_empty
    assert board.session.page == Page()
    board.settle()
    assert board.session.reading is None
    assert off_from_fresh(board, window) < ALIKE


def test_a_digit_key_in_the_middle_of_a_stroke_has_all_of_it_read(board):
    *but_up, up = drawn("4")
    play(board, *but_up, key(pygame.K_4), up)
    assert board.session.is_read
    assert board.session.page.label == "4"
    assert board.session.reading.box.right == board.session.ink.bounding_box.right


@pytest.mark.parametrize("act", ["stroke", "clear"])
def test_what_cannot_be_kept_is_said_and_stays_said(new_board, places, act):
    resource = pytest.importorskip("resource", reason="Unix only")
    autosave = Autosave(places.autosaves)
    autosave.restore()
    board = new_board(autosave=autosave)
    play(board, *drawn("1"))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        play(board, *(drawn("7") if act == "stroke" else [CLEAR]))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert seen(board).message.warns
    assert str(autosave.path) in seen(board).message.text


@pytest.mark.parametrize("notches", [10**6, -(10**6)])
def test_a_wheel_gone_wild_changes_only_the_pen(board, notches):
    play(board, wheel(notches, pygame.KMOD_LCTRL), *drawn("1"))
    assert len(board.session.strokes) == 1


def test_a_stroke_without_end_goes_on_in_another(board):
    path = [(300 + i % 2, 200 + (i // 2) % 2) for i in range(MOST_POINTS + 10)]
    board.handle(mouse_stroke(path))
    first, second = board.session.strokes
    assert len(first) == MOST_POINTS
    assert (second.points[0] == first.points[-1]).all()
