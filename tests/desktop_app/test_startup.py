"""The `impasto` command as a process: what it imports, what it leaves, what it does without a display."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from PIL import Image

from desktop_app.__main__ import NO_DISPLAY_EXIT, main, wants_window
from desktop_app.environment import forget_foreign_qt

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 20

# What a console script does, which the engine process will run again under another name.
ENTRY = (
    "import sys\nfrom desktop_app.__main__ import main\nif __name__ == '__main__':\n    sys.exit(main())\n"
)

WHOLE_WINDOW = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from desktop_app.app import Studio
from desktop_app.settings import SettingsStore

def main():
    application = QApplication([])
    studio = Studio(SettingsStore(Path(sys.argv[1]) / "settings.json"), engine="tests.fakes:FakeEngine")
    studio.ended.connect(application.quit)
    studio.open([Path(sys.argv[1]) / "photo.png"])
    studio.controller.add_styles([Path(sys.argv[1]) / "photo.png"])
    refined = []

    def look():
        if studio.controller.easel.is_current and not refined:
            refined.append(1)
            studio.controller.refine()
        if refined and not studio.controller.refining.is_running:
            studio.window.close()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(20)
    application.exec()
    print(json.dumps(sorted(name for name in sys.modules if "." not in name)))

if __name__ == "__main__":
    main()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Image.new("RGB", (64, 48), (200, 60, 20)).save(tmp_path / "photo.png")
    (tmp_path / "impasto.py").write_text(ENTRY)
    (tmp_path / "whole.py").write_text(WHOLE_WINDOW)
    return tmp_path


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COV_", "PYTEST"))}
    return {**kept, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "", **more}


@pytest.fixture
def window(folder: Path) -> Iterator[psutil.Process]:
    """The whole program, with its real engine, as a console script starts it."""
    process = subprocess.Popen([sys.executable, str(folder / "impasto.py")], env=environment(), cwd=folder)
    started = psutil.Process(process.pid)
    yield started
    for left in [*_children(started), started]:
        if left.is_running() and left.status() != psutil.STATUS_ZOMBIE:
            left.kill()
    process.wait(10)


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return list(process.children(recursive=True))
    except psutil.NoSuchProcess:
        return []


def engine_of(window: psutil.Process) -> psutil.Process | None:
    for child in _children(window):
        try:
            if any("spawn_main" in word for word in child.cmdline()):
                return child
        except psutil.NoSuchProcess:
            continue
    return None


def until(condition: Callable[[], object], seconds: float = PATIENCE_S) -> float:
    """How long it took."""
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() - begun < seconds, "this took too long"
        time.sleep(0.02)
    return time.monotonic() - begun


def is_gone(process: psutil.Process) -> bool:
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def mapped(process: psutil.Process) -> str:
    return Path(f"/proc/{process.pid}/maps").read_text()


def test_a_whole_session_leaves_the_heavy_libraries_out_of_the_window(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(folder / "whole.py"), str(folder)],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.replace('"', " ").replace(",", " ").split())
    assert {"PySide6", "numpy", "desktop_app"} <= loaded
    assert not loaded & {
        "torch",
        "torchvision",
        "cv2",
        "openvino",
        "PIL",
        "onnxruntime",
        "safetensors",
        "scipy",
    }


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_engine_process_has_no_qt_and_the_window_no_torch(window: psutil.Process) -> None:
    until(lambda: engine_of(window))
    engine = engine_of(window)
    assert engine is not None
    until(lambda: "libtorch" in mapped(engine) or "_multiarray_umath" in mapped(engine))
    assert "libQt6" not in mapped(engine)
    assert "libQt6Widgets" in mapped(window)
    assert "libtorch" not in mapped(window)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("ending", ["SIGTERM", "SIGINT"])
def test_asked_to_end_it_leaves_nothing_running(window: psutil.Process, ending: str) -> None:
    until(lambda: engine_of(window))
    time.sleep(0.5)
    family = [window, *_children(window)]
    window.send_signal(getattr(signal, ending))
    took = until(lambda: all(is_gone(process) for process in family), 10)
    assert took < 2.5 + 0.5, "2.5 s, and half a second until Python looks at signals"


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_an_engine_never_outlives_a_window_that_was_killed(window: psutil.Process) -> None:
    until(lambda: engine_of(window))
    time.sleep(0.5)
    children = _children(window)
    assert children
    window.kill()
    assert until(lambda: all(is_gone(child) for child in children), 10) < 3


@pytest.mark.skipif(sys.platform != "linux", reason="knows where the socket lies")
def test_a_second_start_ends_at_once_and_a_new_instance_does_not(
    window: psutil.Process, folder: Path, fresh_home: Path
) -> None:
    until(lambda: (fresh_home / "xdg_state_home" / "impasto" / "open").exists())
    command = [sys.executable, str(folder / "impasto.py"), "photo.png"]
    begun = time.monotonic()
    second = subprocess.run(command, env=environment(), cwd=folder, timeout=PATIENCE_S, check=False)
    assert second.returncode == 0
    assert time.monotonic() - begun < 5
    assert window.is_running()
    another = subprocess.Popen([*command, "--new-instance"], env=environment(), cwd=folder)
    try:
        until(lambda: engine_of(psutil.Process(another.pid)))
    finally:
        another.terminate()
        assert another.wait(PATIENCE_S) == 0


@pytest.mark.parametrize(
    ("arguments", "is_window"),
    [
        ([], True),
        (["holiday.JPG"], True),
        (["/a b/фото.tiff", "two.png"], True),
        (["/a b/проект.impasto"], True),
        (["--new-instance"], True),
        (["--new-instance", "a.png"], True),
        (["stylize", "a.jpg"], False),
        (["doctor"], False),
        (["--help"], False),
        (["--version"], False),
        (["a.jpg", "--style", "b.jpg"], False),
        (["stilyze"], False),
    ],
)
def test_pictures_or_nothing_open_the_window(arguments: list[str], is_window: bool) -> None:
    assert wants_window(arguments) is is_window


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can be without a display")
def test_without_a_display_it_says_what_to_do_instead(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert main([]) == NO_DISPLAY_EXIT
    assert "impasto stylize" in capsys.readouterr().err


def test_what_another_qt_left_in_the_environment_is_forgotten() -> None:
    variables = {
        "QT_QPA_PLATFORM_PLUGIN_PATH": "/usr/lib/python3/site-packages/cv2/qt/plugins",
        "QT_QPA_FONTDIR": "/usr/lib/python3/site-packages/cv2/qt/fonts",
        "QT_QPA_PLATFORM": "offscreen",
    }
    forget_foreign_qt(variables)
    assert variables == {"QT_QPA_PLATFORM": "offscreen"}


def test_what_the_user_set_stays() -> None:
    variables = {"QT_QPA_PLATFORM_PLUGIN_PATH": "/opt/qt/plugins"}
    forget_foreign_qt(variables)
    assert variables == {"QT_QPA_PLATFORM_PLUGIN_PATH": "/opt/qt/plugins"}
