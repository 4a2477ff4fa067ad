"""The table: every key and every button, in the order in which they are shown.

Whoever adds an action adds a record here and what it does where it is there: in the board's
dispatch, in the page's `main.js`. Key card, README, toolbar, tooltips and keys follow.
"""

from __future__ import annotations

from dataclasses import replace

from recognizer.actions.action import Action, Group, Need, Place, Where

UNDO = Action(
    "undo",
    "Undo",
    "undo",
    Group.DRAW,
    keys=("Ctrl+Z",),
    icon="undo",
    place=Place.TOOLBAR,
    needs=Need.UNDO,
)
REDO = Action(
    "redo",
    "Redo",
    "redo",
    Group.DRAW,
    keys=("Ctrl+Y",),
    aliases=("Ctrl+Shift+Z",),
    icon="redo",
    place=Place.TOOLBAR,
    needs=Need.REDO,
)
ERASER = Action(
    "eraser",
    "Eraser",
    "erase whole strokes",
    Group.DRAW,
    keys=("E",),
    pointer=("Right button",),
    icon="eraser",
    place=Place.TOOLBAR,
    needs=Need.INK,
)
PEN = Action(
    "pen",
    "Pen width",
    "thinner or thicker pen",
    Group.DRAW,
    keys=("[", "]"),
    pointer=("Ctrl+wheel",),
    icon="pen",
    word="Pen",
    place=Place.TOOLBAR,
    where=Where.BOARD,
)
"""Of its keys, the first makes the pen thinner, the second thicker."""
PEN_OF_PAGE = replace(PEN, pointer=(), where=Where.PAGE)
"""With Ctrl, a browser's wheel makes the page larger."""
CLEAR = Action(
    "clear",
    "Clear",
    "clear the board; undo brings it back",
    Group.DRAW,
    keys=("C",),
    icon="clear",
    place=Place.TOOLBAR,
    needs=Need.CONTENT,
)
READ = Action(
    "read",
    "Read",
    "read what is on the board",
    Group.READ,
    keys=("Enter", "Space"),
    icon="read",
    place=Place.MENU,
    needs=Need.CONTENT,
)
LIVE = Action(
    "live",
    "Read by itself",
    "read while you draw, after each stroke, or when asked",
    Group.READ,
    keys=("L",),
    icon="live",
    place=Place.MENU,
    where=Where.BOARD,
)
LIVE_ON_PAGE = replace(
    LIVE,
    label="Read after each stroke",
    does="read after each stroke, or when asked",
    where=Where.PAGE,
)
"""The page asks over a network, which is too slow to read along."""
ALPHABET = Action(
    "alphabet",
    "What I read",
    "choose what is written, such as sums or letters",
    Group.READ,
    keys=("A",),
    word="Reads",
    place=Place.TOOLBAR,
    where=Where.BOARD,
)
"""There is nothing to choose where a model knows one alphabet. In the place of an icon its button
has a few symbols of the alphabet."""
ALPHABET_ON_PAGE = replace(ALPHABET, place=Place.NOWHERE, where=Where.PAGE)
SUMS = Action(
    "sums",
    "Help with sums",
    "sums: only read, check, answer, or correct",
    Group.READ,
    keys=("R",),
    icon="sums",
    word="Sums",
    place=Place.MENU,
)
"""A was taken: it chooses what is written. R is for result."""
TEACH = Action(
    "teach",
    "Teach",
    "teach: say which {one} it is, or that it is none",
    Group.READ,
    keys=("0-9", "N"),
    icon="teach",
    place=Place.TOOLBAR,
    where=Where.BOARD,
    needs=Need.INK,
)
"""Its keys are labels; "N" says that it is no symbol. Its button opens a card of labels."""
TEACH_CARD = Action(
    "teach-card",
    "What is it?",
    "a card to teach: press there, or type, what it is",
    Group.READ,
    keys=("W",),
    where=Where.BOARD,
    needs=Need.INK,
)
TEACH_ON_PAGE = replace(TEACH, place=Place.NOWHERE, where=Where.PAGE)
GLASS = Action(
    "glass",
    "Looking glass",
    "looking glass: what the network sees",
    Group.READ,
    keys=("D",),
    icon="glass",
    word="Glass",
    place=Place.TOOLBAR,
)
INSIDE = Action(
    "inside",
    "Inside the networks",
    "looking glass: inside the networks, and their map",
    Group.READ,
    keys=("I",),
    icon="inside",
    place=Place.MENU,
    where=Where.BOARD,
)
PLAY = Action(
    "play",
    "Play",
    "play: sums, copying, guessing, alone or in twos",
    Group.READ,
    keys=("G",),
    icon="play",
    place=Place.TOOLBAR,
    where=Where.BOARD,
)
PLAY_ON_PAGE = replace(PLAY, does="play: sums, and numbers to copy", where=Where.PAGE)
PLAYERS = Action(
    "players",
    "Who is playing",
    "who is playing: each has a page, lessons and scores",
    Group.READ,
    keys=("P",),
    icon="player",
    where=Where.BOARD,
)
"""Its button is the chip in the panel."""
FORGET = Action(
    "forget",
    "Forget a lesson",
    "forget the lesson that the glass shows first",
    Group.READ,
    keys=("Delete",),
    where=Where.BOARD,
)
CHOOSE_SYMBOL = Action(
    "choose-symbol",
    "Another symbol",
    "look at another {one}",
    Group.READ,
    keys=("←", "→"),
    where=Where.PAGE,
)
SAVE = Action(
    "save",
    "Save",
    "save picture and ink",
    Group.FILES,
    keys=("S",),
    aliases=("Ctrl+S",),
    icon="save",
    place=Place.MENU,
    where=Where.BOARD,
    needs=Need.INK,
)
SAVE_ON_PAGE = replace(SAVE, does="save the drawing as a picture", where=Where.PAGE)
OPEN = Action(
    "open",
    "Open",
    "open a file, or drop one here",
    Group.FILES,
    keys=("Ctrl+O",),
    icon="open",
    place=Place.MENU,
    where=Where.BOARD,
)
OPEN_ON_PAGE = replace(
    OPEN,
    label="Open pictures",
    does="open pictures; or drop or paste them",
    icon="picture",
    word="Pictures",
    place=Place.TOOLBAR,
    where=Where.PAGE,
)
PASTE = Action(
    "paste",
    "Paste a picture",
    "paste a picture",
    Group.FILES,
    keys=("Ctrl+V",),
    where=Where.BOARD,
)
CAMERA = Action(
    "camera",
    "Camera",
    "camera; again: take it",
    Group.FILES,
    keys=("V",),
    where=Where.BOARD,
)
CAMERA_ON_PAGE = replace(CAMERA, icon="camera", place=Place.MENU, where=Where.PAGE)
CHOOSE_PICTURE = Action(
    "choose-picture",
    "Another picture",
    "look at another picture",
    Group.FILES,
    keys=("Page Up", "Page Down"),
    where=Where.PAGE,
)
COPY = Action(
    "copy",
    "Copy what it reads",
    "copy what it reads",
    Group.FILES,
    keys=("Ctrl+C",),
    icon="copy",
    place=Place.MENU,
    needs=Need.INK,
)
THEME = Action(
    "theme",
    "Other colors",
    "other colors",
    Group.WINDOW,
    keys=("T",),
    icon="theme",
    place=Place.MENU,
)
SOUND = Action(
    "sound",
    "Sound",
    "sound on or off",
    Group.WINDOW,
    keys=("M",),
    icon="sound",
    place=Place.MENU,
    where=Where.BOARD,
)
FULL_SCREEN = Action(
    "full-screen",
    "Full screen",
    "full screen or window",
    Group.WINDOW,
    keys=("F11",),
    icon="full-screen",
    place=Place.MENU,
    where=Where.BOARD,
)
MORE = Action(
    "more",
    "More",
    "menu: all that has no button",
    Group.WINDOW,
    keys=("F10",),
    icon="more",
    place=Place.TOOLBAR,
    where=Where.BOARD,
)
MORE_ON_PAGE = replace(MORE, keys=(), where=Where.PAGE)
"""F10 is the browser's own."""
HELP = Action(
    "help",
    "All keys",
    "show or hide these keys",
    Group.WINDOW,
    keys=("H",),
    aliases=("F1", "?"),
    icon="help",
    place=Place.MENU,
)
CLOSE = Action(
    "close",
    "Close",
    "close a card; twice: quit",
    Group.WINDOW,
    keys=("Esc",),
    where=Where.BOARD,
)
CLOSE_ON_PAGE = replace(CLOSE, does="close a message or a picture", where=Where.PAGE)
QUIT = Action(
    "quit",
    "Quit",
    "quit",
    Group.WINDOW,
    keys=("Ctrl+Q",),
    icon="close",
    place=Place.MENU,
    where=Where.BOARD,
)

ACTIONS: tuple[Action, ...] = tuple(each for each in globals().values() if isinstance(each, Action))


def actions_on(where: Where) -> tuple[Action, ...]:
    """Return what is there on the board, or on the page, in the order of the table."""
    return tuple(each for each in ACTIONS if each.where & where)
