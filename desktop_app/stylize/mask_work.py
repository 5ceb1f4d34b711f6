"""Which masks have the canvas: those of the photograph, or what is left out of a style's own picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.calls import Calls
from desktop_app.document.document import Document
from desktop_app.document.mask_files import MaskFiles
from desktop_app.masks.masking import Masking
from desktop_app.stylize.mask_holders import MasksOfProject

if TYPE_CHECKING:
    from desktop_app.masks.excluding import Excluding


class MaskWork(QObject):
    """`masking` is there from the start; what is left out of style pictures is made when first wanted."""

    excluding_changed = Signal()  # on which style picture is painted, or with what
    exported = Signal(object)  # Path
    failed = Signal(str)

    def __init__(self, document: Document, calls: Calls, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._calls, self._files = document, calls, MaskFiles()
        self.masking = Masking(MasksOfProject(document), calls, self._files, self)
        self.masking.exported.connect(self.exported)
        self.masking.failed.connect(self.failed)
        self._excluding: Excluding | None = None

    @property
    def excluding(self) -> Excluding | None:
        """While the picture of a style is painted on."""
        return self._excluding if self._excluding and self._excluding.source is not None else None

    @property
    def current(self) -> Masking:
        """Whose tools have the canvas."""
        return self.excluding or self.masking

    def choose(self, source: str | None) -> None:
        """Opens the mask of a style; None closes it."""
        self.exclude(None)
        self.masking.choose(source)

    def exclude(self, source: str | None) -> None:
        """Shows the picture of a style, to leave out parts of it; None goes back to the photograph."""
        if source is not None:
            self.masking.choose(None)
            self._made_excluding().choose(source)
        elif self._excluding is not None:
            self._excluding.choose(None)

    def _made_excluding(self) -> Excluding:
        if self._excluding is None:
            from desktop_app.masks.excluding import Excluding  # later: the first paint does not wait for it
            from desktop_app.stylize.mask_holders import ExclusionsOfProject

            made = Excluding(ExclusionsOfProject(self._document), self._calls, self._files, self)
            made.changed.connect(self.excluding_changed)
            made.failed.connect(self.failed)
            made.exported.connect(self.exported)
            made.busy_changed.connect(self.masking.busy_changed)
            self._excluding = made
        return self._excluding

    def settle(self) -> None:
        """A stroke whose mask is still being written is a step, too."""
        self.masking.settle()
        if self._excluding is not None:
            self._excluding.settle()

    def forget(self) -> None:
        """Removes their files; for the end of the program."""
        self.settle()
        self.masking.forget()
