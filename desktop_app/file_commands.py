"""The commands that ask for a file: photographs, styles, projects, and where a painting goes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from desktop_app.actions import Actions
from desktop_app.projects import Projects
from desktop_app.stylize.page import StylizePage


class FileCommands(QObject):
    """Joins the actions of one window to the dialogs over it, which are imported when one opens."""

    def __init__(self, actions: Actions, page: StylizePage, projects: Projects, window: QWidget) -> None:
        super().__init__(window)
        self._page, self._projects, self._window = page, projects, window
        self._settings = page.controller.settings
        actions.open.triggered.connect(self.choose_photo)
        actions.add_styles.triggered.connect(self.choose_styles)
        actions.open_project.triggered.connect(self.choose_project)
        actions.save.triggered.connect(self.save_project)
        actions.save_as.triggered.connect(self.choose_project_path)
        page.photo_wanted.connect(self.choose_photo)
        page.styles_wanted.connect(self.choose_styles)
        page.export_path_wanted.connect(self.choose_export_path)
        projects.photo_wanted.connect(self.choose_photo)

    @Slot()
    def choose_photo(self) -> None:
        from desktop_app import file_dialogs

        folder = self._settings.current.photo_folder
        file_dialogs.ask_for_photo(self._window, folder, self._page.controller.open_photo)

    @Slot()
    def choose_styles(self) -> None:
        from desktop_app import file_dialogs

        folder = self._settings.current.style_folder
        file_dialogs.ask_for_styles(self._window, folder, self._page.controller.add_styles)

    @Slot(object)
    def choose_export_path(self, proposed: Path) -> None:
        from desktop_app import file_dialogs

        file_dialogs.ask_where_to_save(self._window, proposed, self._page.side.export.start)

    @Slot()
    def choose_project(self) -> None:
        from desktop_app import file_dialogs

        folder = self._settings.current.project_folder
        file_dialogs.ask_for_project(self._window, folder, self._projects.open)

    @Slot()
    def save_project(self) -> None:
        """Where it lies already, or where somebody says."""
        if not self._projects.save():
            self.choose_project_path()

    @Slot()
    def choose_project_path(self) -> None:
        from desktop_app import file_dialogs

        proposed = self._projects.proposed_path
        file_dialogs.ask_where_to_save_project(self._window, proposed, self._projects.save_as)
