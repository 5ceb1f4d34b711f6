"""Leads the loupe: what the pointer is over is asked of the engine, and what comes is shown in the frame."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Slot

from desktop_app.canvas.view import PictureView
from desktop_app.document.state import Project
from desktop_app.stylize.controller import StylizeController


@dataclass(frozen=True)
class _Subject:
    """What is under the pointer."""

    project: Project
    is_original: bool = False


class LoupeGuide(QObject):
    """Stands between one view and the controller."""

    def __init__(self, view: PictureView, controller: StylizeController) -> None:
        super().__init__(view)
        self._view, self._controller, self._close_look = view, controller, controller.close_look
        view.loupe_moved.connect(self._on_moved)
        view.loupe_toggled.connect(self._on_toggled)
        controller.picture_changed.connect(self._on_moved)
        controller.easel.busy_changed.connect(self._on_moved)
        controller.versioning.changed.connect(self._on_moved)
        self._close_look.changed.connect(self._show)

    @Slot(bool)
    def _on_toggled(self, is_on: bool) -> None:
        if not is_on:
            self._close_look.close()

    @Slot()
    def _on_moved(self) -> None:
        if not self._view.has_loupe:
            return
        subject = self._subject()
        if subject is None:
            self._close_look.leave()
        else:
            self._show()  # first: how large the picture is decides what is seen
            place = self._view.loupe_place
            original = subject.is_original
            self._close_look.look_at(subject.project, self._export_px, place, original=original)
        self._show()

    def _subject(self) -> _Subject | None:
        """None where the engine cannot say what would be exported, or not yet."""
        controller = self._controller
        project, side, other = controller.project, self._view.loupe_side, controller.versioning.other_seen
        if not project.is_paintable:
            return None
        if side == "photo":
            return _Subject(project, is_original=True)
        if side == "other":
            return None if other is None or other.is_refined else _Subject(other.project)
        is_settled = controller.easel.is_current and not controller.is_showing_refined
        return _Subject(project) if is_settled else None

    @property
    def _export_px(self) -> int | None:
        return self._controller.settings.current.export.long_side_px or None

    @Slot()
    def _show(self) -> None:
        photo = self._controller.project.photo
        if photo is not None:
            detail = (self._export_px or photo.long_side_px) / photo.long_side_px
            self._view.show_closely(self._close_look.parts, self._caption, detail)

    @property
    def _caption(self) -> str:
        if self._close_look.is_whole:
            return self.tr("Photograph") if self._view.loupe_side == "photo" else self.tr("As exported")
        percent = self._close_look.percent_done
        if percent is None:
            return self.tr("Preview")
        return self.tr("Preview, painting {percent} %").format(percent=percent)
