"""The draft of a training as a form: from what, how, and for how long."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QPushButton,
)

from desktop_app.icons import Icons
from desktop_app.runs.draft_form import DraftForm
from desktop_app.runs.places import run_of
from desktop_app.runs.wishes import CardFields, StopChoice
from desktop_app.section import Section
from desktop_app.train.controller import TrainController
from desktop_app.train.photos_box import PhotosBox
from desktop_app.train.picture_tray import PictureTray
from desktop_app.train.picture_wishes import PictureWishes
from desktop_app.train.real_weights import RealWeights
from desktop_app.train.watched_photos import WatchedPhotos
from desktop_app.train.wishes import DepthChoice, SliderPanel
from desktop_app.widgets.labels import explanation, heading


class SetupPanel(DraftForm):
    """While nothing is chosen, it says what to bring and what becomes of it."""

    pictures_wanted = Signal()
    photos_wanted = Signal()
    rehearsal_wanted = Signal()
    watched_wanted = Signal()

    def __init__(self, controller: TrainController, icons: Icons) -> None:
        super().__init__(
            "training",
            self.tr("A style of your own"),
            self.tr(
                "Bring one picture, or a handful in the same manner, and a folder of any photographs. The"
                " program learns to paint photographs like that, while you watch or do something else. A"
                " first usable style is there in a minute or two, and nothing leaves this computer."
            ),
            (11, 9),
        )
        self.setObjectName("setup_panel")
        self._controller, self._drafting, self._icons = controller, controller.drafting, icons
        self._shown_pictures: list[object] = []
        self._chosen: Path | None = None
        self.rehearse = QPushButton(self.tr("Rehearse…"))
        self.rehearse.setObjectName("rehearse")
        self.rehearse.setToolTip(
            self.tr("Nine small paintings of a photograph, to choose strength and brush by")
        )
        self.put_beside_start(self.rehearse)
        self._steps = self._fill()

    def prepare(self) -> Iterator[None]:
        """Its parts, step by step; all that are left where somebody is there already."""
        yield from self._steps

    def showEvent(self, event: QShowEvent) -> None:
        for _ in self._steps:
            pass
        super().showEvent(event)

    def _fill(self) -> Iterator[None]:
        drafting, controller = self._drafting, self._controller
        self.tray, self.wishes = PictureTray(self._icons), PictureWishes(drafting)
        self.forked = explanation()
        self.forked.setObjectName("forked_from")
        self.put(self.left, heading(self.tr("1  Style")), self.tray, self.wishes, self.forked)
        self.setFocusProxy(self.tray.add)
        yield
        self.photos = PhotosBox(drafting, self._icons)
        self.watched = WatchedPhotos(drafting, self._icons)
        self.put(self.left, heading(self.tr("2  Photographs to learn on")), self.photos, self.watched)
        yield
        self.deep = DepthChoice(drafting)
        self.put(self.left, heading(self.tr("3  How much is learnt")), self.deep)
        yield
        self.sliders = SliderPanel(drafting)
        self.put(self.right, heading(self.tr("4  What you want of it")), self.sliders)
        yield
        self.weights = RealWeights(drafting)
        title = self.tr("The real weights")
        folded = Section(
            "train_weights", title, self.weights, controller.settings, self._icons, begins_folded=True
        )
        self.put(self.right, folded)
        yield
        self.stop = StopChoice(drafting)
        self.put(self.right, heading(self.tr("5  When it ends")), self.stop)
        yield
        self.card = CardFields(drafting, self.tr("as the picture"))
        self.put(self.right, heading(self.tr("6  Its name and card")), self.card)
        yield
        self.tray.add_wanted.connect(self.pictures_wanted)
        self.tray.removed.connect(drafting.remove_picture)
        self.tray.chosen.connect(self._on_picture_chosen)
        self.wishes.exclude_wanted.connect(controller.exclude)
        self.photos.choose_wanted.connect(self.photos_wanted)
        self.watched.choose_wanted.connect(self.watched_wanted)
        self.photos.crops_wanted.connect(drafting.show_crops)
        self.rehearse.clicked.connect(self.rehearsal_wanted)
        self.start.clicked.connect(controller.start)
        drafting.changed.connect(self.show_draft)
        controller.work.changed.connect(self.show_draft)
        self.show_draft()

    @Slot()
    def show_draft(self) -> None:
        drafting, request = self._drafting, self._drafting.request
        seen: list[object] = [(one.path, drafting.images.get(one.path)) for one in request.pictures]
        if seen != self._shown_pictures:
            self._shown_pictures = seen
            self.tray.show_pictures([one.path for one in request.pictures], drafting.images)
        if self._chosen is None or drafting.picture(self._chosen) is None:
            self._chosen = request.pictures[0].path if request.pictures else None
        self.tray.choose(self._chosen)
        self.wishes.show_picture(self._chosen)
        for choice in (self.watched, self.deep, self.sliders, self.weights, self.stop, self.card):
            choice.show_draft()
        self.photos.show_report()
        self.forked.setVisible(request.parent is not None)
        if request.parent is not None:
            text = self.tr("Begins from what “{name}” has learnt, not from the beginning.")
            self.forked.setText(text.format(name=run_of(request.parent).name))
        self.rehearse.setEnabled(bool(request.pictures) and drafting.is_complete)
        is_busy = self._controller.work.is_running
        self.show_start(is_complete=drafting.is_complete, is_busy=is_busy, missing=self._missing_words)

    @Slot(object)
    def _on_picture_chosen(self, path: Path) -> None:
        self._chosen = path
        self.wishes.show_picture(path)

    @property
    def _missing_words(self) -> str:
        drafting = self._drafting
        if not drafting.request.pictures:
            return self.tr("Choose a picture of the style first, or drop one here.")
        if not drafting.has_photos:
            return self.tr("Now choose a folder of photographs, or drop it here.")
        if drafting.checking is not None:
            return self.tr("The photographs are still being looked at.")
        if not drafting.learnt_parts:
            return self.tr("Nothing would be learnt: tick at least one part.")
        if not drafting.is_complete:
            return self.tr("No photograph in this folder can be used. Choose another.")
        return ""
