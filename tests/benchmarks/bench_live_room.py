"""How soon, how quick and how smooth Live is by the wall clock. Not a test: it prints.

    python tests/benchmarks/bench_live_room.py look [SOURCE] [SECONDS] [busy]   first frame, delay, turns
    python tests/benchmarks/bench_live_room.py beside [SECONDS]                 speed beside a busy program
    python tests/benchmarks/bench_live_room.py close [SOURCE]                   closing at every moment
    python tests/benchmarks/bench_live_room.py hold [SOURCE] [MINUTES]          memory and delay, for hours

Without SOURCE (a film or a folder) it is the folder of samples; with "busy", another process has a core.

Goals: the first frame is painted at most 0.5 s after it was asked for, the engine being up; what is added to
a frame takes less than two frame periods in the median; 99 % of the turns of the event loop come less than
20 ms late; the window closes within 1 s; beside a busy program there are at least half as many frames; memory
of window and engine together grows by less than 50 MB in an hour, and the delay of frames does not.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.app import Studio
    from desktop_app.live.controller import LiveController
    from desktop_app.live.page import LivePage

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
LATE_MS, FIRST_MS, CLOSE_MS = 20, 500, 1000
GROWN_MB, DRIFT = 50, 1.1
STARTS = 3
ROUNDS = 3
PAUSE_S = 3.0  # that somebody looks round in the room before they start
SIZES = ((960, 540), (1280, 720))


def verdict(is_met: bool) -> str:
    return "" if is_met else "  MISSED"


def percentiles(name: str, values: list[float], most_p99: float | None = None) -> str:
    ordered = sorted(values)
    p95, p99 = (ordered[int(part * (len(ordered) - 1))] for part in (0.95, 0.99))
    median = statistics.median(ordered)
    line = f"{name:34} median {median:6.1f}  95 % {p95:6.1f}  99 % {p99:6.1f}  most {ordered[-1]:6.1f} ms"
    return line + verdict(most_p99 is None or p99 < most_p99)


@contextmanager
def room(home: Path, engine: str = "models.engine:Engine") -> Iterator[tuple[Studio, LivePage]]:
    """The room, with the engine up."""
    from desktop_app.app import Studio
    from desktop_app.live.page import LivePage
    from desktop_app.settings import SettingsStore
    from tests.benchmarks.bench_window import until

    studio = Studio(SettingsStore(home / "settings.json"), engine=engine, sessions=home / "sessions")
    studio.open([])
    until(lambda: studio.engine_state.phase in ("ready", "failed"))
    studio.window.rooms.enter("live")
    until(lambda: isinstance(studio.window.rooms.page, LivePage))
    page = studio.window.rooms.page
    assert isinstance(page, LivePage)
    try:
        yield studio, page
    finally:
        studio.quit()


def listen(controller: LiveController, painted: Callable[[float, float, float], None]) -> None:
    """Calls `painted` for each new frame as it is seen, with when it was handed over, at the source, now."""
    note, seen = controller.note_painted, [0]

    def note_and_tell() -> None:
        frame, now_s = controller._frame, time.monotonic()
        if frame is not None and frame.number != seen[0]:
            seen[0] = frame.number
            painted(frame.painted_s, frame.available_s, now_s)
        note()

    controller.note_painted = note_and_tell  # type: ignore[method-assign]


def bench_look(source: Path, seconds: float, is_busy: bool) -> None:
    """A first frame, and what frames and turns take while it plays."""
    from models.evaluation.live_play import busy_neighbour
    from tests.benchmarks.bench_window import Ticks, say, until

    with tempfile.TemporaryDirectory() as home, busy_neighbour(is_busy), room(Path(home)) as (_, page):
        controller = page.controller
        added: list[float] = []
        whole: list[float] = []
        painted_s: list[float] = []

        def painted(handed_over_s: float, available_s: float, now_s: float) -> None:
            painted_s.append(now_s)
            added.append((now_s - handed_over_s) * 1000)
            whole.append((now_s - available_s) * 1000)

        listen(controller, painted)
        until(lambda: controller.shelf.styles)
        controller.choose_source(str(source), is_camera=False)
        wait(PAUSE_S)
        for number in range(STARTS):
            painted_s.clear()
            begun_s = time.monotonic()
            page.start()
            until(lambda: painted_s)
            first_ms = (painted_s[0] - begun_s) * 1000
            say(f"start {number + 1}: first frame after {first_ms:.0f} ms{verdict(first_ms <= FIRST_MS)}")
            if number < STARTS - 1:
                controller.stop()
                until(lambda: controller.phase == "off")
        for figures in (added, whole, painted_s):
            figures.clear()
        ticks = Ticks()
        wait(seconds)
        rate = len(whole) / seconds
        say(f"{rate:.1f} frames a second seen; two frame periods are {2000 / rate:.0f} ms")
        say(percentiles("handed over to painted", added))
        say(percentiles("at the source to painted", whole) + verdict(statistics.median(whole) < 2000 / rate))
        say(percentiles("lateness of the event loop", ticks.late_ms, LATE_MS))
        say(percentiles("its own computing in a turn", ticks.own_ms, LATE_MS))


def bench_hold(source: Path, minutes: float) -> None:
    """A line a minute; then the last tenth of it beside the second, when all that is kept has been kept."""
    from tests.benchmarks.bench_window import say, until

    with tempfile.TemporaryDirectory() as home, room(Path(home)) as (studio, page):
        controller, whole, phases, sizes = page.controller, list[float](), list[str](), [""]
        listen(controller, lambda _, available_s, now_s: whole.append((now_s - available_s) * 1000))
        studio.worker.engine_changed.connect(lambda state: phases.append(state.phase))
        controller.figures_came.connect(
            lambda figures: sizes.append(f"{figures.working_width_px}×{figures.working_height_px}")
        )
        until(lambda: controller.shelf.styles)
        page.play(source)
        until(lambda: controller.phase == "running")
        memory_mb, delay_ms = list[float](), list[float]()
        for minute in range(1, max(3, round(minutes)) + 1):
            whole.clear()
            wait(60)
            memory_mb.append(memory_of_both_mb())
            delay_ms.append(statistics.median(whole) if whole else float("inf"))
            seen = f"{len(whole) / 60:4.1f} frames a second, painted at {sizes[-1]}"
            say(f"{minute:3} min {memory_mb[-1]:6.0f} MB {delay_ms[-1]:6.1f} ms, {seen}")
        tenth = max(1, len(delay_ms) // 10)
        early, late = slice(1, tenth + 1), slice(-tenth, None)
        grown = statistics.median(memory_mb[late]) - statistics.median(memory_mb[early])
        drift = statistics.median(delay_ms[late]) / statistics.median(delay_ms[early])
        falls = sum(phase in ("lost", "failed") for phase in phases)
        say(f"memory grew by {grown:.0f} MB{verdict(grown < GROWN_MB)}")
        say(f"the delay is {drift:.2f} of what it was{verdict(drift < DRIFT)}")
        say(f"the engine fell {falls} times{verdict(not falls)}")
        say(f"Live is {controller.phase} at the end{verdict(controller.phase == 'running')}")


def memory_of_both_mb() -> float:
    """Of this process and all its children, what each has for itself."""
    import psutil

    this = psutil.Process()
    return float(sum(one.memory_full_info().uss for one in (this, *this.children(recursive=True)))) / 1e6


def bench_beside(seconds: float) -> None:
    """Whole frames by the clock at the working size that Live begins with, alone and beside, taking turns."""
    from models.engine import Engine
    from models.evaluation.bench import made_up_picture
    from models.evaluation.live_bench import STYLE, WORKING_PX
    from models.evaluation.live_play import busy_neighbour
    from models.live.looks import Looks
    from models.live.painter import Painter
    from models.live.sizes import working_size
    from models.live_requests import LiveSettings
    from models.requests import StyleChoice
    from tests.benchmarks.bench_window import say

    painter = Painter(Looks(Engine()).look(LiveSettings("", (StyleChoice(str(STYLE)),))))
    for width, height in SIZES:
        frame, working = made_up_picture(width, height), working_size(WORKING_PX, height, width)
        paint = partial(painter.paint, frame, working, (height, width), 0.5, 0.0)
        paint()
        rates: dict[bool, list[float]] = {False: [], True: []}
        for is_busy in [False, True] * ROUNDS:
            with busy_neighbour(is_busy):
                rates[is_busy].append(frames_a_second(paint, seconds))
        alone, beside = (statistics.median(rates[is_busy]) for is_busy in (False, True))
        met = verdict(beside >= alone / 2)
        rates_said = f"alone {alone:.1f} fps, beside {beside:.1f} fps, {beside / alone:.2f} of it"
        say(f"{width}×{height}: {rates_said}{met}")


def wait(seconds: float) -> None:
    from tests.benchmarks.bench_window import until

    end_s = time.monotonic() + seconds
    until(lambda: time.monotonic() > end_s)


def frames_a_second(paint: Callable[[], object], seconds: float) -> float:
    begun_s, count = time.perf_counter(), 0
    while (spent := time.perf_counter() - begun_s) < seconds:
        paint()
        count += 1
    return count / spent


def bench_close(source: Path) -> None:
    """One room after the other, closed at a moment of its own."""
    from tests.benchmarks.bench_window import say, until

    def begin(page: LivePage) -> None:
        page.play(source)

    def begin_and_wait(page: LivePage) -> None:
        begin(page)
        wait(0.2)

    def play(page: LivePage) -> None:
        begin(page)
        until(lambda: page.controller.phase == "running")
        wait(2)

    def record(page: LivePage) -> None:
        play(page)
        page.turn_recording()
        wait(2)

    def still(page: LivePage) -> None:
        play(page)
        page.take_still()

    def another_style(page: LivePage) -> None:
        play(page)
        page.controller.mixing.go(1)

    def another_source(page: LivePage) -> None:
        play(page)
        page.controller.choose_source(str(Path(page.controller.choice.folder) / "nothing"), is_camera=False)

    def stop(page: LivePage) -> None:
        play(page)
        page.controller.stop()

    moments: dict[str, Callable[[LivePage], object]] = {
        "nothing plays": lambda page: None,
        "just asked to play": begin,
        "0.2 s later": begin_and_wait,
        "playing": play,
        "recording": record,
        "a still is painted": still,
        "another style is read": another_style,
        "another source is opened": another_source,
        "just asked to stop": stop,
    }
    for name, come_to in moments.items():
        with tempfile.TemporaryDirectory() as home, room(Path(home)) as (studio, page):
            page.controller.change(folder=home)
            come_to(page)
            begun_s = time.monotonic()
            studio.quit()
            took_ms = (time.monotonic() - begun_s) * 1000
            say(f"{name:26} closed in {took_ms:5.0f} ms{verdict(took_ms <= CLOSE_MS)}")


def main(what: str = "look", *rest: str) -> None:
    if what == "beside":
        bench_beside(float(rest[0]) if rest else 3.0)
        return
    from PySide6.QtWidgets import QApplication

    from desktop_app.resources import SAMPLES
    from desktop_app.theme import STYLE_ARGUMENTS

    application = QApplication([sys.argv[0], *STYLE_ARGUMENTS])
    application.setQuitOnLastWindowClosed(False)
    source = Path(rest[0]) if rest else SAMPLES
    if what == "close":
        bench_close(source)
    elif what == "hold":
        bench_hold(source, float(rest[1]) if len(rest) > 1 else 60.0)
    else:
        bench_look(source, float(rest[1]) if len(rest) > 1 else 10.0, "busy" in rest[2:])


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main(*sys.argv[1:])
