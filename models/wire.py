"""What goes through the pipe between a window and its engine process. Plain data, nothing heavy.

The window sends `Ask`, `Stop` and `Hold`, the engine sends `Told` and `Beat`. Every `Ask` is answered by any
number of `Told` with news and then exactly one with an outcome, unless the engine is lost.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.news import News, Outcome
from models.requests import (
    ListStyles,
    LookAway,
    OpenMask,
    OpenPicture,
    OpenStyle,
    RenderCrop,
    Request,
    SelectRegion,
    Stylize,
    WarmUp,
)

PATIENT = 6  # the rank of what takes hours, and only what everybody else leaves


@dataclass(frozen=True)
class Ask:
    """To the engine: answer this request, and call it by this number."""

    number: int
    request: Request


@dataclass(frozen=True)
class Stop:
    """To the engine: this request is no longer wanted."""

    number: int


@dataclass(frozen=True)
class Hold:
    """To the engine: after the step it is in, this request rests until the same comes with False."""

    number: int
    is_held: bool


@dataclass(frozen=True, eq=False)
class Told:
    """From the engine: something about a request; after an outcome nothing more is said about it."""

    number: int
    news: News | Outcome


@dataclass(frozen=True)
class Beat:
    """From the engine, about four times a second: it lives."""


def desk_of(request: object) -> str:
    """Which of the engine's threads answers: "quick", "main", "live" for what runs until it is stopped, or
    "patient" for what gives way to the first two.

    Requests of a room of its own say it themselves: their names need not be known here.
    """
    urgency = rank(request)
    usual = "quick" if urgency == 0 else "patient" if urgency >= PATIENT else "main"
    return getattr(request, "desk", usual)


def rank(request: object) -> int:
    """The urgency of a request, 0 the most urgent; equals are answered in the order of their arrival."""
    match request:
        case OpenPicture() | OpenMask() | SelectRegion() | OpenStyle() | ListStyles():
            return 0
        case WarmUp():
            return 1
        case Stylize(can_wait=True):
            return 5
        case Stylize(engine="universal", export=None):
            return 2
        case RenderCrop() | LookAway():
            return 3
    own: int = getattr(request, "rank", 4)  # requests of rooms that are not imported with the window
    return own


def is_of_now(request: object) -> bool:
    """Whether it is about the moment in which it is asked, so that it goes to the engine at once."""
    is_so: bool = getattr(request, "is_of_now", False)
    return is_so


def words_where_taken(request: object) -> str:
    """For what runs until it is stopped and can be there only once: why a second one is refused."""
    words: str = getattr(request, "where_taken", "")
    return words


def disturbs(request: object) -> bool:
    """Whether somebody is at work who wants the machine for himself, so that patient work should wait."""
    return not hasattr(request, "rank")
