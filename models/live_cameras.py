"""The cameras that the system lists by name. Plain: the window asks it too."""

from __future__ import annotations

from pathlib import Path


def camera_names() -> dict[int, str]:
    """The cameras that the system lists by name; only Linux lists them without a library of its own."""
    folder = Path("/sys/class/video4linux")
    found: dict[int, str] = {}
    for entry in sorted(folder.glob("video*")) if folder.is_dir() else ():
        # A camera has further devices beside the one that gives pictures; these have an index of their own.
        if entry.name[5:].isdigit() and _text_of(entry / "index") in ("", "0"):
            found[int(entry.name[5:])] = _text_of(entry / "name") or entry.name
    return found


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
