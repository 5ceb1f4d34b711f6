"""The strip arranged by hand: favourites, order, names, and styles taken off it."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from desktop_app.resources import Samples
from desktop_app.settings import Settings, SettingsStore
from desktop_app.stylize.arrangement import Arrangement
from desktop_app.stylize.shelf import OWN_LIMIT
from desktop_app.stylize.strip import StyleStrip
from desktop_app.stylize.strip_model import StripRole
from tests.desktop_app.stylize.conftest import MakeVisitor, Visitor, make_picture

OWN = ["apple.png", "plum.png"]


@pytest.fixture
def strip(visitor: Visitor) -> StyleStrip:
    """Two styles of one's own, plum the newer, then three presets."""
    return bring_styles(visitor)


def bring_styles(visitor: Visitor) -> StyleStrip:
    for name in OWN:
        path = make_picture(visitor.folder / "styles" / name)
        visitor.controller.shelf.add([path])
        visitor.until(partial(visitor.controller.shelf.find, str(path)))
    visitor.until(lambda: len(visitor.controller.shelf.styles) == 5)
    found = visitor.find(StyleStrip, "style_strip")
    QAbstractItemModelTester(found.model(), QAbstractItemModelTester.FailureReportingMode.Warning, found)
    return found


def names(strip: StyleStrip) -> list[str]:
    return [index.data() for index in rows(strip.model())]


def rows(model: QAbstractItemModel) -> list[QModelIndex]:
    return [model.index(row, 0) for row in range(model.rowCount())]


def index_of(strip: StyleStrip, name: str) -> QModelIndex:
    return next(index for index in rows(strip.model()) if index.data() == name)


def center(strip: StyleStrip, name: str) -> QPoint:
    return strip.visualRect(index_of(strip, name)).center()


def click(strip: StyleStrip, at: QPoint) -> None:
    QTest.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=at)


def take(strip: StyleStrip, name: str) -> None:
    """Makes it the current style, as keys would."""
    strip.setFocus()
    strip.setCurrentIndex(index_of(strip, name))


def drag(strip: StyleStrip, name: str, to: QPoint) -> None:
    begin_drag(strip, name, to)
    QTest.mouseRelease(strip.viewport(), Qt.MouseButton.LeftButton, pos=to)


def begin_drag(strip: StyleStrip, name: str, to: QPoint) -> None:
    QTest.mousePress(strip.viewport(), Qt.MouseButton.LeftButton, pos=center(strip, name))
    for x in (0, 30, to.x() - center(strip, name).x()):
        QTest.mouseMove(strip.viewport(), center(strip, name) + QPoint(x, 0))


def offered(strip: StyleStrip, name: str) -> dict[str, QAction]:
    """What the menu of a style offers, without the keys."""
    actions = strip.make_menu(index_of(strip, name)).actions()
    return {action.text().partition("\t")[0]: action for action in actions if action.text()}


# -- favourites --------------------------------------------------------------------------------------------


def test_the_star_of_a_tile_makes_a_favourite_and_uses_no_style(visitor: Visitor, strip: StyleStrip) -> None:
    index = index_of(strip, "Meadow")
    click(strip, strip.star_rect(index).center())
    assert index.data(StripRole.is_favourite)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Meadow, favourite"
    assert visitor.studio.settings.current.favourites == ("preset:meadow",)
    assert not visitor.controller.project.styles
    click(strip, strip.star_rect(index).center())
    assert not visitor.studio.settings.current.favourites


def test_a_favourite_is_made_by_a_key_and_by_the_menu(visitor: Visitor, strip: StyleStrip) -> None:
    take(strip, "plum")
    QTest.keyClick(strip, Qt.Key.Key_F)
    assert index_of(strip, "plum").data(StripRole.is_favourite)
    offered(strip, "plum")["No Longer a Favourite"].trigger()
    assert not index_of(strip, "plum").data(StripRole.is_favourite)
    offered(strip, "Ink")["Make a Favourite"].trigger()
    assert visitor.studio.settings.current.favourites == ("preset:ink",)


def test_a_favourite_shows_its_star_and_others_only_under_the_mouse(
    visitor: Visitor, strip: StyleStrip
) -> None:
    def star(name: str) -> int:
        index = index_of(strip, name)
        box = strip.star_rect(index)
        picture = strip.viewport().grab(box).toImage()
        return len({picture.pixel(x, y) for x in range(box.width()) for y in range(box.height())})

    plain = star("Ember")
    visitor.controller.shelf.set_favourite("preset:ember", True)
    assert star("Ember") > plain
    before = star("Meadow")
    QTest.mouseMove(strip.viewport(), center(strip, "Meadow"))
    assert star("Meadow") > before


# -- order -------------------------------------------------------------------------------------------------


def test_a_style_is_dragged_to_another_place_and_stays_there(
    make_visitor: MakeVisitor, visitor: Visitor, strip: StyleStrip
) -> None:
    assert names(strip) == ["plum", "apple", "Ink", "Meadow", "Ember"]
    begin_drag(strip, "Ember", center(strip, "apple") - QPoint(30, 0))
    assert strip.is_dragging
    QTest.mouseRelease(strip.viewport(), Qt.MouseButton.LeftButton, pos=center(strip, "apple"))
    assert names(strip) == ["plum", "Ember", "apple", "Ink", "Meadow"]
    assert not visitor.controller.project.styles, "a drag chooses nothing"
    drag(strip, "plum", QPoint(strip.viewport().width() - 60, 40))
    assert names(strip) == ["Ember", "apple", "Ink", "Meadow", "plum"]
    visitor.studio.window.close()
    again = make_visitor()
    again.until(lambda: len(again.controller.shelf.styles) == 5)
    assert names(again.find(StyleStrip, "style_strip")) == ["Ember", "apple", "Ink", "Meadow", "plum"]


def test_a_drag_is_given_up_with_escape_and_back_home_changes_nothing(
    visitor: Visitor, strip: StyleStrip
) -> None:
    before = names(strip)
    begin_drag(strip, "Ember", center(strip, "plum"))
    QTest.keyClick(strip, Qt.Key.Key_Escape)
    assert not strip.is_dragging
    QTest.mouseRelease(strip.viewport(), Qt.MouseButton.LeftButton, pos=center(strip, "plum"))
    drag(strip, "Ink", center(strip, "Ink") + QPoint(40, 0))
    assert names(strip) == before
    assert not visitor.studio.settings.current.style_order
    assert not visitor.controller.project.styles


def test_the_strip_scrolls_under_a_drag_at_its_edge(make_visitor: MakeVisitor, tmp_path: Path) -> None:
    styles = tuple(make_picture(tmp_path / f"style_{n:02}.png") for n in range(20))
    visitor = make_visitor(samples=Samples((), styles))
    visitor.until(lambda: len(visitor.controller.shelf.styles) == 23)
    strip = visitor.find(StyleStrip, "style_strip")
    bar = strip.horizontalScrollBar()
    begin_drag(strip, "00", QPoint(strip.viewport().width() - 10, 40))
    visitor.until(lambda: bar.value() == bar.maximum())
    QTest.mouseRelease(strip.viewport(), Qt.MouseButton.LeftButton)
    assert names(strip)[-1] == "00"
    at = bar.value()
    visitor.qtbot.wait(100)
    assert bar.value() == at


def test_keys_and_menu_move_a_style_too(visitor: Visitor, strip: StyleStrip) -> None:
    take(strip, "apple")
    QTest.keyClick(strip, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert names(strip) == ["plum", "Ink", "apple", "Meadow", "Ember"]
    assert strip.currentIndex().data() == "apple", "and it can be moved on"
    QTest.keyClick(strip, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(strip, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(strip, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert names(strip) == ["apple", "plum", "Ink", "Meadow", "Ember"]
    assert not offered(strip, "apple")["Move to the Left"].isEnabled()
    offered(strip, "apple")["Move to the Right"].trigger()
    assert names(strip) == ["plum", "apple", "Ink", "Meadow", "Ember"]


def test_what_is_new_stands_in_front_also_of_an_order_made_by_hand(
    visitor: Visitor, strip: StyleStrip
) -> None:
    take(strip, "Ember")
    QTest.keyClick(strip, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    visitor.controller.add_styles([visitor.style])
    visitor.until(lambda: len(names(strip)) == 6)
    assert names(strip) == ["style", "plum", "apple", "Ink", "Ember", "Meadow"]


def test_an_order_remembers_who_is_away(tmp_path: Path) -> None:
    arrangement = Arrangement(SettingsStore(tmp_path / "settings.json"))
    arrangement.move("c", "a", ["a", "b", "c"], is_after=False)
    assert arrangement.ordered(["a", "b", "c", "d"]) == ["c", "a", "b", "d"]
    assert arrangement.ordered(["a", "b"]) == ["a", "b"]
    arrangement.move("b", "a", ["a", "b"], is_after=False)
    assert arrangement.ordered(["new", "a", "b", "c"]) == ["new", "b", "a", "c"]


# -- names -------------------------------------------------------------------------------------------------


def write_name(strip: StyleStrip, text: str) -> None:
    field = strip.findChild(QLineEdit, "style_name")
    assert field is not None
    field.selectAll()
    field.insert(text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    QApplication.processEvents()


def test_a_style_of_ones_own_gets_another_name_and_loses_it_again(
    make_visitor: MakeVisitor, visitor: Visitor, strip: StyleStrip
) -> None:
    take(strip, "plum")
    QTest.keyClick(strip, Qt.Key.Key_F2)
    write_name(strip, "  Pflaume <b>毛笔 ")
    index = strip.index_of(str(visitor.folder / "styles" / "plum.png"))
    assert index.data() == "Pflaume <b>毛笔"
    assert "<b>Pflaume &lt;b&gt;毛笔</b>" in index.data(Qt.ItemDataRole.ToolTipRole), "a name is no markup"
    visitor.studio.window.close()
    again = make_visitor()
    again.until(lambda: len(again.controller.shelf.styles) == 5)
    strip = again.find(StyleStrip, "style_strip")
    assert names(strip)[0] == "Pflaume <b>毛笔"
    offered(strip, "Pflaume <b>毛笔")["Rename"].trigger()
    write_name(strip, " ")
    assert names(strip)[0] == "plum"
    assert not again.studio.settings.current.style_names


def test_a_name_that_is_being_written_outlives_what_happens_to_the_strip(
    visitor: Visitor, strip: StyleStrip
) -> None:
    visitor.open_photo()
    take(strip, "plum")
    QTest.keyClick(strip, Qt.Key.Key_F2)
    visitor.controller.shelf.add([visitor.style])
    visitor.until(lambda: visitor.controller.glances.image_for(str(visitor.style)))
    write_name(strip, "damson")
    assert names(strip)[:3] == ["style", "damson", "apple"]


def test_a_new_name_is_known_beside_the_sliders(visitor: Visitor, strip: StyleStrip) -> None:
    source = str(visitor.folder / "styles" / "plum.png")
    visitor.controller.choose_style(source)
    visitor.controller.shelf.rename(source, "damson")
    from desktop_app.widgets.slider_field import SliderField

    assert visitor.find(SliderField, "weight_0").label.text() == "damson"


def test_what_comes_with_the_program_keeps_its_name_and_its_place(
    visitor: Visitor, strip: StyleStrip
) -> None:
    take(strip, "Ink")
    QTest.keyClick(strip, Qt.Key.Key_F2)
    assert strip.findChild(QLineEdit, "style_name") is None
    QTest.keyClick(strip, Qt.Key.Key_Delete)
    assert "Ink" in names(strip)
    assert not {"Rename", "Remove From the Strip"} & set(offered(strip, "Ink"))


# -- taken off ---------------------------------------------------------------------------------------------


def test_a_style_taken_off_the_strip_is_put_back_where_it_was(visitor: Visitor, strip: StyleStrip) -> None:
    take(strip, "apple")
    QTest.keyClick(strip, Qt.Key.Key_F)
    offered(strip, "apple")["Remove From the Strip"].trigger()
    assert names(strip) == ["plum", "Ink", "Meadow", "Ember"]
    assert (visitor.folder / "styles" / "apple.png").exists()
    assert visitor.says("apple is off the strip")
    visitor.studio.window.page.notices.action_button.click()
    assert names(strip) == ["plum", "apple", "Ink", "Meadow", "Ember"]
    assert index_of(strip, "apple").data(StripRole.is_favourite), "as it was"


def test_a_style_in_use_can_be_taken_off_and_the_picture_stays(visitor: Visitor, strip: StyleStrip) -> None:
    visitor.open_photo()
    visitor.controller.choose_style(str(visitor.folder / "styles" / "plum.png"))
    visitor.until_painted()
    visitor.controller.remove_style(str(visitor.folder / "styles" / "plum.png"))
    assert "plum" not in names(strip)
    assert visitor.shown is not None
    assert len(visitor.controller.project.styles) == 1


def test_one_can_be_taken_off_after_another_start_too(make_visitor: MakeVisitor, visitor: Visitor) -> None:
    bring_styles(visitor)
    visitor.studio.window.close()
    again = make_visitor()
    again.until(lambda: len(again.controller.shelf.styles) == 5)
    strip = again.find(StyleStrip, "style_strip")
    take(strip, "apple")
    QTest.keyClick(strip, Qt.Key.Key_Delete)
    assert names(strip) == ["plum", "Ink", "Meadow", "Ember"]


def test_of_too_many_the_oldest_are_forgotten_but_no_favourite(visitor: Visitor) -> None:
    old = [f"/away/{n}.png" for n in range(OWN_LIMIT)]
    visitor.studio.settings.change(own_styles=tuple(old), favourites=(old[-1],))
    for name in OWN:
        visitor.controller.shelf.add([make_picture(visitor.folder / "styles" / name)])
    visitor.until(lambda: len(visitor.controller.shelf.styles) == 5)
    own = visitor.studio.settings.current.own_styles
    assert len(own) == OWN_LIMIT + 1
    assert own[2:] == (*old[:-2], old[-1])


def test_a_trained_style_is_taken_off_and_comes_back_when_it_is_added_again(
    make_visitor: MakeVisitor, tmp_path: Path
) -> None:
    visitor = make_visitor("tests.odd_engines:TrainedEngine")
    visitor.until(lambda: len(visitor.controller.shelf.styles) == 4)
    strip = visitor.find(StyleStrip, "style_strip")
    source = index_of(strip, "mine").data(StripRole.source)
    visitor.controller.remove_style(source)
    assert "mine" not in names(strip)
    visitor.studio.window.close()
    again = make_visitor("tests.odd_engines:TrainedEngine")
    again.until(lambda: len(again.controller.shelf.styles) == 3)
    again.controller.add_styles([Path(source)])
    again.until(lambda: len(again.controller.shelf.styles) == 4)


# -- what is told ------------------------------------------------------------------------------------------


def test_hovering_tells_where_a_style_is_from_and_under_which_licence(
    make_visitor: MakeVisitor, tmp_path: Path
) -> None:
    visitor = make_visitor(samples=Samples((), (make_picture(tmp_path / "style_ink.png"),)))
    visitor.controller.shelf.add([visitor.style])
    visitor.until(lambda: len(visitor.controller.shelf.styles) == 4)
    strip = visitor.find(StyleStrip, "style_strip")

    def told(name: str) -> str:
        return re.sub("<.*?>", " ", index_of(strip, name).data(Qt.ItemDataRole.ToolTipRole))

    assert "After A. Painter, Meadow" in told("Meadow")
    assert "Licence: Public domain" in told("Meadow")
    assert "After A. Painter, Ink" in told("Ink"), "a sample picture tells what the preset of its name tells"
    assert str(visitor.style) in told("style")


@pytest.mark.qt_log_ignore("This plugin does not support")  # popups, on no screen
def test_the_menu_is_reached_by_keys(visitor: Visitor, strip: StyleStrip) -> None:
    take(strip, "Ember")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), QPoint(1, 1))
    QApplication.sendEvent(strip, event)
    menu = visitor.find(QMenu, "style_menu")
    menu.actions()[0].trigger()
    menu.close()
    assert [style.source for style in visitor.controller.project.styles] == ["preset:ember"]


def test_leaving_with_the_mouse_leaves_no_mark(visitor: Visitor, strip: StyleStrip) -> None:
    QTest.mouseMove(strip.viewport(), QPoint(strip.viewport().width() - 5, 5))  # wherever it was before
    clean = strip.viewport().grab().toImage()
    QTest.mouseMove(strip.viewport(), center(strip, "Meadow"))
    assert strip.viewport().grab().toImage() != clean
    QApplication.sendEvent(strip.viewport(), QEvent(QEvent.Type.Leave))
    assert strip.viewport().grab().toImage() == clean


def test_a_wrong_arrangement_in_the_settings_falls_back_alone(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(
        '{"style_names": {"a.png": "A", "b.png": 7}, "favourites": ["a.png", 1], "style_order": "abc", '
        '"hidden_styles": null, "only_favourites": "yes", "theme": "dark"}'
    )
    found = SettingsStore(path).current
    assert found == Settings(theme="dark", style_names={"a.png": "A"}, favourites=("a.png",))


def test_what_was_chosen_stays_in_sight_where_there_is_less_room(visitor: Visitor) -> None:
    visitor.open_photo()
    visitor.controller.add_styles([visitor.style])
    visitor.until(lambda: len(visitor.controller.shelf.styles) == 4)
    visitor.until(lambda: visitor.controller.project.is_paintable)
    visitor.controller.choose_style(visitor.controller.shelf.styles[-1].source)
    chosen = visitor.controller.shelf.styles[-1].source
    for language in ("en", "zh_CN"):
        visitor.studio.set_language(language)
        strip = visitor.studio.window.page.strip
        strip.resize(250, strip.height())
        assert chosen in strip.seen()
