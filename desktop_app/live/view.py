"""The moving picture: in the room, and in a window of its own without a frame."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QScreen,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from desktop_app.live.controller import LiveController
from models.live_requests import frame_size

HOLD_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Backslash)
NOTCH = 120  # of a wheel
LARGER, SMALLER = 1.25, 0.8
SMALLEST_PX = 160
GRAB_PX = 8  # how near the line it is taken
STEP = 0.02  # of an arrow key


class LiveView(QWidget):
    """Paints the newest frame, whole and in its shape. The wheel chooses the style."""

    shows_what_leaves = False  # which is no mirror where the window alone is one

    def __init__(self, controller: LiveController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("live_view")
        self.setAccessibleName(self.tr("Live picture"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._controller = controller
        self._turned = 0
        self._shown = QRectF()
        self._drags = False  # the line between the frame as it came and as it is painted
        controller.frame_came.connect(self.update)
        controller.waiting_changed.connect(self.update)
        controller.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        image = self._controller.image
        if image is not None and self._controller.phase != "starting":
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            size = image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
            self._shown = QRectF(left, top, size.width(), size.height())
            if self._is_turned_back:
                painter.translate(self.width(), 0)
                painter.scale(-1, 1)
            painter.drawImage(self._shown, image)
            self._controller.note_painted()
            if self._controller.compares:
                self._paint_line(painter)

    def _paint_line(self, painter: QPainter) -> None:
        """Light over dark, so that it is seen on any picture."""
        shown, x = self._shown, self._line_x
        for color, width in ((QColor(0, 0, 0, 120), 4.0), (QColor(255, 255, 255), 2.0)):
            painter.setPen(QPen(color, width))
            painter.drawLine(QPointF(x, shown.top()), QPointF(x, shown.bottom()))

    @property
    def _is_turned_back(self) -> bool:
        return self.shows_what_leaves and self._controller.choice.mirrors_window

    @property
    def _line_x(self) -> float:
        return self._shown.left() + self._controller.divide * self._shown.width()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        near = abs(event.position().x() - self._line_x) <= GRAB_PX
        self._drags = self._controller.compares and near and event.button() == Qt.MouseButton.LeftButton

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drags and self._shown.width() > 0:
            x = event.position().x() - self._shown.left()
            self._controller.divide_at(x / self._shown.width())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drags = False

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A touchpad turns in small parts."""
        self._turned += event.angleDelta().y()
        while abs(self._turned) >= NOTCH:
            step = 1 if self._turned > 0 else -1
            self._turned -= step * NOTCH
            self._controller.mixing.go(-step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        controller, steps = self._controller, {Qt.Key.Key_Left: -STEP, Qt.Key.Key_Right: STEP}
        if event.key() in HOLD_KEYS:
            controller.hold_original(True)
        elif controller.compares and event.key() in steps:
            step = steps[Qt.Key(event.key())]
            controller.divide_at(controller.divide + (-step if self._is_turned_back else step))
            self.update()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() not in HOLD_KEYS:
            super().keyReleaseEvent(event)
        elif not event.isAutoRepeat():
            self._controller.hold_original(False)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._controller.hold_original(False)
        super().focusOutEvent(event)


class LiveStage(LiveView):
    """The picture alone: for capture by another program, or over a whole display. Esc closes it.

    It is moved by dragging, becomes larger and smaller by + and -, and a double click fills the display.
    Whoever opens it adds the commands that it obeys.
    """

    closed = Signal()
    shows_what_leaves = True

    def __init__(self, controller: LiveController) -> None:
        super().__init__(controller)
        self.setObjectName("live_stage")
        self.setWindowFlags(Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle(self.tr("Impasto Live"))
        self.setMinimumSize(SMALLEST_PX, SMALLEST_PX * 9 // 16)
        self._grabbed: QPointF | None = None
        self._out_size = controller.choice.out_size
        controller.changed.connect(self._follow_out_size)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.black)
        painter.end()
        super().paintEvent(event)

    def show_borderless(self, screen: QScreen) -> None:
        self._resize_for(screen)
        room = screen.geometry() if self._out_size else screen.availableGeometry()
        self.move(room.center() - self.rect().center())
        self.show()

    def _resize_for(self, screen: QScreen) -> None:
        """As many pixels as shall leave, or as the picture has; in its shape, as far as there is room."""
        image, wanted = self._controller.image, frame_size(self._controller.choice.out_size)
        room = screen.availableSize()
        if wanted is not None:
            room = screen.size()  # what is captured may lie under the bars of the desktop
            size = QSize(wanted.width_px, wanted.height_px) / screen.devicePixelRatio()
        else:
            size = image.size() if image is not None else self.minimumSize() * 4
        self.resize(size.scaled(size.boundedTo(room), Qt.AspectRatioMode.KeepAspectRatio))

    @Slot()
    def _follow_out_size(self) -> None:
        """At once, unless it fills a display."""
        if self._controller.choice.out_size != self._out_size:
            self._out_size = self._controller.choice.out_size
            if not self.isFullScreen():
                self._resize_for(self.screen())

    def show_over(self, screen: QScreen) -> None:
        """Over the whole display, wherever it was before."""
        if self.isFullScreen():
            if self.screen() is screen:
                return
            self.showNormal()  # a window that fills one display is not moved to another
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.showFullScreen()

    @Slot()
    def turn_full_screen(self) -> None:
        if self.isFullScreen():
            self.unsetCursor()
            self.showNormal()
        else:
            self.setCursor(Qt.CursorShape.BlankCursor)
            self.showFullScreen()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.key() - Qt.Key.Key_1
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            if not self.isFullScreen():
                self.resize(self.size() * (SMALLER if event.key() == Qt.Key.Key_Minus else LARGER))
        elif 0 <= digit < 9:
            self._controller.mixing.choose_number(digit)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        handle = self.windowHandle()
        moves = not self.isFullScreen() and event.button() == Qt.MouseButton.LeftButton
        if moves and not (handle and handle.startSystemMove()):
            self._grabbed = event.globalPosition() - QPointF(self.pos())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is not None:
            self.move((event.globalPosition() - self._grabbed).toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grabbed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.turn_full_screen()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.closed.emit()
