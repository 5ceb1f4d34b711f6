"""What the easel asks for and what it shows, against an engine that answers when the test says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.calls import ignore
from desktop_app.document.state import Photo, Project
from desktop_app.stylize.easel import Easel
from desktop_app.tickets import Ticket
from models.news import Cancelled, Done, Failed, News, Notice, Outcome, Stylized
from models.requests import Controls, Request, StyleChoice, Stylize

PHOTO = Photo(Path("a.jpg"), 1000, 1000)
PROJECT = Project(photo=PHOTO, styles=(StyleChoice("style"),))


@dataclass(eq=False)
class Asked:
    ticket: Ticket
    request: Stylize
    on_outcome: Callable[[Outcome], None]
    on_news: Callable[[News], None]
    is_cancelled: bool = False

    def paint(self, tone: int = 7, seconds: float = 0.9) -> None:
        side = self.request.long_side_px or 1000
        self.on_outcome(Done(Stylized(np.full((side, side, 3), tone, np.uint8), seconds, "test")))


class ScriptedCalls:
    """In the place of `Calls`."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []

    def ask(
        self,
        request: Request,
        on_outcome: Callable[[Outcome], None],
        on_news: Callable[[News], None] = ignore,
        lane: str = "",
    ) -> Ticket:
        assert isinstance(request, Stylize)
        assert lane == "preview"
        ticket = Ticket(len(self.asked), request, lane)
        self.asked.append(Asked(ticket, request, on_outcome, on_news))
        return ticket

    def cancel(self, ticket: Ticket | None) -> None:
        self.asked[ticket.number].is_cancelled = True  # type: ignore[union-attr]

    @property
    def sizes(self) -> list[int | None]:
        return [asked.request.long_side_px for asked in self.asked]


@pytest.fixture
def calls() -> ScriptedCalls:
    return ScriptedCalls()


@pytest.fixture
def easel(qapp: QApplication, calls: ScriptedCalls) -> Iterator[Easel]:
    easel = Easel(calls)  # type: ignore[arg-type]
    easel.set_wanted_px(1000)
    yield easel
    easel.show_project(Project())
    easel.deleteLater()


def is_finished(easel: Easel) -> bool:
    return easel.is_current and not easel.is_busy


def with_strength(strength: float) -> Project:
    return replace(PROJECT, controls=Controls(strength=strength))


def tone(easel: Easel) -> int:
    assert easel.image is not None
    return easel.image.pixelColor(0, 0).red()


def test_a_draft_comes_first_and_the_whole_when_the_hand_rests(
    easel: Easel, calls: ScriptedCalls, qtbot: QtBot
) -> None:
    easel.show_project(PROJECT)
    assert len(calls.asked) == 1
    draft = calls.sizes[0]
    assert draft is not None
    assert draft < 1000
    calls.asked[0].paint(7, seconds=0.05)
    assert tone(easel) == 7
    assert not is_finished(easel)
    qtbot.waitUntil(lambda: len(calls.asked) == 2, timeout=2000)
    assert calls.sizes[1] == 1000
    calls.asked[1].paint(9)
    assert tone(easel) == 9
    assert is_finished(easel)


def test_a_moving_slider_shows_what_it_was_a_moment_ago(easel: Easel, calls: ScriptedCalls) -> None:
    easel.show_project(with_strength(0.9))
    easel.show_project(with_strength(0.8))
    assert not calls.asked[0].is_cancelled, "a draft that runs is spared"
    calls.asked[0].paint(90)
    assert tone(easel) == 90
    calls.asked[1].paint(80)
    assert tone(easel) == 80


def test_an_older_picture_never_replaces_the_present_one(easel: Easel, calls: ScriptedCalls) -> None:
    easel.show_project(with_strength(0.9))
    easel.show_project(with_strength(0.8))
    calls.asked[1].paint(80)
    calls.asked[0].paint(90)
    assert tone(easel) == 80


def test_a_late_draft_does_not_replace_the_finished_picture(
    easel: Easel, calls: ScriptedCalls, qtbot: QtBot
) -> None:
    easel.show_project(PROJECT)
    qtbot.waitUntil(lambda: len(calls.asked) == 2, timeout=2000)
    calls.asked[1].paint(9)
    calls.asked[0].paint(7)
    assert tone(easel) == 9
    assert is_finished(easel)


def test_another_style_ends_what_runs_and_its_picture_is_not_shown(
    easel: Easel, calls: ScriptedCalls
) -> None:
    easel.show_project(PROJECT)
    easel.show_project(PROJECT.with_only("other"))
    assert calls.asked[0].is_cancelled
    calls.asked[0].paint(90)
    assert easel.image is None


def test_going_back_is_immediate(easel: Easel, calls: ScriptedCalls, qtbot: QtBot) -> None:
    easel.show_project(PROJECT)
    qtbot.waitUntil(lambda: len(calls.asked) == 2, timeout=2000)
    calls.asked[1].paint(10)
    easel.show_project(PROJECT.with_only("other"))
    count = len(calls.asked)
    easel.show_project(PROJECT)
    assert tone(easel) == 10
    assert len(calls.asked) == count, "it is not painted again"
    assert not easel.is_busy


def test_a_larger_view_asks_for_a_larger_picture_a_smaller_one_for_none(
    easel: Easel, calls: ScriptedCalls, qtbot: QtBot
) -> None:
    easel.set_wanted_px(640)
    easel.show_project(PROJECT)
    qtbot.waitUntil(lambda: 640 in calls.sizes, timeout=2000)
    calls.asked[-1].paint()
    easel.set_wanted_px(384)
    assert easel.is_current
    easel.set_wanted_px(1000)
    qtbot.waitUntil(lambda: calls.sizes[-1] == 1000, timeout=2000)


def test_a_failure_is_said_once_and_only_for_the_present(
    easel: Easel, calls: ScriptedCalls, qtbot: QtBot
) -> None:
    said: list[str] = []
    easel.failed.connect(said.append)
    easel.show_project(PROJECT)
    easel.show_project(with_strength(0.5))
    calls.asked[0].on_outcome(Failed("old news"))
    calls.asked[1].on_outcome(Failed("no style"))
    qtbot.wait(400)
    assert said == ["no style"]
    assert not easel.is_busy
    assert len(calls.asked) == 2, "it does not try the same again by itself"
    easel.refresh()
    assert len(calls.asked) == 3


def test_a_notice_is_passed_on(easel: Easel, calls: ScriptedCalls) -> None:
    said: list[str] = []
    easel.noticed.connect(said.append)
    easel.show_project(PROJECT)
    calls.asked[0].on_news(Notice("smaller tiles"))
    assert said == ["smaller tiles"]


def test_without_a_style_there_is_no_picture(easel: Easel, calls: ScriptedCalls) -> None:
    easel.show_project(PROJECT)
    calls.asked[0].paint()
    easel.show_project(replace(PROJECT, styles=()))
    assert easel.image is None
    assert not easel.is_busy


def test_a_cancelled_picture_leaves_what_is_shown(easel: Easel, calls: ScriptedCalls) -> None:
    easel.show_project(PROJECT)
    calls.asked[0].paint(5)
    easel.show_project(with_strength(0.4))
    calls.asked[-1].on_outcome(Cancelled())
    assert tone(easel) == 5


def test_a_photo_that_changed_on_disk_is_painted_anew(easel: Easel, calls: ScriptedCalls) -> None:
    easel.set_wanted_px(256)
    easel.show_project(PROJECT)
    calls.asked[-1].paint(5)
    assert easel.is_current
    easel.forget(PHOTO.path)
    assert easel.image is None
    easel.refresh()
    assert len(calls.asked) == 2
