"""Keeps an engine process alive and every ticket answered exactly once. Its `run` fills a thread."""

from __future__ import annotations

import contextlib
import itertools
import logging
import math
import threading
import time
from collections.abc import Callable

from desktop_app import engine_words
from desktop_app.bell import Bell
from desktop_app.engine_process import EngineLostError, EngineProcess
from desktop_app.engine_state import EngineState, Limits
from desktop_app.engine_words import Loss
from desktop_app.tickets import Ticket, WaitingLine
from models.news import Cancelled, Done, EngineReady, Failed, News, Outcome
from models.requests import Request, WarmUp
from models.wire import Ask, Hold, Stop, desk_of

LOOK_AGAIN_S = 1.0  # at an engine that is silent because it computes

logger = logging.getLogger(__name__)


Post = Callable[[Ticket | None, News | Outcome | EngineState], None]


class EngineKeeper:
    """`submit`, `cancel`, `hold`, `start_again` and `close` are for any thread and return at once.

    `post` is called from any thread, with a ticket and its news, or without one for a state of the engine.
    """

    def __init__(self, spawn: Callable[[], EngineProcess], post: Post, limits: Limits) -> None:
        self._spawn, self._post, self._limits = spawn, post, limits
        self._numbers = itertools.count(1)
        self._line = WaitingLine()
        self._bell = Bell()
        self._closing, self._again = threading.Event(), threading.Event()
        self._lock = threading.Lock()  # guards the three below
        self._unwanted: set[Ticket] = set()
        self._to_hold: set[Ticket] = set()
        self._is_over = False
        # From here on only the thread that runs touches them.
        self._running: dict[int, Ticket] = {}
        self._stop_by: dict[int, float] = {}
        self._held: set[int] = set()  # what the engine was told to let rest
        self._losses = 0
        self._warm_up: Ticket | None = None
        self._is_warm = self._is_busy = False
        self._ready = EngineState("ready")
        self.engine: EngineProcess | None = None

    def submit(self, request: Request, lane: str) -> Ticket:
        """A ticket that `post` will answer, even after `close`."""
        ticket = Ticket(next(self._numbers), request, lane)
        with self._lock:
            unanswerable = [ticket] if self._is_over else self._line.add(ticket)
        for other in unanswerable:
            self._post(other, Cancelled())
        self._bell.ring()
        return ticket

    def cancel(self, ticket: Ticket) -> None:
        """The ticket may still be answered by `Done` if it is quicker."""
        if self._line.remove(ticket):
            with self._lock:
                self._to_hold.discard(ticket)
            self._post(ticket, Cancelled())
            return
        with self._lock:
            self._unwanted.add(ticket)
        self._bell.ring()

    def hold(self, ticket: Ticket, is_held: bool) -> None:
        """The ticket rests between two of its steps, or goes on; meanwhile others may be worked on."""
        with self._lock:
            (self._to_hold.add if is_held else self._to_hold.discard)(ticket)
        self._bell.ring()

    def start_again(self) -> None:
        """After `failed`: tries from the beginning."""
        self._again.set()
        self._bell.ring()

    def close(self) -> None:
        """Lets `run` come to its end."""
        self._closing.set()
        self._bell.ring()

    def run(self) -> None:
        """Starts engines and serves tickets until it is closed."""
        try:
            while not self._closing.is_set():
                self._live_once()
        except Exception:
            logger.exception("the keeper itself failed")
            self._end_engine(0)
            self._post(None, EngineState("failed", engine_words.unreachable()))
        self.settle()

    def settle(self) -> None:
        """Answers everything that is still open. For when `run` has ended, or was never started."""
        with self._lock:
            self._is_over = True
        self._answer_all(Cancelled())

    # -- one life of an engine, and what follows ------------------------------------------------------------

    def _live_once(self) -> None:
        self._is_warm = self._is_busy = False
        self._post(None, EngineState("starting"))
        self._warm_up = Ticket(next(self._numbers), WarmUp())
        self._line.add(self._warm_up)
        loss: Loss = "ended"
        try:
            self.engine = self._spawn()
            loss = self._attend(self.engine)
        except (EngineLostError, OSError) as error:
            logger.warning("engine lost: %s", error)
            self._hear_last_words()
        if self._closing.is_set():
            self._end_engine(self._limits.ending)
        else:
            self._mourn(loss)

    def _hear_last_words(self) -> None:
        with contextlib.suppress(EngineLostError):
            for told in self.engine.messages() if self.engine else ():
                self._hear(told.number, told.news)

    def _end_engine(self, grace_s: float) -> EngineProcess | None:
        engine, self.engine = self.engine, None
        if engine is not None:
            engine.end(grace_s)
        return engine

    def _mourn(self, loss: Loss) -> None:
        """Says what happened, fails what the lost engine worked on, and waits a moment or for good."""
        engine = self._end_engine(
            0.3
        )  # it may be ending by itself, and how it ends tells a crash from the rest
        if engine is not None and loss == "ended":
            loss = "killed" if engine.ending == "SIGKILL" else "crashed" if engine.crashed else "ended"
        detail = f"engine {loss}: {engine.ending if engine else 'not started'}"
        logger.error(detail)
        if self._warm_up is not None:
            self._line.remove(self._warm_up)
        for ticket in list(self._running.values()):
            is_unwanted = ticket.number in self._stop_by
            failed = Failed(engine_words.work_lost(loss), "engine", detail)
            self._answer(ticket, Cancelled() if is_unwanted else failed)
        self._losses += 1
        if self._losses <= len(self._limits.backoff):
            self._post(None, EngineState("lost", engine_words.starts_again(loss)))
            self._pause(self._limits.backoff[self._losses - 1])
        else:
            self._stay_down()

    def _pause(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self._closing.is_set() and (left := until - time.monotonic()) > 0:
            self._bell.wait([], left)
            self._settle_unwanted(None)

    def _stay_down(self) -> None:
        words = engine_words.gave_up(self._losses)
        self._again.clear()
        self._post(None, EngineState("failed", words))
        while not self._closing.is_set() and not self._again.is_set():
            self._settle_unwanted(None)
            self._answer_all(Failed(words))
            self._bell.wait([], None)
        self._losses = 0

    def _attend(self, engine: EngineProcess) -> Loss:
        """Serves tickets until the engine is lost (says how) or everything closes."""
        while True:
            self._settle_unwanted(engine)
            self._settle_held(engine)
            while ticket := self._line.take_ahead_of(self._running_rank):
                self._ask(engine, ticket)
            patience = max(0.0, min([self._next_look_s(engine), self._until_deaf]))
            begun = time.monotonic()
            self._bell.wait([engine.connection], patience)
            if time.monotonic() - begun > patience + 1.0:
                engine.forgive_silence()
            if self._closing.is_set():
                return "ended"
            for told in engine.messages():
                self._hear(told.number, told.news)
            if self._is_hung(engine):
                return self._put_down(engine, "silent")
            if self._until_deaf <= 0:
                return self._put_down(engine, "deaf")

    def _ask(self, engine: EngineProcess, ticket: Ticket) -> None:
        try:
            self._settle_unwanted(engine)  # what was cancelled before ends before it begins
            engine.send(Ask(ticket.number, ticket.request))
        except EngineLostError:
            self._line.put_back(ticket)  # it cannot be the reason, so the next engine may have it
            raise
        self._running[ticket.number] = ticket
        self._settle_held(engine)

    @staticmethod
    def _put_down(engine: EngineProcess, loss: Loss) -> Loss:
        engine.kill()
        return loss

    @property
    def _running_rank(self) -> float:
        """What runs until it is stopped has a thread of its own, and holds nobody up."""
        going_on = [
            ticket
            for number, ticket in self._running.items()
            if number not in self._held and desk_of(ticket.request) != "live"
        ]
        return min((ticket.urgency[0] for ticket in going_on), default=math.inf)

    @property
    def _silence_limit(self) -> float:
        return self._limits.silence if self._is_warm else self._limits.starting

    def _next_look_s(self, engine: EngineProcess) -> float:
        left = self._silence_limit - engine.silence_s
        return left if left > 0 else LOOK_AGAIN_S

    def _is_hung(self, engine: EngineProcess) -> bool:
        silence_s = engine.silence_s
        if silence_s < self._silence_limit:
            self._say_busy(False)
            return False
        if not self._is_warm or silence_s >= self._limits.working or not engine.is_working():
            return True
        self._say_busy(True)
        return False

    def _say_busy(self, is_busy: bool) -> None:
        if is_busy != self._is_busy:
            self._is_busy = is_busy
            self._post(None, EngineState("busy", engine_words.busy()) if is_busy else self._ready)

    @property
    def _until_deaf(self) -> float:
        return min(self._stop_by.values(), default=math.inf) - time.monotonic()

    def _settle_unwanted(self, engine: EngineProcess | None) -> None:
        """Passes on what was cancelled; what was answered in the meantime is forgotten."""
        with self._lock:
            unwanted, self._unwanted = self._unwanted, set()
        for ticket in unwanted:
            if engine is not None and ticket.number in self._running and ticket.number not in self._stop_by:
                self._stop_by[ticket.number] = time.monotonic() + self._limits.cancelling
                engine.send(Stop(ticket.number))

    def _settle_held(self, engine: EngineProcess) -> None:
        with self._lock:
            wanted = {ticket.number for ticket in self._running.values() if ticket in self._to_hold}
        for number in wanted ^ self._held:
            engine.send(Hold(number, number in wanted))
        self._held = wanted

    def _hear(self, number: int, news: News | Outcome) -> None:
        ticket = self._running.get(number)
        if ticket is None:
            return
        if isinstance(news, Outcome):
            self._answer(ticket, news)
        elif ticket is not self._warm_up:
            self._post(ticket, news)

    def _answer(self, ticket: Ticket, outcome: Outcome) -> None:
        self._running.pop(ticket.number, None)
        self._stop_by.pop(ticket.number, None)
        self._held.discard(ticket.number)
        with self._lock:
            self._to_hold.discard(ticket)
        if ticket is self._warm_up:
            self._learn(outcome)
            return
        if isinstance(outcome, Done):
            self._losses = 0
        self._post(ticket, outcome)

    def _answer_all(self, outcome: Outcome) -> None:
        for ticket in [*self._running.values(), *self._line.take_all()]:
            self._answer(ticket, outcome)

    def _learn(self, outcome: Outcome) -> None:
        """What came of the warm-up."""
        self._warm_up, self._is_warm = None, True
        if isinstance(outcome, Done) and isinstance(outcome.result, EngineReady):
            self._ready = EngineState("ready", facts=outcome.result)
            self._post(None, self._ready)
        elif isinstance(outcome, Failed) and self.engine is not None:
            logger.error("the engine does not work: %s\n%s", outcome.message, outcome.detail)
            self._post(None, EngineState("failed", outcome.message))
