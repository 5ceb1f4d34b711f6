"""A room with trainings as it is seen: its runs on the left, a draft or a run beside them."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QDragLeaveEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop_app import file_dialogs
from desktop_app.icons import Icons
from desktop_app.runs.controller import RunsController
from desktop_app.runs.side import RunsSide
from desktop_app.theme import Theme
from desktop_app.widgets.drop_area import DropArea
from desktop_app.widgets.notice_bar import NoticeBar

DROP_ICON_PX = 48


class RunsPage(QWidget):
    """Shows what the controller has and passes on what somebody wants. `new` is what its button is called."""

    style_wanted = Signal(object)  # Path
    live_wanted = Signal(object)  # Path

    def __init__(self, controller: RunsController, theme: Theme, icons: Icons, new: str) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._controller, self._theme, self._icons = controller, theme, icons
        self.notices = NoticeBar(icons.put)
        self.pages = QStackedWidget()
        button = QPushButton(self.tr("New Training"))
        button.setObjectName(new)
        self.side = RunsSide(controller, icons, button)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.notices)
        right.addWidget(self.pages, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.side)
        layout.addLayout(right, 1)
        self.drop_area = DropArea(self.pages)
        self.side.open_wanted.connect(self._on_open_wanted)
        controller.said.connect(self.notices.show_message)
        controller.outdated.connect(self.notices.take_away)
        controller.begun.connect(self.notices.clear)  # what was wrong with the draft is mended
        controller.shown_changed.connect(self._show_page)
        controller.style_wanted.connect(self._on_style_wanted)
        controller.live_wanted.connect(self._on_live_wanted)

    @property
    @abstractmethod
    def page(self) -> QWidget:
        """The one of `pages` that belongs to what is looked at; made when it is first asked for."""

    @Slot()
    def _show_page(self) -> None:
        self.pages.setCurrentWidget(self.page)

    @Slot(object)
    def _on_style_wanted(self, path: Path) -> None:
        if self.isVisible():
            self.style_wanted.emit(path)

    @Slot(object)
    def _on_live_wanted(self, path: Path) -> None:
        if self.isVisible():
            self.live_wanted.emit(path)

    @Slot()
    def _on_open_wanted(self) -> None:
        opened = self._controller.settings.current.opened_runs
        folder = Path(opened[-1]).parent if opened else Path.home()
        title = self.tr("Folder of a Training")
        file_dialogs.ask_for_folder(self, folder, self._controller.open_run, title)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.drop_area.hide()
