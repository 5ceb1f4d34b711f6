#!/usr/bin/env python3
"""From a fresh clone to a running Impasto, with nothing but Python and pip.

    python3 packaging/start.py              sets up, then opens the window; without a display makes a picture
                                            from the built-in samples and says where it lies
    python3 packaging/start.py test [...]   sets up, then runs every check; [...] goes to pytest
    python3 packaging/start.py VERB [...]   sets up, then runs `impasto VERB [...]`

Only the standard library is used. Nothing outside `.venv` and `build` is written, except Debian packages that
are missing.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import io
import json
import os
import platform
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "impasto-setup.json"
LOG = VENV / "setup.log"
OLDEST_PYTHON = (3, 11)
TURN_S = 0.5  # at most so long after a signal is what it asks for done

# The pair of samples for the first picture, chosen by looking.
FIRST_PHOTO, FIRST_STYLE = "photo_coffee.jpg", "style_swirls.jpg"

# What torch brings: on Linux also NVIDIA's libraries, whether or not the machine has such a card.
INSTALLED_GB = 6.5 if sys.platform == "linux" else 2.5

# Debian's names. The first group is what Qt needs even without a screen; each was found by leaving it out.
QT_PACKAGES = ("libgl1", "libegl1", "libglib2.0-0", "libdbus-1-3", "libfontconfig1", "libxkbcommon0")
WINDOW_PACKAGES = (
    *(
        "libgssapi-krb5-2",
        "libxcb-cursor0",
        "libxcb-icccm4",
        "libxcb-keysyms1",
        "libxcb-shape0",
        "libxcb-xkb1",
    ),
    "libxkbcommon-x11-0",
)
TEST_PACKAGES = (
    "xvfb",
    "xauth",
    "xdotool",
    "x11-xserver-utils",
    "fonts-wqy-microhei",
    "fonts-noto-color-emoji",
)
PROGRAM_OF = {"xvfb": "Xvfb", "x11-xserver-utils": "xrandr"}  # where it has another name than its package

# Leftovers of the user's other work that would send packages elsewhere or let foreign modules in.
FOREIGN_VARIABLES = {
    *("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "PYTHONUSERBASE", "PYTHONPLATLIBDIR", "PYTHONWARNINGS"),
    *("VIRTUAL_ENV", "__PYVENV_LAUNCHER__", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_PYTHON"),
    *("PIP_NO_DEPS", "PIP_NO_BUILD_ISOLATION", "PIP_REQUIRE_VIRTUALENV", "PIP_DRY_RUN"),
    *("QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"),
}
OUR_VARIABLES = {
    "PYTHONNOUSERSITE": "1",
    "PIP_USER": "0",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_NO_INPUT": "1",
}

# Words of pip that tell the cause. Without a network pip also says that nothing fits, so that comes later.
DISK_SIGNS = ("no space left", "disk quota exceeded", "not enough space")
NETWORK_SIGNS = (
    *("name resolution", "getaddrinfo", "newconnectionerror", "connection refused", "connection reset"),
    *("network is unreachable", "timed out", "proxyerror", "certificate_verify_failed"),
)
PACKAGE_SIGNS = ("no matching distribution", "could not find a version")

PROBE_XCB = "import PySide6; print(PySide6.__path__[0] + '/Qt/plugins/platforms/libqxcb.so')"
PROBE_QT = "from PySide6.QtWidgets import QApplication; QApplication([])"


class SetupError(Exception):
    """Why the set-up cannot go on, and what to do about it."""


def say(text: str) -> None:
    """A line for the person who watches; flushed, so that it stands before what a child process prints."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def clean_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The user's environment, network settings included, without what would change what Python imports."""
    kept = {name: value for name, value in environment.items() if name not in FOREIGN_VARIABLES}
    return kept | OUR_VARIABLES


def run_logged(
    command: Sequence[str], doing: str, environment: Mapping[str, str], beat_s: float = 15
) -> bool:
    """Runs `command` into the log; every `beat_s` a line says that it still works. True when it succeeded."""
    begun = told = time.monotonic()
    with LOG.open("ab") as log:
        log.write(f"\n$ {shlex.join(command)}\n".encode())
        log.flush()
        with subprocess.Popen(command, stdout=log, stderr=log, cwd=ROOT, env=dict(environment)) as child:
            while child.poll() is None:
                time.sleep(0.2)
                if time.monotonic() - told >= beat_s:
                    told = time.monotonic()
                    say(f"  … {doing}: {told - begun:.0f} s  ({last_line(LOG)})")
    return child.returncode == 0


def last_line(log: Path, width: int = 70) -> str:
    """The end of what was logged last."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return lines[-1][:width] if lines else ""


def explain_failure(log: str, doing: str) -> str:
    """Turns what pip wrote into a sentence on what is wrong and what to do next."""
    text = log.lower()
    causes = {
        DISK_SIGNS: f"The disk is full. Impasto needs about {INSTALLED_GB:g} GB; make room and start again.",
        NETWORK_SIGNS: "The package index cannot be reached. Check the network (and the proxy, if any) "
        "and start again; what is already downloaded is kept.",
        PACKAGE_SIGNS: f"The package index has nothing that fits Python {platform.python_version()} on "
        f"{platform.machine()}. Use a 64-bit Python, 3.11 or newer, for which torch is made.",
        ("permission denied",): f"A file may not be written. Check who owns {ROOT} and run this again.",
    }
    for signs, words in causes.items():
        if any(sign in text for sign in signs):
            return f"{doing} failed. {words} Everything that was said: {LOG}"
    tail = "\n".join("    " + line for line in log.strip().splitlines()[-12:])
    return f"{doing} failed. The last lines, of which {LOG} has the rest:\n{tail}"


def require(command: Sequence[str], doing: str, environment: Mapping[str, str]) -> None:
    """`run_logged`, or SetupError with the reason."""
    start = LOG.stat().st_size if LOG.exists() else 0
    if not run_logged(command, doing, environment):
        raise SetupError(explain_failure(LOG.read_bytes()[start:].decode(errors="replace"), doing))


# --- the environment


def make_venv(environment: Mapping[str, str]) -> None:
    """Makes `.venv` with pip in it, also where Debian keeps ensurepip in a package of its own."""
    if runs([str(PYTHON), "-c", "import pip"], environment):
        return
    say(f"Making a Python environment in {VENV} …")
    clear = ["--clear"] if (VENV / "pyvenv.cfg").exists() else []
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", *clear, str(VENV)],
        env=dict(environment), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if made.returncode:
        raise SetupError(
            f"Python could not make an environment in {VENV}:\n{made.stderr.strip() or made.stdout.strip()}"
        )
    if importlib.util.find_spec("ensurepip") and runs([str(PYTHON), "-m", "ensurepip"], environment):
        return
    if importlib.util.find_spec("pip") is None:
        raise SetupError("This Python has no pip. On Debian and Ubuntu:  sudo apt-get install -y python3-pip")
    # pip installs itself into another Python; Debian's rule against touching the system's packages is kept.
    require(
        [sys.executable, "-m", "pip", "--python", str(PYTHON), "install", "pip"],
        "Installing pip",
        environment,
    )


def runs(command: Sequence[str], environment: Mapping[str, str]) -> bool:
    """Whether `command` exists and succeeds; what it prints is dropped."""
    try:
        return not subprocess.run(
            command, env=dict(environment), capture_output=True, cwd=ROOT, check=False
        ).returncode
    except OSError:
        return False


def wanted_stamp(extra: str) -> dict[str, str]:
    """What an installed environment must have been made from."""
    return {
        "pyproject": hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest(),
        "place": str(ROOT),
        "python": platform.python_version(),
        "extra": extra,
    }


def is_installed(extra: str) -> bool:
    """Whether nothing changed since the last set-up. The environment of the tests serves the program too."""
    try:
        found = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return False
    return found in (wanted_stamp(extra), wanted_stamp("test"))


def install(extra: str, environment: Mapping[str, str]) -> None:
    """Installs the project, editable, with what it depends on; says before how much that is."""
    make_venv(environment)
    if is_installed(extra):
        return
    if not STAMP.exists():
        free_gb = shutil.disk_usage(ROOT).free / 1e9
        if free_gb < INSTALLED_GB:
            raise SetupError(
                f"There are {free_gb:.1f} GB free at {ROOT}, and Impasto with torch needs about "
                f"{INSTALLED_GB:g} GB. Make room, or clone it to another disk, and run this again."
            )
        say(
            "Installing Impasto and what it stands on. torch is large: "
            f"about {INSTALLED_GB:g} GB on disk, and some minutes."
        )
    else:
        say("The dependencies changed; bringing them up to date …")
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    require([str(PYTHON), "-m", "pip", "install", "--editable", target], "Installing packages", environment)
    STAMP.write_text(json.dumps(wanted_stamp(extra)))


# --- system libraries


def missing_packages(window: bool, test: bool, environment: Mapping[str, str]) -> list[str]:
    """Debian's names of what Qt cannot find, found by really starting Qt; empty where that works."""
    if sys.platform != "linux":
        return []
    missing: list[str] = []
    if not runs([str(PYTHON), "-c", PROBE_QT], {**environment, "QT_QPA_PLATFORM": "offscreen"}):
        missing += QT_PACKAGES
    if (window or test) and (missing or xcb_lacks_libraries(environment)):
        missing += WINDOW_PACKAGES
    if test:
        missing += [name for name in TEST_PACKAGES if not is_package_installed(name)]
    return missing


def xcb_lacks_libraries(environment: Mapping[str, str]) -> bool:
    """Whether the plugin that opens real windows misses a library."""
    found = subprocess.run(
        [str(PYTHON), "-c", PROBE_XCB], env=dict(environment), capture_output=True, text=True, check=False
    )
    try:
        said = subprocess.run(["ldd", found.stdout.strip()], capture_output=True, text=True, check=False)
    except FileNotFoundError:  # no ldd, as on Alpine: opening the window will tell
        return False
    return "not found" in said.stdout


def is_package_installed(name: str) -> bool:
    """Asks dpkg; elsewhere, whether a program of that name is there."""
    if not shutil.which("dpkg-query"):
        return name.startswith("fonts-") or shutil.which(PROGRAM_OF.get(name, name)) is not None
    query = ["dpkg-query", "--show", "--showformat=${Status}", name]
    said = subprocess.run(query, capture_output=True, text=True, check=False).stdout
    return "install ok installed" in said


def apt_line(packages: Sequence[str]) -> str:
    """The exact line for somebody who may install packages."""
    return f"sudo apt-get update && sudo apt-get install -y --no-install-recommends {' '.join(packages)}"


def privilege() -> list[str] | None:
    """What must stand before apt-get: nothing for root, sudo where it asks no password, else None."""
    if os.name != "posix" or not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    may = shutil.which("sudo") and runs(["sudo", "-n", "true"], os.environ)
    return ["sudo", "-n"] if may else None


def install_packages(packages: Sequence[str], environment: Mapping[str, str]) -> bool:
    """Installs Debian packages where that is allowed; False where somebody else must."""
    prefix = privilege()
    if prefix is None:
        return False
    say(f"Installing system libraries: {' '.join(packages)}")
    quiet = {**environment, "DEBIAN_FRONTEND": "noninteractive"}
    run_logged([*prefix, "apt-get", "update"], "Asking for the list of packages", quiet)
    command = [*prefix, "apt-get", "install", "-y", "--no-install-recommends", *packages]
    return run_logged(command, "Installing system libraries", quiet)


def provide_libraries(window: bool, test: bool, environment: Mapping[str, str]) -> bool:
    """Installs the libraries that are missing, or prints the line that does. Whether Qt has all it needs."""
    missing = missing_packages(window, test, environment)
    if not missing:
        return True
    if install_packages(missing, environment) and not missing_packages(window, test, environment):
        return True
    still = missing_packages(window, test, environment) or missing
    say("Some system libraries are missing and cannot be installed from here. On Debian and Ubuntu, run:\n")
    say(f"    {apt_line(still)}\n")
    return False


# --- what is wanted


def has_display(environment: Mapping[str, str]) -> bool:
    """Whether somebody could see a window."""
    return sys.platform != "linux" or bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def sample_command(samples: Path, out: Path) -> list[str]:
    """The arguments of `impasto` that make the first picture."""
    photos, styles = sorted(samples.glob("photo_*.jpg")), sorted(samples.glob("style_*.jpg"))
    if not photos or not styles:
        raise SetupError(
            f"The built-in samples are missing from {samples}; this clone is incomplete. Clone it again."
        )
    photo = next((path for path in photos if path.name == FIRST_PHOTO), photos[0])
    style = next((path for path in styles if path.name == FIRST_STYLE), styles[0])
    options = ["--on-conflict", "overwrite", "-o", str(out)]
    return ["stylize", str(photo), "--style", str(style), *options]


def start(environment: Mapping[str, str]) -> int:
    """Brings up the window, or makes a picture where there is no display."""
    window = has_display(environment)
    complete = provide_libraries(window, False, environment)
    if window and not complete:
        return 3
    if not complete:
        say("They are for the window alone; the command line works without them.")
    if window and runs([str(PYTHON), "-c", PROBE_QT], environment):
        say("Opening Impasto …")
        return pass_on(["-m", "desktop_app"], environment)
    say("There is no display to open a window on, so here is a picture made without one.")
    out = ROOT / "build" / "first_picture.png"
    out.parent.mkdir(exist_ok=True)
    code = impasto(sample_command(ROOT / "resources" / "samples", out), environment)
    if code == 0:
        say(f"\nYour first picture lies here:  {out}")
        say("With your own pictures:  .venv/bin/impasto stylize PHOTO --style PICTURE -o OUT.png")
    return code


def impasto(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Runs the program's own command line where the user stands."""
    return pass_on(["-m", "models.cli", *arguments], environment)


def pass_on(arguments: Sequence[str], environment: Mapping[str, str], cwd: Path | None = None) -> int:
    """Runs Python of `.venv`; Ctrl-C and SIGTERM end that program in its own way, and this one afterwards."""
    with subprocess.Popen([str(PYTHON), *arguments], cwd=cwd, env=dict(environment)) as child:
        if hasattr(signal, "SIGTERM"):
            signal.signal(signal.SIGTERM, lambda number, frame: child.terminate())
        # The terminal tells the child too. To be interrupted while waiting would lose its exit code.
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            return waited_for(child)
        finally:
            signal.signal(signal.SIGINT, before)


def waited_for(child: subprocess.Popen[bytes]) -> int:
    """The exit code of `child`, waited for in turns.

    Python runs a signal's handler between two steps of its own. For one that comes just before a wait without
    an end, there would be no such step until the child has ended.
    """
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return child.wait(TURN_S)


def main(arguments: Sequence[str]) -> int:
    """Sets up, then does what was asked; the exit code is that of what was done."""
    if sys.version_info[:2] < OLDEST_PYTHON:
        say(f"Impasto needs Python 3.11 or newer; this is {platform.python_version()}.")
        return 3
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # consoles that know neither … nor names in other scripts
    environment = clean_environment(os.environ)
    testing = arguments[:1] == ["test"]
    try:
        install("test" if testing else "", environment)
        if testing:
            if not provide_libraries(True, True, environment):
                return 3
            return pass_on([str(ROOT / "packaging" / "checks.py"), *arguments[1:]], environment, ROOT)
        return impasto(arguments, environment) if arguments else start(environment)
    except SetupError as error:
        say(f"\n{error}")
        return 3
    except OSError as error:
        say(f"\nThe set-up could not write or start something: {error}. Mend that and run this again.")
        return 3
    except KeyboardInterrupt:
        say("\nStopped. Run the same command again to go on where this ended.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
