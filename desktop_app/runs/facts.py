"""The numbers that are always in view."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from desktop_app import words
from desktop_app.runs.record import Record
from models.training_news import TrainingStatus

NONE = "–"


class Facts(QWidget):
    """Each a number with its name below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("facts")
        self._values: dict[str, QLabel] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        for name, text in {
            "step": self.tr("step"),
            "samples": self.tr("crops seen"),
            "elapsed": self.tr("trained"),
            "left": self.tr("time left"),
            "pace": self.tr("crops per s"),
            "memory": self.tr("memory"),
            "save": self.tr("next checkpoint"),
        }.items():
            value, caption = QLabel(NONE), QLabel(text)
            value.setObjectName(f"fact_{name}")
            value.setAccessibleName(text)
            value.setProperty("role", "figure")
            caption.setProperty("role", "caption")
            cell = QGridLayout()
            cell.setVerticalSpacing(0)
            cell.addWidget(value, 0, 0)
            cell.addWidget(caption, 1, 0)
            self._values[name] = value
            row.addLayout(cell)
        row.addStretch(1)

    def show_record(self, record: Record, status: TrainingStatus | None) -> None:
        """`status` is that of the run while it runs."""
        texts = dict.fromkeys(self._values, NONE)
        texts["step"], texts["elapsed"] = f"{record.step:,}".replace(",", " "), clock(record.elapsed_s)
        if status is not None:
            texts["samples"] = f"{status.samples:,}".replace(",", " ")
            texts["pace"] = f"{status.samples_per_s:.1f}"
            texts["memory"] = words.amount(status.memory_mb * 1e6)
            if status.device_memory_mb is not None:
                texts["memory"] += " + " + words.amount(status.device_memory_mb * 1e6)
            texts["save"] = self.tr("{count} s").format(count=round(status.next_save_s))
            if status.seconds_left is not None:
                texts["left"] = clock(status.seconds_left)
        for name, text in texts.items():
            if self._values[name].text() != text:
                self._values[name].setText(text)


def clock(seconds: float) -> str:
    """ "3:07", or "1:02:09" """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
