"""Where pictures are seen: whole or close, turned, the photograph beside what became of it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QImage,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from desktop_app.canvas import divide
from desktop_app.canvas.comparison import Comparison
from desktop_app.canvas.grid import paint_grid
from desktop_app.canvas.layer import Layer, Pyramid
from desktop_app.canvas.viewport import Viewport

ZOOM_STEP = 1.25


class PicturePanes(QWidget):
    """Paints a photograph and a result: the result alone, both divided by a line, or side by side.

    Both are seen through one viewport, so what is side by side moves together. Another picture than the
    photograph can be compared with. The wheel zooms; all other hands are the view's.
    """

    zoomed = Signal(float)  # percent
    comparison_changed = Signal(object)  # Comparison
    resized = Signal()

    def __init__(self, before_label: str, after_label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before_label, self._after_label, self._other_label = before_label, after_label, ""
        self._background = QColor("#161617")
        self._viewport = Viewport()
        self._photo: Layer | None = None
        self._result: Layer | None = None
        self._other: Layer | None = None
        self._comparison = Comparison()
        self._is_original_held = False

    # -- what is shown --------------------------------------------------------------------------------------

    def set_background(self, color: str) -> None:
        self._background = QColor(color)
        self.update()

    def show_photo(self, image: QImage | None, width_px: int = 1, height_px: int = 1) -> None:
        """The photograph, seen as if it had `width_px`×`height_px` pixels; None empties the view."""
        self._photo = _layer(image)
        self._result = None
        if image is not None:
            self._viewport = self._viewport.with_picture(width_px, height_px)
        self._arrange()
        self._say_zoom()

    def show_result(self, image: QImage | None) -> None:
        """Stretched over the photograph, whatever its own size."""
        if self._result is None or image is None or self._result.image is not image:
            self._result = _layer(image)
            self._arrange()
            self.update()

    def compare_with(self, image: QImage | None, label: str = "") -> None:
        """Another picture takes the photograph's side of the comparison; None gives it back."""
        self._other, self._other_label = _layer(image), label
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

    # -- comparing ------------------------------------------------------------------------------------------

    @property
    def comparison(self) -> Comparison:
        return self._comparison

    @property
    def is_comparing(self) -> bool:
        return self._comparison.is_on

    @property
    def split(self) -> float:
        return self._comparison.split

    @Slot(bool)
    def set_comparing(self, is_comparing: bool) -> None:
        self._compare(replace(self._comparison, is_on=is_comparing))

    @Slot(bool)
    def set_beside(self, is_beside: bool) -> None:
        """Side by side instead of divided by a line; whoever wants that wants to compare."""
        is_on = self._comparison.is_on or is_beside
        self._compare(replace(self._comparison, is_on=is_on, is_beside=is_beside))

    @Slot()
    def turn_line(self) -> None:
        """The line, or the two side by side: upright or level."""
        self._compare(replace(self._comparison, is_level=not self._comparison.is_level))

    def set_split(self, split: float) -> None:
        self._compare(replace(self._comparison, split=min(max(split, 0.0), 1.0)))

    def _compare(self, comparison: Comparison) -> None:
        if comparison != self._comparison:
            self._comparison = comparison
            self._arrange()
            self.comparison_changed.emit(comparison)
            self.update()

    @property
    def is_original_held(self) -> bool:
        return self._is_original_held

    def hold_original(self, is_held: bool) -> None:
        """The photograph alone, while somebody holds it."""
        if is_held != self._is_original_held:
            self._is_original_held = is_held
            self.update()

    @property
    def panes(self) -> tuple[QRectF, ...]:
        """One, or two where pictures are seen side by side."""
        comparison = self._comparison if self._result is not None else Comparison()
        return comparison.panes(self.width(), self.height())

    @property
    def _shows_line(self) -> bool:
        is_divided = self._comparison.is_on and not self._comparison.is_beside
        return is_divided and self._result is not None and not self._is_original_held

    # -- zoom and turning -----------------------------------------------------------------------------------

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

    @Slot()
    def turn_right(self) -> None:
        self._look(self._viewport.turned(1))

    @Slot()
    def turn_left(self) -> None:
        self._look(self._viewport.turned(-1))

    @Slot()
    def turn_upright(self) -> None:
        self._look(self._viewport.turned(-self._viewport.turns))

    def _look(self, viewport: Viewport) -> None:
        if viewport != self._viewport:
            self._viewport = viewport
            self._say_zoom()

    def _say_zoom(self) -> None:
        self.zoomed.emit(self._viewport.percent if self._photo else 0.0)
        self.update()

    def _arrange(self) -> None:
        pane = self.panes[0]
        self._look(
            self._viewport.with_view(int(pane.width()), int(pane.height()), 1 / self.devicePixelRatioF())
        )

    def _pane_at(self, at: QPointF) -> int:
        """The number of the nearest pane."""
        panes = self.panes
        if len(panes) == 1:
            return 0
        return int(at.y() >= panes[1].top() if self._comparison.is_level else at.x() >= panes[1].left())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
        self.resized.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y() / 120
        if self._photo and turned:
            self._zoom_at(event.position(), ZOOM_STEP**turned)
        event.accept()

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self._zoom_at(event.position(), 1 + event.value())
            return True
        return super().event(event)

    def _zoom_at(self, at: QPointF, factor: float) -> None:
        place = at - self.panes[self._pane_at(at)].topLeft()
        self._look(self._viewport.zoomed(factor, (place.x(), place.y())))

    # -- painting -------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._background)
        if self._photo is None:
            return
        dirty, panes = QRectF(event.rect()), self.panes
        if self._result is None or self._is_original_held:
            for pane in panes:
                self._paint_layer(painter, self._photo, pane, dirty)
        elif self._shows_line:
            self._paint_divided(painter, dirty, self._other or self._photo, self._result)
        else:
            self._paint_layer(painter, self._result, panes[-1], dirty)
            if len(panes) == 2:
                self._paint_layer(painter, self._other or self._photo, panes[0], dirty)
        self._paint_labels(painter)

    def _paint_layer(self, painter: QPainter, layer: Layer, pane: QRectF, part: QRectF) -> None:
        painter.save()
        painter.setClipRect(pane & part)
        painter.translate(pane.topLeft())
        here = (pane & part).translated(-pane.topLeft())
        layer.paint(painter, self._viewport, here)
        paint_grid(painter, self._viewport, here)
        painter.restore()

    def _paint_divided(self, painter: QPainter, dirty: QRectF, before: Layer, after: Layer) -> None:
        view, picture = QRectF(self.rect()), self._picture
        for layer, half in zip((before, after), self._comparison.halves(view, picture), strict=True):
            self._paint_layer(painter, layer, view, half & dirty)
        line = self._comparison.line_at(picture)
        divide.paint_line(painter, picture & view, line, is_level=self._comparison.is_level)

    @property
    def _picture(self) -> QRectF:
        """Where the picture lies in the first pane, seen or not."""
        return QRectF(*self._viewport.origin, *self._viewport.size)

    def _paint_labels(self, painter: QPainter) -> None:
        if self._result is None:
            return
        picture, panes = self._picture, self.panes
        parts = [picture.translated(pane.topLeft()) & pane for pane in panes]
        first, last = Qt.Corner.TopLeftCorner, Qt.Corner.TopRightCorner
        before = self._other_label if self._other else self._before_label
        if self._is_original_held:
            divide.paint_label(painter, parts[0], self._before_label, first)
        elif len(panes) == 2:
            divide.paint_label(painter, parts[0], before, first)
            divide.paint_label(painter, parts[1], self._after_label, first)
        elif self._shows_line:
            halves = [half & parts[0] for half in self._comparison.halves(QRectF(self.rect()), picture)]
            after_corner = Qt.Corner.BottomLeftCorner if self._comparison.is_level else last
            divide.paint_label(painter, halves[0], before, first)
            divide.paint_label(painter, halves[1], self._after_label, after_corner)


def _layer(image: QImage | None) -> Layer | None:
    return Layer(Pyramid(image)) if image is not None else None
