"""The Live room over a scripted session in the engine's process: what is pressed, seen and said."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPermission, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QPushButton,
    QSpinBox,
    QToolButton,
    QWidget,
)

from desktop_app.live.choice import choice_of
from desktop_app.live.controller import LiveController
from desktop_app.live.page import LivePage
from desktop_app.settings import SettingsStore
from desktop_app.widgets.mix_pad import MixPad
from desktop_app.widgets.slider_field import SliderField
from models.live_cameras import Camera
from models.live_requests import CameraFormat, FrameSize, GoodNews, OutputLost
from models.news import Notice
from tests.desktop_app.stylize.conftest import Visitor, make_visitor, visitor

__all__ = ["make_visitor", "visitor"]

DESK, SEA = Camera(0, "Desk Cam", port="1-2:1.0"), Camera(2, "Sea Cam", port="1-3:1.0")


@pytest.fixture(autouse=True)
def no_cameras(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is plugged into this machine."""
    monkeypatch.setattr("desktop_app.cameras.platform.system", lambda: "Linux")
    monkeypatch.setattr("desktop_app.live.source_box.listed", list)
    monkeypatch.setattr("desktop_app.live.format_box.formats_of", lambda source: [])


def enter(visitor: Visitor) -> LivePage:
    visitor.until(lambda: len(visitor.controller.shelf.styles) == 3)
    visitor.studio.window.activateWindow()
    return visitor.enter(LivePage, "live")


def play(visitor: Visitor, name: str = "clip.mp4") -> LivePage:
    page = enter(visitor)
    page.play(visitor.folder / name)
    visitor.until(lambda: page.controller.phase == "running")
    return page


def tone(controller: LiveController) -> int:
    """Of what is seen: the strength in percents."""
    image = controller.image
    return image.pixelColor(3, 3).red() if image is not None else -1


def says(page: LivePage, part: str) -> bool:
    return page.notices.message is not None and part in page.notices.message.text


def test_an_empty_room_says_what_to_do_and_asks_for_a_film(visitor: Visitor) -> None:
    page = enter(visitor)
    assert visitor.find(QLabel, "live_welcome_title").text() == "No camera? Choose a film."
    assert not visitor.find(QPushButton, "live_welcome_start").isVisible()
    visitor.find(QPushButton, "live_start").click()
    dialog = visitor.find(QWidget, "film_dialog")
    visitor.until(dialog.isVisible)
    dialog.close()
    assert page.controller.phase == "off"


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


def test_ctrl_and_return_on_a_style_mixes_it_and_a_held_key_begins_one_film(visitor: Visitor) -> None:
    page = play(visitor)
    controller, other = page.controller, visitor.find(QToolButton, "live_style_1")
    other.setFocus()
    QTest.keyClick(other, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    sources = [style.source for style in controller.shelf.styles]
    assert [source for source, _ in controller.choice.styles] == sources[:2]
    assert controller.phase == "running"
    assert not visitor.studio.window.commands.live_record.autoRepeat()


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
