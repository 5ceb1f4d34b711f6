"""Parts of a style picture are left out by painting on it; undo, sign and project know of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from desktop_app.stylize.strip_model import StripRole
from tests.desktop_app.stylize.conftest import STYLE_COLOR, Visitor
from tests.desktop_app.stylize.test_masks import tone


@pytest.fixture
def painter(visitor: Visitor) -> Visitor:
    """The style picture, 64×64, is on the canvas."""
    visitor.paint()
    visitor.studio.window.activateWindow()
    visitor.find(QToolButton, "picture_0").click()
    visitor.until(lambda: visitor.controller.mask_work.excluding)
    return visitor


def stroke(visitor: Visitor, *points: tuple[float, float]) -> None:
    view, before = visitor.studio.window.page.style_view, visitor.controller.project
    spots = [QPointF(*view.viewport.view_point(*point)).toPoint() for point in points]
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=spots[0])
    for spot in spots[1:]:
        QTest.mouseMove(view, spot)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=spots[-1])
    visitor.until(lambda: visitor.controller.project != before)


def exclusion(visitor: Visitor) -> Path | None:
    return visitor.controller.project.request().styles[0].exclude


def test_the_style_picture_is_on_the_canvas_with_a_brush(painter: Visitor) -> None:
    page = painter.studio.window.page
    assert page.style_view.isVisible()
    assert not page.view.isVisible()
    middle = page.style_view.rect().center()
    assert page.style_view.grab().toImage().pixelColor(middle) == QColor(*STYLE_COLOR)
    assert painter.find(QWidget, "exclude_panel").isVisible()
    assert not page.side.masks.isVisible()
    assert painter.studio.window.commands.exclude.isChecked()


def test_a_stroke_is_a_step_that_reaches_the_request_and_the_tile(painter: Visitor) -> None:
    strip = painter.studio.window.page.strip
    index = next(
        strip.model().index(row, 0)
        for row in range(strip.model().rowCount())
        if strip.model().index(row, 0).data(StripRole.source) == str(painter.style)
    )
    plain = strip.grab().toImage()
    assert not index.data(StripRole.has_exclusion)
    stroke(painter, (4, 4), (4, 60))
    made = exclusion(painter)
    assert made is not None
    assert tone(made, 4 / 64, 0.5) == 255
    assert tone(made, 0.9, 0.5) == 0
    assert painter.controller.project.styles[0].mask is None
    assert index.data(StripRole.has_exclusion)
    assert "left out" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert strip.grab().toImage() != plain
    assert "Leave Out" in painter.controller.document.undo_label
    painter.controller.undo()
    assert exclusion(painter) is None
    assert painter.studio.window.page.style_view.isVisible()
    painter.controller.redo()
    assert exclusion(painter) == made


def test_the_eraser_first_leaves_nothing_out(painter: Visitor) -> None:
    QTest.keyClick(painter.studio.window.page.style_view, Qt.Key.Key_E)
    assert painter.controller.mask_work.current.tool == "eraser"
    stroke(painter, (32, 32), (36, 32))
    made = exclusion(painter)
    assert made is not None
    assert tone(made, 0.1, 0.1) == 0


def test_invert_and_clear_are_those_of_what_is_left_out(painter: Visitor) -> None:
    stroke(painter, (4, 4), (4, 60))
    before = exclusion(painter)
    painter.studio.window.commands.invert_mask.trigger()
    painter.until(lambda: exclusion(painter) != before)
    inverted = exclusion(painter)
    assert inverted is not None
    assert tone(inverted, 0.9, 0.5) == 255
    painter.studio.window.commands.clear_mask.trigger()
    assert exclusion(painter) is None


@pytest.mark.parametrize("way", ["done", "escape", "key", "mask"])
def test_the_photograph_comes_back(painter: Visitor, way: str) -> None:
    page = painter.studio.window.page
    if way == "done":
        panel = painter.find(QWidget, "exclude_panel")
        panel.findChild(QPushButton, "mask_done").click()  # type: ignore[union-attr]
    elif way == "escape":
        QTest.keyClick(page.style_view, Qt.Key.Key_Escape)
    elif way == "key":
        QTest.keyClick(page.style_view, Qt.Key.Key_X)
    else:
        painter.find(QToolButton, "mask_0").click()
    assert page.view.isVisible()
    assert painter.controller.mask_work.excluding is None
    assert not painter.find(QWidget, "exclude_panel").isVisible()
    assert page.view.has_tool == (way == "mask")


def test_a_style_that_leaves_takes_its_picture_from_the_canvas(painter: Visitor) -> None:
    painter.until(lambda: len(painter.controller.shelf.styles) == 4)
    painter.controller.choose_style("preset:ink")
    assert painter.studio.window.page.view.isVisible()
    assert not painter.find(QToolButton, "picture_0").isEnabled() or painter.find(
        QToolButton, "picture_0"
    ).accessibleName().endswith("style")


def test_a_preset_has_no_picture_and_it_is_said(visitor: Visitor) -> None:
    visitor.paint()
    visitor.until(lambda: len(visitor.controller.shelf.styles) == 4)
    visitor.controller.choose_style("preset:ink")
    visitor.studio.window.commands.exclude.trigger()
    assert visitor.says("no picture here")
    assert not visitor.studio.window.commands.exclude.isChecked()


def test_the_menu_of_a_style_picture_offers_it(visitor: Visitor) -> None:
    visitor.paint()
    visitor.until(lambda: len(visitor.controller.shelf.styles) == 4)
    strip = visitor.studio.window.page.strip

    def offered(source: str) -> list[str]:
        menu = strip.make_menu(strip.index_of(source))
        texts = [action.text() for action in menu.actions()]
        menu.close()
        return texts

    assert "Leave Out Parts of Its Picture" in offered(str(visitor.style))
    assert "Leave Out Parts of Its Picture" not in offered("preset:ink")


def test_what_is_left_out_is_kept_in_the_project(painter: Visitor) -> None:
    stroke(painter, (4, 4), (4, 60))
    made = exclusion(painter)
    assert made is not None
    held = made.read_bytes()
    path = painter.folder / "a.impasto"
    painter.studio.projects.save_as(path)
    painter.until(lambda: path.exists() and not painter.controller.document.is_modified)
    painter.studio.projects.start_new()
    painter.studio.projects.open(path)
    painter.until(lambda: painter.controller.project.styles)
    again = exclusion(painter)
    assert again is not None
    assert again.read_bytes() == held
