"""Files that a project names: where they lay, what they held, and where they are now. No Qt.

Reads whole files, so it belongs on a thread beside the GUI.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath, PureWindowsPath

from desktop_app.resources import RESOURCES

CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class Reference:
    """`relative` is from the folder of the project file, `resource` from that of the program's own files.

    Either is empty where there is no such way; `sha256` is empty and `size` 0 where nobody looked. `member`
    is the copy within the project file, where there is one.
    """

    path: str
    relative: str = ""
    resource: str = ""
    size: int = 0
    sha256: str = ""
    member: str = ""

    @property
    def name(self) -> str:
        return self._pure.name

    @property
    def folder(self) -> str:
        return str(self._pure.parent)

    @property
    def _pure(self) -> PurePath:
        """Also a path that was written on Windows."""
        return PureWindowsPath(self.path) if "\\" in self.path else PurePath(self.path)


@dataclass(frozen=True)
class Found:
    """Where the file is now; `is_changed` where it no longer holds what it held."""

    path: Path
    is_changed: bool = False


class HashMemory:
    """SHA-256 of files, computed again only when size or time of change differ."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[int, int, str]] = {}  # size, time, hash

    def facts_of(self, path: Path) -> tuple[int, str]:
        """Size and hash. Of a file that is gone: what was last known, else 0 and nothing."""
        size, time_ns, sha256 = self._known.get(path, (0, 0, ""))
        try:
            found = path.stat()
            if not sha256 or (size, time_ns) != (found.st_size, found.st_mtime_ns):
                size, sha256 = found.st_size, _sha256_of(path)
                self._known[path] = (size, found.st_mtime_ns, sha256)
        except (OSError, ValueError):
            pass
        return size, sha256

    def learn(self, path: Path, reference: Reference) -> None:
        """Keeps what a project says of a file, for the case that it is gone when the project is saved."""
        if path not in self._known and reference.sha256:
            self._known[path] = (reference.size, 0, reference.sha256)


def refer(path: Path, folder: Path | None, memory: HashMemory | None) -> Reference:
    """`folder` is where the project file will lie. Without `memory` the file itself is not looked at."""
    size, sha256 = memory.facts_of(path) if memory else (0, "")
    resource = path.relative_to(RESOURCES).as_posix() if path.is_relative_to(RESOURCES) else ""
    return Reference(str(path), _way(path, folder) if folder else "", resource, size, sha256)


def find(reference: Reference, folder: Path | None, memory: HashMemory) -> Found | None:
    """The file that held the same, wherever it is; else what lies in its place now; else None."""
    places = list(_places(reference, folder))
    for path, _ in places:
        if _is_same(path, reference, memory):
            return Found(path)
    for path, is_its_own in places:
        if is_its_own:  # a file of the same name elsewhere may be anybody's
            return Found(path, is_changed=bool(reference.sha256))
    return None


def _places(reference: Reference, folder: Path | None) -> Iterator[tuple[Path, bool]]:
    """Files that could be it, and whether that is its own place."""
    ways = [(Path(reference.path), True)]
    if folder and reference.relative:
        ways.append((folder / reference.relative, True))
    if reference.resource:
        ways.append((RESOURCES / reference.resource, True))
    if folder and reference.name:
        ways.append((folder / reference.name, False))
    for way, is_its_own in ways:
        try:
            if way.is_absolute() and way.is_file():
                path = way if str(way) == reference.path else Path(os.path.normpath(way))
                yield path, is_its_own
        except (OSError, ValueError):  # a name this system cannot have
            continue


def _is_same(path: Path, reference: Reference, memory: HashMemory) -> bool:
    try:
        if not reference.sha256 or path.stat().st_size != reference.size:
            return False
    except OSError:
        return False
    return memory.facts_of(path)[1] == reference.sha256


def _way(path: Path, folder: Path) -> str:
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive
        return ""


def _sha256_of(path: Path) -> str:
    import hashlib  # takes 3 ms, which the first paint need not wait for

    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
