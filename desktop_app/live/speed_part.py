"""How many frames there shall be, and between which sizes they are painted for that."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QSpinBox, QWidget

from desktop_app.live.choice import OUTPUTS_PX, RATES, SIZES_PX
from desktop_app.live.controller import LiveController
from desktop_app.widgets.choice_box import choice_box, choose
from desktop_app.widgets.form import form_of
from desktop_app.widgets.labels import explanation
from desktop_app.widgets.number_field import number_field


class SpeedPart(QWidget):
    """The floor never goes above the ceiling."""

    def __init__(self, controller: LiveController) -> None:
        super().__init__()
        self._controller = controller
        rates = {self.tr("{count} a second").format(count=rate): rate for rate in RATES}
        self.rate = choice_box("live_rate", self.tr("Frames"), dict(rates))
        self.rate.activated.connect(lambda: controller.change(target_fps=self.rate.currentData()))
        self.floor = number_field(QSpinBox(), "live_floor", self.tr("Smallest working size"))
        self.ceiling = number_field(QSpinBox(), "live_ceiling", self.tr("Largest working size"))
        for box in (self.floor, self.ceiling):
            box.setRange(*SIZES_PX)
            box.setSingleStep(32)
            box.setSuffix(" px")
            box.setKeyboardTracking(False)
        self.floor.valueChanged.connect(self._on_floor)
        self.ceiling.valueChanged.connect(self._on_ceiling)
        form = form_of(self)
        form.addRow(self.tr("Frames"), self.rate)
        form.addRow(self.tr("Smallest"), self.floor)
        form.addRow(self.tr("Largest"), self.ceiling)
        hint = self.tr("The working size goes up and down between the two, so that the frames come in time.")
        form.addRow(explanation(hint))
        sides = {self.tr("up to {count} px").format(count=px): px for px in OUTPUTS_PX}
        self.output = choice_box("live_output", self.tr("Size of the picture"), dict(sides))
        self.output.setToolTip(
            self.tr("Of what is seen and leaves, where the source gives as much. Large ones take longer.")
        )
        self.output.activated.connect(lambda: controller.change(output_px=self.output.currentData()))
        form.addRow(self.tr("Picture"), self.output)
        controller.changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        choice = self._controller.choice
        with QSignalBlocker(self.floor), QSignalBlocker(self.ceiling):
            self.floor.setValue(choice.floor_px)
            self.ceiling.setValue(choice.ceiling_px)
        choose(self.rate, choice.target_fps)
        choose(self.output, choice.output_px)

    @Slot(int)
    def _on_floor(self, value: int) -> None:
        self._controller.change(floor_px=value, ceiling_px=max(value, self._controller.choice.ceiling_px))

    @Slot(int)
    def _on_ceiling(self, value: int) -> None:
        self._controller.change(ceiling_px=value, floor_px=min(value, self._controller.choice.floor_px))
