"""A labelled slider with a field for the exact value."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from desktop_app.widgets.fine_slider import FineSlider
from desktop_app.widgets.scale import Scale

SETTLE_MS = 700  # turning a wheel or holding a key longer than this apart is two gestures


class _ValueField(QLineEdit):
    """Up and down step the slider, as they do in fields of numbers."""

    def __init__(self, slider: FineSlider) -> None:
        super().__init__()
        self._slider = slider

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._slider.keyPressEvent(event)
        else:
            super().keyPressEvent(event)


class SliderField(QWidget):
    """`moved` while it changes, `settled` once when the hand is off."""

    moved = Signal(float)
    settled = Signal()

    def __init__(self, name: str, label: str, scale: Scale, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._scale, self._value = scale, scale.default
        self.label = QLabel(label)
        self.slider = FineSlider(scale.position_of(scale.default), scale.key_step)
        self.slider.setObjectName(f"{name}_slider")
        self.slider.setAccessibleName(label)
        self.field = _ValueField(self.slider)
        self.field.setObjectName(f"{name}_field")
        self.field.setProperty("role", "value")
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setFixedWidth(62)
        self.field.setAccessibleName(label)
        self.label.setBuddy(self.field)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(0)
        layout.addWidget(self.label, 0, 0)
        layout.addWidget(self.field, 0, 2, Qt.AlignmentFlag.AlignRight)
        layout.addWidget(self.slider, 1, 0, 1, 3)
        layout.setColumnStretch(0, 1)
        self._grid = layout
        self._settling = QTimer(self)
        self._settling.setObjectName(f"{name}_settling")
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLE_MS)
        self._settling.timeout.connect(self._on_settled)
        self.slider.valueChanged.connect(self._on_slider_changed)
        self.slider.sliderReleased.connect(self._on_settled)
        self.slider.reset_wanted.connect(self.reset)
        self.field.editingFinished.connect(self._on_typed)
        self._show()

    @property
    def value(self) -> float:
        return self._value

    def show_value(self, value: float) -> None:
        """Takes a value from outside, without a signal."""
        value = self._scale.rounded(value)
        if value != self._value:
            self._value = value
            self._show()

    def add_beside(self, widget: QWidget) -> None:
        """Something small between the label and the field."""
        self._grid.addWidget(widget, 0, 1)

    def show_in(self, scale: Scale) -> None:
        """The same values, in other figures."""
        if scale != self._scale:
            self._scale = scale
            self._show()

    @Slot()
    def reset(self) -> None:
        """Back to the default, as one gesture of its own."""
        self._on_settled()
        self._take(self._scale.default)
        self._on_settled()

    def _take(self, value: float) -> None:
        if value != self._value:
            self._value = value
            self._show()
            self.moved.emit(value)

    def _show(self) -> None:
        with QSignalBlocker(self.slider):
            if self._scale.value_at(self.slider.value()) != self._value:
                self.slider.setValue(self._scale.position_of(self._value))
        self.field.setText(self._scale.text_of(self._value))

    @Slot(int)
    def _on_slider_changed(self, position: int) -> None:
        self._take(self._scale.value_at(position))
        if not self.slider.isSliderDown():
            self._settling.start()

    @Slot()
    def _on_typed(self) -> None:
        value = self._scale.value_of(self.field.text())
        if value is not None and value != self._value:
            self._take(value)
            self._on_settled()
        self._show()

    @Slot()
    def _on_settled(self) -> None:
        self._settling.stop()
        self.settled.emit()
