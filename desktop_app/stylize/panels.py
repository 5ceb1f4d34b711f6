"""Which panels stand beside the picture, and where. The settings remember it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.settings import SettingsStore


class Panels(QObject):
    """The strip below and the panel at a side of it can be put away one by one.

    All of them together are put away for the moment: a program that starts without any would puzzle.
    """

    changed = Signal()

    def __init__(
        self, settings: SettingsStore, strip: QWidget, side: QWidget, row: QHBoxLayout, parent: QObject
    ) -> None:
        """`row` holds the picture with the strip, and `side`."""
        super().__init__(parent)
        self._settings, self._strip, self._side, self._row = settings, strip, side, row
        self.are_hidden = False
        self._show()

    @property
    def shows_strip(self) -> bool:
        return self._settings.current.shows_strip and not self.are_hidden

    @property
    def shows_side(self) -> bool:
        return self._settings.current.shows_side and not self.are_hidden

    @property
    def is_side_left(self) -> bool:
        return self._settings.current.side_is_left

    @Slot(bool)
    def show_strip(self, is_wanted: bool) -> None:
        self._change(shows_strip=is_wanted)

    @Slot(bool)
    def show_side(self, is_wanted: bool) -> None:
        self._change(shows_side=is_wanted)

    @Slot(bool)
    def put_side_left(self, is_wanted: bool) -> None:
        self._settings.change(side_is_left=is_wanted)
        self._show()

    @Slot(bool)
    def hide_all(self, is_wanted: bool) -> None:
        if not is_wanted and not (self._settings.current.shows_strip or self._settings.current.shows_side):
            self._settings.change(shows_strip=True, shows_side=True)
        self.are_hidden = is_wanted
        self._show()

    def _change(self, **values: bool) -> None:
        """One that is wanted while all are hidden comes alone."""
        if self.are_hidden:
            self._settings.change(**{"shows_strip": False, "shows_side": False, **values})
            self.are_hidden = False
        else:
            self._settings.change(**values)
        self._show()

    def _show(self) -> None:
        self._strip.setVisible(self.shows_strip)
        self._side.setVisible(self.shows_side)
        self._side.setProperty("side", "left" if self.is_side_left else "right")
        self._side.style().unpolish(self._side)
        self._side.style().polish(self._side)
        place = 0 if self.is_side_left else 1
        if self._row.indexOf(self._side) != place:
            self._row.removeWidget(self._side)
            self._row.insertWidget(place, self._side)
        self.changed.emit()
