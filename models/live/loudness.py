"""How loud it is, as a whole and in three bands, as numbers from 0 to 1 that a picture can follow."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

BANDS_HZ = {"loudness": (30, 16_000), "low": (30, 250), "middle": (250, 2_000), "high": (2_000, 16_000)}
RANGE_DB = 30.0  # below the loudest of late is silence
LEAST_DB = -50.0  # of full scale: what is never loud, so that a quiet room does nothing
FALL_DB_S = 2.0  # how fast the loudest is forgotten, so that the range follows the music
RISE_TIMES = 4.0  # as fast as they fall

Levels = Mapping[str, float]
SILENCE: Levels = dict.fromkeys(BANDS_HZ, 0.0)


class Meter:
    """Levels of a sound that comes block by block. The loudest of the last while is 1, whatever the gain."""

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._loudest_db = dict.fromkeys(BANDS_HZ, LEAST_DB)
        self.levels: Levels = SILENCE

    def hear(self, samples: NDArray[np.float32], smooth_s: float) -> None:
        """One block, mono, in [-1, 1]; `smooth_s` is how long a level takes to fall."""
        seconds = len(samples) / self._rate_hz
        # Hann's window takes 3/8 of the power; a spectrum of one side has half of it.
        power = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2 * (2 / 0.375 / len(samples) ** 2)
        hertz = np.fft.rfftfreq(len(samples), 1 / self._rate_hz)
        levels = {}
        for band, (low, high) in BANDS_HZ.items():
            heard_db = 10 * np.log10(power[(hertz >= low) & (hertz < high)].sum() + 1e-12)
            loudest = max(heard_db, self._loudest_db[band] - FALL_DB_S * seconds, LEAST_DB)
            self._loudest_db[band] = loudest
            aim = float(np.clip(1 + (heard_db - loudest) / RANGE_DB, 0, 1)) if heard_db > LEAST_DB else 0.0
            last = self.levels[band]
            slow_s = smooth_s / RISE_TIMES if aim > last else smooth_s
            levels[band] = last + (aim - last) * (1 - float(np.exp(-seconds / max(slow_s, 1e-3))))
        self.levels = levels
