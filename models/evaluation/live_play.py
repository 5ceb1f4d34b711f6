"""Live as it is used: a film of 30 frames a second, decoded, painted and handed over.

What the room adds is left out, the painting of the window: `tests/benchmarks/bench_live_room.py` has that.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np

from models.evaluation.bench import made_up_picture
from models.live.session import Session
from models.live_frames import FrameRing
from models.live_requests import LiveFigures, LiveFrame, LiveSettings

if TYPE_CHECKING:
    from models.live.looks import Looks

FILM_FPS, FILM_S = 30, 2.0
PANNED_PX = 2  # a frame
SETTLED_S, PLAYED_S = 3.0, 5.0  # until the working size stays; counted then


@dataclass(frozen=True)
class Played:
    """`first_s` is from asking to the first painted frame; the rest is counted once the size has settled."""

    first_s: float
    fps: float
    latency_ms: float  # median, from a frame being there to its being handed over
    working_px: tuple[int, int]  # width, height


def write_film(path: Path, width_px: int, height_px: int) -> None:
    """A camera that moves over a made-up picture; H.264, sides even."""
    count = round(FILM_FPS * FILM_S)
    wide = made_up_picture(width_px + count * PANNED_PX, height_px)
    with av.open(str(path), "w") as film:
        stream = film.add_stream("libx264", rate=FILM_FPS, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = width_px, height_px, "yuv420p"
        for number in range(count):
            left = number * PANNED_PX
            part = np.ascontiguousarray(wide[:, left : left + width_px])
            film.mux(stream.encode(av.VideoFrame.from_ndarray(part, format="rgb24")))
        film.mux(stream.encode(None))


def play(looks: Looks, settings: LiveSettings, settled_s: float, counted_s: float) -> Played:
    """Plays the source so long."""
    first_s, passed_s, begun_counting_s, frames = 0.0, 0.0, 0.0, 0
    figures: LiveFigures | None = None
    begun_s = time.monotonic()
    with closing(FrameRing.make(settings.output_px, settings.output_px)) as ring:
        session = Session(lambda: looks, settings, ring)
        with closing(session.run()) as work:
            for news in work:
                passed_s = time.monotonic() - begun_s
                if isinstance(news, LiveFrame):
                    first_s = first_s or passed_s
                    if passed_s >= settled_s:
                        begun_counting_s = begun_counting_s or passed_s
                        frames += 1
                if passed_s >= settled_s + counted_s:
                    figures = session.figures()
                    break
    assert figures is not None
    counted_s = passed_s - begun_counting_s
    working = figures.working_width_px, figures.working_height_px
    return Played(first_s, max(0, frames - 1) / counted_s, figures.latency_ms, working)


def _spin() -> None:
    while True:
        pass


@contextmanager
def busy_neighbour(is_wanted: bool = True) -> Iterator[None]:
    """A program that wants a core all the time."""
    if not is_wanted:
        yield
        return
    neighbour = multiprocessing.get_context("spawn").Process(target=_spin, daemon=True)
    neighbour.start()
    time.sleep(1.0)  # until it spins
    try:
        yield
    finally:
        neighbour.kill()
        neighbour.join()
