"""The engine process: reads requests from a pipe, steps their generators, sends news, and beats.

Nothing heavy is imported with this module, so that both ends of the pipe can name it. Four threads work, so
that opening a picture never waits behind a long import or a native call of another, and the camera's picture
behind neither. Within each, the most urgent generator is stepped first, so that a preview goes in between the
steps of a long refinement. Patient work, a training, has a thread of its own: it goes on only while nobody
waits for a picture and nobody has disturbed for as long as its own news say; it rests in the middle of a step
when somebody comes.

The process ends itself when its pipe closes, whatever the reason: a closed window, or one that crashed.
"""

from __future__ import annotations

import contextlib
import faulthandler
import importlib
import logging
import math
import os
import signal
import threading
import time
import traceback
from collections.abc import Callable, Collection, Generator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import Any, Protocol

from models.giving_way import share_with
from models.news import Cancelled, Done, Failed, News, Outcome, UserError
from models.requests import Request
from models.wire import Ask, Beat, Hold, Stop, Told, desk_of, disturbs, is_of_now, rank, words_where_taken

BEAT_S = 0.25
WATCHED_S = 1.0  # somebody who looks at a moving picture counts as one who asked so long ago
GRACE_S = 1.0  # how long a step may still take after the pipe closed
LOG_LIMIT_BYTES = 1_000_000
BROKEN_DEVICE_EXIT = 70

# OpenMP threads that spin while they wait starve every neighbour; both libraries read this at their start.
QUIET_THREADS = {"OMP_WAIT_POLICY": "PASSIVE", "KMP_BLOCKTIME": "0"}

UNEXPECTED = (
    "The engine ran into an error of its own. The picture and your settings are safe: try once more, and if "
    "it happens again, send the log (Help, Show Log) to the makers."
)
OUT_OF_MEMORY = (
    "There is not enough memory for this. Close other programs or choose a smaller size, then try again."
)
BROKEN_DEVICE = "The graphics device stopped working. The engine is starting again; please try once more."
NOT_LOADED = "The engine could not be loaded: {reason}. Run `impasto doctor` to see what is missing."

logger = logging.getLogger(__name__)


class Engine(Protocol):
    """What a factory makes."""

    def answer(self, request: Request) -> Generator[News, None, Any]: ...


@dataclass(eq=False)
class Job:
    """A request that is being answered."""

    number: int
    request: Request
    steps: Generator[News, None, Any] | None = None
    patience_s: float = 0.0  # how long nobody must have disturbed before its next step, as its news say

    @property
    def urgency(self) -> tuple[int, int]:
        return rank(self.request), self.number


@dataclass(eq=False)
class Desk:
    """Works through its jobs on one thread, one step at a time, the most urgent first.

    Those that it gives way to have the machine for themselves; they share `changed` with it.
    """

    make_engine: Callable[[], Engine]
    tell: Callable[[int, News | Outcome], None]
    clock: Callable[[], float] = time.monotonic
    is_watched: Callable[[], bool] = lambda: False
    gives_way_to: tuple[Desk, ...] = ()
    changed: threading.Condition = field(default_factory=threading.Condition)
    _jobs: dict[int, Job] = field(default_factory=dict)
    _at_work: Job | None = None
    _unwanted: set[int] = field(default_factory=set)
    _held: set[int] = field(default_factory=set)
    _closing: bool = False
    _disturbed_at: float = -math.inf

    @property
    def is_at_work(self) -> bool:
        with self.changed:
            return bool(self._jobs)

    @property
    def is_busy(self) -> bool:
        """Whether it has anything to do just now."""
        with self.changed:
            return any(number in self._unwanted or number not in self._held for number in self._jobs)

    def is_taken_by(self, kind: type) -> bool:
        """Whether it has a request of this kind that is still wanted."""
        with self.changed:
            others = [job.request for number, job in self._jobs.items() if number not in self._unwanted]
            return any(type(request) is kind for request in others)

    def disturb(self) -> None:
        """Somebody is at work: what is patient waits from now."""
        with self.changed:
            self._disturbed_at = self.clock()

    def add(self, job: Job) -> None:
        with self.changed:
            self._jobs[job.number] = job
            self.changed.notify_all()

    def stop(self, number: int) -> None:
        with self.changed:
            if number in self._jobs:
                self._unwanted.add(number)
                self.changed.notify_all()

    def hold(self, number: int, is_held: bool) -> None:
        with self.changed:
            if number in self._jobs:
                (self._held.add if is_held else self._held.discard)(number)
                self.changed.notify_all()

    def close(self) -> None:
        with self.changed:
            self._closing = True
            self.changed.notify_all()

    def work(self) -> None:
        """Returns when the desk is closed, with every generator closed."""
        if self.gives_way_to:
            share_with(self._rest)
        while (job := self._next()) is not None:
            if job.number in self._unwanted:
                self._end(job, Cancelled())
            else:
                with contextlib.suppress(GeneratorExit):  # it rested, and is not wanted any more
                    self._step(job)
        for job in self._jobs.values():
            _close(job)

    def _next(self) -> Job | None:
        with self.changed:
            while not self._closing:
                resting = self._held - self._unwanted
                going_on = [job for number, job in self._jobs.items() if number not in resting]
                job, wait_s = next_job(going_on, self._unwanted, self._quiet_s())
                if job is not None:
                    self._at_work = job
                    return job
                self.changed.wait(wait_s)
            return None

    def _quiet_s(self) -> float:
        """For how long nobody has wanted the machine; below 0 while somebody has it."""
        if any(desk.is_busy for desk in self.gives_way_to):
            return -math.inf
        disturbed_at = max(desk._disturbed_at for desk in (self, *self.gives_way_to))
        quiet_s = self.clock() - disturbed_at
        return min(quiet_s, WATCHED_S) if self.is_watched() else quiet_s

    def _rest(self) -> None:
        """In the middle of a step: returns when it may go on; GeneratorExit where it is not wanted now."""
        job = self._at_work
        assert job is not None
        with self.changed:
            while not self._closing and job.number not in self._unwanted:
                turn, wait_s = next_job([job], (), self._quiet_s())
                if turn is not None:
                    return
                self.changed.wait(wait_s)
        raise GeneratorExit

    def _step(self, job: Job) -> None:
        # The except block is left before anything else happens: a kept traceback keeps the step's arrays.
        outcome: Outcome
        try:
            if job.steps is None:
                job.steps = self.make_engine().answer(job.request)
            news = next(job.steps)
            job.patience_s = getattr(news, "patience_s", job.patience_s)
            self.tell(job.number, news)
            return
        except StopIteration as end:
            outcome = Done(end.value)
        except UserError as error:
            outcome = Failed(str(error) or UNEXPECTED, error.kind)
        except MemoryError:
            outcome = Failed(OUT_OF_MEMORY, "memory", traceback.format_exc())
        except Exception as error:
            logger.exception("request %d failed: %r", job.number, job.request)
            outcome = _failure(error)
        self._end(job, outcome)
        if isinstance(outcome, Failed) and outcome.message == BROKEN_DEVICE:
            logging.shutdown()
            os._exit(BROKEN_DEVICE_EXIT)  # such an error only ends with its process

    def _end(self, job: Job, outcome: Outcome) -> None:
        _close(job)
        with self.changed:
            del self._jobs[job.number]
            self._unwanted.discard(job.number)
            self._held.discard(job.number)
            if disturbs(job.request):  # and whoever asked looks at the answer now
                self._disturbed_at = self.clock()
            self.changed.notify_all()
        self.tell(job.number, outcome)


def next_job(
    jobs: Collection[Job], unwanted: Collection[int], quiet_s: float
) -> tuple[Job | None, float | None]:
    """Whose turn it is; or None and for how long to wait, None for as long as nothing happens.

    The most urgent one, and among equals the first that came. It is patient work only where nothing else is
    wanted, and must wait until nobody has disturbed for as long as it says.
    """
    for other in jobs:
        if other.number in unwanted:
            return other, 0.0
    job = min(jobs, key=lambda job: job.urgency, default=None)
    if job is None or quiet_s >= job.patience_s:
        return job, None
    return None, None if quiet_s < 0 else job.patience_s - quiet_s


def _close(job: Job) -> None:
    try:
        if job.steps is not None:
            job.steps.close()
    except Exception:
        logger.exception("request %d did not end cleanly", job.number)


def _failure(error: Exception) -> Failed:
    """The words for an error nobody foresaw; the traceback goes along for the log."""
    detail = "".join(traceback.format_exception(error))
    if type(error).__name__ == "AcceleratorError" or "CUDA error" in str(error):
        return Failed(BROKEN_DEVICE, "device", detail)
    if "out of memory" in str(error).lower():  # as CUDA and MPS say it
        return Failed(OUT_OF_MEMORY, "memory", detail)
    if isinstance(error, _NotLoadedError):
        return Failed(NOT_LOADED.format(reason=error), "engine", detail)
    return Failed(UNEXPECTED, "engine", detail)


class _NotLoadedError(Exception):
    """The engine itself cannot be made."""


class _Server:
    def __init__(self, connection: Connection[Any, Any], factory: str) -> None:
        self._connection = connection
        self._sending = threading.Lock()
        self._making = threading.Lock()
        self._engine: Engine | None = None
        self._factory = factory
        changed = threading.Condition()
        quick, main, live = (Desk(self._make_engine, self._tell, changed=changed) for _ in range(3))
        patient = Desk(
            *(self._make_engine, self._tell),
            is_watched=lambda: live.is_at_work,
            gives_way_to=(quick, main),
            changed=changed,
        )
        self._desks = {"quick": quick, "main": main, "live": live, "patient": patient}

    def serve(self) -> None:
        threads = [
            threading.Thread(target=target, name=target.__name__.strip("_"), daemon=True)
            for target in (self._beat, self._listen)
        ]
        others = [
            threading.Thread(target=desk.work, name=name, daemon=True)
            for name, desk in self._desks.items()
            if name != "main"
        ]
        for thread in (*threads, *others):
            thread.start()
        self._desks["main"].work()
        for thread in others:
            thread.join(GRACE_S)

    def _make_engine(self) -> Engine:
        with self._making:
            if self._engine is None:
                module, _, name = self._factory.partition(":")
                try:
                    self._engine = getattr(importlib.import_module(module), name)()
                except (ImportError, AttributeError, OSError) as error:
                    raise _NotLoadedError(str(error)) from error
            return self._engine

    def _listen(self) -> None:
        with contextlib.suppress(EOFError, OSError):
            while True:
                match self._connection.recv():
                    case Ask(number, request):
                        if disturbs(request):
                            self._desks["patient"].disturb()
                        self._take(number, request)
                    case Stop(number):
                        for desk in self._desks.values():
                            desk.stop(number)
                    case Hold(number, is_held):
                        for desk in self._desks.values():
                            desk.hold(number, is_held)
        self._leave()

    def _take(self, number: int, request: Request) -> None:
        """What there can be only one of is refused at once: behind one without an end it would never come."""
        desk = self._desks[desk_of(request)]
        words = words_where_taken(request)
        if words and desk.is_taken_by(type(request)):
            self._tell(number, Failed(words, "input"))
            return
        begun = self._engine.answer(request) if self._engine is not None and is_of_now(request) else None
        desk.add(Job(number, request, begun))

    def _leave(self) -> None:
        """Nobody listens any more: open generators are closed, and a step that does not end is cut off."""
        for desk in self._desks.values():
            desk.close()
        time.sleep(GRACE_S)
        os._exit(0)

    def _beat(self) -> None:
        while self._send(ForkingPickler.dumps(Beat())):
            time.sleep(BEAT_S)

    def _tell(self, number: int, news: News | Outcome) -> None:
        try:
            message = ForkingPickler.dumps(Told(number, news))
        except Exception:
            logger.exception("the news of request %d cannot be sent", number)
            if not isinstance(news, Done):
                return
            message = ForkingPickler.dumps(Told(number, Failed(UNEXPECTED, detail=traceback.format_exc())))
        self._send(message)

    def _send(self, message: memoryview) -> bool:
        with self._sending:
            try:
                self._connection.send_bytes(message)
            except OSError:  # nobody listens any more; the listening thread ends the process
                return False
            return True


def main(connection: Connection[Any, Any], factory: str, log_file: Path | None = None) -> None:
    """Serves requests until the other end of `connection` is closed; `factory` is "module:callable"."""
    for name, value in QUIET_THREADS.items():
        os.environ.setdefault(name, value)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the window decides
    if log_file is not None:
        _keep_log(log_file)
    _Server(connection, factory).serve()
    logging.shutdown()
    os._exit(0)  # tearing down native libraries in an exiting interpreter takes long and gains nothing


def _keep_log(log_file: Path) -> None:
    log_file.parent.mkdir(parents=True, exist_ok=True)
    fresh = not log_file.exists() or log_file.stat().st_size > LOG_LIMIT_BYTES
    stream = log_file.open("w" if fresh else "a", encoding="utf-8")
    logging.basicConfig(
        stream=stream, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    faulthandler.enable(stream)
