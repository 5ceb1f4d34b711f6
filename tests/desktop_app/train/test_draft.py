"""What can be said of a training before it begins: weights and groups, what is left out, the numbers."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPointF, Qt, QTime
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QRadioButton,
    QTimeEdit,
    QToolButton,
    QWidget,
)

from desktop_app.canvas.view import PictureView
from desktop_app.runs.places import runs_folder
from desktop_app.train.controller import TrainController
from desktop_app.train.page import TrainPage
from desktop_app.widgets.slider_field import SliderField
from models.live_cameras import Camera
from models.style_parts import DEPTHS, PARTS
from models.style_weights import SLIDER_RANGE, USUAL
from models.training_requests import Sliders, StopWhen, TrainStyle
from tests.desktop_app.stylize.conftest import Visitor, make_picture, make_visitor, visitor
from tests.desktop_app.train.test_train_room import enter, photos

__all__ = ["make_visitor", "photos", "visitor"]


@pytest.fixture
def training(visitor: Visitor, photos: Path) -> TrainController:
    """Two pictures, the first one chosen."""
    training, _ = enter(visitor)
    training.drafting.choose_photos(photos)
    training.drafting.add_pictures([visitor.style, make_picture(visitor.folder / "other.png")])
    visitor.until(lambda: len(training.drafting.request.pictures) == 2 and training.drafting.is_complete)
    return training


def write(field: QLineEdit, text: str) -> None:
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_the_room_is_made_in_steps_and_asks_nothing_of_the_engine_before(visitor: Visitor) -> None:
    visitor.until_ready()
    rooms = visitor.studio.window.rooms
    rooms.enter("train")
    assert not isinstance(rooms.page, TrainPage), "at once it would stop the window"
    assert visitor.studio.training.summaries == ()
    page = visitor.enter(TrainPage, "train")
    assert page.findChild(QPushButton, "start_training") is not None


def test_each_picture_has_a_weight_and_a_group(visitor: Visitor, training: TrainController) -> None:
    visitor.find(SliderField, "picture_weight").moved.emit(2.5)
    write(visitor.find(QLineEdit, "picture_group"), "early, blue")
    first, second = training.drafting.request.pictures
    assert (first.weight, first.label) == (2.5, "early  blue")
    assert (second.weight, second.label) == (1.0, "")
    tiles = [
        tile for tile in visitor.studio.window.findChildren(QToolButton, "train_picture") if tile.isVisible()
    ]
    tiles[1].click()
    assert not visitor.find(QLineEdit, "picture_group").text()
    visitor.find(SliderField, "picture_weight").moved.emit(0.5)
    assert [one.weight for one in training.drafting.request.pictures] == [2.5, 0.5]


def test_the_real_weights_follow_the_sliders_until_one_is_set(
    visitor: Visitor, training: TrainController
) -> None:
    visitor.find(QToolButton, "fold_train_weights").click()
    content, size = visitor.find(QLineEdit, "real_content"), visitor.find(QLineEdit, "real_size_px")
    assert content.placeholderText() == f"{USUAL['content']:.3g}"
    training.drafting.set_slider("likeness", 1.0)
    assert content.placeholderText() == f"{SLIDER_RANGE * USUAL['content']:.3g}"
    write(content, "2.5")
    write(size, "192")
    assert json.loads(training.drafting.request.recipe) == {"content": 2.5, "size_px": 192}
    write(content, "")
    write(size, "")
    assert training.drafting.request.recipe == ""
    assert training.drafting.request.sliders == Sliders(likeness=1.0)


def test_only_everything_can_be_learnt_from_nothing(visitor: Visitor, training: TrainController) -> None:
    fresh = visitor.find(QCheckBox, "depth_fresh")
    assert not fresh.isVisible()
    training.drafting.change(depth="full")
    fresh.click()
    assert training.drafting.request.fresh
    visitor.find(QRadioButton, "depth_style").click()
    assert not training.drafting.request.fresh


def test_it_is_watched_on_photographs_of_ones_own(visitor: Visitor, training: TrainController) -> None:
    own = [make_picture(visitor.folder / "own" / f"{name}.png") for name in "abcde"]
    names, clear = visitor.find(QLabel, "watched_names"), visitor.find(QToolButton, "clear_watched")
    assert "of the folder" in names.text()
    visitor.find(QPushButton, "choose_watched").click()
    visitor.find(QFileDialog, "pictures_dialog").filesSelected.emit([str(path) for path in own[:2]])
    visitor.until(lambda: training.drafting.request.samples == tuple(own[:2]))
    assert names.text() == "a.png, b.png"
    training.drafting.watch_on(own)
    visitor.until(lambda: training.drafting.request.samples == tuple(own[:4]))
    page = visitor.studio.window.rooms.page
    assert isinstance(page, TrainPage)
    assert page.notices.message is not None
    assert "at most" in page.notices.message.text
    clear.click()
    assert training.drafting.request.samples == ()
    assert not clear.isVisible()


DESK, SEA, DEAF = (Camera(n, name, port=f"1-{n}") for n, name in enumerate(("Desk", "Sea", "Deaf Cam")))


def plug_in(monkeypatch: pytest.MonkeyPatch, *cameras: Camera) -> None:
    monkeypatch.setattr("desktop_app.train.watched_photos.listed", lambda: list(cameras))


def words_of(visitor: Visitor) -> str:
    page = visitor.studio.window.rooms.page
    assert isinstance(page, TrainPage)
    return "" if page.notices.message is None else page.notices.message.text


@pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen has no popups
def test_it_is_watched_on_what_a_camera_sees(
    visitor: Visitor, training: TrainController, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafting, button = training.drafting, visitor.find(QToolButton, "watch_camera")
    plug_in(monkeypatch)
    button.click()
    assert "No camera is there" in words_of(visitor)
    plug_in(monkeypatch, DESK)
    button.click()
    assert not button.isEnabled(), "one after the other"
    visitor.until(lambda: len(drafting.request.samples) == 1)
    assert drafting.request.samples[0].is_file()
    assert not words_of(visitor)
    plug_in(monkeypatch, DESK, SEA, DEAF)
    button.click()
    actions = visitor.find(QMenu, "watch_cameras").actions()
    assert [action.text() for action in actions] == ["Desk", "Sea", "Deaf Cam"]
    actions[2].trigger()
    visitor.until(lambda: "no more pictures" in words_of(visitor))
    assert button.isEnabled()
    assert len(drafting.request.samples) == 1


def test_more_than_are_watched_are_not_photographed(visitor: Visitor, training: TrainController) -> None:
    own = [make_picture(visitor.folder / "own" / f"{name}.png") for name in "abcd"]
    training.drafting.watch_on(own)
    visitor.until(lambda: len(training.drafting.request.samples) == 4)
    training.drafting.photograph(DESK.source)
    assert "Take those away first" in words_of(visitor)


def test_what_cannot_be_watched_on_is_said(visitor: Visitor, training: TrainController, photos: Path) -> None:
    training.drafting.watch_on([photos / "broken.txt", photos / "a.png"])
    visitor.until(lambda: training.drafting.request.samples == (photos / "a.png",))
    page = visitor.studio.window.rooms.page
    assert isinstance(page, TrainPage)
    assert page.notices.message is not None
    assert "broken.txt" in page.notices.message.text


def test_the_time_of_day_of_a_draft_is_seen(visitor: Visitor, training: TrainController) -> None:
    training.drafting.change(stop=StopWhen(until="21:05"))
    assert visitor.find(QTimeEdit, "stop_until").time() == QTime(21, 5)
    assert training.drafting.request.stop == StopWhen(until="21:05")


def test_each_depth_brings_its_time_until_somebody_chooses_another(
    visitor: Visitor, training: TrainController
) -> None:
    minutes = visitor.find(QDoubleSpinBox, "stop_minutes")
    assert minutes.value() == 10
    for depth, usual in (("code", 1), ("full", 60)):
        visitor.find(QRadioButton, f"depth_{depth}").click()
        assert minutes.value() == usual
    visitor.find(QCheckBox, "depth_fresh").click()
    assert minutes.value() == 240
    visitor.find(QRadioButton, "depth_own").click()
    assert training.drafting.request.stop == StopWhen(minutes=240)
    visitor.find(QRadioButton, "depth_style").click()
    assert minutes.value() == 10
    minutes.setValue(25)
    visitor.find(QRadioButton, "depth_code").click()
    assert training.drafting.request.stop == StopWhen(minutes=25)


def ticked(visitor: Visitor) -> list[str]:
    """The parts that are learnt, as they are seen."""
    return [name for name in PARTS if visitor.find(QCheckBox, f"learn_{name}").isChecked()]


def test_what_is_learnt_is_shown_at_each_depth_and_chosen_part_by_part(
    visitor: Visitor, training: TrainController
) -> None:
    draft, own = training.drafting, visitor.find(QRadioButton, "depth_own")
    for depth, parts in DEPTHS.items():
        visitor.find(QRadioButton, f"depth_{depth}").click()
        assert ticked(visitor) == list(parts)
    said = visitor.find(QLabel, "learnt_said")
    everything = said.text()
    visitor.find(QCheckBox, "learn_trunk").click()
    assert own.isChecked()
    assert said.text() != everything
    assert (draft.request.depth, draft.request.learn) == (
        "own",
        ("reading", "middle", "fine", "answer"),
    )
    for name in draft.request.learn:
        visitor.find(QCheckBox, f"learn_{name}").click()
    assert not visitor.find(QPushButton, "start_training").isEnabled()
    assert "tick" in visitor.find(QLabel, "training_missing").text()
    visitor.find(QRadioButton, "depth_style").click()
    own.click()
    assert draft.request.learn == DEPTHS["style"], "from what was learnt before"
    visitor.find(QCheckBox, "learn_answer").click()
    visitor.find(QPushButton, "start_training").click()
    record = training.work.record
    assert record is not None
    assert isinstance(record.request, TrainStyle)
    assert record.request.learn == ("middle", "fine")
    assert "--learn middle,fine" in record.request.command
    visitor.until(lambda: training.work.status)
    training.work.steer("stop")
    visitor.until(lambda: not training.work.is_running)


def stroke(visitor: Visitor) -> None:
    view = visitor.find(PictureView, "exclude_canvas")
    at = QPointF(*view.viewport.view_point(8.0, 8.0)).toPoint()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)


def test_a_signature_is_left_out_and_the_run_keeps_the_mask(
    visitor: Visitor, training: TrainController
) -> None:
    visitor.find(QPushButton, "picture_exclude").click()
    visitor.until(lambda: visitor.find(QWidget, "exclude_view").isVisible())
    stroke(visitor)
    visitor.until(lambda: training.drafting.request.pictures[0].exclude)
    mask = training.drafting.request.pictures[0].exclude
    assert mask is not None
    with Image.open(mask) as painted:
        assert painted.convert("L").getextrema()[1] == 255
    visitor.find(QPushButton, "exclude_undo").click()
    assert training.drafting.request.pictures[0].exclude is None
    stroke(visitor)
    visitor.until(lambda: training.drafting.request.pictures[0].exclude)
    done = visitor.find(QWidget, "exclude_view").findChild(QPushButton, "mask_done")
    assert done is not None
    done.click()
    assert not visitor.find(QWidget, "exclude_view").isVisible()
    visitor.find(QPushButton, "start_training").click()
    visitor.until(lambda: training.work.record)
    record = training.work.record
    assert record is not None
    assert isinstance(record.request, TrainStyle)
    kept = record.request.pictures[0].exclude
    assert kept is not None
    assert kept.parent == runs_folder() / "masks", "the window's own masks go with it"
    assert kept.read_bytes() == mask.read_bytes()
    visitor.until(lambda: training.work.status)
    training.work.steer("stop")
    visitor.until(lambda: not training.work.is_running)


def test_masks_are_kept_beside_the_window_and_a_draft_without_its_mask_stays(
    visitor: Visitor, training: TrainController, monkeypatch: pytest.MonkeyPatch
) -> None:
    mask = make_picture(visitor.folder / "mask.png")
    first = training.drafting.request.pictures[0]
    training.drafting.change_picture(first.path, exclude=mask)
    training.drafting.override("batch", 1)
    asked = training.drafting.request
    gone = mask.rename(mask.with_suffix(".gone"))
    visitor.find(QPushButton, "start_training").click()
    page = visitor.studio.window.rooms.page
    assert isinstance(page, TrainPage)
    visitor.until(lambda: page.notices.message)
    assert not training.work.is_running
    assert training.drafting.request == asked
    gone.rename(mask)
    threads: list[int] = []
    monkeypatch.setattr(
        "desktop_app.train.drafting.keep_mask", lambda mask: threads.append(threading.get_ident())
    )
    training.start()
    training.drafting.add_pictures([first.path])
    training.drafting.change(name=asked.name)
    visitor.until(lambda: training.work.record and training.drafting.is_complete)
    assert threading.get_ident() not in threads != []
    training.start()
    assert training.work.record is not None
    assert training.work.queue[0].run != training.work.record.run, "of the same name"
    training.work.remove_waiting(training.work.queue[0].run)
    visitor.until(lambda: training.work.status)
    training.work.steer("stop")
    visitor.until(lambda: not training.work.is_running)


def test_another_folder_ends_the_look_into_the_one_before(visitor: Visitor, photos: Path) -> None:
    drafting = enter(visitor)[0].drafting
    endless = visitor.folder / "endless"
    endless.mkdir()
    drafting.choose_photos(endless)
    visitor.until(lambda: drafting.checking is not None and drafting.checking.total > 1)
    drafting.choose_photos(endless)
    assert drafting.has_photos, "chosen once more it is still the one"
    drafting.choose_photos(photos)
    visitor.until(lambda: drafting.report is not None)
    assert drafting.request.photos == photos.absolute()
