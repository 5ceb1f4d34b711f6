"""Width of a print in centimetres or inches, and its density: remembered for the whole program."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from desktop_app.document.state import Photo
from desktop_app.settings import SettingsStore
from desktop_app.stylize.print_size import CM_PER_INCH, print_size
from desktop_app.widgets.choice_box import choice_box, choose
from desktop_app.widgets.labels import explanation
from desktop_app.widgets.number_field import number_field

LEAST_CM, MOST_CM = 1.0, 1000.0
LEAST_DPI, MOST_DPI = 10, 2400


class PrintFields(QWidget):
    """`changed` when the settings have another size."""

    changed = Signal()

    def __init__(self, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("print_fields")
        self._settings = settings
        self._photo: Photo | None = None
        self.width_box = number_field(QDoubleSpinBox(), "print_width", self.tr("Width of the print"))
        self.width_box.setDecimals(1)
        self.unit = choice_box("print_unit", self.tr("Unit"), {self.tr("cm"): "cm", self.tr("inches"): "in"})
        self.unit.setMinimumContentsLength(3)
        self.dpi = number_field(QSpinBox(), "print_dpi", self.tr("Dots per inch"))
        self.dpi.setRange(LEAST_DPI, MOST_DPI)
        self.dpi.setSuffix(self.tr(" dpi"))
        self.sum = explanation()
        self.sum.setObjectName("print_sum")
        row = QHBoxLayout()
        row.setSpacing(6)
        for part, stretch in ((self.width_box, 1), (self.unit, 0), (self.dpi, 1)):
            row.addWidget(part, stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(row)
        layout.addWidget(self.sum)
        self.width_box.valueChanged.connect(self._on_changed)
        self.dpi.valueChanged.connect(self._on_changed)
        self.unit.activated.connect(self._on_unit)
        self.show_photo(None)

    def show_photo(self, photo: Photo | None) -> None:
        """Takes up what the settings say."""
        self._photo = photo
        settings = self._settings.current
        per_unit = CM_PER_INCH if settings.print_unit == "in" else 1.0
        with QSignalBlocker(self.width_box), QSignalBlocker(self.dpi):
            self.width_box.setRange(LEAST_CM / per_unit, MOST_CM / per_unit)
            self.width_box.setValue(settings.print_width_cm / per_unit)
            self.dpi.setValue(settings.print_dpi)
        choose(self.unit, settings.print_unit)
        self._show_sum()

    def _show_sum(self) -> None:
        settings, photo = self._settings.current, self._photo
        if photo is None:
            self.sum.setText("")
            return
        size = print_size(settings)
        per_unit = CM_PER_INCH if settings.print_unit == "in" else 1.0
        text = self.tr("{width} × {height} {unit}, {pixels} pixels wide").format(
            width=f"{size.width_cm / per_unit:.1f}",
            height=f"{size.height_cm(photo) / per_unit:.1f}",
            unit=self.unit.currentText(),
            pixels=size.width_px(),
        )
        if size.long_side_px(photo) > photo.long_side_px:
            text += self.tr("; larger than the photo")
        self.sum.setText(text)

    @Slot()
    def _on_changed(self) -> None:
        per_unit = CM_PER_INCH if self.unit.currentData() == "in" else 1.0
        self._settings.change(print_width_cm=self.width_box.value() * per_unit, print_dpi=self.dpi.value())
        self._show_sum()
        self.changed.emit()

    @Slot()
    def _on_unit(self) -> None:
        """The paper stays as it is; only the figures change."""
        self._settings.change(print_unit=self.unit.currentData())
        self.show_photo(self._photo)
        self.changed.emit()
