"""Which parts of the network are learnt and which stay as they are: seen at any depth, and chosen."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QWidget

from desktop_app.resources import NETWORK
from desktop_app.widgets.labels import explanation
from models.style_parts import PARTS, weights_by_part


class LearntParts(QWidget):
    """A tick for each part that is learnt, with the number of its weights."""

    chosen = Signal(tuple)  # the names of the parts

    def __init__(self) -> None:
        super().__init__()
        self._weights = weights_by_part(NETWORK)
        titles = {
            "reading": self.tr("Reading the photograph"),
            "trunk": self.tr("The trunk, where shapes turn into strokes"),
            "middle": self.tr("Painting at a quarter of the size: broad strokes"),
            "fine": self.tr("Painting at full size: fine strokes"),
            "answer": self.tr("Answer to the style: colours and contrasts"),
        }
        self.boxes: dict[str, QCheckBox] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 1)
        for row, name in enumerate(PARTS):
            count = grouped(self._weights[name])
            box, weights = QCheckBox(titles[name]), QLabel(count)
            box.setObjectName(f"learn_{name}")
            box.setAccessibleDescription(self.tr("{count} weights").format(count=count))
            box.setToolTip(self.tr("“{name}” in commands and recipes").format(name=name))
            box.clicked.connect(self._on_clicked)
            weights.setProperty("role", "dim")
            grid.addWidget(box, row, 0)
            grid.addWidget(weights, row, 1, Qt.AlignmentFlag.AlignRight)
            self.boxes[name] = box
        self.said = explanation()
        self.said.setObjectName("learnt_said")
        grid.addWidget(self.said, len(PARTS), 0, 1, 2)

    @Slot()
    def _on_clicked(self) -> None:
        self.chosen.emit(tuple(name for name, box in self.boxes.items() if box.isChecked()))

    def show_parts(self, parts: tuple[str, ...]) -> None:
        for name, box in self.boxes.items():
            with QSignalBlocker(box):
                box.setChecked(name in parts)
        text = self.tr(
            "{learnt} of {all} weights are learnt; the rest stays as it is, as what reads style pictures"
            " always does."
        )
        learnt, everything = sum(self._weights[name] for name in parts), self._weights.total()
        self.said.setText(text.format(learnt=grouped(learnt), all=grouped(everything)))


def grouped(number: int) -> str:
    """ "1 200 000", with narrow spaces."""
    return f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
