"""What is entered first: the room behind it is imported beside the GUI thread and made in small steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop_app.document.background import Background
from desktop_app.icons import Icons
from desktop_app.theme import Theme

if TYPE_CHECKING:
    from desktop_app.collections.controller import CollectionsController
    from desktop_app.collections.page import CollectionsPage


def _load() -> None:
    """For another thread: what takes long about the room is the import."""
    from desktop_app.collections import page

    del page


class CollectionsDoor(QWidget):
    """`page` is None until the room is ready, a moment after it was entered."""

    style_wanted = Signal(object)  # Path

    def __init__(self, controller: Callable[[], CollectionsController], theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("collections_door")
        self._make_controller, self._theme, self._icons = controller, theme, icons
        self.page: CollectionsPage | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._steps = self._opening()
        self._preparing = QTimer(self)
        self._preparing.setObjectName("collections_preparing")
        self._preparing.timeout.connect(self._on_prepare)
        Background(self).run(_load, self._on_loaded)

    @property
    def is_open(self) -> bool:
        """Whether all of the room is there."""
        return self.page is not None and not self._preparing.isActive()

    def _opening(self) -> Iterator[None]:
        """Each step takes less than 50 ms."""
        from desktop_app.collections.page import CollectionsPage  # known by now

        controller = self._make_controller()
        yield
        page = CollectionsPage(controller, self._theme, self._icons)
        page.style_wanted.connect(self.style_wanted)
        yield
        layout = self.layout()
        assert layout is not None
        layout.addWidget(page)
        self.page = page
        yield from page.prepare()

    def _on_loaded(self, _result: object) -> None:
        if isValid(self):  # the window may have been closed, or made anew, meanwhile
            self._preparing.start()

    @Slot()
    def _on_prepare(self) -> None:
        if next(self._steps, "done") == "done":
            self._preparing.stop()
