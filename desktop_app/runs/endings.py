"""What becomes of trainings, told to whoever is there, with what can be done about it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from desktop_app import words
from desktop_app.runs.record import AnyTraining
from desktop_app.widgets.notice_bar import Message
from models.training_news import Trained

if TYPE_CHECKING:
    from desktop_app.runs.controller import RunsController


class Endings(QObject):
    """Follows the work by itself; of the trainings that are its controller's own."""

    def __init__(self, controller: RunsController) -> None:
        super().__init__(controller)
        self._controller, self._work = controller, controller.work
        self._last: Message | None = None
        work = controller.work
        controller.shelf.first_seen.connect(self._offer_what_was_left)
        work.failed.connect(self._on_training_failed)
        work.picked_up.connect(self._on_picked_up)
        work.ended.connect(self._on_ended)
        work.rest.went_on.connect(self._on_power_again)
        work.cancelled.connect(self._on_cancelled)

    @Slot()
    def _offer_what_was_left(self) -> None:
        """A run that a crash, a closed window or a power cut has ended; else the line."""
        if self._work.is_running:
            return
        summaries = self._controller.summaries
        left = [summary for summary in summaries if summary.phase == "interrupted" and summary.step > 0]
        if left:
            newest = max(left, key=lambda summary: _changed_at(summary.run))
            text = self.tr("“{name}” was interrupted at step {step}. It can go on exactly where it was.")
            text = text.format(name=newest.name, step=newest.step)
            go_on = partial(self._controller.show_and_resume, newest.run)
            self._say(Message(text, "info", self.tr("Go On"), go_on, stays=True))
        elif self._work.queue:
            text = self.tr("{count} trainings wait for their turn.").format(count=len(self._work.queue))
            text += self._late_words
            if self._work.next_in_line is None:
                self._say(Message(text, stays=True))
                return
            self._say(Message(text, "info", self.tr("Begin"), self._work.go_on_with_queue, stays=True))

    @property
    def _late_words(self) -> str:
        """Of those in the line whose moment has passed."""
        text = self.tr("“{name}” was to be ready by {time}: it stays in the line until you begin it.")
        told = [text.format(name=one.name, time=one.stop.asked_anew().until) for one in self._work.late]
        return "".join(f" {each}" for each in told)

    @Slot(object)
    def _on_ended(self, trained: Trained) -> None:
        record = self._work.record
        if not self._controller.is_own(record.request if record else None):
            return
        self._controller.look_for_runs()
        name = record.name if record else trained.run.name
        if trained.ending == "paused":
            self._say(self._message_of_pause(name, trained.run))
            return
        took = words.about_time(trained.elapsed_s)
        text = self.tr("“{name}” is ready, after {time} of training.").format(name=name, time=took)
        self._conclude(self._controller.message_of_end(text + self._late_words, trained))

    def _message_of_pause(self, name: str, run: Path) -> Message:
        match self._work.rest.reason:
            case "battery":
                text = self.tr("“{name}” is paused on battery. It goes on as soon as there is power again.")
                return Message(text.format(name=name), stays=True)
            case "sleep":
                text = self.tr("The computer slept, so “{name}” is paused. It goes on when you say so.")
                go_on = partial(self._controller.show_and_resume, run)
                return Message(text.format(name=name), "info", self.tr("Go On"), go_on, stays=True)
        text = self.tr("“{name}” is paused, and its memory is free. Nothing is lost.")
        return Message(text.format(name=name))

    @Slot()
    def _on_power_again(self) -> None:
        running = self._controller.running
        if running is not None:
            text = self.tr("There is power again: “{name}” goes on.").format(name=running.name)
            self._say(Message(text))

    @Slot(str, bool)
    def _on_training_failed(self, text: str, can_go_on: bool) -> None:
        record = self._work.record
        if not self._controller.is_own(record.request if record else None):
            return
        self._controller.look_for_runs()
        follow = self._work.next_in_line
        if follow is not None:
            text += " " + self.tr("“{name}” begins now in its place.").format(name=follow.name)
        text += self._late_words
        if can_go_on and record is not None:
            go_on = partial(self._controller.show_and_resume, record.run)
            self._conclude(Message(text, "error", self.tr("Go On"), go_on, stays=True))
            return
        is_alone = record is not None and self._work.queue == [record.request]
        if is_alone and record is self._controller.shown and not self._controller.has_draft:
            self._controller.take_out()
        elif record is not None and record.request in self._work.queue:
            text += " " + self.tr("“{name}” stays in the line.").format(name=record.name)
        self._controller.say_failure(text)

    @Slot(str)
    def _on_picked_up(self, text: str) -> None:
        if self._controller.running is not None:
            self._say(Message(text, "warning", stays=True))

    @Slot(object)
    def _on_cancelled(self, request: AnyTraining | None) -> None:
        if request is None:
            self._controller.look_for_runs()
        elif self._controller.is_own(request):
            self._controller.give_back(request)
            shown = self._controller.shown
            if shown is not None and shown.run == request.run:
                self._controller.show_draft()

    def _say(self, message: Message) -> None:
        self._controller.said.emit(message)

    def _conclude(self, message: Message) -> None:
        """Said here, and to whoever is looking at another program."""
        self._last = message
        self._say(message)
        self._controller.concluded.emit(message.text)

    def say_unnotified(self) -> None:
        """The desktop shows no notifications."""
        if self._last is not None:
            told = self.tr("This desktop shows no notifications; so it is only said here.")
            self._say(replace(self._last, text=f"{self._last.text} {told}"))


def _changed_at(run: Path) -> float:
    try:
        return (run / "state.json").stat().st_mtime
    except OSError:
        return 0.0
