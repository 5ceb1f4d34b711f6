"""Trainings that wait for their turn: the line goes on, and none is lost on its way."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from desktop_app.runs.queue_file import read_queue
from desktop_app.tickets import Ticket
from desktop_app.train.controller import TrainController
from desktop_app.train.page import TrainPage
from models.requests import Request
from models.training_moment import with_moment
from models.training_requests import ResumeTraining, StopWhen, TrainStyle
from tests.desktop_app.stylize.conftest import MakeVisitor, Visitor, make_visitor, visitor
from tests.desktop_app.train.test_train_room import draft, photos, said

PAST = StopWhen(until="2020-01-31T07:30")
__all__ = ["make_visitor", "photos", "visitor"]


def button(visitor: Visitor, name: str) -> QPushButton:
    return visitor.find(QPushButton, name)


def add(visitor: Visitor, training: TrainController, name: str) -> Path:
    """One more training; it begins at once where nothing runs. Its folder."""
    training.drafting.add_pictures([visitor.style])
    visitor.until(lambda: training.drafting.is_complete)
    training.drafting.change(name=name)
    training.start()
    assert training.shown is not None
    return training.shown.run


def let_fall(run: Path) -> None:
    """The engine of a training called "mortal" falls as soon as it may."""
    run.mkdir(parents=True, exist_ok=True)
    (run / "may fall").touch()


def names(training: TrainController) -> list[str]:
    return [request.name for request in training.work.queue]


def running(training: TrainController, name: str) -> bool:
    record = training.work.record
    return training.work.is_running and record is not None and record.name == name


def until_it_learns(visitor: Visitor, training: TrainController, name: str) -> None:
    visitor.until(lambda: running(training, name) and training.work.status)


def end(visitor: Visitor, training: TrainController) -> None:
    training.work.steer("stop")
    visitor.until(lambda: not training.work.is_running)


def page(visitor: Visitor) -> TrainPage:
    found = visitor.studio.window.rooms.page
    assert isinstance(found, TrainPage)
    return found


def test_what_cannot_begin_stays_in_the_line_and_stops_nobody(visitor: Visitor, photos: Path) -> None:
    training = draft(visitor, photos)
    training.drafting.change(name="first")
    training.start()
    until_it_learns(visitor, training, "first")
    add(visitor, training, "refused")
    add(visitor, training, "third")
    training.work.steer("stop")
    until_it_learns(visitor, training, "third")
    assert "refused" in said(page(visitor))
    assert "“third” begins now" in said(page(visitor))
    assert names(training) == ["refused"]
    visitor.until(lambda: read_queue() == training.work.queue)
    end(visitor, training)
    assert names(training) == ["refused"], "nor is it tried again and again"


def test_after_a_pause_somebody_begins_what_waits(visitor: Visitor, photos: Path) -> None:
    training = draft(visitor, photos)
    training.drafting.change(name="first")
    training.start()
    until_it_learns(visitor, training, "first")
    second = add(visitor, training, "second")
    assert training.shown is not None
    assert not button(visitor, "train_go_on").isVisible(), "another one runs"
    training.work.steer("pause")
    visitor.until(lambda: not training.work.is_running)
    training.show_run(second)
    go_on = button(visitor, "train_go_on")
    assert go_on.isVisible()
    assert go_on.text() == "Begin Now"
    go_on.click()
    until_it_learns(visitor, training, "second")
    assert training.shown is training.work.record, "what is looked at is what runs"
    assert not training.work.queue
    end(visitor, training)


def test_what_waits_is_as_patient_as_what_ran_before_it(visitor: Visitor, photos: Path) -> None:
    training = draft(visitor, photos)
    training.drafting.change(name="first")
    training.start()
    until_it_learns(visitor, training, "first")
    add(visitor, training, "second")
    training.work.set_priority("idle")
    add(visitor, training, "third")
    assert [request.priority for request in training.work.queue] == ["idle", "idle"]
    training.work.steer("stop")
    until_it_learns(visitor, training, "second")
    assert training.work.priority == "idle"
    training.work.remove_waiting(training.work.queue[0].run)
    end(visitor, training)


def test_a_new_one_that_begins_before_those_that_wait_says_so(visitor: Visitor, photos: Path) -> None:
    training = draft(visitor, photos)
    training.drafting.change(name="first")
    training.start()
    until_it_learns(visitor, training, "first")
    add(visitor, training, "second")
    training.work.steer("pause")
    visitor.until(lambda: not training.work.is_running)
    add(visitor, training, "third")
    until_it_learns(visitor, training, "third")
    assert "“second” waits" in said(page(visitor))
    training.work.steer("stop")
    until_it_learns(visitor, training, "second")
    end(visitor, training)


def test_what_is_taken_out_of_the_line_is_the_draft_again(visitor: Visitor, photos: Path) -> None:
    training = draft(visitor, photos)
    training.drafting.change(name="first")
    training.start()
    until_it_learns(visitor, training, "first")
    training.drafting.change(depth="full")
    add(visitor, training, "second")
    training.drafting.change(depth="code")
    button(visitor, "train_stop").click()
    assert training.shown is None
    assert not training.work.queue
    request = training.drafting.request
    assert (request.name, request.depth, request.photos) == ("second", "full", photos)
    assert [one.path for one in request.pictures] == [visitor.style]
    assert training.drafting.is_complete
    end(visitor, training)


def test_what_gets_ready_can_be_cancelled_and_is_the_draft_again(visitor: Visitor, photos: Path) -> None:
    training = draft(visitor, photos)
    training.drafting.change(name="slow")
    training.start()
    visitor.until(lambda: training.work.stage)
    cancel = button(visitor, "train_stop")
    assert cancel.text() == "Cancel"
    assert cancel.isEnabled()
    cancel.click()
    visitor.until(lambda: not training.work.is_running)
    assert training.shown is None
    assert training.drafting.request.name == "slow"
    assert training.drafting.is_complete
    visitor.until(lambda: not read_queue())


def test_what_gets_ready_when_the_program_ends_waits_in_the_line(
    make_visitor: MakeVisitor, photos: Path
) -> None:
    visitor = make_visitor()
    training = draft(visitor, photos)
    training.drafting.change(name="slow")
    training.start()
    visitor.until(lambda: len(read_queue()) == 1)  # a kill from now on loses nothing
    visitor.studio.quit()
    assert [request.name for request in read_queue()] == ["slow"]


def test_a_time_of_day_is_the_next_one_from_when_the_training_is_asked_for() -> None:
    evening, stop = datetime(2027, 1, 30, 22, 15), StopWhen(until="07:30")
    assert with_moment(stop, evening) == StopWhen(until="2027-01-31T07:30")
    assert with_moment(StopWhen(until="22:16"), evening).until == "2027-01-30T22:16"
    assert with_moment(StopWhen(minutes=5), evening) == StopWhen(minutes=5)
    assert with_moment(with_moment(stop, evening), datetime(2027, 3, 1)) == StopWhen(until="2027-01-31T07:30")


def test_what_is_too_late_when_its_turn_comes_waits_for_somebody(visitor: Visitor, photos: Path) -> None:
    training = draft(visitor, photos)
    training.drafting.change(name="first", stop=StopWhen(until="07:30"))
    training.start()
    until_it_learns(visitor, training, "first")
    first = training.work.record
    assert first is not None
    assert first.request is not None
    assert first.request.stop == with_moment(StopWhen(until="07:30"))
    training.drafting.change(stop=PAST)
    second = add(visitor, training, "second")
    end(visitor, training)
    assert names(training) == ["second"]
    assert "“second” was to be ready by 07:30" in said(page(visitor))
    assert "“first” is ready" in said(page(visitor))
    training.show_run(second)
    assert "10 minutes" in visitor.find(QLabel, "run_doing").text()
    button(visitor, "train_go_on").click()
    until_it_learns(visitor, training, "second")
    record = training.work.record
    assert record is not None
    assert record.request is not None
    assert record.request.stop == StopWhen(minutes=10)
    end(visitor, training)


def test_what_was_interrupted_before_its_time_of_day_learns_on_after_it(
    visitor: Visitor, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    training = draft(visitor, photos)
    training.drafting.change(name="first", stop=PAST)
    training.start()
    until_it_learns(visitor, training, "first")
    training.work.steer("pause")
    visitor.until(lambda: not training.work.is_running)
    go_on = button(visitor, "train_go_on")
    assert go_on.text() == "10 Minutes More"
    asked: list[StopWhen | None] = []
    monkeypatch.setattr(training.work, "resume", lambda _record, stop: asked.append(stop))
    go_on.click()
    (stop,) = asked
    assert stop is not None
    assert stop.minutes is not None
    assert 10 < stop.minutes < 11


@pytest.mark.logs_expected
def test_a_training_that_loses_the_engine_goes_on_by_itself(visitor: Visitor, photos: Path) -> None:
    training = draft(visitor, photos)
    training.drafting.change(name="mortal")
    told: list[str] = []  # the next notice may have taken its place by then
    training.said.connect(lambda message: told.append(message.text))
    training.start()
    until_it_learns(visitor, training, "mortal")
    record = training.work.record
    assert record is not None
    second = add(visitor, training, "second")
    let_fall(record.run)
    visitor.until(lambda: record.step > 30)
    assert training.work.runs(record.run), "what waits goes on waiting"
    assert any("goes on from its last checkpoint" in text for text in told)
    assert [event.kind for event in record.events].count("remark") == 1
    training.work.remove_waiting(second)
    end(visitor, training)


@pytest.mark.logs_expected
def test_what_loses_the_engine_where_it_lost_it_before_gives_way(visitor: Visitor, photos: Path) -> None:
    training = draft(visitor, photos)
    training.drafting.change(name="mortal always")
    training.start()
    until_it_learns(visitor, training, "mortal always")
    record = training.work.record
    assert record is not None
    add(visitor, training, "second")
    let_fall(record.run)
    until_it_learns(visitor, training, "second")
    assert record.phase == "interrupted"
    assert "“second” begins now" in said(page(visitor))
    end(visitor, training)


def test_what_has_learnt_already_goes_on_instead_of_beginning_twice(
    visitor: Visitor, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    training = draft(visitor, photos)
    request = training.drafting.make_request(frozenset())
    assert isinstance(request, TrainStyle)
    request.run.mkdir(parents=True)
    (request.run / "config.json").write_text("{}")
    (request.run / "checkpoint.pt").write_bytes(b"learnt")
    asked: list[object] = []
    ask = training.work._calls.ask

    def listen(request: Request, *how: Any) -> Ticket:
        asked.append(request)
        return ask(request, *how)

    monkeypatch.setattr(training.work._calls, "ask", listen)
    training.work.queue = [request]
    training.work.go_on_with_queue()
    assert asked == [ResumeTraining(request.run, None, request.priority)]
    visitor.until(lambda: training.work.status)
    end(visitor, training)
