"""How curves are told apart: by colour, by line and by marker, so that no single one of them is needed."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

# Okabe and Ito's colours, which the colour-blind tell apart; on light ground the pale ones are darker.
ON_DARK = ("#f0f0f0", "#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#f0e442", "#d55e00", "#5f8fd9")
ON_LIGHT = ("#1e1e20", "#0072b2", "#b86e00", "#007a58", "#a8507f", "#7d7000", "#c04f00", "#4a5fa8")
LINES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DashDotLine, Qt.PenStyle.DotLine)
MARKERS = ("o", "s", "t", "d", "+", "x", "star", "p")  # as pyqtgraph names them
MARKERS_OF_OTHERS = ("t1", "h", "t2", "arrow_up", "t3", "crosshair")  # none that stands along the run itself
SWATCH = QSize(26, 12)


@dataclass(frozen=True)
class Look:
    """Of the curve with this number. Behind it the same of other runs, counted from 1, has their lines."""

    number: int
    is_dark: bool
    run: int = 0

    @property
    def color(self) -> QColor:
        colors = ON_DARK if self.is_dark else ON_LIGHT
        return QColor(colors[self.number % len(colors)])

    @property
    def marker(self) -> str:
        if self.run:
            return MARKERS_OF_OTHERS[(self.run - 1) % len(MARKERS_OF_OTHERS)]
        return MARKERS[self.number % len(MARKERS)]

    def pen(self, width: float = 1.7, alpha: int = 255) -> QPen:
        color = self.color
        color.setAlpha(alpha)
        pen = QPen(color, width, LINES[(self.run or self.number) % len(LINES)])
        pen.setCosmetic(True)
        return pen

    def swatch(self, ratio: float) -> QIcon:
        """A piece of the line."""
        pixmap = QPixmap(SWATCH * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.pen(2.2))
        painter.drawLine(QPointF(1, SWATCH.height() / 2), QPointF(SWATCH.width() - 1, SWATCH.height() / 2))
        painter.end()
        return QIcon(pixmap)
