"""Live in the engine process: it goes on while others are answered, and ends when it is stopped."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from models import serve
from models.live_requests import ChangeLive, LiveFrame, LiveSettings, StartLive, TakeSnapshot
from models.news import Cancelled, Done, Failed, Outcome
from models.requests import Export, OpenPicture, StyleChoice, Stylize
from models.training_requests import TrainStyle
from models.wire import Ask, Stop, Told, desk_of
from tests.models.live.live_engine import EXPORTING_PX, FACTORY, LATER_FRAMES

TRAINING = TrainStyle((), Path("photos"), Path("run"), Path("style.safetensors"))
SETTINGS = LiveSettings("a", (StyleChoice("ink"),))


@pytest.fixture
def engine() -> Iterator[Connection[Any, Any]]:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve.main, args=(theirs, FACTORY))
    process.start()
    theirs.close()
    yield ours
    ours.close()
    process.join(10)
    assert process.exitcode == 0


def until(engine: Connection[Any, Any], is_so: Callable[[Told], bool]) -> list[Told]:
    told: list[Told] = []
    while engine.poll(30):
        message = engine.recv()
        if isinstance(message, Told):
            told.append(message)
            if is_so(message):
                return told
    raise AssertionError(f"it never came to that: {told[-3:]}")


def test_others_are_answered_while_it_runs(engine: Connection[Any, Any]) -> None:
    engine.send(Ask(1, StartLive(SETTINGS)))
    until(engine, lambda told: told.number == 1)
    engine.send(Ask(2, Stylize(Path("slow"), ())))
    told = until(engine, lambda told: told.number == 2 and isinstance(told.news, Done))
    assert sum(one.number == 1 for one in told) > 5, "frames went on coming meanwhile"
    engine.send(Ask(3, ChangeLive(LiveSettings("longer", ()))))
    until(engine, lambda told: told.number == 3 and isinstance(told.news, Done))
    until(engine, lambda told: isinstance(told.news, LiveFrame) and told.news.width_px == len("longer"))
    engine.send(Stop(1))
    told = until(engine, lambda told: isinstance(told.news, Outcome))
    assert isinstance(told[-1].news, Cancelled)


def test_a_second_window_is_told_at_once_where_it_runs_and_may_start_when_it_ends(
    engine: Connection[Any, Any],
) -> None:
    engine.send(Ask(1, StartLive(SETTINGS)))
    until(engine, lambda told: told.number == 1)
    engine.send(Ask(2, StartLive(SETTINGS)))
    refused = until(engine, lambda told: told.number == 2)[-1].news
    assert isinstance(refused, Failed)
    assert "another window" in refused.message
    until(engine, lambda told: told.number == 1)
    engine.send(Stop(1))
    engine.send(Ask(3, StartLive(SETTINGS)))  # the first may not have ended yet
    told = until(engine, lambda told: told.number == 3)
    assert isinstance(told[-1].news, LiveFrame)
    assert any(one.number == 1 and isinstance(one.news, Cancelled) for one in told)


def test_a_still_is_of_the_moment_it_was_asked_for_and_does_not_wait_for_an_export(
    engine: Connection[Any, Any],
) -> None:
    engine.send(Ask(1, StartLive(SETTINGS)))
    until(engine, lambda told: told.number == 1)
    engine.send(Ask(2, Stylize(Path("slow"), (), export=Export(Path("a.png")))))
    until(engine, lambda told: getattr(told.news, "height_px", 0) == EXPORTING_PX)
    engine.send(Ask(3, TakeSnapshot(Path("still.png"))))
    told = until(engine, lambda told: isinstance(told.news, Done))
    assert told[-1].number == 3, "in between the steps of the export"
    assert isinstance(told[-1].news, Done)
    asked, made = told[-1].news.result
    assert made - asked >= LATER_FRAMES


@pytest.mark.parametrize("priority", ["full", "balanced"])
def test_a_training_goes_on_while_its_style_is_looked_through(
    engine: Connection[Any, Any], priority: str
) -> None:
    engine.send(Ask(1, StartLive(SETTINGS)))
    engine.send(Ask(2, replace(TRAINING, name=priority)))
    steps = told_by(until(engine, lambda told: getattr(told.news, "step", 0) == 20))
    assert steps[1] > 5, "frames came all the while"
    engine.send(Ask(3, Stylize(Path("slow"), ())))
    told = until(engine, lambda told: told.number == 3 and isinstance(told.news, Done))
    assert told_by(told)[1] > 5
    assert told_by(told).get(2, 0) <= 3, "it waits for whoever wants a picture"


def test_an_idle_training_waits_until_nobody_looks(engine: Connection[Any, Any]) -> None:
    engine.send(Ask(1, StartLive(SETTINGS)))
    until(engine, lambda told: told.number == 1)
    engine.send(Ask(2, replace(TRAINING, name="idle")))
    told = until(engine, lambda told: isinstance(told.news, LiveFrame) and told.news.number == 400)
    assert told_by(told).get(2, 0) <= 1, "the first step tells how patient it is"
    engine.send(Stop(1))
    until(engine, lambda told: getattr(told.news, "step", 0) == 20)


def told_by(told: list[Told]) -> Counter[int]:
    """How much was said about each request."""
    return Counter(one.number for one in told)


def test_every_request_has_its_desk() -> None:
    assert desk_of(StartLive(SETTINGS)) == "live"
    assert desk_of(ChangeLive(SETTINGS)) == "quick"
    assert desk_of(TakeSnapshot(Path("a.png"))) == "main"
    assert desk_of(OpenPicture(Path("a.png"))) == "quick"
    assert desk_of(Stylize(Path("a.png"), ())) == "main"
