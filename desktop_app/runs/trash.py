"""Runs that nobody wants any more, in the trash of the system, and out of it again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFile

from models.news import FileError


def move_to_trash(folder: Path) -> Path | None:
    """Where it lies now, if the system says that. For any thread: across disks it is copied.

    FileError where there is no trash, or no leave.
    """
    file = QFile(str(folder))
    if not file.moveToTrash():
        raise FileError(f"{folder.name} cannot be moved to the trash.")
    lies = Path(file.fileName())
    return lies if lies != folder and lies.exists() else None


def put_back(lies: Path, folder: Path) -> None:
    """FileError where it does not lie there any more, or another has taken its place."""
    try:
        if folder.exists():
            raise FileExistsError
        lies.rename(folder)
        (lies.parent.parent / "info" / f"{lies.name}.trashinfo").unlink(missing_ok=True)  # desktops of Linux
    except OSError as error:
        raise FileError(f"{folder.name} cannot be put back from the trash.") from error
