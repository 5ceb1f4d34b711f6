"""One program for each user: a second start hands its files to the first and ends.

The first listens at an address that only its user can reach. Qt's network module is imported by whoever
talks: a start that finds nobody has its first paint before that.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
import zlib
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

CONNECT_MS, ANSWER_MS = 200, 800  # a first that does not answer in this time is as good as none
MOST_BYTES = 1 << 20
MOST_ADDRESS = 100  # bytes that every Unix takes for a socket
TAKEN = b"taken\n"

logger = logging.getLogger(__name__)


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
    socket = QLocalSocket()
    socket.connectToServer(address)
    if not socket.waitForConnected(CONNECT_MS):
        return False
    socket.write(json.dumps([str(path.absolute()) for path in paths]).encode() + b"\n")
    answer = b""
    while len(answer) < len(TAKEN) and socket.waitForReadyRead(ANSWER_MS):
        answer += socket.readAll().data()
    return answer == TAKEN


class Reception(QObject):
    """Where further starts ring."""

    arrived = Signal(object)  # list of Path, which may be empty: somebody wants to see the window

    def __init__(self, address: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._address = address
        self._server: QLocalServer | None = None

    def open(self) -> None:
        """What a crashed program has left is taken over; where a living one listens, it stays with that."""
        try:
            from PySide6.QtNetwork import QLocalServer, QLocalSocket
        except ImportError as error:
            logger.info("further starts open programs of their own: %s", error)
            return
        if len(os.fsencode(self._address)) > MOST_ADDRESS:
            logger.info("further starts open programs of their own: %s is too long", self._address)
            return
        living = QLocalSocket()
        living.connectToServer(self._address)
        if living.waitForConnected(CONNECT_MS):
            living.abort()
            return
        with contextlib.suppress(OSError):
            if sys.platform != "win32":
                Path(self._address).parent.mkdir(parents=True, exist_ok=True)
        QLocalServer.removeServer(self._address)
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._on_connected)
        if server.listen(self._address):
            self._server = server
        else:
            logger.info("further starts open programs of their own: %s", server.errorString())

    def close(self) -> None:
        """Harmless a second time."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def _on_connected(self) -> None:
        while self._server is not None and (caller := self._server.nextPendingConnection()):
            caller.disconnected.connect(caller.deleteLater)
            caller.readyRead.connect(partial(self._on_words, caller))
            self._on_words(caller)

    def _on_words(self, caller: QLocalSocket) -> None:
        if not caller.canReadLine():
            if caller.bytesAvailable() > MOST_BYTES:
                caller.abort()
            return
        paths = _paths_in(bytes(caller.readLine(MOST_BYTES).data()))
        if paths is None:
            caller.abort()
            return
        caller.write(TAKEN)
        caller.flush()
        self.arrived.emit(paths)


def _paths_in(line: bytes) -> list[Path] | None:
    """None where it is not what a start of this program says."""
    try:
        given = json.loads(line)
    except ValueError:
        return None
    if not isinstance(given, list) or not all(isinstance(path, str) and "\0" not in path for path in given):
        return None
    return [Path(path) for path in given]
