"""Keeps a picture of the present project on show: a draft at once, the finished one when the hand rests."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from desktop_app.calls import Calls
from desktop_app.canvas.layer import image_of
from desktop_app.document.state import Project
from desktop_app.stylize.pace import Pace
from desktop_app.tickets import Ticket
from models.news import Done, Failed, News, Notice, Outcome, Stylized

REST_MS = 220
KEPT = 10  # finished previews, so that undo and going back to a style are immediate
LANE = "preview"


class Easel(QObject):
    """The newest request wins: while one is painted only the last of those that wait is kept."""

    painted = Signal()  # `image` is another one
    busy_changed = Signal(bool)
    failed = Signal(str)
    noticed = Signal(str)

    def __init__(self, calls: Calls, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.image: QImage | None = None
        self._calls = calls
        self._pace = Pace()
        self._project = Project()
        self._wanted_px = 1024
        self._painting: dict[Ticket, tuple[Project, int]] = {}
        self._shown: tuple[Project, int] = (Project(), 0)
        self._kept: OrderedDict[Project, tuple[int, QImage]] = OrderedDict()
        self._resting = QTimer(self)
        self._resting.setObjectName("easel_resting")
        self._resting.setSingleShot(True)
        self._resting.setInterval(REST_MS)
        self._resting.timeout.connect(self._on_rest)

    @property
    def pace(self) -> Pace:
        """What painting costs here."""
        return self._pace

    @property
    def wanted_px(self) -> int:
        return self._wanted_px

    @property
    def is_busy(self) -> bool:
        return bool(self._painting) or self._resting.isActive()

    @property
    def is_current(self) -> bool:
        """The image shows the project as it is, finished."""
        project, side = self._shown
        return project == self._project and side >= self._size_for(project)

    @property
    def shown_project(self) -> Project:
        """What the image was made of, which may be a moment behind the project."""
        return self._shown[0]

    def show_project(self, project: Project) -> None:
        before, self._project = self._project, project
        if not project.is_paintable:
            self._clear()
            return
        if before.photo != project.photo:
            self._put(None, Project(), 0)
        self.refresh()

    def set_wanted_px(self, long_side_px: int) -> None:
        """How large the picture is shown; a larger one is painted when the hand rests."""
        if long_side_px != self._wanted_px:
            self._wanted_px = long_side_px
            if self._project.is_paintable and not self.is_current:
                self._resting.start()
            self._say_busy()  # what is shown may be current now, or no longer

    def forget(self, photo: Path) -> None:
        """The file may have changed: nothing that was made of it counts any more."""
        for project in [known for known in self._kept if known.photo and known.photo.path == photo]:
            del self._kept[project]
        if self._project.photo and self._project.photo.path == photo:
            self._put(None, Project(), 0)

    def forget_style(self, source: str) -> None:
        """Its file is another one now. What is seen stays until it is painted anew."""
        for project in [known for known in self._kept if known.uses(source)]:
            del self._kept[project]
        if self._project.uses(source):
            self._shown = (Project(), 0)
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Paints what is not painted; also the way to try again after an error."""
        if not self._project.is_paintable:
            return
        wanted = self._size_for(self._project)
        side, image = self._kept.get(self._project, (0, None))
        if image is not None:
            self._put(image, self._project, side)
            if side >= wanted:
                self._stop()
                return
        draft = self._pace.draft_px(wanted, self._aspect)
        self._stop(spare_px=draft)
        if draft < wanted and side < draft:
            self._ask(draft)
            self._resting.start()
        else:
            self._ask(wanted)
        self._say_busy()

    @property
    def _aspect(self) -> float:
        photo = self._project.photo
        return min(photo.width_px, photo.height_px) / photo.long_side_px if photo else 1.0

    def _size_for(self, project: Project) -> int:
        return min(self._wanted_px, project.photo.long_side_px if project.photo else self._wanted_px)

    @Slot()
    def _on_rest(self) -> None:
        if self._project.is_paintable and not self.is_current:
            self._ask(self._size_for(self._project))
        self._say_busy()

    def _ask(self, side_px: int) -> None:
        project = self._project
        ticket = self._calls.ask(
            project.request(long_side_px=side_px),
            lambda outcome: self._on_outcome(ticket, project, side_px, outcome),
            partial(self._on_news, project),
            LANE,
        )
        self._painting[ticket] = (project, side_px)

    def _on_news(self, project: Project, news: News) -> None:
        if isinstance(news, Notice) and project == self._project:
            self.noticed.emit(news.text)

    def _on_outcome(self, ticket: Ticket, project: Project, side: int, outcome: Outcome) -> None:
        self._painting.pop(ticket, None)  # where it is not: given up, and yet it may have come to its end
        if isinstance(outcome, Done) and isinstance(outcome.result, Stylized):
            image = image_of(outcome.result.rgb_hwc)
            self._pace.learn(outcome.result.seconds, image.width(), image.height())
            self._keep(project, side, image)
            if self._is_worth_showing(project, side):
                self._put(image, project, side)
        elif isinstance(outcome, Failed) and project == self._project:
            self._resting.stop()  # the same at another size would fail in the same way
            self.failed.emit(outcome.message)
        self._say_busy()

    def _is_worth_showing(self, project: Project, side: int) -> bool:
        """A slider that still moves shows what it was a moment ago; another style or photo never does."""
        shown, shown_side = self._shown
        if project == self._project:
            return shown != project or side > shown_side
        return self._is_same_subject(project) and shown != self._project

    def _is_same_subject(self, project: Project) -> bool:
        sources = [[style.source for style in one.styles] for one in (project, self._project)]
        return project.photo == self._project.photo and sources[0] == sources[1]

    def _keep(self, project: Project, side: int, image: QImage) -> None:
        if side >= self._kept.get(project, (0, None))[0]:
            self._kept[project] = (side, image)
            self._kept.move_to_end(project)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)

    def _put(self, image: QImage | None, project: Project, side: int) -> None:
        self.image, self._shown = image, (project, side)
        self.painted.emit()

    def _stop(self, spare_px: int = 0) -> None:
        """Gives up what is no longer wanted. What is quick is spared, to follow a moving slider."""
        self._resting.stop()
        for ticket, (project, side) in list(self._painting.items()):
            if side > spare_px or not self._is_same_subject(project):
                del self._painting[ticket]
                self._calls.cancel(ticket)
        self._say_busy()

    def _clear(self) -> None:
        self._stop()
        self._put(None, Project(), 0)

    def _say_busy(self) -> None:
        self.busy_changed.emit(self.is_busy)
