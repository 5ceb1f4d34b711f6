"""Versions of one photograph: each its own settings, all the same photograph, every change a step."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.document.document import Document, Kept
from desktop_app.document.state import Photo, Project
from desktop_app.document.versions import Versions

STEPS = ["", "open", "copy", "edit", "rename", "switch", "remove"]
PHOTO, OTHER = Photo(Path("a.jpg"), 100, 80), Photo(Path("b.jpg"), 60, 60)


@pytest.fixture
def two() -> Versions:
    """The second is chosen and differs."""
    first = Versions.of(Project(PHOTO, seed=1)).with_copy()
    return first.with_project(replace(first.project, seed=2))


def seeds(versions: Versions) -> list[int]:
    return [version.project.seed for version in versions.each]


def test_a_copy_is_chosen_and_what_it_was_made_of_stays(two: Versions) -> None:
    assert seeds(two) == [1, 2]
    assert two.project.seed == 2
    assert two.with_chosen(1).project.seed == 1


def test_a_copy_stands_behind_its_original_and_no_number_comes_twice(two: Versions) -> None:
    three = two.with_chosen(1).with_copy()
    assert [version.number for version in three.each] == [1, 3, 2]
    assert three.number == 3


def test_another_photograph_is_that_of_all(two: Versions) -> None:
    moved = two.with_project(replace(two.project, photo=OTHER, seed=9))
    assert {version.project.photo for version in moved.each} == {OTHER}
    assert seeds(moved) == [1, 9]


def test_one_that_is_removed_leaves_its_neighbour_chosen_and_the_last_stays(two: Versions) -> None:
    assert two.without(2).number == 1
    assert two.without(1).number == 2
    three = two.with_copy()
    assert three.with_chosen(2).without(2).number == 3
    assert three.without(1).number == 3
    last = two.without(2)
    assert last.without(1) == last
    assert two.without(7) == two


def test_the_neighbours_go_round(two: Versions) -> None:
    assert two.beside(1) == 1
    assert two.beside(-1) == 1
    assert two.with_copy().beside(-1) == 2


def test_a_number_that_is_not_there_changes_nothing(two: Versions) -> None:
    assert two.with_chosen(9) == two
    assert two.with_name(9, "x") == two


def test_every_change_of_versions_is_a_step_that_can_be_undone(qtbot: QtBot) -> None:
    document = Document()
    document.change(Project(PHOTO, seed=1), "open")
    before = document.versions
    document.change_versions(before.with_copy(), "copy")
    document.change(replace(document.project, seed=2), "edit")
    document.change_versions(document.versions.with_name(2, "warm"), "rename")
    document.change_versions(document.versions.with_chosen(1), "switch")
    document.change_versions(document.versions.without(2), "remove")
    assert [step.label for step in document.steps] == STEPS
    document.undo()
    document.undo()
    assert document.versions.chosen.name == "warm"
    assert document.project.seed == 2
    document.go_to(1)
    assert document.versions == before
    document.go_to(len(document.steps) - 1)
    assert seeds(document.versions) == [1]


def test_looking_at_another_version_is_nothing_unsaved(qtbot: QtBot) -> None:
    document = Document()
    document.change_versions(Versions.of(Project(PHOTO)).with_copy(), "copy")
    document.mark_kept(0, Kept(Path("a.impasto"), document.versions))
    document.change_versions(document.versions.with_chosen(1), "switch")
    assert not document.is_modified
    document.change(replace(document.project, seed=4), "edit")
    assert document.is_modified
