"""What the Train room does: drafts, the training that runs, and the runs that are on the disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from desktop_app import words
from desktop_app.calls import Calls
from desktop_app.document.background import Background
from desktop_app.settings import SettingsStore
from desktop_app.train.drafting import Drafting
from desktop_app.train.places import runs_folder
from desktop_app.train.record import Record, record_of
from desktop_app.train.work import Work
from desktop_app.widgets.notice_bar import Level, Message
from models.news import Done, Failed, FileError, Outcome
from models.training_news import OnnxExported, RunHistory, RunSummary, Trained
from models.training_requests import ExportOnnx, ListRuns, OpenRun, StopWhen

if TYPE_CHECKING:
    from desktop_app.masks.excluding import Excluding
    from desktop_app.train.exclusions import ExclusionsOfDraft

MORE_MINUTES = 10.0
CLOSE_MS = 2000


class TrainController(QObject):
    """Knows no widget. One for all windows, because one training runs at a time."""

    runs_changed = Signal()
    shown_changed = Signal()  # another run is looked at, or none: then the draft is
    overlays_changed = Signal()
    excluding_changed = Signal()  # on which style picture is painted, or with what
    said = Signal(object)  # Message
    concluded = Signal(str)  # a training has ended: words for somebody who is elsewhere
    style_wanted = Signal(object)  # Path: to be painted with in the room for that
    style_renewed = Signal(object)  # Path: the file is another one now

    def __init__(self, calls: Calls, settings: SettingsStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        calls.setParent(self)
        self._calls = calls
        self.background = Background(self)
        self.drafting = Drafting(calls, settings, self)
        self.work = Work(calls, self.background, self)
        self.settings = settings
        self.summaries: tuple[RunSummary, ...] = ()
        self.shown: Record | None = None
        self.overlays: dict[Path, Record] = {}
        self._wanted: Path | None = None
        self._has_looked = False
        self._last: Message | None = None
        self.drafting.failed.connect(self._on_failed)
        self.work.refused.connect(self._on_failed)
        self.work.failed.connect(self._on_training_failed)
        self.work.ended.connect(self._on_ended)
        self.work.changed.connect(self._on_work_changed)
        self.work.style_saved.connect(self.style_renewed)

    def begin(self) -> None:
        """When the room is entered first: what is on the disk, and what waits."""
        if not self._has_looked:
            self.work.load_queue()
            if self.settings.current.train_photos:
                self.drafting.choose_photos(Path(self.settings.current.train_photos))
        self.look_for_runs()

    def close(self) -> None:
        """For the end of the program: the run that is at work keeps a checkpoint and can go on."""
        self._calls.close()
        if "exclusions" in self.__dict__:
            self.exclusions[0].forget()
        self.background.wait(CLOSE_MS)

    # -- what is left out of the style pictures of the draft ------------------------------------------------

    @cached_property
    def exclusions(self) -> tuple[Excluding, ExclusionsOfDraft]:
        """Made when somebody first leaves something out."""
        from desktop_app.train.exclusions import make_excluding

        excluding, held = make_excluding(self.drafting, self._calls, self)
        excluding.changed.connect(self.excluding_changed)
        excluding.failed.connect(self._on_failed)
        return excluding, held

    @property
    def excluding(self) -> Excluding | None:
        """While a style picture is painted on."""
        made = self.__dict__.get("exclusions")
        return made[0] if made is not None and made[0].source is not None else None

    @Slot(object)
    def exclude(self, picture: Path | None) -> None:
        self.exclusions[0].choose(str(picture) if picture is not None else None)

    # -- the runs -------------------------------------------------------------------------------------------

    @Slot()
    def look_for_runs(self) -> None:
        self._calls.ask(ListRuns(runs_folder()), self._on_listed, lane="runs")

    def _on_listed(self, outcome: Outcome) -> None:
        if isinstance(outcome, Failed):
            self._on_failed(outcome.message)
        elif isinstance(outcome, Done):
            self.summaries = outcome.result
            self.runs_changed.emit()
            if not self._has_looked:
                self._has_looked = True
                self._offer_what_was_left()

    def _offer_what_was_left(self) -> None:
        """A run that a crash, a closed window or a power cut has ended; else the line."""
        if self.work.is_running:
            return
        left = [summary for summary in self.summaries if summary.phase == "interrupted" and summary.step > 0]
        if left:
            newest = max(left, key=lambda summary: _changed_at(summary.run))
            text = self.tr("“{name}” was interrupted at step {step}. It can go on exactly where it was.")
            text = text.format(name=newest.name, step=newest.step)
            self.said.emit(
                Message(text, "info", self.tr("Go On"), partial(self.show_and_resume, newest.run), stays=True)
            )
        elif self.work.queue:
            text = self.tr("{count} trainings wait for their turn.").format(count=len(self.work.queue))
            self.said.emit(Message(text, "info", self.tr("Begin"), self.work.go_on_with_queue, stays=True))

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

    def show_and_resume(self, run: Path) -> None:
        self._wanted = run
        self._calls.ask(OpenRun(run), partial(self._on_opened, run, self._on_history_to_resume))

    def _on_opened(self, run: Path, then: object, outcome: Outcome) -> None:
        if isinstance(outcome, Failed):
            self._on_failed(outcome.message)
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

    def _show(self, record: Record | None) -> None:
        if self.shown is not record:
            self.shown = record
            self.shown_changed.emit()

    def overlay(self, run: Path, is_wanted: bool) -> None:
        """Draws the curves of another run behind those of the one that is looked at."""
        if not is_wanted:
            self.overlays.pop(run, None)
            self.overlays_changed.emit()
        elif self.work.record is not None and self.work.record.run == run:
            self._on_overlay(self.work.record)
        else:
            self._calls.ask(OpenRun(run), partial(self._on_opened, run, self._on_overlay))

    def _on_overlay(self, record: Record | FileError) -> None:
        if isinstance(record, Record):
            self.overlays[record.run] = record
            self.overlays_changed.emit()

    # -- what is done ---------------------------------------------------------------------------------------

    @Slot()
    def start(self) -> None:
        """The draft becomes a run; the next draft begins with the same photographs."""
        if not self.drafting.is_complete:
            return
        if self.excluding is not None:
            self.excluding.settle()
        try:
            request = self.drafting.make_request(frozenset(one.run for one in self.work.queue))
        except OSError as error:
            text = self.tr("There is no place for this training: {reason}. Free some space, then try again.")
            self._on_failed(text.format(reason=error.strerror))
            return
        record = self.work.start(request)
        self._wanted = record.run
        self._show(record)
        self.drafting.begin_anew()

    @Slot()
    def resume(self) -> None:
        """Goes on with the run that is looked at; one that had come to its end for a while longer."""
        record = self.shown
        if record is None:
            return
        if self.work.is_running:
            text = self.tr("Another training runs. Pause it or stop it first, then let this one go on.")
            self.said.emit(Message(text, "warning"))
            return
        has_ended = record.phase in ("finished", "stopped")
        stop = StopWhen(minutes=record.elapsed_s / 60 + MORE_MINUTES) if has_ended else None
        self.work.resume(record, stop)

    def fork(self, snapshot: Path | None = None) -> None:
        """A new draft that begins from what this run has learnt; the run itself stays."""
        record = self.shown
        if record is None or record.request is None:
            return
        minutes = record.request.stop if record.request.stop != StopWhen() else StopWhen(minutes=MORE_MINUTES)
        request = replace(record.request, stop=minutes)
        self.drafting.take_over(request, snapshot or record.run)
        self.show_draft()

    @Slot()
    def use_style(self) -> None:
        style = self.shown.style if self.shown else None
        if style is None:
            self.said.emit(Message(self.tr("The first style of this run is not written yet. Wait a moment.")))
        else:
            self.style_wanted.emit(style)

    def export_onnx(self, path: Path) -> None:
        style = self.shown.style if self.shown else None
        if style is not None:
            self.said.emit(Message(self.tr("Writing {name}…").format(name=path.name), stays=True))
            self._calls.ask(ExportOnnx(str(style), path), self._on_exported)

    def _on_exported(self, outcome: Outcome) -> None:
        if isinstance(outcome, Failed):
            self._on_failed(outcome.message)
        elif isinstance(outcome, Done) and isinstance(outcome.result, OnnxExported):
            exported = outcome.result
            text = self.tr(
                "Saved as {name}. It paints as the original does: the largest difference is {steps} of 255."
            )
            text = text.format(name=exported.path.name, steps=f"{exported.largest_difference:.2g}")
            show = partial(self.show_folder, exported.path.parent)
            self.said.emit(Message(text, "done", self.tr("Show in Folder"), show))

    def show_folder(self, folder: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    # -- what is said ---------------------------------------------------------------------------------------

    @Slot()
    def _on_work_changed(self) -> None:
        self.runs_changed.emit()

    @Slot(object)
    def _on_ended(self, trained: Trained) -> None:
        self.look_for_runs()
        self.style_renewed.emit(trained.style)
        record = self.work.record
        name = record.name if record else trained.run.name
        if trained.ending == "paused":
            text = self.tr("“{name}” is paused, and its memory is free. Nothing is lost.").format(name=name)
            self.said.emit(Message(text))
            return
        took = words.about_time(trained.elapsed_s)
        text = self.tr("“{name}” is ready, after {time} of training.").format(name=name, time=took)
        self._conclude(
            text, "done", self.tr("Use in Stylize"), partial(self.style_wanted.emit, trained.style)
        )

    def _conclude(self, text: str, level: Level, label: str, act: Callable[[], object]) -> None:
        """Said here, and to whoever is looking at another program."""
        self._last = Message(text, level, label, act, stays=True)
        self.said.emit(self._last)
        self.concluded.emit(text)

    def say_unnotified(self) -> None:
        """The desktop shows no notifications."""
        if self._last is not None:
            told = self.tr("This desktop shows no notifications; so it is only said here.")
            self.said.emit(replace(self._last, text=f"{self._last.text} {told}"))

    @Slot(str, bool)
    def _on_training_failed(self, text: str, can_go_on: bool) -> None:
        self.look_for_runs()
        if can_go_on and self.work.record is not None:
            go_on = partial(self.show_and_resume, self.work.record.run)
            self._conclude(text, "error", self.tr("Go On"), go_on)
            return
        record = self.work.record
        if record is not None and record.request is not None and self.shown in (record, None):
            self.drafting.take_back(record.request)
            self.show_draft()
        self._on_failed(text)

    @Slot(str)
    def _on_failed(self, text: str) -> None:
        self.said.emit(Message(text, "error"))


def _changed_at(run: Path) -> float:
    try:
        return (run / "state.json").stat().st_mtime
    except OSError:
        return 0.0
