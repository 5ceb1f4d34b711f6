"""Keys of the commands: looked up, searched, changed, refused where they are taken, and remembered."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QKeySequenceEdit, QLabel, QLineEdit, QPushButton, QTableWidget

from tests.desktop_app.stylize.conftest import MakeVisitor, Visitor


def open_dialog(visitor: Visitor) -> QTableWidget:
    visitor.find(QAction, "action_shortcuts").trigger()
    return visitor.find(QTableWidget, "shortcut_table")


def text_at(table: QTableWidget, row: int, column: int) -> str:
    item = table.item(row, column)
    assert item is not None
    return item.text()


def choose(table: QTableWidget, command: str) -> int:
    row = next(row for row in range(table.rowCount()) if text_at(table, row, 0) == command)
    table.selectRow(row)
    return row


def press(visitor: Visitor, keys: str) -> None:
    visitor.find(QKeySequenceEdit, "shortcut_keys").setKeySequence(QKeySequence(keys))


def words(visitor: Visitor) -> str:
    return visitor.find(QLabel, "shortcut_words").text()


def keys_of(visitor: Visitor, name: str) -> str:
    return visitor.find(QAction, f"action_{name}").shortcut().toString()


def test_every_command_is_listed_and_found_by_words_and_by_keys(visitor: Visitor) -> None:
    table = open_dialog(visitor)
    listed = {text_at(table, row, 0): text_at(table, row, 1) for row in range(table.rowCount())}
    assert listed["Export"] == "Ctrl+E"
    assert listed["Undo"] == "Ctrl+Z"
    assert listed["Clear Mask"] == ""
    assert "hold Space" in listed["See the photograph alone"]
    assert "As the System" not in listed
    rooms = len(visitor.studio.window.rooms.choices.actions())
    assert listed["Enter a room by its place on the rail"] == f"Alt+1 – {rooms}"
    search = visitor.find(QLineEdit, "shortcut_search")

    def seen() -> list[str]:
        return [text_at(table, row, 0) for row in range(table.rowCount()) if not table.isRowHidden(row)]

    search.setText("mask inv")
    assert seen() == ["Invert Mask"]
    search.setText("ctrl+e")
    assert seen() == ["Export"]
    search.setText("nothing like it")
    assert seen() == []
    search.clear()
    assert len(seen()) == table.rowCount()


def test_keys_are_changed_and_work_at_once(visitor: Visitor) -> None:
    visitor.paint()
    table = open_dialog(visitor)
    row = choose(table, "Compare")
    press(visitor, "Y")
    assert text_at(table, row, 1) == "Y"
    assert "(Y)" in visitor.find(QAction, "action_compare").toolTip()
    view = visitor.studio.window.page.view
    visitor.studio.window.activateWindow()
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_C)
    assert not view.is_comparing
    QTest.keyClick(view, Qt.Key.Key_Y)
    assert view.is_comparing


REFUSED = {
    "Ctrl+E": "Ctrl+E is Export already",
    "{": "{ is Brush Softer already",
    "Alt+F": "Alt+F opens the menu File",
    "Space": "Space has a meaning in the picture",
    "F2": "F2 has a meaning",
    "Alt+3": "Alt+3 leads to a room",
}


def test_keys_that_are_taken_are_refused_in_words(visitor: Visitor) -> None:
    table = open_dialog(visitor)
    row = choose(table, "Compare")
    for keys, reason in REFUSED.items():
        press(visitor, keys)
        assert reason in words(visitor)
        assert text_at(table, row, 1) == "C"
    assert keys_of(visitor, "compare") == "C"
    assert visitor.find(QKeySequenceEdit, "shortcut_keys").keySequence().toString() == "C"
    assert visitor.studio.settings.current.shortcuts == {}
    choose(table, "Finer steps on a slider")
    assert not visitor.find(QKeySequenceEdit, "shortcut_keys").isEnabled(), "what the hand does stays"
    assert not visitor.find(QPushButton, "shortcut_default").isEnabled()


def test_keys_that_were_given_up_are_free_for_another(visitor: Visitor) -> None:
    table = open_dialog(visitor)
    choose(table, "Compare")
    press(visitor, "")
    assert keys_of(visitor, "compare") == ""
    choose(table, "Clear Mask")
    press(visitor, "C")
    assert keys_of(visitor, "clear_mask") == "C"
    choose(table, "Compare")
    visitor.find(QPushButton, "shortcut_default").click()
    assert "C is Clear Mask already" in words(visitor), "also the default may be taken"
    visitor.find(QPushButton, "shortcut_all_defaults").click()
    assert (keys_of(visitor, "compare"), keys_of(visitor, "clear_mask")) == ("C", "")
    assert visitor.studio.settings.current.shortcuts == {}


def test_keys_are_those_of_all_windows_and_remembered(make_visitor: MakeVisitor) -> None:
    first = make_visitor()
    first.find(QAction, "action_new_window").trigger()
    table = open_dialog(first)
    choose(table, "Compare")
    press(first, "Y")
    for desk in first.studio.desks:
        assert desk.window.commands.compare.shortcut().toString() == "Y"
    first.studio.quit()
    second = make_visitor()
    assert keys_of(second, "compare") == "Y"
    default = second.find(QAction, "action_brush_softer").shortcuts()
    assert [keys.toString() for keys in default] == ["Shift+[", "{"]


def test_nonsense_in_the_settings_leaves_the_default(visitor: Visitor) -> None:
    keys = visitor.studio.window.commands.keys
    keys.use({"compare": "no such key at all", "no_command": "Y", "fit": "Ctrl+9"})
    assert keys_of(visitor, "compare") == "C"
    assert keys_of(visitor, "fit") == "Ctrl+9"
    assert keys.changed == {"fit": "Ctrl+9"}
