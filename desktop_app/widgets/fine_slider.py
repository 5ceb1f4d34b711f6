"""A slider that can be set by a hundredth and finer, and goes back to its default on a double click."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QWheelEvent
from PySide6.QtWidgets import QSlider, QWidget

from desktop_app.widgets.scale import STEPS

KNOB_PX = 14
TRACK_PX = 4
FINE = 0.1  # of the usual movement, with Shift held


class FineSlider(QSlider):
    """Horizontal, with `STEPS` positions. Shift makes mouse, wheel and arrow keys ten times finer."""

    reset_wanted = Signal()

    def __init__(self, default_position: int, key_step: int, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, STEPS)
        self.setSingleStep(key_step)
        self.setPageStep(10 * key_step)
        self.setFixedHeight(22)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._default_position = default_position
        self._drag_from: tuple[float, float] | None = None  # where the mouse was, and the exact position then

    # -- mouse, wheel, keys ---------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.setSliderDown(True)
        x = event.position().x()
        if (
            not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            and abs(x - self._knob_x()) > KNOB_PX / 2
        ):
            self.setValue(round(self._position_at(x)))
        self._drag_from = (x, float(self.value()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag_from is None:
            return
        is_fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        last_x, exact = self._drag_from
        moved = (event.position().x() - last_x) * STEPS / self._travel_px * (FINE if is_fine else 1.0)
        exact = min(max(exact + moved, 0.0), float(STEPS))
        self._drag_from = (event.position().x(), exact)
        self.setValue(round(exact))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._drag_from is not None:
            self._drag_from = None
            self.setSliderDown(False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._drag_from = None
        self.setSliderDown(False)
        self.reset_wanted.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y() or event.angleDelta().x()  # Shift turns a wheel sideways
        self._step(1 if turned > 0 else -1 if turned < 0 else 0, event.modifiers())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Right | Qt.Key.Key_Up:
                self._step(1, event.modifiers())
            case Qt.Key.Key_Left | Qt.Key.Key_Down:
                self._step(-1, event.modifiers())
            case Qt.Key.Key_Backspace | Qt.Key.Key_Delete:
                self.reset_wanted.emit()
            case _:
                super().keyPressEvent(event)

    def _step(self, direction: int, modifiers: Qt.KeyboardModifier) -> None:
        is_fine = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        self.setValue(self.value() + direction * round(self.singleStep() * (FINE if is_fine else 1)))

    # -- looks ----------------------------------------------------------------------------------------------

    @property
    def _travel_px(self) -> float:
        return max(1.0, self.width() - KNOB_PX)

    def _knob_x(self, position: int | None = None) -> float:
        return KNOB_PX / 2 + self._travel_px * (self.value() if position is None else position) / STEPS

    def _position_at(self, x: float) -> float:
        return min(max((x - KNOB_PX / 2) / self._travel_px, 0.0), 1.0) * STEPS

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        track, knob = (
            self.palette().color(QPalette.ColorRole.Mid),
            self.palette().color(group, QPalette.ColorRole.Text),
        )
        filled = self.palette().color(QPalette.ColorRole.Highlight) if self.isEnabled() else knob
        middle, x = self.height() / 2, self._knob_x()
        groove = QRectF(0, middle - TRACK_PX / 2, self.width(), TRACK_PX)
        painter.setBrush(track)
        painter.drawRoundedRect(groove, TRACK_PX / 2, TRACK_PX / 2)
        if 0 < self._default_position < STEPS:
            painter.drawEllipse(QPointF(self._knob_x(self._default_position), middle), TRACK_PX, TRACK_PX)
        painter.setBrush(filled)
        painter.drawRoundedRect(QRectF(groove.left(), groove.top(), x - groove.left(), TRACK_PX), 2, 2)
        painter.setBrush(QColor("#ffffff") if self.isEnabled() else knob)
        edge = QColor(0, 0, 0, 60)
        painter.setPen(QPen(filled if self.hasFocus() else edge, 2 if self.hasFocus() else 1))
        painter.drawEllipse(QPointF(x, middle), KNOB_PX / 2 - 1, KNOB_PX / 2 - 1)
