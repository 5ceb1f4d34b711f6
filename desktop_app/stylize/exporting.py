"""One export at a time, and where it may be written."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTemporaryDir, Signal, Slot
from PySide6.QtGui import QImage

from desktop_app.calls import Calls
from desktop_app.canvas.layer import png_of
from desktop_app.document.background import Background
from desktop_app.document.state import Project
from desktop_app.settings import ExportChoice
from desktop_app.tickets import Ticket
from models.atomic import write_bytes
from models.news import Cancelled, Done, Exported, Failed, FileError, News, Notice, Outcome, Progress
from models.requests import EngineName, Export


def proposed_path(project: Project, style_name: str, folder: str, suffix: str) -> Path:
    """A name for the new file that no file in the folder has."""
    if project.photo is None:
        raise ValueError("nothing to export")
    place = Path(folder) if folder and Path(folder).is_dir() else project.photo.path.parent
    words = "".join(letter if letter.isalnum() else "-" for letter in style_name.lower()).strip("-")
    stem = f"{project.photo.path.stem}-{words}" if words else f"{project.photo.path.stem}-impasto"
    path, number = place / f"{stem}{suffix}", 2
    while path.exists():
        path, number = place / f"{stem}-{number}{suffix}", number + 1
    return path


def export_of(choice: ExportChoice, path: Path) -> Export:
    """`path` gets the suffix of the format where it has another."""
    same = {choice.suffix, {".jpg": ".jpeg", ".tif": ".tiff"}.get(choice.suffix, choice.suffix)}
    target = path if path.suffix.lower() in same else path.with_name(path.name + choice.suffix)
    bits = choice.bits if choice.suffix in (".png", ".tif") else 8
    return Export(target, choice.quality, bits, choice.profile, choice.metadata)


class Exporting(QObject):
    """`finished` with `Exported`, `failed` with words, or `cancelled`: exactly one follows each start.

    A refined picture that is seen is handed over as a file, and the engine goes on from it.
    """

    started = Signal()
    progressed = Signal(object)  # Progress
    noticed = Signal(str)
    finished = Signal(object)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, calls: Calls, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls = calls
        self._ticket: Ticket | None = None
        self._background = Background(self)
        self._folder = QTemporaryDir()
        self._is_handing_over = False

    @property
    def is_running(self) -> bool:
        return self._ticket is not None or self._is_handing_over

    def start(
        self,
        project: Project,
        engine: EngineName,
        long_side_px: int | None,
        export: Export,
        refined: QImage | None = None,
    ) -> None:
        """`refined` is what refining came to for this project."""
        if self.is_running:
            return
        if project.photo and _is_same_file(project.photo.path, export.path):
            self.failed.emit(
                self.tr(
                    "This is the photograph itself. Originals are never written over; choose another name."
                )
            )
            return
        ask = partial(self._ask, project, engine, long_side_px, export)
        if engine == "refine" and refined is not None:
            self._is_handing_over = True
            path = Path(self._folder.filePath("refined.png"))
            self._background.run(partial(_write, refined, path), ask)
        else:
            ask(None)
        self.started.emit()

    def _ask(
        self,
        project: Project,
        engine: EngineName,
        long_side_px: int | None,
        export: Export,
        begun: Path | FileError | None,
    ) -> None:
        if begun is not None and not self._is_handing_over:
            self.cancelled.emit()  # while it was handed over
            return
        self._is_handing_over = False
        if isinstance(begun, FileError):
            self.failed.emit(str(begun))
            return
        request = project.request(engine, long_side_px, export, begun)
        self._ticket = self._calls.ask(request, self._on_outcome, self._on_news)

    @Slot()
    def cancel(self) -> None:
        self._is_handing_over = False
        self._calls.cancel(self._ticket)

    def _on_news(self, news: News) -> None:
        match news:
            case Progress():
                self.progressed.emit(news)
            case Notice():
                self.noticed.emit(news.text)

    def _on_outcome(self, outcome: Outcome) -> None:
        self._ticket = None
        match outcome:
            case Done(Exported() as exported):
                self.finished.emit(exported)
            case Failed():
                self.failed.emit(outcome.message)
            case Cancelled():
                self.cancelled.emit()
            case _:
                self.failed.emit(self.tr("The engine answered something else than a file. Please try again."))


def _write(image: QImage, path: Path) -> Path:
    write_bytes(path, png_of(image))
    return path


def _is_same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one == other
