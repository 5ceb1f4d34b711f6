"""The open project as the window sees it: one state, one history, one signal for each kind of change."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop_app.document.history import History
from desktop_app.document.state import Project


@dataclass(frozen=True)
class Kept:
    """Where a project lies on disk, and as what; None where it does not."""

    file: Path | None = None
    project: Project | None = None


@dataclass(frozen=True)
class _State:
    """`number` tells the projects of one session apart, so that undo leads back into the one before."""

    project: Project
    number: int = 0


class Document(QObject):
    """Everything that changes the project goes through here, so everything can be undone.

    A new project and an opened one are steps of the same history: nobody has to be asked whether the one
    before may go. What is on disk is no part of the history: undoing does not unsave.
    """

    changed = Signal(object, object)  # the old Project and the new one
    kept_changed = Signal()  # where it lies, or whether all of it is on disk

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("document")
        self._history = History(_State(Project()))
        self._kept = {0: Kept(None, Project())}  # an empty project needs no saving

    @property
    def project(self) -> Project:
        return self._history.state.project

    @property
    def number(self) -> int:
        """Which of the session's projects this is."""
        return self._history.state.number

    @property
    def file(self) -> Path | None:
        """Where it was opened from or saved."""
        return self._kept[self.number].file

    @property
    def is_modified(self) -> bool:
        return self._kept[self.number].project != self.project

    @property
    def undo_label(self) -> str:
        return self._history.undo_label

    @property
    def redo_label(self) -> str:
        return self._history.redo_label

    def change(self, project: Project, label: str, gesture: str = "") -> None:
        """Makes `project` the state. Changes of one `gesture` become one step of the history until `seal`."""
        self._take(_State(project, self.number), label, gesture)

    def start(self, project: Project, kept: Kept, label: str) -> None:
        """Another project takes the place of this one, as one step of the history."""
        number = len(self._kept)
        self._kept[number] = kept
        self._take(_State(project, number), label)

    def mark_kept(self, number: int, kept: Kept) -> None:
        """Project `number` is now on disk like this."""
        self._kept[number] = kept
        self.kept_changed.emit()

    def seal(self) -> None:
        self._history.seal()

    def undo(self) -> None:
        before = self._history.state
        if self._history.undo():
            self._say(before)

    def redo(self) -> None:
        before = self._history.state
        if self._history.redo():
            self._say(before)

    def _take(self, state: _State, label: str, gesture: str = "") -> None:
        before = self._history.state
        if self._history.change(state, label, gesture):
            self._say(before)

    def _say(self, before: _State) -> None:
        self.changed.emit(before.project, self.project)
        if before.number != self.number:
            self.kept_changed.emit()
