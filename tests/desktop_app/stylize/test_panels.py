"""The panels beside the picture: put away, moved, folded, remembered; and the areas gone through by a key."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from tests.desktop_app.stylize.conftest import MakeVisitor, Visitor


def tab(widget: QWidget) -> None:
    QTest.keyClick(widget, Qt.Key.Key_Tab)


def test_tab_in_the_picture_hides_all_panels_and_brings_them_back(visitor: Visitor) -> None:
    visitor.paint()
    window = visitor.studio.window
    window.activateWindow()
    view, side, strip = window.page.view, window.page.side, window.page.bar
    view.setFocus()
    before = view.width() * view.height()
    tab(view)
    assert not side.isVisible()
    assert not strip.isVisible()
    assert visitor.says("Tab brings them back")
    visitor.until(lambda: view.width() == window.width())
    assert view.width() * view.height() > before
    tab(view)
    assert side.isVisible()
    assert strip.isVisible()
    assert visitor.message is None


def test_elsewhere_tab_goes_on_to_the_next_thing(visitor: Visitor) -> None:
    visitor.paint()
    window = visitor.studio.window
    window.activateWindow()
    window.page.side.export_button.setFocus()
    tab(window.page.side.export_button)
    assert window.page.side.isVisible()
    assert QApplication.focusWidget() is not window.page.side.export_button


def test_f6_goes_through_the_areas_and_back(visitor: Visitor) -> None:
    visitor.paint()
    window, page = visitor.studio.window, visitor.studio.window.page
    window.activateWindow()
    page.view.setFocus()
    areas = []
    for _ in range(5):
        window.commands.next_area.trigger()
        focused = QApplication.focusWidget()
        assert focused is not None
        within = [
            name
            for name in ("top_bar", "rail", "canvas", "strip_bar", "side_panel")
            if visitor.find(QWidget, name).isAncestorOf(focused)
        ]
        areas += within
    assert areas == ["strip_bar", "side_panel", "top_bar", "rail", "canvas"]
    for _ in range(2):
        window.commands.area_before.trigger()
    assert QApplication.focusWidget() is visitor.find(QWidget, "bar_open")


def test_a_panel_is_put_away_and_remembered(make_visitor: MakeVisitor) -> None:
    first = make_visitor()
    first.studio.window.commands.show_strip.trigger()
    first.studio.window.commands.side_left.trigger()
    first.studio.settings.save()
    second = make_visitor()
    page = second.studio.window.page
    assert not page.bar.isVisible()
    assert page.side.mapTo(page, QPoint(0, 0)).x() == 0
    assert not second.studio.window.commands.show_strip.isChecked()
    assert second.studio.window.commands.side_left.isChecked()


def test_all_hidden_is_for_the_moment_alone(make_visitor: MakeVisitor) -> None:
    first = make_visitor()
    first.studio.window.commands.hide_panels.trigger()
    first.studio.settings.save()
    second = make_visitor()
    second.paint()
    assert second.studio.window.page.side.isVisible()


def test_tab_brings_panels_also_where_each_was_put_away(visitor: Visitor) -> None:
    visitor.paint()
    do, page = visitor.studio.window.commands, visitor.studio.window.page
    do.show_strip.trigger()
    do.show_side.trigger()
    do.hide_panels.trigger()
    do.hide_panels.trigger()
    assert page.bar.isVisible()
    assert page.side.isVisible()


def test_there_is_no_side_panel_before_a_photograph(visitor: Visitor) -> None:
    page = visitor.studio.window.page
    assert not page.side.isVisible()
    visitor.controller.open_photo(visitor.photo)
    visitor.until(page.side.isVisible)
    visitor.controller.undo()
    assert not page.side.isVisible()


def test_what_is_looked_for_comes_back(visitor: Visitor) -> None:
    visitor.paint()
    do, page = visitor.studio.window.commands, visitor.studio.window.page
    do.hide_panels.trigger()
    do.find_style.trigger()
    assert page.bar.isVisible()
    assert not page.side.isVisible()
    do.export.trigger()
    assert page.side.isVisible()


def test_a_section_is_folded_and_remembered(make_visitor: MakeVisitor) -> None:
    first = make_visitor()
    first.paint()
    heading = first.find(QToolButton, "fold_look")
    controls = first.studio.window.page.side.controls
    assert controls.isVisible()
    heading.click()
    assert not controls.isVisible()
    assert not controls.reset_button.isVisible()
    first.studio.settings.save()
    second = make_visitor()
    second.paint()
    assert not second.studio.window.page.side.controls.isVisible()
    second.find(QToolButton, "fold_look").click()
    assert second.studio.window.page.side.controls.isVisible()
    assert second.studio.settings.current.folded == ()


def test_masking_is_seen_though_the_style_is_folded(visitor: Visitor) -> None:
    visitor.paint()
    visitor.find(QToolButton, "fold_mix").click()
    visitor.controller.masking.choose(str(visitor.style))
    assert not visitor.studio.window.page.side.mix.isVisible()
    assert visitor.studio.window.page.side.masks.isVisible()
