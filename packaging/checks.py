"""Every check of the project in one run, in the environment that start.py made. Arguments go to pytest.

The style and type checks run first and the tests last, so that the output ends with pytest's own line; what
failed before is repeated above the tests.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTHING_COLLECTED = 5

PROGRAMS = Path(sys.executable).parent  # of this environment
STATIC_CHECKS = {
    "ruff check": [str(PROGRAMS / "ruff"), "check", "."],
    "ruff format": [str(PROGRAMS / "ruff"), "format", "--check", "."],
    "mypy": [str(PROGRAMS / "mypy")],
    "import contracts": [str(PROGRAMS / "lint-imports")],
}

# One fixed scale and language, steady threads beside busy neighbours, a traceback where native code dies.
TEST_ENVIRONMENT = {
    "QT_SCALE_FACTOR": "1",
    "LC_ALL": "C.UTF-8",
    "PYTHONFAULTHANDLER": "1",
    "OMP_WAIT_POLICY": "PASSIVE",
    "OMP_NUM_THREADS": "1",
    "KMP_BLOCKTIME": "0",
    "OPENCV_LOG_LEVEL": "ERROR",
    "OPENCV_FFMPEG_LOGLEVEL": "-8",
    "PYTEST_QT_API": "pyside6",
}


def run(command: Sequence[str], **variables: str) -> int:
    """Runs a program from the root of the project and passes its output on."""
    sys.stdout.write(f"\n== {' '.join(command)}\n")
    sys.stdout.flush()
    return subprocess.call(command, cwd=ROOT, env={**os.environ, **TEST_ENVIRONMENT, **variables})


def window_command() -> list[str]:
    """What a test of real windows is started with: a screen of its own on Linux, the desktop elsewhere."""
    if sys.platform != "linux":
        return []
    if not shutil.which("xvfb-run"):
        sys.stdout.write("xvfb-run is missing: python3 packaging/start.py test installs it or says how.\n")
        raise SystemExit(3)
    return ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24"]


def verdict(window_code: int, other_code: int, failed: Sequence[str]) -> int:
    """0 only if every check passed and at least one test ran."""
    codes = {window_code, other_code}
    if failed or codes - {0, NOTHING_COLLECTED}:
        return 1
    return NOTHING_COLLECTED if 0 not in codes else 0


def main(arguments: Sequence[str]) -> int:
    """Static checks, then tests of real windows one at a time, then all others side by side."""
    failed = [name for name, command in STATIC_CHECKS.items() if run(command)]
    pytest = [sys.executable, "-m", "pytest"]
    platform = {"QT_QPA_PLATFORM": "xcb"} if sys.platform == "linux" else {}
    window_code = run([*window_command(), *pytest, "-m", "window", *arguments], **platform)
    if window_code not in (0, NOTHING_COLLECTED):
        failed.append("tests of real windows")
    sys.stdout.write(
        f"\nBefore the last tests: {'FAILED: ' + ', '.join(failed) if failed else 'all is well'}.\n"
    )
    workers = ["-n", str(min(4, os.cpu_count() or 1))]
    code = run([*pytest, "-m", "not window", *workers, *arguments], QT_QPA_PLATFORM="offscreen")
    return verdict(window_code, code, failed)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
