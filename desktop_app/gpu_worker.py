"""The seam: one QThread that owns the engine process. Requests go in, ordered news comes out."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot

from desktop_app.engine_keeper import EngineKeeper
from desktop_app.engine_process import EngineProcess
from desktop_app.engine_state import EngineState, Limits
from desktop_app.tickets import Ticket
from models.news import News, Outcome, Preview, Progress
from models.requests import Request

ENGINE = "models.engine:Engine"


def _spawn(engine: str, log_file: Path | None) -> EngineProcess:
    from models import serve  # on the worker's thread: what it needs would delay the first paint

    return EngineProcess(serve.main, engine, log_file)


class GpuWorker(QThread):
    """Made, used and closed on the GUI thread, where both signals are emitted as well.

    `engine` names the engine as "module:callable"; it is imported in the child process alone.
    """

    reported = Signal(object, object)  # Ticket, then News any number of times, then exactly one Outcome
    engine_changed = Signal(object)  # EngineState
    _mail_arrived = Signal()

    def __init__(
        self,
        engine: str = ENGINE,
        log_file: Path | None = None,
        limits: Limits | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("gpu_worker")
        self._keeper = EngineKeeper(partial(_spawn, engine, log_file), self._post, limits or Limits())
        self._lock = threading.Lock()
        self._mail: list[tuple[Ticket | None, News | Outcome | EngineState]] = []
        self._mail_arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def submit(self, request: Request, lane: str = "") -> Ticket:
        """Returns at once; the answer comes by `reported`. In a lane the newer waiting one wins."""
        return self._keeper.submit(request, lane)

    def cancel(self, ticket: Ticket) -> None:
        """Asks for the ticket to end. It may still be answered by `Done` if that is quicker."""
        self._keeper.cancel(ticket)

    def hold(self, ticket: Ticket, is_held: bool) -> None:
        """Lets a ticket rest between two of its steps, or go on."""
        self._keeper.hold(ticket, is_held)

    def start_again(self) -> None:
        """After the state `failed`: tries from the beginning."""
        self._keeper.start_again()

    @property
    def engine_pid(self) -> int | None:
        engine = self._keeper.engine
        return engine.pid if engine else None

    def close(self, timeout_s: float = 2.3) -> bool:
        """Ends the engine and the thread and answers what is still open; harmless a second time.

        False only if the thread did not end in time; its engine is dead even then.
        """
        self._keeper.close()
        has_ended = self.wait(int(timeout_s * 1000))
        if not has_ended:
            self.kill()
            has_ended = self.wait(200)
        if has_ended:
            self._keeper.settle()
        self._deliver_all()
        return has_ended

    def kill(self) -> None:
        """The engine alone, at once; for the very end of the program. Any thread."""
        if engine := self._keeper.engine:
            engine.kill()

    def run(self) -> None:
        self._keeper.run()

    def _post(self, ticket: Ticket | None, item: News | Outcome | EngineState) -> None:
        """Puts news in the GUI thread's letter box; what is not fetched yet and gives way is replaced."""
        with self._lock:
            if isinstance(item, Preview | Progress) or getattr(item, "gives_way", False):
                self._mail = [
                    (whose, what)
                    for whose, what in self._mail
                    if not (whose is ticket and type(what) is type(item))
                ]
            is_first = not self._mail
            self._mail.append((ticket, item))
        if is_first:
            self._mail_arrived.emit()

    @Slot()
    def _deliver(self) -> None:
        """One letter at a time: what is done upon several at once would keep the window waiting."""
        with self._lock:
            letter = self._mail.pop(0) if self._mail else None
            has_more = bool(self._mail)
        if has_more:
            QTimer.singleShot(0, self, self._deliver)
        if letter is not None:
            self._hand_out(*letter)

    def _deliver_all(self) -> None:
        with self._lock:
            mail, self._mail = self._mail, []
        for letter in mail:
            self._hand_out(*letter)

    def _hand_out(self, ticket: Ticket | None, item: News | Outcome | EngineState) -> None:
        if ticket is None:
            self.engine_changed.emit(item)
        else:
            self.reported.emit(ticket, item)
