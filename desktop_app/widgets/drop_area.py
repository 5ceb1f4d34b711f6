"""What is seen while something is dragged over the window: where it can be dropped, and as what."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QWidget

GAP_PX = 16
RADIUS_PX = 14.0


@dataclass(frozen=True, eq=False)
class Zone:
    """A part of the area; `name` is what `zone_at` answers."""

    name: str
    text: str
    icon: QPixmap


class DropArea(QWidget):
    """Covers its parent, divided into equal zones from left to right. Lets every event through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("drop_area")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._over = parent
        self._zones: tuple[Zone, ...] = ()
        self._lit = ""
        self.hide()

    def show_zones(self, *zones: Zone) -> None:
        self._zones, self._lit = zones, ""
        self.setGeometry(self._over.rect())
        self.raise_()
        self.show()
        self.update()

    def zone_at(self, at: QPoint) -> str:
        """The name of the zone at this point, which lights up; empty outside."""
        inside = self.rect().contains(at) and bool(self._zones)
        index = min(at.x() * len(self._zones) // max(1, self.width()), len(self._zones) - 1) if inside else -1
        self.light(self._zones[index].name if inside else "")
        return self._lit

    def light(self, name: str) -> None:
        if name != self._lit:
            self._lit = name
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = self.palette().color(QPalette.ColorRole.Window)
        veil.setAlpha(225)
        painter.fillRect(self.rect(), veil)
        width = (self.width() - GAP_PX * (len(self._zones) + 1)) / max(1, len(self._zones))
        for number, zone in enumerate(self._zones):
            left = GAP_PX + number * (width + GAP_PX)
            box = QRectF(left, GAP_PX, width, self.height() - 2 * GAP_PX)
            self._paint_zone(painter, box, zone)

    def _paint_zone(self, painter: QPainter, box: QRectF, zone: Zone) -> None:
        is_lit = zone.name == self._lit
        accent = self.palette().color(QPalette.ColorRole.Highlight)
        edge = accent if is_lit else self.palette().color(QPalette.ColorRole.PlaceholderText)
        fill = QColor(accent)
        fill.setAlpha(36 if is_lit else 0)
        painter.setBrush(fill)
        painter.setPen(
            QPen(edge, 2 if is_lit else 1.5, Qt.PenStyle.SolidLine if is_lit else Qt.PenStyle.DashLine)
        )
        painter.drawRoundedRect(box, RADIUS_PX, RADIUS_PX)
        size = zone.icon.deviceIndependentSize()
        middle = box.center()
        painter.drawPixmap(round(middle.x() - size.width() / 2), round(middle.y() - size.height()), zone.icon)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        below = QRectF(box.left() + 12, middle.y() + 10, box.width() - 24, 60)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, zone.text)
