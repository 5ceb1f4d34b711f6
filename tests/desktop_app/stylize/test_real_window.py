"""On a real screen: what is painted is what somebody would see. Under Xvfb; elsewhere skipped."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QGuiApplication, QImage

from tests.desktop_app.stylize.conftest import PHOTO_COLOR, MakeVisitor, Visitor
from tests.desktop_app.stylize.test_room import INVERTED, choose

pytestmark = pytest.mark.window


@pytest.fixture
def seen(make_visitor: MakeVisitor) -> Visitor:
    visitor = make_visitor()
    if QGuiApplication.platformName() == "offscreen":
        pytest.skip("needs a real screen, as xvfb-run gives one")
    visitor.studio.window.move(0, 0)
    visitor.studio.window.resize(1200, 800)
    return visitor


def screen(visitor: Visitor) -> QImage:
    """The screen as it is, window borders and all."""
    visitor.qtbot.wait(200)
    return QGuiApplication.primaryScreen().grabWindow(0).toImage()


def color_in_view(visitor: Visitor, x_share: float) -> QColor:
    view = visitor.studio.window.page.view
    at = view.mapToGlobal(QPoint(round(view.width() * x_share), view.height() // 2 + 60))
    return screen(visitor).pixelColor(at)


def is_near(one: QColor, other: QColor) -> bool:
    return all(abs(a - b) <= 4 for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True))  # type: ignore[index]


def test_the_painting_and_the_photograph_are_on_the_screen(seen: Visitor) -> None:
    seen.paint()
    assert is_near(color_in_view(seen, 0.4), INVERTED)
    seen.studio.window.commands.compare.trigger()
    assert is_near(color_in_view(seen, 0.4), QColor(*PHOTO_COLOR))
    assert is_near(color_in_view(seen, 0.6), INVERTED)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_both_themes_reach_every_corner(seen: Visitor, theme: str) -> None:
    choose(seen.studio.window.commands, "themes", theme)
    window, image = seen.studio.window, screen(seen)
    grounds = [
        image.pixelColor(part.mapToGlobal(QPoint(part.width() - 3, part.height() // 2))).lightness()
        for part in (window.menuBar(), window.page.side, window.status, window.page.strip.viewport())
    ]
    assert all(ground < 70 for ground in grounds) if theme == "dark" else all(g > 200 for g in grounds)
