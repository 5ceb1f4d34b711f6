"""The Live room, entered and played in by its tests."""

from __future__ import annotations

import pytest

from desktop_app.live.controller import LiveController
from desktop_app.live.page import LivePage
from models.live_cameras import Camera
from tests.desktop_app.stylize.conftest import Visitor

DESK, SEA = Camera(0, "Desk Cam", port="1-2:1.0"), Camera(2, "Sea Cam", port="1-3:1.0")


@pytest.fixture(autouse=True)
def no_cameras(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is plugged into this machine."""
    monkeypatch.setattr("desktop_app.cameras.platform.system", lambda: "Linux")
    monkeypatch.setattr("desktop_app.live.source_box.listed", list)
    monkeypatch.setattr("desktop_app.live.format_box.formats_of", lambda source: [])


def enter(visitor: Visitor) -> LivePage:
    visitor.until(lambda: len(visitor.controller.shelf.styles) == 3)
    visitor.studio.window.activateWindow()
    return visitor.enter(LivePage, "live")


def play(visitor: Visitor, name: str = "clip.mp4") -> LivePage:
    page = enter(visitor)
    page.play(visitor.folder / name)
    visitor.until(lambda: page.controller.phase == "running")
    return page


def tone(controller: LiveController) -> int:
    """Of what is seen: the strength in percents."""
    image = controller.image
    return image.pixelColor(3, 3).red() if image is not None else -1


def says(page: LivePage, part: str) -> bool:
    return page.notices.message is not None and part in page.notices.message.text
