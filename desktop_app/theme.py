"""The look: two quiet sets of colours, and what Qt needs to know of them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from string import Template

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from desktop_app.settings import ThemeChoice

STYLESHEET = Path(__file__).with_name("theme.qss")


@dataclass(frozen=True)
class Colors:
    """Text on `window`, `panel`, `field` and `raised` has a contrast of at least 4.5:1, `dim` included."""

    canvas: str  # behind the picture: neutral, so that it does not tint what is judged
    window: str
    panel: str
    field: str
    raised: str
    hover: str
    line: str
    text: str
    dim: str
    disabled: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_text: str
    good: str
    warning: str
    error: str


DARK = Colors(
    canvas="#161617",
    window="#1c1c1e",
    panel="#222224",
    field="#2b2b2e",
    raised="#303034",
    hover="#3a3a3f",
    line="#37373b",
    text="#ececee",
    dim="#a6a6ad",
    disabled="#6b6b72",
    accent="#e8824f",
    accent_hover="#f0935f",
    on_accent="#21120a",
    accent_text="#f09a6c",
    good="#6fc08a",
    warning="#e3b34c",
    error="#f0837c",
)
LIGHT = Colors(
    canvas="#e4e4e2",
    window="#f3f3f1",
    panel="#fafaf9",
    field="#ececea",
    raised="#ffffff",
    hover="#e2e2df",
    line="#d9d9d5",
    text="#1e1e20",
    dim="#5e5e64",
    disabled="#a3a3a8",
    accent="#bd4b1c",
    accent_hover="#a84117",
    on_accent="#ffffff",
    accent_text="#a84117",
    good="#23733f",
    warning="#8a5a00",
    error="#b3261e",
)


# What moves asks its style for how long; 0 is not at all. The system's wish comes in the same way.
STILL = """
QMainWindow, QAbstractScrollArea, QScrollBar, QProgressBar, QComboBox, QMenu, #busy_line {
  widget-animation-duration: 0;
}
"""


def palette_of(colors: Colors) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for roles, color in {
        (role.Window, role.Button, role.ToolTipBase): colors.window,
        (role.Base, role.AlternateBase): colors.field,
        (role.Text, role.WindowText, role.ButtonText, role.ToolTipText, role.BrightText): colors.text,
        (role.PlaceholderText,): colors.dim,
        (role.Highlight, role.Accent): colors.accent,
        (role.HighlightedText,): colors.on_accent,
        (role.Link, role.LinkVisited): colors.accent_text,
        (role.Mid, role.Dark, role.Shadow): colors.line,
        (role.Light, role.Midlight): colors.raised,
    }.items():
        for one in roles:
            palette.setColor(one, QColor(color))
    for one in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, one, QColor(colors.disabled))
    return palette


def stylesheet_of(colors: Colors, icons: Path, *, reduces_motion: bool = False) -> str:
    values = {color.name: getattr(colors, color.name) for color in fields(colors)}
    tone = "dark" if colors is DARK else "light"
    text = STYLESHEET.read_text(encoding="utf-8") + (STILL if reduces_motion else "")
    return Template(text).substitute(values, icons=icons.as_posix(), tone=tone)


# For QApplication. Set later, a style comes back as an object, whose class takes 8 ms to make.
STYLE_ARGUMENTS = ("-style", "fusion")


class Theme(QObject):
    """The colours in force. Widgets that paint themselves read `colors` and listen to `changed`."""

    changed = Signal()

    def __init__(self, icons: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._choice: ThemeChoice = "system"
        self.colors = LIGHT
        self.reduces_motion = False
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    def choose(self, choice: ThemeChoice) -> None:
        """Sets `colors` alone. For widgets that are still being built: styled before, they would be twice."""
        self._choice = choice
        self.colors = DARK if self._is_dark() else LIGHT

    def use(self, choice: ThemeChoice) -> None:
        """Everything that is shown takes the colours."""
        self.choose(choice)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setPalette(palette_of(self.colors))
            application.setStyleSheet(
                stylesheet_of(self.colors, self._icons, reduces_motion=self.reduces_motion)
            )
        self.changed.emit()

    def _is_dark(self) -> bool:
        if self._choice == "system":
            return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._choice == "dark"

    @Slot()
    def _on_system_changed(self) -> None:
        if self._choice == "system":
            self.use("system")
