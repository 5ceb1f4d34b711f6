"""The commands of masks: which tool has the canvas, how large and soft it is, what is done with the whole."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction

from desktop_app.actions import Actions
from desktop_app.stylize.masking import Masking


class MaskCommands(QObject):
    """Joins the actions of one window to its masks."""

    def __init__(self, actions: Actions, masking: Masking, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._do, self._masking = actions, masking
        do = actions
        masking.changed.connect(self._on_changed)
        do.tools.triggered.connect(self._on_tool_chosen)
        do.smaller.triggered.connect(lambda: masking.tools.resize_brush(-1))
        do.larger.triggered.connect(lambda: masking.tools.resize_brush(1))
        do.softer.triggered.connect(lambda: masking.tools.harden_brush(-1))
        do.harder.triggered.connect(lambda: masking.tools.harden_brush(1))
        do.invert_mask.triggered.connect(masking.invert)
        do.clear_mask.triggered.connect(masking.clear)
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        do, masking = self._do, self._masking
        Actions.check(do.tools, masking.tool)
        for action in (do.smaller, do.larger, do.softer, do.harder):
            action.setEnabled(masking.is_painting)
        do.import_mask.setEnabled(masking.source is not None)
        for action in (do.invert_mask, do.clear_mask, do.export_mask):
            action.setEnabled(masking.path is not None)

    @Slot(QAction)
    def _on_tool_chosen(self, action: QAction) -> None:
        self._masking.use(action.data())
        self._on_changed()
