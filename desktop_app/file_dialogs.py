"""The questions for a file. The system's own dialogs, opened beside the work, not in its way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.document.state import PROJECT_SUFFIX
from desktop_app.file_kinds import FILM_PATTERNS, PICTURE_PATTERNS, SOUND_PATTERNS, STYLE_SUFFIXES

translate = QCoreApplication.translate

One = Callable[[Path], object]
Several = Callable[[list[Path]], object]


def ask_for_photo(parent: QWidget, folder: str, then: One, title: str = "") -> None:
    title = title or translate("Files", "Open Photograph")
    _ask_for_one(_dialog(parent, "photo_dialog", title, folder), then, _pictures())


def ask_for_styles(parent: QWidget, folder: str, then: Several) -> None:
    dialog = _dialog(parent, "style_dialog", translate("Files", "Add Styles"), folder)
    patterns = " ".join([PICTURE_PATTERNS, *(f"*{suffix}" for suffix in sorted(STYLE_SUFFIXES))])
    _ask_for_several(
        dialog, then, translate("Files", "Pictures and styles ({patterns})").format(patterns=patterns)
    )


def ask_for_pictures(parent: QWidget, folder: str, then: Several, title: str = "") -> None:
    title = title or translate("Files", "Choose Pictures")
    _ask_for_several(_dialog(parent, "pictures_dialog", title, folder), then, _pictures())


def ask_for_generator(parent: QWidget, folder: str, then: One) -> None:
    dialog = _dialog(parent, "generator_dialog", translate("Files", "Swatches That Were Learnt"), folder)
    _ask_for_one(dialog, then, translate("Files", "Generators ({patterns})").format(patterns="*.safetensors"))


def ask_for_film(parent: QWidget, folder: str, then: One) -> None:
    dialog = _dialog(parent, "film_dialog", translate("Files", "Choose a Film"), folder)
    films = translate("Files", "Films ({patterns})").format(patterns=FILM_PATTERNS)
    _ask_for_one(dialog, then, films, _all_files())


def ask_for_sound(parent: QWidget, folder: str, then: One) -> None:
    dialog = _dialog(parent, "sound_dialog", translate("Files", "Choose a File with Sound"), folder)
    sounds = translate("Files", "Sound and films ({patterns})").format(patterns=SOUND_PATTERNS)
    _ask_for_one(dialog, then, sounds, _all_files())


def ask_for_mask(parent: QWidget, folder: str, then: One) -> None:
    _ask_for_one(
        _dialog(parent, "mask_dialog", translate("Files", "Import a Mask"), folder), then, _pictures()
    )


def ask_for_project(parent: QWidget, folder: str, then: One) -> None:
    dialog = _dialog(parent, "project_dialog", translate("Files", "Open Project"), folder)
    _ask_for_one(dialog, then, _projects())


def ask_for_folder(parent: QWidget, folder: Path, then: One, title: str = "") -> None:
    dialog = _dialog(parent, "folder_dialog", title or translate("Files", "Folder for Exports"), str(folder))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    _open(dialog, then)


def ask_where_to_save(parent: QWidget, proposed: Path, then: One) -> None:
    dialog = _dialog(parent, "export_dialog", translate("Files", "Save the Painting"), str(proposed.parent))
    _ask_where(dialog, proposed, then)


def ask_where_to_save_file(parent: QWidget, proposed: Path, kind: str, then: One) -> None:
    """`kind` is what it is, as "CSV (*.csv)"."""
    dialog = _dialog(parent, "save_file_dialog", translate("Files", "Save"), str(proposed.parent))
    _ask_where(dialog, proposed, then, kind)


def ask_where_to_save_mask(parent: QWidget, proposed: Path, then: One) -> None:
    dialog = _dialog(parent, "mask_save_dialog", translate("Files", "Save the Mask"), str(proposed.parent))
    _ask_where(dialog, proposed, then, _pictures("*.png"))


def ask_where_to_save_project(parent: QWidget, proposed: Path, then: One) -> None:
    dialog = _dialog(parent, "save_project_dialog", translate("Files", "Save Project"), str(proposed.parent))
    _ask_where(dialog, proposed, then, _projects())


def _pictures(patterns: str = PICTURE_PATTERNS) -> str:
    return translate("Files", "Pictures ({patterns})").format(patterns=patterns)


def _projects() -> str:
    return translate("Files", "Impasto projects ({patterns})").format(patterns=f"*{PROJECT_SUFFIX}")


def _all_files() -> str:
    return translate("Files", "All files ({patterns})").format(patterns="*")


def _dialog(parent: QWidget, name: str, title: str, folder: str) -> QFileDialog:
    dialog = QFileDialog(parent, title, folder)
    dialog.setObjectName(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


def _ask_for_one(dialog: QFileDialog, then: One, *kinds: str) -> None:
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters(kinds)
    _open(dialog, then)


def _ask_for_several(dialog: QFileDialog, then: Several, kind: str) -> None:
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilter(kind)
    dialog.filesSelected.connect(lambda paths: then([Path(path) for path in paths]))
    dialog.open()


def _ask_where(dialog: QFileDialog, proposed: Path, then: One, kind: str = "") -> None:
    """With the ending that is proposed, where somebody types none."""
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    if kind:
        dialog.setNameFilter(kind)
    dialog.setDefaultSuffix(proposed.suffix)
    dialog.selectFile(proposed.name)
    _open(dialog, then)


def _open(dialog: QFileDialog, then: One) -> None:
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.open()
