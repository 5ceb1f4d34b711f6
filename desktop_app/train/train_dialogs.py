"""The questions of this room for files, beside the work and not in its way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

PICTURES = "*.jpg *.jpeg *.png *.tif *.tiff *.webp *.bmp"

translate = QCoreApplication.translate


def ask_for_pictures(parent: QWidget, folder: str, then: Callable[[list[Path]], object]) -> QFileDialog:
    dialog = _dialog(
        parent, "train_pictures_dialog", translate("Files", "Pictures to Learn the Style From"), folder
    )
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilter(translate("Files", "Pictures ({patterns})").format(patterns=PICTURES))
    dialog.filesSelected.connect(lambda paths: then([Path(path) for path in paths]))
    dialog.open()
    return dialog


def ask_for_photos_folder(parent: QWidget, folder: str, then: Callable[[Path], object]) -> QFileDialog:
    dialog = _dialog(
        parent, "train_photos_dialog", translate("Files", "Folder of Photographs to Learn On"), folder
    )
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.open()
    return dialog


def ask_for_rehearsal_photo(parent: QWidget, folder: str, then: Callable[[Path], object]) -> QFileDialog:
    dialog = _dialog(parent, "rehearsal_dialog", translate("Files", "Photograph for the Rehearsal"), folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(translate("Files", "Pictures ({patterns})").format(patterns=PICTURES))
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.open()
    return dialog


def ask_where_to_save(
    parent: QWidget, proposed: Path, kind: str, then: Callable[[Path], object]
) -> QFileDialog:
    dialog = _dialog(parent, "train_save_dialog", translate("Files", "Save"), str(proposed.parent))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(kind)
    dialog.setDefaultSuffix(proposed.suffix)
    dialog.selectFile(proposed.name)
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.open()
    return dialog


def _dialog(parent: QWidget, name: str, title: str, folder: str) -> QFileDialog:
    dialog = QFileDialog(parent, title, folder)
    dialog.setObjectName(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog
