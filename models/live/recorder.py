"""Records what is shown: H.264 in a fragmented MP4, so that a film plays although the program was killed.

Encoding has a thread of its own and a short queue; what does not fit into it is dropped and counted. A disk
that is full ends the recording with a sentence, and nothing else.
"""

from __future__ import annotations

import io
import logging
import queue
import threading
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import av

from models.atomic import in_words
from models.live.sources import Rgb8, covering
from models.news import FileError, UserError

TIME_BASE = Fraction(1, 90_000)
QUEUED = 8
FRAGMENT_US = 500_000  # at most so much is lost when the program is killed
# The quickest of x264's settings: the other core paints.
OPTIONS = {"preset": "ultrafast", "tune": "zerolatency", "crf": "18"}
CLOSING_S = 5.0

logger = logging.getLogger(__name__)


class Recorder:
    """One film. Frames may come at any rate: each keeps its own time."""

    def __init__(self, path: Path, fps: int) -> None:
        """FileError in words where the file is there already or cannot be made."""
        self.path, self.dropped, self.seconds = path, 0, 0.0
        self._fps = fps
        self._words: str | None = None
        self._is_over = False
        self._file = _new_file(path)
        self._frames: queue.Queue[tuple[Rgb8, float] | None] = queue.Queue(QUEUED)
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    def write(self, rgb_hwc: Rgb8, shown_s: float) -> None:
        """A frame as it was shown at that time (`time.monotonic`); never waits."""
        if self._is_over:
            return
        try:
            self._frames.put_nowait((rgb_hwc, shown_s))
        except queue.Full:
            self.dropped += 1

    def failure(self) -> str | None:
        """Why the recording ended by itself, said once."""
        words, self._words = self._words, None
        return words

    def close(self) -> None:
        """Writes what is queued and ends the file. Harmless a second time."""
        with suppress(queue.Full):
            self._frames.put(None, timeout=CLOSING_S)
        self._thread.join(CLOSING_S)

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

    def _record(self) -> None:
        first = self._frames.get()
        if first is None:
            self._file.close()
            self.path.unlink(missing_ok=True)  # nothing was shown: no film
            return
        # Fragments are complete on disk one by one; a film's own index would come at its very end.
        layout = {
            "movflags": "frag_keyframe+empty_moov+default_base_moof",
            "frag_duration": str(FRAGMENT_US),
            "flush_packets": "1",
        }
        film = av.open(_Unseekable(self._file), "w", format="mp4", options=layout)
        height, width = (side // 2 * 2 for side in first[0].shape[:2])  # of 4:2:0 colour
        stream = film.add_stream("libx264", rate=self._fps, options=OPTIONS)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.time_base = TIME_BASE
        stream.codec_context.gop_size = self._fps
        stream.thread_count = 1
        begun_s, last = first[1], -1
        item: tuple[Rgb8, float] | None = first
        while item is not None:
            rgb_hwc, shown_s = item
            frame = av.VideoFrame.from_ndarray(covering(rgb_hwc, width, height), format="rgb24")
            last = max(last + 1, round((shown_s - begun_s) / TIME_BASE))
            frame.pts, frame.time_base = last, TIME_BASE
            film.mux(stream.encode(frame))
            self.seconds = float(last * TIME_BASE)
            item = self._frames.get()
        film.mux(stream.encode(None))
        film.close()


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
