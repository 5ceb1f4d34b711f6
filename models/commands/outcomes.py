"""How a command ends: exit codes, the words for each failure, and what Ctrl-C and SIGTERM do."""

from __future__ import annotations

import signal
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

from models.news import FailureKind, UserError

DONE = 0
SOME_FAILED = 1
BAD_ARGUMENTS = 2
BAD_FILE = 3
NO_MEMORY = 4
OWN_FAULT = 5
INTERRUPTED = 130
TERMINATED = 143

EXIT_CODES = """exit codes:
  0    everything that was asked for is done
  1    of several photos some could not be done; each is named
  2    the arguments, or a value among them, cannot be used
  3    a file cannot be read or written, or is not what it should be
  4    memory or the device gave out
  5    an error of Impasto itself; --debug shows where
  130  stopped by Ctrl-C        143  stopped by SIGTERM
"""

_CODE_OF_KIND: dict[FailureKind, int] = {
    "input": BAD_ARGUMENTS,
    "file": BAD_FILE,
    "memory": NO_MEMORY,
    "device": NO_MEMORY,
    "engine": OWN_FAULT,
}


class Terminated(BaseException):
    """SIGTERM, as Python has KeyboardInterrupt for Ctrl-C: it passes through every `except Exception`."""


def explain(error: Exception) -> tuple[int, str]:
    """Exit code and words for an error that ended a command or one photo of it."""
    if isinstance(error, UserError):
        return _CODE_OF_KIND[error.kind], str(error)
    if is_out_of_memory(error):
        return (
            NO_MEMORY,
            "There is not enough memory for this. Close other programs, or ask for a smaller --long-side.",
        )
    if isinstance(error, OSError):
        where = f" ({error.filename})" if error.filename else ""
        return (
            BAD_FILE,
            f"The system refused a file{where}: {error.strerror or error}. Mend that and try again.",
        )
    words = f"Impasto met an error of its own: {type(error).__name__}: {error}".rstrip(": ")
    return OWN_FAULT, f"{words}. Run the same command with --debug to see where, and please report it."


def is_out_of_memory(error: Exception) -> bool:
    """Out of memory as Python, CUDA and MPS say it; known by its words, so that torch need not be there."""
    return isinstance(error, MemoryError) or "out of memory" in str(error).lower()


@contextmanager
def termination_as_exception() -> Generator[None]:
    """While this lasts SIGTERM (and a closed terminal) raises `Terminated`, so that generators clean up."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Terminated

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    try:
        before = {name: signal.signal(getattr(signal, name), stop) for name in names}
    except ValueError:  # not the main thread: whoever runs us there takes the signals
        before = {}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)
