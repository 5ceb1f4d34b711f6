"""What nobody asked for pushes no error away."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.widgets.notice_bar import Message, NoticeBar

FULL = Message("The recording ended: the disk is full.", "error")
REMARK = Message("It takes longer.", "warning", stays=True, gives_way=True)
PASSING = Message("The camera is back.", "done", gives_way=True)


@pytest.fixture
def bar(qtbot: QtBot) -> NoticeBar:
    made = NoticeBar(lambda *what: None)
    qtbot.addWidget(made)
    return made


def test_a_remark_waits_until_the_error_is_closed(bar: NoticeBar) -> None:
    bar.show_message(FULL)
    bar.show_message(REMARK)
    assert bar.message is FULL
    bar.close_button.click()
    assert bar.message is REMARK
    bar.close_button.click()
    assert bar.isHidden()


def test_what_goes_by_itself_is_not_shown_beside_an_error(bar: NoticeBar) -> None:
    bar.show_message(FULL)
    bar.show_message(PASSING)
    assert bar.message is FULL
    bar.close_button.click()
    assert bar.isHidden()
    bar.show_message(PASSING)
    bar.show_message(REMARK)
    assert bar.message is REMARK


def test_what_somebody_did_takes_the_place_of_an_error(bar: NoticeBar) -> None:
    bar.show_message(FULL)
    bar.show_message(REMARK)
    done = Message("Saved still.png.", "done")
    bar.show_message(done)
    assert bar.message is done
    bar.clear()
    assert bar.isHidden(), "a new beginning forgets what waits as well"
