"""A small sheet under the brush slider: the size of the print, and the brush in millimetres of it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout, QWidget

from desktop_app.document.state import Photo
from desktop_app.settings import SettingsStore
from desktop_app.stylize.print_fields import PrintFields
from desktop_app.widgets.labels import explanation, heading

WIDTH_PX = 280


class BrushPaper(QFrame):
    """Closes with a click beside it. `changed` when the brush shall be shown in another way."""

    changed = Signal()

    def __init__(self, settings: SettingsStore, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("brush_paper")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setFixedWidth(WIDTH_PX)
        self._settings = settings
        self.in_mm = QCheckBox(self.tr("Brush in millimetres"))
        self.in_mm.setObjectName("brush_in_mm")
        self.in_mm.setChecked(settings.current.brush_in_mm)
        self.fields = PrintFields(settings)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(10)
        layout.addWidget(heading(self.tr("Print size")))
        layout.addWidget(self.fields)
        layout.addWidget(self.in_mm)
        layout.addWidget(
            explanation(self.tr("A brush is a 64th of the style picture, as large as it comes out on paper."))
        )
        self.in_mm.toggled.connect(self._on_toggled)
        self.fields.changed.connect(self.changed)

    def open_under(self, button: QWidget, photo: Photo | None) -> None:
        """Its right edge stands under that of the button."""
        self.fields.show_photo(photo)
        self.adjustSize()
        corner = button.mapToGlobal(QPoint(button.width() - self.width(), button.height() + 4))
        self.move(corner)
        self.show()
        self.in_mm.setFocus()

    @Slot(bool)
    def _on_toggled(self, is_wanted: bool) -> None:
        self._settings.change(brush_in_mm=is_wanted)
        self.changed.emit()
