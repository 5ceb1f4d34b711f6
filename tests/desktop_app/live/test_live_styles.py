"""The styles of Live: chosen, mixed, away and back."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QToolButton,
)

from desktop_app.widgets.mix_pad import MixPad
from desktop_app.widgets.slider_field import SliderField
from tests.desktop_app.live.room import no_cameras, play, says
from tests.desktop_app.stylize.conftest import Visitor, make_visitor, visitor

__all__ = ["make_visitor", "no_cameras", "visitor"]


def test_numbers_the_wheel_and_clicks_choose_styles_and_ctrl_mixes(visitor: Visitor) -> None:
    page = play(visitor)
    controller = page.controller
    sources = [style.source for style in controller.shelf.styles]
    QTest.keyClick(page.view, Qt.Key.Key_2)
    assert [style for style, _ in controller.choice.styles] == [sources[1]]
    no_buttons, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    turned = QWheelEvent(
        QPointF(9, 9),
        QPointF(9, 9),
        QPoint(),
        QPoint(0, -120),
        no_buttons,
        Qt.KeyboardModifier.NoModifier,
        phase,
        False,
    )
    QApplication.sendEvent(page.view, turned)
    assert [style for style, _ in controller.choice.styles] == [sources[2]]
    first = visitor.find(QToolButton, "live_style_0")
    first.click()
    assert [style for style, _ in controller.choice.styles] == [sources[0]]
    assert first.isChecked()
    first.click()
    assert first.isChecked(), "one always paints"
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert QApplication.focusWidget() is visitor.find(QToolButton, "live_style_1")
    controller.mixing.toggle(sources[1])
    pad = visitor.find(MixPad, "mix_pad")
    visitor.until(pad.isVisible)
    pad.moved.emit((0.2, 0.8))
    assert controller.choice.styles == ((sources[0], 0.2), (sources[1], 0.8))
    QTest.keyClick(page.view, Qt.Key.Key_9)  # there is no ninth
    assert len(controller.choice.styles) == 2


def test_a_style_that_is_away_stays_chosen_and_is_said_and_comes_back(visitor: Visitor) -> None:
    away, mix = visitor.folder / "away.png", [["preset:ink", 0.25], [str(visitor.folder / "away.png"), 0.75]]
    visitor.studio.settings.change(live={"styles": mix})
    page = play(visitor)
    controller = page.controller
    visitor.until(lambda: says(page, "away.png: not among the styles now"))
    assert [style.source for style in controller._asked.styles] == ["preset:ink"]
    assert controller.settings.current.live["styles"] == mix
    page.notices.close_button.click()
    controller.change(calm=0.9)
    assert page.notices.message is None, "it is said once"
    visitor.style.rename(away)
    controller.shelf.add([away])  # type: ignore[attr-defined]
    visitor.until(lambda: len(controller._asked.styles) == 2)
    assert [style.weight for style in controller._asked.styles] == [0.25, 0.75]
    visitor.find(MixPad, "mix_pad").moved.emit((0.5, 0.5))
    assert controller.choice.styles == (("preset:ink", 0.5), (str(away), 0.5))


def test_a_network_made_by_others_is_not_to_be_chosen_and_says_why(visitor: Visitor) -> None:
    """Live would refuse it, and then at each start again."""
    other = visitor.style.rename(visitor.folder / "made by others.pth")
    page = play(visitor)
    controller = page.controller
    controller.shelf.add([other])  # type: ignore[attr-defined]
    visitor.until(lambda: controller.shelf.styles[0].source == str(other))
    # The strip may be made anew a turn later than the shelf.
    visitor.until(lambda: not visitor.find(QToolButton, "live_style_0").isEnabled())
    button = visitor.find(QToolButton, "live_style_0")
    assert "does not run networks made by others" in button.toolTip()
    presets = [style.source for style in controller.shelf.styles[1:]]
    before = controller.choice.styles
    QTest.keyClick(page.view, Qt.Key.Key_1)
    assert controller.choice.styles == before
    QTest.keyClick(page.view, Qt.Key.Key_2)
    assert controller.choice.styles == ((presets[0], 1.0),)
    controller.mixing.go(-1)
    assert controller.choice.styles == ((presets[-1], 1.0),), "it is passed over"
    second = visitor.find(QToolButton, "live_style_1")
    second.setFocus()
    QTest.keyClick(second, Qt.Key.Key_Left)
    assert QApplication.focusWidget() is second
    controller.change(styles=((str(other), 1.0),))  # as it was kept once
    assert controller._asked.styles[0].source == presets[0]


def test_where_all_that_was_chosen_is_away_another_style_paints_for_now(visitor: Visitor) -> None:
    gone = [[str(visitor.folder / "gone.png"), 1.0]]
    visitor.studio.settings.change(live={"styles": gone})
    page = play(visitor)
    first = page.controller.shelf.styles[0].source
    assert [style.source for style in page.controller._asked.styles] == [first]
    assert visitor.find(QToolButton, "live_style_0").isChecked(), "what paints is seen"
    assert page.controller.settings.current.live["styles"] == gone


def test_ctrl_and_return_on_a_style_mixes_it_and_a_held_key_begins_one_film(visitor: Visitor) -> None:
    page = play(visitor)
    controller, other = page.controller, visitor.find(QToolButton, "live_style_1")
    other.setFocus()
    QTest.keyClick(other, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    sources = [style.source for style in controller.shelf.styles]
    assert [source for source, _ in controller.choice.styles] == sources[:2]
    assert controller.phase == "running"
    assert not visitor.studio.window.commands.live_record.autoRepeat()


def test_how_colours_are_kept_is_chosen_as_in_stylize(visitor: Visitor) -> None:
    page = play(visitor)
    method = visitor.find(QComboBox, "live_color_method")
    assert not method.isVisible(), "nothing is kept"
    visitor.find(SliderField, "live_keep_colors").moved.emit(0.5)
    assert method.isVisible()
    method.setCurrentIndex(method.findData("luminance"))
    method.activated.emit(method.currentIndex())
    visitor.find(QCheckBox, "live_colors_only").click()
    controls = page.controller.choice.settings(None).controls
    assert (controls.color_method, controls.colors_only) == ("luminance", True)
    assert not visitor.find(SliderField, "live_brush").isEnabled()
