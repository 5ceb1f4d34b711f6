"""The picture view: mouse, pen and keys over the panes in which pictures are seen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Slot
from PySide6.QtGui import (
    QCursor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPointingDevice,
    QTabletEvent,
    QTransform,
)
from PySide6.QtWidgets import QWidget

from desktop_app.canvas import divide
from desktop_app.canvas.panes import PicturePanes
from desktop_app.canvas.touch import CanvasTool, Touch

GRIP_PX = 9  # how near the dividing line is grabbed
PAN_STEP_PX = 48.0
SPLIT_STEP = 0.02
TOOL_MARGIN_PX = 6  # round what a tool says it has changed: the width of its lines
HOLD_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Backslash)


class PictureView(PicturePanes):
    """Keys zoom, dragging pans, the dividing line is dragged, and turned by a double click on its grip.

    While Space or backslash is held the photograph alone is seen. A tool, while there is one, has the left
    button and the pen; the middle button still pans.
    """

    def __init__(self, before_label: str, after_label: str, parent: QWidget | None = None) -> None:
        super().__init__(before_label, after_label, parent)
        self.setObjectName("picture_view")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(240, 180)
        self._grabbed: str = ""
        self._pane = 0  # in which the mouse is, or was when it grabbed something
        self._last_mouse = QPointF()
        self._tool: CanvasTool | None = None

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
            margins = (-TOOL_MARGIN_PX, -TOOL_MARGIN_PX, TOOL_MARGIN_PX, TOOL_MARGIN_PX)
            corners = (part.topLeft(), part.bottomRight())
            ends = [QPointF(*self._viewport.view_point(at.x(), at.y())) for at in corners]
            seen = QRectF(*ends).normalized().toAlignedRect().adjusted(*margins)
            for pane in self.panes:
                self.update(seen.translated(pane.topLeft().toPoint()))

    def _touch(self, event: QMouseEvent | QTabletEvent) -> Touch:
        removes = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        pressure = 1.0
        if isinstance(event, QTabletEvent):
            pressure = event.pressure()
            removes = removes or event.pointerType() == QPointingDevice.PointerType.Eraser
        if self._grabbed != "tool":
            self._pane = self._pane_at(event.position())
        at = event.position() - self.panes[: self._pane + 1][-1].topLeft()
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

    def event(self, event: QEvent) -> bool:
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
            touch, self._grabbed = self._touch(event), "tool"
            self._tool.press(touch)
        else:
            self._grabbed = "line" if is_left and self._is_near_line(event.position()) else "picture"
        self._point_the_way(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        moved = event.position() - self._last_mouse
        self._last_mouse = event.position()
        if self._grabbed == "line":
            self.set_split(self._comparison.split_at(self._picture, event.position()))
        elif self._grabbed == "picture":
            self._look(self._viewport.panned(moved.x(), moved.y()))
        if self._tool is not None:
            self._tool.move(self._touch(event), is_down=self._grabbed == "tool")
        self._point_the_way(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        touch, grabbed, self._grabbed = self._touch(event), self._grabbed, ""
        if grabbed == "tool" and self._tool is not None:
            self._tool.release(touch)
        self._point_the_way(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._photo is None:
            return
        at = event.position()
        if self._tool is not None:
            if event.button() == Qt.MouseButton.LeftButton:
                touch, self._grabbed = self._touch(event), "tool"
                self._tool.double_click(touch)
        elif self._is_on_grip(at):
            self.turn_line()
        elif self._is_near_line(at):
            self.set_split(0.5)
        elif self._viewport.is_fit:
            self._zoom_at(at, self._viewport.pixel / self._viewport.zoom)
        else:
            self.fit()

    def _is_near_line(self, at: QPointF) -> bool:
        return self._shows_line and self._comparison.distance(self._picture, at) <= GRIP_PX

    def _is_on_grip(self, at: QPointF) -> bool:
        line, seen = self._comparison.line_at(self._picture), self._picture & QRectF(self.rect())
        away = divide.grip_at(seen, line, is_level=self._comparison.is_level) - at
        return self._shows_line and away.manhattanLength() <= 2 * divide.GRIP_RADIUS_PX

    def _point_the_way(self, at: QPointF) -> None:
        shape = Qt.CursorShape.ArrowCursor
        if self._tool is not None and self._photo is not None and self._grabbed in ("", "tool"):
            shape = self._tool.cursor_shape
        elif self._grabbed == "line" or self._is_near_line(at):
            is_level = self._comparison.is_level
            shape = Qt.CursorShape.SplitVCursor if is_level else Qt.CursorShape.SplitHCursor
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
        along = y if self._comparison.is_level else x
        if self._shows_line and self._viewport.is_fit and along:
            self.set_split(self.split - along * SPLIT_STEP)
        else:
            self._look(self._viewport.panned(x * PAN_STEP_PX, y * PAN_STEP_PX))

    # -- painting -------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._photo is not None and self._tool is not None and not self._is_original_held:
            painter = QPainter(self)
            for pane in self.panes:
                self._paint_tool(painter, self._tool, pane)

    def _paint_tool(self, painter: QPainter, tool: CanvasTool, pane: QRectF) -> None:
        """It knows of no turning: the painter is turned for it."""
        painter.save()
        painter.setClipRect(pane)
        middle = pane.size() / 2
        turn = QTransform.fromTranslate(pane.left() + middle.width(), pane.top() + middle.height())
        turn.rotate(90 * self._viewport.turns)
        painter.setTransform(turn.translate(-middle.width(), -middle.height()))
        tool.paint(painter, self._viewport.unturned)
        painter.restore()
