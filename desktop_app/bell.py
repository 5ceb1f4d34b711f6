"""Wakes a thread that also waits for something else. No Qt."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


class Bell:
    """A pipe, because one wait of the system covers several pipes and nothing else on every platform.

    The pipe is made by the thread that waits, so that its import does not delay the thread that paints.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_rung = False
        self._hears: Connection[Any, Any] | None = None
        self._rings: Connection[Any, Any] | None = None

    def ring(self) -> None:
        """From any thread, any number of times; wakes the next `wait` once."""
        with self._lock:
            if not self._is_rung and self._rings is not None:
                self._rings.send_bytes(b"!")
            self._is_rung = True

    def wait(self, others: list[Connection[Any, Any]], seconds: float | None) -> None:
        """Returns when the bell rings, when one of the others can be read, or after the time."""
        from multiprocessing.connection import wait

        hears = self._pipe()
        if hears in wait([hears, *others], seconds):
            with self._lock:
                hears.recv_bytes()
                self._is_rung = False

    def _pipe(self) -> Connection[Any, Any]:
        from multiprocessing.connection import Pipe

        with self._lock:
            if self._hears is None:
                self._hears, self._rings = Pipe(duplex=False)
                if self._is_rung:
                    self._rings.send_bytes(b"!")
            return self._hears
