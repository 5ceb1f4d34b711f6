"""Where Live's picture and sound come from: cameras, films, microphones; what is said of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, QPermission, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QPushButton,
    QSpinBox,
    QWidget,
)

from desktop_app.widgets.slider_field import SliderField
from models.live_requests import CameraFormat, GoodNews, OutputLost
from models.news import Notice
from tests.desktop_app.live.room import DESK, SEA, enter, no_cameras, play, says
from tests.desktop_app.stylize.conftest import Visitor, make_visitor, visitor

__all__ = ["make_visitor", "no_cameras", "visitor"]


def test_a_camera_is_offered_by_its_name_when_it_is_plugged_in(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = enter(visitor)
    monkeypatch.setattr("desktop_app.live.source_box.listed", lambda: [SEA])
    visitor.until(lambda: visitor.find(QLabel, "live_welcome_title").text() == "See Sea Cam in a style")
    visitor.find(QPushButton, "live_welcome_start").click()
    visitor.until(lambda: page.controller.phase == "running")
    assert page.controller.choice.source == SEA.source
    assert page.controller.choice.mirror, "a camera is a mirror at first"
    assert visitor.find(QComboBox, "live_source").currentText() == "Sea Cam"


def test_a_source_that_is_gone_is_said_and_taken_up_again(visitor: Visitor) -> None:
    page = play(visitor, "unplugged")
    visitor.until(lambda: page.controller.is_waiting)
    assert page.pill.text() == "Waiting for the source…"
    assert says(page, "Is it still plugged in?")
    visitor.until(lambda: not page.controller.is_waiting)
    assert says(page, "The source gives pictures.")
    assert page.controller.phase == "running"
    assert not page.pill.isVisible()


def test_good_news_are_no_warning_and_push_no_error_away(visitor: Visitor) -> None:
    page = play(visitor)
    controller = page.controller
    controller._on_news(GoodNews("Sending to the virtual camera."))
    assert page.notices.message is not None
    assert (page.notices.message.level, page.notices.message.stays) == ("done", False)
    controller._on_news(OutputLost("The disk is full.", visitor.folder / "film.mp4"))
    controller._on_news(GoodNews("The camera is back."))
    controller._on_news(Notice("It takes longer."))
    assert says(page, "disk is full")
    page.notices.close_button.click()
    assert says(page, "takes longer")


def test_a_film_that_is_none_is_said_until_another_is_chosen(visitor: Visitor) -> None:
    page = enter(visitor)
    page.play(visitor.folder / "damaged.mp4")
    visitor.until(lambda: says(page, "is no video that can be read"))
    visitor.until(lambda: page.pill.text() == "Waiting for the source…")
    page.notices.clear()
    visitor.until(lambda: page.pill.text().startswith("damaged.mp4 is no video"))
    assert page.pill.isVisible()
    assert page.controller.phase == "starting"
    page.play(visitor.folder / "clip.mp4")
    visitor.until(lambda: page.controller.phase == "running")
    assert not page.pill.isVisible()
    assert page.controller.trouble == ""


def test_a_camera_keeps_the_format_it_was_asked_for(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    offers = [CameraFormat(1920, 1080, 30.0), CameraFormat(640, 480, 60.0)]
    found = [DESK, SEA]
    page = enter(visitor)
    controller, box = page.controller, visitor.find(QComboBox, "live_format")
    asked: list[str] = []

    def formats_of(source: str) -> list[CameraFormat]:
        asked.append(source)
        return offers

    monkeypatch.setattr("desktop_app.live.format_box.formats_of", formats_of)
    monkeypatch.setattr("desktop_app.live.source_box.listed", lambda: list(found))
    page.panel.source.box._look()
    assert not box.isVisible(), "no camera is chosen"
    controller.choose_source(SEA.source, is_camera=True)
    assert box.isVisible()
    assert [box.itemText(row) for row in range(3)] == [
        "Automatic",
        "1920 × 1080, 30 a second",
        "640 × 480, 60 a second",
    ]
    controller.change(calm=0.9)
    page.panel.source.box._look()
    assert asked == [SEA.source], "Qt is not asked at every change"
    box.activated.emit(2)
    assert controller.choice.formats == (("Sea Cam", "640x480@60"),)
    assert box.currentIndex() == 2
    controller.choose_source(DESK.source, is_camera=True)
    assert (controller.camera_format, box.currentIndex()) == ("", 0)
    controller.choose_source(SEA.source, is_camera=True)
    found[:] = replace(SEA, number=0), replace(DESK, number=2)  # plugged in the other way round
    page.panel.source.box._look()
    assert controller.choice.source == SEA.source
    assert controller.camera_format == "640x480@60"
    page.start()
    visitor.until(lambda: controller.phase == "running")
    assert controller._asked.camera == CameraFormat(640, 480, 60.0)
    box.activated.emit(0)
    assert not controller.choice.formats


def test_a_camera_is_kept_by_what_it_is_and_not_by_its_number(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [DESK, SEA]
    page = enter(visitor)
    controller, box = page.controller, page.panel.source.box
    monkeypatch.setattr("desktop_app.live.source_box.listed", lambda: list(found))
    controller.choose_source("camera:2", is_camera=True)  # as it was kept once
    box._look()
    assert controller.choice.source == SEA.source
    found[:] = [DESK, replace(DESK, number=2, port="1-9:1.0")]
    box._look()
    assert controller.choice.source == SEA.source
    assert box.currentText() == "Sea Cam (not there)"
    found.append(replace(SEA, number=3, port="1-8:1.0"))
    box._look()
    assert controller.choice.source == found[-1].source, "it was plugged in elsewhere"
    assert box.currentText() == "Sea Cam"


def test_the_engine_is_told_the_number_of_now_where_it_cannot_list_cameras(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [DESK, SEA]
    page = enter(visitor)
    monkeypatch.setattr("desktop_app.cameras.platform.system", lambda: "Windows")
    monkeypatch.setattr("desktop_app.live.source_box.listed", lambda: list(found))
    controller, box = page.controller, page.panel.source.box
    box._look()
    controller.choose_source(SEA.source, is_camera=True)
    page.start()
    visitor.until(lambda: controller.phase == "running")
    assert controller._asked.source == "camera:2"
    found[:] = [replace(DESK, number=2)]
    box._look()
    assert controller._asked.source == SEA.source, "whatever has its number now is not opened"
    found.append(replace(SEA, number=0))
    box._look()
    assert controller._asked.source == "camera:0"


@pytest.mark.parametrize("status", ["Denied", "Undetermined"])
def test_a_camera_that_the_system_forbids_is_said(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, status: str
) -> None:
    """The system's answers, as Qt gives them."""
    asked: list[Callable[[QPermission], object]] = []
    page = enter(visitor)
    application = QCoreApplication.instance()
    found = Qt.PermissionStatus[status]
    monkeypatch.setattr(application, "checkPermission", lambda permission: found)
    monkeypatch.setattr(
        application, "requestPermission", lambda permission, context, then: asked.append(then)
    )
    page.controller.choose_source("camera:0", is_camera=True)
    page.start()
    if status == "Undetermined":
        assert page.notices.message is None, "the person has not answered"
        asked[0](SimpleNamespace(status=lambda: Qt.PermissionStatus.Granted))  # type: ignore[arg-type]
        visitor.until(lambda: page.controller.phase == "running")
    else:
        assert says(page, "privacy settings")
        assert page.controller.phase == "off"


@pytest.mark.parametrize("answer", ["Denied", "Granted"])
def test_a_film_plays_on_until_the_system_lets_the_camera_be_used(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    asked: list[Callable[[QPermission], object]] = []
    page = play(visitor)
    film = page.controller.choice.source
    application = QCoreApplication.instance()
    undecided = Qt.PermissionStatus.Undetermined
    monkeypatch.setattr(application, "checkPermission", lambda permission: undecided)
    monkeypatch.setattr(
        application, "requestPermission", lambda permission, context, then: asked.append(then)
    )
    page.panel.source.box.camera_wanted.emit("camera:0")
    assert page.controller.choice.source == film, "the person has not answered"
    status = Qt.PermissionStatus[answer]
    asked[0](SimpleNamespace(status=lambda: status))  # type: ignore[arg-type]
    assert page.controller.choice.source == ("camera:0" if answer == "Granted" else film)
    assert says(page, "privacy settings") == (answer == "Denied")


def test_how_the_source_is_held_is_told(visitor: Visitor) -> None:
    page = play(visitor)
    visitor.find(QSpinBox, "live_cut_left").setValue(20)
    visitor.find(QSpinBox, "live_cut_bottom").setValue(10)
    turn = visitor.find(QComboBox, "live_turn")
    turn.setCurrentIndex(turn.findData(270))
    turn.activated.emit(turn.currentIndex())
    assert page.controller.choice.cut == (0.2, 0.0, 0.0, 0.1)
    assert page.controller.choice.turn == 270
    assert not visitor.find(QCheckBox, "live_own_exposure").isVisible(), "a film has no exposure"
    page.controller.choose_source("camera:0", is_camera=True)
    own = visitor.find(QCheckBox, "live_own_exposure")
    assert own.isVisible()
    assert not visitor.find(SliderField, "live_exposure").isVisible()
    own.setChecked(False)
    visitor.find(SliderField, "live_exposure").moved.emit(0.01)
    assert page.controller.choice.exposure_s == 0.01
    own.setChecked(True)
    assert page.controller.choice.exposure_s == 0


def test_sound_is_chosen_seen_and_moves_what_it_shall(visitor: Visitor) -> None:
    page = play(visitor)
    controller = page.controller
    band = visitor.find(QComboBox, "live_sound_strength")
    assert not band.isVisible(), "without a sound there is nothing to choose"
    visitor.find(QCheckBox, "live_records_sound").click()
    assert (controller.choice.sound, controller.choice.records_sound) == ("microphone", True)
    assert band.isVisible()
    band.setCurrentIndex(band.findData("low"))
    band.activated.emit(band.currentIndex())
    assert controller.choice.settings(None).drive.strength == "low"
    visitor.until(lambda: controller.levels == (0.9, 0.6, 0.3, 0.1))
    box = visitor.find(QComboBox, "live_sound")
    box.activated.emit(box.findText("File with sound…"))
    dialog = visitor.find(QWidget, "sound_dialog")
    visitor.until(dialog.isVisible)
    dialog.fileSelected.emit("/music/song.mp3")  # type: ignore[attr-defined]
    dialog.close()
    assert box.currentText() == "song.mp3"
    visitor.until(lambda: box.findText("Headset") > 0)
    box.activated.emit(box.findText("Headset"))
    assert (controller.choice.sound, box.currentText()) == ("microphone:Headset", "Headset")
    controller.change(sound="microphone:Gone")
    assert box.currentText() == "Gone (not there)"
    box.activated.emit(0)
    assert controller.choice.sound == ""
    assert not visitor.find(QCheckBox, "live_records_sound").isChecked()
