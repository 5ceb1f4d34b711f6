"""Several rooms in one window: a rail where there is a choice, and each room's own keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.icons import Icons
from desktop_app.resources import ICONS
from desktop_app.rooms import Rooms
from desktop_app.theme import Theme
from tests.desktop_app.stylize.conftest import Visitor, make_visitor, visitor

__all__ = ["make_visitor", "visitor"]


def test_one_room_alone_has_no_rail(qtbot: QtBot, qapp: QApplication) -> None:
    rooms = Rooms(Icons(Theme(ICONS)))
    qtbot.addWidget(rooms)
    rooms.add("stylize", "Stylize", "room_stylize", QLabel)
    assert rooms.rail is None
    assert not rooms.findChildren(QToolButton, "rail_room_stylize")


def test_rooms_are_not_imported_before_they_are_entered(visitor: Visitor) -> None:
    window = visitor.studio.window
    assert not window.findChildren(QWidget, "live_page")
    assert "live" not in window.rooms._pages


def test_a_further_room_comes_onto_the_rail_and_is_made_when_it_is_entered(visitor: Visitor) -> None:
    visitor.paint()
    made: list[QLabel] = []

    def make() -> QLabel:
        made.append(QLabel("Other"))
        made[0].setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return made[0]

    window, page = visitor.studio.window, visitor.studio.window.page
    window.activateWindow()
    own = QToolButton(window)
    window.rooms.add("other", "Other", "refine", make, [own])
    assert not made
    assert not own.isVisible()
    assert window.rooms.rail is not None
    visitor.until(window.rooms.rail.isVisible)
    assert window._rooms_menu.menuAction().isVisible()
    key = Qt.Key(Qt.Key.Key_0 + len(window.rooms.choices.actions()))
    QTest.keyClick(page.view, key, Qt.KeyboardModifier.AltModifier)
    assert made[0].isVisible()
    assert own.isVisible()
    assert not page.isVisible()
    assert QApplication.focusWidget() is made[0]
    assert visitor.find(QToolButton, "rail_room_other").isChecked()
    visitor.find(QToolButton, "rail_room_stylize").click()
    assert page.isVisible()
    assert not own.isVisible()
    window.rooms.enter("other")
    assert len(made) == 1


def test_the_bar_and_facts_of_the_photograph_are_seen_in_its_own_room_alone(visitor: Visitor) -> None:
    visitor.open_photo()
    window = visitor.studio.window
    window.rooms.add("other", "Other", "refine", QLabel)
    facts = (window.photo_name, window.status.facts, window.status.zoom)
    assert all(label.isVisible() and label.text() for label in facts)
    on_rail = visitor.find(QToolButton, "rail_room_stylize")
    place = on_rail.mapTo(window, on_rail.rect().topLeft())
    window.rooms.enter("other")
    assert not any(label.isVisible() for label in facts)
    assert not visitor.find(QToolButton, "bar_open").isVisible()
    QApplication.processEvents()
    assert on_rail.mapTo(window, on_rail.rect().topLeft()) == place  # what is clicked next stays there
    window.rooms.enter("stylize")
    assert all(label.isVisible() for label in facts)


def test_the_rooms_stand_on_the_rail_in_their_order(visitor: Visitor) -> None:
    names = [
        action.objectName().removeprefix("action_room_")
        for action in visitor.studio.window.rooms.choices.actions()
    ]
    assert names == ["stylize", "live", "train", "collections", "judge"]


def test_the_history_of_the_photograph_is_seen_in_its_own_room_alone(visitor: Visitor) -> None:
    visitor.open_photo()
    window = visitor.studio.window
    window.commands.history.trigger()
    dock = visitor.find(QDockWidget, "history_dock")
    window.rooms.enter("judge")
    assert not dock.isVisible()
    assert not window.commands.history.isVisible()
    window.rooms.enter("stylize")
    assert dock.isVisible()
    assert visitor.studio.settings.current.shows_history


def test_exporting_leads_back_to_stylize(visitor: Visitor) -> None:
    visitor.paint()
    window = visitor.studio.window
    window.rooms.enter("judge")
    window.commands.export.trigger()
    assert window.page.side.isVisible()
    assert window.page.is_exporting


def test_the_keys_of_a_room_rest_in_the_others(visitor: Visitor) -> None:
    visitor.paint()
    window = visitor.studio.window
    window.activateWindow()
    label = QLabel("Other")
    label.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    window.rooms.add("other", "Other", "refine", lambda: label)
    window.rooms.enter("other")
    for key in (Qt.Key.Key_B, Qt.Key.Key_C):
        QTest.keyClick(label, key)
    assert not visitor.controller.masking.is_painting
    assert not window.page.view.comparison.is_on
    window.rooms.enter("stylize")
    QTest.keyClick(window.page.view, Qt.Key.Key_C)
    assert window.page.view.comparison.is_on


def test_opening_a_photograph_leads_back_to_stylize(visitor: Visitor) -> None:
    window = visitor.studio.window
    window.rooms.add("other", "Other", "refine", QLabel)
    window.rooms.enter("other")
    QGuiApplication.clipboard().setText("no picture")
    window.commands.paste.trigger()
    assert window.rooms.current == "stylize"
