"""What is heard, how loud it is, and what it moves."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from desktop_app.live.choice import BANDS, LiveChoice
from desktop_app.live.controller import LiveController
from desktop_app.live.sound_box import SoundBox
from desktop_app.widgets.choice_box import choice_box, choose
from desktop_app.widgets.form import form_of
from desktop_app.widgets.scale import Scale, percent
from desktop_app.widgets.slider_field import SliderField

DEFAULTS = LiveChoice()
SMOOTHING = Scale(0, 2, DEFAULTS.sound_smooth_s, decimals=2, unit=" s")
METER_PX, GAP_PX = 30, 3


class SoundPart(QWidget):
    """A file stands in for a microphone."""

    file_wanted = Signal()

    def __init__(self, controller: LiveController) -> None:
        super().__init__()
        self._controller = controller
        self.box = SoundBox(controller)
        self.box.file_wanted.connect(self.file_wanted)
        self.meter = LevelMeter(controller)
        names = {
            "": self.tr("nothing"),
            "loudness": self.tr("loudness"),
            "low": self.tr("low tones"),
            "middle": self.tr("middle tones"),
            "high": self.tr("high tones"),
        }
        bands = {names[band]: band for band in BANDS}
        texts = {
            "strength": self.tr("Strength by"),
            "brush": self.tr("Brush by"),
            "mix": self.tr("Mix by"),
        }
        self.bands: dict[str, QComboBox] = {}
        form = form_of()
        for what, text in texts.items():
            box = choice_box(f"live_sound_{what}", text, dict(bands))
            box.activated.connect(partial(self._on_band, what))
            form.addRow(text, box)
            self.bands[what] = box
        self.sliders = {
            "sound_amount": SliderField(
                "live_sound_amount", self.tr("How far it moves"), percent(0, 1, DEFAULTS.sound_amount)
            ),
            "sound_smooth_s": SliderField("live_sound_smooth", self.tr("How slowly it falls"), SMOOTHING),
        }
        self._driven = QWidget()
        inner = QVBoxLayout(self._driven)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        inner.addWidget(self.meter)
        inner.addLayout(form)
        for name, slider in self.sliders.items():
            slider.moved.connect(lambda value, name=name: controller.change(**{name: value}))
            inner.addWidget(slider)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.box)
        layout.addWidget(self._driven)
        controller.changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        choice = self._controller.choice
        self._driven.setVisible(bool(choice.sound))
        for what, box in self.bands.items():
            choose(box, getattr(choice, f"sound_{what}"))
        for name, slider in self.sliders.items():
            if not slider.slider.isSliderDown():
                slider.show_value(getattr(choice, name))

    def _on_band(self, what: str, row: int) -> None:
        self._controller.change(**{f"sound_{what}": self.bands[what].itemData(row)})


class LevelMeter(QWidget):
    """Four bars: how loud it is as a whole, low, middle and high."""

    def __init__(self, controller: LiveController) -> None:
        super().__init__()
        self.setObjectName("live_levels")
        self.setAccessibleName(self.tr("Loudness, low, middle and high tones"))
        self.setToolTip(self.tr("Loudness, low, middle and high tones"))
        self.setFixedHeight(METER_PX)
        self._controller = controller
        controller.frame_came.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, palette = QPainter(self), self.palette()
        painter.setPen(Qt.PenStyle.NoPen)
        high = (self.height() - 3 * GAP_PX) / 4
        for row, level in enumerate(self._controller.levels or (0.0,) * 4):
            bar = QRectF(0, row * (high + GAP_PX), self.width(), high)
            painter.setBrush(palette.color(QPalette.ColorRole.Base))
            painter.drawRoundedRect(bar, 2, 2)
            bar.setWidth(level * self.width())
            painter.setBrush(palette.color(QPalette.ColorRole.Highlight))
            painter.drawRoundedRect(bar, 2, 2)
