"""Swatches of a generator: the map, what is kept of it, and the way into Stylize."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QLabel,
    QPushButton,
)

from desktop_app.collections.imagine_page import KeptList, LatentMap
from desktop_app.collections.imagining import between, kept_path
from desktop_app.collections.page import CollectionsPage
from tests.desktop_app.collections.room import enter, explore, works
from tests.desktop_app.stylize.conftest import MakeVisitor, Visitor, make_visitor, visitor

__all__ = ["make_visitor", "visitor", "works"]


def test_a_generator_in_the_strip_shows_its_swatches_when_asked(make_visitor: MakeVisitor) -> None:
    visitor = make_visitor("tests.odd_engines:SwatchesEngine")
    visitor.until(lambda: visitor.controller.shelf.find("/styles/grain.safetensors"))
    strip = visitor.studio.window.page.strip
    menu = strip.make_menu(strip.index_of("/styles/grain.safetensors"))
    next(action for action in menu.actions() if action.text() == "Explore Its Swatches").trigger()
    menu.close()
    assert visitor.studio.window.rooms.current == "collections"
    rooms = visitor.studio.window.rooms
    visitor.until(
        lambda: isinstance(rooms.page, CollectionsPage) and visitor.studio.collections.imagining.map
    )
    assert visitor.find(LatentMap, "latent_map").isVisible()
    assert "Explore Its Swatches" not in {
        action.text() for action in strip.make_menu(strip.index_of("preset:ink")).actions()
    }


def test_the_map_is_explored_by_mouse_and_keys(visitor: Visitor) -> None:
    room, shown = explore(visitor)
    imagining = room.imagining
    assert imagining.spot == (0.5, 0.5)
    assert {share for _, share in imagining.place} == {0.25}
    seeds = visitor.find(QLabel, "swatch_seeds")
    assert seeds.text() == "Seeds 0 (25%), 1 (25%), 2 (25%), 3 (25%)"
    QTest.keyClick(shown, Qt.Key.Key_Right)
    assert imagining.spot[0] == pytest.approx(0.5 + 1 / 6)
    place = shown.place
    corner = QPoint(round(place.left()) + 2, round(place.top()) + 2)
    QTest.mouseClick(shown, Qt.MouseButton.LeftButton, pos=corner)
    assert imagining.place == ((0, 1.0),)
    assert seeds.text() == "Seed 0"
    visitor.until(lambda: imagining.swatch and imagining.swatch.pixelColor(0, 0).red() == 255)


def test_what_is_kept_stays_is_forgotten_and_comes_back(visitor: Visitor) -> None:
    room, _ = explore(visitor)
    imagining = room.imagining
    for x in (0.0, 1.0):
        imagining.move(x, 0.0)
        imagining.keep()
    visitor.until(lambda: len(imagining.kept) == 2)
    kept = visitor.find(KeptList, "kept_swatches")
    kept.setCurrentRow(0)
    QTest.keyClick(kept, Qt.Key.Key_Delete)
    assert kept.count() == 1
    enter(visitor)[1].notices.action_button.click()  # Undo
    assert kept.count() == 2
    visitor.find(QPushButton, "map_between").click()
    assert set(imagining.place) == {(0, 0.5), (1, 0.5)}
    visitor.find(QPushButton, "map_back").click()
    assert len(imagining.place) == 4
    assert imagining.generator is not None
    generator = imagining.generator
    visitor.until(lambda: len(json.loads(kept_path(generator).read_bytes())) == 2)
    imagining.close()
    imagining.open(generator)
    imagining.move(0.0, 1.0)
    imagining.keep()  # before what was kept is read
    visitor.until(lambda: len(imagining.kept) == 3)
    visitor.until(lambda: len(json.loads(kept_path(generator).read_bytes())) == 3)


def test_what_is_kept_outlives_being_left_early_and_undo_knows_its_generator(visitor: Visitor) -> None:
    room, _ = explore(visitor)
    imagining = room.imagining
    assert imagining.generator is not None
    generator = imagining.generator
    places = (((1, 1.0),), ((2, 1.0),), ((3, 0.5), (4, 0.5)))

    def on_disk() -> list[object]:
        found: list[object] = json.loads(kept_path(generator).read_bytes())
        return found

    kept_path(generator).write_text(json.dumps(places))
    before = kept_path(generator).read_bytes()
    imagining.open(generator)
    visitor.until(lambda: imagining.kept)  # the others are still to come
    imagining.close()
    assert kept_path(generator).read_bytes() == before, "looking changes nothing"
    imagining.open(generator)
    visitor.until(lambda: len(imagining.kept) == 3)
    kept = visitor.find(KeptList, "kept_swatches")
    kept.setCurrentRow(1)
    QTest.keyClick(kept, Qt.Key.Key_Delete)
    visitor.until(lambda: len(on_disk()) == 2)
    other = generator.with_name("others.safetensors")
    imagining.open(other)
    visitor.until(lambda: imagining.map)
    enter(visitor)[1].notices.action_button.click()  # Undo
    visitor.until(lambda: len(on_disk()) == 3)
    assert not imagining.kept
    assert not kept_path(other).exists()


def test_a_swatch_is_painted_with_in_stylize(visitor: Visitor) -> None:
    visitor.open_photo()
    shown = explore(visitor)[1]
    QTest.keyClick(shown, Qt.Key.Key_Return)
    visitor.until(lambda: visitor.studio.window.rooms.current == "stylize")
    visitor.until(lambda: visitor.controller.project.is_paintable)
    source = Path(visitor.controller.project.styles[0].source)
    assert source.name == "swatches 1.png"
    assert source.exists()


def test_a_file_that_is_no_generator_is_said_and_nothing_is_shown(visitor: Visitor) -> None:
    room, page = enter(visitor)
    room.imagining.open(visitor.folder / "broken.safetensors")
    visitor.until(lambda: page.notices.message)
    assert page.notices.message is not None
    assert "Copy it again" in page.notices.message.text
    assert page.pages.currentWidget() is page.setup


def test_places_between_corners_have_shares_that_sum_to_one() -> None:
    corners = (((7, 1.0),), ((8, 1.0),), ((7, 0.5), (9, 0.5)), ((8, 1.0),))
    assert between(corners, 0, 0) == ((7, 1.0),)
    assert between(corners, 0, 1) == ((7, 0.5), (9, 0.5))
    assert sum(share for _, share in between(corners, 0.3, 0.6)) == pytest.approx(1, abs=1e-5)
