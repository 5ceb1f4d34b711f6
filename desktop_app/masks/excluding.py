"""Parts of a style picture that take no part in the style: painted on it, with the tools of masks."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QImage

from desktop_app.calls import Calls
from desktop_app.canvas.layer import image_of
from desktop_app.document.mask_files import MaskFiles
from desktop_app.document.state import Photo
from desktop_app.masks.holder import MaskHolder
from desktop_app.masks.masking import Masking
from models.news import Done, Failed, OpenedPicture, Outcome
from models.requests import OpenPicture

if TYPE_CHECKING:
    from desktop_app.canvas.mask_tools import MaskTools


class Excluding(Masking):
    """As a mask, but it lies over the style picture, and white is what is left out.

    `source` is set once the picture is there; `image` shows it.
    """

    def __init__(
        self, holder: MaskHolder, calls: Calls, files: MaskFiles, parent: QObject | None = None
    ) -> None:
        super().__init__(holder, calls, files, parent)
        self.image: QImage | None = None
        self._picture: Photo | None = None
        self._wanted: str | None = None

    def _make_tools(self) -> MaskTools:
        tools = super()._make_tools()
        tools.is_full_without = False
        return tools

    @property
    def subject(self) -> Photo | None:
        return self._picture

    def set_mask(self, source: str, path: Path | None, label: str, gesture: str = "") -> None:
        label = self.tr("Leave Out Nothing") if path is None else self.tr("Leave Out of Style")
        super().set_mask(source, path, label, gesture)

    def choose(self, source: str | None) -> None:
        """Opens the picture of this style, if it is one; None goes back to the photograph."""
        self._wanted = source
        if source is None:
            self.image = self._picture = None
            super().choose(None)
        else:
            self._calls.ask(OpenPicture(Path(source)), partial(self._on_opened, source), lane="exclude")

    def _on_opened(self, source: str, outcome: Outcome) -> None:
        if isinstance(outcome, Failed):
            self.failed.emit(outcome.message)
        if source != self._wanted or not self.holder.has(source):
            return
        if isinstance(outcome, Done) and isinstance(outcome.result, OpenedPicture):
            opened = outcome.result
            self.image = image_of(opened.rgb_hwc)
            self._picture = Photo(opened.path, opened.width_px, opened.height_px)
            self.tool = "brush"
            super().choose(source)

    @Slot()
    def _on_left(self) -> None:
        self.choose(None)
