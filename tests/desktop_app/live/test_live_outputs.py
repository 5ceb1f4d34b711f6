"""What leaves Live: films, stills, other windows and displays, the virtual camera."""

from __future__ import annotations

import os
import signal

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QToolButton,
    QWidget,
)

from desktop_app.live.choice import choice_of
from desktop_app.widgets.slider_field import SliderField
from models.live_requests import FrameSize
from tests.desktop_app.live.room import enter, no_cameras, play, says, tone
from tests.desktop_app.stylize.conftest import Visitor, make_visitor, visitor

__all__ = ["make_visitor", "no_cameras", "visitor"]


def test_a_film_and_a_still_are_made_and_shown(visitor: Visitor) -> None:
    page = play(visitor)
    controller = page.controller
    controller.change(folder=str(visitor.folder))
    page.panel.film.film_name.setText("my: film")
    visitor.find(QToolButton, "live_record").click()
    visitor.until(lambda: controller.recorded_s > 0)
    assert visitor.find(QLabel, "live_elapsed").text() == "0:00"
    visitor.find(QToolButton, "live_record").click()
    visitor.until(lambda: says(page, "Recorded my- film.mp4."))
    assert (visitor.folder / "my- film.mp4").is_file()
    visitor.find(QToolButton, "live_record").click()
    visitor.until(lambda: (visitor.folder / "my- film 2.mp4").is_file())
    QTest.keyClick(page.view, Qt.Key.Key_S)
    visitor.until(lambda: says(page, "Saved live"))
    assert list(visitor.folder.glob("live*.png"))


def test_stills_of_the_same_moment_are_all_kept(visitor: Visitor) -> None:
    page = play(visitor)
    page.controller.change(folder=str(visitor.folder))
    for _ in range(3):
        page.controller.take_snapshot(visitor.folder / "still.png")
    visitor.until(lambda: len(list(visitor.folder.glob("still*.png"))) == 3)


def test_a_full_disk_ends_the_film_and_the_picture_goes_on(visitor: Visitor) -> None:
    page = play(visitor, "full")
    page.controller.change(folder=str(visitor.folder))
    page.turn_recording()
    visitor.until(lambda: page.controller.film is None)
    visitor.until(lambda: says(page, "no space left on the disk"))
    visitor.until(lambda: says(page, "What was recorded until then is in live"))
    assert page.controller.phase == "running"


def test_a_disk_that_is_full_when_the_picture_ends_while_it_is_recorded_is_said(visitor: Visitor) -> None:
    page = play(visitor, "full at last")
    page.controller.change(folder=str(visitor.folder))
    page.turn_recording()
    visitor.until(lambda: page.controller.recorded_s > 0)
    page.controller.stop()
    visitor.until(lambda: says(page, "What was recorded until then is in live"))
    assert says(page, "no space left on the disk")


def test_a_film_that_is_still_written_when_the_picture_ends_is_named(visitor: Visitor) -> None:
    page = play(visitor, "slow")
    page.controller.record(visitor.folder / "film.mp4")
    visitor.until(lambda: page.controller.recorded_s > 0)
    page.controller.stop()
    visitor.until(lambda: says(page, "What was recorded until then is in film.mp4."))
    assert page.notices.message is not None
    assert page.notices.message.action_label == "Show in Folder"


@pytest.mark.logs_expected
def test_what_was_recorded_is_named_when_the_engine_is_lost(visitor: Visitor) -> None:
    page = play(visitor)
    page.controller.record(visitor.folder / "film.mp4")
    visitor.until(lambda: page.controller.recorded_s > 0)
    pid = visitor.studio.worker.engine_pid
    assert pid
    os.kill(pid, signal.SIGKILL)
    visitor.until(lambda: page.controller.phase == "off")
    assert says(page, "What was recorded until then is in film.mp4.")
    assert page.notices.message is not None
    assert page.notices.message.action_label == "Start Again"


def test_the_borderless_window_shows_the_same_and_closes_with_the_session(visitor: Visitor) -> None:
    page = play(visitor)
    QTest.keyClick(page.view, Qt.Key.Key_B)
    stage = page.stage
    assert stage is not None
    assert stage.windowFlags() & Qt.WindowType.FramelessWindowHint
    visitor.until(lambda: stage.grab().toImage().pixelColor(stage.rect().center()).red() == 100)
    QTest.keyClick(stage, Qt.Key.Key_2)
    assert page.controller.choice.styles[0][0] == page.controller.shelf.styles[1].source
    QTest.keyClick(stage, Qt.Key.Key_Escape)
    visitor.until(lambda: page.stage is None)
    page.show_full_screen(None)
    visitor.until(lambda: page.stage)
    page.controller.stop()
    visitor.until(lambda: page.stage is None)


def test_the_size_of_what_leaves_is_told_kept_and_that_of_the_borderless_window(visitor: Visitor) -> None:
    page = play(visitor)
    box = visitor.find(QComboBox, "live_out_size")
    assert [box.itemText(row) for row in range(3)] == ["As it is shown", "1280 × 720", "1920 × 1080"]
    page.turn_borderless()
    stage = page.stage
    assert stage is not None
    visitor.until(lambda: page.controller.image is not None)
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert page.controller._asked.out_size == FrameSize(1280, 720)
    assert choice_of(page.controller.settings.current.live).out_size == "1280x720"
    wanted = QSize(1280, 720) / stage.screen().devicePixelRatio()
    room = wanted.boundedTo(stage.screen().size())
    assert stage.size() == wanted.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
    stage.close()


def test_the_pictures_own_window_obeys_the_keys_of_live(visitor: Visitor) -> None:
    page = play(visitor)
    controller = page.controller
    controller.change(folder=str(visitor.folder))
    page.turn_borderless()
    stage = page.stage
    assert stage is not None
    stage.activateWindow()
    visitor.until(stage.isActiveWindow)
    QTest.keyClick(stage, Qt.Key.Key_M)
    assert controller.choice.mirror
    QTest.keyClick(stage, Qt.Key.Key_C)
    assert controller.compares
    QTest.keyClick(stage, Qt.Key.Key_R)
    visitor.until(lambda: controller.recorded_s > 0)
    QTest.keyClick(stage, Qt.Key.Key_R)
    visitor.until(lambda: says(page, "Recorded"))
    QTest.keyClick(stage, Qt.Key.Key_F)
    assert stage.isFullScreen()
    QTest.keyClick(stage, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    visitor.until(lambda: controller.phase == "off")
    assert page.stage is None


def test_another_display_that_is_chosen_takes_the_picture(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = play(visitor)
    page.show_full_screen(None)
    assert page.stage is not None
    assert page.stage.isFullScreen()
    page.show_full_screen(page.screen())
    assert page.stage.isFullScreen(), "it fills that display already"
    filled: list[object] = []
    monkeypatch.setattr(page.stage, "show_over", filled.append)
    page.show_full_screen(page.screen())
    assert filled == [page.screen()]


def test_displays_that_are_plugged_in_are_offered(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    page = enter(visitor)
    application, screen = QApplication.instance(), page.screen()
    assert isinstance(application, QApplication)
    assert page.bar.full_button.menu() is None
    monkeypatch.setattr("desktop_app.live.bar.QGuiApplication.screens", lambda: [screen, screen])
    application.screenAdded.emit(screen)
    menu = page.bar.full_button.menu()
    assert menu is not None
    assert len(menu.actions()) == 2
    monkeypatch.setattr("desktop_app.live.bar.QGuiApplication.screens", lambda: [screen])
    application.screenRemoved.emit(screen)
    assert page.bar.full_button.menu() is None


def test_the_window_is_a_mirror_and_what_leaves_is_one_when_asked(visitor: Visitor) -> None:
    page = play(visitor)
    controller, box = page.controller, visitor.find(QCheckBox, "live_mirrors_out")
    assert not box.isVisible(), "there is no mirror"
    visitor.find(QCheckBox, "live_mirror").click()
    assert (controller._asked.mirrors_window, controller._asked.framing.mirror) == (True, False)
    controller.compare(True)
    controller.divide_at(0.25)
    page.turn_borderless()
    stage = page.stage
    assert stage is not None

    def lit(seen: QWidget, part: float) -> bool:
        picture = seen.grab().toImage()
        return picture.pixelColor(round(picture.width() * part), picture.height() // 2).red() > 50

    visitor.until(lambda: not lit(page.view, 0.1) and lit(page.view, 0.9))
    visitor.until(lambda: lit(stage, 0.1) and not lit(stage, 0.9))
    QTest.keyClick(stage, Qt.Key.Key_Right)
    assert controller.divide == pytest.approx(0.23)
    box.click()
    assert (controller._asked.mirrors_window, controller._asked.framing.mirror) == (False, True)
    visitor.until(lambda: not lit(stage, 0.1) and lit(stage, 0.9))
    assert choice_of(controller.settings.current.live).mirrors_out


def test_the_virtual_camera_is_asked_for_and_flicker_is_told(visitor: Visitor) -> None:
    page = play(visitor)
    visitor.find(QCheckBox, "live_virtual_camera").click()
    assert page.controller.choice.settings(None).virtual_camera
    visitor.until(lambda: visitor.find(QLabel, "live_flicker").text() == "flicker 1.2")


def test_a_virtual_camera_that_cannot_be_is_said_once_and_not_wanted_any_more(visitor: Visitor) -> None:
    page = play(visitor, "driverless")
    said: list[str] = []
    page.controller.said.connect(lambda message: said.append(message.text))
    box = visitor.find(QCheckBox, "live_virtual_camera")
    box.click()
    visitor.until(lambda: not box.isChecked())
    assert page.notices.message is not None
    assert page.notices.message.level == "error"
    page.controller.change(calm=0.9)
    visitor.find(SliderField, "live_strength").moved.emit(0.4)
    visitor.until(lambda: tone(page.controller) == 40)
    assert len(said) == 1
    box.click()
    visitor.until(lambda: len(said) == 2)
