"""The Live room over a scripted session in the engine's process: what is pressed, seen and said."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QPushButton,
    QSpinBox,
    QToolButton,
    QWidget,
)

from desktop_app.live.page import LivePage
from desktop_app.settings import SettingsStore
from desktop_app.widgets.slider_field import SliderField
from tests.desktop_app.live.room import enter, no_cameras, play, says, tone
from tests.desktop_app.stylize.conftest import Visitor, make_visitor, visitor

__all__ = ["make_visitor", "no_cameras", "visitor"]


def test_an_empty_room_says_what_to_do_and_asks_for_a_film(visitor: Visitor) -> None:
    page = enter(visitor)
    assert visitor.find(QLabel, "live_welcome_title").text() == "No camera? Choose a film."
    assert not visitor.find(QPushButton, "live_welcome_start").isVisible()
    visitor.find(QPushButton, "live_start").click()
    dialog = visitor.find(QWidget, "film_dialog")
    visitor.until(dialog.isVisible)
    dialog.close()
    assert page.controller.phase == "off"


def test_a_dropped_film_plays_and_stop_ends_it(visitor: Visitor) -> None:
    page = enter(visitor)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(visitor.photo))])
    page.dropEvent(
        QDropEvent(
            QPointF(10, 10),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    visitor.until(lambda: page.controller.phase == "running")
    assert not page.controller.choice.mirror
    visitor.until(lambda: tone(page.controller) == 100)
    visitor.until(lambda: page.controller.delays.median_ms is not None)
    assert page.view.isVisible()
    visitor.find(QPushButton, "live_start").click()
    visitor.until(lambda: page.controller.phase == "off")
    assert page.welcome.isVisible()


def test_what_is_set_is_done_while_it_runs_and_remembered(visitor: Visitor) -> None:
    page = play(visitor)
    visitor.find(SliderField, "live_strength").moved.emit(0.4)
    visitor.until(lambda: tone(page.controller) == 40)
    QTest.keyClick(page.view, Qt.Key.Key_M)
    visitor.until(lambda: tone(page.controller) == 41)
    output = visitor.find(QComboBox, "live_output")
    output.setCurrentIndex(output.findData(1920))
    output.activated.emit(output.currentIndex())
    assert page.controller.choice.settings(None).output_px == 1920
    visitor.find(QSpinBox, "live_floor").setValue(1000)
    assert page.controller.choice.ceiling_px == 1000
    visitor.studio.settings.save()
    again = SettingsStore(visitor.folder / "settings.json").current.live
    assert again["strength"] == 0.4
    assert again["source"] == str(visitor.folder / "clip.mp4")


def test_the_original_is_seen_while_space_is_held(visitor: Visitor) -> None:
    page = play(visitor)
    QTest.keyPress(page.view, Qt.Key.Key_Space)
    visitor.until(lambda: tone(page.controller) == 0)
    QTest.keyRelease(page.view, Qt.Key.Key_Space)
    visitor.until(lambda: tone(page.controller) == 100)


def test_what_a_session_needs_is_done_as_soon_as_somebody_is_in_the_room(visitor: Visitor) -> None:
    page = enter(visitor)
    asked = page.controller._prepared
    assert asked is not None
    assert asked.styles[0].source == page.controller.shelf.styles[0].source
    page.controller.choose_source(str(visitor.photo), is_camera=False)
    assert page.controller._prepared is not None
    assert page.controller._prepared.source == str(visitor.photo)


def test_what_cannot_begin_says_why_and_can_be_tried_again(visitor: Visitor) -> None:
    page = enter(visitor)
    page.play(visitor.folder / "missing")
    visitor.until(lambda: says(page, "There is no camera"))
    assert page.controller.phase == "off"
    assert visitor.find(QPushButton, "live_welcome_start").isVisible()


@pytest.mark.logs_expected
def test_a_lost_engine_is_said_and_start_begins_again(visitor: Visitor) -> None:
    page = play(visitor)
    pid = visitor.studio.worker.engine_pid
    assert pid
    os.kill(pid, signal.SIGKILL)
    visitor.until(lambda: page.controller.phase == "off")
    assert page.notices.message
    assert page.notices.message.action_label == "Start Again"
    page.start()
    visitor.until(lambda: page.controller.phase == "running")


def test_figures_are_told(visitor: Visitor) -> None:
    page = play(visitor)
    visitor.until(lambda: visitor.find(QLabel, "live_figure_fps").text() == "29.7")
    assert visitor.find(QLabel, "live_figure_size").text() == "512 × 288"
    latency = visitor.find(QLabel, "live_figure_latency")
    visitor.until(lambda: latency.text().endswith(" ms"))
    half, most = (int(part) for part in latency.text().removesuffix(" ms").split(" · "))
    assert 20 <= half <= most, "until it is seen: the script's frames are 20 ms old when they are sent"
    assert visitor.find(QLabel, "live_figure_costliest").text() == "the network, 17 ms"
    dropped = visitor.find(QLabel, "live_figure_dropped")
    visitor.until(lambda: dropped.text() == str(3 + page.controller.overtaken))
    assert "above the frame rate: 1" in dropped.toolTip().splitlines()
    visitor.until(lambda: visitor.find(QLabel, "live_figure_audio").text().endswith(" ms"))
    page.controller.stop()
    visitor.until(lambda: visitor.find(QLabel, "live_figure_fps").text() == "–")


def test_in_a_window_that_is_small_the_delay_is_that_of_the_engine(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then the virtual camera is what is looked at."""
    page = play(visitor)
    visitor.until(lambda: page.controller.delays.median_ms is not None)
    visitor.find(QWidget, "live_view").setUpdatesEnabled(False)
    monkeypatch.setattr("desktop_app.live.delays.LATELY_S", 0.05)
    visitor.until(lambda: visitor.find(QLabel, "live_figure_latency").text() == "24 · 31 ms")
    assert visitor.find(QLabel, "live_figure_audio").text() == "24 ms"


def test_frames_that_newer_ones_overtake_are_counted(visitor: Visitor) -> None:
    controller = play(visitor).controller
    before, newest = controller.overtaken, controller._frame
    assert newest is not None
    controller._on_news(replace(newest, number=newest.number + 1000, slot=None))
    assert controller.overtaken == before + 999


def test_leaving_the_room_ends_the_session_and_its_memory(visitor: Visitor) -> None:
    page = play(visitor)
    ring = page.controller._ring
    assert ring is not None
    begun = time.monotonic()
    visitor.studio.window.rooms.enter("stylize")
    visitor.until(lambda: page.controller.phase == "off")
    assert time.monotonic() - begun < 5, "usually a few hundredths"
    assert not Path("/dev/shm", ring.place.name).exists()


def test_the_window_closes_while_it_runs_and_leaves_nothing(visitor: Visitor) -> None:
    page = play(visitor)
    ring = page.controller._ring
    assert ring is not None
    visitor.studio.quit()
    assert not visitor.studio.worker.isRunning()
    assert not Path("/dev/shm", ring.place.name).exists()


def test_another_language_makes_the_room_anew(visitor: Visitor) -> None:
    play(visitor)
    visitor.studio.set_language("zh_CN")
    page = play(visitor, "other.mp4")
    visitor.until(lambda: tone(page.controller) == 100)
    assert page.controller.choice.source.endswith("other.mp4")


def test_a_line_divides_what_came_from_what_is_painted(visitor: Visitor) -> None:
    page = play(visitor)
    controller = page.controller
    QTest.keyClick(page.view, Qt.Key.Key_C)
    visitor.until(lambda: visitor.find(QToolButton, "live_compare").isChecked())

    def darks() -> int:
        image = controller.image
        return sum(image.pixelColor(x, 9).red() == 0 for x in range(64)) if image is not None else -1

    visitor.until(lambda: darks() == 32)
    QTest.keyClick(page.view, Qt.Key.Key_Left)
    visitor.until(lambda: darks() == round(64 * 0.48))
    at = QPoint(round(page.view._line_x), page.view.height() // 2)
    QTest.mousePress(page.view, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseMove(page.view, QPoint(round(page.view._shown.right()), at.y()))
    QTest.mouseRelease(page.view, Qt.MouseButton.LeftButton)
    visitor.until(lambda: darks() >= 63)
    visitor.find(QToolButton, "live_compare").click()
    visitor.until(lambda: darks() == 0)


def test_the_keys_of_live_are_listed_and_may_be_those_of_another_room(visitor: Visitor) -> None:
    page = play(visitor)
    window = visitor.studio.window
    keys, menus = window.commands.keys, window.menuBar().actions()
    assert "live_record" in keys.names
    assert keys.trouble_with("live_record", "B", menus).startswith("B is Window without a Frame already")
    assert not keys.trouble_with("live_record", "L", menus), "the lasso belongs to another room"
    assert keys.trouble_with("live_record", "Ctrl+E", menus), "exporting belongs to all"
    visitor.studio.set_keys(keys.changed_with("live_record", "L"))
    page.controller.change(folder=str(visitor.folder))
    QTest.keyClick(page.view, Qt.Key.Key_L)
    visitor.until(lambda: page.controller.recorded_s > 0)
    QTest.keyClick(page.view, Qt.Key.Key_L)
    visitor.until(lambda: says(page, "Recorded"))


def test_no_step_into_the_room_is_long(visitor: Visitor) -> None:
    """Steps, not time: the machine of a test may be busy."""
    visitor.until(lambda: len(visitor.controller.shelf.styles) == 3)
    rooms, turns = visitor.studio.window.rooms, 0
    rooms.enter("live")
    assert not isinstance(rooms.page, LivePage)
    assert rooms.page.isVisible()
    while not isinstance(rooms.page, LivePage):
        QApplication.processEvents()
        turns += 1
    assert turns > 10
    assert rooms.page.isVisible()


def test_a_room_that_was_left_while_it_is_made_waits_for_its_visitor(visitor: Visitor) -> None:
    rooms = visitor.studio.window.rooms
    rooms.enter("live")
    rooms.enter("stylize")
    visitor.until(lambda: visitor.studio.window.findChild(LivePage, "live_page"))
    assert rooms.page is visitor.studio.window.page
    assert rooms.page.isVisible()
    rooms.enter("live")
    assert visitor.find(LivePage, "live_page").isVisible()
