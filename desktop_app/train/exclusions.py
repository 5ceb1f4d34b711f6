"""What is left out of the style pictures of a draft, as the draft has it; with a history of its own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, SignalInstance, Slot

from desktop_app.calls import Calls
from desktop_app.document.mask_files import MaskFiles
from desktop_app.document.state import Photo
from desktop_app.masks.excluding import Excluding
from desktop_app.train.drafting import Drafting


class ExclusionsOfDraft(QObject):
    """`source` is the path of the style picture."""

    undo_changed = Signal()

    def __init__(self, drafting: Drafting) -> None:
        super().__init__()
        self._drafting = drafting
        self._before: list[tuple[str, Path | None]] = []
        self._gesture = ""

    @property
    def changed(self) -> SignalInstance:
        return self._drafting.changed

    def has(self, source: str) -> bool:
        return self._drafting.picture(Path(source)) is not None

    @property
    def usual(self) -> str | None:
        return None

    @property
    def subject(self) -> Photo | None:
        return None

    def mask_of(self, source: str) -> Path | None:
        picture = self._drafting.picture(Path(source))
        return picture.exclude if picture else None

    def set_mask(self, source: str, path: Path | None, label: str, gesture: str = "") -> None:
        if not gesture or gesture != self._gesture:
            self._before.append((source, self.mask_of(source)))
        self._gesture = gesture
        self._drafting.change_picture(Path(source), exclude=path)
        self.undo_changed.emit()

    def seal(self) -> None:
        self._gesture = ""

    def can_undo(self, source: str | None) -> bool:
        return any(of == source for of, _ in self._before)

    @Slot()
    def undo(self, source: str) -> None:
        """Takes back what was painted last on this picture."""
        for place in reversed(range(len(self._before))):
            if self._before[place][0] == source:
                _, mask = self._before.pop(place)
                self.seal()
                self._drafting.change_picture(Path(source), exclude=mask)
                self.undo_changed.emit()
                return


def make_excluding(drafting: Drafting, calls: Calls, parent: QObject) -> tuple[Excluding, ExclusionsOfDraft]:
    """The painting, and who keeps what was painted."""
    held = ExclusionsOfDraft(drafting)
    excluding = Excluding(held, calls, MaskFiles(), parent)
    held.setParent(excluding)
    return excluding, held
