"""The picture view: mouse, pen and keys over the panes in which pictures are seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal, Slot
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
from desktop_app.canvas.loupe import Loupe, Part
from desktop_app.canvas.panes import PicturePanes
from desktop_app.canvas.touch import CanvasTool, Touch

GRIP_PX = 9  # how near the dividing line is grabbed
PAN_STEP_PX = 48.0
SPLIT_STEP = 0.02
LOUPE_STEP_PX = 24.0
TOOL_MARGIN_PX = 6  # round what a tool says it has changed: the width of its lines
HOLD_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Backslash)


Side = Literal["photo", "other", "result"]


class PictureView(PicturePanes):
    """Keys zoom, dragging pans, the dividing line is dragged, and turned by a double click on its grip.

    While Space or backslash is held the photograph alone is seen. A tool, while there is one, has the left
    button and the pen; the middle button still pans.
    """

    loupe_toggled = Signal(bool)
    loupe_moved = Signal()  # `loupe_place` or `loupe_side` is another one

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
        self._loupe = Loupe()
        self.zoomed.connect(self._on_looked)
        self.comparison_changed.connect(self._on_looked)

    # -- a tool ---------------------------------------------------------------------------------------------

    def set_tool(self, tool: CanvasTool | None) -> None:
        if tool is not self._tool:
            if self._tool is not None:
                self._tool.dirtied.disconnect(self._on_tool_dirtied)
            self._tool = tool
            if tool is not None:
                self.set_loupe(False)
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
        if self._loupe.is_on:
            self._move_loupe(None)

    def event(self, event: QEvent) -> bool:
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and self._wants_key(event.key()):
            event.accept()
        return super().event(event)

    # -- the loupe ------------------------------------------------------------------------------------------

    @Slot(bool)
    def set_loupe(self, is_on: bool) -> None:
        """A frame under the pointer that shows the picture closely; not while a tool has the pointer."""
        if is_on == self._loupe.is_on or (is_on and self._tool is not None):
            return
        self._loupe.is_on = is_on
        at = QPointF(self.mapFromGlobal(QCursor.pos()))
        self._move_loupe(at if self.rect().contains(at.toPoint()) else QPointF(self.rect().center()))
        self._point_the_way(self._last_mouse)
        self.loupe_toggled.emit(is_on)

    def show_closely(self, parts: Sequence[Part], caption: str, detail: float) -> None:
        """What the loupe lays over what is seen; `detail` as `Loupe` has it."""
        self._loupe.parts, self._loupe.caption, self._loupe.detail = parts, caption, detail
        self.update(self._frame.toAlignedRect())

    @property
    def has_loupe(self) -> bool:
        return self._loupe.is_on and self._loupe.at is not None and self._photo is not None

    @property
    def loupe_place(self) -> QRectF:
        """What is seen in the frame, in parts of the picture."""
        return self._loupe.place(self._viewport, self._loupe_pane)

    @property
    def loupe_side(self) -> Side:
        """Which picture the pointer is over."""
        at = self._loupe.at or QPointF()
        if self._result is None or self._is_original_held:
            return "photo"
        is_before = len(self.panes) == 2 and self._pane_at(at) == 0
        if self._shows_line:
            is_before = self._comparison.halves(QRectF(self.rect()), self._picture)[0].contains(at)
        return ("other" if self._other else "photo") if is_before else "result"

    @property
    def _loupe_pane(self) -> QRectF:
        return self.panes[self._pane_at(self._loupe.at or QPointF())]

    @property
    def _frame(self) -> QRectF:
        return self._loupe.frame(self._loupe_pane)

    def _move_loupe(self, at: QPointF | None) -> None:
        before = self._frame
        self._loupe.at = at
        self.update(before.toAlignedRect())
        self.update(self._frame.toAlignedRect())
        self.loupe_moved.emit()

    @Slot()
    def _on_looked(self) -> None:
        if self._loupe.is_on:
            self.loupe_moved.emit()

    def hold_original(self, is_held: bool) -> None:
        super().hold_original(is_held)
        self._on_looked()

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
        elif self._loupe.is_on:
            self._move_loupe(event.position())
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
        elif self._loupe.is_on and not self._grabbed:
            shape = Qt.CursorShape.CrossCursor
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
        elif event.key() == Qt.Key.Key_Escape and self._loupe.is_on:
            self.set_loupe(False)
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
        if key in HOLD_KEYS or (key == Qt.Key.Key_Escape and self._loupe.is_on):
            return True
        return self._tool is not None and self._tool.wants_key(Qt.Key(key))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() in HOLD_KEYS and not event.isAutoRepeat():
            self.hold_original(False)
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.hold_original(False)

    def _on_arrow(self, x: int, y: int) -> None:
        if self._loupe.is_on:
            at = (self._loupe.at or QPointF(self.rect().center())) - QPointF(x, y) * LOUPE_STEP_PX
            self._move_loupe(QPointF(min(max(at.x(), 0), self.width()), min(max(at.y(), 0), self.height())))
            return
        along = y if self._comparison.is_level else x
        if self._shows_line and self._viewport.is_fit and along:
            self.set_split(self.split - along * SPLIT_STEP)
        else:
            self._look(self._viewport.panned(x * PAN_STEP_PX, y * PAN_STEP_PX))

    # -- painting -------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._photo is None:
            return
        painter = QPainter(self)
        if self.has_loupe:
            layers = {"photo": self._photo, "other": self._other, "result": self._result}
            pyramid = (layers[self.loupe_side] or self._photo).pyramid
            self._loupe.paint(painter, self._viewport, self._loupe_pane, pyramid, self._background)
        elif self._tool is not None and not self._is_original_held:
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
