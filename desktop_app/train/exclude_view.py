"""A style picture as large as there is room, to paint over what is no style: a frame, a signature."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QImage, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.canvas.view import PictureView
from desktop_app.icons import Icons
from desktop_app.masks.exclude_panel import ExcludePanel
from desktop_app.masks.excluding import Excluding
from desktop_app.theme import Theme
from desktop_app.train.exclusions import ExclusionsOfDraft

PANEL_PX = 272


class ExcludeView(QWidget):
    """Seen while one of the draft's pictures is painted on."""

    import_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, excluding: Excluding, held: ExclusionsOfDraft, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("exclude_view")
        self._excluding, self._held, self._theme, self._icons = excluding, held, theme, icons
        self._seen: QImage | None = None
        self.view = PictureView(self.tr("Style picture"), "")
        self.view.setObjectName("exclude_canvas")
        self.view.setAccessibleName(self.tr("Style picture"))
        self.panel = ExcludePanel(excluding, lambda source: Path(source).stem)
        self._tools = self._make_tools()
        self.panel.add_tools(self._tools.actions())
        self.undo = QPushButton(self.tr("Undo"))
        self.undo.setObjectName("exclude_undo")
        self.undo.setShortcut(QKeySequence(QKeySequence.StandardKey.Undo))
        self.undo.setToolTip(self.tr("Takes back what was painted last"))
        icons.put(self.undo, "undo", "text", 16)
        side = QWidget()
        side.setObjectName("exclude_side")
        side.setFixedWidth(PANEL_PX)
        column = QVBoxLayout(side)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(12)
        column.addWidget(self.panel)
        column.addWidget(self.undo)
        column.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.view, 1)
        layout.addWidget(side)
        self._tools.triggered.connect(self._on_tool)
        self.undo.clicked.connect(self._on_undo)
        self.panel.import_wanted.connect(self.import_wanted)
        self.panel.export_wanted.connect(self.export_wanted)
        excluding.changed.connect(self.show_picture)
        held.undo_changed.connect(self.show_picture)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.show_picture()

    def _make_tools(self) -> QActionGroup:
        group = QActionGroup(self)
        for name, text in (
            ("brush", self.tr("Brush")),
            ("eraser", self.tr("Eraser")),
            ("lasso", self.tr("Lasso")),
            ("polygon", self.tr("Polygon")),
            ("gradient", self.tr("Gradient")),
            ("select", self.tr("Select by a Click")),
        ):
            action = QAction(text, group)
            action.setObjectName(f"action_exclude_{name}")
            action.setCheckable(True)
            action.setData(name)
            self._icons.put(action, f"tool_{name}")
        return group

    @Slot()
    def show_picture(self) -> None:
        excluding = self._excluding
        if excluding.source is None or excluding.subject is None:
            self.view.set_tool(None)
            self.view.show_photo(None)
            self._seen = None
            return
        if excluding.image is not self._seen:
            self._seen, picture = excluding.image, excluding.subject
            self.view.show_photo(excluding.image, picture.width_px, picture.height_px)
            self.view.fit()
        self.view.set_tool(excluding.tools if excluding.is_painting else None)
        for action in self._tools.actions():
            action.setChecked(action.data() == excluding.tool)
        self.undo.setEnabled(self._held.can_undo(excluding.source))

    @Slot(QAction)
    def _on_tool(self, action: QAction) -> None:
        self._excluding.use(action.data())

    @Slot()
    def _on_undo(self) -> None:
        self._excluding.settle()
        if self._excluding.source is not None:
            self._held.undo(self._excluding.source)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.view.set_background(self._theme.colors.canvas)
