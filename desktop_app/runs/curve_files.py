"""The curves of the run that is looked at, taken elsewhere: as CSV and as a picture."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from desktop_app.file_dialogs import ask_where_to_save_file
from desktop_app.runs.controller import RunsController
from desktop_app.runs.dashboard import Dashboard
from desktop_app.widgets.notice_bar import Message
from models.atomic import write_bytes
from models.news import FileError


class CurveFiles(QObject):
    """Answers what the menu of a dashboard wants; lives as long as that."""

    def __init__(self, controller: RunsController, dashboard: Dashboard) -> None:
        super().__init__(dashboard)
        self._controller, self._dashboard = controller, dashboard
        dashboard.csv_wanted.connect(self._on_csv_wanted)
        dashboard.picture_wanted.connect(self._on_picture_wanted)

    def proposed(self, suffix: str) -> Path:
        folder = self._controller.settings.current.export_folder
        return Path(folder) / f"{self._dashboard.proposed_name}{suffix}"

    @Slot()
    def _on_csv_wanted(self) -> None:
        from desktop_app.runs.curve_table import as_csv

        shown = self._controller.shown
        if shown is not None:
            overlays = self._controller.overlays.values()
            others = [(other.name, other.curves) for other in overlays if other is not shown]
            ask_where_to_save_file(
                self._dashboard,
                self.proposed(".csv"),
                "CSV (*.csv)",
                lambda path: self._write(path, partial(as_csv, shown.curves, shown.name, others)),
            )

    def _write(self, path: Path, make: partial[bytes]) -> None:
        def write() -> Path:
            write_bytes(path, make())
            return path

        self._controller.background.run(write, self._on_written)

    def _on_written(self, result: Path | FileError) -> None:
        if isinstance(result, FileError):
            self._controller.say_failure(str(result))
            return
        show = partial(self._controller.show_folder, result.parent)
        text = self.tr("Saved as {name}.").format(name=result.name)
        self._controller.said.emit(Message(text, "done", self.tr("Show in Folder"), show))

    @Slot()
    def _on_picture_wanted(self) -> None:
        ask_where_to_save_file(self._dashboard, self.proposed(".png"), "PNG (*.png)", self._save_picture)

    def _save_picture(self, path: Path) -> None:
        if self._dashboard.curves.save_picture(path):
            self._on_written(path)
        else:
            text = self.tr("{name} cannot be written there. Choose another folder.").format(name=path.name)
            self._controller.say_failure(text)
