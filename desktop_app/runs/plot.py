"""The drawing of curves, by pyqtgraph. Imported beside the GUI thread, because that takes half a second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QObject, QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QWidget

from desktop_app.runs.curve_looks import Look
from desktop_app.runs.record import Numbers
from desktop_app.runs.smoothing import seen, smoothed, thinned
from desktop_app.theme import Colors

MOST_POINTS = 1200  # of a curve: about two for each pixel
MARKED = 24  # markers along a curve
REDRAW_MS = 40  # after zooming; curves that grow are drawn when the room says so
RAW_ALPHA = 70


@dataclass(frozen=True, eq=False)
class Line:
    """One curve. `is_other` is that of another run, behind the rest."""

    name: str
    look: Look
    steps: Numbers
    values: Numbers
    is_other: bool = False


@dataclass(frozen=True)
class Mark:
    """Something that happened at a step."""

    step: int
    is_snapshot: bool


class Plot(QObject):
    """`widget` shows lines over steps. Thinned before they are drawn, so their length costs nothing there."""

    hovered = Signal(object)  # the step under the mouse; None outside
    chosen = Signal(float)  # the step that was clicked

    def __init__(self, colors: Colors, parent: QObject) -> None:
        super().__init__(parent)
        self._plot = pg.PlotWidget()
        self.widget: QWidget = self._plot
        self.widget.setObjectName("curves_plot")
        self.widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._item = self._plot.getPlotItem()
        self._item.setMenuEnabled(False)  # its words are English alone
        self._item.hideButtons()
        self._box = self._item.getViewBox()
        self._box.setMouseEnabled(x=True, y=False)
        self._box.enableAutoRange(x=True, y=True)
        self._box.setAutoVisible(y=True)
        self._box.setDefaultPadding(0.03)
        self._lines: Sequence[Line] = ()
        self._marks: Sequence[Mark] = ()
        self._width, self._is_log = 1, False
        self._drawn: list[tuple[Any, Any]] = []  # a curve of pyqtgraph and its markers
        self._used = 0
        self._marked: list[object] = []
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._cursor.setZValue(20)
        self._cursor.hide()
        self._plot.addItem(self._cursor, ignoreBounds=True)
        self._redrawing = QTimer(self)
        self._redrawing.setObjectName("plot_redrawing")
        self._redrawing.setSingleShot(True)
        self._redrawing.setInterval(REDRAW_MS)
        self._redrawing.timeout.connect(self._draw)
        self._box.sigXRangeChanged.connect(self._on_range_changed)
        self._plot.scene().sigMouseMoved.connect(self._on_mouse_moved)
        self._plot.scene().sigMouseClicked.connect(self._on_clicked)
        self.use(colors)

    def use(self, colors: Colors) -> None:
        """The colours of the theme."""
        self._colors = colors
        self._plot.setBackground(colors.panel)
        for side in ("left", "bottom"):
            axis = self._item.getAxis(side)
            axis.setPen(QPen(QColor(colors.line)))
            axis.setTextPen(QPen(QColor(colors.dim)))
            axis.enableAutoSIPrefix(False)
        self._item.showGrid(x=True, y=True, alpha=0.16)
        cursor = QPen(QColor(colors.accent), 1.4)
        cursor.setCosmetic(True)
        self._cursor.setPen(cursor)

    def show_lines(self, lines: Sequence[Line], marks: Sequence[Mark], width: int, is_log: bool) -> None:
        """Each smoothed over so many rows."""
        self._lines, self._width, self._is_log = lines, width, is_log
        self._item.getAxis("left").setLogMode(y=is_log)
        self._draw()
        if marks != self._marks:
            self._marks = marks
            self._draw_marks()

    def show_cursor(self, step: float | None) -> None:
        self._cursor.setVisible(step is not None)
        if step is not None:
            self._cursor.setPos(step)

    def see_all(self) -> None:
        self._box.enableAutoRange(x=True, y=True)

    def zoom(self, factor: float) -> None:
        """Round the middle; more than 1 shows less."""
        self._box.scaleBy(x=1 / factor, y=1)

    def move(self, share: float) -> None:
        """Sideways, by a share of what is seen."""
        begin, end = self._box.viewRange()[0]
        self._box.translateBy(x=(end - begin) * share, y=0)

    @property
    def seen_steps(self) -> tuple[float, float]:
        begin, end = self._box.viewRange()[0]
        return float(begin), float(end)

    # -- drawing --------------------------------------------------------------------------------------------

    @property
    def _span(self) -> tuple[float, float]:
        """The steps that are looked at; all while nobody has zoomed."""
        if self._box.autoRangeEnabled()[0]:
            return 0.0, float("inf")
        return self.seen_steps

    @Slot()
    def _draw(self) -> None:
        """What was drawn before takes the new points: making it anew would take many times as long."""
        self._used = 0
        for line in self._lines:
            if self._width > 1 and not line.is_other:
                pen = QPen(line.look.pen(1.0, RAW_ALPHA))
                pen.setStyle(Qt.PenStyle.SolidLine)
                self._put(line, line.values, pen, has_markers=False)
            pen = line.look.pen(1.2, 130) if line.is_other else line.look.pen()
            self._put(line, smoothed(line.values, self._width), pen, has_markers=True)
        for curve, dots in self._drawn[self._used :]:
            curve.setData([], [])
            dots.setData([], [])

    def _put(self, line: Line, values: Numbers, pen: QPen, *, has_markers: bool) -> None:
        x, y = thinned(*seen(line.steps, values, *self._span), MOST_POINTS)
        if self._is_log:  # of the few that are left: it changes no order
            x, y = x[y > 0], np.log10(y[y > 0])
        if self._used == len(self._drawn):
            self._drawn.append(self._make_items())
        curve, dots = self._drawn[self._used]
        self._used += 1
        curve.setZValue(-5 if line.is_other else 5)
        curve.setData(x, y, pen=pen, antialias=len(x) <= MOST_POINTS // 2)
        every = max(1, len(x) // MARKED) if has_markers else len(x) + 1
        size = 6 if line.is_other else 7
        picked = slice(every - 1, None, every)
        dots.setData(x[picked], y[picked], size=size, symbol=line.look.marker, brush=pen.color())

    def _make_items(self) -> tuple[Any, Any]:
        curve, dots = pg.PlotCurveItem(), pg.ScatterPlotItem(pen=None)
        dots.setZValue(6)
        self._plot.addItem(curve)
        self._plot.addItem(dots, ignoreBounds=True)
        return curve, dots

    def _draw_marks(self) -> None:
        for item in self._marked:
            self._plot.removeItem(item)
        self._marked = []
        for mark in self._marks:
            color = self._colors.good if mark.is_snapshot else self._colors.warning
            style = Qt.PenStyle.DashLine if mark.is_snapshot else Qt.PenStyle.DotLine
            pen = QPen(QColor(color), 1.2, style)
            pen.setCosmetic(True)
            sign = "◆" if mark.is_snapshot else "▲"
            options = {"color": QColor(color), "position": 0.96}
            line = pg.InfiniteLine(mark.step, angle=90, pen=pen, label=sign, labelOpts=options)
            self._plot.addItem(line, ignoreBounds=True)
            self._marked.append(line)

    @Slot()
    def _on_range_changed(self) -> None:
        if not self._box.autoRangeEnabled()[0]:
            self._redrawing.start()

    # -- the mouse ------------------------------------------------------------------------------------------

    def _on_mouse_moved(self, at: QPointF) -> None:
        is_inside = self._box.sceneBoundingRect().contains(at)
        self.hovered.emit(self._box.mapSceneToView(at).x() if is_inside else None)

    def _on_clicked(self, event: object) -> None:
        at = event.scenePos()  # type: ignore[attr-defined] # pyqtgraph's own kind of event
        if self._box.sceneBoundingRect().contains(at):
            self.chosen.emit(self._box.mapSceneToView(at).x())
