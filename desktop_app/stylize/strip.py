"""The strip of styles below the picture."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QCursor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPalette,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_app.stylize.strip_model import Index, StripModel, StripRole

TILE = QSize(100, 104)
THUMBNAIL = QSize(92, 72)
RADIUS_PX = 7.0


class StyleStrip(QListView):
    """Click or Enter uses a style alone, with Ctrl it joins the mix; Delete forgets one's own."""

    chosen = Signal(str)
    toggled = Signal(str)
    removal_wanted = Signal(str)

    def __init__(self, model: StripModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("style_strip")
        self.setAccessibleName(self.tr("Styles"))
        self._styles = model
        self.setModel(model)
        self.setItemDelegate(_TileDelegate(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(TILE.height() + 14)
        self.setMouseTracking(True)
        self._pressed = QModelIndex()

    def use(self, source: str, *, in_mix: bool) -> None:
        (self.toggled if in_mix else self.chosen).emit(source)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed = self.indexAt(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and index == self._pressed:
            is_mixing = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.use(index.data(StripRole.source), in_mix=is_mixing)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        is_choice = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if index.isValid() and is_choice:
            is_mixing = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.use(index.data(StripRole.source), in_mix=is_mixing)
        elif index.isValid() and event.key() == Qt.Key.Key_Delete and index.data(StripRole.is_own):
            self.removal_wanted.emit(index.data(StripRole.source))
        else:
            super().keyPressEvent(event)

    def is_hovered(self, index: Index) -> bool:
        """The mouse is over this style."""
        at = self.viewport().mapFromGlobal(QCursor.pos())
        return self.viewport().underMouse() and self.indexAt(at) == index

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y() or event.angleDelta().x()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - turned)
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        if index.isValid():
            self.open_menu(index, event.globalPos())

    def open_menu(self, index: QModelIndex, at: QPoint) -> QMenu:
        """What can be done with one style; not modal."""
        source = index.data(StripRole.source)
        menu = QMenu(self)
        menu.setObjectName("style_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Use This Style Alone"), lambda: self.chosen.emit(source))
        is_used = index.data(StripRole.share) is not None
        mixing = self.tr("Take Out of the Mix") if is_used else self.tr("Add to the Mix")
        menu.addAction(mixing, lambda: self.toggled.emit(source))
        if index.data(StripRole.is_own):
            menu.addSeparator()
            menu.addAction(self.tr("Remove From the Strip"), lambda: self.removal_wanted.emit(source))
        menu.popup(at)
        return menu

    def seen(self) -> list[str]:
        """The styles in sight, from the left."""
        if not self.isVisible():
            return []
        rows = [self._styles.index(row) for row in range(self._styles.rowCount())]
        inside = self.viewport().rect()
        return [index.data(StripRole.source) for index in rows if self.visualRect(index).intersects(inside)]

    @Slot(str)
    def reveal(self, source: str) -> None:
        """Scrolls to a style and makes it the current one."""
        row = self._styles.row_of(source)
        if row >= 0:
            self.setCurrentIndex(self._styles.index(row))
            self.scrollTo(self._styles.index(row))


class _TileDelegate(QStyledItemDelegate):
    def __init__(self, strip: StyleStrip) -> None:
        super().__init__(strip)
        self._strip = strip

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return TILE

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        share = index.data(StripRole.share)
        palette = option.palette
        box = QRect(option.rect.topLeft() + QPoint(4, 4), THUMBNAIL)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        _paint_thumbnail(painter, QRectF(box), index.data(Qt.ItemDataRole.DecorationRole))
        is_current = self._strip.hasFocus() and self._strip.currentIndex() == index
        if share is not None:
            _paint_ring(painter, QRectF(box), palette.color(QPalette.ColorRole.Highlight), 3)
        elif is_current or self._strip.is_hovered(index):
            _paint_ring(painter, QRectF(box), palette.color(QPalette.ColorRole.PlaceholderText), 1.5)
        if share is not None and share < 1:
            _paint_share(painter, box, f"{round(share * 100)} %", palette)
        role = (
            QPalette.ColorRole.Text if share is not None or is_current else QPalette.ColorRole.PlaceholderText
        )
        painter.setPen(palette.color(role))
        label = QRect(box.left(), box.bottom() + 6, box.width(), painter.fontMetrics().height())
        name = painter.fontMetrics().elidedText(
            index.data(Qt.ItemDataRole.DisplayRole), Qt.TextElideMode.ElideRight, label.width()
        )
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, name)
        painter.restore()


def _paint_thumbnail(painter: QPainter, box: QRectF, image: QImage) -> None:
    """The middle of the picture, filling the box with round corners."""
    scale = max(box.width() / image.width(), box.height() / image.height())
    part = QRectF(0, 0, box.width() / scale, box.height() / scale)
    part.moveCenter(QRectF(image.rect()).center())
    path = QPainterPath()
    path.addRoundedRect(box, RADIUS_PX, RADIUS_PX)
    painter.save()
    painter.setClipPath(path)
    painter.drawImage(box, image, part)
    painter.restore()


def _paint_ring(painter: QPainter, box: QRectF, color: QColor, width: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color, width))
    outset = width / 2 + 0.5
    painter.drawRoundedRect(
        box.adjusted(-outset, -outset, outset, outset), RADIUS_PX + outset, RADIUS_PX + outset
    )


def _paint_share(painter: QPainter, box: QRect, text: str, palette: QPalette) -> None:
    metrics = painter.fontMetrics()
    badge = QRect(0, 0, metrics.horizontalAdvance(text) + 12, metrics.height() + 2)
    badge.moveBottomRight(box.bottomRight() - QPoint(5, 5))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.color(QPalette.ColorRole.Highlight))
    painter.drawRoundedRect(badge, badge.height() / 2, badge.height() / 2)
    painter.setPen(palette.color(QPalette.ColorRole.HighlightedText))
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
