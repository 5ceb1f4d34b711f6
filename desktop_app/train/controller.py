"""What the Train room does beyond what all trainings have in common: its draft, and ONNX."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from desktop_app.calls import Calls
from desktop_app.runs.controller import RunsController
from desktop_app.runs.kept_draft import KeptDraft
from desktop_app.runs.record import AnyTraining
from desktop_app.runs.work import Work
from desktop_app.settings import SettingsStore
from desktop_app.train.draft_file import read_draft, write_draft
from desktop_app.train.drafting import Drafting, with_kept_masks
from desktop_app.widgets.notice_bar import Message
from models.news import Done, Failed, FileError, Outcome
from models.training_moment import MORE_MINUTES
from models.training_news import OnnxExported
from models.training_requests import ExportOnnx, StopWhen, TrainStyle

if TYPE_CHECKING:
    from desktop_app.masks.excluding import Excluding
    from desktop_app.train.exclusions import ExclusionsOfDraft


class TrainController(RunsController):
    """Knows no widget. One for all windows, because one training runs at a time."""

    excluding_changed = Signal()  # on which style picture is painted, or with what

    def __init__(
        self, calls: Calls, work: Work, settings: SettingsStore, parent: QObject | None = None
    ) -> None:
        super().__init__(calls, work, settings, parent)
        self.drafting = Drafting(calls, settings, self)
        self.drafting.failed.connect(self.complain)
        self.drafting.mended.connect(self.forget_complaint)
        self._kept = KeptDraft(self.drafting, read_draft, write_draft, self.background, self)
        self._kept.failed.connect(self.say_failure)
        self._beginning: list[Path] = []  # the places of runs whose masks are being kept

    def is_own(self, request: AnyTraining | None) -> bool:
        return request is None or isinstance(request, TrainStyle)

    def is_own_task(self, task: str) -> bool:
        return not task

    def begin(self) -> None:
        self._kept.read(self._take_known_photos)
        super().begin()

    def _take_known_photos(self) -> None:
        photos = self.settings.current.train_photos
        if photos and not self.drafting.has_photos:
            self.drafting.choose_photos(Path(photos))

    def close(self) -> None:
        if self.excluding is not None:
            self.excluding.settle()
        self._kept.close()
        super().close()
        if "exclusions" in self.__dict__:
            self.exclusions[0].forget()

    # -- what is left out of the style pictures of the draft ------------------------------------------------

    @cached_property
    def exclusions(self) -> tuple[Excluding, ExclusionsOfDraft]:
        """Made when somebody first leaves something out."""
        from desktop_app.train.exclusions import make_excluding

        excluding, held = make_excluding(self.drafting, self._calls, self)
        excluding.changed.connect(self.excluding_changed)
        excluding.failed.connect(self.say_failure)
        return excluding, held

    @property
    def excluding(self) -> Excluding | None:
        """While a style picture is painted on."""
        made = self.__dict__.get("exclusions")
        return made[0] if made is not None and made[0].source is not None else None

    @Slot(object)
    def exclude(self, picture: Path | None) -> None:
        self.exclusions[0].choose(str(picture) if picture is not None else None)

    # -- what is done ---------------------------------------------------------------------------------------

    @Slot()
    def start(self) -> None:
        """The draft becomes a run; the next draft begins with the same photographs."""
        if not self.drafting.is_complete:
            return
        if self.excluding is not None:
            self.excluding.settle()
        try:
            request = self.drafting.make_request(self.taken_places | frozenset(self._beginning))
        except OSError as error:
            text = self.tr("There is no place for this training: {reason}. Free some space, then try again.")
            self.say_failure(text.format(reason=error.strerror))
            return
        self.drafting.begin_anew()
        if any(picture.exclude for picture in request.pictures):
            self._beginning.append(request.run)
            self.background.run(partial(with_kept_masks, request), partial(self._on_masks_kept, request))
        else:
            self.begin_run(request)

    def _on_masks_kept(self, asked: TrainStyle, kept: TrainStyle | FileError) -> None:
        self._beginning.remove(asked.run)
        if isinstance(kept, FileError):
            self.drafting.take_back(asked)
            self.say_failure(self._calls.translate(str(kept)))
        else:
            self.begin_run(kept)

    @property
    def can_be_onnx(self) -> bool:
        return True

    @property
    def can_be_live(self) -> bool:
        return True

    def fork(self, snapshot: Path | None = None) -> None:
        record = self.shown
        if record is None or not isinstance(record.request, TrainStyle):
            return
        asked = record.request.stop.asked_anew()
        stop = asked if asked != StopWhen() else StopWhen(minutes=MORE_MINUTES)
        request = replace(record.request, stop=stop)
        before = self.drafting.request
        self.drafting.take_over(request, snapshot or record.run)
        self._offer(before)
        self.show_draft()

    def take_back(self, request: AnyTraining) -> None:
        assert isinstance(request, TrainStyle)
        before = self.drafting.request
        self.drafting.take_back(request)
        self._offer(before)

    @property
    def has_draft(self) -> bool:
        return bool(self.drafting.request.pictures)

    def _offer(self, before: TrainStyle) -> None:
        """The draft that was in hand until now, where somebody had made one."""
        now = self.drafting.request
        if before.pictures and before != now:
            self.offer_back(self.drafting, before)

    def export_onnx(self, path: Path) -> None:
        style = self.shown.style if self.shown else None
        if style is not None:
            self.said.emit(Message(self.tr("Writing {name}…").format(name=path.name), stays=True))
            self._calls.ask(ExportOnnx(str(style), path), self._on_exported)

    def _on_exported(self, outcome: Outcome) -> None:
        if isinstance(outcome, Failed):
            self.say_failure(outcome.message)
        elif isinstance(outcome, Done) and isinstance(outcome.result, OnnxExported):
            exported = outcome.result
            text = self.tr(
                "Saved as {name}. It paints as the original does: the largest difference is {steps} of 255."
            )
            text = text.format(name=exported.path.name, steps=f"{exported.largest_difference:.2g}")
            show = partial(self.show_folder, exported.path.parent)
            self.said.emit(Message(text, "done", self.tr("Show in Folder"), show))
