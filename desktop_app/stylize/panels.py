"""Which panels stand beside the picture, and where. The settings remember it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.settings import SettingsStore


class Panels(QObject):
    """The strip below and the panel at a side of it can be put away one by one.

    All of them together are put away for the moment: a program that starts without any would puzzle. The
    panel is not there before there is a photograph: none of its sliders would do anything.
    """

    changed = Signal()

    def __init__(
        self, settings: SettingsStore, strip: QWidget, row: QHBoxLayout, parent: QObject | None = None
    ) -> None:
        """`row` holds the picture with the strip."""
        super().__init__(parent)
        self._settings, self._strip, self._row = settings, strip, row
        self._side: QWidget | None = None
        self._has_use_for_side = False
        self.are_hidden = False
        self._show()

    def use_side(self, side: QWidget | None) -> None:
        """None while there is no use for it."""
        if side is not None:
            self._side = side
        if self._has_use_for_side != (side is not None):
            self._has_use_for_side = side is not None
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
        if self._side is not None:
            self._place(self._side)
            self._side.setVisible(self.shows_side and self._has_use_for_side)
        self.changed.emit()

    def _place(self, side: QWidget) -> None:
        before, wanted = side.property("side"), "left" if self.is_side_left else "right"
        if wanted == before:
            return
        side.setProperty("side", wanted)
        if before:  # it was polished for the other side
            side.style().unpolish(side)
            side.style().polish(side)
        self._row.removeWidget(side)
        self._row.insertWidget(0 if self.is_side_left else 1, side)
