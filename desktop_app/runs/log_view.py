"""What happened, in words; and how the training gets on."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_app.runs.progress_words import trend
from desktop_app.runs.record import Record
from desktop_app.widgets.labels import explanation, heading

MOST_ROWS = 500  # of those before somebody looks; the whole lies in the run's metrics.jsonl


class LogView(QWidget):
    """Grows at its end, and follows it unless somebody has scrolled up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("log_view")
        self.trend = explanation()
        self.trend.setObjectName("log_trend")
        self.text = QPlainTextEdit()
        self.text.setObjectName("log_text")
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("What happened in this training"))
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(48)
        self.text.setMaximumBlockCount(20 * MOST_ROWS)
        self._record: Record | None = None
        self._shown = self._rows = 0
        self._judged = (-1, False)
        self.technical = QCheckBox(self.tr("Technical"))
        self.technical.setObjectName("log_technical")
        self.technical.setToolTip(self.tr("The numbers of each row, and what kind of event it was"))
        self.technical.toggled.connect(self._on_technical)
        top = QHBoxLayout()
        title: QLabel = heading(self.tr("What happened"))
        top.addWidget(title)
        top.addSpacing(12)
        top.addWidget(self.trend, 1)
        top.addWidget(self.technical)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self.text, 1)

    def show_record(self, record: Record, *, is_running: bool) -> None:
        rows = len(record.curves)
        if record is not self._record or len(record.events) < self._shown or rows < self._rows:
            self._record, self._shown, self._rows = record, 0, max(0, rows - MOST_ROWS)
            self._judged = (-1, False)
            self.text.clear()
        if self.technical.isChecked():
            self._write_rows(record)
        else:
            for event in record.events[self._shown :]:
                self.text.appendPlainText(f"{event.step:>6}   {event.text}")
        self._shown, self._rows = len(record.events), rows
        if (rows, is_running) != self._judged:  # a long run has a hundred thousand rows to look through
            self._judged = (rows, is_running)
            self.trend.setText(self._trend_words(record) if is_running else "")

    def _write_rows(self, record: Record) -> None:
        """Events and rows of the curves in the order of their steps."""
        events = [
            (event.step, f"{event.step:>6}   [{event.kind}] {event.text}")
            for event in record.events[self._shown :]
        ]
        rows = [(step, line) for step, line in record.curves.lines(self._rows)]
        for _, line in sorted([*events, *rows], key=lambda each: each[0]):
            self.text.appendPlainText(line)

    @Slot()
    def _on_technical(self) -> None:
        record, self._record = self._record, None
        if record is not None:
            self.show_record(record, is_running=bool(self.trend.text()))

    def _trend_words(self, record: Record) -> str:
        return {
            "": "",
            "stronger": self.tr("The style is still getting stronger."),
            "slower": self.tr("The style changes little by now."),
            "weaker": self.tr(
                "The style is getting weaker: the samples show whether that is for the better."
            ),
            "still": self.tr("No visible change for 5 minutes. Stopping would lose nothing."),
        }[trend(record.curves)]
