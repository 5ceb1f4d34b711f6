"""The few windows beside the main one. None of them is modal to the program's work."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, qVersion
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from desktop_app.icons import program_icon
from desktop_app.settings import PROGRAM

translate = QCoreApplication.translate


class Dialog(QDialog):
    """A column of things, beside the work and gone when it is closed."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 20, 24, 16)
        self.column.setSpacing(12)


def close_button(dialog: QDialog) -> QDialogButtonBox:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.close)
    for button in buttons.buttons():
        button.setIcon(QIcon())  # the style's own is of another family
    return buttons


def open_about(parent: QWidget) -> QDialog:
    dialog = Dialog("about_dialog", parent)
    dialog.setWindowTitle(translate("Dialogs", "About Impasto"))
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
    for part in (icon, name, text, close_button(dialog)):
        dialog.column.addWidget(part)
    dialog.show()
    return dialog
