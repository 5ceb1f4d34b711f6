"""Snapshots as somebody uses them: keep, compare with, go back to, let go."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from desktop_app.document.document import Document
from desktop_app.document.state import Photo, Project
from desktop_app.stylize.snapshots import KEPT, Snapshots
from models.requests import StyleChoice
from tests.desktop_app.stylize.conftest import PHOTO_COLOR, Visitor, make_picture
from tests.desktop_app.stylize.test_room import INVERTED

PHOTO = Photo(Path("a.jpg"), 1000, 1000)


def project(style: str, photo: Photo = PHOTO) -> Project:
    return Project(photo, (StyleChoice(style),))


def image(width: int = 20, color: QColor | None = None) -> QImage:
    made = QImage(width, width, QImage.Format.Format_RGB32)
    made.fill(color or QColor(1, 2, 3))
    return made


@pytest.fixture
def snapshots(qtbot: QtBot) -> Snapshots:
    document = Document()
    document.change(project("ink"), "")
    return Snapshots(document, document)


def test_of_many_the_oldest_go_but_not_the_one_that_is_compared_with(snapshots: Snapshots) -> None:
    first = snapshots.keep(project("0"), image(), is_refined=False)
    snapshots.compare_with(first)
    for number in range(1, KEPT + 3):
        snapshots.keep(project(str(number)), image(), is_refined=False)
    assert len(snapshots.seen) == KEPT
    assert snapshots.other is first
    assert [one.number for one in snapshots.seen] == [1, *range(5, KEPT + 4)]


def test_a_draft_that_was_kept_becomes_the_finished_picture(snapshots: Snapshots) -> None:
    kept = snapshots.keep(project("ink"), image(20), is_refined=False)
    snapshots.improve(project("other"), image(90))
    assert kept.image.width() == 20
    snapshots.improve(project("ink"), image(80))
    assert kept.image.width() == 80
    assert snapshots.keep(project("ink"), image(20), is_refined=False) is kept, "the same is not kept twice"
    assert kept.image.width() == 80


def test_those_of_another_photograph_are_not_seen_until_it_is_back(qtbot: QtBot) -> None:
    document = Document()
    snapshots = Snapshots(document, document)
    document.change(project("ink"), "")
    kept = snapshots.keep(project("ink"), image(), is_refined=False)
    snapshots.compare_with(kept)
    document.change(project("ink", Photo(Path("b.jpg"), 10, 10)), "")
    assert snapshots.seen == []
    assert snapshots.other is None
    document.undo()
    assert snapshots.seen == [kept]
    assert snapshots.other is kept


def color_in_view(visitor: Visitor, x: float, y: float) -> QColor:
    """At parts of the picture."""
    view = visitor.studio.window.page.view
    width, height = view.viewport.picture
    at = QPointF(*view.viewport.view_point(x * width, y * height)).toPoint()
    return view.grab().toImage().pixelColor(at)


def test_a_snapshot_is_kept_compared_with_and_gone_back_to(visitor: Visitor) -> None:
    visitor.paint()
    keep = visitor.find(QPushButton, "keep_snapshot")
    visitor.studio.window.page.view.setFocus()
    QTest.keyClick(visitor.studio.window.page.view, Qt.Key.Key_K)
    first = visitor.controller.project
    visitor.controller.refine()
    visitor.until(lambda: visitor.controller.refined_image and not visitor.controller.refining.is_running)
    visitor.controller.set_control("strength", 0.4, "Strength")
    visitor.until_painted()
    keep.click()
    assert len(visitor.controller.snapshots.seen) == 2
    visitor.find(QToolButton, "snapshot_compare_1").click()
    view = visitor.studio.window.page.view
    assert view.is_comparing
    assert color_in_view(visitor, 0.2, 0.7) == INVERTED
    visitor.find(QToolButton, "snapshot_compare_1").click()
    assert color_in_view(visitor, 0.2, 0.7) == QColor(*PHOTO_COLOR)
    visitor.find(QToolButton, "snapshot_back_1").click()
    assert visitor.controller.project == first
    assert "Snapshot 1" in visitor.studio.window.commands.undo.text()
    visitor.controller.undo()
    assert visitor.controller.project.controls.strength == 0.4
    visitor.find(QToolButton, "snapshot_remove_1").click()
    assert [one.number for one in visitor.controller.snapshots.seen] == [2]


def test_a_refined_picture_is_kept_as_it_is_and_comes_back_as_it_was(visitor: Visitor) -> None:
    visitor.paint()
    visitor.controller.refine()
    visitor.until(lambda: visitor.controller.refined_image and not visitor.controller.refining.is_running)
    refined = visitor.controller.shown_image
    visitor.find(QPushButton, "keep_snapshot").click()
    visitor.controller.set_control("strength", 0.4, "Strength")
    assert not visitor.controller.is_showing_refined
    visitor.controller.show_refined(False)
    visitor.find(QToolButton, "snapshot_back_1").click()
    assert visitor.controller.shown_image is refined


def test_without_a_picture_nothing_can_be_kept(visitor: Visitor) -> None:
    assert not visitor.find(QPushButton, "keep_snapshot").isEnabled()
    assert not visitor.studio.window.commands.keep_snapshot.isEnabled()
    visitor.paint()
    assert visitor.find(QPushButton, "keep_snapshot").isEnabled()
    other = make_picture(visitor.folder / "other.png", size=(50, 40))
    visitor.find(QPushButton, "keep_snapshot").click()
    visitor.controller.open_photo(other)
    visitor.until(lambda: visitor.controller.project.photo and visitor.controller.project.photo.path == other)
    assert visitor.studio.window.findChild(QToolButton, "snapshot_compare_1") is None or not (
        visitor.find(QToolButton, "snapshot_compare_1").isVisible()
    )
