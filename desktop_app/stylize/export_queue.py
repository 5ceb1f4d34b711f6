"""The line of exports as it is seen: how far each is, a cross to cancel it, and a pause for all."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app import words
from desktop_app.icons import Icons
from desktop_app.stylize.exporting import Exporting, Job
from desktop_app.widgets.labels import explanation, heading

SHOWN = 3  # more of them are told as a number, so that the sliders keep their place
NAME_PX = 190


class ExportQueue(QWidget):
    """Hidden while nothing is exported."""

    def __init__(self, exporting: Exporting, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("export_queue")
        self._exporting, self._icons = exporting, icons
        self.title = heading("")
        self.pause_button = QPushButton()
        self.pause_button.setObjectName("export_pause")
        self.pause_button.setProperty("role", "quiet")
        self.pause_button.setCheckable(True)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.pause_button)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self.progress = QProgressBar()
        self.progress.setObjectName("export_progress")
        self.progress.setAccessibleName(self.tr("Progress of the export"))
        self.progress.setTextVisible(False)
        self.time_left = explanation()
        self.time_left.setObjectName("export_time_left")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self.progress)
        layout.addWidget(self.time_left)
        layout.addLayout(self._rows)
        self._shown: tuple[Job, ...] = ()
        self.pause_button.toggled.connect(exporting.pause)
        exporting.changed.connect(self.show_state)
        exporting.progressed.connect(self._show_progress)
        self.show_state()

    @Slot()
    def show_state(self) -> None:
        jobs = self._exporting.jobs
        self.setVisible(bool(jobs))
        self.pause_button.setChecked(self._exporting.is_paused)
        is_paused = self._exporting.is_paused
        self.pause_button.setText(self.tr("Go On") if is_paused else self.tr("Pause"))
        count = len(jobs)
        self.title.setText(
            self.tr("Exporting") if count < 2 else self.tr("Exporting {count} pictures").format(count=count)
        )
        if jobs != self._shown:
            self._shown = jobs
            self._show_rows()
        self._show_progress()

    def _show_rows(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for job in self._shown[:SHOWN]:
            row = ExportRow(job, self._icons)
            row.cancel_wanted.connect(self._exporting.cancel)
            self._rows.addWidget(row)
        more = len(self._shown) - SHOWN
        if more > 0:
            self._rows.addWidget(explanation(self.tr("and {count} more").format(count=more)))

    @Slot()
    def _show_progress(self) -> None:
        jobs = self._exporting.jobs
        if not jobs:
            return
        now = jobs[0].progress
        self.progress.setRange(0, 100 if now or self._exporting.is_paused else 0)
        self.progress.setValue(words.percent_done(now) if now else 0)
        parts = [f"{words.percent_done(now)} %"] if now else [self.tr("Getting ready…")]
        if self._exporting.is_paused:
            parts = [self.tr("Paused")]
        elif left := words.time_left(self._exporting.seconds_left):
            parts.append(left)
        self.time_left.setText(" · ".join(parts))


class ExportRow(QWidget):
    """One export."""

    cancel_wanted = Signal(object)  # Job

    def __init__(self, job: Job, icons: Icons) -> None:
        super().__init__()
        name = job.export.path.name
        label = QLabel()
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setText(label.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, NAME_PX))
        label.setToolTip(str(job.export.path))
        button = QToolButton()
        button.setObjectName("export_cancel")
        spoken = self.tr("Cancel {name}").format(name=name)
        button.setAccessibleName(spoken)
        button.setToolTip(spoken)
        icons.put(button, "close", "dim", 14)
        button.clicked.connect(lambda: self.cancel_wanted.emit(job))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label, 1)
        layout.addWidget(button)
