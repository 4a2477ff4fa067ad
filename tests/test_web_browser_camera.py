"""The camera of the page, in a real browser before which somebody holds a sheet with a 3."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import pytest
from browsing import FAR, PHONE, Board, Open
from making import picture_of
from strokes import DIGITS

pytest_plugins = ["browserfixtures"]

WIDTH_PIXELS, HEIGHT_PIXELS = 640, 480
FAKE = "--use-fake-device-for-media-stream"
READY = "V, Enter or a tap takes the picture; Esc closes"
NO_CAMERA = "There is no camera, or another program uses it"
REFUSED = "The browser does not let this page use the camera"
NOT_SECURE = "A browser lends its camera only to pages that come by HTTPS or from the same machine"
ALLOWED = {"permissions": ["camera"]}
KEEP_STREAMS = """() => {
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  window.streams = [];
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await ask(wanted);
    streams.push(stream);
    return stream; }; }"""
"""The page asks the real browser; the test keeps what it got, to see whether it is switched off."""
ALL_OFF = """() => streams.length && streams.every((stream) => stream.getTracks()
  .every((track) => track.readyState === "ended"))"""


@pytest.fixture(scope="module")
def browser_options(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, ...]:
    """A camera that sees a sheet with a 3, or what a test gives."""
    if hasattr(request, "param"):
        return (request.param,)
    sheet = np.full((HEIGHT_PIXELS, WIDTH_PIXELS), 230, np.uint8)
    written = picture_of(DIGITS["3"])
    scale = 300 / max(written.shape)
    digit = cv2.resize(written, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    rows, cols = digit.shape
    sheet[90 : 90 + rows, 200 : 200 + cols] = digit
    colors = np.full(sheet.size // 2, 128, np.uint8)
    frame = b"FRAME\n" + sheet.tobytes() + colors.tobytes()
    header = f"YUV4MPEG2 W{WIDTH_PIXELS} H{HEIGHT_PIXELS} F30:1 Ip C420jpeg\n".encode()
    path = tmp_path_factory.mktemp("camera") / "sheet.y4m"
    path.write_bytes(header + 2 * frame)
    return FAKE, f"--use-file-for-fake-video-capture={path}"


@pytest.fixture
def server_for_all() -> Iterator[str]:
    """A server that answers to any name, as for other machines."""
    pytest.importorskip("flask", reason="no flask")
    pytest.importorskip("waitress", reason="no waitress")
    from webserving import serving_app

    from recognizer.web import create_app

    with serving_app(create_app()) as address:
        yield address.replace("127.0.0.1", FAR)


def open_camera(board: Board) -> None:
    """Open the camera with its key, and wait until it sees something."""
    board.page.evaluate(KEEP_STREAMS)
    board.press("v")
    board.shows("#camera .says", READY)


def is_off(board: Board) -> None:
    board.page.wait_for_function(ALL_OFF)
    board.find("#camera").wait_for(state="hidden")


@pytest.mark.parametrize("key", ["v", "Enter"])
def test_a_sheet_before_the_camera_is_taken_with_a_key_and_read(open_board: Open, key: str) -> None:
    with open_board(**ALLOWED) as board:
        open_camera(board)
        board.press(key)
        board.reads("3")
        is_off(board)
        board.shows("#picture-name", "Camera.jpg")


@pytest.mark.parametrize("pressed", ["#camera video", "#camera .take"])
def test_a_tap_or_the_button_takes_it(open_board: Open, pressed: str) -> None:
    with open_board(**ALLOWED) as board:
        open_camera(board)
        board.find(pressed).click()
        board.reads("3")
        is_off(board)


def test_esc_closes_it_and_the_drawing_is_still_there(open_board: Open) -> None:
    with open_board(**ALLOWED) as board:
        board.draw("2")
        board.reads("2")
        open_camera(board)
        board.press("Escape")
        is_off(board)
        assert board.text() == "2"
        open_camera(board)  # and it opens again


def test_the_menu_opens_it(open_board: Open) -> None:
    with open_board(**ALLOWED) as board:
        board.button("More").click()
        board.find("#menu [data-action=camera]").click()
        board.shows("#camera .says", READY)


def test_nobody_loads_its_script_without_asking_for_the_camera(open_board: Open) -> None:
    loaded = """() => performance.getEntriesByType("resource")
        .filter((each) => each.name.endsWith("camera.js")).length"""
    with open_board(**ALLOWED) as board:
        board.draw("2")
        board.reads("2")
        assert board.page.evaluate(loaded) == 0
        open_camera(board)
        assert board.page.evaluate(loaded) == 1


def test_it_is_said_that_the_browser_refuses(open_board: Open) -> None:
    with open_board() as board:
        board.page.context.grant_permissions([])
        board.press("v")
        board.shows("#camera .says", REFUSED)
        assert not board.find("#camera .take").is_visible()
        assert not board.find("#camera .photo").is_visible()
        board.press("v", "Escape")
        board.find("#camera").wait_for(state="hidden")


def test_on_another_machine_without_https_a_phone_offers_its_own_camera(
    open_board: Open, server_for_all: str
) -> None:
    with open_board(**PHONE) as board:
        board.expected = ["Cross-Origin-Opener-Policy"]  # which needs HTTPS there
        board.page.goto(f"{server_for_all}/")
        board.press("v")
        board.shows("#camera .says", NOT_SECURE)
        assert board.find("#camera input").get_attribute("capture") == "environment"
        with board.page.expect_file_chooser() as chooser:
            board.find("#camera .photo").tap()
        taken = bytes(cv2.imencode(".jpg", picture_of(DIGITS["3"]))[1])
        chooser.value.set_files({"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": taken})
        board.reads("3")
        assert not board.find("#camera").is_visible()


@pytest.mark.parametrize("browser_options", [f"{FAKE}=device-count=0"], indirect=True)
def test_it_is_said_that_there_is_no_camera(open_board: Open) -> None:
    with open_board(**ALLOWED) as board:
        board.press("v")
        board.shows("#camera .says", NO_CAMERA)
        board.press("Escape")
        board.draw("2")
        board.reads("2")
