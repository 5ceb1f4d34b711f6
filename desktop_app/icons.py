"""Line icons in the colour of the theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QObject, QSize, Qt, Slot
from PySide6.QtGui import QAction, QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from desktop_app.resources import ICONS
from desktop_app.theme import Colors, Theme

SIZE_PX = 20

IconUser = QAbstractButton | QLabel | QAction


def paint_icon(name: str, color: str, size_px: int, ratio: float) -> QPixmap:
    """The icon in one colour, sharp on a screen with so many device pixels per pixel."""
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", color).encode()))
    pixmap = QPixmap(QSize(round(size_px * ratio), round(size_px * ratio)))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter)
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


@lru_cache(maxsize=64)
def _source(name: str) -> str:
    return (ICONS / f"{name}.svg").read_text(encoding="utf-8")


def _screen_ratio() -> float:
    screen = QGuiApplication.primaryScreen()
    return screen.devicePixelRatio() if screen else 1.0


def program_icon() -> QIcon:
    return QIcon(str(ICONS / "impasto.svg"))


class Icons(QObject):
    """Gives buttons and labels their icons, and again when the theme changes."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._users: dict[IconUser, tuple[str, str, int]] = {}
        self._colors = theme.colors
        theme.changed.connect(self._on_theme_changed)

    def put(self, user: IconUser, name: str, color: str = "text", size_px: int = SIZE_PX) -> None:
        """`color` is the name of one of the theme's `Colors`."""
        if self._users.get(user) == (name, color, size_px):
            return
        if user not in self._users:
            user.destroyed.connect(lambda: self._users.pop(user, None))
        self._users[user] = (name, color, size_px)
        self._paint(user)

    def _paint(self, user: IconUser) -> None:
        name, color, size_px = self._users[user]
        colors: Colors = self._theme.colors
        ratio = user.devicePixelRatioF() if isinstance(user, QWidget) else _screen_ratio()
        pixmap = paint_icon(name, getattr(colors, color), size_px, ratio)
        if isinstance(user, QLabel):
            user.setPixmap(pixmap)
            return
        icon = QIcon(pixmap)
        dimmed = paint_icon(name, QColor(colors.disabled).name(), size_px, ratio)
        icon.addPixmap(dimmed, QIcon.Mode.Disabled)
        user.setIcon(icon)
        if isinstance(user, QAbstractButton):
            user.setIconSize(QSize(size_px, size_px))

    @Slot()
    def _on_theme_changed(self) -> None:
        if self._theme.colors is self._colors:
            return
        self._colors = self._theme.colors
        for user in self._users:
            self._paint(user)
