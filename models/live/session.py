"""The loop: newest frame in, painted frame out, one at a time; everything slow or risky happens beside it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator
from functools import partial
from typing import TYPE_CHECKING

from models.live.backstage import Backstage
from models.live.capture import Capture, Patience, Shot
from models.live.looks import Look
from models.live.outputs import Outputs
from models.live.painter import Painted, Painter
from models.live.sizes import Ladder, working_size
from models.live.snapshot import Scene
from models.live.sources import Source, open_source
from models.live.timing import Timings
from models.live_frames import FrameRing
from models.live_requests import LiveFigures, LiveFrame, LiveSettings
from models.news import News, Notice, Saved, UserError

if TYPE_CHECKING:
    from models.live.looks import Looks

WAIT_S = 0.2  # how long a step of the generator waits for a frame: so long a stop may take
FIGURES_S = 1.0
STALE_S = 2.0  # how often styles are looked at, whether a training has written them anew
OWN_CODE_S = 1.0  # how often the scene's own code is read for strengths below 1
SHARE_FOR_PAINTING = 0.9  # of a frame's time; the rest is for handing over


class Session:
    """One run of Live. `change` and `scene` may be used from any thread while `run` is stepped."""

    def __init__(
        self,
        get_looks: Callable[[], Looks],
        settings: LiveSettings,
        ring: FrameRing | None = None,
        open_it: Callable[[str, int], Source] = open_source,
        patience: Patience = Patience(),
    ) -> None:
        self._get_looks, self._ring, self._open_it, self._patience = get_looks, ring, open_it, patience
        self._settings = settings
        self._wanted = settings
        self._lock = threading.Lock()
        self._timings, self._outputs = Timings(), Outputs()
        self._shot: Shot | None = None
        self._paced = 0
        self._due_s = 0.0
        self._flicker: float | None = None
        self._before: Painted | None = None  # the frame before the latest
        self.latest: Painted | None = None

    def change(self, settings: LiveSettings) -> None:
        """Other settings from the next frame on."""
        with self._lock:
            self._wanted = settings

    def scene(self) -> Scene | None:
        """None before the first frame."""
        shot, latest = self._shot, self.latest
        if shot is None or latest is None:
            return None
        palette = self._painter.palette_for(shot.rgb_hwc, time.monotonic())
        high, wide = latest.small.shape[:2]
        return Scene(shot.rgb_hwc, (high, wide), self._painter.look, palette)

    def run(self) -> Generator[News, None, None]:
        """Frames and figures until it is closed. UserError where it cannot even begin."""
        self._looks = self._get_looks()  # may load the network; settings may change meanwhile
        settings = self._settings
        look = self._looks.look(settings)
        yield from map(Notice, look.remarks)
        self._painter = Painter(look)
        self._ladder = Ladder(settings.floor_px, settings.ceiling_px, self._budget_s())
        self._backstage = Backstage()
        self._capture = self._make_capture()
        self._told_s = self._looked_s = self._read_s = time.monotonic()
        try:
            yield from self._open_outputs(None, settings)
            while True:
                yield from self._follow_settings()
                yield from self._take_results()
                shot = self._capture.take(WAIT_S)
                yield from map(Notice, self._capture.remarks())
                if shot is not None and self._is_due(shot):
                    yield self._paint(shot)
                yield from self._outputs.news()
                yield from self._now_and_then(shot)
        finally:
            self._capture.close()
            self._backstage.close()
            self._outputs.close()

    def _now_and_then(self, shot: Shot | None) -> Generator[News, None, None]:
        now_s = time.monotonic()
        if now_s - self._told_s >= FIGURES_S or shot is None:
            self._told_s = now_s
            yield self.figures()
            self._measure_flicker()
        if now_s - self._looked_s >= STALE_S:
            self._looked_s = now_s
            if self._painter.look.is_stale():
                self._backstage.ask("look", partial(self._looks.look, self._settings))
        needs_own = self._painter.own_code is None or now_s - self._read_s >= OWN_CODE_S
        if shot is not None and self._settings.controls.strength < 1 and needs_own:
            self._read_s = now_s
            self._backstage.ask("own", partial(self._looks.own_code, shot.rgb_hwc))

    def figures(self) -> LiveFigures:
        """As things stand."""
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
                "capture": self._capture.dropped,
                "damaged": self._capture.corrupt,
                "rate": self._paced,
                **self._outputs.dropped(),
            },
            working_width_px=small[1],
            working_height_px=small[0],
            flicker=self._flicker,
            recorded_s=self._outputs.recorded_s,
        )

    # --- a frame

    def _paint(self, shot: Shot) -> LiveFrame:
        begun_s = time.monotonic()
        settings, height, width = self._settings, *shot.rgb_hwc.shape[:2]
        factor = min(1.0, settings.output_px / max(height, width))
        output = max(2, round(height * factor)), max(2, round(width * factor))
        size = working_size(self._ladder.rung_px, height, width)
        painted = self._painter.paint(shot.rgb_hwc, size, output, settings.calm, shot.available_s)
        self._shot, self._before, self.latest = shot, self.latest, painted
        number = self._timings.frames + 1
        slot = None if self._ring is None else self._ring.write(number, painted.rgb_hwc)
        self._outputs.show(painted.rgb_hwc, shot.available_s)
        now_s = time.monotonic()
        waited_ms = (begun_s - shot.available_s) * 1000
        handed_ms = (now_s - begun_s - painted.seconds) * 1000
        stages = {"waiting": waited_ms, **painted.stages_ms, "handing over": handed_ms}
        self._timings.add(shot.available_s, now_s, stages)
        self._climb(now_s - begun_s, height, width)
        return LiveFrame(number, slot, output[1], output[0], shot.available_s, now_s)

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

    def _budget_s(self) -> float:
        return SHARE_FOR_PAINTING / self._settings.target_fps

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
        if (wanted.source, wanted.output_px) != (before.source, before.output_px):
            self._capture.close()
            self._capture = self._make_capture()
        self._capture.framing = wanted.framing
        self._ladder.set(wanted.floor_px, wanted.ceiling_px, self._budget_s())
        if (wanted.styles, wanted.controls) != (before.styles, before.controls):
            self._backstage.ask("look", partial(self._looks.look, wanted))
        yield from self._open_outputs(before, wanted)

    def _open_outputs(self, before: LiveSettings | None, wanted: LiveSettings) -> Generator[News, None, None]:
        """A recording that cannot begin ends the start of a session; later it is only said."""
        try:
            saved = self._outputs.follow(wanted)
        except UserError as error:
            if before is None:
                raise
            yield Notice(str(error))
            return
        if saved is not None:
            yield Saved(saved)

    def _take_results(self) -> Generator[News, None, None]:
        for name, result in self._backstage.results():
            if isinstance(result, UserError):
                yield Notice(str(result))
            elif name == "look":
                yield from map(Notice, result.remarks)
                yield from self._wear(result)
            elif name == "own":
                self._painter.own_code = result
            elif name == "flicker" and result is not None:
                self._flicker = result[0]
            elif name == "wear":
                self._painter.wear(result, self._settings.fade_s, time.monotonic())

    def _wear(self, look: Look) -> Generator[News, None, None]:
        """A style with a network of its own is put on when that is compiled."""
        yield from ()
        size = None if self.latest is None else self.latest.small.shape[:2]
        if size is None or look.network.is_ready((size[0], size[1])):
            self._painter.wear(look, self._settings.fade_s, time.monotonic())
            return

        def compiled() -> Look:
            look.network.prepare((size[0], size[1]))
            return look

        self._backstage.ask("wear", compiled)

    def _make_capture(self) -> Capture:
        source, output_px = self._settings.source, self._settings.output_px
        return Capture(lambda: self._open_it(source, output_px), self._settings.framing, self._patience)
