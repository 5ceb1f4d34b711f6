"""Refine: a slower engine that paints with more care. Started, watched, paused and stopped here."""

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
    """A button; while it runs, progress, a pause, and a stop that keeps the picture.

    Afterwards a choice of both pictures, and the way to a higher resolution.
    """

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
        self.pause_button = QPushButton()
        self.pause_button.setObjectName("refine_pause")
        self.larger_button = QPushButton(self.tr("Go On at a Higher Resolution"))
        self.larger_button.setObjectName("refine_larger")
        self._line = ""  # of the progress
        self.choice = _Choice(self.tr("Instant"), self.tr("Refined"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        before: tuple[QWidget, ...] = (self.explanation, self.choice, self.larger_button, self.refine_button)
        steering: tuple[QWidget, ...] = (self.pause_button, self.stop_button)
        self._while_running: tuple[QWidget, ...] = (self.progress, self.time_left, *steering)
        for part in (*before, *self._while_running):
            layout.addWidget(part)
        self.refine_button.clicked.connect(controller.refine)
        self.stop_button.clicked.connect(controller.refining.stop)
        self.pause_button.clicked.connect(self._on_pause)
        self.larger_button.clicked.connect(controller.refine_larger)
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
        for part in self._while_running:
            part.setVisible(refining.is_running)
        for button in (self.pause_button, self.stop_button):
            button.setEnabled(not refining.is_stopping)
        self._show_larger(has_refined=has_refined)
        self._show_pause()
        if not refining.is_running:
            self.progress.setRange(0, 0)
            self._line = ""
        self._show_line()

    def _show_larger(self, *, has_refined: bool) -> None:
        refining, project = self._controller.refining, self._controller.project
        side_px, image = refining.next_size_px(project), refining.image_for(project)
        self.larger_button.setVisible(has_refined and side_px is not None)
        if image is not None and side_px is not None:
            text = self.tr("From {present} to {next} pixels at the longer side")
            present = max(image.width(), image.height())
            self.larger_button.setToolTip(text.format(present=present, next=side_px))

    def _show_pause(self) -> None:
        is_paused = self._controller.refining.is_paused
        self.pause_button.setText(self.tr("Go On") if is_paused else self.tr("Pause"))
        self._icons.put(self.pause_button, "go_on" if is_paused else "pause")

    def _show_line(self) -> None:
        if self._controller.refining.is_paused:
            self.time_left.setText(self.tr("Paused · {progress}").format(progress=self._line).rstrip(" ·"))
        else:
            self.time_left.setText(self._line or self.tr("Getting ready…"))

    @Slot()
    def _on_pause(self) -> None:
        self._controller.refining.pause(not self._controller.refining.is_paused)

    @Slot(object)
    def _on_progress(self, progress: Progress) -> None:
        self.progress.setRange(0, 100)
        self.progress.setValue(words.percent_done(progress))
        self._line = words.progress_line(progress)
        self._show_line()


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
