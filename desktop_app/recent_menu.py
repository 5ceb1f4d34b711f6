"""The menu of the projects that were open lately."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.projects import Projects


class RecentMenu(QMenu):
    """Shows at once what is known; one that is gone turns grey when that is found out."""

    def __init__(self, projects: Projects, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("recent_menu")
        self.setTitle(self.tr("Open Re&cent"))
        self.setToolTipsVisible(True)
        self._projects = projects
        projects.recent_changed.connect(self._fill)
        self.aboutToShow.connect(projects.look_for_recent)
        self._fill()

    @Slot()
    def _fill(self) -> None:
        self.clear()
        for recent in self._projects.recent:
            text = recent.path.stem.replace("&", "&&")
            action = self.addAction(
                text if recent.is_there else self.tr("{name} (missing)").format(name=text)
            )
            action.setEnabled(recent.is_there)
            action.setToolTip(str(recent.path))
            action.triggered.connect(lambda _=False, path=recent.path: self._projects.open(path))
        if self._projects.recent:
            self.addSeparator()
            self.addAction(self.tr("&Forget These")).triggered.connect(self._projects.forget_recent)
        self.menuAction().setEnabled(bool(self._projects.recent))
