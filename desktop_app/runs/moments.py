"""A time of day as the moment that is meant: fixed when a training is asked for, however long it waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from models.training_requests import StopWhen

TIME_OF_DAY = len("07:30")


def dated(stop: StopWhen, now: datetime | None = None) -> StopWhen:
    """With the next moment at which a clock shows `until`; a date stays as it is."""
    if not stop.until or len(stop.until) > TIME_OF_DAY:
        return stop
    now = now or datetime.now()
    hour, minute = (int(part) for part in stop.until.split(":"))
    moment = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    moment += timedelta(days=0 if moment > now else 1)
    return replace(stop, until=moment.isoformat("T", "minutes"))


def is_past(stop: StopWhen) -> bool:
    """Whether the moment is over; a time of day without a date still comes."""
    if len(stop.until) <= TIME_OF_DAY:
        return False
    try:
        return datetime.fromisoformat(stop.until) <= datetime.now()
    except (ValueError, TypeError):  # of a recipe that others have written; a moment with a time zone
        return False
