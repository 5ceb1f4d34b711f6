"""The loupe: under the pointer the picture is seen as it will be exported, pixel by pixel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from desktop_app.calls import ignore
from desktop_app.document.state import Photo, Project
from desktop_app.stylize.close_look import CloseLook
from desktop_app.tickets import Ticket
from models.news import Cancelled, Crop, Done, Failed, News, Outcome, Progress
from models.requests import LookAway, RenderCrop, Request, StyleChoice
from tests.desktop_app.canvas.test_view import pixels
from tests.desktop_app.stylize.conftest import Visitor

SIZE = (3000, 2000)  # larger than any preview
AT = QPoint(400, 260)


@pytest.fixture
def seen(visitor: Visitor) -> Visitor:
    """A picture whose finest detail no preview has."""
    noise = np.random.default_rng(1).integers(0, 256, (SIZE[1], SIZE[0], 3), np.uint8)
    Image.fromarray(noise).save(visitor.photo, compress_level=0)
    visitor.paint()
    return visitor


def photo_of(visitor: Visitor) -> NDArray[np.uint8]:
    with Image.open(visitor.photo) as picture:
        return np.asarray(picture)


def look(visitor: Visitor, at: QPoint = AT) -> None:
    QTest.mouseMove(visitor.studio.window.page.view, at - QPoint(30, 20))
    QTest.mouseMove(visitor.studio.window.page.view, at)


def until_whole(visitor: Visitor) -> None:
    visitor.until(lambda: visitor.controller.close_look.is_whole)


def in_the_frame(visitor: Visitor, at: QPoint = AT) -> NDArray[np.uint8]:
    """Round the middle of the loupe, away from its edge and its caption."""
    whole = pixels(visitor.studio.window.page.view.grab().toImage())
    return whole[at.y() - 60 : at.y() + 60, at.x() - 60 : at.x() + 60]


def expected(visitor: Visitor, at: QPoint = AT) -> NDArray[np.uint8]:
    """The photograph's own pixels there; where exactly is found by looking one pixel around."""
    x, y = visitor.studio.window.page.view.viewport.picture_point(at.x(), at.y())
    left, top = round(x) - 60, round(y) - 60
    return photo_of(visitor)[top - 2 : top + 122, left - 2 : left + 122]


def has(larger: NDArray[np.uint8], part: NDArray[np.uint8]) -> bool:
    height, width = part.shape[:2]
    return any(
        np.array_equal(larger[dy : dy + height, dx : dx + width], part) for dy in range(5) for dx in range(5)
    )


def test_the_loupe_shows_the_exports_own_pixels_and_goes_with_the_pointer(seen: Visitor) -> None:
    view = seen.studio.window.page.view
    view.setFocus()
    assert not has(255 - expected(seen), in_the_frame(seen)), "the preview has not these pixels"
    QTest.keyClick(view, Qt.Key.Key_Z)
    assert seen.studio.window.commands.loupe.isChecked()
    look(seen)
    until_whole(seen)
    assert has(255 - expected(seen), in_the_frame(seen))
    other = AT + QPoint(160, 90)
    look(seen, other)
    until_whole(seen)
    assert has(255 - expected(seen, other), in_the_frame(seen, other))
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not seen.studio.window.commands.loupe.isChecked()
    assert seen.controller.close_look.parts == []


def test_the_loupe_never_shows_less_than_the_view(seen: Visitor) -> None:
    view = seen.studio.window.page.view
    view.set_loupe(True)
    for zoom, shown in ((0.5, 1), (1, 1), (1.36, 2), (2, 2), (2.5, 3)):
        view._look(view.viewport.zoomed_to(zoom))
        look(seen)
        width = view.loupe_place.width() * view.viewport.picture[0]
        assert round(320 / width, 2) == shown


def test_while_the_original_is_held_its_own_pixels_are_seen(seen: Visitor) -> None:
    view = seen.studio.window.page.view
    seen.find(QToolButton, "bar_loupe").click()
    look(seen)
    until_whole(seen)
    view.hold_original(True)
    until_whole(seen)
    assert has(expected(seen), in_the_frame(seen))


def test_the_loupe_turns_with_the_view(seen: Visitor) -> None:
    view = seen.studio.window.page.view
    seen.find(QToolButton, "bar_loupe").click()
    view.turn_right()
    seen.until(lambda: seen.controller.easel.is_current and not seen.controller.easel.is_busy)
    look(seen)
    until_whole(seen)
    assert has(np.rot90(255 - expected(seen), -1), in_the_frame(seen))


def test_a_preview_that_is_wanted_larger_and_smaller_again_does_not_leave_the_loupe_waiting(
    seen: Visitor,
) -> None:
    """As where a view that is turned or laid out anew is zoomed twice before the hand rests."""
    easel = seen.controller.easel
    wanted = easel.wanted_px
    seen.find(QToolButton, "bar_loupe").click()
    easel.set_wanted_px(2 * wanted)
    assert not easel.is_current
    look(seen)
    easel.set_wanted_px(wanted)
    until_whole(seen)


def test_side_by_side_the_loupe_shows_what_it_is_over(seen: Visitor) -> None:
    view = seen.studio.window.page.view
    seen.find(QToolButton, "bar_loupe").click()
    view.set_beside(True)
    look(seen, QPoint(200, 260))
    until_whole(seen)
    assert has(expected(seen, QPoint(200, 260)), in_the_frame(seen, QPoint(200, 260)))
    right = QPoint(view.width() - 200, 260)
    look(seen, right)
    until_whole(seen)
    mirrored = right - view.panes[1].topLeft().toPoint()
    assert has(255 - expected(seen, mirrored), in_the_frame(seen, right))


def test_other_settings_are_looked_at_anew(seen: Visitor) -> None:
    seen.find(QToolButton, "bar_loupe").click()
    look(seen)
    until_whole(seen)
    seen.controller.set_control("strength", 0.5, "Strength")
    assert seen.controller.close_look.parts == [], "what was painted otherwise is not shown"
    seen.until_painted()
    until_whole(seen)


def test_arrows_move_the_loupe_where_there_is_no_mouse(seen: Visitor) -> None:
    view = seen.studio.window.page.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Z)
    before = view.loupe_place
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.loupe_place.left() > before.left()


def test_a_tool_of_a_mask_takes_the_pointer_from_the_loupe(seen: Visitor) -> None:
    seen.find(QToolButton, "bar_loupe").click()
    seen.controller.masking.choose(seen.controller.project.styles[0].source)
    assert not seen.studio.window.commands.loupe.isChecked()
    assert not seen.studio.window.commands.loupe.isEnabled()


# -- what is asked -----------------------------------------------------------------------------------------


class ScriptedCalls:
    """In the place of `Calls`."""

    def __init__(self) -> None:
        self.asked: list[tuple[Ticket, Callable[[Outcome], None], Callable[[News], None]]] = []
        self.cancelled: list[Ticket] = []

    def ask(
        self,
        request: Request,
        on_outcome: Callable[[Outcome], None],
        on_news: Callable[[News], None] = ignore,
        lane: str = "",
    ) -> Ticket:
        ticket = Ticket(len(self.asked), request, lane)
        self.asked.append((ticket, on_outcome, on_news))
        return ticket

    def cancel(self, ticket: Ticket | None) -> None:
        assert ticket is not None
        self.cancelled.append(ticket)

    def answer(self, number: int) -> None:
        ticket, on_outcome, _ = self.asked[number]
        request = ticket.request
        assert isinstance(request, RenderCrop)
        rgb_hwc = np.zeros((request.height_px, request.width_px, 3), np.uint8)
        on_outcome(Done(Crop(rgb_hwc, request.left_px, request.top_px, 1000, 500)))


PROJECT = Project(Photo(Path("a.jpg"), 1000, 500), (StyleChoice("ink"),))


@pytest.fixture
def calls(qtbot: QtBot) -> ScriptedCalls:
    return ScriptedCalls()


def test_a_place_that_lost_its_turn_is_asked_for_again(calls: ScriptedCalls) -> None:
    """Its end may not have been heard of when the pointer comes back to it."""
    look = CloseLook(calls)  # type: ignore[arg-type]
    here, there = QRectF(0.1, 0.1, 0.1, 0.2), QRectF(0.7, 0.7, 0.1, 0.2)
    for place in (QRectF(0.4, 0.4, 0.1, 0.2), here, there, here):
        look.look_at(PROJECT, None, place, original=False)
    calls.asked[1][1](Cancelled())  # `there` had taken its place in the lane
    calls.answer(0)
    calls.asked[2][1](Cancelled())
    calls.answer(3)
    assert look.is_whole


def test_a_hand_that_trembles_asks_once_and_another_picture_ends_what_runs(calls: ScriptedCalls) -> None:
    look = CloseLook(calls)  # type: ignore[arg-type]
    look.look_at(PROJECT, None, QRectF(0.4, 0.4, 0.1, 0.2), original=False)
    calls.answer(0)
    look.look_at(PROJECT, None, QRectF(0.41, 0.39, 0.1, 0.2), original=False)
    assert look.is_whole
    assert len(calls.asked) == 1
    look.look_at(PROJECT, None, QRectF(0.7, 0.7, 0.1, 0.2), original=False)
    assert not calls.cancelled, "the one that runs is spared for the next place"
    calls.asked[1][2](Progress(1, 4))
    assert look.percent_done == 25
    look.look_at(PROJECT.with_only("other"), None, QRectF(0.7, 0.7, 0.1, 0.2), original=False)
    assert [ticket.number for ticket in calls.cancelled] == [1]
    calls.answer(1)
    assert look.parts == []


def test_the_edge_of_the_picture_is_whole_too_and_beyond_it_nothing_is_asked(calls: ScriptedCalls) -> None:
    look = CloseLook(calls)  # type: ignore[arg-type]
    look.look_at(PROJECT, None, QRectF(0.93, -0.1, 0.2, 0.3), original=False)
    request = calls.asked[0][0].request
    assert isinstance(request, RenderCrop)
    assert request.left_px + request.width_px == 1000
    assert request.top_px == 0
    calls.answer(0)
    assert look.is_whole
    look.look_at(PROJECT, None, QRectF(1.2, 0.1, 0.2, 0.2), original=False)
    assert len(calls.asked) == 1


def test_what_fails_is_said_once(calls: ScriptedCalls, qtbot: QtBot) -> None:
    look = CloseLook(calls)  # type: ignore[arg-type]
    said: list[str] = []
    look.failed.connect(said.append)
    look.look_at(PROJECT, 500, QRectF(0.4, 0.4, 0.1, 0.2), original=False)
    calls.asked[0][1](Failed("no memory"))
    look.look_at(PROJECT, 500, QRectF(0.1, 0.4, 0.1, 0.2), original=False)
    assert said == ["no memory"]
    assert len(calls.asked) == 1
    look.look_at(replace(PROJECT, seed=3), 500, QRectF(0.1, 0.4, 0.1, 0.2), original=False)
    assert len(calls.asked) == 2


def test_the_engine_is_told_when_nobody_looks_any_more(calls: ScriptedCalls) -> None:
    look = CloseLook(calls)  # type: ignore[arg-type]
    look.look_at(PROJECT, None, QRectF(0.4, 0.4, 0.1, 0.2), original=False)
    look.close()
    assert [ticket.number for ticket in calls.cancelled] == [0]
    assert calls.asked[-1][0].request == LookAway()
