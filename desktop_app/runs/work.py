"""The training that runs, what it is asked for meanwhile, and those that wait for their turn."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop_app.calls import Calls
from desktop_app.document.background import Background
from desktop_app.runs.queue_file import read_queue, write_queue
from desktop_app.runs.record import AnyTraining, Event, Record
from desktop_app.runs.rest import Rest
from desktop_app.settings import SettingsStore
from desktop_app.tickets import Ticket
from models.news import Cancelled, Done, Failed, FileError, Metrics, News, Notice, Outcome, Progress
from models.training_moment import is_past, with_moment
from models.training_news import (
    SampleSaved,
    SnapshotSaved,
    StyleSaved,
    Trained,
    TrainingEvent,
    TrainingStatus,
)
from models.training_requests import Priority, ResumeTraining, SteerTraining, StopWhen, Wish

CLOSE_MS = 2000


class Work(QObject):
    """One at a time: they would share the machine, and none would be done sooner."""

    changed = Signal()  # another one runs, or it does something else
    told = Signal()  # it has gone on: `status`, curves, events
    style_saved = Signal(object)  # Path: a style, half-trained or done, that is another one now
    ended = Signal(object)  # Trained
    failed = Signal(str, bool)  # in words; whether it can go on
    picked_up = Signal(str)  # in words: the engine was lost, and it goes on by itself
    refused = Signal(str)
    cancelled = Signal(object)  # AnyTraining that was still getting ready, or None: it is nobody's any more

    def __init__(self, calls: Calls, settings: SettingsStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        calls.setParent(self)
        self._calls, self._background = calls, Background(self)
        self._ticket: Ticket | None = None
        self.record: Record | None = None  # of the training that runs
        self.status: TrainingStatus | None = None
        self.stage = ""  # what it does before its first step and after its last
        self.wish: Wish | None = None  # how it is to end: "pause" or "stop", not done yet
        self.awaits_snapshot = False  # asked for, neither kept nor refused by the disk yet
        self.priority: Priority = "balanced"
        self.queue: list[AnyTraining] = []
        self._preparing: AnyTraining | None = None  # begun, and without a folder of its own still
        self._phase_before = ""
        self._stop: StopWhen | None = None  # of a run that goes on, where it is not as it was planned
        self._lost_at: dict[Path, int] = {}  # the step at which the engine was lost last
        self._tried: set[Path] = set()  # what could not begin: it stays in the line, and stops nobody
        self._has_loaded = False
        self.rest = Rest(self, settings, self._background)

    @property
    def is_running(self) -> bool:
        return self._ticket is not None

    @property
    def is_preparing(self) -> bool:
        return self.is_running and self.status is None

    @property
    def next_in_line(self) -> AnyTraining | None:
        able = (request for request in self.queue if request.run not in self._tried)
        return next((request for request in able if not is_past(request.stop)), None)

    @property
    def late(self) -> list[AnyTraining]:
        """Those whose moment to be ready has passed before their turn came; begun by somebody alone."""
        return [request for request in self.queue if is_past(request.stop)]

    def runs(self, run: Path) -> bool:
        return self.is_running and self.record is not None and self.record.run == run

    def close(self) -> None:
        """For the end of the program: the run that is at work keeps a checkpoint and can go on."""
        self._calls.close()
        self._background.wait(CLOSE_MS)

    # -- beginning ------------------------------------------------------------------------------------------

    def start(self, request: AnyTraining) -> Record:
        """At once, or where something runs after those before it; as patiently as the one before."""
        request = replace(request, priority=self.priority, stop=with_moment(request.stop))
        record = Record(request.run, request.name, "waiting", request=request)
        if self.is_running:
            self.queue.append(request)
            self._keep_queue()
            self.changed.emit()
        else:
            self._begin_new(request, record)
        return record

    def resume(self, record: Record, stop: StopWhen | None = None) -> None:
        if not self.is_running:
            self._begin(ResumeTraining(record.run, stop, self.priority), record)
            self.changed.emit()

    def _begin_new(self, request: AnyTraining, record: Record, stop: StopWhen | None = None) -> None:
        """It stays at the head of the line on the disk until its own folder has all that is needed.

        `stop` is when it ends now, where it goes on and that is not as it was planned.
        """
        self._preparing = request
        self._keep_queue()
        if (request.run / "checkpoint.pt").is_file():  # the program was ended in the middle of its first step
            self._begin(ResumeTraining(request.run, stop, request.priority), record)
        else:
            with suppress(OSError):  # of a beginning that came to nothing: it would be taken for a run
                (request.run / "config.json").unlink()
            self._begin(request, record)
        self.changed.emit()

    def _begin(self, request: AnyTraining | ResumeTraining, record: Record) -> None:
        self._phase_before = record.phase
        self.record, self.status, self.stage, self.wish = record, None, "", None
        self.awaits_snapshot = False
        self._stop = request.stop if isinstance(request, ResumeTraining) else None
        self.priority, record.phase = request.priority, "running"
        self._ticket = self._calls.ask(
            request, partial(self._on_outcome, record), partial(self._on_news, record)
        )

    # -- the line -------------------------------------------------------------------------------------------

    def load_queue(self) -> None:
        """What waited when the program was closed; it begins when `go_on_with_queue` says so."""
        if not self._has_loaded:
            self._has_loaded, self.queue = True, read_queue()

    def go_on_with_queue(self) -> None:
        if self.next_in_line is not None:
            self.begin_waiting(self.next_in_line.run)

    def begin_waiting(self, run: Path, stop: StopWhen | None = None) -> None:
        """At once, whatever else waits; nothing happens while something runs. `stop` None: as planned."""
        request = next((one for one in self.queue if one.run == run), None)
        if request is not None and not self.is_running:
            self.queue.remove(request)
            request = replace(request, stop=stop or request.stop)
            self._begin_new(request, Record(request.run, request.name, "waiting", request=request), stop)

    def remove_waiting(self, run: Path) -> None:
        self.queue = [request for request in self.queue if request.run != run]
        self._keep_queue()
        self.changed.emit()

    def _keep_queue(self) -> None:
        begun = [self._preparing] if self._preparing else []
        self._background.run(partial(write_queue, (*begun, *self.queue)), self._on_queue_kept)

    def _on_queue_kept(self, result: FileError | None) -> None:
        if isinstance(result, FileError):
            self.refused.emit(str(result))

    # -- what it is asked for -------------------------------------------------------------------------------

    def steer(self, wish: Wish) -> None:
        """Done after its present step."""
        if self.record is None or not self.is_running:
            return
        if wish == "snapshot":
            self.awaits_snapshot = True
        elif wish in ("pause", "stop"):
            self.wish = wish
        self._calls.ask(SteerTraining(self.record.run, wish), partial(self._on_steered, wish))
        self.changed.emit()

    def cancel(self) -> None:
        """While it gets ready; later only `steer` ends it."""
        if self.is_preparing:
            self.wish = "stop"
            self._calls.cancel(self._ticket)
            self.changed.emit()

    def set_priority(self, priority: Priority) -> None:
        """Of this one and of those that wait."""
        self.priority = priority
        if self.queue:
            self.queue = [replace(request, priority=priority) for request in self.queue]
            self._keep_queue()
        if self.is_running:
            self.steer(priority)

    def _on_steered(self, wish: Wish, outcome: Outcome) -> None:
        if isinstance(outcome, Failed) and self.is_running:
            self.wish = None if self.wish == wish else self.wish
            self.awaits_snapshot = self.awaits_snapshot and wish != "snapshot"
            self.refused.emit(outcome.message)
            self.changed.emit()

    # -- what it tells --------------------------------------------------------------------------------------

    def _on_news(self, record: Record, news: News) -> None:
        match news:
            case TrainingStatus():
                was_preparing = self.status is None
                self.status, record.step, record.elapsed_s = news, news.step, news.elapsed_s
                self.stage = "" if news.stage.startswith("step ") else self._calls.translate(news.stage)
                if was_preparing:
                    self._forget_preparing()
                    self.changed.emit()
            case Progress():
                self.stage = self._calls.translate(news.stage)
            case Metrics(step, values):
                record.curves.append({"step": step, "seconds": record.elapsed_s, **values})
            case SampleSaved(path, step):
                if record.samples and record.samples[-1][0] >= step:
                    record.samples = [known for known in record.samples if known[0] < step]
                record.samples.append((step, path))
            case SnapshotSaved(path, step):
                record.snapshots.append((step, path))
                self._forget_snapshot()
            case StyleSaved(path):
                self.style_saved.emit(path)
            case TrainingEvent(text, step, kind, about):
                record.events.append(Event(step, kind, text, about))
                if kind in ("rate", "resumed"):
                    record.curves.forget_after(step)
                if kind in ("disk", "snapshot"):
                    self._forget_snapshot()
            case Notice(text):
                record.events.append(Event(record.step, "remark", text))
        self.told.emit()

    def _forget_snapshot(self) -> None:
        """It is kept, or the disk has refused it: another can be asked for."""
        self.awaits_snapshot = False
        self.changed.emit()

    def _on_outcome(self, record: Record, outcome: Outcome) -> None:
        is_cancelled = isinstance(outcome, Cancelled) and self.wish == "stop"
        begun, was_preparing, was_let_alone = self._preparing, self.is_preparing, self.wish is None
        self._ticket, self.wish, self.stage = None, None, ""
        if isinstance(outcome, Done) and isinstance(outcome.result, Trained):
            trained = outcome.result
            self._forget_preparing()
            record.phase, record.step, record.elapsed_s = trained.ending, trained.step, trained.elapsed_s
            if record.request is not None:
                record.request = record.request.ending_at(trained.style)
            self.changed.emit()
            self.style_saved.emit(trained.style)
            self.ended.emit(trained)
            if trained.ending != "paused":
                self.go_on_with_queue()
            return
        record.phase = self._phase_before if was_preparing else "interrupted"
        if was_let_alone and not was_preparing and self._can_pick_up(record, outcome):
            self._pick_up(record)
        elif is_cancelled:
            self._forget_preparing()
            self.changed.emit()
            self.cancelled.emit(begun)
            self.go_on_with_queue()
        elif isinstance(outcome, Failed):
            can_go_on = (record.run / "checkpoint.pt").exists()
            if begun is not None and can_go_on:
                record.phase = "interrupted"
            elif begun is not None:
                self.queue.append(begun)
                self._tried.add(begun.run)
            self._forget_preparing()
            self.changed.emit()
            self.failed.emit(outcome.message, can_go_on)
            self.go_on_with_queue()
        else:  # the program ends; what was getting ready waits on the disk
            self.changed.emit()

    def _can_pick_up(self, record: Record, outcome: Outcome) -> bool:
        """Whether it is worth trying: what is lost again before it came any further is lost for ever."""
        is_lost = isinstance(outcome, Failed) and outcome.kind in ("engine", "device")
        came_further = record.step > self._lost_at.get(record.run, 0)
        return is_lost and came_further and (record.run / "checkpoint.pt").is_file()

    def _pick_up(self, record: Record) -> None:
        """Nobody may be there at night: a crash shall not cost the rest of it."""
        self._lost_at[record.run] = record.step
        text = self.tr("“{name}” lost the engine at step {step}, and goes on from its last checkpoint.")
        text = text.format(name=record.name, step=record.step)
        record.events.append(Event(record.step, "remark", text))
        self.resume(record, self._stop)
        self.picked_up.emit(text)

    def _forget_preparing(self) -> None:
        if self._preparing is not None:
            self._preparing = None
            self._keep_queue()
