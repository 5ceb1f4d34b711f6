"""Tickets for what was asked of the engine, and the line in which they wait. No Qt, any thread."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from models.requests import Request
from models.wire import is_of_now, rank


@dataclass(frozen=True, eq=False)
class Ticket:
    """One question to the engine; answered exactly once.

    Within a `lane` a newer waiting ticket replaces the older waiting one; the one that runs is spared, or
    with a request every 100 ms a picture that takes 200 ms would never come.
    """

    number: int
    request: Request
    lane: str = ""

    @property
    def urgency(self) -> tuple[int, int]:
        """Smaller is more urgent."""
        return rank(self.request), self.number


@dataclass(eq=False)
class WaitingLine:
    """Tickets that no engine works on yet."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _tickets: list[Ticket] = field(default_factory=list)

    def add(self, ticket: Ticket) -> list[Ticket]:
        """Returns the tickets that this one replaces."""
        with self._lock:
            replaced = [other for other in self._tickets if ticket.lane and other.lane == ticket.lane]
            self._tickets = [other for other in self._tickets if other not in replaced]
            self._tickets.append(ticket)
            return replaced

    def remove(self, ticket: Ticket) -> bool:
        """False if it does not wait (any more)."""
        with self._lock:
            if ticket not in self._tickets:
                return False
            self._tickets.remove(ticket)
            return True

    def take_ahead_of(self, best_rank: float) -> Ticket | None:
        """The most urgent ticket, if it is more urgent than everything that runs, or cannot wait."""
        with self._lock:
            ahead = [
                ticket
                for ticket in self._tickets
                if ticket.urgency[0] < best_rank or is_of_now(ticket.request)
            ]
            if not ahead:
                return None
            chosen = min(ahead, key=lambda ticket: ticket.urgency)
            self._tickets.remove(chosen)
            return chosen

    def put_back(self, ticket: Ticket) -> None:
        """For one that was taken and could not be served."""
        with self._lock:
            self._tickets.insert(0, ticket)

    def take_all(self) -> list[Ticket]:
        with self._lock:
            taken, self._tickets = self._tickets, []
            return taken
