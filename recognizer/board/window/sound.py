"""Soft sounds, made of sine waves: something was read, nothing was, an answer is right."""

from __future__ import annotations

from importlib import import_module

import numpy as np
import numpy.typing as npt
import pygame

from recognizer.errors import SoundError
from recognizer.quiet import quiet_libraries

RATE_HZ = 44_100
PEAK = 0.2
"""The loudest sample; 1 is the maximum. So the sounds are softer than most others."""
_SECONDS = 0.16
_SECOND_NOTE_SECONDS, _SECOND_NOTE_PITCH = 0.09, 1.5  # when "right" goes on, a fifth higher
_ATTACK_SECONDS, _RELEASE_SECONDS = 0.0015, 0.02  # without them the ends would click
_BUFFER_SAMPLES = 512  # these take 12 ms
_PARTIALS = {
    "digit": ((415.0, 1.0, 0.030), (1146.0, 0.45, 0.014), (2238.0, 0.12, 0.006)),
    "none": ((147.0, 1.0, 0.045), (233.0, 0.35, 0.025)),
}
"""The sine waves in each sound: (frequency in Hz, loudness, seconds in which it decays to 1/e).

"digit" has the overtones of a struck wooden bar, 1 : 2.76 : 5.4 (Fletcher and Rossing 1998, The
Physics of Musical Instruments, 2.17). "none" is low and has no such overtones.
"""


RIGHT = "right"
NAMES = (*_PARTIALS, RIGHT)


class Sounds:
    """The sounds of a board. They are off at first; turning them on opens the audio device."""

    def __init__(self) -> None:
        self._sounds: dict[str, pygame.mixer.Sound] = {}

    @property
    def on(self) -> bool:
        """Whether sounds are on.

        Raises
        ------
        SoundError
            When set to true, if there is no audio device. Sounds stay off then.
        """
        return bool(self._sounds)

    @on.setter
    def on(self, on: bool) -> None:
        if on and not self.on:
            self._sounds = _opened()
        elif not on:
            self.close()

    def play(self, name: str) -> None:
        """Play a sound, if they are on.

        "digit" is a wooden tap, "none" is lower and duller; "right" are two taps, the second
        higher.
        """
        if self.on and pygame.mixer.get_init():
            self._sounds[name].play()

    def close(self) -> None:
        """Turn sounds off, and close the audio device."""
        if self.on:
            self._sounds = {}
            pygame.mixer.quit()


def synthesize(name: str) -> npt.NDArray[np.float64]:
    """Return the samples of the sound `name`, (n,) float64 in [-PEAK, PEAK].

    It is "digit", "none" or "right". There are `RATE_HZ` of them in a second. The first and the
    last are 0.
    """
    if name == RIGHT:
        first, second = _note("digit"), _note("digit", _SECOND_NOTE_PITCH)
        begin = round(_SECOND_NOTE_SECONDS * RATE_HZ)
        wave = np.concatenate([first, np.zeros(begin)])
        wave[begin:] += second
    else:
        wave = _note(name)
    return np.asarray(wave * (PEAK / np.abs(wave).max()))


def _note(name: str, pitch: float = 1.0) -> npt.NDArray[np.float64]:
    """Return a single note, `pitch` times as high."""
    time = np.arange(round(_SECONDS * RATE_HZ)) / RATE_HZ
    wave = np.zeros(len(time))
    for frequency, loudness, decay in _PARTIALS[name]:
        wave += loudness * np.exp(-time / decay) * np.sin(2 * np.pi * pitch * frequency * time)
    wave *= _ramp(time / _ATTACK_SECONDS) * _ramp((time[-1] - time) / _RELEASE_SECONDS)
    return np.asarray(wave / np.abs(wave).max())


def _ramp(way: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return a smooth rise from 0 at 0 to 1 at 1: half a wave of a cosine; 1 from there on."""
    return np.asarray((1 - np.cos(np.pi * way.clip(0.0, 1.0))) / 2)


def _opened() -> dict[str, pygame.mixer.Sound]:
    """Open the audio device and return the sounds."""
    try:
        import_module("pygame.mixer")  # its error says what is missing
        with quiet_libraries():  # ALSA prints many lines if there is no device
            # No changes are allowed, so SDL converts our samples to what the device takes.
            pygame.mixer.init(RATE_HZ, -16, 2, _BUFFER_SAMPLES, allowedchanges=0)
    except (pygame.error, ImportError) as error:
        raise SoundError(f"no sound can be played ({error}); is a loudspeaker there?") from None
    return {name: pygame.mixer.Sound(buffer=_stereo(synthesize(name))) for name in NAMES}


def _stereo(wave: npt.NDArray[np.float64]) -> bytes:
    samples = np.rint(wave * 32767).astype(np.int16)
    return np.repeat(samples, 2).tobytes()
