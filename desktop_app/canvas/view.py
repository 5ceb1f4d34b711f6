"""The picture view: whole or close, the photograph beside what became of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QCursor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPointingDevice,
    QResizeEvent,
    QTabletEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from desktop_app.canvas import divide
from desktop_app.canvas.layer import Layer
from desktop_app.canvas.touch import CanvasTool, Touch
from desktop_app.canvas.viewport import Viewport

ZOOM_STEP = 1.25
GRIP_PX = 9  # how near the dividing line is grabbed
PAN_STEP_PX = 48.0
SPLIT_STEP = 0.02
TOOL_MARGIN_PX = 6  # round what a tool says it has changed: the width of its lines
HOLD_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Backslash)
LABEL_FADE_PX = 70  # a name is shown only where its side of the line is at least so wide


class PictureView(QWidget):
    """Paints a photograph and a result over it.

    Wheel and keys zoom, dragging pans, the dividing line is dragged where `is_comparing`; while Space or
    backslash is held the photograph alone is seen. `split` is the line's place, 0 left to 1 right.
    A tool, while there is one, has the left button and the pen; the middle button still pans.
    """

    zoomed = Signal(float)  # percent
    comparing_changed = Signal(bool)
    resized = Signal()

    def __init__(self, before_label: str, after_label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("picture_view")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(240, 180)
        self._labels = (before_label, after_label)
        self._background = QColor("#161617")
        self._viewport = Viewport()
        self._photo: Layer | None = None
        self._result: Layer | None = None
        self._is_comparing = False
        self._is_original_held = False
        self._split = 0.5
        self._grabbed: str = ""
        self._last_mouse = QPointF()
        self._tool: CanvasTool | None = None

    # -- what is shown --------------------------------------------------------------------------------------

    def set_background(self, color: str) -> None:
        self._background = QColor(color)
        self.update()

    def show_photo(self, image: QImage | None, width_px: int = 1, height_px: int = 1) -> None:
        """The photograph, seen as if it had `width_px`×`height_px` pixels; None empties the view."""
        self._photo = Layer(image) if image is not None else None
        self._result = None
        if image is not None:
            self._viewport = self._viewport.with_picture(width_px, height_px)
        self._say_zoom()

    def show_result(self, image: QImage | None) -> None:
        """Stretched over the photograph, whatever its own size."""
        self._result = Layer(image) if image is not None else None
        self.update()

    @property
    def result(self) -> QImage | None:
        return self._result.image if self._result else None

    @property
    def photo(self) -> QImage | None:
        return self._photo.image if self._photo else None

    @property
    def viewport(self) -> Viewport:
        return self._viewport

    @property
    def is_comparing(self) -> bool:
        return self._is_comparing

    @Slot(bool)
    def set_comparing(self, is_comparing: bool) -> None:
        if is_comparing != self._is_comparing:
            self._is_comparing = is_comparing
            self.comparing_changed.emit(is_comparing)
            self.update()

    @property
    def split(self) -> float:
        return self._split

    def set_split(self, split: float) -> None:
        self._split = min(max(split, 0.0), 1.0)
        self.update()

    @property
    def is_original_held(self) -> bool:
        return self._is_original_held

    def hold_original(self, is_held: bool) -> None:
        """The photograph alone, while somebody holds it."""
        if is_held != self._is_original_held:
            self._is_original_held = is_held
            self.update()

    # -- a tool ---------------------------------------------------------------------------------------------

    def set_tool(self, tool: CanvasTool | None) -> None:
        if tool is not self._tool:
            if self._tool is not None:
                self._tool.dirtied.disconnect(self._on_tool_dirtied)
            self._tool = tool
            if tool is not None:
                tool.dirtied.connect(self._on_tool_dirtied)
        self._point_the_way(self._last_mouse)
        self.update()

    @property
    def has_tool(self) -> bool:
        return self._tool is not None

    @Slot(QRectF)
    def _on_tool_dirtied(self, part: QRectF) -> None:
        """Only this is painted again, or a brush on a large picture would lag behind the hand."""
        if not part.isEmpty():
            zoom = self._viewport.zoom
            corner = QPointF(*self._viewport.view_point(part.x(), part.y()))
            seen = QRectF(corner, part.size() * zoom).toAlignedRect()
            self.update(seen.adjusted(-TOOL_MARGIN_PX, -TOOL_MARGIN_PX, TOOL_MARGIN_PX, TOOL_MARGIN_PX))

    def _touch(self, event: QMouseEvent | QTabletEvent) -> Touch:
        removes = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        pressure = 1.0
        if isinstance(event, QTabletEvent):
            pressure = event.pressure()
            removes = removes or event.pointerType() == QPointingDevice.PointerType.Eraser
        at = event.position()
        return Touch(*self._viewport.picture_point(at.x(), at.y()), pressure, removes)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A pen without a tool is a mouse: Qt makes one of it where this is ignored."""
        event.ignore()
        if self._photo is None or self._tool is None or self._grabbed not in ("", "tool"):
            return
        touch, kind = self._touch(event), event.type()
        if kind == QEvent.Type.TabletPress and event.button() == Qt.MouseButton.LeftButton:
            self._grabbed = "tool"
            self._tool.press(touch)
        elif kind == QEvent.Type.TabletMove:
            self._tool.move(touch, is_down=self._grabbed == "tool")
        elif kind == QEvent.Type.TabletRelease and self._grabbed == "tool":
            self._grabbed = ""
            self._tool.release(touch)
        else:
            return
        self._last_mouse = event.position()
        self._point_the_way(event.position())
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        if self._tool is not None:
            self._tool.leave()

    # -- zoom -----------------------------------------------------------------------------------------------

    @Slot()
    def fit(self) -> None:
        self._look(self._viewport.fitted())

    @Slot()
    def show_actual_pixels(self) -> None:
        self._look(self._viewport.zoomed_to(self._viewport.pixel))

    @Slot()
    def zoom_in(self) -> None:
        self._look(self._viewport.zoomed(ZOOM_STEP))

    @Slot()
    def zoom_out(self) -> None:
        self._look(self._viewport.zoomed(1 / ZOOM_STEP))

    def _look(self, viewport: Viewport) -> None:
        if viewport != self._viewport:
            self._viewport = viewport
            self._say_zoom()

    def _say_zoom(self) -> None:
        self.zoomed.emit(self._viewport.percent if self._photo else 0.0)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._look(self._viewport.with_view(self.width(), self.height(), 1 / self.devicePixelRatioF()))
        self.resized.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y() / 120
        if self._photo and turned:
            at = event.position()
            self._look(self._viewport.zoomed(ZOOM_STEP**turned, (at.x(), at.y())))
        event.accept()

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            at = event.position()
            self._look(self._viewport.zoomed(1 + event.value(), (at.x(), at.y())))
            return True
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and self._wants_key(event.key()):
            event.accept()
        return super().event(event)

    # -- mouse ----------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._photo is None or event.button() not in (
            Qt.MouseButton.LeftButton,
            Qt.MouseButton.MiddleButton,
        ):
            return
        self._last_mouse = event.position()
        is_left = event.button() == Qt.MouseButton.LeftButton
        if is_left and self._tool is not None:
            self._grabbed = "tool"
            self._tool.press(self._touch(event))
        else:
            self._grabbed = "line" if is_left and self._is_near_line(event.position()) else "picture"
        self._point_the_way(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        moved = event.position() - self._last_mouse
        self._last_mouse = event.position()
        if self._grabbed == "line":
            self._drag_line_to(event.position().x())
        elif self._grabbed == "picture":
            self._look(self._viewport.panned(moved.x(), moved.y()))
        if self._tool is not None:
            self._tool.move(self._touch(event), is_down=self._grabbed == "tool")
        self._point_the_way(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        grabbed, self._grabbed = self._grabbed, ""
        if grabbed == "tool" and self._tool is not None:
            self._tool.release(self._touch(event))
        self._point_the_way(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._photo is None:
            return
        at = event.position()
        if self._tool is not None:
            if event.button() == Qt.MouseButton.LeftButton:
                self._grabbed = "tool"
                self._tool.double_click(self._touch(event))
        elif self._is_near_line(at):
            self.set_split(0.5)
        elif self._viewport.is_fit:
            self._look(self._viewport.zoomed_to(self._viewport.pixel, (at.x(), at.y())))
        else:
            self.fit()

    def _drag_line_to(self, x: float) -> None:
        left, width = self._viewport.origin[0], self._viewport.size[0]
        self.set_split((x - left) / width)

    @property
    def _line_x(self) -> float:
        return self._viewport.origin[0] + self._viewport.size[0] * self._split

    def _is_near_line(self, at: QPointF) -> bool:
        return self._shows_line and abs(at.x() - self._line_x) <= GRIP_PX

    @property
    def _shows_line(self) -> bool:
        return self._is_comparing and self._result is not None and not self._is_original_held

    def _point_the_way(self, at: QPointF) -> None:
        shape = Qt.CursorShape.ArrowCursor
        if self._tool is not None and self._photo is not None and self._grabbed in ("", "tool"):
            shape = self._tool.cursor_shape
        elif self._grabbed == "line" or self._is_near_line(at):
            shape = Qt.CursorShape.SplitHCursor
        elif self._grabbed == "picture" and not self._viewport.is_fit:
            shape = Qt.CursorShape.ClosedHandCursor
        elif self._photo is not None and not self._viewport.is_fit:
            shape = Qt.CursorShape.OpenHandCursor
        if self.cursor().shape() != shape:
            self.setCursor(QCursor(shape))

    # -- keys -----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        arrows = {
            Qt.Key.Key_Left: (1, 0),
            Qt.Key.Key_Right: (-1, 0),
            Qt.Key.Key_Up: (0, 1),
            Qt.Key.Key_Down: (0, -1),
        }
        if event.key() in HOLD_KEYS:
            self.hold_original(True)
        elif self._tool is not None and self._tool.wants_key(Qt.Key(event.key())):
            self._tool.press_key(Qt.Key(event.key()))
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom_out()
        elif event.key() in arrows:
            self._on_arrow(*arrows[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _wants_key(self, key: int) -> bool:
        """Before the menus: their keys would otherwise win."""
        return key in HOLD_KEYS or (self._tool is not None and self._tool.wants_key(Qt.Key(key)))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() in HOLD_KEYS and not event.isAutoRepeat():
            self.hold_original(False)
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.hold_original(False)

    def _on_arrow(self, x: int, y: int) -> None:
        if self._is_comparing and self._viewport.is_fit and x:
            self.set_split(self._split - x * SPLIT_STEP)
        else:
            self._look(self._viewport.panned(x * PAN_STEP_PX, y * PAN_STEP_PX))

    # -- painting -------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._background)
        if self._photo is None:
            return
        target = QRectF(*self._viewport.origin, *self._viewport.size)
        ratio = self.devicePixelRatioF()
        if self._result is None or self._is_original_held:
            self._photo.paint(painter, target, ratio)
        elif not self._is_comparing:
            self._result.paint(painter, target, ratio)
        else:
            self._paint_both(painter, target, ratio, self._photo, self._result)
        if self._is_original_held and self._result is not None:
            seen = target.intersected(QRectF(self.rect()))
            divide.paint_label(painter, seen, self._labels[0], is_left=True)
        elif self._tool is not None and not self._is_original_held:
            self._tool.paint(painter, self._viewport)

    def _paint_both(
        self, painter: QPainter, target: QRectF, ratio: float, photo: Layer, result: Layer
    ) -> None:
        x = self._line_x
        for layer, left, right in ((photo, 0.0, x), (result, x, float(self.width()))):
            painter.save()
            painter.setClipRect(QRectF(left, 0, right - left, self.height()))
            layer.paint(painter, target, ratio)
            painter.restore()
        seen = target.intersected(QRectF(self.rect()))
        if x - seen.left() > LABEL_FADE_PX:
            divide.paint_label(painter, seen, self._labels[0], is_left=True)
        if seen.right() - x > LABEL_FADE_PX:
            divide.paint_label(painter, seen, self._labels[1], is_left=False)
        divide.paint_line(painter, seen, x)
