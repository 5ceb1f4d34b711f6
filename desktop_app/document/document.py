"""The open project as the window sees it: one state, one history, one signal for each kind of change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop_app.document.history import History, Step
from desktop_app.document.state import Project
from desktop_app.document.versions import Versions


@dataclass(frozen=True)
class Kept:
    """Where a project lies on disk, and as what; None where it does not."""

    file: Path | None = None
    versions: Versions | None = None


@dataclass(frozen=True)
class State:
    """`number` tells the projects of one session apart, so that undo leads back into the one before."""

    versions: Versions
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
        self._history = History(State(Versions()))
        self._kept = {0: Kept(None, Versions())}  # an empty project needs no saving

    @property
    def project(self) -> Project:
        """The version that is worked on."""
        return self.versions.project

    @property
    def versions(self) -> Versions:
        return self._history.state.versions

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
        """Which version is looked at counts for nothing."""
        kept = self._kept[self.number].versions
        return kept is None or kept.each != self.versions.each

    @property
    def undo_label(self) -> str:
        return self._history.undo_label

    @property
    def redo_label(self) -> str:
        return self._history.redo_label

    @property
    def steps(self) -> Sequence[Step[State]]:
        """The whole history, the beginning first, with what was undone."""
        return self._history.steps

    @property
    def position(self) -> int:
        """Which of the steps is the present."""
        return self._history.position

    def change(self, project: Project, label: str, gesture: str = "") -> None:
        """Makes this of the chosen version. Changes of one `gesture` become one step until `seal`."""
        self.change_versions(self.versions.with_project(project), label, gesture)

    def change_versions(self, versions: Versions, label: str, gesture: str = "") -> None:
        self._take(State(versions, self.number), label, gesture)

    def start(self, versions: Versions, kept: Kept, label: str) -> None:
        """Another project takes the place of this one, as one step of the history."""
        number = len(self._kept)
        self._kept[number] = kept
        self._take(State(versions, number), label)

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

    def go_to(self, position: int) -> None:
        """Undoes or redoes as many steps as it takes."""
        before = self._history.state
        if self._history.go_to(position):
            self._say(before)

    def _take(self, state: State, label: str, gesture: str = "") -> None:
        before = self._history.state
        if self._history.change(state, label, gesture):
            self._say(before)

    def _say(self, before: State) -> None:
        self.changed.emit(before.versions.project, self.project)
        if before.number != self.number:
            self.kept_changed.emit()
