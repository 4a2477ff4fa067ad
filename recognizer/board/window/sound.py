"""Two soft sounds, made of sines: a digit was read, or no digit."""

from __future__ import annotations

from importlib import import_module

import numpy as np
import numpy.typing as npt
import pygame

from recognizer.errors import SoundError
from recognizer.quiet import quiet_libraries

RATE = 44_100  # samples per second
PEAK = 0.2
"""The loudest sample, of at most 1; softer than whatever else is playing."""
_SECONDS = 0.16
_ATTACK, _RELEASE = 0.0015, 0.02  # seconds, so that neither end clicks
_BUFFER = 512  # samples, which take 12 ms
_PARTIALS = {
    "digit": ((415.0, 1.0, 0.030), (1146.0, 0.45, 0.014), (2238.0, 0.12, 0.006)),
    "none": ((147.0, 1.0, 0.045), (233.0, 0.35, 0.025)),
}
"""(frequency in Hz, loudness, seconds until it has decayed to 1/e).

The tap has the overtones of a struck wooden bar, 1 : 2.76 : 5.4 (Fletcher and Rossing 1998, The
Physics of Musical Instruments, 2.17). The other sound is low and has no such overtones.
"""


class Sounds:
    """The sounds of a board; off at first.

    The audio device is opened when they are turned on, not before.
    """

    def __init__(self) -> None:
        self._sounds: dict[str, pygame.mixer.Sound] = {}

    @property
    def on(self) -> bool:
        """Whether sounds can be heard.

        Raises
        ------
        SoundError
            When set to true, if there is no audio device; it stays off then.
        """
        return bool(self._sounds)

    @on.setter
    def on(self, on: bool) -> None:
        if on and not self.on:
            self._sounds = _opened()
        elif not on:
            self.close()

    def play(self, name: str) -> None:
        """Play "digit", a wooden tap, or "none", a lower and duller one; nothing when off."""
        if self.on and pygame.mixer.get_init():
            self._sounds[name].play()

    def close(self) -> None:
        """Let go of the audio device."""
        if self.on:
            self._sounds = {}
            pygame.mixer.quit()


def synthesize(name: str) -> npt.NDArray[np.float64]:
    """Return the samples of the sound `name`, "digit" or "none": (n,) float64 in [-PEAK, PEAK].

    At `RATE`; begins and ends with silence.
    """
    time = np.arange(round(_SECONDS * RATE)) / RATE
    wave = np.zeros(len(time))
    for frequency, loudness, decay in _PARTIALS[name]:
        wave += loudness * np.exp(-time / decay) * np.sin(2 * np.pi * frequency * time)
    wave *= _ramp(time / _ATTACK) * _ramp((time[-1] - time) / _RELEASE)
    return np.asarray(wave * (PEAK / np.abs(wave).max()))


def _ramp(way: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return half a wave of a cosine from 0 to 1, and 1 from there on."""
    return np.asarray((1 - np.cos(np.pi * way.clip(0.0, 1.0))) / 2)


def _opened() -> dict[str, pygame.mixer.Sound]:
    """Open the audio device and return the sounds, made for it."""
    try:
        import_module("pygame.mixer")  # says what it lacks; pygame itself only warns, and later
        with quiet_libraries():  # ALSA has many words for "no device"
            # No changes: SDL converts what the device cannot, and the samples below fit.
            pygame.mixer.init(RATE, -16, 2, _BUFFER, allowedchanges=0)
    except (pygame.error, ImportError) as error:
        raise SoundError(f"no sound can be played ({error}); is a loudspeaker there?") from None
    return {name: pygame.mixer.Sound(buffer=_stereo(synthesize(name))) for name in _PARTIALS}


def _stereo(wave: npt.NDArray[np.float64]) -> bytes:
    samples = np.rint(wave * 32767).astype(np.int16)
    return np.repeat(samples, 2).tobytes()
