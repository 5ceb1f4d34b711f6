"""The sliders: how strong, how broad, whose colours."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.document.state import Photo, Project
from desktop_app.settings import SettingsStore
from desktop_app.widgets.scale import Scale, percent
from desktop_app.widgets.slider_field import SliderField
from models.requests import MOST_STRENGTH, Controls

DEFAULTS = Controls()
STRENGTH = percent(0, MOST_STRENGTH, DEFAULTS.strength)
BRUSH = Scale(0.25, 4, DEFAULTS.brush, is_log=True, decimals=2, unit=" ×")
KEEP_COLORS = percent(0, 1, DEFAULTS.keep_colors)


@dataclass(frozen=True)
class ControlChange:
    """A field of `Controls`, its new value, and the name of the step for undo."""

    name: str
    value: float | str | bool
    label: str


class ControlsPanel(QWidget):
    """Shows `Controls` and says what somebody wants instead.

    `reset_button` is for whoever has a place for it.
    """

    changed = Signal(object)  # ControlChange
    settled = Signal()
    reset_wanted = Signal()

    def __init__(self, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("controls_panel")
        self._settings = settings
        self._photo: Photo | None = None
        self.strength = SliderField("strength", self.tr("Strength"), STRENGTH)
        self.strength.setToolTip(
            self.tr("From the photograph itself to the full style, at 100 %, and beyond")
        )
        self.brush = SliderField("brush", self.tr("Brush size"), BRUSH)
        self.brush.setToolTip(self.tr("How broad the strokes are, compared with those of the style picture"))
        self.paper_button = QToolButton()
        self.paper_button.setObjectName("brush_print")
        self.paper_button.setText(self.tr("mm"))
        self.paper_button.setToolTip(self.tr("Print size, and the brush in millimetres of it"))
        self.paper_button.setAccessibleName(self.paper_button.toolTip())
        self.brush.add_beside(self.paper_button)
        self.keep_colors = SliderField("keep_colors", self.tr("Keep photo colours"), KEEP_COLORS)
        self.keep_colors.setToolTip(self.tr("From the colours of the style to those of the photograph"))
        self.color_method = QComboBox()
        self.color_method.setObjectName("color_method")
        self.color_method.setAccessibleName(self.tr("How the photo's colours are kept"))
        self.color_method.addItem(self.tr("By matching the palette"), "match")
        self.color_method.addItem(self.tr("By keeping each spot's hue"), "luminance")
        self.colors_only = QCheckBox(self.tr("Take only the style's colours"))
        self.colors_only.setObjectName("colors_only")
        self.colors_only.setToolTip(self.tr("Every line of the photograph stays as it is"))
        self.reset_button = QPushButton(self.tr("Reset"))
        self.reset_button.setObjectName("reset_controls")
        self.reset_button.setProperty("role", "quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for part in (self.strength, self.brush, self.keep_colors, self.color_method, self.colors_only):
            layout.addWidget(part)
        self._connect()

    def _connect(self) -> None:
        self.strength.moved.connect(self._on_strength)
        self.brush.moved.connect(self._on_brush)
        self.keep_colors.moved.connect(self._on_keep_colors)
        for field in (self.strength, self.brush, self.keep_colors):
            field.settled.connect(self.settled)
        self.paper_button.clicked.connect(self._on_paper)
        self.color_method.activated.connect(self._on_color_method)
        self.colors_only.toggled.connect(self._on_colors_only)
        self.reset_button.clicked.connect(self.reset_wanted)

    def show_project(self, project: Project) -> None:
        controls = project.controls
        self._photo = project.photo
        self._show_brush_scale()
        self.strength.show_value(controls.strength)
        self.brush.show_value(controls.brush)
        self.keep_colors.show_value(controls.keep_colors)
        self.color_method.setCurrentIndex(self.color_method.findData(controls.color_method))
        with QSignalBlocker(self.colors_only):
            self.colors_only.setChecked(controls.colors_only)
        self.brush.setEnabled(not controls.colors_only)
        self.paper_button.setEnabled(project.photo is not None)
        self.keep_colors.setEnabled(not controls.colors_only)
        self.color_method.setVisible(controls.keep_colors > 0 and not controls.colors_only)
        self.reset_button.setEnabled(controls != DEFAULTS)

    @Slot()
    def _show_brush_scale(self) -> None:
        """In parts of the style's own size, or in millimetres of the print."""
        if not self._settings.current.brush_in_mm or self._photo is None:
            self.brush.show_in(BRUSH)
            return
        from desktop_app.stylize.print_size import in_millimetres, print_size  # as most need them never

        stroke_mm = print_size(self._settings.current).stroke_mm(self._photo)
        self.brush.show_in(in_millimetres(BRUSH, stroke_mm))

    @Slot()
    def _on_paper(self) -> None:
        from desktop_app.stylize.brush_paper import BrushPaper

        paper = BrushPaper(self._settings, self)
        paper.changed.connect(self._show_brush_scale)
        paper.open_under(self.paper_button, self._photo)

    def _say(self, name: str, value: float | str | bool, label: str) -> None:
        self.changed.emit(ControlChange(name, value, label))

    @Slot(float)
    def _on_strength(self, value: float) -> None:
        self._say("strength", value, self.tr("Strength"))

    @Slot(float)
    def _on_brush(self, value: float) -> None:
        self._say("brush", value, self.tr("Brush size"))

    @Slot(float)
    def _on_keep_colors(self, value: float) -> None:
        self._say("keep_colors", value, self.tr("Keep photo colours"))

    @Slot()
    def _on_color_method(self) -> None:
        self._say("color_method", self.color_method.currentData(), self.color_method.currentText())
        self.settled.emit()

    @Slot(bool)
    def _on_colors_only(self, is_wanted: bool) -> None:
        self._say("colors_only", is_wanted, self.colors_only.text())
        self.settled.emit()
