"""A live session of the scripted engine: it writes into the ring; the name of the source says what happens.

    unplugged   gives nothing for a while after a few frames, and comes back
    full        the disk is full as soon as something is recorded
    full at last  the disk is full when the session ends while something is recorded
    slow        the disk still writes the film when the session ends
    missing     is not there
    damaged.mp4 gives nothing, ever
    driverless  there is no virtual camera to send to

Frames are of one grey, which is the strength in percents; where the window is a mirror they are one
lighter, and two where what leaves is mirrored. The part that is seen as it came is black.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from pathlib import Path

import numpy as np

from models.live_frames import FrameRing
from models.live_requests import LiveFigures, LiveFrame, LiveSettings, OutputLost, StartLive
from models.news import News, Notice, Saved, UserError

FRAME_S = 0.01
WIDTH_PX, HEIGHT_PX = 64, 36
FIGURES_EVERY = 5  # frames
GONE = range(8, 40)  # frames that an unplugged source does not give
UNPLUGGED = "The camera gives no more pictures. Is it still plugged in?"
DAMAGED = "damaged.mp4 is no video that can be read. Choose another file."
NO_CAMERA = "There is no virtual camera to send to (no driver). Install one."
FULL = "The recording ended: no space left on the disk. The live picture goes on."


class FakeLive:
    """`settings` are replaced from another thread."""

    def __init__(self) -> None:
        self.settings: LiveSettings | None = None
        self.end: tuple[News, ...] = ()

    def run(self, request: StartLive) -> Generator[News, None, None]:
        self.settings, film, recorded, had_camera = request.settings, None, 0, False
        if Path(request.settings.source).name == "missing":
            raise UserError("There is no camera, video file or folder named missing.")
        ring = FrameRing.at(request.ring) if request.ring else None
        try:
            for step in range(1, 100_000):
                time.sleep(FRAME_S)
                settings = self.settings
                source = Path(settings.source).name
                if settings.record != film:
                    if film is not None:
                        yield Saved(film)
                    film, recorded = settings.record, 0
                    if film is not None:
                        film.write_bytes(b"film")
                        if source == "full":
                            yield OutputLost(FULL, film)
                if source == "driverless" and settings.virtual_camera and not had_camera:
                    yield OutputLost(NO_CAMERA)
                had_camera = settings.virtual_camera
                if source == "unplugged" and step in GONE:
                    if step == GONE[0]:
                        yield Notice(UNPLUGGED)
                    yield LiveFigures(step, 0.0, 0.0, 0.0, 0.0, "", trouble=UNPLUGGED)
                    continue
                if source == "damaged.mp4":
                    if step == 1:
                        yield Notice(DAMAGED)
                    yield LiveFigures(0, 0.0, 0.0, 0.0, 0.0, "", trouble=DAMAGED)
                    continue
                recorded += source != "full"
                yield self._frame(step, settings, ring)
                if step % FIGURES_EVERY == 0:
                    seconds = recorded * FRAME_S if film is not None else None
                    yield figures(step, seconds)
        finally:
            is_lost = film is not None and Path(request.settings.source).name == "full at last"
            self.end = ((OutputLost(FULL, film),) if is_lost else ()) + ((Saved(film),) if film else ())
            if Path(request.settings.source).name == "slow":
                self.end = ()
            if ring is not None:
                ring.close()

    def _frame(self, number: int, settings: LiveSettings, ring: FrameRing | None) -> LiveFrame:
        tone = round(100 * settings.controls.strength)
        tone += 2 if settings.framing.mirror else settings.mirrors_window
        rgb_hwc = np.full((HEIGHT_PX, WIDTH_PX, 3), tone, np.uint8)
        rgb_hwc[:, : round(WIDTH_PX * settings.original_part)] = 0
        slot = ring.write(number, rgb_hwc) if ring else None
        now_s = time.monotonic()
        levels = (0.9, 0.6, 0.3, 0.1) if settings.sound else ()
        return LiveFrame(number, slot, WIDTH_PX, HEIGHT_PX, now_s - 0.02, now_s, levels)


def figures(frames: int, recorded_s: float | None) -> LiveFigures:
    return LiveFigures(
        frames=frames,
        fps=29.7,
        source_fps=30.0,
        latency_ms=24.0,
        latency_p95_ms=31.0,
        costliest="network",
        stages_ms={"network": 17.0},
        dropped={"capture": 2, "rate": 1},
        working_width_px=512,
        working_height_px=288,
        flicker=1.25,
        recorded_s=recorded_s,
    )
