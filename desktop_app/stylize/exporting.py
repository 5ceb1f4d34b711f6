"""Exports in a line: one is worked on, the others wait, and editing goes on meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTemporaryDir, Signal, Slot
from PySide6.QtGui import QImage

from desktop_app.calls import Calls
from desktop_app.canvas.layer import png_of
from desktop_app.document.background import Background
from desktop_app.document.state import Photo, Project
from desktop_app.settings import ExportChoice
from desktop_app.tickets import Ticket
from models.atomic import write_bytes
from models.news import Cancelled, Done, Exported, Failed, FileError, News, Notice, Outcome, Progress
from models.requests import EngineName, Export

if TYPE_CHECKING:
    from desktop_app.stylize.estimates import Estimates


def export_of(
    choice: ExportChoice, path: Path, photo: Photo, dpi: float | None = None, *, spares: bool = False
) -> Export:
    """`path` gets the suffix of the format where it has another. With `spares` no file is written over."""
    same = {choice.suffix, {".jpg": ".jpeg", ".tif": ".tiff"}.get(choice.suffix, choice.suffix)}
    target = path if path.suffix.lower() in same else path.with_name(path.name + choice.suffix)
    is_deep = (choice.bits or photo.bits) > 8 and choice.suffix in (".png", ".tif")
    return Export(
        *(target, choice.quality, 16 if is_deep else 8, choice.profile, choice.metadata),
        dpi=dpi,
        with_recipe=choice.with_recipe,
        keeps_others=spares,
    )


@dataclass(eq=False)
class Job:
    """One export, with the project as it was when it was asked for.

    `refined` is what refining came to for it; `sample` the bytes a pixel was expected to take; `expected_s`
    how long it was expected to take, None where nobody knew.
    """

    project: Project
    engine: EngineName
    long_side_px: int | None
    export: Export
    refined: QImage | None = None
    sample: float = 0.0
    expected_s: float | None = None
    progress: Progress | None = None
    is_unwanted: bool = False

    @property
    def seconds_left(self) -> float | None:
        return self.expected_s if self.progress is None else self.progress.seconds_left


class Exporting(QObject):
    """`finished` with `Exported`, `failed` with words, or `cancelled`: exactly one follows each start.

    A refined picture that is seen is handed over as a file, and the engine goes on from it.
    """

    started = Signal()
    changed = Signal()  # the line, or whether it rests
    progressed = Signal(object)  # Progress of the one that is worked on
    noticed = Signal(str)
    finished = Signal(object)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, calls: Calls, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls = calls
        self._jobs: list[Job] = []
        self._ticket: Ticket | None = None
        self._is_busy = self._is_paused = False  # busy: the first of the jobs is worked on
        self._background = Background(self)
        self._folder = QTemporaryDir()
        self._numbers = count(1)
        self.estimates: Estimates | None = None  # learns from what is done; made by whoever shows estimates

    @property
    def jobs(self) -> tuple[Job, ...]:
        """Those that are not done; the first is worked on."""
        return tuple(self._jobs)

    @property
    def is_running(self) -> bool:
        return bool(self._jobs)

    @property
    def is_paused(self) -> bool:
        return self._is_paused

    @property
    def seconds_left(self) -> float | None:
        """For all of them; None where that of one cannot be told."""
        left = [job.seconds_left for job in self._jobs]
        known = [seconds for seconds in left if seconds is not None]
        return sum(known) if len(known) == len(left) else None

    def is_taken(self, path: Path) -> bool:
        """Whether a file is there, or one will be when the line is done."""
        return path.exists() or any(job.export.path == path for job in self._jobs)

    def start(self, job: Job) -> None:
        """Behind those that wait already."""
        own = _original_at(job.project, job.export.path)
        if own:
            self.failed.emit(
                self.tr(
                    "{name} is what this is painted from. Originals are never written over; "
                    "choose another name."
                ).format(name=own)
            )
            return
        self._jobs.append(job)
        self._begin_next()
        self.started.emit()
        self.changed.emit()

    def cancel(self, job: Job) -> None:
        if job not in self._jobs or job.is_unwanted:
            return
        if job is self._jobs[0] and self._is_busy:
            job.is_unwanted = True  # if it is just being handed over; otherwise the engine says so
            self._calls.cancel(self._ticket)
        else:
            self._jobs.remove(job)
            self.cancelled.emit()
        self.changed.emit()

    @Slot()
    def cancel_all(self) -> None:
        for job in reversed(self._jobs):
            self.cancel(job)

    @Slot(bool)
    def pause(self, is_wanted: bool) -> None:
        """Takes effect after the step that is being worked on."""
        self._is_paused = is_wanted
        self._calls.hold(self._ticket, is_wanted)
        self._begin_next()
        self.changed.emit()

    def _begin_next(self) -> None:
        if self._is_busy or self._is_paused or not self._jobs:
            return
        job, self._is_busy = self._jobs[0], True
        if job.engine == "refine" and job.refined is not None:
            path = Path(self._folder.filePath(f"refined-{next(self._numbers)}.png"))
            self._background.run(partial(_write, job.refined, path), partial(self._ask, job))
        else:
            self._ask(job, None)

    def _ask(self, job: Job, begun: Path | FileError | None) -> None:
        if job.is_unwanted:  # while it was handed over
            self._end(job)
            self.cancelled.emit()
        elif isinstance(begun, FileError):
            self._end(job)
            self.failed.emit(str(begun))
        else:
            request = job.project.request(job.engine, job.long_side_px, job.export, begun)
            self._ticket = self._calls.ask(
                request, partial(self._on_outcome, job, begun), partial(self._on_news, job)
            )
            if self._is_paused:
                self._calls.hold(self._ticket, True)

    def _on_news(self, job: Job, news: News) -> None:
        match news:
            case Progress():
                job.progress = news
                self.progressed.emit(news)
            case Notice():
                self.noticed.emit(news.text)

    def _on_outcome(self, job: Job, begun: Path | None, outcome: Outcome) -> None:
        self._ticket = None
        if begun is not None:
            begun.unlink(missing_ok=True)
        if not isinstance(outcome, Cancelled) or job.is_unwanted:
            self._end(job)
        else:  # nobody here has cancelled it: the engine is closed for good
            self._jobs.clear()
            self.changed.emit()
        match outcome:
            case Done(Exported() as exported):
                if self.estimates is not None:
                    self.estimates.learn(job.engine, job.export, exported, job.sample)
                self.finished.emit(exported)
            case Failed() if self._jobs:
                self.failed.emit(f"{job.export.path.name}: {outcome.message}")
            case Failed():
                self.failed.emit(outcome.message)
            case Cancelled():
                self.cancelled.emit()
            case _:
                self.failed.emit(self.tr("The engine answered something else than a file. Please try again."))

    def _end(self, job: Job) -> None:
        self._is_busy = False
        self._jobs.remove(job)
        if not self._jobs:
            self._is_paused = False
        self._begin_next()
        self.changed.emit()


def _write(image: QImage, path: Path) -> Path:
    write_bytes(path, png_of(image))
    return path


def _original_at(project: Project, path: Path) -> str:
    """The name of the photograph or style picture that lies there; empty where none does."""
    photo = [project.photo.path] if project.photo else []
    styles = [Path(style.source) for style in project.styles if Path(style.source).is_absolute()]
    return next((own.name for own in [*photo, *styles] if _is_same_file(own, path)), "")


def _is_same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one == other
