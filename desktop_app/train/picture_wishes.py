"""What is wanted of one style picture: how much it counts, its group, what of it is no style."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.train.drafting import Drafting
from desktop_app.widgets.labels import explanation
from desktop_app.widgets.scale import Scale
from desktop_app.widgets.slider_field import SliderField

WEIGHT = Scale(0.1, 10, 1, is_log=True, decimals=2, unit=" ×")


class PictureWishes(QWidget):
    """Of the picture that is chosen in the tray; weight and group only where there are several."""

    exclude_wanted = Signal(object)  # Path

    def __init__(self, drafting: Drafting) -> None:
        super().__init__()
        self.setObjectName("picture_wishes")
        self._drafting = drafting
        self._path: Path | None = None
        self.weight = SliderField("picture_weight", self.tr("How much it counts"), WEIGHT)
        self.weight.setToolTip(self.tr("Beside the others of its group"))
        self.group_label = QLabel(self.tr("Group"))
        self.group = QLineEdit()
        self.group.setObjectName("picture_group")
        self.group.setAccessibleName(self.tr("Group"))
        self.group.setPlaceholderText(self.tr("none"))
        self.group.setMaxLength(60)
        self.group.setToolTip(
            self.tr("Groups are learnt from equally often, however many pictures each of them has")
        )
        self.group_label.setBuddy(self.group)
        self.exclude = QPushButton(self.tr("Leave Parts Out…"))
        self.exclude.setObjectName("picture_exclude")
        self.exclude.setToolTip(self.tr("Paint over what is no style: a frame, a signature"))
        self.said = explanation()
        self.said.setObjectName("picture_said")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.group_label)
        row.addWidget(self.group, 1)
        row.addWidget(self.exclude)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.said)
        layout.addWidget(self.weight)
        layout.addLayout(row)
        self.weight.moved.connect(self._on_weight)
        self.group.textEdited.connect(self._on_group)
        self.exclude.clicked.connect(self._on_exclude)
        self.show_picture(None)

    def show_picture(self, path: Path | None) -> None:
        picture = self._drafting.picture(path) if path is not None else None
        self._path = path if picture else None
        self.setVisible(picture is not None)
        if picture is None:
            return
        has_others = len(self._drafting.request.pictures) > 1
        for part in (self.weight, self.group_label, self.group):
            part.setVisible(has_others)
        self.weight.show_value(picture.weight)
        if self.group.text().strip() != picture.label:
            self.group.setText(picture.label)
        words = [picture.path.name] if has_others else []
        if picture.exclude is not None:
            words.append(self.tr("parts of it are left out"))
        self.said.setText(" · ".join(words))
        self.said.setVisible(bool(words))

    @Slot(float)
    def _on_weight(self, weight: float) -> None:
        if self._path is not None:
            self._drafting.change_picture(self._path, weight=round(weight, 2))

    @Slot(str)
    def _on_group(self, text: str) -> None:
        if self._path is not None:
            label = text.replace(",", " ").strip()  # a comma stands between two in the command
            self._drafting.change_picture(self._path, label=label)

    @Slot()
    def _on_exclude(self) -> None:
        self.exclude_wanted.emit(self._path)
