"""What takes longer than a frame is done by one thread beside the loop: styles read, sizes compiled."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from models.news import UserError

logger = logging.getLogger(__name__)

ENDING_S = 2.0  # reading a style, or compiling for a size

Work = Callable[[], Any]


class Backstage:
    """Does one thing after another; of several under one name that still wait, the newest wins."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: dict[str, Work] = {}
        self._at_work = ""
        self._done: list[tuple[str, Any]] = []
        self._leaving = False
        # No daemon: a program that ends while native code is at work would end with a crash.
        self._thread = threading.Thread(target=self._run, name="backstage")
        self._thread.start()

    def ask(self, name: str, work: Work) -> None:
        with self._changed:
            self._waiting[name] = work
            self._changed.notify()

    def is_busy(self, name: str) -> bool:
        """Whether something of this name waits or is being done."""
        with self._changed:
            return name in self._waiting or name == self._at_work

    def results(self) -> list[tuple[str, Any]]:
        """What was done since this was asked last, by name; a UserError is a result too."""
        with self._changed:
            done, self._done = self._done, []
            return done

    def close(self) -> None:
        """What is being done is done to its end, and nobody waits long for it."""
        with self._changed:
            self._leaving = True
            self._waiting.clear()
            self._changed.notify()
        self._thread.join(ENDING_S)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._at_work = ""
                self._changed.wait_for(lambda: self._waiting or self._leaving)
                if self._leaving:
                    return
                name = next(iter(self._waiting))
                self._at_work, work = name, self._waiting.pop(name)
            result: Any
            try:
                result = work()
            except UserError as error:
                result = error
            except Exception as error:
                logger.exception("%s failed backstage", name)
                result = UserError(f"{type(error).__name__}: {error}")
            with self._changed:
                self._done.append((name, result))
