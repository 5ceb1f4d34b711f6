"""The commands of panels, areas and rooms."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.actions import Actions
from desktop_app.rooms import Rooms
from desktop_app.stylize.page import StylizePage
from desktop_app.widgets.notice_bar import Message


class PanelCommands(QObject):
    """Joins the actions of one window to its rooms and to the panels of the first."""

    def __init__(
        self, actions: Actions, page: StylizePage, rooms: Rooms, top_bar: QWidget, rooms_menu: QMenu
    ) -> None:
        super().__init__(rooms)
        self._do, self._page, self._rooms = actions, page, rooms
        self._top_bar, self._rooms_menu = top_bar, rooms_menu
        do, panels = actions, page.panels
        do.show_strip.triggered.connect(panels.show_strip)
        do.show_side.triggered.connect(panels.show_side)
        do.side_left.triggered.connect(panels.put_side_left)
        do.hide_panels.triggered.connect(self._on_hide_panels)
        page.view.addAction(do.hide_panels)
        do.next_area.triggered.connect(lambda: self._go_on(1))
        do.area_before.triggered.connect(lambda: self._go_on(-1))
        panels.changed.connect(self._on_panels_changed)
        rooms.added.connect(self._on_rooms_changed)
        rooms.entered.connect(self._on_panels_changed)
        self._on_panels_changed()
        self._on_rooms_changed()

    def _go_on(self, step: int) -> None:
        from desktop_app.areas import go_on  # later: the first paint does not wait for it

        go_on(self._areas, step)

    @property
    def _areas(self) -> list[QWidget]:
        page, rail = self._page, self._rooms.rail
        before = [self._top_bar] if rail is None else [self._top_bar, rail]
        if self._rooms.current != "stylize":
            return [*before, self._rooms.page]
        middle = [page.notices, page.canvas, page.bar]
        return [*before, page.side, *middle] if page.panels.is_side_left else [*before, *middle, page.side]

    @Slot()
    def _on_panels_changed(self) -> None:
        do, panels = self._do, self._page.panels
        do.show_strip.setChecked(panels.shows_strip)
        do.show_side.setChecked(panels.shows_side)
        do.side_left.setChecked(panels.is_side_left)
        do.hide_panels.setChecked(panels.are_hidden)
        if self._rooms.rail is not None:
            self._rooms.rail.setVisible(not panels.are_hidden or self._rooms.current != "stylize")

    @Slot()
    def _on_rooms_changed(self) -> None:
        rooms = self._rooms.choices.actions()
        self._rooms_menu.addActions(rooms[len(self._rooms_menu.actions()) :])
        self._rooms_menu.menuAction().setVisible(len(rooms) > 1)

    @Slot(bool)
    def _on_hide_panels(self, is_wanted: bool) -> None:
        page = self._page
        page.panels.hide_all(is_wanted)
        if is_wanted:  # nobody shall look for them
            text = self.tr("All panels are hidden. Tab brings them back.")
            show = self.tr("Show the Panels")
            page.show_message(Message(text, "info", show, lambda: page.panels.hide_all(False)))
            page.focus_picture()
        elif page.notices.message and page.notices.message.level == "info":
            page.notices.clear()
