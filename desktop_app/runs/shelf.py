"""The runs that a room has: those in the program's own folder, and those that were opened from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop_app.calls import Calls
from desktop_app.runs.places import runs_folder
from desktop_app.settings import SettingsStore
from models.news import Done, Failed, Outcome
from models.training_news import RunSummary
from models.training_requests import ListRuns


class RunShelf(QObject):
    """`is_own` says by a run's task whether it belongs to the room; what is opened is kept for all rooms."""

    changed = Signal()
    first_seen = Signal()  # the program's own folder was looked at for the first time
    failed = Signal(str)

    def __init__(
        self, calls: Calls, settings: SettingsStore, is_own: Callable[[str], bool], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._calls, self._settings, self._is_own = calls, settings, is_own
        self._found: dict[Path, tuple[RunSummary, ...]] = {}  # in each folder where runs lie
        self.has_seen = False

    @property
    def summaries(self) -> tuple[RunSummary, ...]:
        return tuple(one for found in self._found.values() for one in found)

    @property
    def opened(self) -> list[Path]:
        return [Path(run) for run in self._settings.current.opened_runs]

    def keep(self, run: Path) -> None:
        """One that was opened; those of the program's own folder are there anyway."""
        if run.parent != runs_folder() and run not in self.opened:
            self._settings.change(opened_runs=(*self._settings.current.opened_runs, str(run)))

    def is_opened(self, run: Path) -> bool:
        """Whether it lies elsewhere and was opened."""
        return run in self.opened

    def let_go(self, run: Path) -> None:
        """Off the list; what lies in the program's own folder comes back with the next look."""
        opened = tuple(one for one in self._settings.current.opened_runs if Path(one) != run)
        self._settings.change(opened_runs=opened)
        self._found = {
            folder: tuple(one for one in found if one.run != run) for folder, found in self._found.items()
        }
        self.changed.emit()

    def look(self) -> None:
        folders = [runs_folder(), *(run.parent for run in self.opened)]
        for folder in dict.fromkeys(folders):
            self._calls.ask(ListRuns(folder), partial(self._on_listed, folder), lane=f"runs in {folder}")

    def _on_listed(self, folder: Path, outcome: Outcome) -> None:
        if isinstance(outcome, Failed):
            self.failed.emit(outcome.message)
        elif isinstance(outcome, Done):
            is_home, opened = folder == runs_folder(), set(self.opened)
            self._found[folder] = tuple(
                one for one in outcome.result if self._is_own(one.task) and (is_home or one.run in opened)
            )
            self.changed.emit()
            if is_home and not self.has_seen:
                self.has_seen = True
                self.first_seen.emit()
