"""Pictures on the page, in a real browser: chosen, dropped, pasted; read and refused."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from browsing import PHONE, Board, Open
from making import ROOT, picture_of
from strokes import DIGITS

pytest_plugins = ["browserfixtures"]

NUMBERS = ROOT / "docs" / "examples" / "numbers.jpg"
SAID = "2026\n314 58"
HOSTILE = "<img src=x onerror=alert(1)>.png"
SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200" viewBox="0 0 200 200">
<script>parent.ran = window.ran = true</script><rect width="200" height="200" fill="#ffd"/>
<path d="M60 50h80L90 155" fill="none" stroke="#125" stroke-width="12"/></svg>"""
OUTLINE_IS_ON_PICTURE = """() => {
  const [inner, outer] = [".outline", "#picture"].map((each) => document.querySelector(each));
  if (!inner) return false;
  const [box, frame] = [inner, outer].map((each) => each.getBoundingClientRect());
  return box.left >= frame.left && box.top >= frame.top && box.right <= frame.right
    && box.bottom <= frame.bottom && box.height > frame.height / 4; }"""


def encoded(suffix: str) -> bytes:
    """Return a picture of a 3 as the bytes of a file."""
    return bytes(cv2.imencode(suffix, picture_of(DIGITS["3"]))[1])


def choose(board: Board, name: str, content: bytes, kind: str = "image/png") -> None:
    board.find("#chooser").set_input_files(
        files=[{"name": name, "mimeType": kind, "buffer": content}]
    )


def transfer(board: Board, content: bytes, name: str) -> Any:
    """Return, in the page, what a drag or the clipboard carries: one picture file."""
    return board.page.evaluate_handle(
        """([content, name]) => {
        const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
        const carried = new DataTransfer();
        carried.items.add(new File([bytes], name, {type: "image/png"}));
        return carried; }""",
        [base64.b64encode(content).decode(), name],
    )


def drawn_then(board: Board) -> Board:
    board.draw("42")
    board.reads("42")
    return board


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp"])
def test_a_chosen_picture_is_shown_and_read(board: Board, suffix: str) -> None:
    kind = {".jpg": "image/jpeg"}.get(suffix, f"image/{suffix[1:]}")
    choose(board, f"three{suffix}", encoded(suffix), kind)
    board.reads("3")
    assert board.find("#picture").is_visible()
    board.shows("#picture-name", f"three{suffix}")
    board.shows("#spoken", re.compile(r"^3, (quite )?sure$"))


def test_every_number_of_a_picture_has_its_box_and_its_tag(board: Board) -> None:
    board.find("#chooser").set_input_files(NUMBERS)
    board.reads(SAID)
    assert board.find(".tag .figure").all_text_contents() == ["2026", "314", "58"]
    left, top, right, bottom = board.box("#picture")
    first = board.box(".outline >> nth=0")
    scale = (right - left) / 640
    drawn = (56, 45, 438, 165)  # pixels of numbers.jpg, from its look
    assert (bottom - top) / scale == pytest.approx(420, abs=1)
    for side, (shown, expected) in enumerate(zip(first, drawn, strict=True)):
        begin = left if side % 2 == 0 else top
        assert (shown - begin) / scale == pytest.approx(expected, abs=20)


def test_the_digit_under_the_pointer_is_looked_at(board: Board) -> None:
    board.find("#chooser").set_input_files(NUMBERS)
    board.reads(SAID)
    board.shows(".bars .wins th", "2")
    left, top, right, _ = board.box("#picture")
    scale = (right - left) / 640
    board.page.mouse.move(left + 485 * scale, top + 295 * scale)
    board.shows(".bars .wins th", "8")


def test_the_button_opens_the_chooser_and_so_does_its_key(board: Board) -> None:
    # Keeps the interception on: were it switched anew for each `expect_file_chooser`, a key could
    # overtake it and open a dialog that nobody answers.
    board.page.on("filechooser", lambda _: None)
    for ask in (lambda: board.button("Open pictures").click(), lambda: board.press("Control+o")):
        with board.page.expect_file_chooser() as chooser:
            ask()
        chooser.value.set_files(NUMBERS)
        board.reads(SAID)
        board.press("Escape")
        board.reads("")


def test_a_dropped_picture_is_read(board: Board) -> None:
    carried = transfer(board, encoded(".png"), "dropped.png")
    board.find("#stage").dispatch_event("dragover", {"dataTransfer": carried})
    assert "receives" in board.find("#stage").get_attribute("class").split()
    board.find("#stage").dispatch_event("drop", {"dataTransfer": carried})
    board.reads("3")
    board.shows("#picture-name", "dropped.png")
    assert "receives" not in board.find("#stage").get_attribute("class").split()


def test_a_pasted_picture_is_read(board: Board) -> None:
    carried = transfer(board, encoded(".png"), "image.png")
    board.page.evaluate(
        """(clipboardData) => document.body.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData, bubbles: true }))""",
        carried,
    )
    board.reads("3")


def test_the_drawing_is_there_again_after_a_picture(board: Board) -> None:
    drawn_then(board)
    board.find("#chooser").set_input_files(NUMBERS)
    board.reads(SAID)
    assert not board.find("#pad").is_visible()
    assert not board.button("Undo").is_enabled()
    board.button("Back to drawing").click()
    board.reads("42")
    assert not board.find("#picture").is_visible()
    board.press("Control+z", "Control+z")
    board.reads("4")


def test_a_picture_is_read_again_when_it_is_asked_for(board: Board) -> None:
    board.find("#chooser").set_input_files(NUMBERS)
    board.reads(SAID)
    with board.page.expect_response("**/api/image*") as answer:
        board.press("Enter")
    assert answer.value.status == 200
    board.reads(SAID)


def test_an_empty_page_says_that_there_is_nothing_to_read(board: Board) -> None:
    choose(board, "paper.png", bytes(cv2.imencode(".png", 0 * picture_of(DIGITS["3"]) + 240)[1]))
    board.shows("#note", "I see nothing to read")
    board.shows(".call", "No digits")
    assert not board.find("#glass .invitation").is_visible()  # it asks to draw


def test_a_picture_that_the_browser_cannot_show_is_read_all_the_same(board: Board) -> None:
    choose(board, "three.tif", encoded(".tif"), "image/tiff")
    board.reads("3")
    board.shows(".tag .figure", "3")


def test_the_name_of_a_file_is_text_and_nothing_else(board: Board) -> None:
    choose(board, HOSTILE, encoded(".png"))
    board.reads("3")
    board.shows("#picture-name", HOSTILE)
    assert board.find("img").count() == 1


@pytest.mark.parametrize("content", [b"no picture at all", b"\x89PNG\r\n\x1a\nno more"])
def test_what_is_no_picture_is_refused_in_words(board: Board, content: bytes) -> None:
    board.expected.append("the server responded with a status of 4")
    choose(board, "a.png", content)
    board.shows("#banner .text", re.compile("picture|damaged"))
    board.shows(".call", "Not read")
    board.button("Close message").click()
    board.press("Escape")
    drawn_then(board)


# What the server would not take, and the browser can show


def written_large(height: int, width: int) -> Any:
    """Return a (height, width, 3) picture of a 4, as large as its place."""
    paper = np.full((height, width, 3), 235, np.uint8)
    digit = cv2.resize(picture_of(DIGITS["4"]), (height // 2, height // 2))
    side = height // 2
    paper[side // 2 : side // 2 + side, side // 2 : side // 2 + side] = digit[..., None]
    return paper


def turned(jpeg: bytes) -> bytes:
    """Return a JPEG that asks, in its EXIF, to be turned a quarter clockwise before it is seen."""
    tag = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"
    segment = b"Exif\0\0" + tag
    return jpeg[:2] + b"\xff\xe1" + (len(segment) + 2).to_bytes(2, "big") + segment + jpeg[2:]


def answered(board: Board, file: Path, content: bytes) -> Any:
    """Return what the server answers to a chosen picture."""
    file.write_bytes(content)
    board.page.set_default_timeout(60_000)  # to decode so much takes a busy machine a while
    with board.page.expect_response(lambda each: "api/image" in each.url and each.ok) as answer:
        board.find("#chooser").set_input_files(file)
    return answer.value.json()


def test_a_picture_of_50_megapixels_is_scaled_down(board: Board, tmp_path: Path) -> None:
    content = bytes(cv2.imencode(".png", written_large(6250, 8000))[1])
    said = answered(board, tmp_path / "large.png", content)
    assert said["width"] * said["height"] == pytest.approx(12e6, rel=0.01)
    assert said["width"] / said["height"] == pytest.approx(8000 / 6250, rel=0.01)
    board.reads("4")
    board.page.wait_for_function(OUTLINE_IS_ON_PICTURE)


def test_a_file_that_is_too_large_is_made_smaller(board: Board, tmp_path: Path) -> None:
    content = bytes(cv2.imencode(".bmp", written_large(2000, 3000))[1])
    assert len(content) > int(board.find("#stage").get_attribute("data-max-bytes"))
    said = answered(board, tmp_path / "large.bmp", content)
    assert (said["width"], said["height"]) == (3000, 2000)
    board.reads("4")


def test_a_picture_that_is_redrawn_stands_upright(board: Board, tmp_path: Path) -> None:
    lying = cv2.rotate(written_large(6000, 4500), cv2.ROTATE_90_COUNTERCLOCKWISE)
    said = answered(board, tmp_path / "a.jpg", turned(bytes(cv2.imencode(".jpg", lying)[1])))
    assert said["width"] < said["height"]
    board.reads("4")


def test_a_kind_that_only_the_browser_knows_is_converted(board: Board) -> None:
    choose(board, "seven.svg", SVG, "image/svg+xml")
    board.reads("7")
    assert board.page.evaluate("window.ran") is None


def test_an_avif_is_converted(board: Board) -> None:
    try:
        content = bytes(cv2.imencode(".avif", picture_of(DIGITS["3"]))[1])
    except cv2.error:
        pytest.skip("this OpenCV writes no AVIF")
    choose(board, "three.avif", content, "image/avif")
    board.reads("3")


def test_what_the_server_refuses_is_sent_once_more_redrawn(board: Board) -> None:
    board.expected.append("413")
    said = {"error": {"code": "too_large", "message": "more scans than it has"}}
    board.page.route("**/api/image*", lambda each: each.fulfill(status=413, json=said), times=1)
    choose(board, "three.jpg", encoded(".jpg"), "image/jpeg")
    board.reads("3")
    assert not board.find("#banner").is_visible()


def test_a_picture_that_is_too_large_is_not_even_sent(board: Board) -> None:
    sent: list[str] = []
    board.page.on("request", lambda request: sent.append(request.url))
    most = int(board.find("#stage").get_attribute("data-max-bytes"))
    carried = board.page.evaluate_handle(
        """(size) => { const carried = new DataTransfer();
        carried.items.add(new File([new ArrayBuffer(size)], "large.png", {type: "image/png"}));
        return carried; }""",
        most + 1,
    )
    board.find("#stage").dispatch_event("drop", {"dataTransfer": carried})
    board.shows("#banner .text", f"The picture is larger than {most // 2**20} MiB: scale it down")
    assert [url for url in sent if "/api/" in url] == []


def test_dropped_text_is_no_picture(board: Board) -> None:
    drawn_then(board)
    carried = board.page.evaluate_handle("new DataTransfer()")
    board.find("#stage").dispatch_event("drop", {"dataTransfer": carried})
    board.shows("#banner .text", re.compile("not a picture file"))
    assert board.text() == "42"


def drop_files(board: Board, *paths: Path) -> None:
    """Drag files of this machine to the stage and drop them, as a file manager does."""
    data = {"items": [], "files": [str(each) for each in paths], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        event = {"type": kind, "x": 300, "y": 300, "data": data}
        board.devtools.send("Input.dispatchDragEvent", event)


def test_a_dropped_folder_is_no_picture(board: Board, tmp_path: Path) -> None:
    board.expected.append("ERR_FILE_NOT_FOUND")
    drop_files(board, tmp_path)
    board.shows("#banner .text", re.compile("folder"))
    assert not board.button("Try again").is_visible()


def strip(board: Board, *texts: str) -> None:
    """Wait until the strip shows these pictures, each with what it says."""
    shown = "[...document.querySelectorAll('#files button')].map((each) => each.textContent)"
    board.page.wait_for_function(f"texts => `${{{shown}}}` === `${{texts}}`", arg=list(texts))


def test_several_files_are_all_read(board: Board, tmp_path: Path) -> None:
    three, broken = tmp_path / "three.png", tmp_path / "broken.png"
    three.write_bytes(encoded(".png"))
    broken.write_bytes(b"no picture")
    drop_files(board, three, broken, NUMBERS)
    strip(board, "three.png3", "broken.pngnot read", "numbers.jpg2026 / 314 58")
    board.shows("#note", "3 pictures read")
    board.reads("3")
    board.find("#files button >> nth=2").click()
    board.reads(SAID)
    board.shows("#picture-name", "numbers.jpg")
    board.press("PageUp")
    board.shows("#banner .text", re.compile("not a picture"))
    board.press("PageUp")
    board.reads("3")
    assert not board.find("#banner").is_visible()
    board.press("Escape")
    assert not board.find("#files").is_visible()


def test_several_files_that_are_chosen_are_all_read(board: Board, tmp_path: Path) -> None:
    three = tmp_path / "three.png"
    three.write_bytes(encoded(".png"))
    board.find("#chooser").set_input_files([NUMBERS, three])
    strip(board, "numbers.jpg2026 / 314 58", "three.png3")
    board.reads(SAID)
    board.press("PageDown")
    board.reads("3")


def test_a_picture_fits_on_a_phone(open_board: Open) -> None:
    with open_board(**PHONE) as board:
        board.find("#chooser").set_input_files(NUMBERS)
        board.reads(SAID)
        left, top, right, bottom = board.box("#picture")
        stage = board.box("#stage")
        assert left >= 0
        assert right <= 360
        assert stage[1] <= top < bottom <= stage[3]
        assert board.page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_picture_can_be_read_without_javascript(open_board: Open, tmp_path: Path) -> None:
    file = tmp_path / HOSTILE
    file.write_bytes(encoded(".png"))
    with open_board(java_script_enabled=False) as board:
        assert not board.find("#tools").is_visible()
        board.find("input[name=image]").set_input_files(file)
        board.button("Read it").click()
        assert board.page.get_by_text("3", exact=True).first.is_visible()


def test_a_picture_may_wait_for_a_reader_longer_than_ink(open_board: Open) -> None:
    held: list[Any] = []
    with open_board("/about") as board:
        board.page.clock.install()
        board.page.goto(f"{board.url}/")
        board.page.route("**/api/image*", lambda route: held.append(route))
        with board.page.expect_request("**/api/image*"):
            choose(board, "three.png", encoded(".png"))
        board.page.clock.run_for(50_000)  # the server keeps it waiting for 30 s, and reads for 10
        assert (len(held), board.find("#banner").is_visible()) == (1, False)
        held[0].continue_()
        board.reads("3")
