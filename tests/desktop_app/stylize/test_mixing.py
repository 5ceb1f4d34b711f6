"""The mix of the room: the field stands where there is something to mix, and a drag is one step."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest

from desktop_app.widgets.mix_pad import MixPad
from desktop_app.widgets.slider_field import SliderField
from tests.desktop_app.stylize.conftest import Visitor
from tests.desktop_app.widgets.test_mix_pad import LEFT, drag, point


def test_in_the_room_a_drag_is_one_step_and_the_sliders_follow(visitor: Visitor) -> None:
    visitor.paint()
    visitor.until(lambda: len(visitor.controller.shelf.styles) == 4)
    assert not visitor.studio.window.findChildren(MixPad)
    for source in ("preset:ink", "preset:ember"):
        visitor.controller.toggle_style(source)
    pad = visitor.find(MixPad, "mix_pad")
    QTest.mousePress(pad, LEFT, pos=point(pad, 0.3, 0.3))
    drag(pad, point(pad, 0.6, 0.1))
    drag(pad, point(pad, 0.5, 1))
    QTest.mouseRelease(pad, LEFT, pos=point(pad, 0.5, 1))
    assert [style.weight for style in visitor.controller.project.styles] == [0, 0, 1]
    assert visitor.find(SliderField, "weight_2").value == 1
    visitor.until(lambda: visitor.find(SliderField, "weight_0").value == 0)  # the row of before is gone
    visitor.controller.undo()
    assert [style.weight for style in visitor.controller.project.styles] == [1, 1, 1]
    assert pad.place == pytest.approx((0.5, 1 / 3), abs=0.001)
    visitor.controller.choose_style("preset:ink")
    assert not pad.isVisible()
