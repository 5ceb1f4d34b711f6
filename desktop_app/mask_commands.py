"""The commands of masks: for the one that has the canvas, of the photograph or of a style picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from desktop_app.actions import Actions
from desktop_app.stylize.controller import StylizeController

if TYPE_CHECKING:
    from desktop_app.stylize.side_panel import SidePanel


class MaskCommands(QObject):
    """Joins the actions of one window to the masks; file dialogs open over that window."""

    def __init__(self, actions: Actions, controller: StylizeController, window: QWidget) -> None:
        super().__init__(window)
        self._do, self._controller, self._window = actions, controller, window
        do = actions
        controller.masking.changed.connect(self.show_state)
        controller.mask_work.excluding_changed.connect(self.show_state)
        do.tools.triggered.connect(self._on_tool_chosen)
        do.smaller.triggered.connect(lambda: controller.mask_work.current.tools.resize_brush(-1))
        do.larger.triggered.connect(lambda: controller.mask_work.current.tools.resize_brush(1))
        do.softer.triggered.connect(lambda: controller.mask_work.current.tools.harden_brush(-1))
        do.harder.triggered.connect(lambda: controller.mask_work.current.tools.harden_brush(1))
        do.invert_mask.triggered.connect(lambda: controller.mask_work.current.invert())
        do.clear_mask.triggered.connect(lambda: controller.mask_work.current.clear())
        do.exclude.triggered.connect(self._on_exclude)
        do.import_mask.triggered.connect(self.choose_mask)
        do.export_mask.triggered.connect(self.choose_mask_path)
        self.show_state()

    @Slot(object)
    def add_side(self, side: SidePanel) -> None:
        """The panel that has buttons for the same."""
        side.add_tools(self._do.tools.actions())
        side.mask_import_wanted.connect(self.choose_mask)
        side.mask_export_wanted.connect(self.choose_mask_path)

    @Slot()
    def show_state(self) -> None:
        do, masking = self._do, self._controller.mask_work.current
        do.exclude.setChecked(self._controller.mask_work.excluding is not None)
        Actions.check(do.tools, masking.tool)
        for action in (do.smaller, do.larger, do.softer, do.harder):
            action.setEnabled(masking.is_painting)
        do.import_mask.setEnabled(masking.source is not None)
        for action in (do.invert_mask, do.clear_mask, do.export_mask):
            action.setEnabled(masking.path is not None)

    @Slot()
    def choose_mask(self) -> None:
        from desktop_app import file_dialogs  # later: the first paint does not wait for it

        folder = self._controller.settings.current.export_folder
        file_dialogs.ask_for_mask(self._window, folder, self._controller.mask_work.current.import_mask)

    @Slot()
    def choose_mask_path(self) -> None:
        from desktop_app import file_dialogs

        masking, folder = self._controller.mask_work.current, self._controller.settings.current.export_folder
        if masking.subject is not None:
            picture = masking.subject.path
            proposed = Path(folder or picture.parent) / f"{picture.stem}-mask.png"
            file_dialogs.ask_where_to_save_mask(self._window, proposed, masking.export_mask)

    @Slot(QAction)
    def _on_tool_chosen(self, action: QAction) -> None:
        self._controller.mask_work.current.use(action.data())
        self.show_state()

    @Slot(bool)
    def _on_exclude(self, is_wanted: bool) -> None:
        """Of the style whose mask is worked on, else of the one that joined last."""
        controller = self._controller
        if not is_wanted:
            controller.exclude(None)
        elif controller.project.styles:
            controller.exclude(controller.masking.source or controller.project.styles[-1].source)
        self.show_state()
