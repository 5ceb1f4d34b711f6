"""Somebody brings a folder of works: from an empty form to a game that is watched, and swatches."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
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
    QSpinBox,
    QWidget,
)

from desktop_app.collections.controller import CollectionsController
from desktop_app.collections.doubt_list import DoubtList, DoubtView
from desktop_app.collections.game_figures import GameFigures
from desktop_app.collections.imagine_page import KeptList, LatentMap
from desktop_app.collections.imagining import between, kept_path
from desktop_app.collections.page import CollectionsPage
from desktop_app.collections.picture_box import PictureBox
from desktop_app.collections.tasks import all_tasks, rows_of_sample
from desktop_app.runs.record import GAME, MEASURES, Curves, Event, Record
from models.collection_requests import TASKS, TrainCollection
from models.games import GAMES
from models.losses.adversarial import OBJECTIVES as KNOWN
from tests.desktop_app.stylize.conftest import MakeVisitor, Visitor, make_picture, make_visitor, visitor

__all__ = ["make_visitor", "visitor"]


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


def test_what_a_fork_begins_from_is_seen_and_can_be_taken_away(visitor: Visitor, works: Path) -> None:
    room, _ = draft(visitor, works, "imagine")
    box, frozen = visitor.find(QWidget, "parent_box"), visitor.find(QLabel, "task_frozen")
    assert box.isHidden()
    begun = room.drafting.request
    room.drafting.take_over(begun, works / "Dusk" / "snapshots" / "0000040")
    assert not box.isHidden()
    assert visitor.find(QLabel, "parent_name").text() == "Begins from: Dusk"
    visitor.find(QSpinBox, "parent_frozen").setValue(2)
    assert room.drafting.recipe == {"game": {"frozen": 2}}
    assert "lowest blocks of the discriminator (2)" in frozen.text()
    assert "“Dusk”" in frozen.text()
    visitor.find(QPushButton, "parent_leave").click()
    assert (room.drafting.request.parent, room.drafting.request.recipe) == (None, "")
    assert box.isHidden()
    assert "Dusk" not in frozen.text()

    room.drafting.take_over(begun, works / "Dusk")
    visitor.find(QRadioButton, "task_paired").click()
    assert room.drafting.request.parent is None, "its networks are of another kind"


def test_where_both_ways_were_learnt_the_way_back_is_named(visitor: Visitor, works: Path) -> None:
    room, page = draft(visitor, works, "unpaired")
    room.drafting.choose_photos(works)
    room.drafting.change(name="Dusk", recipe='{"method": "cycle"}')
    visitor.find(QPushButton, "start_collection").click()
    visitor.until(lambda: room.work.status)
    assert visitor.find(QLabel, "sample_rows").text() == (
        "Samples, from above: "
        "photographs, what is made of them, that painted back, works, works painted again"
    )
    visitor.find(QPushButton, "train_stop").click()
    visitor.until(lambda: not room.work.is_running)
    assert page.notices.message is not None
    assert "Dusk back.safetensors" in page.notices.message.text


@pytest.mark.parametrize("recipe", ["{", "[]"])
def test_a_run_whose_recipe_was_mistyped_can_be_looked_at(visitor: Visitor, works: Path, recipe: str) -> None:
    room, _ = draft(visitor, works, "unpaired")
    rows = rows_of_sample(replace(room.drafting.request, recipe=recipe))
    assert rows == "Samples, from above: photographs, what is made of them, works"


def test_a_game_is_watched_with_its_alarm_until_that_is_over(visitor: Visitor, works: Path) -> None:
    room, page = draft(visitor, works)
    visitor.find(QPushButton, "start_collection").click()
    words = visitor.find(QLabel, "alarm_words")
    visitor.until(lambda: "Raise r1" in words.text() and words.isVisible())
    assert visitor.find(QLabel, "game_ahead").text() == "75 %"
    assert visitor.find(QLabel, "game_kid").text() == "0.020 ± 0.010"
    pair = visitor.find(PictureBox, "nearest_pair")
    assert pair.isVisible()
    assert pair.toolTip().endswith("ink/3: wave.png")
    curves = page.dashboard.curves
    curves.kind.setCurrentIndex(curves.kind.findData("measures"))
    assert curves._names == ["kid", "kid_spread"]
    visitor.find(QPushButton, "train_snapshot").click()
    visitor.until(lambda: not words.isVisible())
    request = room.work.record and room.work.record.request
    assert isinstance(request, TrainCollection)
    assert "train gan" in request.command
    visitor.find(QPushButton, "train_stop").click()
    visitor.until(lambda: not room.work.is_running)
    assert page.notices.message is not None
    assert page.notices.message.action_label == "Explore"


def test_every_curve_of_a_game_has_a_name_in_words_and_none_stands_among_the_losses(
    visitor: Visitor, works: Path
) -> None:
    room, page = draft(visitor, works)
    curves = Curves()
    curves.append({"step": 2, "seconds": 1.0, "loss": 1.0} | dict.fromkeys((*GAME, *MEASURES), 0.5))
    assert curves.losses == ["loss"]
    visitor.find(QPushButton, "start_collection").click()
    visitor.until(lambda: room.work.status)
    names = [page.dashboard.curves.name_of(name) for name in (*GAME, *MEASURES)]
    assert not [name for name in names if "_" in name]
    visitor.find(QPushButton, "train_stop").click()
    visitor.until(lambda: not room.work.is_running)


def test_what_is_nearest_to_a_work_grows_while_copying_is_alarming(visitor: Visitor, tmp_path: Path) -> None:
    figures = GameFigures(visitor.studio.window.rooms.icons)
    pair = figures.pair
    record = Record(tmp_path, "A game")
    figures.show_record(record)
    assert pair.isHidden(), "a game without such a picture"
    Image.new("RGB", (66, 32), "red").save(tmp_path / "nearest.jpg")
    figures.show_record(record)
    assert not pair.isHidden()
    quiet, before = pair.height(), pair.grab().toImage().pixelColor(9, 9)
    Image.new("RGB", (66, 32), "blue").save(tmp_path / "nearest.jpg")
    record.samples.append((40, tmp_path / "samples" / "0000040.jpg"))
    record.events.append(Event(40, "alarm", "It knows its works by heart.", "memorisation"))
    figures.show_record(record)
    assert pair.height() > 2 * quiet
    assert before.red() > 200
    assert pair.grab().toImage().pixelColor(9, 9).blue() > 200, "read again with the sample"
    record.events.append(Event(60, "calm", "It is over.", "memorisation"))
    figures.show_record(record)
    assert pair.height() == quiet


def test_where_too_few_pictures_are_measured_for_kid_that_is_said(visitor: Visitor, tmp_path: Path) -> None:
    figures = GameFigures(visitor.studio.window.rooms.icons)
    caption, record = figures._captions["kid"], Record(tmp_path, "A game")
    figures.show_record(record)
    assert caption.text() == "KID, Impasto loss network", "nothing is measured yet"
    record.curves.append({"step": 20, "seconds": 9.0, "diversity": 0.8})
    figures.show_record(record)
    assert caption.text() == "KID wants 16 pictures"
    assert "at least 16" in caption.toolTip()
    record.curves.append({"step": 40, "seconds": 18.0, "diversity": 0.8, "kid": 0.02, "kid_spread": 0.01})
    figures.show_record(record)
    assert caption.text() == "KID, Impasto loss network"


def test_one_training_runs_at_a_time_whichever_room_began_it(visitor: Visitor, works: Path) -> None:
    room, _ = draft(visitor, works)
    room.start()
    visitor.until(lambda: room.work.status)
    visitor.studio.window.rooms.enter("train")
    training = visitor.studio.training
    training.drafting.add_pictures([visitor.style])
    training.drafting.choose_photos(works)
    visitor.until(lambda: training.drafting.is_complete)
    training.start()
    assert [one.run for one in training.waiting] == [one.run for one in room.work.queue]
    assert not room.waiting
    assert room.running is not None
    assert training.running is None
    room.work.remove_waiting(training.waiting[0].run)
    room.work.steer("stop")
    visitor.until(lambda: not room.work.is_running)


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


def test_places_between_corners_have_shares_that_sum_to_one() -> None:
    corners = (((7, 1.0),), ((8, 1.0),), ((7, 0.5), (9, 0.5)), ((8, 1.0),))
    assert between(corners, 0, 0) == ((7, 1.0),)
    assert between(corners, 0, 1) == ((7, 0.5), (9, 0.5))
    assert sum(share for _, share in between(corners, 0.3, 0.6)) == pytest.approx(1, abs=1e-5)


def test_another_language_finds_the_room_where_it_was(visitor: Visitor, works: Path) -> None:
    room, _ = draft(visitor, works)
    visitor.studio.set_language("zh_CN")
    _, page = enter(visitor)
    assert room.drafting.request.task == "imagine"
    assert page.side.new.text() == "新建训练"
