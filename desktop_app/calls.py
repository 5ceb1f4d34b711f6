"""Which ticket belongs to whom: a question is asked together with what to do with its answer."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Slot

from desktop_app.gpu_worker import GpuWorker
from desktop_app.tickets import Ticket
from models.news import Done, Exported, Failed, News, Notice, OpenedPicture, Outcome
from models.requests import Request

logger = logging.getLogger(__name__)


def ignore(_news: News) -> None:
    """For questions whose answer alone counts."""


@dataclass(frozen=True)
class _Call:
    on_outcome: Callable[[Outcome], None]
    on_news: Callable[[News], None]


class Calls(QObject):
    """`on_news` is called any number of times, then `on_outcome` once, all on the GUI thread.

    `translate` puts the engine's sentences into the language of the window.
    """

    def __init__(
        self, worker: GpuWorker, translate: Callable[[str], str] = str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._worker, self.translate = worker, translate
        self._calls: dict[Ticket, _Call] = {}
        worker.reported.connect(self._on_reported)

    def ask(
        self,
        request: Request,
        on_outcome: Callable[[Outcome], None],
        on_news: Callable[[News], None] = ignore,
        lane: str = "",
    ) -> Ticket:
        ticket = self._worker.submit(request, lane)
        self._calls[ticket] = _Call(on_outcome, on_news)
        return ticket

    def cancel(self, ticket: Ticket | None) -> None:
        """Nothing happens to a ticket that is answered already, or None."""
        if ticket in self._calls:
            self._worker.cancel(ticket)

    def pause(self, ticket: Ticket | None, is_wanted: bool) -> None:
        """Until it is called with False nothing is done on this ticket, and everything else is."""
        if ticket in self._calls:
            self._worker.pause(ticket, is_wanted)

    @Slot(object, object)
    def _on_reported(self, ticket: Ticket, news: News | Outcome) -> None:
        call = self._calls.get(ticket)
        if call is None:
            return
        if isinstance(news, Outcome):
            if isinstance(news, Failed) and news.detail:
                logger.error("%r failed: %s\n%s", ticket.request, news.message, news.detail)
            del self._calls[ticket]
            call.on_outcome(self._in_the_windows_words(news))
        else:
            call.on_news(replace(news, text=self.translate(news.text)) if isinstance(news, Notice) else news)

    def _in_the_windows_words(self, outcome: Outcome) -> Outcome:
        match outcome:
            case Failed():
                return replace(outcome, message=self.translate(outcome.message))
            case Done(OpenedPicture() as opened) if opened.remarks:
                return Done(replace(opened, remarks=tuple(map(self.translate, opened.remarks))))
            case Done(Exported() as exported) if exported.notices:
                return Done(replace(exported, notices=tuple(map(self.translate, exported.notices))))
        return outcome
