"""MIDI: knobs are learnt by touch and move sliders; what is missing is said."""

from __future__ import annotations

import builtins
import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import mido
import pytest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QToolButton

from desktop_app.live.page import LivePage
from desktop_app.widgets.slider_field import SliderField
from tests.desktop_app.live.room import enter, no_cameras
from tests.desktop_app.stylize.conftest import Visitor, make_visitor, visitor

__all__ = ["make_visitor", "no_cameras", "visitor"]


class Port:
    """A controller on a desk: `turn` sends what a knob sends."""

    def __init__(self, name: str, callback: Callable[[Any], None]) -> None:
        self.name, self._callback, self.is_open = name, callback, True

    def turn(self, control: int, value: int) -> None:
        self._callback(mido.Message("control_change", channel=0, control=control, value=value))

    def bend(self, pitch: int) -> None:
        self._callback(mido.Message("pitchwheel", channel=2, pitch=pitch))

    def strike(self, velocity: int = 64) -> None:
        self._callback(mido.Message("note_on", note=60, velocity=velocity))

    def close(self) -> None:
        self.is_open = False


@pytest.fixture
def ports(monkeypatch: pytest.MonkeyPatch) -> list[Port]:
    """Those that were opened, of one controller that is plugged in and one that another program has."""
    opened: list[Port] = []

    def open_input(name: str, callback: Callable[[Any], None]) -> Port:
        if name == "Taken":
            raise OSError("busy")
        opened.append(Port(name, callback))
        return opened[-1]

    monkeypatch.setattr(mido, "get_input_names", lambda: ["Nano", "Taken"])
    monkeypatch.setattr(mido, "open_input", open_input)
    return opened


def words(visitor: Visitor) -> str:
    return visitor.find(QLabel, "live_midi_words").text()


def knows(page: LivePage, name: str) -> bool:
    return dict(page.controller.choice.midi).get("1.7") == name


def switch_on(visitor: Visitor) -> LivePage:
    page = enter(visitor)
    visitor.find(QCheckBox, "live_midi").setChecked(True)
    return page


def test_a_knob_is_learnt_by_touch_and_moves_its_slider(visitor: Visitor, ports: list[Port]) -> None:
    page = switch_on(visitor)
    visitor.until(lambda: words(visitor) == "Heard: Nano")
    (port,) = ports
    port.turn(7, 127)
    port.strike()
    visitor.qtbot.wait(20)
    assert page.controller.choice.calm == 0.5, "it means nothing yet"
    visitor.find(QPushButton, "live_midi_learn").setChecked(True)
    visitor.find(SliderField, "live_calm").slider.sliderPressed.emit()
    assert "“Calm”" in words(visitor)
    port.turn(7, 127)
    visitor.until(lambda: page.controller.choice.calm == 1.0)
    assert page.controller.choice.midi == (("1.7", "calm"),)
    visitor.find(SliderField, "live_strength").slider.sliderPressed.emit()
    port.bend(-8192)
    visitor.until(lambda: page.controller.choice.strength == 0.0)
    visitor.find(QPushButton, "live_midi_learn").setChecked(False)
    port.turn(7, 0)
    visitor.until(lambda: page.controller.choice.calm == 0.0)
    assert visitor.find(QLabel, "live_midi_known").text() == "Calm: knob 1.7\nStrength: knob 3.pitch"
    visitor.find(QPushButton, "live_midi_forget").click()
    port.turn(7, 127)
    visitor.qtbot.wait(20)
    assert page.controller.choice.calm == 0.0


def test_a_knob_that_learns_anew_leaves_its_old_slider(visitor: Visitor, ports: list[Port]) -> None:
    page = switch_on(visitor)
    visitor.until(lambda: words(visitor) == "Heard: Nano")
    visitor.find(QPushButton, "live_midi_learn").setChecked(True)
    for name in ("calm", "strength"):
        visitor.find(SliderField, f"live_{name}").slider.sliderPressed.emit()
        ports[0].turn(7, 64)
        visitor.until(partial(knows, page, name))
    assert page.controller.choice.midi == (("1.7", "strength"),)


def test_a_pad_chooses_the_style_it_has_learnt(visitor: Visitor, ports: list[Port]) -> None:
    page = switch_on(visitor)
    controller, sources = page.controller, [style.source for style in page.controller.shelf.styles]
    visitor.until(lambda: words(visitor) == "Heard: Nano")
    learn = visitor.find(QPushButton, "live_midi_learn")
    learn.setChecked(True)
    visitor.find(QToolButton, "live_style_2").click()
    name = controller.shelf.styles[2].name
    assert f"“{name}”" in words(visitor)
    ports[0].turn(7, 127)
    visitor.qtbot.wait(20)
    assert not controller.choice.midi, "a knob chooses no style"
    ports[0].strike()
    visitor.until(lambda: controller.choice.midi == (("1.note 60", f"style:{sources[2]}"),))
    assert visitor.find(QLabel, "live_midi_known").text() == f"{name}: 1.note 60"
    learn.setChecked(False)
    controller.mixing.choose(sources[0])
    ports[0].strike(velocity=0)
    visitor.qtbot.wait(20)
    assert controller.choice.styles == ((sources[0], 1.0),), "it was let go"
    ports[0].strike()
    visitor.until(lambda: controller.choice.styles == ((sources[2], 1.0),))
    controller.change(midi=(("1.note 60", "style:gone.png"),))
    ports[0].strike()
    visitor.qtbot.wait(20)
    assert controller.choice.styles == ((sources[2], 1.0),)


def test_controllers_are_let_go_with_the_room_and_taken_again(visitor: Visitor, ports: list[Port]) -> None:
    switch_on(visitor)
    visitor.until(lambda: words(visitor) == "Heard: Nano")
    visitor.studio.window.rooms.enter("stylize")
    visitor.until(lambda: not ports[0].is_open)
    visitor.studio.window.rooms.enter("live")
    visitor.until(lambda: len(ports) == 2)
    assert ports[1].is_open


def test_a_controller_is_heard_that_is_plugged_in_later_and_let_go_when_it_is_gone(
    visitor: Visitor, ports: list[Port], monkeypatch: pytest.MonkeyPatch
) -> None:
    plugged = ["Taken"]
    monkeypatch.setattr("desktop_app.live.midi.LOOK_EVERY_MS", 10)
    monkeypatch.setattr(mido, "get_input_names", lambda: list(plugged))
    page = switch_on(visitor)
    page.controller.change(midi=(("1.7", "calm"),))
    visitor.until(lambda: words(visitor).startswith("Another program uses"))
    plugged.append("Nano")
    visitor.until(lambda: words(visitor) == "Heard: Nano")
    ports[0].turn(7, 127)
    visitor.until(lambda: page.controller.choice.calm == 1.0)
    plugged[:] = ["Pad", "Nano"]
    visitor.until(lambda: words(visitor) == "Heard: Nano, Pad")
    assert ports[0].is_open
    assert len(ports) == 2, "the one that stayed was not touched"
    plugged.clear()
    visitor.until(lambda: words(visitor).startswith("No MIDI controller is there."))
    assert not any(port.is_open for port in ports)
    visitor.studio.window.rooms.enter("stylize")
    plugged.append("Nano")
    visitor.qtbot.wait(50)  # a look that was under way may still have opened it, and lets it go at once
    visitor.until(lambda: not any(port.is_open for port in ports))


def test_without_the_packages_it_says_what_to_install(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def refusing(name: str, *rest: Any, **more: Any) -> Any:
        if name == "mido":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.delitem(sys.modules, "mido")
    monkeypatch.setattr(builtins, "__import__", refusing)
    switch_on(visitor)
    missing = "MIDI needs two more packages: pip install 'impasto[midi]'."
    visitor.until(lambda: words(visitor) == missing)


def test_without_a_controller_it_says_so(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mido, "get_input_names", list)
    switch_on(visitor)
    visitor.until(lambda: words(visitor).startswith("No MIDI controller is there."))


def test_a_slow_driver_does_not_stop_the_window(
    visitor: Visitor, ports: list[Port], monkeypatch: pytest.MonkeyPatch
) -> None:
    may_answer = threading.Event()

    def answer_late() -> list[str]:
        assert may_answer.wait(20)
        return ["Nano"]

    monkeypatch.setattr(mido, "get_input_names", answer_late)
    page = switch_on(visitor)
    assert not words(visitor)
    page.panel.midi.close_ports()
    may_answer.set()
    page.panel.midi.open_ports()
    visitor.until(lambda: words(visitor) == "Heard: Nano")
    assert [port.is_open for port in ports] == [False, True]
