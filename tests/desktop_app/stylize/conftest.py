"""A whole window over a scripted engine in its own process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PIL import Image
from PySide6.QtCore import QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.app import Studio
from desktop_app.resources import Samples
from desktop_app.settings import SettingsStore
from desktop_app.stylize.controller import StylizeController
from desktop_app.widgets.notice_bar import Message
from tests import fakes

PATIENCE_MS = 15_000
PHOTO_COLOR, STYLE_COLOR = (200, 60, 20), (10, 90, 160)

Found = TypeVar("Found", bound=QObject)
Page = TypeVar("Page", bound=QWidget)


def make_picture(
    path: Path, color: tuple[int, int, int] = PHOTO_COLOR, size: tuple[int, int] = (400, 300)
) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, color).save(path)
    return path


class Visitor:
    """Somebody in front of the window: finds things by name, waits until something is so."""

    def __init__(self, qtbot: QtBot, studio: Studio, folder: Path) -> None:
        self.qtbot, self.studio, self.folder = qtbot, studio, folder
        self.photo = make_picture(folder / "фото 照片.png")
        self.style = make_picture(folder / "style.png", STYLE_COLOR, (64, 64))

    @property
    def controller(self) -> StylizeController:
        return self.studio.controller

    @property
    def message(self) -> Message | None:
        return self.studio.window.page.notices.message

    @property
    def shown(self) -> QImage | None:
        return self.studio.window.page.view.result

    def find(self, kind: type[Found], name: str) -> Found:
        found = self.studio.window.findChild(kind, name)
        assert found is not None, f"nothing is called {name}"
        return found

    def enter(self, kind: type[Page], room: str) -> Page:
        """The page of a room, as soon as all its parts are made."""
        rooms = self.studio.window.rooms
        rooms.enter(room)
        self.until(lambda: isinstance(rooms.page, kind))
        assert isinstance(rooms.page, kind)
        return rooms.page

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE_MS)

    def until_ready(self) -> None:
        self.until(lambda: self.studio.engine_state.phase == "ready")

    def open_photo(self) -> None:
        self.controller.open_photo(self.photo)
        self.until(lambda: self.controller.photo_image)

    def until_painted(self) -> None:
        self.until(lambda: self.controller.easel.is_current and not self.controller.easel.is_busy)

    def paint(self) -> None:
        """As far as a first picture."""
        self.open_photo()
        self.controller.add_styles([self.style])
        self.until(lambda: self.controller.project.is_paintable)
        self.until_painted()

    def says(self, part: str) -> bool:
        return self.message is not None and part in self.message.text


MakeVisitor = Callable[..., Visitor]


@pytest.fixture
def make_visitor(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[MakeVisitor]:
    visitors: list[Visitor] = []
    looks = (qapp.style().objectName(), qapp.palette(), qapp.styleSheet())

    def make(engine: str = fakes.FACTORY, samples: Samples | None = None) -> Visitor:
        store = SettingsStore(tmp_path / "settings.json")
        studio = Studio(store, engine=engine, samples=samples or Samples())
        visitors.append(Visitor(qtbot, studio, tmp_path))
        studio.open([])
        qtbot.waitExposed(studio.window)
        return visitors[-1]

    yield make
    for visitor in visitors:
        visitor.studio.quit()
        assert not visitor.studio.worker.isRunning()
        visitor.studio.window.deleteLater()
        visitor.studio.deleteLater()
    qapp.setStyle(looks[0])
    qapp.setPalette(looks[1])
    qapp.setStyleSheet(looks[2])


@pytest.fixture
def visitor(make_visitor: MakeVisitor) -> Visitor:
    return make_visitor()
