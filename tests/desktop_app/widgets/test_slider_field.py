"""A slider with a field: mouse, wheel, keys, typing, reset, and gestures that end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.widgets.scale import STEPS, Scale, percent
from desktop_app.widgets.slider_field import SliderField

BRUSH = Scale(0.25, 4, 1, is_log=True, decimals=2, unit=" ×")
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def field(qtbot: QtBot) -> SliderField:
    field = SliderField("strength", "Strength", percent(0, 1, 0.5))
    qtbot.addWidget(field)
    field.resize(220, 48)
    field.show()
    qtbot.waitExposed(field)
    return field


def heard(field: SliderField) -> list[object]:
    said: list[object] = []
    field.moved.connect(said.append)
    field.settled.connect(lambda: said.append("settled"))
    return said


def turn(
    field: SliderField, clicks: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    at = QPointF(20, 10)
    angle = QPoint(0, 120 * clicks)
    event = QWheelEvent(
        at,
        field.slider.mapToGlobal(at),
        QPoint(),
        angle,
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(field.slider, event)


def move(field: SliderField, x: int, modifiers: Qt.KeyboardModifier) -> None:
    """QTest moves the mouse without modifiers."""
    at = QPointF(x, 11)
    button = Qt.MouseButton.LeftButton
    kind = QEvent.Type.MouseMove
    event = QMouseEvent(kind, at, field.slider.mapToGlobal(at), Qt.MouseButton.NoButton, button, modifiers)
    QApplication.sendEvent(field.slider, event)


@given(st.integers(0, STEPS))
def test_every_position_is_found_again_from_its_value(position: int) -> None:
    for scale in (BRUSH, percent(0, 1, 1)):
        value = scale.value_at(position)
        assert scale.value_at(scale.position_of(value)) == value


def test_a_log_scale_has_its_middle_in_the_middle() -> None:
    assert BRUSH.value_at(STEPS // 2) == 1
    assert BRUSH.value_at(STEPS // 4) == 0.5
    assert BRUSH.value_at(0) == 0.25
    assert BRUSH.value_at(STEPS) == 4


@pytest.mark.parametrize(
    ("text", "value"),
    [("40 %", 0.4), ("40", 0.4), ("33,3", 0.33), ("  7% ", 0.07), ("250", 1), ("-3", 0), ("x", None)],
)
def test_what_people_type_is_understood(text: str, value: float | None) -> None:
    assert percent(0, 1, 1).value_of(text) == value


def test_dragging_says_every_step_and_settles_once(field: SliderField) -> None:
    said = heard(field)
    slider = field.slider
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(110, 11))
    QTest.mouseMove(slider, QPoint(150, 11))
    QTest.mouseMove(slider, QPoint(190, 11))
    assert "settled" not in said
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(190, 11))
    assert said[-1] == "settled"
    assert said.count("settled") == 1
    assert field.value > 0.8
    assert field.field.text() == f"{field.value * 100:.0f} %"


def test_a_click_on_the_track_jumps_there(field: SliderField) -> None:
    QTest.mouseClick(field.slider, Qt.MouseButton.LeftButton, pos=QPoint(7, 11))
    assert field.value == 0


def test_shift_makes_a_drag_ten_times_finer(field: SliderField) -> None:
    for modifiers, expected in ((Qt.KeyboardModifier.NoModifier, 0.75), (SHIFT, 0.525)):
        field.show_value(0.5)
        QTest.mousePress(field.slider, Qt.MouseButton.LeftButton, modifiers, QPoint(110, 11))
        move(field, 110 + (field.slider.width() - 14) // 4, modifiers)
        QTest.mouseRelease(field.slider, Qt.MouseButton.LeftButton)
        assert field.value == pytest.approx(expected, abs=0.011)


def test_shift_makes_the_arrow_keys_ten_times_finer(field: SliderField) -> None:
    QTest.keyClick(field.slider, Qt.Key.Key_Right)
    assert field.value == pytest.approx(0.51)
    for _ in range(10):
        QTest.keyClick(field.slider, Qt.Key.Key_Right, SHIFT)
    assert field.value == pytest.approx(0.52)


def test_up_and_down_step_from_the_value_field_too(field: SliderField) -> None:
    QTest.keyClick(field.field, Qt.Key.Key_Up)
    assert field.value == pytest.approx(0.51)
    assert field.field.text() == "51 %"
    QTest.keyClick(field.field, Qt.Key.Key_Down)
    QTest.keyClick(field.field, Qt.Key.Key_Down)
    assert field.value == pytest.approx(0.49)


def test_a_double_click_resets_in_a_gesture_of_its_own(field: SliderField) -> None:
    field.slider.setValue(900)
    said = heard(field)
    QTest.mouseDClick(field.slider, Qt.MouseButton.LeftButton, pos=QPoint(40, 11))
    assert field.value == 0.5
    assert said == ["settled", 0.5, "settled"]


def test_backspace_resets_too(field: SliderField) -> None:
    field.slider.setValue(900)
    QTest.keyClick(field.slider, Qt.Key.Key_Backspace)
    assert field.value == 0.5


def test_the_wheel_moves_by_one_percent_and_settles_after_a_rest(field: SliderField, qtbot: QtBot) -> None:
    said = heard(field)
    turn(field, 1)
    turn(field, 1)
    assert field.value == pytest.approx(0.52)
    assert "settled" not in said
    qtbot.waitUntil(lambda: "settled" in said, timeout=3000)
    assert said.count("settled") == 1


def test_typing_sets_the_value_and_nonsense_changes_nothing(field: SliderField) -> None:
    said = heard(field)
    field.field.setText("83")
    QTest.keyClick(field.field, Qt.Key.Key_Return)
    assert field.value == pytest.approx(0.83)
    assert said == [0.83, "settled"]
    field.field.setText("lots")
    QTest.keyClick(field.field, Qt.Key.Key_Return)
    assert field.field.text() == "83 %"
    assert len(said) == 2


def test_a_value_from_outside_is_shown_without_a_signal(field: SliderField) -> None:
    said = heard(field)
    field.show_value(0.25)
    assert not said
    assert field.field.text() == "25 %"
    assert field.slider.value() == 250


def test_it_can_be_read_aloud(field: SliderField) -> None:
    assert field.slider.accessibleName() == field.field.accessibleName() == "Strength"
