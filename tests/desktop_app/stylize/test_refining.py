"""Refining is paused, goes on, and is continued at a higher resolution."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton

from tests.desktop_app.stylize.conftest import Visitor, make_picture


def begin(visitor: Visitor) -> None:
    visitor.paint()
    visitor.find(QPushButton, "refine").click()
    visitor.until(lambda: visitor.controller.refined_image)


def pause(visitor: Visitor) -> None:
    """And what was on its way has come."""
    visitor.find(QPushButton, "refine_pause").click()
    seen = None
    while seen is not visitor.controller.refined_image:
        seen = visitor.controller.refined_image
        visitor.qtbot.wait(250)


def test_a_pause_keeps_the_picture_and_the_time_left_and_goes_on(visitor: Visitor) -> None:
    begin(visitor)
    pause(visitor)
    refining = visitor.controller.refining
    assert refining.is_running
    assert visitor.find(QPushButton, "refine_pause").text() == "Go On"
    line = visitor.find(QLabel, "refine_time_left").text()
    assert line.startswith("Paused · ")
    assert "%" in line
    assert visitor.studio.window.commands.pause.isChecked()
    visitor.studio.window.commands.pause.trigger()
    assert "Paused" not in visitor.find(QLabel, "refine_time_left").text()
    visitor.until(lambda: not refining.is_running)
    assert visitor.controller.is_showing_refined


def test_the_engine_does_everything_else_meanwhile(visitor: Visitor) -> None:
    begin(visitor)
    pause(visitor)
    target = visitor.folder / "out.png"
    visitor.controller.export(target, "universal", visitor.studio.settings.current.export)
    visitor.until(lambda: visitor.says("Saved as"))
    assert visitor.controller.refining.is_paused


def test_what_is_paused_is_stopped_and_kept(visitor: Visitor) -> None:
    begin(visitor)
    pause(visitor)
    so_far = visitor.controller.refined_image
    visitor.find(QPushButton, "refine_stop").click()
    visitor.until(lambda: not visitor.controller.refining.is_running)
    assert not visitor.controller.refining.is_paused
    assert visitor.controller.refined_image is so_far
    visitor.find(QPushButton, "refine").click()
    visitor.until(lambda: visitor.controller.refined_image is not so_far)


def test_another_setting_ends_what_is_paused(visitor: Visitor) -> None:
    begin(visitor)
    pause(visitor)
    visitor.controller.set_control("strength", 0.5, "Strength")
    visitor.until(lambda: not visitor.controller.refining.is_running)
    visitor.until_painted()


def test_a_refined_picture_goes_on_at_the_next_size(visitor: Visitor) -> None:
    make_picture(visitor.photo, size=(3000, 1500))
    begin(visitor)
    visitor.find(QPushButton, "refine_stop").click()
    visitor.until(lambda: not visitor.controller.refining.is_running)
    seen = visitor.controller.refined_image
    assert seen is not None
    button = visitor.find(QPushButton, "refine_larger")
    assert button.isVisible()
    assert f"{2 * seen.width()}" in button.toolTip()
    button.click()
    assert not button.isVisible()
    visitor.until(lambda: not visitor.controller.refining.is_running)
    larger = visitor.controller.refined_image
    assert larger is not None
    assert larger.width() == 2 * seen.width()
    assert larger.pixelColor(9, 9) == seen.pixelColor(4, 4)
    assert visitor.shown is not None
    assert visitor.shown.width() == larger.width()
    visitor.studio.window.commands.refine_larger.trigger()
    visitor.until(lambda: not visitor.controller.refining.is_running)
    largest = visitor.controller.refined_image
    assert largest is not None
    assert largest.width() == min(3000, 2 * larger.width())
    while visitor.studio.window.commands.refine_larger.isEnabled():
        visitor.studio.window.commands.refine_larger.trigger()
        visitor.until(lambda: not visitor.controller.refining.is_running)
    whole = visitor.controller.refined_image
    assert whole is not None
    assert whole.width() == 3000
    assert not button.isVisible()


def test_stopped_while_the_picture_is_handed_over_everything_stays(visitor: Visitor) -> None:
    make_picture(visitor.photo, size=(3000, 1500))
    begin(visitor)
    visitor.find(QPushButton, "refine_stop").click()
    visitor.until(lambda: not visitor.controller.refining.is_running)
    seen = visitor.controller.refined_image
    visitor.find(QPushButton, "refine_larger").click()
    visitor.controller.refining.stop()
    visitor.until(lambda: not visitor.controller.refining.is_running)
    assert visitor.controller.refined_image is seen
    assert visitor.message is None


def test_in_a_low_window_its_buttons_come_into_sight(visitor: Visitor) -> None:
    visitor.studio.window.resize(1024, 600)
    begin(visitor)
    pause(visitor)
    stop = visitor.find(QPushButton, "refine_stop")
    assert stop.visibleRegion().boundingRect() == stop.rect()
