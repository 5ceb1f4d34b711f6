"""One life of the engine process: started by spawn, heard through a pipe, ended for certain. No Qt.

What multiprocessing needs is imported by the thread that starts the first engine, not by the one that paints.
"""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.wire import Beat, Order, Told

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

LOOK_S = 0.3
WORKING_PERCENT = 10.0


class EngineLostError(Exception):
    """The process has ended or speaks nonsense."""


class EngineProcess:
    """A started engine. Used by one thread; only `kill` may be called from any."""

    def __init__(self, serve: Callable[..., None], factory: str, log_file: Path | None) -> None:
        import multiprocessing

        context = multiprocessing.get_context("spawn")
        self.connection: Connection[Any, Any]
        self.connection, theirs = context.Pipe()
        try:
            # Not a daemon: those may have no children, and a training reads its pictures in several.
            self._process = context.Process(
                target=serve, args=(theirs, factory, log_file), name="impasto-engine", daemon=False
            )
            self._process.start()
        except BaseException:
            self.connection.close()
            raise
        finally:
            theirs.close()  # so that the end of the process is the end of the pipe
        self._heard_at = time.monotonic()

    @property
    def silence_s(self) -> float:
        """How long nothing has been heard from it."""
        return time.monotonic() - self._heard_at

    def is_working(self) -> bool:
        """It uses the processor; takes a third of a second to see."""
        import psutil

        try:
            return bool(psutil.Process(self._process.pid).cpu_percent(LOOK_S) > WORKING_PERCENT)
        except psutil.Error:
            return False

    def forgive_silence(self) -> None:
        """For when it is this side that slept: a suspended laptop, a stopped process."""
        self._heard_at = time.monotonic()

    def send(self, message: Order) -> None:
        """Raises `EngineLostError`."""
        try:
            self.connection.send(message)
        except OSError as error:
            raise EngineLostError(str(error)) from error

    def messages(self) -> Iterator[Told]:
        """What has arrived, without waiting. Raises `EngineLostError` after the last words."""
        import pickle

        try:
            while self.connection.poll():
                message = self.connection.recv()
                self._heard_at = time.monotonic()
                if not isinstance(message, Beat):
                    yield message
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise EngineLostError(str(error)) from error

    def end(self, grace_s: float) -> str:
        """Asks it to end, waits, kills it if it must. Returns how it ended, for the log."""
        self.connection.close()
        self._process.join(grace_s)
        if self._process.is_alive():
            self._process.kill()
            self._process.join(1.0)
        return self.ending

    @property
    def crashed(self) -> bool:
        """Ended by a signal nobody here sent: a native crash, or the system taking memory back."""
        code = self._process.exitcode
        return code is not None and code < 0

    @property
    def ending(self) -> str:
        code = self._process.exitcode
        if code is None:
            return "still running"
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return f"signal {-code}"

    @property
    def pid(self) -> int | None:
        return self._process.pid

    def kill(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._process.kill()
