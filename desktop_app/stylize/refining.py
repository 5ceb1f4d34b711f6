"""One refinement at a time: its previews, its progress, and the best picture it came to."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from desktop_app.calls import Calls
from desktop_app.canvas.layer import image_of
from desktop_app.document.state import Project
from desktop_app.tickets import Ticket
from models.news import Done, Failed, News, Notice, Outcome, Preview, Progress, Stylized

KEPT = 4  # refined pictures, so that undo does not cost minutes


class Refining(QObject):
    """Ended early it keeps the last preview, which is as good as a finished picture of fewer steps."""

    changed = Signal()  # started, another preview, or ended
    progressed = Signal(object)  # Progress
    failed = Signal(str)
    noticed = Signal(str)

    def __init__(self, calls: Calls, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls = calls
        self._ticket: Ticket | None = None
        self._project = Project()
        self._is_stopping = False
        self._images: OrderedDict[Project, QImage] = OrderedDict()

    @property
    def is_running(self) -> bool:
        return self._ticket is not None

    @property
    def is_stopping(self) -> bool:
        return self._is_stopping

    def image_for(self, project: Project) -> QImage | None:
        """What refining came to for exactly this project, finished or so far."""
        return self._images.get(project)

    def is_running_for(self, project: Project) -> bool:
        return self.is_running and self._project == project

    def start(self, project: Project, long_side_px: int) -> None:
        if self.is_running:
            return
        self._project, self._is_stopping = project, False
        self._ticket = self._calls.ask(
            project.request("refine", long_side_px), self._on_outcome, self._on_news, "refine"
        )
        self.changed.emit()

    @Slot()
    def stop(self) -> None:
        """The picture so far stays."""
        if self.is_running and not self._is_stopping:
            self._is_stopping = True
            self._calls.cancel(self._ticket)
            self.changed.emit()

    def _on_news(self, news: News) -> None:
        match news:
            case Preview():
                self._keep(image_of(news.rgb_hwc))
                self.changed.emit()
            case Progress():
                self.progressed.emit(news)
            case Notice():
                self.noticed.emit(news.text)

    def _on_outcome(self, outcome: Outcome) -> None:
        self._ticket, self._is_stopping = None, False
        if isinstance(outcome, Done) and isinstance(outcome.result, Stylized):
            self._keep(image_of(outcome.result.rgb_hwc))
        elif isinstance(outcome, Failed):
            self.failed.emit(outcome.message)
        self.changed.emit()

    def _keep(self, image: QImage) -> None:
        self._images[self._project] = image
        self._images.move_to_end(self._project)
        while len(self._images) > KEPT:
            self._images.popitem(last=False)
