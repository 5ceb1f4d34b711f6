"""Keeps a training's work safe: checkpoints in time, and what to do when the disk refuses them."""

from __future__ import annotations

import contextlib
import time
from typing import Any

from models.news import FileError
from models.training.run_folder import RunFolder, pack

MINUTE_S = 60.0
TRY_AGAIN_S = 2.0
NAP_S = 0.05  # between looks at a full disk; who else wants the engine does not wait longer


class Keeper:
    """Of one run. `trouble` says in words why the last checkpoint could not be written, or is empty.

    `saved_step` is the step of the last one that could.
    """

    def __init__(self, run: RunFolder, every_s: float, writes: bool) -> None:
        self._run, self._every_s, self._writes = run, every_s, writes
        self._good = b""
        self.saved_step = 0
        self._saved_s = self._tried_s = 0.0
        self._tried_at = 0.0
        self._has_said_waiting = False
        self.trouble = ""

    def is_due(self, spent_s: float) -> bool:
        """Whether it is time for a checkpoint, by seconds of work; sooner after a failed one."""
        return spent_s - self._tried_s > (self._every_s / 8 if self.trouble else self._every_s)

    def due_in_s(self, spent_s: float) -> float:
        return max(0.0, self._every_s - (spent_s - self._saved_s))

    def is_at_risk(self, spent_s: float) -> bool:
        """More work than a minute would be lost by a power cut now."""
        return bool(self.trouble) and spent_s - self._saved_s >= MINUTE_S

    def save(self, state: dict[str, Any]) -> bool:
        """Writes a checkpoint; False and `trouble` where the disk refuses. The last good one stays."""
        self._tried_s = state["spent_s"]
        if not self._writes:
            return True
        try:
            self._good = self._run.save(state)
        except FileError as error:
            self.trouble = str(error)
            if not self._good:
                self._good = pack(state)
            return False
        self.trouble, self._has_said_waiting = "", False
        self._saved_s, self.saved_step = state["spent_s"], state["step"]
        return True

    def try_again(self, state: dict[str, Any]) -> bool:
        """A little later, once more; for who waits for room on the disk."""
        time.sleep(NAP_S)
        if time.monotonic() - self._tried_at < TRY_AGAIN_S:
            return False
        self._tried_at = time.monotonic()
        return self.save(state)

    def says_waiting(self) -> bool:
        """True the first time."""
        first, self._has_said_waiting = not self._has_said_waiting, True
        return first

    @property
    def last_good(self) -> bytes:
        """The last checkpoint, from memory: it is there even where the disk is not."""
        return self._good

    # Rows that cannot be written now are written later, before the next checkpoint counts.

    def append(self, row: dict[str, float]) -> None:
        if self._writes:
            with contextlib.suppress(OSError):
                self._run.append_metrics(row)

    def note(self, step: int, kind: str, text: str, about: str = "") -> None:
        if self._writes:
            with contextlib.suppress(OSError):
                self._run.append_event(step, kind, text, about)

    def forget_after(self, step: int) -> None:
        if self._writes:
            with contextlib.suppress(FileError):
                self._run.forget_after(step)

    def write_state(self, phase: str, step: int, spent_s: float) -> None:
        if self._writes:
            with contextlib.suppress(FileError):
                self._run.write_state(phase, step, spent_s)
