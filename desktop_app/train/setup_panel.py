"""The draft of a training as a form: from what, how, and for how long."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_app.icons import Icons
from desktop_app.runs.wishes import CardFields, StopChoice
from desktop_app.section import Section
from desktop_app.train.controller import TrainController
from desktop_app.train.photos_box import PhotosBox
from desktop_app.train.picture_tray import PictureTray
from desktop_app.train.picture_wishes import PictureWishes
from desktop_app.train.real_weights import RealWeights
from desktop_app.train.wishes import DepthChoice, SliderPanel
from desktop_app.widgets.labels import explanation, heading
from desktop_app.widgets.scroll import scrolling

WIDEST_PX = 980
GAP_PX = 8  # above a heading


class SetupPanel(QWidget):
    """While nothing is chosen, it says what to bring and what becomes of it."""

    pictures_wanted = Signal()
    photos_wanted = Signal()
    rehearsal_wanted = Signal()

    def __init__(self, controller: TrainController, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("setup_panel")
        self._controller, self._drafting, self._icons = controller, controller.drafting, icons
        self._shown_pictures: list[object] = []
        self._chosen: Path | None = None
        self._left, self._right = self._lay_out()
        self._steps = self._fill()

    def prepare(self) -> Iterator[None]:
        """Its parts, step by step; all that are left where somebody is there already."""
        yield from self._steps

    def showEvent(self, event: QShowEvent) -> None:
        for _ in self._steps:
            pass
        super().showEvent(event)

    def _lay_out(self) -> tuple[QVBoxLayout, QVBoxLayout]:
        """The two columns, empty yet."""
        title = QLabel(self.tr("A style of your own"))
        title.setProperty("role", "title")
        intro = explanation(
            self.tr(
                "Bring one picture, or a handful in the same manner, and a folder of any photographs. The"
                " program learns to paint photographs like that, while you watch or do something else. A"
                " first usable style is there in a minute or two, and nothing leaves this computer."
            )
        )
        left, right = QVBoxLayout(), QVBoxLayout()
        columns = QHBoxLayout()
        columns.setSpacing(36)
        columns.addLayout(left, 11)
        columns.addLayout(right, 9)
        for column in (left, right):
            column.setSpacing(10)
            column.addStretch(1)
        form = QWidget()
        form.setObjectName("setup_form")
        form.setMaximumWidth(WIDEST_PX)
        inner = QVBoxLayout(form)
        inner.setContentsMargins(24, 18, 24, 18)
        inner.setSpacing(8)
        inner.addWidget(title)
        inner.addWidget(intro)
        inner.addSpacing(10)
        inner.addLayout(columns, 1)
        scroll = scrolling("setup_scroll", form)
        scroll.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroll, 1)
        layout.addWidget(self._make_foot())
        return left, right

    def _fill(self) -> Iterator[None]:
        drafting, controller = self._drafting, self._controller
        self.tray, self.wishes = PictureTray(self._icons), PictureWishes(drafting)
        self.forked = explanation()
        self.forked.setObjectName("forked_from")
        self._put(self._left, self.tr("1  Style"), self.tray, self.wishes, self.forked)
        self.setFocusProxy(self.tray.add)
        yield
        self.photos = PhotosBox(drafting, self._icons)
        self._put(self._left, self.tr("2  Photographs to learn on"), self.photos)
        yield
        self.deep = DepthChoice(drafting)
        self._put(self._left, self.tr("3  How much is learnt"), self.deep)
        yield
        self.sliders = SliderPanel(drafting)
        self._put(self._right, self.tr("4  What you want of it"), self.sliders)
        yield
        self.weights = RealWeights(drafting)
        title = self.tr("The real weights")
        folded = Section(
            "train_weights", title, self.weights, controller.settings, self._icons, begins_folded=True
        )
        self._right.insertWidget(self._right.count() - 1, folded)
        yield
        self.stop = StopChoice(drafting)
        self._put(self._right, self.tr("5  When it ends"), self.stop)
        yield
        self.card = CardFields(drafting, self.tr("as the picture"))
        self._put(self._right, self.tr("6  Its name and card"), self.card)
        yield
        self.tray.add_wanted.connect(self.pictures_wanted)
        self.tray.removed.connect(drafting.remove_picture)
        self.tray.chosen.connect(self._on_picture_chosen)
        self.wishes.exclude_wanted.connect(controller.exclude)
        self.photos.choose_wanted.connect(self.photos_wanted)
        self.photos.crops_wanted.connect(drafting.show_crops)
        self.rehearse.clicked.connect(self.rehearsal_wanted)
        self.start.clicked.connect(controller.start)
        drafting.changed.connect(self.show_draft)
        controller.work.changed.connect(self.show_draft)
        self.show_draft()

    @staticmethod
    def _put(column: QVBoxLayout, title: str, *parts: QWidget) -> None:
        """Above the stretch at the end."""
        if column.count() > 1:
            column.insertSpacing(column.count() - 1, GAP_PX)
        for part in (heading(title), *parts):
            column.insertWidget(column.count() - 1, part)

    def _make_foot(self) -> QFrame:
        self.missing = QLabel()
        self.missing.setObjectName("start_missing")
        self.missing.setProperty("role", "dim")
        self.missing.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.rehearse = QPushButton(self.tr("Rehearse…"))
        self.rehearse.setObjectName("rehearse")
        self.rehearse.setToolTip(
            self.tr("Nine small paintings of a photograph, to choose strength and brush by")
        )
        self.start = QPushButton()
        self.start.setObjectName("start_training")
        self.start.setProperty("role", "primary")
        foot = QFrame()
        foot.setObjectName("setup_foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(24, 10, 24, 10)
        row.setSpacing(10)
        row.addWidget(self.missing, 1)
        row.addWidget(self.rehearse)
        row.addWidget(self.start)
        return foot

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
        for choice in (self.deep, self.sliders, self.weights, self.stop, self.card):
            choice.show_draft()
        self.photos.show_report()
        self.forked.setVisible(request.parent is not None)
        if request.parent is not None:
            text = self.tr("Begins from what “{name}” has learnt, not from the beginning.")
            self.forked.setText(text.format(name=_name_of_run(request.parent.parts)))
        is_busy = self._controller.work.is_running
        self.start.setText(self.tr("Train After the Others") if is_busy else self.tr("Start Training"))
        self.start.setEnabled(drafting.is_complete)
        self.rehearse.setEnabled(bool(request.pictures) and drafting.is_complete)
        self.missing.setText(self._missing_words)

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
        if not drafting.is_complete:
            return self.tr("No photograph in this folder can be used. Choose another.")
        return ""


def _name_of_run(parts: tuple[str, ...]) -> str:
    """Of a run's folder or of one of its snapshots."""
    return parts[parts.index("snapshots") - 1] if "snapshots" in parts else parts[-1]
