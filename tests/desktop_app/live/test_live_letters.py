"""A window that is slower than the frames gets the newest one, and never a queue of them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from desktop_app.gpu_worker import GpuWorker
from desktop_app.tickets import Ticket
from models.live_requests import LiveFrame, LiveSettings, StartLive
from models.news import Notice


def test_a_frame_that_nobody_has_fetched_gives_way_to_the_newer(qtbot: QtBot) -> None:
    worker = GpuWorker("tests.fakes:FakeEngine")
    ticket = Ticket(1, StartLive(LiveSettings("a", ())))
    reported: list[object] = []
    worker.reported.connect(lambda _, news: reported.append(news))
    frames = [LiveFrame(number, None, 64, 36, 0.0, 0.0) for number in range(1, 5)]
    notice = Notice("The camera is back.")
    letters: list[LiveFrame | Notice] = [frames[0], notice, *frames[1:]]
    for news in letters:
        worker._post(ticket, news)
    qtbot.waitUntil(lambda: len(reported) >= 2)
    QCoreApplication.processEvents()
    assert reported == [notice, frames[-1]]
    worker.close()
