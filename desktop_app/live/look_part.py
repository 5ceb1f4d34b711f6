"""How the moving picture is painted."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from desktop_app.live.choice import LiveChoice
from desktop_app.live.controller import LiveController
from desktop_app.widgets.choice_box import choice_box, choose
from desktop_app.widgets.scale import Scale, percent
from desktop_app.widgets.slider_field import SliderField
from models.live_requests import LiveFigures
from models.requests import MOST_STRENGTH

DEFAULTS = LiveChoice()
STRENGTH = percent(0, MOST_STRENGTH, DEFAULTS.strength)
BRUSH = Scale(0.5, 2, DEFAULTS.brush, is_log=True, decimals=2, unit=" ×")
FADE = Scale(0, 5, DEFAULTS.fade_s, decimals=1, unit=" s")


class LookPart(QWidget):
    """Sliders, and how colours are kept; beside calm stands how much the picture flickers."""

    def __init__(self, controller: LiveController) -> None:
        super().__init__()
        self._controller = controller
        self.sliders = {
            "strength": SliderField("live_strength", self.tr("Strength"), STRENGTH),
            "brush": SliderField("live_brush", self.tr("Brush size"), BRUSH),
            "keep_colors": SliderField(
                "live_keep_colors", self.tr("Keep the scene's colours"), percent(0, 1, DEFAULTS.keep_colors)
            ),
            "calm": SliderField("live_calm", self.tr("Calm"), percent(0, 1, DEFAULTS.calm)),
            "fade_s": SliderField("live_fade", self.tr("Fade between styles"), FADE),
        }
        self.sliders["calm"].setToolTip(
            self.tr("From every frame painted for itself to as still as can be, where nothing moves")
        )
        self.flicker = QLabel()
        self.flicker.setObjectName("live_flicker")
        self.flicker.setProperty("role", "dim")
        self.flicker.setToolTip(
            self.tr("How far frames differ from the one before, motion left aside: of 255, less is calmer")
        )
        self.sliders["calm"].add_beside(self.flicker)
        ways: dict[str, object] = {self.tr("By matching the palette"): "match"}
        ways[self.tr("By keeping each spot's hue")] = "luminance"
        self.color_method = choice_box("live_color_method", self.tr("How the scene's colours are kept"), ways)
        self.color_method.activated.connect(
            lambda: controller.change(color_method=self.color_method.currentData())
        )
        self.colors_only = QCheckBox(self.tr("Take only the style's colours"))
        self.colors_only.setObjectName("live_colors_only")
        self.colors_only.setToolTip(self.tr("Every line of the scene stays as it is"))
        self.colors_only.toggled.connect(lambda is_on: controller.change(colors_only=is_on))
        self.fine = QCheckBox(self.tr("Finer strokes, fewer frames"))
        self.fine.setObjectName("live_fine")
        self.fine.setToolTip(self.tr("Painted by the network of Stylize, which takes several times as long"))
        self.fine.toggled.connect(lambda is_on: controller.change(is_fine=is_on))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for name, slider in self.sliders.items():
            slider.moved.connect(lambda value, name=name: controller.change(**{name: value}))
            layout.addWidget(slider)
            if name == "keep_colors":
                layout.addWidget(self.color_method)
                layout.addWidget(self.colors_only)
        layout.addWidget(self.fine)
        controller.changed.connect(self._show)
        controller.figures_came.connect(self._on_figures)
        self._show()

    @Slot()
    def _show(self) -> None:
        for name, slider in self.sliders.items():
            if not slider.slider.isSliderDown():
                slider.show_value(getattr(self._controller.choice, name))
        choice = self._controller.choice
        with QSignalBlocker(self.fine), QSignalBlocker(self.colors_only):
            self.fine.setChecked(choice.is_fine)
            self.colors_only.setChecked(choice.colors_only)
        choose(self.color_method, choice.color_method)
        self.color_method.setVisible(choice.keep_colors > 0)
        self.sliders["brush"].setEnabled(not choice.colors_only)
        if self._controller.phase == "off":
            self.flicker.clear()

    @Slot(object)
    def _on_figures(self, figures: LiveFigures) -> None:
        if figures.flicker is not None:
            self.flicker.setText(self.tr("flicker {figure}").format(figure=f"{figures.flicker:.1f}"))
