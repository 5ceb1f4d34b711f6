"""The commands of looking: they do what they say to the picture view, and show how it is."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from desktop_app.actions import Actions
from desktop_app.canvas.comparison import Comparison
from desktop_app.canvas.view import PictureView


class ViewCommands(QObject):
    """Joins the actions of one window to its picture view."""

    def __init__(self, actions: Actions, view: PictureView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._do = do = actions
        do.compare.triggered.connect(view.set_comparing)
        do.beside.triggered.connect(view.set_beside)
        do.turn_line.triggered.connect(view.turn_line)
        do.zoom_in.triggered.connect(view.zoom_in)
        do.zoom_out.triggered.connect(view.zoom_out)
        do.fit.triggered.connect(view.fit)
        do.actual.triggered.connect(view.show_actual_pixels)
        do.turn_right.triggered.connect(view.turn_right)
        do.turn_left.triggered.connect(view.turn_left)
        do.loupe.triggered.connect(view.set_loupe)
        view.loupe_toggled.connect(do.loupe.setChecked)
        view.comparison_changed.connect(self._on_comparison_changed)
        self._on_comparison_changed(view.comparison)

    def enable(self, *, has_photo: bool, has_picture: bool, is_masking: bool) -> None:
        """`has_picture` where something became of the photograph; a tool of a mask has the pointer alone."""
        do = self._do
        for action in (do.zoom_in, do.zoom_out, do.fit, do.actual, do.turn_right, do.turn_left):
            action.setEnabled(has_photo)
        for action in (do.compare, do.beside):
            action.setEnabled(has_picture)
        do.loupe.setEnabled(has_picture and not is_masking)

    @Slot(object)
    def _on_comparison_changed(self, comparison: Comparison) -> None:
        self._do.compare.setChecked(comparison.is_on)
        self._do.beside.setChecked(comparison.is_on and comparison.is_beside)
        self._do.turn_line.setEnabled(comparison.is_on)
