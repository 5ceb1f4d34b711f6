"""Versions as somebody uses them: make one, compare, rename, remove; and the history beside them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAction, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDockWidget, QLineEdit, QListView, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from desktop_app.document.state import Photo, Project
from desktop_app.stylize.thumbnails import Thumbnails
from desktop_app.stylize.versioning import KEPT
from tests.desktop_app.stylize.conftest import PHOTO_COLOR, MakeVisitor, Visitor, make_picture
from tests.desktop_app.stylize.test_room import INVERTED

PHOTO = Photo(Path("a.jpg"), 1000, 1000)


def color_in_view(visitor: Visitor, x: float, y: float) -> QColor:
    """At parts of the picture."""
    view = visitor.studio.window.page.view
    width, height = view.viewport.picture
    at = QPointF(*view.viewport.view_point(x * width, y * height)).toPoint()
    return view.grab().toImage().pixelColor(at)


def button(visitor: Visitor, name: str) -> QToolButton:
    return visitor.find(QToolButton, name)


def names(visitor: Visitor) -> list[str]:
    versioning = visitor.controller.versioning
    return [versioning.name_of(version) for version in versioning.versions.each]


def make_two(visitor: Visitor) -> None:
    """The second, of strength 0.4, is worked on."""
    visitor.paint()
    visitor.find(QPushButton, "new_version").click()
    visitor.controller.set_control("strength", 0.4, "Strength")
    visitor.controller.settle()
    visitor.until_painted()


def strength(visitor: Visitor) -> float:
    return visitor.controller.project.controls.strength


# -- versions ------------------------------------------------------------------------------------------------


def test_without_a_picture_there_is_nothing_to_make_another_of(visitor: Visitor) -> None:
    assert not visitor.studio.window.commands.new_version.isEnabled()
    visitor.controller.open_photo(visitor.photo)
    visitor.until(lambda: visitor.controller.project.photo)
    assert not visitor.find(QPushButton, "new_version").isEnabled()
    visitor.paint()
    assert visitor.find(QPushButton, "new_version").isEnabled()
    assert visitor.studio.window.findChild(QToolButton, "version_choose_1") is None, "one is no choice"


def test_the_version_before_stays_as_it_was_and_is_a_click_away(visitor: Visitor) -> None:
    make_two(visitor)
    assert names(visitor) == ["Version 1", "Version 2"]
    assert button(visitor, "version_choose_2").isChecked()
    button(visitor, "version_choose_1").click()
    assert strength(visitor) == 1
    assert button(visitor, "version_choose_1").isChecked()
    assert not button(visitor, "version_choose_2").isChecked()
    visitor.controller.undo()
    assert strength(visitor) == 0.4
    assert button(visitor, "version_choose_2").isChecked()


def test_keys_make_and_switch_versions(visitor: Visitor) -> None:
    visitor.paint()
    view = visitor.studio.window.page.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_K)
    assert names(visitor) == ["Version 1", "Version 2"]
    QTest.keyClick(view, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert visitor.controller.versioning.versions.number == 1
    QTest.keyClick(view, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert visitor.controller.versioning.versions.number == 2


def test_looking_through_the_versions_is_one_step_of_the_history(visitor: Visitor) -> None:
    make_two(visitor)
    visitor.controller.add_version()
    before = len(visitor.studio.document.steps)
    for number in (1, 2, 1):
        visitor.controller.choose_version(number)
    assert len(visitor.studio.document.steps) == before + 1
    visitor.controller.undo()
    assert visitor.controller.versioning.versions.number == 3


def test_a_version_is_compared_with_side_by_side(visitor: Visitor) -> None:
    visitor.paint()
    visitor.controller.refine()
    visitor.until(lambda: visitor.controller.refined_image and not visitor.controller.refining.is_running)
    visitor.controller.show_refined(False)
    visitor.controller.add_version()
    visitor.controller.set_control("strength", 0.4, "Strength")
    visitor.until_painted()
    button(visitor, "version_compare_1").click()
    view = visitor.studio.window.page.view
    assert view.is_comparing
    assert color_in_view(visitor, 0.2, 0.7) == INVERTED
    button(visitor, "version_compare_1").click()
    assert color_in_view(visitor, 0.2, 0.7) == QColor(*PHOTO_COLOR)


def test_from_the_compared_version_sides_are_changed(visitor: Visitor) -> None:
    make_two(visitor)
    button(visitor, "version_compare_1").click()
    button(visitor, "version_choose_1").click()
    other = visitor.controller.versioning.other
    assert other is not None
    assert other.number == 2
    assert not button(visitor, "version_compare_1").isEnabled(), "nothing is compared with itself"
    visitor.controller.remove_version(2)
    assert visitor.controller.versioning.other is None


def test_one_that_was_not_seen_in_this_session_is_painted_to_compare_with(visitor: Visitor) -> None:
    make_two(visitor)
    path = visitor.folder / "two.impasto"
    visitor.studio.projects.save_as(path)
    visitor.until(lambda: not visitor.studio.document.is_modified)
    visitor.studio.projects.open(path)
    visitor.until(lambda: visitor.studio.document.number == 1)
    visitor.until_painted()
    versioning = visitor.controller.versioning
    versioning.compare_with(1)
    assert versioning.other_seen is None
    visitor.until(lambda: versioning.other_seen)
    assert color_in_view(visitor, 0.2, 0.7) == INVERTED


def test_as_many_pictures_are_kept_as_memory_allows(visitor: Visitor) -> None:
    visitor.paint()
    for number in range(KEPT + 3):
        visitor.controller.add_version()
        visitor.controller.set_control("strength", number / 20, "Strength")
        visitor.until_painted()
    assert len(visitor.controller.versioning._seen) == KEPT


def test_a_version_is_renamed_in_its_place_and_esc_gives_up(visitor: Visitor) -> None:
    make_two(visitor)
    QTest.mouseDClick(button(visitor, "version_choose_2"), Qt.MouseButton.LeftButton)
    field = visitor.find(QLineEdit, "version_name_2")
    assert field.isVisible()
    field.setText("Warm 暖")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert names(visitor) == ["Version 1", "Warm 暖"]
    chosen = button(visitor, "version_choose_1")
    chosen.setFocus()
    QTest.keyClick(chosen, Qt.Key.Key_F2)
    field = visitor.find(QLineEdit, "version_name_1")
    QTest.keyClicks(field, "no")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not field.isVisible()
    assert names(visitor) == ["Version 1", "Warm 暖"]
    visitor.controller.undo()
    assert names(visitor) == ["Version 1", "Version 2"]


def test_a_removed_version_is_back_after_undo(visitor: Visitor) -> None:
    make_two(visitor)
    button(visitor, "version_remove_2").click()
    assert names(visitor) == ["Version 1"]
    assert strength(visitor) == 1
    assert not visitor.studio.window.commands.next_version.isEnabled()
    visitor.controller.undo()
    assert names(visitor) == ["Version 1", "Version 2"]
    assert strength(visitor) == 0.4


def test_another_photograph_takes_all_versions_along(visitor: Visitor) -> None:
    make_two(visitor)
    other = make_picture(visitor.folder / "other.png", size=(50, 40))
    visitor.controller.open_photo(other)
    visitor.until(lambda: visitor.controller.project.photo and visitor.controller.project.photo.path == other)
    button(visitor, "version_choose_1").click()
    assert visitor.controller.project.photo
    assert visitor.controller.project.photo.path == other


def test_versions_are_saved_and_opened(visitor: Visitor) -> None:
    make_two(visitor)
    visitor.controller.versioning.rename(1, "first")
    saved = visitor.studio.document.versions
    visitor.studio.projects.save_as(visitor.folder / "a.impasto")
    visitor.until(lambda: not visitor.studio.document.is_modified)
    visitor.studio.projects.start_new()
    assert names(visitor) == ["Version 1"]
    thumbnails = visitor.controller.thumbnails
    for version in saved.each:
        thumbnails._forget(version.project)  # as at the next start
    visitor.studio.projects.open(visitor.folder / "a.impasto")
    visitor.until(lambda: visitor.controller.project.photo)
    assert visitor.studio.document.versions == saved
    seen = thumbnails.find(saved.each[0].project)
    assert seen is not None, "the file knows how the version looked that is not worked on"
    assert seen.pixelColor(20, 20) == INVERTED


# -- the history ---------------------------------------------------------------------------------------------


def open_history(visitor: Visitor) -> QListView:
    if not visitor.find(QAction, "action_history").isChecked():
        visitor.find(QAction, "action_history").trigger()
    return visitor.find(QListView, "history")


def rows(history: QListView) -> list[str]:
    model = history.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def click_row(history: QListView, row: int) -> None:
    place = history.visualRect(history.model().index(row, 0)).center()
    QTest.mouseClick(history.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_a_click_in_the_history_goes_to_that_state_and_back(visitor: Visitor) -> None:
    make_two(visitor)
    history = open_history(visitor)
    steps = ["Beginning", "Open Photograph", "Choose Style", "New Version", "Strength"]
    assert rows(history) == steps
    assert history.currentIndex().row() == 4
    click_row(history, 1)
    assert visitor.controller.project.styles == ()
    assert rows(history) == steps, "what is undone is seen still"
    assert history.model().index(2, 0).data(Qt.ItemDataRole.ForegroundRole) is not None
    click_row(history, 4)
    assert strength(visitor) == 0.4
    visitor.controller.undo()
    visitor.controller.set_control("brush", 2, "Brush Size")
    assert rows(history) == [*steps[:4], "Brush Size"]


def test_steps_that_were_seen_have_a_picture(visitor: Visitor) -> None:
    make_two(visitor)
    find, steps = visitor.controller.thumbnails.find, visitor.studio.document.steps
    assert find(steps[1].state.versions.project) is None, "there was no painting yet"
    seen = find(steps[4].state.versions.project)
    assert seen is not None
    assert seen.pixelColor(20, 20) == INVERTED


def is_remembered(visitor: Visitor) -> bool:
    return visitor.studio.settings.current.shows_history


def test_the_history_is_closed_by_its_own_button_and_remembered(make_visitor: MakeVisitor) -> None:
    visitor = make_visitor()
    open_history(visitor)
    assert is_remembered(visitor)
    visitor.find(QDockWidget, "history_dock").close()
    assert not visitor.find(QAction, "action_history").isChecked()
    assert not is_remembered(visitor)
    open_history(visitor)
    visitor.studio.window.close()
    again = make_visitor()
    again.until(lambda: again.studio.window.findChild(QListView, "history"))


def test_of_too_many_thumbnails_the_oldest_go(qtbot: QtBot) -> None:
    """A megabyte has room for some 36 of them."""
    thumbnails = Thumbnails(most_mb=1)
    project = Project(PHOTO)
    for seed in range(60):
        image = QImage(300, 300, QImage.Format.Format_RGB32)
        image.fill(QColor(seed, 0, 0))
        thumbnails.learn(replace(project, seed=seed), image)
    assert 0.9 < thumbnails.size_mb <= 1
    known = [seed for seed in range(60) if thumbnails.find(replace(project, seed=seed))]
    assert known == list(range(60 - len(known), 60))


def test_a_better_picture_of_the_same_settings_takes_the_place_of_the_draft(qtbot: QtBot) -> None:
    thumbnails = Thumbnails()
    for tone in (10, 200):
        image = QImage(50, 40, QImage.Format.Format_RGB32)
        image.fill(QColor(tone, tone, tone))
        thumbnails.learn(Project(PHOTO), image)
    found = thumbnails.find(Project(PHOTO))
    assert found is not None
    assert found.pixelColor(5, 5).red() == 200
    assert thumbnails.size_mb == found.sizeInBytes() / 1e6
