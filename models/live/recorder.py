"""Records what is shown: H.264 in a fragmented MP4, so that a film plays although the program was killed.

Encoding has a thread of its own and a short queue; what does not fit into it is dropped and counted. A disk
that is full ends the recording with a sentence, and nothing else. Frames and sound are on one clock; where
sound is missing the film has silence, so that the picture never waits for a microphone.
"""

from __future__ import annotations

import io
import logging
import queue
import threading
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import av
import numpy as np
from av.container import OutputContainer

from models.atomic import in_words
from models.live.sound import KEPT_BLOCKS, RATE_HZ, Heard, Samples
from models.live.sources import Rgb8, fitted
from models.live_requests import FrameSize
from models.news import FileError, UserError

TIME_BASE = Fraction(1, 90_000)
QUEUED = 8
FRAGMENT_US = 500_000  # at most so much is lost when the program is killed
# The quickest of x264's settings: the other core paints.
OPTIONS = {"preset": "ultrafast", "tune": "zerolatency", "crf": "18"}
SOUND_BLOCK = 1024  # samples, as AAC takes them
SOUND_LATE_S = 0.6  # how far sound may lie behind the picture before it is silence
SOUND_OFF_S = 0.04  # how far a block may lie beside its place before it is put there
CLOSING_S = 5.0
LOOKING_S = 0.2  # how often it is looked whether that was all

logger = logging.getLogger(__name__)


class _Shown(NamedTuple):
    rgb_hwc: Rgb8
    at_s: float
    seen: tuple[int, int] | None = None


class Recorder:
    """One film. Frames may come at any rate: each keeps its own time."""

    def __init__(
        self, path: Path, fps: int, *, has_sound: bool = False, size: FrameSize | None = None
    ) -> None:
        """FileError in words where the file is there already or cannot be made.

        Without a size the film has that of its first frame.
        """
        self.has_sound, self.size = has_sound, size
        self._heard: deque[Heard] = deque(maxlen=KEPT_BLOCKS)
        self.path, self.dropped, self.seconds = path, 0, 0.0
        self._fps = fps
        self._words: str | None = None
        self._is_over = False
        self._file = _new_file(path)
        self.has_film = False
        self._leaving = threading.Event()
        self._frames: queue.Queue[_Shown | None] = queue.Queue(QUEUED)
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    def write(self, rgb_hwc: Rgb8, shown_s: float, seen: tuple[int, int] | None = None) -> None:
        """A frame as it was shown at that time (`time.monotonic`); never waits.

        It covers the film; with `seen`, the shape it stands for, it is letterboxed.
        """
        if self._is_over:
            return
        try:
            self._frames.put_nowait(_Shown(rgb_hwc, shown_s, seen))
        except queue.Full:
            self.dropped += 1

    def hear(self, heard: Iterable[Heard]) -> None:
        """Sound of the same clock; it goes into the film with the frames of its time."""
        if self.has_sound and not self._is_over:
            self._heard.extend(heard)

    def failure(self) -> str | None:
        """Why the recording ended by itself, said once."""
        words, self._words = self._words, None
        return words

    def end(self) -> None:
        """No frame comes any more; what is queued is written, however long the disk takes. Never waits."""
        self._leaving.set()
        with suppress(queue.Full):
            self._frames.put_nowait(None)

    def wait(self, seconds: float) -> bool:
        """Whether nothing is written any more, so many seconds from now at the latest."""
        self._thread.join(max(0.0, seconds))
        return not self._thread.is_alive()

    def close(self) -> None:
        """Ends it, and waits a while. Harmless a second time."""
        self.end()
        self.wait(CLOSING_S)

    # --- on its own thread

    def _run(self) -> None:
        try:
            self._record()
        except OSError as error:
            self._words = f"The recording ended: {in_words(error, self.path)} The live picture goes on."
        except Exception as error:
            logger.exception("recording failed")
            self._words = f"The recording ended: {error}. The live picture goes on."
        finally:
            self._is_over = True
            with suppress(OSError):
                self._file.close()

    def _next(self, track: _SoundTrack | None = None) -> _Shown | None:
        """None at the end; the queue may have been too full to be told of it.

        Sound is written while no frame comes: of a source that is away for long all would not be kept.
        """
        while True:
            try:
                return self._frames.get(timeout=LOOKING_S)
            except queue.Empty:
                if self._leaving.is_set():
                    return None
                self._write_sound(track)

    def _write_sound(self, track: _SoundTrack | None) -> None:
        while track is not None and self._heard:
            track.add(self._heard.popleft())

    def _record(self) -> None:
        first = self._next()
        if first is None:
            self._file.close()
            self.path.unlink(missing_ok=True)  # nothing was shown: no film
            return
        self.has_film = True
        # Fragments are complete on disk one by one; a film's own index would come at its very end.
        layout = {
            "movflags": "frag_keyframe+empty_moov+default_base_moof",
            "frag_duration": str(FRAGMENT_US),
            "flush_packets": "1",
        }
        film = av.open(_Unseekable(self._file), "w", format="mp4", options=layout)
        height, width = (side // 2 * 2 for side in first.rgb_hwc.shape[:2])  # of 4:2:0 colour
        if self.size is not None:
            width, height = self.size.width_px, self.size.height_px
        stream = film.add_stream("libx264", rate=self._fps, options=OPTIONS)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.time_base = TIME_BASE
        stream.codec_context.gop_size = self._fps
        stream.thread_count = 1
        track = _SoundTrack(film, first.at_s) if self.has_sound else None
        begun_s, last = first.at_s, -1
        item: _Shown | None = first
        while item is not None:
            rgb_hwc, shown_s, seen = item
            frame = av.VideoFrame.from_ndarray(fitted(rgb_hwc, width, height, seen), format="rgb24")
            last = max(last + 1, round((shown_s - begun_s) / TIME_BASE))
            frame.pts, frame.time_base = last, TIME_BASE
            film.mux(stream.encode(frame))
            self._write_sound(track)
            if track is not None:
                track.fill_up_to(shown_s - SOUND_LATE_S)
            self.seconds = float(last * TIME_BASE)
            item = self._next(track)
        if track is not None:
            track.end()
        film.mux(stream.encode(None))
        film.close()


class _SoundTrack:
    """Mono AAC beside the picture: blocks at their times, silence between them."""

    def __init__(self, film: OutputContainer, begun_s: float) -> None:
        # The encoder begins a block early, and times below 0 would move the pictures: so this begins late.
        self._film, self._begun_s, self._written = film, begun_s, SOUND_BLOCK
        self._left = np.zeros(0, np.float32)
        self._stream = film.add_stream("aac", rate=RATE_HZ, layout="mono")
        self._stream.codec_context.bit_rate = 128_000

    def add(self, heard: Heard) -> None:
        """What was heard before the film began is cut off."""
        samples = heard.samples
        place = round((heard.at_s - self._begun_s) * RATE_HZ)
        there = self._written + len(self._left)
        if place < SOUND_BLOCK or there - place > SOUND_OFF_S * RATE_HZ:
            samples = samples[max(0, there - place) :]
        elif place - there > SOUND_OFF_S * RATE_HZ:
            self._append(np.zeros(place - there, np.float32))
        self._append(samples)

    def fill_up_to(self, at_s: float) -> None:
        """Silence, where nothing was heard so far."""
        missing = round((at_s - self._begun_s) * RATE_HZ) - self._written - len(self._left)
        if missing > 0:
            self._append(np.zeros(missing, np.float32))

    def end(self) -> None:
        self._film.mux(self._stream.encode(None))

    def _append(self, samples: Samples) -> None:
        self._left = np.concatenate([self._left, samples])
        while len(self._left) >= SOUND_BLOCK:
            block, self._left = self._left[:SOUND_BLOCK], self._left[SOUND_BLOCK:]
            frame = av.AudioFrame.from_ndarray(block[None].copy(), format="fltp", layout="mono")
            frame.sample_rate, frame.time_base = RATE_HZ, Fraction(1, RATE_HZ)
            frame.pts = self._written
            self._written += SOUND_BLOCK
            self._film.mux(self._stream.encode(frame))


class _Unseekable(io.RawIOBase):
    """Only `write`: what was written is never gone back to, and stays whole."""

    def __init__(self, file: io.RawIOBase) -> None:
        self._file = file

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        view = memoryview(data)  # type: ignore[arg-type]
        done = 0
        while done < len(view):  # an unbuffered write may take a part of it
            done += self._file.write(view[done:]) or 0
        return done


def _new_file(path: Path) -> io.RawIOBase:
    if path.suffix.lower() != ".mp4":
        raise UserError(f"Recordings are MP4 files: name it {path.stem}.mp4.")
    try:
        return path.open("xb", buffering=0)
    except FileExistsError as error:
        raise FileError(f"{path.name} is there already. Choose another name for the recording.") from error
    except OSError as error:
        raise FileError(in_words(error, path)) from error
