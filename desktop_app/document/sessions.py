"""The folder in which a running program keeps its unsaved project, and what dead ones have left. No Qt.

    sessions/TOKEN.lock     locked by the system as long as the process lives, however it ends
    sessions/TOKEN/         draft.impasto, masks, and `closed` if the program ended as it should

A number of a process would not do: it is given again, in a sandbox even at once. Where a disk knows no locks,
nothing is ever taken for left, so that nobody is offered what another window has open.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import platformdirs

from desktop_app.settings import APPLICATION

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

DRAFT, CLOSED = "draft.impasto", "closed"


def sessions_folder() -> Path:
    return Path(platformdirs.user_state_dir(APPLICATION, appauthor=False)) / "sessions"


@dataclass(frozen=True, eq=False)
class Session:
    """A folder that nobody else touches while `lock` is held: one's own, or one that a dead program left."""

    folder: Path
    lock: BinaryIO

    @property
    def draft(self) -> Path:
        return self.folder / DRAFT

    @property
    def mask_folder(self) -> Path:
        return self.folder / "masks"

    @property
    def was_closed(self) -> bool:
        """The program ended as it should, with something unsaved. Otherwise it crashed or was killed."""
        return (self.folder / CLOSED).exists()

    def leave(self) -> None:
        """The end, with a draft for the next start."""
        with contextlib.suppress(OSError):
            (self.folder / CLOSED).touch()
        self.lock.close()

    def release(self) -> None:
        """Leaves it as it was found, for another start."""
        self.lock.close()

    def remove(self) -> None:
        """The end, with nothing left."""
        shutil.rmtree(self.folder, ignore_errors=True)
        lock = Path(self.lock.name)
        with contextlib.suppress(OSError):
            if sys.platform == "win32":
                self.lock.close()
            lock.unlink()
        self.lock.close()


def begin(root: Path) -> Session:
    """A session of this process. `OSError` where the folder cannot be written."""
    root.mkdir(parents=True, exist_ok=True)
    while True:
        token = os.urandom(8).hex()
        lock = (root / f"{token}.lock").open("xb")
        _try_lock(lock)
        if os.fstat(lock.fileno()).st_nlink == 0:  # taken for left in the instant before it was locked
            lock.close()
            continue
        folder = root / token
        folder.mkdir()
        return Session(folder, lock)


def left_behind(root: Path) -> list[Session]:
    """Sessions of dead programs with a draft, the newest first, now held by this one. Removes empty ones."""
    found: list[tuple[int, Session]] = []
    for path in root.glob("*.lock"):
        with contextlib.suppress(OSError):
            lock = path.open("rb+")
            if not _try_lock(lock):
                lock.close()
                continue
            session = Session(path.with_suffix(""), lock)
            if session.draft.is_file():
                found.append((session.draft.stat().st_mtime_ns, session))
            else:
                session.remove()
    return [session for _, session in sorted(found, key=lambda one: -one[0])]


def _try_lock(file: BinaryIO) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
