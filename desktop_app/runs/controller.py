"""What every room with trainings does with its runs: lists, shows, goes on with them, tells their ends."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QUrl, Signal, SignalInstance, Slot
from PySide6.QtGui import QDesktopServices

from desktop_app.calls import Calls
from desktop_app.document.background import Background
from desktop_app.runs.endings import Endings
from desktop_app.runs.kept_draft import Drafted
from desktop_app.runs.putting_away import PuttingAway
from desktop_app.runs.record import AnyTraining, Record, record_of
from desktop_app.runs.shelf import RunShelf
from desktop_app.runs.work import Work
from desktop_app.settings import SettingsStore
from desktop_app.widgets.notice_bar import Message
from models.news import Done, Failed, FileError, Outcome
from models.training_moment import MORE_MINUTES
from models.training_news import RunHistory, RunSummary, Trained
from models.training_requests import OpenRun, StopWhen

CLOSE_MS = 2000


class RunsController(QObject):
    """Knows no widget. A room's own adds its draft, and says which runs are its own.

    `work` is the same in all rooms, because one training runs at a time.
    """

    begun = Signal()  # a draft has become a run
    runs_changed = Signal()
    shown_changed = Signal()  # another run is looked at, or none: then the draft is
    shown_went_on = Signal()  # it is the same run, which another program has trained further
    overlays_changed = Signal()
    said = Signal(object)  # Message
    outdated = Signal(object)  # Message: what it said is mended
    style_wanted = Signal(object)  # Path: to be painted with in the room for that
    live_wanted = Signal(object)  # Path: to be seen on moving pictures, in the room for that
    concluded = Signal(str)  # a training has ended: words for somebody who is elsewhere

    def __init__(
        self, calls: Calls, work: Work, settings: SettingsStore, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        calls.setParent(self)
        self._calls = calls
        self.background = Background(self)
        self.work, self.settings = work, settings
        self.shelf = RunShelf(calls, settings, self.is_own_task, self)
        self.putting_away = PuttingAway(self)
        self.endings = Endings(self)
        self.shown: Record | None = None
        self.overlays: dict[Path, Record] = {}
        self._wanted: Path | None = None
        self._complaints: dict[str, Message] = {}  # of the draft, by what they speak of
        self.shelf.changed.connect(self.runs_changed)
        self.shelf.failed.connect(self.say_failure)
        work.refused.connect(self._on_refused)
        work.changed.connect(self.runs_changed)
        work.changed.connect(self._follow_the_line)

    @abstractmethod
    def is_own(self, request: AnyTraining | None) -> bool:
        """Whether a run that was begun like this belongs to this room."""

    @abstractmethod
    def is_own_task(self, task: str) -> bool:
        """The same by `RunSummary.task`."""

    @abstractmethod
    def take_back(self, request: AnyTraining) -> None:
        """One that has learnt nothing yet becomes the draft again: nothing that was chosen for it is lost."""

    @abstractmethod
    def fork(self, snapshot: Path | None = None) -> None:
        """A new draft that begins from what the run that is looked at has learnt; the run itself stays."""

    @property
    def has_draft(self) -> bool:
        """Whether another draft would be lost by taking one back."""
        return False

    def begin(self) -> None:
        """When the room is entered first: what is on the disk, and what waits."""
        self.work.load_queue()
        self.look_for_runs()

    def close(self) -> None:
        """For the end of the program."""
        self._calls.close()
        self.background.wait(CLOSE_MS)

    # -- the runs -------------------------------------------------------------------------------------------

    @property
    def summaries(self) -> tuple[RunSummary, ...]:
        return self.shelf.summaries

    @Slot()
    def look_for_runs(self) -> None:
        self.shelf.look()

    @property
    def waiting(self) -> list[AnyTraining]:
        """Of this room."""
        return [request for request in self.work.queue if self.is_own(request)]

    @property
    def taken_places(self) -> frozenset[Path]:
        """Folders of runs that may not be on the disk yet."""
        runs = {request.run for request in self.work.queue}
        return frozenset(runs | {self.work.record.run} if self.work.record else runs)

    @property
    def running(self) -> Record | None:
        """The training that runs, where it is one of this room's."""
        record = self.work.record
        return record if self.work.is_running and record and self.is_own(record.request) else None

    def phase_of(self, run: Path) -> str:
        if self.work.runs(run):
            return "running"
        if any(request.run == run for request in self.work.queue):
            return "waiting"
        return next((summary.phase for summary in self.summaries if summary.run == run), "")

    # -- looking --------------------------------------------------------------------------------------------

    @Slot()
    def show_draft(self) -> None:
        self._wanted = None
        self._show(None)

    def show_run(self, run: Path) -> None:
        """As it is now where it runs; else as the disk has it."""
        self._wanted = run
        if self.work.record is not None and self.work.record.run == run:
            self._show(self.work.record)
        elif request := next((one for one in self.work.queue if one.run == run), None):
            self._show(Record(run, request.name, "waiting", request=request))
        else:
            self._calls.ask(OpenRun(run), partial(self._on_opened, run, self._on_history), lane="run")

    @property
    def is_followed(self) -> bool:
        """Whether another program trains the run that is looked at."""
        shown = self.shown
        return shown is not None and shown.phase == "running" and not self.work.runs(shown.run)

    @Slot()
    def look_again(self) -> None:
        """Answered by `shown_went_on`; where it cannot be read any more, once by words instead."""
        if self.shown is not None and self.is_followed:
            run = self.shown.run
            self._calls.ask(OpenRun(run), partial(self._on_opened, run, self._on_newer), lane="run")

    def _on_newer(self, record: Record | FileError) -> None:
        if not isinstance(record, Record) or self.shown is None or self.shown.run != record.run:
            return
        if self.is_followed:
            self.shown.take(record)
            self.shown_went_on.emit()
            if record.phase != "running":
                self.look_for_runs()

    def show_and_resume(self, run: Path) -> None:
        self._wanted = run
        self._calls.ask(OpenRun(run), partial(self._on_opened, run, self._on_history_to_resume))

    def _on_opened(self, run: Path, then: object, outcome: Outcome) -> None:
        if isinstance(outcome, Failed):
            self.say_failure(outcome.message)
        elif isinstance(outcome, Done) and isinstance(outcome.result, RunHistory):
            history = outcome.result
            said = [self._calls.translate(str(event["text"])) for event in history.events]
            # Beside the GUI thread: a long run has a hundred thousand rows.
            self.background.run(partial(record_of, history, said), then)  # type: ignore[arg-type]

    def _on_history(self, record: Record | FileError) -> None:
        if isinstance(record, Record) and record.run == self._wanted and not self.work.runs(record.run):
            self._show(record)

    def _on_history_to_resume(self, record: Record | FileError) -> None:
        if isinstance(record, Record):
            self._show(record)
            self.resume()

    @Slot()
    def _follow_the_line(self) -> None:
        """What is looked at while it waits is looked at when it begins."""
        record = self.work.record
        if record is not None and self.shown is not None and self.shown.run == record.run:
            self._show(record)

    def _show(self, record: Record | None) -> None:
        if self.shown is not record:
            self.shown = record
            self.shown_changed.emit()

    def open_run(self, folder: Path) -> None:
        """One that was begun elsewhere; from now on it is in the list."""
        run = folder.absolute()
        self._calls.ask(OpenRun(run), partial(self._on_foreign, run))

    def _on_foreign(self, run: Path, outcome: Outcome) -> None:
        history = outcome.result if isinstance(outcome, Done) else None
        if not isinstance(history, RunHistory):
            self._on_opened(run, self._on_history, outcome)
            return
        summary = history.summary
        if not isinstance(history.request, AnyTraining):
            text = self.tr("“{name}” is the training of a network that ships. Go on with it in a terminal.")
        elif not self.is_own_task(summary.task) and summary.task:
            text = self.tr("“{name}” learns from a folder of works. Open it in the room Collections.")
        elif not self.is_own_task(summary.task):
            text = self.tr("“{name}” learns the style of pictures. Open it in the room Train.")
        else:
            self.shelf.keep(run)
            self.look_for_runs()
            self.show_run(run)
            return
        self.said.emit(Message(text.format(name=summary.name), "warning"))

    def overlay(self, run: Path, is_wanted: bool) -> None:
        """Draws the curves of another run behind those of the one that is looked at."""
        if not is_wanted:
            self.overlays.pop(run, None)
            self.overlays_changed.emit()
        elif self.work.record is not None and self.work.record.run == run:
            self._on_overlay(self.work.record)
        else:
            self._calls.ask(OpenRun(run), partial(self._on_opened, run, self._on_overlay))

    def look_away(self, run: Path) -> None:
        """It is neither looked at nor drawn behind another any more."""
        if self.overlays.pop(run, None) is not None:
            self.overlays_changed.emit()
        if self.shown is not None and self.shown.run == run:
            self.show_draft()

    def _on_overlay(self, record: Record | FileError) -> None:
        if isinstance(record, Record):
            self.overlays[record.run] = record
            self.overlays_changed.emit()

    # -- what is done ---------------------------------------------------------------------------------------

    def begin_run(self, request: AnyTraining) -> None:
        """At once, or where something runs after those before it; it is looked at."""
        follow = self.work.next_in_line if not self.work.is_running else None
        record = self.work.start(request)
        self._wanted = record.run
        self._show(record)
        self.begun.emit()
        if follow is not None:
            text = self.tr("“{name}” begins now. “{next}” waits, and follows after it.")
            self.said.emit(Message(text.format(name=request.name, next=follow.name)))

    @Slot()
    def resume(self) -> None:
        """Goes on with the run that is looked at, or begins it; one that has ended learns a while longer."""
        record = self.shown
        if record is None:
            return
        if self.work.is_running:
            text = self.tr("Another training runs. Pause it or stop it first, then let this one go on.")
            self.said.emit(Message(text, "warning"))
            return
        if record.phase == "waiting":
            stop = StopWhen(minutes=MORE_MINUTES) if record.needs_more_time else None
            self.work.begin_waiting(record.run, stop)
            return
        more = StopWhen(minutes=record.elapsed_s / 60 + MORE_MINUTES)
        stop = more if record.needs_more_time else None
        self.work.resume(record, stop)

    @Slot()
    def take_out(self) -> None:
        """The run that is looked at and waits becomes the draft again."""
        if self.shown is not None and self.shown.request is not None:
            self.work.remove_waiting(self.shown.run)
            self.give_back(self.shown.request)
            self.show_draft()

    def give_back(self, request: AnyTraining) -> None:
        """A time of day is that of whenever it is begun again."""
        self.take_back(replace(request, stop=request.stop.asked_anew()))

    @property
    def can_be_onnx(self) -> bool:
        """Whether what is learnt here can be written for other programs."""
        return False

    def use_words(self) -> tuple[str, str]:
        """What can be done with the result of the run that is looked at, and what that is."""
        tip = self.tr("Paints with the style as it is now, also while it is still learning")
        return self.tr("Use in Stylize"), tip

    @Slot()
    def use_style(self) -> None:
        self._pass_on(self.style_wanted)

    @property
    def can_be_live(self) -> bool:
        """Whether what is learnt here paints moving pictures."""
        return False

    @Slot()
    def watch_live(self) -> None:
        """As it is now; where it still learns, Live follows it."""
        self._pass_on(self.live_wanted)

    def _pass_on(self, wanted: SignalInstance) -> None:
        style = self.shown.style if self.shown else None
        if style is None:
            self.said.emit(Message(self.tr("The first style of this run is not written yet. Wait a moment.")))
        else:
            wanted.emit(style)

    def show_folder(self, folder: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    # -- what is said ---------------------------------------------------------------------------------------

    def message_of_end(self, text: str, trained: Trained) -> Message:
        """With what can be done with the result."""
        use = partial(self.style_wanted.emit, trained.style)
        return Message(text, "done", self.tr("Use in Stylize"), use, stays=True)

    @Slot(str)
    def _on_refused(self, text: str) -> None:
        if self.running is not None or not self.work.is_running:
            self.say_failure(text)

    def offer_back(self, drafting: Drafted, before: Any) -> None:
        """After another draft has taken the place of the one that was in hand until now."""
        text = self.tr("“{name}” is the draft now, in place of “{before}”.")
        text = text.format(name=drafting.request.name, before=before.name)
        back = partial(self._go_back_to, drafting, before)
        self.said.emit(Message(text, "info", self.tr("Back to What You Had"), back, stays=True))

    def _go_back_to(self, drafting: Drafted, before: Any) -> None:
        drafting.restore(before)
        self.show_draft()

    @Slot(str)
    def say_failure(self, text: str) -> None:
        self.said.emit(Message(text, "error"))

    @Slot(str, str)
    def complain(self, text: str, of: str) -> None:
        """Of a part of the draft, until that is mended."""
        self._complaints[of] = Message(text, "error")
        self.said.emit(self._complaints[of])

    @Slot(str)
    def forget_complaint(self, of: str) -> None:
        if of in self._complaints:
            self.outdated.emit(self._complaints.pop(of))
