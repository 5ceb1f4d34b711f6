"""Pictures that were worth keeping for a while, each with its settings, to compare with and go back to."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from desktop_app.document.document import Document
from desktop_app.document.state import Project

KEPT = 8  # of at most 16 MB each


@dataclass(eq=False)
class Snapshot:
    """`image` is replaced where the same settings are painted larger."""

    number: int
    project: Project
    image: QImage
    is_refined: bool = False


class Snapshots(QObject):
    """In memory, until the program ends; of many the oldest go. Those of other photographs are not seen."""

    changed = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._kept: list[Snapshot] = []
        self._other: Snapshot | None = None
        self._count = 0
        document.changed.connect(self._on_document_changed)

    @property
    def seen(self) -> list[Snapshot]:
        """Those of the present photograph, the oldest first."""
        return [kept for kept in self._kept if kept.project.photo == self._document.project.photo]

    @property
    def other(self) -> Snapshot | None:
        """The other side of the comparison; None is the photograph."""
        return self._other if self._other in self.seen else None

    def keep(self, project: Project, image: QImage, *, is_refined: bool) -> Snapshot:
        """The same picture is not kept twice."""
        for known in self._kept:
            if known.project == project and known.is_refined == is_refined:
                self._improve(known, image)
                return known
        self._count += 1
        snapshot = Snapshot(self._count, project, image, is_refined)
        self._kept.append(snapshot)
        while len(self._kept) > KEPT:
            self._kept.remove(next(kept for kept in self._kept if kept is not self._other))
        self.changed.emit()
        return snapshot

    def improve(self, project: Project, image: QImage) -> None:
        """The same settings were painted larger: a draft that was kept becomes the finished picture."""
        for known in self._kept:
            if known.project == project and not known.is_refined:
                self._improve(known, image)

    def _improve(self, known: Snapshot, image: QImage) -> None:
        if known.image.width() < image.width():
            known.image = image
            self.changed.emit()

    def compare_with(self, snapshot: Snapshot | None) -> None:
        if snapshot is not self._other:
            self._other = snapshot
            self.changed.emit()

    def remove(self, snapshot: Snapshot) -> None:
        if snapshot in self._kept:
            self._kept.remove(snapshot)
            self._other = None if snapshot is self._other else self._other
            self.changed.emit()

    @Slot(object, object)
    def _on_document_changed(self, before: Project, after: Project) -> None:
        if before.photo != after.photo and self._kept:
            self.changed.emit()
