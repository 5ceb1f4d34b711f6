"""Somebody brings a folder of works: from an empty form to a game that begins."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
)

from desktop_app.collections.doubt_list import DoubtList, DoubtView
from desktop_app.collections.page import CollectionsPage
from desktop_app.collections.picture_box import PictureBox
from desktop_app.collections.tasks import all_tasks
from models.collection_requests import TASKS
from models.games import GAMES
from models.losses.adversarial import OBJECTIVES as KNOWN
from tests.desktop_app.collections.room import draft, enter, works
from tests.desktop_app.stylize.conftest import Visitor, make_picture, make_visitor, visitor

__all__ = ["make_visitor", "visitor", "works"]


def test_nothing_of_the_room_is_made_before_it_is_entered(visitor: Visitor) -> None:
    assert "collections" not in visitor.studio.__dict__
    enter(visitor)
    assert "collections" in visitor.studio.__dict__


def test_the_words_are_of_the_engines_tasks_and_objectives() -> None:
    assert tuple(words.task for words in all_tasks()) == TASKS
    assert {game["objective"] for game in GAMES.values()} == set(KNOWN)


def test_the_coach_speaks_before_anything_is_learnt(visitor: Visitor, works: Path) -> None:
    room, _ = enter(visitor)
    missing, start = visitor.find(QLabel, "collection_missing"), visitor.find(QPushButton, "start_collection")
    assert "folder of works" in missing.text()
    room.drafting.choose_works(works)
    visitor.until(lambda: "photographs" in missing.text())
    assert not start.isEnabled()
    visitor.until(lambda: room.drafting.time)
    assert visitor.find(QLabel, "works_said").text() == "6 works.\nIt takes 40 minutes here."
    visitor.until(lambda: room.drafting.crops)
    room.drafting.choose_photos(works)
    visitor.until(start.isEnabled)


def test_the_time_is_that_of_the_chosen_task_and_none_is_said_where_none_can_be_measured(
    visitor: Visitor, works: Path
) -> None:
    draft(visitor, works, "conditional")
    said = visitor.find(QLabel, "works_said")
    visitor.until(lambda: "50 minutes" in said.text())
    visitor.find(QRadioButton, "task_unpaired").click()
    assert "minutes" not in said.text(), "not that of another task"
    visitor.find(QRadioButton, "task_few-shot").click()
    visitor.until(lambda: "40 minutes" in said.text())


def test_what_has_no_partner_is_named_before_pairs_are_learnt_from(
    visitor: Visitor, works: Path, tmp_path: Path
) -> None:
    room, _ = draft(visitor, works, "paired")
    said = visitor.find(QLabel, "works_said")
    visitor.until(lambda: "2 pairs are found.\n作品 works has no partner." in said.text())
    doubts = visitor.find(DoubtList, "coach_doubts")
    assert "a.png has a frame" in doubts.item(0).text(), "of pairs that look alike both are used"
    (tmp_path / "second").mkdir()
    room.drafting.choose_photos(tmp_path / "second")
    visitor.until(lambda: "second has no partner." in said.text())
    assert "作品" not in said.text()
    visitor.find(QRadioButton, "task_few-shot").click()
    assert "partner" not in said.text(), "no other task has pairs"


def test_what_is_to_be_looked_at_is_seen_small_and_by_a_key_or_a_click_large(
    visitor: Visitor, works: Path
) -> None:
    room, _ = enter(visitor)
    doubts = visitor.find(DoubtList, "coach_doubts")
    assert not doubts.isVisible()
    room.drafting.choose_works(works)
    visitor.until(lambda: doubts.count())
    texts = [doubts.item(row).text() for row in range(doubts.count())]
    assert texts[:2] == ["f.png looks like a.png.", "a.png has a frame or an even border."]
    assert "notes.txt cannot be read" in texts[2]
    both, one, none = (grab_icon(doubts, row) for row in range(3))
    assert both.width() > 2 * both.height()
    seen = [
        [image.pixelColor(x, image.height() // 2).alpha() for x in (30, 100)] for image in (both, one, none)
    ]
    assert seen == [[255, 255], [255, 0], [0, 0]], "what cannot be read has no picture"
    doubts.setFocus()
    doubts.setCurrentRow(0)
    QTest.keyClick(doubts, Qt.Key.Key_Return)
    view = visitor.find(DoubtView, "doubt_view")
    visitor.until(lambda: all(not box.place.isEmpty() for box in view.findChildren(PictureBox)))
    assert [box.accessibleName() for box in view.findChildren(PictureBox)] == ["f.png", "a.png"]
    place = doubts.visualItemRect(doubts.item(1)).center()
    QTest.mouseClick(doubts.viewport(), Qt.MouseButton.LeftButton, pos=place)
    visitor.until(lambda: visitor.find(DoubtView, "doubt_view").windowTitle() == "a.png")


def test_a_work_that_is_gone_meanwhile_is_told_where_it_would_be_seen(visitor: Visitor, works: Path) -> None:
    room, _ = enter(visitor)
    room.drafting.choose_works(works)
    doubts = visitor.find(DoubtList, "coach_doubts")
    visitor.until(lambda: doubts.count())
    (works / "a.png").unlink()
    doubts.setCurrentRow(1)
    QTest.keyClick(doubts, Qt.Key.Key_Space)
    (box,) = visitor.find(DoubtView, "doubt_view").findChildren(PictureBox)
    visitor.until(lambda: "a.png" in box.hint)
    assert box.place.isEmpty()


def grab_icon(doubts: DoubtList, row: int) -> QImage:
    return doubts.item(row).icon().pixmap(doubts.iconSize()).toImage()


def test_a_folder_of_folders_suits_several_styles_unless_a_task_was_chosen(
    visitor: Visitor, works: Path
) -> None:
    for name in ("ink", "comic"):
        make_picture(works / name / "x.png")
    room, _ = enter(visitor)
    room.drafting.choose_works(works)
    visitor.until(lambda: visitor.find(QRadioButton, "task_conditional").isChecked())
    assert "Frozen" in visitor.find(QLabel, "task_frozen").text()
    visitor.find(QRadioButton, "task_imagine").click()
    room.drafting.choose_works(works)
    visitor.until(lambda: room.drafting.report)
    assert room.drafting.request.task == "imagine"


def test_an_empty_folder_is_refused_in_words_and_can_be_chosen_again(
    visitor: Visitor, works: Path, tmp_path: Path
) -> None:
    room, page = enter(visitor)
    (tmp_path / "empty").mkdir()
    room.drafting.choose_works(tmp_path / "empty")
    visitor.until(lambda: page.notices.message)
    assert page.notices.message is not None
    assert "Check its name" in page.notices.message.text
    assert not room.drafting.has_works
    room.drafting.choose_works(works)
    assert not page.notices.isVisible(), "it is mended"
    visitor.until(lambda: room.drafting.report)


def test_what_is_frozen_of_a_style_is_chosen_and_shown(visitor: Visitor, works: Path) -> None:
    room, _ = draft(visitor, works, "few-shot")
    room.drafting.choose_photos(works)
    frozen, trunk = visitor.find(QLabel, "task_frozen"), visitor.find(QCheckBox, "learn_trunk")
    assert not trunk.isChecked()
    assert "how photographs are read" in frozen.text()
    trunk.click()
    learn = ["trunk", "middle", "fine", "answer"]
    assert json.loads(room.drafting.request.recipe) == {"learn": learn, "depth": "own"}
    assert "ticked" in frozen.text()
    visitor.find(QRadioButton, "task_unpaired").click()
    assert not trunk.isVisible()
    assert room.drafting.request.recipe == "", "that task has a network of its own"
    visitor.find(QRadioButton, "task_few-shot").click()
    for name in ("middle", "fine", "answer"):
        visitor.find(QCheckBox, f"learn_{name}").click()
    assert not visitor.find(QPushButton, "start_collection").isEnabled()
    assert "tick" in visitor.find(QLabel, "collection_missing").text()
    for name in ("middle", "fine", "answer"):
        visitor.find(QCheckBox, f"learn_{name}").click()
    assert room.drafting.request.recipe == "", "as the task has it"
    assert visitor.find(QPushButton, "start_collection").isEnabled()


def test_experts_change_the_recipe_by_hand_or_by_boxes(visitor: Visitor, works: Path) -> None:
    room, _ = draft(visitor, works)
    box = visitor.find(QComboBox, "expert_objective")
    box.setCurrentText("wgan")
    box.activated.emit(box.currentIndex())
    visitor.find(QCheckBox, "expert_tileable").click()
    assert room.drafting.recipe["tileable"]
    assert room.drafting.recipe["game"] == {"objective": "wgan"}, "with its paper's terms"
    room.drafting.change_recipe("game", {"objective": "wgan", "clip": 0.5, "pace": 0.5})
    box.setCurrentText("wgan-gp")
    box.activated.emit(box.currentIndex())
    assert room.drafting.recipe["game"] == {"objective": "wgan-gp", "pace": 0.5}, "no term of the other"
    assert box.currentText() == "wgan-gp"
    room.drafting.change_recipe("game", None)
    box.setCurrentIndex(0)
    box.activated.emit(0)
    assert "game" not in room.drafting.recipe
    field = visitor.find(QLineEdit, "expert_recipe")
    assert json.loads(field.text()) == room.drafting.recipe
    field.selectAll()
    QTest.keyClicks(field, '{"size_px": 128')  # not finished yet
    assert room.drafting.recipe == {}
    QTest.keyClicks(field, "}")
    assert visitor.find(QComboBox, "expert_size").currentData() == 128


def test_works_with_lettering_are_not_mirrored_where_that_is_wished(visitor: Visitor, works: Path) -> None:
    room, _ = draft(visitor, works)
    mirrored = visitor.find(QCheckBox, "expert_flip")
    assert mirrored.isChecked()
    room.drafting.change(recipe='{"augmentation": {"colour": 0.1}}')
    mirrored.click()
    assert room.drafting.recipe == {"augmentation": {"colour": 0.1, "flip": False}}
    mirrored.click()
    assert room.drafting.recipe == {"augmentation": {"colour": 0.1}}


def test_the_photographs_are_looked_at_before_anything_begins(
    visitor: Visitor, works: Path, tmp_path: Path
) -> None:
    room, _ = draft(visitor, works, "unpaired")
    said, start = visitor.find(QLabel, "second_said"), visitor.find(QPushButton, "start_collection")
    room.drafting.choose_photos(works)
    visitor.until(lambda: "6 photographs will be used." in said.text())
    assert "1 left out. The first: notes.txt cannot be read" in said.text()
    assert start.isEnabled()
    (tmp_path / "empty").mkdir()
    room.drafting.choose_photos(tmp_path / "empty")
    visitor.until(lambda: not start.isEnabled())
    assert visitor.find(QLabel, "collection_missing").text().startswith("No photograph in that folder")
    room.drafting.choose_photos(tmp_path / "gone")
    visitor.until(lambda: "There is no folder" in said.text())
    visitor.find(QRadioButton, "task_imagine").click()
    assert start.isEnabled(), "it wants none"


def test_all_methods_without_pairs_can_be_chosen_by_name(visitor: Visitor, works: Path) -> None:
    room, _ = draft(visitor, works, "unpaired")
    box = visitor.find(QComboBox, "expert_method")
    usual = "From the universal network"
    assert box.currentText() == usual
    for name, method in (("CUT", "cut"), ("CycleGAN", "cycle"), ("FastCUT", "fastcut"), (usual, None)):
        box.setCurrentText(name)
        box.activated.emit(box.currentIndex())
        assert room.drafting.recipe.get("method") == method
        assert box.currentText() == name


def test_other_networks_than_those_of_the_papers_can_be_chosen(visitor: Visitor, works: Path) -> None:
    room, _ = draft(visitor, works, "unpaired")
    backbone, scales = visitor.find(QCheckBox, "expert_backbone"), visitor.find(QCheckBox, "expert_scales")
    assert backbone.isHidden(), "our own method has players of its own"
    room.drafting.choose_method("cut")
    backbone.click()
    scales.click()
    assert room.drafting.recipe == {"method": "cut", "backbone": True, "scales": 3}
    scales.click()
    assert room.drafting.recipe == {"method": "cut", "backbone": True}
    room.drafting.choose_method(None)
    assert not room.drafting.recipe
    room.drafting.change(task="paired")
    backbone.click()
    assert room.drafting.recipe == {"backbone": True}
    room.drafting.change(task="imagine")
    assert not room.drafting.recipe
    assert backbone.isHidden()


def test_a_folder_is_dropped_as_works_and_another_beside_it(visitor: Visitor, works: Path) -> None:
    room, page = enter(visitor)
    drop(page, works, 0.5)
    visitor.until(lambda: room.drafting.report)
    assert room.drafting.request.works == works
    drop(page, works.parent, 0.9)
    assert room.drafting.request.photos == works.parent
    assert room.drafting.request.works == works


def drop(page: CollectionsPage, path: Path, across: float) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    inside = QPoint(round(page.pages.width() * across), page.pages.height() // 2)
    at = page.pages.mapTo(page, inside)
    action, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(page, QDragEnterEvent(at, action, mime, left, none))
    QApplication.sendEvent(page, QDropEvent(QPointF(at), action, mime, left, none))


def test_another_language_finds_the_room_where_it_was(visitor: Visitor, works: Path) -> None:
    room, _ = draft(visitor, works)
    visitor.studio.set_language("zh_CN")
    _, page = enter(visitor)
    assert room.drafting.request.task == "imagine"
    assert page.side.new.text() == "新建训练"
