"""Long work, to its end, with what it said on the way."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

from models.news import News, Notice

Result = TypeVar("Result")


def heard(steps: Generator[News, None, Result]) -> tuple[Result, list[News]]:
    """The result, and all news."""
    news: list[News] = []
    while True:
        try:
            news.append(next(steps))
        except StopIteration as end:
            result: Result = end.value
            return result, news


def noticed(steps: Generator[News, None, Result]) -> tuple[Result, list[str]]:
    """The result, and the words of the notices."""
    result, news = heard(steps)
    return result, [one.text for one in news if isinstance(one, Notice)]
