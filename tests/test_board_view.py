"""Frames of the board: what is in them, and that they look as they did."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pygame
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pens import fitted
from strokes import DIGITS

from recognizer.actions import table
from recognizer.board.activities.freely import FreeFace
from recognizer.board.cards.chooser import Chooser, Entry, Kind
from recognizer.board.cards.filecard import FileList
from recognizer.board.cards.keycard import Keys
from recognizer.board.cards.teachcard import TeachCard
from recognizer.board.draw.layout import Layout
from recognizer.board.draw.theme import SLATE, THEMES
from recognizer.board.glass.panel import GlassPanel
from recognizer.board.ink.eraser import Eraser
from recognizer.board.ink.placing import Placing
from recognizer.board.show.answerplan import Row
from recognizer.board.show.buttons import ToolbarState
from recognizer.board.show.choices import Choices
from recognizer.board.show.figure import Tone
from recognizer.board.show.menu import Menu
from recognizer.board.show.message import Message
from recognizer.board.show.sumnotes import Note
from recognizer.board.show.toolbar import Toolbar
from recognizer.board.stage.layers import PartsLayer, outline_place
from recognizer.board.stage.scene import Scene
from recognizer.board.stage.view import View
from recognizer.document.openstroke import OpenStroke
from recognizer.document.page import BoardPicture, Page
from recognizer.ink import BoundingBox, Stroke
from recognizer.ink.raster import rasterize
from recognizer.keeping.settings import ASKED, DRAWING
from recognizer.network.classifier import Candidate
from recognizer.network.preprocess import preprocess_ink
from recognizer.reading.inside.insight import Insight
from recognizer.reading.result import Number, Reading, Symbol, Verdict, together
from recognizer.reading.words import MIN_NAMED_KNOWNNESS
from recognizer.sums.lettering import set_in_type

pytest_plugins = ["boardfixtures"]
pytestmark = pytest.mark.usefixtures("fonts")

REFERENCES = Path(__file__).parent / "references"
SIZE = (640, 400)
LARGE = (1920, 1080)  # letters with a body, not only edges
TOLERANCE = 2.0  # mean difference of 255: another version of the font renderer passes


def draw(scene, size=SIZE, theme=SLATE):
    target = pygame.Surface(size)
    View(target, theme).draw(scene)
    return pygame.surfarray.array3d(target).swapaxes(0, 1)


def scene_of(*overlays, page=None, reading=None, pointed=None, reads=DRAWING):
    """Return the scene of somebody who draws freely."""
    return Scene(page or Page(), face=FreeFace(reading, pointed, reads), overlays=overlays)


def ink_of(digit):
    return fitted(DIGITS[digit], 240, 70, 240)


def symbol(is_known, best="5", confidence=0.93, knownness=0.9):
    rest = (1 - confidence) / 9
    others = [Candidate(d, rest) for d in "0123456789" if d != best]
    candidates = (Candidate(best, confidence), *others)
    return Symbol(candidates, knownness, is_known, ink_of(best).bounding_box)


def reading(*of, **more):
    return Reading.of(symbol(*of, **more))


def none_of(knownness, best="5"):
    """Return the scene of something that is no digit, or perhaps one after all."""
    read = symbol(False, best, 0.3, knownness)
    box = ink_of("5").bounding_box
    return scene_of(page=page_of("5"), reading=Reading.of(replace(read, box=box)))


def page_of(digit, **more):
    return Page(tuple(Stroke(s.points, pen_width=7) for s in ink_of(digit).strokes), **more)


def insight_of(digit):
    sure = symbol(True, digit).candidates
    heat = np.linspace(0, 1, 28, dtype=np.float32)[:, None] * np.ones(28, np.float32)
    return Insight(
        crop=rasterize(DIGITS[digit]),
        field=preprocess_ink(DIGITS[digit]),
        bars=tuple(sorted((c.label, c.confidence) for c in sure)),
        none=0.04,
        verdict=Verdict.DIGIT,
        best=digit,
        heat=heat,
    )


def under_the_pen(digit):
    points = ink_of(digit).strokes[0].points.tolist()
    unknown = [float("nan")] * len(points)
    return OpenStroke([(x, y) for x, y in points], unknown, list(unknown))


def picture():
    """Return a picture of a dark square on light paper."""
    pixels = np.full((60, 80, 3), 225, np.uint8)
    pixels[15:45, 25:55] = (120, 60, 20)
    return BoardPicture("square.png", pixels)


def of_picture(digit):
    """Return `digit` as if it had been read from the dark square."""
    return replace(digit, box=BoundingBox(25, 15, 55, 45), piece=np.full((30, 30), 255, np.uint8))


def chooser():
    entries = (
        Entry(Path("/home"), Kind.PARENT),
        Entry(Path("/home/class/monday"), Kind.FOLDER),
        Entry(Path("/home/class/recognizer-2026-11-21-142530.json"), Kind.INK),
        Entry(Path("/home/class/seven.png"), Kind.PICTURE),
    )
    return Chooser(Path("/home/class"), entries, selected=2, rows=5)


def written(*lines):
    """Return the scene of numbers in lines, each digit surely read."""
    strokes, rows = [], []
    for row, line in enumerate(lines):
        digits = [fitted(DIGITS[d], 40 + 62 * i, 60 + 130 * row, 80) for i, d in enumerate(line)]
        readings = tuple(
            Symbol((Candidate(label, 0.98),), 0.9, True, ink.bounding_box)
            for label, ink in zip(line, digits, strict=True)
        )
        strokes += [s for ink in digits for s in ink.strokes]
        rows.append([Number(readings, BoundingBox.around([each.box for each in readings]))])
    page = Page(tuple(Stroke(s.points, pen_width=5) for s in strokes))
    return scene_of(page=page, reading=together(rows))


def ink_box(digit, place, row):
    """Return where `written` has a digit."""
    return fitted(DIGITS[digit], 40 + 62 * place, 60 + 130 * row, 80).bounding_box


def learned(*lines):
    """Return the same, the user having said what the first digit is."""
    scene = written(*lines)
    (first, *others), *rows = [line.numbers for line in scene.face.reading.lines]
    symbols = (replace(first.symbols[0], said="7"), *first.symbols[1:])
    read = together([[replace(first, symbols=symbols), *others], *rows])
    return scene_of(page=scene.page, reading=read)


def sums_answered():
    """What is said of sums: an answer with a fraction, a check, "look again"."""
    scene = written("2026", "14")
    answer = tuple(each.moved(190, 250, 44) for each in set_in_type("-0.5×3⁄4"))
    right, wrong = ink_box("6", 3, 0), ink_box("4", 1, 1)
    notes = (Note("7", wrong, answer), Note("8", right, right=right), Note("9", wrong, wrong=wrong))
    face = replace(scene.face, notes=notes, untagged=scene.face.reading.numbers)
    return replace(scene, face=face)


def sum_asked():
    """Return the scene of a sum in the panel, one symbol of which is asked about."""
    tones = (Tone.SURE, Tone.QUITE_SURE, Tone.UNSURE, Tone.ASKED, Tone.ADDED)
    scene = scene_of(Choices("Is this a 3?", ("3", "8", "9", ""), asks=True), reading=SAYS_FIVE)
    face = replace(scene.face, rows=(Row("8−17)", "quite sure", tones=tones),), choices=4)
    return replace(scene, page=FIVE, face=replace(face, doubted=FIVE.ink.bounding_box))


DIGIT = symbol(True)
DOT = Stroke(np.array([[2.0, 2.0]]), pen_width=1)
FIVE = page_of("5")
SAYS_FIVE = Reading.of(DIGIT)
MENU_OPEN = ToolbarState(sound=False, has_ink=True, menu=True)
SCENES = {
    "empty": scene_of(Toolbar(ToolbarState(sound=False))),
    "not-live": scene_of(Toolbar(ToolbarState(live=False, sound=False)), reads=ASKED),
    "digit": scene_of(
        Toolbar(ToolbarState(sound=False, can_undo=True, has_ink=True), hovered=table.CLEAR),
        page=FIVE,
        reading=SAYS_FIVE,
    ),
    "drawing": replace(
        scene_of(page=FIVE, reading=SAYS_FIVE), open_stroke=under_the_pen("1"), pen_width=7
    ),
    "not-a-digit": none_of(knownness=0.3),
    "surely-none": none_of(knownness=0.1),
    "corrected": scene_of(page=FIVE, reading=Reading.of(replace(DIGIT, said="6"))),
    "no-digit-said": scene_of(page=FIVE, reading=Reading.of(replace(DIGIT, said=""))),
    "message": scene_of(Message("Saved as /home/class/recognizer-2026-11-21-142530.png")),
    "warning": scene_of(Message("something went wrong, and here is what to do", warns=True)),
    "eraser": replace(scene_of(page=FIVE, reading=SAYS_FIVE), eraser=Eraser(150, 200, 20)),
    "picture": scene_of(page=Page(picture=picture()), reading=Reading.of(of_picture(DIGIT))),
    "picture-and-ink": scene_of(page=page_of("5", picture=picture()), reading=SAYS_FIVE),
    "glass": scene_of(
        Toolbar(ToolbarState(glass=True, sound=False, can_undo=True, has_ink=True)),
        GlassPanel(insight_of("5"), 1.0),
        page=FIVE,
        reading=SAYS_FIVE,
    ),
    "glass-sliding": scene_of(GlassPanel(insight_of("5"), 0.4), page=FIVE, reading=SAYS_FIVE),
    "menu": scene_of(
        Toolbar(MENU_OPEN),
        Menu(MENU_OPEN, hovered=table.SAVE),
        page=page_of("5"),
        reading=Reading.of(DIGIT),
    ),
    "glass-empty": scene_of(Toolbar(ToolbarState(glass=True, sound=False)), GlassPanel(None, 1.0)),
    "chooser": scene_of(FileList(chooser()), page=FIVE, reading=SAYS_FIVE),
    "numbers": written("2026", "14"),
    "sum-asked": sum_asked(),
    "sums-answered": sums_answered(),
    "learned": learned("2026", "14"),
    "teach-card": scene_of(
        Toolbar(ToolbarState(sound=False, has_ink=True, teaching=True)),
        TeachCard("4", hovered="9", has_others=True),
        page=written("2026", "14").page,
        reading=written("2026", "14").face.reading,
        pointed=ink_box("4", 1, 1),
    ),
    "help": scene_of(Keys(), page=FIVE, reading=SAYS_FIVE),
}


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("name", SCENES)
def test_the_frame_looks_like_its_reference(name, theme, update_references):
    drawn = draw(SCENES[name], theme=theme)
    path = REFERENCES / f"{name}-{theme.name}.png"
    if update_references:
        REFERENCES.mkdir(exist_ok=True)
        pygame.image.save(pygame.surfarray.make_surface(drawn.swapaxes(0, 1)), path)
    expected = pygame.surfarray.array3d(pygame.image.load(path)).swapaxes(0, 1)
    assert np.abs(drawn.astype(int) - expected).mean() < TOLERANCE


def test_every_reference_is_of_a_scene():
    known = {f"{name}-{theme}.png" for name in SCENES for theme in THEMES}
    assert {path.name for path in REFERENCES.glob("*.png")} == known


def shows(picture, color):
    return bool((np.abs(picture.astype(int) - color).max(axis=2) < 12).sum() > 20)


def test_only_a_digit_is_shown_in_the_accent_color():
    assert shows(draw(SCENES["digit"]), SLATE.accent)
    assert not shows(draw(scene_of()), SLATE.accent)
    assert not shows(draw(SCENES["not-a-digit"]), SLATE.accent)
    assert not shows(draw(SCENES["surely-none"]), SLATE.accent)


@pytest.mark.parametrize("size", [SIZE, LARGE, (1000, 1600)])
def test_what_may_be_a_digit_is_named(size):
    one, other = (draw(none_of(MIN_NAMED_KNOWNNESS, best), size) for best in "53")
    assert (one != other).any()


@pytest.mark.parametrize("size", [SIZE, LARGE, (1000, 1600)])
def test_what_is_surely_no_digit_is_not_named(size):
    one, other = (draw(none_of(MIN_NAMED_KNOWNNESS - 0.01, best), size) for best in "53")
    assert (one == other).all()
    assert (one != draw(none_of(MIN_NAMED_KNOWNNESS), size)).any()


def test_only_a_warning_stands_out_in_the_color_of_warnings():
    assert shows(draw(SCENES["warning"], LARGE), SLATE.warning)
    assert not shows(draw(SCENES["message"], LARGE), SLATE.warning)
    assert not shows(draw(SCENES["digit"], LARGE), SLATE.warning)


@pytest.mark.parametrize("size", [SIZE, (1280, 720), (1000, 1600)])
@pytest.mark.parametrize("name", ["digit", "numbers", "empty"])
def test_no_ink_and_no_tag_runs_over_the_panel(size, name):
    everywhere = np.array([[x, y] for x in range(0, size[0], 40) for y in (0, size[1])], float)
    scribbled = Page((*SCENES[name].page.strokes, Stroke(everywhere, pen_width=20)))
    panel = Layout.for_size(size).answer
    crossed, clean = (
        draw(replace(SCENES[name], page=page), size)[
            panel.top + 30 : panel.bottom - 30, panel.left : panel.right
        ]
        for page in (scribbled, replace(scribbled, strokes=scribbled.strokes[:-1] or (DOT,)))
    )
    assert (crossed == clean).all()


def test_the_hint_stands_where_one_draws_until_one_draws():
    layout = Layout.for_size(LARGE)
    middle = layout.free.inflate(-1000, -700)
    hint = draw(scene_of(), LARGE)[middle.top : middle.bottom, middle.left : middle.right]
    assert shows(hint, SLATE.text)
    for scene in (Scene(open_stroke=under_the_pen("1")), Scene(Page((DOT,)))):
        drawn = draw(scene, LARGE)[middle.top : middle.bottom, middle.left : middle.right]
        assert not shows(drawn, SLATE.text)


@pytest.mark.parametrize("name", sorted(SCENES.keys() - {"drawing"}))
def test_drawing_twice_changes_nothing(name):
    target = pygame.Surface(SIZE)
    view = View(target)
    view.draw(SCENES[name])
    assert view.draw(SCENES[name]) == []


def test_from_any_scene_to_any_other_leaves_nothing_behind():
    """Where an edge is drawn in other pieces a pixel may be off by a little."""
    target = pygame.Surface(SIZE)
    view = View(target)
    fresh = {name: draw(scene).astype(int) for name, scene in SCENES.items()}
    order = np.random.default_rng(7).choice(list(SCENES), 60)
    for name in order:
        before = pygame.surfarray.array3d(target)
        dirty = view.draw(SCENES[name])
        shown = pygame.surfarray.array3d(target)
        assert np.abs(shown.swapaxes(0, 1) - fresh[name]).max() < 96
        told = np.zeros(SIZE, bool)
        for place in dirty:
            told[place.left : place.right, place.top : place.bottom] = True
        assert not (shown != before).any(axis=2)[~told].any()


def test_no_box_of_ink_stays_on_a_picture_opened_in_its_place():
    target = pygame.Surface(SIZE)
    view = View(target)
    ink, opened = SCENES["digit"], SCENES["picture"]
    view.draw(ink)
    for scene in (replace(opened, face=ink.face), opened):  # which is read a little later
        view.draw(scene)
        shown = pygame.surfarray.array3d(target).swapaxes(0, 1).astype(int)
        assert np.abs(shown - draw(scene)).max() < 96


def test_a_stroke_that_grows_changes_little():
    target = pygame.Surface(LARGE)
    view = View(target)
    stroke = OpenStroke([(100.0, 100.0)], [float("nan")], [float("nan")])
    view.draw(Scene(open_stroke=stroke, pen_width=8))
    for x in range(110, 900, 10):
        stroke.add(x, 100.0 + x % 3, None, None)
        dirty = view.draw(Scene(open_stroke=stroke, pen_width=8))
        assert 0 < sum(place.width * place.height for place in dirty) < 60 * 60


def test_what_has_not_changed_on_a_layer_is_not_drawn_again():
    one, other, third = (pygame.Surface((9, 9)) for _ in range(3))
    places = [pygame.Rect(10 * i, 0, 9, 9) for i in range(3)]
    shown: dict[Any, Any] = {"a": [(one, places[0]), (other, places[1])], "b": [(one, places[0])]}
    shown["c"] = [(third, places[0]), (one, places[2])]
    layer: Any = PartsLayer(shown.__getitem__, lambda name: name)
    assert layer.follow("a") == places[:2]
    assert layer.follow("a") == []
    assert layer.follow("b") == [places[1]]
    assert sorted(place.left for place in layer.follow("c")) == [0, 0, 20]


@pytest.mark.parametrize("zoom", [0.5, 1.0, 2.0])
def test_the_outline_goes_around_the_ink_with_room_for_the_pen(zoom):
    layout = Layout.for_size((1280, 720))
    place = outline_place(layout, BoundingBox(100, 50, 300, 150), Placing(zoom))
    ink = pygame.Rect(100 * zoom, 50 * zoom, 200 * zoom, 100 * zoom)
    assert place.contains(ink.inflate(layout.pen_width, layout.pen_width))
    assert place.width < ink.width + 6 * layout.pen_width


def test_ahead_of_need_the_figures_are_drawn():
    view = View(pygame.Surface(SIZE))
    assert len(list(view.prepare())) == 10


@pytest.mark.parametrize("name", SCENES)
@settings(max_examples=5)
@given(size=st.tuples(st.integers(240, 2560), st.integers(240, 1600)))
def test_every_scene_can_be_drawn_at_every_size(name, size):
    assert draw(SCENES[name], size).std() > 1


@pytest.mark.parametrize("name", ["digit", "drawing", "glass"])
def test_other_colors_are_as_if_all_had_been_drawn_in_them(name):
    target = pygame.Surface(SIZE)
    view = View(target)
    view.draw(SCENES[name])
    for theme in [*THEMES.values(), SLATE]:
        view = view.recolored(theme)
        view.draw(SCENES[name])
        shown = pygame.surfarray.array3d(target).swapaxes(0, 1)
        np.testing.assert_array_equal(shown, draw(SCENES[name], theme=theme))
