"""Refine: a slower engine that paints with more care. Started, watched and stopped here."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app import words
from desktop_app.icons import Icons
from desktop_app.stylize.controller import StylizeController
from desktop_app.widgets.labels import explanation
from models.news import Progress


class RefinePanel(QWidget):
    """A button; while it runs, progress and a stop that keeps the picture; afterwards a choice of both."""

    refine_wanted = Signal()

    def __init__(self, controller: StylizeController, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("refine_panel")
        self._controller, self._icons = controller, icons
        self.explanation = explanation(
            self.tr("Paints the picture again with more care. Takes a few minutes.")
        )
        self.refine_button = QPushButton(self.tr("Refine"))
        self.refine_button.setObjectName("refine")
        icons.put(self.refine_button, "refine")
        self.progress = QProgressBar()
        self.progress.setObjectName("refine_progress")
        self.progress.setAccessibleName(self.tr("Progress of refining"))
        self.progress.setTextVisible(False)
        self.time_left = explanation()
        self.time_left.setObjectName("refine_time_left")
        self.stop_button = QPushButton(self.tr("Stop and Keep"))
        self.stop_button.setObjectName("refine_stop")
        self.stop_button.setToolTip(self.tr("The picture as it is now stays"))
        icons.put(self.stop_button, "stop")
        self.choice = _Choice(self.tr("Instant"), self.tr("Refined"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (self.explanation, self.choice, self.refine_button, self.progress, self.time_left):
            layout.addWidget(part)
        layout.addWidget(self.stop_button)
        self.refine_button.clicked.connect(controller.refine)
        self.stop_button.clicked.connect(controller.refining.stop)
        self.choice.refined_chosen.connect(controller.show_refined)
        controller.refining.progressed.connect(self._on_progress)
        controller.picture_changed.connect(self.show_state)
        self.show_state()

    @Slot()
    def show_state(self) -> None:
        refining, project = self._controller.refining, self._controller.project
        has_refined = self._controller.refined_image is not None and not refining.is_running
        self.refine_button.setVisible(not refining.is_running)
        self.refine_button.setEnabled(project.is_paintable)
        self.refine_button.setText(self.tr("Refine Again") if has_refined else self.tr("Refine"))
        self.explanation.setVisible(not refining.is_running and not has_refined)
        self.choice.setVisible(has_refined)
        self.choice.show_refined(self._controller.is_showing_refined)
        for part in (self.progress, self.time_left, self.stop_button):
            part.setVisible(refining.is_running)
        self.stop_button.setEnabled(not refining.is_stopping)
        if not refining.is_running:
            self.progress.setRange(0, 0)
            self.time_left.setText(self.tr("Getting ready…"))

    @Slot(object)
    def _on_progress(self, progress: Progress) -> None:
        self.progress.setRange(0, 100)
        self.progress.setValue(words.percent_done(progress))
        self.time_left.setText(words.progress_line(progress))


class _Choice(QWidget):
    """Two halves of one button."""

    refined_chosen = Signal(bool)

    def __init__(self, instant: str, refined: str) -> None:
        super().__init__()
        self.setObjectName("engine_choice")
        self.instant_button, self.refined_button = QPushButton(instant), QPushButton(refined)
        self.instant_button.setObjectName("show_instant")
        self.refined_button.setObjectName("show_refined")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._group = QButtonGroup(self)
        for button, side in ((self.instant_button, "left"), (self.refined_button, "right")):
            button.setCheckable(True)
            button.setProperty("half", side)
            self._group.addButton(button)
            layout.addWidget(button, 1)
        self.refined_button.clicked.connect(lambda: self.refined_chosen.emit(True))
        self.instant_button.clicked.connect(lambda: self.refined_chosen.emit(False))

    def show_refined(self, is_refined: bool) -> None:
        (self.refined_button if is_refined else self.instant_button).setChecked(True)
