"""The field on which styles are mixed: every place is a mix, and most mixes have a place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.widgets.mix_pad import INSET_PX, MixPad
from desktop_app.widgets.mix_places import has_place, place_of, shares_at

SHIFT, LEFT = Qt.KeyboardModifier.ShiftModifier, Qt.MouseButton.LeftButton
PARTS = st.floats(0, 1)


@given(x=PARTS, y=PARTS, count=st.integers(2, 4))
def test_every_place_is_a_mix_that_lies_there(x: float, y: float, count: int) -> None:
    shares = shares_at((x, y), count)
    assert sum(shares) == pytest.approx(1, abs=0.0021), "each is rounded to a thousandth"
    assert has_place(shares)
    again = shares_at(place_of(shares), count)
    assert again == pytest.approx(shares, abs=0.003)


@given(weights=st.lists(st.floats(0, 1), min_size=3, max_size=3))
def test_every_mix_of_three_has_a_place(weights: list[float]) -> None:
    assert has_place(weights)


def test_a_style_alone_is_in_its_corner() -> None:
    assert [shares_at(at, 4) for at in ((0, 0), (1, 0), (0, 1), (1, 1))] == [
        (1, 0, 0, 0),
        (0, 1, 0, 0),
        (0, 0, 1, 0),
        (0, 0, 0, 1),
    ]
    assert shares_at((0.3, 1), 3) == (0, 0, 1)


def test_a_mix_of_opposite_corners_has_none() -> None:
    assert not has_place((1, 0, 0, 1))
    assert place_of((1, 0, 0, 1)) == (0.5, 0.5)


@pytest.fixture
def pad(qtbot: QtBot) -> MixPad:
    pad = MixPad("Mix")
    qtbot.addWidget(pad)
    pad.show_styles(["Ink", "Sea", "Rust", "Sand"], [QPixmap(8, 8)] * 4)
    pad.show_weights([1, 1, 1, 1])
    pad.resize(220, pad.height())
    pad.show()
    qtbot.waitExposed(pad)
    return pad


def heard(pad: MixPad) -> list[object]:
    said: list[object] = []
    pad.moved.connect(said.append)
    pad.settled.connect(lambda: said.append("settled"))
    return said


def point(pad: MixPad, x: float, y: float) -> QPoint:
    inset = round(INSET_PX)
    width, height = pad.width() - 2 * inset, pad.height() - 2 * inset
    return QPoint(round(inset + x * width), round(inset + y * height))


def drag(pad: MixPad, to: QPoint, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """QTest moves the mouse without modifiers."""
    kind = QEvent.Type.MouseMove
    at = QPointF(to)
    QApplication.sendEvent(pad, QMouseEvent(kind, at, pad.mapToGlobal(at), LEFT, LEFT, modifiers))


def test_a_drag_mixes_all_the_way_and_settles_once(pad: MixPad) -> None:
    said = heard(pad)
    QTest.mousePress(pad, LEFT, pos=point(pad, 0.5, 0.5))
    drag(pad, point(pad, 0.75, 0.5))
    drag(pad, point(pad, 1.4, -0.3))
    QTest.mouseRelease(pad, LEFT, pos=point(pad, 1, 0))
    assert said[0] == pytest.approx((0.125, 0.375, 0.125, 0.375), abs=0.02)
    assert said[1:] == [(0, 1, 0, 0), "settled"]


def test_a_click_goes_there_and_shift_makes_a_drag_ten_times_finer(pad: MixPad) -> None:
    QTest.mousePress(pad, LEFT, pos=point(pad, 0.2, 0.2))
    assert pad.place == pytest.approx((0.2, 0.2), abs=0.01)
    drag(pad, point(pad, 0.7, 0.2), SHIFT)
    assert pad.place == pytest.approx((0.25, 0.2), abs=0.01)
    QTest.mouseRelease(pad, LEFT, pos=point(pad, 0.7, 0.2))


def test_arrow_keys_move_and_shift_makes_them_finer(pad: MixPad) -> None:
    QTest.keyClick(pad, Qt.Key.Key_Right)
    QTest.keyClick(pad, Qt.Key.Key_Up)
    QTest.keyClick(pad, Qt.Key.Key_Down, SHIFT)
    assert pad.place == pytest.approx((0.52, 0.482))


def test_a_double_click_and_backspace_go_to_the_middle(pad: MixPad) -> None:
    pad.show_weights([1, 0, 0, 0])
    said = heard(pad)
    QTest.mouseDClick(pad, LEFT, pos=point(pad, 0.9, 0.9))
    assert said == ["settled", (0.25, 0.25, 0.25, 0.25), "settled"]
    pad.show_weights([0, 0, 1, 0])
    QTest.keyClick(pad, Qt.Key.Key_Backspace)
    assert pad.place == (0.5, 0.5)


def test_the_knob_says_by_its_middle_whether_the_mix_lies_there(pad: MixPad) -> None:
    full = pad.grab().toImage()
    pad.show_weights([1, 0, 0, 1])
    assert not pad.is_exact
    middle = point(pad, 0.5, 0.5)
    ratio = full.devicePixelRatio()
    at = QPoint(round(middle.x() * ratio), round(middle.y() * ratio))
    assert full.pixelColor(at) != QColor("white")
    assert pad.grab().toImage().pixelColor(at) == QColor("white")


def test_two_styles_lie_left_and_right_and_up_is_more(pad: MixPad) -> None:
    pad.show_styles(["Ink", "Sea"], [QPixmap(8, 8)] * 2)
    pad.show_weights([1, 3])
    assert pad.place == (0.75, 0.5)
    QTest.keyClick(pad, Qt.Key.Key_Up)
    assert pad.place == pytest.approx((0.77, 0.5))


def test_it_can_be_read_aloud(pad: MixPad) -> None:
    pad.show_weights([2, 1, 1, 0])
    assert pad.accessibleName() == "Mix"
    assert pad.accessibleDescription() == "Ink 50 %, Sea 25 %, Rust 25 %, Sand 0 %"
