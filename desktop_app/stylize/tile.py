"""How one style looks on the strip."""

from __future__ import annotations

import math

from PySide6.QtCore import QAbstractItemModel, QPoint, QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
    QPainterPath,
    QPalette,
    QPen,
    QPixmap,
    QPixmapCache,
    QPolygonF,
)
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.stylize.strip_model import Index, StripRole

TILE = QSize(100, 104)
THUMBNAIL = QSize(92, 72)
RADIUS_PX = 7.0
STAR_PX = 22
LIFTED_OPACITY = 0.35


def thumbnail_rect(tile: QRect) -> QRect:
    return QRect(tile.topLeft() + QPoint(4, 4), THUMBNAIL)


def star_rect(tile: QRect) -> QRect:
    """Where a click makes a favourite."""
    box = thumbnail_rect(tile)
    return QRect(box.right() - STAR_PX - 2, box.top() + 3, STAR_PX, STAR_PX)


class TileDelegate(QStyledItemDelegate):
    """`hovered`, `current` and `lifted` are sources: under the mouse, chosen by keys, being dragged."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hovered: str | None = None
        self.current: str | None = None
        self.lifted: str | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return TILE

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        source, share = index.data(StripRole.source), index.data(StripRole.share)
        palette = option.palette
        box = thumbnail_rect(option.rect)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if source == self.lifted:
            painter.setOpacity(LIFTED_OPACITY)
        _paint_thumbnail(painter, QRectF(box), index.data(Qt.ItemDataRole.DecorationRole))
        is_touched = source in (self.hovered, self.current) and source != self.lifted
        if share is not None:
            _paint_ring(painter, QRectF(box), palette.color(QPalette.ColorRole.Highlight), 3)
        elif is_touched:
            _paint_ring(painter, QRectF(box), palette.color(QPalette.ColorRole.PlaceholderText), 1.5)
        if share is not None and share < 1:
            _paint_share(painter, box, f"{round(share * 100)} %", palette)
        if index.data(StripRole.has_exclusion):
            _paint_exclusion(painter, QRectF(box.left() + 4, box.top() + 3, STAR_PX, STAR_PX), palette)
        is_favourite = bool(index.data(StripRole.is_favourite))
        if is_favourite or is_touched:
            _paint_star(painter, QRectF(star_rect(option.rect)), palette, is_full=is_favourite)
        is_bright = share is not None or source == self.current
        role = QPalette.ColorRole.Text if is_bright else QPalette.ColorRole.PlaceholderText
        painter.setPen(palette.color(role))
        label = QRect(box.left(), box.bottom() + 6, box.width(), painter.fontMetrics().height())
        name = painter.fontMetrics().elidedText(
            index.data(Qt.ItemDataRole.DisplayRole), Qt.TextElideMode.ElideRight, label.width()
        )
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, name)
        painter.restore()

    # -- another name ---------------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: N802 - Qt's name
        field = QLineEdit(parent)
        field.setObjectName("style_name")
        field.setProperty("role", "name")
        field.setAccessibleName(self.tr("Name of the style"))
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802 - Qt's name
        """Once: Qt asks again when a thumbnail comes, and what is being written would be gone."""
        assert isinstance(editor, QLineEdit)
        if not editor.property("is_filled"):
            editor.setProperty("is_filled", True)
            editor.setText(index.data(Qt.ItemDataRole.EditRole))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:  # noqa: N802 - Qt's name
        assert isinstance(editor, QLineEdit)
        model.setData(index, editor.text())

    def updateEditorGeometry(  # noqa: N802 - Qt's name
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        box = thumbnail_rect(option.rect)
        editor.setGeometry(QRect(box.left() - 2, box.bottom() + 2, box.width() + 4, 25))


def _paint_thumbnail(painter: QPainter, box: QRectF, image: QImage) -> None:
    """The middle of the picture, filling the box with round corners; scaled once, not at each painting."""
    ratio = painter.device().devicePixelRatioF()
    key = f"tile {image.cacheKey()} {box.width():g}x{box.height():g}@{ratio:g}"
    pixmap = QPixmap()
    if not QPixmapCache.find(key, pixmap):
        pixmap = _rounded(image, box.size(), ratio)
        QPixmapCache.insert(key, pixmap)
    painter.drawPixmap(box.topLeft(), pixmap)


def _rounded(image: QImage, size: QSizeF, ratio: float) -> QPixmap:
    box = QRectF(QPointF(), size)
    scale = max(box.width() / image.width(), box.height() / image.height())
    part = QRectF(0, 0, box.width() / scale, box.height() / scale)
    part.moveCenter(QRectF(image.rect()).center())
    path = QPainterPath()
    path.addRoundedRect(box, RADIUS_PX, RADIUS_PX)
    pixmap = QPixmap((size * ratio).toSize())
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.setClipPath(path)
    painter.drawImage(box, image, part)
    painter.end()
    return pixmap


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


def _paint_star(painter: QPainter, box: QRectF, palette: QPalette, *, is_full: bool) -> None:
    """On a disc of its own, so that it is seen on any picture."""
    color = palette.color(QPalette.ColorRole.Highlight if is_full else QPalette.ColorRole.Text)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.color(QPalette.ColorRole.Midlight))  # others are transparent on the strip
    painter.drawEllipse(box.adjusted(1, 1, -1, -1))
    painter.setPen(
        QPen(color, 1.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    painter.setBrush(color if is_full else Qt.BrushStyle.NoBrush)
    painter.drawPolygon(_star(box.center() + QPointF(0, 0.5), box.width() * 0.29))


def with_exclusion_sign(picture: QPixmap, palette: QPalette) -> QPixmap:
    """A small picture with the sign in its corner."""
    marked = QPixmap(picture)
    painter = QPainter(marked)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = 0.45 * marked.deviceIndependentSize().width()
    _paint_exclusion(painter, QRectF(2, 2, side, side), palette)
    painter.end()
    return marked


def _paint_exclusion(painter: QPainter, box: QRectF, palette: QPalette) -> None:
    """A picture with a corner struck out, on a disc of its own as the star."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.color(QPalette.ColorRole.Midlight))
    painter.drawEllipse(box.adjusted(1, 1, -1, -1))
    pen = QPen(palette.color(QPalette.ColorRole.Text), box.width() / 16)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    part = box.width() * 0.29
    painter.drawRect(box.adjusted(part, part, -part, -part))
    painter.drawLine(box.bottomLeft() + QPointF(part, -part), box.topRight() + QPointF(-part, part))


def _star(center: QPointF, radius: float) -> QPolygonF:
    """Five points, the first upwards."""
    turns = [math.tau * corner / 10 for corner in range(10)]
    radii = [radius * (0.46 if corner % 2 else 1.0) for corner in range(10)]
    return QPolygonF(
        [
            center + QPointF(far * math.sin(turn), -far * math.cos(turn))
            for far, turn in zip(radii, turns, strict=True)
        ]
    )
