"""Versions of the settings beside one another: which is worked on, and with which it is compared."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from desktop_app.calls import Calls
from desktop_app.canvas.layer import image_of
from desktop_app.document.document import Document
from desktop_app.document.state import Project
from desktop_app.document.versions import Version, Versions
from desktop_app.tickets import Ticket
from models.news import Done, Failed, Outcome, Stylized

KEPT = 8  # pictures, of at most 16 MB each
LANE = "other version"

Key = tuple[int, int]  # the number of the project in the session, and of the version in it


class Seen(NamedTuple):
    """What a version last looked like, and the settings that made it."""

    project: Project
    image: QImage
    is_refined: bool = False


class Versioning(QObject):
    """Every wish becomes a step of the history. Which one is compared with is no part of the document."""

    changed = Signal()  # the versions, the one that is compared with, or its picture
    failed = Signal(str)

    def __init__(self, document: Document, calls: Calls, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._calls = document, calls
        self.wanted_px: Callable[[], int] = lambda: 1024
        self._seen: OrderedDict[Key, Seen] = OrderedDict()
        self._other: Key | None = None
        self._asked: tuple[Ticket, Project] | None = None
        document.changed.connect(self._on_document_changed)

    @property
    def versions(self) -> Versions:
        return self._document.versions

    def name_of(self, version: Version) -> str:
        return version.name or self.tr("Version {number}").format(number=version.number)

    # -- wishes ---------------------------------------------------------------------------------------------

    @Slot()
    def add(self) -> None:
        """A copy of what is worked on, to go on with."""
        self._document.change_versions(self.versions.with_copy(), self.tr("New Version"))

    def choose(self, number: int) -> None:
        """Works on another one. From the one that it is compared with, sides are changed."""
        left = self.versions.number
        if self.other is not None and number == self.other.number:
            self._other = (self._document.number, left)
        label = self.tr("Switch Version")
        self._document.change_versions(self.versions.with_chosen(number), label, "switch version")

    def choose_beside(self, by: int) -> None:
        self.choose(self.versions.beside(by))

    def rename(self, number: int, name: str) -> None:
        """Empty, or what it is called anyway, gives back the name it came with."""
        version = self.versions.find(number)
        name = name.strip()
        if version is not None and name != self.name_of(version):
            label = self.tr("Rename Version")
            self._document.change_versions(self.versions.with_name(number, name), label)

    def remove(self, number: int) -> None:
        self._document.change_versions(self.versions.without(number), self.tr("Remove Version"))

    # -- comparing ------------------------------------------------------------------------------------------

    @property
    def other(self) -> Version | None:
        """The other side of the comparison; None is the photograph."""
        if self._other is None or self._other[0] != self._document.number:
            return None
        version = self.versions.find(self._other[1])
        return version if version is not self.versions.chosen else None

    @property
    def other_seen(self) -> Seen | None:
        """Its picture; None while it is not painted."""
        other = self.other
        seen = self._seen.get((self._document.number, other.number)) if other else None
        return seen if other and seen and seen.project == other.project else None

    def compare_with(self, number: int | None) -> None:
        wanted = None if number is None else (self._document.number, number)
        if wanted != self._other:
            self._other = wanted
            self._paint_other()
            self.changed.emit()

    def remember(self, project: Project, image: QImage, *, is_refined: bool) -> None:
        """The version that is worked on looks like this."""
        if project == self._document.project:
            self._keep((self._document.number, self.versions.number), Seen(project, image, is_refined))

    def _keep(self, key: Key, seen: Seen) -> None:
        self._seen[key] = seen
        self._seen.move_to_end(key)
        while len(self._seen) > KEPT:
            self._seen.popitem(last=False)

    def _paint_other(self) -> None:
        """Seen in another session, or so long ago that its picture was given up."""
        other = self.other
        if other is None or not other.project.is_paintable or self.other_seen:
            return
        if self._asked and self._asked[1] == other.project:
            return
        key, project = (self._document.number, other.number), other.project
        request = project.request(long_side_px=self.wanted_px())
        ticket = self._calls.ask(request, partial(self._on_painted, key, project), lane=LANE)
        self._asked = (ticket, project)

    def _on_painted(self, key: Key, project: Project, outcome: Outcome) -> None:
        if self._asked and self._asked[1] == project:
            self._asked = None
        if isinstance(outcome, Done) and isinstance(outcome.result, Stylized):
            self._keep(key, Seen(project, image_of(outcome.result.rgb_hwc)))
            self.changed.emit()
        elif isinstance(outcome, Failed):
            self.failed.emit(outcome.message)

    @Slot()
    def _on_document_changed(self) -> None:
        self._paint_other()
        self.changed.emit()
