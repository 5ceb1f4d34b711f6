"""What happened, in words; and how the training gets on."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_app.runs.progress_words import trend
from desktop_app.runs.record import Record
from desktop_app.widgets.labels import explanation, heading


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
        self._record: Record | None = None
        self._shown = 0
        top = QHBoxLayout()
        title: QLabel = heading(self.tr("What happened"))
        top.addWidget(title)
        top.addSpacing(12)
        top.addWidget(self.trend, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self.text, 1)

    def show_record(self, record: Record, *, is_running: bool) -> None:
        if record is not self._record or len(record.events) < self._shown:
            self._record, self._shown = record, 0
            self.text.clear()
        for event in record.events[self._shown :]:
            self.text.appendPlainText(f"{event.step:>6}   {event.text}")
        self._shown = len(record.events)
        self.trend.setText(self._trend_words(record) if is_running else "")

    def _trend_words(self, record: Record) -> str:
        return {
            "": "",
            "stronger": self.tr("The style is still getting stronger."),
            "slower": self.tr("The style changes little by now."),
            "still": self.tr("No visible change for 5 minutes. Stopping would lose nothing."),
        }[trend(record.curves)]
