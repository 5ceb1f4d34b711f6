"""How patient work lets everybody else go first, in the middle of a step, too.

A step of a training may take seconds on a processor, and whoever asks for a picture should have all of it at
once. So the training asks its thread's `Way` between two layers, forwards and backwards, and rests there.
It rests, nothing else: the same operations follow in the same order, and the results are the same to the bit.

Nothing heavy is imported with this module.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

EACH_S = 0.005  # asking between any two layers would cost a training a hundredth of its time


class Way:
    """Of one thread; `wait` returns when nobody else is at work."""

    def __init__(self, wait: Callable[[], None] | None = None) -> None:
        self._wait = wait
        self._asked_s = 0.0
        self.waited_s = 0.0

    @property
    def is_shared(self) -> bool:
        """Whether there is anybody who could want to go first."""
        return self._wait is not None

    def give(self) -> None:
        """Rests for as long as somebody else is at work. Not while a lock is held that he may need."""
        begun = time.perf_counter()
        if self._wait is not None and begun - self._asked_s >= EACH_S:
            self._wait()
            self._asked_s = time.perf_counter()
            self.waited_s += self._asked_s - begun


_own: ContextVar[Way] = ContextVar("way")


def share_with(wait: Callable[[], None]) -> None:
    """From here on, work on this thread gives way by `wait`."""
    _own.set(Way(wait))


def own_way() -> Way:
    """This thread's; where nobody shares it, as on the command line, giving way costs nothing."""
    return _own.get(None) or Way()


def working_s() -> float:
    """A clock in seconds that stands still while this thread gives way."""
    return time.perf_counter() - own_way().waited_s


@contextmanager
def between_layers() -> Iterator[None]:
    """Gives way after each layer that this thread computes, and before each gradient of its outputs."""
    way, thread = own_way(), threading.get_ident()
    if not way.is_shared:
        yield
        return
    import torch
    from torch.nn.modules.module import register_module_forward_hook

    def rest(_: Any) -> None:
        way.give()

    def after(_module: Any, _inputs: Any, output: Any) -> None:
        if threading.get_ident() != thread:
            return
        way.give()
        # A GPU's gradients are computed on one thread for all: who rested there would be in the way.
        if not isinstance(output, torch.Tensor):
            return
        if output.requires_grad and output.device.type == "cpu":
            output.register_hook(rest)  # type: ignore[no-untyped-call]

    handle = register_module_forward_hook(after)
    try:
        yield
    finally:
        handle.remove()
