"""When a training ends that ends at a time of day. No torch here: who keeps a line of trainings asks, too."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from models.news import UserError
from models.training_requests import StopWhen

MORE_MINUTES = 10.0  # for what goes on after its end


def next_moment(clock: str, now: datetime | None = None) -> float | None:
    """The next moment at which a clock shows this, in seconds since 1970; a whole date is taken as it is."""
    if not clock:
        return None
    now = now or datetime.now()
    try:
        if len(clock) > len("07:30"):
            return datetime.fromisoformat(clock).timestamp()
        hour, minute = (int(part) for part in clock.split(":"))
        moment = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    except ValueError as error:
        raise UserError(f"{clock} is no time of day. Write it as 07:30.") from error
    return (moment if moment > now else moment + timedelta(days=1)).timestamp()


def with_moment(stop: StopWhen, now: datetime | None = None) -> StopWhen:
    """A time of day as the date it means now: what begins or goes on later is not to wait for another one."""
    moment = next_moment(stop.until, now)
    if moment is None:
        return stop
    return replace(stop, until=datetime.fromtimestamp(moment).isoformat("T", "minutes"))


def is_past(stop: StopWhen) -> bool:
    """Whether the moment is over; a time of day without a date still comes."""
    try:
        moment = next_moment(stop.until)
    except UserError:  # of a recipe that others have written
        return False
    return moment is not None and moment <= datetime.now().timestamp()
