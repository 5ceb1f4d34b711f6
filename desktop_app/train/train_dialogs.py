"""The questions of this room for files, beside the work and not in its way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.runs.run_dialogs import ask_for_folder, file_dialog

PICTURES = "*.jpg *.jpeg *.png *.tif *.tiff *.webp *.bmp"

translate = QCoreApplication.translate


def ask_for_pictures(parent: QWidget, folder: str, then: Callable[[list[Path]], object]) -> QFileDialog:
    dialog = file_dialog(
        parent, "train_pictures_dialog", translate("Files", "Pictures to Learn the Style From"), folder
    )
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilter(translate("Files", "Pictures ({patterns})").format(patterns=PICTURES))
    dialog.filesSelected.connect(lambda paths: then([Path(path) for path in paths]))
    dialog.open()
    return dialog


def ask_for_photos_folder(parent: QWidget, folder: str, then: Callable[[Path], object]) -> QFileDialog:
    title = translate("Files", "Folder of Photographs to Learn On")
    return ask_for_folder(parent, "train_photos_dialog", title, folder, then)


def ask_for_rehearsal_photo(parent: QWidget, folder: str, then: Callable[[Path], object]) -> QFileDialog:
    dialog = file_dialog(
        parent, "rehearsal_dialog", translate("Files", "Photograph for the Rehearsal"), folder
    )
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(translate("Files", "Pictures ({patterns})").format(patterns=PICTURES))
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.open()
    return dialog
