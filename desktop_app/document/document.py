"""The open project as the window sees it: one state, one history, one signal."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop_app.document.history import History
from desktop_app.document.state import Project


class Document(QObject):
    """Everything that changes the project goes through here, so everything can be undone."""

    changed = Signal(object, object)  # the old Project and the new one

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("document")
        self._history = History(Project())

    @property
    def project(self) -> Project:
        return self._history.state

    @property
    def undo_label(self) -> str:
        return self._history.undo_label

    @property
    def redo_label(self) -> str:
        return self._history.redo_label

    def change(self, project: Project, label: str, gesture: str = "") -> None:
        """Makes `project` the state. Changes of one `gesture` become one step of the history until `seal`."""
        before = self.project
        if self._history.change(project, label, gesture):
            self.changed.emit(before, self.project)

    def seal(self) -> None:
        self._history.seal()

    def undo(self) -> None:
        before = self.project
        if self._history.undo():
            self.changed.emit(before, self.project)

    def redo(self) -> None:
        before = self.project
        if self._history.redo():
            self.changed.emit(before, self.project)
