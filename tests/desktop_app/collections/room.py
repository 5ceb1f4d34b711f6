"""The Collections room, entered and drafted in by its tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QRadioButton,
)

from desktop_app.collections.controller import CollectionsController
from desktop_app.collections.imagine_page import LatentMap
from desktop_app.collections.page import CollectionsPage
from tests.desktop_app.stylize.conftest import Visitor, make_picture


def enter(visitor: Visitor) -> tuple[CollectionsController, CollectionsPage]:
    visitor.until_ready()
    visitor.studio.window.rooms.enter("collections")
    visitor.until(lambda: isinstance(visitor.studio.window.rooms.page, CollectionsPage))
    page = visitor.studio.window.rooms.page
    assert isinstance(page, CollectionsPage)
    return visitor.studio.collections, page


@pytest.fixture
def works(tmp_path: Path) -> Path:
    folder = tmp_path / "作品 works"
    for name in "abcdef":
        make_picture(folder / f"{name}.png")
    (folder / "notes.txt").write_text("no picture")
    return folder


def draft(
    visitor: Visitor, works: Path, task: str = "imagine"
) -> tuple[CollectionsController, CollectionsPage]:
    room, page = enter(visitor)
    room.drafting.choose_works(works)
    visitor.until(lambda: room.drafting.report)
    visitor.find(QRadioButton, f"task_{task}").click()
    return room, page


def explore(visitor: Visitor) -> tuple[CollectionsController, LatentMap]:
    room, _ = enter(visitor)
    room.imagining.open(visitor.folder / "swatches.safetensors")
    visitor.until(lambda: room.imagining.map and room.imagining.swatch)
    return room, visitor.find(LatentMap, "latent_map")
