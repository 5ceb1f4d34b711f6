"""A training that was begun in a terminal is opened here, and what is trained here goes on in a terminal."""

from __future__ import annotations

import json
import shlex
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QFile, QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QPushButton, QToolButton

from desktop_app.runs.places import free_places, runs_folder
from desktop_app.runs.record import Record
from desktop_app.settings import SettingsStore
from desktop_app.train.controller import TrainController
from desktop_app.train.page import TrainPage
from models.collection_requests import TrainCollection
from models.training_requests import TrainStyle
from tests.desktop_app.stylize.conftest import Visitor, make_visitor, visitor
from tests.desktop_app.train.test_train_room import action, enter, said

__all__ = ["make_visitor", "visitor"]


def make_run(folder: Path, name: str, **more: str | int) -> Path:
    run = folder / name
    run.mkdir(parents=True, exist_ok=True)
    (run / "config.json").write_text(json.dumps({"name": name, **more}))
    return run


def test_a_run_from_elsewhere_is_opened_and_remembered(visitor: Visitor) -> None:
    training, _ = enter(visitor)
    run = make_run(visitor.folder / "terminal", "sea")
    make_run(visitor.folder / "terminal", "nobody asked for this one")
    visitor.find(QPushButton, "open_run").click()
    visitor.find(QFileDialog, "folder_dialog").fileSelected.emit(str(run))
    visitor.until(lambda: training.shown)
    assert training.shown is not None
    assert training.shown.run == run
    visitor.until(lambda: [one.name for one in training.summaries] == ["sea"])
    visitor.studio.settings.save()
    kept = SettingsStore(visitor.folder / "settings.json")
    assert kept.current.opened_runs == (str(run),)


def test_a_folder_with_a_run_is_opened_where_it_is_dropped(visitor: Visitor) -> None:
    training, page = enter(visitor)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(make_run(visitor.folder, "sea")))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    page.dropEvent(QDropEvent(QPointF(300, 200), copy, mime, left, Qt.KeyboardModifier.NoModifier))
    visitor.until(lambda: training.shown)
    assert not training.drafting.has_photos


def test_a_run_that_another_program_trains_is_followed(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_app.runs.dashboard.FOLLOW_MS", 50)
    training, page = enter(visitor)
    folder = visitor.folder / "terminal"
    training.open_run(make_run(folder, "sea", phase="running", step=20))
    visitor.until(lambda: training.shown)
    shown = training.shown
    assert shown is not None
    visitor.until(lambda: page.dashboard.curves.plot)
    plot = page.dashboard.curves.plot
    assert plot is not None
    plot.zoom(4)
    seen = plot.seen_steps
    make_run(folder, "sea", phase="running", step=60)
    visitor.until(lambda: len(shown.curves) == 60)
    assert training.shown is shown
    assert plot.seen_steps == seen, "who has looked closer goes on doing so"
    visitor.studio.window.rooms.enter("stylize")
    following = page.dashboard.findChild(QTimer, "dashboard_following")
    assert following is not None
    assert not following.isActive()
    visitor.enter(TrainPage, "train")
    make_run(folder, "sea", phase="finished", step=61)
    visitor.until(lambda: shown.phase == "finished")
    visitor.until(lambda: [one.phase for one in training.summaries] == ["finished"])


def listed(training: TrainController) -> list[str]:
    return [one.name for one in training.summaries]


def test_an_opened_run_is_taken_off_the_list_and_put_back(visitor: Visitor) -> None:
    training, page = enter(visitor)
    run = make_run(visitor.folder / "terminal", "sea")
    training.open_run(run)
    visitor.until(lambda: training.shown and listed(training) == ["sea"])
    action(visitor.find(QToolButton, "train_more").menu(), "Take Off the List").trigger()
    assert training.shown is None
    assert listed(training) == []
    assert run.is_dir()
    assert not training.settings.current.opened_runs
    page.notices.action_button.click()
    visitor.until(lambda: training.shown and listed(training) == ["sea"])


def test_a_run_is_moved_to_the_trash_and_put_back(visitor: Visitor) -> None:
    training, page = enter(visitor)
    run = make_run(runs_folder(), "sea")
    training.look_for_runs()
    visitor.until(lambda: listed(training) == ["sea"])
    training.show_run(run)
    visitor.until(lambda: training.shown)
    action(visitor.find(QToolButton, "train_more").menu(), "Move to the Trash").trigger()
    visitor.until(lambda: not listed(training))
    assert not run.exists()
    assert training.shown is None
    if page.notices.action_button.isVisible():  # a system that says where it lies
        page.notices.action_button.click()
        visitor.until(lambda: training.shown and listed(training) == ["sea"])
        assert run.is_dir()


def test_what_is_trained_elsewhere_is_not_put_in_the_trash(visitor: Visitor) -> None:
    training, _ = enter(visitor)
    training.open_run(make_run(visitor.folder / "terminal", "sea", phase="running", step=3))
    visitor.until(lambda: training.shown)
    menu = visitor.find(QToolButton, "train_more").menu()
    assert not action(menu, "Move to the Trash").isEnabled()


def test_where_there_is_no_trash_the_run_stays_and_it_is_said(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFile, "moveToTrash", lambda _file: False)
    training, page = enter(visitor)
    run = make_run(visitor.folder / "terminal", "sea")
    training.open_run(run)
    visitor.until(lambda: training.shown)
    training.putting_away.delete()
    visitor.until(lambda: "cannot be moved to the trash" in said(page))
    assert run.is_dir()
    assert training.shown is not None


def says(page: TrainPage, part: str) -> bool:
    return part in said(page)


def test_what_is_no_run_of_this_room_is_said_in_words(visitor: Visitor) -> None:
    training, page = enter(visitor)
    for folder, part in (
        (make_run(visitor.folder, "games", task="imagine"), "in the room Collections"),
        (make_run(visitor.folder, "universal", ships="yes"), "that ships"),
        (visitor.folder, "no run in"),
    ):
        training.open_run(folder)
        visitor.until(partial(says, page, part))
    assert training.shown is None
    assert not training.settings.current.opened_runs


def test_a_copied_command_trains_anew_in_places_that_are_free(fresh_home: Path) -> None:
    run, style = free_places("Sea")
    run.mkdir(parents=True)
    begun = TrainStyle((), Path("/photos"), run, style, name="Sea")
    record = Record(run, "Sea", request=begun)
    free = free_places("Sea")
    assert free[0] != run
    assert record.command_anew(*free) == replace(begun, run=free[0], style=free[1]).command
    assert shlex.split(record.command_to_go_on) == ["impasto", "train", "style", "--resume", str(run)]
    record.request = TrainCollection("imagine", Path("/works"), run, style)
    assert record.command_to_go_on.startswith("impasto train gan --resume")
