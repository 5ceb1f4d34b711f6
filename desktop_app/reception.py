"""Where further starts of the program ring (`instance`)."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from desktop_app.instance import CONNECT_MS, TAKEN

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

MOST_BYTES = 1 << 20
MOST_ADDRESS = 100  # bytes that every Unix takes for a socket

logger = logging.getLogger(__name__)


class Reception(QObject):
    """Takes the files of each, and answers at once."""

    arrived = Signal(object)  # list of Path, which may be empty: somebody wants to see the window

    def __init__(self, address: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._address = address
        self._server: QLocalServer | None = None

    @Slot()
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

    @Slot()
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
