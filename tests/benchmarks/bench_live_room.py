"""What the Live room adds to the latency of a frame, and how smooth the window is. Not a test.

    python tests/benchmarks/bench_live_room.py [SOURCE] [SECONDS]

Without SOURCE (a film or a folder) it is the folder of samples. For every frame that is seen: from the
engine handing it over, and from the source having it, to its having been painted; and how late a timer is.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
TICK_MS = 5
PATIENCE_S = 300


def line(name: str, values: list[float]) -> str:
    ordered = sorted(values)
    p95, p99 = (ordered[int(part * (len(ordered) - 1))] for part in (0.95, 0.99))
    median = statistics.median(ordered)
    return f"{name:34} median {median:6.1f}  95 % {p95:6.1f}  99 % {p99:6.1f}  most {ordered[-1]:6.1f} ms\n"


def main() -> None:
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtWidgets import QApplication

    from desktop_app.app import Studio
    from desktop_app.live.page import LivePage
    from desktop_app.resources import SAMPLES
    from desktop_app.settings import SettingsStore
    from desktop_app.theme import STYLE_ARGUMENTS

    source = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 10.0
    application = QApplication([sys.argv[0], *STYLE_ARGUMENTS])

    def until(is_so: object, patience_s: float = PATIENCE_S) -> None:
        end = time.monotonic() + patience_s
        while not (callable(is_so) and is_so()):
            if time.monotonic() > end:
                raise SystemExit("it takes too long")
            application.processEvents()
            time.sleep(0.001)

    with tempfile.TemporaryDirectory() as home:
        studio = Studio(SettingsStore(Path(home) / "settings.json"), sessions=Path(home) / "sessions")
        studio.open([])
        until(lambda: studio.engine_state.phase == "ready")
        studio.window.rooms.enter("live")
        until(lambda: isinstance(studio.window.rooms.page, LivePage))
        page = studio.window.rooms.page
        assert isinstance(page, LivePage)
        controller = page.controller
        began = time.monotonic()
        page.play(source)
        until(lambda: controller.phase == "running")
        first_ms = (time.monotonic() - began) * 1000
        added: list[float] = []
        whole: list[float] = []
        late: list[float] = []
        note = controller.note_painted

        def painted() -> None:
            frame, now_s = controller._frame, time.monotonic()
            if frame is not None and frame.number != controller._painted:
                added.append((now_s - frame.painted_s) * 1000)
                whole.append((now_s - frame.available_s) * 1000)
            note()

        controller.note_painted = painted  # type: ignore[method-assign]
        last = [time.perf_counter()]

        def tick() -> None:
            now = time.perf_counter()
            late.append((now - last[0]) * 1000 - TICK_MS)
            last[0] = now

        timer = QTimer()
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(tick)
        QTimer.singleShot(round(seconds * 1000), lambda: application.exit(0))  # `quit` would close
        timer.start(TICK_MS)
        application.exec()
        timer.stop()
        sys.stdout.write(f"first frame {first_ms:.0f} ms; {len(whole) / seconds:.1f} a second seen\n")
        sys.stdout.write(line("handed over to painted", added))
        sys.stdout.write(line("at the source to painted", whole))
        sys.stdout.write(line(f"lateness of a {TICK_MS} ms timer", late))
        begun = time.monotonic()
        studio.quit()
        sys.stdout.write(f"closed in {(time.monotonic() - begun) * 1000:.0f} ms\n")


if __name__ == "__main__":
    main()
