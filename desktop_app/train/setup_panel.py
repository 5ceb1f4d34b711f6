"""The draft of a training as a form: from what, how, and for how long."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
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
from desktop_app.train.controller import TrainController
from desktop_app.train.photos_box import PhotosBox
from desktop_app.train.picture_tray import PictureTray
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
        self._controller, self._drafting = controller, controller.drafting
        drafting = self._drafting
        self.tray, self.photos = PictureTray(icons), PhotosBox(drafting, icons)
        self.deep, self.sliders = DepthChoice(drafting), SliderPanel(drafting)
        self.stop, self.card = StopChoice(drafting), CardFields(drafting, self.tr("as the picture"))
        self._lay_out()
        self.tray.add_wanted.connect(self.pictures_wanted)
        self.tray.removed.connect(drafting.remove_picture)
        self.photos.choose_wanted.connect(self.photos_wanted)
        self.photos.crops_wanted.connect(drafting.show_crops)
        self.rehearse.clicked.connect(self.rehearsal_wanted)
        self.start.clicked.connect(controller.start)
        drafting.changed.connect(self.show_draft)
        controller.work.changed.connect(self.show_draft)
        self._shown_pictures: list[object] = []
        self.show_draft()

    def _lay_out(self) -> None:
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
        for column in (left, right):
            column.setSpacing(10)
        self.forked = explanation()
        self.forked.setObjectName("forked_from")
        of_left: tuple[QWidget, ...] = (
            *(heading(self.tr("1  Style")), self.tray, self.forked),
            *(heading(self.tr("2  Photographs to learn on")), self.photos),
            *(heading(self.tr("3  How much is learnt")), self.deep),
        )
        of_right: tuple[QWidget, ...] = (
            *(heading(self.tr("4  What you want of it")), self.sliders),
            *(heading(self.tr("5  When it ends")), self.stop),
            *(heading(self.tr("6  Its name and card")), self.card),
        )
        for column, parts in ((left, of_left), (right, of_right)):
            for place, part in enumerate(parts):
                if place and part.property("role") == "heading":
                    column.addSpacing(GAP_PX)
                column.addWidget(part)
            column.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(36)
        columns.addLayout(left, 11)
        columns.addLayout(right, 9)
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
        for choice in (self.deep, self.sliders, self.stop, self.card):
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
