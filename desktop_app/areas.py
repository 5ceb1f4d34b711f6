"""The areas of the window, gone through by one key: by it the picture is left, where Tab hides the panels."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def go_on(areas: Sequence[QWidget], step: int) -> None:
    """Focuses the next area that is seen (`step` 1), or the one before (-1)."""
    focused = QApplication.focusWidget()
    firsts = [(area, first) for area in areas if area.isVisible() and (first := first_of(area))]
    here = [number for number, (area, _) in enumerate(firsts) if focused and _holds(area, focused)]
    if firsts:
        place = here[0] + step if here else 0
        firsts[place % len(firsts)][1].setFocus(Qt.FocusReason.TabFocusReason)


def first_of(area: QWidget) -> QWidget | None:
    """What takes the focus first in it, in the order of Tab."""
    widget = area
    while True:
        takes = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        if takes and _holds(area, widget) and widget.isVisible() and widget.isEnabled():
            return widget
        following = widget.nextInFocusChain()
        if following is None or following is area:
            return None
        widget = following


def _holds(area: QWidget, widget: QWidget) -> bool:
    return widget is area or area.isAncestorOf(widget)
