"""A question to the engine of which only the newest counts, and its answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Generic, TypeVar

from desktop_app.calls import Calls
from models.news import Outcome
from models.requests import Request

Asked = TypeVar("Asked", bound=Request)
Answer = TypeVar("Answer")


class Latest(Generic[Asked, Answer]):
    """`read` makes an answer, or None, of what the engine said; `told` hears of every change.

    `question` is None where there is nothing to ask; another one forgets the answer to the last.
    """

    def __init__(
        self, calls: Calls, lane: str, read: Callable[[Outcome], Answer | None], told: Callable[[], object]
    ) -> None:
        self._calls, self._lane, self._read, self._told = calls, lane, read, told
        self.question: Asked | None = None
        self.answer: Answer | None = None

    def ask(self, question: Asked | None) -> None:
        """Nothing where it was asked already."""
        if question == self.question:
            return
        self.forget()
        self.question = question
        if question is not None:
            self._calls.ask(question, partial(self._on_outcome, question), lane=self._lane)
        self._told()

    def forget(self) -> None:
        """The next question is asked even if it was the last one, too."""
        self.question = self.answer = None

    def _on_outcome(self, question: Asked, outcome: Outcome) -> None:
        if question == self.question:
            self.answer = self._read(outcome)
            self._told()
