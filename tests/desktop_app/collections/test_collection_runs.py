"""A game of two networks is watched: its figures, its alarms, and what a fork goes on from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import (
    QLabel,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QWidget,
)

from desktop_app.collections.game_figures import GameFigures
from desktop_app.collections.picture_box import PictureBox
from desktop_app.collections.tasks import rows_of_sample
from desktop_app.runs.record import GAME, MEASURES, Curves, Event, Record
from models.collection_requests import TrainCollection
from tests.desktop_app.collections.room import draft, works
from tests.desktop_app.stylize.conftest import Visitor, make_visitor, visitor

__all__ = ["make_visitor", "visitor", "works"]


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
