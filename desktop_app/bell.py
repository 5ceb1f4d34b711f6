"""Wakes a thread that also waits for something else. No Qt."""

from __future__ import annotations

import threading
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any


class Bell:
    """A pipe, because one wait of the system covers several pipes and nothing else on every platform."""

    def __init__(self) -> None:
        self._hears, self._rings = Pipe(duplex=False)
        self._lock = threading.Lock()
        self._is_rung = False

    def ring(self) -> None:
        with self._lock:
            if not self._is_rung:
                self._is_rung = True
                self._rings.send_bytes(b"!")

    def wait(self, others: list[Connection[Any, Any]], seconds: float | None) -> None:
        """Returns when the bell rings, when one of the others can be read, or after the time."""
        ready = wait([self._hears, *others], seconds)
        if self._hears in ready:
            with self._lock:
                self._hears.recv_bytes()
                self._is_rung = False
