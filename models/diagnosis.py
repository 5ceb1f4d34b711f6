"""What this machine has and what it lacks, for `impasto doctor`. All is looked at, nothing changed."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path
from typing import Any

from models.news import Stylized
from models.openvino_core import openvino_core
from models.requests import StyleChoice, Stylize
from models.stepping import finish

WEIGHTS = Path(__file__).parent / "weights"
PROBE_SECONDS = 60

QT_PROBE = "from PySide6.QtWidgets import QApplication; QApplication([])"

Section = dict[str, Any]


# Distributions that bring the same module: whoever has one of them lacks nothing.
SAME_MODULE = {
    "opencv-python-headless": ("opencv-python", "opencv-contrib-python-headless", "opencv-contrib-python")
}


def diagnose(weights: Path = WEIGHTS, time_a_picture: bool = True) -> Section:
    """The whole report, as plain data; "problems" has a sentence for each thing that does not work."""
    report: Section = {
        "machine": machine(),
        "versions": versions(),
        "devices": devices(),
        "qt": qt_libraries(),
        "cameras": cameras(),
        "weights": {path.name: checked_weights(path) for path in sorted(weights.glob("*.safetensors"))},
        "one_picture": one_picture() if time_a_picture else {},
    }
    report["problems"] = problems(report)
    return report


def machine() -> Section:
    """The computer and the Python that runs here."""
    import psutil

    memory = psutil.virtual_memory()
    return {
        "system": platform.platform(),
        "processor": processor_name(),
        "cores": os.cpu_count(),
        "memory": f"{memory.total / 1e9:.1f} GB, {memory.available / 1e9:.1f} GB free",
        "python": f"{platform.python_version()} at {sys.executable}",
        "display": _display(),
        "free disk": f"{shutil.disk_usage(Path.cwd()).free / 1e9:.1f} GB here",
    }


def processor_name() -> str:
    """What the processor calls itself."""
    try:
        found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    except OSError:
        found = None
    return found.group(1) if found else platform.processor() or platform.machine()


def _display() -> str:
    if sys.platform != "linux":
        return "the desktop's"
    names = [f"{name}={os.environ[name]}" for name in ("WAYLAND_DISPLAY", "DISPLAY") if os.environ.get(name)]
    return ", ".join(names) or "none; the window cannot open, the command line works"


def versions() -> dict[str, str | None]:
    """Impasto and each of its dependencies; None for one that is missing."""
    wanted = [text for text in _requirements() if 'extra == "test"' not in text.replace("'", '"')]
    found = [re.match(r"[\w.-]+", text) for text in wanted]
    names = dict.fromkeys(name.group(0) for name in found if name)
    return {name: _version(name) for name in ["impasto", *names]}


def _requirements() -> list[str]:
    try:
        return importlib.metadata.requires("impasto") or []
    except importlib.metadata.PackageNotFoundError:  # run from a folder: its own list is beside us
        project = tomllib.loads((WEIGHTS.parent.parent / "pyproject.toml").read_text())["project"]
        return [*project["dependencies"], *project["optional-dependencies"]["onnx"]]


def _version(name: str) -> str | None:
    for same in (name, *SAME_MODULE.get(name, ())):
        try:
            version = importlib.metadata.version(same)
        except importlib.metadata.PackageNotFoundError:
            continue
        return version if same == name else f"{version} ({same})"
    return None


def devices() -> Section:
    """What networks can run on, what Impasto chooses, and why."""
    found: Section = {}
    try:
        import torch

        from models.devices import choose_device

        cards = [torch.cuda.get_device_name(i) for i in range(torch.cuda.device_count())]
        found["CUDA"] = cards or f"none (torch is built for CUDA {torch.version.cuda or '–'})"
        found["MPS"] = "yes" if torch.backends.mps.is_available() else "none"
        found["torch threads"] = torch.get_num_threads()
        chosen = choose_device()
        found["chosen"] = f"{chosen.torch_device}: {chosen.reason}"
    except (
        ImportError,
        OSError,
        RuntimeError,
    ) as error:  # a broken driver or library must not end the report
        found["torch"] = f"cannot be used: {error}"
    try:
        core = openvino_core()
        found["OpenVINO"] = [
            f"{d} ({core.get_property(d, 'FULL_DEVICE_NAME')})" for d in core.available_devices
        ]
    except (ImportError, OSError, RuntimeError) as error:
        found["OpenVINO"] = f"cannot be used: {error}"
    return found


def qt_libraries() -> Section:
    """Whether Qt starts, tried in a process of its own, and which libraries it misses."""
    package = importlib.util.find_spec("PySide6")
    if package is None or not package.submodule_search_locations:
        return {"starts": "PySide6 is not installed"}
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    try:
        tried = subprocess.run(
            [sys.executable, "-c", QT_PROBE],
            capture_output=True, text=True, timeout=PROBE_SECONDS, env=environment, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"starts": f"no answer within {PROBE_SECONDS} s"}
    words = (tried.stderr.strip().splitlines() or [f"it ended with code {tried.returncode}"])[-1]
    found: Section = {"starts": "yes" if tried.returncode == 0 else words}
    if sys.platform == "linux":
        folder = Path(package.submodule_search_locations[0])
        plugin = folder / "Qt" / "plugins" / "platforms" / "libqxcb.so"
        found["missing for windows"] = _missing_libraries(plugin)
    return found


def _missing_libraries(library: Path) -> list[str]:
    try:
        said = subprocess.run(["ldd", str(library)], capture_output=True, text=True, check=False).stdout
    except OSError:
        return []
    return sorted({line.split()[0] for line in said.splitlines() if "not found" in line})


def cameras() -> list[str] | str:
    """Cameras by name, without opening one, so that no light goes on."""
    if sys.platform != "linux":
        return "not looked: on this system a camera must be opened to be seen"
    found = []
    for device in sorted(Path("/dev").glob("video*")):
        name = Path("/sys/class/video4linux") / device.name / "name"
        found.append(f"{device} {name.read_text().strip()}" if name.is_file() else str(device))
    return found


def checked_weights(path: Path) -> dict[str, str | int]:
    """A weights file against the checksum on its card, the JSON beside it."""
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    try:
        card = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        card = {}
    promised = card.get("sha256") if isinstance(card, dict) else None
    state = "no checksum on its card" if promised is None else "intact" if promised == digest else "damaged"
    return {"state": state, "bytes": len(data), "sha256": digest}


def one_picture(size_px: int = 512) -> Section:
    """Times a made-up picture through the engine: the first with all that is loaded, and the next one."""
    with tempfile.TemporaryDirectory() as folder:
        seconds, runtime = [], ""
        try:
            from models.engine import Engine

            engine, photo, style = Engine(), Path(folder) / "photo.png", Path(folder) / "style.png"
            _make_picture(photo, 8, size_px)
            _make_picture(style, 64, size_px)
            for _ in range(2):
                begun = time.perf_counter()
                result = finish(engine.answer(Stylize(photo, (StyleChoice(str(style)),))))
                seconds.append(time.perf_counter() - begun)
                runtime = result.runtime if isinstance(result, Stylized) else ""
        except Exception as error:  # noqa: BLE001 - whatever it is, it belongs into the report
            return {"failed": f"{type(error).__name__}: {error}"}
    first, second = seconds
    size = f"{size_px}×{size_px}"
    return {"size": size, "first": f"{first:.2f} s", "next": f"{second:.2f} s", "runtime": runtime}


def _make_picture(path: Path, cells: int, size_px: int) -> None:
    import numpy as np
    from PIL import Image

    noise = np.random.default_rng(cells).integers(0, 256, (cells, cells, 3), np.uint8)
    Image.fromarray(noise).resize((size_px, size_px), Image.Resampling.BICUBIC).save(path)


def problems(report: Section) -> list[str]:
    """A sentence for each thing that keeps a part of Impasto from working, with what to do."""
    found = []
    again = "run  python3 packaging/start.py  again"
    optional = {"impasto", "onnx", "onnxruntime"}  # the first is missing where it runs from its folder
    for name, version in report["versions"].items():
        if version is None and name not in optional:
            found.append(f"{name} is not installed; {again}.")
    broken = {
        name: said for name, said in report["devices"].items() if str(said).startswith("cannot be used")
    }
    found += [f"{name} {said}; {again}." for name, said in broken.items()]
    if report["qt"]["starts"] != "yes":
        found.append(f"Qt does not start ({report['qt']['starts']}), so the window cannot open; {again}.")
    if missing := report["qt"].get("missing for windows"):
        found.append(f"Libraries for windows are missing ({', '.join(missing)}); {again}.")
    damaged = [name for name, weights in report["weights"].items() if weights["state"] == "damaged"]
    found += [f"{name} is damaged; clone or install Impasto again." for name in damaged]
    if not report["weights"]:
        found.append("The shipped weights are missing; clone or install Impasto again.")
    if "failed" in report["one_picture"]:
        found.append(f"The engine could not paint a picture: {report['one_picture']['failed']}")
    return found
