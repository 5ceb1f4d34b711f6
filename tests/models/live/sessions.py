"""Sessions on small networks, stepped by the tests of Live until something is so."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from typing import Any

from models.live.capture import Patience
from models.live.looks import Looks
from models.live.session import Session
from models.live_frames import FrameRing
from models.live_requests import (
    LiveFrame,
    LiveSettings,
)
from models.news import News, Notice
from tests.models.live.clips import opener

QUICK = Patience(stall_s=2.0, retry_s=0.02, longest_retry_s=0.05)


def session_of(
    looks: Looks, settings: LiveSettings, *script: object, ring: FrameRing | None = None
) -> Session:
    open_it = opener(list(script))
    return Session(lambda: looks, settings, ring, lambda *what: open_it(), QUICK)


def until(
    steps: Generator[News, None, Any], is_so: Callable[[list[News]], bool], seconds: float = 20.0
) -> list[News]:
    news: list[News] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        news.append(next(steps))
        if is_so(news):
            return news
    raise AssertionError(f"it never came to that: {[n for n in news if isinstance(n, Notice)]}")


def frames(count: int) -> Callable[[list[News]], bool]:
    return lambda news: sum(isinstance(n, LiveFrame) for n in news) >= count


def said(*words: str) -> Callable[[list[News]], bool]:
    return lambda news: all(any(isinstance(n, Notice) and word in n.text for n in news) for word in words)
