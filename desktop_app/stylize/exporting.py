"""One export at a time, and where it may be written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from desktop_app.calls import Calls
from desktop_app.document.state import Project
from desktop_app.settings import ExportChoice
from desktop_app.tickets import Ticket
from models.news import Cancelled, Done, Exported, Failed, News, Notice, Outcome, Progress
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
    """`finished` with `Exported`, `failed` with words, or `cancelled`: exactly one follows each start."""

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

    @property
    def is_running(self) -> bool:
        return self._ticket is not None

    def start(self, project: Project, engine: EngineName, long_side_px: int | None, export: Export) -> None:
        if self.is_running:
            return
        if project.photo and _is_same_file(project.photo.path, export.path):
            self.failed.emit(
                self.tr(
                    "This is the photograph itself. Originals are never written over; choose another name."
                )
            )
            return
        self._ticket = self._calls.ask(
            project.request(engine, long_side_px, export), self._on_outcome, self._on_news
        )
        self.started.emit()

    @Slot()
    def cancel(self) -> None:
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


def _is_same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one == other
