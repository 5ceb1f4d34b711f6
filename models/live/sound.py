"""What is heard: a microphone, or a file that stands in for it and goes round and round.

Listening has a thread of its own. It measures how loud it is for whatever follows the sound, and keeps the
last seconds for a film. A microphone that fails is said and taken up again; the picture goes on.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from models.live.loudness import SILENCE, Levels, Meter
from models.live.microphones import close_stream, open_stream
from models.live.remarks import Good
from models.live_requests import MICROPHONE
from models.news import FileError, UserError

RATE_HZ = 48_000
BLOCK = 1024  # samples: 21 ms
KEPT_BLOCKS = 470  # ten seconds
QUIET_S = 0.3  # without a block this is silence
RETRY_S = 2.0
ENDING_S = 0.5

Samples = NDArray[np.float32]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Heard:
    """A block of sound, mono, and when its first sample was heard (`time.monotonic`)."""

    samples: Samples
    at_s: float


class SoundSource(Protocol):
    name: str

    def read(self) -> Heard:
        """The next block, when it is there. UserError where none comes any more."""

    def close(self) -> None: ...


def open_sound(text: str) -> SoundSource:
    """What the text names; UserError in words where it cannot be heard."""
    kind, _, name = text.partition(":")
    if kind == MICROPHONE:
        return Microphone(name)
    return SoundFile(Path(text))


class Microphone:
    """The system's own one, or one by its name."""

    def __init__(self, name: str) -> None:
        self.name = name or "The microphone"
        self._stream: Any = open_stream(name, RATE_HZ, BLOCK)

    def read(self) -> Heard:
        try:
            samples, _ = self._stream.read(BLOCK)
        except Exception as error:
            raise UserError(f"{self.name} gives no more sound. Is it still plugged in?") from error
        delay_s = float(self._stream.latency)
        return Heard(np.ascontiguousarray(samples[:, 0]), time.monotonic() - BLOCK / RATE_HZ - delay_s)

    def close(self) -> None:
        close_stream(self._stream)


class SoundFile:
    """Any file with a sound track, at its own pace."""

    def __init__(self, path: Path) -> None:
        import av

        self.name, self._path, self._av = path.name, path, av
        self._due_s = time.monotonic()
        self._left: list[Samples] = []
        if not path.is_file():
            raise FileError(f"{path.name} is not there. Choose another file with sound.")
        self._open()

    def _open(self) -> None:
        try:
            self._file: Any = self._av.open(str(self._path))
            self._frames = self._file.decode(self._file.streams.audio[0])
        except (OSError, ValueError, IndexError) as error:
            raise FileError(f"{self.name} holds no sound that can be read. Choose another file.") from error
        self._resampler = self._av.AudioResampler("flt", "mono", RATE_HZ, BLOCK)
        self._is_silent = True

    def read(self) -> Heard:
        while not self._left:
            try:
                frame = next(self._frames, None)
            except (OSError, ValueError) as error:
                raise FileError(f"{self.name} cannot be read to its end. Choose another file.") from error
            if frame is None and self._is_silent:
                raise FileError(f"{self.name} holds no sound that can be read. Choose another file.")
            if frame is None:
                self._file.close()
                self._open()
                continue
            frame.pts = None  # times are our own
            blocks = [
                np.asarray(block.to_ndarray()[0], np.float32) for block in self._resampler.resample(frame)
            ]
            self._left, self._is_silent = blocks, self._is_silent and not blocks
        samples, at_s = self._left.pop(0), self._due_s
        self._due_s = max(at_s + len(samples) / RATE_HZ, time.monotonic() - 1)  # never hurries for long
        time.sleep(max(0.0, self._due_s - time.monotonic()))
        return Heard(samples, at_s)

    def close(self) -> None:
        self._file.close()


class Ear:
    """Listens until it is closed. `smooth_s` may be changed at any time."""

    def __init__(self, open_it: Callable[[], SoundSource], smooth_s: float) -> None:
        self.smooth_s = smooth_s
        self._open_it = open_it
        self._meter = Meter(RATE_HZ)
        self._heard: deque[Heard] = deque(maxlen=KEPT_BLOCKS)
        self._remarks: deque[str] = deque(maxlen=20)
        self._last_words, self._last_s = "", 0.0
        self._leave = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ear", daemon=True)
        self._thread.start()

    @property
    def levels(self) -> Levels:
        """0 to 1 by band; silence where nothing was heard lately."""
        return self._meter.levels if time.monotonic() - self._last_s < QUIET_S else SILENCE

    def take(self) -> list[Heard]:
        """What was heard since this was asked last, as far as it is kept."""
        taken = []
        while self._heard:
            taken.append(self._heard.popleft())
        return taken

    def remarks(self) -> list[str]:
        """What happened since this was asked last, in words."""
        said = []
        while self._remarks:
            said.append(self._remarks.popleft())
        return said

    def close(self) -> None:
        """Does not wait long: a driver may hang."""
        self.leave()
        self._thread.join(ENDING_S)

    def leave(self) -> None:
        """It is closed soon, and nobody waits."""
        self._leave.set()

    def _run(self) -> None:
        while not self._leave.is_set():
            try:
                source = self._open_it()
                try:
                    self._listen(source)
                finally:
                    source.close()
            except UserError as error:
                self._say(str(error))
            except Exception as error:
                logger.exception("listening failed")
                self._say(f"The sound failed ({error}). Trying again until it works.")
            self._leave.wait(RETRY_S)

    def _listen(self, source: SoundSource) -> None:
        while not self._leave.is_set():
            heard = source.read()
            self._meter.hear(heard.samples, self.smooth_s)
            self._last_s = time.monotonic()
            self._heard.append(heard)
            if self._last_words:
                self._last_words = ""
                self._remarks.append(Good(f"{source.name} is heard again."))

    def _say(self, words: str) -> None:
        """Once, however often it is tried."""
        if words != self._last_words:
            self._remarks.append(words)
        self._last_words = words
