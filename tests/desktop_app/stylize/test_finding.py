"""Finding a style among many: by words, and among the favourites."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QTableWidget, QToolButton

from desktop_app.stylize.strip import StyleStrip
from desktop_app.stylize.strip_model import StripModel
from desktop_app.widgets.search_field import SearchField
from tests.desktop_app.stylize.conftest import MakeVisitor, Visitor
from tests.desktop_app.stylize.test_strip import bring_styles, names


@pytest.fixture
def strip(visitor: Visitor) -> StyleStrip:
    found = bring_styles(visitor)
    visitor.studio.window.activateWindow()
    return found


def search(visitor: Visitor) -> SearchField:
    """As somebody who presses Ctrl+F."""
    QTest.keyClick(visitor.studio.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    found = visitor.find(SearchField, "style_search")
    assert QApplication.focusWidget() is found
    return found


def only_favourites(visitor: Visitor) -> QToolButton:
    return visitor.find(QToolButton, "only_favourites")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("plu", ["plum"]),
        ("  MEAdow ", ["Meadow"]),
        ("méadow", ["Meadow"]),
        ("painter", ["Ink", "Meadow", "Ember"]),
        ("painter em", ["Ember"]),
        ("painter plum", []),
    ],
)
def test_styles_are_found_by_name_and_origin(
    visitor: Visitor, strip: StyleStrip, words: str, found: list[str]
) -> None:
    search(visitor).setText(words)
    assert names(strip) == found


def test_styles_are_found_by_the_name_they_were_given(visitor: Visitor, strip: StyleStrip) -> None:
    visitor.controller.shelf.rename(str(visitor.folder / "styles" / "plum.png"), "毛笔 brush")
    search(visitor).setText("毛笔")
    assert names(strip) == ["毛笔 brush"]


def test_what_is_not_found_is_said_and_escape_shows_all_again(visitor: Visitor, strip: StyleStrip) -> None:
    model = strip.model()
    assert isinstance(model, StripModel)
    field = search(visitor)
    QTest.keyClicks(field, "nowhere")
    assert names(strip) == []
    assert model.emptiness == "No style is called “nowhere”."
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert len(names(strip)) == 5
    assert QApplication.focusWidget() is field
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is strip, "and out of the empty field"


def test_escape_clears_the_search_and_does_not_stop_what_goes_on(visitor: Visitor, strip: StyleStrip) -> None:
    visitor.paint()
    visitor.controller.refine()
    visitor.until(lambda: visitor.controller.refining.is_running)
    field = search(visitor)
    QTest.keyClicks(field, "cev")
    assert field.text() == "cev", "the keys of the tools are letters here"
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert visitor.controller.refining.is_running
    assert not visitor.controller.refining.is_stopping


def test_enter_uses_the_first_that_is_found_and_down_goes_to_it(visitor: Visitor, strip: StyleStrip) -> None:
    field = search(visitor)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert not visitor.controller.project.styles, "nothing was looked for"
    QTest.keyClicks(field, "mead")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert [style.source for style in visitor.controller.project.styles] == ["preset:meadow"]
    assert QApplication.focusWidget() is strip
    QTest.keyClicks(search(visitor), "em")
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(strip, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert visitor.controller.project.uses("preset:ember")
    assert len(visitor.controller.project.styles) == 2


def test_only_the_favourites_are_shown_and_that_is_remembered(
    make_visitor: MakeVisitor, visitor: Visitor, strip: StyleStrip
) -> None:
    only_favourites(visitor).click()
    assert names(strip) == []
    visitor.controller.shelf.set_favourite("preset:ember", True)
    visitor.controller.shelf.set_favourite("preset:ink", True)
    assert names(strip) == ["Ink", "Ember"]
    search(visitor).setText("plum")
    assert names(strip) == []
    visitor.studio.window.close()
    again = make_visitor()
    again.until(lambda: len(again.controller.shelf.styles) == 5)
    assert names(again.find(StyleStrip, "style_strip")) == ["Ink", "Ember"]
    only_favourites(again).click()
    assert len(names(again.find(StyleStrip, "style_strip"))) == 5


def test_the_order_of_what_is_shown_is_the_order_of_all(visitor: Visitor, strip: StyleStrip) -> None:
    for source in ("preset:ember", "preset:ink"):
        visitor.controller.shelf.set_favourite(source, True)
    only_favourites(visitor).click()
    strip.shift(strip.model().index(1, 0), -1)
    assert names(strip) == ["Ember", "Ink"]
    only_favourites(visitor).click()
    assert names(strip) == ["plum", "apple", "Ember", "Ink", "Meadow"]


def test_what_is_added_is_seen_whatever_was_looked_for(visitor: Visitor, strip: StyleStrip) -> None:
    only_favourites(visitor).click()
    search(visitor).setText("plum")
    visitor.controller.add_styles([visitor.style])
    visitor.until(lambda: visitor.controller.project.uses(str(visitor.style)))
    assert "style" in names(strip)
    assert strip.currentIndex().data() == "style"


def test_a_search_keeps_the_current_style_and_its_tile(visitor: Visitor, strip: StyleStrip) -> None:
    strip.reveal("preset:meadow")
    search(visitor).setText("m")
    assert names(strip) == ["plum", "Meadow", "Ember"]
    assert strip.currentIndex().data() == "Meadow"
    visitor.find(SearchField, "style_search").clear_action.trigger()
    assert strip.currentIndex().data() == "Meadow"


def test_the_list_of_keys_has_the_strips_and_fits_a_small_screen(visitor: Visitor) -> None:
    visitor.studio.window.commands.shortcuts.trigger()
    dialog = visitor.find(QDialog, "shortcuts_dialog")
    table = visitor.find(QTableWidget, "shortcut_table")
    items = [table.item(row, column) for row in range(table.rowCount()) for column in (0, 1)]
    texts = {item.text() for item in items if item}
    assert {"Find Style", "Ctrl+F", "Make a style a favourite", "F"} <= texts
    assert dialog.sizeHint().height() < 720
    dialog.close()
