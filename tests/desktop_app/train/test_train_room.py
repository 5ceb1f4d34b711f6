"""Somebody trains a style: from an empty form to a style that is painted with."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu, QPlainTextEdit, QPushButton, QToolButton

from desktop_app.app import Studio
from desktop_app.runs.places import styles_folder
from desktop_app.runs.queue_file import read_queue
from desktop_app.train.controller import TrainController
from desktop_app.train.page import TrainPage
from desktop_app.widgets.notice_bar import Message
from tests.desktop_app.stylize.conftest import Visitor, make_picture, make_visitor, visitor

__all__ = ["make_visitor", "visitor"]


def enter(visitor: Visitor) -> tuple[TrainController, TrainPage]:
    visitor.until_ready()
    page = visitor.enter(TrainPage, "train")
    return visitor.studio.training, page


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "照片 photos"
    for name in "abc":
        make_picture(folder / f"{name}.png")
    (folder / "broken.txt").write_text("no picture")
    return folder


def draft(visitor: Visitor, photos: Path) -> TrainController:
    training, _ = enter(visitor)
    training.drafting.add_pictures([visitor.style])
    training.drafting.choose_photos(photos)
    visitor.until(lambda: training.drafting.is_complete)
    return training


def begin(visitor: Visitor, photos: Path) -> TrainController:
    training = draft(visitor, photos)
    visitor.find(QPushButton, "start_training").click()
    visitor.until(lambda: training.work.status)
    return training


def end(visitor: Visitor, training: TrainController, button: str) -> None:
    visitor.find(QPushButton, button).click()
    visitor.until(lambda: not training.work.is_running)


def test_the_room_is_made_when_it_is_entered(visitor: Visitor) -> None:
    assert "training" not in visitor.studio.__dict__
    enter(visitor)
    assert isinstance(visitor.studio, Studio)
    assert "training" in visitor.studio.__dict__


def test_the_empty_form_says_what_is_missing(visitor: Visitor, photos: Path) -> None:
    training, _ = enter(visitor)
    missing, start = visitor.find(QLabel, "training_missing"), visitor.find(QPushButton, "start_training")
    assert "picture" in missing.text()
    assert not start.isEnabled()
    training.drafting.add_pictures([visitor.style])
    visitor.until(lambda: "folder" in missing.text())
    training.drafting.choose_photos(photos)
    visitor.until(start.isEnabled)
    assert "broken.txt" in visitor.find(QPlainTextEdit, "photos_left_out").toPlainText()
    assert training.drafting.request.name == "Style"


def test_what_was_wrong_with_a_draft_is_forgotten_when_it_begins(visitor: Visitor, photos: Path) -> None:
    training, page = enter(visitor)
    training.drafting.add_pictures([photos / "broken.txt"])
    visitor.until(lambda: page.notices.message)
    begin(visitor, photos)
    assert page.notices.message is None


def said(page: TrainPage) -> str:
    return page.notices.message.text if page.notices.message else ""


def test_what_was_wrong_with_a_draft_is_forgotten_when_it_is_mended(visitor: Visitor, photos: Path) -> None:
    training, page = enter(visitor)
    drafting = training.drafting
    drafting.choose_photos(photos.parent / "nowhere")
    visitor.until(lambda: said(page))
    drafting.add_pictures([visitor.style])
    visitor.until(lambda: drafting.request.pictures)
    assert said(page), "there is no folder of photographs still"
    drafting.choose_photos(photos)
    assert not said(page)
    visitor.until(lambda: drafting.report)
    drafting.add_pictures([photos / "broken.txt"])
    visitor.until(lambda: said(page))
    drafting.choose_photos(photos)
    assert said(page), "it speaks of a picture"
    drafting.add_pictures([photos / "a.png"])
    visitor.until(lambda: not said(page))
    assert len(drafting.request.pictures) == 2
    drafting.add_pictures([photos / "broken.txt"])
    visitor.until(lambda: said(page))
    training.said.emit(Message("Something else."))
    drafting.add_pictures([photos / "b.png"])
    visitor.until(lambda: len(drafting.request.pictures) == 3)
    assert said(page), "what came after it stays"


def test_what_is_no_picture_is_refused_in_words(visitor: Visitor, photos: Path) -> None:
    training, page = enter(visitor)
    training.drafting.add_pictures([photos / "broken.txt"])
    visitor.until(lambda: page.notices.message)
    assert page.notices.message is not None
    assert "broken.txt" in page.notices.message.text
    assert not training.drafting.request.pictures


def test_a_run_is_watched_kept_and_stopped_with_a_style(visitor: Visitor, photos: Path) -> None:
    training = begin(visitor, photos)
    visitor.find(QPushButton, "train_snapshot").click()
    record = training.work.record
    assert record is not None
    visitor.until(lambda: record.snapshots)
    visitor.until(lambda: int(visitor.find(QLabel, "fact_step").text()) > 20)
    assert "Begun for tests." in visitor.find(QPlainTextEdit, "log_text").toPlainText()
    assert record.request is not None
    assert "train style" in record.request.command
    end(visitor, training, "train_stop")
    assert record.phase == "stopped"
    page = visitor.studio.window.rooms.page
    assert isinstance(page, TrainPage)
    assert page.notices.message is not None
    assert page.notices.message.action_label == "Use in Stylize"


def test_a_snapshot_that_the_disk_refuses_locks_nothing(visitor: Visitor, photos: Path) -> None:
    training = draft(visitor, photos)
    training.drafting.change(name="full disk")
    training.start()
    visitor.until(lambda: training.work.status)
    snapshot, pause = (visitor.find(QPushButton, f"train_{name}") for name in ("snapshot", "pause"))
    snapshot.click()
    assert not snapshot.isEnabled()
    assert pause.isEnabled(), "it can end while it waits for room on the disk"
    visitor.until(snapshot.isEnabled)
    end(visitor, training, "train_pause")


def test_a_paused_run_goes_on(visitor: Visitor, photos: Path) -> None:
    training = begin(visitor, photos)
    end(visitor, training, "train_pause")
    assert training.shown is not None
    assert training.shown.phase == "paused"
    visitor.find(QPushButton, "train_go_on").click()
    visitor.until(lambda: training.work.is_running and training.work.status)
    end(visitor, training, "train_stop")


def test_when_trainings_rest_is_chosen_in_the_menu(visitor: Visitor, photos: Path) -> None:
    training = begin(visitor, photos)
    training.work.rest.has_battery = False
    menu = visitor.find(QToolButton, "train_more").menu()
    menu.aboutToShow.emit()
    battery, sleep = (
        next(action for action in menu.actions() if part in action.text()) for part in ("Battery", "Sleeps")
    )
    assert not battery.isEnabled()
    assert "no battery" in battery.toolTip()
    sleep.trigger()
    assert training.settings.current.pauses_after_sleep
    end(visitor, training, "train_stop")


def test_a_style_is_painted_with_in_the_other_room(visitor: Visitor, photos: Path) -> None:
    visitor.open_photo()
    training = begin(visitor, photos)
    record = training.work.record
    assert record is not None
    style = record.run / "style.safetensors"
    make_picture(record.run / "style.png").rename(style)
    visitor.find(QPushButton, "train_use").click()
    assert visitor.studio.window.rooms.current == "stylize"
    visitor.until(lambda: visitor.controller.project.uses(str(style)))
    training.work.steer("stop")
    visitor.until(lambda: not training.work.is_running)


def test_a_style_that_still_learns_is_watched_live(visitor: Visitor, photos: Path) -> None:
    training = begin(visitor, photos)
    record = training.work.record
    assert record is not None
    menu = visitor.find(QToolButton, "train_more").menu()
    assert not action(menu, "Watch Live").isEnabled(), "nothing is written yet"
    style = record.run / "style.safetensors"
    make_picture(record.run / "style.png").rename(style)
    action(menu, "Watch Live").trigger()
    assert visitor.studio.window.rooms.current == "live"
    live = visitor.studio.front._live
    visitor.until(lambda: live.choice.styles == ((str(style), 1.0),))
    training.work.steer("stop")
    visitor.until(lambda: not training.work.is_running)


def action(menu: QMenu, text: str) -> QAction:
    """As somebody finds it who opens the menu now."""
    menu.aboutToShow.emit()
    return next(one for one in menu.actions() if one.text() == text)


def test_a_second_training_waits_and_its_place_survives(visitor: Visitor, photos: Path) -> None:
    training = begin(visitor, photos)
    training.drafting.add_pictures([visitor.style])
    visitor.until(lambda: training.drafting.is_complete)
    training.start()
    assert len(training.work.queue) == 1
    assert training.work.queue[0].result.parent == styles_folder()
    visitor.until(lambda: read_queue() == training.work.queue)
    training.work.steer("stop")
    visitor.until(lambda: not training.work.queue and training.work.status)
    training.work.steer("stop")
    visitor.until(lambda: not training.work.is_running)
    visitor.until(lambda: not read_queue())


@pytest.mark.logs_expected
def test_a_training_that_cannot_begin_leaves_the_draft_as_it_was(visitor: Visitor, photos: Path) -> None:
    training = draft(visitor, photos)
    training.drafting.change(name="segv")
    visitor.find(QPushButton, "start_training").click()
    visitor.until(lambda: not training.work.is_running)
    assert training.shown is None
    assert training.drafting.request.name == "segv"
    assert [one.path for one in training.drafting.request.pictures] == [visitor.style]


def test_another_language_finds_the_run_where_it_was(visitor: Visitor, photos: Path) -> None:
    training = begin(visitor, photos)
    visitor.studio.set_language("zh_CN")
    visitor.enter(TrainPage, "train")
    assert visitor.find(QLabel, "run_title").text() == "Style"
    assert visitor.find(QPushButton, "train_stop").text() == "停止"
    end(visitor, training, "train_stop")
