"""The loop: newest frame in, painted frame out, one at a time; everything slow or risky happens beside it."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from models.live.backstage import Backstage
from models.live.capture import Capture, Patience, Shot
from models.live.looks import Look, driven_brush
from models.live.network import Size
from models.live.outputs import Outputs
from models.live.painter import Painted, Painter, resized
from models.live.remarks import news_of
from models.live.sizes import Ladder, working_size
from models.live.snapshot import Scene
from models.live.sound import Ear, open_sound
from models.live.sources import USUAL_FPS, Rgb8, Source, SourceOpener, is_camera
from models.live.timing import Timings
from models.live_frames import FrameRing
from models.live_requests import CameraFormat, GoodNews, LiveFigures, LiveFrame, LiveSettings, OutputLost
from models.news import News, Notice, UserError
from models.requests import Controls, StyleChoice

if TYPE_CHECKING:
    from models.live.looks import Looks

WAIT_S = 0.2  # how long a step of the generator waits for a frame: so long a stop may take
FIGURES_S = 1.0
STALE_S = 2.0  # how often styles are looked at, whether a training has written them anew
OWN_CODE_S = 1.0  # how often the scene's own code is read for strengths but 1
NO_FIGURES = LiveFigures(0, 0.0, 0.0, 0.0, 0.0, "")
ENDING_S = 3.5  # for all that is open: after 5 s the whole process is ended, with exports and trainings
SHARE_FOR_PAINTING = 0.9  # of a frame's time; the rest is for handing over


class Session:
    """One run of Live. `change` and `scene` may be used from any thread while `run` is stepped."""

    def __init__(
        self,
        get_looks: Callable[[], Looks],
        settings: LiveSettings,
        ring: FrameRing | None = None,
        open_it: Callable[[str, int, CameraFormat | None, float], Source] | None = None,
        patience: Patience = Patience(),
    ) -> None:
        self._get_looks, self._ring, self._patience = get_looks, ring, patience
        self._open_it = open_it or SourceOpener()
        self._settings = settings
        self._wanted = settings
        self._lock = threading.Lock()
        self._timings, self._outputs = Timings(), Outputs()
        self._paced = 0
        self._left_out = Counter[str]()  # of sources before this one
        self._due_s = 0.0
        self._flicker: float | None = None
        self._ear: Ear | None = None
        self._brush = settings.controls.brush  # that the look was last asked with
        self._newest: Look | None = None  # that was made; an older one is not put on any more
        self._said: dict[str, tuple[str, ...]] = {}  # of the last result of each work beside the loop
        self._before: Painted | None = None  # the frame before the latest
        self._scene: Scene | None = None
        self.latest: Painted | None = None
        self._kept: LiveFigures | None = NO_FIGURES  # while it does not run
        self._until_s = 0.0  # how long its end may take

    def change(self, settings: LiveSettings) -> None:
        """Other settings from the next frame on."""
        with self._lock:
            self._wanted = settings

    def scene(self) -> Scene | None:
        """The newest frame, as it was painted; None before the first one."""
        return self._scene

    def frame_of(self, source: str) -> Rgb8 | None:
        """The newest frame, as it came, where it is of this source."""
        scene = self._scene if self._settings.source == source else None
        return None if scene is None else scene.rgb_hwc

    def run(self) -> Generator[News, None, None]:
        """Frames and figures until it is closed. UserError where it cannot even begin."""
        self._looks = self._get_looks()  # may load the network; settings may change meanwhile
        settings = self._settings
        look = self._look()
        self._said = {"look": look.remarks}
        yield from map(news_of, look.remarks)
        self._painter = Painter(look)
        self._ladder = Ladder(settings.floor_px, settings.ceiling_px, budget_s(settings))
        with ExitStack() as ending:  # what comes last ends first
            ending.callback(self._stop_listening)
            ending.callback(self._close_outputs)
            self._backstage = Backstage()
            ending.callback(self._backstage.close)
            self._capture = self._make_capture()
            ending.callback(lambda: self._capture.close())
            self._kept = None
            ending.callback(self._keep_figures)
            self._told_s = self._looked_s = self._read_s = time.monotonic()
            self._listen(settings)
            yield from self._open_outputs(None, settings)
            while True:
                yield from self._follow_settings()
                yield from self._take_results()
                shot = self._capture.take(WAIT_S)
                yield from map(news_of, self._capture.remarks())
                if self._ear is not None:
                    self._outputs.hear(self._ear.take())
                    yield from map(news_of, self._ear.remarks())
                if shot is not None and self._is_due(shot):
                    yield self._paint(shot)
                yield from self._outputs.news()
                yield from self._now_and_then(shot)

    def last_words(self) -> list[News]:
        """Once `run` is closed: films that are complete since, and what went wrong while it was."""
        return [news for news in self._outputs.news() if not isinstance(news, GoodNews)]

    def _now_and_then(self, shot: Shot | None) -> Generator[News, None, None]:
        now_s = time.monotonic()
        if now_s - self._told_s >= FIGURES_S or shot is None:
            self._told_s = now_s
            yield self.figures()
            self._measure_flicker()
        if now_s - self._looked_s >= STALE_S:
            self._looked_s = now_s
            if self._painter.look.is_stale():
                self._backstage.ask("look", self._look)
        needs_own = self._painter.own_code is None or now_s - self._read_s >= OWN_CODE_S
        if shot is not None and self._painter.look.controls.strength != 1 and needs_own:
            self._read_s = now_s
            self._backstage.ask("own", partial(self._looks.own_code, shot.rgb_hwc))

    def figures(self) -> LiveFigures:
        """As things stand; once `run` is closed, as they stood at its end."""
        return self._kept or self._figures_now()

    def _keep_figures(self) -> None:
        """Before anything is closed, which takes its time."""
        self._kept = self._figures_now()
        self._until_s = time.monotonic() + ENDING_S
        self._outputs.end()

    def _close_outputs(self) -> None:
        """The end of a film is written only now."""
        self._outputs.close(self._until_s - time.monotonic())
        self._kept = replace(self.figures(), recorded_s=self._outputs.recorded_s)

    def _figures_now(self) -> LiveFigures:
        now_s = time.monotonic()
        latency_ms, p95_ms = self._timings.latency_ms()
        stages = self._timings.stages_ms()
        small = self.latest.small.shape if self.latest is not None else (0, 0)
        return LiveFigures(
            frames=self._timings.frames,
            fps=self._timings.fps(now_s),
            source_fps=self._capture.fps,
            latency_ms=latency_ms,
            latency_p95_ms=p95_ms,
            costliest=next(iter(stages), ""),
            stages_ms=stages,
            dropped={
                "capture": self._left_out["capture"] + self._capture.dropped,
                "damaged": self._left_out["damaged"] + self._capture.corrupt,
                "rate": self._paced,
                **self._outputs.dropped(),
            },
            working_width_px=small[1],
            working_height_px=small[0],
            flicker=self._flicker,
            recorded_s=self._outputs.recorded_s,
            trouble=self._capture.trouble,
        )

    # --- a frame

    def _paint(self, shot: Shot) -> LiveFrame:
        begun_s = time.monotonic()
        settings, height, width = self._settings, *shot.rgb_hwc.shape[:2]
        factor = min(1.0, settings.output_px / max(height, width))
        output = max(2, round(height * factor)), max(2, round(width * factor))
        wanted = working_size(self._ladder.rung_px, height, width)
        size = self._ready_size(wanted)
        levels = self._follow_sound()
        painted = self._painter.paint(shot.rgb_hwc, size, output, settings.calm, shot.available_s)
        self._before, self.latest = self.latest, painted
        self._scene = Scene(shot.rgb_hwc, size, painted.manner, shot.read_whole)
        number = self._timings.frames + 1
        # Mirrored here: before, letters would leave the wrong way round, and where the window draws, what
        # came would change sides in a comparison.
        seen = beside(painted.rgb_hwc, shot.rgb_hwc, settings.original_part, settings.mirrors_window)
        slot = None if self._ring is None else self._ring.write(number, seen)
        self._outputs.show(painted.rgb_hwc, shot.available_s, painted.finest)
        now_s = time.monotonic()
        waited_ms = (begun_s - shot.available_s) * 1000
        handed_ms = (now_s - begun_s - painted.seconds) * 1000
        stages = {"waiting": waited_ms, **painted.stages_ms, "handing over": handed_ms}
        self._timings.add(shot.available_s, now_s, stages)
        if size == wanted:
            self._climb(now_s - begun_s, height, width)
        return LiveFrame(number, slot, output[1], output[0], shot.available_s, now_s, levels)

    def _ready_size(self, wanted: Size) -> Size:
        """Of a frame in another shape: that of the one before, until this one is compiled beside the loop."""
        network = self._painter.look.network
        if self.latest is None or network.is_ready(wanted):
            return wanted
        high, wide = self.latest.small.shape[:2]
        if not network.is_ready((high, wide)):
            return wanted
        if not self._backstage.is_busy("size"):
            self._backstage.ask("size", partial(network.prepare, wanted))
        return high, wide

    def _follow_sound(self) -> tuple[float, ...]:
        """The painter hears how loud it is now; a brush that moves with it needs other codes, read beside."""
        drive, ear = self._settings.drive, self._ear
        levels = None if ear is None else ear.levels
        self._painter.hear(drive, levels)
        brush = self._settings.controls.brush
        if levels is not None and drive.is_at_work:
            brush = driven_brush(brush, drive, levels)
        if brush != self._brush and not self._backstage.is_busy("look"):
            self._brush = brush
            self._backstage.ask("look", self._look)
        return () if levels is None else tuple(levels.values())

    def _look(self) -> Look:
        settings = self._settings
        return self._looks.look(replace(settings, controls=replace(settings.controls, brush=self._brush)))

    def _is_due(self, shot: Shot) -> bool:
        """A source quicker than the rate asked for is thinned out evenly."""
        period_s = 1 / self._settings.target_fps
        if shot.available_s < self._due_s - period_s / 4:
            self._paced += 1
            return False
        self._due_s = max(self._due_s + period_s, shot.available_s)
        return True

    def _climb(self, took_s: float, height: int, width: int) -> None:
        """Another working size where the ladder says so, once the network is compiled for it."""
        rung_px = self._ladder.took(took_s)
        if rung_px == self._ladder.rung_px:
            return
        size, network = working_size(rung_px, height, width), self._painter.look.network
        if network.is_ready(size):
            self._ladder.move(rung_px)
        elif not self._backstage.is_busy("size"):
            self._backstage.ask("size", partial(network.prepare, size))

    def _measure_flicker(self) -> None:
        """Of two neighbouring frames a second, beside the loop: the flow takes as long as a frame."""
        from models.evaluation.flicker import make_flow, pair_difference

        painted = self.latest
        if painted is None or self._backstage.is_busy("flicker"):
            return
        before = self._before
        if before is not None and before.small.shape == painted.small.shape and not painted.is_cut:
            pair = before.small_painted, painted.small_painted
            self._backstage.ask(
                "flicker", lambda: pair_difference(make_flow(), before.small, painted.small, [pair])
            )

    # --- settings

    def _follow_settings(self) -> Generator[News, None, None]:
        with self._lock:
            wanted = self._wanted
        before = self._settings
        if wanted is before:
            return
        self._settings = wanted
        if _captured(wanted) != _captured(before):
            self._capture.close()
            self._left_out["capture"] += self._capture.dropped
            self._left_out["damaged"] += self._capture.corrupt
            self._capture = self._make_capture()
        self._capture.framing = wanted.framing
        self._ladder.set(wanted.floor_px, wanted.ceiling_px, budget_s(wanted))
        if _painted_by(wanted) != _painted_by(before):
            self._brush = wanted.controls.brush
            self._backstage.ask("look", self._look)
        if wanted.sound != before.sound:
            self._listen(wanted)
        elif self._ear is not None:
            self._ear.smooth_s = wanted.drive.smooth_s
        self._capture.exposure_s = wanted.exposure_s
        yield from self._open_outputs(before, wanted)

    def _open_outputs(self, before: LiveSettings | None, wanted: LiveSettings) -> Generator[News, None, None]:
        """A recording that cannot begin ends the start of a session; later it is only said."""
        try:
            self._outputs.follow(wanted)
        except UserError as error:
            if before is None:
                raise
            yield OutputLost(str(error), wanted.record)

    def _take_results(self) -> Generator[News, None, None]:
        for name, result in self._backstage.results():
            yield from self._say_of(name, result)
            if isinstance(result, UserError):
                continue
            if name == "look":
                yield from self._wear(result)
            elif name == "own":
                self._painter.own_code = result
            elif name == "flicker" and result is not None:
                self._flicker = result[0]
            elif name == "wear" and self._is_wanted(result):
                self._painter.wear(result, self._settings.fade_s, time.monotonic())

    def _say_of(self, name: str, result: Any) -> Generator[News, None, None]:
        """What the result before had not said: a look is made anew for every step of a slider."""
        is_error = isinstance(result, UserError)
        words = (str(result),) if is_error else result.remarks if name == "look" else ()
        before, self._said[name] = self._said.get(name, ()), words
        yield from (Notice(text) for text in words if text not in before)

    def _wear(self, look: Look) -> Generator[News, None, None]:
        """A style with a network of its own is put on when that is compiled."""
        yield from ()
        self._newest = look
        size = None if self.latest is None else self.latest.small.shape[:2]
        if size is None or look.network.is_ready((size[0], size[1])):
            self._painter.wear(look, self._settings.fade_s, time.monotonic())
            return

        def compiled() -> Look:
            look.network.prepare((size[0], size[1]))
            return look

        self._backstage.ask("wear", compiled)

    def _is_wanted(self, look: Look) -> bool:
        """Whether nobody has chosen otherwise while it was compiled."""
        wanted = tuple(choice.source for choice in self._settings.styles if choice.weight > 0)
        return look is self._newest and look.sources == wanted

    def _listen(self, settings: LiveSettings) -> None:
        if self._ear is not None:
            self._ear.leave()
        hears = settings.sound
        self._ear = Ear(partial(open_sound, hears), settings.drive.smooth_s) if hears else None

    def _stop_listening(self) -> None:
        if self._ear is not None:
            self._ear.close()
            self._ear = None

    def _make_capture(self) -> Capture:
        open_it = partial(self._open_it, *_captured(self._settings))
        capture = Capture(open_it, self._settings.framing, self._patience)
        capture.exposure_s = self._settings.exposure_s
        return capture


def budget_s(settings: LiveSettings) -> float:
    """What painting a frame may take."""
    return SHARE_FOR_PAINTING / settings.target_fps


def _painted_by(settings: LiveSettings) -> tuple[tuple[StyleChoice, ...], Controls, bool]:
    """All that a look is made of."""
    return settings.styles, settings.controls, settings.is_fine


def _captured(settings: LiveSettings) -> tuple[str, int, CameraFormat | None, float]:
    """All that the source is opened with; another rate or size is no reason to begin a film anew."""
    is_quick = settings.target_fps > USUAL_FPS and settings.camera is None and is_camera(settings.source)
    fps = float(settings.target_fps) if is_quick else USUAL_FPS
    output_px = settings.output_px if Path(settings.source).is_dir() else LiveSettings.output_px
    return settings.source, output_px, settings.camera, fps


def beside(painted: Rgb8, came: Rgb8, part: float, is_mirrored: bool = False) -> Rgb8:
    """The frame as it came on the left, so much of the width, and as it was painted beside it."""
    height, width = painted.shape[:2]
    divide = round(width * part)
    if divide > 0:
        as_it_came = slice(width - divide, None) if is_mirrored else slice(divide)
        painted = painted.copy()  # which also leaves
        painted[:, as_it_came] = resized(came, (height, width))[:, as_it_came]
    return np.asarray(cv2.flip(painted, 1), np.uint8) if is_mirrored else painted
