"""The cameras that the system lists, and how one of them is found again. Plain: the window asks it too.

A camera's number is its place in a list, and another's as soon as one is plugged in or out. So a camera is
kept by its name, its serial number and its port, as far as the system tells them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CAMERA = "camera:"
SYSTEM = Path("/sys/class/video4linux")


@dataclass(frozen=True)
class Camera:
    """As it is listed now. `port` is where it is plugged in, or how else the system tells it from others."""

    number: int
    name: str
    serial: str = ""
    port: str = ""

    @property
    def source(self) -> str:
        """For `LiveSettings`: the same whatever its number is."""
        return f"{CAMERA}{self.name}|{self.serial}|{self.port}"

    @property
    def place(self) -> tuple[str, str]:
        return self.serial, self.port


def listed_cameras(system: Path = SYSTEM) -> list[Camera]:
    """By number; only Linux lists them without a library of its own."""
    found = []
    for entry in system.glob("video*") if system.is_dir() else ():
        # A camera has further devices beside the one that gives pictures; these have an index of their own.
        if not entry.name[5:].isdigit() or _text_of(entry / "index") not in ("", "0"):
            continue
        number, name, device = int(entry.name[5:]), _text_of(entry / "name"), entry / "device"
        if device.exists():  # an interface of what is plugged in
            device = device.resolve()
            found.append(Camera(number, name or entry.name, _text_of(device.parent / "serial"), device.name))
        else:
            found.append(Camera(number, name or entry.name, port=entry.name))
    return sorted(found, key=lambda camera: camera.number)


def named(source: str) -> str:
    """What the camera is called in a source that names one: its name, or its number."""
    return _parts_of(source)[0]


class CameraFinder:
    """Finds a camera in one listing after the other, and never takes another of its name for it.

    Those that were seen beside it are others, also when they are left alone. One that is plugged in elsewhere
    is found by its serial number, and without one where no other of its name is there.
    """

    def __init__(self) -> None:
        self._found: dict[str, Camera] = {}  # as each source was found last
        self._others: dict[str, set[tuple[str, str]]] = {}

    def knows(self, source: str) -> bool:
        """Whether it was ever found."""
        return source in self._found

    def find(self, source: str, listed: Sequence[Camera]) -> Camera | None:
        """`source` is that of a camera; or a number or a name alone, which is the first of that name."""
        before, (name, own) = self._found.get(source), _parts_of(source)
        place = own
        if before is not None:
            name, place = before.name, before.place
        elif not any(place) and name.isascii() and name.isdigit():
            numbered = next((one for one in listed if one.number == int(name)), None)
            if numbered is None:
                return None
            name, place = numbered.name, numbered.place
        others = self._others.setdefault(source, set())
        mine = [one for one in listed if one.name.casefold() == name.casefold() and one.place not in others]
        there = [one for at in (place, own) for one in mine if one.place == at]
        moved = [one for one in mine if one.serial == place[0]]
        if not any(place):
            found = next(iter(mine), None)
        elif there:
            found = there[0]
        else:
            found = moved[0] if len(moved) == 1 else None
        if found is not None:
            self._found[source] = found
            others |= {one.place for one in listed if one.name == found.name and one.place != found.place}
        return found


def _parts_of(source: str) -> tuple[str, tuple[str, str]]:
    """The name, the serial number and the port; empty where they are not told."""
    parts = source.removeprefix(CAMERA).rsplit("|", 2)
    return (parts[0], (parts[1], parts[2])) if len(parts) == 3 else (source.removeprefix(CAMERA), ("", ""))


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
