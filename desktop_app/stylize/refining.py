"""One refinement at a time: its previews, its progress, and the best picture it came to."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTemporaryDir, Signal, Slot
from PySide6.QtGui import QImage

from desktop_app.calls import Calls
from desktop_app.canvas.layer import image_of, png_of
from desktop_app.document.background import Background
from desktop_app.document.state import Project
from desktop_app.tickets import Ticket
from models.atomic import write_bytes
from models.news import Done, Failed, FileError, News, Notice, Outcome, Preview, Progress, Stylized

KEPT = 4  # refined pictures, so that undo does not cost minutes
NEXT_SIZE = 2.0  # times the present one
WORTH_IT = 1.1  # a photograph hardly larger than what is seen shows nothing new


class Refining(QObject):
    """Ended early it keeps the last preview, which is as good as a finished picture of fewer steps.

    Paused it keeps everything as it is, and the engine does what else is asked. A picture it has come to is
    gone on from at a higher resolution: it is handed to the engine as a file.
    """

    began = Signal()
    changed = Signal()  # started, another preview, paused, or ended
    progressed = Signal(object)  # Progress
    failed = Signal(str)
    noticed = Signal(str)

    def __init__(self, calls: Calls, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls = calls
        self._ticket: Ticket | None = None
        self._project = Project()
        self._is_stopping = self._is_paused = self._is_handing_over = False
        self._images: OrderedDict[Project, QImage] = OrderedDict()
        self._background = Background(self)
        self._folder = QTemporaryDir()

    @property
    def is_running(self) -> bool:
        """Paused or not."""
        return self._ticket is not None or self._is_handing_over

    @property
    def is_stopping(self) -> bool:
        return self._is_stopping

    @property
    def is_paused(self) -> bool:
        return self._is_paused

    def image_for(self, project: Project) -> QImage | None:
        """What refining came to for exactly this project, finished or so far."""
        return self._images.get(project)

    def is_running_for(self, project: Project) -> bool:
        return self.is_running and self._project == project

    def start(self, project: Project, long_side_px: int) -> None:
        if not self.is_running:
            self._begin(project)
            self._ask(long_side_px, None)

    def next_size_px(self, project: Project) -> int | None:
        """The long side at which the picture can be gone on with; None where the photograph has no more."""
        image = self.image_for(project)
        if image is None or project.photo is None:
            return None
        present, whole = max(image.width(), image.height()), project.photo.long_side_px
        return min(round(NEXT_SIZE * present), whole) if whole >= WORTH_IT * present else None

    def enlarge(self, project: Project) -> None:
        """Goes on from what is seen, at the next size up."""
        image, side_px = self.image_for(project), self.next_size_px(project)
        if self.is_running or image is None or side_px is None:
            return
        self._begin(project)
        self._is_handing_over = True
        path = Path(self._folder.filePath("seen.png"))
        self._background.run(partial(_write, image, path), partial(self._on_handed_over, side_px))
        self.changed.emit()

    def _on_handed_over(self, long_side_px: int, begun: Path | FileError) -> None:
        self._is_handing_over = False
        if self._is_stopping or isinstance(begun, FileError):
            self._is_stopping = self._is_paused = False
            if isinstance(begun, FileError):
                self.failed.emit(str(begun))
            self.changed.emit()
        else:
            self._ask(long_side_px, begun)

    def _begin(self, project: Project) -> None:
        self._project, self._is_stopping, self._is_paused = project, False, False
        self.began.emit()

    def _ask(self, long_side_px: int, begun: Path | None) -> None:
        request = self._project.request("refine", long_side_px, begun=begun)
        self._ticket = self._calls.ask(request, self._on_outcome, self._on_news, "refine")
        if self._is_paused:  # while it was handed over
            self._calls.hold(self._ticket, True)
        self.changed.emit()

    @Slot()
    def stop(self) -> None:
        """The picture so far stays."""
        if self.is_running and not self._is_stopping:
            self._is_stopping = True
            self._calls.cancel(self._ticket)
            self.changed.emit()

    @Slot(bool)
    def pause(self, is_wanted: bool) -> None:
        """Not a step more until it is called with False."""
        if self.is_running and is_wanted != self._is_paused:
            self._is_paused = is_wanted
            self._calls.hold(self._ticket, is_wanted)
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
        self._ticket, self._is_stopping, self._is_paused = None, False, False
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


def _write(image: QImage, path: Path) -> Path:
    write_bytes(path, png_of(image))
    return path
