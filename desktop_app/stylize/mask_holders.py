"""The masks of the open project, and what is left out of its style pictures, as its document has them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import SignalInstance

from desktop_app.document.document import Document
from desktop_app.document.state import Photo


class MasksOfProject:
    """One for each style, over the photograph."""

    def __init__(self, document: Document) -> None:
        self._document = document

    @property
    def changed(self) -> SignalInstance:
        return self._document.changed

    def has(self, source: str) -> bool:
        project = self._document.project
        return project.uses(source) and project.photo is not None

    @property
    def usual(self) -> str | None:
        project = self._document.project
        return project.styles[-1].source if project.is_paintable else None

    @property
    def subject(self) -> Photo | None:
        return self._document.project.photo

    def mask_of(self, source: str) -> Path | None:
        return self._document.project.mask_of(source)

    def set_mask(self, source: str, path: Path | None, label: str, gesture: str = "") -> None:
        self._document.change(self._document.project.with_mask(source, path), label, gesture)

    def seal(self) -> None:
        self._document.seal()


class ExclusionsOfProject(MasksOfProject):
    """Over the style's own picture, and white is what is left out."""

    @property
    def subject(self) -> Photo | None:
        return None

    def mask_of(self, source: str) -> Path | None:
        return self._document.project.exclusion_of(source)

    def set_mask(self, source: str, path: Path | None, label: str, gesture: str = "") -> None:
        self._document.change(self._document.project.with_exclusion(source, path), label, gesture)
