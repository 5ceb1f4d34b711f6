"""Who keeps the masks that are painted: the open project, or the draft of a training."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import SignalInstance

from desktop_app.document.state import Photo


class MaskHolder(Protocol):
    """A mask is a file that never changes. `source` names the style that it belongs to."""

    @property
    def changed(self) -> SignalInstance:
        """Perhaps one of its masks."""

    def has(self, source: str) -> bool:
        """Whether there is still such a style to work on."""

    @property
    def usual(self) -> str | None:
        """The one that a tool takes up where none was chosen."""

    @property
    def subject(self) -> Photo | None:
        """The picture that all of these masks lie over, if they lie over one."""

    def mask_of(self, source: str) -> Path | None: ...

    def set_mask(self, source: str, path: Path | None, label: str, gesture: str = "") -> None:
        """A step that can be undone; those of one `gesture` are one."""

    def seal(self) -> None:
        """What follows is another step."""
