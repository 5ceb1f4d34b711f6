"""The draft of a collection as a form: from what, into what, for how long."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton

from desktop_app.collections.coach_box import CoachBox
from desktop_app.collections.controller import CollectionsController
from desktop_app.collections.expert_fields import ExpertFields
from desktop_app.collections.parent_box import ParentBox
from desktop_app.collections.task_choice import TaskChoice
from desktop_app.collections.tasks import words_of
from desktop_app.icons import Icons
from desktop_app.runs.draft_form import DraftForm
from desktop_app.runs.folder_box import FolderBox
from desktop_app.runs.wishes import CardFields, StopChoice
from desktop_app.widgets.labels import heading
from models.training_news import PhotosReport


class CollectionForm(DraftForm):
    """Made in steps by `prepare`, so that entering the room keeps nobody waiting."""

    works_wanted = Signal()
    photos_wanted = Signal()
    generator_wanted = Signal()

    def __init__(self, controller: CollectionsController, icons: Icons) -> None:
        super().__init__(
            "collection",
            self.tr("A collection, and what it can become"),
            self.tr(
                "Two networks learn from a folder of works: one makes pictures, the other tells them from the"
                " works. You see first what the folder is good for, and how long that takes here. Nothing"
                " leaves this computer."
            ),
        )
        self.setObjectName("collection_panel")
        self._controller, self._drafting, self._icons = controller, controller.drafting, icons
        self._is_ready = False
        self.explore = QPushButton(self.tr("Explore a Generator…"))
        self.explore.setObjectName("explore_generator")
        self.explore.setToolTip(self.tr("Opens the file of swatches that were learnt before"))
        self.explore.clicked.connect(self.generator_wanted)
        self.put_beside_start(self.explore)
        self.start.clicked.connect(controller.start)

    def prepare(self) -> Iterator[None]:
        """Each step takes less than 50 ms."""
        drafting = self._drafting
        self.coach = CoachBox(drafting, self._icons)
        self.coach.choose_wanted.connect(self.works_wanted)
        self.put(self.left, heading(self.tr("Your works")), self.coach)
        yield
        self.tasks = TaskChoice(drafting)
        self.parent_box = ParentBox(drafting)
        self.put(self.right, heading(self.tr("What they become")), self.tasks, self.parent_box)
        yield
        self._make_second()
        self.put(self.left, self.second_name, self.second)
        yield
        self.stop = StopChoice(drafting)
        self.put(self.left, heading(self.tr("When it ends")), self.stop)
        self.card = CardFields(drafting, self.tr("as the folder"))
        self.put(self.right, heading(self.tr("Its name and card")), self.card)
        yield
        self.expert = ExpertFields(drafting)
        self.put(self.right, heading(self.tr("For those who know the papers")), self.expert)
        self._is_ready = True
        drafting.changed.connect(self.show_draft)
        drafting.looked.connect(self.show_draft)
        self._controller.work.changed.connect(self.show_draft)
        self.show_draft()

    def _make_second(self) -> None:
        self.second_name = heading("")
        self.without = QPushButton(self.tr("Without"))
        self.without.setObjectName("second_without")
        self.without.setToolTip(self.tr("The pairs lie in the folder of works alone"))
        self.without.clicked.connect(lambda: self._drafting.change(photos=None))
        self.second = FolderBox("second", self._icons, self.without)
        self.second.choose_wanted.connect(self.photos_wanted)

    @Slot()
    def show_draft(self) -> None:
        if not self._is_ready:
            return
        drafting = self._drafting
        for part in (self.tasks, self.parent_box, self.stop, self.card, self.expert):
            part.show_draft()
        self._show_second()
        is_busy = self._controller.work.is_running
        self.show_start(is_complete=drafting.is_complete, is_busy=is_busy, missing=self._missing_words)

    def _show_second(self) -> None:
        second, photos = words_of(self._drafting.request.task).second, self._drafting.request.photos
        for part in (self.second_name, self.second):
            part.setVisible(bool(second))
        is_pairs = second == "pairs"
        self.second_name.setText(
            self.tr("The second of each pair") if is_pairs else self.tr("Photographs to learn on")
        )
        self.second.show_folder(photos)
        self.without.setVisible(is_pairs and photos is not None)
        said = self.tr("Any photographs of yours, the more varied the better.")
        if is_pairs:
            said = self.tr(
                "A folder with the same names; or none: then each file has both side by side, or there are "
                "NAME_a and NAME_b."
            )
        elif (report := self._drafting.photos) is not None:
            said = "\n".join(self._said_of(report))
        self.second.said.setText(said)

    def _said_of(self, report: PhotosReport) -> list[str]:
        """What the engine says of the photographs, how many there are, and what is wrong with the first."""
        drafting, out = self._drafting, len(report.left_out)
        lines = [drafting.in_the_windows_words(report.advice)] if report.advice else []
        if report.used:
            lines.append(self.tr("{count} photographs will be used.").format(count=len(report.used)))
        if out:
            first = drafting.in_the_windows_words(report.left_out[0].reason)
            lines.append(self.tr("{count} left out. The first: {reason}").format(count=out, reason=first))
        return lines

    @property
    def _missing_words(self) -> str:
        drafting = self._drafting
        if not drafting.has_works:
            return self.tr("Choose a folder of works first, or drop it here.")
        if drafting.checking is not None:
            return self.tr("The works are still being looked at.")
        if drafting.needs_photos and drafting.request.photos is None:
            return self.tr("Now choose a folder of photographs.")
        if drafting.needs_photos and drafting.photos is not None and not drafting.photos.used:
            return self.tr("No photograph in that folder can be used. Choose another.")
        if drafting.learnt_parts == ():
            return self.tr("Nothing would be learnt: tick at least one part.")
        if not drafting.is_complete:
            return self.tr("No work in this folder can be used. Choose another.")
        return ""
