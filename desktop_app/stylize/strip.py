"""The strip of styles below the picture."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView, QMenu, QWidget

from desktop_app.stylize.strip_model import Index, StripModel, StripRole
from desktop_app.stylize.tile import TILE, TileDelegate, star_rect, thumbnail_rect

CHOICE_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
SCROLLING_MS = 16
SCROLL_EDGE_PX, SCROLL_STEP_PX = 36, 9


class StyleStrip(QListView):
    """Click or Enter uses a style alone, with Ctrl it joins the mix; a drag puts it elsewhere."""

    chosen = Signal(str)
    toggled = Signal(str)
    removal_wanted = Signal(str)
    exclusion_wanted = Signal(str)
    swatches_wanted = Signal(str)  # the file of a generator
    favourite_wanted = Signal(str, bool)
    moved = Signal(str, str, bool)  # a style, the one beside which it shall stand, whether behind it

    def __init__(self, model: StripModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("style_strip")
        self.setAccessibleName(self.tr("Styles"))
        self._styles = model
        self._tiles = TileDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self._tiles)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(TILE.height() + 14)
        self.setMouseTracking(True)
        self._pressed = ""  # a source: rows may come and go while a button is held
        self._pressed_at = QPoint()
        self._gap = 0  # the row before which the dragged style would stand
        self._scrolling = QTimer(self)
        self._scrolling.setObjectName("strip_scrolling")
        self._scrolling.setInterval(SCROLLING_MS)
        self._scrolling.timeout.connect(self._on_scrolling)

    def index_of(self, source: str) -> QModelIndex:
        """Invalid where the style is not shown."""
        return self._styles.index(self._styles.row_of(source))

    def seen(self) -> list[str]:
        """The styles in sight, from the left."""
        if not self.isVisible():
            return []
        rows = [self._styles.index(row) for row in range(self._styles.rowCount())]
        inside = self.viewport().rect()
        return [_source(index) for index in rows if self.visualRect(index).intersects(inside)]

    def star_rect(self, index: QModelIndex) -> QRect:
        """Where a click makes a favourite, in the viewport."""
        return star_rect(self.visualRect(index))

    @Slot(str)
    def reveal(self, source: str) -> None:
        """Scrolls to a style and makes it the current one."""
        index = self.index_of(source)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What was chosen stays in sight where there is less room now."""
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def use(self, source: str, *, in_mix: bool) -> None:
        (self.toggled if in_mix else self.chosen).emit(source)

    def turn_favourite(self, index: QModelIndex) -> None:
        self.favourite_wanted.emit(_source(index), not index.data(StripRole.is_favourite))

    def shift(self, index: QModelIndex, step: int) -> None:
        """One place to the left or to the right, as far as there is one."""
        beside = self._styles.index(index.row() + step)
        if beside.isValid():
            self.moved.emit(_source(index), _source(beside), step > 0)
            self.scrollTo(self.currentIndex())

    # -- mouse ----------------------------------------------------------------------------------------------

    @property
    def is_dragging(self) -> bool:
        return self._tiles.lifted is not None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        at = event.position().toPoint()
        index = self.indexAt(at)
        is_left = event.button() == Qt.MouseButton.LeftButton and index.isValid()
        self._pressed, self._pressed_at = (_source(index), at) if is_left else ("", at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if not (self._pressed and event.buttons() & Qt.MouseButton.LeftButton):
            super().mouseMoveEvent(event)
            self._touch(at)
        elif self.is_dragging or self._is_far(at):
            self._drag(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        at, pressed, was_dragging = event.position().toPoint(), self._pressed, self.is_dragging
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if was_dragging:
            self._drop()
            return
        self._pressed = ""
        index = self.indexAt(at)
        if not pressed or _source(index) != pressed:
            return
        star = self.star_rect(index)
        if star.contains(at) and star.contains(self._pressed_at):
            self.turn_favourite(index)
        else:
            self.use(pressed, in_mix=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y() or event.angleDelta().x()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - turned)
        self._touch(event.position().toPoint())
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._touch(QPoint(-1, -1))
        return super().viewportEvent(event)

    def _touch(self, at: QPoint) -> None:
        source = _source(self.indexAt(at)) or None
        if source != self._tiles.hovered:
            self._tiles.hovered = source
            self.viewport().update()

    # -- putting a style elsewhere --------------------------------------------------------------------------

    def _is_far(self, at: QPoint) -> bool:
        return (at - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()

    def _drag(self, at: QPoint) -> None:
        self._tiles.lifted, self._tiles.hovered = self._pressed, None
        self._pressed_at = at
        self._gap = self._gap_at(at.x())
        is_near_edge = min(at.x(), self.viewport().width() - at.x()) < SCROLL_EDGE_PX
        if is_near_edge != self._scrolling.isActive():
            (self._scrolling.start if is_near_edge else self._scrolling.stop)()
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self.viewport().update()

    def _gap_at(self, x: int) -> int:
        rows = range(self._styles.rowCount())
        return next((row for row in rows if self._rect_at(row).center().x() > x), len(rows))

    def _rect_at(self, row: int) -> QRect:
        return self.visualRect(self._styles.index(row))

    @Slot()
    def _on_scrolling(self) -> None:
        step = -SCROLL_STEP_PX if self._pressed_at.x() < self.viewport().width() // 2 else SCROLL_STEP_PX
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() + step)
        self._gap = self._gap_at(self._pressed_at.x())

    def _drop(self) -> None:
        source, gap = self._pressed, self._gap
        self._give_up_drag()
        row = self._styles.row_of(source)
        if row < 0 or gap in (row, row + 1):
            return
        is_after = gap >= self._styles.rowCount()
        beside = self._styles.index(self._styles.rowCount() - 1 if is_after else gap)
        self.moved.emit(source, _source(beside), is_after)

    def _give_up_drag(self) -> None:
        self._pressed, self._tiles.lifted = "", None
        self._scrolling.stop()
        self.viewport().unsetCursor()
        self.viewport().update()

    # -- keys -----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index, key = self.currentIndex(), event.key()
        if self.is_dragging and key == Qt.Key.Key_Escape:
            self._give_up_drag()
        elif not index.isValid():
            super().keyPressEvent(event)
        elif key in CHOICE_KEYS:
            self.use(_source(index), in_mix=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif key == Qt.Key.Key_F and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.turn_favourite(index)
        elif key in STEPS and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.shift(index, STEPS[Qt.Key(key)])
        elif key == Qt.Key.Key_F2 and index.data(StripRole.is_own):
            self.edit(index)
        elif key == Qt.Key.Key_Delete and index.data(StripRole.is_own):
            self.removal_wanted.emit(_source(index))
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        super().currentChanged(current, previous)
        self._show_current()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_current()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_current()

    def _show_current(self) -> None:
        """The current style is marked while keys go to it."""
        current = (_source(self.currentIndex()) or None) if self.hasFocus() else None
        if current != self._tiles.current:
            self._tiles.current = current
            self.viewport().update()

    # -- menu -----------------------------------------------------------------------------------------------

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            at = self.viewport().mapToGlobal(thumbnail_rect(self.visualRect(index)).center())
        else:
            index, at = self.indexAt(event.pos()), event.globalPos()
        if index.isValid():
            self.make_menu(index).popup(at)

    def make_menu(self, index: QModelIndex) -> QMenu:
        """What can be done with one style; not modal, and gone when it is closed."""
        source = _source(index)
        menu = QMenu(self)
        menu.setObjectName("style_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Use This Style Alone"), lambda: self.chosen.emit(source))
        is_used = index.data(StripRole.share) is not None
        mixing = self.tr("Take Out of the Mix") if is_used else self.tr("Add to the Mix")
        menu.addAction(mixing, lambda: self.toggled.emit(source))
        if index.data(StripRole.is_picture):
            leaving_out = self.tr("Leave Out Parts of Its Picture")
            menu.addAction(leaving_out, lambda: self.exclusion_wanted.emit(source))
        if index.data(StripRole.is_swatches):
            menu.addAction(self.tr("Explore Its Swatches"), lambda: self.swatches_wanted.emit(source))
        menu.addSeparator()
        is_favourite = index.data(StripRole.is_favourite)
        liking = self.tr("No Longer a Favourite") if is_favourite else self.tr("Make a Favourite")
        menu.addAction(_with_key(liking, "F"), lambda: self.favourite_wanted.emit(source, not is_favourite))
        for text, keys, step in (
            (self.tr("Move to the Left"), "Alt+←", -1),
            (self.tr("Move to the Right"), "Alt+→", 1),
        ):
            action = menu.addAction(_with_key(text, keys))
            action.setEnabled(self._styles.index(index.row() + step).isValid())
            action.triggered.connect(lambda _=False, step=step: self.shift(self.index_of(source), step))
        if index.data(StripRole.is_own):
            menu.addSeparator()
            menu.addAction(_with_key(self.tr("Rename"), "F2"), lambda: self.edit(self.index_of(source)))
            removing = _with_key(self.tr("Remove From the Strip"), self.tr("Del"))
            menu.addAction(removing, lambda: self.removal_wanted.emit(source))
        return menu

    # -- painting -------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        words = self._styles.emptiness
        if not (self.is_dragging or words):
            return  # before the first `viewport()`, for which PySide makes all classes of widgets: 15 ms
        painter = QPainter(self.viewport())
        if self.is_dragging:
            row = min(self._gap, self._styles.rowCount() - 1)
            tile = self._rect_at(row)
            x = tile.right() if self._gap > row else tile.left()
            box = thumbnail_rect(tile)
            mark = QRect(max(0, x - 1), box.top(), 3, box.height())
            painter.fillRect(mark, self.palette().color(QPalette.ColorRole.Text))
        else:
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            place = self.viewport().rect().adjusted(8, 0, -8, -14)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)


def _source(index: Index) -> str:
    """Empty where there is no style."""
    return index.data(StripRole.source) or ""


def _with_key(text: str, key: str) -> str:
    """A menu shows what follows the tab at its right edge."""
    return f"{text}\t{key}"
