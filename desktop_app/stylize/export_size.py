"""How large an export is: the photo's own size, a long side in pixels, or that of a print."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QSpinBox, QVBoxLayout, QWidget

from desktop_app import words
from desktop_app.document.state import Photo
from desktop_app.settings import ExportChoice, SettingsStore
from desktop_app.stylize.print_fields import PrintFields
from desktop_app.stylize.print_size import MOST_SIDE_PX, print_size
from desktop_app.widgets.choice_box import choice_box, choose
from desktop_app.widgets.number_field import number_field

SIDES_PX = (7680, 3840, 2560, 1920, 1080)
ORIGINAL, OTHER, PRINT = 0, -1, -2  # data of the box beside the sides themselves
LEAST_SIDE_PX = 16


class ExportSize(QWidget):
    """Stands below its own `box`, which goes into a row of the form. `changed` when another is chosen."""

    changed = Signal()

    def __init__(self, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("export_size_fields")
        self._settings = settings
        self._photo: Photo | None = None
        self.box: QComboBox = choice_box("export_size", self.tr("Size"), {})
        self.side = number_field(QSpinBox(), "export_side", self.tr("Long side in pixels"))
        self.side.setRange(LEAST_SIDE_PX, MOST_SIDE_PX)
        self.side.setSuffix(self.tr(" px on the long side"))
        self.print = PrintFields(settings)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (self.side, self.print):
            layout.addWidget(part)
        self.box.currentIndexChanged.connect(self._on_chosen)
        self.side.valueChanged.connect(self.changed)
        self.print.changed.connect(self.changed)

    @property
    def long_side_px(self) -> int:
        """As `ExportChoice` has it: 0 is the photo's own size."""
        chosen = self.box.currentData() or ORIGINAL
        return self.side.value() if chosen == OTHER else max(ORIGINAL, chosen)

    @property
    def is_for_print(self) -> bool:
        return bool(self.box.currentData() == PRINT)

    def pixels(self) -> tuple[int, int]:
        """Width and height of the export."""
        if self._photo is None:
            return 0, 0
        photo = self._photo
        paper = print_size(self._settings.current)
        side = paper.long_side_px(photo) if self.is_for_print else self.long_side_px or photo.long_side_px
        share = side / photo.long_side_px
        return max(1, round(photo.width_px * share)), max(1, round(photo.height_px * share))

    def show_photo(self, photo: Photo, choice: ExportChoice) -> None:
        self._photo = photo
        with QSignalBlocker(self.box):
            self.box.clear()
            size = words.size_of(photo.width_px, photo.height_px)
            self.box.addItem(self.tr("Original, {size}").format(size=size), ORIGINAL)
            for side in SIDES_PX:
                if side < photo.long_side_px:
                    self.box.addItem(self.tr("{side} px on the long side").format(side=side), side)
            self.box.addItem(self.tr("Other size…"), OTHER)
            self.box.addItem(self.tr("For print…"), PRINT)
            known = self.box.findData(choice.long_side_px) >= 0
            choose(self.box, PRINT if choice.for_print else choice.long_side_px if known else OTHER)
        with QSignalBlocker(self.side):
            self.side.setValue(choice.long_side_px or photo.long_side_px)
        self.print.show_photo(photo)
        self._on_chosen()

    @Slot()
    def _on_chosen(self) -> None:
        self.side.setVisible(self.box.currentData() == OTHER)
        self.print.setVisible(self.is_for_print)
        self.setVisible(self.box.currentData() in (OTHER, PRINT))
        self.changed.emit()
