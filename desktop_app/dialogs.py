"""The few windows beside the main one. None of them is modal to the program's work."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, qVersion
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.icons import program_icon
from desktop_app.settings import PROGRAM

translate = QCoreApplication.translate


def _framed(name: str, title: str, parent: QWidget) -> tuple[QDialog, QVBoxLayout]:
    dialog = QDialog(parent)
    dialog.setObjectName(name)
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(24, 20, 24, 16)
    layout.setSpacing(12)
    return dialog, layout


def _close_button(dialog: QDialog) -> QDialogButtonBox:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.close)
    for button in buttons.buttons():
        button.setIcon(QIcon())  # the style's own is of another family
    return buttons


def open_about(parent: QWidget) -> QDialog:
    dialog, layout = _framed("about_dialog", translate("Dialogs", "About Impasto"), parent)
    import importlib.metadata  # takes 20 ms, and is of no use until somebody asks

    try:
        version = importlib.metadata.version("impasto")
    except importlib.metadata.PackageNotFoundError:
        version = translate("Dialogs", "from a folder, not installed")
    icon = QLabel()
    icon.setPixmap(program_icon().pixmap(72, 72))
    name = QLabel(PROGRAM)
    name.setProperty("role", "title")
    text = QLabel(
        translate(
            "Dialogs",
            "Version {version} · Qt {qt}\n\nPaints photographs in the style of other pictures, on this "
            "computer alone: no account, no upload.\n\nLicensed under the Apache License 2.0. Qt is used "
            "under the LGPL 3.",
        ).format(version=version, qt=qVersion())
    )
    text.setWordWrap(True)
    text.setMinimumWidth(360)
    for part in (icon, name, text, _close_button(dialog)):
        layout.addWidget(part)
    dialog.show()
    return dialog


def open_shortcuts(parent: QWidget, shortcuts: list[tuple[str, str]]) -> QDialog:
    """`shortcuts`: what is done, and the keys for it."""
    dialog, layout = _framed("shortcuts_dialog", translate("Dialogs", "Keyboard Shortcuts"), parent)
    grid = QGridLayout()
    grid.setHorizontalSpacing(32)
    grid.setVerticalSpacing(6)
    half = (len(shortcuts) + 1) // 2  # side by side, or the list is higher than a small screen
    for number, (text, keys) in enumerate(shortcuts):
        beside, row = divmod(number, half)
        grid.addWidget(QLabel(text), row, 2 * beside)
        label = QLabel(keys)
        label.setProperty("role", "dim")
        grid.addWidget(label, row, 2 * beside + 1)
    layout.addLayout(grid)
    layout.addWidget(_close_button(dialog))
    dialog.show()
    return dialog
