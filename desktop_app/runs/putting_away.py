"""What becomes of runs that nobody wants any more: off the list, or into the trash; and back again."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from desktop_app.runs.record import Record
from desktop_app.runs.trash import move_to_trash, put_back
from desktop_app.widgets.notice_bar import Message
from models.news import FileError

if TYPE_CHECKING:
    from desktop_app.runs.controller import RunsController


class PuttingAway(QObject):
    """Of the run that its controller looks at."""

    def __init__(self, controller: RunsController) -> None:
        super().__init__(controller)
        self._controller = controller

    @property
    def is_possible(self) -> bool:
        """Whether nobody needs it: it rests, and nothing in the line begins from it."""
        controller, shown = self._controller, self._controller.shown
        if shown is None or shown.phase == "waiting" or controller.is_followed:
            return False
        queue = controller.work.queue
        parents = [request.parent for request in queue if request.parent is not None]
        is_parent = any(shown.run in (parent, *parent.parents) for parent in parents)
        return not is_parent and not controller.work.runs(shown.run)

    @property
    def is_from_elsewhere(self) -> bool:
        """Whether it was opened from another folder than the program's own."""
        shown = self._controller.shown
        return shown is not None and self._controller.shelf.is_opened(shown.run)

    @Slot()
    def take_off_the_list(self) -> None:
        """What was opened; its folder stays."""
        record = self._controller.shown
        if record is not None and self.is_from_elsewhere:
            self._let_go(record)
            text = self.tr("“{name}” is off the list. Its folder stays where it is.")
            back = partial(self._take_up_again, record.run, True)
            self._say(Message(text.format(name=record.name), "info", self.tr("Put Back"), back))

    @Slot()
    def delete(self) -> None:
        """Into the trash; a finished style stays where it is."""
        record = self._controller.shown
        if record is not None and self.is_possible:
            then = partial(self._on_trashed, record, self.is_from_elsewhere)
            self._controller.background.run(partial(move_to_trash, record.run), then)

    def _on_trashed(self, record: Record, was_opened: bool, lies: Path | FileError | None) -> None:
        if isinstance(lies, FileError):
            text = self.tr("“{name}” cannot be moved to the trash. Delete its folder by hand.")
            show = partial(self._controller.show_folder, record.run)
            self._say(Message(text.format(name=record.name), "error", self.tr("Show in Folder"), show))
            return
        self._let_go(record)
        text = self.tr("“{name}” is in the trash. A finished style of it stays.").format(name=record.name)
        if lies is None:
            self._say(Message(text))
            return
        back = partial(self._put_back, lies, record, was_opened)
        self._say(Message(text, "info", self.tr("Put Back"), back, stays=True))

    def _let_go(self, record: Record) -> None:
        self._controller.look_away(record.run)
        self._controller.shelf.let_go(record.run)

    def _put_back(self, lies: Path, record: Record, was_opened: bool) -> None:
        then = partial(self._on_put_back, record, was_opened)
        self._controller.background.run(partial(put_back, lies, record.run), then)

    def _on_put_back(self, record: Record, was_opened: bool, result: FileError | None) -> None:
        if isinstance(result, FileError):
            text = self.tr("“{name}” cannot be put back. Look for it in the trash.")
            self._controller.say_failure(text.format(name=record.name))
        else:
            self._take_up_again(record.run, was_opened)

    def _take_up_again(self, run: Path, was_opened: bool) -> None:
        if was_opened:
            self._controller.shelf.keep(run)
        self._controller.look_for_runs()
        self._controller.show_run(run)

    def _say(self, message: Message) -> None:
        self._controller.said.emit(message)
