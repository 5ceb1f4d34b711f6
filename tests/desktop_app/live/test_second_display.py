"""Live on two displays, into which a real screen is divided. Under Xvfb; elsewhere skipped."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication, QImage, QScreen

from desktop_app.live.page import LivePage
from tests.desktop_app.live.room import no_cameras, play
from tests.desktop_app.stylize.conftest import Visitor, make_visitor, visitor

__all__ = ["make_visitor", "no_cameras", "visitor"]

pytestmark = pytest.mark.window
BLACK = 12  # lightness; what is painted is lighter


@pytest.fixture
def displays(visitor: Visitor) -> Iterator[tuple[QScreen, QScreen]]:
    """The one with the window, and another to its right."""
    if QGuiApplication.platformName() == "offscreen":
        pytest.skip("needs a real screen, as xvfb-run gives one")
    if shutil.which("xrandr") is None:
        pytest.skip("needs xrandr to divide the screen")
    whole = QGuiApplication.primaryScreen().size()
    left, height = whole.width() * 5 // 8, whole.height()
    for name, width, x, output in (
        ("projector", whole.width() - left, left, "none"),
        ("desk", left, 0, "screen"),
    ):
        divide("--setmonitor", name, f"{width}/{width // 4}x{height}/{height // 4}+{x}+0", output)
    visitor.until(lambda: {"desk", "projector"} == {one.name() for one in QGuiApplication.screens()})
    desk, projector = sorted(QGuiApplication.screens(), key=lambda one: one.name())
    visitor.studio.window.setGeometry(desk.geometry())
    yield desk, projector
    for name in ("projector", "desk"):
        subprocess.run(["xrandr", "--delmonitor", name], check=False, capture_output=True)


def divide(*words: str) -> None:
    subprocess.run(["xrandr", *words], check=True, capture_output=True)


def lightness(screen: QScreen) -> int:
    """In the middle of what somebody would see on it."""
    seen: QImage = screen.grabWindow(0).toImage()
    return seen.pixelColor(seen.rect().center()).lightness()


def other_displays(page: LivePage) -> list[str]:
    menu = page.bar.full_button.menu()
    return [action.text() for action in menu.actions()] if menu else []


def test_the_picture_fills_the_display_that_is_chosen_and_the_window_stays(
    visitor: Visitor, displays: tuple[QScreen, QScreen]
) -> None:
    desk, projector = displays
    page = play(visitor)
    size = f"{projector.size().width()} × {projector.size().height()}"
    assert f"projector, {size}" in other_displays(page)
    menu = page.bar.full_button.menu()
    assert menu is not None
    chosen = next(action for action in menu.actions() if action.text().startswith("projector"))
    chosen.trigger()
    visitor.until(lambda: page.stage is not None and page.stage.geometry() == projector.geometry())
    assert page.stage is not None
    assert page.stage.isFullScreen()
    visitor.until(lambda: lightness(projector) > BLACK)
    assert visitor.studio.window.screen() is desk
    page.show_full_screen(desk)
    visitor.until(lambda: page.stage is not None and page.stage.geometry() == desk.geometry())


def test_a_display_that_is_unplugged_is_no_longer_offered_and_what_filled_it_goes_on(
    visitor: Visitor, displays: tuple[QScreen, QScreen]
) -> None:
    desk, projector = displays
    page = play(visitor)
    page.show_full_screen(projector)
    visitor.until(lambda: page.stage is not None and page.stage.geometry() == projector.geometry())
    divide("--delmonitor", "projector")
    visitor.until(lambda: not other_displays(page))
    assert page.controller.phase == "running"
    assert page.stage is not None
    assert page.stage.screen() is desk, "it is not left where nobody sees it"
