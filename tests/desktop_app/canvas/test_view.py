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

from desktop_app.canvas.layer import Layer, Pyramid, image_of
from desktop_app.canvas.view import PictureView
from desktop_app.canvas.viewport import Viewport

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
    viewport = Viewport((256, 256), (32, 32), zoom=1 / 8, center=(128, 128))
    painter = QPainter(target)
    Layer(Pyramid(image_of(stripes))).paint(painter, viewport, QRectF(0, 0, 32, 32))
    painter.end()
    tones = {target.pixelColor(x, 16).red() for x in range(4, 28)}
    assert all(110 <= tone <= 145 for tone in tones), tones


def noise(width: int, height: int) -> QImage:
    rng = np.random.default_rng(4)
    coarse = rng.integers(0, 256, (height // 16 + 1, width // 16 + 1, 3), np.uint8)
    return image_of(np.ascontiguousarray(coarse.repeat(16, 0).repeat(16, 1)[:height, :width]))


def pixels(image: QImage) -> NDArray[np.uint8]:
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3).copy()


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_actual_pixels_are_the_pixels_themselves(qtbot: QtBot, turns: int) -> None:
    """Nothing is moved by half a pixel, whatever the sizes, and no tile is missing or has a seam."""
    view = PictureView("Before", "After")
    qtbot.addWidget(view)
    view.resize(431, 378)
    photo = noise(733, 522)
    view.show_photo(photo, 733, 522)
    view.show_actual_pixels()
    for _ in range(turns):
        view.turn_right()
    view._look(view.viewport.panned(-1000, -1000).panned(91.3, 77.6))
    left, top = (round(place) for place in view.viewport.origin)
    seen = pixels(view.grab().toImage())
    expected = np.rot90(pixels(photo), -turns)[-top : 378 - top, -left : 431 - left]
    np.testing.assert_array_equal(seen[: expected.shape[0], : expected.shape[1]], expected)


@pytest.mark.parametrize("zoom", [0.31, 0.77, 2.6])
def test_panning_shows_what_would_be_painted_anew(qtbot: QtBot, zoom: float) -> None:
    views = [PictureView("Before", "After") for _ in range(2)]
    photo = noise(900, 700)
    for view in views:
        qtbot.addWidget(view)
        view.resize(400, 300)
        view.show_photo(photo, 900, 700)
        view._look(view.viewport.zoomed_to(zoom))
    for step in range(6):
        views[0]._look(views[0].viewport.panned(-23.0 * step, -17.0))
        views[0].grab()
    views[1]._look(views[0].viewport)
    panned, anew = (pixels(view.grab().toImage()) for view in views)
    np.testing.assert_array_equal(panned, anew)


def test_turning_is_seen(view: PictureView) -> None:
    half = flat(RED)
    painter = QPainter(half)
    painter.fillRect(0, 0, 200, 300, BLUE)
    painter.end()
    view.show_photo(half, 400, 300)
    assert color_at(view, 100, 174) == BLUE
    view.turn_right()
    assert color_at(view, 224, 80) == BLUE, "what was left is above"
    assert color_at(view, 224, 280) == RED
    view.turn_left()
    view.turn_left()
    assert color_at(view, 224, 280) == BLUE


def test_pixels_are_parted_by_a_grid_from_eight_times_on(view: PictureView) -> None:
    def tones() -> set[str]:
        row = view.grab().toImage()
        return {row.pixelColor(x, 171).name() for x in range(200, 240)}

    view._look(view.viewport.zoomed_to(7.9))
    assert tones() == {BLUE.name()}
    view._look(view.viewport.zoomed_to(8))
    assert len(tones()) == 2
    assert BLUE.name() in tones()


# -- comparing ---------------------------------------------------------------------------------------------


def test_the_line_is_turned_by_a_double_click_on_its_grip_and_dragged_up_and_down(view: PictureView) -> None:
    view.set_comparing(True)
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(224, 174))
    assert view.comparison.is_level
    assert color_at(view, 60, 100) == RED
    assert color_at(view, 60, 250) == BLUE
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(60, 174))
    QTest.mouseMove(view, QPoint(60, 249))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(60, 249))
    assert view.split == pytest.approx(0.75, abs=0.01)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.split == pytest.approx(0.73, abs=0.01)
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(60, round(24 + 300 * view.split)))
    assert view.split == 0.5, "beside the grip a double click puts the line into the middle"


def test_side_by_side_both_are_whole_and_move_together(view: PictureView) -> None:
    view.set_beside(True)
    assert view.is_comparing
    assert color_at(view, 100, 174) == RED
    assert color_at(view, 350, 174) == BLUE
    assert view.viewport.is_fit
    photo, result = noise(400, 300), noise(400, 300)
    view.show_photo(photo, 400, 300)
    view.show_result(result)
    turn_wheel(view, QPointF(350, 120), 5)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(350, 120))
    QTest.mouseMove(view, QPoint(320, 140))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(320, 140))
    seen = pixels(view.grab().toImage())
    np.testing.assert_array_equal(seen[60:, :223], seen[60:, 225:])


def test_the_wheel_over_the_right_one_zooms_to_the_cursor_there(view: PictureView) -> None:
    view.set_beside(True)
    before = view.viewport.picture_point(300 - 225, 150)
    turn_wheel(view, QPointF(300, 150), 6)
    assert view.viewport.picture_point(300 - 225, 150) == pytest.approx(before, abs=0.01)


def test_side_by_side_turned_is_one_above_the_other(view: PictureView) -> None:
    view.set_beside(True)
    view.turn_line()
    assert color_at(view, 224, 100) == RED
    assert color_at(view, 224, 300) == BLUE


def test_without_a_result_there_is_nothing_beside_the_photo(view: PictureView) -> None:
    view.set_beside(True)
    view.show_result(None)
    assert color_at(view, 224, 174) == RED


def test_another_picture_takes_the_side_of_the_photo_but_never_the_place_of_the_original(
    view: PictureView,
) -> None:
    green = QColor(20, 160, 60)
    view.compare_with(flat(green, 100, 75), "Snapshot 1")
    view.set_comparing(True)
    assert color_at(view, 80, 250) == green
    view.hold_original(True)
    assert color_at(view, 80, 250) == RED
    view.hold_original(False)
    view.compare_with(None)
    assert color_at(view, 80, 250) == RED
