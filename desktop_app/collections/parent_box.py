"""The run that a collection begins from, as long as it does: its name, what of it stays, and the way out."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSpinBox, QVBoxLayout, QWidget

from desktop_app.collections.drafting import Drafting
from desktop_app.runs.places import run_of
from desktop_app.widgets.labels import breakable
from desktop_app.widgets.number_field import number_field

MOST_BLOCKS = 4  # of the deepest discriminator


class ParentBox(QWidget):
    """Gone where nothing is begun from."""

    def __init__(self, drafting: Drafting) -> None:
        super().__init__()
        self.setObjectName("parent_box")
        self._drafting = drafting
        self.name = QLabel()
        self.name.setObjectName("parent_name")
        self.name.setWordWrap(True)
        self.leave = QPushButton(self.tr("Begin From Nothing"))
        self.leave.setObjectName("parent_leave")
        self.leave.setToolTip(self.tr("Leaves out what that run has learnt; all other choices stay"))
        self.leave.clicked.connect(lambda: drafting.change(parent=None))
        self.blocks = number_field(QSpinBox(), "parent_frozen", self.tr("Lowest blocks frozen"))
        self.blocks.setRange(0, MOST_BLOCKS)
        self.blocks.setToolTip(
            self.tr("Of the discriminator: what is low transfers, so a few works are enough (FreezeD)")
        )
        self.blocks.valueChanged.connect(lambda count: drafting.change_recipe("game.frozen", count or None))
        self._blocks_name = QLabel(self.tr("Lowest blocks frozen"))
        row = QHBoxLayout()
        row.setSpacing(8)
        for part in (self.leave, self._blocks_name, self.blocks):
            row.addWidget(part)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.name)
        column.addLayout(row)

    def show_draft(self) -> None:
        parent = self._drafting.request.parent
        self.setVisible(parent is not None)
        if parent is None:
            return
        self.name.setText(self.tr("Begins from: {name}").format(name=breakable(run_of(parent).name)))
        has_blocks = self._drafting.learnt_parts is None  # the eye of the others is frozen whole
        self._blocks_name.setVisible(has_blocks)
        self.blocks.setVisible(has_blocks)
        with QSignalBlocker(self.blocks):
            self.blocks.setValue(self._drafting.frozen_blocks)
