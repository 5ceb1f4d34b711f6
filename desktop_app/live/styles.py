"""What the room wants of the shelf of styles, which another room keeps as well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QImage, QPixmap


class Style(Protocol):
    """One of the shelf; `image` is its thumbnail, `kind` as in `OpenedStyle`."""

    @property
    def source(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def image(self) -> QImage: ...


class Styles(Protocol):
    """`changed` when styles come, go, or get a name or thumbnail, and when all are read."""

    @property
    def changed(self) -> SignalInstance: ...
    @property
    def styles(self) -> Sequence[Style]: ...
    @property
    def is_read(self) -> bool:
        """False while some may still come."""

    def find(self, source: str) -> Style | None: ...


def can_play(style: Style) -> bool:
    """Networks made by others and generators that paint are no styles that the live network could follow."""
    return style.kind != "foreign"


def square_of(style: Style) -> QPixmap:
    """The middle of its thumbnail."""
    image = style.image
    side = min(image.width(), image.height())
    left, top = (image.width() - side) // 2, (image.height() - side) // 2
    return QPixmap.fromImage(image.copy(left, top, side, side))
