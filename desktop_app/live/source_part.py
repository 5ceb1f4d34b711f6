"""What is done with the source's picture before it is painted."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from desktop_app.live.choice import LARGEST_CUT, TURNS
from desktop_app.live.controller import LiveController
from desktop_app.live.format_box import FormatBox
from desktop_app.live.source_box import SourceBox
from desktop_app.widgets.choice_box import choice_box, choose
from desktop_app.widgets.form import form_of
from desktop_app.widgets.number_field import number_field
from desktop_app.widgets.scale import Scale
from desktop_app.widgets.slider_field import SliderField

# A flash of a thousandth of a second to a quarter of one, which only a tripod bears.
EXPOSURE = Scale(0.001, 0.25, 0.02, is_log=True, factor=1000, decimals=1, unit=" ms")


class SourcePart(QWidget):
    """The source, and how its picture is held."""

    def __init__(self, controller: LiveController) -> None:
        super().__init__()
        self._controller = controller
        self.box = SourceBox(controller)
        self.mirror = QCheckBox(self.tr("Mirror"))
        self.mirror.setObjectName("live_mirror")
        self.mirror.setToolTip(self.tr("Left and right changed, as in a mirror (M)"))
        self.mirror.toggled.connect(lambda is_on: controller.change(mirror=is_on))
        self.mirrors_out = QCheckBox(self.tr("Mirror what leaves, too"))
        self.mirrors_out.setObjectName("live_mirrors_out")
        self.mirrors_out.setToolTip(
            self.tr(
                "Films, stills, the virtual camera and the window without a frame. While this is off, you "
                "see yourself as in a mirror, and others can read what is written in the picture."
            )
        )
        self.mirrors_out.toggled.connect(lambda is_on: controller.change(mirrors_out=is_on))
        turns = {self.tr("Not turned"): 0, self.tr("To the right"): 90}
        turns |= {self.tr("Upside down"): 180, self.tr("To the left"): 270}
        assert tuple(turns.values()) == TURNS
        self.turn = choice_box("live_turn", self.tr("Turn"), dict(turns))
        self.turn.activated.connect(lambda: controller.change(turn=self.turn.currentData()))
        self.own_exposure = QCheckBox(self.tr("The camera decides the exposure"))
        self.own_exposure.setObjectName("live_own_exposure")
        self.exposure = SliderField("live_exposure", self.tr("Exposure"), EXPOSURE)
        self.own_exposure.toggled.connect(self._on_own_exposure)
        self.exposure.moved.connect(lambda seconds: controller.change(exposure_s=seconds))
        self.format = FormatBox(controller, self.box)
        self.format.offer_changed.connect(self._show)
        self._form = form = form_of()
        form.addRow(self.tr("Format"), self.format)
        form.addRow(self.tr("Turn"), self.turn)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.box)
        layout.addWidget(self.mirror)
        layout.addWidget(self.mirrors_out)
        layout.addLayout(form)
        layout.addLayout(self._make_cuts())
        layout.addWidget(self.own_exposure)
        layout.addWidget(self.exposure)
        controller.changed.connect(self._show)
        self._show()

    def _make_cuts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.addWidget(QLabel(self.tr("Cut off at the edges")), 0, 0, 1, 2)
        names = {
            "left": self.tr("Cut off at the left"),
            "top": self.tr("Cut off at the top"),
            "right": self.tr("Cut off at the right"),
            "bottom": self.tr("Cut off at the bottom"),
        }
        signs = dict(zip(names, "←↑→↓", strict=True))
        self.cuts = [number_field(QSpinBox(), f"live_cut_{side}", name) for side, name in names.items()]
        for place, (side, box) in enumerate(zip(names, self.cuts, strict=True)):
            box.setRange(0, round(100 * LARGEST_CUT))
            box.setPrefix(f"{signs[side]} ")
            box.setSuffix(" %")
            box.setToolTip(names[side])
            box.setKeyboardTracking(False)
            box.valueChanged.connect(self._on_cut)
            grid.addWidget(box, 1 + place // 2, place % 2)
        return grid

    @Slot()
    def _show(self) -> None:
        choice = self._controller.choice
        ticks = {
            self.mirror: choice.mirror,
            self.mirrors_out: choice.mirrors_out,
            self.own_exposure: not choice.exposure_s,
        }
        for box, is_on in ticks.items():
            with QSignalBlocker(box):
                box.setChecked(is_on)
        self.mirrors_out.setVisible(choice.mirror)
        choose(self.turn, choice.turn)
        for field, part in zip(self.cuts, choice.cut, strict=True):
            with QSignalBlocker(field):
                field.setValue(round(100 * part))
        self._form.setRowVisible(self.format, self.format.has_choice)
        is_camera = not choice.source or choice.source.startswith("camera:")
        self.own_exposure.setVisible(is_camera)
        self.exposure.setVisible(is_camera and bool(choice.exposure_s))
        if choice.exposure_s and not self.exposure.slider.isSliderDown():
            self.exposure.show_value(choice.exposure_s)

    @Slot()
    def _on_cut(self) -> None:
        self._controller.change(cut=tuple(box.value() / 100 for box in self.cuts))

    @Slot(bool)
    def _on_own_exposure(self, is_own: bool) -> None:
        self._controller.change(exposure_s=0.0 if is_own else self.exposure.value)
