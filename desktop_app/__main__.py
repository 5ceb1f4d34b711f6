"""The `impasto` command: pictures, a project or nothing open the window, the rest is the command line's.

The engine process of a window imports this file again under another name, so nothing but plain Python may be
imported at its top.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

PICTURE_SUFFIXES = frozenset([".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".bmp"])
PROJECT_SUFFIX = ".impasto"
NO_DISPLAY = (
    "impasto: there is no display to open a window on.\n"
    "Without one, use the command line: impasto stylize PHOTO --style PICTURE -o OUT (see impasto --help).\n"
)
NO_DISPLAY_EXIT = 3
NEW_INSTANCE = "--new-instance"  # a program of its own, with an engine of its own


def wants_window(arguments: Sequence[str]) -> bool:
    """True for no arguments, and where each is the path of a picture or a project, or asks for a new one."""
    shown = {*PICTURE_SUFFIXES, PROJECT_SUFFIX}
    return all(argument == NEW_INSTANCE or Path(argument).suffix.lower() in shown for argument in arguments)


def has_display() -> bool:
    """Qt ends the process where it finds none, so this is asked first. Only Linux can be without."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code of the window or of the command."""
    if getattr(sys, "frozen", False):  # else it does nothing, and its import delays the first paint
        import multiprocessing

        multiprocessing.freeze_support()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not wants_window(given):
        from models.cli import main as command_line

        return command_line(given)
    if not has_display():
        sys.stderr.write(NO_DISPLAY)
        return NO_DISPLAY_EXIT
    from desktop_app.environment import forget_foreign_qt

    forget_foreign_qt(os.environ)
    paths = [Path(argument) for argument in given if argument != NEW_INSTANCE]
    address = ""
    if NEW_INSTANCE not in given:
        from desktop_app.document.sessions import sessions_folder
        from desktop_app.instance import address_in, hand_over

        address = address_in(sessions_folder())
        if hand_over(address, paths):
            return 0
    from desktop_app.app import run

    return run(paths, address)


if __name__ == "__main__":
    sys.exit(main())
