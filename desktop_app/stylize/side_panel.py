"""The column beside the picture: sliders, or the choices of an export."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.icons import Icons
from desktop_app.masks.mask_panel import MaskPanel
from desktop_app.section import Section
from desktop_app.stylize.controller import StylizeController
from desktop_app.stylize.controls_panel import ControlChange, ControlsPanel
from desktop_app.stylize.mix_panel import MixPanel
from desktop_app.stylize.refine_panel import RefinePanel
from desktop_app.stylize.version_panel import VersionPanel
from desktop_app.widgets.labels import rule
from desktop_app.widgets.scroll import scrolling

if TYPE_CHECKING:
    from desktop_app.masks.exclude_panel import ExcludePanel
    from desktop_app.stylize.export_panel import ExportPanel
    from desktop_app.stylize.export_queue import ExportQueue

WIDTH_PX = 296


class SidePanel(QStackedWidget):
    """Shows the document's controls and passes on what somebody sets."""

    export_path_wanted = Signal(object)
    wanted = Signal()  # something is to be seen here
    mask_import_wanted = Signal()
    mask_export_wanted = Signal()

    def __init__(self, controller: StylizeController, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side_panel")
        self.setFixedWidth(WIDTH_PX)
        self._controller, self._icons = controller, icons
        self.mix = MixPanel(controller.shelf, icons)
        self.masks = MaskPanel(controller.masking, controller.shelf.name_of)
        self.exclusion: ExcludePanel | None = None
        self._tools: Sequence[QAction] = ()
        self.controls = ControlsPanel(controller.settings)
        self.refine = RefinePanel(controller, icons)
        self.versions = VersionPanel(controller, icons)
        self.export_button = QPushButton(self.tr("Export…"))
        self.export_button.setObjectName("export")
        self.export_button.setProperty("role", "primary")
        self._sliders_page = self._make_sliders_page()
        self.addWidget(self._sliders_page)
        self._connect()
        self._show_project()
        self._show_queue()

    def _make_sliders_page(self) -> QWidget:
        content = QWidget()
        content.setObjectName("sliders")
        self._column = column = QVBoxLayout(content)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(12)
        settings, icons = self._controller.settings, self._icons
        self._mix_section = Section("mix", self.tr("Mix"), self.mix, settings, icons)
        look, corner = self.tr("Look"), self.controls.reset_button
        self._mix_rule = rule()
        for part in (
            self._mix_section,
            self.masks,
            self._mix_rule,
            Section("look", look, self.controls, settings, icons, corner),
            rule(),
            Section("refine", self.tr("Refine"), self.refine, settings, icons),
            rule(),
            Section("versions", self.tr("Versions"), self.versions, settings, icons),
        ):
            column.addWidget(part)
        column.addStretch(1)
        self._scroll = scroll = scrolling("sliders_scroll", content)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroll, 1)
        foot = QFrame()
        foot.setObjectName("side_foot")
        self._foot = QVBoxLayout(foot)
        self._foot.setContentsMargins(18, 12, 18, 14)
        self._foot.setSpacing(10)
        self._foot.addWidget(self.export_button)
        layout.addWidget(foot)
        return page

    def _connect(self) -> None:
        controller = self._controller
        controller.document.changed.connect(self._show_project)
        self.controls.changed.connect(self._on_control)
        self.controls.settled.connect(controller.settle)
        self.controls.reset_wanted.connect(controller.reset_controls)
        self.mix.weight_moved.connect(controller.set_weight)
        self.mix.weights_moved.connect(controller.set_weights)
        self.mix.settled.connect(controller.settle)
        self.mix.removal_wanted.connect(controller.toggle_style)
        self.mix.mask_wanted.connect(controller.mask_work.choose)
        self.mix.exclusion_wanted.connect(controller.exclude)
        self.masks.import_wanted.connect(self.mask_import_wanted)
        self.masks.export_wanted.connect(self.mask_export_wanted)
        controller.mask_work.excluding_changed.connect(self._on_excluding_changed)
        controller.masking.changed.connect(self._show_masked)
        controller.shelf.changed.connect(self.masks.show_state)  # a style may have another name
        controller.exporting.started.connect(self._show_queue)
        controller.refining.began.connect(self._on_refining_began)
        self.export_button.clicked.connect(self.open_export)

    def add_tools(self, actions: Sequence[QAction]) -> None:
        """Of masks."""
        self._tools = actions
        self.masks.add_tools(actions)

    @Slot()
    def _on_excluding_changed(self) -> None:
        excluding = self._controller.mask_work.excluding
        if excluding is not None and self.exclusion is None:
            from desktop_app.masks.exclude_panel import ExcludePanel  # later, as the export

            panel = ExcludePanel(excluding, self._controller.shelf.name_of, self.masks.parentWidget())
            panel.add_tools(self._tools)
            self._controller.shelf.changed.connect(panel.show_state)
            panel.import_wanted.connect(self.mask_import_wanted)
            panel.export_wanted.connect(self.mask_export_wanted)
            self._column.insertWidget(self._column.indexOf(self.masks), panel)
            self.exclusion = panel
        self._show_masked()

    @cached_property
    def _export_page(self) -> QWidget:
        page = _padded(self.export)
        self.addWidget(page)
        return page

    @cached_property
    def export(self) -> ExportPanel:
        """Made when it is first wanted, because nobody exports before the first paint."""

        from desktop_app.stylize.export_panel import ExportPanel

        panel = ExportPanel(self._controller, self._icons)
        panel.closed.connect(self.close_export)
        panel.path_wanted.connect(self.export_path_wanted)
        panel.folder_wanted.connect(self._on_folder_wanted)
        return panel

    @cached_property
    def queue(self) -> ExportQueue:
        """Made with the first export."""

        from desktop_app.stylize.export_queue import ExportQueue

        queue = ExportQueue(self._controller.exporting, self._icons)
        self._foot.insertWidget(0, queue)
        return queue

    @Slot()
    def _show_queue(self) -> None:
        if self._controller.exporting.is_running:
            self.queue.show_state()

    @Slot()
    def _on_refining_began(self) -> None:
        """In a low window its pause and stop would lie below the edge."""
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.refine.stop_button))

    @Slot(object)
    def _on_folder_wanted(self, folder: Path) -> None:
        from desktop_app import file_dialogs  # later: the first paint does not wait for it

        file_dialogs.ask_for_folder(self.window(), folder, self.export.place.set_folder)

    @Slot()
    def open_export(self) -> None:
        if self._controller.project.is_paintable:
            self.setCurrentWidget(self._export_page)
            self.export.begin()
            self.wanted.emit()

    @Slot()
    def close_export(self) -> None:
        self.setCurrentWidget(self._sliders_page)

    @property
    def is_exporting(self) -> bool:
        """The choices of an export are seen."""
        return self.currentWidget() is not self._sliders_page

    @Slot()
    def _show_project(self) -> None:
        project = self._controller.project
        self.controls.show_project(project)
        self.mix.show_project(project)
        self._mix_section.set_title(self.tr("Mix") if len(project.styles) > 1 else self.tr("Style"))
        for part in (self._mix_section, self._mix_rule):
            part.setVisible(bool(project.styles))
        self._show_masked()
        self.export_button.setEnabled(project.is_paintable)
        self.refine.show_state()
        if not project.is_paintable:
            self.close_export()

    @Slot()
    def _show_masked(self) -> None:
        excluding = self._controller.mask_work.excluding
        self.mix.show_masked(self._controller.masking.source, excluding.source if excluding else None)

    @Slot(object)
    def _on_control(self, change: ControlChange) -> None:
        self._controller.set_control(change.name, change.value, change.label)


def _padded(content: QWidget) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(18, 14, 18, 16)
    layout.addWidget(content)
    return page
