"""Which knob moves which slider: learnt by touching the one, then turning the other."""

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


class MidiPart(QWidget):
    """`sliders` are all of the room, by name."""

    def __init__(self, controller: LiveController, sliders: Mapping[str, SliderField]) -> None:
        super().__init__()
        self._controller, self._sliders = controller, sliders
        self.midi = Midi(self)
        self._touched = ""
        self._is_moving = False  # a slider, by a knob
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
        self.midi.plugged.connect(self._show)
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

    @Slot(str, float)
    def _on_turned(self, knob: str, share: float) -> None:
        choice = self._controller.choice
        if self.learn.isChecked() and self._touched:
            others = tuple(pair for pair in choice.midi if pair[0] != knob and pair[1] != self._touched)
            self._controller.change(midi=(*others, (knob, self._touched)))
            self._touched = ""
            self._show()
        name = dict(self._controller.choice.midi).get(knob, "")
        if name in self._sliders:
            self._is_moving = True
            self._sliders[name].slider.setValue(round(share * STEPS))
            self._is_moving = False

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
        self.known.setText("\n".join(lines))
        self.known.setVisible(bool(lines))

    def _hint(self, is_open: bool) -> str:
        if not is_open:
            return ""
        if not self.learn.isChecked():
            return self.tr("Heard: {names}").format(names=", ".join(self.midi.names))
        if self._touched:
            name = self._sliders[self._touched].label.text()
            return self.tr("Now turn the knob or push the fader that shall move “{name}”.").format(name=name)
        return self.tr("Touch a slider of this panel.")

    def close_ports(self) -> None:
        """While the room is left, others may use them."""
        self.midi.close()
        self.learn.setChecked(False)
