"""What goes on in the room now, in a few words for the status line."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from desktop_app import words
from desktop_app.masks.masking import Masking
from desktop_app.stylize.easel import Easel
from desktop_app.stylize.exporting import Exporting
from desktop_app.stylize.opening import Opening
from desktop_app.stylize.refining import Refining
from models.news import Progress


class Activity(QObject):
    """Listens to everything that takes time."""

    changed = Signal(str)

    def __init__(
        self, opening: Opening, easel: Easel, refining: Refining, exporting: Exporting, masking: Masking
    ) -> None:
        super().__init__(opening.parent())
        self._easel, self._refining, self._exporting = easel, refining, exporting
        self._opening_name, self._export_line, self._refine_line, self._mask_line = "", "", "", ""
        masking.busy_changed.connect(self._on_masking)
        opening.busy_changed.connect(self._on_opening)
        easel.busy_changed.connect(self._say)
        refining.changed.connect(self._on_refining_changed)
        refining.progressed.connect(self._on_refine_progress)
        exporting.started.connect(self._on_export_changed)
        exporting.progressed.connect(self._on_export_progress)
        for ended in (exporting.finished, exporting.failed, exporting.cancelled):
            ended.connect(self._on_export_changed)

    @property
    def text(self) -> str:
        """Empty when nothing goes on."""
        if self._opening_name:
            return self.tr("Opening {name}…").format(name=self._opening_name)
        if self._exporting.is_running:
            return self.tr("Exporting {progress}").format(progress=self._export_line)
        if self._refining.is_stopping:
            return self.tr("Stopping…")
        if self._refining.is_paused:
            return self._mask_line or (self.tr("Painting…") if self._easel.is_busy else "")
        if self._refining.is_running:
            return self.tr("Refining {progress}").format(progress=self._refine_line)
        return self._mask_line or (self.tr("Painting…") if self._easel.is_busy else "")

    @Slot()
    def _say(self) -> None:
        self.changed.emit(self.text)

    @Slot(str)
    def _on_opening(self, name: str) -> None:
        self._opening_name = name
        self._say()

    @Slot(str)
    def _on_masking(self, line: str) -> None:
        self._mask_line = line
        self._say()

    @Slot()
    def _on_refining_changed(self) -> None:
        if not self._refining.is_running:
            self._refine_line = ""
        self._say()

    @Slot(object)
    def _on_refine_progress(self, progress: Progress) -> None:
        self._refine_line = words.progress_line(progress)
        self._say()

    @Slot()
    def _on_export_changed(self) -> None:
        self._export_line = ""
        self._say()

    @Slot(object)
    def _on_export_progress(self, progress: Progress) -> None:
        self._export_line = words.progress_line(progress)
        self._say()
