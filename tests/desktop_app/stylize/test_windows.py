"""Several windows: each its own document, one engine for all, and the program ends with the last."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton

from desktop_app.desk import Desk
from desktop_app.document.state import Project
from tests.desktop_app.stylize.conftest import Visitor, make_picture


def open_another(visitor: Visitor) -> Desk:
    count = len(visitor.studio.desks)
    visitor.find(QAction, "action_new_window").trigger()
    assert len(visitor.studio.desks) == count + 1
    desk = visitor.studio.desks[-1]
    visitor.qtbot.waitExposed(desk.window)
    visitor.until(lambda: desk.projects.autosave.folder)
    return desk


def paint_at(visitor: Visitor, desk: Desk, photo: Path) -> None:
    desk.controller.open_photo(photo)
    desk.controller.choose_style(str(visitor.style))
    visitor.until(lambda: desk.controller.project.is_paintable)
    visitor.until(lambda: desk.controller.easel.is_current and not desk.controller.easel.is_busy)


def test_a_new_window_has_a_document_of_its_own_and_the_same_engine(visitor: Visitor) -> None:
    visitor.paint()
    first = visitor.studio.desks[0]
    engine = visitor.studio.worker.engine_pid
    second = open_another(visitor)
    assert second.document.project == Project()
    assert not second.document.undo_label
    photo = make_picture(visitor.folder / "second.png", (0, 200, 0))
    paint_at(visitor, second, photo)
    assert first.document.project.photo
    assert first.document.project.photo.path == visitor.photo
    assert visitor.studio.worker.engine_pid == engine
    second.controller.undo()
    assert first.document.project.is_paintable


def test_two_windows_that_paint_at_once_both_get_their_picture(visitor: Visitor) -> None:
    """The newest request wins within a window, and takes nothing from another."""
    visitor.paint()
    first, second = visitor.studio.desks[0], open_another(visitor)
    paint_at(visitor, second, visitor.photo)
    for strength in (0.1, 0.2, 0.3, 0.4):
        for desk in (first, second):
            desk.controller.set_control("strength", strength, "Strength")
    easels = [desk.controller.easel for desk in (first, second)]
    visitor.until(lambda: all(easel.is_current and not easel.is_busy for easel in easels))


def test_a_style_that_is_brought_to_one_window_is_on_the_strip_of_all(visitor: Visitor) -> None:
    second = open_another(visitor)
    second.controller.add_styles([visitor.style])
    visitor.until(lambda: second.controller.project.styles)
    first = visitor.studio.desks[0]
    assert first.controller.shelf.find(str(visitor.style))
    assert not first.controller.project.styles, "it is used where it was brought"
    assert visitor.studio.settings.current.own_styles == (str(visitor.style),)


def test_one_window_is_closed_and_the_others_go_on(visitor: Visitor) -> None:
    visitor.paint()
    second = open_another(visitor)
    paint_at(visitor, second, visitor.photo)
    second.controller.refine()
    second.window.close()
    assert visitor.studio.desks == [visitor.studio.front]
    assert visitor.studio.worker.isRunning()
    visitor.controller.set_control("strength", 0.3, "Strength")
    visitor.until_painted()


def test_unsaved_work_of_a_closed_window_is_offered_to_the_next(visitor: Visitor) -> None:
    second = open_another(visitor)
    paint_at(visitor, second, visitor.photo)
    second.window.close()
    third = open_another(visitor)
    visitor.until(lambda: third.projects.has_offer)
    visitor.find(QPushButton, "notice_action").click()
    visitor.until(lambda: third.document.project.is_paintable)
    assert visitor.studio.desks[0].document.project == Project()


def test_the_last_window_ends_everything_quickly(visitor: Visitor) -> None:
    visitor.paint()
    open_another(visitor)
    ended: list[bool] = []
    visitor.studio.ended.connect(lambda: ended.append(True))
    begun = time.monotonic()
    visitor.studio.desks[0].window.close()
    assert not ended
    visitor.find(QAction, "action_close_window").trigger()
    assert ended
    assert time.monotonic() - begun < 2.5
    assert not visitor.studio.worker.isRunning()


def test_a_paint_that_is_told_of_after_the_end_begins_nothing(visitor: Visitor) -> None:
    visitor.studio.quit()
    visitor.studio.start_engine()
    assert not visitor.studio.worker.isRunning()
    assert visitor.studio.projects.autosave.folder is None


def test_quit_closes_all_windows(visitor: Visitor) -> None:
    open_another(visitor)
    open_another(visitor)
    visitor.find(QAction, "action_quit").trigger()
    assert not visitor.studio.worker.isRunning()


def test_less_motion_is_for_all_windows_and_remembered(visitor: Visitor) -> None:
    second = open_another(visitor)
    first = visitor.studio.desks[0]
    assert first.window.isAnimated()
    second.window.commands.reduce_motion.trigger()
    desks = (first, second, open_another(visitor))
    assert all(desk.window.commands.reduce_motion.isChecked() for desk in desks)
    visitor.until(lambda: not any(desk.window.isAnimated() for desk in desks))  # docks do not glide
    assert visitor.studio.settings.current.reduces_motion


def test_another_language_is_that_of_all_windows(visitor: Visitor) -> None:
    second = open_another(visitor)
    visitor.studio.set_language("zh_CN")
    texts = {desk.window.commands.export.text() for desk in (visitor.studio.desks[0], second)}
    assert len(texts) == 1
    assert "导出" in texts.pop()


@pytest.mark.qt_log_ignore("does not support raise")  # a screen does
def test_files_of_a_second_start_come_into_an_empty_window_else_into_a_new_one(visitor: Visitor) -> None:
    visitor.studio.receive([visitor.photo])
    visitor.until(lambda: visitor.controller.project.photo)
    assert len(visitor.studio.desks) == 1
    other = make_picture(visitor.folder / "other.png")
    visitor.studio.receive([other])
    assert len(visitor.studio.desks) == 2
    first, second = visitor.studio.desks
    visitor.until(lambda: second.document.project.photo)
    assert first.document.project.photo
    assert first.document.project.photo.path == visitor.photo
    assert second.document.project.photo
    assert second.document.project.photo.path == other
    visitor.studio.receive([])
    assert len(visitor.studio.desks) == 2
