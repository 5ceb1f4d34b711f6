"""Where an export goes: folder, the template of its name, and what becomes of a file of that name."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.settings import ExportChoice
from desktop_app.stylize import export_names
from desktop_app.widgets.choice_box import choice_box, choose
from desktop_app.widgets.labels import explanation

MIDDLE = Qt.TextElideMode.ElideMiddle


class ExportPlace(QWidget):
    """Stands below its own fields, which go into rows of the form, and shows the name that comes of them.

    `changed` when another place is chosen; `folder_wanted` asks for a folder.
    """

    changed = Signal()
    folder_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("export_place")
        self.folder = Path()
        self.folder_button = QPushButton()
        self.folder_button.setObjectName("export_folder")
        self.folder_button.setAccessibleName(self.tr("Folder"))
        self.name = QLineEdit()
        self.name.setObjectName("export_name")
        self.name.setAccessibleName(self.tr("Name"))
        self.name.setMaxLength(400)
        fields = export_names.fields_in_words()
        self.name.setToolTip(self.tr("Fields: {fields}").format(fields=fields))
        self.preview = explanation()
        self.preview.setObjectName("export_name_preview")
        self.conflict = choice_box(
            "export_conflict",
            self.tr("If it exists"),
            {
                self.tr("Number the new one"): "unique",
                self.tr("Ask"): "ask",
                self.tr("Overwrite it"): "overwrite",
                self.tr("Skip"): "skip",
            },
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.preview)
        self.folder_button.clicked.connect(self.folder_wanted)
        self.name.textChanged.connect(self.changed)
        self.conflict.currentIndexChanged.connect(self.changed)

    @property
    def template(self) -> str:
        return self.name.text() or export_names.DEFAULT

    def show_choice(self, choice: ExportChoice) -> None:
        self.name.setText(choice.name)
        choose(self.conflict, choice.conflict)

    @Slot(object)
    def set_folder(self, folder: Path) -> None:
        self.folder = folder
        metrics = self.folder_button.fontMetrics()
        self.folder_button.setText(metrics.elidedText(folder.name or str(folder), MIDDLE, 130))
        self.folder_button.setToolTip(str(folder))
        self.changed.emit()

    def show_path(self, path: Path, is_there: bool) -> None:
        text = self.tr("{name} is there already").format(name=path.name) if is_there else path.name
        self.preview.setText(text)

    def show_unknown(self, field: str) -> None:
        text = self.tr("There is no field {field}. There are: {fields}")
        self.preview.setText(text.format(field=f"{{{field}}}", fields=export_names.fields_in_words()))
