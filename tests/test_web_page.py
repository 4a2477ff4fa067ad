"""The page as it is sent: what it names is there, nothing in it runs, all of it is legible."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import cv2
import numpy as np
import pytest
from making import copy_model

pytest.importorskip("flask", reason="no flask: pip install 'recognizer-board[web]'")

from recognizer.board.draw.theme import PAPER, SLATE, Color, Theme
from recognizer.network.alphabet import DIGITS
from recognizer.version import __version__
from recognizer.web import create_app

STATIC = Path(create_app.__code__.co_filename).parent / "static"
PAGES = ("/", "/play", "/about")
TEXT = [
    *((name, ground) for name in ("text", "muted", "accent") for ground in ("board", "panel")),
    *((name, "shade") for name in ("text", "muted", "accent", "warning")),
    *((name, "bar") for name in ("text", "accent")),
    ("ink", "board"),
]
SHAPES = [("outline", "board"), ("outline", "panel"), ("accent", "board"), ("accent", "panel")]


class Elements(HTMLParser):
    """The elements of a page, and what stands between script and style tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.code = ""
        self._open = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._open = tag

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open in ("script", "style"):
            self.code += data.strip()

    def all(self, attribute: str) -> list[str]:
        return [value for _, attrs in self.found if (value := attrs.get(attribute)) is not None]


@pytest.fixture(scope="module")
def client() -> Any:
    return create_app().test_client()


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, client: Any) -> Elements:
    return Elements(client.get(request.param).text)


def colors(name: str) -> dict[str, Color]:
    """Return the colors that a style sheet sets, as (red, green, blue)."""
    pairs = re.findall(r"--([\w-]+): #([0-9a-f]{6});", (STATIC / name).read_text(encoding="utf-8"))
    return {key: (int(v[:2], 16), int(v[2:4], 16), int(v[4:], 16)) for key, v in pairs}


def luminance(color: Color) -> float:
    """Return the relative luminance as WCAG 2.1 defines it, in [0, 1]."""
    parts = [each / 255 for each in color]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_every_file_that_a_page_names_is_there(page: Elements, client: Any) -> None:
    named = page.all("src") + [each for each in page.all("href") if not each.startswith("#")]
    assert len(named) >= 4
    for each in named:
        # Relative to the pages, which lie at the root: a proxy may put any path before it.
        assert each.startswith(("./", "about")), each
        with client.get(urljoin("/", each)) as answer:
            assert (each, answer.status_code) == (each, 200)


def needed_by(*starts: str) -> set[str]:
    """Return the modules that these import, and those that they import in turn."""
    found, left = set(starts), list(starts)
    while left:
        text = (STATIC / left.pop()).read_text(encoding="utf-8")
        new = set(re.findall(r'from "\./([\w.]+)"', text)) - found
        found |= new
        left += new
    return found


@pytest.mark.parametrize(
    ("path", "starts"),
    [
        ("/", ["main.js"]),
        ("/?alphabet=sums", ["sumhelp.js", "main.js"]),
        ("/play", ["play.js"]),
    ],
    ids=["digits", "sums", "play"],
)
def test_just_the_modules_that_are_imported_are_asked_for_ahead(
    client: Any, path: str, starts: list[str]
) -> None:
    found = Elements(client.get(path).text).found
    scripts = [str(attrs["src"]) for tag, attrs in found if tag == "script" and "type" in attrs]
    assert [each.rsplit("/", 1)[1] for each in scripts] == starts
    links = [attrs for tag, attrs in found if tag == "link"]
    ahead = {str(e["href"]).rsplit("/", 1)[1] for e in links if e["rel"] == "modulepreload"}
    assert ahead == needed_by(*starts) - set(starts)


def test_every_module_is_imported() -> None:
    scripts = {each.name: each.read_text(encoding="utf-8") for each in STATIC.glob("*.js")}
    later = {
        name for text in scripts.values() for name in re.findall(r'import\("\./([\w.]+)"', text)
    }
    assert needed_by("main.js", "sumhelp.js", "play.js", *later) == {*scripts} - {"early.js"}


def test_nothing_runs_or_is_styled_that_stands_in_a_page(page: Elements) -> None:
    assert page.code == ""
    assert page.all("style") == []
    names = {name for _, attrs in page.found for name in attrs}
    assert {name for name in names if name.startswith("on")} == set()
    scripts = [attrs for tag, attrs in page.found if tag == "script"]
    assert all(attrs.get("src") for attrs in scripts)


def test_a_page_goes_nowhere_else_but_by_links_of_its_own(page: Elements) -> None:
    places = page.all("src") + page.all("href") + page.all("action")
    assert [each for each in places if "//" in each] == []


def test_scripts_and_styles_ask_nobody_else() -> None:
    for file in STATIC.iterdir():
        text = file.read_text(encoding="utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert re.findall(r"(?:https?:)?//[\w.]+\.\w", text) == [], file.name


def test_scripts_never_take_text_for_html() -> None:
    for file in STATIC.glob("*.js"):
        taken = re.findall(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(",
            file.read_text(encoding="utf-8"),
        )
        assert taken == [], file.name


@pytest.mark.parametrize(
    ("path", "most"), [("/", 150_000), ("/?alphabet=sums", 170_000), ("/play", 140_000)]
)
def test_the_page_with_all_it_needs_is_light(client: Any, path: str, most: int) -> None:
    page = client.get(path)
    named = Elements(page.text).all("src") + Elements(page.text).all("href")
    files = {each.rsplit("/", 1)[1] for each in named if "static/" in each}
    assert "recognizer.css" in files
    assert len(page.data) + sum((STATIC / each).stat().st_size for each in files) < most


def test_a_page_says_its_language_its_title_and_what_is_main(page: Elements) -> None:
    tags = [tag for tag, _ in page.found]
    assert [attrs.get("lang") for tag, attrs in page.found if tag == "html"] == ["en"]
    assert [tags.count(each) for each in ("title", "main", "h1", "header")] == [1, 1, 1, 1]
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    for attribute in ("aria-labelledby", "aria-describedby", "aria-controls"):
        assert set(page.all(attribute)) <= set(ids)


def test_zooming_is_not_forbidden(page: Elements) -> None:
    viewport = [attrs["content"] for _, attrs in page.found if attrs.get("name") == "viewport"]
    assert len(viewport) == 1
    assert not re.search("user-scalable|maximum-scale", str(viewport[0]))


@pytest.mark.parametrize("path", ["/", "/play"])
def test_every_button_and_field_has_a_name(client: Any, path: str) -> None:
    text = client.get(path).text
    for tag, attrs, content in re.findall(r"<(button)\b([^>]*)>(.*?)</button>", text, re.DOTALL):
        words = re.sub(r"<[^>]*>", "", content).strip()
        assert words or "aria-label=" in attrs, (tag, attrs)


@pytest.mark.parametrize(("name", "theme"), [("dark.css", SLATE), ("recognizer.css", PAPER)])
def test_the_colors_are_those_of_the_board(name: str, theme: Theme) -> None:
    found = colors(name)
    assert {key: getattr(theme, key.replace("-", "_")) for key in found} == found
    assert len(found) == 12


@pytest.mark.parametrize("name", ["dark.css", "recognizer.css"])
def test_text_and_what_carries_meaning_have_contrast(name: str) -> None:
    found = colors(name)
    weak = [pair for pair in TEXT if contrast(found[pair[0]], found[pair[1]]) < 4.5]
    faint = [pair for pair in SHAPES if contrast(found[pair[0]], found[pair[1]]) < 3]
    assert (weak, faint) == ([], [])


def test_the_page_knows_the_limits_of_the_server(client: Any) -> None:
    from recognizer.web.limits import MAX_PICTURE_BYTES

    most = Elements(client.get("/").text).all("data-max-bytes")
    assert most == [str(MAX_PICTURE_BYTES)]


def test_the_about_page_says_what_the_model_card_says(client: Any) -> None:
    said, model = client.get("/about").text, client.get("/api/model").json
    words = re.sub(r"\s+", " ", said)
    assert f"{model['parameters']:,}" in words
    assert f"Recognizer {__version__}" in words
    for each in model["data"]:
        assert f"<li>{each}</li>" in words
    for share in model["accuracy"].values():
        assert f"<td>{100 * share:.1f} %</td>" in words


def test_a_model_card_that_says_little_makes_an_about_page_all_the_same() -> None:
    app = create_app()
    bare = {"name": "<b>mine</b>", "labels": ["0", "1"], "data": [], "accuracy": {}}
    with app.test_request_context("/about"):
        page = app.jinja_env.get_template("about.html").render(
            model=bare, version="1.0", alphabet=DIGITS
        )
    assert "&lt;b&gt;mine&lt;/b&gt;" in page
    assert "How often it is right" not in page


BITS = {"name": "bits", "symbols": ["0", "1"], "one": "bit", "many": "bits"}
USUAL = {"name": "digits", "symbols": list("0123456789"), "one": "digit", "many": "digits"}


def test_a_page_of_one_alphabet_has_nothing_to_choose(tmp_path: Path) -> None:
    client = create_app(copy_model(tmp_path, alphabets=[USUAL])).test_client()
    text = client.get("/").get_data(as_text=True)
    assert '<main data-alphabet="digits" data-one="digit"' in text
    assert "<select" not in text
    assert "choose what is written" not in text


def test_there_are_games_where_digits_are_read(tmp_path: Path) -> None:
    for alphabets in ([USUAL, BITS], [BITS]):
        client = create_app(copy_model(tmp_path, alphabets=alphabets)).test_client()
        text = client.get("/").get_data(as_text=True)
        assert ('data-action="play"' in text) == (USUAL in alphabets)
        assert client.get("/play").status_code == (200 if USUAL in alphabets else 422)


def test_of_several_alphabets_one_is_chosen_and_the_page_speaks_of_it(tmp_path: Path) -> None:
    client = create_app(copy_model(tmp_path, alphabets=[USUAL, BITS])).test_client()
    usual, other = (client.get(path).get_data(as_text=True) for path in ("/", "/?alphabet=bits"))
    options = [attrs for tag, attrs in Elements(usual).found if tag == "option"]
    assert [each["value"] for each in options] == ["digits", "bits"]
    assert [each["value"] for each in options if "selected" in each] == ["digits"]
    assert "choose what is written, such as sums or letters" in usual
    assert "Draw bits" in other
    assert "Draw a bit, and see here what the network sees of it." in other
    assert "teach: say which bit it is, or that it is none" in other
    assert "look at another bit" in other
    assert re.findall(r'value="(.)">.</button>', other) == ["0", "1"]
    assert client.get("/?alphabet=runes").status_code == 422


def test_the_pages_beside_the_board_speak_of_the_alphabet_asked_for_too(tmp_path: Path) -> None:
    client = create_app(copy_model(tmp_path, alphabets=[USUAL, BITS])).test_client()
    board = Elements(client.get("/?alphabet=bits").text)
    about, form = (f"/{link}?alphabet=bits" for link in ("about", "predict"))
    assert about[1:] in board.all("href")
    assert form[1:] in board.all("action")
    assert "when something is not a bit" in " ".join(client.get(about).text.split())
    ends = [
        (60, 90),
        (330, 60),
        (90, 180),
        (340, 170),
        (70, 300),
        (330, 290),
        (150, 350),
        (200, 40),
    ]
    paper = np.full((400, 400), 255, np.uint8)
    scribble = cv2.polylines(paper, [np.array(ends)], False, 0, 8)
    sent = {"file": (io.BytesIO(cv2.imencode(".png", scribble)[1].tobytes()), "x.png")}
    read = client.post(form, data=sent, headers={"Accept": "text/html"}).text
    assert "does not look like a bit" in read
    assert "digit" not in re.sub(r"<[^>]*>", "", read)
    assert form[1:] in [link.lstrip("./") for link in Elements(read).all("action")]
