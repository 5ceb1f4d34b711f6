"""When a training ends that ends at a time of day. No torch here: who keeps a line of trainings asks, too."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from models.news import UserError
from models.training_requests import StopWhen


def next_moment(clock: str) -> float | None:
    """The next moment at which a clock shows this, in seconds since 1970; a whole date is taken as it is."""
    if not clock:
        return None
    now = datetime.now()
    try:
        if len(clock) > 5:
            return datetime.fromisoformat(clock).timestamp()
        hour, minute = (int(part) for part in clock.split(":"))
        moment = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    except ValueError as error:
        raise UserError(f"{clock} is no time of day. Write it as 07:30.") from error
    return (moment if moment > now else moment + timedelta(days=1)).timestamp()


def with_moment(stop: StopWhen) -> StopWhen:
    """A time of day as the date it means now: what begins or goes on later is not to wait for another one."""
    moment = next_moment(stop.until)
    if moment is None:
        return stop
    return replace(stop, until=datetime.fromtimestamp(moment).isoformat("T", "minutes"))
