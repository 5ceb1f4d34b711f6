"""What the Collections room does: its draft, its runs, and the way through what a generator can make."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from desktop_app.calls import Calls
from desktop_app.collections.draft_file import read_draft, write_draft
from desktop_app.collections.drafting import NOWHERE, Drafting
from desktop_app.collections.imagining import Imagining
from desktop_app.runs.controller import RunsController
from desktop_app.runs.kept_draft import KeptDraft
from desktop_app.runs.record import AnyTraining, Record
from desktop_app.runs.work import Work
from desktop_app.settings import SettingsStore
from desktop_app.widgets.notice_bar import Message
from models.collection_requests import TrainCollection
from models.training_moment import MORE_MINUTES
from models.training_news import Trained
from models.training_requests import StopWhen


class CollectionsController(RunsController):
    """Knows no widget. One for all windows, as that of Train."""

    def __init__(
        self, calls: Calls, work: Work, settings: SettingsStore, parent: QObject | None = None
    ) -> None:
        super().__init__(calls, work, settings, parent)
        self.drafting = Drafting(calls, settings, self)
        self.imagining = Imagining(calls, self.background, self)
        self.drafting.failed.connect(self.complain)
        self.drafting.mended.connect(self.forget_complaint)
        self.imagining.failed.connect(self.say_failure)
        self.imagining.style_wanted.connect(self.style_wanted)
        self._kept = KeptDraft(self.drafting, read_draft, write_draft, self.background, self)
        self._kept.failed.connect(self.say_failure)

    def is_own(self, request: AnyTraining | None) -> bool:
        return isinstance(request, TrainCollection)

    def is_own_task(self, task: str) -> bool:
        return bool(task)

    def begin(self) -> None:
        self._kept.read(self._take_known_works)
        super().begin()

    def _take_known_works(self) -> None:
        works = self.settings.current.works_folder
        if works and self.drafting.is_untouched:
            self.drafting.choose_works(Path(works))

    def close(self) -> None:
        self._kept.close()
        super().close()

    @Slot()
    def start(self) -> None:
        """The draft becomes a run; the next draft begins with the same folders."""
        if not self.drafting.is_complete:
            return
        try:
            request = self.drafting.make_request(self.taken_places)
        except OSError as error:
            text = self.tr("There is no place for this training: {reason}. Free some space, then try again.")
            self.say_failure(text.format(reason=error.strerror))
            return
        self.begin_run(request)
        self.drafting.begin_anew()

    def fork(self, snapshot: Path | None = None) -> None:
        record = self.shown
        if record is None or not isinstance(record.request, TrainCollection):
            return
        asked = record.request.stop.asked_anew()
        minutes = asked if asked != StopWhen() else StopWhen(minutes=MORE_MINUTES)
        before = self.drafting.request
        self.drafting.take_over(replace(record.request, stop=minutes), snapshot or record.run)
        self._offer(before)
        self.show_draft()

    def take_back(self, request: AnyTraining) -> None:
        assert isinstance(request, TrainCollection)
        before = self.drafting.request
        self.drafting.take_back(request)
        self._offer(before)

    def _offer(self, before: TrainCollection) -> None:
        """The draft that was in hand until now, where it was more than what a start leaves behind."""
        now = self.drafting.request
        left_behind = replace(now, name=before.name, stop=before.stop, parent=None)
        if before.works != NOWHERE and before != left_behind:
            self.offer_back(self.drafting, before)

    # -- what is done with a result -------------------------------------------------------------------------

    @staticmethod
    def makes_swatches(record: Record | None) -> bool:
        return bool(
            record and isinstance(record.request, TrainCollection) and record.request.task == "imagine"
        )

    def use_words(self) -> tuple[str, str]:
        if self.makes_swatches(self.shown):
            return self.tr("Explore"), self.tr("A map of the swatches as they are now, also while it learns")
        return super().use_words()

    @Slot()
    def use_style(self) -> None:
        style = self.shown.style if self.shown else None
        if style is not None and self.makes_swatches(self.shown):
            self.imagining.open(style)
        else:
            super().use_style()

    def message_of_end(self, text: str, trained: Trained) -> Message:
        if self.makes_swatches(self.work.record):
            explore = partial(self.imagining.open, trained.style)
            return Message(text, "done", self.tr("Explore"), explore, stays=True)
        if trained.back is not None:
            text += " " + self.tr("The way back lies beside it: {name}.").format(name=trained.back.name)
        return super().message_of_end(text, trained)

    @Slot()
    def show_draft(self) -> None:
        self.imagining.close()
        super().show_draft()

    def show_run(self, run: Path) -> None:
        self.imagining.close()
        super().show_run(run)
