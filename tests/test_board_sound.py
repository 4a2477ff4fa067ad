"""Sounds: off until asked for, soft, and no trouble where there is no loudspeaker."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pygame
import pytest

from recognizer.board.window.sound import PEAK, RATE_HZ, Sounds, synthesize
from recognizer.errors import SoundError

NAMES = ("digit", "none", "right")

each_sound = pytest.mark.parametrize("name", NAMES)


@pytest.fixture
def sounds(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sounds]:
    pytest.importorskip("pygame.mixer", exc_type=ImportError)  # it needs the system's GLib
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    sounds = Sounds()
    yield sounds
    sounds.close()


def pitch(name: str) -> float:
    """Return the frequency that is loudest, in Hz."""
    return pitch_of(synthesize(name))


def pitch_of(wave: npt.NDArray[np.float64]) -> float:
    """Return the same of samples."""
    loudness = np.abs(np.fft.rfft(wave, 8 * len(wave)))
    return float(np.fft.rfftfreq(8 * len(wave), 1 / RATE_HZ)[loudness.argmax()])


# What is heard


@each_sound
def test_a_sound_is_soft(name: str) -> None:
    assert np.abs(synthesize(name)).max() == pytest.approx(PEAK)


@each_sound
def test_a_sound_begins_and_ends_in_silence(name: str) -> None:
    wave = synthesize(name)
    assert np.abs(wave[[0, -1]]).max() < 1e-6
    assert np.abs(np.diff(wave)).max() < 0.06


@pytest.mark.parametrize(("name", "seconds"), [("digit", 0.2), ("none", 0.2), ("right", 0.3)])
def test_a_sound_is_short_and_dies_away(name: str, seconds: float) -> None:
    wave = synthesize(name)
    assert len(wave) < seconds * RATE_HZ
    third = len(wave) // 3
    assert np.abs(wave[-third:]).max() < 0.1 * np.abs(wave[:third]).max()


def test_a_right_answer_has_two_notes_the_second_higher() -> None:
    wave = synthesize("right")
    begin = round(0.09 * RATE_HZ)
    first, second = pitch_of(wave[:begin]), pitch_of(wave[begin:])
    assert first == pytest.approx(pitch("digit"), rel=0.02)
    assert second == pytest.approx(1.5 * first, rel=0.02)
    assert np.abs(wave[begin - 500 : begin]).max() < 0.1 * PEAK


def test_no_digit_sounds_lower_than_a_digit() -> None:
    assert pitch("none") < pitch("digit") / 2


# Turned on and off


def test_sounds_are_off_at_first_and_open_nothing(sounds: Sounds) -> None:
    sounds.play("digit")
    assert not sounds.on
    assert pygame.mixer.get_init() is None


@each_sound
def test_a_sound_plays_when_they_are_on(sounds: Sounds, name: str) -> None:
    sounds.on = True
    sounds.play(name)
    assert sounds.on
    assert pygame.mixer.get_busy()


def test_a_sound_keeps_its_length_on_the_device(sounds: Sounds) -> None:
    sounds.on = True
    sounds.play("digit")
    playing = [pygame.mixer.Channel(i).get_sound() for i in range(pygame.mixer.get_num_channels())]
    (sound,) = (each for each in playing if each)
    assert sound.get_length() == pytest.approx(len(synthesize("digit")) / RATE_HZ, abs=0.001)


def test_off_lets_go_of_the_device(sounds: Sounds) -> None:
    sounds.on = True
    sounds.on = False
    sounds.play("digit")
    assert not sounds.on
    assert pygame.mixer.get_init() is None


def test_sounds_can_be_turned_on_again(sounds: Sounds) -> None:
    for on in (True, True, False, False, True):
        sounds.on = on
    sounds.play("digit")
    assert pygame.mixer.get_busy()


def test_a_name_that_is_no_sound_is_an_error(sounds: Sounds) -> None:
    sounds.on = True
    with pytest.raises(KeyError):
        sounds.play("cymbal")


def test_a_device_that_was_closed_elsewhere_is_silent(sounds: Sounds) -> None:
    sounds.on = True
    pygame.mixer.quit()
    sounds.play("digit")
    sounds.close()
    assert not sounds.on


def test_without_a_device_they_stay_off_and_say_why_in_one_line(
    sounds: Sounds, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "no such driver")
    with pytest.raises(SoundError, match=r"^no sound can be played \([^\n]*$"):
        sounds.on = True
    assert not sounds.on
    assert capfd.readouterr() == ("", "")


def test_what_the_system_says_about_a_missing_device_is_not_printed(
    sounds: Sounds, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "alsa")
    monkeypatch.setenv("ALSA_CONFIG_PATH", "/no/such/file")
    with pytest.raises(SoundError):
        sounds.on = True
    assert capfd.readouterr() == ("", "")
