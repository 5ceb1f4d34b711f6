"""Which knob moves which slider, and which pad chooses which style; learnt by touching these first."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.live.controller import LiveController
from desktop_app.live.midi import Midi
from desktop_app.widgets.labels import explanation
from desktop_app.widgets.scale import STEPS
from desktop_app.widgets.slider_field import SliderField

STYLE = "style:"  # and its source: what a pad does


class MidiPart(QWidget):
    """`sliders` are all of the room, by name."""

    def __init__(self, controller: LiveController, sliders: Mapping[str, SliderField]) -> None:
        super().__init__()
        self._controller, self._sliders = controller, sliders
        self.midi = Midi(self)
        self._touched = ""
        self._is_moving = False  # by a knob or a pad
        self.use = QCheckBox(self.tr("Use MIDI controllers"))
        self.use.setObjectName("live_midi")
        self.learn = QPushButton(self.tr("Learn"))
        self.learn.setObjectName("live_midi_learn")
        self.learn.setCheckable(True)
        self.forget = QPushButton(self.tr("Forget All"))
        self.forget.setObjectName("live_midi_forget")
        self.words = explanation()
        self.words.setObjectName("live_midi_words")
        self.known = explanation()
        self.known.setObjectName("live_midi_known")
        row = QHBoxLayout()
        row.addWidget(self.learn)
        row.addWidget(self.forget)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.use)
        layout.addLayout(row)
        layout.addWidget(self.words)
        layout.addWidget(self.known)
        self.use.toggled.connect(lambda is_on: controller.change(uses_midi=is_on))
        self.use.toggled.connect(self.open_ports)
        self.learn.toggled.connect(self._on_learn)
        self.forget.clicked.connect(lambda: controller.change(midi=()))
        self.midi.turned.connect(self._on_turned)
        self.midi.struck.connect(self._on_struck)
        self.midi.plugged.connect(self._show)
        controller.mixing.chosen.connect(self._on_style_chosen)
        for name, slider in sliders.items():
            slider.slider.sliderPressed.connect(partial(self._on_touched, name))
            slider.moved.connect(partial(self._on_touched, name))
        controller.changed.connect(self._show)
        self._show()

    @Slot()
    def open_ports(self) -> None:
        """As far as somebody wants it."""
        if self._controller.choice.uses_midi:
            self.midi.open()
        else:
            self.midi.close()
            self.learn.setChecked(False)
        self._show()

    @Slot()
    def _on_learn(self) -> None:
        self._touched = ""
        self._show()

    def _on_touched(self, name: str, value: float = 0.0) -> None:
        if self.learn.isChecked() and not self._is_moving:
            self._touched = name
            self._show()

    @Slot(str)
    def _on_style_chosen(self, source: str) -> None:
        self._on_touched(STYLE + source)

    @Slot(str, float)
    def _on_turned(self, knob: str, share: float) -> None:
        if self._touched in self._sliders:
            self._keep(knob)
        name = dict(self._controller.choice.midi).get(knob, "")
        if name in self._sliders:
            self._is_moving = True
            self._sliders[name].slider.setValue(round(share * STEPS))
            self._is_moving = False

    @Slot(str)
    def _on_struck(self, pad: str) -> None:
        if self._touched.startswith(STYLE):
            self._keep(pad)
        name = dict(self._controller.choice.midi).get(pad, "")
        if name.startswith(STYLE) and self._controller.mixing.is_there(name.removeprefix(STYLE)):
            self._is_moving = True
            self._controller.mixing.choose(name.removeprefix(STYLE))
            self._is_moving = False

    def _keep(self, control: str) -> None:
        """Does from now on what was touched."""
        known, touched = self._controller.choice.midi, self._touched
        others = tuple(pair for pair in known if pair[0] != control and pair[1] != touched)
        self._touched = ""
        self._controller.change(midi=(*others, (control, touched)))
        self._show()

    def _style_name(self, name: str) -> str:
        """Of what a pad does; nothing where that is no style that is there."""
        style = self._controller.shelf.find(name.removeprefix(STYLE)) if name.startswith(STYLE) else None
        return style.name if style is not None else ""

    @Slot()
    def _show(self) -> None:
        choice = self._controller.choice
        with QSignalBlocker(self.use):
            self.use.setChecked(choice.uses_midi)
        is_open = bool(self.midi.names)
        self.learn.setEnabled(is_open)
        self.forget.setEnabled(bool(choice.midi))
        self.words.setText(self.midi.trouble or self._hint(is_open))
        self.words.setVisible(bool(self.words.text()))
        lines = [
            self.tr("{slider}: knob {knob}").format(slider=self._sliders[name].label.text(), knob=knob)
            for knob, name in choice.midi
            if name in self._sliders
        ]
        lines += [
            self.tr("{style}: {pad}").format(style=self._style_name(name), pad=pad)
            for pad, name in choice.midi
            if self._style_name(name)
        ]
        self.known.setText("\n".join(lines))
        self.known.setVisible(bool(lines))

    def _hint(self, is_open: bool) -> str:
        if not is_open:
            return ""
        if not self.learn.isChecked():
            return self.tr("Heard: {names}").format(names=", ".join(self.midi.names))
        if name := self._style_name(self._touched):
            return self.tr("Now strike the pad or the key that shall choose “{name}”.").format(name=name)
        if self._touched in self._sliders:
            name = self._sliders[self._touched].label.text()
            return self.tr("Now turn the knob or push the fader that shall move “{name}”.").format(name=name)
        return self.tr("Touch a slider of this panel, or choose a style.")

    def close_ports(self) -> None:
        """While the room is left, others may use them."""
        self.midi.close()
        self.learn.setChecked(False)
