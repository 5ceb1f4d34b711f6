"""packaging/start.py and checks.py: what they decide. The whole is proved by running it in a fresh clone."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent


def load(name: str) -> ModuleType:
    """A script of packaging/, which is no package, as a module."""
    spec = importlib.util.spec_from_file_location(f"packaging_{name}", ROOT / "packaging" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """start.py, at work in a clone of its own with nothing in it."""
    module = load("start")
    for name, path in {
        "ROOT": tmp_path,
        "VENV": tmp_path / ".venv",
        "STAMP": tmp_path / ".venv" / "impasto-setup.json",
        "LOG": tmp_path / ".venv" / "setup.log",
        "PYTHON": tmp_path / ".venv" / "bin" / "python",
    }.items():
        monkeypatch.setattr(module, name, path)
    (tmp_path / ".venv").mkdir()
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    return module


@pytest.fixture
def checks() -> ModuleType:
    return load("checks")


def test_it_needs_nothing_but_the_standard_library() -> None:
    script = f"import runpy; runpy.run_path({str(ROOT / 'packaging' / 'start.py')!r})"
    command = [sys.executable, "-I", "-S", "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_leftovers_of_the_user_are_left_out_and_the_network_settings_kept(start: ModuleType) -> None:
    kept = start.clean_environment(
        {"PYTHONPATH": "/mine", "PIP_TARGET": "/t", "VIRTUAL_ENV": "/v", "QT_PLUGIN_PATH": "/q"}
        | {"PIP_INDEX_URL": "https://index", "HTTPS_PROXY": "proxy", "PIP_USER": "1", "HOME": "/me"}
    )
    assert not {"PYTHONPATH", "PIP_TARGET", "VIRTUAL_ENV", "QT_PLUGIN_PATH"} & kept.keys()
    assert (kept["PIP_INDEX_URL"], kept["HTTPS_PROXY"], kept["HOME"]) == ("https://index", "proxy", "/me")
    assert kept["PIP_USER"] == "0"
    assert kept["PYTHONNOUSERSITE"] == "1"


@pytest.mark.parametrize(
    ("log", "words"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        (
            "NewConnectionError: Temporary failure in name resolution\nERROR: No matching distribution found",
            "cannot be reached",
        ),
        ("ERROR: No matching distribution found for torch", "nothing that fits"),
        ("error: [Errno 13] Permission denied: '/x'", "may not be written"),
        ("something\nnobody foresaw", "nobody foresaw"),
    ],
)
def test_a_failed_installation_is_explained(start: ModuleType, log: str, words: str) -> None:
    assert words in start.explain_failure(log, "Installing packages")


def test_an_installation_is_kept_until_something_changes(start: ModuleType) -> None:
    assert not start.is_installed("")
    start.STAMP.write_text(start.json.dumps(start.wanted_stamp("test")))
    assert start.is_installed("test")
    assert start.is_installed("")  # what the tests need is more than what the program needs
    start.STAMP.write_text(start.json.dumps(start.wanted_stamp("")))
    assert not start.is_installed("test")
    (start.ROOT / "pyproject.toml").write_text("[project]\nname = 'other'\n")
    assert not start.is_installed("")
    start.STAMP.write_text("{ half")
    assert not start.is_installed("")


def test_a_full_disk_is_told_before_anything_is_downloaded(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "make_venv", lambda environment: None)
    monkeypatch.setattr(start, "require", lambda *rest: pytest.fail("it began to download"))
    monkeypatch.setattr(start.shutil, "disk_usage", lambda path: start.shutil._ntuple_diskusage(10, 9, 10**9))
    with pytest.raises(start.SetupError, match=r"1\.0 GB free"):
        start.install("", {})


def fake_runs(succeed: Callable[[Sequence[str]], bool]) -> Callable[..., bool]:
    """Stands for `runs`, which asks real programs."""
    return lambda command, environment: succeed(command)


@pytest.mark.skipif(sys.platform != "linux", reason="system packages are Debian's")
def test_packages_are_named_only_where_qt_fails(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "xcb_lacks_libraries", lambda environment: True)
    monkeypatch.setattr(start, "is_package_installed", lambda name: name != "xvfb")
    monkeypatch.setattr(start, "runs", fake_runs(lambda command: True))
    assert start.missing_packages(False, False, {}) == []
    assert start.missing_packages(True, False, {}) == list(start.WINDOW_PACKAGES)
    assert start.missing_packages(True, True, {}) == [*start.WINDOW_PACKAGES, "xvfb"]
    monkeypatch.setattr(start, "runs", fake_runs(lambda command: False))
    assert start.missing_packages(False, False, {}) == list(start.QT_PACKAGES)


def test_who_may_not_install_packages_gets_the_exact_line(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start, "missing_packages", lambda *rest: ["libgl1", "libegl1"])
    monkeypatch.setattr(start, "privilege", lambda: None)
    monkeypatch.setattr(start, "run_logged", lambda *rest: pytest.fail("it tried to install"))
    assert not start.provide_libraries(True, False, {})
    line = "    sudo apt-get update && sudo apt-get install -y --no-install-recommends libgl1 libegl1"
    assert line in capsys.readouterr().out.splitlines()


def test_root_installs_and_looks_again(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [["libgl1"], []]
    commands: list[Sequence[str]] = []
    monkeypatch.setattr(start, "missing_packages", lambda *rest: found.pop(0))
    monkeypatch.setattr(start, "privilege", lambda: [])

    def run_logged(command: Sequence[str], *rest: object) -> bool:
        commands.append(command)
        return True

    monkeypatch.setattr(start, "run_logged", run_logged)
    assert start.provide_libraries(True, False, {})
    assert [command[1] for command in commands] == ["update", "install"]
    assert commands[1][-1] == "libgl1"


def test_a_command_is_logged_and_watched(start: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    script = "import time; print('Downloading torch', flush=True); time.sleep(1)"
    assert start.run_logged([sys.executable, "-c", script], "Installing", os.environ, 0.3)
    assert "… Installing: " in (said := capsys.readouterr().out)
    assert "Downloading torch" in said
    assert not start.run_logged([sys.executable, "-c", "raise SystemExit(1)"], "Installing", os.environ)
    with pytest.raises(start.SetupError, match="what went wrong"):
        start.require([sys.executable, "-c", "raise SystemExit('what went wrong')"], "Doing", os.environ)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_program_in_its_own_way(number: int) -> None:
    program = (
        "import signal, sys, time\n"
        f"signal.signal({number:d}, lambda *rest: sys.exit(7))\n"
        "print('running', flush=True)\ntime.sleep(20)"
    )
    script = (
        f"import runpy, pathlib, sys\nstart = runpy.run_path({str(ROOT / 'packaging' / 'start.py')!r})\n"
        f"start['pass_on'].__globals__['PYTHON'] = sys.executable\n"
        f"sys.exit(start['pass_on'](['-c', {program!r}], {{}}))"
    )
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "running\n"
        if number == signal.SIGINT:
            os.killpg(child.pid, number)  # Ctrl-C goes to all that the terminal runs
        else:
            child.send_signal(number)
        assert child.wait(10) == 7


def test_no_wait_for_a_program_is_without_an_end(start: ModuleType) -> None:
    """One would keep the handler of a signal that comes just before it waiting, too."""

    class Slow:
        turns = 0

        def wait(self, timeout: float | None = None) -> int:
            assert timeout is not None
            self.turns += 1
            if self.turns < 4:
                raise subprocess.TimeoutExpired("slow", timeout)
            return 7

    assert start.waited_for(Slow()) == 7


def test_the_first_picture_is_made_from_the_samples(start: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(start.SetupError, match="samples are missing"):
        start.sample_command(tmp_path, tmp_path / "out.png")
    for name in ("photo_b.jpg", "photo_a.jpg", "style_a.jpg"):
        (tmp_path / name).write_bytes(b"")
    command = start.sample_command(tmp_path, tmp_path / "out.png")
    assert command[1] == str(tmp_path / "photo_a.jpg")
    assert command[3] == str(tmp_path / "style_a.jpg")
    for name in (start.FIRST_PHOTO, start.FIRST_STYLE):
        assert (ROOT / "resources" / "samples" / name).is_file()
        (tmp_path / name).write_bytes(b"")
    command = start.sample_command(tmp_path, tmp_path / "out.png")
    assert command[1:4:2] == [str(tmp_path / start.FIRST_PHOTO), str(tmp_path / start.FIRST_STYLE)]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there always is one")
def test_a_display_is_what_the_environment_names(start: ModuleType) -> None:
    assert start.has_display({"DISPLAY": ":0"})
    assert start.has_display({"WAYLAND_DISPLAY": "wayland-0"})
    assert not start.has_display({"DISPLAY": ""})


@pytest.mark.parametrize(
    ("window", "other", "failed", "code"),
    [
        (0, 0, [], 0),
        (5, 0, [], 0),
        (0, 5, [], 0),
        (5, 5, [], 5),
        (0, 1, [], 1),
        (1, 0, [], 1),
        (0, 2, [], 1),
        (0, 0, ["mypy"], 1),
    ],
)
def test_one_failed_check_fails_the_whole(
    checks: ModuleType, window: int, other: int, failed: list[str], code: int
) -> None:
    assert checks.verdict(window, other, failed) == code


def test_the_tests_come_last(checks: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[str] = []

    def run(command: Sequence[str], **variables: str) -> int:
        commands.append(" ".join(command))
        return int(command[0].endswith("mypy"))

    monkeypatch.setattr(checks, "run", run)
    monkeypatch.setattr(checks, "window_command", list)
    assert checks.main(["-k", "tiling"]) == 1
    assert "pytest" in commands[-1]
    assert commands[-1].endswith("-k tiling")
    assert sum("pytest" in command for command in commands) == 2
    assert any("ruff" in command for command in commands)


@pytest.mark.skipif(os.name == "nt", reason="a bash script")
def test_ci_runs_the_test_command() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "packaging/start.py test" in script.read_text()
