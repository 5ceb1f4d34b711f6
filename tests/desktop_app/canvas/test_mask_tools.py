"""The tools of a mask in a real view, with mouse, pen and keys: what is drawn lands where it was drawn."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPaintEvent, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.canvas.mask_tools import MaskTools
from desktop_app.canvas.tool_names import ToolName
from desktop_app.canvas.view import PictureView

PHOTO = (400, 300)
Touches = Sequence[tuple[float, float]]


class WatchedView(PictureView):
    """Knows what was painted again."""

    def __init__(self) -> None:
        super().__init__("Before", "After")
        self.painted: list[QRect] = []

    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted.append(event.rect())
        super().paintEvent(event)


@pytest.fixture
def tools(qapp: QApplication) -> MaskTools:
    tools = MaskTools()
    tools.open(None, *PHOTO)
    tools.set_brush(size=0.1, hardness=1.0)
    tools.use("brush")
    return tools


@pytest.fixture
def view(qtbot: QtBot, tools: MaskTools) -> WatchedView:
    view = WatchedView()
    qtbot.addWidget(view)
    view.resize(648, 448)
    view.show()
    qtbot.waitExposed(view)
    photo = QImage(*PHOTO, QImage.Format.Format_RGB32)
    photo.fill(QColor(90, 90, 90))
    view.show_photo(photo, *PHOTO)
    view.set_tool(tools)
    return view


def at(view: PictureView, x: float, y: float) -> QPoint:
    """Where a point of the picture is seen."""
    return QPointF(*view.viewport.view_point(x, y)).toPoint()


def drag(view: PictureView, points: Touches, alt: bool = False) -> None:
    keys = Qt.KeyboardModifier.AltModifier if alt else Qt.KeyboardModifier.NoModifier
    first, *others = [at(view, *point) for point in points]
    QTest.mousePress(view, Qt.MouseButton.LeftButton, keys, first)
    for place in others:
        QTest.mouseMove(view, place)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, keys, (others or [first])[-1])


def tone(tools: MaskTools, x: float, y: float) -> int:
    """Of the mask, at a point of the picture."""
    assert tools.mask is not None
    height, width = tools.mask.pixels.shape
    return int(tools.mask.pixels[int(y * height / PHOTO[1]), int(x * width / PHOTO[0])])


def test_a_stroke_lands_where_it_was_drawn(view: WatchedView, tools: MaskTools, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tools.finished) as finished:
        drag(view, [(100, 100), (200, 100), (200, 200)])
    assert finished.args == ["brush"]
    assert tone(tools, 150, 100) == tone(tools, 200, 150) == 255
    assert tone(tools, 150, 150) == tone(tools, 150, 125) == 0


@pytest.mark.parametrize("zoom", [0.6, 3.0, 9.0])
def test_a_stroke_lands_there_also_where_the_view_is_zoomed_and_moved(
    view: WatchedView, tools: MaskTools, zoom: float
) -> None:
    view._look(view.viewport.zoomed_to(zoom, (100.0, 350.0)).panned(-37, 21))
    seen = view.viewport.picture_point(view.width() / 2, view.height() / 2)
    drag(view, [seen])
    assert tone(tools, *seen) == 255
    assert tone(tools, (seen[0] + 200) % 400, seen[1]) == 0


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_stroke_lands_and_is_seen_there_also_where_the_view_is_turned(
    view: WatchedView, tools: MaskTools, turns: int
) -> None:
    for _ in range(turns):
        view.turn_right()
    drag(view, [(60, 80), (90, 80)])
    assert tone(tools, 75, 80) == 255
    assert tone(tools, 75, 220) == tone(tools, 325, 80) == 0
    image = view.grab().toImage()
    assert image.pixelColor(at(view, 75, 80)).red() > 140 > image.pixelColor(at(view, 325, 80)).red()


def test_side_by_side_a_mask_is_painted_and_seen_in_both(view: WatchedView, tools: MaskTools) -> None:
    view.show_result(view.photo)
    view.set_beside(True)
    pane = view.panes[1].topLeft().toPoint()
    there = pane + at(view, 100, 100)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=there)
    assert tone(tools, 100, 100) == 255
    image = view.grab().toImage()
    assert image.pixelColor(there).red() > 140
    assert image.pixelColor(there - pane).red() > 140


def test_a_large_photograph_is_masked_at_the_working_size(view: WatchedView, tools: MaskTools) -> None:
    view.show_photo(view.photo, 6000, 4000)
    tools.open(None, 6000, 4000)
    drag(view, [(3000, 1000), (4500, 1000)])
    assert tools.mask is not None
    assert tools.mask.pixels.shape == (1365, 2048)
    assert tools.mask.pixels[341, 1280] == 255
    assert tools.mask.pixels[700, 1280] == 0


def test_while_the_hand_moves_only_what_changes_is_painted(view: WatchedView, tools: MaskTools) -> None:
    drag(view, [(50, 50)])
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at(view, 200, 150))
    QApplication.processEvents()
    view.painted.clear()
    QTest.mouseMove(view, at(view, 210, 150))
    QApplication.processEvents()
    assert view.painted
    largest = max(box.width() * box.height() for box in view.painted)
    assert largest < view.width() * view.height() / 8
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at(view, 210, 150))


def test_the_mask_and_the_ring_are_seen_and_go_with_the_tool(view: WatchedView, tools: MaskTools) -> None:
    drag(view, [(100, 100), (120, 100)])
    tinted = view.grab().toImage().pixelColor(at(view, 90, 100))
    assert tinted.red() > 140 > 100 > tinted.green()
    image, ring = view.grab().toImage(), at(view, 120 + 20, 100)
    lightest = max(image.pixelColor(ring + QPoint(dx, 0)).lightness() for dx in (-2, -1, 0, 1, 2))
    assert lightest > 150, "the edge of the brush"
    view.set_tool(None)
    assert view.grab().toImage().pixelColor(at(view, 90, 100)) == QColor(90, 90, 90)


def test_the_photograph_alone_is_seen_without_the_mask(view: WatchedView, tools: MaskTools) -> None:
    drag(view, [(100, 100), (120, 100)])
    QTest.keyPress(view, Qt.Key.Key_Space)
    assert view.grab().toImage().pixelColor(at(view, 90, 100)) == QColor(90, 90, 90)
    QTest.keyRelease(view, Qt.Key.Key_Space)


def test_the_eraser_and_alt_take_away(view: WatchedView, tools: MaskTools) -> None:
    drag(view, [(100, 100), (300, 100)])
    drag(view, [(150, 100)], alt=True)
    tools.use("eraser")
    drag(view, [(250, 100)])
    assert tone(tools, 150, 100) == tone(tools, 250, 100) == 0
    assert tone(tools, 200, 100) == 255


def test_erasing_first_leaves_the_style_everywhere_else(view: WatchedView, tools: MaskTools) -> None:
    tools.use("eraser")
    drag(view, [(100, 100)])
    assert tone(tools, 100, 100) == 0
    assert tone(tools, 300, 200) == 255


def test_a_lasso_is_filled_when_it_is_let_go(view: WatchedView, tools: MaskTools) -> None:
    tools.use("lasso")
    drag(view, [(100, 100), (300, 100), (300, 200), (100, 200)])
    assert tone(tools, 200, 150) == 255
    assert tone(tools, 50, 150) == 0
    drag(view, [(180, 120), (220, 120), (220, 180), (180, 180)], alt=True)
    assert tone(tools, 200, 150) == 0


def click_corners(view: PictureView, corners: Touches) -> None:
    for corner in corners:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(view, *corner))


TRIANGLE = ((100, 100), (300, 100), (200, 250))


@pytest.mark.parametrize("how", ["enter", "first corner", "double click"])
def test_a_polygon_is_closed_in_three_ways(view: WatchedView, tools: MaskTools, how: str) -> None:
    tools.use("polygon")
    click_corners(view, TRIANGLE)
    assert tools.mask is None, "nothing is painted before it is closed"
    if how == "enter":
        QTest.keyClick(view, Qt.Key.Key_Return)
    elif how == "first corner":
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(view, 102, 101))
    else:
        QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=at(view, *TRIANGLE[-1]))
    assert tone(tools, 200, 150) == 255
    assert tone(tools, 110, 200) == 0


def test_corners_are_taken_back_and_given_up(view: WatchedView, tools: MaskTools, qtbot: QtBot) -> None:
    tools.use("polygon")
    click_corners(view, (*TRIANGLE, (390, 290)))
    QTest.keyClick(view, Qt.Key.Key_Backspace)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert tone(tools, 200, 150) == 255
    assert tone(tools, 350, 260) == 0
    click_corners(view, ((10, 10), (30, 10)))
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert tools.tool == "polygon", "the first Esc gives up the corners"
    with qtbot.waitSignal(tools.left):
        QTest.keyClick(view, Qt.Key.Key_Escape)


def test_a_gradient_is_full_where_the_drag_began(view: WatchedView, tools: MaskTools) -> None:
    tools.use("gradient")
    drag(view, [(100, 150), (200, 150), (300, 150)])
    tones = [tone(tools, x, 40) for x in (50, 150, 200, 250, 350)]
    assert tones[0] == 255
    assert tones[2] == pytest.approx(127, abs=4)
    assert tones[4] == 0
    assert tones == sorted(tones, reverse=True)


def test_a_gradient_is_seen_before_it_is_let_go(view: WatchedView, tools: MaskTools) -> None:
    tools.use("gradient")
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at(view, 100, 150))
    QTest.mouseMove(view, at(view, 300, 150))
    image = view.grab().toImage()
    assert image.pixelColor(at(view, 60, 40)).red() > image.pixelColor(at(view, 200, 40)).red() + 20
    assert image.pixelColor(at(view, 380, 40)) == QColor(90, 90, 90)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at(view, 300, 150))


def test_a_click_asks_for_a_region_and_its_answer_joins_the_mask(
    view: WatchedView, tools: MaskTools, qtbot: QtBot
) -> None:
    tools.use("select")
    with qtbot.waitSignal(tools.region_wanted) as wanted:
        click_corners(view, [(100, 225)])
    assert wanted.args is not None
    assert wanted.args[:2] == pytest.approx([0.25, 0.75], abs=0.005)
    import numpy as np

    region = np.zeros((300, 400), np.uint8)
    region[:150] = 255
    tools.add_region(region, removes=False)
    assert (tone(tools, 200, 100), tone(tools, 200, 200)) == (255, 0)
    click_corners(view, [(-15, 100)])
    assert wanted.args[0] == pytest.approx(0.25, abs=0.005), "beside the picture there is nothing to select"


def test_the_middle_button_still_moves_the_picture(view: WatchedView, tools: MaskTools) -> None:
    view._look(view.viewport.zoomed_to(4.0))
    before = view.viewport.center
    QTest.mousePress(view, Qt.MouseButton.MiddleButton, pos=QPoint(300, 200))
    QTest.mouseMove(view, QPoint(340, 200))
    QTest.mouseRelease(view, Qt.MouseButton.MiddleButton, pos=QPoint(340, 200))
    assert view.viewport.center != before
    assert tools.mask is None


def send_pen(
    view: PictureView,
    kind: QEvent.Type,
    point: tuple[float, float],
    pressure: float,
    pointer: QPointingDevice.PointerType = QPointingDevice.PointerType.Pen,
) -> bool:
    device = QPointingDevice(
        "pen",
        1,
        QPointingDevice.DeviceType.Stylus,
        pointer,
        QPointingDevice.Capability.Pressure,
        1,
        3,
    )
    place = QPointF(at(view, *point))
    is_over = kind == QEvent.Type.TabletRelease
    event = QTabletEvent(
        kind,
        device,
        place,
        view.mapToGlobal(place),
        pressure,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        Qt.KeyboardModifier.NoModifier,
        Qt.MouseButton.NoButton if kind == QEvent.Type.TabletMove else Qt.MouseButton.LeftButton,
        Qt.MouseButton.NoButton if is_over else Qt.MouseButton.LeftButton,
    )
    QApplication.sendEvent(view, event)
    return event.isAccepted()


def draw_with_pen(
    view: PictureView,
    touches: Sequence[tuple[float, float, float]],
    pointer: QPointingDevice.PointerType = QPointingDevice.PointerType.Pen,
) -> None:
    first, *others = touches
    assert send_pen(view, QEvent.Type.TabletPress, first[:2], first[2], pointer)
    for x, y, pressure in others:
        send_pen(view, QEvent.Type.TabletMove, (x, y), pressure, pointer)
    send_pen(view, QEvent.Type.TabletRelease, touches[-1][:2], 0.0, pointer)


def test_a_pen_that_is_pressed_harder_paints_broader(view: WatchedView, tools: MaskTools) -> None:
    tools.set_brush(size=0.2)
    draw_with_pen(view, [(60, 150, 0.1), (340, 150, 1.0)])
    assert tools.mask is not None
    widths = (tools.mask.pixels > 127).sum(0)
    assert 10 < widths[70] < widths[200] < widths[330] < 82


def test_a_pen_turned_round_erases(view: WatchedView, tools: MaskTools) -> None:
    draw_with_pen(view, [(100, 150, 1.0), (300, 150, 1.0)])
    draw_with_pen(view, [(200, 150, 1.0)], QPointingDevice.PointerType.Eraser)
    assert tone(tools, 200, 150) == 0
    assert tone(tools, 120, 150) == 255


def test_a_pen_without_a_tool_is_a_mouse(view: WatchedView, tools: MaskTools) -> None:
    view.set_tool(None)
    assert not send_pen(view, QEvent.Type.TabletPress, (100, 100), 1.0)


@pytest.mark.parametrize("tool", ["lasso", "polygon", "gradient", "select"])
def test_another_tool_gives_up_what_is_not_complete(
    view: WatchedView, tools: MaskTools, tool: ToolName
) -> None:
    tools.use("polygon")
    click_corners(view, TRIANGLE)
    tools.use(tool)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert tools.mask is None
