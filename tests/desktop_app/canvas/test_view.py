"""The picture view with real events: what is painted where, and what the mouse and keys do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.canvas.layer import Layer, image_of
from desktop_app.canvas.view import PictureView

RED, BLUE, GREY = QColor(200, 30, 30), QColor(30, 30, 200), QColor(90, 90, 90)


def flat(color: QColor, width: int = 400, height: int = 300) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(color)
    return image


@pytest.fixture
def view(qtbot: QtBot) -> PictureView:
    view = PictureView("Before", "After")
    qtbot.addWidget(view)
    view.resize(448, 348)
    view.set_background(GREY.name())
    view.show()
    qtbot.waitExposed(view)
    view.show_photo(flat(RED), 400, 300)
    view.show_result(flat(BLUE, 200, 150))
    return view


def color_at(view: PictureView, x: int, y: int) -> QColor:
    return view.grab().toImage().pixelColor(x, y)


def test_the_result_covers_the_photo_and_the_margin_is_background(view: PictureView) -> None:
    assert color_at(view, 224, 174) == BLUE
    assert color_at(view, 5, 5) == GREY


def test_an_empty_view_is_background(view: PictureView) -> None:
    view.show_photo(None)
    assert color_at(view, 224, 174) == GREY


def test_comparing_shows_the_photo_left_of_the_line(view: PictureView) -> None:
    view.set_comparing(True)
    view.set_split(0.25)
    assert color_at(view, 80, 250) == RED
    assert color_at(view, 200, 250) == BLUE


def test_the_line_is_dragged(view: PictureView) -> None:
    view.set_comparing(True)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(224, 250))
    QTest.mouseMove(view, QPoint(324, 250))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(324, 250))
    assert view.split == pytest.approx(0.75, abs=0.01)
    assert view.viewport.is_fit, "the picture itself was not moved"


def test_the_line_moves_by_keys(view: PictureView) -> None:
    view.set_comparing(True)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.split == pytest.approx(0.48)


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Backslash])
def test_holding_a_key_shows_the_photo_alone(view: PictureView, key: Qt.Key) -> None:
    QTest.keyPress(view, key)
    assert color_at(view, 300, 250) == RED
    QTest.keyRelease(view, key)
    assert color_at(view, 300, 250) == BLUE


def test_leaving_the_window_lets_the_photo_go(view: PictureView) -> None:
    QTest.keyPress(view, Qt.Key.Key_Space)
    view.clearFocus()
    assert not view.is_original_held


def turn_wheel(view: PictureView, at: QPointF, clicks: int) -> None:
    event = QWheelEvent(
        at,
        view.mapToGlobal(at),
        QPoint(),
        QPoint(0, 120 * clicks),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def test_the_wheel_zooms_to_the_cursor(view: PictureView) -> None:
    at = QPointF(150, 120)
    before = view.viewport.picture_point(150, 120)
    turn_wheel(view, at, 4)
    assert view.viewport.percent > 200
    assert view.viewport.picture_point(150, 120) == pytest.approx(before, abs=0.01)


def test_dragging_pans_a_zoomed_picture(view: PictureView) -> None:
    turn_wheel(view, QPointF(224, 174), 5)
    before = view.viewport.center
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(224, 174))
    QTest.mouseMove(view, QPoint(254, 174))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(254, 174))
    assert view.viewport.center[0] == pytest.approx(before[0] - 30 / view.viewport.zoom, abs=0.01)


def test_a_double_click_goes_to_actual_pixels_and_back(view: PictureView) -> None:
    view.resize(248, 198)
    assert view.viewport.percent < 60
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    assert view.viewport.percent == pytest.approx(100)
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    assert view.viewport.is_fit


def test_the_zoom_is_said(view: PictureView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.zoomed) as said:
        view.zoom_in()
    assert said.args == [pytest.approx(125)]


def test_an_image_has_the_colours_of_the_array_and_its_own_memory() -> None:
    rgb = np.zeros((5, 3, 3), np.uint8)  # a row of 9 bytes, which Qt would pad to 12
    rgb[4, 2] = (10, 20, 30)
    image = image_of(rgb)
    rgb[:] = 255
    assert image.pixelColor(2, 4) == QColor(10, 20, 30)
    assert image.pixelColor(0, 0) == QColor(0, 0, 0)


@pytest.mark.parametrize(
    "wrong", [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 4), np.uint8), np.zeros((4, 4, 3), np.float32)]
)
def test_what_is_no_picture_is_refused(wrong: NDArray[Any]) -> None:
    with pytest.raises(ValueError, match="rgb_hwc"):
        image_of(wrong)


def test_a_shrunk_picture_is_averaged_not_sampled(qapp: QApplication) -> None:
    """Every other column black: points taken here and there would be black or white, never grey."""
    stripes = np.zeros((256, 256, 3), np.uint8)
    stripes[:, ::2] = 255
    target = QImage(32, 32, QImage.Format.Format_RGB32)
    painter = QPainter(target)
    Layer(image_of(stripes)).paint(painter, QRectF(0, 0, 32, 32), 1.0)
    painter.end()
    tones = {target.pixelColor(x, 16).red() for x in range(4, 28)}
    assert all(110 <= tone <= 145 for tone in tones), tones
