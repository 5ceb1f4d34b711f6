"""Where films and stills go, what they are called, and how they are shown."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices

FORBIDDEN = '<>:"/\\|?*'


def films_folder(chosen: str) -> Path:
    """The one that was chosen, as long as it is there; else the system's for films."""
    if chosen and Path(chosen).is_dir():
        return Path(chosen)
    own = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MoviesLocation)
    return Path(own) if own and Path(own).is_dir() else Path.home()


def proposed_name(now: datetime) -> str:
    return f"live {now:%Y-%m-%d %H.%M.%S}"


def file_name(typed: str, suffix: str, now: datetime) -> str:
    """What somebody typed, as a file of this kind; nothing is the time."""
    name = "".join("-" if sign in FORBIDDEN or ord(sign) < 32 else sign for sign in typed).strip(" .")
    return (name.removesuffix(suffix) or proposed_name(now)) + suffix


def free_name(path: Path, taken: Collection[Path] = ()) -> Path:
    """The path, or with the first number behind its name that is free; `taken` are about to be written."""
    number, free = 2, path
    while free.exists() or free in taken:
        free = path.with_stem(f"{path.stem} {number}")
        number += 1
    return free


def show_folder(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
