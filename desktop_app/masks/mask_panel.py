"""The mask of one style: with which tool it is painted, and what is done to it as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop_app.canvas.tool_names import BRUSHES, LARGEST_SIZE, LEAST_SIZE, USUAL_HARDNESS, USUAL_SIZE
from desktop_app.masks.masking import Masking
from desktop_app.widgets.labels import explanation, heading
from desktop_app.widgets.scale import Scale, percent
from desktop_app.widgets.slider_field import SliderField

SIZE = Scale(LEAST_SIZE, LARGEST_SIZE, USUAL_SIZE, is_log=True, factor=100, decimals=1, unit=" %")
HARDNESS = percent(0, 1, USUAL_HARDNESS)
FEATHER = Scale(0, 0.1, 0, factor=100, decimals=1, unit=" %")


class MaskPanel(QWidget):
    """Seen while the mask of a style is worked on."""

    import_wanted = Signal()
    export_wanted = Signal()

    def __init__(
        self, masking: Masking, name_of: Callable[[str], str], parent: QWidget | None = None
    ) -> None:
        """`name_of` says what a style is called."""
        super().__init__(parent)
        self.setObjectName("mask_panel")
        self._masking, self._name_of = masking, name_of
        self._follows_brush = False
        self.title = heading("")
        self.title.setObjectName("mask_title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.done_button = QPushButton(self.tr("Done"))
        self.done_button.setObjectName("mask_done")
        self.done_button.setProperty("role", "quiet")
        self._tool_row = QHBoxLayout()
        self._tool_row.setSpacing(2)
        self.advice = explanation()
        self.advice.setObjectName("mask_advice")
        self.size_field = SliderField("mask_size", self.tr("Size"), SIZE)
        self.hardness_field = SliderField("mask_hardness", self.tr("Hardness"), HARDNESS)
        self.feather_field = SliderField("mask_feather", self.tr("Feather"), FEATHER)
        self.feather_field.setToolTip(self.tr("Makes the edges of the whole mask soft"))
        self.invert_button = self._button("mask_invert", self.tr("Invert"))
        self.clear_button = self._button("mask_clear", self.tr("Clear"))
        self.clear_button.setToolTip(self.tr("Without a mask the style paints everywhere"))
        self.import_button = self._button("mask_import", self.tr("Import PNG…"))
        self.import_button.setToolTip(self.tr("White, or what is opaque, is where the style paints"))
        self.export_button = self._button("mask_export", self.tr("Export PNG…"))
        self._lay_out()
        self._connect()
        self.show_state()

    @staticmethod
    def _button(name: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        return button

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.done_button, 0, Qt.AlignmentFlag.AlignTop)
        whole = QGridLayout()
        whole.setSpacing(8)
        buttons = (self.invert_button, self.clear_button, self.import_button, self.export_button)
        for place, button in enumerate(buttons):
            whole.addWidget(button, place // 2, place % 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(top)
        layout.addLayout(self._tool_row)
        for part in (self.advice, self.size_field, self.hardness_field, self.feather_field):
            layout.addWidget(part)
        layout.addLayout(whole)

    def add_tools(self, actions: Iterable[QAction]) -> None:
        """A button for each; their keys and states are the actions'."""
        for action in actions:
            button = QToolButton()
            button.setObjectName(action.objectName().replace("action_", "button_"))
            button.setDefaultAction(action)
            button.setAccessibleName(action.iconText())
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._tool_row.addWidget(button)
        self._tool_row.addStretch(1)

    def _connect(self) -> None:
        masking = self._masking
        masking.changed.connect(self.show_state)
        self.done_button.clicked.connect(self._on_done)
        self.size_field.moved.connect(self._on_size)
        self.hardness_field.moved.connect(self._on_hardness)
        self.feather_field.moved.connect(masking.set_feather)
        self.feather_field.settled.connect(masking.settle_feather)
        self.invert_button.clicked.connect(masking.invert)
        self.clear_button.clicked.connect(masking.clear)
        self.import_button.clicked.connect(self.import_wanted)
        self.export_button.clicked.connect(self.export_wanted)

    @Slot()
    def show_state(self) -> None:
        masking = self._masking
        self.setVisible(masking.source is not None)
        if masking.source is None:
            return
        if not self._follows_brush:
            self._follows_brush = True
            masking.tools.brush_changed.connect(self._show_brush)
        self.title.setText(self._title(self._name_of(masking.source)))
        self.advice.setText(self._advice())
        self._show_brush()
        for part in (self.size_field, self.hardness_field):
            part.setVisible(masking.tool in BRUSHES)
        has_mask = masking.path is not None
        for widget in (self.feather_field, self.invert_button, self.clear_button, self.export_button):
            widget.setEnabled(has_mask)
        if not self.feather_field.slider.isSliderDown():
            self.feather_field.show_value(masking.feather)

    def _title(self, name: str) -> str:
        return self.tr("Mask of {name}").format(name=name)

    def _advice(self) -> str:
        has_mask = self._masking.path is not None
        return {
            "move": self.tr("Choose a tool, or go on with the mask as it is."),
            "brush": self.tr("Paint where this style shall be.")
            if not has_mask
            else self.tr("Paint where this style shall be. Hold Alt to take away."),
            "eraser": self.tr("Paint where this style shall not be."),
            "lasso": self.tr("Draw round a part of the picture. Hold Alt to take it away."),
            "polygon": self.tr("Click the corners; a double click closes. Hold Alt to take away."),
            "gradient": self.tr("Drag from where the style is full to where it ends."),
            "select": self.tr("Click something to select it. Hold Alt to take it away."),
        }[self._masking.tool]

    @Slot()
    def _show_brush(self) -> None:
        self.size_field.show_value(self._masking.tools.size)
        self.hardness_field.show_value(self._masking.tools.hardness)

    @Slot()
    def _on_done(self) -> None:
        self._masking.choose(None)

    @Slot(float)
    def _on_size(self, size: float) -> None:
        self._masking.tools.set_brush(size=size)

    @Slot(float)
    def _on_hardness(self, hardness: float) -> None:
        self._masking.tools.set_brush(hardness=hardness)
