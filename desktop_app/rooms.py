"""The rooms of the window, one seen at a time, and the rail on which they are chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.icons import Icons


@runtime_checkable
class Preparing(Protocol):
    """A page that is not all made at once."""

    def prepare(self) -> Iterator[None]:
        """What nobody shall wait for who enters, in steps of 10 to 30 ms."""


Make = Callable[[], QWidget | Iterator[QWidget | None]]


def in_steps(modules: Sequence[str], make: Callable[[], QWidget]) -> Iterator[QWidget | None]:
    """A maker of a room that would stop the window if it was made at once: `modules` are what it imports."""
    for module in modules:
        import_module(module)
        yield None
    page = make()
    yield None
    if isinstance(page, Preparing):
        for _ in page.prepare():
            yield None
    yield page


class Rooms(QWidget):
    """Where there is one room alone there is no rail, because there is nothing to choose.

    A room is made, and what it needs imported, when it is first entered: at once, or step by step, with None
    after each step and the page at the end (`in_steps`). What belongs to one room alone (menus, buttons of
    the bar above) is hidden in the others, and its keys with it.
    """

    entered = Signal(str)
    added = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rooms")
        self.icons = icons
        self._stack = QStackedWidget()
        self._pages: dict[str, QWidget] = {}
        self._makers: dict[str, Make] = {}
        self._belongings: dict[str, Sequence[QWidget | QAction]] = {}
        self.rail: QFrame | None = None
        self.choices = QActionGroup(self)
        self.current = ""
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._stack, 1)

    def add(
        self,
        name: str,
        title: str,
        icon: str,
        make: Make,
        belongings: Sequence[QWidget | QAction] = (),
    ) -> None:
        """The first that is added is entered at once. `icon` names one of `resources/icons`."""
        self._makers[name], self._belongings[name] = make, belongings
        action = QAction(title, self)
        action.setObjectName(f"action_room_{name}")
        action.setCheckable(True)
        action.setShortcut(QKeySequence(f"Alt+{len(self._makers)}"))
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{title} ({keys})")
        self.icons.put(action, icon)
        action.triggered.connect(partial(self.enter, name))
        self.choices.addAction(action)
        if not self.current:
            self.enter(name)
        for part in belongings if name != self.current else ():
            part.setVisible(False)
        if len(self._makers) == 2:
            self._show_rail()
        elif self.rail is not None:
            self._put_on_rail(action)
        self.added.emit()

    @property
    def page(self) -> QWidget:
        """Of the room that is seen."""
        return self._pages[self.current]

    @Slot()
    def enter(self, name: str) -> None:
        """The page takes the focus, unless it is there already."""
        self._make(name)
        before, self.current = self.current, name
        for action in self.choices.actions():
            action.setChecked(action.objectName() == f"action_room_{name}")
        if before == name:
            return
        for part in self._belongings.get(before, ()):
            part.setVisible(False)
        for part in self._belongings[name]:
            part.setVisible(True)
        self._stack.setCurrentWidget(self._pages[name])
        if before:
            self._pages[name].setFocus()
        self.entered.emit(name)

    def _make(self, name: str) -> None:
        if name not in self._pages:
            made = self._makers[name]()
            self._pages[name] = made if isinstance(made, QWidget) else self._coming(name, made)
            self._stack.addWidget(self._pages[name])

    def _coming(self, name: str, steps: Iterator[QWidget | None]) -> QWidget:
        from desktop_app.coming import Coming  # later: the first paint does not wait for it

        coming = Coming(steps)
        coming.made.connect(partial(self._on_made, name))
        return coming

    def _on_made(self, name: str, page: QWidget) -> None:
        coming, self._pages[name] = self._pages[name], page
        self._stack.addWidget(page)
        if self.current == name:
            self._stack.setCurrentWidget(page)
            page.setFocus()
        self._stack.removeWidget(coming)
        coming.deleteLater()

    def _show_rail(self) -> None:
        self.rail = QFrame()
        self.rail.setObjectName("rail")
        self.rail.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)  # no name is cut
        column = QVBoxLayout(self.rail)
        column.setContentsMargins(5, 8, 5, 8)
        column.setSpacing(4)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        row = self.layout()
        assert isinstance(row, QHBoxLayout)
        row.insertWidget(0, self.rail)
        for action in self.choices.actions():
            self._put_on_rail(action)

    def _put_on_rail(self, action: QAction) -> None:
        assert self.rail is not None
        button = QToolButton()
        button.setObjectName(action.objectName().replace("action_", "rail_"))
        button.setDefaultAction(action)
        button.setAccessibleName(action.text())
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setProperty("role", "room")
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)  # as wide as the widest
        column = self.rail.layout()
        assert column is not None
        column.addWidget(button)
