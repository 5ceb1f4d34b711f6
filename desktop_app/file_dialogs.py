"""The questions for a file. The system's own dialogs, opened beside the work, not in its way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.document.state import PROJECT_SUFFIX
from desktop_app.file_kinds import FILM_PATTERNS, PICTURE_PATTERNS, SOUND_PATTERNS, STYLE_SUFFIXES

translate = QCoreApplication.translate


def ask_for_photo(
    parent: QWidget, folder: str, then: Callable[[Path], object], title: str = ""
) -> QFileDialog:
    title = title or translate("Files", "Open Photograph")
    dialog = _dialog(parent, "photo_dialog", title, folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(translate("Files", "Pictures ({patterns})").format(patterns=PICTURE_PATTERNS))
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.open()
    return dialog


def ask_for_styles(parent: QWidget, folder: str, then: Callable[[list[Path]], object]) -> QFileDialog:
    dialog = _dialog(parent, "style_dialog", translate("Files", "Add Styles"), folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    patterns = " ".join([PICTURE_PATTERNS, *(f"*{suffix}" for suffix in sorted(STYLE_SUFFIXES))])
    dialog.setNameFilter(translate("Files", "Pictures and styles ({patterns})").format(patterns=patterns))
    dialog.filesSelected.connect(lambda paths: then([Path(path) for path in paths]))
    dialog.open()
    return dialog


def ask_for_pictures(
    parent: QWidget, folder: str, then: Callable[[list[Path]], object], title: str = ""
) -> QFileDialog:
    title = title or translate("Files", "Choose Pictures")
    dialog = _dialog(parent, "pictures_dialog", title, folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilter(translate("Files", "Pictures ({patterns})").format(patterns=PICTURE_PATTERNS))
    dialog.filesSelected.connect(lambda paths: then([Path(path) for path in paths]))
    dialog.open()
    return dialog


def ask_where_to_save_file(
    parent: QWidget, proposed: Path, kind: str, then: Callable[[Path], object]
) -> QFileDialog:
    """`kind` is what it is, as "CSV (*.csv)"."""
    dialog = _dialog(parent, "save_file_dialog", translate("Files", "Save"), str(proposed.parent))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(kind)
    dialog.setDefaultSuffix(proposed.suffix)
    dialog.selectFile(proposed.name)
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.open()
    return dialog


def ask_where_to_save(parent: QWidget, proposed: Path, then: Callable[[Path], object]) -> QFileDialog:
    dialog = _dialog(parent, "export_dialog", translate("Files", "Save the Painting"), str(proposed.parent))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(proposed.suffix)
    dialog.selectFile(proposed.name)
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.open()
    return dialog


def ask_for_folder(
    parent: QWidget, folder: Path, then: Callable[[Path], object], title: str = ""
) -> QFileDialog:
    title = title or translate("Files", "Folder for Exports")
    dialog = _dialog(parent, "folder_dialog", title, str(folder))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.open()
    return dialog


def ask_for_generator(parent: QWidget, folder: str, then: Callable[[Path], object]) -> QFileDialog:
    dialog = _dialog(parent, "generator_dialog", translate("Files", "Swatches That Were Learnt"), folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(translate("Files", "Generators ({patterns})").format(patterns="*.safetensors"))
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.open()
    return dialog


def ask_for_film(parent: QWidget, folder: str, then: Callable[[Path], object]) -> QFileDialog:
    dialog = _dialog(parent, "film_dialog", translate("Files", "Choose a Film"), folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    films = translate("Files", "Films ({patterns})").format(patterns=FILM_PATTERNS)
    dialog.setNameFilters([films, translate("Files", "All files ({patterns})").format(patterns="*")])
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.open()
    return dialog


def ask_for_sound(parent: QWidget, folder: str, then: Callable[[Path], object]) -> QFileDialog:
    dialog = _dialog(parent, "sound_dialog", translate("Files", "Choose a File with Sound"), folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    sounds = translate("Files", "Sound and films ({patterns})").format(patterns=SOUND_PATTERNS)
    dialog.setNameFilters([sounds, translate("Files", "All files ({patterns})").format(patterns="*")])
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.open()
    return dialog


def ask_for_mask(parent: QWidget, folder: str, then: Callable[[Path], object]) -> QFileDialog:
    dialog = _dialog(parent, "mask_dialog", translate("Files", "Import a Mask"), folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(translate("Files", "Pictures ({patterns})").format(patterns=PICTURE_PATTERNS))
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.open()
    return dialog


def ask_where_to_save_mask(parent: QWidget, proposed: Path, then: Callable[[Path], object]) -> QFileDialog:
    dialog = _dialog(parent, "mask_save_dialog", translate("Files", "Save the Mask"), str(proposed.parent))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(translate("Files", "Pictures ({patterns})").format(patterns="*.png"))
    dialog.setDefaultSuffix(".png")
    dialog.selectFile(proposed.name)
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.open()
    return dialog


def ask_for_project(parent: QWidget, folder: str, then: Callable[[Path], object]) -> QFileDialog:
    dialog = _dialog(parent, "project_dialog", translate("Files", "Open Project"), folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(
        translate("Files", "Impasto projects ({patterns})").format(patterns=f"*{PROJECT_SUFFIX}")
    )
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.open()
    return dialog


def ask_where_to_save_project(parent: QWidget, proposed: Path, then: Callable[[Path], object]) -> QFileDialog:
    dialog = _dialog(parent, "save_project_dialog", translate("Files", "Save Project"), str(proposed.parent))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(
        translate("Files", "Impasto projects ({patterns})").format(patterns=f"*{PROJECT_SUFFIX}")
    )
    dialog.setDefaultSuffix(PROJECT_SUFFIX)
    dialog.selectFile(proposed.name)
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.open()
    return dialog


def _dialog(parent: QWidget, name: str, title: str, folder: str) -> QFileDialog:
    dialog = QFileDialog(parent, title, folder)
    dialog.setObjectName(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog
