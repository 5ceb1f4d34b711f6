"""A field with a style in each of its corners: where the knob lies is how they are mixed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QBrush,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QWidget

from desktop_app.widgets.fine_slider import FINE
from desktop_app.widgets.mix_places import MIDDLE, Place, has_place, place_of, shares_at, shares_of
from desktop_app.widgets.slider_field import SETTLE_MS

HEIGHT_PX, LOW_PX = 148, 52  # with rows, and with two styles side by side
STEP = 0.02  # of an arrow key
INSET_PX = 10.0  # the knob stays whole at the edges
KNOB_PX = 16.0
THUMBNAIL_PX = 30.0


class MixPad(QWidget):
    """`moved` with the shares while it changes, `settled` once when the hand is off.

    A mix of four that has no place here (`mix_places`) is shown by a hollow knob at the nearest one.
    """

    moved = Signal(object)  # tuple[float, ...]
    settled = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mix_pad")
        self.setAccessibleName(name)
        self.setToolTip(self.tr("Drag to mix; a double click goes to the middle"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._weights: tuple[float, ...] = (0.5, 0.5)
        self._names: tuple[str, ...] = ("", "")
        self._pictures: tuple[QPixmap, ...] = (QPixmap(), QPixmap())
        self._place: Place = MIDDLE
        self._dragged_from: tuple[QPointF, Place] | None = None  # the mouse, and the exact place then
        self._settling = QTimer(self)
        self._settling.setObjectName("mix_pad_settling")
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLE_MS)
        self._settling.timeout.connect(self._on_settled)

    @property
    def place(self) -> Place:
        return self._place

    @property
    def is_exact(self) -> bool:
        """The mix is the one that lies where the knob is."""
        return has_place(self._weights)

    def show_styles(self, names: Sequence[str], pictures: Sequence[QPixmap]) -> None:
        self._names, self._pictures = tuple(names), tuple(pictures)
        self.setFixedHeight(LOW_PX if len(names) == 2 else HEIGHT_PX)
        self._say_aloud()
        self.update()

    def show_weights(self, weights: Sequence[float]) -> None:
        """Takes a mix from outside, without a signal. What it said itself does not move the knob."""
        shares = shares_of(weights)
        if shares != self._weights:
            self._weights = shares
            self._place = place_of(shares)
        self._say_aloud()
        self.update()

    def _say_aloud(self) -> None:
        """Qt knows no role for a field of two directions: its state is its description."""
        parts = zip(self._names, self._weights, strict=False)
        said = ", ".join(f"{name} {round(100 * weight)} %" for name, weight in parts)
        if said != self.accessibleDescription():
            self.setAccessibleDescription(said)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    # -- mouse and keys -------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        at, is_fine = event.position(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if not is_fine and (at - self._knob).manhattanLength() > KNOB_PX / 2:
            self._take(self._place_at(at))
        self._dragged_from = (at, self._place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged_from is None:
            return
        last, (x, y) = self._dragged_from
        moved = event.position() - last
        share = FINE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0
        field = self._field
        exact = (x + share * moved.x() / field.width(), y + share * moved.y() / max(1.0, field.height()))
        self._take(exact)
        self._dragged_from = (event.position(), self._place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._dragged_from is not None:
            self._dragged_from = None
            self._on_settled()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._dragged_from = None
        self._to_the_middle()

    def _to_the_middle(self) -> None:
        """As one gesture of its own."""
        self._on_settled()
        self._take(place_of((1.0,) * len(self._weights)))
        self._on_settled()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._to_the_middle()
        elif event.key() in steps:
            share = STEP * (FINE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0)
            x, y = steps[Qt.Key(event.key())]
            if len(self._weights) == 2:  # up is more, as on a slider
                x, y = x - y, 0
            self._take((self._place[0] + x * share, self._place[1] + y * share))
            self._settling.start()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if self._settling.isActive():
            self._on_settled()
        super().focusOutEvent(event)

    def _take(self, place: Place) -> None:
        """The knob goes there, and the mix with it; also where it lay there already, but for another mix."""
        x, y = (min(max(part, 0.0), 1.0) for part in place)
        self._place = (x, MIDDLE[1] if len(self._weights) == 2 else y)
        shares = shares_at(self._place, len(self._weights))
        if shares != self._weights:
            self._weights = shares
            self._say_aloud()
            self.update()
            self.moved.emit(shares)

    @Slot()
    def _on_settled(self) -> None:
        self._settling.stop()
        self.settled.emit()

    # -- looks ----------------------------------------------------------------------------------------------

    @property
    def _field(self) -> QRectF:
        """Where the middle of the knob can be."""
        return QRectF(self.rect()).adjusted(INSET_PX, INSET_PX, -INSET_PX, -INSET_PX)

    @property
    def _knob(self) -> QPointF:
        field, (x, y) = self._field, self._place
        return QPointF(field.left() + x * field.width(), field.top() + y * field.height())

    def _place_at(self, at: QPointF) -> Place:
        field = self._field
        return (at.x() - field.left()) / field.width(), (at.y() - field.top()) / max(1.0, field.height())

    def _boxes(self) -> list[QRectF]:
        """Where each style has its thumbnail."""
        inner = QRectF(self.rect()).adjusted(6, 6, -6, -6)
        right, bottom = inner.right() - THUMBNAIL_PX, inner.bottom() - THUMBNAIL_PX
        middle = inner.center() - QPointF(THUMBNAIL_PX, THUMBNAIL_PX) / 2
        match len(self._names):
            case 2:
                corners = [(inner.left(), middle.y()), (right, middle.y())]
            case 3:
                corners = [(inner.left(), inner.top()), (right, inner.top()), (middle.x(), bottom)]
            case _:
                upper = [(inner.left(), inner.top()), (right, inner.top())]
                corners = [*upper, (inner.left(), bottom), (right, bottom)]
        return [QRectF(*corner, THUMBNAIL_PX, THUMBNAIL_PX) for corner in corners]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        role, whole = QPalette.ColorRole, QRectF(self.rect()).adjusted(1, 1, -1, -1)
        accent = self.palette().color(role.Highlight)
        painter.setBrush(self.palette().color(role.Base))
        edge = accent if self.hasFocus() else self.palette().color(role.Mid)
        painter.setPen(QPen(edge, 2 if self.hasFocus() else 1))
        painter.drawRoundedRect(whole, 8, 8)
        for box, picture in zip(self._boxes(), self._pictures, strict=False):
            _paint_thumbnail(painter, box, picture)
        knob = self._knob
        painter.setPen(QPen(self.palette().color(role.Mid), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(whole.left(), knob.y()), QPointF(whole.right(), knob.y()))
        if len(self._names) > 2:
            painter.drawLine(QPointF(knob.x(), whole.top()), QPointF(knob.x(), whole.bottom()))
        painter.setPen(QPen(QColor(0, 0, 0, 130), 1))
        painter.setBrush(QColor("#ffffff"))
        painter.drawEllipse(knob, KNOB_PX / 2, KNOB_PX / 2)
        painter.setPen(QPen(accent, 2.5))
        painter.setBrush(accent if self.is_exact else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(knob, KNOB_PX / 2 - 4, KNOB_PX / 2 - 4)


def _paint_thumbnail(painter: QPainter, box: QRectF, picture: QPixmap) -> None:
    if picture.isNull():
        return
    shape = QPainterPath()
    shape.addRoundedRect(box, 5, 5)
    painter.save()
    painter.setClipPath(shape)
    painter.fillRect(box, QBrush(Qt.GlobalColor.gray))
    painter.drawPixmap(box, picture, QRectF(picture.rect()))
    painter.restore()
