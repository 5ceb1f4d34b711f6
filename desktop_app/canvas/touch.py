"""What a view tells a tool, and what a tool is to a view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtGui import QPainter

from desktop_app.canvas.viewport import Viewport


@dataclass(frozen=True)
class Touch:
    """A mouse or pen on the picture, in pixels of the picture; `pressure` is 0 to 1.

    `removes` where Alt is held, or the pen is turned round to its eraser.
    """

    x: float
    y: float
    pressure: float = 1.0
    removes: bool = False


class CanvasTool(Protocol):
    """Takes the left button, the pen and some keys while it is in use, and paints over the picture.

    `dirtied` says with a QRectF, in pixels of the picture, what of the tool's own painting looks different;
    a margin in pixels of the view is the view's business.
    """

    @property
    def dirtied(self) -> SignalInstance: ...

    @property
    def cursor_shape(self) -> Qt.CursorShape: ...

    def press(self, touch: Touch) -> None: ...

    def move(self, touch: Touch, *, is_down: bool) -> None: ...

    def release(self, touch: Touch) -> None: ...

    def double_click(self, touch: Touch) -> None: ...

    def leave(self) -> None:
        """The mouse is no longer over the picture."""

    def wants_key(self, key: Qt.Key) -> bool: ...

    def press_key(self, key: Qt.Key) -> None: ...

    def paint(self, painter: QPainter, viewport: Viewport) -> None: ...
