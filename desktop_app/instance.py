"""One program for each user: a second start hands its files to the first and ends.

The first listens at an address that only its user can reach. Qt's network module is imported by whoever
talks: a start that finds nobody has its first paint before that.
"""

from __future__ import annotations

import os
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path

CONNECT_MS, ANSWER_MS = 200, 800  # a first that does not answer in this time is as good as none
TAKEN = b"taken\n"


def address_in(folder: Path) -> str:
    """Of the program that keeps its unsaved work in `folder`: a socket beside it, a pipe on Windows."""
    if sys.platform == "win32":
        return f"impasto-{zlib.crc32(os.fsencode(folder)):08x}"
    return str(folder.parent / "open")


def hand_over(address: str, paths: Sequence[Path]) -> bool:
    """True where a running program has taken the files. Otherwise False, after a second at most."""
    if sys.platform != "win32" and not Path(address).exists():
        return False
    try:
        from PySide6.QtNetwork import QLocalSocket
    except ImportError:
        return False
    import json

    socket = QLocalSocket()
    socket.connectToServer(address)
    if not socket.waitForConnected(CONNECT_MS):
        return False
    socket.write(json.dumps([str(path.absolute()) for path in paths]).encode() + b"\n")
    answer = b""
    while len(answer) < len(TAKEN) and socket.waitForReadyRead(ANSWER_MS):
        answer += socket.readAll().data()
    return answer == TAKEN
