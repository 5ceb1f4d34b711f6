"""What the parts of a session say on the way, as news."""

from __future__ import annotations

from models.live_requests import GoodNews
from models.news import Notice


class Good(str):
    """Words for something that is as it was wanted, at last or again."""

    __slots__ = ()


def news_of(words: str) -> Notice:
    """A `Notice`, or `GoodNews` of good words."""
    return GoodNews(str(words)) if isinstance(words, Good) else Notice(words)
